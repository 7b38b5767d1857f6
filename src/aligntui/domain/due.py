"""When the next check-in is due, and how late it is."""

from collections.abc import Iterable
from datetime import date, timedelta
from enum import StrEnum
from typing import NamedTuple

from aligntui.domain.away import EVERY_DAY, Away, back_on
from aligntui.domain.cadence import Cadence

WARNING = timedelta(days=7)
"""How long before its day a check-in counts as due soon."""


class DueState(StrEnum):
    """In order of urgency."""

    OVERDUE = "overdue"
    FIRST = "first"
    DUE = "due"
    SOON = "soon"
    ON_TRACK = "on_track"
    PAUSED = "paused"


class Due(NamedTuple):
    """Where a check-in stands on one day; `days_late` is negative before the due day."""

    state: DueState
    due_on: date
    days_late: int
    """Never above 0 while somebody is away."""
    relative: float
    """Days late as a share of the cadence."""
    back_on: date | None = None
    """The first day after being away, for whoever is away."""

    @property
    def overdue(self) -> bool:
        """Whether its day is over; also of a first one, whose state does not say so."""
        return self.days_late > 0

    @property
    def very_late(self) -> bool:
        """More than half a cadence late."""
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
    """Where somebody stands who was last met on `last`, or never since they were `added`.

    The due day is the last real contact + cadence, or the day to which it was moved since; the
    first is within one cadence of being added. A day on which somebody is away, or that is not
    worked, becomes the first after it that is neither.
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
    """The last day that is soon."""
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
