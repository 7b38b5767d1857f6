"""Files of drafts: our own process's, and those of others, whole or broken."""

import errno
import json
import os
import stat
import threading
from collections.abc import Iterable, Iterator
from contextlib import suppress
from pathlib import Path

from aligntui.store import crypt
from aligntui.store.errors import StoreError
from aligntui.store.files import NO_LINKS, own_directory, write_private
from aligntui.store.lock import flocked

LARGEST = 64_000_000
"""The most bytes of a file of drafts; nobody types more."""


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
        if self.lock is None:
            own_directory(str(self.folder))
            self.lock = held(self.path)

    def put(self, data: bytes, number: int, *, sure: bool) -> None:
        """Replace an older state by state `number`, or remove it if there is no data.

        `sure` waits until it is on disk. Raises `OSError`.
        """

        def finish(temporary: str = "") -> str:
            with self._placing:
                if number >= self._number:
                    if temporary:
                        os.replace(temporary, self.path)
                    else:
                        self.path.unlink(missing_ok=True)
                    self._number = number
            return str(self.path)

        self.hold()
        if data:
            write_private(str(self.path), [data], sure=sure, finish=finish)
        else:
            finish()

    def let_go(self) -> None:
        """Release the lock; a file that remains is taken over by the next start."""
        if self.lock is not None:
            with suppress(OSError):
                self.path.with_suffix(".lock").unlink(missing_ok=True)
            os.close(self.lock)
            self.lock = None


def read_texts(file: Path) -> tuple[dict[str, str], bool]:
    """The texts in a file by box, and whether all of it could be read."""
    try:
        with open(os.open(file, os.O_RDONLY | NO_LINKS), "rb") as opened:
            found = os.fstat(opened.fileno())
            if not stat.S_ISREG(found.st_mode) or found.st_size > LARGEST:
                return {}, False
            data = opened.read()
        kept = json.loads(crypt.decrypt(str(file), data) if crypt.is_age(data) else data)
    except (OSError, ValueError, RecursionError, StoreError):
        return {}, False
    if not isinstance(kept, dict):
        return {}, False
    texts = {box: text for box, text in kept.items() if isinstance(text, str)}
    return texts, len(texts) == len(kept)


def texts_in(folders: Iterable[str]) -> dict[str, str]:
    """The texts in all files of some folders, by box; broken files are skipped."""
    found: dict[str, str] = {}
    for file in files_in(map(Path, filter(None, folders))):
        texts, whole = read_texts(file)
        found |= texts if whole else {}
    return found


def held(file: Path) -> int:
    """Lock a drafts file; returns the descriptor, or raises `OSError` if another process has it."""
    name = file.with_suffix(".lock")
    return flocked(os.open(name, os.O_RDWR | os.O_CREAT | NO_LINKS, 0o600))


def abandoned(file: Path) -> int | None:
    """The lock of a drafts file whose process is gone, else None; the caller closes it."""
    try:
        return held(file)
    except OSError as error:
        if error.errno not in {errno.EROFS, errno.ENOSPC}:
            return None
    # no lock can be made on that disk; an existing one still tells if its process is alive
    lock = file.with_suffix(".lock")
    with suppress(OSError):
        return flocked(os.open(lock if lock.exists() else file, os.O_RDONLY | NO_LINKS))
    return None


def files_in(folders: Iterable[Path]) -> Iterator[Path]:
    """The files of drafts in some folders."""
    for folder in folders:
        with suppress(OSError):
            yield from sorted(folder.glob("*.json"))


def set_aside(file: Path) -> Path:
    """Rename a file so that no later start reads it; returns its new path."""
    aside = file.with_name(f"broken-{file.stem}-{os.urandom(2).hex()}.txt")
    with suppress(OSError):
        return file.rename(aside)
    return file
