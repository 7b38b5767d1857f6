"""Open a store with TinyDB, in a file or in memory, search it, and export it."""

import json
import os
from collections.abc import Callable, Iterable, Iterator
from contextlib import AbstractContextManager, nullcontext
from functools import cache, partial
from typing import Any, cast

import orjson
from tinydb import TinyDB
from tinydb.storages import MemoryStorage

from aligntui import __version__
from aligntui.domain.naming import folded
from aligntui.domain.person import Change, Person
from aligntui.store.codec import PEOPLE, TABLES, person_of
from aligntui.store.durable import DurableStore
from aligntui.store.errors import StoreError
from aligntui.store.files import now
from aligntui.store.opening import MIN_READER, SCHEMA, Found
from aligntui.store.rows import TABLE, Rows
from aligntui.store.storage import FileStorage
from aligntui.store.text import Table, chunks, write


def open_db(path: str | os.PathLike[str], **options: Any) -> tuple[TinyDB, FileStorage]:
    """Open a store's file with TinyDB; returns it and its storage, which takes the options."""
    db = TinyDB(path, storage=FileStorage, **options)
    return db, cast("FileStorage", db.storage)


class _Unsaved(MemoryStorage):
    """Looks like the storage of a file, as far as an open store needs it."""

    read_only = None
    found = Found()

    def transaction(self) -> AbstractContextManager[None]:
        """Everything that may fail is checked before anything is written."""
        return nullcontext()

    def refresh(self) -> None:
        """Nobody else writes here."""


class MemoryStore(DurableStore):
    """Keeps people until the process ends: the sample team."""

    notes = ()

    def __init__(self, people: Iterable[Person] = ()) -> None:
        super().__init__("")
        self._opened = Rows(TinyDB(storage=_Unsaved))
        if added := [Change("", None, person) for person in people]:
            self.commit_together(added)
            self._opened.db.drop_table(TABLE)

    def merge(
        self, file: str, *, dry_run: bool, data: bytes | None = None, said: str = ""
    ) -> tuple[str, ...]:
        """Refuse: nothing can be merged."""
        raise StoreError("the sample team is not saved; start aligntui to use your own store")

    def close(self, *, hurry: bool = False) -> None:
        """Nothing is left to do."""


_ASCII = bytes(range(128))


def holding(words: Iterable[str]) -> Callable[[bytes], bool]:
    """A test whether JSON holds all the words, each anywhere in it, folded."""
    wanted = [_escaped(folded(word)) for word in words]
    letters = set(str(b"".join(wanted), "utf-8"))

    @cache
    def new(character: str) -> bytes | None:
        """The replacement of a character; None if it can't become part of a word."""
        fold = folded(character)
        # a character that neither becomes a letter of a word nor vanishes may stay
        matters = fold != character and (not fold or not letters.isdisjoint(fold))
        return _escaped(fold) if matters else None

    def holds(text: bytes) -> bool:
        if not text.isascii():
            for character in set(str(text.translate(None, _ASCII), "utf-8", "replace")):
                if (fold := new(character)) is not None:
                    text = text.replace(character.encode("utf-8"), fold)
        text = text.lower()
        return all(word in text for word in wanted)

    return holds


def _escaped(text: str) -> bytes:
    return json.dumps(text, ensure_ascii=False)[1:-1].encode("utf-8", "replace")


_BESIDE = {"rounds": ("items", "actions"), "items": ("feedback",)}
"""What decides whether a record of a table is private; a part of it would show a hidden one."""


def matching(words: Iterable[str], rows: Rows) -> Iterator[Person]:
    """People who may match the words, by name, with only the records that may, and their privacy.

    If a record of theirs can't be read, the whole person is read, so that it is reported as usual.
    """
    holds = holding(words)
    own = {person: [*rows.of(PEOPLE, person).values()] for person in rows.people()}
    names = {person: str(each[0].get("name")) for person, each in own.items()}
    for person in sorted(names, key=lambda person: (folded(names[person]), person)):
        found: dict[str, list[dict[str, Any]]] = {}
        for table in TABLES:
            lines = rows.rendered(table, person)
            if holds(b"".join(lines)) and (hits := list(filter(holds, lines))):
                found[table] = list(map(orjson.loads, hits))
        for beside in {each for table in found for each in _BESIDE.get(table, ())}:
            found[beside] = [*rows.of(beside, person).values()]
        if found:
            partly = person_of({**found, PEOPLE: own[person]}, partial(_told, rows, person))
            if partly is not None:
                yield partly


def _told(rows: Rows, person: str, *_: object) -> None:
    rows.person(person)


def export_json(
    path: str | os.PathLike[str], person: str | None = None, *, seen: str | None = None
) -> tuple[str, int]:
    """The rows of everybody or of one person as JSON, and the number of people.

    The undo log is left out. Characters that steer a terminal are escaped.
    """
    db, storage = open_db(path, seen=seen)
    with db:
        there = storage.read() or {}
        tables = {name: _rows_of(there.get(name, {}), person) for name in TABLES}
    meta = {"schema": SCHEMA, "min_reader": MIN_READER, "version": __version__, "exported": now()}
    data = b"".join(chunks(write(tables, meta))).decode("utf-8")
    return "\n".join(map(_tame, data.split("\n"))), len(tables[PEOPLE])


def _rows_of(table: Table, person: str | None) -> Table:
    chosen = [row for row in table.values() if person is None or row.get("person") == person]
    return {str(number): row for number, row in enumerate(chosen, start=1)}


def _tame(line: str) -> str:
    if line.isprintable():
        return line
    # in JSON, unprintable characters occur only in strings
    return "".join(each if each.isprintable() else json.dumps(each)[1:-1] for each in line)
