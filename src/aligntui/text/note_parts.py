"""Choose the dates that split a text into meetings.

People keep to one habit: headings, lines, list items or table rows that begin with a date. The
strongest habit in a text splits it; dates in lists, tables and tasks inside a meeting stay part of
it.
"""

from __future__ import annotations

import re
from collections import Counter
from itertools import takewhile, zip_longest
from typing import TYPE_CHECKING, NamedTuple

from aligntui.domain.days import full_day
from aligntui.text.date_phrases import NO_DAY
from aligntui.text.date_tokens import Order
from aligntui.text.note_days import HEAD, LINE, LIST, TABLE, Place
from aligntui.text.note_labels import OTHER, STRONG, is_label, names_day
from aligntui.text.note_lines import (
    BLANK,
    FRONT,
    HEADING,
    ITEM,
    NO_HEADING,
    PROPERTY,
    RULE,
    TEXT,
    Line,
)  # fmt: skip
from aligntui.text.words import WEEKDAYS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from datetime import date

    from aligntui.text.date_phrases import Phrase
    from aligntui.text.note_days import Dates


_NO_CONTENT = (BLANK, HEADING, PROPERTY, RULE, FRONT)


def chosen(
    places: Sequence[Place], lines: Sequence[Line], *, heading: str | None, own: bool
) -> list[Place]:
    """The places that begin a meeting, one for each starting line.

    `heading` is the habit or the level of headings, where the user named it; `own` is True when the
    text has a date in its front matter or name, so that weaker habits count less.
    """
    if heading is not None:
        return _one_a_start(place for place in places if heading in _names(place))
    firm = [*_lent(_firm([place for place in places if not place.elsewhere]), lines)]
    for habit, choose in _CHOICES:
        if found := choose([each for each in firm if each.habit == habit], firm, lines, own):
            return _one_a_start(found)
    return []


def begins(place: Place, after: int, lines: Sequence[Line]) -> int:
    """The line where a meeting begins, with headings right above it that head nothing else."""
    start = at = place.start
    level = place.level if place.habit == HEAD else NO_HEADING
    while at > after and lines[at - 1].kind in (BLANK, HEADING):
        at -= 1
        if lines[at].kind == HEADING:
            if lines[at].level >= level:
                break
            start, level = at, lines[at].level
    return start


def _names(place: Place) -> tuple[str, ...]:
    return (place.habit, f"{place.level}") if place.habit == HEAD else (place.habit,)


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
        habit = LIST if kind == ITEM else LINE
        below = range(at + 1, len(lines) if kind != HEADING and (at, HEAD) in own else 0)
        section = takewhile(lambda at: lines[at].kind != HEADING, below)
        lent = any((each, habit) in own for each in section)
        yield place._replace(start=at, habit=habit, level=level) if lent else place


def _headings(
    heads: list[Place], firm: list[Place], lines: Sequence[Line], own: bool
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
    if own and len(found) == 1 and not found[0].alone and _before(found[0], lines):
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


def _before(place: Place, lines: Sequence[Line]) -> bool:
    return any(each.kind not in _NO_CONTENT for each in lines[: place.start])


def _lines(found: list[Place], firm: list[Place], lines: Sequence[Line], own: bool) -> list[Place]:
    titles = Counter(place.before for place in found)
    first = next((each.at for each in lines if each.kind not in (BLANK, FRONT, RULE)), 0)
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
    above = next((each.at for each in lines[first:] if each.kind == BLANK), len(lines))
    sure = [p for p in found if p.start == first or (p.alone and p.start < above) or _stands_out(p)]
    return [] if own else sure


def _stands_out(place: Place) -> bool:
    return place.spaced and (place.alone or place.bold)


def _list(found: list[Place], firm: list[Place], lines: Sequence[Line], own: bool) -> list[Place]:
    least = min((place.level for place in found), default=0)
    found = [place for place in found if place.level == least]
    return found if len(found) > 1 and not own else []


def _table(found: list[Place], firm: list[Place], lines: Sequence[Line], own: bool) -> list[Place]:
    often = len(found) > 1 or any(names_day(place.label) for place in found)
    return found if often and not own else []


_CHOICES: tuple[
    tuple[str, Callable[[list[Place], list[Place], Sequence[Line], bool], list[Place]]], ...
] = ((HEAD, _headings), (LINE, _lines), (LIST, _list), (TABLE, _table))


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
    return (*_of_used(reading), *_of_unused(reading), *_of_headings(reading))


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
