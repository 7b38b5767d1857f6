"""The overview of a person, for the dashboard and `due`.

These and their parts are named tuples: `due` in a shell prompt loads nothing else.
"""

from collections.abc import Iterable, Mapping
from contextlib import suppress
from datetime import date, datetime
from enum import StrEnum
from typing import NamedTuple

from aligntui.domain.cadence import Cadence
from aligntui.domain.days import EVERY_DAY, Away
from aligntui.domain.due import (
    Due,
    DueState,
    SectionFacts,
    SectionState,
    due,
    open_for,
    section_state,
)
from aligntui.domain.guard import Proposal, proposal
from aligntui.domain.identity import PersonId
from aligntui.domain.naming import folded
from aligntui.domain.section import Section


class Line(NamedTuple):
    """One line of an overview: handle, text, and since when."""

    handle: str
    text: str
    private: bool
    since: date
    weight: int | None = None


class Somebody(NamedTuple):
    """A person as far as a calendar knows them."""

    id: str
    name: str
    emails: tuple[str, ...] = ()
    events: tuple[str, ...] = ()
    """Decided by hand: `+` and an event's id where it is with them, `-` where it is not."""


class Appointment(NamedTuple):
    """A meeting with one person: when it starts, and whether the calendar calls it private."""

    start: datetime
    private: bool = False


class Standing(NamedTuple):
    """The counted part of an overview, which differs when private things are hidden."""

    sections: tuple[SectionFacts, ...]
    actions_mine: int
    actions_theirs: int
    untold: int
    untold_since: date | None = None
    focus: tuple[Line, ...] = ()
    off_track: tuple[Line, ...] = ()
    promises: tuple[Line, ...] = ()


class Overview(NamedTuple):
    """A small summary of a person, which does not depend on today."""

    id: PersonId
    name: str
    relation: str
    role: str
    added: date
    archived: date | None
    cadence: Cadence
    section_cadences: tuple[Cadence, ...]
    """In the order of `Section`, like `sections`."""
    sections: tuple[SectionFacts, ...]
    last_check_in: date | None
    actions_mine: int
    actions_theirs: int
    untold: int
    untold_since: date | None = None
    """The day of the oldest feedback not told yet."""
    focus: tuple[Line, ...] = ()
    off_track: tuple[Line, ...] = ()
    promises: tuple[Line, ...] = ()
    """My own open actions, the first few."""
    moved_to: date | None = None
    """The day of the next check-in if one was skipped or postponed since the last one held."""
    moved_as: str = ""
    """The reason: `skipped`, `postponed`, `booked`, or ""."""
    reports_to: str = ""
    """The id of the person in whose team they are, or ""."""
    round_state: str = ""
    """Where the open round stands, see `Round.state`; "" without one."""
    touched: date | None = None
    """The day of the latest short touch, where it counts as contact."""
    away: tuple[Away, ...] = ()
    workdays: frozenset[int] = EVERY_DAY
    decided_on: date | None = None
    """The last day on which a check-in was held, skipped, postponed or booked."""
    emails: tuple[str, ...] = ()
    events: tuple[str, ...] = ()
    """What was decided about events of calendars, see `Somebody`."""
    booked: tuple[Appointment, ...] | None = None
    """The meetings to come in the user's calendar, in order; None where there is no calendar."""
    begun: tuple[Appointment, ...] = ()
    """Those of the last weeks that have begun, the last one first."""
    shared: Standing | None = None
    """The counts without private things; None when they are the same."""

    def without_private(self) -> "Overview":
        """The overview to show while private things are hidden."""
        counted = self.shared._asdict() if self.shared else {}
        booked = self.booked and tuple(each for each in self.booked if not each.private)
        return self._replace(
            cadence=self.cadence.without_reason(),
            section_cadences=tuple(each.without_reason() for each in self.section_cadences),
            # where only private meetings are booked, "nothing is booked" would be untrue
            booked=booked or (None if self.booked else self.booked),
            begun=tuple(each for each in self.begun if not each.private),
            shared=None,
            **counted,
        )

    @property
    def differences(self) -> int:
        """Number of open disputed items in all sections."""
        return sum(facts.differs for facts in self.sections)

    @property
    def booked_at(self) -> datetime | None:
        """The start of the next meeting in the calendar, in local time."""
        return self.booked[0].start.astimezone() if self.booked else None

    def unrecorded(self, today: date) -> date | None:
        """The day of the last meeting in the calendar, if it is over and nothing was recorded."""
        day = self.begun[0].start.astimezone().date() if self.begun else today
        seen = max(self.decided_on or self.added, self.added)
        return day if seen < day < today else None

    def due(self, today: date) -> Due:
        """The next check-in as of `today`."""
        last, moved, touched = self.last_check_in, self.moved_to, self.touched
        return due(self.cadence, last, self.added, today, moved, self.away, self.workdays, touched)

    def section(self, section: Section, today: date) -> SectionState:
        """The state of one section on `today`."""
        at = tuple(Section).index(section)
        facts, cadence = self.sections[at], self.section_cadences[at]
        return section_state(facts, cadence, today, self.away, self.workdays)

    def proposals(self, today: date) -> tuple[Proposal, ...]:
        """The looser cadences proposed for close ones that are over or have no end."""
        found = (proposal(of, cadence, today) for of, cadence in self.clocks.items())
        return tuple(each for each in found if each)

    @property
    def clocks(self) -> dict[str, Cadence]:
        """The five cadences: `check_in`, and each section by its name."""
        cadences = (self.cadence, *self.section_cadences)
        return dict(zip(("check_in", *Section), cadences, strict=True))


