"""Parse days as people type them."""

import re
from collections.abc import Iterable
from contextlib import suppress
from datetime import date, timedelta
from itertools import islice

from aligntui.domain.days import (
    LONG_MONTHS,
    NUMBERS,
    WEEKDAYS,
    Away,
    day_words,
    full_day,
    index_of,
    not_in_order,
)
from aligntui.domain.errors import Refused
from aligntui.domain.plain import clean_line, typewritten


class Impossible(Refused):  # like its base, an answer
    """A phrase in the form of a day that does not exist or can't be meant, as 31 feb or 2206."""


_MONTHS = tuple(map(str.lower, LONG_MONTHS))
_EXAMPLES = "2026-12-01, 12 dec, fri, next fri, tomorrow or in 3 days"
_NUMBERS = {"a": 1, "an": 1, **{name: number for number, name in enumerate(NUMBERS, 1)}}
_NEAR = {
    "today": 0, "tonight": 0, "eod": 0, "end of day": 0, "end of the day": 0, "cob": 0,
    "tomorrow": 1, "day after tomorrow": 2, "the day after tomorrow": 2,
    "yesterday": -1, "day before yesterday": -2, "the day before yesterday": -2,
    "next week": 7, "last week": -7,
}  # fmt: skip
_DAYS = {"day": 1, "week": 7}
_WEEKS = {"last": -7, "this": 0, "next": 7}
_ISO = re.compile(r"(\d{4})([-/.])(\d{1,2})\2(\d{1,2})\Z")
_DISTANCE = re.compile(
    rf"(in )?(?:(\d{{1,4}}) ?|({'|'.join(_NUMBERS)}) )(day|week|month|year)s?( ago)?\Z"
)
_DAY_MONTH = re.compile(
    r"(?:the )?(\d{1,2})(?:\.|st|nd|rd|th)? (?:of )?([a-z]{3,9})\.?(?: (\d{4}))?\Z"
)
_MONTH_DAY = re.compile(r"([a-z]{3,9})\.? (?:the )?(\d{1,2})(?:st|nd|rd|th)?,?(?: (\d{4}))?\Z")
_ORDINAL = re.compile(r"(?:the )?(\d{1,2})(?:st|nd|rd|th)\Z")
_IN_WEEK = re.compile(
    r"(?:on )?([a-z]+)(?: of)? (this|next|last) week\Z|(this|next|last) week(?: on)? ([a-z]+)\Z"
)
_END = re.compile(
    r"(?:the )?(?:end of (?:the )?(?:(this|next|last) )?(month|quarter|year)|eo([mqy]))\Z"
)
_END_OF = re.compile(r"(?:the )?end of ([a-z]{3,9})\Z")


_GOES_ON = (
    r"(?i)[ \t]+(?!\d{1,2}(?::\d\d|[ \t]?(?:am|pm|h|uhr)\b))"
    r"(?:\d|(?:or|of|next|last|after|before|week|jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)\b)"
)
"""Text after a day that would change its meaning, if it were understood; a time does not."""
_LONGEST = 5
"""The most words a day within a text can have."""


_AHEAD, _BACK = 10, 60
"""Years to a day that can be planned, and since a day that somebody may have begun."""
_SOON = timedelta(days=60)
"""Who types a day that comes so soon does not mean the one of last year."""


def parse(phrase: str, today: date, *, past: bool = False) -> date:
    """Parse a phrase as of `today`; a day without a year is the next one, with `past` the last.

    Without `past` it is a planned day, and refused when it is too far off to be meant.
    """
    day = _any_day(phrase, today, past)
    return day if past else near(day, today, _AHEAD)


def near(day: date, today: date, back: int = _BACK) -> date:
    """A day that may be meant: up to `back` years ago, or ten ahead; refuses any other year."""
    years = day.year - today.year
    if years < -back or years > _AHEAD:
        off = f"{-years} years ago" if years < 0 else f"in {years} years"
        raise Impossible(f"{full_day(day)} is {off}; type the year that is meant")
    return day


