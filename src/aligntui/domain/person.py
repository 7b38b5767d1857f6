"""A person, immutable, with everything noted about them."""

from bisect import insort
from dataclasses import dataclass, field, replace
from datetime import date
from enum import StrEnum
from operator import attrgetter
from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar

from aligntui.domain.cadences import Cadences, Level
from aligntui.domain.check_in import CheckIn, CheckInKind, Resync
from aligntui.domain.days import Away, Calendar
from aligntui.domain.errors import Refused
from aligntui.domain.identity import KINDS, Handle, PersonId, number_of
from aligntui.domain.item import Item
from aligntui.domain.ladder import NO_LADDER, Ladder
from aligntui.domain.notes import (
    Action,
    Feedback,
    Kept,
    Note,
    TalkingPoint,
    Win,
    Written,
    as_of,
    known_on,
    worded,
)
from aligntui.domain.section import Section

if TYPE_CHECKING:
    from aligntui.domain.round import Round

Other = Action | Feedback | CheckIn | TalkingPoint | Note
"""Everything that has a handle and is no item."""
Named = Item | Other
"""Everything that has a handle."""
_Thing = TypeVar("_Thing", Item, Action, CheckIn, Feedback, TalkingPoint, Note)
TABLES = {
    "A": "actions", "B": "feedback", "C": "check_ins", "N": "notes", "T": "talking_points",
    "W": "wins",
}  # fmt: skip
"""The field of a person with the things of each letter; all other letters are of items."""


class Moved(NamedTuple):
    """Record that something was moved to or from another person, whose name is private.

    The handle of a thing that was moved away is not used again.
    """

    handle: Handle
    on: date
    away: bool


class Relation(StrEnum):
    """The person's relation to the user."""

    REPORT = "report"
    MANAGER = "manager"
    SKIP = "skip"
    PEER = "peer"


