"""A process of its own that works on a store, says how far it is, and can be killed for real.

It is forked, so that what it needs is loaded already: the first system call after its start is
the first of the work. What it says goes through a socket, so that no fault meant for files hits.
"""

import os
import select
import signal
import socket
import sys
import traceback
from collections.abc import Callable
from time import monotonic
from types import TracebackType
from typing import Self

Say = Callable[[object], None]
Work = Callable[[Say], None]

DEFECT = 70


class Child:
    """Does `work` in a forked process; with `held` it waits for `go`."""

    def __init__(self, work: Work, *, held: bool = False) -> None:
        self._ours, theirs = socket.socketpair()
        self._heard = b""
        self._status: int | None = None
        sys.stdout.flush()
        sys.stderr.flush()
        self.pid = os.fork()
        if not self.pid:
            self._ours.close()
            _be_the_child(work, theirs, held=held)
        theirs.close()

    @property
    def words(self) -> list[str]:
        """What it has said so far, one entry for each time."""
        return self._heard.decode().splitlines()

    def number(self, otherwise: int = 0) -> int:
        """The last number that it said."""
        return max((int(word) for word in self.words if word.isdigit()), default=otherwise)

    def go(self) -> None:
        """Let it begin."""
        self._ours.sendall(b"go")

    def listen(self, seconds: float, until: int = sys.maxsize) -> bool:
        """Hear it for so long or until it has spoken so often; False when it has ended."""
        end = monotonic() + seconds
        while len(self.words) < until and (left := end - monotonic()) > 0:
            if not select.select([self._ours], [], [], left)[0]:
                break
            try:
                heard = self._ours.recv(1 << 16)
            except ConnectionResetError:  # killed; what it had said can still be heard
                continue
            if not heard:
                return False
            self._heard += heard
        return True

    def kill(self, number: int = signal.SIGKILL) -> None:
        """Send a signal."""
        os.kill(self.pid, number)

    def end(self, seconds: float = 60) -> int:
        """Hear what is left and give its exit status, negative for a signal."""
        if self._status is None:
            if self.listen(seconds):
                self.kill()
                raise AssertionError(f"it did not end within {seconds} s: {self.words[-3:]}")
            self._ours.close()
            self._status = os.waitstatus_to_exitcode(os.waitpid(self.pid, 0)[1])
        return self._status

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self._status is None:
            self.kill()
            self.end()


def _be_the_child(work: Work, pipe: socket.socket, *, held: bool) -> None:
    status = DEFECT
    try:
        if not held or pipe.recv(2):
            work(lambda words: pipe.sendall(f"{words}\n".encode()))
        status = 0
    except BaseException:  # noqa: BLE001 - whatever it was, nothing of the parent may run on
        pipe.sendall("".join(traceback.format_exc()).encode())
    finally:
        os._exit(status)
