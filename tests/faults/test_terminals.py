"""Terminals that are tiny, plain, noisy or slow, around the real app on a real store."""

import os
import random
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from aligntui.notebook import Notebook
from aligntui.store.durable import DurableStore
from tests.faults import tracing
from tests.faults.script import State, by_tinydb, check_private, state_of
from tests.terminal.living import command, without_tips
from tests.terminal.pty import Terminal

pytestmark = pytest.mark.terminal

RUBBISH = 2_000
PASTED = "a line that was pasted\n" * 45_000


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """The home of somebody whose store holds one person."""
    folder = tmp_path / "home"
    folder.mkdir()
    command(_environ(folder), "add", "Asha Bell")
    without_tips(folder)
    return folder


@pytest.fixture
def app(home: Path) -> Iterator[Terminal]:
    """The app in a terminal of 80 by 24."""
    with open_app(home) as terminal:
        terminal.wait_for("Asha Bell")
        yield terminal


def _environ(home: Path) -> dict[str, str]:
    places = {name: "" for name in os.environ if name.startswith(("XDG_", "ALIGNTUI_"))}
    return {**os.environ, **places, "HOME": str(home), "LANG": "C.UTF-8"}


def open_app(home: Path, **environ: str) -> Terminal:
    return Terminal([sys.executable, "-m", "aligntui"], env={**_environ(home), **environ})


def store_in(home: Path) -> Path:
    return home / ".local" / "share" / "aligntui" / "store.json"


def people(home: Path) -> State:
    store = DurableStore(store_in(home))
    found = state_of(Notebook(store))
    store.close(hurry=True)
    return found


def leave(app: Terminal) -> None:
    """The app still listens, and ends as it should."""
    app.send("\x11")
    assert app.wait_for_end() == 0
    assert b"Traceback" not in app.raw


def test_a_storm_of_sizes_ends_in_the_right_picture(app: Terminal) -> None:
    chance = random.Random(79)
    app.wait_for("q quit")
    app.quiet()
    before = app.lines
    for _ in range(200):
        app.resize(chance.randrange(1, 200), chance.randrange(1, 80), follow=False)
        app.read_for(0.005)
    app.quiet()
    app.resize(80, 24)
    app.send("\x0c")
    app.wait_until(lambda: app.lines == before, 20, "the picture of before")
    leave(app)


@pytest.mark.parametrize(
    ("columns", "rows", "shown"),
    [
        (5, 5, "Asha Bell"),
        (1, 1, "Asha Bell"),
        (0, 0, "Help › Team"),
        (20, 6, "Asha Bell"),
        (500, 200, "Help › Team"),
    ],
)
def test_after_any_size_it_is_back_to_normal(
    app: Terminal, columns: int, rows: int, shown: str
) -> None:
    app.resize(columns, rows, follow=False)
    app.quiet()
    app.send("j?")  # where there is no room for anything, keys do nothing
    app.quiet()
    app.wipe()
    app.resize(80, 24)
    app.wait_for(shown)
    leave(app)


@pytest.mark.parametrize(
    "environ",
    [
        {"TERM": "vt100", "COLORTERM": ""},
        {"TERM": "linux", "COLORTERM": ""},
        {"NO_COLOR": "1"},
        {"LANG": "C", "LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"},
        {"LANG": "xx_XX.nowhere", "LC_ALL": "xx_XX.nowhere"},
    ],
    ids=["vt100", "linux", "no colour", "no UTF-8", "no locale"],
)
def test_a_plain_terminal_shows_and_keeps_everything(home: Path, environ: dict[str, str]) -> None:
    with open_app(home, **environ) as app:
        app.wait_for("Asha Bell")
        app.send("a")
        app.wait_for("Note for Asha Bell:")
        app.send("plain words\r")
        app.wait_for("Noted for Asha Bell")
        leave(app)
    (person,) = people(home).values()
    assert [note.text for note in person.notes] == ["plain words"]


