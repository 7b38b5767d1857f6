"""Access to a store's file: read only, read and repair, or write under the lock."""

from __future__ import annotations

import json
import os
import re
from contextlib import ExitStack, contextmanager, suppress
from typing import TYPE_CHECKING

from aligntui.store import backups, crypt
from aligntui.store.crypt import plain
from aligntui.store.errors import NotSaved, StoreError, StoreLocked, StoreReadOnly
from aligntui.store.files import (
    being_written,
    check_directory,
    make_private,
    names,
    own_directory,
    private_directory,
    write_private,
)
from aligntui.store.inventory import files_of, own_folders
from aligntui.store.locations import advice, lock_of, remote, synced_by
from aligntui.store.lock import StoreLock
from aligntui.store.text import Doc, Text

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from aligntui.store.opening import Found

_ID = re.compile(r"[0-9A-Za-z-]{1,64}")


class HighWater:
    """The marks in a folder, of each store seen at a path; without a folder there are none."""

    def __init__(self, folder: str | None, path: str) -> None:
        self._folder = folder
        self._path = path
        self._known: Doc = {}

    def last(self, store_id: object) -> Text:
        """The newest state seen of a store at this place: an empty text with its generation."""
        seen = _content(self._file(store_id)) if self._file(store_id) else {}
        # a copy of a store at another place has its own generations
        return Text(meta=seen if seen.get("path") == self._path else {})

    def behind(self, text: Text, last: Doc | None = None, *, alone: bool) -> str | None:
        """How a store differs from what was last seen at its place, as a message; None if fine.

        `last` is its `_meta` when this process last saw it, which may be newer. Unless only this
        machine writes it (`alone`), another one may have made a different save of the same
        generation.
        """
        store_id = text.meta.get("store_id")
        there, here = self.last(store_id), Text(meta=last or {})
        if here.gen >= max(there.gen, 1) and here.meta.get("store_id") == store_id:
            there = here
        same = text.changed or there.sum in {"", text.sum} or not alone
        if text.gen > there.gen or (text.gen == there.gen and same):
            return None
        words = (
            "the store has different saves from when this machine last saw it"
            if text.gen == there.gen
            else "the store is older than when this machine last saw it"
        )
        return (
            f"{words}; 'aligntui doctor --accept' takes it as it is, "
            "'aligntui restore FILE' brings a backup back"
        )

    def vanished(self) -> str:
        """The message when no store is at this place, though one was seen here; else "".

        With backups there its disk is mounted, so the missing file is handled elsewhere.
        """
        if not self._marks() or os.path.lexists(self._path) or backups.there(self._path):
            return ""
        return (
            f"{self._path} is not there, though this machine has seen a store there; mount its "
            "disk or put it back, or 'aligntui doctor --accept' begins a new one"
        )

    def mark(self, text: Text, *, accept: bool = False) -> None:
        """Record a store's generation; a lower one only with `accept`."""
        store_id = text.meta.get("store_id")
        now = {"gen": text.gen, "sum": text.sum, "path": self._path}
        file = self._file(store_id)
        if not file or now == self._known or (not accept and text.gen < self.last(store_id).gen):
            return
        with suppress(OSError):
            own_directory(os.path.dirname(file))
            write_private(file, [json.dumps(now).encode()], sure=False)
        self._known = now

    def forget(self) -> None:
        """Forget all stores seen at this place."""
        for mark in self._marks():
            with suppress(OSError):
                os.unlink(mark)

    def _marks(self) -> list[str]:
        """The marks of stores seen at this place, encrypted or not."""
        folder = self._folder or ""
        found = [os.path.join(folder, n) for n in names(folder) if n.endswith(".seen")]
        place = plain(self._path)
        return [mark for mark in found if plain(str(_content(mark).get("path"))) == place]

    def _file(self, store_id: object) -> str:
        """The mark of a store, or "" if it can't have one."""
        named = isinstance(store_id, str) and _ID.fullmatch(store_id)
        return os.path.join(self._folder, f"{store_id}.seen") if self._folder and named else ""


def _content(mark: str) -> Doc:
    with suppress(OSError, ValueError, RecursionError):
        with open(mark, "rb") as file:
            seen = json.loads(file.read(4096))
        if isinstance(seen, dict):
            return seen
    return {}


