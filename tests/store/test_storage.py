"""The storage keeps what it says, says what it finds, and refuses what it can't trust."""

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from tinydb import TinyDB, where

from aligntui.store import opening
from aligntui.store.errors import NotSaved, StaleError, StoreDamaged, StoreError, StoreReadOnly
from aligntui.store.records import open_db
from aligntui.store.storage import FileStorage
from aligntui.store.summary import stamp
from aligntui.store.text import Tables


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "home" / "store.json"


def contents(path: Path) -> dict[str, list[Any]]:
    """What stock TinyDB reads, without what the file says of itself."""
    with TinyDB(path, access_mode="r") as db:
        return {
            name: [(row.doc_id, dict(row)) for row in db.table(name)]
            for name in sorted(db.tables() - {"_meta"})
        }


def made(path: Path, rows: int = 3) -> None:
    """A store of some documents, saved one by one."""
    with open_db(path)[0] as db:
        for n in range(rows):
            db.insert({"uid": f"b{n}", "n": n})


def files(path: Path) -> dict[str, bytes]:
    return {
        str(file.relative_to(path.parent)): file.read_bytes()
        for file in path.parent.rglob("*")
        if file.is_file()
    }


def test_looking_at_a_store_that_is_not_there_makes_no_file(path: Path) -> None:
    db, storage = open_db(path)
    assert (db.all(), storage.found.mark, storage.read_only) == ([], None, None)
    db.close()
    assert not path.parent.exists()


def test_the_file_is_whole_after_each_save_and_before_any_closing(path: Path) -> None:
    db, storage = open_db(path)
    for n in range(3):
        db.table("notes").insert({"n": n})
        assert contents(path)["notes"][-1] == (n + 1, {"n": n})
        assert storage.found.mark == stamp(path)
    db.close()


def test_a_transaction_is_one_save(path: Path) -> None:
    db, storage = open_db(path)
    with storage.transaction():
        db.table("people").insert_multiple([{"n": 1}, {"n": 2}])
        db.table("notes").insert({"n": 3})
        db.table("people").update({"n": 4}, doc_ids=[1])
        assert not path.exists()
    assert contents(path) == {"notes": [(1, {"n": 3})], "people": [(1, {"n": 4}), (2, {"n": 2})]}
    assert storage.text.gen == 1
    with storage.transaction():
        pass
    assert storage.text.gen == 1
    db.close()


def test_an_exception_leaves_nothing_in_memory_or_on_disk(path: Path) -> None:
    made(path)
    db, storage = open_db(path)
    before = contents(path)

    def spoil(document: Any) -> None:
        document["n"] = "spoilt"
        raise ZeroDivisionError

    def change() -> None:
        with storage.transaction():
            db.insert({"uid": "x"})
            db.update({"n": "changed"})
            db.remove(doc_ids=[1])
            db.table("other").insert({})
            db.update(spoil)

    with pytest.raises(ZeroDivisionError):
        change()
    assert {"_default": [(row.doc_id, dict(row)) for row in db]} == before == contents(path)
    db.insert({"uid": "after"})
    assert [row["n"] for _, row in contents(path)["_default"][:3]] == [0, 1, 2]


@pytest.mark.parametrize("bad", ["\ud800", object(), {1: 2}, b"x"])
def test_what_cant_be_written_is_refused_before_anything_is(path: Path, bad: Any) -> None:
    made(path)
    before = contents(path)
    with open_db(path)[0] as db:
        with pytest.raises(NotSaved):
            db.insert({"bad": bad})
        assert len(db) == 3
    assert contents(path) == before


def test_the_stores_own_table_is_not_for_others(path: Path) -> None:
    with open_db(path)[0] as db:
        with pytest.raises(StoreError, match="_meta"):
            db.table("_meta").insert({})
        assert db.tables() == set()


# -- others write, too


def test_a_second_window_follows_the_first(path: Path) -> None:
    (one, _), (two, storage) = open_db(path), open_db(path)
    told: list[tuple[int, int]] = []

    def tell(before: Tables, after: Tables) -> None:
        told.append((len(before.get("_default", ())), len(after.get("_default", ()))))

    storage.changed = tell
    one.insert({"n": 1})
    assert two.all() == []
    storage.refresh()
    assert [dict(row) for row in two] == [{"n": 1}]
    storage.refresh()
    one.insert({"n": 2})
    with storage.transaction():
        two.insert({"n": 3})
    assert told == [(0, 1), (1, 2)]
    assert [row["n"] for _, row in contents(path)["_default"]] == [1, 2, 3]


