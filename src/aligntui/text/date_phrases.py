"""Find the dates in a text, in the forms that people write them.

The text becomes a row of tokens, one letter each (N a number, Y a year, M a month, D a weekday, t a
time ...), so that each form of date is a short pattern over these letters. Nothing is filled in:
the year may be missing, and numbers that are read differently in different countries keep all their
readings. The caller decides with what it knows.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from functools import partial
from itertools import zip_longest
from typing import Any

from aligntui.text.date_tokens import ALONE, PLACED, SURE, Looked, Order, Parts, Phrase, Token

NO_DAY = "there is no such day"
_YEAR_MONTH_DAY = dict.fromkeys(Order, "ymd")
_ORDERS_OF_THREE = {Order.DAY_FIRST: "dmy", Order.MONTH_FIRST: "mdy", Order.YEAR_FIRST: "ymd"}
_USUAL = {".": (Order.DAY_FIRST,), "/": (Order.DAY_FIRST, Order.MONTH_FIRST)}
_CENTURY = 70
"""Two-digit years from here on belong to the last century."""

# the letters are those of `date_tokens`
_DAY_AHEAD = re.compile(
    r"(?<!N:)(?<![x#])(?:(?P<first>[NO])\.?(?P<gap> ?)[-&r/+] ?(?:[Dd][.,]? ?)?)?"
    r"(?P<d>[NO])\.?(?: g'? ?|[-/._ ])?$"
)
_RANGE = re.compile(r" ?(?:-|to|bis|until|/) ?")
_DIGIT = re.compile(r"\d")
_LEAD = re.compile(r"(?:^|[:,(\[|>=<]|[Dd][.,]?|(?<= )-) ?(?:g )?$")
_NOISE = re.compile(r"(?<![:-])N(?:[:-]| [axr] )$")
_DAY_BEHIND = re.compile(
    r"(?:[-/._]|\.?[, ]{0,2}(?P<range>)(?:g )?)(?P<d>[NO])(?![x#%]|[.:]N| (?:g )?[Mm][., ]{1,2}Y)"
    r"(?(range)(?: ?[-r&/] ?[NO](?![:x/]))?)\.?"
)
_YEAR_BEHIND = re.compile(
    r"\.?(?:[-/._, (]{0,3}(?:g )?(?:t[, ]{1,2})?(?P<long>Y)(?!x)\)?|[-/._, ]?(?P<short>q)"
    r"|(?:[-/._]|,(?= ?N(?! ?(?!t)\w))) ?(?P<tight>N)(?![x%]|[-./:]N)"
    r"| (?P<loose>N)(?![x%]|[-./:]N))"
)
_WORD_BEHIND = re.compile(r" (?!t)\w")
_TIME_BEHIND = re.compile(r"[ ,;@(-]{0,3}(?:a )?t(?: ?[-r] ?t)?\)?")
_WEEKDAY_BEHIND = re.compile(r" ?[,(]? ?(?P<w>D)(?![x#])\.?\)?|,? ?\((?P<v>[Dd])\)")
_AHEAD = re.compile(r"(?:(?P<w>D)[.,]{0,2} ?(?:g )?|(?P<v>d)[.,]{1,2} ?|t[, ]{1,2}(?:a )?)$")


def phrases(text: str) -> tuple[Phrase, ...]:
    """The dates in a text that went through `plain`, in order and without overlap."""
    if not _DIGIT.search(text):
        return ()  # as for most lines
    looked = Looked(text)
    found: list[Phrase] = []
    if any(letter in looked.letters for letter in "NOYC6"):
        matches = ((read, m) for form, read in _FORMS for m in form.finditer(looked.letters))
        every = filter(None, (read(looked, match) for read, match in matches))
        for phrase in sorted(every, key=lambda each: (each.start, -each.end)):
            if not found or phrase.start >= found[-1].end:
                found.append(phrase)
            elif found[-1].doubtful and not phrase.doubtful:
                found[-1] = phrase
    return tuple(_joined(text, found))


def _joined(text: str, found: list[Phrase]) -> Iterator[Phrase]:
    """The phrases, with a range of two days merged into its first day."""
    merged = False
    for phrase, last in zip_longest(found, found[1:]):
        if merged:
            merged = False
        elif last and _RANGE.fullmatch(text, phrase.end, last.start):
            merged = True
            yield _first_of(phrase, last)
        else:
            yield phrase


def _first_of(phrase: Phrase, last: Phrase) -> Phrase:
    readings = {
        order: parts._replace(year=parts.year or (end.year and end.year - (parts[1:] > end[1:])))
        for order, parts in phrase.readings.items()
        if (end := last.readings.get(order))
    }
    return phrase._replace(end=last.end, readings=readings or phrase.readings)


# dates of numbers


def _of_numbers(
    text: Looked, match: re.Match[str], numbers: Sequence[Token], orders: Mapping[Order, str],
    **more: Any,
) -> Phrase:  # fmt: skip
    """A date of numbers; `orders` says which of them is year, month and day in each order."""
    readings: dict[Order, Parts] = {}
    for order, letters in orders.items():
        given = dict(zip(letters, numbers, strict=True))
        year = _full(given["y"]) if "y" in given else None
        parts = Parts(year, given["m"].value, given["d"].value)
        if parts.possible:
            readings[order] = parts
    return _phrase(text, *match.span(), readings, unread="" if readings else NO_DAY, **more)


def _from_year(text: Looked, match: re.Match[str], *, iso: bool = False) -> Phrase:
    numbers = text.numbers(*match.span())
    if len(numbers) == 1:
        numbers = numbers[0].split("Y")
    return _of_numbers(text, match, numbers, _YEAR_MONTH_DAY, iso=iso)


_iso = partial(_from_year, iso=True)


def _of_week(text: Looked, match: re.Match[str]) -> Phrase:
    """The day of an ISO week: the one given, or its Monday."""
    year, week, *day = text.numbers(*match.span())
    try:
        found = date.fromisocalendar(year.value, week.value, day[0].value if day else 1)
    except ValueError:
        return _phrase(text, *match.span(), {}, unread="there is no such week")
    parts = Parts(found.year, found.month, found.day)
    return _phrase(text, *match.span(), dict.fromkeys(Order, parts), iso=True)


def _days_first(text: Looked, match: re.Match[str]) -> list[Token]:
    """The numbers of a date, without the last day of a range such as 9.-13.3.2026."""
    first, last, *rest = text.numbers(*match.span())
    return [first, *rest] if match["first"] else [first, last, *rest]


def _of_three(text: Looked, match: re.Match[str]) -> Phrase | None:
    numbers = _days_first(text, match)
    first, _, last = numbers
    if last.width == 1:
        return None  # no year, but a version or a section
    orders = dict(_ORDERS_OF_THREE)
    if last.kind != "N" or first.width != 2:
        del orders[Order.YEAR_FIRST]
    usual = _USUAL.get(match["s"], tuple(Order))
    return _of_numbers(text, match, numbers, orders, usual=usual)


def _of_six(text: Looked, match: re.Match[str]) -> Phrase:
    numbers = text.tokens[match.start()].split("N")
    return _of_numbers(text, match, numbers, _ORDERS_OF_THREE, weak=ALONE)


def _of_two(text: Looked, match: re.Match[str]) -> Phrase:
    numbers = _days_first(text, match)
    if "月" in match[0]:
        return _of_numbers(text, match, numbers, dict.fromkeys(Order, "md"))
    orders = {Order.DAY_FIRST: "dm", Order.MONTH_FIRST: "md"}
    if "." in match[0]:
        del orders[Order.MONTH_FIRST]
    short = "-" in match[0] and sum(number.width for number in numbers) < 4
    return _of_numbers(text, match, numbers, orders, weak=ALONE if short else PLACED)


# dates with a named month


def _of_month(text: Looked, match: re.Match[str]) -> Phrase | None:
    """A date with a named month; the number after the month wins over the one before."""
    at = match.start()
    ahead, year = _ahead(text, at), _year_behind(text, at + 1)
    behind = _DAY_BEHIND.match(text.letters, at + 1)
    if ahead and (not behind or (year and (year["long"] or year["short"]))):
        return _named(text, at, *ahead, at + 1, year)
    if not behind:
        return None
    after = _year_behind(text, behind.end())
    after = None if after and after["loose"] else after
    if ahead and not after:
        return _between(text, at, ahead, behind, year)
    return _named(text, at, at, text.tokens[behind.start("d")].value, behind.end(), after)


def _year_behind(text: Looked, at: int) -> re.Match[str] | None:
    """The year behind a month or day; 12 in '9 March 12 people' is none, 26 would be one."""
    found = _YEAR_BEHIND.match(text.letters, at)
    if found and found["loose"] and _WORD_BEHIND.match(text.letters, found.end()):
        return found if 20 <= text.tokens[found.start("loose")].value < 30 else None
    return found


def _ahead(text: Looked, at: int) -> tuple[int, int] | None:
    """The start and value of the day number before a month's name."""
    found = _DAY_AHEAD.search(text.letters, 0, at)
    if not found:
        return None
    start, day = found.start("d"), text.tokens[found.start("d")].value
    if found["first"] and (not found["gap"] or _leads(text, found.start())):
        first = text.tokens[found.start("first")].value
        return None if first >= day else (found.start(), first)
    # as in 1 on 1 March, but not in Talk 3 Ravi 9 March
    noise = _NOISE.search(text.letters, 0, start)
    return None if noise and (day == 1 or "x" not in noise[0]) else (start, day)


