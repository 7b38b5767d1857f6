"""A real day's work, from key press to disk and back, in a real terminal."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest
from tinydb import TinyDB

from tests.benchmarks import stores
from tests.terminal.living import command, without_tips
from tests.terminal.pty import Terminal

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

pytestmark = pytest.mark.terminal

SIZES = [(80, 24), (120, 40)]


@pytest.fixture
def home(tmp_path: Path) -> Path:
    folder = tmp_path / "home"
    folder.mkdir()
    without_tips(folder)
    return folder


def _environ(home: Path) -> dict[str, str]:
    places = {name: "" for name in os.environ if name.startswith(("XDG_", "ALIGNTUI_"))}
    return {**places, "HOME": str(home), "LANG": "C.UTF-8", "PATH": os.environ["PATH"]}


def _app(home: Path, size: tuple[int, int], *words: str) -> Terminal:
    command = [sys.executable, "-m", "aligntui", *words]
    return Terminal(command, columns=size[0], rows=size[1], env=_environ(home))


def _command(home: Path, *words: str) -> str:
    return command(_environ(home), *words)


def _store(home: Path) -> Path:
    return home / ".local" / "share" / "aligntui" / "store.json"


@pytest.fixture(params=SIZES, ids=["80x24", "120x40"])
def app(request: pytest.FixtureRequest, home: Path) -> Iterator[Terminal]:
    terminal = _app(home, request.param)
    try:
        terminal.wait_for("add the first person")
        yield terminal
    finally:
        terminal.close()


def _type(app: Terminal, keys: str, *, then: str) -> None:
    app.send(keys)
    app.wait_for(then)


def _add_people(app: Terminal) -> None:
    people = {
        "Asha Bell": "weekly", "Bo Carr": "every 2 weeks", "Cy Dahl": "monthly",
        "Di Eng": "every 10 days", "Ed Fox": "quarterly",
    }  # fmt: skip
    for name, cadence in people.items():
        _type(app, "n", then="Name:")
        _type(app, f"{name}\r", then=f"How often do you meet {name}?")
        _type(app, f"\x15{cadence}\r", then=f"Added {name}")


def _fill(app: Terminal, name: str, first_key: str) -> None:
    _type(app, first_key + "\r", then=f"› {name}")
    lines = {"1": "Focus", "2": "Expectations", "3": "Opportunities", "4": "Risks"}
    for key, section in lines.items():
        _type(app, f"{key}a", then=f"{section}:")
        _type(app, f"{section} of {name}\r", then=f"{section} of {name}  ")
        _type(app, "\r", then="? help")
    _type(app, "q", then="› Team")


def test_a_day_is_worked_by_keyboard_alone_and_stands_after_a_restart(
    app: Terminal, home: Path
) -> None:
    _add_people(app)
    _fill(app, "Asha Bell", "g")
    _fill(app, "Bo Carr", "gj")
    _type(app, "g\r", then="› Asha Bell")
    _type(app, "1=", then="agreed")
    _type(app, "\r", then="F1:")
    _type(app, "\x1b[F first\r", then="Focus of Asha Bell first")
    app.wait_for("~ F1")
    _type(app, "c", then="Check-in › Asha Bell")
    _type(app, "     ", then="What was said")
    _type(app, "Good first talk", then="Good first talk")
    _type(app, "\t", then="Actions")
    _type(app, "+", then="Action")
    _type(app, "send the notes by tomorrow\r", then="A1  send the notes")
    _type(app, "\x13", then="Checked in with Asha Bell")
    _type(app, "\r", then="2 Expectations")
    _type(app, "q", then="aligntui › Team")
    app.send("q")
    assert app.wait_for_end() == 0

    due = json.loads(_command(home, "due", "--all", "--json"))
    assert sorted(row["name"] for row in due) == [
        "Asha Bell", "Bo Carr", "Cy Dahl", "Di Eng", "Ed Fox",
    ]  # fmt: skip
    shown = json.loads(_command(home, "show", "asha", "--json"))
    focus = shown["sections"]["focus"][0]
    assert (focus["text"], focus["mine"], focus["theirs"]) == (
        "Focus of Asha Bell first", "agree", "agree",
    )  # fmt: skip
    line = _command(home, "timeline", "asha")
    assert "Good first talk" in line
    assert "Undone: check in with Asha Bell" in _command(home, "undo")
    shown = json.loads(_command(home, "show", "asha", "--json"))
    assert shown["sections"]["focus"][0]["theirs"] == "not_discussed"
    with TinyDB(_store(home)) as plain:
        assert len(plain.table("people")) == 5
        assert len(plain.table("items")) == 8

    again = _app(home, (80, 24), "open", "asha")
    try:
        again.wait_for("Focus of Asha Bell first")
        again.wait_for("~ F1")
    finally:
        again.close()


def test_what_was_shown_as_saved_survives_six_kills(home: Path) -> None:
    stores.write("typical", _store(home))
    _command(home, "add", "Asha Bell")
    for number in range(6):
        app = _app(home, (80, 24), "open", "asha")
        try:
            app.wait_for("1 Focus")
            _type(app, "1a", then="Focus:")
            handle = f"F{number + 1}"
            _type(app, f"line {number}.\r", then=f"{handle:<4}line {number}.")
            app.signal(signal.SIGKILL)
            app.wait_for_end()
        finally:
            app.close()
    shown = json.loads(_command(home, "show", "asha", "--json"))
    assert [i["text"] for i in shown["sections"]["focus"]] == [f"line {n}." for n in range(6)]


@pytest.mark.parametrize(("number", "code"), [(1, 129), (15, 143)], ids=["SIGHUP", "SIGTERM"])
def test_a_signal_in_mid_word_keeps_what_was_typed(home: Path, number: int, code: int) -> None:
    _command(home, "add", "Asha Bell")
    app = _app(home, (80, 24))
    app.wait_for("Asha Bell")
    _type(app, "a", then="Note for Asha Bell:")
    _type(app, "half a thou", then="half a thou")
    app.signal(signal.Signals(number))
    assert app.wait_for_end() == code
    app.close()
    again = _app(home, (80, 24))
    try:
        again.wait_for("Asha Bell")
        _type(again, "a", then="half a thou")
        _type(again, "ght\r", then="Noted for Asha Bell")
    finally:
        again.close()
    assert _command(home, "undo") == "Undone: note on Asha Bell\n"


def test_the_sample_team_opens_and_leaves_nothing_behind(home: Path) -> None:
    app = _app(home, (80, 24), "demo")
    app.wait_for("SAMPLE DATA, nothing is saved")
    app.wait_for("Priya Raman")
    app.send("q")
    assert app.wait_for_end() == 0
    app.close()
    assert not _store(home).exists()


def test_a_store_that_is_no_json_is_refused_in_one_line_and_stays_as_it_is(home: Path) -> None:
    store = _store(home)
    store.parent.mkdir(parents=True)
    store.write_text("this is not json")
    done = subprocess.run(
        [sys.executable, "-m", "aligntui", "due"],
        env=_environ(home), capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert (done.returncode, done.stdout) == (3, "")
    assert done.stderr.startswith("aligntui: ")
    assert done.stderr.count("\n") == 1
    app = _app(home, (80, 24))
    try:
        app.wait_for("is not JSON")
        app.send("q")
        assert app.wait_for_end() == 0
    finally:
        app.close()
    assert store.read_text() == "this is not json"