def test_a_write_outside_of_a_transaction_never_writes_over_others(path: Path) -> None:
    made(path)
    (one, _), (two, _) = open_db(path), open_db(path)
    one.insert({"n": "theirs"})
    with pytest.raises(StaleError, match="try again"):
        two.insert({"n": "ours"})
    two.insert({"n": "ours"})
    assert [row["n"] for _, row in contents(path)["_default"]] == [0, 1, 2, "theirs", "ours"]


INSERTS = """
import sys
from tinydb.table import Document
from aligntui.store.records import open_db
db, storage = open_db(sys.argv[1])
for i in range(50):
    with storage.transaction():
        number = max((row.doc_id for row in db), default=0) + 1
        db.insert(Document({"by": sys.argv[2], "i": i}, number))
db.close()
"""


def test_two_processes_lose_nothing_and_number_nothing_twice(path: Path) -> None:
    children = [subprocess.Popen([sys.executable, "-c", INSERTS, path, by]) for by in "ab"]
    assert [child.wait(60) for child in children] == [0, 0]
    found = contents(path)["_default"]
    assert sorted((row["by"], row["i"]) for _, row in found) == [
        (by, i) for by in "ab" for i in range(50)
    ]
    assert sorted(number for number, _ in found) == list(range(1, 101))


def test_a_plain_tinydb_file_is_taken_over_and_a_copy_kept(path: Path) -> None:
    path.parent.mkdir(mode=0o700)
    with TinyDB(path) as plain:
        plain.insert({"n": 1})
    before = path.read_bytes()
    with open_db(path)[0] as db:
        assert db.insert({"n": 2}) == 2
    assert before in files(path).values()
    assert contents(path) == {"_default": [(1, {"n": 1}), (2, {"n": 2})]}


def test_an_edit_by_plain_tinydb_while_closed_is_accepted_and_said_once(path: Path) -> None:
    made(path)
    with TinyDB(path) as plain:
        plain.insert({"n": 2})
    edited = path.read_bytes()
    db, storage = open_db(path)
    assert len(db) == 4
    assert "changed by another program" in storage.notes[0]
    db.close()
    assert edited in files(path).values()
    db, storage = open_db(path)
    assert (len(db), storage.notes) == (4, [])


def test_an_edit_while_open_is_taken_in_and_both_states_are_kept(path: Path) -> None:
    made(path)
    db, storage = open_db(path)
    ours = path.read_bytes()
    with TinyDB(path) as plain:
        plain.insert({"uid": "theirs"})
        plain.update({"n": "changed"}, doc_ids=[1])
        plain.remove(doc_ids=[2])
    theirs = path.read_bytes()
    storage.refresh()
    assert "documents that differ: 3" in storage.notes[-1]
    with storage.transaction():
        db.insert({"uid": "after"})
    assert [row["uid"] for _, row in contents(path)["_default"]] == ["b0", "b2", "theirs", "after"]
    assert {ours, theirs} <= {*files(path).values()}
    assert len(storage.notes) == 1


def test_unknown_tables_and_fields_are_kept(path: Path) -> None:
    made(path)
    data = json.loads(path.read_bytes())
    data["from the future"] = {"9": {"x": [1]}}
    data["_meta"]["1"]["colour"] = "blue"
    path.write_text(json.dumps(data))
    with open_db(path)[0] as db:
        db.insert({"n": 2})
    data = json.loads(path.read_bytes())
    assert data["from the future"] == {"9": {"x": [1]}}
    assert data["_meta"]["1"]["colour"] == "blue"


# -- what is found at the start


def test_a_file_that_cant_be_trusted_is_refused_and_left_alone(path: Path) -> None:
    made(path)
    for data in (b"", b"{", b"[]", path.read_bytes()[:-9]):
        path.write_bytes(data)
        names = sorted(path.parent.iterdir())
        with pytest.raises(StoreDamaged, match="nothing was changed"):
            open_db(path)
        assert (path.read_bytes(), sorted(path.parent.iterdir())) == (data, names)


