"""Read holidays from a calendar file: its events that take whole days.

Source: RFC 5545. Each event is parsed by itself, so that an invalid one costs only itself, and all
of them together take a bounded number of steps, whatever rules the file contains.
icalendar and recurring-ical-events are not used here: 500 plain yearly rules take them 2.8 s
(0.08 s here), dateutil searches for a day that never comes until the year 9999, 0.4 s a rule, and
one bad value costs them the whole file.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from itertools import islice
from typing import NamedTuple

from aligntui.domain.days import Away
from aligntui.domain.errors import Refused
from aligntui.domain.repeating import Budget, day_of, repeated, rule_of

LONGEST = 366
"""The most days of one event; a longer one is no holiday."""

_YEARS_BEFORE, _YEARS_AHEAD = 2, 4
_SECONDS = 86_400
_FOLD = re.compile(r"\n[ \t]")
_CALENDAR = re.compile(r"[\ufeff\s]*BEGIN:VCALENDAR", re.IGNORECASE)
_FIELD = re.compile(
    r"^(BEGIN|END|UID|STATUS|DTSTART|DTEND|DURATION|RRULE|RDATE|EXDATE|EXRULE|RECURRENCE-ID)"
    r'((?:;(?:[^":\n]++|"[^"\n]*+")*+)?):(.*)',
    re.IGNORECASE | re.MULTILINE,
)
"""A content line of an event; a quoted parameter may contain a colon."""
_BEGIN = re.compile(r"^BEGIN(?:;[^:\n]*+)?:\s*VEVENT\s*$", re.IGNORECASE | re.MULTILINE)
_MOMENT = re.compile(r"\s*([\d-]+)(?:T(\d\d):?(\d\d)(?::?(\d\d))?Z?)?\s*", re.IGNORECASE)
_LONG = re.compile(r"\+?P(?:(\d+)W)?(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)S)?)?")


class Holidays(NamedTuple):
    """The holidays in a calendar around a year."""

    spans: tuple[Away, ...]
    """Whole days away, sorted and merged."""
    unread: int = 0
    """Number of events left out because they can't be read."""
    line: int = 0
    """Line number of the first of them; 0 if there are none."""


class _Event(NamedTuple):
    """The fields of one event by name, and its index in the file."""

    number: int
    fields: dict[str, list[str]]
    whole: bool = False
    """True when its END was found."""

    def one(self, name: str) -> str:
        """The value of a single field, or ""."""
        return self.fields.get(name, [""])[-1]

    def each(self, name: str) -> list[str]:
        """The values of a field that is a list."""
        return [v for values in self.fields.get(name, ()) for v in values.split(",") if v]


class _Moment(NamedTuple):
    day: date
    seconds: int | None
    """Seconds since midnight; None for a whole day."""


def around(year: int, text: str) -> Holidays:
    """The holidays in a calendar from two years before a year to four after it.

    Refuses text that is no calendar.
    """
    if not _CALENDAR.match(text):
        raise Refused("it is not a calendar")
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    first = date(max(year - _YEARS_BEFORE, date.min.year), 1, 1)
    last = date(min(year + _YEARS_AHEAD, date.max.year), 12, 31)
    budget, unread, spans = Budget(), [], set[Away]()
    changed: defaultdict[str, set[date]] = defaultdict(set)
    # overrides of single days come before the rule that they change
    for event in sorted(_events(text), key=lambda each: not each.one("RECURRENCE-ID")):
        uid = event.one("UID") or f"{event.number}"
        try:
            found = list(_spans(event, changed[uid], first, last, budget))
            if at := event.one("RECURRENCE-ID"):
                changed[uid].add(_moment(at).day)
        except (ValueError, OverflowError, LookupError):
            unread.append(event.number)
        else:
            spans.update(found)
    return Holidays(tuple(_joined(sorted(spans))), len(unread), _line(text, unread))


def _line(text: str, events: list[int]) -> int:
    """The line number of the first of some events, given by their indices; 0 without any."""
    if not events:
        return 0
    begin = next(islice(_BEGIN.finditer(text), min(events), None), None)
    return text.count("\n", 0, begin.start()) + 1 if begin else 0


