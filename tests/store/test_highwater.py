"""A store that is older than what this machine last saw of it is noticed."""

import json
import os
import shutil
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from tinydb import TinyDB
from tinydb.table import Document

from aligntui.store.doctor import accept, examine
from aligntui.store.errors import StoreError, StoreReadOnly
from aligntui.store.records import open_db
from aligntui.store.recovery import restore
from aligntui.store.storage import FileStorage


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "home" / "store.json"


@pytest.fixture
def seen(tmp_path: Path) -> Path:
    return tmp_path / "state"


def opened(path: Path, seen: Path) -> tuple[TinyDB, FileStorage]:
    return open_db(path, seen=str(seen))


def save(path: Path, seen: Path, number: int = 1) -> None:
    opened(path, seen)[0].insert({"n": number})


def mark(seen: Path) -> tuple[int, str]:
    (file,) = seen.iterdir()
    kept = json.loads(file.read_bytes())
    return kept["gen"], kept["sum"]


def stands(path: Path) -> tuple[int, str]:
    meta = json.loads(path.read_bytes())["_meta"]["1"]
    return meta["gen"], meta["sum"]


def test_it_follows_opening_and_closing_and_is_private(path: Path, seen: Path) -> None:
    opened(path, seen)[0].close()
    assert not seen.exists()
    save(path, seen)
    opened(path, seen)[0].close()
    assert mark(seen) == stands(path)
    db, _ = opened(path, seen)
    db.insert({"n": 2})
    db.close()
    assert mark(seen) == stands(path)
    (file,) = seen.iterdir()
    assert file.suffix == ".seen"
    assert file.stat().st_mode & 0o777 == 0o600


def test_saving_does_not_touch_it(path: Path, seen: Path) -> None:
    save(path, seen)
    db, _ = opened(path, seen)
    before = mark(seen)
    for _ in range(20):
        db.insert({"n": 2})
    assert mark(seen) == before
    assert stands(path) > before


def test_an_older_store_is_only_read_until_it_is_accepted(path: Path, seen: Path) -> None:
    save(path, seen)
    before = path.read_bytes()
    save(path, seen)
    opened(path, seen)[0].close()
    path.write_bytes(before)
    db, storage = opened(path, seen)
    assert len(db) == 1
    assert "older than when this machine last saw it" in (storage.read_only or "")
    assert "doctor --accept" in storage.notes[-1]
    with pytest.raises(StoreReadOnly, match="older than when this machine last saw it"):
        db.insert({"n": 3})
    db.close()
    assert path.read_bytes() == before
    accept(path, seen=str(seen))
    db, storage = opened(path, seen)
    assert (storage.read_only, storage.notes) == (None, [])
    db.insert({"n": 3})
    db.close()


def test_an_open_window_knows_how_far_it_came_itself(path: Path, seen: Path) -> None:
    save(path, seen)
    db, storage = opened(path, seen)
    db.insert({"n": 2})
    before = path.read_bytes()
    db.table("notes").insert({"uid": "u", "person": "p"})
    newest = path.read_bytes()
    path.write_bytes(before)
    for _ in range(2):
        storage.refresh()
        assert "older than when this machine last saw it" in (storage.read_only or "")
        with pytest.raises(StoreReadOnly):
            db.insert({"n": 4})
        os.utime(path)
    assert path.read_bytes() == before
    # what it had come to is kept, though no file of it was left
    (said,) = [note for note in storage.notes if "without all that was saved" in note]
    assert Path(said.split('"')[1]).read_bytes() == newest
    path.write_bytes(newest)
    storage.refresh()
    assert (storage.read_only, len(db.table("notes"))) == (None, 1)


def test_as_many_other_saves_are_missed_too(path: Path, seen: Path) -> None:
    save(path, seen)
    before = path.read_bytes()
    save(path, seen)
    opened(path, seen)[0].close()
    path.write_bytes(before)
    save(path, seen.with_name("other"), 2)
    _, storage = opened(path, seen)
    assert "different saves from when this machine last saw it" in (storage.read_only or "")