def _between(
    text: Looked, at: int, ahead: tuple[int, int], behind: re.Match[str],
    year: re.Match[str] | None,
) -> Phrase:  # fmt: skip
    """Choose the day where a month's name stands between two numbers."""
    start, day = ahead
    number = text.tokens[behind.start("d")]
    leads = _leads(text, start)
    if year is None or number.width < 2:
        if number.kind == "N" and leads:
            return _named(text, at, start, day, at + 1, None)
        return _named(text, at, at, number.value, behind.end(), None)
    if year["tight"] or leads:
        return _named(text, at, start, day, at + 1, year)
    month = text.tokens[at].value
    readings = {
        Order.DAY_FIRST: Parts(_year(text, year), month, day),
        Order.MONTH_FIRST: Parts(None, month, number.value),
    }
    fits = {order: parts for order, parts in readings.items() if parts.possible}
    return _phrase(text, start, year.end(), fits)


def _named(
    text: Looked, at: int, start: int, day: int, end: int, year: re.Match[str] | None
) -> Phrase:
    """A date whose month is named at `at`, from `start` to `end`, or to the end of its year."""
    parts = Parts(_year(text, year) if year else None, text.tokens[at].value, day)
    readings = dict.fromkeys(Order, parts) if parts.possible else {}
    word = text.letters[at] == "m" and year is None and not _leads(text, start)
    return _phrase(
        text, start, year.end() if year else end, readings,
        weak=PLACED if word else SURE, unread="" if readings else NO_DAY,
    )  # fmt: skip


