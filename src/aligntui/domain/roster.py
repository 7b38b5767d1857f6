"""The team in the order in which somebody wants to look at it."""

from collections.abc import Iterable
from datetime import date
from enum import StrEnum

from aligntui.domain.naming import folded
from aligntui.domain.overview import Overview, by_urgency

RELATIONS = ("report", "manager", "skip", "peer")
"""The values of `Relation`, which would load all of a person; reports stand first."""


class Sort(StrEnum):
    """What decides the order among those of one relation."""

    URGENCY = "urgency"
    NAME = "name"
    LAST = "last"
    """Whoever was not met for longest first."""
    RELATION = "relation"
    """By urgency, reports too without a heading for each state."""

    @property
    def following(self) -> "Sort":
        """The next one, round and round."""
        orders = tuple(Sort)
        return orders[(orders.index(self) + 1) % len(orders)]


def arranged(people: Iterable[Overview], today: date, sort: Sort) -> tuple[Overview, ...]:
    """Reports first, then my manager, skip-levels and peers, each in an order that is total."""
    ordered = by_urgency(tuple(people), today)
    if sort is Sort.NAME:
        ordered = tuple(sorted(ordered, key=lambda person: folded(person.name)))
    elif sort is Sort.LAST:
        # whoever was never met is waiting since they were added
        ordered = tuple(sorted(ordered, key=lambda p: p.last_check_in or p.added))
    return tuple(sorted(ordered, key=lambda person: RELATIONS.index(person.relation)))


def late(people: Iterable[Overview], today: date) -> tuple[Overview, ...]:
    """Whoever is here and should have been met already, the most urgent first."""
    here = tuple(person for person in people if person.archived is None)
    return tuple(p for p in by_urgency(here, today) if p.due(today).overdue)
