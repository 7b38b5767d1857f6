"""A disk that takes nothing: what is typed stays, is tried again, and leaves by another way."""

from __future__ import annotations

import resource
import signal
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from tests.faults.disks import as_root, fill, small_disk
from tests.terminal.living import Home, keys
from tests.terminal.pty import Terminal
from tests.terminal.test_drafts import BREAKS

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

pytestmark = pytest.mark.terminal

TYPED = "half a thought"
FULL = ("bash", "-c", 'ulimit -S -f 0; exec "$@"', "bash")
"""Starts a program whose files may not grow: for it, every disk is full."""


@pytest.fixture
def home(tmp_path: Path) -> Home:
    home = Home(tmp_path / "home")
    home.say("add", "Asha Bell")
    return home


@pytest.fixture
def app(home: Home) -> Iterator[Terminal]:
    terminal = home.open(command=FULL)
    try:
        _typing(terminal)
        yield terminal
    finally:
        terminal.close()


def _type(app: Terminal) -> None:
    app.wait_for("Asha Bell")
    keys(app, "a", then="Note for Asha Bell:")
    keys(app, TYPED, then=TYPED)


def _typing(app: Terminal) -> None:
    _type(app)
    app.wait_until(lambda: "NOT SAVED: disk full" in app.lines[0], 20, "it in the title")


def test_a_crash_says_that_it_is_kept_only_where_it_is(home: Home) -> None:
    env = home.environ({"BREAK": str(home.folder / "break")})
    app = Terminal([*FULL, sys.executable, "-c", BREAKS], env=env)
    try:
        _type(app)
        (home.folder / "break").touch()
        assert app.wait_for_end() == 70
        after = app.raw.rpartition(b"\x1b[?1049l")[2].decode()
        assert "your text is kept" not in after
        assert "an internal error ended the program; what you typed is not on a disk" in after
        assert f"{TYPED}\r\n" in after
    finally:
        app.close()


def make_room(app: Terminal) -> None:
    most = resource.prlimit(app.pid, resource.RLIMIT_FSIZE)[1]
    resource.prlimit(app.pid, resource.RLIMIT_FSIZE, (most, most))


def test_leaving_says_so_offers_other_places_and_may_be_thought_better_of(app: Terminal) -> None:
    keys(app, "\x11", then="Keep it:  f in a file  c copy  p print on exit")
    app.wait_for("NOT SAVED: disk full; what you typed is only in memory")
    keys(app, "\x1b", then=f"Note for Asha Bell: {TYPED}")
    keys(app, " more", then=f"{TYPED} more")
    assert app.running


def test_what_is_printed_on_exit_stands_in_the_terminal(app: Terminal) -> None:
    keys(app, "\x1b", then="q quit")
    keys(app, "q", then="p print on exit")
    app.send("p")
    assert app.wait_for_end() == 3
    after = app.raw.rpartition(b"\x1b[?1049l")[2].decode()
    assert f"# note for Asha Bell\r\n\r\n{TYPED}\r\n" in after
    assert "aligntui: what you typed is not on a disk; it is printed above" in after


def test_a_file_elsewhere_takes_it_once_there_is_room_there(app: Terminal, home: Home) -> None:
    keys(app, "\x11", then="f in a file")
    keys(app, "f", then="Write it to: ~/aligntui-unsaved.md")
    keys(app, "\r", then="File too large")
    assert "Write it to: ~/aligntui-unsaved.md" in app.text
    keys(app, "~/kept.md", then="Write it to: ~/kept.md")
    make_room(app)
    app.send("\r")
    code = app.wait_for_end()
    if code == 3:
        assert (home.folder / "kept.md").read_text() == f"# note for Asha Bell\n\n{TYPED}\n"
    else:  # the disk had room again before the key came
        assert (code, TYPED in home.drafts) == (0, True)


def test_it_is_tried_again_without_a_key_and_leaving_is_as_ever(app: Terminal, home: Home) -> None:
    before = app.received
    make_room(app)
    app.wait_until(lambda: TYPED in home.drafts, 20, "the draft")
    app.wait_until(lambda: "draft " in app.lines[0], 20, "it in the title")
    assert "NOT SAVED" not in app.text
    assert app.received - before < 1_200
    app.send("\x11")
    assert app.wait_for_end() == 0


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP])
def test_who_is_ended_says_what_is_on_no_disk(app: Terminal, number: signal.Signals) -> None:
    app.signal(number)
    assert app.wait_for_end() == 128 + number
    assert f"{TYPED}\r\n" in app.raw.rpartition(b"\x1b[?1049l")[2].decode()