def test_a_copy_at_another_place_goes_its_own_way(path: Path, seen: Path, tmp_path: Path) -> None:
    save(path, seen)
    shutil.copytree(path.parent, tmp_path / "copy")
    save(path, seen)
    _, storage = opened(tmp_path / "copy" / "store.json", seen)
    assert storage.read_only is None


def test_a_second_window_is_never_taken_for_an_older_store(path: Path, seen: Path) -> None:
    save(path, seen)
    windows = [opened(path, seen) for _ in range(2)]
    for number in range(6):
        (writer, _), (reader, storage) = windows if number % 2 else reversed(windows)
        writer.insert(Document({"n": number}, 9 + number))
        storage.refresh()
        assert (storage.read_only, len(reader)) == (None, 2 + number)
    for db, _ in windows:
        db.close()
    assert mark(seen) == stands(path)


@pytest.mark.parametrize("odd", [b"", b"[]", b"{", b'{"gen": "x"}', b'{"path": 1}', b"\xff"])
def test_a_mark_that_makes_no_sense_says_nothing(path: Path, seen: Path, odd: bytes) -> None:
    save(path, seen)
    opened(path, seen)[0].close()
    (file,) = seen.iterdir()
    file.write_bytes(odd)
    _, storage = opened(path, seen)
    assert (storage.read_only, storage.notes) == (None, [])
    assert mark(seen) == stands(path)


def test_where_nothing_can_be_remembered_the_store_works(path: Path, tmp_path: Path) -> None:
    blocked = tmp_path / "state"
    blocked.write_bytes(b"a file")
    for _ in range(2):
        save(path, blocked)
    db, storage = opened(path, blocked)
    assert (storage.read_only, len(db)) == (None, 2)


def _unmounted(path: Path) -> None:
    path.parent.rename(path.parent.with_name("disk"))


def _an_empty_mount_point(path: Path) -> None:
    _unmounted(path)
    path.parent.mkdir(mode=0o700)


@pytest.mark.parametrize("go", [_unmounted, _an_empty_mount_point])
@pytest.mark.parametrize("name", ["store.json", "store.json.age"])
def test_where_a_store_was_seen_no_second_one_is_begun_while_it_is_gone(
    path: Path, seen: Path, go: Callable[[Path], None], name: str
) -> None:
    save(path, seen)
    opened(path, seen)[0].close()
    (file,) = seen.iterdir()
    file.write_text(file.read_text().replace("store.json", name))
    go(path)
    for _ in range(2):
        with pytest.raises(StoreError, match="is not there, though this machine has seen a store"):
            opened(path, seen)
    assert not path.exists()
    db, storage = opened(path, tmp_state := seen.with_name("other"))
    assert (len(db), storage.notes) == (0, [])
    assert not tmp_state.exists()
    shutil.rmtree(path.parent, ignore_errors=True)
    path.parent.with_name("disk").rename(path.parent)
    file.write_text(file.read_text().replace(name, "store.json"))
    db, storage = opened(path, seen)
    assert (len(db), storage.read_only) == (1, None)


def test_where_only_backups_are_left_no_second_store_is_begun_and_one_is_brought_back(
    path: Path, seen: Path
) -> None:
    save(path, seen)
    opened(path, seen)[0].close()
    path.unlink()
    (backup,) = path.parent.glob("backups/*-g1.json")
    with pytest.raises(StoreError, match="'aligntui restore FILE' brings a backup back, or"):
        opened(path, seen)
    assert not path.exists()
    restore(path, backup, seen=str(seen))
    db, storage = opened(path, seen)
    assert (len(db), storage.read_only) == (1, None)


def test_a_new_store_is_begun_where_somebody_says_that_the_old_one_is_gone(
    path: Path, seen: Path
) -> None:
    save(path, seen)
    opened(path, seen)[0].close()
    shutil.rmtree(path.parent)
    (found,) = [
        f for f in examine(path, today=date(2027, 1, 1), seen=str(seen)) if f.check == "store"
    ]
    assert found.grade == "unreadable"
    assert "'aligntui doctor --accept' begins a new one" in found.words
    accept(path, seen=str(seen))
    assert not list(seen.iterdir())
    save(path, seen)
    db, storage = opened(path, seen)
    assert (len(db), storage.read_only) == (1, None)
