"""Decide which day a written date means.

dateutil's parser is not used: it guesses where a date is ambiguous, reads 9.3.2026 as September,
and does not report where in a line a date stands.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from aligntui.domain.errors import Refused
from aligntui.text.date_parts import Order, Phrase
from aligntui.text.date_phrases import phrases
from aligntui.text.date_tokens import plain

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

_AROUND = " []<>()'\".,"
_SPREAD = 5
"""The most years between the dates of one file, when their order is in question."""


class Unclear(Refused):
    """A question about a file that only the user can answer."""

    def __init__(self, question: str, option: str, answers: tuple[str, ...]) -> None:
        super().__init__(f"{question}; say {option} {' or '.join(answers)}")
        self.question = question
        self.option = option
        self.answers = answers

    def within(self, where: str) -> Unclear:
        """The same question with its place."""
        return Unclear(f"{where}: {self.question}", self.option, self.answers)


def order_of(found: Iterable[Phrase]) -> Order | None:
    """The one order that fits all these dates; None when there is not exactly one."""
    every = [phrase for phrase in found if phrase.readings]
    fits = {order for order in Order if all(order in phrase.readings for phrase in every)}
    if any(Order.YEAR_FIRST not in phrase.orders for phrase in every):
        fits -= {Order.YEAR_FIRST}
    if Order.YEAR_FIRST in fits and len(fits) > 1:
        narrow = {order for order in fits if _spread(every, order) <= _SPREAD}
        fits = narrow or fits
    return fits.pop() if len(fits) == 1 else None


def order_in(texts: Iterable[str]) -> Order | None:
    """The one order that fits the dates in all these texts; None when there is not exactly one."""
    return order_of(phrase for text in texts for phrase in phrases(plain(text)))


def day_of(text: str, *, order: Order | None = None) -> date:
    """The day that a cell names, with any weekday or time beside it.

    Raises `Refused` with advice when it is not one whole day, `Unclear` when it could be two.
    """
    bare = plain(text)
    shown = text.strip()[:40]
    found = phrases(bare)
    if len(found) != 1 or f"{bare[: found[0].start]}{bare[found[0].end :]}".strip(_AROUND):
        raise Refused(f"'{shown}' is not a day; write it as 2026-03-09")
    if found[0].unread:
        raise Refused(f"'{shown}': {found[0].unread}; write it as 2026-03-09")
    parts = found[0].parts(order)
    if parts is None:
        raise could_be_two(found[0])
    day = parts.in_year(0)
    if day is None:
        raise Refused(f"'{shown}' has no year; write it as 2026-03-09")
    return day


def could_be_two(phrase: Phrase) -> Unclear:
    """The question to ask when only the order of the numbers decides."""
    orders = tuple(order.value for order in Order if order in phrase.orders)
    return Unclear(f"'{phrase.words}' could be two days", "--dates", orders)


def _spread(found: Iterable[Phrase], order: Order) -> int:
    years = [parts.year for phrase in found if (parts := phrase.readings[order]).year]
    return max(years) - min(years) if years else 0
