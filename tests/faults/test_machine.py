"""Whatever happens in whatever order, the store holds what a dictionary holds."""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule
from tinydb import TinyDB

from aligntui.store.tiny import AlignDB

Row = dict[str, Any]

TEXTS = st.text(st.characters(codec="utf-8"), max_size=12)
OURS, THEIRS = "rows", "theirs"


class StoreMachine(RuleBasedStateMachine):
    """Two instances in turns, stock TinyDB between them, and a dictionary by uid beside them."""

    def __init__(self) -> None:
        super().__init__()
        self._folder = tempfile.TemporaryDirectory()
        self.path = Path(self._folder.name) / "home" / "store.json"
        self.expected: dict[str, Row] = {}
        self.foreign: list[str] = []
        self.open: list[AlignDB] = []
        self.made = 0

    @initialize()
    def begin(self) -> None:
        self.open = [AlignDB(self.path), AlignDB(self.path)]

    @rule(which=st.integers(0, 1), texts=st.lists(TEXTS, min_size=1, max_size=3))
    def insert(self, which: int, texts: list[str]) -> None:
        with self.transaction(which) as (db, rows):
            for text in texts:
                self.made += 1
                row = {"uid": f"u{self.made}", "text": text}
                rows[row["uid"]] = row
                db.put(OURS, None, row)

    @rule(which=st.integers(0, 1), data=st.data(), text=TEXTS)
    def change_and_remove(self, which: int, data: st.DataObject, text: str) -> None:
        with self.transaction(which) as (db, rows):
            for number, row in list(db.rows(OURS).items()):
                fate = data.draw(st.sampled_from(("stay", "stay", "change", "go")))
                if fate == "change":
                    rows[row["uid"]] = {**row, "text": text}
                    db.put(OURS, number, {**row, "text": text})
                elif fate == "go":
                    del rows[row["uid"]]
                    db.delete(OURS, number)

    @rule(which=st.integers(0, 1), text=TEXTS)
    def fail_half_way(self, which: int, text: str) -> None:
        with pytest.raises(ZeroDivisionError):
            fail(self.open[which], text)

    @rule(which=st.integers(0, 1), text=TEXTS)
    def fail_inside_and_go_on(self, which: int, text: str) -> None:
        with self.transaction(which) as (db, rows):
            with pytest.raises(ZeroDivisionError):
                fail(db, text)
            self.made += 1
            row = {"uid": f"u{self.made}", "text": text}
            rows[row["uid"]] = row
            db.put(OURS, None, row)

    @rule(which=st.integers(0, 1))
    def checkpoint(self, which: int) -> None:
        self.open[which].checkpoint()

    @rule(which=st.integers(0, 1), fold=st.booleans())
    def reopen(self, which: int, fold: bool) -> None:
        self.open[which].close(checkpoint=fold)
        self.open[which] = AlignDB(self.path)

    @precondition(lambda self: self.path.exists())
    @rule(which=st.integers(0, 1), torn=st.binary(min_size=1, max_size=40))
    def kill_in_mid_save(self, which: int, torn: bytes) -> None:
        # a killed process closes nothing; what it was writing has no line feed yet
        self.open[which].close(checkpoint=False)
        with self.path.with_name("store.json.journal").open("ab") as journal:
            journal.write(torn.replace(b"\n", b"").replace(b"\0", b"") or b"x")
        self.open[which] = AlignDB(self.path)

    @precondition(lambda self: self.path.exists())
    @rule()
    def edit_by_stock_tinydb(self) -> None:
        name = f"stranger {len(self.foreign)}"
        with TinyDB(self.path) as plain:
            plain.table(THEIRS).insert({"name": name})
        self.foreign.append(name)

    @invariant()
    def all_hold_the_same(self) -> None:
        for db in self.open:
            db.refresh()
            assert db.read_only is None
            assert {row["uid"]: row for row in db.rows(OURS).values()} == self.expected
            assert sorted(row["name"] for row in db.rows(THEIRS).values()) == sorted(self.foreign)

    def teardown(self) -> None:
        for db in self.open:
            db.close()
        if self.path.exists():
            with TinyDB(self.path) as plain:
                assert {row["uid"]: dict(row) for row in plain.table(OURS)} == self.expected
        self._folder.cleanup()

    @contextmanager
    def transaction(self, which: int) -> Iterator[tuple[AlignDB, dict[str, Row]]]:
        """A transaction, and the dictionary that holds once it is kept."""
        rows = dict(self.expected)
        with self.open[which].transaction():
            yield self.open[which], rows
        self.expected = rows


def fail(db: AlignDB, text: str) -> None:
    with db.transaction():
        db.put(OURS, None, {"uid": "never", "text": text})
        db.drop_table(OURS)
        raise ZeroDivisionError


TestStoreMachine = StoreMachine.TestCase
TestStoreMachine.settings = settings(max_examples=30, stateful_step_count=25)
