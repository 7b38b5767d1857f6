"""The parts of a date as it was written, nothing filled in.

The year may be missing, and numbers that are read differently in different countries keep all their
readings. The caller decides with what it knows.
"""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Mapping

SURE, PLACED, ALONE = range(3)
_LEAP = 2000


class Order(StrEnum):
    """The order of the numbers in a date."""

    DAY_FIRST = "day-first"
    MONTH_FIRST = "month-first"
    YEAR_FIRST = "year-first"


ORDERS = {
    **{order.value: order for order in Order},
    "dmy": Order.DAY_FIRST,
    "mdy": Order.MONTH_FIRST,
    "ymd": Order.YEAR_FIRST,
}
"""Every name accepted for an order."""


class Parts(NamedTuple):
    """The known parts of a date."""

    year: int | None
    month: int
    day: int

    def in_year(self, year: int) -> date | None:
        """The date, in its own year or else in this one; None where that day does not exist."""
        try:
            return date(self.year or year, self.month, self.day)
        except ValueError:
            return None

    @property
    def possible(self) -> bool:
        """True when the day exists, in some year where none is given."""
        return self.in_year(_LEAP) is not None


class Phrase(NamedTuple):
    """A date found in a text, from `start` to `end`, with its weekday and time."""

    start: int
    end: int
    words: str
    """The date itself as it was typed."""
    readings: Mapping[Order, Parts]
    """The parts for each order that gives a possible date."""
    usual: tuple[Order, ...] = tuple(Order)
    """The orders considered when nobody names one."""
    weekday: int | None = None
    timed: bool = False
    """True when a time stands beside it."""
    weak: int = SURE
    """Doubt that it is a date: SURE, PLACED like 3/9 (its place decides) or ALONE like 7-11."""
    iso: bool = False
    """True for a form that nothing else looks like."""
    unread: str = ""
    """Why no date can be made of it though it looks like one."""

    def parts(self, order: Order | None) -> Parts | None:
        """The parts in this order; None where several orders fit and none is given."""
        if order is not None and order in self.readings:
            return self.readings[order]
        found = {self.readings[order] for order in self.orders}
        return found.pop() if len(found) == 1 else None

    @property
    def orders(self) -> tuple[Order, ...]:
        """The possible orders: the usual ones among them, otherwise all."""
        return tuple(each for each in self.readings if each in self.usual) or tuple(self.readings)
