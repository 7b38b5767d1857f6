"""The file of an open store as this process reads it, and how far this machine has seen it."""

import json
import os
import re
from collections.abc import Callable
from contextlib import suppress

from aligntui.store import backups, crypt
from aligntui.store.errors import StoreError
from aligntui.store.files import mark_of, names, own_directory, write_private
from aligntui.store.locations import lock_of, synced_by
from aligntui.store.lock import StoreLock
from aligntui.store.opening import Found, bytes_of, look
from aligntui.store.text import Doc, Tables, Text, differences

_ID = re.compile(r"[0-9A-Za-z-]{1,64}")


class HighWater:
    """The newest state that this machine has seen of each store at a path.

    It is a mark in a folder; without a folder there are none.
    """

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
        """The message when no store is at this place, though one was seen here; else ""."""
        if not self._marks() or os.path.lexists(self._path):
            return ""
        bring = "'aligntui restore FILE' brings a backup back, "
        return (
            f"{self._path} is not there, though this machine has seen a store there; mount its "
            f"disk or put it back, {bring if backups.there(self._path) else ''}"
            "or 'aligntui doctor --accept' begins a new one"
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
        place = crypt.plain(self._path)
        return [mark for mark in found if crypt.plain(str(_content(mark).get("path"))) == place]

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


class StoreFile:
    """Reads a store's file, and compares it with what this process and this machine saw last."""

    changed: Callable[[Tables, Tables], object] | None = None
    """Called with the tables before and after a change that was not a save of ours."""

    def __init__(self, path: str, seen: str | None) -> None:
        self.path = path
        self.lock = StoreLock(lock_of(path))
        self.notes: list[str] = []
        """Problems found and repairs postponed, one line each."""
        self.barred: str | None = None
        """The reason why nothing may be written, whatever is in the file."""
        self.found = Found()
        """The file as last read or written."""
        self.readings = 0
        """Number of times the file was read."""
        self._high_water = HighWater(seen, path)
        self._trusted: Doc = {}
        """The `_meta` of the file when it was last trusted."""

    @property
    def text(self) -> Text:
        """The contents of the file."""
        return self.found.text

    @property
    def read_only(self) -> str | None:
        """The reason why nothing can be saved, or None."""
        return self.barred or self.lock.unable or self.found.refused

    def note(self, words: str | None) -> None:
        """Add a note, once."""
        if words and words not in self.notes:
            self.notes.append(words)

    def catch_up(self) -> None:
        """Read the file if another one is there now."""
        mark = mark_of(self.path)
        # also without a file: an encrypted store must not be begun a second time
        if mark is None and (words := self._vanished()):
            raise StoreError(words)
        if mark != self.found.mark:
            self.reload()

    def reload(self) -> None:
        """Read the file, even if it seems unchanged."""
        found, before = look(self.path), self.found
        if found.mark is None and (words := self._vanished()):
            raise StoreError(words)
        if not before.refused:
            self._trusted = before.text.meta
        if not (found.refused or found.mark is None):
            alone = not synced_by(self.path)
            found.refused = self._high_water.behind(found.text, self._trusted, alone=alone)
        if before.text.parts:
            self._keep_ours(found)
        self.found = found
        self.readings += 1
        for said, then in found.notes:
            self.note(said if self.read_only else then)
        self.note(found.refused)
        if not found.refused and synced_by(self.path):
            from aligntui.store import recovery

            recovery.remember(self.path, found.text.meta)
        if self.changed:
            self.changed(before.text.tables, found.text.tables)

    def remember(self) -> None:
        """Record the store's generation on this machine, unless it may not be written."""
        if not (self.read_only or self.found.odd or self.found.mark is None):
            self._high_water.mark(self.text)

    def _vanished(self) -> str:
        """The message for a store that is missing though it was seen before; else ""."""
        for other, done in ((f"{self.path}{crypt.SUFFIX}", "en"), (crypt.plain(self.path), "de")):
            if other != self.path and os.path.lexists(other):
                return f"the store was {done}crypted meanwhile; start again, nothing is saved here"
        if self.found.mark is not None:
            return f"{self.path} has disappeared; put it back; nothing is saved until then"
        return self._high_water.vanished()

    def _keep_ours(self, found: Found) -> None:
        """If another program wrote the file, keep the state that it replaced, too."""
        from aligntui.store import recovery

        ours = self.text
        overtaken = recovery.overtaken(self.path, found.text, ours)
        if not (overtaken or found.text.changed):
            return
        copy = {"-before.json": bytes_of(self.path, ours)}
        if overtaken and not self.barred:
            (kept,) = backups.keep_copies(self.path, ours.gen, copy)
            words = "another file took the place of the store, without all that was saved here"
            self.note(f"{words}; 'aligntui merge \"{kept}\"' takes it in")
        elif found.text.changed:
            found.keep |= copy
            count = sum(1 for _ in differences(ours.tables, found.text.tables))
            said, then = found.notes[-1]
            more = f"; documents that differ: {count}"
            found.notes[-1] = (said + more, then + more)
