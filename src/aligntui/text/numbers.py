"""The alignment numbers in words, with their values over the last months."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

from aligntui.domain.numbers import LONG_OPEN
from aligntui.text.table import style, table
from aligntui.text.words import MONTHS, day_words

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from aligntui.domain.numbers import Numbers, Over
    from aligntui.text.json_shapes import Shape


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
    "NAME", "AGREED", "DIFFER", f"RISKS>{LONG_OPEN}d", "TOLD IN", "IN TIME", "AGREED, YEAR",
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
        "the median of the feedback that was told in half a year",
        lambda n: _days(n.told_after),
        lambda n: n.told_after,
    ),
    _Line(
        "check-ins in time",
        "in half a year, at most half a cadence late",
        lambda n: _of(n.in_time, n.meetings),
        lambda n: n.regular,
        1,
    ),
)


def number_rows(over: Over, *, ascii_only: bool) -> list[NumberRow]:
    """The present value and the last months of each number."""
    now = over[-1][1]
    return [
        NumberRow(line.title, line.means, line.said(now), line.drawn(over, ascii_only=ascii_only))
        for line in _LINES
    ]


def plot_legend(*, ascii_only: bool) -> dict[str, str]:
    """Legend for a plot and the letters above it."""
    steps = ASCII if ascii_only else BLOCKS
    return {
        f"{steps[0]} {steps[-1]}": "the end of a month: none, and the most or all",
        "JFM": "the months, by their first letters",
    }


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
