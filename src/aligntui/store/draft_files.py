"""Files of drafts: our own process's, and those of others, whole or broken."""

import errno
import fcntl
import json
import os
import stat
import threading
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path

from aligntui.store import crypt
from aligntui.store.errors import StoreError
from aligntui.store.files import own_directory, write_private

LARGEST = 64_000_000
"""The most bytes of a file of drafts; nobody types more."""


class Broken(Exception):  # noqa: N818 - it says how the file is
    """A file can't be read completely; `texts` is the readable part."""

    def __init__(self, texts: dict[str, str]) -> None:
        super().__init__("a file of drafts is broken")
        self.texts = texts


class DraftFile:
    """The drafts file of one process in a folder, with a kernel lock beside it.

    Several threads may write: of two states the one with the higher number is kept.
    """

    def __init__(self, folder: Path, name: str) -> None:
        self.folder = folder
        self.path = folder / f"{name}.json"
        self.lock: int | None = None
        self._number = -1
        self._placing = threading.Lock()

    def hold(self) -> None:
        """Make the private folder and take the lock; raises `OSError`."""
        if self.lock is not None:
            return
        own_directory(str(self.folder))
        self.lock = held(self.path.with_suffix(".lock"))

    def write(self, data: bytes, number: int, *, at: float | None, sure: bool) -> None:
        """Replace an older state by state `number`; raises `OSError`.

        `sure` waits until it is on disk. `at` is the file's mtime to set; None is now.
        """

        def finish(temporary: str) -> str:
            if at is not None:
                os.utime(temporary, (at, at))
            with self._placing:
                if number >= self._number:
                    os.replace(temporary, self.path)
                    self._number = number
            return str(self.path)

        write_private(str(self.path), [data], sure=sure, finish=finish)

    def remove(self, number: int) -> None:
        """Remove the file, unless it has a newer state; raises `OSError`."""
        with self._placing:
            if number >= self._number:
                self.path.unlink(missing_ok=True)
                self._number = number

    def let_go(self) -> None:
        """Release the lock; a file that remains is taken over by the next start."""
        if self.lock is not None:
            with suppress(OSError):
                self.path.with_suffix(".lock").unlink(missing_ok=True)
            os.close(self.lock)
            self.lock = None


def read_texts(file: Path) -> dict[str, str]:
    """The texts in a file by box; raises `Broken` with the readable ones."""
    try:
        flags = os.O_RDONLY | os.O_NONBLOCK | os.O_NOFOLLOW | os.O_CLOEXEC
        with open(os.open(file, flags), "rb") as opened:
            found = os.fstat(opened.fileno())
            if not stat.S_ISREG(found.st_mode) or found.st_size > LARGEST:
                raise Broken({})
            data = opened.read()
        kept = json.loads(crypt.decrypt(str(file), data) if crypt.is_age(data) else data)
    except (OSError, ValueError, RecursionError, StoreError):
        raise Broken({}) from None
    if not isinstance(kept, dict):
        raise Broken({})
    texts = {box: text for box, text in kept.items() if isinstance(text, str)}
    if len(texts) < len(kept):
        raise Broken(texts)
    return texts


def texts_in(folders: Iterable[str]) -> dict[str, str]:
    """The texts in all files of some folders, by box; broken files are skipped."""
    found: dict[str, str] = {}
    for folder in filter(None, folders):
        for file in sorted(Path(folder).glob("*.json")):
            with suppress(Broken):
                found |= read_texts(file)
    return found


def set_aside(file: Path) -> Path:
    """Rename a file so that no later start reads it; returns its new path."""
    aside = file.with_name(f"broken-{file.stem}-{os.urandom(2).hex()}.txt")
    try:
        file.rename(aside)
    except OSError:
        return file
    return aside


def held(path: Path) -> int:
    """Take a lock and return its descriptor; raises `OSError` if another process has it."""
    return _locked(os.open(path, os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW | os.O_CLOEXEC, 0o600))


def abandoned(file: Path) -> int | None:
    """The lock of a drafts file whose process is gone, else None; the caller closes it."""
    lock = file.with_suffix(".lock")
    try:
        return held(lock)
    except OSError as error:
        if error.errno not in {errno.EROFS, errno.ENOSPC}:
            return None
    # no lock can be made on that disk; an existing one still tells if its process is alive
    with suppress(OSError):
        there = lock if lock.exists() else file
        return _locked(os.open(there, os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC))
    return None


def _locked(opened: int) -> int:
    try:
        fcntl.flock(opened, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        os.close(opened)
        raise
    return opened
