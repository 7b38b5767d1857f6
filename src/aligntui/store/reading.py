"""The file of an open store as this process reads it, and what it notes on it."""

import os

from aligntui.store import backups, crypt
from aligntui.store.errors import StoreError
from aligntui.store.files import mark_of
from aligntui.store.highwater import HighWater
from aligntui.store.locations import lock_of, synced_by
from aligntui.store.lock import StoreLock
from aligntui.store.opening import Found, bytes_of, look
from aligntui.store.text import Doc, Tables, Text, differences


class StoreFile:
    """Reads a store's file, and compares it with what this process and this machine saw last."""

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
        return self.barred or self.found.refused

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
        self.changed(before.text.tables)

    def changed(self, before: Tables) -> None:
        """Called after the tables were read again."""

    def remember(self) -> None:
        """Record the store's generation on this machine, unless it may not be written."""
        if not (self.read_only or self.found.odd or self.found.mark is None):
            self._high_water.mark(self.text)

    def missing(self) -> str:
        """The message for a store that this machine has seen, and that is not there; else ""."""
        return "" if self.found.mark is not None else self._high_water.vanished()

    def _vanished(self) -> str:
        """The message for a store that is missing though it was read before; else ""."""
        for other, done in ((f"{self.path}{crypt.SUFFIX}", "en"), (crypt.plain(self.path), "de")):
            if other != self.path and os.path.lexists(other):
                return f"the store was {done}crypted meanwhile; start again, nothing is saved here"
        gone = f"{self.path} has disappeared; put it back; nothing is saved until then"
        return gone if self.found.mark is not None else ""

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
