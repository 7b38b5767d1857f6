"""The store keeps what it says, says what it finds, and refuses what it can't trust."""

import json
import os
import random
import re
import shutil
import subprocess
import sys
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from tinydb import TinyDB, where

from aligntui.store import disk, migrations
from aligntui.store.errors import NotSaved, StoreDamaged, StoreError, StoreReadOnly
from aligntui.store.stamp import stamp
from aligntui.store.state import Op
from aligntui.store.tiny import AlignDB


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "home" / "store.json"


def contents(path: Path) -> dict[str, list[Any]]:
    """Everything as an observer sees it who writes nothing."""
    db = AlignDB(path, read_only=True)
    found = {name: [(i, db.rows(name)[i]) for i in db.rows(name)] for name in sorted(db.tables())}
    db.close()
    return found


def pending(path: Path, saves: int = 3) -> None:
    """A store with a base of three documents and some saves in its journal."""
    with AlignDB(path) as db:
        db.insert_multiple({"uid": f"b{i}", "n": i} for i in range(3))
    db = AlignDB(path)
    for i in range(saves):
        db.insert({"uid": f"j{i}", "n": 10 + i})
    db.close(checkpoint=False)


def journal_of(path: Path) -> Path:
    return path.with_name(path.name + ".journal")


def kept(path: Path) -> list[str]:
    """What was set aside, without the backups of each day."""
    names = [entry.name for entry in path.parent.rglob("*") if "torn" in entry.name]
    names += [entry.name for entry in path.parent.glob("backups/*")]
    return sorted(name for name in names if not re.search(r"-\d{8}-g\d+\.json", name))


def files(path: Path) -> dict[Path, bytes]:
    return {entry: entry.read_bytes() for entry in path.parent.rglob("*") if entry.is_file()}


# -- transactions


def test_looking_at_a_store_that_is_not_there_makes_no_file(path: Path) -> None:
    for read_only in (True, False):
        with AlignDB(path, read_only=read_only) as db:
            assert (db.all(), db.tables(), db.notes) == ([], set(), [])
            assert (db.stamp(), stamp(path)) == ((), None)
            assert db.refresh() == []
    assert not path.parent.exists()


def test_a_transaction_is_kept_whole_in_one_line(path: Path) -> None:
    with AlignDB(path) as db:
        db.insert({"a": 0})
        lines = journal_of(path).read_bytes().count(b"\n")
        with db.transaction():
            number = db.put("people", None, {"name": "Ann"})
            db.table("notes").insert({"person": number})
            db.remove(doc_ids=[1])
            assert len(db) == 0
            assert db.tables() == {"_default", "people", "notes"}
        assert journal_of(path).read_bytes().count(b"\n") == lines + 1
        assert contents(path) == {
            "_default": [],
            "notes": [(1, {"person": 1})],
            "people": [(1, {"name": "Ann"})],
        }


def failing(db: AlignDB) -> None:
    with db.transaction():
        db.remove(where("n") == 1)
        db.insert({"n": 9})
        db.drop_table("_default")
        raise ZeroDivisionError


def test_an_exception_leaves_nothing_in_memory_or_on_disk(path: Path) -> None:
    with AlignDB(path) as db:
        db.insert_multiple([{"n": i} for i in range(4)])
        before, files = db.all(), (path.read_bytes(), journal_of(path).read_bytes())
        with pytest.raises(ZeroDivisionError):
            failing(db)
        assert (db.all(), (path.read_bytes(), journal_of(path).read_bytes())) == (before, files)
        assert db.insert({"n": 5}) == 5


def test_an_inner_transaction_joins_the_outer(path: Path) -> None:
    with AlignDB(path) as db:
        with db.transaction():
            db.insert({"n": 1})
            with pytest.raises(ZeroDivisionError):
                failing(db)
            db.insert({"n": 3})
        assert [document["n"] for document in db] == [1, 3]
        assert db.version == (1, 1)


