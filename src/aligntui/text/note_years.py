"""Infer the year of dates written without one from the dates around them."""

from __future__ import annotations

from datetime import date
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from aligntui.text.date_parts import Parts

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
    return min(down, up, key=_length)


def _length(found: Sequence[date | Open]) -> int:
    days = [each.on if isinstance(each, Open) else each for each in found]
    return (max(days) - min(days)).days if days else 0


def _downwards(days: Sequence[Given], today: date, year: int | None) -> list[date | Open]:
    """The dates of a file that begins with its newest."""
    sure = [day.sure for day in days]
    known = [on for on in sure if on]
    if year is not None or not known:
        return _chain(days, today if year is None else date(year, 12, 31))
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
