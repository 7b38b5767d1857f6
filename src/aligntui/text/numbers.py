"""The alignment numbers in words, with their values over the last months."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from typing import TYPE_CHECKING, NamedTuple

from aligntui.domain.due import LONG_OPEN
from aligntui.text.json_shapes import Shape, picked
from aligntui.text.table import style, table
from aligntui.text.words import MONTHS, day_words, ordinal

if TYPE_CHECKING:
    from aligntui.domain.numbers import Numbers, Over, Recurrence


BLOCKS = "▁▂▃▄▅▆▇"
"""Without the full block, so that plots below each other stay apart."""
ASCII = "_.:-=*#"
"""The same for terminals that can't show blocks."""


def plot(values: Sequence[float | None], *, top: float | None = None, ascii_only: bool) -> str:
    """One character for each value, from 0 to `top` or the largest; a blank for None.

    Empty in plain style.
    """
    if style.plain:
        return ""
    steps = ASCII if ascii_only else BLOCKS
    highest = (
        max((value for value in values if value is not None), default=0) if top is None else top
    )
    return "".join(_step(value, highest, steps) for value in values).rstrip()


def _step(value: float | None, highest: float, steps: str) -> str:
    if value is None:
        return " "
    share = value / highest if highest else 0
    return steps[min(round(share * (len(steps) - 1)), len(steps) - 1)]


_COLUMNS = (
    "NAME", "AGREED", "DIFFER", f"RISKS>{LONG_OPEN}d", "TOLD", "MET", "IN TIME", "AGREED, YEAR",
)  # fmt: skip


class _Line(NamedTuple):
    """One number: its name and meaning, a function for its words and one for its plotted value."""

    title: str
    means: str
    said: Callable[[Numbers], str]
    value: Callable[[Numbers], float | None]
    top: float | None = None

    def drawn(self, over: Over, *, ascii_only: bool) -> str:
        """The number over time as a plot."""
        return plot([self.value(each) for _, each in over], top=self.top, ascii_only=ascii_only)


class NumberRow(NamedTuple):
    """A number in words, with a plot of its past values."""

    title: str
    means: str
    said: str
    drawn: str


def _of(part: int, whole: int) -> str:
    return f"{part} of {whole}" if whole else "none"


def _days(days: float | None) -> str:
    if days is None:
        return "none"
    return f"{days:g} days" if style.plain else f"{days:g}d"


_LATELY = "in half a year"
"""Said of what happened, unless a period was asked for."""
_LINES = (
    _Line(
        "expectations agreed and up to date",
        "agreed by both, no longer ago than the section's cadence",
        lambda n: _of(n.fresh, n.expected),
        lambda n: n.agreed,
        1,
    ),
    _Line(
        "oldest difference",
        "since one of the two differs on a line that is open",
        lambda n: _days(n.oldest_difference),
        lambda n: (n.oldest_difference or 0) if n.people else None,
    ),
    _Line(
        f"risks open longer than {LONG_OPEN} days",
        "of all risks that are open",
        lambda n: _of(n.long_open, n.risks),
        lambda n: n.long_open if n.people else None,
    ),
    _Line(
        "days until feedback was given",
        f"the median of the feedback that was told {_LATELY}",
        lambda n: _days(n.told_after),
        lambda n: n.told_after,
    ),
    _Line(
        "check-ins",
        f"all that were held {_LATELY}",
        lambda n: f"{n.held}",
        lambda n: n.held if n.people else None,
    ),
    _Line(
        "check-ins in time",
        f"{_LATELY}, at most half an interval late by the cadence of today",
        lambda n: _of(n.in_time, n.meetings),
        lambda n: n.regular,
        1,
    ),
)


_FOCUSED = _Line(
    "agreed energy given to its focus",
    f"of the shares noted {_LATELY}; more than agreed counts as agreed",
    lambda n: "none" if n.focused is None else f"{n.focused:.0%}",
    lambda n: n.focused,
    1,
)
"""Shown where such shares were noted."""