def test_a_caught_failure_half_way_through_an_update_changes_nothing(path: Path) -> None:
    def fail(document: Any) -> None:
        if document["n"] == 2:
            raise KeyError("stop")
        document["n"] = 100

    with AlignDB(path) as db:
        db.insert_multiple({"n": i} for i in range(4))
        with db.transaction():
            with pytest.raises(KeyError):
                db.update(fail)
            db.insert({"n": 7})
        assert [document["n"] for document in db] == [0, 1, 2, 3, 7]


@pytest.mark.parametrize("bad", [float("nan"), "\ud800", object(), {1: 2}, b"x"])
def test_what_cant_be_written_is_refused_before_anything_is(path: Path, bad: Any) -> None:
    with AlignDB(path) as db:
        db.insert({"n": 1})
        before = journal_of(path).read_bytes()
        with pytest.raises((TypeError, ValueError)):
            db.insert({"n": bad})
        with pytest.raises((TypeError, ValueError)):
            db.update({"n": bad})
        with pytest.raises((TypeError, ValueError)):
            db.insert_multiple([{"n": 2}, {"n": bad}])
        assert journal_of(path).read_bytes() == before
        assert db.all() == [{"n": 1}]


def test_results_and_arguments_never_alias_the_state(path: Path) -> None:
    mine = {"tags": ["a"]}
    with AlignDB(path) as db:
        db.insert(mine)
        mine["tags"].append("b")
        for found in (db.all()[0], db.search(where("tags").exists())[0], db.get(doc_id=1)):
            found["tags"].append("c")
        data = db.storage.read()
        assert data is not None
        data["_default"]["1"]["tags"].append("d")
        assert db.all() == [{"tags": ["a"]}]


def test_rows_show_what_is_kept_and_only_that(path: Path) -> None:
    with AlignDB(path) as db:
        rows = db.rows("people")
        with db.transaction():
            db.put("people", 5, {"name": "Ann"})
            assert dict(rows) == {}
        assert dict(rows) == {5: {"name": "Ann"}}
        assert db.put("people", None, {"name": "Bob"}) == 6
        db.delete("people", 6)
        with pytest.raises(KeyError):
            db.delete("people", 6)
        assert db.put("people", None, {"name": "Cid"}) == 7
        db.delete("people", 7)
    with AlignDB(path) as db:
        assert db.put("people", None, {"name": "Dee"}) == 8


def test_the_stores_own_table_is_not_for_others(path: Path) -> None:
    with AlignDB(path) as db:
        with pytest.raises(StoreError, match="_meta"):
            db.put("_meta", None, {})
        with pytest.raises(StoreError, match="_meta"):
            db.table("_meta").insert({})
        assert db.tables() == set()


def test_another_thread_waits_and_sees_nothing_half_done(path: Path) -> None:
    with AlignDB(path) as db:
        seen: list[int] = []
        other = threading.Thread(target=lambda: db.insert({"n": 2}))
        with db.transaction():
            db.insert({"n": 1})
            other.start()
            look = threading.Thread(target=lambda: seen.append(len(db)))
            look.start()
            look.join()
        other.join()
        assert seen == [0]
        assert [document["n"] for document in db] == [1, 2]


# -- following others


def test_a_second_window_follows_the_first(path: Path) -> None:
    with AlignDB(path) as one, AlignDB(path) as two:
        told: list[list[Op] | None] = []
        one.insert({"n": 1})
        assert two.refresh() is None
        stop = two.listen(told.append)
        one.insert({"n": 2})
        one.remove(doc_ids=[1])
        ops = two.refresh()
        assert ops is not None
        assert [(op.verb, op.doc_id, op.document, op.previous) for op in ops] == [
            ("put", 2, {"n": 2}, None),
            ("del", 1, None, {"n": 1}),
        ]
        assert two.refresh() == []
        assert two.insert({"n": 3}) == 3
        assert [[op.verb for op in ops or []] for ops in told] == [["put", "del"], ["put"]]
        stop()
        assert (one.refresh(), len(told)) == ([Op("put", "_default", 3, {"n": 3})], 2)
        assert one.stamp() == two.stamp() == tuple(stamp(path) or ())
        assert one.version == two.version == (1, 4)


