"""What the team differs on: every open line that one of the two disputes."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from aligntui.domain.identity import number_of
from aligntui.domain.item import Item
from aligntui.domain.person import Person


@dataclass(frozen=True, slots=True, kw_only=True)
class Dispute:
    """A line on which a person and whoever is at the keyboard differ, and since when."""

    person: Person
    item: Item
    since: date


def disputes(people: Iterable[Person]) -> tuple[Dispute, ...]:
    """The oldest first, then by name and handle."""
    found = (
        Dispute(person=person, item=item, since=item.disputed_since)
        for person in people
        for item in person.items
        if item.open and item.disputed_since
    )
    return tuple(sorted(found, key=_order))


def _order(dispute: Dispute) -> tuple[date, str, str, str, int]:
    person, handle = dispute.person, dispute.item.handle
    return dispute.since, person.name.casefold(), person.id, handle[0], number_of(handle)
