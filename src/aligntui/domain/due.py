"""The due day of the next check-in, and how late it is."""

from collections.abc import Iterable
from datetime import date, timedelta
from enum import StrEnum
from typing import NamedTuple

from aligntui.domain.away import EVERY_DAY, Away, back_on
from aligntui.domain.cadence import Cadence

WARNING = timedelta(days=7)
"""Days ahead within which a check-in counts as due soon."""


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
    """At most 0 during an absence."""
    relative: float
    """Days late as a share of the cadence."""
    back_on: date | None = None
    """The first day after the absence, for a person who is away."""

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
) -> Due:
    """The next check-in of a person last met on `last`, or never since they were `added`.

    The due day is the last check-in + cadence, or the day to which it was moved since; the first
    is due one cadence after being added. A day of absence, or one that is not a working day,
    becomes the first day after it that is neither.
    """
    start = added if last is None else last
    usual = cadence.after(start, today)
    day = back_on(moved_to or usual, away, workdays)
    back = back_on(today, away)
    here = back == today
    late = (today - day).days if here else min((today - day).days, 0)
    state = _state(late, first=last is None) if here else DueState.PAUSED
    return Due(state, day, late, late / max((usual - start).days, 1), None if here else back)


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
