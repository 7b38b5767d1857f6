"""The days in a text, in the forms that people write them.

A text is looked at as a row of tokens, one letter each (N a number, Y a year, M a month, D a
weekday, t a time ...), so that the forms of days are short patterns over these letters.
"""

from __future__ import annotations

import re
from datetime import date
from typing import TYPE_CHECKING

from aligntui.text.date_parts import Order, Parts, Phrase
from aligntui.text.date_tokens import Token, tokens

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence


_USUAL = {".": (Order.DAY_FIRST,), "/": (Order.DAY_FIRST, Order.MONTH_FIRST)}
_CENTURY = 70
"""Years of two digits from here on belong to the last century."""

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
    r"(?:N/N(?![x#%/])|N\. ?N\.(?! ?[NYx])|N-N(?![x#%:/.-])|N ?月 ?N ?日)"
)
_SIX = re.compile(r"(?<![-/._:x])6(?![-/._:x])")
_WEEK = re.compile(r"k[ .#]{0,2}[NO](?:[ ,/-]{1,2}Y(?!-))?(?! ?[gM/.-])|(?<![-Yx])w(?![-x])")
_DAY_AHEAD = re.compile(
    r"(?<!N:)(?<![x#])(?:(?P<first>[NO])\.?(?P<gap> ?)[-&r/+] ?)?(?P<d>[NO])\.?(?: g'? ?|[-/._ ])?$"
)
_RANGE = re.compile(r" ?(?:-|to|bis|until|/) ?")
_LEAD = re.compile(r"(?:^|[:,(\[|>=<]|[Dd][.,]?|(?<= )-) ?(?:g )?$")
_NOISE = re.compile(r"N(?:[:-]| [axr] )$")
_DAY_BEHIND = re.compile(
    r"(?:[-/._]|\.?[, ]{0,2}(?P<range>)(?:g )?)(?P<d>[NO])(?![x#%:]|\.N)"
    r"(?(range)(?: ?[-r&/] ?[NO](?![:x/]))?)\.?"
)
_YEAR_BEHIND = re.compile(
    r"\.?(?:[-/._, (]{0,3}(?:g )?(?:t[, ]{1,2})?(?P<long>Y)(?![:x])\)?|[-/._, ]?(?P<short>q)"
    r"|[-/._,] ?(?P<tight>N)(?![:x%]|[-./]N)| (?P<loose>N)(?![:x%]|[-./]N))"
)
_TIME_BEHIND = re.compile(r"[ ,;@(-]{0,3}(?:a )?t(?: ?[-r] ?t)?\)?")
_WEEKDAY_BEHIND = re.compile(r" ?[,(]? ?(?P<w>D)(?![x#])\.?\)?|,? ?\((?P<v>[Dd])\)")
_AHEAD = re.compile(r"(?:(?P<w>D)[.,]{0,2} ?(?:g )?|(?P<v>d)[.,]{1,2} ?|t[, ]{1,2}(?:a )?)$")
_UNREAD = re.compile(
    r"\A(?:[Dd][.,]{0,2} )?(?:[NO]\.? (?:g )?x\.?,?|x [NO],?) (?:g )?Y(?= ?(?:$|[:,(|-]))"
)


