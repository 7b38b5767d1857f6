"""How often an item came back: check-ins in a row with it, for how long, reworded, off track."""

from collections.abc import Iterator
from datetime import date
from itertools import pairwise
from typing import NamedTuple

from aligntui.domain.details import Health
from aligntui.domain.item import Item
from aligntui.domain.person import Person
from aligntui.domain.point import times


class Recurrence(NamedTuple):
    """What an item's past comes to on one day."""

    first_seen: date
    days: int
    """Open in a row; of a closed item 0."""
    check_ins: int
    """For the how manieth check-in in a row it is open, counted as a brief does; closed 0."""
    longest: int
    """The most days that it ever was open in a row."""
    reworded: int
    off_track: int
    """How often it went off track."""


def recurrence(person: Person, item: Item, today: date) -> Recurrence:
    """The recurrence of an item; nothing later than `today` is counted."""
    now = item.as_of(today) or item
    spells = tuple(_spells(now, today))
    begun = spells[-1][0] if now.open else None
    states = [revision.details.state == Health.OFF_TRACK for revision in now.revisions]
    return Recurrence(
        first_seen=item.added_on,
        days=max((today - begun).days, 0) if begun else 0,
        check_ins=times(person.as_of(today), begun) if begun else 0,
        longest=max(max((last - first).days, 0) for first, last in spells),
        reworded=sum(old.text != new.text for old, new in pairwise(now.revisions)),
        off_track=sum(new and not old for old, new in pairwise((False, *states))),
    )


def _spells(item: Item, today: date) -> Iterator[tuple[date, date]]:
    """From when to when it was open, each time."""
    first: date | None = None
    for revision in item.revisions:
        if revision.outcome is None:
            first = first or revision.on
        elif first is not None:
            yield first, revision.on
            first = None
    if first is not None:
        yield first, today
