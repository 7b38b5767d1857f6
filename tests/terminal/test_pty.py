"""The pseudo-terminal that other tests rely on, tried with a tiny program."""

import signal
import sys
from collections.abc import Iterator

import pytest

from tests.terminal.pty import Terminal

pytestmark = pytest.mark.terminal

PROGRAM = """
import os, signal, sys
def say(*words):
    os.write(1, " ".join(map(str, words)).encode() + b"\\n")
def size(*_):
    say("size", *os.get_terminal_size())
signal.signal(signal.SIGWINCH, size)
size()
say("\\x1b[1;31mred\\x1b[0m on", os.environ["TERM"])
while (line := sys.stdin.readline().strip()) != "stop":
    say("got", line)
sys.exit(7)
"""


@pytest.fixture
def terminal() -> Iterator[Terminal]:
    with Terminal([sys.executable, "-I", "-c", PROGRAM], columns=50, rows=12) as terminal:
        yield terminal


def test_a_program_sees_a_terminal_of_the_given_size(terminal: Terminal) -> None:
    terminal.wait_for("size 50 12")
    assert len(terminal.lines) == 12


def test_the_screen_holds_words_without_their_colours(terminal: Terminal) -> None:
    terminal.wait_for("red on xterm-256color")
    assert b"\x1b[1;31m" in terminal.raw


def test_keys_reach_the_program_and_its_answer_is_counted(terminal: Terminal) -> None:
    terminal.wait_for("red on")
    terminal.quiet(0.05)
    before = terminal.received
    terminal.send("hello\n")
    terminal.wait_for("got hello")
    terminal.quiet(0.05)
    assert terminal.received - before == len("hello\r\ngot hello\r\n")


def test_a_program_that_says_nothing_sends_no_bytes(terminal: Terminal) -> None:
    terminal.wait_for("red on")
    terminal.quiet(0.05)
    assert terminal.read_for(0.2) == 0


def test_a_new_size_is_told(terminal: Terminal) -> None:
    terminal.wait_for("red on")
    terminal.resize(70, 20)
    terminal.wait_for("size 70 20")
    assert len(terminal.lines) == 20


def test_the_exit_status_is_the_program_s(terminal: Terminal) -> None:
    terminal.send("stop\n")
    assert terminal.wait_for_end() == 7


def test_a_signal_ends_the_program_and_its_number_is_the_status(terminal: Terminal) -> None:
    terminal.wait_for("red on")
    terminal.signal(signal.SIGTERM)
    assert terminal.wait_for_end() == -signal.SIGTERM


def test_waiting_in_vain_fails_with_the_screen(terminal: Terminal) -> None:
    terminal.wait_for("red on")
    with pytest.raises(
        AssertionError, match=r"waited up to 0.1 s for 'never' on the screen.*\n.*size"
    ):
        terminal.wait_for("never", timeout=0.1)


def test_hanging_up_ends_the_program() -> None:
    with Terminal([sys.executable, "-I", "-c", PROGRAM]) as terminal:
        terminal.wait_for("red on")
        pid = terminal.pid
    assert pid > 0
    assert terminal.wait() == -signal.SIGHUP
