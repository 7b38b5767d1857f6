from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from aligntui.tui.terminal.ending import describe, write_report
from tests.terminal.pty import Terminal

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

pytestmark = pytest.mark.terminal

SAMPLE = ("-m", "tests.tui.harness")
FIND_TESTS = {"PYTHONPATH": os.pathsep.join(path for path in sys.path if path)}


def opened(*command: str, columns: int = 80, environ: dict[str, str] | None = None) -> Terminal:
    """Start a program that stands on the foundation."""
    env = {**FIND_TESTS, **(environ or {})}
    return Terminal([sys.executable, *command], columns=columns, env=env)


@pytest.fixture
def start(tmp_path: Path) -> Iterator[Callable[..., Terminal]]:
    """Start the sample app in a terminal, and end it whatever happens."""
    begun: list[Terminal] = []

    def begin(**environ: str) -> Terminal:
        terminal = opened(*SAMPLE, str(tmp_path), environ=environ)
        begun.append(terminal)
        terminal.wait_for("Farah")
        terminal.settle()
        return terminal

    yield begin
    for terminal in begun:
        terminal.close()


def type_a_draft(terminal: Terminal) -> None:
    terminal.send("ahalf a thou")
    terminal.wait_for("half a thou")


def leave_the_box(terminal: Terminal) -> None:
    terminal.send("\x1b")
    terminal.wait_for("n add")


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP, signal.SIGINT])
def test_a_signal_keeps_the_draft_and_gives_its_code(
    start: Callable[..., Terminal], tmp_path: Path, number: signal.Signals
) -> None:
    terminal = start()
    type_a_draft(terminal)
    terminal.signal(number)
    assert terminal.wait_for_end(5) == 128 + number
    assert (tmp_path / "draft-note").read_text() == "half a thou"
    assert (tmp_path / "left").read_text() == "[True]"
    assert b"\x1b[?1049l" in terminal.raw
    assert b"Traceback" not in terminal.raw


def test_a_line_that_drops_keeps_the_draft(start: Callable[..., Terminal], tmp_path: Path) -> None:
    terminal = start()
    type_a_draft(terminal)
    terminal.hang_up()
    assert terminal.wait(5) == 129
    assert (tmp_path / "draft-note").read_text() == "half a thou"


@pytest.mark.parametrize("sent", [b"aligntui", b"\x1b[?1049h", b"\x1b[?2004h", b"OVERDUE"])
def test_under_nohup_a_terminal_that_vanishes_ends_the_app_whatever_it_is_writing(
    tmp_path: Path, sent: bytes
) -> None:
    environ = {"XDG_STATE_HOME": str(tmp_path), "XDG_DATA_HOME": str(tmp_path)}
    with opened("-c", _NOHUP, "demo", environ=environ) as terminal:
        terminal.wait_for_bytes(sent)
        terminal.hang_up()
        assert terminal.wait(8) == 129
    assert not list(tmp_path.rglob("crash-*"))


_NOHUP = """
import signal, sys
signal.signal(signal.SIGHUP, signal.SIG_IGN)
from aligntui.__main__ import main
sys.exit(main())
"""


def test_a_vanished_terminal_is_seen_even_when_nobody_tells(tmp_path: Path) -> None:
    with opened("-c", _UNTOLD, str(tmp_path)) as terminal:
        terminal.wait_for("Farah")
        type_a_draft(terminal)
        terminal.hang_up()
        assert terminal.wait(8) == 129
    assert (tmp_path / "draft-note").read_text() == "half a thou"


_UNTOLD = """
import signal, sys
from aligntui.tui.terminal import ending
ending.signal.signal = lambda number, handler, real=signal.signal: real(
    number, signal.SIG_IGN if number == signal.SIGHUP else handler)
from tests.tui.harness import main
sys.exit(main())
"""


def test_a_terminal_that_takes_no_output_does_not_hold_the_end_back(
    start: Callable[..., Terminal], tmp_path: Path
) -> None:
    terminal = start()
    type_a_draft(terminal)
    leave_the_box(terminal)
    with terminal.stopped():
        terminal.send("Ggjk" * 400)
        terminal.signal(signal.SIGTERM)
        assert terminal.wait(5) == 143
    assert (tmp_path / "draft-note").read_text() == "half a thou"


