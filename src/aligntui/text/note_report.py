"""Report how the dates in a text were read, before anything is kept."""

from __future__ import annotations

import re
from collections import Counter
from itertools import zip_longest
from typing import TYPE_CHECKING, NamedTuple

from aligntui.text.date_parts import Order
from aligntui.text.date_phrases import NO_DAY
from aligntui.text.note_days import HEAD
from aligntui.text.note_lines import HEADING, TEXT, Line
from aligntui.text.note_parts import begins
from aligntui.text.words import WEEKDAYS

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date

    from aligntui.text.date_parts import Phrase
    from aligntui.text.note_days import Found, Place

_YEAR = re.compile(r"(?:19|20)\d\d")
_SHOWN = 12
"""The most dates named one by one."""


class Used(NamedTuple):
    """A place that begins a meeting, and its day."""

    place: Place
    on: date
    sure: bool
    """True when the date has a year of its own."""


class Reading(NamedTuple):
    """Everything known of a text once its meetings were found."""

    lines: Sequence[Line]
    found: Found
    used: Sequence[Used]
    whole: Sequence[Used]
    """The day of the whole text, where no line begins a meeting."""
    own: Sequence[Place]
    """Dates in its front matter and its name."""
    order: Order | None
    told: Order | None
    """The order the user named, if any."""
    today: date


class _Day(NamedTuple):
    at: int
    words: str


def said(reading: Reading) -> tuple[str, ...]:
    """One line for each remark: dates not used, and how the others were read."""
    return (*_of_used(reading), *_of_unused(reading), *_of_headings(reading))


def _of_used(reading: Reading) -> Iterator[str]:
    used = [*reading.used, *reading.whole]
    ordered = [each for each in used if len(set(each.place.phrase.readings.values())) > 1]
    if ordered and not reading.told:
        order = reading.order or Order.DAY_FIRST
        yield from _said(_places(ordered[:1]), f"is read {order.value}, as are days like it")
    yield from _said(
        _places([each for each in used if not each.sure]),
        "has no year; the days around it give it one",
        "have no year; the days around them give them one",
    )
    weeks = [each for each in used if "W" in each.place.phrase.words.upper()]
    weeks = [each for each in weeks if each.on.weekday() == 0 and each.place.phrase.iso]
    yield from _said(
        _places(weeks),
        "is a week; its Monday is taken", "are weeks; their Mondays are taken",
    )  # fmt: skip
    for each in used:
        day = each.place.phrase.weekday
        if day is not None and day != each.on.weekday():
            words = f"is a {WEEKDAYS[each.on.weekday()]}, not a {WEEKDAYS[day]}"
            yield from _said([_Day(each.place.at, f"{each.on}")], words)


def _of_unused(reading: Reading) -> Iterator[str]:
    future = [each for each in [*reading.used, *reading.whole] if each.on > reading.today]
    yield from _said(
        [_Day(each.place.at, f"{each.on}") for each in future],
        "is in the future; it stays text", "are still to come; they stay text",
    )  # fmt: skip
    begun = [each for each in [*reading.used, *reading.whole] if each.on <= reading.today]
    taken = {(each.place.at, each.place.phrase.words) for each in (*begun, *future)}
    left = [
        (at, each)
        for at, each in _seen(reading)
        if (at, each.words) not in taken and not _same(each, begun)
    ]
    for why in dict.fromkeys(each.unread for _, each in left if each.unread):
        yield from _said(
            [_Day(at, each.words) for at, each in left if each.unread == why], f"({why})"
        )
    days = [_Day(at, each.words) for at, each in left if not each.unread]
    first = min((each.place.start for each in begun), default=-1)
    if not begun:
        yield from _said(days, "begins no meeting", "begin no meeting")
    else:
        before = [day for day in days if day.at < first]
        yield from _said(
            before, "stands before the first meeting", "stand before the first meeting"
        )
        inside = [day for day in days if day.at >= first]
        kept = "inside a check-in, kept as text"
        yield from _said(inside, f"is {kept}", f"are {kept}")


def _of_headings(reading: Reading) -> Iterator[str]:
    """Headings without a date that look as if they ended the meeting above."""
    begun = [each.place for each in reading.used if each.on <= reading.today]
    taken = {at for at, _ in reading.found.seen}
    titles = Counter(line.words for line in reading.lines if line.words)
    found: list[int] = []
    for place, following in zip_longest(begun, begun[1:]):
        end = begins(following, place.at + 1, reading.lines) if following else len(reading.lines)
        inside = (line for line in reading.lines[place.at + 1 : end] if line.at not in taken)
        found += [line.at for line in inside if _ends(place, line, once=titles[line.words] == 1)]
    one = "a heading without a day is kept in the check-in above it"
    many = "headings without a day are kept in the check-ins above them"
    what = "to keep it as a note, put it above the first day"
    if found:
        yield f"{_where(found)}: {one if len(found) == 1 else many}; {what}"


def _ends(place: Place, line: Line, *, once: bool) -> bool:
    """True when a line ranks with the start of a meeting; recurring ones are part of each."""
    if place.habit == HEAD and line.kind == HEADING:
        return line.level <= place.level and not line.linked
    if line.kind == HEADING:
        return once and not line.linked
    bold = place.bold and bool(line.bold) and line.bold == line.words
    return bold and once and line.kind == TEXT


def _seen(reading: Reading) -> Iterator[tuple[int, Phrase]]:
    """The dates that may be meant as such; numbers like 3/9 only where they head something."""
    heads = {place.at for place in reading.found.places}
    yield from ((place.at, place.phrase) for place in reading.own if place.at < 0)
    for at, phrase in reading.found.seen:
        line = reading.lines[at]
        if phrase.unread:
            head = line.kind == HEADING or phrase.start == 0
            if not phrase.weak and (
                head or (phrase.unread == NO_DAY and _YEAR.search(phrase.words))
            ):
                yield at, phrase
        elif not phrase.weak or at in heads:
            yield at, phrase


def _same(phrase: Phrase, begun: Sequence[Used]) -> bool:
    """True when a meeting has this day, so that nothing is lost."""
    days = {each.on for each in begun}
    dates = {(on.month, on.day) for on in days}
    return any(
        parts.in_year(0) in days if parts.year else (parts.month, parts.day) in dates
        for parts in phrase.readings.values()
    )


def _places(used: Sequence[Used]) -> list[_Day]:
    return [_Day(each.place.at, f"{each.place.phrase.words} ({each.on})") for each in used]


def _said(days: Sequence[_Day], one: str, many: str = "") -> Iterator[str]:
    """A sentence about dates with their line numbers; nothing without dates."""
    if not days:
        return
    lines = list(dict.fromkeys(day.at for day in days))
    words = [day.words for day in days]
    more = f" and {len(words) - _SHOWN} more" if len(words) > _SHOWN else ""
    named = ", ".join(words[:_SHOWN])
    yield f"{_where(lines)}: {named}{more} {one if len(words) == 1 else many or one}"


def _where(lines: Sequence[int]) -> str:
    """Line numbers from 1, adjoining ones as a range."""
    if lines == [-1]:
        return "the file's name"
    stretches: list[list[int]] = []
    for at in lines:
        if stretches and at == stretches[-1][1] + 1:
            stretches[-1][1] = at
        else:
            stretches.append([at, at])
    names = [f"{a + 1}" if a == b else f"{a + 1}-{b + 1}" for a, b in stretches]
    return f"{'line' if len(lines) == 1 else 'lines'} {', '.join(names)}"
