"""An encrypted store in a real terminal, and in the hands of the standard tool."""

from __future__ import annotations

import os
import re
import shutil
import signal
import sys
import termios
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from tinydb import TinyDB

from aligntui.cli import passphrase as typing
from aligntui.domain.commands.notes import AddNote
from aligntui.notebook import Notebook
from aligntui.store import crypt
from aligntui.store.durable import DurableStore
from tests.people import MONDAY
from tests.store.sealed import (
    MARKS,
    PASSPHRASE,
    ZOE,
    carry_out,
    fresh_hands,
    grow,
    leaks,
    open_to_others,
    quick,
    tree,
)
from tests.terminal.living import Home, keys, kill
from tests.terminal.pty import Terminal

if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = ["fresh_hands", "quick"]
pytestmark = pytest.mark.terminal
ROOT = Path(__file__).parents[2]
with_age = pytest.mark.skipif(not shutil.which("age"), reason="age is not installed")


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Home:
    """A home with a plain store in it."""
    made = Home(tmp_path / "home")
    monkeypatch.setenv("XDG_STATE_HOME", str(made.folder / ".local" / "state"))
    made.store.parent.mkdir(parents=True, mode=0o700)
    grow(made.store)
    return made


@pytest.fixture
def sealed(home: Home, quick: None) -> Home:
    """A home with an encrypted store in it."""
    assert carry_out(home.store, "encrypt") == 0
    crypt._held.clear()
    return home


def begin(home: Home, *words: str) -> Terminal:
    """The program in a terminal."""
    command = [sys.executable, "-m", "tests.terminal.quick", *words]
    return Terminal(command, env={**home.environ(), "PYTHONPATH": str(ROOT)})


def say(app: Terminal, prompt: str, line: str, *, time: int = 1) -> None:
    """Answer a prompt when it comes up for the nth time."""
    app.wait_until(lambda: app.raw.count(prompt.encode()) >= time, 20, prompt)
    at = len(app.raw)
    app.send(f"{line}\r")
    app.wait_until(lambda: b"\n" in app.raw[at:], 20, "the end of the line")


def folders(home: Home) -> tuple[Path, ...]:
    return home.store.parent, home.state


def test_three_tries_and_nothing_is_seen_of_them(sealed: Home) -> None:
    before = tree(*folders(sealed))
    with begin(sealed, "list") as app:
        for time in (1, 2, 3):
            say(app, "Passphrase of store.json.age:", "mistaken", time=time)
        assert app.wait_for_end() == 3
        assert app.text.count("Wrong passphrase; try again.") == 2
        assert "aligntui: wrong passphrase; nothing was changed" in app.text
        assert b"mistaken" not in app.raw
    assert tree(*folders(sealed)) == before
    with begin(sealed, "list") as app:
        say(app, "Passphrase of store.json.age:", "wrong")
        say(app, "Passphrase of store.json.age:", PASSPHRASE, time=2)
        assert app.wait_for_end() == 0
        assert MARKS[0] in app.text
        assert PASSPHRASE.encode() not in app.raw


HELD_UP = """
import sys
from aligntui.cli import run
from tests.store.sealed import quick_decrypt
import pyrage
pyrage.passphrase.decrypt = quick_decrypt
go_on, carry_out = sys.argv.pop(1), run._carried_out
def later(*given):
    print("ON ITS WAY", flush=True)
    open(go_on).read()
    return carry_out(*given)
run._carried_out = later
from aligntui.__main__ import main
sys.exit(main())
"""
"""The program, which does not go on before somebody opens a pipe."""


def echoes(app: Terminal) -> bool:
    """Whether the terminal shows what is typed."""
    return bool(termios.tcgetattr(app._fd)[3] & termios.ECHO)


def reads(app: Terminal) -> bool:
    """Whether the program waits for something: a signal just before that is heard late."""
    return Path(f"/proc/{app.pid}/stat").read_text().rpartition(")")[2].split()[0] == "S"


