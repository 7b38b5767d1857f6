"""Killed at any moment, the store holds what was saved, or that and the save under way."""

import os
import random
import re
import shutil
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest
from tinydb import TinyDB

from aligntui.store.tiny import AlignDB
from tests.store.writer import Model, script

ROOT = Path(__file__).parents[2]
CALLS = "openat,write,fdatasync,fsync,rename,ftruncate"


def command(path: Path, *numbers: int, close: bool = False) -> list[str]:
    module = [sys.executable, "-m", "tests.store.writer", str(path)]
    return [*module, *map(str, numbers), *(["close"] if close else [])]


def stored(path: Path) -> Model:
    """What is there at the next start, which must need nobody's help."""
    with AlignDB(path) as db:
        assert db.read_only is None
        assert db.notes == []
        rows = db.rows("t")
        return {number: rows[number] for number in rows}


def test_forty_kills_at_random_lose_nothing(tmp_path: Path) -> None:
    chance = random.Random(40)
    path = tmp_path / "store.json"
    seed, steps = 7, 1300
    states = script(seed, steps)
    done = 0
    for kill in range(40):
        child = subprocess.Popen(
            command(path, seed, done, steps, chance.choice([3, 7, 10_000])),
            cwd=ROOT,
            stdout=subprocess.PIPE,
        )
        assert child.stdout is not None
        for _ in range(chance.randrange(1, 25)):
            line = child.stdout.readline()
        # Not at the moment of an acknowledgement, but somewhere in the work after it.
        for _ in range(chance.randrange(20_000)):
            pass
        child.kill()
        acknowledged = int((line + child.stdout.read()).split()[-1])
        child.wait()
        found = stored(path)
        allowed = [n for n in (acknowledged, acknowledged + 1) if states[n] == found]
        assert allowed, f"kill {kill}: neither after {acknowledged} nor after one more"
        done = allowed[-1]
    assert not list(tmp_path.glob(".*.tmp"))
    with TinyDB(path) as plain:
        assert {document.doc_id: dict(document) for document in plain.table("t")} == states[done]


def traceable() -> bool:
    if shutil.which("strace") is None:
        return False
    trial = subprocess.run(["strace", "-o", os.devnull, "true"], check=False, capture_output=True)
    return trial.returncode == 0


def traced(path: Path, log: Path, first: int, last: int, *expressions: str) -> list[str]:
    """Run some steps, with checkpoints and a close; returns what was acknowledged."""
    options = ["-f", "--seccomp-bpf", "-qq", "-o", str(log)]
    for expression in (f"trace={CALLS}", *expressions):
        options += ["-e", expression]
    done = subprocess.run(
        ["strace", *options, *command(path, 1, first, last, 2, close=True)],
        cwd=ROOT,
        check=False,
        capture_output=True,
    )
    return done.stdout.decode().split()


def boundaries(log: Path, path: Path) -> list[tuple[str, int]]:
    """Every call after the store is first looked at that changes a file, as (name, nth)."""
    counts: Counter[str] = Counter()
    found = []
    begun = False
    for line in log.read_text().splitlines():
        if called := re.match(r"(?:\d+ +)?(\w+)\(", line):
            counts[called[1]] += 1
            begun = begun or str(path) in line
            if begun and (called[1] != "openat" or "O_CREAT" in line):
                found.append((called[1], counts[called[1]]))
    return found


@pytest.mark.skipif(not traceable(), reason="strace can't trace here")
@pytest.mark.parametrize("begin", ["no store", "a store", "a torn store"])
def test_a_kill_at_every_system_call_loses_nothing(tmp_path: Path, begin: str) -> None:
    start, log = tmp_path / "start", tmp_path / "log"
    start.mkdir()
    first, last = (0, 1) if begin == "no store" else (3, 6) if begin == "a store" else (3, 4)
    states = script(1, last)
    if first:
        before = command(start / "store.json", 1, 0, first, 99)
        subprocess.run(before, cwd=ROOT, check=True, capture_output=True)
    if begin == "a torn store":
        with (start / "store.json.journal").open("ab") as file:
            file.write(b"00000000 torn")

    def fresh() -> Path:
        shutil.rmtree(tmp_path / "run", ignore_errors=True)
        shutil.copytree(start, tmp_path / "run")
        return tmp_path / "run" / "store.json"

    path = fresh()
    assert traced(path, log, first, last)[-1] == "closed"
    points = boundaries(log, path)
    for call, number in points:
        path = fresh()
        said = traced(path, log, first, last, f"inject={call}:signal=KILL:when={number}")
        done = max([int(word) for word in said if word.isdigit()], default=first)
        found = stored(path)
        assert any(states[n] == found for n in (done, min(done + 1, last))), (call, number)
    assert {"openat", "write", "fdatasync", "fsync", "rename"} <= {call for call, _ in points}
