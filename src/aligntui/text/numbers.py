"""The numbers of alignment in words, with what they were over the last months."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from aligntui.domain.numbers import LONG_OPEN, Numbers
from aligntui.text.plots import plot
from aligntui.text.table import table
from aligntui.text.words import MONTHS, day_words

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import date

    from aligntui.text.json_shapes import Shape

Over = tuple[tuple["date", Numbers], ...]
"""Numbers by day, the last of them now."""

_COLUMNS = ("NAME", "AGREED", "OLDEST DIFFERENCE", f"RISKS > {LONG_OPEN}d", "TOLD AFTER", "IN TIME")


class _Line(NamedTuple):
    """One of the numbers: what it is called, how it is said, and what is plotted of it."""

    title: str
    said: Callable[[Numbers], str]
    value: Callable[[Numbers], float | None]
    top: float | None = None


def _of(part: int, whole: int) -> str:
    return f"{part} of {whole}" if whole else "none"


def _days(days: float | None) -> str:
    return "none" if days is None else f"{days:g}d"


_LINES = (
    _Line(
        "expectations agreed and fresh", lambda n: _of(n.fresh, n.expected), lambda n: n.agreed, 1
    ),
    _Line(
        "oldest difference",
        lambda n: _days(n.oldest_difference),
        lambda n: (n.oldest_difference or 0) if n.people else None,
    ),
    _Line(
        f"risks open longer than {LONG_OPEN} days",
        lambda n: _of(n.long_open, n.risks),
        lambda n: n.long_open if n.people else None,
    ),
    _Line("from noticing to telling", lambda n: _days(n.told_after), lambda n: n.told_after),
    _Line("check-ins in time", lambda n: _of(n.in_time, n.meetings), lambda n: n.regular, 1),
)


def number_lines(title: str, over: Over, *, ascii_only: bool) -> list[str]:
    """A line a number: what it is now, and its last months as a plot."""
    first, (today, now) = over[0][0], over[-1]
    rows = [
        (
            f"  {line.title}",
            line.said(now),
            plot([line.value(each) for _, each in over], top=line.top, ascii_only=ascii_only),
        )
        for line in _LINES
    ]
    since = f"{MONTHS[first.month - 1]} {first.year}"
    return [f"{title}, {day_words(today, today)}, and since {since}", *table(rows, ("",) * 3)]


def team_lines(everybody: Sequence[tuple[str, Numbers]]) -> list[str]:
    """A line a person."""
    rows = [(name, *(line.said(each) for line in _LINES)) for name, each in everybody]
    return table(rows, _COLUMNS) if rows else []


def numbers_shape(name: str | None, over: Over) -> Shape:
    """`show --numbers`: the numbers now, and the same `over_time`; `name` is null for the team."""
    today, now = over[-1]
    return {
        "name": name,
        "as_of": today.isoformat(),
        **_shape(now),
        "over_time": [{"on": day.isoformat(), **_shape(each)} for day, each in over],
    }


def _shape(now: Numbers) -> Shape:
    return {
        "expectations": now.expected,
        "expectations_agreed_and_fresh": now.fresh,
        "differences": now.differences,
        "oldest_difference_days": now.oldest_difference,
        "risks": now.risks,
        "risks_open_long": now.long_open,
        "open_long_days": LONG_OPEN,
        "days_to_telling": now.told_after,
        "told": len(now.telling),
        "check_ins": now.meetings,
        "check_ins_in_time": now.in_time,
    }
