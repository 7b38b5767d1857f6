"""Killed at any moment: what was acknowledged is there, and the step under way whole or not."""

import random
import shutil
from dataclasses import dataclass, field
from pathlib import Path

from tests.faults.child import Child
from tests.faults.script import Model, stored
from tests.faults.work import Steps

PATIENCE = 20.0


@dataclass
class Tally:
    """How often something was tried, and what fell short, one line each."""

    total: int = 0
    bad: list[str] = field(default_factory=list)

    def add(self, trouble: str | None) -> None:
        """Count one trial; `trouble` says what was wrong with it."""
        self.total += 1
        if trouble:
            self.bad.append(trouble)


def kill_at_random(path: Path, model: Model, kills: int, seconds: float, *, seed: int = 1) -> Tally:
    """Kill a working process again and again, each time within so many seconds.

    Half the time the clock runs from its start, so that opening and mending are hit too, and
    half the time from its first saved step. The next process goes on where the last one was.
    """
    chance, tally, done = random.Random(seed), Tally(), 0
    for kill in range(kills):
        every = chance.choice((1, 3, 0))
        steps = Steps(path=path, seed=model.seed, first=done, last=done + 10_000, every=every)
        with Child(steps) as child:
            if chance.random() < 0.5:
                child.listen(PATIENCE, until=1)
            child.listen(chance.uniform(0, seconds))
            child.kill()
            status = child.end()
            acknowledged = child.number(done)
        if status >= 0:
            tally.add(f"kill {kill}: it ended by itself: {child.words[-5:]}")
            return tally
        try:
            stand = model.stand(stored(path), acknowledged)
        except Exception as error:  # noqa: BLE001 - whatever it is, the figures shall say it
            tally.add(f"kill {kill}: {type(error).__name__}: {error}")
            return tally
        if stand is None:
            tally.add(f"kill {kill}: neither the state after {acknowledged} steps nor one more")
            return tally
        tally.add(None)
        done = stand
    return tally


@dataclass(eq=False)
class Start:
    """A store to begin from, copied afresh for each trial, and the steps it already holds."""

    folder: Path
    model: Model
    done: int = 0

    def fresh(self, into: Path) -> Path:
        """A copy of it; gives the store's file."""
        shutil.rmtree(into, ignore_errors=True)
        shutil.copytree(self.folder, into)
        return into / "home" / "store.json"


def starts(folder: Path, seed: int = 11) -> dict[str, Start]:
    """No store, a closed store, one with saves in its journal, one with a torn save."""
    found = {}
    for name in ("no store", "a closed store", "a killed store", "a torn store"):
        start = Start(folder / name.replace(" ", "-"), Model(seed))
        start.folder.mkdir(parents=True)
        path = start.folder / "home" / "store.json"
        if name != "no store":
            start.done = 5
            with Child(Steps(path=path, seed=seed, first=0, last=3)) as child:
                assert child.end() == 0, child.words
        if name == "a closed store":
            with Child(Steps(path=path, seed=seed, first=3, last=5)) as child:
                assert child.end() == 0, child.words
        elif start.done:
            with Child(Steps(path=path, seed=seed, first=3, last=10_000)) as child:
                child.listen(PATIENCE, until=2)
                child.kill()
                child.end()
            start.done = start.model.stand(stored(path), child.number()) or 0
        if name == "a torn store":
            with path.with_name("store.json.journal").open("ab") as file:
                file.write(b'0badc0de {"n":9')
        found[name] = start
    return found