def _leads(text: Looked, start: int) -> bool:
    """True when nothing stands before `start` that a number could belong to."""
    return bool(_LEAD.search(text.letters, 0, start))


def _year(text: Looked, found: re.Match[str]) -> int:
    group = next(name for name in ("long", "short", "tight", "loose") if found[name])
    return _full(text.tokens[found.start(group)])


def _full(token: Token) -> int:
    """The year that a number means, whole or of two digits."""
    if token.kind == "Y":
        return token.value
    return token.value + (1900 if token.value >= _CENTURY else 2000)


def _phrase(
    text: Looked, start: int, end: int, readings: Mapping[Order, Parts], **more: Any
) -> Phrase:
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
    fits = {
        order: parts
        for order, parts in readings.items()
        if parts.year and (on := parts.in_year(parts.year)) and on.weekday() == day
    }
    return Phrase(first, last, words, fits or readings, weekday=day, timed=timed, **more)


def _unread(why: str) -> Callable[[Looked, re.Match[str]], Phrase]:
    return lambda text, match: _phrase(text, *match.span(), {}, unread=why)


_UP_TO = r"(?P<first>N\. ?[-r] ?)?"
_THREE = (
    rf"(?<![NY#][-/._:])(?<!x[./:])(?<![NYx#]){_UP_TO}"
    r"N(?: ?(?P<s>[-/._]) ?N ?(?P=s)(?: ?[Yq]|N| N(?! (?!t)\w))|[/.]N\.?[- ]Y| N Y)"
    r"(?![x#])(?![-./:][NY])"
)
_TWO = (
    rf"(?<![NYx#M][-/._:])(?<![NYx#M]){_UP_TO}"
    r"(?:N/N(?![x#%/])|N\. ?N\.(?! ?[Yx]|N)|(?:(?<=[Dd] )|(?<=[Dd][.,] ))N\. ?N\.(?! ?Y|N)"
    r"|N-N(?![x#%:/.-])(?! ?(?:g )?[Mm])|N ?月 ?N ?日)"
)
_READ: tuple[tuple[str, Callable[[Looked, re.Match[str]], Phrase | None]], ...] = (
    (r"Y ?(?P<s>[-/._]) ?N ?(?P=s) ?[NO]", _iso),
    (r"C", _iso),
    (r"Y ?年 ?N ?月 ?N ?日", _iso),
    (r"Y[-/._, ]{1,2}M\.?[-/._, ]{0,2}[NO](?!\.?N)", _from_year),
    (r"(?<![NYO] )Y N N(?![NY/.:-])", _from_year),
    (r"Y-?w(?:-N)?", _of_week),
    (
        r"k[ .#]{0,2}[NO](?:[ ,/-]{1,2}Y(?!-))?(?! ?[gM/.-])|(?<![-Yx])w(?![-x])",
        _unread("week numbers are not read"),
    ),
    (_THREE, _of_three),
    (_TWO, _of_two),
    (r"(?<![-/._:x])6(?![-/._:x])", _of_six),
    (r"[Mm]", _of_month),
    (
        r"\A(?:[Dd][.,]{0,2} )?(?:[NO]\.? (?:g )?x\.?,?|x [NO],?) (?:g )?Y(?= ?(?:$|[:,(|-]))",
        _unread("the name of its month is not known"),
    ),
)
_FORMS = [(re.compile(form), read) for form, read in _READ]
