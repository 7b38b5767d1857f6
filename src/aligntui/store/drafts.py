"""Text that is being typed, on disk at most a second or two behind.

Each process keeps its own file and holds a kernel lock beside it. A file whose lock nobody holds
belongs to a process that is gone, however it went: the next one to start takes its texts over.
While the disk takes nothing, the file lies in memory instead, where the next start looks as well.
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
"""Seconds that a text may wait before it is written."""

AGAIN = 2.0
"""Seconds until a text that could not be written is tried again."""

MOST_BEHIND = 200
"""Characters that may wait, whatever the time."""

_BASE = "seen:"
"""Stands in a file before the name of a box: the wording that its draft began from."""
_TIME = "time:"
"""Before the name of a box: when its text was written, where the file is newer than that."""


class FileDrafts:
    """Texts by the name of their box, kept in `folder`; an empty text is no draft.

    Where the folder can't be written, they are kept in the first of `spares` that takes them,
    `trouble` says why, and `unsaved` which they are. Those of an encrypted `store` are encrypted
    as it is. Nothing but `flush` and `close` waits for the disk.
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
        """The texts that are on the disk."""
        self._safe_number = -1
        self._synced = False
        """Whether the disk was waited for since."""
        self._taken: dict[str, datetime] = {}
        self._typed = False
        """Whether anything was typed since; else what we write is as old as what was taken."""
        self._number = 0
        """Counts the states of the texts."""
        self._mutex = threading.Lock()
        """Held while texts are looked at, never while a disk is waited for."""
        self._writing = threading.Lock()
        self._dirty = threading.Event()
        self._hurry = threading.Event()
        self._closed = False
        self._behind = 0
        self.trouble = ""
        self.state = ""
        """The trouble in a word or two."""
        self.spare = ""
        """Where in memory the texts are while the disk takes none."""
        self.notices: list[str] = []
        """What was odd about drafts that were found."""
        self.changed: Callable[[], object] | None = None
        """Called from another thread after texts were written, or could not be."""
        try:
            self._own.hold()
        except OSError as error:
            self._fail(error)
        self._take_over()
        self._writer = threading.Thread(target=self._write_behind, name="drafts", daemon=True)
        self._writer.start()

    @property
    def texts(self) -> Mapping[str, str]:
        """Every text that waits, by its box."""
        with self._mutex:
            return dict(self._texts)

    @property
    def taken_over(self) -> Mapping[str, datetime]:
        """The boxes whose text comes from processes that are gone, and when it was written."""
        with self._mutex:
            return {box: at for box, at in self._taken.items() if box in self._texts}

    @property
    def unsaved(self) -> Mapping[str, str]:
        """The texts that are not on the disk as they stand now."""
        with self._mutex:
            safe = self._safe
            return {box: text for box, text in self._texts.items() if safe.get(box) != text}

    def get(self, box: str) -> str:
        """The text kept for a box, or nothing."""
        return self._texts.get(box, "")

    def base(self, box: str) -> str:
        """The wording that the text of a box began from, as far as it is known."""
        return self._bases.get(box, "")

    def put(self, box: str, text: str, base: str = "") -> None:
        """Keep the text of a box as it stands now; a new one began from `base`."""
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
            # what was made something of must not come back as a draft
            if self._behind >= MOST_BEHIND or not text:
                self._hurry.set()
        self._dirty.set()

    def clear(self, box: str) -> None:
        """Forget a box whose text has been taken over."""
        self.put(box, "")

    def flush(self, *, hurry: bool = False) -> None:
        """Bring everything to the disk before returning.

        With `hurry` it is in its file, which outlasts this process, and the disk is not waited for.
        """
        self._dirty.clear()
        self._hurry.clear()
        if hurry:
            self._write(sure=False)
        else:
            with self._writing:
                self._write(sure=True)

    def close(self) -> None:
        """Write what there is and leave; an empty file is taken away."""
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
        """What stands in a file; nothing where there are no texts."""
        if not texts:
            return b""
        kept = {f"{_BASE}{box}": base for box, base in bases.items()}
        kept |= {f"{_TIME}{box}": time.isoformat() for box, time in times.items() if box in texts}
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

    # -- drafts of those who are gone ------------------------------------------------------

    def _take_over(self) -> None:
        """Take the texts of processes that are gone; theirs go only once ours are on disk."""
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
                    # what lay in memory may go as soon as ours lies there
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
        """Take what a file holds; whether it may go.

        Where two hold different texts for a box, the newer one comes first and the older file
        waits for a start at which the box is free.
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
            # it stays where it is until ours is written
            self._safe = {**self._safe, **texts}
        return True


def _time(typed: str) -> datetime | None:
    """When a text was written, where its file says so."""
    try:
        return datetime.fromisoformat(typed).astimezone()
    except ValueError:
        return None


def _files(folders: list[Path]) -> Iterator[Path]:
    for folder in folders:
        with suppress(OSError):
            yield from folder.glob("*.json")


def _sweep(folder: Path) -> None:
    """Take away what processes that are gone have left half written."""
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