class Touches(StrEnum):
    """What a short touch is: only noted, or a contact from which the next check-in is counted."""

    NOTED = "noted"
    COUNT = "count"


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """A person with everything kept about them.

    Each tuple is in the order of its handles; resyncs are in the order of their days.
    """

    id: PersonId
    name: str
    relation: Relation = Relation.REPORT
    role: str = ""
    card: str = ""
    email: str = ""
    """Their addresses in calendars, with `, ` between them."""
    events: tuple[str, ...] = ()
    """Decided about events of calendars: `+` and its id where it is with them, `-` where not."""
    """A few lines about them: how they like feedback, a birthday. Always private."""
    level: Level | None = None
    added: date
    started: date | None = None
    archived: date | None = None
    away: tuple[Away, ...] = ()
    moved: tuple[Moved, ...] = ()
    """Things moved to or from other people, in order."""
    written: tuple[Written, ...] = ()
    """What was recorded for days that were over."""
    cadences: Cadences
    by_hand: frozenset[str] = frozenset()
    """Names of the cadences that were typed: a change of level does not touch them."""
    items: tuple[Item, ...] = ()
    check_ins: tuple[CheckIn, ...] = ()
    resyncs: tuple[Resync, ...] = ()
    actions: tuple[Action, ...] = ()
    feedback: tuple[Feedback, ...] = ()
    talking_points: tuple[TalkingPoint, ...] = ()
    notes: tuple[Note, ...] = ()
    wins: tuple[Win, ...] = ()
    rounds: "tuple[Round, ...]" = ()
    touches: Touches = Touches.NOTED
    reports_to: str = ""
    """The id of the person in whose team they are, one of the user's own reports; or ""."""
    calendar: Calendar = field(default=Calendar(), compare=False)
    """Set by the notebook, the same for everybody; never stored."""
    ladder: Ladder = field(default=NO_LADDER, compare=False)
    """Likewise."""

    @property
    def days_off(self) -> tuple[Away, ...]:
        """The person's absences, and the holidays."""
        return (*self.away, *self.calendar.holidays)

    @property
    def open_round(self) -> "Round | None":
        """The round that has not ended yet."""
        return next((each for each in reversed(self.rounds) if each.ended_on is None), None)

    def open_items(self, section: Section) -> tuple[Item, ...]:
        """The open items of a section, in their order."""
        here = [i for i in self.items if i.section is section and i.now.outcome is None]
        return tuple(sorted(here, key=attrgetter("now.rank", "added_on", "handle")))

    def item(self, handle: Handle) -> Item:
        """The item with this handle, open or closed; refuses an unknown one."""
        return self._named(self.items, handle, "item")

    def is_open(self, handle: Handle | None) -> bool:
        """True where there is an open item with this handle."""
        return any(item.handle == handle and item.open for item in self.items)

    def action(self, handle: Handle) -> Action:
        """The action with this handle; refuses an unknown one."""
        return self._named(self.actions, handle, "action")

    def check_in(self, handle: Handle) -> CheckIn:
        """The check-in with this handle, held or not; refuses an unknown one."""
        return self._named(self.check_ins, handle, "check-in")

    def said(self, handle: Handle) -> Feedback:
        """The feedback with this handle, told or not; refuses an unknown one."""
        return self._named(self.feedback, handle, "feedback")

    def talking_point(self, handle: Handle) -> TalkingPoint:
        """The talking point with this handle, raised or not; refuses an unknown one."""
        return self._named(self.talking_points, handle, "talking point")

    @property
    def records(self) -> tuple[Kept, ...]:
        """Everything kept beside the lines: notes, wins, promises, points and feedback."""
        return (*self.notes, *self.wins, *self.actions, *self.talking_points, *self.feedback)

    def kept(self, handle: Handle) -> Kept:
        """The note, win, point, feedback or action with this handle; refuses an unknown one."""
        if handle[0] in "NW":
            kind = "note" if handle[0] == "N" else "win"
            return self._named((*self.notes, *self.wins), handle, kind)
        if handle[0] == "T":
            return self.talking_point(handle)
        return self.said(handle) if handle[0] == "B" else self.action(handle)

    def next_handle(self, letter: str) -> Handle:
        """The first unused handle of a letter."""
        things: tuple[Named, ...] = getattr(self, TABLES.get(letter, "items"))
        used = [number_of(e.handle) for e in (*things, *self.moved) if e.handle[0] == letter]
        return Handle(f"{letter}{max(used, default=0) + 1}")

    def with_thing(self, thing: Named) -> "Person":
        """The person with a thing in place of the one with its uid, or added in its order."""
        table = TABLES.get(thing.handle[0], "items")
        there: tuple[Named, ...] = getattr(self, table)
        things = [thing if old.uid == thing.uid else old for old in there]
        if thing.uid not in map(attrgetter("uid"), there):
            insort(things, thing, key=lambda each: (each.handle[0], number_of(each.handle)))
        changes: dict[str, Any] = {table: tuple(things)}
        return replace(self, **changes)

    def with_round(self, found: "Round") -> "Person":
        """The person with a round in place of the one with its uid, or added in its order."""
        others = (each for each in self.rounds if each.uid != found.uid)
        rounds = sorted((*others, found), key=attrgetter("number", "uid"))
        return replace(self, rounds=tuple(rounds))

    @property
    def last_check_in(self) -> CheckIn | None:
        """The latest check-in that was held, by day."""
        held = [each for each in self.check_ins if each.kind is CheckInKind.HELD]
        # of two on one day the later record counts, which stands behind the other
        return max(reversed(held), key=attrgetter("on"), default=None)

    @property
    def touched(self) -> date | None:
        """The day of the latest short touch, where touches count as contact."""
        touches = (c.on for c in self.check_ins if c.kind is CheckInKind.TOUCH)
        return max(touches, default=None) if self.touches is Touches.COUNT else None

    @property
    def moved_to(self) -> date | None:
        """The day to which the next check-in was moved since the last one held."""
        return self.moved_by.until if self.moved_by else None

    @property
    def moved_by(self) -> CheckIn | None:
        """The record that moved the next check-in since the last one held.

        The last recorded one counts. Since means on a later day, or recorded later: a clock may
        have been set back, and a meeting may be recorded afterwards.
        """
        held = self.last_check_in
        moved = (c for c in self.check_ins if c.until and (not held or c.moves_after(held)))
        return max(moved, key=lambda check_in: number_of(check_in.handle), default=None)

    def resynced_on(self, section: Section) -> date | None:
        """The last day on which both reviewed a section and found that it holds."""
        return max((r.on for r in self.resyncs if section in r.sections), default=None)

    def agreed_on(self, item: Item) -> date | None:
        """The day both last agreed on an item's wording, also by a resync; None if they don't."""
        if not (since := item.agreed_since):
            return None
        seen = [r.on for r in self.resyncs if r.on > since and r.covers(item)]
        return max(seen, default=since)

    def as_ended(self, item: Item) -> Item:
        """A closed item with the one it became, also where it was opened again on a later day."""
        if item.open or item.became:
            return item
        ended = item.handle, item.now.on
        found = (each.handle for each in self.items if (each.origin, each.added_on) == ended)
        return replace(item, became=next(found, None))

    def as_of(self, day: date) -> "Person":
        """The person as known at the end of `day`."""
        past = ((item, item.as_of(day)) for item in self.items)
        return replace(
            self,
            items=tuple(
                was if was.revisions == item.revisions else self.as_ended(was)
                for item, was in past
                if was
            ),
            check_ins=tuple(c.as_of(day) for c in self.check_ins if c.on <= day),
            resyncs=tuple(r for r in self.resyncs if r.on <= day),
            actions=tuple(as_of(a, day) for a in self.actions if known_on(a, day)),
            feedback=tuple(as_of(f, day) for f in self.feedback if known_on(f, day)),
            talking_points=tuple(as_of(t, day) for t in self.talking_points if known_on(t, day)),
            notes=tuple(worded(n, day) for n in self.notes if known_on(n, day)),
            wins=tuple(worded(w, day) for w in self.wins if known_on(w, day)),
            rounds=tuple(r.as_of(day) for r in self.rounds if r.on <= day),
            moved=tuple(m for m in self.moved if m.on <= day),
            written=tuple(w for w in self.written if w.on <= day),
            archived=self.archived if self.archived and self.archived <= day else None,
        )

    def _named(self, things: tuple[_Thing, ...], handle: Handle, what: str) -> _Thing:
        for thing in things:
            if thing.handle == handle:
                return thing
        is_a = KINDS.get(handle[0], "")
        other = is_a and is_a not in (what, f"a {what}", f"an {what}")
        other = other and not (what == "item" and handle[0] in "FEOR")
        from shlex import quote

        words = f"{self.name} has no {what} {handle}"
        words += f"; {handle} stands for {is_a}" if other else ""
        raise Refused(words, command=f"'aligntui show {quote(self.name)}' lists the handles")


