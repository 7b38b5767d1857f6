"""Whatever happened to a store: the newest good state is found, and nothing is ever lost."""

import json
import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from aligntui.store import recovery
from aligntui.store.doctor import repair
from aligntui.store.errors import StoreDamaged, StoreError, StoreLocked
from aligntui.store.lock import StoreLock
from aligntui.store.recovery import candidates, restore, verified
from aligntui.store.tiny import AlignDB
from tests.faults.tracing import WRITING, calls_in, reason_not_to, traced

Harm = Callable[[Path], None]


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A store with checkpoints behind it and two saves in its journal, then left in a hurry."""
    path = tmp_path / "home" / "store.json"
    for name in ("Ana", "Bo", "Chi"):
        with AlignDB(path) as db:
            db.put("people", None, {"uid": name, "person": name, "name": name})
    db = AlignDB(path)
    db.put("people", None, {"uid": "Dan", "person": "Dan", "name": "Dan"})
    db.put("check_ins", None, {"uid": "c", "person": "Dan"})
    db.close(checkpoint=False)
    return path


def names(path: Path) -> list[str]:
    with AlignDB(path, read_only=True) as db:
        return [row["name"] for row in db.rows("people").values()]


def journal_of(path: Path) -> Path:
    return path.with_name(path.name + ".journal")


def contents(folder: Path) -> dict[str, bytes]:
    return {
        str(file.relative_to(folder)): file.read_bytes()
        for file in sorted(folder.rglob("*"))
        if file.is_file() and not file.name.endswith(".lock")
    }


def set_aside(path: Path) -> list[bytes]:
    return [file.read_bytes() for file in sorted((path.parent / "recovered").iterdir())]


def _cut_short(path: Path) -> None:
    os.truncate(path, 200)


def _emptied(path: Path) -> None:
    os.truncate(path, 0)


def _zeroed(path: Path) -> None:
    path.write_bytes(bytes(path.stat().st_size))


def _a_list(path: Path) -> None:
    path.write_bytes(b"[1, 2]\n")


def _not_utf_8(path: Path) -> None:
    path.write_bytes(path.read_bytes().replace(b"Ana", b"\xe4na"))


def _tables_as_lists(path: Path) -> None:
    path.write_bytes(b'{"people": ["Ana"]}\n')


def _gone(path: Path) -> None:
    path.unlink()


DAMAGES = [_cut_short, _emptied, _zeroed, _a_list, _not_utf_8, _tables_as_lists, _gone]


@pytest.mark.parametrize("harm", DAMAGES)
def test_a_damaged_base_is_refused_in_one_line_and_left_alone(path: Path, harm: Harm) -> None:
    harm(path)
    before = contents(path.parent)
    with pytest.raises(StoreDamaged, match="nothing was changed: 'aligntui doctor'") as refused:
        AlignDB(path)
    assert "\n" not in str(refused.value)
    found = candidates(path)
    assert contents(path.parent) == before
    assert (found[0].people, found[0].check_ins) == (4, 1)


@pytest.mark.parametrize("harm", DAMAGES)
def test_the_newest_good_state_is_everything_that_was_saved(path: Path, harm: Harm) -> None:
    kept = journal_of(path).read_bytes()
    harm(path)
    damaged = path.read_bytes() if path.exists() else None
    best = candidates(path)[0]
    assert best.follows
    restore(path, best.file, follow=best.follows)
    assert names(path) == ["Ana", "Bo", "Chi", "Dan"]
    assert set_aside(path) == ([kept] if damaged is None else [damaged, kept])
    with AlignDB(path) as db:
        assert (db.read_only, db.notes) == (None, [])


def test_without_a_journal_the_latest_backup_is_the_newest_state(path: Path) -> None:
    _cut_short(path)
    journal_of(path).unlink()
    assert [state.people for state in candidates(path)] == [3, 0]
    repair(path)
    assert names(path) == ["Ana", "Bo", "Chi"]


def test_backups_that_are_damaged_too_are_no_candidates(path: Path) -> None:
    _cut_short(path)
    for backup in (path.parent / "backups").iterdir():
        backup.write_bytes(b"{")
    before = contents(path.parent)
    assert candidates(path) == []
    assert "no good state is left" in repair(path)[0]
    assert contents(path.parent) == before


# -- damage in the journal


def spoil(path: Path, line: int) -> None:
    lines = journal_of(path).read_bytes().split(b"\n")
    lines[line] = lines[line][:-3] + b"?" + lines[line][-2:]
    journal_of(path).write_bytes(b"\n".join(lines))


def more_saves(path: Path) -> None:
    db = AlignDB(path)
    for name in ("Eve", "Fay"):
        db.put("people", None, {"uid": name, "person": name, "name": name})
    db.close(checkpoint=False)


@pytest.mark.parametrize(
    ("line", "left"),
    [
        (0, ["Ana", "Bo", "Chi", "Dan", "Eve", "Fay"]),
        (1, ["Ana", "Bo", "Chi", "Eve", "Fay"]),
        (3, ["Ana", "Bo", "Chi", "Dan", "Fay"]),
    ],
)
def test_damage_in_the_journal_costs_no_more_than_its_line(
    path: Path, line: int, left: list[str]
) -> None:
    more_saves(path)
    spoil(path, line)
    kept = [path.read_bytes(), journal_of(path).read_bytes()]
    with AlignDB(path) as db:
        assert "damaged" in (db.read_only or "")
    assert [path.read_bytes(), journal_of(path).read_bytes()] == kept
    best = candidates(path)[0]
    assert (Path(best.file), best.lost) == (path, 1)
    repair(path)
    assert sorted(names(path)) == left
    assert set_aside(path) == kept
    assert repair(path) == ()


def test_what_a_newer_version_wrote_is_no_damage_and_is_not_mended(path: Path) -> None:
    data = json.loads(path.read_bytes())
    data["_meta"]["1"]["min_reader"] = 99
    path.write_text(json.dumps(data))
    before = contents(path.parent)
    assert repair(path) == ()
    assert contents(path.parent) == before


def test_a_torn_leftover_is_moved_aside_and_never_deleted(path: Path) -> None:
    with journal_of(path).open("ab") as file:
        file.write(b"torn")
    AlignDB(path).close(checkpoint=False)
    done = repair(path)
    assert len(done) == 1
    assert set_aside(path) == [b"torn"]
    assert not list(path.parent.glob("*torn*"))


# -- restoring


def test_a_restore_can_be_taken_back(path: Path) -> None:
    backup = next((path.parent / "backups").glob("*-g1.json"))
    done = restore(path, backup)
    assert names(path) == []
    (aside,) = done.aside
    assert names(Path(aside)) == ["Ana", "Bo", "Chi", "Dan"]
    restore(path, aside)
    assert names(path) == ["Ana", "Bo", "Chi", "Dan"]


def test_an_open_window_notices_a_restore_and_goes_on_from_it(path: Path) -> None:
    backup = next((path.parent / "backups").glob("*-g1.json"))
    with AlignDB(path) as window:
        restore(path, backup)
        window.refresh()
        assert len(window.rows("people")) == 0
        window.put("people", None, {"uid": "New", "person": "New", "name": "New"})
    assert names(path) == ["New"]


def test_a_window_that_saves_right_after_a_restore_does_not_bring_the_old_back(path: Path) -> None:
    backup = next((path.parent / "backups").glob("*-g1.json"))
    with AlignDB(path) as window:
        restore(path, backup)
        window.put("people", None, {"uid": "New", "person": "New", "name": "New"})
    assert names(path) == ["New"]


def test_a_restored_store_is_above_all_that_was_seen(path: Path, tmp_path: Path) -> None:
    seen = str(tmp_path / "state")
    with AlignDB(path, seen=seen) as db:
        db.put("people", None, {"uid": "Eve", "person": "Eve", "name": "Eve"})
    restore(path, next((path.parent / "backups").glob("*-g1.json")), seen=seen)
    with AlignDB(path, seen=seen) as db:
        assert (db.read_only, db.notes) == (None, [])


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
    monkeypatch.setattr(recovery, "StoreLock", lambda name: StoreLock(name, patience=0.02))
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
@pytest.mark.parametrize("harm", [None, _cut_short, lambda path: spoil(path, 0)])
def test_a_restore_killed_at_any_call_leaves_the_old_store_or_the_new(
    path: Path, tmp_path: Path, harm: Harm | None
) -> None:
    if harm:
        harm(path)
    start, run, log = path.parent, tmp_path / "run", tmp_path / "log"
    name = next((start / "backups").glob("*-g1.json")).name
    old = None if harm else ["Ana", "Bo", "Chi", "Dan"]

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
            with AlignDB(copy) as db:
                found = None if db.read_only else [r["name"] for r in db.rows("people").values()]
        except StoreDamaged:
            found = None
        assert found in ([], old), call
        if found is None:
            repair(copy)
            assert names(copy) == ["Ana", "Bo", "Chi", "Dan"]


def test_where_only_backups_are_left_it_is_said(path: Path) -> None:
    path.unlink()
    journal_of(path).unlink()
    with AlignDB(path) as db:
        assert len(db.rows("people")) == 0
        assert "'aligntui restore FILE' brings one back" in db.notes[0]
    assert [state.people for state in candidates(path)] == [3, 0]


def test_what_another_store_at_this_place_has_left_comes_last_and_stays(path: Path) -> None:
    backup = next((path.parent / "backups").glob("*-g1.json"))
    first = backup.read_bytes()
    path.unlink()
    journal_of(path).unlink()
    for name in ("Xan", "Yul", "Zoe"):
        with AlignDB(path) as db:
            db.put("people", None, {"uid": name, "person": name, "name": name})
    _cut_short(path)
    assert candidates(path)[0].people == 3
    assert candidates(path)[-1].file == str(backup)
    assert backup.read_bytes() == first
    repair(path)
    assert names(path) == ["Xan", "Yul", "Zoe"]


def test_reading_a_candidate_writes_nothing(path: Path) -> None:
    before = contents(path.parent)
    assert verified(path).people == 4
    assert contents(path.parent) == before
