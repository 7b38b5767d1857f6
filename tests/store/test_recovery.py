"""Whatever happened to a store: the newest good state is found, and nothing is ever lost."""

import json
import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from tinydb.table import Document

from aligntui.store import lock as locks
from aligntui.store.doctor import repair
from aligntui.store.errors import StoreDamaged, StoreError, StoreLocked
from aligntui.store.lock import StoreLock
from aligntui.store.records import open_db
from aligntui.store.recovery import candidates, restore, verified
from tests.faults.tracing import WRITING, calls_in, reason_not_to, traced

Harm = Callable[[Path], None]
FIXTURES = Path(__file__).parent / "fixtures"


def person(name: str) -> dict[str, str]:
    return {"uid": name, "person": name, "name": name}


def add(path: Path, *names: str, seen: str | None = None) -> None:
    """One save for each name."""
    db, _ = open_db(path, seen=seen)
    for name in names:
        db.table("people").insert(person(name))
    db.close()


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A store after four saves, with a copy of the first and the state before the last."""
    path = tmp_path / "home" / "store.json"
    add(path, "Ana", "Bo", "Chi", "Dan")
    return path


def names(path: Path) -> list[str]:
    db, _ = open_db(path, read_only=True)
    return [row["name"] for row in db.table("people")]


def backup(path: Path, name: str) -> Path:
    (found,) = (path.parent / "backups").glob(f"store-{name}.json")
    return found


def contents(folder: Path) -> dict[str, bytes]:
    return {
        str(file.relative_to(folder)): file.read_bytes()
        for file in sorted(folder.rglob("*"))
        if file.is_file() and not file.name.endswith(".lock")
    }


def set_aside(path: Path) -> list[bytes]:
    return [file.read_bytes() for file in sorted(path.parent.glob("recovered/*"))]


def _cut_short(path: Path) -> None:
    os.truncate(path, 200)


def _emptied(path: Path) -> None:
    os.truncate(path, 0)


def _zeroed(path: Path) -> None:
    path.write_bytes(bytes(path.stat().st_size))


def _a_list(path: Path) -> None:
    path.write_bytes(b"[1, 2]\n")


def _not_utf_8(path: Path) -> None:
    path.write_bytes(path.read_bytes().replace(b'"name"', b'"n\xe4me"'))


def _tables_as_lists(path: Path) -> None:
    path.write_bytes(b'{"people": ["Ana"]}\n')


DAMAGES = [_cut_short, _emptied, _zeroed, _a_list, _not_utf_8, _tables_as_lists]


@pytest.mark.parametrize("harm", DAMAGES)
def test_a_damaged_store_is_refused_in_one_line_and_left_alone(path: Path, harm: Harm) -> None:
    harm(path)
    before = contents(path.parent)
    with pytest.raises(StoreDamaged, match="nothing was changed: 'aligntui doctor'") as refused:
        open_db(path)
    assert "\n" not in str(refused.value)
    assert [state.people for state in candidates(path)] == [3, 1]
    assert contents(path.parent) == before


@pytest.mark.parametrize("harm", DAMAGES)
def test_the_state_before_the_last_save_takes_its_place_and_the_damage_is_kept(
    path: Path, harm: Harm
) -> None:
    harm(path)
    damaged = path.read_bytes()
    best = candidates(path)[0]
    assert best.file == str(backup(path, "previous"))
    restore(path, best.file)
    assert names(path) == ["Ana", "Bo", "Chi"]
    assert set_aside(path) == [damaged]
    db, storage = open_db(path)
    assert (storage.read_only, storage.notes) == (None, [])
    db.close()


def test_a_damaged_state_before_leaves_the_first_of_the_day(path: Path) -> None:
    for file in (path, backup(path, "previous")):
        _cut_short(file)
    assert [state.people for state in candidates(path)] == [1]
    repair(path)
    assert names(path) == ["Ana"]
    assert repair(path) == ()


def test_backups_that_are_damaged_too_are_no_candidates(path: Path) -> None:
    _cut_short(path)
    for file in (path.parent / "backups").iterdir():
        file.write_bytes(b"{")
    before = contents(path.parent)
    assert candidates(path) == []
    assert "no good state is left" in repair(path)[0]
    assert contents(path.parent) == before


def test_a_flipped_letter_is_said_and_both_states_are_kept(path: Path) -> None:
    path.write_bytes(spoilt := path.read_bytes().replace(b"Bo", b"By"))
    db, storage = open_db(path)
    assert "was changed by another program" in storage.notes[-1]
    db.close()
    kept = [file.read_bytes() for file in (path.parent / "backups").iterdir()]
    assert spoilt in kept
    assert candidates(path)[0].people == 4


# -- stores of the version before


@pytest.fixture
def old(tmp_path: Path) -> Path:
    """A store with saves in its journal."""
    shutil.copytree(FIXTURES / "schema-1-pending", tmp_path / "old", copy_function=shutil.copyfile)
    (tmp_path / "old").chmod(0o700)
    return tmp_path / "old" / "store.json"


def test_a_restore_keeps_an_old_store_with_its_journal_and_takes_it_back(
    old: Path, path: Path
) -> None:
    both = [old.read_bytes(), old.with_name("store.json.journal").read_bytes()]
    aside = restore(old, path).aside
    assert names(old) == ["Ana", "Bo", "Chi", "Dan"]
    assert set_aside(old) == both
    assert not old.with_name("store.json.journal").exists()
    restore(old, aside[0])
    db, _ = open_db(old)
    assert [row["text"] for row in db.table("notes")][-1] == "Kept last"


@pytest.mark.parametrize("harm", [*DAMAGES, os.unlink])
def test_an_old_store_whose_base_is_damaged_is_kept_with_its_journal(old: Path, harm: Harm) -> None:
    add(old.with_name("other.json"), "Ana")
    (old.parent / "backups").rename(old.parent / "kept")
    journal = old.with_name("store.json.journal").read_bytes()
    harm(old)
    damaged = [old.read_bytes()] if old.exists() else []
    with pytest.raises(StoreDamaged, match="nothing was changed: 'aligntui doctor'"):
        open_db(old)
    restore(old, old.with_name("other.json"))
    assert names(old) == ["Ana"]
    assert set_aside(old) == [*damaged, journal]


def test_the_torn_end_of_an_old_journal_is_moved_aside_and_never_deleted(path: Path) -> None:
    torn = path.with_name("store.json.journal.torn-20260101-000000")
    torn.write_bytes(b"torn")
    assert len(repair(path)) == 1
    assert set_aside(path) == [b"torn"]
    assert not torn.exists()


def test_what_a_newer_version_wrote_is_no_damage_and_is_not_mended(path: Path) -> None:
    data = json.loads(path.read_bytes())
    data["_meta"]["1"]["min_reader"] = 99
    path.write_text(json.dumps(data))
    before = contents(path.parent)
    assert repair(path) == ()
    assert contents(path.parent) == before


# -- restoring


def test_a_restore_can_be_taken_back(path: Path) -> None:
    done = restore(path, backup(path, "*-g1"))
    assert names(path) == ["Ana"]
    (aside,) = done.aside
    assert names(Path(aside)) == ["Ana", "Bo", "Chi", "Dan"]
    restore(path, aside)
    assert names(path) == ["Ana", "Bo", "Chi", "Dan"]


@pytest.mark.parametrize("looks", [True, False])
def test_an_open_window_goes_on_from_a_restore_and_does_not_bring_the_old_back(
    path: Path, looks: bool
) -> None:
    db, storage = open_db(path)
    restore(path, backup(path, "*-g1"))
    if looks:
        storage.refresh()
        assert len(db.table("people")) == 1
    with storage.transaction():
        db.table("people").insert(Document(person("New"), 9))
    assert names(path) == ["Ana", "New"]


def test_a_restored_store_is_above_all_that_was_seen(path: Path, tmp_path: Path) -> None:
    seen = str(tmp_path / "state")
    add(path, "Eve", seen=seen)
    restore(path, backup(path, "*-g1"), seen=seen)
    _, storage = open_db(path, seen=seen)
    assert (storage.read_only, storage.notes) == (None, [])


def test_a_plain_tinydb_file_can_be_restored(path: Path, tmp_path: Path) -> None:
    plain = tmp_path / "plain.json"
    plain.write_text(json.dumps({"people": {"1": {"person": "p", "uid": "p", "name": "Pia"}}}))
    restore(path, plain)
    assert names(path) == ["Pia"]


def test_a_store_that_is_not_there_can_be_restored(tmp_path: Path, path: Path) -> None:
    new = tmp_path / "new" / "store.json"
    assert restore(new, path).aside == ()
    assert names(new) == ["Ana", "Bo", "Chi", "Dan"]
    assert new.parent.stat().st_mode & 0o777 == 0o700


@pytest.mark.parametrize("text", [b"", b"{", b"[]", b'{"people": []}', b'{"people": {"x": {}}}'])
def test_what_is_no_whole_store_is_refused_before_anything_is_touched(
    path: Path, tmp_path: Path, text: bytes
) -> None:
    bad = tmp_path / "bad.json"
    bad.write_bytes(text)
    before = contents(path.parent)
    for file in (bad, tmp_path / "missing.json", tmp_path):
        with pytest.raises(StoreError):
            restore(path, file)
    assert contents(path.parent) == before


def test_what_a_newer_version_wrote_is_not_restored(path: Path, tmp_path: Path) -> None:
    data = json.loads(path.read_bytes())
    data["_meta"]["1"]["schema"] = 99
    newer = tmp_path / "newer.json"
    newer.write_text(json.dumps(data))
    with pytest.raises(StoreError, match="update aligntui"):
        restore(path, newer)


def test_a_restore_waits_for_whoever_saves(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(locks, "StoreLock", lambda name: StoreLock(name, patience=0.02))
    before = contents(path.parent)
    lock = StoreLock(str(path) + ".lock")
    with lock.held(), pytest.raises(StoreLocked):
        restore(path, path)
    assert contents(path.parent) == before


def fresh(start: Path, run: Path) -> Path:
    shutil.rmtree(run, ignore_errors=True)
    shutil.copytree(start, run)
    return run / "store.json"


@pytest.mark.skipif(bool(reason_not_to()), reason=reason_not_to() or "-")
@pytest.mark.parametrize("harm", [None, _cut_short])
def test_a_restore_killed_at_any_call_leaves_the_old_store_or_the_new(
    path: Path, tmp_path: Path, harm: Harm | None
) -> None:
    if harm:
        harm(path)
    start, run, log = path.parent, tmp_path / "run", tmp_path / "log"
    name, old = backup(path, "*-g1").name, None if harm else ["Ana", "Bo", "Chi", "Dan"]
    damaged = path.read_bytes()

    def work(say: Callable[[object], None]) -> None:
        restore(run / "store.json", run / "backups" / name)
        say("done")

    fresh(start, run)
    assert traced(work, log)[0] == ["done"]
    calls = [call for call in calls_in(log) if call.name in WRITING]
    for call in [call for call in calls if call.name not in {"openat", "close"} or call.makes]:
        copy = fresh(start, run)
        traced(work, log, f"inject={call.name}:signal=KILL:when={call.number}")
        try:
            found = names(copy)
        except StoreDamaged:
            found = None
        assert found in (["Ana"], old), call
        if harm:
            assert damaged in [copy.read_bytes(), *set_aside(copy)], call
        elif found != old:
            assert 4 in [state.people for state in candidates(copy)], call
        repair(copy)
        assert names(copy) == (["Ana", "Bo", "Chi"] if found is None else found)


def test_where_only_backups_are_left_it_is_said(path: Path) -> None:
    path.unlink()
    db, storage = open_db(path)
    assert len(db.table("people")) == 0
    assert "'aligntui restore FILE' brings one back" in storage.notes[0]
    assert [state.people for state in candidates(path)] == [3, 1]


def test_what_another_store_at_this_place_has_left_comes_last_and_stays(path: Path) -> None:
    first = backup(path, "*-g1")
    before = first.read_bytes()
    path.unlink()
    add(path, "Xan", "Yul", "Zoe")
    _cut_short(path)
    assert candidates(path)[-1].file == str(first)
    assert first.read_bytes() == before
    repair(path)
    assert names(path) == ["Xan", "Yul"]


def test_reading_a_candidate_writes_nothing(path: Path) -> None:
    before = contents(path.parent)
    assert verified(path).people == 4
    assert contents(path.parent) == before
