"""The summary: one small row a person, derived so that `due` need not read the store.

It lies beside the store, with a checksum and the stamp of the store's file; if either does not
match, or it is invalid in any way, it counts as absent. It is never a source of truth.
"""

import json
import os
from collections.abc import Iterable
from contextlib import suppress
from datetime import date
from typing import Any
from zlib import crc32

from aligntui.domain.alignment import SectionFacts
from aligntui.domain.away import Away
from aligntui.domain.cadence import parse
from aligntui.domain.errors import Refused
from aligntui.domain.overview import Line, Overview, Standing
from aligntui.store import crypt
from aligntui.store.files import write_private
from aligntui.store.locations import summary_of

_FORMAT = 6


def stamp(path: str | os.PathLike[str]) -> list[int] | None:
    """Inode, size in bytes and mtime in ns of a store; None without a file.

    Equal stamps mean equal contents.
    """
    try:
        found = os.stat(os.path.realpath(path))
    except OSError:
        return None
    return [found.st_ino, found.st_size, found.st_mtime_ns]


def read(store: str | os.PathLike[str]) -> tuple[Overview, ...] | None:
    """The overviews in the summary; None unless it fits the store as it is on disk now."""
    here = None if crypt.sealed(os.path.realpath(store)) else stamp(store)
    if here is None:
        return None
    try:
        with open(_path(store), "rb") as file:
            kept = json.loads(unsealed(file.read()))
        if kept["summary"] != _FORMAT or kept["stamp"] != list(here):
            return None
        return tuple(_overview(row) for row in kept["people"])
    except (OSError, ValueError, LookupError, TypeError, AttributeError, RecursionError, Refused):
        return None


def write(
    store: str | os.PathLike[str], overviews: Iterable[Overview], fits: Iterable[int]
) -> None:
    """Write the summary for a store with the stamp `fits`; on failure there is none.

    An encrypted store has none: its key would be needed to read it.
    """
    if crypt.sealed(os.path.realpath(store)):
        return
    kept = {
        "summary": _FORMAT,
        "stamp": list(fits),
        "people": [_row(overview) for overview in overviews],
    }
    with suppress(OSError, ValueError):
        words = json.dumps(kept, ensure_ascii=False, separators=(",", ":")).encode("utf-8")
        write_private(_path(store), [sealed(words)], sure=False)


def sealed(words: bytes) -> bytes:
    """The data with its checksum in front."""
    return b"%08x %s" % (crc32(words), words)


def unsealed(data: bytes) -> bytes:
    """The data without its checksum; raises `ValueError` if that doesn't match."""
    words = data[9:]
    if sealed(words) != data:
        raise ValueError("it is not as it was written")
    return words


def _path(store: str | os.PathLike[str]) -> str:
    return summary_of(os.path.realpath(store))


def _row(overview: Overview) -> dict[str, Any]:
    return {
        "id": overview.id,
        "name": overview.name,
        "relation": overview.relation,
        "role": overview.role,
        "added": overview.added.isoformat(),
        "archived": _text(overview.archived),
        "cadences": [str(c) for c in (overview.cadence, *overview.section_cadences)],
        "last": _text(overview.last_check_in),
        "moved": _text(overview.moved_to),
        "moved_as": overview.moved_as,
        "away": [[away.first.isoformat(), away.last.isoformat()] for away in overview.away],
        "counted": _counted(overview),
        "shared": _counted(overview.shared) if overview.shared else None,
    }


def _counted(counted: Overview | Standing) -> dict[str, Any]:
    return {
        "sections": [
            [f.items, f.differs, f.waiting, f.new, _text(f.agreed_on), _text(f.resynced_on)]
            for f in counted.sections
        ],
        "counts": [counted.actions_mine, counted.actions_theirs, counted.untold],
        "focus": _lines(counted.focus),
        "off": _lines(counted.off_track),
        "promises": _lines(counted.promises),
    }


def _overview(row: dict[str, Any]) -> Overview:
    cadence, *sections = (parse(words) for words in row["cadences"])
    of_focus, of_expectations, of_opportunities, of_risks = sections
    return Overview(
        id=row["id"],
        name=row["name"],
        relation=row["relation"],
        role=row["role"],
        added=date.fromisoformat(row["added"]),
        archived=_day(row["archived"]),
        cadence=cadence,
        section_cadences=(of_focus, of_expectations, of_opportunities, of_risks),
        last_check_in=_day(row["last"]),
        moved_to=_day(row["moved"]),
        moved_as=row["moved_as"],
        away=tuple(
            Away(date.fromisoformat(first), date.fromisoformat(last)) for first, last in row["away"]
        ),
        shared=_standing(row["shared"]) if row["shared"] else None,
        **_standing(row["counted"])._asdict(),
    )


def _standing(row: dict[str, Any]) -> Standing:
    focus, expectations, opportunities, risks = (_facts(facts) for facts in row["sections"])
    mine, theirs, untold = row["counts"]
    return Standing(
        sections=(focus, expectations, opportunities, risks),
        actions_mine=mine,
        actions_theirs=theirs,
        untold=untold,
        focus=_read_lines(row["focus"]),
        off_track=_read_lines(row["off"]),
        promises=_read_lines(row["promises"]),
    )


def _facts(values: list[Any]) -> SectionFacts:
    items, differs, waiting, new, agreed_on, resynced_on = values
    return SectionFacts(
        items=items,
        differs=differs,
        waiting=waiting,
        new=new,
        agreed_on=_day(agreed_on),
        resynced_on=_day(resynced_on),
    )


def _lines(lines: Iterable[Line]) -> list[list[Any]]:
    return [[ln.handle, ln.text, ln.private, ln.since.isoformat(), ln.weight] for ln in lines]


def _read_lines(rows: list[list[Any]]) -> tuple[Line, ...]:
    return tuple(
        Line(
            handle=handle,
            text=text,
            private=private,
            since=date.fromisoformat(since),
            weight=weight,
        )
        for handle, text, private, since, weight in rows
    )


def _text(day: date | None) -> str | None:
    return day.isoformat() if day else None


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None
