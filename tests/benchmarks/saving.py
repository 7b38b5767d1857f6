"""One save and one opening, inside the process."""

import json
import os
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import count, cycle
from pathlib import Path
from time import perf_counter

from aligntui.domain.commands.items import RewordItem
from aligntui.domain.identity import Handle, PersonId
from aligntui.notebook import Notebook
from aligntui.store.durable import DurableStore
from aligntui.store.sealing import encrypt
from tests.benchmarks.commands import copy
from tests.benchmarks.made_up import LAST_DAY, REVISIONS
from tests.benchmarks.measure import LEAST, Row, in_turns, mid, p99, timed
from tests.benchmarks.stores import cached

ROUNDS = 300
ITEMS = 5
"""As many items are reworded in turn, those with about as many revisions as the average."""


@dataclass
class Side:
    """Saves in one store, each followed by a plain append of as many bytes beside it."""

    path: Path
    saves: list[float] = field(default_factory=list)
    appends: list[float] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.notebook = Notebook(DurableStore(self.path))
        self._items = cycle(self._chosen())
        self._number = count()
        self._journal = self.path.with_name(self.path.name + ".journal")
        flags = os.O_CREAT | os.O_WRONLY | os.O_APPEND
        self._plain = os.open(self.path.with_name("plain"), flags, 0o600)

    def turn(self) -> None:
        """One save, one append."""
        person, handle = next(self._items)
        text = f"Owns the rota until the ledger is cut over, take {next(self._number)}"
        command = RewordItem(person=person, handle=handle, text=text, on=LAST_DAY)
        before = self._journal.stat().st_size if self._journal.exists() else 0
        self.saves.append(timed(lambda: self.notebook.do(command)))
        data = b"x" * max(1, self._journal.stat().st_size - before)
        start = perf_counter()
        os.write(self._plain, data)
        os.fdatasync(self._plain)
        self.appends.append(perf_counter() - start)

    def warmed(self) -> None:
        """What came before counts no more."""
        self.saves.clear()
        self.appends.clear()

    def close(self) -> None:
        """Leaves everything."""
        self.notebook.close(hurry=True)
        os.close(self._plain)

    def _chosen(self) -> list[tuple[PersonId, Handle]]:
        people = [self.notebook.person(PersonId(view.id)) for view in self.notebook.people()]
        fit = sorted(
            (abs(len(item.revisions) - REVISIONS), person.id, item.handle)
            for person in people
            for item in person.items
            if item.open
        )
        return [(person, handle) for _, person, handle in fit[:ITEMS]]


def saves() -> Iterator[Row]:
    """A reworded item, through the notebook, on three sizes in turns."""
    with tempfile.TemporaryDirectory() as folder:
        sides = {name: Side(copy(name, Path(folder))) for name in ("small", "typical", "extreme")}
        for number in range(ROUNDS + LEAST):
            for side in sides.values():
                side.turn()
                if number == LEAST:
                    side.warmed()
        for side in sides.values():
            side.close()
        for name in ("typical", "extreme"):
            saved, plain = sides[name].saves, sides[name].appends
            what = f"one save, {{}}, {name} / append and fdatasync"
            yield Row(what=what.format("median"), ours=mid(saved), other=mid(plain), goal=2)
            yield Row(what=what.format("p99"), ours=p99(saved), other=p99(plain), goal=2)
        big, small = sides["extreme"].saves, sides["small"].saves
        what = "one save, {}, extreme / small"
        yield Row(what=what.format("median"), ours=mid(big), other=mid(small), goal=1.2)
        yield Row(what=what.format("p99"), ours=p99(big), other=p99(small), goal=1.2)


def encrypted() -> Iterator[Row]:
    """The same save in an encrypted store and in a plain one, in turns."""
    with tempfile.TemporaryDirectory() as name:
        folders = [Path(name) / kind for kind in ("plain", "sealed")]
        for folder in folders:
            folder.mkdir()
        plain, other = (copy("typical", folder) for folder in folders)
        turned = encrypt(str(other), "a passphrase for figures", lambda _: None, seen=None)
        sides = Side(plain), Side(Path(turned.path))
        for number in range(ROUNDS + LEAST):
            for side in sides if number % 2 else reversed(sides):
                side.turn()
                if number == LEAST:
                    side.warmed()
        for side in sides:
            side.close()
        ours, others = sides[1].saves, sides[0].saves
        what = "one save, {}, encrypted / plain"
        yield Row(what=what.format("median"), ours=mid(ours), other=mid(others), goal=2)
        yield Row(what=what.format("p99"), ours=p99(ours), other=p99(others), goal=2)


def opening() -> Iterator[Row]:
    """Opening the store beside reading the same file as plain JSON."""
    for name, goal in (("typical", 2.0), ("extreme", None)):
        path = cached(name)
        ours, plain = in_turns(lambda: _open(path), lambda: _read(path))  # noqa: B023
        yield Row(what=f"open the store, {name} / json.loads", ours=ours, other=plain, goal=goal)


def _open(path: Path) -> float:
    store = DurableStore(path)
    taken = timed(store.open)
    store.close(hurry=True)
    return taken


def _read(path: Path) -> float:
    return timed(lambda: json.loads(path.read_bytes()))
