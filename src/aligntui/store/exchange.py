"""Export people to a file in the form of the store, which any store can import."""

import json
import os

from aligntui import __version__
from aligntui.store.codec import PEOPLE, TABLES
from aligntui.store.files import now
from aligntui.store.opening import MIN_READER, SCHEMA
from aligntui.store.records import open_db
from aligntui.store.text import Table, chunks, write


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
    return line if line.isprintable() else "".join(map(_escaped, line))


def _escaped(character: str) -> str:
    return character if character.isprintable() else json.dumps(character)[1:-1]
