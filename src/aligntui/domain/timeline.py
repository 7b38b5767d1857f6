"""A person's past in spans: each from one check-in to the next, the last one up to today."""

from dataclasses import dataclass, replace
from datetime import date
from typing import NamedTuple

from aligntui.domain.action import Action
from aligntui.domain.check_in import CheckIn
from aligntui.domain.difference import Difference, between, differences
from aligntui.domain.feedback import Feedback
from aligntui.domain.identity import number_of
from aligntui.domain.note import Note, TalkingPoint
from aligntui.domain.person import Person
from aligntui.domain.section import Section

NOW = "now"
"""The key of the last span, which no check-in has ended yet."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    """From the end of `since` (None: from the beginning) to the end of `until`."""

    key: str
    """The handle of the check-in that ends it, or `NOW`."""
    since: date | None
    until: date
    check_in: CheckIn | None
    changes: tuple[Difference, ...]

    def has(self, day: date | None) -> bool:
        """True when a day is in the span."""
        return day is not None and (self.since is None or day > self.since) and day <= self.until


class Promise(NamedTuple):
    """An action in a span: made in it, ended in it, or open all through it."""

    action: Action
    made: bool
    ended_on: date | None


def spans(person: Person, today: date) -> tuple[Span, ...]:
    """All spans of the past, the newest first."""
    met = sorted(person.check_ins, key=lambda c: (c.on, number_of(c.handle)))
    # a clock may have been set back since the last check-in
    days = [*(c.on for c in met), max(today, met[-1].on) if met else today]
    keys = [*(str(c.handle) for c in met), NOW]
    found = zip(keys, [None, *days[:-1]], days, [*met, None], between(person, days), strict=True)
    return tuple(
        Span(key=key, since=since, until=until, check_in=check_in, changes=changes)
        for key, since, until, check_in, changes in found
    )[::-1]


def compared(person: Person, one: Span, other: Span) -> Span:
    """The newer of two spans, with all changes since the end of the older one."""
    older, newer = sorted((one, other), key=lambda span: span.until)
    changes = differences(person, older.until, newer.until)
    return replace(newer, since=older.until, changes=changes)


def notes(person: Person, span: Span) -> tuple[Note, ...]:
    """The notes of a span, without those of check-ins."""
    return tuple(note for note in person.notes if span.has(note.on))


def promises(person: Person, span: Span) -> tuple[Promise, ...]:
    """Actions of a span: those made in it, then those ended, then those open all through it."""
    found = (_promise(a, span) for a in person.actions if a.made_on <= span.until)
    return tuple(sorted((p for p in found if p), key=lambda p: (not p.made, p.ended_on is None)))


def feedback(person: Person, span: Span) -> tuple[Feedback, ...]:
    """Feedback that was noted, told or understood in a span."""
    return tuple(
        each
        for each in person.feedback
        if any(map(span.has, (each.noted_on, each.told_on, each.understood_on)))
    )


def talking_points(person: Person, span: Span) -> tuple[TalkingPoint, ...]:
    """Talking points that were added or raised in a span."""
    return tuple(
        each
        for each in person.talking_points
        if any(map(span.has, (each.added_on, each.raised_on)))
    )


def quiet_since(person: Person, section: Section, until: date) -> date | None:
    """The day of the last change in a section up to `until`; None if there was none."""
    days = (day for item in person.items if item.section is section for day in item.days)
    return max((day for day in days if day <= until), default=None)


def _promise(action: Action, span: Span) -> Promise | None:
    ended = action.done_on or action.dropped_on
    if ended and ended > span.until:
        ended = None
    made = span.has(action.made_on)
    return Promise(action, made, ended) if made or ended is None or span.has(ended) else None