@pytest.mark.parametrize("keys", ["q", "\x11", "\x03\x03"])
def test_leaving_by_keys_gives_zero(
    start: Callable[..., Terminal], tmp_path: Path, keys: str
) -> None:
    terminal = start()
    terminal.send("nPri")
    terminal.wait_for("Name Pri")
    leave_the_box(terminal)
    terminal.send(keys)
    assert terminal.wait_for_end() == 0
    assert (tmp_path / "draft-name").read_text() == "Pri"


def test_one_ctrl_c_only_says_how_to_quit(start: Callable[..., Terminal]) -> None:
    terminal = start()
    terminal.send("\x03")
    terminal.wait_for("ctrl+c again quits")
    assert terminal.running


def test_a_crash_shows_no_values_and_gives_seventy(
    start: Callable[..., Terminal], tmp_path: Path
) -> None:
    terminal = start()
    type_a_draft(terminal)
    leave_the_box(terminal)
    terminal.send("x")
    assert terminal.wait_for_end() == 70
    said = terminal.raw.decode().rpartition("\x1b[23;2t")[2].strip()
    assert said.startswith("aligntui: an internal error ended the program; your text is kept.")
    assert "\n" not in said
    (report,) = (tmp_path / "state").iterdir()
    assert report.stat().st_mode & 0o777 == 0o600
    assert report.parent.stat().st_mode & 0o777 == 0o700
    words = report.read_text()
    assert "builtins.ValueError" in words
    assert "action_crash" in words
    for value in ("Priya", "half a thou", str(tmp_path), "secret"):
        assert value not in words
    assert b"Priya" not in terminal.raw.rpartition(b"\x1b[?1049l")[2]
    assert (tmp_path / "draft-note").read_text() == "half a thou"


def test_suspended_and_back_the_screen_is_whole(start: Callable[..., Terminal]) -> None:
    terminal = start()
    before = terminal.lines[:20]
    terminal.send("\x1a")
    status = Path(f"/proc/{terminal.pid}/status")
    terminal.wait_until(lambda: "State:\tT" in status.read_text(), 20, "it to stop")
    terminal.wait_for_bytes(b"\x1b[?1049l")
    terminal.quiet()
    terminal.wipe()
    terminal.signal(signal.SIGCONT)
    terminal.wait_until(lambda: terminal.lines[:20] == before, 20, "the screen of before")
    terminal.send("q")
    assert terminal.wait_for_end() == 0


def test_something_else_may_use_the_terminal_and_may_fail(start: Callable[..., Terminal]) -> None:
    terminal = start()
    before = terminal.lines[:20]
    terminal.send("e")
    terminal.wait_until(lambda: terminal.raw.count(b"\x1b[?1049h") == 2, 20, "its return")
    assert b"outside\r\n" in terminal.raw
    terminal.wait_until(lambda: terminal.lines[:20] == before, 20, "the screen of before")
    terminal.send("E")
    terminal.wait_for("It did not start: No such file or directory")
    terminal.send("q")
    assert terminal.wait_for_end() == 0


def test_keys_typed_ahead_reach_what_they_were_meant_for(
    start: Callable[..., Terminal], tmp_path: Path
) -> None:
    terminal = start()
    terminal.send("njkuqD1234?/:\r")
    terminal.wait_for("Added jkuqD1234?/:")
    terminal.send("nname\x1bjjDy?")
    terminal.wait_for("Help › Team")
    terminal.send("qjahe said\rso\x1bjq")
    assert terminal.wait_for_end() == 0
    assert (tmp_path / "draft-name").read_text() == "name"
    assert (tmp_path / "draft-note").read_text() == "he said\nso"


def test_what_is_shown_is_what_a_repaint_shows(start: Callable[..., Terminal]) -> None:
    terminal = start()
    for keys in ("jjj", "?", "G", "q", "\r", "G", "q", "nabc", "\x1b", ":", "er", "\x1b", "ax\r"):
        terminal.answer(keys)
        if keys not in {"nabc", ":", "er"}:
            before = terminal.lines
            terminal.answer("\x0c")
            assert terminal.lines == before, keys


