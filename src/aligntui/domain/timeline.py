"""A person's past in spans: each from one check-in to the next, the last one up to today."""

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import pairwise
from typing import NamedTuple

from aligntui.domain.check_in import CheckIn
from aligntui.domain.days import day_words
from aligntui.domain.events import Difference, between, differences
from aligntui.domain.identity import Handle
from aligntui.domain.notes import (
    BECAME,
    Action,
    DayMoved,
    Feedback,
    Kept,
    Note,
    TalkingPoint,
    Win,
    known_on,
    known_since,
    restored,
    shared_since,
    value_text,
    worded,
)
from aligntui.domain.person import Person
from aligntui.domain.section import Section

NOW = "now"
"""The key of the last span, which no check-in has ended yet."""


_EDITED = {
    "text": 'reworded from "{was}" to "{now}"',
    "owner": "owner changed from {was} to {now}",
    "kind": "kind changed from {was} to {now}",
    "source": "source changed from {was} to {now}",
    "about": "about {now} instead of {was}",
    "ladder": "for {now} instead of {was}",
    "private": "made {now}",
}
"""The event that each edited field records."""
_NONE = {"private": "shared", "source": "them"}


class Became(NamedTuple):
    """One event of a record, in a few words."""

    words: str
    on: date
    because: str = ""
    """The reason for which a promise was dropped."""
    private: bool = False
    """True where it was private then, although it may be shared now."""

    @property
    def kind(self) -> str:
        """The first word."""
        return self.words.partition(" ")[0]

    @property
    def brief(self) -> str:
        """Its words without texts that it quotes."""
        return self.words.partition(' from "')[0]


def became(thing: Kept) -> tuple[Became, ...]:
    """What became of a record, in the order of days; the first is how it began."""
    because = {"dropped": thing.because} if isinstance(thing, Action) else {}
    first, *ends = (
        Became(words, day, because.get(words, ""))
        for name, words in BECAME[type(thing)].items()
        if (day := getattr(thing, name))
    )
    later = [*_days_moved(thing), *_edits(thing), *_taken_back(thing), *ends]
    if isinstance(thing, Feedback) and thing.received:
        first = first._replace(words=f"received from {thing.source or 'them'}")
    return (first, *sorted(later, key=lambda each: each.on))


def _days_moved(thing: Kept) -> Iterator[Became]:
    """Each change of the day on which a promise is due."""
    for each in thing.moves if isinstance(thing, Action) else ():
        before, after = (day_words(d, each.on) if d else "no day" for d in (each.was, each.to))
        yield Became(f"moved from {before} to {after}", each.on)


def _edits(thing: Kept) -> Iterator[Became]:
    """Each edit of a field, with what it was."""
    since = shared_since(thing)
    for name in dict.fromkeys(each.field for each in thing.edited if each.field in _EDITED):
        found = [each for each in thing.edited if each.field == name]
        values = [*(each.was for each in found), value_text(name, getattr(thing, name, ""))]
        shown = [" ".join(v.split()) or _NONE.get(name, "nothing") for v in values]
        for each, (was, now) in zip(found, pairwise(shown), strict=True):
            if was != now:
                words = _EDITED[name].format(was=was, now=now)
                yield Became(words, each.on, private=since is not None and each.on <= since)


def _taken_back(thing: Kept) -> Iterator[Became]:
    """Each end that was taken back, and each day of a reopening."""
    if isinstance(thing, Note) or not thing.ends:
        return
    for day in sorted({each.reopened_on for each in thing.ends}):
        for each in thing.ends:
            if each.reopened_on == day:
                words = BECAME[type(thing)].get(each.end.field, each.end.value)
                yield Became(words, each.on, each.because)
        yield Became("open again", day)


@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    """From the end of `since` (None: from the beginning) to the end of `until`."""

    key: str
    """The handle of the check-in that ends it, or `NOW`."""
    since: date | None
    until: date
    check_in: CheckIn | None
    changes: tuple[Difference, ...]
    kept: tuple[Kept, ...]
    """Notes, wins, promises, points and feedback of which something became in it."""

    def has(self, day: date | None) -> bool:
        """True when a day is in the span."""
        return day is not None and (self.since is None or day > self.since) and day <= self.until


class Promise(NamedTuple):
    """An action in a span: made in it, ended in it, or open all through it."""

    action: Action
    made: bool
    ended_on: date | None


def spans(person: Person, today: date) -> tuple[Span, ...]:
    """All spans of the past, the newest first; a short touch ends none, and has no changes."""
    met = sorted((c for c in person.check_ins if not c.touch), key=lambda c: c.order)
    # a clock may have been set back since the last check-in
    days = [*(c.on for c in met), max(today, met[-1].on) if met else today]
    keys = [*(str(c.handle) for c in met), NOW]
    found = zip(
        keys,
        [None, *days[:-1]],
        days,
        [*met, None],
        between(person, days),
        _kept(person, days),
        strict=True,
    )
    ended = [
        Span(key=key, since=since, until=until, check_in=check_in, changes=changes, kept=kept)
        for key, since, until, check_in, changes, kept in found
    ]
    touches = [
        Span(key=str(c.handle), since=c.on, until=c.on, check_in=c, changes=(), kept=())
        for c in person.check_ins
        if c.touch
    ]
    return (ended[-1], *sorted((*ended[:-1], *touches), key=_order, reverse=True))