def test_what_is_typed_before_the_prompt_answers_it_and_is_not_seen(
    sealed: Home, tmp_path: Path
) -> None:
    os.mkfifo(tmp_path / "go-on")
    command = [sys.executable, "-c", HELD_UP, str(tmp_path / "go-on"), "list"]
    with Terminal(command, env={**sealed.environ(), "PYTHONPATH": str(ROOT)}) as app:
        app.wait_for("ON ITS WAY")
        app.send(f"{PASSPHRASE}\r")
        app.quiet()
        (tmp_path / "go-on").write_text("now", encoding="utf-8")
        assert app.wait_for_end() == 0
        assert MARKS[0] in app.text
        assert PASSPHRASE.encode() not in app.raw
        assert echoes(app)


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP, signal.SIGQUIT])
def test_whoever_ends_a_prompt_finds_the_terminal_as_it_was(
    sealed: Home, number: signal.Signals
) -> None:
    with begin(sealed, "list") as app:
        app.wait_for("Passphrase of store.json.age:")
        app.wait_until(lambda: not echoes(app) and reads(app), 20, "echo being off")
        app.signal(number)
        assert app.wait_for_end() == -number
        assert echoes(app)


def test_echo_stays_off_after_a_shell_turned_it_on_meanwhile(sealed: Home) -> None:
    with begin(sealed, "list") as app:
        app.wait_for("Passphrase of store.json.age:")
        app.wait_until(lambda: not echoes(app) and reads(app), 20, "echo being off")
        modes = termios.tcgetattr(app._fd)
        modes[3] |= termios.ECHO
        termios.tcsetattr(app._fd, termios.TCSANOW, modes)
        app.signal(signal.SIGCONT)
        app.wait_until(lambda: not echoes(app), 20, "echo being off again")
        app.send(f"{PASSPHRASE}\r")
        assert app.wait_for_end() == 0
        assert PASSPHRASE.encode() not in app.raw
        assert echoes(app)


def test_a_key_file_that_is_pasted_is_read_to_its_end(
    home: Home, quick: None, capsys: pytest.CaptureFixture[str]
) -> None:
    assert carry_out(home.store, "encrypt") == 0
    key = capsys.readouterr().out.strip()
    groups = "\r".join(key[at : at + 20].lower() for at in range(0, len(key), 20))
    with begin(home, "decrypt") as app:
        app.wait_for("Passphrase, or recovery key:")
        app.send(f"# created: 2026-06-29T10:00:00Z\r# public key: age1xyz\r{groups}\r")
        assert app.wait_for_end() == 0, app.text
        assert "not encrypted any more" in app.text
        assert key[:20].lower().encode() not in app.raw


