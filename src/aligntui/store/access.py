"""What a process may do with the files of a store: open and mend them, only look, or write."""

import os
from contextlib import ExitStack

from aligntui.store import backups, crypt
from aligntui.store.disk import Disk
from aligntui.store.errors import StoreError, StoreLocked, StoreReadOnly
from aligntui.store.files import (
    check_directory,
    close_directory,
    leftovers,
    private_directory,
    tighten,
)
from aligntui.store.highwater import HighWater
from aligntui.store.inventory import own_folders
from aligntui.store.locations import advice, lock_of, stem_of
from aligntui.store.lock import StoreLock
from aligntui.store.mounts import remote
from aligntui.store.moving import move_in


class Access:
    """The disk and the lock of one store, and why nothing can be saved, where that is so."""

    def __init__(self, path: str, *, seen: str | None, read_only: bool) -> None:
        self.path = path
        self.notes: list[str] = []
        """What was found or postponed, one line each."""
        self.lock = StoreLock(lock_of(path))
        self._seen = seen
        self.disk = Disk(path, self.note, HighWater(seen, path))
        self._barred = "opened for reading only" if read_only else None
        self._lockless: str | None = None

    @property
    def barred(self) -> str | None:
        """Why nothing can be saved, or None."""
        return self._barred or self._lockless or self.disk.at.refused

    def bar(self, reason: str) -> None:
        """From here on nothing is written."""
        self._barred = reason

    def note(self, words: str) -> None:
        """Say something once."""
        if words not in self.notes:
            self.notes.append(words)

    def enter(self) -> None:
        """Read the files, and mend what has to be mended before the next save."""
        try:
            check_directory(os.path.dirname(self.path))
            move_in(self.disk, self.lock, reading=self._barred is not None)
            odd = self._looked()
            # Once more: another process may just have been between base and journal.
            odd = odd and self._looked()
        except OSError as error:
            reason = error.strerror or error
            raise StoreError(
                f"{self.path} can't be read ({reason}); nothing was changed"
            ) from error
        there = self.disk.at.base_mark is not None
        if not there and (words := HighWater(self._seen, self.path).vanished()):
            raise StoreError(words)
        if self._barred:
            return
        self._barred = self._no_access() if there else None
        if self._barred:
            self.note(self._barred)
            return
        self._close_folders()
        if odd or leftovers(self.path) or leftovers(stem_of(self.path)):
            self._mend()
        self.disk.remember()
        if there and remote(os.path.dirname(self.path)):
            self._lockless = self.lock.trouble()
        self._tell(there=there)

    def take_lock(self, stack: ExitStack) -> None:
        """Hold the lock as long as the stack lasts; StoreReadOnly where nothing may be saved."""
        if self._barred:
            raise StoreReadOnly(f"not saved: {self._barred}")
        for folder in dict.fromkeys(map(os.path.dirname, (self.path, self.lock.path))):
            private_directory(folder)
        try:
            stack.enter_context(self.lock.held())
        except StoreReadOnly as error:
            self._lockless = str(error)
            raise

    def alone(self) -> None:
        """Go on without a lock where the disk has none; somebody said that nobody else writes."""
        self.lock.alone = True
        self._lockless = None

    def remember(self) -> None:
        """Let this machine know how far the store has come, where it may write at all."""
        if not self._barred:
            self.disk.remember()

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

    def _mend(self) -> None:
        notes = list(self.notes)
        self.notes.clear()
        try:
            private_directory(os.path.dirname(self.lock.path))
            with self.lock.held():
                self.disk.reload(locked=True)
        except (StoreLocked, StoreReadOnly, OSError) as error:
            self.notes.extend(note for note in notes if note not in self.notes)
            self.note(f"repair postponed: {error}")

    def _looked(self) -> bool:
        self.notes.clear()
        self.disk.reload(locked=False)
        return bool(self.disk.at.repair or self.disk.at.refused)

    def _close_folders(self) -> None:
        """Take everybody else's rights off the folders that only we use."""
        for folder in own_folders(self.path, self._seen):
            if close_directory(folder):
                self.note(f"{folder} was readable by others; it is private now")

    def _no_access(self) -> str | None:
        for path in (os.path.dirname(self.path), self.path, self.disk.journal):
            if os.path.exists(path) and not os.access(path, os.W_OK):
                return f"{path} can't be written; the store can only be read"
        for path in (self.path, self.disk.journal, self.lock.path):
            if tighten(path):
                self.note(f"{path} was readable by others; it is private now")
        return None
