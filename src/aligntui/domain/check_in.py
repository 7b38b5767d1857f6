"""A meeting of the two, or one that was not held and why."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from aligntui.domain.identity import Handle, Uid, number_of
from aligntui.domain.section import Section

BOOKED = "booked"
"""The reason of one that was put to a later day because it stands in the calendar there."""


class CheckInKind(StrEnum):
    """What became of it."""

    HELD = "held"
    SKIPPED = "skipped"
    POSTPONED = "postponed"


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckIn:
    """One check-in; what changed in the sections is read from their histories."""

    uid: Uid
    handle: Handle
    on: date
    kind: CheckInKind = CheckInKind.HELD
    notes: str = ""
    because: str = ""
    until: date | None = None

    @property
    def held(self) -> bool:
        """Whether the two really met."""
        return self.kind is CheckInKind.HELD

    def moves_after(self, held: "CheckIn") -> bool:
        """Whether this one, not held, came after one that was, and put the next to a later day."""
        if self.held or self.until is None or self.until <= held.on:
            return False
        return self.on > held.on or number_of(self.handle) > number_of(held.handle)


@dataclass(frozen=True, slots=True, kw_only=True)
class Resync:
    """A day on which both looked at sections and found that they still hold."""

    uid: Uid
    on: date
    sections: frozenset[Section]
    check_in: Handle | None = None
