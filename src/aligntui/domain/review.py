"""The review packet of a period: agreements, results, and the evidence for them."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import NamedTuple

from aligntui.domain.days import day_words, not_in_order
from aligntui.domain.errors import Refused
from aligntui.domain.identity import Handle, Uid
from aligntui.domain.item import Entry, Item
from aligntui.domain.miss import never_to_be_told
from aligntui.domain.notes import Action, End, Feedback, FeedbackKind, Win, began, worded
from aligntui.domain.person import Person, Relation
from aligntui.domain.privacy import leaving, shared, with_private_lines
from aligntui.domain.section import Section
from aligntui.domain.stance import Party

LATELY = timedelta(days=42)
"""The last weeks of a period, which alone should not decide a review."""

_ENOUGH = 2 * LATELY
"""The shortest period that has more than last weeks."""


LONGEST = 10
"""The most years of one packet."""


class Reviewed(NamedTuple):
    """An item at the end of the period, and at its start if it existed then."""

    item: Item
    start: Item | None


class Month(NamedTuple):
    """Counts for one month of the period."""

    first: date
    check_ins: int
    changes: int
    evidence: int
    """Number of misses, evidence, feedback and wins."""


class LeftOut(NamedTuple):
    """Counts of what is not in the packet, by reason."""

    not_for_review: int
    private: int
    """Without untold feedback; 0 while private things are hidden."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Packet:
    """The contents of a review; `person` is as of the end of the period."""

    person: Person
    since: date
    until: date
    items: tuple[Reviewed, ...]
    feedback: tuple[Feedback, ...]
    """Noted in the period, with the present days of telling; without that of a shown miss."""
    told: dict[Uid, date | None]
    """By the uid of a miss, the day on which its feedback was told; None if it never was."""
    reworded: frozenset[Uid]
    """Feedback that was told in other words, which were private and stay so."""
    months: tuple[Month, ...]
    received: tuple[Feedback, ...]
    """Feedback received in the period; it is no evidence."""
    wins: tuple[Win, ...]
    """Won in the period, without mine where the review is of somebody else."""
    promises: tuple[Action, ...]
    """Actions done in the period, of both parties."""
    dropped: tuple[Action, ...]
    """The same of those dropped."""
    promised: tuple[Action, ...]
    """Actions open at the end of the period, of both parties, late ones too."""
    left_out: LeftOut
    untold: tuple[Feedback, ...]
    """Noted in the period and never told; must not leave."""
    unspoken: tuple[tuple[Handle, date], ...]
    """The line and the day of each miss without feedback, which must not leave, either."""
    private: bool
    """True when it includes private and untold things, for the user's eyes only."""

    @property
    def evidence(self) -> tuple[date, ...]:
        """The days of misses, evidence, feedback and wins, sorted."""
        return _evidence(self.items, (*self.feedback, *self.wins), self.since, self.until)

    @property
    def lately(self) -> int:
        """Number of pieces of evidence in the last weeks."""
        return sum(self.until - day < LATELY for day in self.evidence)

    @property
    def rests_on_last_weeks(self) -> bool:
        """True when most of the evidence of a longer period is from its last weeks.

        That is more than half of it, and half as much again as their share of the time; of one or
        two pieces it says nothing.
        """
        length, total = self.until - self.since, len(self.evidence)
        most = 2 * self.lately > total and 2 * self.lately * length > 3 * total * LATELY
        return length >= _ENOUGH and total > 2 and most

    def section(self, section: Section) -> tuple[Reviewed, ...]:
        """The items of one section."""
        return tuple(each for each in self.items if each.item.section is section)

    def entries(self, item: Item) -> tuple[Entry, ...]:
        """The entries of an item in the period."""
        return tuple(entry for entry in item.entries if self.since <= entry.on <= self.until)


def period(since: date, until: date, today: date) -> tuple[date, date]:
    """Return the first and last day of a packet; refuses an impossible period."""
    if since > until:
        raise not_in_order(since, until)
    if until > today:
        raise Refused(f"{day_words(until, today)} is in the future; end with today or earlier")
    if until.year - since.year > LONGEST:
        raise Refused(f"{LONGEST} years is the limit; start later than {day_words(since, today)}")
    return since, until


def packet(
    whole: Person, since: date, until: date, *, private: bool = False, hide: bool = False
) -> Packet:
    """The packet of a period, its first and last days included.

    Unless `private`, it holds only what may leave: shared things, and praise that was told.
    With `hide` private things are neither shown nor counted.
    """
    whole = shared(whole) if hide else whole
    seen = _of_them(whole if private else leaving(whole))
    whole = _of_them(whole)
    every = _all(whole, since, until)
    then = seen.as_of(until)
    chosen = tuple(_reviewed(then, since))
    items = tuple(each for each in chosen if not each.item.now.not_for_review)
    by_misses = _led_to(whole, chosen)
    known = seen.feedback if private else may_leave(whole, seen)
    known = tuple(_as_told(each, until) for each in known)
    feedback = _noted(known, since, until, by_misses)
    untold = tuple(f for f in whole.feedback if since <= f.noted_on <= until and f.untold)
    told = tuple(f for f in whole.feedback if f.told)
    left_out = len(_noted(told, since, until, _led_to(whole, every)))
    left_out -= sum(f.told for f in feedback)
    received = tuple(_as_told(each, until) for each in _received(seen, since, until))
    left_out += len(_received(whole, since, until)) - len(received)
    wins = tuple(worded(win, until) for win in seen.wins if since <= win.on <= until)
    left_out += sum(since <= win.on <= until for win in whole.wins) - len(wins)
    left_out += _count(every, since, until)
    left_out -= _count(_all(whole if private else shared(whole), since, until), since, until)
    unspoken = tuple(_unspoken(whole, every, since))
    if not private:
        left_out -= _named(every, {f.handle for f in untold}) + len(unspoken)
    return Packet(
        person=then,
        since=since,
        until=until,
        items=items,
        feedback=feedback,
        told=_told(whole),
        reworded=frozenset(_reworded(whole, feedback)),
        months=tuple(_months(then, items, (*feedback, *wins), since, until)),
        received=received,
        wins=wins,
        promises=tuple(_ended(seen, then, since, End.DONE)),
        dropped=tuple(_ended(seen, then, since, End.DROPPED)),
        promised=tuple(action for action in then.actions if action.open),
        left_out=LeftOut(len(chosen) - len(items), left_out),
        untold=untold,
        unspoken=unspoken,
        private=private,
    )


