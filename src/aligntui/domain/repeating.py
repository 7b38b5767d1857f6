"""Expand recurrence rules of RFC 5545 for whole days, within a limited number of steps."""

import re
from calendar import isleap, monthrange
from collections.abc import Iterable, Iterator
from datetime import date
from functools import lru_cache
from typing import NamedTuple

STEPS = 200_000
"""Steps allowed for one file, about a microsecond each."""

_WEEKDAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
_WEEKDAY = re.compile(rf"([+-]?\d{{1,2}})?({'|'.join(_WEEKDAYS)})")
_OFTEN = ("YEARLY", "MONTHLY", "WEEKLY", "DAILY")
_PARTS = {"BYMONTH": 12, "BYMONTHDAY": 31, "BYYEARDAY": 366, "BYWEEKNO": 53, "BYSETPOS": 366}
"""The parts of a rule that are lists of numbers, with the largest value of each."""


def left_out(count: int, line: int) -> str:
    """That events of a file are left out, and in which line the first one begins."""
    if count == 1:
        said, begins = "1 event is left out: it can't be read or repeats too often", "it"
    else:
        said = f"{count:,} events are left out: they can't be read or repeat too often"
        begins = "the first"
    return f"{said}; {begins} begins in line {line}"


class Rule(NamedTuple):
    """A recurrence rule; unset parts are empty or None."""

    often: str
    interval: int
    times: int | None
    until: date | None
    week_start: int
    weekdays: frozenset[tuple[int, int]]
    """(n, weekday): the n-th in a month or year, 0 for every one."""
    months: frozenset[int]
    month_days: frozenset[int]
    year_days: frozenset[int]
    weeks: frozenset[int]
    places: frozenset[int]
    """BYSETPOS: positions among the matching days of a period."""


class Budget:
    """A countdown of steps, shared by all rules of a file."""

    def __init__(self) -> None:
        self._left = STEPS

    def spend(self, steps: int) -> None:
        """Use up some steps; raises `ValueError` when too few are left."""
        self._left -= steps
        if self._left < 0:
            raise ValueError("too much to look at")


def day_of(words: str) -> date:
    """Parse YYYYMMDD, with or without dashes; raises `ValueError`."""
    digits = words.replace("-", "")
    if len(digits) != len("YYYYMMDD") or not digits.isascii():
        raise ValueError(words)
    return date(int(digits[:4]), int(digits[4:6]), int(digits[6:]))


@lru_cache
def rule_of(words: str) -> Rule:
    """Parse a rule for whole days; raises `ValueError` or `LookupError` if it is invalid."""
    parts = dict(part.split("=", 1) for part in words.upper().split(";") if part.strip())
    often, until = parts.pop("FREQ"), parts.pop("UNTIL", "")
    interval, times = int(parts.pop("INTERVAL", "1")), parts.pop("COUNT", "")
    weekdays = frozenset(map(_weekday, filter(None, parts.pop("BYDAY", "").split(","))))
    week_start = _WEEKDAYS.index(parts.pop("WKST", "MO"))
    by = {name: _numbers(parts.pop(name, ""), most) for name, most in _PARTS.items()}
    nth = often in {"WEEKLY", "DAILY"} and any(number for number, _ in weekdays)
    odd_weeks = by["BYWEEKNO"] and (often != "YEARLY" or week_start)
    if parts or often not in _OFTEN or interval < 1 or nth or odd_weeks:
        raise ValueError(words)
    # only the day of an end counts
    end = day_of(until.partition("T")[0]) if until else None
    return Rule(
        often, interval, int(times) if times else None, end, week_start, weekdays, *by.values()
    )


def _from(rule: Rule, start: date) -> Rule:
    """Fill the missing parts of a rule from its first day."""
    if rule.month_days or rule.year_days or rule.weeks or rule.weekdays:
        return rule
    if rule.often == "WEEKLY":
        return rule._replace(weekdays=frozenset({(0, start.weekday())}))
    if rule.often == "YEARLY" and not rule.months:
        rule = rule._replace(months=frozenset({start.month}))
    by_day = rule.often in {"YEARLY", "MONTHLY"}
    return rule._replace(month_days=frozenset({start.day})) if by_day else rule


def _numbers(words: str, most: int) -> frozenset[int]:
    numbers = {int(each) for each in words.split(",") if each}
    if not all(1 <= abs(number) <= most for number in numbers):
        raise ValueError(words)
    return frozenset(numbers)


