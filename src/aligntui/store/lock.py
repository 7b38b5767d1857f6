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


class StoreLock:
    """The lock of one store. Its file is never renamed and never deleted.

    The contents of the file are only for the message when waiting fails; the lock itself is the
    kernel's, so a dead holder never blocks anybody.
    """

    def __init__(self, path: str, patience: float = PATIENCE) -> None:
        self.path = path
        self.alone = False
        """True to go on without a lock on a disk that has none: nobody else writes."""
        self.patience = patience
        self._fd = -1
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
            self._take()
            try:
                yield
            finally:
                self._let_go()
        finally:
            signal.pthread_sigmask(signal.SIG_SETMASK, before)

    def trouble(self) -> str | None:
        """The reason why this disk can't lock files; None if it can, or if that is unknown now."""
        try:
            with self.held():
                return None
        except StoreReadOnly as error:
            return str(error)
        except (StoreError, OSError):
            return None

    def holder(self) -> str:
        """The last holder of the lock, as it wrote itself."""
        with suppress(OSError):
            fd = self._fd if self._fd >= 0 else open_regular(self.path, os.O_RDONLY)
            try:
                text = os.pread(fd, 400, 0).decode("utf-8", "replace")
            finally:
                if fd != self._fd:
                    os.close(fd)
            return "".join(c if c.isprintable() else "?" for c in text.strip())
        return ""

    def busy(self) -> str:
        """The present holder of the lock, or ""; makes no file."""
        if not os.path.exists(self.path):
            return ""
        try:
            if self._try():
                self._let_go()
                return ""
        except (OSError, StoreError):
            return ""
        return self.holder() or "another process"

    def close(self) -> None:
        """Close the file."""
        if self._fd >= 0:
            os.close(self._fd)
            self._fd = -1

    def _take(self) -> None:
        end = time.monotonic() + self.patience
        while not self._try():
            if time.monotonic() >= end:
                who = self.holder() or "another process"
                raise StoreLocked(f"{self.path} is locked by {who}; wait, or end that process")
            time.sleep(PAUSE)
        with suppress(OSError):
            if os.pread(self._fd, 400, 0) != self._name:
                os.ftruncate(self._fd, 0)
                os.pwrite(self._fd, self._name, 0)

    def _try(self) -> bool:
        self._open()
        try:
            fcntl.flock(self._fd, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        except OSError as error:
            if error.errno not in NO_LOCKS:
                raise
            if self.alone:
                return True
            raise StoreReadOnly(
                f"the disk of {self.path} can't lock files; move the store to a local disk, or "
                "say --i-am-alone while no other window and no other machine has it open"
            ) from error
        if self._is_there():
            return True
        self._let_go()
        return False

    def _open(self) -> None:
        if self._fd >= 0 and self._is_there():
            return
        self.close()
        self._fd = open_regular(self.path, os.O_RDWR | os.O_CREAT)

    def _is_there(self) -> bool:
        # A lock on a deleted file keeps nobody out.
        try:
            named = os.stat(self.path)
        except OSError:
            return False
        ours = os.fstat(self._fd)
        return (named.st_dev, named.st_ino) == (ours.st_dev, ours.st_ino)

    def _let_go(self) -> None:
        with suppress(OSError):
            fcntl.flock(self._fd, fcntl.LOCK_UN)


def _own_name() -> bytes:
    try:
        user = pwd.getpwuid(os.getuid()).pw_name
    except KeyError:
        user = str(os.getuid())
    boot = "-"
    with suppress(OSError), open("/proc/sys/kernel/random/boot_id", encoding="ascii") as file:
        boot = file.read().strip()
    return f"{user}@{os.uname().nodename} {os.getpid()} {boot} {now()}\n".encode()


@contextmanager
def hold_locks(*paths: str) -> Iterator[None]:
    """Hold the locks of these stores; converts OSError to a StoreError."""
    try:
        with ExitStack() as stack:
            for path in sorted(paths):
                private_directory(os.path.dirname(path))
                private_directory(os.path.dirname(lock_of(path)))
                lock = StoreLock(lock_of(path))
                stack.callback(lock.close)
                stack.enter_context(lock.held())
            yield
    except OSError as error:
        raise refusal(error, paths[0]) from error
