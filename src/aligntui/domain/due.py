"""What is due: the next check-in, and the review of a section."""

from collections.abc import Iterable
from datetime import date, timedelta
from enum import StrEnum
from typing import NamedTuple

from aligntui.domain.cadence import Cadence
from aligntui.domain.days import EVERY_DAY, Away, back_on

WARNING = timedelta(days=7)
"""Days ahead within which a check-in counts as due soon."""

LONG_OPEN = 60
"""Days after which an open risk is long open."""


class DueState(StrEnum):
    """State of the next check-in, in order of urgency."""

    OVERDUE = "overdue"
    FIRST = "first"
    DUE = "due"
    SOON = "soon"
    ON_TRACK = "on_track"
    PAUSED = "paused"


class Due(NamedTuple):
    """The next check-in as of one day; `days_late` is negative before the due day."""

    state: DueState
    due_on: date
    days_late: int
    """At most 0 during an absence, and as long as it is not later than the latest day."""
    relative: float
    """Days late as a share of the cadence."""
    back_on: date | None = None
    """The first day after the absence, for a person who is away."""
    latest: date = date.max
    """The last day on which it is not late."""

    @property
    def overdue(self) -> bool:
        """True after the due day; also for a first check-in, whose state stays FIRST."""
        return self.days_late > 0

    @property
    def very_late(self) -> bool:
        """True when more than half a cadence late."""
        return self.relative > 0.5


def due(
    cadence: Cadence,
    last: date | None,
    added: date,
    today: date,
    moved_to: date | None = None,
    away: Iterable[Away] = (),
    workdays: frozenset[int] = EVERY_DAY,
    touched: date | None = None,
) -> Due:
    """The next check-in of a person last met on `last`, or never since they were `added`.

    The due day is the last check-in + cadence, or the day to which it was moved since; the first
    is due one cadence after being added. A day of absence, or one that is not a working day,
    becomes the first day after it that is neither. A short touch that counts as contact starts
    the clock anew, and settles a day that it was moved to once that day has come.
    """
    start = max(last or added, touched or last or added)
    if moved_to and touched and touched >= moved_to:
        moved_to = None
    usual = cadence.after(start, today)
    day = back_on(moved_to or usual, away, workdays)
    back = back_on(today, away)
    here = back == today
    latest = max(day, back_on(cadence.latest_after(start, today), away, workdays))
    late = min((today - day).days, max((today - latest).days, 0))
    late = late if here else min(late, 0)
    state = _state(late, first=last is None) if here else DueState.PAUSED
    back_again = None if here else back
    return Due(state, day, late, late / max((usual - start).days, 1), back_again, latest)


def soon(today: date) -> date:
    """The last day that counts as soon."""
    return date.max if date.max - today < WARNING else today + WARNING


def _state(late: int, *, first: bool) -> DueState:
    if first:
        return DueState.FIRST
    if late > 0:
        return DueState.OVERDUE
    if late == 0:
        return DueState.DUE
    if late >= -WARNING.days:
        return DueState.SOON
    return DueState.ON_TRACK


class Alignment(StrEnum):
    """A section's state; the first one that applies, in this order, is taken."""

    DIFFERS = "differs"
    CHANGED = "changed"
    STALE = "stale"
    NEVER = "never"
    IN_SYNC = "in_sync"


class SectionFacts(NamedTuple):
    """The facts a section's state is computed from, independent of the day."""

    items: int = 0
    """Open items."""
    differs: int = 0
    """Open items that are disputed."""
    waiting: int = 0
    """Open shared items still to be agreed: never discussed, or changed since."""
    agreed_on: date | None = None
    """The first day on which both agreed to any item of it; None if they never did."""
    resynced_on: date | None = None
    """The last day on which both reviewed the section."""
    new: int = 0
    """The part of `waiting` that was never agreed."""
    off: int = 0
    """Open expectations that are off track."""
    oldest: date | None = None
    """The day of the oldest open risk."""
    unmitigated: date | None = None
    """The day of the oldest open risk without mitigation."""
    held: bool = True
    """False for a section in which nobody ever wrote a line."""


class SectionState(NamedTuple):
    """A section's state on one day; `due_on` is when it has to be reviewed again."""

    state: Alignment
    resynced_on: date | None
    due_on: date | None
    age: int | None
    """Days since both last reviewed it, or else since they first agreed to an item of it."""
    off_track: int = 0
    """Open expectations that are off track."""
    open_for: int | None = None
    """Days of the oldest risk that has no mitigation or is long open."""


def section_state(
    facts: SectionFacts,
    cadence: Cadence,
    today: date,
    away: Iterable[Away] = (),
    workdays: frozenset[int] = EVERY_DAY,
) -> SectionState:
    """Compute the state of a section on `today` from its facts and its cadence."""
    since = facts.resynced_on or facts.agreed_on
    day = back_on(cadence.after(since, today), away, workdays) if since else None
    latest = back_on(cadence.latest_after(since, today), away, workdays) if since else None
    age = (today - since).days if since else None
    state = _section_state(facts, latest, today)
    return SectionState(state, facts.resynced_on, day, age, facts.off, open_for(facts, today))


def _section_state(facts: SectionFacts, latest: date | None, today: date) -> Alignment:
    if facts.differs:
        return Alignment.DIFFERS
    if latest is None or not facts.held:
        return Alignment.NEVER
    if facts.waiting:
        return Alignment.CHANGED
    return Alignment.STALE if today > latest else Alignment.IN_SYNC


def open_for(facts: SectionFacts, today: date) -> int | None:
    """Days of the oldest risk that has no mitigation or is long open; None without one."""
    oldest = facts.oldest
    since = oldest if oldest and long_open(oldest, today) else facts.unmitigated
    return (today - since).days if since else None


def long_open(since: date, today: date) -> bool:
    """True for a risk that has been open for more than `LONG_OPEN` days."""
    return (today - since).days > LONG_OPEN
