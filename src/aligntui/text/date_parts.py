"""What a day as it was written says, and no more.

Its year may be missing, and numbers that mean one day in one country and another elsewhere keep
all their readings. Nothing is filled in here: whoever asks decides with what they know.
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
    """In which order the numbers of a day are meant."""

    DAY_FIRST = "day-first"
    MONTH_FIRST = "month-first"
    YEAR_FIRST = "year-first"


ORDERS = {
    **{order.value: order for order in Order},
    "dmy": Order.DAY_FIRST,
    "mdy": Order.MONTH_FIRST,
    "ymd": Order.YEAR_FIRST,
}
"""The orders by all names under which a person may say them."""


class Parts(NamedTuple):
    """What is known of a day."""

    year: int | None
    month: int
    day: int

    def in_year(self, year: int) -> date | None:
        """The day in its own year, or else in this one; None where there is no such day."""
        try:
            return date(self.year or year, self.month, self.day)
        except ValueError:
            return None

    @property
    def possible(self) -> bool:
        """Whether there is such a day, in any year where none is said."""
        return self.in_year(_LEAP) is not None


class Phrase(NamedTuple):
    """A day as it stands in a text, from `start` to `end`, with its weekday and time."""

    start: int
    end: int
    words: str
    """The day itself, as it was typed."""
    readings: Mapping[Order, Parts]
    """What it says in each order in which it is a day at all."""
    usual: tuple[Order, ...] = tuple(Order)
    """The orders that are thought of where nobody says one."""
    weekday: int | None = None
    timed: bool = False
    """A time stands beside it."""
    weak: int = SURE
    """How likely it is something else: SURE, PLACED as 3/9, where only its place tells, or ALONE
    as 7-11, which is a day only where nothing stands beside it."""
    iso: bool = False
    """Nothing else looks like this."""
    unread: str = ""
    """Why no day can be made of it though it looks like one."""

    def parts(self, order: Order | None) -> Parts | None:
        """What it says in this order; None where several orders fit and none is known."""
        if order is not None and order in self.readings:
            return self.readings[order]
        found = {self.readings[order] for order in self.orders}
        return found.pop() if len(found) == 1 else None

    @property
    def orders(self) -> tuple[Order, ...]:
        """The orders that are thought of, of those in which it is a day."""
        return tuple(each for each in self.readings if each in self.usual) or tuple(self.readings)
