"""The store of people in a TinyDB file; nothing is opened before it is needed."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from aligntui.store import summary
from aligntui.store.locations import remote
from aligntui.store.summary import stamp

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from aligntui.domain.identity import PersonId
    from aligntui.domain.overview import Overview
    from aligntui.domain.person import Change, Person
    from aligntui.store.port import Within
    from aligntui.store.records import Records


class DurableStore:
    """Keeps people in the file `path`.

    Overviews are read from the summary beside the store while it fits, so that `due` loads
    neither TinyDB nor the store.
    """

    def __init__(
        self,
        path: str | os.PathLike[str],
        *,
        patience: float | None = None,
        seen: str | None = None,
        alone: bool = False,
    ) -> None:
        self._path = os.fspath(path)
        self._patience = patience
        self._seen = seen
        self._alone = alone
        self._records: Records | None = None
        self._left: tuple[str, ...] = ()
        """Notes of the store when it was closed."""
        self._shown: list[int] | None = None
        """The stamp of the store when its summary was last used; None once it is opened."""

    @property
    def read_only(self) -> str | None:
        """The reason why nothing can be saved, or None; known once the store was opened."""
        return self._records.read_only if self._records else None

    @property
    def notes(self) -> tuple[str, ...]:
        """Problems found and repairs postponed, one line each."""
        return self._records.notes if self._records else self._left

    @property
    def pace(self) -> float:
        """Seconds between two checks for changes by others; network disks are asked less often."""
        return 5.0 if remote(os.path.dirname(os.path.realpath(self._path))) else 2.0

    def open(self) -> None:
        """Open the store now instead of when it is first needed."""
        self._open()

    def overviews(self) -> tuple[Overview, ...]:
        """The overviews of all people."""
        if self._records is None:
            here = stamp(self._path)
            kept = summary.read(self._path)
            if kept is not None:
                self._shown = here
                return kept
        return self._open().overviews()

    def person(self, person: PersonId) -> Person | None:
        """The person with this id, or None."""
        return self._open().person(person)

    def matching(self, words: Iterable[str]) -> Iterator[Person]:
        """People who may match the words, by name, with only the records that may."""
        return self._open().matching(words)

    def commit(self, change: Change) -> None:
        """Save a change; on return it is on disk."""
        self._open().commit(change)

    def commit_together(self, changes: Sequence[Change]) -> None:
        """Save changes of several people as one."""
        self._open().commit_together(changes)

    @property
    def latest(self) -> int:
        """The number of the last change that can be undone."""
        return self._open().latest

    def undo(self, within: Within | None = None) -> Change | None:
        """Undo the last change."""
        return self._open().undo(within)

    def redo(self, within: Within | None = None) -> Change | None:
        """Redo the last undo."""
        return self._open().redo(within)

    def refresh(self) -> bool:
        """Take in what others saved; returns True if anything was new."""
        shown, self._shown = self._shown, None
        new = self._open().refresh()
        # others may have saved after the summary was read and before the store was opened
        return new or (shown is not None and shown != stamp(self._path))

    def summarise(self) -> None:
        """Write a current summary."""
        if self._records is not None:
            self._records.summarise()

    def merge(
        self, file: str, *, dry_run: bool, data: bytes | None = None, said: str = ""
    ) -> tuple[str, ...]:
        """Merge a conflict copy as one change; returns a line for each difference."""
        return self._open().merge(file, dry_run=dry_run, data=data, said=said)

    def close(self, *, hurry: bool = False) -> None:
        """Close the store, with a current summary unless in a hurry."""
        if self._records is not None:
            self._records.close(hurry=hurry)
            self._left, self._records = self._records.notes, None

    def _open(self) -> Records:
        if self._records is None:
            from aligntui.store.records import Records

            self._records = Records(self._path, patience=self._patience, seen=self._seen)
            if self._alone:
                self._records.alone()
        return self._records