def test_a_half_copied_file_is_not_taken_over_the_open_one(path: Path) -> None:
    made(path)
    data = path.read_bytes()
    db, storage = open_db(path)
    path.write_bytes(data[:50])
    storage.refresh()
    assert len(db) == 3
    with pytest.raises(StoreDamaged):
        db.insert({})
    path.write_bytes(data)
    storage.refresh()
    db.insert({"uid": "x"})
    assert len(contents(path)["_default"]) == 4


def test_a_store_that_disappears_is_said_and_memory_keeps_it(path: Path) -> None:
    made(path)
    db, storage = open_db(path)
    away = path.parent.with_name("away")
    path.parent.rename(away)
    storage.refresh()
    with pytest.raises(StoreError, match="disappeared"):
        db.insert({})
    assert len(db) == 3
    shutil.rmtree(path.parent)
    away.rename(path.parent)
    db.insert({"uid": "x"})
    assert len(contents(path)["_default"]) == 4


@pytest.mark.parametrize("field", ["schema", "min_reader"])
def test_a_newer_schema_can_only_be_read(path: Path, field: str) -> None:
    made(path)
    data = json.loads(path.read_bytes())
    data["_meta"]["1"] |= {field: opening.SCHEMA + 1, "version": "7.1"}
    path.write_text(json.dumps(data))
    before = path.read_bytes()
    db, storage = open_db(path)
    assert "written by aligntui 7.1; update aligntui" in (storage.read_only or "")
    assert len(db) == 3
    db.close()
    assert path.read_bytes() == before


# -- the disk refuses


def refusing(number: int) -> Callable[..., Any]:
    def refuse(*_: Any) -> Any:
        raise OSError(number, os.strerror(number))

    return refuse


