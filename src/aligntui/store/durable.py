"""The store of people in a TinyDB file; nothing is opened before it is needed.

Overviews are read from the summary beside the store while it fits, so that `due` loads neither
TinyDB nor the store: what only an open store needs is imported in the methods.
"""

from __future__ import annotations

import os
from collections.abc import Collection, Iterable, Iterator, Sequence
from contextlib import nullcontext, suppress
from typing import TYPE_CHECKING, NamedTuple

from aligntui.store import summary
from aligntui.store.errors import StaleError, StoreError
from aligntui.store.locations import remote
from aligntui.store.summary import stamp

if TYPE_CHECKING:
    from aligntui.domain.identity import PersonId
    from aligntui.domain.overview import Overview
    from aligntui.domain.person import Change, Person
    from aligntui.store.codec import Key, Row
    from aligntui.store.files import Mark
    from aligntui.store.rows import Rows, Writing
    from aligntui.store.text import Tables

UNDOABLE = 200
"""The most changes that can be undone; older ones stay in the histories."""


class Within(NamedTuple):
    """Limits undo and redo to changes of one person, after a given one."""

    person: PersonId
    """The person whose change it has to be."""
    after: int
    """The number of the last change before the limit."""

    def holds(self, people: Collection[str], number: int) -> bool:
        """True when a change of these people is within the limit."""
        return number > self.after and self.person in people


