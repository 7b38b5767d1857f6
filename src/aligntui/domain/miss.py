"""What an expectation came to: missed, or found wrong; noted at once, or by a risk's end."""

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from typing import Any, NamedTuple

from aligntui.domain.details import Cause, Expectation, Health, Opportunity, Pursuit, Risk
from aligntui.domain.errors import Refused
from aligntui.domain.identity import Handle, Uid
from aligntui.domain.item import Entry, Item, Outcome, Revision
from aligntui.domain.notes import Feedback
from aligntui.domain.person import Person, Relation
from aligntui.domain.section import Section
from aligntui.domain.stance import Party, Reason

_NO_REASON = Reason("")


def missed(person: Person, item: Item, entry: Entry) -> Person:
    """The person with an expectation missed and off track; agreements stay as they are.

    A miss may be dated before the last change; then it is off track from that change on.
    """
    details = item.now.details
    assert isinstance(details, Expectation)
    off_track = replace(details, state=Health.OFF_TRACK)
    entry = replace(entry, off_before=details.state is Health.OFF_TRACK)
    item = item.revise(max(entry.on, item.now.on), Party.ME, details=off_track)
    return person.with_thing(item.with_entry(entry))


def was_wrong(person: Person, item: Item, entry: Entry, text: str = "") -> Person:
    """The person with an expectation that was wrong: in other words and on track, or closed.

    It is no miss of theirs. Without a new `text` it is closed.
    """
    details = item.now.details
    assert isinstance(details, Expectation)
    better = text and text != item.text
    changes: dict[str, Any] = {"outcome": Outcome.WRONG}
    if better:
        changes = {"text": text, "details": replace(details, state=Health.ON_TRACK)}
    item = item.revise(max(entry.on, item.now.on), over=False, **changes)
    return person.with_thing(item.with_entry(entry))


class Off(NamedTuple):
    """An expectation that a change has put off track, or missed."""

    item: Item
    missed: Entry | None
    """The miss that is counted, of which no feedback tells."""


def went_off(before: Person, after: Person) -> Iterator[Off]:
    """The expectations of which a change says something that they are to be told."""
    was = {item.uid: item for item in before.items}
    for item in after.items:
        old = was.get(item.uid)
        if item is old or item.now.of_me:
            continue
        had = {each.uid for each in (old.misses if old else ())}
        new = (each for each in item.misses if not each.feedback and each.uid not in had)
        missed = next(new, None)
        if missed or (item.open and item.now.off_track and not (old and old.now.off_track)):
            yield Off(item, missed)


def pursued(before: Person, after: Person) -> Iterator[Handle]:
    """The opportunities that a change gives energy to: pursued, with evidence, or a focus."""
    was = {item.uid: item for item in before.items}
    for item in after.items:
        old, details = was.get(item.uid), item.now.details
        if isinstance(details, Opportunity) and item is not old:
            began = details.state is Pursuit.PURSUING and item.open
            began = began and not (old and old.now.details.state is Pursuit.PURSUING)
            if began or len(item.entries) > len(old.entries if old else ()):
                yield item.handle
        elif old is None and item.section is Section.FOCUS:
            named = {item.origin, *re.findall(r"\bO[0-9]+\b", item.text)}
            above = (each for each in after.items if each.section is Section.OPPORTUNITIES)
            yield from (each.handle for each in above if each.handle in named)


def expected_of_me(person: Person, item: Item) -> bool:
    """True for an expectation that I miss, not they: my part, or what my manager expects."""
    return item.now.of_me is not (person.relation is Relation.MANAGER)


def never_to_be_told(person: Person, item: Item, miss: Entry) -> bool:
    """True for a miss without feedback: they were not told, and nothing says that they will be.

    A risk that came true is known to both unless it is private; any other miss of what is expected
    of me was mine.
    """
    if miss.wrong or miss.feedback:
        return False
    return miss.private if miss.origin else not expected_of_me(person, item)


def led_to(person: Person, miss: Entry) -> Feedback | None:
    """The feedback that a miss led to, if it may be seen."""
    return next((each for each in person.feedback if each.handle == miss.feedback), None)


def came_true(
    person: Person,
    risk: Item,
    on: date,
    *,
    wrong: bool = False,
    text: str = "",
    because: Reason = _NO_REASON,
) -> Person:
    """The person with a risk that came true: the expectation it threatens is missed.

    Where that was `wrong`, it gets its new `text` or is closed, with the reason.
    """
    hit = threatened(person, risk)
    if hit is None:
        if wrong:
            raise Refused(f"{risk.handle} threatens no open expectation; say first which one")
        return person.with_thing(risk)
    before = sum(each.origin == risk.handle for each in hit.entries)
    entry = Entry(
        # the risk's uid: two machines that both record it have recorded the same miss;
        # one that was reopened may happen again
        uid=Uid(f"{risk.uid}.{before}") if before else risk.uid,
        on=on,
        text=because.text or risk.text,
        origin=risk.handle,
        wrong=wrong,
        private=risk.now.private or hit.now.private or because.private,
    )
    person = person.with_thing(replace(risk, became=hit.handle))
    return was_wrong(person, hit, entry, text) if wrong else missed(person, hit, entry)


class CameTo(NamedTuple):
    """What a risk that happened came to: a miss of an expectation, or that it was wrong."""

    handle: Handle
    wrong: bool


def came_to(person: Person, risk: Item, then: Revision) -> CameTo | None:
    """What came of the end that a revision of a risk is; None where nothing did, or it is hidden.

    Read from the entries, so it holds for an end that was taken back, too.
    """
    if then.outcome is not Outcome.HAPPENED:
        return None
    found = (
        CameTo(item.handle, entry.wrong)
        for item in person.items
        for entry in item.entries
        if entry.origin == risk.handle and entry.on == then.on
    )
    return max(found, default=None, key=lambda each: each.handle == risk.became)


def rather_wrong(risk: Item) -> bool:
    """True for a risk whose cause speaks for an expectation that is wrong, not for a miss."""
    details = risk.now.details
    wrong = (Cause.UNREALISTIC, Cause.COLLABORATOR_SKILL_GAP)
    return isinstance(details, Risk) and details.cause in wrong


def threatened(person: Person, risk: Item) -> Item | None:
    """The open expectation that a risk threatens, or None."""
    details = risk.now.details
    handle = details.threatens if isinstance(details, Risk) else None
    return next((item for item in person.items if item.handle == handle and item.open), None)
