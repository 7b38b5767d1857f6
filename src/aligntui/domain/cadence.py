"""How often: plain cadences, typed and printed as people say them."""

import re
from datetime import date, timedelta
from enum import StrEnum
from typing import NamedTuple

from aligntui.domain.errors import Refused


class Unit(StrEnum):
    """What a cadence counts."""

    DAY = "day"
    WEEK = "week"
    MONTH = "month"


class Cadence(NamedTuple):
    """Every so many days, weeks or months; `every` is from 1 to 999."""

    every: int
    unit: Unit

    def __str__(self) -> str:
        """As it is typed: `parse` reads it back as the same cadence."""
        if (self.every, self.unit) in _NAMES:
            return _NAMES[self.every, self.unit]
        return f"every {self.every} {self.unit}s"

    def after(self, day: date) -> date:
        """The day one cadence later; months end on their last day rather than overflow."""
        if self.unit is Unit.MONTH:
            return _months_after(day, self.every)
        days = self.every * (7 if self.unit is Unit.WEEK else 1)
        return _clamped(day, days)


_NAMES = {
    (1, Unit.DAY): "daily",
    (1, Unit.WEEK): "weekly",
    (1, Unit.MONTH): "monthly",
    (3, Unit.MONTH): "quarterly",
}
_WORDS = {name: Cadence(*parts) for parts, name in _NAMES.items()}
_SPOKEN = re.compile(r"(?:every\s+)?(\d{1,3})?\s*(d|w|m|days?|weeks?|months?)\Z")
_EXAMPLES = "weekly, every 2 weeks, monthly, quarterly or every 6 months"


def parse(phrase: str) -> Cadence:
    """The cadence that a phrase means; refuses others with examples."""
    words = " ".join(phrase.casefold().split())
    if words in _WORDS:
        return _WORDS[words]
    found = _SPOKEN.match(words)
    if not found or not words.startswith(("every", *"0123456789")):
        raise Refused(f"'{phrase}' is not a cadence; type {_EXAMPLES}")
    every = int(found[1] or 1)
    if not every:
        raise Refused(f"'{phrase}' never comes round; type {_EXAMPLES}")
    return Cadence(every, Unit({"d": "day", "w": "week", "m": "month"}[found[2][0]]))


def _months_after(day: date, months: int) -> date:
    # dateutil holds the rules of month ends; it is loaded only where months are counted
    from dateutil.relativedelta import relativedelta

    try:
        return day + relativedelta(months=months)
    except (ValueError, OverflowError):
        return date.max


def _clamped(day: date, days: int) -> date:
    try:
        return day + timedelta(days=days)
    except OverflowError:
        return date.max