def test_another_windows_checkpoint_needs_no_reading_anew(path: Path) -> None:
    with AlignDB(path) as one, AlignDB(path) as two:
        one.insert({"n": 1})
        two.refresh()
        one.checkpoint()
        one.insert({"n": 2})
        assert [op.document for op in two.refresh() or []] == [{"n": 2}]
        assert two.version == one.version == (2, 1)
        assert two.insert({"n": 3}) == 3
        assert one.refresh() == [Op("put", "_default", 3, {"n": 3})]


INSERTS = """
import sys
from aligntui.store.tiny import AlignDB
with AlignDB(sys.argv[1]) as db:
    for i in range(100):
        db.insert({"by": sys.argv[2], "i": i})
        if i % 25 == 24:
            db.checkpoint()
"""


def test_two_processes_lose_nothing_and_number_nothing_twice(path: Path) -> None:
    children = [subprocess.Popen([sys.executable, "-c", INSERTS, path, by]) for by in "ab"]
    assert [child.wait(60) for child in children] == [0, 0]
    with TinyDB(path) as db:
        assert sorted((d["by"], d["i"]) for d in db) == [(b, i) for b in "ab" for i in range(100)]
        assert sorted(d.doc_id for d in db) == list(range(1, 201))


# -- the file is the user's


def test_plain_tinydb_opens_all_of_it_after_close(path: Path) -> None:
    pending(path)
    with AlignDB(path) as db:
        expected = db.all()
    with TinyDB(path) as plain:
        assert plain.all() == expected
        meta = plain.table("_meta").get(doc_id=1)
    assert set(meta) == {
        *("format", "schema", "min_reader", "store_id", "gen", "folded"),
        *("ids", "version", "writer", "created", "updated"),
    }


def test_a_plain_tinydb_file_is_taken_over_and_a_copy_kept(path: Path) -> None:
    path.parent.mkdir()
    with TinyDB(path) as plain:
        plain.insert({"n": 1})
    with AlignDB(path) as db:
        assert db.insert({"n": 2}) == 2
    assert len(kept(path)) == 1
    assert contents(path) == {"_default": [(1, {"n": 1}), (2, {"n": 2})]}


def test_an_edit_by_plain_tinydb_while_closed_is_accepted_and_said(path: Path) -> None:
    with AlignDB(path) as db:
        db.insert({"n": 1})
    with TinyDB(path) as plain:
        plain.insert({"n": 2})
    with AlignDB(path) as db:
        assert [document["n"] for document in db] == [1, 2]
        assert "changed by another program" in db.notes[0]
    assert kept(path)
    with AlignDB(path) as db:
        assert db.notes == []


def test_an_edit_by_plain_tinydb_while_open_keeps_both(path: Path) -> None:
    pending(path, 0)
    with AlignDB(path) as db:
        assert db.insert({"uid": "ours"}) == 4
        db.insert({"uid": "gone"})
        db.remove(where("uid") == "gone")
        with TinyDB(path) as plain:
            assert plain.insert({"uid": "theirs"}) == 4
            assert plain.insert({"uid": "theirs too"}) == 5
            plain.update({"n": "changed"}, doc_ids=[1])
        assert db.insert({"uid": "after"}) == 8
        assert any("documents renumbered: 2" in note for note in db.notes)
    found = {doc["uid"]: number for number, doc in contents(path)["_default"]}
    assert found.pop("b0") == 1
    assert found == {"b1": 2, "b2": 3, "theirs": 4, "theirs too": 5, "ours": 6, "after": 8}
    assert contents(path)["_default"][0][1]["n"] == "changed"


def test_unknown_tables_and_fields_are_kept(path: Path) -> None:
    with AlignDB(path) as db:
        db.insert({"n": 1})
    data = json.loads(path.read_bytes())
    data["from the future"] = {"9": {"x": [1]}}
    data["_meta"]["1"]["colour"] = "blue"
    path.write_text(json.dumps(data))
    with AlignDB(path) as db:
        db.insert({"n": 2})
    data = json.loads(path.read_bytes())
    assert data["from the future"] == {"9": {"x": [1]}}
    assert data["_meta"]["1"]["colour"] == "blue"