def test_a_backup_is_restored_on_an_empty_machine_or_nothing_is(
    home: Home, quick: None, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert carry_out(home.store, "encrypt") == 0
    key = capsys.readouterr().out.strip()
    assert carry_out(home.store, "backup", "-o", str(tmp_path / "bk.age")) == 0
    laptop = Home(tmp_path / "laptop")
    before = tree(laptop.folder)
    for stop in ("Recovery key of bk.age:", "New passphrase:", "Repeat it:"):
        with begin(laptop, "restore", str(tmp_path / "bk.age")) as app:
            for prompt, line in (("Recovery key of", key), ("New passphrase:", PASSPHRASE)):
                if stop.startswith(prompt):
                    break
                say(app, prompt, line)
            app.wait_for(stop)
            app.quiet(0.2)  # the question is drawn before anything is read
            app.send("\x03")
            assert app.wait_for_end() == 130
        assert tree(laptop.folder) == before
    with begin(laptop, "restore", str(tmp_path / "bk.age")) as app:
        say(app, "Recovery key of bk.age:", key)
        say(app, "New passphrase:", PASSPHRASE)
        say(app, "Repeat it:", PASSPHRASE)
        assert app.wait_for_end() == 0, app.text
        assert "the new passphrase opens it, and the same recovery key" in app.text
        assert key.encode() not in app.raw
    with begin(laptop, "list") as app:
        say(app, "Passphrase of store.json.age:", PASSPHRASE)
        assert app.wait_for_end() == 0
        assert MARKS[0] in app.text
    assert leaks(laptop.folder, marks=(*MARKS, key, PASSPHRASE)) == []


@pytest.mark.parametrize("words", [("list",), (), ("decrypt",), ("encrypt", "--change-passphrase")])
def test_ctrl_c_at_a_prompt_changes_nothing(sealed: Home, words: tuple[str, ...]) -> None:
    before = tree(*folders(sealed))
    with begin(sealed, *words) as app:
        app.wait_for("assphrase")
        app.quiet(0.2)  # the question is drawn before anything is read
        app.send("\x03")
        assert app.wait_for_end() == 130
    assert tree(*folders(sealed)) == before


def test_the_end_of_input_or_rubbish_at_a_prompt_is_one_line(sealed: Home) -> None:
    for typed, words in (
        (b"\x04", "no passphrase given; nothing was changed"),
        (b"\xff\xfe\xff\r", "the passphrase is not UTF-8; nothing was changed"),
    ):
        with begin(sealed, "list") as app:
            app.wait_for("Passphrase of store.json.age:")
            app.send(typed)
            assert app.wait_for_end() == 2
            assert f"aligntui: {words}".encode() in app.raw


def test_encrypting_asks_twice_and_wants_the_recovery_key_written_down(
    home: Home, quick: None
) -> None:
    before = tree(*folders(home))
    with begin(home, "encrypt") as app:
        say(app, "New passphrase:", "short")
        assert app.wait_for_end() == 2
        assert "at least 8 characters" in app.text
    with begin(home, "encrypt") as app:
        say(app, "New passphrase:", PASSPHRASE)
        say(app, "Repeat it:", "something else")
        assert app.wait_for_end() == 2
        assert "the two passphrases differ; nothing was changed" in app.text
    with begin(home, "encrypt") as app:
        say(app, "New passphrase:", PASSPHRASE)
        say(app, "Repeat it:", PASSPHRASE)
        for time in (1, 2, 3):
            say(app, "Its last 6 characters", "zzzzzz", time=time)
        assert app.wait_for_end() == 2
        assert "nothing was encrypted; run it again" in app.text
    assert tree(*folders(home)) == before
    with begin(home, "encrypt") as app:
        say(app, "New passphrase:", PASSPHRASE)
        say(app, "Repeat it:", PASSPHRASE)
        app.wait_for("Its last 6 characters")
        app.send("\x03")
        assert app.wait_for_end() == 130
    assert tree(*folders(home)) == before
    with begin(home, "encrypt") as app:
        say(app, "New passphrase:", PASSPHRASE)
        say(app, "Repeat it:", PASSPHRASE)
        app.wait_for("Its last 6 characters")
        key = re.findall(r"AGE-SECRET-KEY-1\w+", app.text)[0]
        say(app, "Its last 6 characters", key[-6:].lower())
        assert app.wait_for_end() == 0
        assert PASSPHRASE.encode() not in app.raw
    assert leaks(*folders(home), marks=(*MARKS, key, PASSPHRASE)) == []


def locked(app: Terminal) -> int:
    """Lock the screen; gives from where on nothing may be sent about anybody."""
    app.settle()
    at = len(app.raw)
    app.send("\x1b[19~")
    app.wait_for("Locked. Type the passphrase to unlock")
    app.settle()
    assert not any(mark in app.text for mark in MARKS)
    return at


def test_a_day_with_a_locked_screen(sealed: Home) -> None:
    with begin(sealed) as app:
        say(app, "Passphrase of store.json.age:", PASSPHRASE)
        app.wait_for(MARKS[0])
        keys(app, "\r", then="1 Focus")
        keys(app, "a", then="esc")
        keys(app, "half a thought", then="half a thought")
        at = locked(app)
        for typed in (".", "?", ":", "\x10", "q", "1", "\x1bOP", "wrong\r"):
            app.send(typed)
        app.wait_for("wrong passphrase")
        app.settle()
        sent = bytes(app.raw[at:])
        assert not any(mark.encode() in sent for mark in (*MARKS, "Ames", "half a"))
        app.send(f"{PASSPHRASE}\r")
        app.wait_for("half a thought")
        app.send(" more")
        app.wait_for("half a thought more")
        assert PASSPHRASE.encode() not in app.raw
        locked(app)
        app.signal(signal.SIGTERM)
        assert app.wait_for_end() == 143
    assert leaks(*folders(sealed), marks=(*MARKS, "half a", PASSPHRASE)) == []
    assert open_to_others(*folders(sealed)) == []
    with begin(sealed) as app:
        say(app, "Passphrase of store.json.age:", PASSPHRASE)
        app.wait_for(MARKS[0])
        keys(app, "\r", then="1 Focus")
        keys(app, "a", then="half a thought more")


def test_a_killed_window_leaves_nothing_to_read(sealed: Home) -> None:
    app = begin(sealed)
    say(app, "Passphrase of store.json.age:", PASSPHRASE)
    app.wait_for(MARKS[0])
    keys(app, "\r", then="1 Focus")
    keys(app, "a", then="esc")
    app.send("half a thought" + " and more" * 30)
    drafts = sealed.state / "drafts"
    app.wait_until(lambda: any(drafts.rglob("*.json")) or app.quiet(0.1) < 0, 20, "a draft")
    kill(app)
    assert leaks(*folders(sealed), marks=(*MARKS, "half a", PASSPHRASE)) == []
    assert open_to_others(*folders(sealed)) == []


@pytest.fixture
def by_hand(home: Home, fresh_hands: None, capsys: pytest.CaptureFixture[str]) -> tuple[Home, str]:
    """A store encrypted in earnest with a save since, and its recovery key."""
    assert carry_out(home.store, "encrypt") == 0
    notebook = Notebook(DurableStore(f"{home.store}.age"))
    notebook.do(AddNote(person=ZOE, text=MARKS[5], on=MONDAY))
    notebook.close(hurry=True)
    return home, capsys.readouterr().out.strip()


def records(plain: Path) -> dict[str, list[dict[str, object]]]:
    with TinyDB(plain) as db:
        return {name: [dict(row) for row in db.table(name)] for name in sorted(db.tables())}


@with_age
def test_the_standard_tool_opens_it_with_the_passphrase_and_the_recovery_key(
    by_hand: tuple[Home, str], tmp_path: Path
) -> None:
    home, key = by_hand
    store = f"{home.store}.age"
    (tmp_path / "key").write_text(f"{key}\n", encoding="utf-8")

    def with_passphrase(source: str) -> Path:
        out = tmp_path / "passphrase.json"
        command = ["age", "-d", "-i", f"{store}.identity", "-o", str(out), source]
        with Terminal(command) as age:
            say(age, "passphrase", PASSPHRASE)
            assert age.wait_for_end() == 0, age.text
        return out

    def with_recovery(source: str) -> Path:
        out = tmp_path / "recovery.json"
        with Terminal(["age", "-d", "-i", str(tmp_path / "key"), "-o", str(out), source]) as age:
            assert age.wait_for_end() == 0, age.text
        return out

    ways: tuple[Callable[[str], Path], ...] = (with_passphrase, with_recovery)
    found = [records(way(store)) for way in ways]
    assert found[0] == found[1]
    typing._lines.clear()
    for out in tmp_path.glob("*.json"):
        out.unlink()
    later = records(with_recovery(store))
    assert MARKS[5] in str(later["notes"])
    assert carry_out(home.store, "decrypt") == 0
    plain = records(home.store)
    assert {name: plain[name] for name in plain if name != "_meta"} == {
        name: later[name] for name in later if name != "_meta"
    }