def short_then_full(fd: int, data: Any) -> int:
    if len(data) < 20:
        raise OSError(28, os.strerror(28))
    return os.pwrite(fd, bytes(data[: len(data) // 2]), os.fstat(fd).st_size)


@pytest.mark.parametrize(
    ("call", "instead"),
    [("write", refusing(28)), ("write", short_then_full), ("replace", refusing(28))],
)
def test_a_full_disk_is_said_and_the_store_goes_on(
    path: Path, monkeypatch: pytest.MonkeyPatch, call: str, instead: Callable[..., Any]
) -> None:
    made(path)
    db, storage = open_db(path)
    before = files(path)
    with monkeypatch.context() as patch:
        patch.setattr(os, call, instead)
        with pytest.raises(NotSaved, match="not saved: disk full"):
            db.insert({"uid": "lost"})
        with pytest.raises(NotSaved):
            db.remove(doc_ids=[1])
    assert files(path)["store.json"] == before["store.json"]
    assert (len(db), storage.read_only) == (3, None)
    db.insert({"uid": "kept"})
    assert len(contents(path)["_default"]) == 4
    assert not [name for name in files(path) if name.endswith(".tmp")]


def test_after_a_failed_sync_nothing_is_written_any_more(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made(path)
    db, _ = open_db(path)
    calls: list[int] = []

    def fail(fd: int) -> None:
        calls.append(fd)
        raise OSError(5, os.strerror(5))

    monkeypatch.setattr(os, "fdatasync", fail)
    with pytest.raises(NotSaved, match="disk"):
        db.insert({"uid": "lost"})
    with pytest.raises(StoreReadOnly, match="disk"):
        db.insert({"uid": "lost too"})
    db.close()
    assert (len(calls), len(db)) == (1, 3)
    monkeypatch.undo()
    with open_db(path)[0] as db:
        db.insert({"uid": "kept"})


def test_after_a_failed_sync_of_the_folder_what_is_there_is_said(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made(path)
    db, storage = open_db(path)
    with monkeypatch.context() as patch:
        patch.setattr("aligntui.store.files.sync_directory", refusing(5))
        db.insert({"uid": "there"})
    assert "saved, but the disk of" in storage.notes[-1]
    assert len(contents(path)["_default"]) == 4
    with pytest.raises(StoreReadOnly, match="disk"):
        db.insert({})


def test_a_repair_that_cant_be_made_now_is_made_later(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made(path)
    with TinyDB(path) as plain:
        plain.insert({"uid": "theirs"})
    with monkeypatch.context() as patch:
        patch.setattr(os, "write", refusing(28))
        db, storage = open_db(path)
        assert len(db) == 4
        assert "repair postponed" in storage.notes[-1]
        with pytest.raises(NotSaved), storage.transaction():
            db.insert({"uid": "x"})
    with storage.transaction():
        db.insert({"uid": "x"})
    assert len(contents(path)["_default"]) == 5


def test_a_place_that_cant_be_written_can_be_read(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made(path)
    real = os.open

    def only_reading(file: Any, flags: int, *rest: Any, **more: Any) -> int:
        if flags & (os.O_RDWR | os.O_WRONLY | os.O_CREAT):
            raise OSError(30, os.strerror(30))
        return real(file, flags, *rest, **more)

    monkeypatch.setattr(os, "open", only_reading)
    with open_db(path)[0] as db:
        assert len(db) == 3
        with pytest.raises(StoreReadOnly, match="written"):
            db.insert({})
    monkeypatch.setattr(os, "access", lambda *_: False)
    db, storage = open_db(path)
    assert storage.read_only is not None
    assert len(db) == 3


@pytest.mark.parametrize("number", [5, 13])
def test_a_file_that_cant_be_read_is_said_in_one_line(
    path: Path, monkeypatch: pytest.MonkeyPatch, number: int
) -> None:
    made(path)
    monkeypatch.setattr(os, "open", refusing(number))
    with pytest.raises(StoreError, match="can't be read"):
        open_db(path)


def test_opened_for_reading_it_writes_nothing(path: Path) -> None:
    made(path)
    with TinyDB(path) as plain:
        plain.insert({"uid": "theirs"})
    before = files(path)
    with open_db(path, read_only=True)[0] as db:
        assert len(db) == 4
        with pytest.raises(StoreReadOnly, match="reading only"):
            db.insert({})
    assert files(path) == before


# -- kept states


def test_the_state_before_each_save_is_kept_and_the_first_of_a_day(path: Path) -> None:
    db, _ = open_db(path)
    states = []
    for n in range(4):
        db.insert({"n": n})
        states.append(path.read_bytes())
    db.close()
    kept = {name: data for name, data in files(path).items() if name.startswith("backups/")}
    assert sorted(kept.values()) == sorted([states[0], states[2]])
    assert kept["backups/store-previous.json"] == states[2]


# -- private


def test_everything_is_private_whatever_the_umask(path: Path) -> None:
    before = os.umask(0)
    try:
        made(path)
    finally:
        os.umask(before)
    assert path.parent.stat().st_mode & 0o777 == 0o700
    for entry in path.parent.rglob("*"):
        assert entry.stat().st_mode & 0o777 == (0o700 if entry.is_dir() else 0o600)


def test_files_open_to_others_are_tightened_and_it_is_said(path: Path) -> None:
    made(path)
    path.chmod(0o644)
    db, storage = open_db(path)
    assert "private now" in storage.notes[0]
    db.close()
    assert path.stat().st_mode & 0o777 == 0o600


def test_a_directory_in_which_anybody_writes_is_refused(path: Path) -> None:
    path.parent.mkdir()
    path.parent.chmod(0o777)
    with pytest.raises(StoreError, match="chmod 700"):
        open_db(path)


def test_a_linked_store_is_written_where_it_really_is(path: Path, tmp_path: Path) -> None:
    made(path)
    link = tmp_path / "link.json"
    link.symlink_to(path)
    with open_db(link)[0] as db:
        db.insert({"uid": "x"})
    assert link.is_symlink()
    assert stamp(link) == stamp(path)
    assert len(contents(path)["_default"]) == 4


@pytest.mark.parametrize("name", ["store.json.lock", "store.json.journal"])
def test_hostile_links_beside_the_store_are_not_followed(
    path: Path, tmp_path: Path, name: str
) -> None:
    made(path)
    victim = tmp_path / "victim"
    victim.write_bytes(b"mine")
    path.with_name(name).unlink(missing_ok=True)
    path.with_name(name).symlink_to(victim)
    with pytest.raises(StoreError, match="symbolic link"):
        open_db(path)[0].insert({})
    assert victim.read_bytes() == b"mine"


def test_what_a_killed_process_left_is_swept_up(path: Path) -> None:
    made(path)
    left = path.with_name(".store.json.99999-abcdef.tmp")
    left.write_bytes(b"private")
    open_db(path)[0].close()
    assert not left.exists()


def test_the_class_under_tinydb_is_a_storage_and_its_tables_are_stock(path: Path) -> None:
    db, storage = open_db(path)
    assert type(db) is TinyDB
    assert type(storage) is FileStorage
    assert type(db.table("people")).__module__ == "tinydb.table"
    assert where("n") is not None
