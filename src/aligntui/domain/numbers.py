"""Numbers about alignment, never about workload.

They count agreements, the age of open issues, and delays in telling and meeting. Past numbers use
the present cadences: a history of cadences is not kept.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date, timedelta
from itertools import pairwise
from statistics import median
from typing import NamedTuple

from aligntui.domain.check_in import BOOKED, CheckIn
from aligntui.domain.details import Health
from aligntui.domain.due import due, long_open
from aligntui.domain.item import Item
from aligntui.domain.person import Person
from aligntui.domain.points import times
from aligntui.domain.section import Section

MONTHS = 12
"""The number of months shown over time."""

RECENT = timedelta(days=182)
"""The period in which telling and meeting are counted."""


Over = tuple[tuple[date, "Numbers"], ...]
"""Numbers by day, the last of them today's."""


class Numbers(NamedTuple):
    """Counts for one person on one day, or summed over several people."""

    people: int = 0
    expected: int = 0
    """Open expectations."""
    fresh: int = 0
    """Expectations that both agreed on within the cadence of the section."""
    differences: int = 0
    oldest_difference: int | None = None
    """In days."""
    risks: int = 0
    long_open: int = 0
    """Risks that are long open."""
    telling: tuple[int, ...] = ()
    """For each feedback told recently, the days from noting to telling."""
    share_agreed: int = 0
    """The agreed shares of the focus lines for which it was recently noted what they had."""
    share_had: int = 0
    """Of these, what really went there; a line that had more than agreed fills no other."""
    meetings: int = 0
    """Recent check-ins after the first, plus the next one when it is already very late."""
    in_time: int = 0
    """Check-ins that were at most half a cadence late."""
    held: int = 0
    """All recent check-ins, the first ones too."""

    @property
    def agreed(self) -> float | None:
        """The share of expectations that are agreed and fresh; None without expectations."""
        return self.fresh / self.expected if self.expected else None

    @property
    def told_after(self) -> float | None:
        """The median of days from noting to telling; None if nothing was told."""
        return median(self.telling) if self.telling else None

    @property
    def focused(self) -> float | None:
        """The part of the agreed energy that really went to its focus; None if none was noted."""
        return self.share_had / self.share_agreed if self.share_agreed else None

    @property
    def regular(self) -> float | None:
        """The share of check-ins in time; None if there were none to count."""
        return self.in_time / self.meetings if self.meetings else None


def _recently(today: date) -> date:
    """The first day that is recent."""
    return date.min if today - date.min < RECENT else today - RECENT + timedelta(days=1)


def numbers(person: Person, today: date, since: date | None = None) -> Numbers:
    """The numbers of one person, who has nothing dated after `today`.

    What happened is counted from `since` on; by default only what is recent.
    """
    first = since or _recently(today)
    # what is expected of me is not for them to agree to
    expected = [i for i in person.open_items(Section.EXPECTATIONS) if not i.now.of_me]
    disputed = [i.disputed_since for i in person.items if i.open and i.disputed_since]
    risks = person.open_items(Section.RISKS)
    met = in_time(person, today, first)
    noted = [
        (min(entry.share or 0, agreed), agreed)
        for item in person.items
        for entry, agreed in item.shares
        if agreed and entry.on >= first
    ]
    return Numbers(
        people=1,
        expected=len(expected),
        fresh=sum(_fresh(person, item, today) for item in expected),
        differences=len(disputed),
        oldest_difference=max(((today - day).days for day in disputed), default=None),
        risks=len(risks),
        long_open=sum(long_open(risk.opened_on, today) for risk in risks),
        telling=tuple(
            (each.told_on - each.noted_on).days
            for each in person.feedback
            if each.told_on and each.told_on >= first
        ),
        share_agreed=sum(agreed for _, agreed in noted),
        share_had=sum(had for had, _ in noted),
        meetings=len(met),
        in_time=sum(met),
        held=sum(c.held and c.on >= first for c in person.check_ins),
    )


def together(several: Iterable[Numbers]) -> Numbers:
    """The sum of several people's numbers."""
    everybody = tuple(several)
    ages = (each.oldest_difference for each in everybody)
    counted = set(Numbers._fields) - {"oldest_difference", "telling"}
    sums = {name: sum(getattr(each, name) for each in everybody) for name in counted}
    return Numbers(
        oldest_difference=max((age for age in ages if age is not None), default=None),
        telling=tuple(days for each in everybody for days in each.telling),
        **sums,
    )


def over_time(person: Person, today: date, since: date | None = None) -> Over:
    """A person's numbers at the ends of the last months and on `today`.

    Empty on days before the person was added or while archived. With `since` the months begin
    there, and all that happened from then on is counted.
    """
    return tuple((day, _on(person, day, since)) for day in _days(today, since))


def all_over_time(each: Sequence[Over], today: date, since: date | None = None) -> Over:
    """The numbers of a team on the same days."""
    return tuple(
        (day, together(over[at][1] for over in each)) for at, day in enumerate(_days(today, since))
    )


def _days(today: date, since: date | None) -> tuple[date, ...]:
    ends, start = [today], since or date.min
    while (first := ends[-1].replace(day=1)) > start and (since or len(ends) < MONTHS):
        ends.append(first - timedelta(days=1))
    return tuple(reversed(ends))


def _on(person: Person, day: date, since: date | None) -> Numbers:
    if person.added > day:
        return Numbers()
    then = person.as_of(day)
    return numbers(then, day, since) if then.archived is None else Numbers()


def _fresh(person: Person, item: Item, today: date) -> bool:
    agreed = person.agreed_on(item)
    return (
        agreed is not None and person.cadences.of(item.section).latest_after(agreed, today) >= today
    )


def in_time(person: Person, today: date, since: date | None = None) -> tuple[bool, ...]:
    """For each check-in since a day, by default each recent one, True when in time.

    A last False is the next one, when that is late already.
    """
    first = since or _recently(today)
    held = sorted((c for c in person.check_ins if c.held), key=lambda c: c.order)
    # a booking in the calendar does not excuse the delay
    others = tuple(c for c in person.check_ins if not c.held and c.because != BOOKED)
    found = [
        not _late(person, before, others, after.on)
        for before, after in pairwise(held)
        if after.on >= first and after.on > before.on
    ]
    late_now = bool(held) and _late(person, held[-1], others, today)
    return (*found, False) if late_now else tuple(found)


def _late(person: Person, last: CheckIn, others: tuple[CheckIn, ...], on: date) -> bool:
    past = (last, *(c for c in others if c.on <= on))
    then = replace(person, check_ins=past)
    cadence, worked = person.cadences.check_in, person.calendar.workdays
    start, moved, off = person.added, then.moved_to, person.days_off
    return due(cadence, last.on, start, on, moved, off, worked, then.touched).very_late


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
        longest=max((max((last - first).days, 0) for first, last in spells), default=0),
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