class Change(NamedTuple):
    """A person before and after, with a label; None is a person who does not exist."""

    label: str
    before: Person | None
    after: Person | None
    also: frozenset[PersonId] = frozenset()
    """Other people changed in the same step, as when an item moves between two."""

    @property
    def person(self) -> PersonId:
        """The id of the person who was changed."""
        person = self.after or self.before
        assert person is not None
        return person.id

    def said(self, *, hide: bool) -> str:
        """The label; with `hide` only whose change it is, as a label may name what is private."""
        person = self.after or self.before
        return f"a change of {person.name}" if hide and person else self.label

    @property
    def people(self) -> frozenset[PersonId]:
        """The ids of all the people who were changed."""
        return self.also | {self.person}

    @property
    def touched(self) -> tuple[Handle, ...]:
        """Handles that differ: those that exist after the change, then those removed by it."""
        before, after = _things(self.before), _things(self.after)
        there = (handle for handle, thing in after.items() if before.get(handle) != thing)
        return (*there, *(handle for handle in before if handle not in after))

    @property
    def inverse(self) -> "Change":
        """The change that undoes this one."""
        return self._replace(before=self.after, after=self.before)


def _things(person: Person | None) -> dict[Handle, object]:
    if person is None:
        return {}
    kept: tuple[Named, ...] = (*person.items, *person.records, *person.check_ins)
    return {thing.handle: thing for thing in kept}
