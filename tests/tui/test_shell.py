from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import time
from typing import TYPE_CHECKING

import pytest

from aligntui.tui.crash import describe, write_report
from tests.tui.terminal import Terminal

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

pytestmark = pytest.mark.terminal

SAMPLE = ("-m", "tests.tui.harness")


@pytest.fixture
def start(tmp_path: Path) -> Iterator[Callable[..., Terminal]]:
    """Start the sample app in a terminal, and end it whatever happens."""
    begun: list[Terminal] = []

    def begin(size: tuple[int, int] = (80, 24), **environ: str) -> Terminal:
        terminal = Terminal([*SAMPLE, str(tmp_path)], size=size, environ=environ)
        begun.append(terminal)
        terminal.wait_for("Farah")
        terminal.read()
        return terminal

    yield begin
    for terminal in begun:
        terminal.close()


def type_a_draft(terminal: Terminal) -> None:
    terminal.press("a")
    terminal.press("half a thou")
    terminal.wait_for("half a thou")


def test_a_signal_keeps_the_draft_and_gives_its_code(
    start: Callable[..., Terminal], tmp_path: Path
) -> None:
    for number in (signal.SIGTERM, signal.SIGHUP, signal.SIGINT):
        terminal = start()
        if number == signal.SIGTERM:
            type_a_draft(terminal)
        begun = time.monotonic()
        terminal.kill(number)
        assert terminal.end() == 128 + number
        assert time.monotonic() - begun < 5
        assert (tmp_path / "draft-note").read_text() == "half a thou"
        assert (tmp_path / "left").read_text() == "[True]"
        assert b"\x1b[?1049l" in terminal.output
        assert b"Traceback" not in terminal.output


def test_a_line_that_drops_keeps_the_draft(start: Callable[..., Terminal], tmp_path: Path) -> None:
    terminal = start()
    type_a_draft(terminal)
    terminal.hang_up()
    assert terminal.process.wait(5) == 129
    assert (tmp_path / "draft-note").read_text() == "half a thou"


def test_a_vanished_terminal_is_seen_even_when_nobody_tells(
    start: Callable[..., Terminal], tmp_path: Path
) -> None:
    terminal = Terminal(
        ["-c", _UNTOLD, str(tmp_path)], environ={"PYTHONPATH": os.pathsep.join(sys.path)}
    )
    terminal.wait_for("Farah")
    type_a_draft(terminal)
    terminal.hang_up()
    try:
        assert terminal.process.wait(8) == 129
    finally:
        terminal.close()
    assert (tmp_path / "draft-note").read_text() == "half a thou"


_UNTOLD = """
import signal, sys
from aligntui.tui import signals
signals.signal.signal = lambda number, handler, real=signal.signal: real(
    number, signal.SIG_IGN if number == signal.SIGHUP else handler)
from tests.tui.harness import main
sys.exit(main())
"""


def test_a_terminal_that_takes_no_output_does_not_hold_the_end_back(
    start: Callable[..., Terminal], tmp_path: Path
) -> None:
    terminal = start()
    type_a_draft(terminal)
    terminal.press("\x1b")
    for _ in range(40):
        os.write(terminal.master, b"Ggjk" * 10)
        time.sleep(0.01)
    begun = time.monotonic()
    terminal.kill()
    assert terminal.process.wait(5) == 143
    assert time.monotonic() - begun < 3.5
    assert (tmp_path / "draft-note").read_text() == "half a thou"


def test_leaving_by_keys_gives_zero(start: Callable[..., Terminal], tmp_path: Path) -> None:
    for keys in ("q", "\x11", "\x03\x03"):
        terminal = start()
        terminal.press("n")
        terminal.press("Pri\x1b")
        terminal.read()
        terminal.press(keys)
        assert terminal.end() == 0
        assert (tmp_path / "draft-name").read_text().startswith("Pri")


def test_one_ctrl_c_only_says_how_to_quit(start: Callable[..., Terminal]) -> None:
    terminal = start()
    terminal.press("\x03")
    terminal.wait_for("ctrl+c again quits")
    assert terminal.process.poll() is None


def test_a_crash_shows_no_values_and_gives_seventy(
    start: Callable[..., Terminal], tmp_path: Path
) -> None:
    terminal = start()
    type_a_draft(terminal)
    terminal.press("\x1b")
    terminal.read()
    terminal.press("x")
    assert terminal.end() == 70
    said = terminal.output.decode().rpartition("\x1b[23;2t")[2].strip()
    assert said.startswith("aligntui: a defect ended the program; what you typed is kept.")
    assert "\n" not in said
    (report,) = (tmp_path / "state").iterdir()
    assert report.stat().st_mode & 0o777 == 0o600
    assert report.parent.stat().st_mode & 0o777 == 0o700
    words = report.read_text()
    assert "builtins.ValueError" in words
    assert "action_crash" in words
    for value in ("Priya", "half a thou", str(tmp_path), "secret"):
        assert value not in words
    assert b"Priya" not in terminal.output.rpartition(b"\x1b[?1049l")[2]
    assert (tmp_path / "draft-note").read_text() == "half a thou"


