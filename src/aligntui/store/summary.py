"""The summary: one small row a person, derived so that `due` need not read the store.

It lies beside the store, with a checksum and the stamp of the store's file; if either does not
match, or it is invalid in any way, it counts as absent. It is never a source of truth.
A row holds the fields of an `Overview` by name; the named tuples in it are lists.
"""

import json
import os
from collections.abc import Callable, Iterable
from contextlib import suppress
from datetime import date
from functools import partial
from typing import Any
from zlib import crc32

from aligntui.domain.away import Away
from aligntui.domain.cadence import parse
from aligntui.domain.due import SectionFacts
from aligntui.domain.errors import Refused
from aligntui.domain.overview import Line, Overview, Standing
from aligntui.store import crypt
from aligntui.store.files import Mark, mark_of, write_private
from aligntui.store.locations import summary_of

_FORMAT = 10


def stamp(path: str | os.PathLike[str]) -> Mark | None:
    """The mark of a store's file; None if there is none, or it can't be seen."""
    with suppress(OSError):
        return mark_of(os.path.realpath(path))
    return None


def read(store: str | os.PathLike[str]) -> tuple[Overview, ...] | None:
    """The overviews in the summary; None unless it fits the store as it is on disk now."""
    here = None if crypt.sealed(os.path.realpath(store)) else stamp(store)
    if here is None:
        return None
    try:
        with open(_path(store), "rb") as file:
            kept = json.loads(without_checksum(file.read()))
        if kept["summary"] != _FORMAT or kept["stamp"] != list(here):
            return None
        return tuple(_tuple(Overview, row.items()) for row in kept["people"])
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
    kept = {"summary": _FORMAT, "stamp": list(fits), "people": list(map(_row, overviews))}
    with suppress(OSError, ValueError):
        words = json.dumps(kept, ensure_ascii=False, separators=(",", ":"), default=str)
        write_private(_path(store), [with_checksum(words.encode("utf-8"))], sure=False)


def with_checksum(words: bytes) -> bytes:
    """The data with its checksum in front."""
    return b"%08x %s" % (crc32(words), words)


def without_checksum(data: bytes) -> bytes:
    """The data without its checksum; raises `ValueError` if that doesn't match."""
    words = data[9:]
    if with_checksum(words) != data:
        raise ValueError("it is not as it was written")
    return words


def _path(store: str | os.PathLike[str]) -> str:
    return summary_of(os.path.realpath(store))


def _row(overview: Overview) -> dict[str, Any]:
    row = overview._asdict()
    del row["workdays"], row["booked"], row["begun"]  # set by the calendars of the one who looks
    row["cadence"] = str(overview.cadence)
    row["section_cadences"] = list(map(str, overview.section_cadences))
    return row


def _tuple(kind: Any, fields: Iterable[tuple[str, Any]]) -> Any:
    """A named tuple from names of fields and their values in JSON."""
    return kind(**{name: _READ[name](value) if name in _READ else value for name, value in fields})


def _list(kind: Any, values: Iterable[Any]) -> Any:
    return _tuple(kind, zip(kind._fields, values, strict=True))


def _lists(kind: Any, rows: Iterable[Iterable[Any]]) -> tuple[Any, ...]:
    return tuple(_list(kind, values) for values in rows)


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def _of_each_section(rows: list[Any], read: Callable[[Any], Any]) -> tuple[Any, ...]:
    focus, expectations, opportunities, risks = map(read, rows)
    return focus, expectations, opportunities, risks


_DAYS = (
    "added", "archived", "decided_on", "last_check_in", "moved_to", "agreed_on", "resynced_on",
    "since", "first", "last", "oldest", "unmitigated", "untold_since", "touched",
)  # fmt: skip
_READ: dict[str, Callable[[Any], Any]] = {
    **dict.fromkeys(_DAYS, _day),
    **dict.fromkeys(("focus", "off_track", "promises"), partial(_lists, Line)),
    "away": partial(_lists, Away),
    **dict.fromkeys(("emails", "events"), tuple),
    "cadence": parse,
    "section_cadences": partial(_of_each_section, read=parse),
    "sections": partial(_of_each_section, read=partial(_list, SectionFacts)),
    "shared": lambda values: values and _list(Standing, values),
}
"""Fields of `Overview` and the named tuples in it that JSON does not hold as they are."""
