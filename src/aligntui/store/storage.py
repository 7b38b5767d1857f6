"""The storage under TinyDB: one file, always whole, that several processes may write.

A save takes the lock, reads the file again if another process has replaced it, renders the changed
tables, writes a temporary file, syncs it, links the present file to its backup names, renames the
new one over it, and syncs the folder. Only then does it return. Any failure before leaves the file
as it was, and memory is reset to the file's contents.
"""

import os
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from typing import Any

from tinydb.storages import Storage

from aligntui.store import backups, crypt, files
from aligntui.store.errors import (
    NotSaved,
    StaleError,
    StoreError,
    StoreLocked,
    StoreReadOnly,
    StoreSealed,
)
from aligntui.store.locations import advice, files_of, own_folders, remote
from aligntui.store.lock import hold_locks
from aligntui.store.opening import Found, bytes_of, meta_of
from aligntui.store.reading import StoreFile
from aligntui.store.text import META, Lines, write


class FileStorage(StoreFile, Storage):
    """A TinyDB storage; written tables are on disk when the call returns, or not at all.

    Opening writes nothing unless something has to be repaired.
    """

    def __init__(
        self,
        path: str | os.PathLike[str],
        *,
        read_only: bool = False,
        seen: str | None = None,
        alone: bool = False,
    ) -> None:
        """Open a store; `seen` is the folder of this machine's high-water marks.

        `alone` goes on without a lock on a disk that has none.
        """
        super().__init__(os.path.realpath(path), seen)
        self._threads = threading.RLock()
        self._inside = self._written = self._closed = False
        self._unreadable: files.Mark | None = None
        """The mark of the file when it could not be read."""
        self.lock.alone = alone
        self.barred = "opened for reading only" if read_only else None
        self._enter(seen)

    # -- TinyDB's interface

    def read(self) -> dict[str, Any] | None:
        """The tables in memory, which only TinyDB changes; None if there are none."""
        return self.text.tables or None

    def write(self, data: dict[str, Any]) -> None:
        """Save all tables: at once, or when the transaction ends."""
        if META in data:
            raise StoreError(f"the table {META} belongs to the store; choose another name")
        if self._inside:
            self.text.tables, self._written = data, True
            return
        # TinyDB has changed the tables in memory, before it is known whether they will be saved
        data = {**data}
        self._back()
        readings = self.readings
        with self.transaction():
            if self.readings != readings:
                raise StaleError("another process has just changed the store; try again")
            self.write(data)

    def close(self) -> None:
        """Close the store."""
        with self._threads:
            if not self._closed:
                self.remember()
            self._closed = True

    # -- our own interface

    def refresh(self) -> None:
        """Take in what others wrote since, without the lock.

        If the file can't be read right now, that is noted and memory stays as it is.
        """
        if self._closed or not self._threads.acquire(blocking=False):
            return
        try:
            if not self._inside and (mark := files.mark_of(self.path)) != self._unreadable:
                self._unreadable = mark
                self.catch_up()
                self._unreadable = None
                if self.found.odd and not self.read_only:
                    with self.transaction():
                        pass
        except StoreSealed:
            self._unreadable = None  # try again once the key is held
        except StoreError as error:
            self.note(str(error))
        except OSError as error:
            self._unreadable = None  # the disk may work the next time
            self.note(str(error))
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
            if words := self.barred or self.lock.unable:
                raise StoreReadOnly(f"not saved: {words}")
            with hold_locks(self.path, own=self.lock):
                self.catch_up()
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

    def _enter(self, seen: str | None) -> None:
        """Read the file, and repair what has to be repaired before the next save."""
        folder = os.path.dirname(self.path)
        try:
            files.check_directory(folder)
            if not self.barred and os.path.exists(self.path):
                places = (each for each in (folder, self.path) if not os.access(each, os.W_OK))
                if closed := next(places, None):
                    self.barred = f"{closed} can't be written; the store can only be read"
                    self.note(self.barred)
            self.reload()
        except OSError as error:
            reason = error.strerror or error
            raise StoreError(
                f"{self.path} can't be read ({reason}); nothing was changed"
            ) from error
        if self.barred:
            return
        there = self.found.mark is not None
        for each in (
            *((self.path, self.lock.path) if there else ()),
            *own_folders(self.path, seen),
        ):
            if files.make_private(each):
                self.note(f"{each} was readable by others; it is private now")
        left = [file for file in files_of(self.path, "half") if files.left_behind(file)]
        if self.found.odd or self.found.refused or left:
            self._repair(left)
        self.remember()
        if there and not self.read_only and remote(folder):
            self.lock.probe()
        self._advise(there=there)

    def _repair(self, left: list[str]) -> None:
        """Rewrite the file if that is needed, and remove what killed processes left."""
        notes, self.notes = self.notes, []
        try:
            with hold_locks(self.path, own=self.lock):
                for temporary in left:
                    with suppress(OSError):
                        if os.lstat(temporary).st_uid == os.getuid():
                            os.unlink(temporary)
                self.reload()
                self._mend()
        except (StoreLocked, StoreReadOnly, NotSaved) as error:
            self.notes = list(dict.fromkeys((*self.notes, *notes)))
            self.note(f"repair postponed: {error}")

    def _advise(self, *, there: bool) -> None:
        if not there and (count := len(backups.there(self.path))):
            words = "there is no store here, but there are backups"
            self.note(f"{words}: {count}; 'aligntui restore FILE' brings one back")
        if os.path.lexists(other := f"{self.path}{crypt.SUFFIX}"):
            words = f"{os.path.basename(other)} exists too and is not read"
            self.note(f"{words}; 'aligntui decrypt' moves it aside")
        self.note(backups.trouble(self.path))
        if there:
            self.note(advice(self.path))

    def _save(self) -> None:
        """Replace the file by the state in memory; only under the lock."""
        old = self.found
        try:
            meta = meta_of(old.text, old.text.gen + 1, old.folded)
            text = write(old.text.tables, meta)
        except ValueError as error:
            raise NotSaved(f"not saved: {error}") from error
        made, mark = "", old.mark

        def replace(temporary: str) -> str:
            nonlocal made, mark
            if files.mark_of(self.path) != old.mark:
                raise NotSaved("not saved: another program changed the store just now; try again")
            if old.mark is not None:
                made = self._keep(backups.keep, old.text.gen)
            mark = files.mark_of(temporary)  # before the rename: nothing may fail after it
            os.replace(temporary, self.path)
            return self.path

        try:
            files.write_private(self.path, [bytes_of(self.path, text)], finish=replace)
        except files.SyncError as error:
            self.barred = f"the disk of {self.path} failed; check it, then start again"
            if not error.named:
                raise NotSaved(
                    f"not saved: the disk of {self.path} failed ({error.strerror}); "
                    "check the disk, then start again"
                ) from error
            self.note(f"saved, but {self.barred}")
        self.found = Found(text, mark)
        if made:
            backups.thin_out(self.path, made)
        if old.mark is None:
            # a second copy of a new store, right after its first save
            self._keep(backups.keep_first, text.gen)

    def _keep(self, keep: Callable[[str, int], str], gen: int) -> str:
        """Keep a copy of the file; returns the name of a new backup, or ""."""
        try:
            return keep(self.path, gen)
        except OSError as error:
            self.note(backups.trouble(self.path) or f"no backup was made: {error}")
            return ""

    def _mend(self) -> None:
        found = self.found
        if found.refused:
            return
        if found.anew:
            backups.keep_copies(self.path, found.text.gen, found.keep)
            self._save()
        for journal in found.journals:
            os.unlink(journal)
        found.journals.clear()

    def _back(self) -> None:
        """Reset memory to the file's contents, whatever was changed in it."""
        text = self.text
        if self.found.mark is not None and not text.parts:
            self.reload()  # another program's file, not rewritten yet
            return
        before = text.tables
        text.parts = {name: Lines(part.data, part.crc) for name, part in text.parts.items()}
        text.tables = {**text.parts}
        if self.changed:
            self.changed(before, text.tables)
