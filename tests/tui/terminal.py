"""A real pseudo-terminal with a program in it, for what a pilot can't see."""

from __future__ import annotations

import fcntl
import os
import pty
import select
import signal
import struct
import subprocess
import sys
import termios
import time
from typing import TYPE_CHECKING

import pyte

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

QUIET = 0.15
"""Seconds without output after which a program has said what it wanted to."""


class Terminal:
    """Starts a program on a terminal of a size, sends keys and counts bytes."""

    def __init__(
        self,
        command: Sequence[str],
        *,
        size: tuple[int, int] = (80, 24),
        environ: Mapping[str, str] | None = None,
    ) -> None:
        width, height = size
        self.master, slave = pty.openpty()
        fcntl.ioctl(slave, termios.TIOCSWINSZ, struct.pack("HHHH", height, width, 0, 0))
        base = {key: os.environ[key] for key in ("PATH", "HOME", "LANG") if key in os.environ}
        self.process = subprocess.Popen(
            [sys.executable, *command],
            stdin=slave,
            stdout=slave,
            stderr=slave,
            start_new_session=True,
            preexec_fn=_take_terminal,  # noqa: PLW1509 - nothing else runs yet
            env={
                **base,
                "TERM": "xterm-256color",
                "COLORTERM": "truecolor",
                "PYTHONPATH": os.pathsep.join(path for path in sys.path if path),
                "PYTHONUTF8": "1",
                **(environ or {}),
            },
        )
        os.close(slave)
        self.screen = pyte.Screen(width, height)
        self.stream = pyte.ByteStream(self.screen)
        self.output = b""

    def read(self, quiet: float = QUIET, limit: float = 10) -> int:
        """Take output until there is none for a while; gives the number of bytes."""
        begin = time.monotonic()
        count = 0
        while time.monotonic() - begin < limit:
            ready, _, _ = select.select([self.master], [], [], quiet)
            if not ready:
                break
            try:
                data = os.read(self.master, 65536)
            except OSError:
                break
            if not data:
                break
            count += len(data)
            self.output += data
            self.stream.feed(_without_queries(data))
        return count

    def wait_for(self, words: str, limit: float = 20) -> None:
        """Take output until words stand on the screen."""
        self.until(lambda: words in self.text, limit)

    def until(self, condition: Callable[[], bool], limit: float = 20) -> None:
        """Take output until something holds."""
        begin = time.monotonic()
        while not condition():
            assert time.monotonic() - begin < limit, self.text
            self.read(0.05, 0.5)

    def press(self, keys: bytes | str) -> int:
        """Send keys and give the number of bytes they brought."""
        os.write(self.master, keys.encode() if isinstance(keys, str) else keys)
        return self.read()

    def kill(self, number: int = signal.SIGTERM) -> None:
        self.process.send_signal(number)

    def end(self, limit: float = 10) -> int:
        """Take what is left and give the exit code."""
        begin = time.monotonic()
        while self.process.poll() is None and time.monotonic() - begin < limit:
            self.read(0.05, 0.3)
        self.read(0.05)
        return self.process.wait(1)

    def hang_up(self) -> None:
        """Close the terminal, as a dropped line does."""
        os.close(self.master)
        self.master = -1

    def close(self) -> None:
        """Leave nothing behind."""
        if self.process.poll() is None:
            self.process.kill()
            self.process.wait()
        if self.master >= 0:
            os.close(self.master)

    @property
    def text(self) -> str:
        """What stands on the screen."""
        return "\n".join(self.screen.display)


def _take_terminal() -> None:
    """Make the terminal the controlling one, so that it can hang up."""
    fcntl.ioctl(0, termios.TIOCSCTTY, 0)


def _without_queries(data: bytes) -> bytes:
    """Leave out what pyte does not know and would print."""
    for query in (b"\x1b[>25u", b"\x1b[?2026$p", b"\x1b[?2048$p", b"\x1b[<u"):
        data = data.replace(query, b"")
    return data
