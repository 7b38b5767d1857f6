"""The summary: one small row a person, derived so that `due` need not read the store.

It lies beside the store, with a checksum and the stamp of the store's file; if either does not
match, or it is invalid in any way, it counts as absent. It is never a source of truth. What else
is slow to read, such as calendars, is remembered by name in the state folder, with a checksum, too.
What JSON does not have is an object with one key that says what it is.
"""

import json
import os
from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from datetime import date
from functools import partial
from typing import Any
from zlib import crc32

from aligntui.domain.cadence import Cadence, parse
from aligntui.domain.days import EVERY_DAY, Away
from aligntui.domain.due import SectionFacts
from aligntui.domain.errors import Refused
from aligntui.domain.overview import Line, Overview, Standing
from aligntui.paths import state_dir
from aligntui.store import crypt
from aligntui.store.files import Mark, mark_of, own_directory, write_private
from aligntui.store.locations import summary_of

_FORMAT = 11
_KINDS: tuple[type[Any], ...] = (Overview, Standing, SectionFacts, Line, Away)


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
            kept = json.loads(without_checksum(file.read()), object_pairs_hook=_made)
        if kept["summary"] != _FORMAT or kept["stamp"] != list(here):
            return None
        return tuple(kept["people"])
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
    # the others are set by the calendars of the one who looks
    rows = [_plain(each._replace(workdays=EVERY_DAY, booked=None, begun=())) for each in overviews]
    kept = {"summary": _FORMAT, "stamp": list(fits), "people": rows}
    with suppress(OSError, ValueError):
        words = json.dumps(kept, ensure_ascii=False, separators=(",", ":"), default=str)
        write_private(_path(store), [with_checksum(words.encode("utf-8"))], sure=False)


def recall(name: str) -> dict[str, Any] | None:
    """What was remembered by this name in the state folder; None unless it is as it was written."""
    try:
        with open(os.path.join(state_dir(), name), "rb") as memory:
            kept = json.loads(without_checksum(memory.read()))
        return kept if isinstance(kept, dict) else None
    except (OSError, Refused, ValueError):
        return None


def remember(name: str, kept: dict[str, Any]) -> None:
    """Remember what is slow to read; on failure it is read again next time."""
    with suppress(OSError, Refused):
        memory = os.path.join(state_dir(), name)
        own_directory(os.path.dirname(memory))
        write_private(memory, [with_checksum(json.dumps(kept).encode())])


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


def _plain(value: object) -> object:
    match value:
        case date():
            return {"day": value.isoformat()}
        case Cadence():
            return {"cadence": str(value)}
        case frozenset():
            return {"set": sorted(value)}
        case tuple() if type(value) in _KINDS:
            return {type(value).__name__: [_plain(each) for each in value]}
        case tuple():
            return [_plain(each) for each in value]
    return value


def _made(found: list[tuple[str, Any]]) -> Any:
    """What an object with one key stands for; others stay as they are."""
    name, value = found[0]
    return dict(found) if len(found) > 1 else _MADE[name](value)


def _tuple(kind: Any, values: Iterable[Any]) -> Any:
    """A named tuple of exactly these values, the lists among which are tuples."""
    return kind._make([tuple(each) if type(each) is list else each for each in values])


_MADE: Mapping[str, Callable[[Any], Any]] = {
    "day": date.fromisoformat,
    "cadence": parse,
    "set": frozenset,
    **{kind.__name__: partial(_tuple, kind) for kind in _KINDS},
}
