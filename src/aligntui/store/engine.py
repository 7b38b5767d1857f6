"""The store at work: one state in memory, one line in the journal for each transaction."""

import os
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager

from aligntui.store.access import Access
from aligntui.store.base import chunks
from aligntui.store.errors import StoreError, StoreLocked, StoreReadOnly, StoreSealed
from aligntui.store.files import (
    refusal,
)
from aligntui.store.highwater import HighWater
from aligntui.store.lines import Doc
from aligntui.store.locations import synced_by
from aligntui.store.rows import META, Rows
from aligntui.store.state import Op, Staging

Listener = Callable[[list[Op] | None], None]


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
        self._threads = threading.RLock()
        self._listeners: list[Listener] = []
        self._staging: Staging | None = None
        self._closed = False
        self._access = Access(self.path, seen=seen, read_only=read_only)
        self._disk, self._lock = self._access.disk, self._access.lock
        self._access.enter()

    # -- reading

    @property
    def notes(self) -> list[str]:
        """What was found or postponed, one line each."""
        return self._access.notes

    @property
    def read_only(self) -> str | None:
        """Why nothing can be saved, or None."""
        return self._access.barred

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
        except StoreSealed:
            return []  # what others saved is read once the key is held again
        except (StoreError, OSError) as error:
            self._access.note(str(error))
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
        self._access.alone()

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
                    self._access.note(f"compaction postponed: {error}")
                return False
            return True

    def close(self, *, checkpoint: bool = True) -> None:
        """Leave the store, as a plain TinyDB file unless `checkpoint` is False."""
        with self._threads:
            if checkpoint and self._disk.at.number and not self._closed:
                self.checkpoint()
            if not self._closed:
                self._access.remember()
            self._closed = True
            self._lock.close()
            self._disk.close()

    # -- inside

    def _prepare(self, stack: ExitStack) -> None:
        if self._closed:
            raise StoreError(f"{self.path} is closed; open it again")
        self._access.take_lock(stack)
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
                self._access.bar(f"the disk of {self.path} failed; check it, then start again")

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
