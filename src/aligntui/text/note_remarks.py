"""Say how a text of notes was read: which dates are meant with doubt, and which are not used."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import date
from itertools import zip_longest
from typing import NamedTuple

from aligntui.domain.days import full_day
from aligntui.text.date_phrases import NO_DAY
from aligntui.text.date_tokens import Order, Phrase
from aligntui.text.note_days import HEAD, Dates, Place, begins
from aligntui.text.note_lines import Kind, Line
from aligntui.text.words import WEEKDAYS

_YEAR = re.compile(r"(?:19|20)\d\d")
_SHOWN = 12
"""The most dates named one by one."""


class Used(NamedTuple):
    """A place that begins a meeting, and its day."""

    place: Place
    on: date
    sure: bool
    """True when the date has a year of its own."""


_Named = tuple[int, str]
"""A date that a remark names: its line and its words."""


class Reading(NamedTuple):
    """Everything known of a text once its meetings were found."""

    lines: Sequence[Line]
    found: Dates
    used: Sequence[Used]
    whole: Sequence[Used]
    """The day of the whole text, where no line begins a meeting."""
    own: Sequence[Place]
    """Dates in its front matter and its name."""
    order: Order | None
    told: Order | None
    """The order the user named, if any."""
    today: date

    @property
    def dated(self) -> list[Used]:
        """Every place with its day."""
        return [*self.used, *self.whole]


def said(reading: Reading) -> tuple[str, ...]:
    """One line for each remark: dates not used, and how the others were read."""
    return (
        *_of_used(reading), *_of_unused(reading), *_of_headings(reading), *_of_tasks(reading)
    )  # fmt: skip


def _of_used(reading: Reading) -> Iterator[str]:
    used = reading.dated
    ordered = [each for each in used if len(set(each.place.phrase.readings.values())) > 1]
    if ordered and not reading.told:
        order = reading.order or Order.DAY_FIRST
        yield from _said(_places(ordered[:1]), f"is read {order.value}, as are days like it")
    yield from _said(
        _places([each for each in used if not each.sure]),
        "has no year; the days around it give it one",
        "have no year; the days around them give them one",
    )
    weeks = [each for each in used if each.on.weekday() == 0 and each.place.phrase.iso]
    yield from _said(
        _places([each for each in weeks if "W" in each.place.phrase.words.upper()]),
        "is a week; its Monday is taken", "are weeks; their Mondays are taken",
    )  # fmt: skip
    for each in used:
        day = each.place.phrase.weekday
        if day is not None and day != each.on.weekday():
            words = f"is a {WEEKDAYS[each.on.weekday()]}, not a {WEEKDAYS[day]}"
            yield from _said([(each.place.at, full_day(each.on))], words)


def _of_unused(reading: Reading) -> Iterator[str]:
    future = [each for each in reading.dated if each.on > reading.today]
    yield from _said(
        [(each.place.at, full_day(each.on)) for each in future],
        "is in the future; it stays text", "are still to come; they stay text",
    )  # fmt: skip
    begun = [each for each in reading.dated if each.on <= reading.today]
    taken = {(each.place.at, each.place.phrase.words) for each in reading.dated}
    days = {each.on for each in begun}
    left: dict[str, list[_Named]] = {}
    for at, phrase in _seen(reading):
        if (at, phrase.words) not in taken and not _is_among(phrase, days):
            left.setdefault(phrase.unread, []).append((at, phrase.words))
    readable = left.pop("", [])
    for why, unread in left.items():
        yield from _said(unread, f"({why})")
    if not begun:
        yield from _said(readable, "begins no meeting", "begin no meeting")
        return
    first = min(each.place.start for each in begun)
    where, kept = "before the first meeting", "inside a check-in, kept as text"
    before = [day for day in readable if day[0] < first]
    yield from _said(before, f"stands {where}", f"stand {where}")
    inside = [day for day in readable if day[0] >= first]
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


def _of_tasks(reading: Reading) -> Iterator[str]:
    """Lines with a box: what is taken in has no marks, so that none becomes a promise."""
    if found := [line.at for line in reading.lines if line.kind == Kind.TASK]:
        one, many = "a task is kept as text", "tasks are kept as text"
        what = "'aligntui action' makes a promise"
        yield f"{_where(found)}: {one if len(found) == 1 else many}; {what}"


def _ends(place: Place, line: Line, *, once: bool) -> bool:
    """True when a line ranks with the start of a meeting; recurring ones are part of each."""
    if place.habit == HEAD and line.kind == Kind.HEADING:
        return line.level <= place.level and not line.linked
    if line.kind == Kind.HEADING:
        return once and not line.linked
    bold = place.bold and bool(line.bold) and line.bold == line.words
    return bold and once and line.kind == Kind.TEXT


def _seen(reading: Reading) -> Iterator[tuple[int, Phrase]]:
    """The dates that may be meant as such; numbers like 3/9 only where they head something."""
    heads = {place.at for place in reading.found.places}
    yield from ((place.at, place.phrase) for place in reading.own if place.at < 0)
    for at, phrase in reading.found.seen:
        line = reading.lines[at]
        if phrase.unread:
            head = line.kind == Kind.HEADING or phrase.start == 0
            if not phrase.weak and (
                head or (phrase.unread == NO_DAY and _YEAR.search(phrase.words))
            ):
                yield at, phrase
        elif not phrase.weak or at in heads:
            yield at, phrase


def _is_among(phrase: Phrase, days: set[date]) -> bool:
    """True when one of these days is meant, whatever its order; without a year, in any year."""
    return any(
        parts.in_year(0) in days
        if parts.year
        else any((on.month, on.day) == (parts.month, parts.day) for on in days)
        for parts in phrase.readings.values()
    )


def _places(used: Sequence[Used]) -> list[_Named]:
    return [(each.place.at, f"{each.place.phrase.words} ({full_day(each.on)})") for each in used]


def _said(days: Sequence[_Named], one: str, many: str = "") -> Iterator[str]:
    """A sentence about dates with their line numbers; nothing without dates."""
    if not days:
        return
    lines = list(dict.fromkeys(at for at, _ in days))
    words = [each for _, each in days]
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
