"""Drafts: text while it is typed, on disk within a second or two.

Each process writes its own file and holds a kernel lock beside it. A file whose lock is free
belongs to a process that is gone, however it ended: the next one to start takes over its texts.
While the disk can't be written, the file is kept in memory, where the next start looks, too.
"""

import json
import os
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from datetime import datetime
from pathlib import Path

from aligntui.store import crypt
from aligntui.store.draft_files import Broken, DraftFile, abandoned, read_texts, set_aside
from aligntui.store.files import FULL

LAG = 1.0
"""The most seconds before a text is written."""

AGAIN = 2.0
"""Seconds before a failed write is tried again."""

MOST_BEHIND = 200
"""The most characters that may wait, whatever the time."""

_BASE = "seen:"
"""Prefix of a box in a file: the wording that its draft started from."""
_TIME = "time:"
"""Prefix of a box in a file: the time of its text, if the file is newer than that."""


class FileDrafts:
    """Drafts by box, kept in `folder`; an empty text is no draft.

    If the folder can't be written, they go to the first of `spares` that can, `trouble` says
    why, and `unsaved` which they are. Drafts of an encrypted `store` are encrypted, too.
    Only `flush` and `close` wait for the disk.
    """

    def __init__(
        self,
        folder: str | os.PathLike[str],
        *,
        store: str = "",
        spares: list[str] | None = None,
    ) -> None:
        self._store = os.path.realpath(store) if crypt.sealed(store) else ""
        name = f"{os.getpid()}-{os.urandom(4).hex()}"
        self._own = DraftFile(Path(folder), name)
        self._spares = [DraftFile(Path(spare), name) for spare in spares or ()]
        self._texts: dict[str, str] = {}
        self._bases: dict[str, str] = {}
        self._safe: Mapping[str, str] = {}
        """The texts on disk."""
        self._safe_number = -1
        self._synced = False
        """True when the last written state was synced to the disk."""
        self._taken: dict[str, datetime] = {}
        self._typed = False
        """True when anything was typed; else our file gets the time of the texts taken over."""
        self._number = 0
        """The number of the current state of the texts."""
        self._mutex = threading.Lock()
        """Guards the texts; never held while waiting for the disk."""
        self._writing = threading.Lock()
        self._dirty = threading.Event()
        self._hurry = threading.Event()
        self._closed = False
        self._behind = 0
        self.trouble = ""
        self.state = ""
        """The trouble in a word or two."""
        self.spare = ""
        """The path in memory of the texts while the disk can't be written."""
        self.notices: list[str] = []
        """Problems with drafts that were found."""
        self.changed: Callable[[], object] | None = None
        """Callback from the writer's thread after each write, successful or not."""
        try:
            self._own.hold()
        except OSError as error:
            self._fail(error)
        self._take_over()
        self._writer = threading.Thread(target=self._write_behind, name="drafts", daemon=True)
        self._writer.start()

    @property
    def texts(self) -> Mapping[str, str]:
        """All drafts, by box."""
        with self._mutex:
            return dict(self._texts)

    @property
    def taken_over(self) -> Mapping[str, datetime]:
        """Boxes with texts of processes that are gone, and when each text was written."""
        with self._mutex:
            return dict(self._taken)

    @property
    def unsaved(self) -> Mapping[str, str]:
        """The texts not on disk in their present form."""
        with self._mutex:
            safe = self._safe
            return {box: text for box, text in self._texts.items() if safe.get(box) != text}

    def get(self, box: str) -> str:
        """The draft of a box, or ""."""
        return self._texts.get(box, "")

    def base(self, box: str) -> str:
        """The wording that the draft of a box started from, or ""."""
        return self._bases.get(box, "")

    def put(self, box: str, text: str, base: str = "") -> None:
        """Set the draft of a box; a new one started from `base`."""
        with self._mutex:
            before = self._texts.get(box, "")
            if before == text:
                return
            if text:
                self._texts[box], self._typed = text, True
                if box in self._taken:
                    self._taken[box] = datetime.now().astimezone()
                if base and not before:
                    self._bases[box] = base
            else:
                for kept in (self._texts, self._taken, self._bases):
                    kept.pop(box, None)
            self._number += 1
            self._behind += max(1, abs(len(text) - len(before)))
            # a text that was saved elsewhere must not come back as a draft
            if self._behind >= MOST_BEHIND or not text:
                self._hurry.set()
        self._dirty.set()

    def clear(self, box: str) -> None:
        """Forget the draft of a box whose text was used."""
        self.put(box, "")

    def flush(self, *, hurry: bool = False) -> None:
        """Write everything before returning.

        With `hurry` it is in its file, which outlasts this process, but not synced to the disk.
        """
        self._dirty.clear()
        self._hurry.clear()
        if hurry:
            self._write(sure=False)
        else:
            with self._writing:
                self._write(sure=True)

    def close(self) -> None:
        """Write everything, stop the writer and release the files; an empty file is removed."""
        self._closed = True
        self._hurry.set()
        self._dirty.set()
        self._writer.join()
        self.flush()
        for file in (self._own, *self._spares):
            file.let_go()

    def _write_behind(self) -> None:
        while not self._closed:
            try:
                self._dirty.wait(AGAIN if self.trouble else None)
                self._hurry.wait(LAG)
                if self._dirty.is_set() or self.unsaved:
                    self.flush()
            except Exception as error:  # noqa: BLE001 - without this thread nothing would be kept
                self._fail(error)

    def _write(self, *, sure: bool) -> None:
        with self._mutex:
            self._behind = 0
            number, texts, bases = self._number, dict(self._texts), dict(self._bases)
            at = None if self._typed else max(self._taken.values(), default=None)
            times = {box: time for box, time in self._taken.items() if time != at}
            if number == self._safe_number and (self._synced or not sure):
                return
        data = None
        try:
            data = self._data(texts, bases, times)
            self._put(self._own, data, number, at, sure=sure)
        except Exception as error:  # noqa: BLE001 - whatever it is, the texts are still in memory
            self._fail(error)
            self._keep_in_memory(data, number, at)
        else:
            self._kept(texts, number, sure=sure)
        if self.changed:
            self.changed()

    def _data(
        self, texts: Mapping[str, str], bases: Mapping[str, str], times: Mapping[str, datetime]
    ) -> bytes:
        """The contents of a file; empty without texts."""
        if not texts:
            return b""
        kept = {f"{_BASE}{box}": base for box, base in bases.items()}
        kept |= {f"{_TIME}{box}": time.isoformat() for box, time in times.items()}
        kept |= texts
        data = json.dumps(kept, ensure_ascii=False).encode("utf-8", "replace")
        return crypt.seal(self._store, data) if self._store else data

    def _put(
        self, file: DraftFile, data: bytes, number: int, at: datetime | None, *, sure: bool
    ) -> None:
        file.hold()
        if data:
            file.write(data, number, at=at.timestamp() if at else None, sure=sure)
        else:
            file.remove(number)

    def _kept(self, texts: Mapping[str, str], number: int, *, sure: bool) -> None:
        with self._mutex:
            if number < self._safe_number:
                return
            self._synced = sure or (self._synced and number == self._safe_number)
            self._safe, self._safe_number = texts, number
            self.trouble = self.state = self.spare = ""
        for spare in self._spares:
            if spare.lock is not None:
                with suppress(OSError):
                    spare.remove(number)

    def _keep_in_memory(self, data: bytes | None, number: int, at: datetime | None) -> None:
        self.spare = ""
        for spare in self._spares if data else ():
            with suppress(OSError):
                self._put(spare, data or b"", number, at, sure=False)
                self.spare = str(spare.path)
                return

    def _fail(self, error: Exception) -> None:
        code = error.errno if isinstance(error, OSError) else None
        why = (error.strerror if isinstance(error, OSError) else "") or type(error).__name__
        self.state = "disk full" if code in FULL else why[:1].lower() + why[1:]
        self.trouble = f"What you type can't be kept in {self._own.folder}: {why}"

    # -- drafts of processes that are gone --------------------------------------------------

    def _take_over(self) -> None:
        """Take over texts of dead processes; their files go only once ours is on disk."""
        done: list[tuple[Path, int]] = []
        folders = [file.folder for file in (self._own, *self._spares)]
        try:
            for file in sorted(_files(folders), key=_written, reverse=True):
                if file != self._own.path and (lock := abandoned(file)) is not None:
                    done.append((file, lock))
                    if not self._took(file):
                        done.pop()
                        os.close(lock)
            if done:
                self._write(sure=True)
                for file, _ in done:
                    # a file in memory may go as soon as ours is there
                    if not self.trouble or (self.spare and file.parent != self._own.folder):
                        file.unlink(missing_ok=True)
                        file.with_suffix(".lock").unlink(missing_ok=True)
        except OSError as error:
            self._fail(error)
        finally:
            for _, lock in done:
                os.close(lock)
        _sweep(self._own.folder)

    def _took(self, file: Path) -> bool:
        """Take over the texts of a file; returns True when the file may go.

        If two files hold different texts for a box, the newer is taken; the older file waits for a
        start at which the box is free.
        """
        at = datetime.fromtimestamp(_written(file) / 1e9).astimezone()
        try:
            found = read_texts(file)
        except Broken as broken:
            found = broken.texts
            kept = set_aside(file)
            self.notices.append(f"A draft could not be read whole; it is kept as {kept}")
        texts = {b: text for b, text in found.items() if text and not b.startswith((_BASE, _TIME))}
        if any(_clash(self._texts.get(box, ""), text) for box, text in texts.items()):
            return False
        for box, text in texts.items():
            if len(text) > len(self._texts.get(box, "")):
                self._texts[box] = text
                self._taken[box] = _time(found.get(f"{_TIME}{box}", "")) or at
                self._bases.pop(box, None)
                if base := found.get(f"{_BASE}{box}"):
                    self._bases[box] = base
        if file.parent == self._own.folder:
            # its file stays until ours is written
            self._safe = {**self._safe, **texts}
        return True


def _time(typed: str) -> datetime | None:
    """The time of a text, or None if its file does not have it."""
    try:
        return datetime.fromisoformat(typed).astimezone()
    except ValueError:
        return None


def _files(folders: list[Path]) -> Iterator[Path]:
    for folder in folders:
        with suppress(OSError):
            yield from folder.glob("*.json")


def _sweep(folder: Path) -> None:
    """Remove half-written files of processes that are gone."""
    with suppress(OSError):
        for temporary in folder.glob(".*.tmp"):
            whose = temporary.with_name(f"{temporary.name[1:].partition('.')[0]}.json")
            if (lock := abandoned(whose)) is not None:
                with suppress(OSError):
                    temporary.unlink(missing_ok=True)
                    whose.with_suffix(".lock").unlink(missing_ok=True)
                os.close(lock)


def _clash(one: str, other: str) -> bool:
    return bool(one and other) and not (one.startswith(other) or other.startswith(one))


def _written(file: Path) -> int:
    try:
        return file.lstat().st_mtime_ns
    except OSError:
        return 0