@pytest.mark.parametrize("colors", [{"COLORTERM": "truecolor"}, {"COLORTERM": ""}])
def test_little_is_sent(start: Callable[..., Terminal], colors: dict[str, str]) -> None:
    terminal = start(**colors)
    found = {"first screen": terminal.received, "idle for 2 s": terminal.read_for(2)}
    for name, keys in (
        ("cursor down", "j"), ("cursor up", "k"), ("last row", "G"), ("first row", "g"),
        ("prompt open", "n"), ("a letter", "r"), ("another letter", "z"), ("prompt close", "\x1b"),
        ("question", "D"), ("answer", "n"), ("screen open", "\r"), ("screen close", "q"),
        ("help open", "?"), ("help close", "q"), ("palette open", ":"), ("palette letter", "a"),
        ("palette close", "\x1b"), ("notes", "a"), ("a letter in the notes", "x"),
        ("a new line", "\r"), ("notes left", "\x1b"),
    ):  # fmt: skip
        found[name] = terminal.answer(keys)
    for name, count in found.items():
        sys.stdout.write(f"{name:<24}{count:>7}\n")
    limits = {
        "first screen": 12_000, "idle for 2 s": 0, "cursor down": 700, "cursor up": 700,
        "prompt open": 1_500, "a letter": 600, "another letter": 600, "prompt close": 1_500,
        "question": 1_500, "answer": 1_800, "screen open": 9_000, "screen close": 9_000,
        "help open": 9_000, "palette open": 9_000, "palette close": 9_000,
        "a letter in the notes": 600, "a new line": 600,
    }  # fmt: skip
    assert {name: found[name] for name in limits if found[name] > limits[name]} == {}


@pytest.mark.parametrize("width", [1, 20, 40, 200])
def test_it_starts_at_any_width(tmp_path: Path, width: int) -> None:
    with opened(*SAMPLE, str(tmp_path), columns=width) as terminal:
        terminal.wait_until(lambda: bool(terminal.text.strip()), 20, "anything")
        terminal.send("q")
        assert terminal.wait_for_end() == 0


def test_without_a_terminal_it_says_what_to_use_instead(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, *SAMPLE, str(tmp_path)],
        capture_output=True, text=True, stdin=subprocess.DEVNULL, check=False,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
    )  # fmt: skip
    assert done.returncode == 2
    assert done.stdout == ""
    assert done.stderr.startswith("aligntui: this is not a terminal; use the printed commands")
    assert done.stderr.count("\n") == 1


@pytest.mark.parametrize("term", ["dumb", ""])
def test_a_dumb_terminal_is_refused(tmp_path: Path, term: str) -> None:
    with opened(*SAMPLE, str(tmp_path), environ={"TERM": term}) as terminal:
        assert terminal.wait_for_end() == 2
        assert b"aligntui: " in terminal.raw
        assert terminal.raw.count(b"\n") == 1


def test_the_window_title_is_constant(start: Callable[..., Terminal]) -> None:
    terminal = start()
    terminal.send("\r")
    terminal.wait_for("Expectations")
    terminal.send("q")
    terminal.wait_for("Farah")
    terminal.send("q")
    assert terminal.wait_for_end() == 0
    titles = re.findall(rb"\x1b\][012];([^\x07\x1b]*)", terminal.raw)
    assert titles == [b"aligntui"]
    assert terminal.raw.endswith(b"\x1b[23;2t")


def test_a_report_tells_causes_and_never_words() -> None:
    def inner(name: str) -> None:
        raise KeyError(name)

    try:
        try:
            inner("Priya Raman")
        except KeyError as error:
            raise RuntimeError("about Priya Raman") from error
    except RuntimeError as error:
        words = describe(error)
    assert "builtins.RuntimeError" in words
    assert "builtins.KeyError" in words
    assert "tui/test_shell.py" in words
    assert "Priya" not in words


def test_a_report_that_cannot_be_written_is_said(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    said = write_report(
        ValueError("Priya"), tmp_path / "file" / "state", size=(80, 24), kept="kept"
    )
    assert "could not be written" in said
    assert "Priya" not in said
