"""Split notes kept elsewhere into meetings, at the dates that head them.

Each date found is used or reported, with its line; an ambiguous one raises a question.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, NamedTuple

from aligntui.domain.commands.importing import Meeting
from aligntui.domain.errors import Refused
from aligntui.domain.plain import with_line_feeds
from aligntui.text import note_parts
from aligntui.text.date_phrases import ALONE, phrases
from aligntui.text.date_tokens import plain
from aligntui.text.note_days import HABITS, Dates, Place
from aligntui.text.note_lines import Line, looked_at
from aligntui.text.note_remarks import Reading, Used, said
from aligntui.text.written_dates import Given, Open, Unclear, could_be_two, order_of, placed

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from aligntui.text.date_phrases import Phrase
    from aligntui.text.date_tokens import Order, Parts

MOST = 2_000
"""Maximum number of meetings in one file."""
NONE = "none"
HEADINGS = (*HABITS, *"123456", NONE)
"""Kinds of line that may begin a meeting: a habit, one level of heading, or none."""


class Answers(NamedTuple):
    """A user's answers about a file."""

    order: Order | None = None
    heading: str | None = None
    year: int | None = None


class Notes(NamedTuple):
    """The meetings of a text, the text before the first, and remarks about the reading."""

    meetings: tuple[Meeting, ...]
    rest: str
    asides: tuple[str, ...] = ()
    unused: bool = False
    """True when dates were found but none begins a meeting."""
    habits: tuple[str, ...] = ()
    """The kinds of line that begin with a date."""


_NOTHING = Answers()


def read(text: str, today: date, answers: Answers = _NOTHING, *, name: str = "") -> Notes:
    """Read the meetings in a text; without dates, its front matter or file `name` may give the day.

    Raises `Unclear` where the user has to say how a date is meant.
    """
    raw = with_line_feeds(text).split("\n")
    lines = looked_at(raw, org=name.endswith(".org"))
    title = os.path.splitext(name)[0]
    found = Dates(lines, title)
    in_name = _of_name(title)
    own = (*found.front, *((Place(-1, 0, "", 0, in_name),) if in_name else ()))
    starts: list[Place] = []
    if answers.heading != NONE:
        starts = note_parts.chosen(
            found.places, lines, heading=answers.heading, own=bool(own and not answers.heading)
        )
    if len(starts) > MOST:
        raise Refused(f"it has more than {MOST:,} meetings; part it")
    order = answers.order or _order([place.phrase for place in starts or own], found.seen)
    used = _days(starts, found, order, today, answers.year)
    begun = [each for each in used if each.on <= today]
    whole = [] if begun else _whole(own, order, today)
    reading = Reading(lines, found, used, whole, own, order, answers.order, today)
    notes = _cut(raw, lines, begun or [each for each in whole if each.on <= today])
    habits = tuple(each for each in HABITS if any(each == place.habit for place in found.places))
    unused = bool(found.seen) and not notes.meetings
    return notes._replace(asides=said(reading), unused=unused, habits=habits)


def _of_name(name: str) -> Phrase | None:
    """The date in a file's name, or else in the name with its folders."""
    for words in dict.fromkeys((name.rpartition("/")[2], name)):
        found = [each for each in phrases(plain(words)) if not each.unread and each.weak < ALONE]
        if found:
            return found[0]
    return None


def _order(heads: Sequence[Phrase], seen: Sequence[tuple[int, Phrase]]) -> Order | None:
    """The order that the meetings' dates imply, or else all dates of the text."""
    return order_of(heads) or order_of([*heads, *(each for _, each in seen if not each.weak)])


def _days(
    places: Sequence[Place], found: Dates, order: Order | None, today: date, year: int | None
) -> list[Used]:
    """The day of each place that begins a meeting, without repeats of the day inside one."""
    places = [place for place in places if _parts(place, order).possible]
    days = [Given(_parts(place, order), place.phrase.weekday) for place in places]
    if days and found.doubtful and year is None and not any(day.sure for day in days):
        at, years = found.doubtful[0]
        question = f"line {at + 1} names two years, and no day below has one"
        raise Unclear(question, "--year", tuple(f"{each}" for each in years))
    used: list[Used] = []
    dated = placed(days, today, years=found.years, year=year)
    for place, given, on in zip(places, days, dated, strict=True):
        if isinstance(on, Open):
            where = f"line {place.at + 1}: '{place.phrase.words}'"
            question = f"{where} has no year and would be the latest day"
            raise Unclear(question, "--year", (f"{on.on.year}",))
        around = used[-1] if used else None
        if around and around.on == on:
            first = around.place
            if place.level > first.level or _form(place) != _form(first):
                continue
        used.append(Used(place, on, given.sure is not None))
    return used


def _form(place: Place) -> tuple[str, str]:
    """How a date is written: the day of a meeting is often there twice, in two forms."""
    return place.habit, "".join(sign for sign in place.phrase.words if not sign.isalnum())


def _parts(place: Place, order: Order | None) -> Parts:
    parts = place.phrase.parts(order)
    if parts is None:
        where = f"line {place.at + 1}" if place.at >= 0 else "the file's name"
        raise could_be_two(place.phrase).within(where)
    return parts._replace(year=parts.year or place.year)


def _whole(own: Sequence[Place], order: Order | None, today: date) -> list[Used]:
    """The date of the whole text, from its front matter or its name."""
    firm = max((place.strength for place in own), default=0)
    for place in own:
        if place.strength == firm:
            parts = _parts(place, order)
            given = Given(parts, place.phrase.weekday)
            on = given.sure or given.last(today)
            return [Used(place._replace(start=0), on, given.sure is not None)]
    return []


def _cut(raw: Sequence[str], lines: Sequence[Line], used: Sequence[Used]) -> Notes:
    starts: list[int] = []
    for each in used:
        start = note_parts.begins(each.place, starts[-1] + 1 if starts else 0, lines)
        starts.append(start if starts or len(used) == 1 else each.place.start)
    if len(starts) == 1 and not _joined(raw[: starts[0]]):
        starts = [0]
    ends = [*starts[1:], len(raw)]
    texts = [_joined(raw[start : ends[at]]) for at, start in enumerate(starts)]
    meetings = tuple(Meeting(each.on, text) for each, text in zip(used, texts, strict=True) if text)
    return Notes(meetings, _joined(raw[: starts[0]] if starts else raw))


def _joined(lines: Sequence[str]) -> str:
    text = "\n".join(lines).strip("\n")
    return text if text.strip() else ""
