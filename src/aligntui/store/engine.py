"""The store at work: one state in memory, one line in the journal for each transaction."""

import os
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager

from aligntui.store import backups, crypt
from aligntui.store.base import chunks
from aligntui.store.disk import Disk
from aligntui.store.errors import StoreError, StoreLocked, StoreReadOnly
from aligntui.store.files import (
    check_directory,
    leftovers,
    private_directory,
    refusal,
    tighten,
)
from aligntui.store.highwater import HighWater
from aligntui.store.lines import Doc
from aligntui.store.locations import advice, lock_of, stem_of, synced_by
from aligntui.store.lock import StoreLock
from aligntui.store.mounts import remote
from aligntui.store.moving import move_in
from aligntui.store.rows import META, Rows
from aligntui.store.state import Op, Staging

Listener = Callable[[list[Op] | None], None]
JOURNAL_LIMIT = 4 << 20


class Engine:
    """One open store. Opening writes nothing unless something has to be mended."""

    def __init__(
        self,
        path: str | os.PathLike[str],
        *,
        read_only: bool = False,
        seen: str | None = None,
    ) -> None:
        """Open a store; `seen` is the folder in which this machine remembers how far it came."""
        self.path = os.path.realpath(path)
        self.notes: list[str] = []
        self._barred = "opened for reading only" if read_only else None
        self._threads = threading.RLock()
        self._lock = StoreLock(lock_of(self.path))
        self._listeners: list[Listener] = []
        self._staging: Staging | None = None
        self._lockless: str | None = None
        self._disk = Disk(self.path, self._note, HighWater(seen, self.path))
        self._closed = False
        self._open()

    # -- reading

    @property
    def read_only(self) -> str | None:
        """Why nothing can be saved, or None."""
        return self._barred or self._lockless or self._disk.at.refused

    @property
    def damage(self) -> str | None:
        """What is wrong with the files, where they may only be read for it; or None."""
        return None if self._disk.at.sound else self._disk.at.refused

    def accept(self, seen: HighWater) -> None:
        """Let this machine take the store as it is for the furthest it has seen."""
        seen.mark(self._disk.at, accept=True)
        if synced_by(self.path):
            with self._lock.held():
                self._disk.drop_empty_journal()

    @property
    def version(self) -> tuple[int, int]:
        """Generation of the base and number of the last save after it."""
        return self._disk.at.gen, self._disk.at.number

    def stamp(self) -> tuple[int, ...]:
        """The identity on disk of the state in memory, as `stamp.stamp` gives it; () for none."""
        base, journal = self._disk.at.base_mark, self._disk.at.journal_mark
        return () if base is None else (*base, *(journal or (0, 0, 0)))

    def whole(self) -> bytes:
        """Everything that is kept, as one file; empty where there is nothing yet."""
        at = self._disk.at
        if at.base_mark is None:
            return b""
        tables = {name: self._disk.state.rows(name) for name in self._disk.state.names()}
        return b"".join(chunks({META: Rows({1: {**at.meta, "gen": at.gen}}), **tables}))

    def rows(self, table: str) -> Mapping[int, Doc]:
        """The live rows of a table as they are kept; the caller never changes them."""
        return self._disk.state.rows(table)

    def view(self, table: str) -> Mapping[int, Doc]:
        """The rows of a table as the running transaction of this thread sees them."""
        staging = self._own_staging()
        return self._disk.state.rows(table) if staging is None else staging.view(table)

    def names(self) -> list[str]:
        """The tables that exist."""
        staging = self._own_staging()
        return self._disk.state.names() if staging is None else staging.names()

    def refresh(self) -> list[Op] | None:
        """Catch up with other processes without the lock: their operations, None for all anew.

        What can't be read right now is noted, and the state stays as it was. While another
        thread saves, which catches up by itself, nothing is done.
        """
        if not self._threads.acquire(blocking=False):
            return []
        try:
            if self._staging is not None or self._closed:
                return []
            return self._catch_up(locked=False)
        except (StoreError, OSError) as error:
            self._note(str(error))
            return []
        finally:
            self._threads.release()

    def listen(self, callback: Listener) -> Callable[[], None]:
        """Call back with what `refresh` gives whenever the state changed; returns the undoing."""
        self._listeners.append(callback)
        return lambda: self._listeners.remove(callback)

    # -- writing

    @contextmanager
    def transaction(self) -> Iterator[Staging]:
        """Everything inside is kept together, or nothing of it is.

        StoreLocked, StoreReadOnly or NotSaved when it can't be kept. Inside another
        transaction this one joins it.
        """
        with self._threads:
            if self._staging is not None:
                with _joined(self._staging):
                    yield self._staging
                return
            with ExitStack() as stack:
                with self._refusals():
                    self._prepare(stack)
                self._staging = staging = Staging(self._disk.state)
                try:
                    yield staging
                finally:
                    self._staging = None
                with self._refusals():
                    self._commit(staging)
            if staging.ops:
                self._tell(staging.ops)

    @property
    def patience(self) -> float:
        """Seconds to wait for another process that holds the lock."""
        return self._lock.patience

    @patience.setter
    def patience(self, seconds: float) -> None:
        self._lock.patience = seconds

    def alone(self) -> None:
        """Go on without a lock where the disk has none; somebody said that nobody else writes."""
        self._lock.alone = True
        self._lockless = None

    def checkpoint(self, *, quiet: bool = False) -> bool:
        """Fold the journal into the base; False, with a note, when that has to wait.

        In `quiet`, there is no note where another process only holds the lock just now.
        """
        with self._threads:
            if self.read_only or self._closed or self._disk.at.base_mark is None:
                return False
            try:
                with self._lock.held():
                    self._catch_up(locked=True)
                    if self._disk.at.number and not self.read_only:
                        self._disk.fold()
            except (StoreError, OSError) as error:
                if not (quiet and isinstance(error, StoreLocked)):
                    self._note(f"compaction postponed: {error}")
                return False
            return True

    def close(self, *, checkpoint: bool = True) -> None:
        """Leave the store, as a plain TinyDB file unless `checkpoint` is False."""
        with self._threads:
            if checkpoint and self._disk.at.number and not self._closed:
                self.checkpoint()
            if not (self._closed or self._barred):
                self._disk.remember()
            self._closed = True
            self._lock.close()
            self._disk.close()

    # -- inside

    def _open(self) -> None:
        try:
            check_directory(os.path.dirname(self.path))
            move_in(self._disk, self._lock, reading=self._barred is not None)
            odd = self._looked()
            # Once more: another process may just have been between base and journal.
            odd = odd and self._looked()
        except OSError as error:
            reason = error.strerror or error
            raise StoreError(
                f"{self.path} can't be read ({reason}); nothing was changed"
            ) from error
        if self._barred:
            return
        if self._disk.at.base_mark is None and (count := backups.count(self.path)):
            words = "there is no store here, but backups of one"
            self._note(f"{words}: {count}; 'aligntui restore FILE' brings one back")
        self._barred = self._no_access()
        if self._barred:
            self._note(self._barred)
            return
        if odd or leftovers(self.path) or leftovers(stem_of(self.path)):
            self._mend()
        self._disk.remember()
        if remote(os.path.dirname(self.path)) and self._disk.at.base_mark is not None:
            self._lockless = self._lock.trouble()
        if os.path.lexists(f"{self.path}{crypt.SUFFIX}"):
            self._note(
                f"{os.path.basename(self.path)}{crypt.SUFFIX} is there, too, and is not read: "
                "'aligntui decrypt' moves it aside"
            )
        if words := advice(self.path) if self._disk.at.base_mark is not None else "":
            self._note(words)

    def _mend(self) -> None:
        notes = list(self.notes)
        self.notes.clear()
        try:
            private_directory(os.path.dirname(self._lock.path))
            with self._lock.held():
                self._disk.reload(locked=True)
        except (StoreLocked, StoreReadOnly, OSError) as error:
            self.notes.extend(note for note in notes if note not in self.notes)
            self._note(f"repair postponed: {error}")

    def _looked(self) -> bool:
        self.notes.clear()
        self._disk.reload(locked=False)
        return bool(self._disk.at.repair or self._disk.at.refused)

    def _no_access(self) -> str | None:
        if self._disk.at.base_mark is None:
            return None
        for path in (os.path.dirname(self.path), self.path, self._disk.journal):
            if os.path.exists(path) and not os.access(path, os.W_OK):
                return f"{path} can't be written; the store can only be read"
        for path in (self.path, self._disk.journal, self._lock.path):
            if tighten(path):
                self._note(f"{path} was open to others; it is private now")
        return None

    def _prepare(self, stack: ExitStack) -> None:
        if self._closed:
            raise StoreError(f"{self.path} is closed; open it again")
        if self._barred:
            raise StoreReadOnly(f"not saved: {self._barred}")
        private_directory(os.path.dirname(self.path))
        private_directory(os.path.dirname(self._lock.path))
        try:
            stack.enter_context(self._lock.held())
        except StoreReadOnly as error:
            self._lockless = str(error)
            raise
        self._catch_up(locked=True)
        if self.read_only:
            raise StoreReadOnly(f"not saved: {self.read_only}")

    def _commit(self, staging: Staging) -> None:
        if not staging.ops:
            return
        try:
            self._disk.append(staging.ops)
        finally:
            if self._disk.failed:
                self._barred = f"the disk of {self.path} failed; check it, then start again"

    def _catch_up(self, *, locked: bool) -> list[Op] | None:
        ops = self._disk.catch_up(locked=locked)
        if ops is None or ops:
            self._tell(ops)
        return ops

    def _own_staging(self) -> Staging | None:
        # Only the thread that owns the transaction sees what is not kept yet.
        if self._staging is None or not self._threads.acquire(blocking=False):
            return None
        self._threads.release()
        return self._staging

    def _tell(self, ops: list[Op] | None) -> None:
        for callback in list(self._listeners):
            callback(ops)

    def _note(self, words: str) -> None:
        if words not in self.notes:
            self.notes.append(words)

    @contextmanager
    def _refusals(self) -> Iterator[None]:
        try:
            yield
        except OSError as error:
            refused = refusal(error, self.path)
            raise refused from error


@contextmanager
def _joined(staging: Staging) -> Iterator[None]:
    before = len(staging.ops)
    try:
        yield
    except BaseException:
        staging.back_to(before)
        raise
