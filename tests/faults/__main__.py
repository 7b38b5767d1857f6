"""The long run: `python -m tests.faults` prints what was tried, and what fell short."""

import random
import shutil
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from time import perf_counter

from aligntui.notebook import Notebook
from aligntui.store.durable import DurableStore
from tests.benchmarks import stores
from tests.faults import crashes, tracing
from tests.faults.damage import HARMS, flip, hurt, outcome, sound
from tests.faults.kills import Start, Tally, kill_at_random, starts
from tests.faults.script import Model, state_of
from tests.faults.writers import write_together

KILLS = 300
FLIPS = 1_500
STATES = 1_000
HARMED = 150
ROUNDS = 5
SEED = 2026
ONLY_FROM = {"ESTALE": ("a closed store", "an older store")}
"""Errors that fail like others do, and need not be tried from every start."""


def _say(words: str) -> None:
    sys.stdout.write(f"{words}\n")
    sys.stdout.flush()


def random_kills(folder: Path) -> Tally:
    """Kills at random, of work on a store of typical size."""
    path = folder / "home" / "store.json"
    shutil.copytree(stores.cached("typical").parent, path.parent)
    path.parent.chmod(0o700)
    store = DurableStore(path)
    everybody = state_of(Notebook(store)).values()
    store.close(hurry=True)
    return kill_at_random(path, Model(SEED, everybody), KILLS, seconds=0.2)


def each_call(folder: Path) -> Iterator[tuple[str, Callable[[], Tally]]]:
    """A kill at each call that changes something, and each call failing in each way."""
    reason = tracing.reason_not_to()
    if reason:
        _say(f"  calls are left out: {reason}")
        return
    begun = starts(folder / "starts")

    def over_all(one: Callable[[Start], Tally], *names: str) -> Tally:
        whole = Tally()
        for name in names or begun:
            start = begun[name]
            found = one(start)
            whole.total += found.total
            whole.bad += [f"{name}: {words}" for words in found.bad]
        return whole

    yield "kills at each system call", lambda: over_all(lambda s: tracing.kill_at_each(s, folder))
    for error in tracing.FAILING:
        yield (
            f"{error} at each system call",
            lambda error=error: over_all(
                lambda s: tracing.fail_at_each(error, s, folder), *ONLY_FROM.get(error, ())
            ),  # type: ignore[misc]
        )


def writers(folder: Path) -> Iterator[tuple[str, Callable[[], Tally]]]:
    """Two writers, and three with kills among them."""
    yield (
        "changes of two writers x 200",
        lambda: write_together(folder / "two" / "store.json", 2, 200),
    )
    yield (
        "changes of three writers, 60 kills",
        lambda: write_together(folder / "three" / "store.json", 3, 1_000, kills=60),
    )


def damage(folder: Path) -> Iterator[tuple[str, Callable[[], Tally]]]:
    """Bits flipped, and other harm done, in each file."""
    made = sound(folder / "sound")
    files = ("store.json", "store.json", "store.json.summary")

    def harmed(name: str, times: int) -> Tally:
        chance, tally = random.Random(name), Tally()
        for number in range(times):
            path = made.copy(folder / "run")
            # a summary is one line
            file = path.with_name(files[number % (1 if "line" in name else 3)])
            found = outcome(made, path, file, hurt(file, HARMS[name], chance))
            tally.add(f"{name} in {file.name}: {found}" if found.isupper() else None)
        return tally

    for name, harm in HARMS.items():
        times = FLIPS if harm is flip else HARMED
        yield name, lambda name=name, times=times: harmed(name, times)  # type: ignore[misc]


def crash_states(folder: Path) -> Tally:
    """What power cuts may leave."""
    whole = Tally()
    for number in range(ROUNDS):
        root = folder / f"root-{number}"
        root.mkdir(parents=True)
        model = Model(SEED + number)
        recording = crashes.record(root, model, 23)
        found = crashes.check(recording, model, STATES // ROUNDS, seed=number)
        whole.total += found.total
        whole.bad += found.bad
    return whole


def trials(folder: Path) -> Iterator[tuple[str, Callable[[], Tally]]]:
    """Everything, by what it is called."""
    yield "kills at random, typical size", lambda: random_kills(folder / "kills")
    yield from each_call(folder / "calls")
    yield from writers(folder / "writers")
    yield from damage(folder / "damage")
    yield "crash states", lambda: crash_states(folder / "crashes")


def main() -> int:
    """Try everything; 1 when anything fell short."""
    short: list[str] = []
    with tempfile.TemporaryDirectory(prefix="aligntui-faults-") as name:
        _say(f"{'':<36}{'bad':>6}{'total':>9}{'seconds':>9}")
        for what, trial in trials(Path(name)):
            begun = perf_counter()
            tally = trial()
            seconds = perf_counter() - begun
            _say(f"{what:<36}{len(tally.bad):>6}{tally.total:>9,}{seconds:>9.0f}")
            short += [f"{what}: {words}" for words in tally.bad]
    _say("\n".join(short or ["nothing fell short"]))
    return bool(short)


if __name__ == "__main__":
    sys.exit(main())
