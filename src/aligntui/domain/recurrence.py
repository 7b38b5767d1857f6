"""Recurrence of an item: check-ins in a row, days open, rewordings, times off track."""

from collections.abc import Iterator
from datetime import date
from itertools import pairwise
from typing import NamedTuple

from aligntui.domain.details import Health
from aligntui.domain.item import Item
from aligntui.domain.person import Person
from aligntui.domain.point import times


class Recurrence(NamedTuple):
    """Counts over an item's past as of one day."""

    first_seen: date
    days: int
    """Days open in a row until today; 0 for a closed item."""
    check_ins: int
    """Consecutive check-ins while open, counted as in a brief; 0 for a closed item."""
    longest: int
    """The most days it was ever open in a row."""
    reworded: int
    off_track: int
    """Number of times it went off track."""


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
    """The first and last day of each time it was open."""
    first: date | None = None
    for revision in item.revisions:
        if revision.outcome is None:
            first = first or revision.on
        elif first is not None:
            yield first, revision.on
            first = None
    if first is not None:
        yield first, today