def _weekday(words: str) -> tuple[int, int]:
    """Parse a weekday such as `2MO` or `MO` into (n, number of the weekday); n is 0 if missing."""
    found = _WEEKDAY.fullmatch(words)
    if found is None:
        raise ValueError(words)
    return int(found[1] or 0), _WEEKDAYS.index(found[2])


def repeated(rule: Rule, start: date, first: date, last: date, budget: Budget) -> Iterator[date]:
    """The days on which a rule recurs, from `first` to `last`.

    Earlier years are skipped, unless the rule has a COUNT.
    """
    rule, left = _from(rule, start), rule.times
    budget.spend(20)
    for period in _periods(rule, start, start if left else max(start, first), last):
        budget.spend(5 + 2 * len(period))
        for day in _placed(rule, [day for day in period if _fits(rule, day)]):
            if day < start:
                continue
            if day > last or (rule.until and day > rule.until) or left == 0:
                return
            left = left - 1 if left else None
            if day >= first:
                yield day


def _periods(rule: Rule, start: date, first: date, last: date) -> Iterator[list[date]]:
    """The candidate days of each period, from that of `first` on."""
    if rule.often == "YEARLY":
        for year in _steps(start.year, first.year, last.year, rule.interval):
            yield _of_months(rule, year, rule.months or range(1, 13))
    elif rule.often == "MONTHLY":
        begin, now, end = (day.year * 12 + day.month - 1 for day in (start, first, last))
        for month in _steps(begin, now, end, rule.interval):
            yield _of_months(rule, month // 12, (month % 12 + 1,))
    else:
        long = 7 if rule.often == "WEEKLY" else 1
        begin = start.toordinal() - ((start.weekday() - rule.week_start) % 7 if long > 1 else 0)
        for at in _steps(begin, first.toordinal(), last.toordinal(), rule.interval * long):
            days = range(max(at, date.min.toordinal()), min(at + long, date.max.toordinal() + 1))
            yield [date.fromordinal(day) for day in days]


def _steps(begin: int, now: int, end: int, interval: int) -> range:
    """Every `interval` from `begin` to `end`, without the steps that are over by `now`."""
    return range(begin + max(now - begin, 0) // interval * interval, end + 1, interval)


def _of_months(rule: Rule, year: int, months: Iterable[int]) -> list[date]:
    found = []
    for month in sorted(months):
        length = monthrange(year, month)[1]
        wanted = {day if day > 0 else length + 1 + day for day in rule.month_days}
        days = sorted(wanted) if wanted else range(1, length + 1)
        found += [date(year, month, day) for day in days if 1 <= day <= length]
    return found


def _placed(rule: Rule, days: list[date]) -> list[date]:
    """The days at the positions that BYSETPOS selects; all without one."""
    if not rule.places:
        return days
    at = {place - 1 if place > 0 else len(days) + place for place in rule.places}
    return [days[each] for each in sorted(at) if 0 <= each < len(days)]


def _fits(rule: Rule, day: date) -> bool:
    return (
        (not rule.months or day.month in rule.months)
        and (not rule.month_days or _counted(rule.month_days, *_in_month(day)))
        and (not rule.weekdays or _fits_weekday(rule, day))
        and (not rule.year_days or _counted(rule.year_days, *_in_year(day)))
        and (not rule.weeks or _counted(rule.weeks, *_week(day)))
    )


def _counted(wanted: frozenset[int], place: int, length: int) -> bool:
    """True when a position is selected, counted from the front or from the end."""
    return place in wanted or place - length - 1 in wanted


def _fits_weekday(rule: Rule, day: date) -> bool:
    weekday = day.weekday()
    numbers = {number for number, each in rule.weekdays if each == weekday}
    if not numbers or 0 in numbers:
        return bool(numbers)
    in_year = rule.often == "YEARLY" and not rule.months
    place, length = _in_year(day) if in_year else _in_month(day)
    return bool(numbers & {(place - 1) // 7 + 1, -((length - place) // 7 + 1)})


def _in_month(day: date) -> tuple[int, int]:
    return day.day, monthrange(day.year, day.month)[1]


def _in_year(day: date) -> tuple[int, int]:
    return day.timetuple().tm_yday, 366 if isleap(day.year) else 365


def _week(day: date) -> tuple[int, int]:
    year, week, _ = day.isocalendar()
    return week, date(year, 12, 28).isocalendar()[1]
