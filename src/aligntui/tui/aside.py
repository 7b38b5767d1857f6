"""A private folder in which a text lies while an editor has it."""

from __future__ import annotations

import contextlib
import errno
import fcntl
import json
import os
import shutil
import stat
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Final, NamedTuple, Self

from aligntui.domain.plain import LONGEST_TEXT
from aligntui.paths import is_private, memory_dirs
from aligntui.store.files import own_directory, unless_taken, write_private
from aligntui.tui.widgets.row import clean

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

PREFIX: Final = "aligntui-edit-"
LARGEST: Final = 4 * LONGEST_TEXT + 1
"""Most bytes read of an edited file: the longest text has fewer."""


def places(state: Path | None) -> Iterator[Path]:
    """List folders for the text, best first: in memory, then in the state."""
    yield from map(Path, memory_dirs())
    if state is not None:
        yield state


class Returned(NamedTuple):
    """An editor's result: `data` of None means that the file is gone or is no file."""

    text: str
    data: bytes | None
    exact: bool
    """True when the text represents every byte of the data."""

    too_long: bool = False


class Aside:
    """A private folder for one text; a file lock is held on it for as long as anybody edits."""

    def __init__(self, folder: Path, lock: int) -> None:
        self.folder = folder
        self.lock = lock
        self.box = ""
        self.before = ""

    @property
    def file(self) -> Path:
        """The file to edit."""
        return self.folder / "note.md"

    @classmethod
    def make(cls, text: str, *, box: str, store: str, where: Iterable[Path]) -> Self:
        """Write the text to the first place that takes it; raises `OSError` where none does."""
        trouble: OSError = FileNotFoundError(errno.ENOENT, "no folder in memory")
        for place in where:
            try:
                if not place.exists():
                    place.mkdir(mode=0o700, parents=True)
                return cls._made(Path(tempfile.mkdtemp(prefix=PREFIX, dir=place)), text, box, store)
            except OSError as error:
                trouble = error
        raise trouble

    @classmethod
    def _made(cls, folder: Path, text: str, box: str, store: str) -> Self:
        try:
            aside = cls(folder, _locked(folder / "lock"))
            aside.box, aside.before = box, text
            about = {"box": box, "store": store, "before": text}
            _write(folder / "about.json", json.dumps(about).encode())
            ended = text if text.endswith("\n") or not text else text + "\n"
            _write(aside.file, ended.encode("utf-8", "replace"))
        except OSError:
            shutil.rmtree(folder, ignore_errors=True)
            raise
        return aside

    @classmethod
    def left_behind(cls, where: Iterable[Path], store: str) -> Iterator[Self]:
        """Texts of one store whose app is gone though its editor was open, oldest first."""
        for place in where:
            with contextlib.suppress(OSError):
                folders = [folder for folder in place.glob(f"{PREFIX}*") if is_private(str(folder))]
                for folder in sorted(folders, key=lambda each: each.stat().st_mtime_ns):
                    if aside := cls._found(folder, store):
                        yield aside

    @classmethod
    def _found(cls, folder: Path, store: str) -> Self | None:
        if folder.is_symlink():
            return None
        try:
            about = json.loads((folder / "about.json").read_bytes())
            box, before, whose = (str(about[key]) for key in ("box", "before", "store"))
            if whose != store:
                return None
            aside = cls(folder, _locked(folder / "lock"))
        except (OSError, ValueError, TypeError, KeyError, RecursionError):
            return None
        aside.box, aside.before = box, before
        return aside

    def read(self) -> Returned:
        """Read the edited file by its name, whoever has put it there.

        The final line end that editors add counts only where the text had one.
        """
        try:
            flags = os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC
            with open(os.open(self.file, flags), "rb") as file:
                if not stat.S_ISREG(os.fstat(file.fileno()).st_mode):
                    return Returned(text="", data=None, exact=True)
                data = file.read(LARGEST)
        except OSError:
            return Returned(text="", data=None, exact=True)
        decoded = data.decode("utf-8", "replace")
        text = decoded.replace("\r\n", "\n")
        if not self.before.endswith("\n"):
            text = text.removesuffix("\n")
        return Returned(
            text=clean(text, lines=True),
            data=data,
            exact=decoded.encode() == data,
            too_long=len(text) > LONGEST_TEXT or len(data) == LARGEST,
        )

    def remove(self) -> None:
        """Remove the folder, with any copies an editor made beside the file."""
        self.let_go()
        shutil.rmtree(self.folder, ignore_errors=True)

    def let_go(self) -> None:
        """Leave the folder for the next start to find."""
        if self.lock >= 0:
            os.close(self.lock)
            self.lock = -1


def keep_bytes(data: bytes, folder: Path | None) -> Path | None:
    """Save bytes that are not valid text; None where that fails."""
    if folder is None:
        return None
    try:
        own_directory(str(folder))
        name = str(folder / f"editor-{os.urandom(4).hex()}.md")
        return Path(write_private(name, [data], finish=unless_taken(name)))
    except OSError:
        return None


def _write(path: Path, data: bytes) -> None:
    write_private(str(path), [data], sure=False, finish=unless_taken(str(path)))


def _locked(path: Path) -> int:
    lock = os.open(path, os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW | os.O_CLOEXEC, 0o600)
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        os.close(lock)
        raise
    return lock
