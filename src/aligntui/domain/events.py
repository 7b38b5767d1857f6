"""The events of a person's lines: one by one, and as the difference between two days.

Whatever must not be seen has to be removed from the person before.
"""

from bisect import bisect_left
from collections.abc import Container, Iterator, Sequence
from datetime import date
from enum import StrEnum
from itertools import pairwise, takewhile
from typing import NamedTuple

from aligntui.domain.item import Entry, Item, Revision
from aligntui.domain.miss import CameTo, came_to, led_to
from aligntui.domain.notes import Feedback
from aligntui.domain.person import Person
from aligntui.domain.section import Section
from aligntui.domain.stance import Party, View


class Kind(StrEnum):
    """Kind of event; those of a difference stand in it with the most important first."""

    ADDED = "added"
    CLOSED = "closed"
    REOPENED = "reopened"
    REWORDED = "reworded"
    REASON = "reason"
    """Why it has its wording, which is said with it or later."""
    DISPUTED = "disputed"
    MISSED = "missed"
    WRONG = "wrong"
    """It was the expectation that was wrong."""
    SHARE = "share"
    """The share that a focus really had."""
    EVIDENCE = "evidence"
    STATE = "state"
    AGREED = "agreed"
    PRIVACY = "privacy"
    MOVED = "moved"
    FIELDS = "fields"
    REVIEW = "review"
    """It was left out of review packets, or is in them again."""
    TOLD = "told"
    """The feedback of a miss was told."""
    HELD = "held"
    """Both went through its section, and it was still agreed."""


ENTERED = (Kind.MISSED, Kind.WRONG, Kind.EVIDENCE, Kind.SHARE)
"""What an entry may be."""


def entered_as(item: Item, entry: Entry) -> Kind:
    """What an entry of an item is."""
    if entry.wrong:
        return Kind.WRONG
    if entry.share is not None:
        return Kind.SHARE
    return Kind.MISSED if item.section is Section.EXPECTATIONS else Kind.EVIDENCE


class Difference(NamedTuple):
    """One item on two days; `before` is None if it did not exist then."""

    item: Item
    kinds: tuple[Kind, ...]
    """All kinds of change that apply, the most important first; never empty."""
    before: Revision | None
    after: Revision
    entries: tuple[Entry, ...] = ()
    """New misses or evidence, with or without other changes."""
    between: tuple[Revision, ...] = ()
    """Revisions between the two days, for changes that were made and reverted."""
    came_to: CameTo | None = None
    """What a risk came to that has happened at its end."""

    @property
    def kind(self) -> Kind:
        """The most important kind of change."""
        return self.kinds[0]

    @property
    def section(self) -> Section:
        """The section of the item."""
        return self.item.section


def differences(person: Person, since: date | None, until: date) -> tuple[Difference, ...]:
    """Changes from the end of `since` (None: from nothing) to the end of `until`.

    In the order of sections, then of handles.
    """
    return between(person, (since, until) if since else (until,))[-1]


def between(person: Person, days: Sequence[date]) -> list[tuple[Difference, ...]]:
    """The changes between consecutive days, the first from nothing; `days` have to be sorted.

    An item is compared only for days that follow a revision or an entry of it.
    """
    found: list[list[Difference]] = [[] for _ in days]
    order = list(Section)
    for item in sorted(person.items, key=lambda each: order.index(each.section)):
        past = None
        touched = {bisect_left(days, day) for day in item.days}
        for at in sorted(touched - {len(days)}):
            now = item.as_of(days[at])
            if difference := _difference(person, past, now):
                found[at].append(difference)
            past = now
    return [tuple(each) for each in found]


def _difference(person: Person, past: Item | None, now: Item | None) -> Difference | None:
    if now is None:
        return None
    before, after = past.now if past else None, now.now
    new = tuple(entry for entry in now.entries if past is None or entry not in past.entries)
    between = now.revisions[len(past.revisions) if past else 0 : -1]
    kinds = tuple(_kinds(before, after, {entered_as(now, entry) for entry in new}))
    if not kinds:
        # equal at both ends is no difference, whatever happened in between
        return None
    kinds = (*kinds, *_over(before, after, between))
    return Difference(
        item=person.as_ended(now),
        kinds=kinds,
        before=before,
        after=after,
        entries=new,
        between=between,
        came_to=came_to(person, now, after),
    )


def _kinds(
    before: Revision | None, after: Revision, entered: Container[Kind] = ()
) -> Iterator[Kind]:
    """All kinds that apply; `entered` are those of new entries."""
    entries = tuple((kind, kind in entered) for kind in ENTERED)
    tests: tuple[tuple[Kind, bool], ...] = (
        (Kind.ADDED, True),
        (Kind.REASON, after.because is not None),
        (Kind.DISPUTED, after.disputed),
        *entries,
        (Kind.STATE, after.off_track),
        (Kind.AGREED, after.agreed),
    )
    if before is not None:
        sides = [(each.mine, each.theirs, each.overtaken, each.wording) for each in (before, after)]
        tests = (
            (Kind.CLOSED, before.outcome != after.outcome and after.outcome is not None),
            (Kind.REOPENED, before.outcome is not None and after.outcome is None),
            (Kind.REWORDED, before.wording != after.wording),
            (Kind.REASON, bool(after.because) and before.because != after.because),
            (Kind.DISPUTED, after.disputed and sides[0] != sides[1]),
            *entries,
            (Kind.STATE, before.details.state != after.details.state),
            (Kind.AGREED, after.agreed and not (before.agreed and before.wording == after.wording)),
            (Kind.PRIVACY, before.private != after.private),
            (Kind.MOVED, before.rank != after.rank),
        )
    return (kind for kind, applies in tests if applies)


