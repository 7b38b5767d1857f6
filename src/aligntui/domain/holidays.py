"""Holidays out of a calendar file: the whole days that stand in it.

Source: RFC 5545, of which only events of whole days are read, once or every year.
"""

import re
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta

from aligntui.domain.away import Away
from aligntui.domain.errors import Refused

MOST = 5_000
"""Events of a file; one with more is no list of holidays."""

_BEFORE, _AHEAD = timedelta(days=400), timedelta(days=1100)
_DAY = timedelta(days=1)
_FOLD = re.compile(r"\r?\n[ \t]")
_EVENT = re.compile(r"^BEGIN:VEVENT\s*$(.*?)^END:VEVENT\s*$", re.MULTILINE | re.DOTALL)
_FIELD = re.compile(r"^(DTSTART|DTEND|DURATION|RRULE|STATUS)(?:;[^:\n]*)?:(.*)$", re.MULTILINE)
_WHOLE_DAY = re.compile(r"\d{8}\Z")
_LONG = re.compile(r"P(\d{1,3})([DW])\Z")
_YEARLY = re.compile(
    r"FREQ=YEARLY(;(INTERVAL=0*[1-9]\d*|(COUNT|UNTIL|BYMONTH|BYMONTHDAY|BYDAY|WKST)=[\w,+-]+))*\Z"
)


def spans_of(text: str, today: date) -> tuple[Away, ...]:
    """The days that a calendar holds from a year ago to three years ahead; refuses what is none."""
    if not text.lstrip("\ufeff \r\n").startswith("BEGIN:VCALENDAR"):
        raise Refused("it is no calendar")
    events = _EVENT.findall(_FOLD.sub("", text))
    if len(events) > MOST:
        raise Refused(f"it holds {len(events):,} events; {MOST:,} are the most")
    from_day = today - min(_BEFORE, today - date.min)
    to_day = today + min(_AHEAD, date.max - today)
    found = (span for event in events for span in _spans(event, from_day, to_day))
    return tuple(sorted({span for span in found if span.last >= from_day}))


def _spans(event: str, from_day: date, to_day: date) -> Iterator[Away]:
    fields = {name: value.strip() for name, value in _FIELD.findall(event)}
    begins = fields.get("DTSTART", "")
    # an hour of a day is no holiday
    if not _WHOLE_DAY.match(begins) or fields.get("STATUS") == "CANCELLED":
        return
    try:
        first = date.fromisoformat(begins)
        length = _length(first, fields)
        for day in _repeated(first, fields.get("RRULE"), from_day - length, to_day):
            yield Away(day, day + length)
    except (ValueError, OverflowError):
        raise Refused(f"it holds an event whose days can't be read, on {begins}") from None


def _length(first: date, fields: dict[str, str]) -> timedelta:
    """From the first day to the last; the end that stands in the file is the day after."""
    if "DTEND" in fields:
        return max(date.fromisoformat(fields["DTEND"]) - first - _DAY, timedelta())
    if long := _LONG.match(fields.get("DURATION", "")):
        return int(long[1]) * (7 if long[2] == "W" else 1) * _DAY - _DAY
    return timedelta()


def _repeated(first: date, rule: str | None, from_day: date, to_day: date) -> Iterator[date]:
    if rule is None:
        if from_day <= first <= to_day:
            yield first
        return
    if not _YEARLY.match(rule):
        raise ValueError(rule)
    from dateutil.rrule import rrulestr

    # an end in universal time would not go with days of no zone
    start = datetime.combine(first, time())
    days = rrulestr(re.sub(r"(UNTIL=\d{8})\w*", r"\1", rule), dtstart=start)
    if next(iter(days), None) is None:
        # to know this takes a third of a second: a file of such rules would take hours
        raise ValueError(rule)
    for at in days.between(
        datetime.combine(from_day, time()), datetime.combine(to_day, time()), inc=True
    ):
        yield at.date()
