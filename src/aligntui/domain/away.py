"""Days on which somebody is not there: leave, holidays."""

from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from typing import NamedTuple

_DAY = timedelta(days=1)
_BEFORE, _AHEAD = timedelta(days=400), timedelta(days=1100)


class Away(NamedTuple):
    """From the first day to the last, both of them away."""

    first: date
    last: date
    because: str = ""


def back_on(day: date, away: Iterable[Away]) -> date:
    """The day itself, or where it is away, the first day after it that isn't."""
    for span in sorted(away):
        if span.first <= day <= span.last:
            day = span.last + _DAY if span.last < date.max else date.max
    return day


def without(away: Iterable[Away], first: date, last: date) -> Iterator[Away]:
    """What is left of some days away when those from `first` to `last` are taken out."""
    for span in away:
        if span.last < first or last < span.first:
            yield span
            continue
        if span.first < first:
            yield span._replace(last=first - _DAY)
        if last < span.last:
            yield span._replace(first=last + _DAY)


def near(away: Iterable[Away], today: date) -> tuple[Away, ...]:
    """Of some days away those from a year ago to three years ahead."""
    from_day = today - min(_BEFORE, today - date.min)
    to_day = today + min(_AHEAD, date.max - today)
    return tuple(span for span in away if span.last >= from_day and span.first <= to_day)
