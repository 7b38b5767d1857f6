"""Killed at any moment, the store holds what was saved, or that and the save under way."""

import random
import shutil
from pathlib import Path

import pytest

from aligntui.store.records import open_db
from tests.faults import tracing
from tests.faults.child import Child
from tests.faults.kills import litter
from tests.faults.script import by_tinydb
from tests.store.writer import Model, Writer, script

pytestmark = pytest.mark.kills

CALLS = {"openat", "write", "fdatasync", "fsync", "rename", "link", "unlink"}
PATIENCE = 20.0


def stored(path: Path) -> Model:
    """What is there at the next start, which must need nobody's help."""
    db, storage = open_db(path)
    with db:
        assert storage.read_only is None
        assert storage.notes == []
        assert not list(path.parent.rglob(".*.tmp"))
        return {row.doc_id: dict(row) for row in db.table("t")}


def test_forty_kills_at_random_lose_nothing(tmp_path: Path) -> None:
    chance = random.Random(40)
    path = tmp_path / "store.json"
    steps = 1300
    states = script(7, steps)
    done = 0
    for kill in range(40):
        every = chance.choice([3, 7, 10_000])
        work = Writer(path=path, states=states, first=done, last=steps, every=every)
        with Child(work) as child:
            child.listen(PATIENCE, until=chance.randrange(1, 25))
            # Not at the moment of an acknowledgement, but somewhere in the work after it.
            for _ in range(chance.randrange(20_000)):
                pass
            child.kill()
            assert child.end() == -9, child.words[-1:]
            acknowledged = child.number()
        assert acknowledged > done
        found = stored(path)
        allowed = [n for n in (acknowledged, acknowledged + 1) if states[n] == found]
        assert allowed, f"kill {kill}: neither after {acknowledged} nor after one more"
        done = allowed[-1]
    assert by_tinydb(path)["t"] == {str(number): row for number, row in states[done].items()}


def begun(folder: Path, states: list[Model], first: int, *, killed: bool) -> Path:
    """A store that holds the state `first`."""
    folder.mkdir(mode=0o700)
    path = folder / "store.json"
    if first:
        with Child(Writer(path=path, states=states, first=0, last=first, every=99)) as child:
            assert child.end() == 0, child.words
    if killed:
        litter(path)
    return folder


@pytest.mark.skipif(
    bool(tracing.reason_not_to()), reason=tracing.reason_not_to() or "it can be traced"
)
@pytest.mark.parametrize("begin", ["no store", "a store", "a killed store"])
def test_a_kill_at_every_system_call_loses_nothing(tmp_path: Path, begin: str) -> None:
    first, last = (0, 1) if begin == "no store" else (3, 6) if begin == "a store" else (3, 4)
    states = script(1, last)
    start = begun(tmp_path / "start", states, first, killed=begin == "a killed store")
    log, run = tmp_path / "log", tmp_path / "run"

    def work() -> Writer:
        shutil.rmtree(run, ignore_errors=True)
        shutil.copytree(start, run)
        path = run / "store.json"
        return Writer(path=path, states=states, first=first, last=last, every=2, close=True)

    assert tracing.traced(work(), log)[0][-1] == "closed"
    points = [call for call in tracing.changing(log) if call.name in CALLS]
    killed = 0
    for call in points:
        inject = f"inject={call.name}:signal=KILL:when={call.number}"
        said, status = tracing.traced(work(), log, inject)
        assert status in {0, -9}, said
        killed += status == -9
        done = max([int(word) for word in said if word.isdigit()], default=first)
        found = stored(run / "store.json")
        assert any(states[n] == found for n in (done, min(done + 1, last))), call
    assert killed > len(points) * 0.8, f"{killed} of {len(points)}"
    assert CALLS - {"link", "unlink"} <= {call.name for call in points}
