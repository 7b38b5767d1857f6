"""A meeting of the two, or one that was not held and why."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from typing import Final, NamedTuple

from aligntui.domain.identity import Handle, Uid, number_of
from aligntui.domain.item import Item
from aligntui.domain.section import Section

BOOKED = "booked"
"""The reason of one that was put to a later day because it stands in the calendar there."""


PULSES: Final = range(1, 6)
"""How somebody is, from low to high."""


class Addendum(NamedTuple):
    """What was put right, or remembered, after a check-in; the check-in stays as it was."""

    on: date
    text: str


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
    pulse: int | None = None
    """How they were, one of PULSES; not everybody is asked every time."""
    addenda: tuple[Addendum, ...] = ()

    @property
    def held(self) -> bool:
        """Whether the two really met."""
        return self.kind is CheckInKind.HELD

    @property
    def instead(self) -> str:
        """What was done instead of meeting: `skipped`, `postponed`, `booked`; nothing if held."""
        if self.held:
            return ""
        booked = self.kind is CheckInKind.POSTPONED and self.because == BOOKED
        return BOOKED if booked else self.kind.value

    def moves_after(self, held: "CheckIn") -> bool:
        """Whether this one, not held, came after one that was, and put the next to a later day."""
        if self.held or self.until is None or self.until <= held.on:
            return False
        return self.on > held.on or number_of(self.handle) > number_of(held.handle)

    def as_of(self, day: date) -> "CheckIn":
        """The check-in as it read at the end of `day`."""
        return replace(self, addenda=tuple(each for each in self.addenda if each.on <= day))


def pulses(check_ins: Iterable[CheckIn]) -> tuple[int, ...]:
    """How somebody was from check-in to check-in, the latest last."""
    in_order = sorted(check_ins, key=lambda c: (c.on, number_of(c.handle)))
    return tuple(check_in.pulse for check_in in in_order if check_in.pulse is not None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Resync:
    """A day on which both looked at sections and found that they still hold."""

    uid: Uid
    on: date
    sections: frozenset[Section]
    check_in: Handle | None = None

    def covers(self, item: Item) -> bool:
        """Whether both looked at a line: who never saw a private one can't have agreed to it."""
        if item.section not in self.sections:
            return False
        then = item.on(self.on)
        return then is not None and not then.private