class Access:
    """The lock of one store, notes on its problems, and the reason if it can't be saved."""

    def __init__(self, path: str, *, seen: str | None, read_only: bool) -> None:
        self.path = path
        self.notes: list[str] = []
        """Problems found and repairs postponed, one line each."""
        self.lock = StoreLock(lock_of(path))
        self.high_water = HighWater(seen, path)
        self._seen = seen
        self._last: Doc = {}
        """The `_meta` of the store when it was last trusted here."""
        self._barred = "opened for reading only" if read_only else None
        self._lockless: str | None = None

    @property
    def barred(self) -> str | None:
        """The reason why nothing can be saved, or None."""
        return self._barred or self._lockless

    def bar(self, reason: str) -> None:
        """Write nothing from now on."""
        self._barred = reason

    def note(self, words: str) -> None:
        """Add a note, once."""
        if words not in self.notes:
            self.notes.append(words)

    def enter(self, read: Callable[[], Found], mend: Callable[[], Found]) -> None:
        """Read the file, and repair what has to be repaired before the next save."""
        try:
            check_directory(os.path.dirname(self.path))
            if not self._barred and (words := self._unwritable()):
                self.bar(words)
                self.note(words)
            found = read()
        except OSError as error:
            reason = error.strerror or error
            raise StoreError(
                f"{self.path} can't be read ({reason}); nothing was changed"
            ) from error
        there = found.mark is not None
        if not there and (words := self.high_water.vanished()):
            raise StoreError(words)
        if self._barred:
            return
        files = (self.path, self.lock.path) if there else ()
        for each in (*files, *own_folders(self.path, self._seen)):
            if make_private(each):
                self.note(f"{each} was readable by others; it is private now")
        if found.odd or found.refused or self._left():
            found = self._mend(mend) or found
        self.remember(found)
        if there and remote(os.path.dirname(self.path)):
            self._lockless = self.lock.trouble()
        self._tell(there=there)

    @contextmanager
    def locked(self) -> Iterator[None]:
        """Hold the lock; raises StoreReadOnly when nothing may be saved."""
        if self._barred:
            raise StoreReadOnly(f"not saved: {self._barred}")
        for folder in dict.fromkeys(map(os.path.dirname, (self.path, self.lock.path))):
            private_directory(folder)
        with ExitStack() as stack:
            try:
                stack.enter_context(self.lock.held())
            except StoreReadOnly as error:
                self._lockless = str(error)
                raise
            yield

    def alone(self) -> None:
        """Go on without a lock on a disk that has none: the user said that nobody else writes."""
        self.lock.alone = True
        self._lockless = None

    def remember(self, found: Found) -> None:
        """Record the store's generation on this machine, unless it may not be written."""
        if not (self._barred or found.refused or found.odd or found.mark is None):
            self.high_water.mark(found.text)

    def compare(self, found: Found, before: Found) -> None:
        """Refuse to overwrite a store that is behind what this machine or process saw `before`."""
        if not before.refused:
            self._last = before.text.meta
        if not (found.refused or found.mark is None):
            alone = not synced_by(self.path)
            found.refused = self.high_water.behind(found.text, self._last, alone=alone)

    def vanished(self, before: Found) -> str:
        """The message for a store that is missing though it was there `before`; else ""."""
        for other, done in ((f"{self.path}{crypt.SUFFIX}", "en"), (crypt.plain(self.path), "de")):
            if other != self.path and os.path.lexists(other):
                return f"the store was {done}crypted meanwhile; start again, nothing is saved here"
        gone = f"{self.path} has disappeared; put it back; nothing is saved until then"
        return gone if before.mark is not None else ""

    def _tell(self, *, there: bool) -> None:
        name = os.path.basename(self.path)
        if not there and (count := len(backups.there(self.path))):
            words = "there is no store here, but there are backups"
            self.note(f"{words}: {count}; 'aligntui restore FILE' brings one back")
        if os.path.lexists(f"{self.path}{crypt.SUFFIX}"):
            words = f"{name}{crypt.SUFFIX} exists too and is not read"
            self.note(f"{words}; 'aligntui decrypt' moves it aside")
        if words := backups.trouble(self.path):
            self.note(words)
        if there and (words := advice(self.path)):
            self.note(words)

    def _mend(self, mend: Callable[[], Found]) -> Found | None:
        notes = list(self.notes)
        self.notes.clear()
        try:
            private_directory(os.path.dirname(self.lock.path))
            with self.lock.held():
                for temporary in self._left():
                    with suppress(OSError):
                        if os.lstat(temporary).st_uid == os.getuid():
                            os.unlink(temporary)
                return mend()
        except (StoreLocked, StoreReadOnly, NotSaved, OSError) as error:
            self.notes.extend(note for note in notes if note not in self.notes)
            self.note(f"repair postponed: {error}")
            return None

    def _left(self) -> list[str]:
        """Half-written files of killed processes."""
        return [file for file in files_of(self.path, "half") if not being_written(file)]

    def _unwritable(self) -> str | None:
        if os.path.exists(self.path):
            for path in (os.path.dirname(self.path), self.path):
                if not os.access(path, os.W_OK):
                    return f"{path} can't be written; the store can only be read"
        return None