def _order(span: Span) -> tuple[date, int]:
    assert span.check_in is not None
    return span.check_in.order


def _kept(person: Person, days: Sequence[date]) -> list[tuple[Kept, ...]]:
    """The records of which something became between consecutive days, in one pass."""
    found: list[list[Kept]] = [[] for _ in days]
    for thing in person.records:
        begun = known_since(thing)
        places = {bisect_left(days, max(event.on, begun)) for event in became(thing)}
        for at in places - {len(days)}:
            found[at].append(worded(thing, days[at]))
    return [tuple(each) for each in found]


def compared(person: Person, one: Span, other: Span) -> Span:
    """The newer of two spans, with all changes since the end of the older one."""
    older, newer = sorted((one, other), key=lambda span: span.until)
    changes = differences(person, older.until, newer.until)
    return replace(newer, since=older.until, changes=changes)


def promises(actions: Iterable[Action], span: Span) -> tuple[Promise, ...]:
    """Actions of a span: those made in it, then those ended, then those open all through it."""
    found = (_promise(a, span) for a in actions if known_on(a, span.until))
    return tuple(sorted((p for p in found if p), key=lambda p: (not p.made, p.ended_on is None)))


def quiet_since(person: Person, section: Section, until: date) -> date | None:
    """The day of the last change in a section up to `until`; None if there was none."""
    days = (day for item in person.items if item.section is section for day in item.days)
    return max((day for day in days if day <= until), default=None)


def _promise(action: Action, span: Span) -> Promise | None:
    action = restored(worded(action, span.until), span.until)
    ended = action.done_on or action.dropped_on
    if ended and ended > span.until:
        ended = None
    made = span.has(action.made_on)
    return Promise(action, made, ended) if made or ended is None or span.has(ended) else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Minutes:
    """Everything that changed since the previous check-in, up to the end of this one's day.

    Nothing that was done on a later day has any effect on it.
    """

    check_in: CheckIn
    since: date | None
    """The day of the previous one that was held."""
    one_with: tuple[Handle, ...]
    """Other check-ins of the same day: all show its changes, as histories have only days."""
    changes: tuple[Difference, ...]
    gone_through: tuple[Section, ...]
    """The sections that both reviewed, the empty ones too."""
    empty: frozenset[Section]
    """Those of them that had no line that may be seen."""
    promised: tuple[Action, ...]
    """New actions that were still open at the end of the day."""
    ended: tuple[Action, ...]
    moved: tuple[tuple[Action, tuple[DayMoved, ...]], ...]
    """Promises whose day was moved, each with its moves since the previous check-in."""
    reopened: tuple[Action, ...]
    """Promises that had been kept or dropped and were opened again."""
    told: tuple[Feedback, ...]
    noted: tuple[Feedback, ...]
    """New feedback that was not told on that day."""
    untold: tuple[Feedback, ...]
    """All feedback, new or older, that was not told on that day."""
    received: tuple[Feedback, ...]
    wins: tuple[Win, ...]
    raised: tuple[TalkingPoint, ...]
    carried: tuple[TalkingPoint, ...]
    """Open talking points, for the next time."""


def minutes(person: Person, handle: Handle) -> Minutes:
    """The minutes of a check-in; refuses a handle that doesn't exist."""
    check_in = person.check_in(handle)
    held = [c for c in person.check_ins if c.held and c.on <= check_in.on]
    since = max((c.on for c in held if c.on < check_in.on), default=None)
    same_day = tuple(c.handle for c in held if c.on == check_in.on and c.uid != check_in.uid)
    then = person.as_of(check_in.on)

    def new(on: date | None) -> bool:
        return on is not None and (since is None or on > since)

    resynced = {s for r in person.resyncs if r.check_in == handle for s in r.sections}
    lined = {i.section for i in then.items if i.open or i.now.on == check_in.on}
    return Minutes(
        check_in=check_in,
        since=since,
        one_with=same_day,
        changes=differences(person, since, check_in.on),
        gone_through=tuple(section for section in Section if section in resynced),
        empty=frozenset(resynced - lined),
        promised=tuple(a for a in then.actions if a.open and new(a.made_on)),
        ended=tuple(a for a in then.actions if new(a.done_on) or new(a.dropped_on)),
        moved=tuple(
            (a, moves) for a in then.actions if (moves := tuple(m for m in a.moves if new(m.on)))
        ),
        reopened=tuple(
            a for a in then.actions if a.open and any(new(e.reopened_on) for e in a.ends)
        ),
        told=tuple(f for f in then.feedback if new(f.told_on)),
        noted=tuple(f for f in then.feedback if new(f.noted_on) and f.untold),
        untold=tuple(f for f in then.feedback if f.untold),
        received=tuple(f for f in then.feedback if new(f.noted_on) and f.received),
        wins=tuple(w for w in then.wins if new(w.on)),
        raised=tuple(p for p in then.talking_points if new(p.raised_on)),
        carried=tuple(p for p in then.talking_points if p.open),
    )
