"""Days as people type them."""

import re
from datetime import date, timedelta

from aligntui.domain.errors import Refused


class Impossible(Refused):  # like its base, an answer
    """Words that are a day in form, of a day that there is not."""


_WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_MONTHS = (
    "january", "february", "march", "april", "may", "june",
    "july", "august", "september", "october", "november", "december",
)  # fmt: skip
_EXAMPLES = "2026-12-01, 12 dec, fri, next fri, tomorrow or in 3 days"
_NUMBERS = {"a": 1, "an": 1, "one": 1, "two": 2, "three": 3}
_ISO = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})\Z")
_DISTANCE = re.compile(
    r"(in )?(?:(\d{1,4}) ?|(an?|one|two|three) )(day|week|month|year)s?( ago)?\Z"
)
_DAY_MONTH = re.compile(r"(\d{1,2})\.? ([a-z]{3,9})\.?(?: (\d{4}))?\Z")
_MONTH_DAY = re.compile(r"([a-z]{3,9})\.? (\d{1,2}),?(?: (\d{4}))?\Z")


def parse(phrase: str, today: date, *, past: bool = False) -> date:
    """The day that a phrase means on `today`; a day without a year is the next, or the last."""
    words = " ".join(phrase.casefold().replace(",", " ").split())
    for read in (_near, _iso, _weekday, _distance, _day_of_month):
        day = read(words, today, past)
        if day is not None:
            return day
    raise Refused(f"'{phrase[:60]}' is not a day; type {_EXAMPLES}")


def _near(words: str, today: date, past: bool) -> date | None:
    offsets = {"today": 0, "tomorrow": 1, "yesterday": -1, "next week": 7, "last week": -7}
    return _plus(today, offsets[words]) if words in offsets else None


def _iso(words: str, today: date, past: bool) -> date | None:
    found = _ISO.match(words)
    return _made(int(found[1]), int(found[2]), int(found[3])) if found else None


def _weekday(words: str, today: date, past: bool) -> date | None:
    which, _, name = words.rpartition(" ")
    index = _index(_WEEKDAYS, name)
    if index is None or which not in ("", "next", "last", "this", "on"):
        return None
    if which == "last" or (past and which in ("", "on")):
        return _plus(today, -((today.weekday() - index - 1) % 7 + 1))
    if which == "next":
        return _plus(today, 7 - today.weekday() + index)
    return _plus(today, (index - today.weekday() - 1) % 7 + 1)


def _distance(words: str, today: date, past: bool) -> date | None:
    found = _DISTANCE.match(words)
    if not found or bool(found[1]) == bool(found[5]):
        return None
    count = int(found[2]) if found[2] else _NUMBERS[found[3]]
    sign = -1 if found[5] else 1
    if found[4] in ("day", "week"):
        return _plus(today, sign * count * (7 if found[4] == "week" else 1))
    from dateutil.relativedelta import relativedelta

    try:
        return today + relativedelta(months=sign * count * (12 if found[4] == "year" else 1))
    except (ValueError, OverflowError):
        raise _impossible(words) from None


def _day_of_month(words: str, today: date, past: bool) -> date | None:
    if found := _DAY_MONTH.match(words):
        day, name, year = int(found[1]), found[2], found[3]
    elif found := _MONTH_DAY.match(words):
        day, name, year = int(found[2]), found[1], found[3]
    else:
        return None
    month = _index(_MONTHS, name)
    if month is None:
        return None
    if year:
        return _made(int(year), month + 1, day)
    return _nearest(today, month + 1, day, past)


def _nearest(today: date, month: int, day: int, past: bool) -> date:
    # a leap day may be up to eight years off; any other day is at most one
    step = -1 if past else 1
    for years in range(9):
        try:
            found = date(today.year + step * years, month, day)
        except ValueError:
            continue
        if (found <= today) if past else (found >= today):
            return found
    raise _impossible(f"{day} {_MONTHS[month - 1]}")


def _index(names: tuple[str, ...], beginning: str) -> int | None:
    if len(beginning) < 3:
        return None
    return next((i for i, name in enumerate(names) if name.startswith(beginning)), None)


def _made(year: int, month: int, day: int) -> date:
    try:
        return date(year, month, day)
    except ValueError:
        raise _impossible(f"{year:04}-{month:02}-{day:02}") from None


def _plus(today: date, days: int) -> date:
    try:
        return today + timedelta(days=days)
    except OverflowError:
        raise _impossible(f"{days} days from {today}") from None


def _impossible(what: str) -> Impossible:
    return Impossible(f"there is no day '{what}'; type {_EXAMPLES}")