def test_a_window_too_small_for_a_question_prints_it(app: Terminal) -> None:
    app.resize(30, 8)
    app.wait_for("aligntui needs")
    assert "Your draft is saved" not in " ".join(app.text.split())
    app.send("q")
    assert app.wait_for_end() == 3
    assert f"{TYPED}\r\n" in app.raw.rpartition(b"\x1b[?1049l")[2].decode()


def test_what_could_not_be_saved_stays_open_and_what_is_typed_on_is_text(
    app: Terminal, home: Home
) -> None:
    keys(app, "\r", then="NOT SAVED: disk full; make room")
    keys(app, "Dqj", then=f"Note for Asha Bell: {TYPED}Dqj")
    make_room(app)
    keys(app, "\r", then="Noted for Asha Bell")
    app.wait_until(lambda: "saved" in app.lines[0].split("   ")[-1], 20, "it in the title")
    app.send("q")
    assert app.wait_for_end() == 0
    assert TYPED not in home.drafts
    assert f"{TYPED}Dqj" in home.say("show", "asha", "--json") + home.say("prep", "asha")


def test_text_that_no_disk_takes_waits_in_memory_for_the_next_start(home: Home) -> None:
    home.say("note", "asha", "so that there is a state folder")
    for each in sorted(home.state.rglob("*"), reverse=True):
        each.rmdir() if each.is_dir() else each.unlink()
    home.state.rmdir()
    home.state.write_text("a file in its place")
    app = home.open()
    try:
        app.wait_for("Asha Bell")
        keys(app, "a", then="Note for Asha Bell:")
        keys(app, TYPED, then=TYPED)
        app.wait_until(lambda: "NOT SAVED: " in app.lines[0], 20, "it in the title")
        keys(app, "\x11", then="q in memory")
        app.send("q")
        assert app.wait_for_end() == 3
        assert b"it is in memory and comes back at the next start" in app.raw
    finally:
        app.close()
    home.state.unlink()
    again = home.open()
    try:
        again.wait_for("note for Asha Bell, a brings it back")
        keys(again, "a", then=f"Note for Asha Bell: {TYPED}")
        again.wait_until(lambda: "draft" in again.lines[0], 20, "it in the title")
        assert not list(home.run.glob("aligntui-drafts-*/*.json"))
    finally:
        again.close()


@as_root
@pytest.mark.parametrize("kind", ["full", "read-only"])
def test_a_real_disk_that_takes_nothing_for_a_while_loses_nothing(kind: str) -> None:
    with small_disk(600) as disk:
        home = Home(disk / "home")
        home.say("add", "Asha Bell")
        if kind == "full":
            fill(disk)
        else:
            subprocess.run(["mount", "-o", "remount,ro", str(disk)], check=True)
        app = home.open(env={"XDG_RUNTIME_DIR": ""})
        try:
            app.wait_for("Asha Bell")
            keys(app, "a", then="Note for Asha Bell:")
            # more than the rest of a page, which a full disk still takes
            app.send(f"\x1b[200~{'x' * 5_000} \x1b[201~")
            keys(app, TYPED, then=TYPED)
            app.wait_until(lambda: "NOT SAVED: " in app.lines[0], 20, "it in the title")
            keys(app, "\r", then="disk full; make" if kind == "full" else "only be read")
            keys(app, "D", then=f"{TYPED}D")
            keys(app, "\x1b", then="q quit")
            keys(app, "q", then="Keep it:")
            keys(app, "\x1b", then="q quit")
            if kind == "full":
                (disk / "filler").unlink()
            else:
                subprocess.run(["mount", "-o", "remount,rw", str(disk)], check=True)
            app.wait_until(lambda: f"{TYPED}D" in home.drafts, 20, "the draft")
            keys(app, "a", then=f"{TYPED}D")
            app.send("\x11")
            assert app.wait_for_end() == 0
        finally:
            app.close()
        assert f"{TYPED}D" in home.drafts
