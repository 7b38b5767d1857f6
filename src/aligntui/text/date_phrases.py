"""Find the dates in a text, in the forms that people write them.

The text becomes a row of tokens, one letter each (N a number, Y a year, M a month, D a weekday, t a
time ...), so that each form of date is a short pattern over these letters.
"""

from __future__ import annotations

import re
from datetime import date
from typing import TYPE_CHECKING

from aligntui.text.date_parts import ALONE, PLACED, SURE, Order, Parts, Phrase
from aligntui.text.date_tokens import Looked, Token

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping


_USUAL = {".": (Order.DAY_FIRST,), "/": (Order.DAY_FIRST, Order.MONTH_FIRST)}
NO_DAY = "there is no such day"
_CENTURY = 70
"""Two-digit years from here on belong to the last century."""

_ISO = (
    re.compile(r"Y ?(?P<s>[-/._]) ?N ?(?P=s) ?[NO]"),
    re.compile(r"C"),
    re.compile(r"Y ?年 ?N ?月 ?N ?日"),
)
_NAMED_FROM_YEAR = re.compile(r"Y[-/._, ]{1,2}M\.?[-/._, ]{0,2}[NO](?!\.?N)")
_BLANKS = re.compile(r"(?<![NYO] )Y N N(?![NY/.:-])")
_WEEK_DAY = re.compile(r"Y-?w(?:-N)?")
_THREE = re.compile(
    r"(?<![NYx#][-/._:])(?<![NYx#])N(?: ?(?P<s>[-/._]) ?N ?(?P=s) ?[NYq]|[/.]N\.?[- ]Y| N Y)"
    r"(?![x#])(?![-./:][NY])"
)
_TWO = re.compile(
    r"(?<![NYx#M][-/._:])(?<![NYx#M])"
    r"(?:N/N(?![x#%/])|N\. ?N\.(?! ?[NYx])|N-N(?![x#%:/.-])(?! ?(?:g )?[Mm])|N ?月 ?N ?日)"
)
_SIX = re.compile(r"(?<![-/._:x])6(?![-/._:x])")
_WEEK = re.compile(r"k[ .#]{0,2}[NO](?:[ ,/-]{1,2}Y(?!-))?(?! ?[gM/.-])|(?<![-Yx])w(?![-x])")
_DAY_AHEAD = re.compile(
    r"(?<!N:)(?<![x#])(?:(?P<first>[NO])\.?(?P<gap> ?)[-&r/+] ?)?(?P<d>[NO])\.?(?: g'? ?|[-/._ ])?$"
)
_RANGE = re.compile(r" ?(?:-|to|bis|until|/) ?")
_DIGIT = re.compile(r"\d")
_LEAD = re.compile(r"(?:^|[:,(\[|>=<]|[Dd][.,]?|(?<= )-) ?(?:g )?$")
_NOISE = re.compile(r"N(?:[:-]| [axr] )$")
_DAY_BEHIND = re.compile(
    r"(?:[-/._]|\.?[, ]{0,2}(?P<range>)(?:g )?)(?P<d>[NO])(?![x#%]|[.:]N)"
    r"(?(range)(?: ?[-r&/] ?[NO](?![:x/]))?)\.?"
)
_YEAR_BEHIND = re.compile(
    r"\.?(?:[-/._, (]{0,3}(?:g )?(?:t[, ]{1,2})?(?P<long>Y)(?!x)\)?|[-/._, ]?(?P<short>q)"
    r"|[-/._,] ?(?P<tight>N)(?![x%]|[-./:]N)| (?P<loose>N)(?![x%]|[-./:]N))"
)
_TIME_BEHIND = re.compile(r"[ ,;@(-]{0,3}(?:a )?t(?: ?[-r] ?t)?\)?")
_WEEKDAY_BEHIND = re.compile(r" ?[,(]? ?(?P<w>D)(?![x#])\.?\)?|,? ?\((?P<v>[Dd])\)")
_AHEAD = re.compile(r"(?:(?P<w>D)[.,]{0,2} ?(?:g )?|(?P<v>d)[.,]{1,2} ?|t[, ]{1,2}(?:a )?)$")
_UNREAD = re.compile(
    r"\A(?:[Dd][.,]{0,2} )?(?:[NO]\.? (?:g )?x\.?,?|x [NO],?) (?:g )?Y(?= ?(?:$|[:,(|-]))"
)


def phrases(text: str) -> tuple[Phrase, ...]:
    """The dates in a text that went through `plain`, in order and without overlap."""
    if not _DIGIT.search(text):
        return ()  # as for most lines
    looked_at = Looked(text)
    found: list[Phrase] = []
    if any(letter in looked_at.letters for letter in "NOYC6"):
        for phrase in sorted(_all(looked_at), key=lambda each: (each.start, -each.end)):
            if not found or phrase.start >= found[-1].end:
                found.append(phrase)
    return tuple(_joined(text, found))


