"""One save and one opening, inside the process."""

import os
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import count, cycle
from pathlib import Path
from threading import Thread
from time import perf_counter, sleep

import orjson
from tinydb import TinyDB

from aligntui.domain.commands.items import RewordItem
from aligntui.domain.identity import Handle, PersonId
from aligntui.notebook import Notebook
from aligntui.store.durable import DurableStore
from aligntui.store.sealing import encrypt
from tests.benchmarks.commands import copy
from tests.benchmarks.made_up import LAST_DAY, REVISIONS
from tests.benchmarks.measure import LEAST, Row, in_turns, mid, p99, timed
from tests.benchmarks.stores import cached

ROUNDS = 100
ITEMS = 5
"""As many items are reworded in turn, those with about as many revisions as the average."""


@dataclass
class Side:
    """Saves in one store, each followed by the same change by others of a file just as large."""

    path: Path
    saves: list[float] = field(default_factory=list)
    stock: list[float] = field(default_factory=list)
    """One document updated by TinyDB with its own storage."""
    plain: list[float] = field(default_factory=list)
    """The same bytes by orjson, fsync and rename."""

    def __post_init__(self) -> None:
        self.notebook = Notebook(DurableStore(self.path))
        self._items = cycle(self._chosen())
        self._number = count()
        self._copy = self.path.with_name("stock.json")
        data = self.path.read_bytes()
        self._copy.write_bytes(data)
        self._tables = orjson.loads(data) if self.path.suffix == ".json" else {}

    def save(self) -> None:
        """One save."""
        person, handle = next(self._items)
        text = f"Owns the rota until the ledger is cut over, take {next(self._number)}"
        command = RewordItem(person=person, handle=handle, text=text, on=LAST_DAY)
        self.saves.append(timed(lambda: self.notebook.do(command)))

    def turn(self) -> None:
        """One save, and the two others beside it."""
        self.save()
        with TinyDB(self._copy) as db:
            table, number = db.table("items"), next(self._number)
            self.stock.append(timed(lambda: table.update({"take": number}, doc_ids=[1])))
        self.plain.append(timed(self._write_plainly))

    def warmed(self) -> None:
        """What came before counts no more."""
        for taken in (self.saves, self.stock, self.plain):
            taken.clear()

    def close(self) -> None:
        """Leaves everything."""
        self.notebook.close(hurry=True)

    def _write_plainly(self) -> None:
        other = self.path.with_name("plain.tmp")
        with other.open("wb") as file:
            file.write(orjson.dumps(self._tables))
            file.flush()
            os.fsync(file.fileno())
        other.replace(self.path.with_name("plain.json"))

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
    """A reworded item, through the notebook, beside stock TinyDB and beside the bytes alone."""
    for name in ("typical", "large"):
        with tempfile.TemporaryDirectory() as folder:
            side = Side(copy(name, Path(folder)))
            for number in range(ROUNDS + LEAST):
                side.turn()
                if number == LEAST:
                    side.warmed()
            side.close()
        for words, of in (("median", mid), ("p99", p99)):
            ours, stock, plain = of(side.saves), of(side.stock), of(side.plain)
            what = f"one save, {words}, {name}"
            yield Row(what=f"{what} / TinyDB's own storage", ours=ours, other=stock, goal=0.25)
            yield Row(what=f"{what} / the same bytes", ours=ours, other=plain, goal=2)


def pauses() -> Iterator[Row]:
    """How long another thread waits for its turn while the extreme store is saved."""
    with tempfile.TemporaryDirectory() as folder:
        side = Side(copy("extreme", Path(folder)))
        side.save()
        longest = []
        for _ in range(LEAST):
            worker = Thread(target=side.save)
            worker.start()
            pauses, last = [0.0], perf_counter()
            while worker.is_alive():
                sleep(0.001)
                now = perf_counter()
                pauses.append(now - last)
                last = now
            longest.append(max(pauses))
        side.close()
        what = "longest pause of a key during a save, extreme"
        yield Row(what=what, unit="ms at most", ours=mid(longest), goal=100)


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
                side.save()
                if number == LEAST:
                    side.warmed()
        for side in sides:
            side.close()
        ours, others = sides[1].saves, sides[0].saves
        what = "one save, {}, encrypted / plain"
        yield Row(what=what.format("median"), ours=mid(ours), other=mid(others), goal=2)
        yield Row(what=what.format("p99"), ours=p99(ours), other=p99(others), goal=2)


def opening() -> Iterator[Row]:
    """Opening the store and one person beside reading the same file with orjson."""
    for name, goal in (("typical", 2.0), ("extreme", None)):
        path = cached(name)
        person = PersonId(next(iter(DurableStore(path).overviews())).id)
        ours, plain = in_turns(lambda: _open(path, person), lambda: _read(path))  # noqa: B023
        what = f"open the store and one person, {name} / orjson.loads"
        yield Row(what=what, ours=ours, other=plain, goal=goal)


def _open(path: Path, person: PersonId) -> float:
    store = DurableStore(path)
    taken = timed(lambda: store.person(person))
    store.close(hurry=True)
    return taken


def _read(path: Path) -> float:
    return timed(lambda: orjson.loads(path.read_bytes()))
