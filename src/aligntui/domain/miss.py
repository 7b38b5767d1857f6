"""Missed expectations: noted at once, or because a risk came true."""

from dataclasses import replace
from datetime import date

from aligntui.domain.details import Expectation, Health, Risk
from aligntui.domain.identity import Uid
from aligntui.domain.item import Entry, Item
from aligntui.domain.notes import Feedback
from aligntui.domain.person import Person, Relation


def missed(person: Person, item: Item, entry: Entry) -> Person:
    """The person with an expectation missed and off track; agreements stay as they are.

    A miss may be dated before the last change; then it is off track from that change on.
    """
    details = item.now.details
    assert isinstance(details, Expectation)
    off_track = replace(details, state=Health.OFF_TRACK)
    item = item.revise(max(entry.on, item.now.on), details=off_track)
    return person.with_item(item.with_entry(entry))


def never_to_be_told(person: Person, miss: Entry) -> bool:
    """True for a miss without feedback: they were not told, and nothing says that they will be.

    A risk that came true is known to both, and my manager's expectations were missed by me.
    """
    mine = person.relation is Relation.MANAGER
    return miss.feedback is None and miss.origin is None and not mine


def led_to(person: Person, miss: Entry) -> Feedback | None:
    """The feedback that a miss led to, if it may be seen."""
    return next((each for each in person.feedback if each.handle == miss.feedback), None)


def came_true(person: Person, risk: Item, on: date) -> Person:
    """The person with a risk that came true: the expectation it threatens is missed."""
    hit = threatened(person, risk)
    if hit is None:
        return person.with_item(risk)
    before = sum(each.origin == risk.handle for each in hit.entries)
    entry = Entry(
        # the risk's uid: two machines that both record it have recorded the same miss;
        # one that was reopened may happen again
        uid=Uid(f"{risk.uid}.{before}") if before else risk.uid,
        on=on,
        text=risk.text,
        origin=risk.handle,
        private=risk.now.private or hit.now.private,
    )
    return missed(person.with_item(replace(risk, became=hit.handle)), hit, entry)


def threatened(person: Person, risk: Item) -> Item | None:
    """The open expectation that a risk threatens, or None."""
    details = risk.now.details
    handle = details.threatens if isinstance(details, Risk) else None
    return next((item for item in person.items if item.handle == handle and item.open), None)
