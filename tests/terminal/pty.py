"""A program in a pseudo-terminal: its size, its keys, its screen and its bytes."""

import fcntl
import os
import pty
import re
import select
import signal
import struct
import subprocess
import termios
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from time import monotonic
from types import TracebackType
from typing import NamedTuple, Self

import pyte

from tests.terminal.warm import Warm, fits

CHUNK = 1 << 16
LOOK_AGAIN = 0.05
STILL = 0.03
"""Seconds without work after which a program has done what it was asked: all that it puts off for
a moment, such as drawing, it puts off for less."""
ESCAPE = 0.15
"""Seconds after which Esc is known to be no beginning of another key."""


class _Screen(pyte.Screen):
    """A screen that knows that private colours, which vim asks for, are none."""

    def select_graphic_rendition(self, *attributes: int, private: bool = False) -> None:
        if not private:
            super().select_graphic_rendition(*attributes)


class Cell(NamedTuple):
    """One cell as it looks; colours are six hexadecimal digits, or a name."""

    sign: str
    color: str
    ground: str
    bold: bool


class Terminal:
    """Runs a command in a pseudo-terminal of its own and reads along.

    Time is only ever a limit: every wait ends with what it waits for, or fails with the screen.
    `received` counts every byte that the program has written so far.
    """

    def __init__(
        self,
        command: Sequence[str],
        *,
        columns: int = 80,
        rows: int = 24,
        env: Mapping[str, str] | None = None,
    ) -> None:
        self._screen = _Screen(columns, rows)
        self._stream = pyte.ByteStream(self._screen)
        self._unseen = bytearray()
        self._lines: list[str] = []
        self._over = False
        self._ran = ""
        self._typed_by = 0.0
        self.raw = bytearray()
        self._fd, program_side = pty.openpty()
        self._name = os.ttyname(program_side)
        self._take_size(columns, rows)
        self.started = monotonic()
        given = {**_without_size(os.environ), **_TERMINAL, **(env or {})}
        self._process: subprocess.Popen[bytes] | Warm
        if fits(command, env or {}):
            self._process = Warm(command[2:], self._name, given)
        else:
            self._process = subprocess.Popen(
                command,
                stdin=program_side,
                stdout=program_side,
                stderr=program_side,
                env=given,
                start_new_session=True,
                preexec_fn=_take_the_terminal,  # noqa: PLW1509  # nothing else runs in this child
            )
        os.close(program_side)

    @property
    def received(self) -> int:
        """Bytes so far."""
        return len(self.raw)

    @property
    def pid(self) -> int:
        """The number of the process."""
        return self._process.pid

    @property
    def lines(self) -> list[str]:
        """What stands on the screen now, line by line, without blanks at the ends."""
        self._draw()
        if not self._lines:
            try:
                self._lines = [line.rstrip() for line in self._screen.display]
            except IndexError:
                # half a wide letter, where a frame was read up to its middle: the rest is coming
                self.read_for(0.5)
                self._draw()
                self._lines = [line.rstrip() for line in self._screen.display]
        return list(self._lines)

    def _draw(self) -> None:
        if self._unseen:
            self._stream.feed(_QUERIES.sub(b"", bytes(self._unseen)))
            self._unseen.clear()
            self._lines.clear()

    @property
    def cells(self) -> list[str]:
        """What stands on the screen now, one character for each cell."""
        self.lines  # noqa: B018 - what has come so far is drawn
        rows, columns = range(self._screen.lines), range(self._screen.columns)
        return ["".join(self._screen.buffer[y][x].data[:1] or " " for x in columns) for y in rows]

    @property
    def styled(self) -> list[list[Cell]]:
        """What stands on the screen now, with its looks."""
        self.lines  # noqa: B018 - what has come so far is drawn
        rows, columns = range(self._screen.lines), range(self._screen.columns)
        return [[_cell(self._screen.buffer[y][x]) for x in columns] for y in rows]

    @property
    def text(self) -> str:
        """What stands on the screen now."""
        return "\n".join(self.lines)

    @property
    def cursor(self) -> tuple[int, int]:
        """Where the terminal's own cursor stands: column and row, from 0."""
        self.lines  # noqa: B018 - what has come so far may move it
        return self._screen.cursor.x, self._screen.cursor.y

    @property
    def running(self) -> bool:
        """Whether the program has not ended yet."""
        return self._process.poll() is None

    def send(self, keys: str | bytes) -> None:
        """Types; escape sequences stand for special keys."""
        typed = keys.encode() if isinstance(keys, str) else keys
        self._ran = _runs(self.pid)
        os.write(self._fd, typed)
        self._typed_by = monotonic() + (ESCAPE if typed.endswith(b"\x1b") else 0)

    def send_much(self, keys: str | bytes) -> None:
        """Types more than a terminal holds at once, and reads along."""
        rest = keys.encode() if isinstance(keys, str) else keys
        while rest:
            rest = rest[os.write(self._fd, rest[:2048]) :]
            self.read_for(0.001)

    def answer(self, keys: str) -> int:
        """Types what must be answered; the number of bytes that came until all was done."""
        before = self.received
        self.send(keys)
        self.wait_until(lambda: self.received > before, 20, f"an answer to {keys!r}")
        self.settle()
        return self.received - before

    def wait_for(self, text: str, timeout: float = 20) -> None:
        """Reads until a text stands on the screen."""
        self.wait_until(lambda: text in self.text, timeout, f"{text!r} on the screen")

    def wait_for_bytes(self, text: bytes, timeout: float = 20) -> float:
        """Reads until bytes came, without drawing; seconds since the start of the program."""
        self.wait_until(lambda: text in self.raw, timeout, f"{text!r}")
        return monotonic() - self.started

    def wait_until(self, holds: Callable[[], bool], timeout: float, what: str) -> None:
        """Reads until something holds; fails with the screen at the end of the time."""
        end = monotonic() + timeout
        while not holds():
            # what is waited for may also happen elsewhere, and then nothing comes to be read
            self._read(min(LOOK_AGAIN, end - monotonic()))
            if (self._over or monotonic() >= end) and not holds():
                raise AssertionError(
                    f"waited up to {timeout} s for {what}; the screen:\n{self.text}"
                )

    def quiet(self, seconds: float = 0.3, timeout: float = 20) -> int:
        """Reads until nothing came for so long; the number of bytes that came till then."""
        before, end = self.received, monotonic() + timeout
        while monotonic() < end and self._read(seconds):
            pass
        return self.received - before

    def settle(self, timeout: float = 20) -> None:
        """Reads until the program has done what the last keys asked for, and rests.

        Its main thread has run since then, and now sleeps; no other thread runs.
        """
        since = monotonic()
        end, ran = since + timeout, ""
        while monotonic() < end and self.running:
            at = _runs(self.pid)
            if not at:
                self.quiet()
                return
            if at == self._ran or at != ran or _works(self.pid):
                since, ran = monotonic(), at
            elif monotonic() >= max(since + STILL, self._typed_by):
                return
            self._read(STILL / 10)

    def read_for(self, seconds: float) -> int:
        """Reads for so long; the number of bytes that came."""
        before, end = self.received, monotonic() + seconds
        while (left := end - monotonic()) > 0 and self._read(left):
            pass
        return self.received - before

    def resize(self, columns: int, rows: int, *, follow: bool = True) -> None:
        """Gives the terminal another size, and tells the program.

        Sizes that the screen of a test can't have, such as none, it need not `follow`.
        """
        self._take_size(columns, rows)
        if follow:
            self._screen.resize(rows, columns)
            self._lines.clear()
        os.killpg(self._process.pid, signal.SIGWINCH)

    def wipe(self) -> None:
        """Forgets what stands on the screen, as something else that wrote there would."""
        self.lines  # noqa: B018 - what has come so far is wiped too
        self._screen.reset()
        self._lines.clear()

    @contextmanager
    def stopped(self) -> Iterator[None]:
        """Takes no output meanwhile, so that the program has to wait with its own."""
        ours = os.open(self._name, os.O_RDWR | os.O_NOCTTY)
        try:
            termios.tcflow(ours, termios.TCOOFF)
            yield
        finally:
            termios.tcflow(ours, termios.TCOON)
            os.close(ours)

    def signal(self, number: signal.Signals) -> None:
        """Sends a signal to the program."""
        self._process.send_signal(number)

    def wait_for_end(self, timeout: float = 20) -> int:
        """Reads until the program has ended; its exit status, negative for a signal."""
        end = monotonic() + timeout
        while self._read(end - monotonic()):
            pass
        return self._process.wait(max(0.1, end - monotonic()))

    def hang_up(self) -> None:
        """Closes the terminal, as a line that drops does."""
        if self._fd >= 0:
            os.close(self._fd)
            self._fd = -1

    def wait(self, timeout: float = 20) -> int:
        """Waits for the end of the program without reading; its exit status."""
        return self._process.wait(timeout)

    def close(self) -> None:
        """Hangs up, and ends the program if it has not."""
        self.hang_up()
        try:
            self._process.wait(5)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def _take_size(self, columns: int, rows: int) -> None:
        fcntl.ioctl(self._fd, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))

    def _read(self, seconds: float) -> bool:
        """Reads what is there within so many seconds; False where nothing is, or the end."""
        if seconds <= 0 or not select.select([self._fd], [], [], seconds)[0]:
            return False
        try:
            data = os.read(self._fd, CHUNK)
        except OSError:  # on Linux the end of the other side is an input/output error
            data = b""
        self._over = not data
        self.raw += data
        self._unseen += data
        return bool(data)


