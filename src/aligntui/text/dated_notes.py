"""Split notes kept elsewhere into meetings, at the dates that head them.

People keep to one habit: headings, lines, list items or table rows that begin with a date. The
strongest habit in a text splits it; dates in lists, tables and tasks inside a meeting stay part of
it. Each date found is used or reported, with its line; an ambiguous one raises a question.
"""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from itertools import takewhile
from typing import NamedTuple

from aligntui.domain.commands.importing import Meeting
from aligntui.domain.errors import Refused
from aligntui.domain.plain import with_line_feeds
from aligntui.text.date_phrases import phrases
from aligntui.text.date_tokens import ALONE, Order, Parts, Phrase, plain
from aligntui.text.note_days import HABITS, HEAD, LINE, LIST, Dates, Place, begins
from aligntui.text.note_labels import OTHER, STRONG, is_label, names_day
from aligntui.text.note_lines import NO_HEADING, Kind, Line, looked_at
from aligntui.text.note_remarks import Reading, Used, said
from aligntui.text.written_dates import Given, Open, Unclear, could_be_two, order_of, placed

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
_EMPTY = (Kind.BLANK, Kind.FRONT, Kind.RULE)
_NO_CONTENT = (*_EMPTY, Kind.HEADING, Kind.PROPERTY)


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
        starts = _chosen(
            found.places, lines, heading=answers.heading, own=bool(own and not answers.heading)
        )
    if len(starts) > MOST:
        raise Refused(f"it has more than {MOST:,} meetings; part it")
    heads = [place.phrase for place in starts or own]
    sure = [phrase for _, phrase in found.seen if not phrase.weak]
    order = answers.order or order_of(heads) or order_of([*heads, *sure])
    used = _days(starts, found, order, today, answers.year)
    begun = [each for each in used if each.on <= today]
    whole = [] if begun or not own else [_whole(own, order, today)]
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


def _whole(own: Sequence[Place], order: Order | None, today: date) -> Used:
    """The date of the whole text: the firmest of those in its front matter and its name."""
    place = max(own, key=lambda each: each.strength)
    given = Given(_parts(place, order), place.phrase.weekday)
    on = given.sure or given.last(today)
    return Used(place._replace(start=0), on, given.sure is not None)


def _cut(raw: Sequence[str], lines: Sequence[Line], used: Sequence[Used]) -> Notes:
    starts: list[int] = []
    for each in used:
        start = begins(each.place, starts[-1] + 1 if starts else 0, lines)
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


def _chosen(
    places: Sequence[Place], lines: Sequence[Line], *, heading: str | None, own: bool
) -> list[Place]:
    """The places that begin a meeting, one for each starting line.

    `heading` is the habit or the level of headings, where the user named it; `own` is True when the
    text has a date in its front matter or name, so that weaker habits count less.
    """
    if heading is not None:
        level = int(heading) if heading.isdigit() else None
        named = (p for p in places if p.habit == (heading if level is None else HEAD))
        return _one_a_start(p for p in named if level in (None, p.level))
    firm = [*_lent(_firm([place for place in places if not place.elsewhere]), lines)]
    heads, rows, items, cells = ([p for p in firm if p.habit == habit] for habit in HABITS)
    found = _headings(heads, firm, lines, own=own) or _lines(rows, lines, own=own)
    if not found and not own:
        least = min((place.level for place in items), default=0)
        items = [place for place in items if place.level == least]
        often = len(cells) > 1 or any(names_day(place.label) for place in cells)
        found = (items if len(items) > 1 else []) or (cells if often else [])
    return _one_a_start(found)


def _one_a_start(places: Iterable[Place]) -> list[Place]:
    found: dict[int, Place] = {}
    for place in places:
        found.setdefault(place.start, place)
    return [found[start] for start in sorted(found)]


def _firm(places: list[Place]) -> list[Place]:
    """The places with the firmest labels; an unknown label counts only if it recurs."""
    known = [place.strength for place in places if place.habit in (HEAD, LINE)]
    often = Counter(place.label for place in places if place.strength == OTHER)
    least = max(known, default=OTHER)
    return [
        place
        for place in places
        if place.strength >= least and (place.strength > OTHER or often[place.label] > 1)
    ]


def _lent(places: list[Place], lines: Sequence[Line]) -> Iterator[Place]:
    """The places; a date below a heading stays a line of its own where more like it follow."""
    own = {(p.at, p.habit) for p in places if (p.alone or p.bold) and not p.label}
    for place in places:
        at, kind, _, level, *_ = lines[place.at]
        habit = LIST if kind == Kind.ITEM else LINE
        below = range(at + 1, len(lines) if kind != Kind.HEADING and (at, HEAD) in own else 0)
        section = takewhile(lambda at: lines[at].kind != Kind.HEADING, below)
        lent = any((each, habit) in own for each in section)
        yield place._replace(start=at, habit=habit, level=level) if lent else place


def _headings(
    heads: list[Place], firm: list[Place], lines: Sequence[Line], *, own: bool
) -> list[Place]:
    if not heads:
        return []
    whole = {place.level for place in heads if _is_whole(place)}
    heads = [p for p in heads if not whole or p.level in whole or _is_whole(p)]
    levels = Counter(place.level for place in heads)
    base = min((level for level, count in levels.items() if count > 1), default=min(levels))
    shapes = {place.before for place in heads if place.level == base}
    starts = sorted(place.start for place in heads)
    found = [
        place
        for place in heads
        if place.level == base
        or (place.level > base and (place.alone or place.before in shapes))
        or (place.level < base and _has_content(place, starts, lines))
    ]
    if (
        own
        and len(found) == 1
        and not found[0].alone
        and any(each.kind not in _NO_CONTENT for each in lines[: found[0].start])
    ):
        return []
    # above the first and below the last of them, the habit may have been another one
    ends = (p for p in firm if not starts[0] < p.start < starts[-1])
    return [*found, *(p for p in ends if p.habit == LINE and p.spaced and p.alone)]


def _is_whole(place: Place) -> bool:
    """True for a date with a year, which is no mark such as 3/5 or the day of a topic."""
    years = (parts.year or place.year for parts in place.phrase.readings.values())
    return not place.phrase.weak and all(years)


def _has_content(place: Place, starts: list[int], lines: Sequence[Line]) -> bool:
    """True when more than titles and labels stands between a heading and the next with a date."""
    end = next((start for start in starts if start > place.at), len(lines))
    below = lines[place.at + 1 : end]
    return any(each.kind not in _NO_CONTENT and not is_label(each.words) for each in below)


def _lines(found: list[Place], lines: Sequence[Line], *, own: bool) -> list[Place]:
    titles = Counter(place.before for place in found)
    first = next((each.at for each in lines if each.kind not in _EMPTY), 0)
    found = [
        each for each in found if not each.before or titles[each.before] > 1 or each.at == first
    ]
    least = min((place.level for place in found), default=0)
    found = [place for place in found if place.level in (least, NO_HEADING)]
    spaced = [place for place in found if place.spaced]
    taken = {place.at for place in found}
    if len(spaced) > 1 and len(spaced) * 2 > len(found):
        found = [each for each in found if each.spaced or each.marked or each.at - 1 in taken]
    if len(found) > 1:
        return found
    if found and found[0].label and not (own and found[0].strength < STRONG):
        return [found[0]._replace(start=0)]
    above = next((each.at for each in lines[first:] if each.kind == Kind.BLANK), len(lines))
    return [
        place
        for place in found
        if not own
        and (
            place.start == first
            or (place.alone and place.start < above)
            or (place.spaced and (place.alone or place.bold))
        )
    ]
