"""What a review of some months rests on: what was agreed, what became of it, and the evidence."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import NamedTuple

from aligntui.domain.action import Action
from aligntui.domain.entry import Entry
from aligntui.domain.errors import Refused
from aligntui.domain.feedback import Feedback, FeedbackKind
from aligntui.domain.identity import Handle, Uid
from aligntui.domain.item import Item
from aligntui.domain.miss import never_to_be_told
from aligntui.domain.person import Person
from aligntui.domain.privacy import leaving, shared
from aligntui.domain.section import Section

LATELY = timedelta(days=42)
"""The last weeks, on which alone no review should rest."""

_ENOUGH = 2 * LATELY
"""A period that is shorter has hardly more than last weeks."""


LONGEST = 10
"""Years of one packet."""


class Reviewed(NamedTuple):
    """An item at the end of the period, and at its start where it was there."""

    item: Item
    start: Item | None


class Month(NamedTuple):
    """What happened in one month of the period."""

    first: date
    check_ins: int
    changes: int
    evidence: int
    """Misses, evidence and feedback."""


class LeftOut(NamedTuple):
    """How much is not in the packet, and why."""

    not_for_review: int
    private: int
    """Without what was never told; 0 where private lines are hidden."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Packet:
    """All that a review of a period may show; `person` is as of its end."""

    person: Person
    since: date
    until: date
    items: tuple[Reviewed, ...]
    feedback: tuple[Feedback, ...]
    """Of the period, with the days of telling as known now, without what a miss shows already."""
    told: dict[Uid, date | None]
    """For each miss the day on which the feedback that it led to was told; None if it never was."""
    months: tuple[Month, ...]
    promises: tuple[Action, ...]
    """Those kept in the period, whoever made them."""
    left_out: LeftOut
    untold: tuple[Feedback, ...]
    """Noted in the period and never told; nothing of it may leave."""
    private: bool
    """Whether it also shows what is private and what was never told, for nobody else's eyes."""

    @property
    def evidence(self) -> tuple[date, ...]:
        """The days of misses, evidence and feedback."""
        return _evidence(self.items, self.feedback, self.since, self.until)

    @property
    def lately(self) -> int:
        """How much of the evidence is of the last weeks."""
        return sum(self.until - day < LATELY for day in self.evidence)

    @property
    def rests_on_last_weeks(self) -> bool:
        """Whether most of the evidence of a longer period is of its last weeks."""
        long = self.until - self.since >= _ENOUGH
        return long and 2 * self.lately > len(self.evidence)

    def section(self, section: Section) -> tuple[Reviewed, ...]:
        """The items of one section."""
        return tuple(each for each in self.items if each.item.section is section)

    def entries(self, item: Item) -> tuple[Entry, ...]:
        """What happened with an item in the period."""
        return tuple(entry for entry in item.entries if self.since <= entry.on <= self.until)


def period(since: date, until: date, today: date) -> tuple[date, date]:
    """The days of a packet; refuses those of which there can be none."""
    if since > until:
        raise Refused(f"{since} is after {until}; give the earlier day first")
    if until > today:
        raise Refused(f"{until} is in the future; end with today or earlier")
    if until.year - since.year > LONGEST:
        raise Refused(f"{LONGEST} years is the limit; start later than {since}")
    return since, until


def packet(
    whole: Person, since: date, until: date, *, private: bool = False, hide: bool = False
) -> Packet:
    """The packet of a period, its first and last days included.

    Unless asked for what is `private`, it holds what may leave: what is shared or was told
    as praise. With `hide` nothing private is told, nor counted.
    """
    whole = shared(whole) if hide else whole
    seen = whole if private else leaving(whole)
    then = seen.as_of(until)
    chosen = tuple(_reviewed(then, since))
    items = tuple(each for each in chosen if not each.item.now.not_for_review)
    by_misses = _led_to(whole, chosen)
    known = seen.feedback if private else _known(whole, seen)
    feedback = _noted(known, since, until, by_misses)
    untold = tuple(f for f in whole.feedback if since <= f.noted_on <= until and not f.told)
    told = tuple(f for f in whole.feedback if f.told)
    left_out = len(_noted(told, since, until, _led_to(whole, _all(whole, since, until))))
    left_out -= sum(f.told for f in feedback)
    left_out += _count(_all(whole, since, until), since, until)
    left_out -= _count(_all(whole if private else shared(whole), since, until), since, until)
    if not private:
        left_out -= _named(_all(whole, since, until), {f.handle for f in untold})
    return Packet(
        person=then,
        since=since,
        until=until,
        items=items,
        feedback=feedback,
        told=_told(whole),
        months=tuple(_months(then, items, feedback, since, until)),
        promises=tuple(a for a in then.actions if a.done_on and a.done_on >= since),
        left_out=LeftOut(len(chosen) - len(items), left_out),
        untold=untold,
        private=private,
    )


