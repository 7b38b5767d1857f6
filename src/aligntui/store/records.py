"""People as documents of a TinyDB."""

import json
import os
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import nullcontext, suppress
from functools import partial
from typing import Any, cast

import orjson
from tinydb import TinyDB

from aligntui import __version__
from aligntui.domain.glance import overview
from aligntui.domain.identity import PersonId
from aligntui.domain.naming import folded
from aligntui.domain.overview import Overview
from aligntui.domain.person import Change, Person
from aligntui.store import rows, summary
from aligntui.store.codec import PEOPLE, TABLES, Key, Row, changed_rows, person_of
from aligntui.store.conflicts import Copies, Merge, rows_of
from aligntui.store.convert import UNREADABLE
from aligntui.store.errors import StaleError, StoreError
from aligntui.store.files import now
from aligntui.store.opening import MIN_READER, SCHEMA
from aligntui.store.port import Within
from aligntui.store.rows import Rows, Unread, Writing, people_changed
from aligntui.store.storage import FileStorage
from aligntui.store.text import Table, Tables, chunks, write


def open_db(
    path: str | os.PathLike[str], *, read_only: bool = False, seen: str | None = None
) -> tuple[TinyDB, FileStorage]:
    """Open a store's file with TinyDB; returns it and its storage."""
    db = TinyDB(path, storage=FileStorage, read_only=read_only, seen=seen)
    return db, cast("FileStorage", db.storage)


