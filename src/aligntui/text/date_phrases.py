"""Find the dates in a text, in the forms that people write them.

The text becomes a row of tokens, one letter each (N a number, Y a year, M a month, D a weekday, t a
time ...), so that each form of date is a short pattern over these letters. Nothing is filled in:
the year may be missing, and numbers that are read differently in different countries keep all their
readings. The caller decides with what it knows.
"""

from __future__ import annotations

import re
from datetime import date
from itertools import zip_longest
from typing import TYPE_CHECKING, Any, NamedTuple

from aligntui.text import date_forms as forms
from aligntui.text.date_tokens import Looked, Order, Parts, Token

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

SURE, PLACED, ALONE = range(3)
NO_DAY = "there is no such day"


class Phrase(NamedTuple):
    """A date found in a text, from `start` to `end`, with its weekday and time."""

    start: int
    end: int
    words: str
    """The date itself as it was typed."""
    readings: Mapping[Order, Parts]
    """The parts for each order that gives a possible date."""
    usual: tuple[Order, ...] = tuple(Order)
    """The orders considered when nobody names one."""
    weekday: int | None = None
    timed: bool = False
    """True when a time stands beside it."""
    weak: int = SURE
    """Doubt that it is a date: SURE, PLACED like 3/9 (its place decides) or ALONE like 7-11."""
    iso: bool = False
    """True for a form that nothing else looks like."""
    unread: str = ""
    """Why no date can be made of it though it looks like one."""

    @property
    def doubtful(self) -> bool:
        """True when something else may be meant."""
        return bool(self.weak or self.unread)

    def parts(self, order: Order | None) -> Parts | None:
        """The parts in this order; None where several orders fit and none is given."""
        if order is not None and order in self.readings:
            return self.readings[order]
        found = {self.readings[order] for order in self.orders}
        return found.pop() if len(found) == 1 else None

    @property
    def orders(self) -> tuple[Order, ...]:
        """The possible orders: the usual ones among them, otherwise all."""
        return tuple(each for each in self.readings if each in self.usual) or tuple(self.readings)


_YEAR_MONTH_DAY = dict.fromkeys(Order, "ymd")
_ORDERS_OF_THREE = {Order.DAY_FIRST: "dmy", Order.MONTH_FIRST: "mdy", Order.YEAR_FIRST: "ymd"}
_USUAL = {".": (Order.DAY_FIRST,), "/": (Order.DAY_FIRST, Order.MONTH_FIRST)}
_CENTURY = 70
"""Two-digit years from here on belong to the last century."""


def phrases(text: str) -> tuple[Phrase, ...]:
    """The dates in a text that went through `plain`, in order and without overlap."""
    if not forms.DIGIT.search(text):
        return ()  # as for most lines
    looked = Looked(text)
    found: list[Phrase] = []
    if any(letter in looked.letters for letter in "NOYC6"):
        for phrase in sorted(_all(looked), key=lambda each: (each.start, -each.end)):
            if not found or phrase.start >= found[-1].end:
                found.append(phrase)
            elif found[-1].doubtful and not phrase.doubtful:
                found[-1] = phrase
    return tuple(_joined(text, found))


def _all(text: Looked) -> Iterator[Phrase]:
    for form, read in _FORMS:
        for match in form.finditer(text.letters):
            if phrase := read(text, match):
                yield phrase


def _joined(text: str, found: list[Phrase]) -> Iterator[Phrase]:
    """The phrases, with a range of two days merged into its first day."""
    merged = False
    for phrase, last in zip_longest(found, found[1:]):
        if merged:
            merged = False
        elif last and forms.RANGE.fullmatch(text, phrase.end, last.start):
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


def _from_year(text: Looked, match: re.Match[str]) -> Phrase:
    return _of_numbers(text, match, text.numbers(*match.span()), _YEAR_MONTH_DAY)


def _iso(text: Looked, match: re.Match[str]) -> Phrase:
    numbers = text.numbers(*match.span())
    if len(numbers) == 1:
        numbers = numbers[0].split("Y", 10_000)
    return _of_numbers(text, match, numbers, _YEAR_MONTH_DAY, iso=True)


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
    numbers = text.tokens[match.start()].split("N", 10_000)
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
    behind = forms.DAY_BEHIND.match(text.letters, at + 1)
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
    found = forms.YEAR_BEHIND.match(text.letters, at)
    if found and found["loose"] and forms.WORD_BEHIND.match(text.letters, found.end()):
        return found if 20 <= text.tokens[found.start("loose")].value < 30 else None
    return found


def _ahead(text: Looked, at: int) -> tuple[int, int] | None:
    """The start and value of the day number before a month's name."""
    found = forms.DAY_AHEAD.search(text.letters, 0, at)
    if not found:
        return None
    start, day = found.start("d"), text.tokens[found.start("d")].value
    if found["first"] and (not found["gap"] or _leads(text, found.start())):
        first = text.tokens[found.start("first")].value
        return None if first >= day else (found.start(), first)
    # as in 1 on 1 March, but not in Talk 3 Ravi 9 March
    noise = forms.NOISE.search(text.letters, 0, start)
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
    return bool(forms.LEAD.search(text.letters, 0, start))


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
    while before := forms.AHEAD.search(text.letters, 0, start):
        mark = before.start("w") if before["w"] else before.start("v")
        day = text.tokens[mark].value if mark >= 0 else day
        timed = timed or mark < 0
        start = before.start()
    for behind in (forms.WEEKDAY_BEHIND, forms.TIME_BEHIND, forms.WEEKDAY_BEHIND):
        if found := behind.match(text.letters, end):
            end = found.end()
            timed = timed or behind is forms.TIME_BEHIND
            if behind is forms.WEEKDAY_BEHIND and day is None:
                day = text.tokens[max(found.start("w"), found.start("v"))].value
    first, last = text.tokens[start].start, text.tokens[end - 1].end
    fits = _of_weekday(readings, day)
    return Phrase(first, last, words, fits, weekday=day, timed=timed, **more)


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


def _unread(why: str) -> Callable[[Looked, re.Match[str]], Phrase]:
    return lambda text, match: _phrase(text, *match.span(), {}, unread=why)


_FORMS: tuple[tuple[re.Pattern[str], Callable[[Looked, re.Match[str]], Phrase | None]], ...] = (
    *((form, _iso) for form in forms.ISO),
    (forms.NAMED_FROM_YEAR, _from_year),
    (forms.BLANKS, _from_year),
    (forms.WEEK_DAY, _of_week),
    (forms.WEEK, _unread("week numbers are not read")),
    (forms.THREE, _of_three),
    (forms.TWO, _of_two),
    (forms.SIX, _of_six),
    (re.compile("[Mm]"), _of_month),
    (forms.UNREAD, _unread("the name of its month is not known")),
)