def _named(chosen: tuple[Reviewed, ...], untold: set[Handle]) -> int:
    """How many shared misses are named by the feedback not told yet."""
    shared_items = (each.item for each in chosen if not each.item.now.private)
    return sum(e.feedback in untold and not e.private for item in shared_items for e in item.misses)


def _all(person: Person, since: date, until: date) -> tuple[Reviewed, ...]:
    return tuple(_reviewed(person.as_of(until), since))


def _known(whole: Person, seen: Person) -> tuple[Feedback, ...]:
    """What may leave, and the praise that they were told: they heard it already."""
    shown = {each.uid for each in seen.feedback}
    return tuple(
        each
        for each in whole.feedback
        if each.uid in shown or (each.told and each.kind is FeedbackKind.PRAISE)
    )


def _led_to(whole: Person, chosen: tuple[Reviewed, ...]) -> set[Handle]:
    """The feedback that misses led to which are shown; of a private one they don't say it."""
    shown = {entry.uid for each in chosen for entry in each.item.entries}
    entries = (entry for item in whole.items for entry in item.entries)
    return {entry.feedback for entry in entries if entry.feedback and entry.uid in shown}


def _noted(
    feedback: tuple[Feedback, ...], since: date, until: date, but: set[Handle]
) -> tuple[Feedback, ...]:
    return tuple(
        each for each in feedback if since <= each.noted_on <= until and each.handle not in but
    )


def _count(chosen: tuple[Reviewed, ...], since: date, until: date) -> int:
    """Items, and what happened with them."""
    entries = (entry for each in chosen for entry in each.item.entries)
    return len(chosen) + sum(since <= entry.on <= until for entry in entries)


def _reviewed(then: Person, since: date) -> Iterator[Reviewed]:
    """What was open at the start or came later."""
    order = tuple(Section)
    for item in sorted(then.items, key=lambda item: order.index(item.section)):
        start = item.as_of(since)
        if start is None or start.open or item.now.on > since:
            yield Reviewed(item, start)


def _told(whole: Person) -> dict[Uid, date | None]:
    feedback = {each.handle: each.told_on for each in whole.feedback}
    return {
        miss.uid: feedback.get(miss.feedback) if miss.feedback else None
        for item in whole.items
        for miss in item.misses
        if miss.feedback in feedback or never_to_be_told(whole, miss)
    }


def _evidence(
    items: tuple[Reviewed, ...], feedback: tuple[Feedback, ...], since: date, until: date
) -> tuple[date, ...]:
    days = [entry.on for each in items for entry in each.item.entries]
    days += [each.noted_on for each in feedback]
    return tuple(sorted(day for day in days if since <= day <= until))


def _months(
    then: Person,
    items: tuple[Reviewed, ...],
    feedback: tuple[Feedback, ...],
    since: date,
    until: date,
) -> Iterator[Month]:
    met = Counter(c.on.replace(day=1) for c in then.check_ins if c.held and c.on >= since)
    revised = (revision.on for each in items for revision in each.item.revisions)
    changed = Counter(day.replace(day=1) for day in revised if day > since)
    days = Counter(day.replace(day=1) for day in _evidence(items, feedback, since, until))
    for number in range(since.year * 12 + since.month, until.year * 12 + until.month + 1):
        month = date((number - 1) // 12, (number - 1) % 12 + 1, 1)
        yield Month(month, met[month], changed[month], days[month])