def _any_day(phrase: str, today: date, past: bool) -> date:
    words = " ".join(typewritten(phrase).casefold().replace(",", " ").split())
    for read in _READERS:
        day = read(words, today, past)
        if day is not None:
            return day
    raise Refused(f"'{phrase[:60]}' is not a day; type {_EXAMPLES}")


def leading(text: str, start: int, today: date) -> tuple[int, date] | None:
    """Find the longest day that begins at `start`, ignoring punctuation behind it.

    Returns its end and the day; None when words follow that would change the day but are not
    understood. Raises `Impossible`.
    """
    words = islice(re.compile(r"\S+").finditer(text, start), _LONGEST)
    for last in reversed([word.end() for word in words]):
        phrase = text[start:last].rstrip(".,;:!?)]}\"'")
        try:
            day = parse(phrase, today)
        except Impossible:
            raise
        except Refused:
            continue
        end = start + len(phrase)
        return None if re.compile(_GOES_ON).match(text, end) else (end, day)
    return None


def _near(words: str, today: date, past: bool) -> date | None:
    return _plus(today, _NEAR[words]) if words in _NEAR else None


def _iso(words: str, today: date, past: bool) -> date | None:
    found = _ISO.match(words)
    return _made(int(found[1]), int(found[3]), int(found[4])) if found else None


def _weekday(words: str, today: date, past: bool) -> date | None:
    which, _, name = words.rpartition(" ")
    index = index_of(name, WEEKDAYS)
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
    if found[4] in _DAYS:
        return _plus(today, sign * count * _DAYS[found[4]])
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
    month = index_of(name, _MONTHS)
    if month is None:
        return None
    if year:
        return _made(int(year), month + 1, day)
    # a leap day may be up to eight years away; any other day is at most one
    years = range(today.year, today.year + (-9 if past else 9), -1 if past else 1)
    days = ((each, month + 1, day) for each in years)
    return _nearest(days, today, f"{day} {_MONTHS[month]}", past)


def _day_alone(words: str, today: date, past: bool) -> date | None:
    """Parse `the 12th`: of this month, or else of the nearest month that has one."""
    if not (found := _ORDINAL.match(words)):
        return None
    first, step = today.year * 12 + today.month - 1, -1 if past else 1
    months = (divmod(first + each, 12) for each in range(0, 9 * step, step))
    return _nearest(((year, at + 1, int(found[1])) for year, at in months), today, words, past)


def _in_week(words: str, today: date, past: bool) -> date | None:
    """Parse `friday next week`, `this week tue`."""
    if not (found := _IN_WEEK.match(words)):
        return None
    index = index_of(found[1] or found[4], WEEKDAYS)
    if index is None:
        return None
    return _plus(today, _WEEKS[found[2] or found[3]] + index - today.weekday())