def test_rubbish_from_a_keyboard_or_a_mouse_breaks_nothing(home: Path) -> None:
    chance = random.Random(85)
    before = set(people(home))
    # what quits, suspends or opens another program would end it early, and so would an undo
    ends = set(b"qQ\x03\x11\x1a\x1ceEu\x1f")
    with open_app(home) as app:
        app.wait_for("Asha Bell")
        for _ in range(RUBBISH // 100):
            part = bytes(b for b in chance.randbytes(120) if b not in ends)[:100]
            app.send(part)
            app.read_for(0.01)
        app.quiet(timeout=30)
        app.send("\x1b\x1b")
        app.quiet()
        app.send("\x11")
        assert app.wait_for_end() == 0
    assert before <= set(people(home))


@pytest.mark.parametrize("keys", ["a", "n"])
def test_a_paste_of_a_megabyte_is_answered_and_harms_nothing(
    app: Terminal, home: Path, keys: str
) -> None:
    before = people(home)
    app.send(keys)
    app.wait_for(":")
    app.send_much(f"\x1b[200~{PASTED}\x1b[201~")
    app.quiet(1, timeout=60)
    app.send("\x1b")
    app.quiet()
    app.send("?")
    app.wait_for("Help")
    app.send("q")
    leave(app)
    assert people(home) == before


def test_a_paste_with_control_characters_or_without_an_end_is_only_text(app: Terminal) -> None:
    app.send("n")
    app.wait_for("Name:")
    app.send_much("\x1b[200~Bo\x00\x07 C\x9barr\x1b]52;c;aGk=\x07\x1b[201~")
    app.wait_for("Bo")
    received = app.received
    app.send_much("\x1b[200~never ends")
    app.quiet()
    assert b"]52;c" not in app.raw[received:]
    app.send_much("\x1b[201~\x1b")
    app.quiet()
    app.send("\x11")
    assert app.wait_for_end() == 0


@pytest.mark.skipif(bool(tracing.reason_not_to()), reason=tracing.reason_not_to() or "traceable")
def test_while_a_slow_disk_keeps_a_change_the_keys_work_and_it_is_kept_once(
    app: Terminal, home: Path
) -> None:
    app.send("a")
    app.wait_for("Note for Asha Bell:")
    app.send("slow words")
    command = ["strace", "-f", "-o", os.devnull, "-e", "trace=fdatasync"]
    command += ["-e", "inject=fdatasync:delay_exit=3s", "-p", str(app.pid)]
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True) as strace:
        assert strace.stderr is not None
        assert "attached" in strace.stderr.readline()
        app.send("\r")
        app.quiet(0.2)
        assert "Noted for Asha Bell" not in app.text
        app.send("?")
        app.wait_for("Help")
        app.send("q")
        app.wait_for("Noted for Asha Bell")
        strace.terminate()
    leave(app)
    (person,) = people(home).values()
    assert [note.text for note in person.notes] == ["slow words"]


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP])
@pytest.mark.parametrize("again", [1, 2])
def test_a_signal_in_the_middle_of_many_saves_leaves_whole_ones(
    home: Path, number: signal.Signals, again: int
) -> None:
    with open_app(home) as app:
        app.wait_for("Asha Bell")
        for note in range(5):
            app.send("a")
            app.wait_for("Note for Asha Bell:")
            app.send(f"words {note}\r")
            if note < 4:
                app.wait_for("Noted for Asha Bell")
        for _ in range(again):
            app.signal(number)
        assert app.wait_for_end() == 128 + number
    (person,) = people(home).values()
    said = [note.text for note in person.notes]
    assert said in ([f"words {n}" for n in range(4)], [f"words {n}" for n in range(5)])


def test_who_goes_to_look_around_leaves_the_store_in_order(app: Terminal, home: Path) -> None:
    app.send("u")
    app.wait_for("add the first person")
    app.send("d")
    app.wait_for("SAMPLE DATA")
    app.send("q")
    assert app.wait_for_end() == 0
    store = store_in(home)
    check_private(store)
    assert by_tinydb(store).get("people", {}) == {}


@pytest.mark.parametrize("killed", [False, True])
def test_stock_tinydb_reads_each_change_while_the_app_is_open_and_after_a_kill(
    app: Terminal, home: Path, killed: bool
) -> None:
    for number in range(1, 4):
        app.send("a")
        app.wait_for("Note for Asha Bell:")
        app.send(f"words {number}")
        app.wait_for(f"words {number}")
        app.wipe()
        app.send("\r")
        app.wait_for("Noted for Asha Bell")
        if killed and number == 3:
            app.signal(signal.SIGKILL)
        notes = [row["text"] for row in by_tinydb(store_in(home))["notes"].values()]
        assert notes == [f"words {n}" for n in range(1, number + 1)]
    if not killed:
        leave(app)
