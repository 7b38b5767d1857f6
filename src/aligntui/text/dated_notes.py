"""Notes that were kept elsewhere, parted where a day heads what was noted of a meeting.

Each day that is seen is used or said, with its line; one that could be two is asked about.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, NamedTuple

from aligntui.domain.commands.importing import Meeting
from aligntui.domain.errors import Refused
from aligntui.text import note_parts
from aligntui.text.note_days import HABITS, Place, day_of_name, places_in
from aligntui.text.note_lines import Line, looked_at
from aligntui.text.note_report import Reading, Used, said
from aligntui.text.note_years import Given, Open, placed
from aligntui.text.written_dates import order_of

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from aligntui.text.date_parts import Order, Parts, Phrase

MOST = 2_000
"""Meetings of one file."""
NONE = "none"
HEADINGS = (*HABITS, *"123456", NONE)
"""What may begin a meeting: lines of a habit, headings of one level, or nothing."""


class Unclear(Refused):
    """A question that only somebody who knows the file can answer."""

    def __init__(self, question: str, option: str, answers: tuple[str, ...]) -> None:
        super().__init__(f"{question}; say {option} {' or '.join(answers)}")
        self.question = question
        self.option = option
        self.answers = answers


class Answers(NamedTuple):
    """What a person said about a file."""

    order: Order | None = None
    heading: str | None = None
    year: int | None = None


class Notes(NamedTuple):
    """Meetings, what stands before the first of them, and what is to be known besides."""

    meetings: tuple[Meeting, ...]
    rest: str
    asides: tuple[str, ...] = ()
    unused: bool = False
    """Days were seen, and none begins a meeting."""


_NOTHING = Answers()


def read(text: str, today: date, answers: Answers = _NOTHING, *, name: str = "") -> Notes:
    """The meetings in a text; where it says no day, its front matter or its file's `name` may.

    Raises Unclear where somebody has to say how it is meant.
    """
    raw = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    lines = looked_at(raw, org=name.endswith(".org"))
    found = places_in(lines)
    in_name = day_of_name(os.path.splitext(name)[0])
    own = (*found.front, *((Place(-1, 0, "", 0, in_name),) if in_name else ()))
    starts = []
    if answers.heading != NONE:
        starts = note_parts.chosen(
            found.places, lines, heading=answers.heading, own=bool(own and not answers.heading)
        )
    if len(starts) > MOST:
        raise Refused(f"it has more than {MOST:,} meetings; part it")
    order = answers.order or _order([place.phrase for place in starts or own], found.seen)
    used = _days(starts, order, today, answers.year, found.years)
    begun = [each for each in used if each.on <= today]
    whole = [] if begun else _whole(own, order, today)
    reading = Reading(lines, found, used, whole, own, order, answers.order, today)
    return _cut(raw, lines, begun or whole, said(reading), unused=bool(found.seen))


def _order(phrases: Sequence[Phrase], seen: Sequence[tuple[int, Phrase]]) -> Order | None:
    """The order that the days of the meetings tell, or else all days of the text together."""
    return order_of(phrases) or order_of([*phrases, *(each for _, each in seen if not each.weak)])


def _days(
    places: Sequence[Place], order: Order | None, today: date, year: int | None,
    years: Sequence[int],
) -> list[Used]:  # fmt: skip
    """The day of each place that begins a meeting; those on the day of the one around part none."""
    parts = [_parts(place, order) for place in places]
    days = [Given(each, place.phrase.weekday) for each, place in zip(parts, places, strict=True)]
    found: list[Used] = []
    for place, given, on in zip(
        places, days, placed(days, today, years=years, year=year), strict=True
    ):
        if isinstance(on, Open):
            raise Unclear(
                f"line {place.at + 1}: '{place.phrase.words}' has no year and would be {on.on}, "
                f"later than {on.latest}, the last day that is known", "--year", (f"{on.on.year}",),
            )  # fmt: skip
        around = found[-1] if found else None
        if around and around.on == on and place.level > around.place.level:
            continue
        found.append(Used(place, on, given.sure is not None))
    return found


def _parts(place: Place, order: Order | None) -> Parts:
    parts = place.phrase.parts(order)
    if parts is None:
        where = f"line {place.at + 1}" if place.at >= 0 else "the file's name"
        orders = tuple(order.value for order in place.phrase.orders)
        raise Unclear(f"{where}: '{place.phrase.words}' could be two days", "--dates", orders)
    return parts._replace(year=parts.year or place.year)


def _whole(own: Sequence[Place], order: Order | None, today: date) -> list[Used]:
    """The day of the text as a whole, as its front matter or its name says it."""
    firm = max((place.strength for place in own), default=0)
    for place in own:
        if place.strength == firm:
            parts = _parts(place, order)
            given = Given(parts, place.phrase.weekday)
            on = given.sure or given.last(today)
            return [Used(place._replace(start=0), on, given.sure is not None)]
    return []


def _cut(
    raw: Sequence[str], lines: Sequence[Line], used: Sequence[Used], asides: tuple[str, ...], *,
    unused: bool,
) -> Notes:  # fmt: skip
    starts: list[int] = []
    for each in used:
        start = note_parts.begins(each.place, starts[-1] + 1 if starts else 0, lines)
        starts.append(start if starts or len(used) == 1 else each.place.start)
    if len(starts) == 1 and not any(_joined(raw[at : at + 1]) for at in range(starts[0])):
        starts = [0]
    ends = [*starts[1:], len(raw)]
    texts = [_joined(raw[start : ends[at]]) for at, start in enumerate(starts)]
    meetings = tuple(Meeting(each.on, text) for each, text in zip(used, texts, strict=True) if text)
    rest = _joined(raw[: starts[0]] if starts else raw)
    return Notes(meetings, rest, asides, unused and not meetings)


def _joined(lines: Sequence[str]) -> str:
    text = "\n".join(lines).strip("\n")
    return text if text.strip() else ""