def _joined(spans: Iterable[Away]) -> Iterator[Away]:
    """Merge sorted spans that overlap or touch into as few as possible."""
    held: Away | None = None
    for span in spans:
        if held is None:
            held = span
        elif span.first.toordinal() <= held.last.toordinal() + 1:
            held = held._replace(last=max(held.last, span.last))
        else:
            yield held
            held = span
    if held:
        yield held


def _events(text: str) -> Iterator[_Event]:
    """Split a calendar into events; nested components, such as a reminder, are skipped."""
    event: _Event | None = None
    number = inside = 0
    for field in _FIELD.finditer(_FOLD.sub("", text)):
        name, value = field[1].upper(), field[3].strip()
        part = value.upper() if name in {"BEGIN", "END"} else ""
        if part in {"VEVENT", "VCALENDAR"}:
            if event:
                yield event._replace(whole=(name, part) == ("END", "VEVENT"))
            event, inside = None, 0
            if (name, part) == ("BEGIN", "VEVENT"):
                event = _Event(number, {})
                number += 1
        elif part:
            inside = max(inside + (1 if name == "BEGIN" else -1), 0)
        elif event and not inside:
            event.fields.setdefault(name, []).append(value)
            if "THISANDFUTURE" in field[2].upper():
                event.fields["RANGE"] = [field[2]]
    if event:
        yield event


def _spans(
    event: _Event, changed: set[date], first: date, last: date, budget: Budget
) -> Iterator[Away]:
    """Each occurrence of an event in days; raises `ValueError` if it can't be computed."""
    # an event without END was cut off, and what is left of it may be wrong
    if not event.whole or "RANGE" in event.fields or "EXRULE" in event.fields:
        raise ValueError(event.number)
    periods, exceptions = event.each("RDATE"), event.each("EXDATE")
    budget.spend(20 + 10 * (len(periods) + len(exceptions)))
    if event.one("STATUS").upper() == "CANCELLED":
        return
    start = _moment(event.one("DTSTART"))
    days = _days(start, event.one("DTEND"), event.one("DURATION"))
    if not days:
        return  # shorter than a day: no holiday
    before = first - min(timedelta(days), first - date.min)
    rules = event.fields.get("RRULE", ())
    comes = set() if rules else {start.day}
    for rule in rules:
        comes.update(repeated(rule_of(rule), start.day, before, last, budget))
    comes = {day for day in comes if before <= day <= last}
    if len(comes) * days * 2 > (last - first).days:
        raise ValueError("nobody is away most of the time")
    spans = {_span(day, days) for day in comes}
    for period in periods:
        begin, _, end = period.partition("/")
        at = _moment(begin)
        given = _days(at, "" if end[:1] == "P" else end, end if end[:1] == "P" else "")
        if before <= at.day <= last:
            spans.add(_span(at.day, given if end and given else days))
    out = {_moment(each).day for each in exceptions}
    yield from (span for span in spans if span.first not in out and span.first not in changed)


def _span(day: date, days: int) -> Away:
    return Away(day, date.fromordinal(min(day.toordinal() + days - 1, date.max.toordinal())))


def _days(start: _Moment, end: str, duration: str) -> int:
    """The number of whole days; 0 when it begins or ends within a day."""
    if end:
        until = _moment(end)
        days = (until.day - start.day).days
        if start.seconds is None:
            # an end is exclusive, so an end with a time includes its day
            days = max(days + (1 if until.seconds else 0), 1)
        elif start.seconds or until.seconds:
            days = 0
    elif duration:
        seconds = _seconds(duration)
        days = max(-(-seconds // _SECONDS), 1)
        if start.seconds is not None and (start.seconds or not seconds or seconds % _SECONDS):
            days = 0
    else:
        days = 1 if start.seconds is None else 0
    if days > LONGEST:
        raise ValueError(days)
    return max(days, 0)


def _seconds(duration: str) -> int:
    found = _LONG.fullmatch(duration.upper())
    if found is None:
        raise ValueError(duration)
    weeks, days, hours, minutes, seconds = (int(each or 0) for each in found.groups())
    return (weeks * 7 + days) * _SECONDS + hours * 3600 + minutes * 60 + seconds


def _moment(words: str) -> _Moment:
    found = _MOMENT.fullmatch(words)
    if found is None:
        raise ValueError(words)
    hours, minutes, seconds = (int(each or 0) for each in found.groups()[1:])
    at = None if found[2] is None else hours * 3600 + minutes * 60 + seconds
    return _Moment(day_of(found[1]), at)