def _end(words: str, today: date, past: bool) -> date | None:
    """Parse `end of month`, `end of next quarter`, `eoy`, `end of march`."""
    if found := _END.match(words):
        unit = found[2] or {"m": "month", "q": "quarter", "y": "year"}[found[3]]
        length = {"month": 1, "quarter": 3, "year": 12}[unit]
        which = today.year * 12 + (today.month - 1) // length * length
        which += length * (_WEEKS[found[1] or "this"] // 7 + 1)
        return _plus(_first_of(which, words), -1)
    found = _END_OF.match(words)
    month = index_of(found[1], _MONTHS) if found else None
    if month is None:
        return None
    ends = [_plus(_first_of((today.year + at) * 12 + month + 1, words), -1) for at in (-1, 0, 1)]
    near = [day for day in ends if (day <= today if past else day >= today)]
    return max(near) if past else min(near)


def _first_of(month: int, words: str) -> date:
    """The first day of a month, numbered `12 * year + month - 1`."""
    try:
        return date(month // 12, month % 12 + 1, 1)
    except ValueError:
        raise _impossible(words) from None


def _weekday_and_day(words: str, today: date, past: bool) -> date | None:
    """Parse `fri 4 dec`, which has to be a Friday."""
    name, _, rest = words.partition(" ")
    index = index_of(name.rstrip("."), WEEKDAYS)
    if index is None:
        return None
    day = _iso(rest, today, past) or _day_of_month(rest, today, past)
    if day and day.weekday() != index:
        right = WEEKDAYS[day.weekday()].title()
        raise Impossible(f"{full_day(day)} is a {right}; type the day that is meant")
    return day


def _nearest(days: Iterable[tuple[int, int, int]], today: date, words: str, past: bool) -> date:
    """The first of some days, the nearest first, that exists and is not on the wrong side."""
    for each in days:
        with suppress(ValueError):
            day = date(*each)
            if (day <= today) if past else (day >= today):
                return day
    raise _impossible(words)


def _made(year: int, month: int, day: int) -> date:
    try:
        return date(year, month, day)
    except ValueError:
        raise _impossible(f"{year:04}-{month:02}-{day:02}") from None


def _plus(today: date, days: int) -> date:
    try:
        return today + timedelta(days=days)
    except OverflowError:
        raise _impossible(f"{days} days from {full_day(today)}") from None


def _impossible(what: str) -> Impossible:
    return Impossible(f"there is no day '{what}'; type {_EXAMPLES}")


_READERS = (
    _near, _iso, _weekday, _distance, _day_of_month, _in_week, _weekday_and_day, _day_alone, _end
)  # fmt: skip


def later_day(phrase: str, today: date) -> date:
    """Parse a day; refuses one that is not after today."""
    day = parse(phrase, today)
    if day <= today:
        raise Refused(
            f"{day_words(day, today)} is not later; name a day after {day_words(today, day)}"
        )
    return day


def day_meant(phrase: str, today: date) -> date:
    """Parse a day, without a year the last one, but one that comes within two months."""
    last, ahead = (_any_day(phrase, today, past) for past in (True, False))
    soon = (ahead.month, ahead.day) == (last.month, last.day) and ahead - today <= _SOON
    return ahead if soon else last


def day_so_far(phrase: str, today: date) -> date:
    """Parse a day; refuses one that is after today."""
    return so_far(day_meant(phrase, today), today)


def so_far(day: date, today: date) -> date:
    """A day; refuses one that is after today."""
    if day > today:
        raise Refused(f"{day_words(day, today)} is in the future; type today or an earlier day")
    return day


def later_day_because(phrase: str, today: date) -> tuple[date, str]:
    """Parse a later day and its reason, which is required: `next fri because on a plane`."""
    day, why = _because(phrase)
    until = later_day(day, today)
    if not why:
        raise Refused(f"say why, too: '{day.strip()} because on a plane'")
    return until, why


def days_away(phrase: str, today: date) -> Away:
    """Parse an absence with an optional reason: `6 jul to fri because leave`.

    The last day is read relative to the first; one day alone is an absence of a day.
    """
    days, why = _because(phrase)
    begins, _, ends = days.partition(" to ")
    first = parse(begins, today)
    return Away(first, last_day_away(ends, first), why)


_LONG = timedelta(days=183)
"""Days away over a new year that are more than these are two days in the wrong order."""


def last_day_away(phrase: str, first: date) -> date:
    """Parse the last day of an absence, relative to its first; none means the first.

    A day without a year is the next one after `first`, unless that is most of a year away.
    """
    last = parse(phrase, first) if phrase.strip() else first
    if last.year > first.year and last - first > _LONG:
        before = parse(phrase, first, past=True)
        if before < first:
            raise Refused(f"{not_in_order(first, before)}, or type the year of the last one, too")
    if last < first:
        raise not_in_order(first, last)
    return last


def _because(phrase: str) -> tuple[str, str]:
    """Split a phrase into the part before `because` and the reason, "" when there is none."""
    words = " ".join(phrase.split())
    at = words.casefold().find(" because ")
    if at < 0:
        return words, ""
    return words[:at], clean_line(words[at + len(" because ") :], "the reason")
