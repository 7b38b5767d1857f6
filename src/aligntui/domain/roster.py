"""Sort the team for the dashboard."""

from collections.abc import Iterable
from datetime import date
from enum import StrEnum

from aligntui.domain.naming import folded
from aligntui.domain.overview import Overview, by_urgency

RELATIONS = ("report", "manager", "skip", "peer")
"""The values of `Relation`, without loading `Person`; reports come first."""


class Sort(StrEnum):
    """The order within a relation."""

    URGENCY = "urgency"
    NAME = "name"
    LAST = "last"
    """The longest time since the last check-in first."""
    RELATION = "relation"
    """By urgency; reports, too, without a heading for each state."""

    @property
    def following(self) -> "Sort":
        """The next order, in a cycle."""
        orders = tuple(Sort)
        return orders[(orders.index(self) + 1) % len(orders)]


def arranged(people: Iterable[Overview], today: date, sort: Sort) -> tuple[Overview, ...]:
    """Sort people: reports, then my manager, skip-levels and peers, each in the given order."""
    ordered = by_urgency(tuple(people), today)
    if sort is Sort.NAME:
        ordered = tuple(sorted(ordered, key=lambda person: folded(person.name)))
    elif sort is Sort.LAST:
        # never met: waiting since they were added
        ordered = tuple(sorted(ordered, key=lambda p: p.last_check_in or p.added))
    return tuple(sorted(ordered, key=lambda person: RELATIONS.index(person.relation)))


def late(people: Iterable[Overview], today: date) -> tuple[Overview, ...]:
    """People not archived whose check-in is overdue, the most urgent first."""
    here = tuple(person for person in people if person.archived is None)
    return tuple(p for p in by_urgency(here, today) if p.due(today).overdue)
