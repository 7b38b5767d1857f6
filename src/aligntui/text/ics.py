"""Due days as a calendar that other programs take in: names and days, and nothing else.

Source: RFC 5545; lines end in CRLF and are folded after 75 bytes of UTF-8.
"""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import TYPE_CHECKING

from aligntui.text.harmless import harmless

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from aligntui.domain.overview import Overview

LONGEST = 75
"""Bytes of a line, without its end."""

_HEAD = (
    "BEGIN:VCALENDAR",
    "VERSION:2.0",
    "PRODID:-//AlignTUI//AlignTUI//EN",
    "CALSCALE:GREGORIAN",
    "METHOD:PUBLISH",
    "X-WR-CALNAME:Check-ins",
)
_REMINDER = (
    "BEGIN:VALARM",
    "ACTION:DISPLAY",
    "DESCRIPTION:Check-in",
    "TRIGGER:PT9H",
    "END:VALARM",
)
"""At nine in the morning of the day."""
_OURS = re.compile(
    rf"""{"|".join(map(re.escape, (*_HEAD, *_REMINDER)))}
    |(BEGIN|END):VEVENT|UID:.*-check-in@aligntui|DTSTAMP:\d{{8}}T\d{{6}}Z|SEQUENCE:\d+
    |DT(START|END);VALUE=DATE:\d{{8}}|SUMMARY:Check-in\ with\ .*|TRANSP:TRANSPARENT
    |END:VCALENDAR""",
    re.VERBOSE,
)
"""The lines that `calendar` writes."""


def calendar(overviews: Iterable[Overview], today: date) -> str:
    """One event of a whole day for each next check-in, with a reminder on its morning.

    A person's event keeps its identity wherever the day moves to, so that a calendar moves it as
    well. What is overdue stands on today: nothing can be done about it on a day that is over.
    """
    lines = [*_HEAD]
    for overview in overviews:
        lines += _event(overview, max(overview.due(today).due_on, today), today)
    lines.append("END:VCALENDAR")
    return "".join(f"{folded}\r\n" for line in lines for folded in _folded(line))


def is_ours(data: bytes) -> bool:
    """Whether a file holds nothing but lines that `calendar` writes.

    Not so where another program has written it, or somebody has added an event or a line.
    """
    lines = data.decode("utf-8", "replace").replace("\r\n ", "").split("\r\n")
    head = len(_HEAD)
    return (
        (*lines[:head],) == _HEAD
        and lines[-2:] == ["END:VCALENDAR", ""]
        and all(map(_OURS.fullmatch, lines[head:-1]))
    )


def _event(overview: Overview, day: date, today: date) -> Iterator[str]:
    name = _escaped(overview.name)
    yield "BEGIN:VEVENT"
    yield f"UID:{overview.id}-check-in@aligntui"
    yield f"DTSTAMP:{_digits(today)}T000000Z"
    # a calendar takes the version with the higher number
    yield f"SEQUENCE:{today.toordinal()}"
    yield f"DTSTART;VALUE=DATE:{_digits(day)}"
    if day < date.max:
        yield f"DTEND;VALUE=DATE:{_digits(day + timedelta(days=1))}"
    yield f"SUMMARY:Check-in with {name}"
    yield "TRANSP:TRANSPARENT"
    yield from _REMINDER
    yield "END:VEVENT"


def _digits(day: date) -> str:
    return day.isoformat().replace("-", "")


def _escaped(text: str) -> str:
    text = harmless(text).replace("\\", "\\\\")
    return text.replace(";", "\\;").replace(",", "\\,")


def _folded(line: str) -> Iterator[str]:
    """A line in pieces that fit, none of which ends within a character."""
    piece, size = "", 0
    for character in line:
        width = len(character.encode("utf-8"))
        if size + width > LONGEST:
            yield piece
            piece, size = " ", 1
        piece, size = piece + character, size + width
    yield piece
