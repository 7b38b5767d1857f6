"""Writing base and journal whole: when a store is made, and when the journal is folded in."""

import os
from collections.abc import Mapping
from typing import Any
from zlib import crc32

from aligntui import __version__
from aligntui.store.base import write_base, written
from aligntui.store.files import mark_of, now, write_private
from aligntui.store.found import Found
from aligntui.store.journal import Journal
from aligntui.store.locations import journal_of
from aligntui.store.migrations import MIN_READER, SCHEMA
from aligntui.store.rows import META, Rows
from aligntui.store.saves import header_line


def create(path: str, at: Found, tables: Mapping[str, Rows] | None = None) -> None:
    """Make a store where there is none, empty or with these tables.

    The journal comes first: a base without a journal always means that one was lost, while a
    journal of the first generation with nothing in it and no base is a start cut short.
    """
    tables = tables or {}
    meta = _meta(at, tables, at.gen + 1)
    meta.pop("replaced", None)
    whole = b"".join(written(path, {META: _only(meta), **tables}))
    _new_journal(path, at, meta, crc32(whole), len(whole))
    write_private(path, [whole])
    _stand(path, at, meta)


def checkpoint(
    path: str,
    at: Found,
    tables: Mapping[str, Rows],
    folded: dict[str, Any] | None = None,
    replaced: dict[str, int] | None = None,
) -> None:
    """Write the state as the next generation's base, then a journal that goes on from it.

    Cut short between the two, the old journal is known by its generation as folded in, or as
    `replaced`: one that does not go with the state.
    """
    meta = _meta(at, tables, at.gen + 1)
    meta.pop("replaced", None)
    if replaced is not None:
        meta["replaced"] = replaced
    meta["folded"] = at.position() if folded is None else folded
    crc, size = write_base(path, {META: _only(meta), **tables})
    _new_journal(path, at, meta, crc, size)
    _stand(path, at, meta)


def _meta(at: Found, tables: Mapping[str, Rows], gen: int) -> dict[str, Any]:
    time = now()
    return {
        **at.meta,
        "format": 1,
        "schema": SCHEMA,
        "min_reader": MIN_READER,
        "version": __version__,
        "store_id": at.meta.get("store_id") or _new_id(),
        "gen": gen,
        "folded": {},
        "ids": {name: rows.last_id for name, rows in tables.items() if rows.last_id},
        "writer": os.uname().nodename,
        "created": at.meta.get("created", time),
        "updated": time,
    }


def _new_id() -> str:
    from uuid import uuid4

    return str(uuid4())


def _only(meta: dict[str, Any]) -> Rows:
    return Rows({1: meta})


def _new_journal(path: str, at: Found, meta: Mapping[str, Any], crc: int, size: int) -> None:
    line = header_line(meta["store_id"], meta["gen"], crc, size, meta["folded"])
    write_private(journal_of(path), [line])


def go_on_from(path: str, at: Found) -> None:
    """Make a journal that goes on from the base as it was read, which stays as it is."""
    crc, size = at.base_sum
    _new_journal(path, at, {"folded": {}, **at.meta}, crc, size)
    if at.journal is not None:
        at.journal.close()
    at.journal = Journal(journal_of(path))
    at.journal_mark = at.journal.mark()
    at.stand_at(at.journal.scan())


def _stand(path: str, at: Found, meta: dict[str, Any]) -> None:
    journal = Journal(journal_of(path))
    if at.journal is not None:
        at.journal.close()
    at.journal, at.journal_mark = journal, journal.mark()
    at.base_mark = mark_of(path)
    at.meta, at.gen = meta, meta["gen"]
    at.stand_at(journal.scan())