def _over(
    before: Revision | None, after: Revision, between: tuple[Revision, ...]
) -> Iterator[Kind]:
    """Kinds that began and ended in between: a dispute, or off track."""
    ends = [each for each in (before, after) if each]
    if any(each.disputed for each in between) and not any(each.disputed for each in ends):
        yield Kind.DISPUTED
    if any(each.off_track for each in between) and not any(each.off_track for each in ends):
        yield Kind.STATE


class Event(NamedTuple):
    """One event of an item, with its revision on that day and the one before."""

    kind: Kind
    on: date
    item: Item
    before: Revision | None
    after: Revision
    private: bool
    who: Party | None = None
    """None where it was both, or where nobody is named."""
    entry: Entry | None = None
    feedback: Feedback | None = None
    came_to: CameTo | None = None
    """What a risk came to that has happened."""


_ENDS = (Kind.CLOSED, Kind.REOPENED)
_OF_REVISIONS = (
    Kind.ADDED, Kind.REWORDED, Kind.FIELDS, Kind.REASON, Kind.STATE, Kind.PRIVACY, Kind.REVIEW,
    Kind.AGREED, *_ENDS,
)  # fmt: skip
"""What one revision may be, in the order of telling; who differs follows."""


def events(person: Person, item: Item) -> tuple[Event, ...]:
    """All events of an item by day; within a day as they came, and its end is last."""
    happened = list(_revised(person, item))
    for entered in _entered(person, item):
        happened.insert(_place(happened, entered), entered)
    happened += _held(person, item)
    happened.sort(key=lambda event: (event.on, event.kind in _ENDS))
    # of consecutive reviews only the last is told: a year has many
    kinds = [*(event.kind for event in happened[1:]), None]
    return tuple(
        event
        for event, then in zip(happened, kinds, strict=True)
        if not event.kind is then is Kind.HELD
    )


def _place(happened: list[Event], entered: Event) -> int:
    """Where an entry stands: a miss behind its off track, what was wrong before what came of it.

    What is known is only the day; any other entry follows all that happened on it.
    """
    day = [(at, e) for at, e in enumerate(happened) if e.on == entered.on and e.before]
    if entered.kind is Kind.MISSED:
        for at, each in day:
            if each.kind is Kind.STATE and each.after.off_track:
                noted = takewhile(lambda after: after.entry, happened[at + 1 :])
                return at + 1 + sum(1 for _ in noted)
    if entered.kind in (Kind.MISSED, Kind.WRONG):
        for at, each in day:
            if each.before and each.before.off_track and not each.after.off_track:
                return at
    reworded = entered.kind is Kind.WRONG and [at for at, e in day if e.kind is Kind.REWORDED]
    return reworded[0] if reworded else len(happened)


def _revised(person: Person, item: Item) -> Iterator[Event]:
    for before, after in pairwise((None, *item.revisions)):
        assert after is not None
        found = {*_kinds(before, after), *_alone(before, after)}
        if before is None:
            found.discard(Kind.STATE)
        elif before.text == after.text:
            found.discard(Kind.REWORDED)
        for kind in _OF_REVISIONS:
            if kind in found:
                who = None if kind in (Kind.AGREED, *_ENDS) else after.by
                came = came_to(person, item, after) if kind is Kind.CLOSED else None
                private = _private(kind, after)
                yield Event(kind, after.on, item, before, after, private, who, came_to=came)
        for party in Party:
            stance = after.stance(party)
            # a line that was moved begins with what they had said before
            new = not item.origin if before is None else before.stance(party) != stance
            if stance.view is View.DIFFER and (new or (before and _again(before, after, party))):
                yield Event(Kind.DISPUTED, after.on, item, before, after, after.private, party)


def _again(before: Revision, after: Revision, who: Party) -> bool:
    """True where who differed about an earlier wording says the same of this one."""
    about_this = who in before.overtaken and who not in after.overtaken
    return about_this and before.wording == after.wording


def _private(kind: Kind, revision: Revision) -> bool:
    because = revision.because if kind is Kind.REASON else None
    return revision.private or bool(because and because.private)


def _alone(before: Revision | None, after: Revision) -> Iterator[Kind]:
    """Kinds told only of a single revision."""
    if before is None or before.details != after.details:
        yield Kind.FIELDS
    if before and before.not_for_review != after.not_for_review:
        yield Kind.REVIEW


def _entered(person: Person, item: Item) -> Iterator[Event]:
    for entry in item.entries:
        kind = entered_as(item, entry)
        feedback = led_to(person, entry)
        noted = Event(
            kind, entry.on, item, None, item.now, entry.private, entry=entry, feedback=feedback
        )
        yield noted
        if feedback and (on := feedback.told_on):
            yield noted._replace(kind=Kind.TOLD, on=on, who=Party.ME, private=feedback.private)


def _held(person: Person, item: Item) -> Iterator[Event]:
    """Reviews of its section that found it agreed and changed nothing."""
    agreed = {revision.on for revision in item.revisions if revision.agreed}
    for resync in person.resyncs:
        then = item.on(resync.on)
        holds = then is not None and then.outcome is None and then.agreed
        if then and holds and resync.covers(item) and resync.on not in agreed:
            yield Event(Kind.HELD, resync.on, item, then, then, item.now.private)
