"""The timeline in a pseudo-terminal: how soon it can be read, and how much it writes."""

import tempfile
from collections.abc import Iterator
from pathlib import Path
from statistics import median
from time import monotonic

from tests.benchmarks.commands import copy, program
from tests.benchmarks.measure import Row, in_turns
from tests.benchmarks.screens import HOMES, SETTLED, first_name
from tests.terminal.pty import Terminal

READ = b"against"
"""What stands above the difference, which comes last."""


class _Opened:
    """The app with one store, on its first screen."""

    def __init__(self, size: str, folder: Path) -> None:
        store = copy(size, folder)
        home = dict.fromkeys(HOMES, str(folder))
        self.terminal = Terminal([*program(), "--store", str(store)], env=home)
        self.terminal.wait_for(first_name(store))
        self.terminal.quiet(SETTLED)
        self.bytes: list[int] = []

    def open(self) -> float:
        """Seconds from the key to a timeline that can be read."""
        terminal, before, start = self.terminal, self.terminal.received, monotonic()
        terminal.send("t")
        terminal.wait_until(lambda: READ in terminal.raw[before:], 20, "a difference")
        taken = monotonic() - start
        terminal.quiet(SETTLED)
        self.bytes.append(terminal.received - before)
        terminal.answer("q")
        terminal.quiet(SETTLED)
        return taken


def timeline() -> Iterator[Row]:
    """Somebody of the large store beside somebody of the typical one."""
    with tempfile.TemporaryDirectory() as name:
        large, typical = (_Opened(size, Path(name) / size) for size in ("large", "typical"))
        with large.terminal, typical.terminal:
            ours, other = in_turns(large.open, typical.open)
        yield Row(what="open the timeline, large / typical", ours=ours, other=other, goal=2)
        cost = median(large.bytes)
        yield Row(what="open the timeline, large", unit="bytes", ours=cost, goal=16_000)
