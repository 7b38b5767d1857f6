"""What is being typed when the program ends, however it ends, is there at the next start."""

from __future__ import annotations

import os
import shutil
import signal
import stat
import sys
from typing import TYPE_CHECKING

import pytest

from tests.terminal.living import Home, keys, kill
from tests.terminal.pty import Terminal

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.terminal

BREAKS = """
import os
from aligntui.__main__ import main
from aligntui.tui.shell import ShellApp
def fail(self):
    if os.path.exists(os.environ["BREAK"]):
        raise ValueError(self.drafts.texts)
ShellApp._look_at_drafts = fail
raise SystemExit(main([]))
"""


@pytest.fixture
def home(tmp_path: Path) -> Home:
    home = Home(tmp_path / "home")
    home.say("add", "Asha Bell")
    home.say("add", "Bo Carr")
    return home


def _typing(app: Terminal, box: str) -> None:
    app.wait_for("Bo Carr")
    if box == "note":
        keys(app, "ga", then="Note for Asha Bell:")
    else:
        keys(app, "gc", then="Check-in › Asha Bell")
        keys(app, "\t ", then="= 1 Focus")
        keys(app, "5", then="esc done")
    keys(app, "half a thought", then="half a thought")


def _reaches_the_disk(app: Terminal, home: Home, text: str = "half a thought") -> None:
    app.wait_until(lambda: text in home.drafts, 20, f"{text!r} in a file of drafts")


def _comes_back(home: Home, box: str) -> None:
    again = home.open()
    try:
        if box == "note":
            again.wait_for("note for Asha Bell, a brings it back")
            keys(again, "a", then="Note for Asha Bell: half a thought")
        else:
            again.wait_for("check-in with Asha Bell, c brings it back")
            keys(again, "c", then="= 1 Focus")
            keys(again, "5", then="half a thought")
    finally:
        again.close()


@pytest.mark.parametrize(
    ("end", "box"),
    [("SIGKILL", "note"), ("SIGHUP", "note"), ("SIGTERM", "check-in"), ("closed", "check-in"),
     ("crash", "note"), ("quit", "check-in")],
)  # fmt: skip
def test_half_a_thought_comes_back_in_its_place(home: Home, box: str, end: str) -> None:
    if end == "crash":
        env = home.environ({"BREAK": str(home.folder / "break")})
        app = Terminal([sys.executable, "-c", BREAKS], env=env)
    else:
        app = home.open()
    _typing(app, box)
    if end == "SIGKILL":
        _reaches_the_disk(app, home)
        kill(app)
    elif end == "closed":
        app.close()
    elif end == "crash":
        app.quiet(0.1)
        before = app.received
        (home.folder / "break").touch()
        assert app.wait_for_end() == 70
        assert b"half a thought" not in app.raw[before:]
        assert "ValueError" in "".join(home.crashes)
        assert "half a thought" not in "".join(home.crashes)
        app.close()
    elif end == "quit":
        app.send("\x11")
        assert app.wait_for_end() == 0
        app.close()
    else:
        app.signal(signal.Signals[end])
        assert app.wait_for_end() == 128 + signal.Signals[end]
        app.close()
    for each in home.state.rglob("*"):
        assert stat.S_IMODE(each.stat().st_mode) == (0o700 if each.is_dir() else 0o600)
    _comes_back(home, box)


def test_two_apps_do_not_take_each_other_s_drafts(home: Home) -> None:
    one, other = home.open(), home.open()
    _typing(one, "note")
    _reaches_the_disk(one, home)
    third = home.open()
    third.wait_for("Bo Carr")
    keys(third, "ga", then="Note for Asha Bell:")
    assert "half" not in third.text
    third.close()
    other.close()
    kill(one)
    _comes_back(home, "note")


def test_an_answer_that_could_not_be_kept_comes_back(home: Home) -> None:
    app = home.open()
    try:
        app.wait_for("Bo Carr")
        keys(app, "n", then="Name:")
        keys(app, "Cy Dahl\r", then="How often do you meet Cy Dahl?")
        keys(app, "\x1b", then="q quit")
        keys(app, "n", then="Name: Cy Dahl")
        keys(app, "\r", then="How often")
        keys(app, "\r", then="Added Cy Dahl")
        keys(app, "n", then="Name:")
        app.quiet(0.2)
        assert "Name: Cy" not in app.text
    finally:
        app.close()


def test_a_broken_draft_is_told_once_and_left_aside(home: Home) -> None:
    app = home.open()
    app.wait_for("Bo Carr")
    app.send("q")
    app.wait_for_end()
    (folder,) = (home.state / "drafts").iterdir()
    (folder / "1-dead.json").write_text('{"note')
    for words in ("A draft could not be read whole", "q quit"):
        app = home.open()
        app.wait_for(words)
        app.quiet(0.2)
        assert ("could not be read" in app.text) == (words != "q quit")
        app.close()
    assert len(list(folder.glob("broken-*"))) == 1


def test_without_a_state_folder_the_app_works_and_says_so_once(home: Home) -> None:
    shutil.rmtree(home.state, ignore_errors=True)
    home.state.parent.mkdir(parents=True, exist_ok=True)
    home.state.write_text("a file")
    app = home.open()
    try:
        app.wait_for("Bo Carr")
        app.wait_for("What you type can't be kept in")
        keys(app, "ga", then="Note for Asha Bell:")
        keys(app, "a note\r", then="Noted for Asha Bell")
        app.read_for(2.5)
        assert app.text.count("can't be kept") == 0
        app.send("q")
        assert app.wait_for_end() == 0
    finally:
        app.close()
    assert home.state.read_text() == "a file"


def test_a_state_folder_that_goes_away_while_typing_is_told(home: Home) -> None:
    app = home.open()
    try:
        _typing(app, "note")
        _reaches_the_disk(app, home)
        home.state.rename(home.state.with_name("gone"))
        keys(app, " more", then="can't be kept")
        os.rename(home.state.with_name("gone"), home.state)
        keys(app, " words\r", then="Noted for Asha Bell")
    finally:
        app.close()
