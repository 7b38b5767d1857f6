"""Whatever happens in whatever order, the store holds what a dictionary holds."""

import json
import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule
from tinydb import TinyDB, where
from tinydb.table import Document

from aligntui.store.records import open_db
from tests.faults.child import Child, Say
from tests.faults.script import by_tinydb

if TYPE_CHECKING:
    from aligntui.store.storage import FileStorage

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
        self.open: list[tuple[TinyDB, FileStorage]] = []
        self.made = 0

    @initialize()
    def begin(self) -> None:
        self.open = [open_db(self.path), open_db(self.path)]

    @rule(which=st.integers(0, 1), texts=st.lists(TEXTS, min_size=1, max_size=3))
    def insert(self, which: int, texts: list[str]) -> None:
        with self.transaction(which) as (db, rows):
            for text in texts:
                self.made += 1
                row = {"uid": f"u{self.made}", "text": text}
                rows[row["uid"]] = row
                insert(db, row)

    @rule(which=st.integers(0, 1), data=st.data(), text=TEXTS)
    def change_and_remove(self, which: int, data: st.DataObject, text: str) -> None:
        with self.transaction(which) as (db, rows):
            for row in table(db).all():
                fate = data.draw(st.sampled_from(("stay", "stay", "change", "go")))
                if fate == "change":
                    rows[row["uid"]] = {**row, "text": text}
                    table(db).update({"text": text}, doc_ids=[row.doc_id])
                elif fate == "go":
                    del rows[row["uid"]]
                    table(db).remove(where("uid") == row["uid"])

    @rule(which=st.integers(0, 1), text=TEXTS)
    def one_call_without_a_transaction(self, which: int, text: str) -> None:
        db, storage = self.open[which]
        storage.refresh()
        self.made += 1
        row = {"uid": f"u{self.made}", "text": text}
        insert(db, row)
        self.expected = {**self.expected, row["uid"]: row}

    @rule(which=st.integers(0, 1), text=TEXTS)
    def fail_half_way(self, which: int, text: str) -> None:
        with pytest.raises(ZeroDivisionError):
            fail(*self.open[which], text)

    @rule(which=st.integers(0, 1), text=TEXTS)
    def be_killed_in_mid_save(self, which: int, text: str) -> None:
        with Child(lambda say: self._die(text, say)) as child:
            assert child.end() == DIED, child.words
        self.reopen(which)

    @rule(which=st.integers(0, 1))
    def leave_and_come_back(self, which: int) -> None:
        self.reopen(which)

    @precondition(lambda self: self.path.exists())
    @rule()
    def edit_by_stock_tinydb(self) -> None:
        name = f"stranger {len(self.foreign)}"
        with TinyDB(self.path) as plain:
            plain.table(THEIRS).insert({"name": name})
        self.foreign.append(name)

    @precondition(lambda self: self.path.exists())
    @rule(indent=st.sampled_from((None, 2)))
    def rewrite_as_jq_does(self, indent: int | None) -> None:
        other = self.path.with_name("other")
        other.write_text(json.dumps(json.loads(self.path.read_bytes()), indent=indent))
        other.replace(self.path)

    @invariant()
    def all_hold_the_same(self) -> None:
        for db, storage in self.open:
            storage.refresh()
            assert storage.read_only is None
            self.is_expected({name: db.table(name, cache_size=0).all() for name in (OURS, THEIRS)})
        if self.path.exists():
            found = by_tinydb(self.path)
            self.is_expected({name: [*found.get(name, {}).values()] for name in (OURS, THEIRS)})

    def reopen(self, which: int) -> None:
        self.open[which][0].close()
        self.open[which] = open_db(self.path)

    def is_expected(self, found: dict[str, Any]) -> None:
        assert {row["uid"]: dict(row) for row in found[OURS]} == self.expected
        assert len(found[OURS]) == len(self.expected)
        assert sorted(row["name"] for row in found[THEIRS]) == sorted(self.foreign)

    def teardown(self) -> None:
        for db, _ in self.open:
            db.close()
        self._folder.cleanup()

    def _die(self, text: str, say: Say) -> None:
        def die(*_: object) -> None:
            os._exit(DIED)

        os.replace = die  # type: ignore[assignment]  # it is forked
        db, _ = open_db(self.path)
        insert(db, {"uid": "never", "text": text})

    @contextmanager
    def transaction(self, which: int) -> Iterator[tuple[TinyDB, dict[str, Row]]]:
        """A transaction, and the dictionary that holds once it is kept."""
        rows = dict(self.expected)
        db, storage = self.open[which]
        with storage.transaction():
            yield db, rows
        self.expected = rows


DIED = 9


def table(db: TinyDB) -> Any:
    """The table of ours, which remembers nothing across what others write."""
    return db.table(OURS, cache_size=0)


def fail(db: TinyDB, storage: "FileStorage", text: str) -> None:
    """A transaction that comes to nothing."""
    with storage.transaction():
        insert(db, {"uid": "never", "text": text})
        table(db).update({"text": text})
        db.drop_table(OURS)
        raise ZeroDivisionError


def insert(db: TinyDB, row: Row) -> None:
    """Insert a row under a number of our own: a table's next number is not told what others add."""
    number = max((each.doc_id for each in table(db)), default=0) + 1
    table(db).insert(Document(row, number))


TestStoreMachine = StoreMachine.TestCase
TestStoreMachine.settings = settings(max_examples=30, stateful_step_count=25)
