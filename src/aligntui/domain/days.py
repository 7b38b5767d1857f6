"""Days in words, the same in every sentence; days of the week; days on which somebody is away."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, timedelta
from itertools import groupby
from typing import NamedTuple

from aligntui.domain.errors import Refused

LONG_MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September",
    "October", "November", "December",
)  # fmt: skip
MONTHS = tuple(name[:3] for name in LONG_MONTHS)
WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
EVERY_DAY = frozenset(range(len(WEEKDAYS)))
"""Days of the week, as `date.weekday` counts them."""
NUMBERS = (
    "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven",
    "twelve",
)  # fmt: skip
_DAY = timedelta(days=1)
_BEFORE, _AHEAD = timedelta(days=400), timedelta(days=1100)


def full_day(day: date) -> str:
    """A day with its year."""
    return f"{day.day} {MONTHS[day.month - 1]} {day.year}"


def day_words(day: date, today: date) -> str:
    """A day, `27 May`; with its year unless that is this year."""
    return f"{day.day} {MONTHS[day.month - 1]}" if day.year == today.year else full_day(day)


def not_in_order(first: date, last: date) -> Refused:
    """The refusal of two days of which the last is the earlier one."""
    words = f"{day_words(first, last)} is after {day_words(last, first)}"
    return Refused(f"{words}; give the earlier day first")


def check_order(what: str, since: date, on: date) -> None:
    """Refuse a day before the one on which `what` happened."""
    if on < since:
        raise Refused(f"{what} on {day_words(since, on)}; nothing can be dated before that")


class Away(NamedTuple):
    """An absence from the first day to the last, both included."""

    first: date
    last: date
    because: str = ""


class Calendar(NamedTuple):
    """The calendar shared by everybody: holidays and working days of the week."""

    holidays: tuple[Away, ...] = ()
    workdays: frozenset[int] = EVERY_DAY


def back_on(day: date, away: Iterable[Away], workdays: frozenset[int] = EVERY_DAY) -> date:
    """The first day from `day` on that is a working day and not away."""
    spans = sorted(away)
    while True:
        for span in spans:
            if span.first <= day <= span.last:
                day = span.last + _DAY if span.last < date.max else date.max
        if day.weekday() in workdays or day == date.max:
            return day
        while day.weekday() not in workdays and day < date.max:
            day += _DAY


def workdays_of(text: str) -> frozenset[int]:
    """Parse days of the week, `mon-fri` or `mon,tue,thu`; refuses any other text."""
    found: set[int] = set()
    for part in text.casefold().split(","):
        first, dash, last = (word.strip() for word in part.partition("-"))
        begins, ends = _weekday(first, text), _weekday(last if dash else first, text)
        found |= {(begins + more) % 7 for more in range((ends - begins) % 7 + 1)}
    return frozenset(found)


def _weekday(word: str, text: str) -> int:
    number = index_of(word, WEEKDAYS)
    if number is not None:
        return number
    raise Refused(f"'{text}' names no days of the week; type 'mon-fri' or 'mon,tue,thu'")


def index_of(word: str, names: Sequence[str]) -> int | None:
    """The index of the first name that begins with three letters or more; None without one."""
    found = (at for at, name in enumerate(names) if len(word) > 2 and name.startswith(word))
    return next(found, None)


def without(away: Iterable[Away], first: date, last: date) -> Iterator[Away]:
    """The absences with the days from `first` to `last` cut out of them."""
    for span in away:
        if span.last < first or last < span.first:
            yield span
            continue
        if span.first < first:
            yield span._replace(last=first - _DAY)
        if last < span.last:
            yield span._replace(first=last + _DAY)


def added(away: Iterable[Away], new: Away) -> Iterator[Away]:
    """The absences with one more: a day that two of them name keeps the reasons of both.

    The same days once more are the same absence, and the later reason is the one.
    """
    away = sorted(away)
    day, spans = new.first, []
    for span in away:
        first, last = max(span.first, day), min(span.last, new.last)
        if first > last:
            continue
        if day < first:
            spans.append(Away(day, first - _DAY, new.because))
        again = span[:2] == new[:2] and new.because
        why = (new.because,) if again else (span.because, new.because)
        spans.append(Away(first, last, ", ".join(dict.fromkeys(filter(None, why)))))
        day = last + _DAY
    if day <= new.last:
        spans.append(Away(day, new.last, new.because))
    yield from without(away, new.first, new.last)
    for because, some in groupby(spans, key=lambda span: span.because):
        alike = [*some]
        yield Away(alike[0].first, alike[-1].last, because)


def near(away: Iterable[Away], today: date) -> tuple[Away, ...]:
    """The absences within about the last year and the next three."""
    from_day = today - min(_BEFORE, today - date.min)
    to_day = today + min(_AHEAD, date.max - today)
    return tuple(span for span in away if span.last >= from_day and span.first <= to_day)
