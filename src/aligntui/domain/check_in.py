"""Check-ins: meetings that were held, or not held with the reason, and resyncs of sections."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from typing import Final, NamedTuple

from aligntui.domain.identity import Handle, Uid, number_of
from aligntui.domain.item import Item
from aligntui.domain.section import Section

BOOKED = "booked"
"""The `because` of a postponed one whose new day is booked in the calendar."""


PULSES: Final = range(1, 6)
"""The values of a pulse, how the person is doing, from low to high."""


class Addendum(NamedTuple):
    """A later correction or addition; the check-in itself stays as it was."""

    on: date
    text: str


class CheckInKind(StrEnum):
    """Held, or not held and how."""

    HELD = "held"
    SKIPPED = "skipped"
    POSTPONED = "postponed"
    TOUCH = "touch"
    """A short contact, which is no check-in; what it was about is its `because`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckIn:
    """One check-in; changes of that day are read from the histories of the items."""

    uid: Uid
    handle: Handle
    on: date
    kind: CheckInKind = CheckInKind.HELD
    notes: str = ""
    because: str = ""
    until: date | None = None
    pulse: int | None = None
    """How the person was doing, a value of PULSES; None when not asked."""
    addenda: tuple[Addendum, ...] = ()

    @property
    def held(self) -> bool:
        """True when the meeting took place."""
        return self.kind is CheckInKind.HELD

    @property
    def touch(self) -> bool:
        """True for a short contact, which is no check-in."""
        return self.kind is CheckInKind.TOUCH

    @property
    def order(self) -> tuple[date, int]:
        """The key to sort check-ins by: their day, then their handle."""
        return self.on, number_of(self.handle)

    @property
    def instead(self) -> str:
        """What happened instead: `skipped`, `postponed`, `booked` or `touch`; "" when held."""
        if self.held:
            return ""
        booked = self.kind is CheckInKind.POSTPONED and self.because == BOOKED
        return BOOKED if booked else self.kind.value

    def moves_after(self, held: "CheckIn") -> bool:
        """True when this one, not held, came after `held` and moved the next to a later day."""
        if self.held or self.until is None or self.until <= held.on:
            return False
        return self.on > held.on or number_of(self.handle) > number_of(held.handle)

    def as_of(self, day: date) -> "CheckIn":
        """The check-in as it was at the end of `day`."""
        return replace(self, addenda=tuple(each for each in self.addenda if each.on <= day))


def pulses(check_ins: Iterable[CheckIn]) -> tuple[int, ...]:
    """The pulses recorded in check-ins, the latest last."""
    in_order = sorted(check_ins, key=lambda check_in: check_in.order)
    return tuple(check_in.pulse for check_in in in_order if check_in.pulse is not None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Resync:
    """A day on which both reviewed sections and agreed that they still hold."""

    uid: Uid
    on: date
    sections: frozenset[Section]
    check_in: Handle | None = None
    again: tuple[Uid, ...] = ()
    """Single lines that both agreed to once more, as they read."""
    without: tuple[Uid, ...] = ()
    """Lines of these sections that it left as they were."""

    def covers(self, item: Item) -> bool:
        """True when both reviewed an item: one that was private or closed was not shown.

        An item that was closed on that very day was open before.
        """
        if item.uid in self.without:
            return False
        if item.section not in self.sections and item.uid not in self.again:
            return False
        then = item.on(self.on)
        if then is None or then.private:
            return False
        return then.outcome is None or (then is item.now and then.on == self.on)
