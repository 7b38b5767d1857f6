"""The terminal app in a pseudo-terminal: how soon it can be read, and how much it writes."""

import sys
import tempfile
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from statistics import median

from aligntui.domain.overview import by_urgency
from aligntui.store.durable import DurableStore
from tests.benchmarks.commands import copy, program
from tests.benchmarks.measure import LEAST, Absent, Row, in_turns
from tests.benchmarks.smallest import READY
from tests.terminal.pty import Terminal

SETTLED = 0.4
"""Seconds without a byte after which a screen counts as drawn."""
HOMES = ("HOME", "XDG_CONFIG_HOME", "XDG_STATE_HOME")
SMALLEST = [sys.executable, str(Path(__file__).with_name("smallest.py"))]
"""By its path, as a module would begin in a process that has its modules loaded already."""


def first_name(store: Path) -> str:
    """The first name of whoever stands first on the dashboard."""
    everybody = DurableStore(store).overviews()
    active = tuple(view for view in everybody if view.archived is None)
    return by_urgency(active, date.today())[0].name.split()[0]  # noqa: DTZ011  # as the app does


def _until(command: list[str], text: str, folder: Path) -> float:
    home = dict.fromkeys(HOMES, str(folder))
    with Terminal(command, env=home) as terminal:
        return terminal.wait_for_bytes(text.encode())


def starts() -> Iterator[Row]:
    """From exec to a dashboard that can be read."""
    start = program()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for size, goal in (("typical", 1.25), ("extreme", 1.6)):
            store = copy(size, folder)
            somebody = first_name(store)
            command = [*start, "--store", str(store)]
            ours, smallest = in_turns(
                lambda: _until(command, somebody, folder),  # noqa: B023
                lambda: _until(SMALLEST, READY, folder),
            )
            what = f"exec to a readable dashboard, {size} / smallest app"
            yield Row(what=what, ours=ours, other=smallest, goal=goal)


class Session:
    """The app with a typical store, at 80x24 in full colour."""

    def __init__(self, terminal: Terminal, somebody: str) -> None:
        self._terminal = terminal
        terminal.wait_for(somebody)
        terminal.quiet(SETTLED)

    def cost(self, *keys: str) -> float:
        """Bytes that each of these keys makes the app write, the median."""
        return median(self._one(key) for key in keys)

    def idle(self, seconds: float) -> float:
        """Bytes that come while nothing is done."""
        return self._terminal.read_for(seconds)

    def _one(self, key: str) -> int:
        before = self._terminal.text
        self._terminal.send(key)
        written = self._terminal.quiet(SETTLED)
        if self._terminal.text == before:
            raise Absent(f"the key {key!r} changes nothing on the screen")
        return written


def bytes_written() -> Iterator[Row]:
    """What the app writes for one key."""
    start = program()
    with tempfile.TemporaryDirectory() as name:
        store = copy("typical", Path(name))
        somebody = first_name(store)
        home = dict.fromkeys(HOMES, name)
        with Terminal([*start, "--store", str(store)], env=home) as terminal:
            yield from _costs(Session(terminal, somebody))


def _costs(session: Session) -> Iterator[Row]:
    def row(what: str, ours: float, goal: float, stock: float | None = None) -> Row:
        return Row(what=what, unit="bytes", ours=ours, other=stock, goal=goal)

    moves = ["j", "j", "j", "k", "k"] * (LEAST // 5)
    yield row("cursor move in the dashboard / stock DataTable", session.cost(*moves), 1_500, 1_080)
    opened = [(session.cost("\r"), session.cost("q")) for _ in range(3)]
    yield row("open a person", median(cost for cost, _ in opened), 16_000)
    yield row("back to the dashboard", median(cost for _, cost in opened), 16_000)
    yield row("open a prompt", session.cost("n"), 2_000)
    yield row("one letter typed in the prompt", session.cost(*"AnaSousaLi"), 1_200)
    yield row("close the prompt", session.cost("\x1b"), 2_000)
    yield row("10 s of doing nothing", session.idle(10), 0)
