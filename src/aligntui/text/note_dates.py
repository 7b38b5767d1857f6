"""Days at the head of notes, as they are parted today."""

from __future__ import annotations

import re
from datetime import date
from functools import partial
from typing import TYPE_CHECKING, NamedTuple

from aligntui.domain.errors import Refused
from aligntui.text.words import MONTHS

if TYPE_CHECKING:
    from collections.abc import Callable

FAR = 300
"""Characters of a line in which a day is looked for."""
_FULL = (
    "january", "february", "march", "april", "may", "june",
    "july", "august", "september", "october", "november", "december",
)  # fmt: skip
_YEAR = r"(?:(?P<y>\d{4})(?!\d)|'?(?P<yy>\d\d)(?![\d:.]))"
_TH = r"(?:st|nd|rd|th)?"
_NUMBER = r"(?<![\d.:/-])"
_FORMS = (
    rf"{_NUMBER}(?P<y>\d{{4}})(?P<by>[-/.])(?P<m>\d{{1,2}})(?P=by)(?P<d>\d{{1,2}})(?!\d)",
    rf"{_NUMBER}(?P<y>(?:19|20)\d\d)(?P<m>[01]\d)(?P<d>[0-3]\d)(?!\d)",
    rf"{_NUMBER}(?P<y>\d{{4}})-?W(?P<w>[0-5]\d)(?!\d)",
    rf"{_NUMBER}(?P<d>\d{{1,2}})\. ?(?P<m>\d{{1,2}})\. ?{_YEAR}",
    rf"{_NUMBER}(?P<a>\d{{1,2}})/(?P<b>\d{{1,2}})/{_YEAR}",
    rf"{_NUMBER}(?P<d>\d{{1,2}})(?:{_TH}|\.)[ -](?:of )?(?P<n>[a-z]{{3,9}})\b\.?(?:,?[ -]{_YEAR})?",
    rf"\b(?P<n>[a-z]{{3,9}})\.? (?P<d>\d{{1,2}}){_TH}(?![\d:.%])(?:,? {_YEAR})?",
)
_READ = tuple(re.compile(form, re.IGNORECASE) for form in _FORMS)
_SLASHES = _READ[4]


class Written(NamedTuple):
    """A day that stands in a line, and where; `sure` where nothing else looks so."""

    on: date
    start: int
    end: int
    sure: bool


class Reader:
    """Reads days where those without a year belong to `year`, or to the last one that fits."""

    def __init__(self, text: str, today: date, *, day_first: bool | None = None) -> None:
        self.year: int | None = None
        self._today = today
        self._day_first = _order(text) if day_first is None else day_first

    def find(self, line: str) -> Written | None:
        """The first day in a line; refuses one that could be two."""
        found = []
        for form in _READ:
            for match in form.finditer(line[:FAR]):
                day = self._day(match.groupdict())
                if day is not None:
                    found.append(Written(day, *match.span(), sure=form in _READ[:2]))
                    break
        return min(found, key=lambda written: (written.start, -written.end), default=None)

    def _day(self, parts: dict[str, str | None]) -> date | None:
        year = _year(parts)
        if parts.get("w"):
            return _or_none(partial(date.fromisocalendar, year or 0, int(parts["w"] or 0), 1))
        if parts.get("a"):
            return self._of_slashes(int(parts["a"] or 0), int(parts["b"] or 0), year or 0)
        month = _month(parts["n"] or "") if parts.get("n") else int(parts["m"] or 0)
        day = int(parts["d"] or 0)
        if month is None:
            return None
        if year is not None or self.year is not None:
            return _or_none(partial(date, year or self.year or 0, month, day))
        years = (self._today.year, self._today.year - 1)
        days = (_or_none(partial(date, each, month, day)) for each in years)
        return next((each for each in days if each and each <= self._today), None)

    def _of_slashes(self, a: int, b: int, year: int) -> date | None:
        if a > 12 or b > 12 or a == b:
            day, month = (a, b) if a > 12 else (b, a)
        elif self._day_first is None:
            raise Refused(
                f"'{a}/{b}/{year}' could be two days; say --dates day-first or month-first"
            )
        else:
            day, month = (a, b) if self._day_first else (b, a)
        return _or_none(partial(date, year, month, day))


def _order(text: str) -> bool | None:
    """Whether the days of a text stand before their months; None where nothing in it says so."""
    pairs = [(int(m["a"]), int(m["b"])) for m in _SLASHES.finditer(text)]
    day_first, month_first = any(a > 12 for a, _ in pairs), any(b > 12 for _, b in pairs)
    return day_first if day_first != month_first else None


def _year(parts: dict[str, str | None]) -> int | None:
    if parts.get("y"):
        return int(parts["y"] or 0)
    return 2000 + int(parts["yy"] or 0) if parts.get("yy") else None


def _month(name: str) -> int | None:
    word = name.casefold()
    short = tuple(month.casefold() for month in MONTHS)
    if word in (*short, *_FULL, "sept"):
        return short.index(word[:3]) + 1
    return None


def _or_none(make: Callable[[], date]) -> date | None:
    try:
        return make()
    except ValueError:
        return None
