"""Files for other programs: tables for a spreadsheet, a calendar of the next check-ins.

Cells are safe from being calculated.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, date, datetime, time, timedelta
from typing import TYPE_CHECKING, Any

from icalendar import Alarm, Calendar, Event

from aligntui.domain.appointments import OURS
from aligntui.domain.details import EMPTY
from aligntui.domain.fields import fields_of
from aligntui.domain.person_fields import PERSON_FIELDS
from aligntui.domain.plain import harmless
from aligntui.domain.rounds import compared
from aligntui.text.json_shapes import Shape, shapes_of
from aligntui.text.round_words import answer_words, row_shape

if TYPE_CHECKING:
    from aligntui.domain.overview import Overview
    from aligntui.domain.person import Person


_CALCULATES = re.compile("'*[=+\\-@\t\r\n\uff1d\uff0b\uff0d\uff20]")
"""Matches the start of a cell that a spreadsheet would calculate, or that was escaped.

The last four are full-width = + - @, which some take for the usual ones.
"""

COLUMNS: dict[str, tuple[str, ...]] = {
    "people": tuple(row.column for row in PERSON_FIELDS),
    "items": (
        "name", "handle", "section", "text", "on", "added_on", "state", "outcome", "agreement",
        "mine", "theirs", "how", "agreed_on", "private",
        *(row.json for empty in EMPTY.values() for row in fields_of(empty) if not row.progress),
        "origin", "became", "proposed_by", "because", "because_private",
        "agreed_before", "agreed_before_with",
    ),
    "check_ins": ("name", "handle", "on", "kind", "resynced", "until", "because", "notes"),
    "actions": (
        "name", "handle", "text", "on", "owner", "by", "done_on", "private", "dropped_on",
    ),
    "feedback": ("name", "handle", "text", "on", "kind", "about", "told_on", "private", "from"),
    "wins": ("name", "handle", "text", "on", "owner", "about", "private", "ladder"),
    "rounds": (
        "name", "round", "on", "handle", "section", "text", "kind", "mine", "theirs", "settled",
        "became", "reworded",
    ),
}  # fmt: skip


def tables(people: Iterable[Person], names: Mapping[str, str]) -> dict[str, str]:
    """The tables, each with its column titles in the first line; `names` of everybody by ids."""
    everybody = tuple(people)
    return {name: _table(name, everybody, names) for name in COLUMNS}


def kept_from_calculating(cell: str) -> str:
    """Escape a cell with an apostrophe if a spreadsheet would calculate it."""
    return f"'{cell}" if _CALCULATES.match(cell) else cell


def as_meant(cell: str) -> str:
    """Undo `kept_from_calculating`."""
    return cell[1:] if cell.startswith("'") and _CALCULATES.match(cell) else cell


def _table(name: str, people: tuple[Person, ...], names: Mapping[str, str]) -> str:
    written = io.StringIO()
    # quote everything, for spreadsheets that split cells elsewhere than at commas
    writer = csv.writer(written, quoting=csv.QUOTE_ALL, lineterminator="\r\n")
    writer.writerow(COLUMNS[name])
    for person in people:
        for shape in _shapes(name, person, names):
            writer.writerow([kept_from_calculating(_cell(shape.get(c))) for c in COLUMNS[name]])
    return written.getvalue()


def _shapes(name: str, person: Person, names: Mapping[str, str]) -> Iterator[Shape]:
    if name == "people":
        yield {row.column: row.of(person, names) for row in PERSON_FIELDS}
    elif name == "rounds":  # both sides, or nothing
        for found in person.rounds:
            for row in compared(person, found):
                both = {"mine": row.mine, "theirs": row.theirs}
                said = {whose: "; ".join(answer_words(each)) for whose, each in both.items()}
                yield {**row_shape(person, found, row), **said}
    else:
        yield from shapes_of(person, getattr(person, name))


def _cell(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    # most programs stop at NUL
    return ", ".join(value) if isinstance(value, list) else str(value).replace("\0", "\ufffd")


_UID, _TITLE = OURS, "Check-in with "


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