def _runs(process: int) -> str:
    """How often the main thread of a process has run; without the kernel's word, nothing."""
    try:
        return Path(f"/proc/{process}/schedstat").read_text().split()[2]
    except OSError:
        return ""


def _works(process: int) -> bool:
    """Whether any thread of a process runs, wants to run, or waits for a disk."""
    for each in Path(f"/proc/{process}/task").glob("*/stat"):
        with suppress(OSError):  # it has ended
            if each.read_text().rpartition(") ")[2][0] in "RD":
                return True
    return False


def _cell(found: pyte.screens.Char) -> Cell:
    color, ground = (found.bg, found.fg) if found.reverse else (found.fg, found.bg)
    return Cell(found.data or " ", color, ground, found.bold)


_QUERIES = re.compile(rb"\x1b\[(?:>\d*u|<u|\?\d+\$p)")
"""What pyte does not know and would show as text."""

_TERMINAL = {"TERM": "xterm-256color", "COLORTERM": "truecolor"}


def _take_the_terminal() -> None:
    fcntl.ioctl(0, termios.TIOCSCTTY, 0)


def _without_size(environ: Mapping[str, str]) -> dict[str, str]:
    """What a program may know from around it, but not how large some other terminal is."""
    return {name: value for name, value in environ.items() if name not in {"COLUMNS", "LINES"}}