class Records:
    """The people in one store.

    A person is built from their documents when first asked for, and cached until one of them
    changes.
    """

    def __init__(
        self, path: str, *, patience: float | None = None, seen: str | None = None
    ) -> None:
        self._path = path
        self._unread = Unread()
        self._copies = Copies(os.path.realpath(path))
        self._copies.look()
        self._people: dict[str, Person] = {}
        self._overviews: dict[str, Overview] = {}
        self._summarised: tuple[int, ...] = ()
        self._news = False
        """True when others saved something that `refresh` has not reported yet."""
        self._db, self._storage = open_db(path, seen=seen)
        self._rows = Rows(self._db)
        if patience is not None:
            self._storage.access.lock.patience = patience
        self._storage.listen(self._follow)
        self._take_over_summary(self._storage.stamp())

    @property
    def read_only(self) -> str | None:
        """The reason why nothing can be saved, or None."""
        return self._storage.read_only

    @property
    def notes(self) -> tuple[str, ...]:
        """Problems found and repairs postponed, one line each."""
        copies = self._copies.notes(self._adds)
        return (*self._storage.access.notes, *self._unread.notes, *copies)

    def overviews(self) -> tuple[Overview, ...]:
        """The overviews of all people; writes a current summary."""
        self._storage.refresh()
        ids = self._rows.people()
        for person in ids:
            if person not in self._overviews and (whole := self._load(person)):
                self._overviews[person] = overview(whole)
        everybody = tuple(self._overviews[person] for person in ids if person in self._overviews)
        self._summarise(everybody)
        return everybody

    def person(self, person: PersonId) -> Person | None:
        """The person with this id, or None."""
        return self._load(person)

    def matching(self, words: Iterable[str]) -> Iterator[Person]:
        """People who may match the words, by name, with only the records that may."""
        self._storage.refresh()
        return matching(words, self._rows, self._load)

    def commit(self, change: Change) -> None:
        """Save a change; on return it is on disk."""
        self.commit_together((change,))

    def commit_together(self, changes: Sequence[Change]) -> None:
        """Save changes of several people as one, which is undone as one."""
        with self._storage.transaction():
            rows: dict[Key, Row | None] = {}
            for change in changes:
                rows |= self._changed(change)
            writing = Writing(self._rows, [change.person for change in changes])
            writing.write(rows, changes[0].label)
        self._kept(writing, changes)

    @property
    def latest(self) -> int:
        """The number of the last change that can be undone."""
        return rows.UndoLog(self._rows.log()).to_undo() or 0

    def undo(self, within: Within | None = None) -> Change | None:
        """Undo the last change."""
        return self._swap(within, undone=True)

    def redo(self, within: Within | None = None) -> Change | None:
        """Redo the last undo."""
        return self._swap(within, undone=False)

    def refresh(self) -> bool:
        """Take in what others saved; returns True if anything was new since the last call."""
        self._storage.refresh()
        self._copies.look()
        news, self._news = self._news, False
        return news

    def summarise(self) -> None:
        """Write a current summary."""
        if self._storage.stamp() != self._summarised:
            with suppress(StoreError):  # it can be written another time
                self.overviews()

    def merge(
        self, file: str, *, dry_run: bool, data: bytes | None = None, said: str = ""
    ) -> tuple[str, ...]:
        """Merge a conflict copy as one change; returns a line for each difference."""
        self._storage.refresh()
        with nullcontext() if dry_run else self._storage.transaction():
            mine = rows_of(self._tables())
            found = self._merged(file, mine, data)
            if dry_run or not found.rows:
                return found.differences
            owners = sorted({str((row or mine[key])["person"]) for key, row in found.rows.items()})
            rows = {key: _unnumbered(row, mine.get(key)) for key, row in found.rows.items()}
            writing = Writing(self._rows, owners)
            writing.write(rows, said or f"merge {os.path.basename(file)}")
        self._kept(writing)
        return found.differences

    def alone(self) -> None:
        """Go on without a lock on a disk that has none."""
        self._storage.access.alone()

    def close(self, *, hurry: bool = False) -> None:
        """Close the store, with a current summary unless in a hurry."""
        if not hurry:
            self.summarise()
        self._db.close()

    def _tables(self) -> Tables:
        return self._storage.read() or {}

    def _merged(self, file: str, mine: Mapping[Key, Row], data: bytes | None = None) -> Merge:
        from aligntui.store.merging import merged_with

        return merged_with(self._storage.path, file, mine, self._storage.text.gen, data)

    def _adds(self, copy: str) -> bool:
        """True when a copy has changes that are missing here, or can't be read."""
        try:
            return bool(self._merged(copy, rows_of(self._tables())).rows)
        except (StoreError, *UNREADABLE):
            return True

    def _take_over_summary(self, here: tuple[int, ...]) -> None:
        """Start with the overviews of the summary if it fits, without reading people."""
        kept = summary.read(self._path)
        if kept is not None and list(here) == summary.stamp(self._path):
            self._overviews = {view.id: view for view in kept}
            self._summarised = here

    def _kept(self, writing: Writing, changes: Sequence[Change] = ()) -> None:
        self._rows.follow(writing.steps)
        known = {change.person: change.after for change in changes if change.after is not None}
        for person in writing.people:
            self._changed_person(person)
            if person in known:
                # unreadable records were not changed and stay reported
                self._people[person] = known[PersonId(person)]
            else:
                self._unread.forget(person)

    def _follow(self, before: Tables, after: Tables) -> None:
        """Drop people from the caches whom others changed."""
        self._rows.forget()
        changed = people_changed(before, after)
        self._news = self._news or bool(changed)
        for person in changed:
            self._changed_person(person)
            self._unread.forget(person)

    def _changed_person(self, person: str) -> None:
        self._people.pop(person, None)
        self._overviews.pop(person, None)

    def _load(self, person: str) -> Person | None:
        if person not in self._people:
            rows = {table: self._rows.of(table, person).values() for table in TABLES}
            found = person_of(rows, self._unread.listening(person))
            if found is None:
                return None
            self._people[person] = found
        return self._people[person]

    def _summarise(self, everybody: tuple[Overview, ...]) -> None:
        """Write the summary, unless it is current or memory is behind the disk."""
        fits = self._storage.stamp()
        if self._unread or self._storage.read_only:
            return  # without a summary, problems are reported each time the store is opened
        if fits and fits != self._summarised and list(fits) == summary.stamp(self._path):
            summary.write(self._path, everybody, fits)
            self._summarised = fits

    def _changed(self, change: Change) -> dict[Key, Row | None]:
        current = self._load(change.person)
        if current is not change.before and current != change.before:
            raise StaleError(f"somebody else changed this person; not kept: {change.label}")
        rows = changed_rows(change.before, change.after)
        self._unread.guard(change.person, rows)
        return rows

    def _swap(self, within: Within | None, *, undone: bool) -> Change | None:
        with self._storage.transaction():
            log = rows.UndoLog(self._rows.log())
            at = log.to_undo() if undone else log.to_redo()
            if at is None:
                return None
            entry = log.entry(at)
            people, person = rows.people_of(entry), entry["person"]
            if within and not within.holds(people, at):
                return None
            before = self._load(person)
            self._unread.guard(person, [(table, uid) for table, uid, *_ in entry["rows"]])
            writing = Writing(self._rows, people)
            writing.swap(at, entry, undone=undone)
        self._kept(writing)
        also = frozenset(PersonId(each) for each in people if each != person)
        return Change(entry["label"], before, self._load(person), also)