def number_rows(over: Over, *, ascii_only: bool, lately: str = _LATELY) -> list[NumberRow]:
    """The present value and the last months of each number; `lately` says what was counted."""
    now = over[-1][1]
    return [
        NumberRow(
            line.title,
            line.means.replace(_LATELY, lately),
            line.said(now),
            line.drawn(over, ascii_only=ascii_only),
        )
        for line in (*_LINES, *([_FOCUSED] if any(n.share_agreed for _, n in over) else []))
    ]


def plot_legend(*, ascii_only: bool) -> dict[str, str]:
    """Legend for a plot and the letters above it."""
    steps = ASCII if ascii_only else BLOCKS
    return {
        f"{steps[0]} {steps[-1]}": "the end of a month: none, and the most or all",
        "JFM": "the months, by their first letters",
    }


def in_period(since: date, until: date, today: date) -> str:
    """The words for a period: `from 1 Jan to 31 Mar`."""
    return f"from {day_words(since, today)} to {day_words(until, today)}"


def since(over: Over) -> str:
    """The first month of the plots."""
    first = over[0][0]
    return f"since {MONTHS[first.month - 1]} {first.year}"


def number_lines(title: str, over: Over, *, ascii_only: bool) -> list[str]:
    """One line for each number: its present value, and the last months as a plot."""
    today = over[-1][0]
    rows = [
        (f"  {row.title}", row.said, row.drawn) for row in number_rows(over, ascii_only=ascii_only)
    ]
    return [f"{title}, {day_words(today, today)}, and {since(over)}", *table(rows, ("",) * 3)]


def agreed_plot(over: Over, *, ascii_only: bool) -> str:
    """Plot the share of expectations that are agreed and up to date."""
    return _LINES[0].drawn(over, ascii_only=ascii_only)


def team_lines(everybody: Sequence[tuple[str, Over]], *, ascii_only: bool) -> list[str]:
    """One line for each person under column titles, with the agreed share over the last months."""
    rows = [
        (
            name,
            *(line.said(over[-1][1]) for line in _LINES),
            agreed_plot(over, ascii_only=ascii_only),
        )
        for name, over in everybody
    ]
    return table(rows, _COLUMNS) if rows else []


def numbers_shape(name: str | None, over: Over) -> Shape:
    """JSON of `show --numbers`: present values and `over_time`; `name` is null for the team."""
    today, now = over[-1]
    return {
        "name": name,
        "as_of": today,
        **_shape(now),
        "over_time": [{"on": day, **_shape(each)} for day, each in over],
    }


def _shape(now: Numbers) -> Shape:
    return {
        **picked(now, "expectations=expected expectations_agreed_and_fresh=fresh differences"),
        **picked(now, "oldest_difference_days=oldest_difference risks risks_open_long=long_open"),
        "open_long_days": LONG_OPEN,
        "days_to_telling": now.told_after,
        "told": len(now.telling),
        "check_ins_held": now.held,
        **picked(now, "check_ins=meetings check_ins_in_time=in_time share_agreed share_had"),
    }


_TIMES = {1: "once", 2: "twice"}


def open_words(found: Recurrence) -> str:
    """The time something has been open, `open 61 days, 4th check-in`; empty on its first day."""
    if not found.days:
        return ""
    nth = f", {ordinal(found.check_ins)} check-in" if found.check_ins > 1 else ""
    return f"open {_in_days(found.days)}{nth}"


def recurrence_words(found: Recurrence, today: date) -> str:
    """The whole line: `first seen 29 Apr, open 61 days, 4th check-in, reworded twice`."""
    longest = f"longest open {_in_days(found.longest)}" if found.longest > found.days else ""
    said = (
        f"first seen {day_words(found.first_seen, today)}",
        open_words(found),
        longest,
        f"reworded {times(found.reworded)}" if found.reworded else "",
        f"off track {times(found.off_track)}" if found.off_track else "",
    )
    return ", ".join(words for words in said if words)


def recurrence_shape(found: Recurrence) -> Shape:
    """The same in JSON."""
    opened = "open_days=days open_check_ins=check_ins longest_open_days=longest"
    return picked(found, f"first_seen {opened} reworded off_track")


def times(number: int) -> str:
    """A count in words: `once`, `twice`, `3 times`."""
    return _TIMES.get(number, f"{number} times")


def _in_days(days: int) -> str:
    return f"{days} day" if days == 1 else f"{days} days"