# -- what is found at the start


def test_a_base_that_cant_be_read_is_refused_and_left_alone(path: Path) -> None:
    pending(path)
    for data in (b"", b"{", b"[]", path.read_bytes()[:-9]):
        path.write_bytes(data)
        names = sorted(path.parent.iterdir())
        with pytest.raises(StoreDamaged, match="nothing was changed"):
            AlignDB(path)
        assert (path.read_bytes(), sorted(path.parent.iterdir())) == (data, names)


def test_a_journal_without_its_base_is_refused(path: Path) -> None:
    pending(path)
    path.unlink()
    with pytest.raises(StoreDamaged, match="missing"):
        AlignDB(path)


def test_a_first_save_cut_short_is_a_first_run(path: Path) -> None:
    with AlignDB(path) as db:
        db.insert({"n": 1})
        header = journal_of(path).read_bytes().split(b"\n")[0] + b"\n"
    path.unlink()
    shutil.rmtree(path.parent / "backups")
    journal_of(path).write_bytes(header)
    with AlignDB(path) as db:
        assert (db.all(), db.notes) == ([], [])
        db.insert({"n": 2})
    assert contents(path) == {"_default": [(1, {"n": 2})]}


def test_a_torn_tail_is_set_aside_at_every_byte(path: Path) -> None:
    pending(path)
    data = journal_of(path).read_bytes()
    start = data.rindex(b"\n", 0, -1) + 1
    for cut in range(start + 1, len(data)):
        journal_of(path).write_bytes(data[:cut])
        with AlignDB(path) as db:
            assert [document["uid"] for document in db] == ["b0", "b1", "b2", "j0", "j1"]
            assert db.notes == []
            db.close(checkpoint=False)
        assert journal_of(path).read_bytes() == data[:start]
    assert len(kept(path)) == len(data) - start - 1


def test_a_damaged_last_save_is_set_aside_and_said(path: Path) -> None:
    pending(path)
    data = bytearray(journal_of(path).read_bytes())
    data[-5] ^= 1
    journal_of(path).write_bytes(data)
    with AlignDB(path) as db:
        assert len(db) == 5
        assert "damaged and was set aside" in db.notes[0]
        assert db.insert({"uid": "next"}) == 6
    assert len(kept(path)) == 1


def test_damage_in_the_middle_can_only_be_looked_at(path: Path) -> None:
    pending(path)
    data = journal_of(path).read_bytes()
    journal_of(path).write_bytes(data.replace(b"j1", b"jX"))
    with AlignDB(path) as db:
        assert len(db) == 4
        assert db.read_only is not None
        assert "damaged after save 1" in db.read_only
        with pytest.raises(StoreReadOnly):
            db.insert({})
        assert not db.checkpoint()
    assert journal_of(path).read_bytes() == data.replace(b"j1", b"jX")


def test_an_older_base_is_not_written_over(path: Path) -> None:
    pending(path)
    old = path.read_bytes()
    with AlignDB(path) as db:
        db.insert({"uid": "new"})
        db.checkpoint()
        path.write_bytes(old)
        with pytest.raises(StoreReadOnly, match="older"):
            db.insert({"uid": "lost"})
    assert path.read_bytes() == old
    with AlignDB(path) as db:
        assert "older" in (db.read_only or "")


def test_a_stale_journal_is_not_applied_twice(path: Path) -> None:
    pending(path)
    before = journal_of(path).read_bytes()
    with AlignDB(path) as db:
        db.remove(where("uid") == "j0")
        expected = db.all()
        before = journal_of(path).read_bytes()
    journal_of(path).write_bytes(before)
    with AlignDB(path) as db:
        assert db.all() == expected
        assert db.notes == []
    assert len(kept(path)) == 1


