"""Decide which day a written date means.

dateutil's parser is not used: it guesses where a date is ambiguous, reads 9.3.2026 as September,
and does not report where in a line a date stands.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from itertools import pairwise
from typing import NamedTuple

from aligntui.domain.errors import Refused
from aligntui.text.date_phrases import phrases
from aligntui.text.date_tokens import Order, Parts, Phrase, plain

_AROUND = " []<>()'\".,"
_AHEAD = timedelta(14)
"""How far ahead of today the next meeting may stand in a file."""
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


_YEARS = 12
"""Years searched: any day comes up in them, a leap day up to nine years apart."""


class Open(NamedTuple):
    """A date without a year that would be later than any known one: the user is asked."""

    on: date
    """The date inferred from its neighbours."""
    latest: date
    """The last known date, or today."""


class Given(NamedTuple):
    """A date as far as it is known."""

    parts: Parts
    weekday: int | None = None

    @property
    def sure(self) -> date | None:
        """The date, where its year is known."""
        return self.parts.in_year(0) if self.parts.year else None

    def last(self, bound: date) -> date:
        """The last such date up to a bound."""
        found = self._days(range(bound.year, bound.year - _YEARS, -1))
        return self._on_weekday([on for on in found if on <= bound])

    def next(self, bound: date) -> date:
        """The first such date from a bound on."""
        found = self._days(range(bound.year, bound.year + _YEARS))
        return self._on_weekday([on for on in found if on >= bound])

    def _days(self, years: Iterable[int]) -> list[date]:
        return [on for year in years if (on := self.parts.in_year(year))]

    def _on_weekday(self, found: Sequence[date]) -> date:
        return next((on for on in found if on.weekday() == self.weekday), found[0])


def placed(
    days: Sequence[Given], today: date, *, years: Sequence[int] = (), year: int | None = None
) -> list[date | Open]:
    """The dates of a file in order, each with its year.

    A file runs from newest to oldest or the reverse: its full dates decide, or `years` from its
    headings, or else the direction with the shorter span. `year` is the year of the latest date
    without one, where the user gives it.
    """
    known = [on for day in days if (on := day.sure)]
    steps = [(a > b) - (a < b) for a, b in pairwise(known)]
    steps += [(a > b) - (a < b) for a, b in pairwise(years)]
    down, up = (_downwards(each, today, year) for each in (days, days[::-1]))
    up.reverse()
    if sum(steps):
        return down if sum(steps) > 0 else up

    def length(found: Sequence[date | Open]) -> int:
        days = [each.on if isinstance(each, Open) else each for each in found]
        return (max(days) - min(days)).days if days else 0

    return min(down, up, key=length)


def _downwards(days: Sequence[Given], today: date, year: int | None) -> list[date | Open]:
    """The dates of a file that begins with its newest."""
    sure = [day.sure for day in days]
    known = [on for on in sure if on]
    if year is not None:
        return _chain(days, date(year, 12, 31))
    if not known:
        # the next meeting may be there already, with what to bring up
        ahead = _chain(days, today + _AHEAD)
        one = sum(isinstance(on, date) and on > today for on in ahead) == 1
        return ahead if one and len(days) > 1 else _chain(days, today)
    latest = min(today, max(known))
    first = next(at for at, on in enumerate(sure) if on)
    found: list[date | Open] = []
    bound = known[0]
    for day in reversed(days[:first]):
        bound = day.next(bound)
        found.insert(0, bound if bound <= latest else Open(bound, latest))
    bound = known[0]
    for at, day in enumerate(days[first:], start=first):
        below = next((on for on in sure[at + 1 :] if on), None)
        on = sure[at] or _between(day, bound, below)
        found.append(on if sure[at] or on <= latest else Open(on, latest))
        bound = on if on <= bound or sure[at] else bound
    return found


def _chain(days: Sequence[Given], bound: date) -> list[date | Open]:
    found: list[date | Open] = []
    for day in days:
        on = day.sure
        if on is None:
            on = bound = day.last(bound)
        found.append(on)
    return found


def _between(day: Given, above: date, below: date | None) -> date:
    """The date up to the one above, or the closest where none fits between both."""
    on = day.last(above)
    if below is None or on >= below:
        return on
    later = day.next(above)
    return on if below - on <= later - above else later
