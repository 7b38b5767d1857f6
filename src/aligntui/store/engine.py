"""The store at work: one state in memory, one line in the journal for each transaction."""

import os
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager

from aligntui.store.disk import Disk
from aligntui.store.errors import StoreError, StoreLocked, StoreReadOnly
from aligntui.store.files import (
    check_directory,
    leftovers,
    private_directory,
    refusal,
    tighten,
)
from aligntui.store.lines import Doc
from aligntui.store.lock import StoreLock
from aligntui.store.state import Op, Staging

Listener = Callable[[list[Op] | None], None]
JOURNAL_LIMIT = 4 << 20


class Engine:
    """One open store. Opening writes nothing unless something has to be mended."""

    def __init__(self, path: str | os.PathLike[str], *, read_only: bool = False) -> None:
        self.path = os.path.realpath(path)
        self.notes: list[str] = []
        self._barred = "opened for reading only" if read_only else None
        self._threads = threading.RLock()
        self._lock = StoreLock(self.path + ".lock")
        self._listeners: list[Listener] = []
        self._staging: Staging | None = None
        self._disk = Disk(self.path, self._note)
        self._closed = False
        self._open()

    # -- reading

    @property
    def read_only(self) -> str | None:
        """Why nothing can be saved, or None."""
        return self._barred or self._disk.at.refused

    @property
    def version(self) -> tuple[int, int]:
        """Generation of the base and number of the last save after it."""
        return self._disk.at.gen, self._disk.at.number

    def stamp(self) -> tuple[int, ...]:
        """The identity on disk of the state in memory, as `stamp.stamp` gives it; () for none."""
        base, journal = self._disk.at.base_mark, self._disk.at.journal_mark
        return () if base is None else (*base, *(journal or (0, 0, 0)))

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

    def checkpoint(self) -> bool:
        """Fold the journal into the base; False, with a note, when that has to wait."""
        with self._threads:
            if self.read_only or self._closed or self._disk.at.base_mark is None:
                return False
            try:
                with self._lock.held():
                    self._catch_up(locked=True)
                    if self._disk.at.number and not self.read_only:
                        self._disk.fold()
            except (StoreError, OSError) as error:
                self._note(f"compaction postponed: {error}")
                return False
            return True

    def close(self, *, checkpoint: bool = True) -> None:
        """Leave the store, as a plain TinyDB file unless `checkpoint` is False."""
        with self._threads:
            if checkpoint and self._disk.at.number and not self._closed:
                self.checkpoint()
            self._closed = True
            self._lock.close()
            self._disk.close()

    # -- inside

    def _open(self) -> None:
        check_directory(os.path.dirname(self.path))
        try:
            odd = self._looked()
            # Once more: another process may just have been between base and journal.
            odd = odd and self._looked()
        except OSError as error:
            reason = error.strerror or error
            raise StoreError(
                f"{self.path} can't be read ({reason}); nothing was changed"
            ) from error
        self._barred = self._barred or self._no_access()
        if self._barred or not (odd or leftovers(self.path)):
            return
        notes = list(self.notes)
        self.notes.clear()
        try:
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
        for path in (os.path.dirname(self.path), self.path, self.path + ".journal"):
            if os.path.exists(path) and not os.access(path, os.W_OK):
                return f"{path} can't be written; the store can only be read"
        for path in (self.path, self.path + ".journal", self.path + ".lock"):
            if tighten(path):
                self._note(f"{path} was open to others; it is private now")
        return None

    def _prepare(self, stack: ExitStack) -> None:
        if self._closed:
            raise StoreError(f"{self.path} is closed; open it again")
        if self._barred:
            raise StoreReadOnly(f"not saved: {self._barred}")
        private_directory(os.path.dirname(self.path))
        stack.enter_context(self._lock.held())
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