def _unnumbered(row: Row | None, before: Row | None) -> Row | None:
    """A row without its revision, which is then counted up from ours, if we have one."""
    return row if row is None or before is None else {k: v for k, v in row.items() if k != "rev"}


_ASCII = bytes(range(128))


class Needles:
    """Words in the form they have in folded JSON."""

    def __init__(self, words: Iterable[str]) -> None:
        self._words = [_escaped(folded(word)) for word in words]
        self._letters = set(str(b"".join(self._words), "utf-8"))
        self._folds: dict[str, bytes | None] = {}
        """The replacement of a character; None if it can't become part of a word."""

    def among(self, rows: Sequence[Mapping[str, Any]]) -> Iterator[int]:
        """The indices of the rows that contain all the words, each anywhere."""
        if not self._all_in(rows):
            return
        for number, row in enumerate(rows):
            if self._all_in(row):
                yield number

    def _all_in(self, rows: object) -> bool:
        text = self._folded(orjson.dumps(rows))
        return all(word in text for word in self._words)

    def _folded(self, text: bytes) -> bytes:
        if not text.isascii():
            for character in set(str(text.translate(None, _ASCII), "utf-8", "replace")):
                fold = self._fold(character)
                if fold is not None:
                    text = text.replace(character.encode("utf-8"), fold)
        return text.lower()

    def _fold(self, character: str) -> bytes | None:
        if character not in self._folds:
            fold = folded(character)
            # a character that neither becomes a letter of a word nor vanishes may stay
            matters = fold != character and (not fold or not self._letters.isdisjoint(fold))
            self._folds[character] = _escaped(fold) if matters else None
        return self._folds[character]


def _escaped(text: str) -> bytes:
    return json.dumps(text, ensure_ascii=False)[1:-1].encode("utf-8", "replace")


def matching(words: Iterable[str], rows: Rows, whole: Callable[[str], object]) -> Iterator[Person]:
    """People who may match the words, by name, with only the records that may.

    If a record of theirs can't be read, `whole` reads the person, so that it is reported as usual.
    """
    needles = Needles(words)
    own = {person: [*rows.of(PEOPLE, person).values()] for person in rows.people()}
    names = {person: str(each[0].get("name")) for person, each in own.items()}
    for person in sorted(names, key=lambda person: (folded(names[person]), person)):
        found: dict[str, list[Mapping[str, Any]]] = {}
        for table in TABLES:
            theirs = [*rows.of(table, person).values()]
            if hits := [theirs[at] for at in needles.among(theirs)]:
                found[table] = hits
        if found:
            partly = person_of({**found, PEOPLE: own[person]}, partial(_told, whole, person))
            if partly is not None:
                yield partly


def _told(whole: Callable[[str], object], person: str, *_: object) -> None:
    whole(person)


def exported(
    path: str | os.PathLike[str], person: str | None = None, *, seen: str | None = None
) -> tuple[str, int]:
    """The rows of everybody or of one person as JSON, and the number of people.

    The undo log is left out. Characters that steer a terminal are escaped.
    """
    db, storage = open_db(path, seen=seen)
    try:
        there = storage.read() or {}
        tables = {name: _rows_of(there.get(name, {}), person) for name in TABLES}
    finally:
        db.close()
    meta = {"schema": SCHEMA, "min_reader": MIN_READER, "version": __version__, "exported": now()}
    data = b"".join(chunks(write(tables, meta, {}))).decode("utf-8")
    return "\n".join(map(_tame, data.split("\n"))), len(tables[PEOPLE])


def _rows_of(table: Table, person: str | None) -> Table:
    chosen = [row for row in table.values() if person is None or row.get("person") == person]
    return {str(number): row for number, row in enumerate(chosen, start=1)}


def _tame(line: str) -> str:
    # in JSON, unprintable characters occur only in strings
    return line if line.isprintable() else "".join(map(_tamed, line))


def _tamed(character: str) -> str:
    return character if character.isprintable() else json.dumps(character)[1:-1]