def test_suspended_and_back_the_screen_is_whole(start: Callable[..., Terminal]) -> None:
    terminal = start()
    before = terminal.screen.display[:20]
    terminal.press("\x1a")
    os.waitpid(terminal.process.pid, os.WUNTRACED)
    terminal.read()
    assert b"\x1b[?1049l" in terminal.output
    terminal.screen.reset()
    terminal.kill(signal.SIGCONT)
    terminal.wait_for("Farah")
    terminal.read()
    assert terminal.screen.display[:20] == before
    terminal.press("q")
    assert terminal.end() == 0


def test_something_else_may_use_the_terminal_and_may_fail(start: Callable[..., Terminal]) -> None:
    terminal = start()
    before = terminal.screen.display[:20]
    terminal.press("e")
    terminal.until(lambda: terminal.output.count(b"\x1b[?1049h") == 2)
    terminal.read()
    assert b"outside\r\n" in terminal.output
    assert terminal.screen.display[:20] == before
    terminal.press("E")
    terminal.wait_for("It did not start: No such file or directory")
    terminal.press("q")
    assert terminal.end() == 0


def test_keys_typed_ahead_reach_what_they_were_meant_for(
    start: Callable[..., Terminal], tmp_path: Path
) -> None:
    terminal = start()
    terminal.press("njkuqD1234?/:\r")
    terminal.wait_for("Added jkuqD1234?/:")
    terminal.press("nname\x1bjjDy?")
    terminal.wait_for("Help › Team")
    terminal.press("qjahe said\rso\x1bjq")
    assert terminal.end() == 0
    assert (tmp_path / "draft-name").read_text() == "name"
    assert (tmp_path / "draft-note").read_text() == "he said\nso"


def test_what_is_shown_is_what_a_repaint_shows(start: Callable[..., Terminal]) -> None:
    terminal = start()
    for keys in ("jjj", "?", "G", "q", "\r", "G", "q", "nabc", "\x1b", ":", "er", "\x1b", "ax\r"):
        terminal.press(keys)
        terminal.read()
        if keys not in {"nabc", ":", "er"}:
            before = terminal.screen.display
            terminal.press("\x0c")
            terminal.read()
            assert terminal.screen.display == before, keys


@pytest.mark.parametrize("colors", [{"COLORTERM": "truecolor"}, {"COLORTERM": ""}])
def test_little_is_sent(start: Callable[..., Terminal], colors: dict[str, str]) -> None:
    terminal = start(**colors)
    found = {"first screen": len(terminal.output), "idle for 2 s": terminal.read(quiet=2)}
    for name, keys in (
        ("cursor down", "j"), ("cursor up", "k"), ("last row", "G"), ("first row", "g"),
        ("prompt open", "n"), ("a letter", "r"), ("another letter", "z"), ("prompt close", "\x1b"),
        ("question", "D"), ("answer", "n"), ("screen open", "\r"), ("screen close", "q"),
        ("help open", "?"), ("help close", "q"), ("palette open", ":"), ("palette letter", "a"),
        ("palette close", "\x1b"), ("notes", "a"), ("a letter in the notes", "x"),
        ("a new line", "\r"), ("notes left", "\x1b"),
    ):  # fmt: skip
        found[name] = terminal.press(keys) + terminal.read(0.3)
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
    terminal = Terminal([*SAMPLE, str(tmp_path)], size=(width, 12))
    try:
        terminal.until(lambda: any(text.strip() for text in terminal.screen.display))
        terminal.read()
        terminal.press("q")
        assert terminal.end() == 0
    finally:
        terminal.close()


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
    terminal = Terminal([*SAMPLE, str(tmp_path)], environ={"TERM": term})
    try:
        assert terminal.end() == 2
        assert b"aligntui: " in terminal.output
        assert terminal.output.count(b"\n") == 1
    finally:
        terminal.close()


def test_the_window_title_is_constant(start: Callable[..., Terminal]) -> None:
    terminal = start()
    terminal.press("\r")
    terminal.press("qq")
    terminal.end()
    titles = re.findall(rb"\x1b\][012];([^\x07\x1b]*)", terminal.output)
    assert titles == [b"aligntui"]
    assert terminal.output.endswith(b"\x1b[23;2t")


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
    said = write_report(ValueError("Priya"), tmp_path / "file" / "state", size=(80, 24))
    assert "could not be written" in said
    assert "Priya" not in said
