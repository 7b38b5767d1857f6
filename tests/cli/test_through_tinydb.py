"""What a command changes it writes through TinyDB's own table, and nothing else does."""

import json
import shutil
from pathlib import Path
from typing import Any

import pytest
from tinydb import TinyDB
from tinydb.table import Table

from tests.cli.conftest import Shell
from tests.cli.test_mutated_stores import TYPED, sound

__all__ = ["sound"]
WRITES = ("insert", "insert_multiple", "update", "upsert", "remove", "truncate")
WHOLE = {"restore"}
"""What puts another whole file in the place of the store."""


@pytest.fixture
def calls(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The calls of TinyDB's methods that write."""
    made: list[str] = []

    def counting(owner: type, name: str) -> None:
        real = getattr(owner, name)

        def call(self: Any, *given: Any, **more: Any) -> Any:
            made.append(name)
            return real(self, *given, **more)

        monkeypatch.setattr(owner, name, call)

    for name in WRITES:
        counting(Table, name)
    counting(TinyDB, "drop_table")
    return made


def test_what_changes_the_store_was_written_by_tinydb(
    shell: Shell,
    sound: Path,
    calls: list[str],
    tmp_path_factory: pytest.TempPathFactory,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("XDG_STATE_HOME", str(sound.parent / "state"))
    kept = tmp_path_factory.mktemp("kept") / "store"
    shutil.copytree(sound.parent, kept)
    changing = set()
    for name, typed in TYPED.items():
        for words in typed:
            shutil.rmtree(sound.parent)
            shutil.copytree(kept, sound.parent)
            copy = kept.with_name("copy.json")
            copy.write_bytes(sound.read_bytes())
            before = json.loads(sound.read_bytes())
            calls.clear()
            assert shell.run(name, *(word.format(copy=copy) for word in words)).code in {0, 1, 2}
            after = json.loads(sound.read_bytes())
            changed = {k: v for k, v in before.items() if k != "_meta"} != {
                k: v for k, v in after.items() if k != "_meta"
            }
            if name not in WHOLE:
                assert bool(calls) == changed, (name, words, calls)
            if changed:
                changing.add(name)
    assert len(changing) >= 25, changing
