"""Drafts: text while it is typed, on disk within a second or two.

Each process writes its own file and holds a kernel lock beside it. A file whose lock is free
belongs to a process that is gone, however it ended: the next one to start takes over its texts.
While the disk can't be written, the file is kept in memory, where the next start looks, too.
"""

import json
import os
import threading
from collections.abc import Callable, Mapping
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from typing import NamedTuple

from aligntui.store import crypt
from aligntui.store.draft_files import DraftFile, abandoned, files_in, read_texts, set_aside
from aligntui.store.files import FULL, left_behind

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


class _Draft(NamedTuple):
    text: str
    base: str
    at: datetime | None
    """When it was written, if it is of a process that is gone."""


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
        self._drafts: dict[str, _Draft] = {}
        self._safe: Mapping[str, str] = {}
        """The texts on disk."""
        self._safe_number = -1
        self._synced = False
        """True when the last written state was synced to the disk."""
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
            self._take_over()
        except OSError as error:
            self._fail(error)
            self._take_over()
        self._writer = threading.Thread(target=self._write_behind, name="drafts", daemon=True)
        self._writer.start()

    @property
    def texts(self) -> Mapping[str, str]:
        """All drafts, by box."""
        with self._mutex:
            return {box: draft.text for box, draft in self._drafts.items()}

    @property
    def taken_over(self) -> Mapping[str, datetime]:
        """Boxes with texts of processes that are gone, and when each text was written."""
        with self._mutex:
            return {box: draft.at for box, draft in self._drafts.items() if draft.at}

    @property
    def unsaved(self) -> Mapping[str, str]:
        """The texts not on disk in their present form."""
        return {box: text for box, text in self.texts.items() if self._safe.get(box) != text}

    def get(self, box: str) -> str:
        """The draft of a box, or ""."""
        return self._drafts[box].text if box in self._drafts else ""

    def base(self, box: str) -> str:
        """The wording that the draft of a box started from, or ""."""
        return self._drafts[box].base if box in self._drafts else ""

    def put(self, box: str, text: str, base: str = "") -> None:
        """Set the draft of a box; a new one started from `base`."""
        with self._mutex:
            before = self._drafts.pop(box, _Draft("", base, None))
            if text:
                at = before.at if text == before.text else datetime.now().astimezone()
                self._drafts[box] = before._replace(text=text, at=before.at and at)
            if text == before.text:
                return
            self._number += 1
            self._behind += max(1, abs(len(text) - len(before.text)))
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
            number, drafts = self._number, dict(self._drafts)
            if number == self._safe_number and (self._synced or not sure):
                return
        data = b""
        try:
            data = self._data(drafts)
            self._own.put(data, number, sure=sure)
        except Exception as error:  # noqa: BLE001 - whatever it is, the texts are still in memory
            self._fail(error)
            self.spare = ""
            for spare in self._spares if data else ():
                with suppress(OSError):
                    spare.put(data, number, sure=False)
                    self.spare = str(spare.path)
                    break
        else:
            self._kept({box: draft.text for box, draft in drafts.items()}, number, sure=sure)
        if self.changed:
            self.changed()

    def _data(self, drafts: Mapping[str, _Draft]) -> bytes:
        """The contents of a file; empty without texts."""
        if not drafts:
            return b""
        kept = {f"{_BASE}{box}": draft.base for box, draft in drafts.items() if draft.base}
        kept |= {f"{_TIME}{box}": each.at.isoformat() for box, each in drafts.items() if each.at}
        kept |= {box: draft.text for box, draft in drafts.items()}
        data = json.dumps(kept, ensure_ascii=False).encode("utf-8", "replace")
        return crypt.seal(self._store, data) if self._store else data

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
                    spare.put(b"", number, sure=False)

    def _fail(self, error: Exception) -> None:
        code = error.errno if isinstance(error, OSError) else None
        why = (error.strerror if isinstance(error, OSError) else "") or type(error).__name__
        self.state = "disk full" if code in FULL else why[:1].lower() + why[1:]
        self.trouble = f"What you type can't be kept in {self._own.folder}: {why}"

    # -- drafts of processes that are gone --------------------------------------------------

    def _take_over(self) -> None:
        """Take over texts of dead processes; their files go only once ours is on disk."""
        locks: list[int] = []
        found: list[tuple[Path, dict[str, _Draft]]] = []
        for file in files_in(file.folder for file in (self._own, *self._spares)):
            if file != self._own.path and (lock := abandoned(file)) is not None:
                locks.append(lock)
                found.append((file, self._found(file)))
        try:
            found.sort(key=_newest, reverse=True)
            done = [file for file, drafts in found if self._took(file, drafts)]
            if done:
                self._write(sure=True)
            for file in done:
                # a file in memory may go as soon as ours is there
                if not self.trouble or (self.spare and file.parent != self._own.folder):
                    file.unlink(missing_ok=True)
                    file.with_suffix(".lock").unlink(missing_ok=True)
            for temporary in self._own.folder.glob(".*.tmp"):
                if left_behind(temporary.name):
                    temporary.unlink(missing_ok=True)
        except OSError as error:
            self._fail(error)
        finally:
            for lock in locks:
                os.close(lock)

    def _found(self, file: Path) -> dict[str, _Draft]:
        """The drafts in a file of a process that is gone."""
        at = datetime.now().astimezone()
        with suppress(OSError):
            at = datetime.fromtimestamp(file.lstat().st_mtime).astimezone()
        found, whole = read_texts(file)
        if not whole:
            kept = set_aside(file)
            self.notices.append(f"A draft could not be read whole; it is kept as {kept}")
        return {
            box: _Draft(text, found.get(f"{_BASE}{box}", ""), _time(found.get(f"{_TIME}{box}"), at))
            for box, text in found.items()
            if text and not box.startswith((_BASE, _TIME))
        }

    def _took(self, file: Path, drafts: Mapping[str, _Draft]) -> bool:
        """Take over the texts of a file; returns True when the file may go.

        If two files hold different texts for a box, the newer is taken; the older file waits for a
        start at which the box is free.
        """
        if any(_clash(self.get(box), draft.text) for box, draft in drafts.items()):
            return False
        for box, draft in drafts.items():
            if len(draft.text) > len(self.get(box)):
                self._drafts[box] = draft
        if file.parent == self._own.folder:
            # its file stays until ours is written
            self._safe = {**self._safe, **{box: draft.text for box, draft in drafts.items()}}
        return True


def _newest(found: tuple[Path, Mapping[str, _Draft]]) -> float:
    return max((draft.at.timestamp() for draft in found[1].values() if draft.at), default=0)


def _time(typed: str | None, otherwise: datetime) -> datetime:
    with suppress(ValueError):
        return datetime.fromisoformat(typed or "").astimezone()
    return otherwise


def _clash(one: str, other: str) -> bool:
    return bool(one and other) and not (one.startswith(other) or other.startswith(one))