def test_a_newer_base_from_elsewhere_takes_our_saves_along(path: Path, tmp_path: Path) -> None:
    pending(path, 0)
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    (elsewhere / "store.json").write_bytes(path.read_bytes())
    with AlignDB(elsewhere / "store.json") as other:
        other.insert({"uid": "theirs"})
    with AlignDB(path) as db:
        db.insert({"uid": "ours"})
        os.replace(elsewhere / "store.json", path)
        assert db.refresh() is None
        assert {d["uid"] for d in db} == {"b0", "b1", "b2", "theirs", "ours"}
        db.insert({"uid": "more"})
    assert len(contents(path)["_default"]) == 6


def test_a_half_copied_base_is_not_taken_over_the_open_one(path: Path) -> None:
    pending(path)
    data = path.read_bytes()
    with AlignDB(path) as db:
        path.write_bytes(data[:50])
        assert db.refresh() == []
        assert len(db) == 6
        with pytest.raises(StoreDamaged):
            db.insert({})
        path.write_bytes(data)
        db.insert({"uid": "x"})
        assert len(db) == 7


def test_a_store_that_disappears_is_said_and_memory_keeps_it(path: Path) -> None:
    pending(path)
    with AlignDB(path) as db:
        away = path.parent.with_name("away")
        path.parent.rename(away)
        with pytest.raises(StoreError, match="disappeared"):
            db.insert({})
        assert len(db) == 6
        for name in ("store.json", "store.json.journal"):
            os.replace(away / name, path.parent / name)
        assert db.insert({"uid": "x"}) == 7


def test_a_journal_that_disappears_is_written_anew_from_memory(path: Path) -> None:
    pending(path)
    with AlignDB(path) as db:
        journal_of(path).unlink()
        db.insert({"uid": "x"})
        assert any("disappeared" in note for note in db.notes)
    assert len(contents(path)["_default"]) == 7


def test_a_missing_journal_is_said(path: Path) -> None:
    pending(path)
    journal_of(path).unlink()
    with AlignDB(path) as db:
        assert "may be lost" in db.notes[0]


def test_another_stores_journal_is_not_applied(path: Path, tmp_path: Path) -> None:
    pending(path)
    pending(tmp_path / "other.json")
    os.replace(tmp_path / "other.json.journal", journal_of(path))
    with AlignDB(path) as db:
        assert "another store" in (db.read_only or "")
        assert len(db) == 3


@pytest.mark.parametrize("field", ["schema", "min_reader"])
def test_a_newer_schema_can_only_be_read(path: Path, field: str) -> None:
    pending(path, 0)
    data = json.loads(path.read_bytes())
    data["_meta"]["1"][field] = migrations.SCHEMA + 1
    path.write_text(json.dumps(data))
    before = path.read_bytes()
    with AlignDB(path) as db:
        assert "update aligntui" in (db.read_only or "")
        assert len(db) == 3
    assert path.read_bytes() == before


