"""When the next check-in is due, and how late it is."""

from datetime import date, timedelta
from enum import StrEnum
from typing import NamedTuple

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
    relative: float
    """Days late as a share of the cadence."""

    @property
    def very_late(self) -> bool:
        """More than half a cadence late."""
        return self.relative > 0.5


def due(cadence: Cadence, last: date | None, added: date, today: date) -> Due:
    """Where somebody stands who was last met on `last`, or never since they were `added`.

    Source: due day = last real contact + cadence; the first within one cadence of being added.
    """
    start = added if last is None else last
    day = cadence.after(start)
    late = (today - day).days
    span = max((day - start).days, 1)
    return Due(_state(late, first=last is None), day, late, late / span)


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
