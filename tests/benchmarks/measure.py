"""Two sides of one comparison, measured in turns, and the row that comes of it."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from statistics import median, quantiles
from time import perf_counter

LEAST = 10
"""Rounds of every comparison, at the least."""


class Absent(Exception):  # noqa: N818  # it is why a row is empty, not an accident
    """What was to be measured is not there."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One line of the table; `goal` is for the ratio, or for `ours` where there is no other."""

    what: str
    unit: str = "ms"
    ours: float | None = None
    other: float | None = None
    goal: float | None = None
    reason: str = ""

    @property
    def ratio(self) -> float | None:
        """Ours by the other's."""
        return self.ours / self.other if self.ours is not None and self.other else None

    @property
    def short(self) -> bool:
        """Whether it falls short of its goal, or could not be measured."""
        if self.ours is None:
            return True
        reached = self.ratio if self.unit == "ms" else self.ours
        return self.goal is not None and reached is not None and reached > self.goal

    def __str__(self) -> str:
        """The line as printed."""
        if self.ours is None:
            return f"{self.what:<54} {self.reason}"
        cells = (self.ours, self.other, self.ratio, self.goal)
        ours, other, ratio, goal = ("-" if cell is None else _number(cell) for cell in cells)
        mark = "  SHORT" if self.short else ""
        return f"{self.what:<54} {ours:>9} {other:>9} {self.unit:<5} {ratio:>6} {goal:>6}{mark}"


HEADING = f"{'what':<54} {'ours':>9} {'other':>9} {'unit':<5} {'ratio':>6} {'goal':>6}"


def rows_of(what: str, measure: Callable[[], Iterable[Row]]) -> Iterable[Row]:
    """The rows of a measurement; where its subject is absent, one row that says why."""
    try:
        yield from measure()
    except Absent as absent:
        yield Row(what=what, reason=f"not measured: {absent}")
    except AssertionError as failure:
        yield Row(what=what, reason=f"not measured: {str(failure).splitlines()[0]}")


def in_turns(
    ours: Callable[[], float], other: Callable[[], float], rounds: int = LEAST
) -> tuple[float, float]:
    """The medians, in ms, of what two measurements give in seconds; each goes first by turns."""
    taken: tuple[list[float], list[float]] = ([], [])
    for number in range(rounds + 1):
        for side in (0, 1) if number % 2 else (1, 0):
            seconds = (ours, other)[side]()
            if number:  # the first round warms the caches
                taken[side].append(seconds)
    return mid(taken[0]), mid(taken[1])


def timed(work: Callable[[], object]) -> float:
    """Seconds that some work takes."""
    start = perf_counter()
    work()
    return perf_counter() - start


def mid(seconds: list[float]) -> float:
    """The median in ms."""
    return 1000 * median(seconds)


def p99(seconds: list[float]) -> float:
    """The 99th percentile in ms."""
    return 1000 * quantiles(seconds, n=100, method="inclusive")[98]


def _number(value: float) -> str:
    if value >= 1000:
        return f"{value:,.0f}"
    return f"{value:.2f}" if value < 100 else f"{value:.1f}"
