"""People as a file of their own: whole, in the form of the store, for any store to take in."""

import json
import os

from aligntui import __version__
from aligntui.store.base import chunks
from aligntui.store.codec import PEOPLE, TABLES
from aligntui.store.engine import Engine
from aligntui.store.files import now
from aligntui.store.migrations import MIN_READER, SCHEMA
from aligntui.store.rows import META, Rows


def exported(
    path: str | os.PathLike[str], person: str | None = None, *, seen: str | None = None
) -> tuple[str, int]:
    """The rows of everybody or of one person, as they are kept, and how many people that is.

    The log of what can be taken back stays behind. What steers a terminal is escaped.
    """
    engine = Engine(path, seen=seen)
    try:
        tables = {name: _rows_of(engine, name, person) for name in TABLES}
    finally:
        engine.close(checkpoint=False)
    meta = {"schema": SCHEMA, "min_reader": MIN_READER, "version": __version__, "exported": now()}
    data = b"".join(chunks({META: Rows({1: meta}), **tables})).decode("utf-8")
    return "\n".join(map(_tame, data.split("\n"))), len(tables[PEOPLE])


def _rows_of(engine: Engine, table: str, person: str | None) -> Rows:
    rows = engine.rows(table)
    chosen = [row for row in rows.values() if person is None or row.get("person") == person]
    return Rows(dict(enumerate(chosen, start=1)))


def _tame(line: str) -> str:
    # within JSON only a text can hold what does not print
    return line if line.isprintable() else "".join(map(_escaped, line))


def _escaped(character: str) -> str:
    return character if character.isprintable() else json.dumps(character)[1:-1]