class _Text:
    """The tokens of one text, and patterns over their letters."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.tokens: Sequence[Token] = tokens(text)
        self.letters = "".join(token.kind for token in self.tokens)

    def numbers(self, start: int, end: int) -> list[Token]:
        """The tokens of a stretch that count."""
        return [token for token in self.tokens[start:end] if token.kind in "NOYqMCw"]

    def phrase(
        self, start: int, end: int, readings: Mapping[Order, Parts], *,
        usual: tuple[Order, ...] = tuple(Order), weak: bool = False, unread: str = "",
    ) -> Phrase:  # fmt: skip
        """The phrase with the weekday and the time that stand beside it."""
        words = self.text[self.tokens[start].start : self.tokens[end - 1].end]
        day: int | None = None
        while before := _AHEAD.search(self.letters, 0, start):
            mark = before.start("w") if before["w"] else before.start("v")
            day = self.tokens[mark].value if mark >= 0 else day
            start = before.start()
        for behind in (_WEEKDAY_BEHIND, _TIME_BEHIND, _WEEKDAY_BEHIND):
            if found := behind.match(self.letters, end):
                end = found.end()
                if behind is _WEEKDAY_BEHIND and day is None:
                    day = self.tokens[max(found.start("w"), found.start("v"))].value
        first, last = self.tokens[start].start, self.tokens[end - 1].end
        fits = _of_weekday(readings, day)
        return Phrase(first, last, words, fits, usual, day, weak, unread=unread)


def phrases(text: str) -> tuple[Phrase, ...]:
    """The days in a text that went through `plain`, in their order; none overlaps another."""
    looked_at = _Text(text)
    found: list[Phrase] = []
    if any(letter in looked_at.letters for letter in "NOYC6"):
        for phrase in sorted(_all(looked_at), key=lambda each: (each.start, -each.end)):
            if not found or phrase.start >= found[-1].end:
                found.append(phrase)
    return tuple(_first_of_range(text, *found[at : at + 2]) for at in range(len(found)))


def _first_of_range(text: str, phrase: Phrase, after: Phrase | None = None) -> Phrase:
    """The first day of two, which has the year of the second where it says none itself."""
    if after is None or not _RANGE.fullmatch(text, phrase.end, after.start):
        return phrase
    readings = {
        order: parts._replace(year=parts.year or after.readings[order].year)
        for order, parts in phrase.readings.items()
        if order in after.readings
    }
    return phrase._replace(readings=readings or phrase.readings)


def _all(text: _Text) -> Iterator[Phrase]:
    for form, read in _FORMS:
        for match in form.finditer(text.letters):
            if phrase := read(text, match):
                yield phrase


def _iso(text: _Text, match: re.Match[str]) -> Phrase:
    return _of_numbers(text, match)._replace(iso=True)


def _of_numbers(text: _Text, match: re.Match[str]) -> Phrase:
    """A day that begins with its year, or is one piece."""
    numbers = text.numbers(*match.span())
    if len(numbers) == 1:
        whole = numbers[0].value
        parts = Parts(whole // 10_000, whole // 100 % 100, whole % 100)
    else:
        parts = Parts(*(token.value for token in numbers))
    return text.phrase(*match.span(), _same(parts), unread=_impossible(parts))


def _of_week(text: _Text, match: re.Match[str]) -> Phrase:
    """An ISO week is its Monday, or the day of it that is said."""
    year, week, *day = text.numbers(*match.span())
    try:
        found = date.fromisocalendar(year.value, week.value, day[0].value if day else 1)
    except ValueError:
        return text.phrase(*match.span(), {}, unread="there is no such week")
    parts = Parts(found.year, found.month, found.day)
    return text.phrase(*match.span(), _same(parts))._replace(iso=True)


def _of_three(text: _Text, match: re.Match[str]) -> Phrase:
    a, b, c = text.numbers(*match.span())
    readings = {
        Order.DAY_FIRST: Parts(_full(c), b.value, a.value),
        Order.MONTH_FIRST: Parts(_full(c), a.value, b.value),
    }
    if c.kind == "N" and a.width == 2:
        readings[Order.YEAR_FIRST] = Parts(_full(a), b.value, c.value)
    usual = _USUAL.get(match["s"], tuple(Order))
    return _in_orders(text, match, readings, usual=usual, weak=c.kind == "N" and c.width == 1)


def _of_six(text: _Text, match: re.Match[str]) -> Phrase:
    a, b, c = (text.tokens[match.start()].value // by % 100 for by in (10_000, 100, 1))
    readings = {
        Order.DAY_FIRST: Parts(_century(c), b, a),
        Order.MONTH_FIRST: Parts(_century(c), a, b),
        Order.YEAR_FIRST: Parts(_century(a), b, c),
    }
    return _in_orders(text, match, readings, weak=True)


def _of_two(text: _Text, match: re.Match[str]) -> Phrase | None:
    a, b = text.numbers(*match.span())
    if "-" in match[0] and a.width + b.width < 4:
        return None
    readings = {
        Order.DAY_FIRST: Parts(None, b.value, a.value),
        Order.MONTH_FIRST: Parts(None, a.value, b.value),
    }
    if "." in match[0]:
        del readings[Order.MONTH_FIRST]
    elif "月" in match[0]:
        readings = _same(Parts(None, a.value, b.value))
    return _in_orders(text, match, readings, weak="月" not in match[0])


def _in_orders(
    text: _Text, match: re.Match[str], readings: Mapping[Order, Parts], *,
    weak: bool, usual: tuple[Order, ...] = tuple(Order),
) -> Phrase:  # fmt: skip
    fits = {order: parts for order, parts in readings.items() if parts.possible}
    unread = "" if fits else "there is no such day"
    return text.phrase(*match.span(), fits, usual=usual, weak=weak, unread=unread)


def _of_month(text: _Text, match: re.Match[str]) -> Phrase | None:
    """The day beside a month's name; the number before it only where none behind it is the day."""
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


def _ahead(text: _Text, at: int) -> tuple[int, int] | None:
    """Where a day begins whose number stands before its month, and that number."""
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
    text: _Text, at: int, ahead: tuple[int, int], behind: re.Match[str],
    year: re.Match[str] | None,
) -> Phrase | None:  # fmt: skip
    """A month between two numbers, one of which is its day."""
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
    return text.phrase(start, year.end(), fits)


def _named(text: _Text, start: int, end: int, parts: Parts, at: int) -> Phrase:
    weak = text.letters[at] == "m" and parts.year is None and not _leads(text, start)
    return text.phrase(start, end, _same(parts), weak=weak, unread=_impossible(parts))


def _leads(text: _Text, start: int) -> bool:
    """Whether nothing stands before it that a number could belong to."""
    return bool(_LEAD.search(text.letters, 0, start))


def _year(text: _Text, found: re.Match[str]) -> int:
    group = next(name for name in ("long", "short", "tight", "loose") if found[name])
    return _full(text.tokens[found.start(group)])


def _full(token: Token) -> int:
    return token.value if token.kind == "Y" else _century(token.value)


def _century(short: int) -> int:
    return short + (1900 if short >= _CENTURY else 2000)


def _same(parts: Parts) -> dict[Order, Parts]:
    return dict.fromkeys(Order, parts) if parts.possible else {}


def _impossible(parts: Parts) -> str:
    return "" if parts.possible else "there is no such day"


def _of_weekday(readings: Mapping[Order, Parts], day: int | None) -> Mapping[Order, Parts]:
    """The readings that fall on this weekday, if any does."""
    if day is None:
        return readings
    fits = {
        order: parts
        for order, parts in readings.items()
        if parts.year and (on := parts.in_year(parts.year)) and on.weekday() == day
    }
    return fits or readings


def _unread_week(text: _Text, match: re.Match[str]) -> Phrase:
    return text.phrase(*match.span(), {}, unread="week numbers are not read")


def _unread_month(text: _Text, match: re.Match[str]) -> Phrase:
    return text.phrase(*match.span(), {}, unread="the name of its month is not known")


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
