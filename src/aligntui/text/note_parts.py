"""Choose the dates that split a text into meetings.

People keep to one habit: headings, lines, list items or table rows that begin with a date. The
strongest habit in a text splits it; dates in lists, tables and tasks inside a meeting stay part of
it.
"""

from __future__ import annotations

from collections import Counter
from itertools import takewhile
from typing import TYPE_CHECKING

from aligntui.text.note_days import HEAD, LINE, LIST, TABLE, Place
from aligntui.text.note_labels import OTHER, STRONG, is_label, names_day
from aligntui.text.note_lines import BLANK, FRONT, HEADING, ITEM, NO_HEADING, PROPERTY, RULE, Line

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

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
