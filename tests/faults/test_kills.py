"""Kills at any moment and at every call: what was acknowledged is there, and nothing by halves."""

import json
import shutil
from pathlib import Path

import pytest

from aligntui.store import opening
from aligntui.store.durable import DurableStore
from aligntui.store.records import open_db
from aligntui.store.text import Tables
from tests.faults import tracing
from tests.faults.child import Child, Say
from tests.faults.kills import STARTS, Start, kill_at_random, starts
from tests.faults.script import Model
from tests.faults.work import Steps

traceable = pytest.mark.skipif(
    bool(tracing.reason_not_to()), reason=tracing.reason_not_to() or "it can be traced"
)


@pytest.fixture(scope="module")
def begun(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Start]:
    """Each store to begin from; every trial works on a copy."""
    return starts(tmp_path_factory.mktemp("starts"))


def test_kills_at_random_lose_nothing(tmp_path: Path) -> None:
    tally = kill_at_random(tmp_path / "home" / "store.json", Model(3), kills=40, seconds=0.05)
    assert (tally.total, tally.bad) == (40, [])


@traceable
@pytest.mark.parametrize("name", STARTS)
def test_a_kill_at_a_system_call_loses_nothing(
    begun: dict[str, Start], tmp_path: Path, name: str
) -> None:
    tally = tracing.kill_at_each(begun[name], tmp_path, every=5)
    assert tally.total > 15
    assert tally.bad == []


@traceable
@pytest.mark.parametrize("error", tracing.FAILING)
def test_a_call_that_fails_is_said_and_loses_nothing(
    begun: dict[str, Start], tmp_path: Path, error: str
) -> None:
    for at, start in enumerate(begun.values()):
        tally = tracing.fail_at_each(error, start, tmp_path, every=53, begin=at * 13)
        assert tally.total
        assert tally.bad == []


def lift(tables: Tables) -> None:
    """A step that counts how often it was taken."""
    for row in tables["people"].values():
        row["lifted"] = row.get("lifted", 0) + 1


@traceable
def test_a_kill_while_an_old_store_is_lifted_leaves_the_old_or_the_new(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    old, path = tmp_path / "old" / "store.json", tmp_path / "run" / "store.json"
    with Child(Steps(path=old, seed=1, first=0, last=8)) as child:
        assert child.end() == 0, child.words
    tables = json.loads(old.read_bytes())
    tables["_meta"]["1"]["schema"] = 0
    old.write_text(json.dumps(tables), encoding="utf-8")
    monkeypatch.setattr(opening, "STEPS", {0: lift, 1: lambda tables: None})

    def fresh() -> None:
        shutil.rmtree(path.parent, ignore_errors=True)
        shutil.copytree(old.parent, path.parent)

    def work(say: Say) -> None:
        store = DurableStore(path)
        store.open()
        store.close()
        say("closed")

    fresh()
    assert tracing.traced(work, tmp_path / "log") == (["closed"], 0)
    for call in tracing.changing(tmp_path / "log")[::2]:
        fresh()
        inject = f"inject={call.name}:signal=KILL:when={call.number}"
        assert tracing.traced(work, tmp_path / "log", inject)[1] in {0, -9}
        kept = [json.loads(file.read_bytes()) for file in path.parent.glob("backups/*.json")]
        assert json.loads(path.read_bytes()) == tables or tables in kept
        db, storage = open_db(path)
        with db:
            assert storage.read_only is None
            people = db.table("people").all()
            assert {row["lifted"] for row in people} == {1}
            assert len(people) == len(tables["people"])