def _of_them(person: Person) -> Person:
    """The person without my part, which is no result of theirs."""
    mine = person.relation is Relation.MANAGER
    return replace(
        person,
        items=tuple(i for i in person.items if not i.now.of_me),
        wins=tuple(w for w in person.wins if mine or w.owner is Party.THEM),
    )


def _received(person: Person, since: date, until: date) -> tuple[Feedback, ...]:
    return tuple(f for f in person.feedback if f.received and since <= f.noted_on <= until)


def _ended(now: Person, then: Person, since: date, end: End) -> Iterator[Action]:
    """The promises kept or dropped in the period; one that was opened again later was not."""
    days = {action.uid: getattr(action, end.field) for action in now.actions}
    for action in then.actions:
        on = getattr(action, end.field)
        if on and on >= since and on == days[action.uid]:
            yield replace(worded(action, on), private=action.private)


def _reworded(whole: Person, feedback: tuple[Feedback, ...]) -> Iterator[Uid]:
    said = {each.uid: worded(each, each.told_on).text for each in whole.feedback}
    return (each.uid for each in feedback if each.told and said[each.uid] != each.text)


def _as_told(feedback: Feedback, until: date) -> Feedback:
    """Feedback in the words in which it was told, or as it read at the end of the period."""
    then = worded(feedback, feedback.told_on or until)
    return replace(feedback, text=then.text, source=then.source, about=then.about)


def _named(chosen: tuple[Reviewed, ...], untold: set[Handle]) -> int:
    """Number of shared misses whose feedback is not told yet."""
    shared_items = (each.item for each in chosen if not each.item.now.private)
    return sum(e.feedback in untold and not e.private for item in shared_items for e in item.misses)


def _unspoken(
    whole: Person, every: tuple[Reviewed, ...], since: date
) -> Iterator[tuple[Handle, date]]:
    for each in every:
        for miss in each.item.misses if not each.item.now.private else ():
            if since <= miss.on and not miss.private and never_to_be_told(whole, each.item, miss):
                yield each.item.handle, miss.on


def _all(person: Person, since: date, until: date) -> tuple[Reviewed, ...]:
    return tuple(_reviewed(person.as_of(until), since))


def may_leave(whole: Person, seen: Person) -> tuple[Feedback, ...]:
    """Feedback that may leave, and all praise they were told: they know it already."""
    shown = {each.uid: each for each in seen.feedback}
    return tuple(
        each if praise else shown[each.uid]
        for each in with_private_lines(whole).feedback
        if (praise := each.told and each.kind is FeedbackKind.PRAISE) or each.uid in shown
    )


def _led_to(whole: Person, chosen: tuple[Reviewed, ...]) -> set[Handle]:
    """Handles of feedback from misses that are shown; that of hidden misses is shown by itself."""
    shown = {entry.uid for each in chosen for entry in each.item.entries}
    entries = (entry for item in whole.items for entry in item.entries)
    return {entry.feedback for entry in entries if entry.feedback and entry.uid in shown}


def _noted(
    feedback: tuple[Feedback, ...], since: date, until: date, but: set[Handle]
) -> tuple[Feedback, ...]:
    return tuple(
        each
        for each in feedback
        if since <= each.noted_on <= until and each.handle not in but and not each.received
    )


def _count(chosen: tuple[Reviewed, ...], since: date, until: date) -> int:
    """Number of items, and of their entries in the period."""
    entries = (entry for each in chosen for entry in each.item.entries)
    return len(chosen) + sum(since <= entry.on <= until for entry in entries)


def _reviewed(then: Person, since: date) -> Iterator[Reviewed]:
    """Items that were open at the start, or were added or changed later."""
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
        if miss.feedback in feedback or never_to_be_told(whole, item, miss)
    }


def _evidence(
    items: tuple[Reviewed, ...], noted: tuple[Feedback | Win, ...], since: date, until: date
) -> tuple[date, ...]:
    days = [
        entry.on
        for each in items
        for entry in each.item.entries
        if not entry.wrong and entry.share is None
    ]
    days += [began(each) for each in noted]
    return tuple(sorted(day for day in days if since <= day <= until))


def _months(
    then: Person,
    items: tuple[Reviewed, ...],
    noted: tuple[Feedback | Win, ...],
    since: date,
    until: date,
) -> Iterator[Month]:
    met = Counter(c.on.replace(day=1) for c in then.check_ins if c.held and c.on >= since)
    revised = (revision.on for each in items for revision in each.item.revisions)
    changed = Counter(day.replace(day=1) for day in revised if day > since)
    days = Counter(day.replace(day=1) for day in _evidence(items, noted, since, until))
    for number in range(since.year * 12 + since.month, until.year * 12 + until.month + 1):
        month = date((number - 1) // 12, (number - 1) % 12 + 1, 1)
        yield Month(month, met[month], changed[month], days[month])