class DurableStore:
    """Keeps people in the file `path`."""

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
        self._opened: Rows | None = None
        self._left: tuple[str, ...] = ()
        """Notes of the store when it was closed."""
        self._shown: Mark | None = None
        """The stamp of the store when its summary was last used; None once it is opened."""
        self._overviews: dict[str, Overview] = {}
        self._summarised: Mark | None = None
        """The stamp of the state in the summary, if known."""
        self._adding: dict[tuple[str, Mark | None], bool] = {}
        """Whether a conflict copy held changes that are missing here, as it was."""
        self._news = False
        """True when others saved something that `refresh` has not reported yet."""

    @property
    def read_only(self) -> str | None:
        """The reason why nothing can be saved, or None; known once the store was opened."""
        return self._opened.storage.read_only if self._opened else None

    @property
    def notes(self) -> tuple[str, ...]:
        """Problems found and repairs postponed, one line each."""
        if self._opened is None:
            return self._left
        from aligntui.store.locations import announced, conflict_copies

        storage = self._opened.storage
        copies = announced(list(filter(self._adds, conflict_copies(storage.path))))
        return (*storage.notes, *self._opened.notes, *copies)

    @property
    def pace(self) -> float:
        """Seconds between two checks for changes by others; network disks are asked less often."""
        return 5.0 if remote(os.path.dirname(os.path.realpath(self._path))) else 2.0

    def open(self) -> None:
        """Open the store now instead of when it is first needed."""
        self._open()

    def overviews(self) -> tuple[Overview, ...]:
        """The overviews of all people; writes a current summary."""
        if self._opened is None:
            here = stamp(self._path)
            kept = summary.read(self._path)
            if kept is not None:
                self._shown, self._overviews = here, {view.id: view for view in kept}
                return kept
        from aligntui.domain.glance import overview

        opened = self._open()
        opened.storage.refresh()
        ids = opened.people()
        for person in ids:
            if person not in self._overviews and (whole := opened.person(person)):
                self._overviews[person] = overview(whole)
        everybody = tuple(self._overviews[person] for person in ids if person in self._overviews)
        fits = opened.storage.found.mark
        # without a summary, problems are reported each time the store is opened
        troubled = opened.notes or opened.storage.read_only
        if not troubled and fits != self._summarised and fits == stamp(self._path) and fits:
            summary.write(self._path, everybody, fits)
            self._summarised = fits
        return everybody

    def person(self, person: PersonId) -> Person | None:
        """The person with this id, or None."""
        return self._open().person(person)

    def matching(self, words: Iterable[str]) -> Iterator[Person]:
        """People who may match the words, by name, with only the records that may."""
        from aligntui.store.records import matching

        opened = self._open()
        opened.storage.refresh()
        return matching(words, opened)

    def commit(self, change: Change) -> None:
        """Save a change; on return it is on disk."""
        self.commit_together((change,))

    def commit_together(self, changes: Sequence[Change]) -> None:
        """Save changes of several people as one, which is undone as one."""
        from aligntui.store.codec import changed_rows
        from aligntui.store.rows import Writing

        opened = self._open()
        with opened.storage.transaction():
            rows: dict[Key, Row | None] = {}
            for change in changes:
                current = opened.person(change.person)
                if current is not change.before and current != change.before:
                    words = f"somebody else changed this person; not kept: {change.label}"
                    raise StaleError(words)
                changed = changed_rows(change.before, change.after)
                opened.guard(change.person, changed)
                rows |= changed
            writing = Writing(opened, [change.person for change in changes])
            writing.write(rows, changes[0].label)
        self._kept(opened, writing, changes)

    @property
    def latest(self) -> int:
        """The number of the last change that can be undone."""
        return self._open().log().next(undone=True) or 0

    def undo(self, within: Within | None = None) -> Change | None:
        """Undo the last change."""
        return self._swap(within, undone=True)

    def redo(self, within: Within | None = None) -> Change | None:
        """Redo the last undo."""
        return self._swap(within, undone=False)

    def refresh(self) -> bool:
        """Take in what others saved; returns True if anything was new since the last call."""
        opened = self._open()
        shown, self._shown = self._shown, None
        opened.storage.refresh()
        news, self._news = self._news, False
        # others may have saved after the summary was read and before the store was opened
        return news or (shown is not None and shown != stamp(self._path))

    def summarise(self) -> None:
        """Write a current summary, unless the store was not opened."""
        if self._opened is not None and self._opened.storage.found.mark != self._summarised:
            with suppress(StoreError):  # it can be written another time
                self.overviews()

    def merge(
        self, file: str, *, dry_run: bool, data: bytes | None = None, said: str = ""
    ) -> tuple[str, ...]:
        """Merge a conflict copy as one change; returns a line for each difference."""
        from aligntui.store.conflicts import rows_of
        from aligntui.store.recovery import merge_copy
        from aligntui.store.rows import Writing

        opened = self._open()
        opened.storage.refresh()
        with nullcontext() if dry_run else opened.storage.transaction():
            mine = rows_of(opened.tables())
            found = merge_copy(opened.storage, file, data)
            if dry_run or not found.rows:
                return found.differences
            owners = sorted({str((row or mine[key])["person"]) for key, row in found.rows.items()})
            # without their revision, which is then counted up from ours
            for key, row in found.rows.items():
                if row is not None and key in mine:
                    row.pop("rev", None)
            writing = Writing(opened, owners)
            writing.write(found.rows, said or f"merge {os.path.basename(file)}")
        self._kept(opened, writing)
        return found.differences

    def close(self, *, hurry: bool = False) -> None:
        """Close the store, with a current summary unless in a hurry."""
        if self._opened is not None:
            if not hurry:
                self.summarise()
            self._opened.db.close()
            self._left, self._opened = self.notes, None
            self._overviews = {}
            self._summarised, self._news = None, False

    def _open(self) -> Rows:
        if self._opened is None:
            from aligntui.store.records import open_db
            from aligntui.store.rows import Rows

            db, _ = open_db(self._path, seen=self._seen, alone=self._alone)
            found = self._opened = Rows(db)
            if self._patience is not None:
                found.storage.lock.patience = self._patience
            found.storage.changed = self._follow
            here = found.storage.found.mark
            if not self._overviews or self._shown != here:
                kept = summary.read(self._path)
                if kept is None or here != stamp(self._path):
                    self._overviews = {}
                    return found
                self._overviews = {view.id: view for view in kept}
            self._summarised = here
        return self._opened

    def _adds(self, copy: str) -> bool:
        """True when a copy has changes that are missing here, or can't be read."""
        from aligntui.store.convert import UNREADABLE
        from aligntui.store.recovery import merge_copy

        opened, mark = self._open(), stamp(copy)
        if (copy, mark) not in self._adding:
            try:
                self._adding[copy, mark] = bool(merge_copy(opened.storage, copy).rows)
            except (StoreError, *UNREADABLE):
                self._adding[copy, mark] = mark is not None
        return self._adding[copy, mark]

    def _swap(self, within: Within | None, *, undone: bool) -> Change | None:
        from aligntui.domain.identity import PersonId
        from aligntui.domain.person import Change
        from aligntui.store.rows import Writing, people_of

        opened = self._open()
        with opened.storage.transaction():
            log = opened.log()
            at = log.next(undone=undone)
            if at is None:
                return None
            entry = dict(log.rows[at])
            people, person = people_of(entry), entry["person"]
            if within and not within.holds(people, at):
                return None
            before = opened.person(person)
            opened.guard(person, [(table, uid) for table, uid, *_ in entry["rows"]])
            writing = Writing(opened, people)
            writing.swap(at, entry, undone=undone)
        self._kept(opened, writing)
        also = frozenset(PersonId(each) for each in people if each != person)
        return Change(entry["label"], before, opened.person(person), also)

    def _kept(self, opened: Rows, writing: Writing, changes: Sequence[Change] = ()) -> None:
        known = {str(change.person): change.after for change in changes if change.after is not None}
        opened.follow(writing, known)
        for person in writing.people:
            self._overviews.pop(person, None)

    def _follow(self, before: Tables, after: Tables) -> None:
        """Forget people whom others changed."""
        from aligntui.store.codec import TABLES
        from aligntui.store.text import differences

        differ = (rows for name, *rows in differences(before, after) if name in TABLES)
        changed = {str(row.get("person")) for rows in differ for row in rows if row is not None}
        self._open().forget(changed)
        self._news = self._news or bool(changed)
        for person in changed:
            self._overviews.pop(person, None)
