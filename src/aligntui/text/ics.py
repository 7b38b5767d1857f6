"""Due days as an iCalendar file: names and days, and nothing else."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from typing import TYPE_CHECKING

from icalendar import Alarm, Calendar, Event

from aligntui.text.harmless import harmless

if TYPE_CHECKING:
    from collections.abc import Iterable

    from aligntui.domain.overview import Overview

_UID, _TITLE = "-check-in@aligntui", "Check-in with "


def calendar(overviews: Iterable[Overview], today: date) -> str:
    """One all-day event for each next check-in, with a reminder at 9:00.

    A person's event keeps its UID when the day moves, so that a calendar moves it as well. An
    overdue check-in is placed on today.
    """
    events = (
        _event(f"{each.id}{_UID}", harmless(each.name), max(each.due(today).due_on, today), today)
        for each in overviews
    )
    return _written(events).decode("utf-8", "replace")


def is_ours(data: bytes) -> bool:
    """True when a file is exactly as `calendar` writes it.

    False where another program wrote it, or an event or a line was added.
    """
    if not data.startswith(_written(()).partition(b"END:")[0]):
        return False
    try:
        events = [
            _event(
                str(found["UID"]),
                str(found["SUMMARY"]).removeprefix(_TITLE),
                found.decoded("DTSTART"),
                found.decoded("DTSTAMP").date(),
            )
            for found in Calendar.from_ical(data).walk("VEVENT")
        ]
        ours = all(str(event["UID"]).endswith(_UID) for event in events)
        return ours and _unfolded(_written(events)) == _unfolded(data)
    except (ValueError, LookupError, AttributeError, TypeError, OverflowError):
        return False


def _unfolded(data: bytes) -> bytes:
    return data.replace(b"\r\n ", b"")


def _written(events: Iterable[Event]) -> bytes:
    made = Calendar()
    made.add("VERSION", "2.0")
    made.add("PRODID", "-//AlignTUI//AlignTUI//EN")
    made.add("CALSCALE", "GREGORIAN")
    made.add("METHOD", "PUBLISH")
    made.add("X-WR-CALNAME", "Check-ins")
    for event in events:
        made.add_component(event)
    written: bytes = made.to_ical(sorted=False)
    return written


def _event(uid: str, name: str, day: date, today: date) -> Event:
    event = Event()
    event.add("UID", uid)
    event.add("DTSTAMP", datetime.combine(today, time(), UTC))
    # a calendar keeps the version with the higher number
    event.add("SEQUENCE", today.toordinal())
    event.add("DTSTART", day)
    if day < date.max:
        event.add("DTEND", day + timedelta(days=1))
    event.add("SUMMARY", f"{_TITLE}{name}")
    event.add("TRANSP", "TRANSPARENT")
    reminder = Alarm()
    reminder.add("ACTION", "DISPLAY")
    reminder.add("DESCRIPTION", "Check-in")
    reminder.add("TRIGGER", timedelta(hours=9))
    event.add_component(reminder)
    return event
