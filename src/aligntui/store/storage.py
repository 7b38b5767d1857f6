"""The storage under TinyDB: one file, always whole, that several processes may write.

A save takes the lock, reads the file again if another process has replaced it, renders the changed
tables, writes a temporary file, syncs it, links the present file to its backup names, renames the
new one over it, and syncs the folder. Only then does it return. Any failure before leaves the file
as it was, and memory is reset to the file's contents.
"""

import os
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from tinydb.storages import Storage

from aligntui.store import backups
from aligntui.store.access import Access
from aligntui.store.errors import NotSaved, StaleError, StoreError, StoreReadOnly, StoreSealed
from aligntui.store.files import SyncError, mark_of, refusal, write_private
from aligntui.store.locations import synced_by
from aligntui.store.opening import Found, bytes_of, look, meta_of
from aligntui.store.text import META, Tables, Text, differences, write

Listener = Callable[[Tables, Tables], None]
"""Callback with the tables before and after a change that was not a save of ours."""


class FileStorage(Storage):
    """A TinyDB storage; written tables are on disk when the call returns, or not at all.

    Opening writes nothing unless something has to be repaired.
    """

    def __init__(
        self, path: str | os.PathLike[str], *, read_only: bool = False, seen: str | None = None
    ) -> None:
        """Open a store; `seen` is the folder of this machine's high-water marks."""
        self.path = os.path.realpath(path)
        self._threads = threading.RLock()
        self._listeners: list[Listener] = []
        self._inside = self._written = self._closed = False
        self._found = Found()
        self._readings = 0
        """Number of times the file was read."""
        self._unreadable: object = None
        """The mark of the file when it could not be read."""
        self.access = Access(self.path, seen=seen, read_only=read_only)
        self.access.enter(self._reload, self._mend_first)

    # -- TinyDB's interface

    def read(self) -> Tables | None:
        """The tables in memory, which only TinyDB changes; None if there are none."""
        return self._found.text.tables or None

    def write(self, data: Tables) -> None:
        """Save all tables: at once, or when the transaction ends."""
        if META in data:
            raise StoreError(f"the table {META} belongs to the store; choose another name")
        if self._inside:
            self._found.text.tables, self._written = data, True
            return
        # TinyDB has changed the tables in memory, before it is known whether they will be saved
        data = {**data}
        self._back()
        readings = self._readings
        with self.transaction():
            if self._readings != readings:
                raise StaleError("another process has just changed the store; try again")
            self.write(data)

    def close(self) -> None:
        """Close the store."""
        with self._threads:
            if not self._closed:
                self.access.remember(self._found)
            self._closed = True

    # -- our own interface

    @property
    def found(self) -> Found:
        """The file as last read or written."""
        return self._found

    @property
    def text(self) -> Text:
        """The contents of the file."""
        return self._found.text

    @property
    def read_only(self) -> str | None:
        """The reason why nothing can be saved, or None."""
        return self.access.barred or self._found.refused

    def listen(self, listener: Listener) -> None:
        """Call `listener` after every change that others wrote."""
        self._listeners.append(listener)

    def refresh(self) -> None:
        """Take in what others wrote since, without the lock.

        If the file can't be read right now, that is noted and memory stays as it is.
        """
        if self._closed or not self._threads.acquire(blocking=False):
            return
        try:
            if not self._inside and (mark := mark_of(self.path)) != self._unreadable:
                self._unreadable = mark
                self._catch_up()
                self._unreadable = None
                if self._found.odd and not self.read_only:
                    with self.transaction():
                        pass
        except StoreSealed:
            self._unreadable = None  # try again once the key is held
        except StoreError as error:
            self.access.note(str(error))
        except OSError as error:
            self._unreadable = None  # the disk may work the next time
            self.access.note(str(error))
        finally:
            self._threads.release()

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """Save everything written inside together at the end, or nothing of it.

        Raises StoreLocked, StoreReadOnly or NotSaved if it can't be saved.
        """
        with self._threads:
            if self._closed:
                raise StoreError(f"{self.path} is closed; open it again")
            with _refusals(self.path), self.access.locked():
                self._catch_up()
                if self.read_only:
                    raise StoreReadOnly(f"not saved: {self.read_only}")
                self._mend()
                self._inside = True
                try:
                    yield
                    if self._written:
                        self._save()
                except BaseException:
                    self._back()
                    raise
                finally:
                    self._inside = self._written = False

    # -- internals

    def _reload(self) -> Found:
        """Read the file, even if it seems unchanged."""
        found = look(self.path)
        if found.mark is None and (words := self.access.vanished(self._found)):
            raise StoreError(words)
        self.access.compare(found, self._found)
        self._keep_ours(found)
        before, self._found = self._found.text.tables, found
        self._readings += 1
        notes = [words[0 if self.read_only else 1] for words in found.notes]
        for words in filter(None, (*notes, found.refused)):
            self.access.note(words)
        if not found.refused:
            self._remember(found.text)
        self._tell(before)
        return found

    def _mend_first(self) -> Found:
        """Read the file and rewrite it if it has to be; only under the lock."""
        self._reload()
        self._mend()
        return self._found

    def _save(self) -> None:
        """Replace the file by the state in memory; only under the lock."""
        old = self._found
        try:
            meta = meta_of(old.text, old.text.gen + 1, old.folded)
            text = write(old.text.tables, meta, old.text.parts)
        except ValueError as error:
            raise NotSaved(f"not saved: {error}") from error
        data = bytes_of(self.path, text)
        made, mark = "", old.mark

        def replace(temporary: str) -> str:
            nonlocal made, mark
            if mark_of(self.path) != old.mark:
                raise NotSaved("not saved: another program changed the store just now; try again")
            if old.mark is not None:
                made = self._keep(backups.keep, old.text.gen)
            mark = mark_of(temporary)  # before the rename: nothing may fail after it
            os.replace(temporary, self.path)
            return self.path

        try:
            write_private(self.path, [data], finish=replace)
        except SyncError as error:
            self.access.bar(f"the disk of {self.path} failed; check it, then start again")
            if not error.named:
                raise NotSaved(
                    f"not saved: the disk of {self.path} failed ({error.strerror}); "
                    "check the disk, then start again"
                ) from error
            self.access.note(f"saved, but {self.access.barred}")
        self._found = Found(text, mark)
        if made:
            backups.thin_out(self.path, made)
        if old.mark is None:
            # a second copy of a new store, right after its first save
            self._keep(backups.keep_first, text.gen)

    def _tell(self, before: Tables) -> None:
        for listener in self._listeners:
            listener(before, self._found.text.tables)

    def _remember(self, text: Text) -> None:
        """Keep what another machine wrote into a synced folder as a merge base."""
        if synced_by(self.path):
            from aligntui.store import recovery

            recovery.remember(self.path, text.meta)

    def _keep_ours(self, found: Found) -> None:
        """If another program wrote the file, keep the state that it replaced, too."""
        ours = self._found.text
        if not ours.parts:
            return
        from aligntui.store import recovery

        overtaken = recovery.overtaken(self.path, found.text, ours)
        if not (overtaken or found.text.changed):
            return
        copy = {"-before.json": bytes_of(self.path, ours)}
        if overtaken and not self.access.barred:
            (kept,) = backups.keep_copies(self.path, ours.gen, copy)
            words = "another file took the place of the store, without all that was saved here"
            self.access.note(f"{words}; 'aligntui merge \"{kept}\"' takes it in")
        elif found.text.changed:
            found.keep |= copy
            count = sum(1 for _ in differences(ours.tables, found.text.tables))
            said, then = found.notes[-1]
            more = f"; documents that differ: {count}"
            found.notes[-1] = (said + more, then + more)

    def _keep(self, keep: Callable[[str, int], str], gen: int) -> str:
        """Keep a copy of the file; returns the name of a new backup, or ""."""
        try:
            return keep(self.path, gen)
        except OSError as error:
            self.access.note(backups.trouble(self.path) or f"no backup was made: {error}")
            return ""

    def _catch_up(self) -> None:
        mark = mark_of(self.path)
        # also without a file: an encrypted store must not be begun a second time
        if mark is None and (words := self.access.vanished(self._found)):
            raise StoreError(words)
        if mark != self._found.mark:
            self._reload()

    def _mend(self) -> None:
        found = self._found
        if found.refused:
            return
        if found.anew:
            backups.keep_copies(self.path, found.text.gen, found.keep)
            self._save()
        for journal in found.journals:
            os.unlink(journal)
        found.journals.clear()

    def _back(self) -> None:
        """Reset memory to the file's contents; tables that were written are parsed again."""
        text = self._found.text
        same = {n: part.table is text.tables.get(n) for n, part in text.parts.items()}
        if text.tables.keys() == text.parts.keys() and all(same.values()):
            return
        if self._found.mark is not None and not text.parts:
            self._reload()  # another program's file, not rewritten yet
            return
        before = text.tables
        text.parts = {
            name: part if same[name] else part._replace(table=part.read())
            for name, part in text.parts.items()
        }
        text.tables = {name: part.table for name, part in text.parts.items()}
        self._tell(before)


@contextmanager
def _refusals(path: str) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise refusal(error, path) from error