def _joined(text: str, found: list[Phrase]) -> Iterator[Phrase]:
    """The phrases, with a range of two days merged into its first day."""
    after = iter([*found[1:], None])
    for phrase in (each := iter(found)):
        last = next(after)
        if last is None or not _RANGE.fullmatch(text, phrase.end, last.start):
            yield phrase
            continue
        next(each, None)
        next(after, None)
        yield _first_of(phrase, last)


def _first_of(phrase: Phrase, last: Phrase) -> Phrase:
    readings = {
        order: parts._replace(year=parts.year or last.readings[order].year)
        for order, parts in phrase.readings.items()
        if order in last.readings
    }
    return phrase._replace(end=last.end, readings=readings or phrase.readings)


def _all(text: Looked) -> Iterator[Phrase]:
    for form, read in _FORMS:
        for match in form.finditer(text.letters):
            if phrase := read(text, match):
                yield phrase


def _iso(text: Looked, match: re.Match[str]) -> Phrase:
    return _of_numbers(text, match)._replace(iso=True)


def _of_numbers(text: Looked, match: re.Match[str]) -> Phrase:
    """A date that begins with its year, or is written in one piece."""
    numbers = text.numbers(*match.span())
    if len(numbers) == 1:
        whole = numbers[0].value
        parts = Parts(whole // 10_000, whole // 100 % 100, whole % 100)
    else:
        parts = Parts(*(token.value for token in numbers))
    return _phrase(text, *match.span(), _same(parts), unread=_impossible(parts))


def _of_week(text: Looked, match: re.Match[str]) -> Phrase:
    """The day of an ISO week: the one given, or its Monday."""
    year, week, *day = text.numbers(*match.span())
    try:
        found = date.fromisocalendar(year.value, week.value, day[0].value if day else 1)
    except ValueError:
        return _phrase(text, *match.span(), {}, unread="there is no such week")
    parts = Parts(found.year, found.month, found.day)
    return _phrase(text, *match.span(), _same(parts))._replace(iso=True)


def _of_three(text: Looked, match: re.Match[str]) -> Phrase:
    a, b, c = text.numbers(*match.span())
    readings = {
        Order.DAY_FIRST: Parts(_full(c), b.value, a.value),
        Order.MONTH_FIRST: Parts(_full(c), a.value, b.value),
    }
    if c.kind == "N" and a.width == 2:
        readings[Order.YEAR_FIRST] = Parts(_full(a), b.value, c.value)
    usual = _USUAL.get(match["s"], tuple(Order))
    return _in_orders(
        text, match, readings, usual=usual, weak=PLACED if c.kind == "N" and c.width == 1 else SURE
    )


def _of_six(text: Looked, match: re.Match[str]) -> Phrase:
    a, b, c = (text.tokens[match.start()].value // by % 100 for by in (10_000, 100, 1))
    readings = {
        Order.DAY_FIRST: Parts(_century(c), b, a),
        Order.MONTH_FIRST: Parts(_century(c), a, b),
        Order.YEAR_FIRST: Parts(_century(a), b, c),
    }
    return _in_orders(text, match, readings, weak=ALONE)


def _of_two(text: Looked, match: re.Match[str]) -> Phrase:
    a, b = text.numbers(*match.span())
    readings = {
        Order.DAY_FIRST: Parts(None, b.value, a.value),
        Order.MONTH_FIRST: Parts(None, a.value, b.value),
    }
    if "." in match[0]:
        del readings[Order.MONTH_FIRST]
    elif "月" in match[0]:
        readings = _same(Parts(None, a.value, b.value))
    if "-" in match[0] and a.width + b.width < 4:
        return _in_orders(text, match, readings, weak=ALONE)
    return _in_orders(text, match, readings, weak=SURE if "月" in match[0] else PLACED)


def _in_orders(
    text: Looked, match: re.Match[str], readings: Mapping[Order, Parts], *,
    weak: int, usual: tuple[Order, ...] = tuple(Order),
) -> Phrase:  # fmt: skip
    fits = {order: parts for order, parts in readings.items() if parts.possible}
    unread = "" if fits else NO_DAY
    return _phrase(text, *match.span(), fits, usual=usual, weak=weak, unread=unread)


def _of_month(text: Looked, match: re.Match[str]) -> Phrase | None:
    """A date with a named month; the number after the month wins over the one before."""
    at = match.start()
    month = text.tokens[at].value
    ahead = _ahead(text, at)
    year = _YEAR_BEHIND.match(text.letters, at + 1)
    behind = _DAY_BEHIND.match(text.letters, at + 1)
    after = _YEAR_BEHIND.match(text.letters, behind.end()) if behind else None
    if ahead and year and (year["long"] or year["short"]):
        return _named(text, ahead[0], year.end(), Parts(_year(text, year), month, ahead[1]), at)
    if behind and after and not after["loose"]:
        parts = Parts(_year(text, after), month, text.tokens[behind.start("d")].value)
        return _named(text, at, after.end(), parts, at)
    if ahead and behind:
        return _between(text, at, ahead, behind, year)
    if behind:
        parts = Parts(None, month, text.tokens[behind.start("d")].value)
        return _named(text, at, behind.end(), parts, at)
    if ahead and year:
        return _named(text, ahead[0], year.end(), Parts(_year(text, year), month, ahead[1]), at)
    return _named(text, ahead[0], at + 1, Parts(None, month, ahead[1]), at) if ahead else None


def _ahead(text: Looked, at: int) -> tuple[int, int] | None:
    """The start and value of the day number before a month's name."""
    found = _DAY_AHEAD.search(text.letters, 0, at)
    if not found:
        return None
    start, day = found.start("d"), text.tokens[found.start("d")].value
    if found["first"] and (not found["gap"] or _leads(text, found.start())):
        first = text.tokens[found.start("first")].value
        if first >= day:
            return None
        return found.start(), first
    return None if _NOISE.search(text.letters, 0, start) else (start, day)


def _between(
    text: Looked, at: int, ahead: tuple[int, int], behind: re.Match[str],
    year: re.Match[str] | None,
) -> Phrase | None:  # fmt: skip
    """Choose the day where a month's name stands between two numbers."""
    start, day = ahead
    month, token = text.tokens[at].value, text.tokens[behind.start("d")]
    late = Parts(None, month, token.value)
    if year is None or token.width < 2:
        if token.kind == "N" and _leads(text, start):
            return _named(text, start, at + 1, Parts(None, month, day), at)
        return _named(text, at, behind.end(), late, at)
    early = Parts(_year(text, year), month, day)
    if year["tight"] or _leads(text, start):
        return _named(text, start, year.end(), early, at)
    readings = {Order.DAY_FIRST: early, Order.MONTH_FIRST: late}
    fits = {order: parts for order, parts in readings.items() if parts.possible}
    return _phrase(text, start, year.end(), fits)


def _named(text: Looked, start: int, end: int, parts: Parts, at: int) -> Phrase:
    word = text.letters[at] == "m" and parts.year is None and not _leads(text, start)
    weak = PLACED if word else SURE
    return _phrase(text, start, end, _same(parts), weak=weak, unread=_impossible(parts))


def _leads(text: Looked, start: int) -> bool:
    """True when nothing stands before `start` that a number could belong to."""
    return bool(_LEAD.search(text.letters, 0, start))


def _year(text: Looked, found: re.Match[str]) -> int:
    group = next(name for name in ("long", "short", "tight", "loose") if found[name])
    return _full(text.tokens[found.start(group)])


def _full(token: Token) -> int:
    return token.value if token.kind == "Y" else _century(token.value)


def _century(short: int) -> int:
    return short + (1900 if short >= _CENTURY else 2000)


def _same(parts: Parts) -> dict[Order, Parts]:
    return dict.fromkeys(Order, parts) if parts.possible else {}


def _impossible(parts: Parts) -> str:
    return "" if parts.possible else NO_DAY


def _phrase(
    text: Looked, start: int, end: int, readings: Mapping[Order, Parts], *,
    usual: tuple[Order, ...] = tuple(Order), weak: int = SURE, unread: str = "",
) -> Phrase:  # fmt: skip
    """Make a phrase, taking in a weekday and a time beside it."""
    words = text.text[text.tokens[start].start : text.tokens[end - 1].end]
    day: int | None = None
    timed = False
    while before := _AHEAD.search(text.letters, 0, start):
        mark = before.start("w") if before["w"] else before.start("v")
        day = text.tokens[mark].value if mark >= 0 else day
        timed = timed or mark < 0
        start = before.start()
    for behind in (_WEEKDAY_BEHIND, _TIME_BEHIND, _WEEKDAY_BEHIND):
        if found := behind.match(text.letters, end):
            end = found.end()
            timed = timed or behind is _TIME_BEHIND
            if behind is _WEEKDAY_BEHIND and day is None:
                day = text.tokens[max(found.start("w"), found.start("v"))].value
    first, last = text.tokens[start].start, text.tokens[end - 1].end
    fits = _of_weekday(readings, day)
    return Phrase(first, last, words, fits, usual, day, timed, weak, unread=unread)


def _of_weekday(readings: Mapping[Order, Parts], day: int | None) -> Mapping[Order, Parts]:
    """The readings that fall on this weekday, or all where none does."""
    if day is None:
        return readings
    fits = {
        order: parts
        for order, parts in readings.items()
        if parts.year and (on := parts.in_year(parts.year)) and on.weekday() == day
    }
    return fits or readings


def _unread_week(text: Looked, match: re.Match[str]) -> Phrase:
    return _phrase(text, *match.span(), {}, unread="week numbers are not read")


def _unread_month(text: Looked, match: re.Match[str]) -> Phrase:
    return _phrase(text, *match.span(), {}, unread="the name of its month is not known")


_FORMS = (
    *((form, _iso) for form in _ISO),
    (_NAMED_FROM_YEAR, _of_numbers),
    (_BLANKS, _of_numbers),
    (_WEEK_DAY, _of_week),
    (_WEEK, _unread_week),
    (_THREE, _of_three),
    (_TWO, _of_two),
    (_SIX, _of_six),
    (re.compile("[Mm]"), _of_month),
    (_UNREAD, _unread_month),
)
