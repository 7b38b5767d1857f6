"""People as the rows of an open database."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from typing import Any

from aligntui.domain.change import Change
from aligntui.domain.errors import Refused
from aligntui.domain.glance import overview
from aligntui.domain.identity import PersonId
from aligntui.domain.overview import Overview
from aligntui.domain.person import Person
from aligntui.store import index, undo
from aligntui.store.codec import PEOPLE, TABLES, Key, Row, changed_rows, person_of
from aligntui.store.errors import StaleError, StoreDamaged, StoreError
from aligntui.store.places import Places
from aligntui.store.stamp import stamp
from aligntui.store.tiny import AlignDB


class Records:
    """The people in one database.

    A person is built from its rows when first asked for, and remembered until one of them
    changes.
    """

    def __init__(self, path: str) -> None:
        self._path = path
        self._places = Places()
        self._people: dict[str, Person] = {}
        self._overviews: dict[str, Overview] = {}
        self._summarised: tuple[int, ...] = ()
        self._db = AlignDB(path)
        self._db.listen(self._follow)
        self._take_over_summary(self._db.stamp())

    @property
    def read_only(self) -> str | None:
        """Why nothing can be kept, or None."""
        return self._db.read_only

    @property
    def notes(self) -> tuple[str, ...]:
        """What was found odd, or put off, one line each."""
        return tuple(self._db.notes)

    def overviews(self) -> tuple[Overview, ...]:
        """Everybody at a glance; leaves a summary that fits."""
        self.refresh()
        ids = self._places.people(self._db.rows(PEOPLE))
        for person in ids:
            if person not in self._overviews and (whole := self._load(person)):
                self._overviews[person] = overview(whole)
        everybody = tuple(self._overviews[person] for person in ids if person in self._overviews)
        self._summarise(everybody)
        return everybody

    def person(self, person: PersonId) -> Person | None:
        """One person, whole."""
        return self._load(person)

    def commit(self, change: Change) -> None:
        """Keep a change: when this returns, it is on disk."""
        with self._transaction():
            current = self._load(change.person)
            if current is not change.before and current != change.before:
                raise StaleError(f"somebody else changed this person; not kept: {change.label}")
            self._write(change)
        self._remember(change)

    def undo(self) -> Change | None:
        """Take the last change back."""
        return self._swap(undone=True)

    def redo(self) -> Change | None:
        """Do again what was taken back last."""
        return self._swap(undone=False)

    def refresh(self) -> bool:
        """Catch up with what others have kept."""
        ops = self._db.refresh()
        return ops is None or bool(ops)

    def close(self, *, hurry: bool = False) -> None:
        """Fold the journal into the base, and leave a summary that fits."""
        if not hurry:
            self._db.checkpoint()
            with suppress(StoreError):  # the summary can be made again
                self.overviews()
        self._db.close(checkpoint=not hurry)

    def _take_over_summary(self, here: tuple[int, ...]) -> None:
        """Begin with the summary where it fits, so that nobody need be read for it."""
        kept = index.read(self._path)
        if kept is not None and list(here) == stamp(self._path):
            self._overviews = {view.id: view for view in kept}
            self._summarised = here

    @contextmanager
    def _transaction(self) -> Iterator[None]:
        with self._db.transaction():
            yield

    def _follow(self, ops: list[Any] | None) -> None:
        if ops is None:
            self._places.forget()
            self._people.clear()
            self._overviews.clear()
            return
        for person in self._places.follow(ops, self._db.rows):
            self._people.pop(person, None)
            self._overviews.pop(person, None)

    def _load(self, person: str) -> Person | None:
        if person not in self._people:
            rows = {table: self._rows(table, person) for table in TABLES}
            try:
                found = person_of(rows)
            except (LookupError, ValueError, TypeError, AttributeError, Refused) as error:
                raise StoreDamaged(
                    f"a record in {self._path} can't be read ({type(error).__name__}); "
                    "nothing was changed"
                ) from error
            if found is None:
                return None
            self._people[person] = found
        return self._people[person]

    def _summarise(self, everybody: tuple[Overview, ...]) -> None:
        """Keep the summary, unless it is kept already or memory is behind the disk."""
        fits = self._db.stamp()
        if fits and fits != self._summarised and list(fits) == stamp(self._path):
            index.write(self._path, everybody, fits)
            self._summarised = fits

    def _rows(self, table: str, person: str) -> tuple[Mapping[str, Any], ...]:
        rows = self._db.rows(table)
        return tuple(rows[number] for number in self._places.numbers(table, person, rows))

    def _write(self, change: Change) -> None:
        rows = changed_rows(change.before, change.after)
        numbers = self._numbers(change.person)
        past: dict[Key, tuple[Row | None, int | None]] = {}
        for key, row in rows.items():
            past[key] = self._put(key, row, numbers.get(key))
        log = undo.UndoLog(self._db.rows(undo.TABLE))
        for number in log.outdated():
            self._db.delete(undo.TABLE, number)
        self._db.put(undo.TABLE, None, undo.entry(change.person, change.label, past))

    def _put(self, key: Key, row: Row | None, number: int | None) -> tuple[Row | None, int | None]:
        """Write or delete one row; gives what it was, and its revision from now on."""
        table = key[0]
        before = dict(self._db.rows(table)[number]) if number is not None else None
        if row is None:
            if number is not None:
                self._db.delete(table, number)
            return before, None
        # a row from the log takes its revision back, so that the entries before it fit again
        revision = row["rev"] if "rev" in row else (before or {}).get("rev", 0) + 1
        self._db.put(table, number, {**(before or {}), **row, "rev": revision})
        return before, revision

    def _numbers(self, person: str) -> Mapping[Key, int]:
        return self._places.by_uid(person, {table: self._db.rows(table) for table in TABLES})

    def _swap(self, *, undone: bool) -> Change | None:
        with self._transaction():
            log = undo.UndoLog(self._db.rows(undo.TABLE))
            at = log.to_undo() if undone else log.to_redo()
            if at is None:
                return None
            entry = dict(self._db.rows(undo.TABLE)[at])
            person = entry["person"]
            before = self._load(person)
            after_rows = self._swap_rows(entry)
            self._db.put(undo.TABLE, at, {**entry, "undone": undone, "rows": after_rows})
        self._people.pop(person, None)
        self._overviews.pop(person, None)
        return Change(label=entry["label"], before=before, after=self._load(person))

    def _swap_rows(self, entry: Row) -> list[list[Any]]:
        numbers = self._numbers(entry["person"])
        swapped = []
        for table, uid, row, revision in entry["rows"]:
            key = (table, uid)
            number = numbers.get(key)
            now = self._db.rows(table)[number].get("rev") if number is not None else None
            if now != revision:
                raise StaleError(f"this was changed by somebody else since: {entry['label']}")
            swapped.append([*key, *self._put(key, row, number)])
        return swapped

    def _remember(self, change: Change) -> None:
        if change.after is None:
            self._people.pop(change.person, None)
        else:
            self._people[change.person] = change.after
