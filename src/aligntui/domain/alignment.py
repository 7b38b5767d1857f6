"""The state of a section: agreed, changed since, stale, disputed, or never agreed."""

from collections.abc import Iterable
from datetime import date
from enum import StrEnum
from typing import NamedTuple

from aligntui.domain.away import EVERY_DAY, Away, back_on
from aligntui.domain.cadence import Cadence


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


class SectionState(NamedTuple):
    """A section's state on one day; `due_on` is when it has to be reviewed again."""

    state: Alignment
    resynced_on: date | None
    due_on: date | None
    age: int | None
    """Days since both last reviewed it, or else since they first agreed to an item of it."""


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
    age = (today - since).days if since else None
    return SectionState(_state(facts, day, today), facts.resynced_on, day, age)


def _state(facts: SectionFacts, day: date | None, today: date) -> Alignment:
    if facts.differs:
        return Alignment.DIFFERS
    if day is None:
        return Alignment.NEVER
    if facts.waiting:
        return Alignment.CHANGED
    return Alignment.STALE if today > day else Alignment.IN_SYNC
