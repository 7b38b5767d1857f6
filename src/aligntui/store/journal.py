"""The journal file: the saves since the base, added at its end and read on from anywhere."""

import os

from aligntui.store import crypt
from aligntui.store.errors import NotSaved
from aligntui.store.files import (
    UNWRITABLE,
    Mark,
    keep_aside,
    mark_of,
    open_regular,
    refusal,
    sync,
    timestamp,
    write_all,
)
from aligntui.store.mounts import remote
from aligntui.store.saves import Scan, scan_whole


class Journal:
    """The open journal file. Its descriptor stays open, so its inode can't be given away."""

    def __init__(self, path: str) -> None:
        """Open an existing journal, for reading only where it can't be written."""
        self.path = path
        self.writable = True
        self._careful = bool(remote(os.path.dirname(path)))
        self.failed = False
        try:
            self._fd = open_regular(path, os.O_RDWR | os.O_APPEND)
        except OSError as error:
            if error.errno not in UNWRITABLE:
                raise
            self._fd = open_regular(path, os.O_RDONLY)
            self.writable = False

    def mark(self) -> Mark:
        """The mark of the open file, whatever its name stands for by now."""
        found = mark_of(self._fd)
        assert found is not None
        return found

    def read(self, start: int = 0) -> bytes:
        """The bytes from `start` to the end."""
        parts = []
        while part := os.pread(self._fd, 1 << 20, start):
            parts.append(part)
            start += len(part)
        return b"".join(parts)

    def scan(self) -> Scan:
        """Read it from its header on."""
        return scan_whole(self.read(), sealed=crypt.sealed(self.path))

    def append(self, line: bytes, end: int) -> None:
        """Write one line at `end`, durably; NotSaved when it is not, with the line cut off again.

        After a failed cut or sync nothing is known of the disk: `failed` is True from then on,
        and the file must not be written or synced again.
        """
        try:
            write_all(self._fd, line)
        except BaseException as error:
            self._cut(end)
            if isinstance(error, OSError):
                raise refusal(error, self.path) from error
            raise
        try:
            sync(self._fd)
            if self._careful:
                # over a network a full disk may be told only at the close of a descriptor
                os.close(os.dup(self._fd))
        except OSError as error:
            self._cut(end)
            self.failed = True
            raise NotSaved(
                f"not saved: the disk of {self.path} failed ({error.strerror}); "
                "check the disk, then start again"
            ) from error
        except BaseException:
            self._cut(end)
            raise

    def set_aside(self, end: int) -> str:
        """Keep what stands after `end` in a file of its own and cut it off; returns its name."""
        kept = keep_aside(f"{self.path}.torn-{timestamp()}", self.read(end))
        os.ftruncate(self._fd, end)
        sync(self._fd)
        return kept

    def reopen(self) -> bool:
        """Open the file anew, so that a network shows what is in it; whether it is the same one."""
        if not self._careful:
            return True
        fd = open_regular(self.path, os.O_RDWR | os.O_APPEND if self.writable else os.O_RDONLY)
        same = os.path.sameopenfile(fd, self._fd)
        if same:
            fd, self._fd = self._fd, fd
        os.close(fd)
        return same

    def close(self) -> None:
        """Give the file back."""
        if self._fd >= 0:
            os.close(self._fd)
            self._fd = -1

    def _cut(self, end: int) -> None:
        try:
            os.ftruncate(self._fd, end)
        except OSError:
            self.failed = True
