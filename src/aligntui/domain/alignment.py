"""Whether a section is still what both hold to be true."""

from collections.abc import Iterable
from datetime import date
from enum import StrEnum
from typing import NamedTuple

from aligntui.domain.away import EVERY_DAY, Away, back_on
from aligntui.domain.cadence import Cadence


class Alignment(StrEnum):
    """A section's state; the first that applies, in this order, is the one."""

    DIFFERS = "differs"
    CHANGED = "changed"
    STALE = "stale"
    NEVER = "never"
    IN_SYNC = "in_sync"


class SectionFacts(NamedTuple):
    """What a section's state follows from, whatever the day."""

    items: int = 0
    """Open items."""
    differs: int = 0
    """Open items that are disputed."""
    waiting: int = 0
    """Open items that both may still agree to: not agreed, disputed or private."""
    agreed_on: date | None = None
    """The first day on which both agreed to anything in it; None where they never did."""
    resynced_on: date | None = None
    """The last day on which both went through it."""
    new: int = 0
    """Of those that wait, as many as were never agreed."""


class SectionState(NamedTuple):
    """A section's state on one day; `due_on` is when it has to be gone through again."""

    state: Alignment
    resynced_on: date | None
    due_on: date | None
    age: int | None
    """Days since both went through it, or since they first agreed to anything in it."""


def section_state(
    facts: SectionFacts,
    cadence: Cadence,
    today: date,
    away: Iterable[Away] = (),
    workdays: frozenset[int] = EVERY_DAY,
) -> SectionState:
    """The state of a section on `today`, by the cadence of that section."""
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
