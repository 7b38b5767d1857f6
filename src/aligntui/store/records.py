"""People as the rows of an open database."""

import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, nullcontext, suppress
from typing import Any

from aligntui.domain.change import Change
from aligntui.domain.glance import overview
from aligntui.domain.identity import PersonId
from aligntui.domain.overview import Overview
from aligntui.domain.person import Person
from aligntui.store import index, undo
from aligntui.store.codec import PEOPLE, TABLES, Key, Row, changed_rows, person_of
from aligntui.store.conflicts import Copies, Merge, rows_of
from aligntui.store.convert import UNREADABLE
from aligntui.store.engine import Engine
from aligntui.store.errors import StaleError, StoreError
from aligntui.store.places import Places
from aligntui.store.port import Within
from aligntui.store.stamp import stamp
from aligntui.store.state import Staging
from aligntui.store.unread import Unread
from aligntui.store.writing import Writing


class Records:
    """The people in one database.

    A person is built from its rows when first asked for, and remembered until one of them
    changes.
    """

    def __init__(
        self, path: str, *, patience: float | None = None, seen: str | None = None
    ) -> None:
        self._path = path
        self._places = Places()
        self._unread = Unread()
        self._copies = Copies(os.path.realpath(path))
        self._copies.look()
        self._people: dict[str, Person] = {}
        self._overviews: dict[str, Overview] = {}
        self._summarised: tuple[int, ...] = ()
        self._news = False
        """Whether others kept something that `refresh` has not told yet."""
        self._ours = False
        """Whether what happens now was done by this store itself."""
        self._engine = Engine(path, seen=seen)
        self._writing = Writing(self._engine.rows, self._places)
        if patience is not None:
            self._engine.patience = patience
        self._engine.listen(self._follow)
        self._take_over_summary(self._engine.stamp())

    @property
    def read_only(self) -> str | None:
        """Why nothing can be kept, or None."""
        return self._engine.read_only

    @property
    def notes(self) -> tuple[str, ...]:
        """What was found odd, or put off, one line each."""
        return (*self._engine.notes, *self._unread.notes, *self._copies.notes(self._adds))

    def overviews(self) -> tuple[Overview, ...]:
        """Everybody at a glance; leaves a summary that fits."""
        self._engine.refresh()
        ids = self._places.people(self._engine.rows(PEOPLE))
        for person in ids:
            if person not in self._overviews and (whole := self._load(person)):
                self._overviews[person] = overview(whole)
        everybody = tuple(self._overviews[person] for person in ids if person in self._overviews)
        self._summarise(everybody)
        return everybody

    def person(self, person: PersonId) -> Person | None:
        """One person, whole."""
        return self._load(person)

    def matching(self, words: Iterable[str]) -> Iterator[Person]:
        """Whoever may hold the words, by name, with only the records that may."""
        from aligntui.store.searching import matching

        self._engine.refresh()
        tables = {table: self._engine.rows(table) for table in TABLES}
        return matching(words, tables, self._places, self._load)

    def commit(self, change: Change) -> None:
        """Keep a change: when this returns, it is on disk."""
        self.commit_together((change,))

    def commit_together(self, changes: Sequence[Change]) -> None:
        """Keep changes of several people as one, which is taken back as one."""
        with self._transaction() as staging:
            rows: dict[Key, Row | None] = {}
            for change in changes:
                rows |= self._changed(change)
            people = [change.person for change in changes]
            self._writing.write(staging, people, rows, changes[0].label)
        for change in changes:
            self._remember(change)

    @property
    def latest(self) -> int:
        """The number of the last change that can be taken back."""
        return undo.UndoLog(self._engine.rows(undo.TABLE)).to_undo() or 0

    def undo(self, within: Within | None = None) -> Change | None:
        """Take the last change back."""
        return self._swap(within, undone=True)

    def redo(self, within: Within | None = None) -> Change | None:
        """Redo the last undo."""
        return self._swap(within, undone=False)

    def refresh(self) -> bool:
        """Catch up with what others have kept; whether anything was new since the last time."""
        self._engine.refresh()
        self._copies.look()
        news, self._news = self._news, False
        return news

    def merge(
        self, file: str, *, dry_run: bool, data: bytes | None = None, said: str = ""
    ) -> tuple[str, ...]:
        """Take in a copy that went its own way, as one change; gives a line for each difference."""
        self._engine.refresh()
        with nullcontext() if dry_run else self._transaction() as staging:
            mine = self._ours_now()
            found = self._merged(file, mine, data)
            if found.rows and staging is not None:
                owners = {str((row or mine[key])["person"]) for key, row in found.rows.items()}
                rows = {key: _unnumbered(row, mine.get(key)) for key, row in found.rows.items()}
                label = said or f"merge {os.path.basename(file)}"
                self._writing.write(staging, sorted(owners), rows, label)
        return found.differences

    def _ours_now(self) -> dict[Key, Row]:
        return rows_of({table: self._engine.rows(table) for table in TABLES})

    def _merged(self, file: str, mine: Mapping[Key, Row], data: bytes | None = None) -> Merge:
        from aligntui.store.merging import merged_with

        path, gen = os.path.realpath(self._path), self._engine.version[0]
        return merged_with(path, file, mine, gen, data)

    def _adds(self, copy: str) -> bool:
        """Whether a copy holds anything that is missing here, or can't be read to tell."""
        try:
            return bool(self._merged(copy, self._ours_now()).rows)
        except (StoreError, *UNREADABLE):
            return True

    def alone(self) -> None:
        """Go on without a lock where the disk has none."""
        self._engine.alone()

    def settle(self) -> bool:
        """Fold the journal into the base and stay open; False where that has to wait."""
        settled = self._engine.checkpoint(quiet=True)
        with suppress(StoreError):  # the summary can be made again
            self.overviews()
        return settled

    def close(self, *, hurry: bool = False) -> None:
        """Fold the journal into the base, and leave a summary that fits."""
        if not hurry:
            self._engine.checkpoint()
            with suppress(StoreError):  # the summary can be made again
                self.overviews()
        self._engine.close(checkpoint=not hurry)

    def _take_over_summary(self, here: tuple[int, ...]) -> None:
        """Begin with the summary where it fits, so that nobody need be read for it."""
        kept = index.read(self._path)
        if kept is not None and list(here) == stamp(self._path):
            self._overviews = {view.id: view for view in kept}
            self._summarised = here

    @contextmanager
    def _transaction(self) -> Iterator[Staging]:
        try:
            with self._engine.transaction() as staging:
                yield staging
                self._ours = True
        finally:
            self._ours = False

    def _follow(self, ops: list[Any] | None) -> None:
        self._news = self._news or not self._ours
        if ops is None:
            self._places.forget()
            self._unread.forget()
            self._people.clear()
            self._overviews.clear()
            return
        for person in self._places.follow(ops, self._engine.rows):
            self._people.pop(person, None)
            self._overviews.pop(person, None)

    def _load(self, person: str) -> Person | None:
        if person not in self._people:
            rows = {table: self._rows(table, person) for table in TABLES}
            found = person_of(rows, self._unread.listening(person))
            if found is None:
                return None
            self._people[person] = found
        return self._people[person]

    def _summarise(self, everybody: tuple[Overview, ...]) -> None:
        """Keep the summary, unless it is kept already or memory is behind the disk."""
        fits = self._engine.stamp()
        if self._unread or self._engine.read_only:
            return  # what is odd is said each time, so each time the store is opened
        if fits and fits != self._summarised and list(fits) == stamp(self._path):
            index.write(self._path, everybody, fits)
            self._summarised = fits

    def _rows(self, table: str, person: str) -> tuple[Mapping[str, Any], ...]:
        rows = self._engine.rows(table)
        return tuple(rows[number] for number in self._places.numbers(table, person, rows))

    def _changed(self, change: Change) -> dict[Key, Row | None]:
        current = self._load(change.person)
        if current is not change.before and current != change.before:
            raise StaleError(f"somebody else changed this person; not kept: {change.label}")
        rows = changed_rows(change.before, change.after)
        self._unread.guard(change.person, rows)
        return rows

    def _swap(self, within: Within | None, *, undone: bool) -> Change | None:
        with self._transaction() as staging:
            log = undo.UndoLog(self._engine.rows(undo.TABLE))
            at = log.to_undo() if undone else log.to_redo()
            if at is None:
                return None
            entry = dict(self._engine.rows(undo.TABLE)[at])
            people = undo.people_of(entry)
            if within and not within.holds(people, at):
                return None
            person = entry["person"]
            before = self._load(person)
            self._unread.guard(person, [(table, uid) for table, uid, *_ in entry["rows"]])
            ways = self._writing.swap(staging, entry)
            staging.give(undo.TABLE, at, {**entry, "undone": undone, "rows": ways})
        for each in people:
            self._people.pop(each, None)
            self._overviews.pop(each, None)
        also = frozenset(PersonId(each) for each in people if each != person)
        return Change(entry["label"], before, self._load(person), also)

    def _remember(self, change: Change) -> None:
        if change.after is None:
            self._people.pop(change.person, None)
        else:
            self._people[change.person] = change.after


def _unnumbered(row: Row | None, before: Row | None) -> Row | None:
    """A row whose revision is counted up from ours, where we have one."""
    return row if row is None or before is None else {k: v for k, v in row.items() if k != "rev"}