def test_an_older_schema_is_lifted_once_and_a_copy_kept(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pending(path)

    def lift(tables: Any) -> None:
        rows = tables["_default"]
        for number in list(rows):
            rows.put(number, {**rows[number], "lifted": rows[number].get("lifted", 0) + 1})

    monkeypatch.setattr(migrations, "STEPS", {1: lift})
    monkeypatch.setattr(migrations, "SCHEMA", 2)
    monkeypatch.setattr("aligntui.store.opening.SCHEMA", 2)
    monkeypatch.setattr("aligntui.store.checkpoint.SCHEMA", 2)
    for _ in range(2):
        with AlignDB(path) as db:
            assert [document["lifted"] for document in db] == [1] * 6
    assert kept(path) == ["store-before-v2.json", "store-before-v2.json.journal"]


def test_no_flipped_bit_goes_unnoticed(path: Path) -> None:
    pending(path, 6)
    files = {file: file.read_bytes() for file in (path, journal_of(path))}
    expected = contents(path)
    chance = random.Random(5)
    for round_ in range(300):
        for file, data in files.items():
            file.write_bytes(data)
        file = list(files)[round_ % 2]
        bad = bytearray(files[file])
        bad[chance.randrange(len(bad))] ^= 1 << chance.randrange(8)
        file.write_bytes(bad)
        try:
            with AlignDB(path) as db:
                same = {n: [(i, db.rows(n)[i]) for i in db.rows(n)] for n in sorted(db.tables())}
                assert db.notes or db.read_only or same == expected, (file, bytes(bad))
        except StoreDamaged:
            assert file.read_bytes() == bad


# -- the disk refuses


def refusing(number: int) -> Callable[..., Any]:
    def refuse(*_: Any) -> Any:
        raise OSError(number, os.strerror(number))

    return refuse


def short_then_full(fd: int, data: Any) -> int:
    if len(data) < 20:
        raise OSError(28, os.strerror(28))
    return os.pwrite(fd, bytes(data[: len(data) // 2]), os.fstat(fd).st_size)


def test_a_full_disk_is_said_and_the_store_goes_on(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pending(path)
    with AlignDB(path) as db:
        before, version = journal_of(path).read_bytes(), db.version
        for write in (refusing(28), short_then_full):
            with monkeypatch.context() as patch:
                patch.setattr(os, "write", write)
                with pytest.raises(NotSaved, match="disk full, not saved"):
                    db.insert({"uid": "lost"})
                with pytest.raises(NotSaved):
                    db.remove(doc_ids=[1])
            assert journal_of(path).read_bytes() == before
            assert (len(db), db.version, db.read_only) == (6, version, None)
        assert db.insert({"uid": "kept"}) == 7
    assert len(contents(path)["_default"]) == 7


def test_after_a_failed_sync_nothing_is_written_any_more(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pending(path)
    db = AlignDB(path)
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
    assert len(calls) == 1
    assert len(db) == 6
    monkeypatch.undo()
    with AlignDB(path) as db:
        assert (len(db), db.read_only) == (6, None)
        db.insert({"uid": "kept"})


def test_a_cut_that_fails_too_ends_the_writing(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    pending(path)
    db = AlignDB(path)
    with monkeypatch.context() as patch:
        patch.setattr(os, "write", short_then_full)
        patch.setattr(os, "ftruncate", refusing(5))
        with pytest.raises(NotSaved):
            db.insert({"uid": "lost"})
    with pytest.raises(StoreReadOnly):
        db.insert({"uid": "lost too"})
    db.close()
    with AlignDB(path) as db:
        assert len(db) == 6


def test_a_checkpoint_that_fails_only_waits(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    pending(path)
    for call in ("replace", "fsync"):
        db = AlignDB(path)
        db.insert({"uid": call})
        with monkeypatch.context() as patch:
            patch.setattr(os, call, refusing(28))
            assert not db.checkpoint()
            assert "compaction postponed" in db.notes[-1]
        db.insert({"uid": call})
        db.close()
    assert len(contents(path)["_default"]) == 10


def test_a_long_journal_is_folded_in_while_saving(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(disk, "JOURNAL_LIMIT", 1000)
    with AlignDB(path) as db:
        for i in range(60):
            db.insert({"n": i})
        assert 2 < db.version[0] < 8
        db.close(checkpoint=False)
    assert len(contents(path)["_default"]) == 60


def test_a_repair_that_cant_be_made_now_is_made_later(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pending(path)
    with journal_of(path).open("ab") as file:
        file.write(b"torn")
    with monkeypatch.context() as patch:
        patch.setattr(os, "write", refusing(28))
        db = AlignDB(path)
        assert len(db) == 6
        with pytest.raises(NotSaved):
            db.insert({"uid": "x"})
    db.insert({"uid": "x"})
    db.close()
    assert len(contents(path)["_default"]) == 7


def test_a_place_that_cant_be_written_can_be_read(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pending(path)
    real = os.open

    def only_reading(file: Any, flags: int, *rest: Any, **more: Any) -> int:
        if flags & (os.O_RDWR | os.O_WRONLY | os.O_CREAT):
            raise OSError(30, os.strerror(30))
        return real(file, flags, *rest, **more)

    monkeypatch.setattr(os, "open", only_reading)
    with AlignDB(path) as db:
        assert len(db) == 6
        with pytest.raises(StoreReadOnly, match="written"):
            db.insert({})
    monkeypatch.setattr(os, "access", lambda *_: False)
    with AlignDB(path) as db:
        assert db.read_only is not None
        assert len(db) == 6


@pytest.mark.parametrize("number", [5, 13])
def test_a_file_that_cant_be_read_is_said_in_one_line(
    path: Path, monkeypatch: pytest.MonkeyPatch, number: int
) -> None:
    pending(path)
    monkeypatch.setattr(os, "open", refusing(number))
    with pytest.raises(StoreError, match="can't be read"):
        AlignDB(path)


def test_reading_in_another_thread_never_undoes_a_save(path: Path) -> None:
    with AlignDB(path) as db:
        db.insert_multiple({"n": 0} for _ in range(50))
    with AlignDB(path) as db:
        rows, stop = db.rows("_default"), threading.Event()

        def read() -> None:
            while not stop.is_set():
                sum(document["n"] for document in rows.values())

        with ThreadPoolExecutor(2) as pool:
            readings = [pool.submit(read) for _ in range(2)]
            for n in range(1, 3):
                for number in range(1, 51):
                    db.put("_default", number, {"n": n})
            stop.set()
        assert [reading.result() for reading in readings] == [None, None]
        assert {document["n"] for document in db} == {2}
    assert {document["n"] for _, document in contents(path)["_default"]} == {2}


def test_opened_for_reading_it_writes_nothing(path: Path) -> None:
    pending(path)
    with journal_of(path).open("ab") as file:
        file.write(b"torn")
    before = files(path)
    with AlignDB(path, read_only=True) as db:
        assert len(db) == 6
        with pytest.raises(StoreReadOnly, match="reading only"):
            db.insert({})
    assert files(path) == before


# -- private


def test_everything_is_private_whatever_the_umask(path: Path) -> None:
    before = os.umask(0)
    try:
        pending(path)
        with AlignDB(path):
            pass
    finally:
        os.umask(before)
    assert path.parent.stat().st_mode & 0o777 == 0o700
    for entry in path.parent.rglob("*"):
        assert entry.stat().st_mode & 0o777 == (0o700 if entry.is_dir() else 0o600)


def test_files_open_to_others_are_tightened_and_it_is_said(path: Path) -> None:
    pending(path)
    path.chmod(0o644)
    with AlignDB(path) as db:
        assert "private now" in db.notes[0]
    assert path.stat().st_mode & 0o777 == 0o600


def test_a_directory_in_which_anybody_writes_is_refused(path: Path) -> None:
    path.parent.mkdir()
    path.parent.chmod(0o777)
    with pytest.raises(StoreError, match="chmod 700"):
        AlignDB(path)


def test_a_linked_store_is_written_where_it_really_is(path: Path, tmp_path: Path) -> None:
    pending(path)
    link = tmp_path / "link.json"
    link.symlink_to(path)
    with AlignDB(link) as db:
        db.insert({"uid": "x"})
    assert link.is_symlink()
    assert stamp(link) == stamp(path)
    assert len(contents(path)["_default"]) == 7


def test_hostile_links_beside_the_store_are_not_followed(path: Path, tmp_path: Path) -> None:
    victim = tmp_path / "victim"
    for name in ("store.json.lock", "store.json.journal"):
        pending(path)
        victim.write_bytes(b"mine")
        path.with_name(name).unlink()
        path.with_name(name).symlink_to(victim)
        with pytest.raises(StoreError, match="symbolic link"):
            AlignDB(path).insert({})
        assert victim.read_bytes() == b"mine"
        path.with_name(name).unlink()
        shutil.rmtree(path.parent)


def test_what_a_killed_process_left_is_swept_up(path: Path) -> None:
    pending(path)
    left = path.with_name(".store.json.99999-abcdef.tmp")
    left.write_bytes(b"private")
    with AlignDB(path):
        pass
    assert not left.exists()
