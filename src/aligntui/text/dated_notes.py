"""Notes that were kept in Markdown, parted where a day heads what was noted of a meeting.

People keep to one habit: headings with a day, lines that begin with one, list lines, rows of a
table. The strongest that a file has twice parts it, so that a day in the middle of a meeting, by
which something is to be done, stays a part of that meeting.
"""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING, NamedTuple

from aligntui.domain.commands.importing import Meeting
from aligntui.domain.errors import Refused
from aligntui.text.note_dates import FAR, Reader

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import date

MOST = 2_000
"""Meetings of one file."""
_FENCE = re.compile(r" {0,3}(`{3,}|~{3,})")
_HEADING = re.compile(r" {0,3}(#{1,6})[ \t]+(.*)")
_UNDERLINE = re.compile(r" {0,3}(?:(=+)|-{2,})[ \t]*")
_LIST = re.compile(r"[-*+][ \t]+")
_ROW = re.compile(r" {0,3}\|[ \t]*")
_BEFORE = re.compile(
    r"[*_]{0,3}(?:date:[ \t]*)?(?:(?:mon|tue|wed|thu|fri|sat|sun)[a-z]{0,6}\.?,?[ \t]+)?",
    re.IGNORECASE,
)
_AFTER = re.compile(r"[*_]{0,3}[ \t]*(?:$|[:|,(\u2013\u2014-])")
_YEAR_ALONE = re.compile(r"(?:19|20)\d\d")
_OF_FILE = re.compile(r"(?:date|day|created):[ \t]*['\"]?(.+)", re.IGNORECASE)
_ENDS = ("---", "...")
_LINE, _ITEM, _CELL = 10, 11, 12
"""The habits after headings of all levels, the strongest first."""


class Notes(NamedTuple):
    """Meetings, what stands before the first of them, and what was left as text and why."""

    meetings: tuple[Meeting, ...]
    rest: str
    asides: tuple[str, ...] = ()


class _Found(NamedTuple):
    habit: int
    on: date


def read(text: str, today: date, *, name: str = "", day_first: bool | None = None) -> Notes:
    """The meetings in a text; where it names no day, its front matter or its file's `name` may."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    reader = Reader(text, today, day_first=day_first)
    found = dict(_days(lines, reader))
    asides = tuple(
        f"line {at + 1}: {day.on} is still to come; it stays text"
        for at, day in found.items()
        if day.on > today
    )
    past = {at: day.on for at, day in found.items() if day.on <= today}
    starts = _of_one_habit({at: found[at] for at in past})
    if len(starts) > MOST:
        raise Refused(f"it has more than {MOST:,} meetings; part it")
    if not starts:
        day = _of_file(lines, name, reader)
        whole = _joined(lines)
        if day is None or day > today or not whole:
            return Notes((), whole, asides)
        return Notes((Meeting(day, whole),), "", asides)
    parts = zip(starts, [*starts[1:], len(lines)], strict=True)
    meetings = tuple(Meeting(past[at], _joined(lines[at:end])) for at, end in parts)
    return Notes(meetings, _joined(lines[: starts[0]]), asides)


def _joined(lines: list[str]) -> str:
    text = "\n".join(lines).strip("\n")
    return text if text.strip() else ""


def _of_one_habit(found: Mapping[int, _Found]) -> list[int]:
    counts = Counter(day.habit for day in found.values())
    often = [habit for habit, count in counts.items() if count > 1]
    chosen = min(often or counts, default=None)
    return sorted(at for at, day in found.items() if day.habit == chosen)


def _days(lines: list[str], reader: Reader) -> Iterator[tuple[int, _Found]]:
    fence = ""
    for at in range(_front(lines), len(lines)):
        line = lines[at]
        if mark := _FENCE.match(line):
            if not fence:
                fence = mark[1]
            elif mark[1].startswith(fence) and not line.strip(f" {fence[0]}"):
                fence = ""
            continue
        if fence or not line.strip():
            continue
        try:
            day = _day(line[:FAR], lines[at + 1] if at + 1 < len(lines) else "", reader)
        except Refused as refusal:
            raise Refused(f"line {at + 1}: {refusal}") from None
        if day:
            yield at, day


def _front(lines: list[str]) -> int:
    """How many lines the front matter has."""
    if lines[0].rstrip() != "---":
        return 0
    ends = (at for at, line in enumerate(lines[1:], start=1) if line.rstrip() in _ENDS)
    return next(ends, -1) + 1


def _day(line: str, below: str, reader: Reader) -> _Found | None:
    if heading := _HEADING.fullmatch(line):
        return _of_heading(len(heading[1]), heading[2], reader)
    if cell := _ROW.match(line):
        return _at_start(_CELL, line[cell.end() :], reader)
    if item := _LIST.match(line):
        return _at_start(_ITEM, line[item.end() :], reader)
    if (under := _UNDERLINE.fullmatch(below)) and not _UNDERLINE.fullmatch(line):
        return _of_heading(1 if under[1] else 2, line, reader)
    return _at_start(_LINE, line, reader)


def _of_heading(level: int, words: str, reader: Reader) -> _Found | None:
    if _YEAR_ALONE.fullmatch(words.strip(" #*_")):
        reader.year = int(words.strip(" #*_"))
        return None
    day = reader.find(words)
    return _Found(level, day.on) if day else None


def _at_start(habit: int, words: str, reader: Reader) -> _Found | None:
    start = _BEFORE.match(words)
    rest = words[start.end() if start else 0 :]
    day = reader.find(rest)
    if day is None or day.start:
        return None
    after = rest[day.end :]
    if _AFTER.match(after) or (day.sure and after[:1] in " \t"):
        return _Found(habit, day.on)
    return None


def _of_file(lines: list[str], name: str, reader: Reader) -> date | None:
    for line in lines[: _front(lines)]:
        if (named := _OF_FILE.match(line)) and (day := reader.find(named[1])):
            return day.on
    day = reader.find(name)
    return day.on if day else None
