"""Killed at any moment: what was acknowledged is there, and the step under way whole or not."""

import json
import random
import shutil
from dataclasses import dataclass, field
from pathlib import Path
from zlib import crc32

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


STARTS = ("no store", "a closed store", "a killed store", "an older store")


def starts(folder: Path, seed: int = 11) -> dict[str, Start]:
    """No store, a closed store, one with what a killed process was writing, one of before 0.2."""
    found = {}
    for name in STARTS:
        start = Start(folder / name.replace(" ", "-"), Model(seed))
        start.folder.mkdir(parents=True)
        path = start.folder / "home" / "store.json"
        if name != "no store":
            start.done = 5
            with Child(Steps(path=path, seed=seed, first=0, last=3)) as child:
                assert child.end() == 0, child.words
        if name == "an older store":
            before = path.read_bytes()
        if name in {"a closed store", "an older store"}:
            with Child(Steps(path=path, seed=seed, first=3, last=5)) as child:
                assert child.end() == 0, child.words
        elif start.done:
            with Child(Steps(path=path, seed=seed, first=3, last=10_000)) as child:
                child.listen(PATIENCE, until=2)
                child.kill()
                child.end()
            start.done = start.model.stand(stored(path), child.number()) or 0
        if name == "a killed store":
            litter(path)
        if name == "an older store":
            age(path, before)
        found[name] = start
    return found


def litter(path: Path) -> None:
    """Leave beside a store what a process was writing that is gone."""
    with Child(lambda say: None) as child:
        child.end()
    half = path.read_bytes()[:100]
    for name in (
        f".{path.name}.{child.pid}-0badcafe.tmp",
        f"backups/.store-previous.json.{child.pid}.tmp",
        f"backups/.store-before-v2.json.{child.pid}-0badcafe.tmp",
    ):
        file = path.parent / name
        file.write_bytes(half)
        file.chmod(0o600)


def age(path: Path, before: bytes) -> None:
    """Make a store one as version 0.1 left it when it was killed: the file of `before` is its base,
    a journal holds what came since, and its last line is torn.
    """
    base, now = json.loads(before), json.loads(path.read_bytes())
    meta = base["_meta"]["1"]
    for new in ("format", "parts", "sum"):
        del meta[new]
    meta.update(schema=1, min_reader=1, format=1)
    data = json.dumps(base, ensure_ascii=False).encode()
    steps: list[list[object]] = []
    for name, rows in now.items():
        was = base.get(name, {})
        if name != "_meta":
            steps += [["del", name, int(number)] for number in was.keys() - rows.keys()]
            steps += [["put", name, int(n), row] for n, row in rows.items() if was.get(n) != row]
    header = {"journal": 1, "store": meta["store_id"], "gen": meta["gen"]}
    header |= {"base_size": len(data), "base_crc": crc32(data)}
    lines, chain = [], 0
    for said in (header, *({"n": n, "ops": [step]} for n, step in enumerate(steps, 1))):
        payload = json.dumps(said, ensure_ascii=False).encode()
        chain = crc32(payload, chain)
        lines.append(b"%08x %s\n" % (chain, payload))
    path.write_bytes(data)
    journal = path.with_name(f"{path.name}.journal")
    journal.write_bytes(b"".join(lines) + b'0badc0de {"n":9')
    journal.chmod(0o600)
    for kept in path.parent.glob("backups/*"):
        kept.unlink()
    path.with_name(f"{path.name}.summary").unlink(missing_ok=True)
    shutil.rmtree(path.parent.parent / "seen", ignore_errors=True)