def by_urgency(overviews: tuple[Overview, ...], today: date) -> tuple[Overview, ...]:
    """Sort by state, then trouble, then lateness relative to the cadence, then name and id."""
    order = {state: place for place, state in enumerate(DueState)}

    def urgency(overview: Overview) -> tuple[int, bool, bool, float, str, str]:
        stands, sections = overview.due(today), overview.sections
        off = any(each.off for each in sections)
        risky = any(open_for(each, today) for each in sections)
        name = folded(overview.name)
        return order[stands.state], not off, not risky, -stands.relative, name, overview.id

    return tuple(sorted(overviews, key=urgency))


def parked_on(texts: Mapping[str, str], person: str) -> date | None:
    """The day of a check-in that was begun in the app and is parked in the drafts, or None.

    `texts` are the drafts by box: the sections gone through, as `focus risks pulse=4
    begun=2026-06-26`, and the notes. A check-in that was only opened does not count.
    """
    words = texts.get(f"checkin:seen:{person}", "").split()
    fields = dict(word.split("=", 1) for word in words if "=" in word)
    done = any(not word.startswith(("begun=", "after=")) for word in words)
    if done or texts.get(f"checkin:notes:{person}", "").strip():
        with suppress(ValueError):
            return date.fromisoformat(fields.get("day") or fields.get("begun", ""))
    return None


RELATIONS = ("report", "manager", "skip", "peer")
"""The values of `Relation`, without loading `Person`; reports come first."""


class Sort(StrEnum):
    """The order within a relation."""

    URGENCY = "urgency"
    NAME = "name"
    LAST = "last"
    """The longest time since the last check-in first."""
    RELATION = "relation"
    """By urgency; reports, too, without a heading for each state."""

    @property
    def following(self) -> "Sort":
        """The next order, in a cycle."""
        orders = tuple(Sort)
        return orders[(orders.index(self) + 1) % len(orders)]


def arranged(people: Iterable[Overview], today: date, sort: Sort) -> tuple[Overview, ...]:
    """Sort people: reports, then my manager, skip-levels and peers, each in the given order.

    Skip-levels take turns instead of coming by urgency: who was met longest ago is first.
    """
    ordered = by_urgency(tuple(people), today)
    if sort is Sort.NAME:
        ordered = tuple(sorted(ordered, key=lambda person: folded(person.name)))
    elif sort is Sort.LAST:
        # never met: waiting since they were added
        ordered = tuple(sorted(ordered, key=lambda p: p.last_check_in or p.added))

    def place(person: Overview) -> tuple[int, date]:
        turns = person.relation == "skip" and sort is not Sort.NAME
        waits = max(person.last_check_in or person.added, person.touched or date.min)
        return RELATIONS.index(person.relation), waits if turns else date.min

    return tuple(sorted(ordered, key=place))


def meets_on(people: Iterable[Overview], day: date) -> tuple[Overview, ...]:
    """Those who are met on a day by the calendar and not yet met, in the order of the day."""
    found = []
    for person in people:
        times = (*(person.booked or ()), *person.begun)
        starts = [t.start for t in times if t.start.astimezone().date() == day]
        if starts and person.archived is None and person.decided_on != day:
            found.append((min(starts), person))
    return tuple(person for _, person in sorted(found, key=lambda each: each[0]))


def late(people: Iterable[Overview], today: date) -> tuple[Overview, ...]:
    """People to decide about: overdue and not met today, those with nothing booked first."""
    here = tuple(person for person in people if person.archived is None)
    today_met = {person.id for person in meets_on(here, today)}
    found = [p for p in by_urgency(here, today) if p.due(today).overdue and p.id not in today_met]
    return tuple(sorted(found, key=lambda person: bool(person.booked)))
