"""An expectation that was not met: noted at once, or because a risk came true."""

from dataclasses import replace
from datetime import date

from aligntui.domain.details import Expectation, Health, Risk
from aligntui.domain.entry import Entry
from aligntui.domain.item import Item
from aligntui.domain.person import Person, Relation


def missed(person: Person, item: Item, entry: Entry) -> Person:
    """The person with an expectation missed and off track; what was agreed stays agreed.

    A miss may be noted of a day before the last change; then it is off track from that change on.
    """
    details = item.now.details
    assert isinstance(details, Expectation)
    off_track = replace(details, health=Health.OFF_TRACK)
    item = item.revise(max(entry.on, item.now.on), details=off_track)
    return person.with_item(item.with_entry(entry))


def never_to_be_told(person: Person, miss: Entry) -> bool:
    """Whether a miss led to no feedback: they were not told, and nothing says that they will be.

    A risk that came true is known to both, and what my manager expects was missed by me.
    """
    mine = person.relation is Relation.MANAGER
    return miss.feedback is None and miss.origin is None and not mine


def came_true(person: Person, risk: Item, on: date) -> Person:
    """The person with a risk that has happened: the expectation that it threatens is missed."""
    hit = threatened(person, risk)
    if hit is None:
        return person.with_item(risk)
    entry = Entry(
        # a risk comes true once: two machines that both note it have noted the same miss
        uid=risk.uid,
        on=on,
        text=risk.text,
        origin=risk.handle,
        private=risk.now.private or hit.now.private,
    )
    return missed(person.with_item(replace(risk, became=hit.handle)), hit, entry)


def threatened(person: Person, risk: Item) -> Item | None:
    """The expectation that a risk threatens, as long as it is open."""
    details = risk.now.details
    handle = details.threatens if isinstance(details, Risk) else None
    return next((item for item in person.items if item.handle == handle and item.open), None)
