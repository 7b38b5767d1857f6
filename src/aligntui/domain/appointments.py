"""Find the 1:1s in calendars: which events are with whom, and when.

Source: RFC 5545, read by icalendar and expanded by recurring-ical-events. Both are slow (20,000
events take them 10 s), so that only events go to them that may be with somebody we know, and may
happen in the days asked for.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from contextlib import suppress
from datetime import date, datetime, timedelta
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

from aligntui.domain.overview import Appointment, Somebody
from aligntui.domain.whose import SHORT, Event, Whose, hash_of

BEFORE, AHEAD = timedelta(days=31), timedelta(days=366)
"""How far around today events are looked for."""
OURS = "-check-in@aligntui"
"""The end of the ids of due days, which we write into a calendar: nothing is booked by them."""
_MOST = 5_000
"""The most events near today that are looked at in full; a year has some 250 working days."""
_EARLIEST = 1970
_LINES = re.IGNORECASE | re.MULTILINE
_EVENT = re.compile(
    r"^BEGIN:VEVENT[ \t\r]*$.*?(?:(?P<whole>^END:VEVENT[ \t\r]*$)|(?=^BEGIN:VEVENT)|\Z)",
    _LINES | re.DOTALL,
)
_ZONE = re.compile(r"^BEGIN:VTIMEZONE[ \t\r]*$.*?^END:VTIMEZONE[ \t\r]*$", _LINES | re.DOTALL)
_ITS_ZONE = re.compile(r"^X-WR-TIMEZONE(?:;[^:\n]*)?:[^\r\n]*", _LINES)
"""The zone of a whole calendar: its series of times in UTC follow the summer time there."""
_END = re.compile(r"^END:VCALENDAR\s*\Z", _LINES)
_FOLD = re.compile(r"\r?\n[ \t]")
_UID = re.compile(r"^UID(?:;[^:\n]*)?:(.*)$", _LINES)
_START = re.compile(r"^DTSTART[;:](?:[^\n]*:)?\s*(\d{4})-?(\d\d)-?(\d\d)(?P<time>[T\d]?)", _LINES)
"""Exchange writes zones with a colon in their names."""
_AGAIN = re.compile(r"^(?:RRULE|RDATE|RECURRENCE-ID)[;:]", _LINES)
_OFTEN = re.compile(
    r"^RRULE(?:[^\n]*(?:INTERVAL=0+\b|FREQ=(?:SECONDLY|MINUTELY|HOURLY)"
    r"|BY(?:HOUR|MINUTE|SECOND)=[^;\n]*,)"
    r"|(?=[^\n]*FREQ=(?:DAILY|WEEKLY))[^\n]*BY(?:SETPOS|YEARDAY|WEEKNO|MONTHDAY))",
    _LINES,
)
"""Rules that would take too long, or never end."""


class Read(NamedTuple):
    """What was found in calendars, and a line on each of them that could not be read in full."""

    events: tuple[Event, ...] = ()
    troubles: tuple[str, ...] = ()

    @property
    def appointments(self) -> dict[str, tuple[Appointment, ...]]:
        """The meetings with each person, by id, in order; those in two calendars once."""
        found: dict[str, dict[datetime, bool]] = defaultdict(dict)
        for event in self.events:
            if not event.reason:
                times = found[event.people[0]]
                for time in event.times:
                    times[time] = times.get(time, True) and event.private
        return {
            who: tuple(Appointment(*each) for each in sorted(times.items()))
            for who, times in found.items()
        }


class _Part(NamedTuple):
    """The text of one event: where it begins, and whose time zones it uses."""

    text: str
    file: str
    line: int
    """0 where it matters only as a part of its series."""
    zones: str


def around(calendars: Iterable[tuple[str, str]], people: Sequence[Somebody], today: date) -> Read:
    """The events around `today` that have to do with `people`, in calendars by name and text."""
    known = Whose(people)
    series: dict[str, list[_Part]] = defaultdict(list)
    unread: dict[str, list[int]] = defaultdict(list)
    troubles = []
    for file, text in calendars:
        if "BEGIN:VCALENDAR" in text[:4096].upper():
            _gather(file, text, known, today, series, unread)
            if not _END.search(text[-200:]):
                troubles.append(f"{file} ends in the middle; what stands before that is used")
        elif text.strip():
            troubles.append(f"{file} is not a calendar")
    batches: dict[str, list[list[_Part]]] = defaultdict(list)
    for parts in series.values():
        batches["\n".join(dict.fromkeys(part.zones for part in parts))].append(parts)
    found: list[Event] = []
    for batch in batches.values():
        some, bad = _expanded(batch, known, today)
        found += some
        for part in bad:
            unread[part.file].append(part.line)
    for file, lines in unread.items():
        from aligntui.domain.repeating import left_out

        troubles.append(f"{file}: {left_out(len(lines), min(lines))}")
    return Read(tuple(found), tuple(troubles))


def _gather(
    file: str,
    text: str,
    known: Whose,
    today: date,
    series: dict[str, list[_Part]],
    unread: dict[str, list[int]],
) -> None:
    """Add the events of one calendar that may matter, by UID, and the lines of bad ones."""
    zones = _FOLD.sub("", "\n".join([*_zone_of(text), *(m[0] for m in _ZONE.finditer(text))]))
    zones = zones.replace("\r", "")
    first, last = today - BEFORE - timedelta(days=1), today + AHEAD
    here: dict[str, list[_Part]] = defaultdict(list)
    wanted: set[str] = set()
    line, at = 1, 0
    for match in _EVENT.finditer(text):
        block = _FOLD.sub("", match[0]).replace("\r", "")
        start, uid = _START.search(block), _UID.search(block)
        day = _day(*start.groups()[:3]) if start else None
        birthday = day and start and day.year < _EARLIEST and not start["time"]
        once = day and not first <= day <= last and not _AGAIN.search(block)
        ours = uid and uid[1].strip().endswith(OURS)
        if birthday or once or ours:
            continue
        name = hash_of(uid[1] if uid else block)
        matters = known.concerns(block) or known.decided(name[:SHORT])
        if matters:
            line, at = line + text.count("\n", at, match.start()), match.start()
        if day and day.year >= _EARLIEST and match["whole"] and not _OFTEN.search(block):
            block = _UID.sub("", block).replace("\n", f"\nUID:{name}\n", 1)
            here[name].append(_Part(block, file, line if matters else 0, zones))
        elif matters:
            unread[file].append(line)
            continue
        if matters:
            wanted.add(name)
    for name in wanted:
        if name in here and len(series) < _MOST:
            series[name] += here[name]
        elif name in here:
            unread[file].append(max(part.line for part in here[name]))


def _zone_of(text: str) -> list[str]:
    """The line with the zone of a whole calendar, if it is one that is known."""
    found = _ITS_ZONE.search(text)
    if found is None:
        return []
    with suppress(OSError, ValueError, LookupError):
        ZoneInfo(found[0].partition(":")[2].strip())
        return [found[0]]
    return []


def _day(year: str, month: str, day: str) -> date | None:
    try:
        return date(int(year), int(month), int(day))
    except ValueError:
        return None


def _expanded(
    batch: list[list[_Part]], known: Whose, today: date
) -> tuple[list[Event], list[_Part]]:
    """The events of some series, all at once, or by halves where any is bad; and the bad ones."""
    try:
        found = _occurrences([part for parts in batch for part in parts], today)
        events = (known.event(uid[:SHORT], parts) for uid, parts in found.items())
        return [event for event in events if event], []
    except Exception:  # noqa: BLE001 - whatever a library makes of a bad event
        if len(batch) == 1:
            return [], [max(batch[0], key=lambda part: part.line)]
    half = len(batch) // 2
    first, bad = _expanded(batch[:half], known, today)
    more, worse = _expanded(batch[half:], known, today)
    return first + more, bad + worse


def _occurrences(parts: list[_Part], today: date) -> dict[str, list[Any]]:
    import icalendar
    import recurring_ical_events
    from icalendar.timezone import tzp

    tzp.use_default()  # forgets zones: those of one name may differ between calendars
    zones = "\n".join(dict.fromkeys(part.zones for part in parts))
    first = _ITS_ZONE.search(zones)
    head = f"BEGIN:VCALENDAR\nVERSION:2.0\nPRODID:x\n{first[0] if first else ''}"
    events = "\n".join(part.text for part in parts)
    text = f"{head}\n{_ITS_ZONE.sub('', zones)}\n{events}\nEND:VCALENDAR\n"
    calendar = icalendar.Calendar.from_ical(text)
    found: dict[str, list[Any]] = defaultdict(list)
    for each in recurring_ical_events.of(calendar).between(today - BEFORE, today + AHEAD):
        found[str(each["UID"])].append(each)
    return found
