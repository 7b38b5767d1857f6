"""The lock for one writer at a time: a kernel lock, which is released when its holder dies."""

import errno
import fcntl
import os
import pwd
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress

from aligntui.store.errors import StoreError, StoreLocked, StoreReadOnly
from aligntui.store.files import now, open_regular, private_directory, refusal
from aligntui.store.locations import lock_of

PATIENCE = 5.0
PAUSE = 0.002
NO_LOCKS = frozenset({errno.ENOLCK, errno.ENOSYS, errno.EOPNOTSUPP, errno.EINVAL})


def flocked(fd: int) -> int:
    """Lock an open file; closes it and raises OSError if another process holds the lock."""
    try:
        fcntl.flock(fd, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        os.close(fd)
        raise
    return fd


class StoreLock:
    """The lock of one store. Its file is never renamed and never deleted.

    The contents of the file are only for the message when waiting fails; the lock itself is the
    kernel's, so a dead holder never blocks anybody.
    """

    def __init__(self, path: str, patience: float = PATIENCE) -> None:
        self.path = path
        self.alone = False
        """True to go on without a lock on a disk that has none: nobody else writes."""
        self.unable: str | None = None
        """The reason why this disk can't lock files, once that was found."""
        self.patience = patience
        self._name = _own_name()

    @contextmanager
    def held(self) -> Iterator[None]:
        """Hold the lock; raises StoreLocked when another process holds it longer than `patience`.

        Blocks SIGTSTP for this thread meanwhile: a process stopped by Ctrl-Z would keep all others
        waiting.
        """
        # imported here: reading does without it
        import signal

        before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGTSTP})
        try:
            fd = self._take()
            try:
                yield
            finally:
                with suppress(OSError):
                    fcntl.flock(fd, fcntl.LOCK_UN)  # also for a child that was forked meanwhile
                os.close(fd)
        finally:
            signal.pthread_sigmask(signal.SIG_SETMASK, before)

    def probe(self) -> None:
        """Find out whether this disk can lock files, as far as that can be known now."""
        with suppress(StoreError, OSError), self.held():
            pass

    def busy(self) -> str:
        """The present holder of the lock, or ""; makes no file."""
        with suppress(OSError, StoreError):
            if os.path.exists(self.path) and (fd := self._try()) is not None:
                os.close(fd)
            elif os.path.exists(self.path):
                return self._holder()
        return ""

    def _holder(self) -> str:
        """The holder of the lock, as it wrote itself."""
        with suppress(OSError, StoreError):
            with open(open_regular(self.path, os.O_RDONLY), "rb") as file:
                text = file.read(400).decode("utf-8", "replace").strip()
            return "".join(c if c.isprintable() else "?" for c in text) or "another process"
        return "another process"

    def _take(self) -> int:
        end = time.monotonic() + self.patience
        while (fd := self._try()) is None:
            if time.monotonic() >= end:
                raise StoreLocked(
                    f"{self.path} is locked by {self._holder()}; wait, or end that process"
                )
            time.sleep(PAUSE)
        with suppress(OSError):
            if os.pread(fd, 400, 0) != self._name:
                os.ftruncate(fd, 0)
                os.pwrite(fd, self._name, 0)
        return fd

    def _try(self) -> int | None:
        """Take the lock and return its descriptor; None if another process holds it."""
        fd = open_regular(self.path, os.O_RDWR | os.O_CREAT)
        try:
            flocked(fd)
        except BlockingIOError:
            return None
        except OSError as error:
            if error.errno not in NO_LOCKS:
                raise
            if self.alone:
                return open_regular(self.path, os.O_RDWR)
            self.unable = (
                f"the disk of {self.path} can't lock files; move the store to a local disk, or "
                "say --i-am-alone while no other window and no other machine has it open"
            )
            raise StoreReadOnly(self.unable) from error
        if self._is_there(fd):
            return fd
        os.close(fd)
        return None

    def _is_there(self, fd: int) -> bool:
        # A lock on a deleted file keeps nobody out.
        try:
            return os.path.samestat(os.stat(self.path), os.fstat(fd))
        except OSError:
            return False


def _own_name() -> bytes:
    try:
        user = pwd.getpwuid(os.getuid()).pw_name
    except KeyError:
        user = str(os.getuid())
    return f"{user}@{os.uname().nodename} {os.getpid()} {now()}\n".encode()


@contextmanager
def hold_locks(*paths: str, own: StoreLock | None = None) -> Iterator[None]:
    """Hold the locks of these stores, or the given one; converts OSError to a StoreError."""
    try:
        with ExitStack() as stack:
            for path in sorted(paths):
                lock = own or StoreLock(lock_of(path))
                for folder in dict.fromkeys(map(os.path.dirname, (path, lock.path))):
                    private_directory(folder)
                stack.enter_context(lock.held())
            yield
    except OSError as error:
        raise refusal(error, paths[0]) from error
