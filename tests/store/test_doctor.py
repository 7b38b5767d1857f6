"""Everything that is checked is found, and nothing is changed by looking."""

import json
import os
import shutil
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from aligntui.domain.person import Change
from aligntui.store.doctor import examine, repair
from aligntui.store.durable import DurableStore
from aligntui.store.locations import drafts_of
from aligntui.store.lock import StoreLock
from tests.people import full, somebody

TODAY = date(2027, 1, 1)
FIXTURES = Path(__file__).parent / "fixtures"


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / "home" / "store.json"
    store = DurableStore(path)
    for person in (full(), somebody("Bo", 9), somebody("Cy", 10)):
        store.commit(Change(label="add", before=None, after=person))
    store.close()
    return path


def grades(path: Path) -> dict[str, str]:
    found: dict[str, str] = {}
    for finding in examine(path, today=TODAY):
        worse = found.get(finding.check, "fine") == "fine"
        found[finding.check] = finding.grade if worse else found[finding.check]
    return found


def found(path: Path) -> list[str]:
    return [f.words for f in examine(path, today=TODAY) if f.grade != "fine"]


def test_a_sound_store_has_no_findings(path: Path) -> None:
    before = {file: file.read_bytes() for file in path.parent.rglob("*") if file.is_file()}
    assert found(path) == []
    assert {file: file.read_bytes() for file in before} == before
    assert {"store", "permissions", "backups"} <= set(grades(path))


def test_an_encrypted_store_beside_a_plain_one_is_named(path: Path) -> None:
    other = path.with_name("store.json.age")
    other.write_bytes(b"left over")
    other.chmod(0o600)
    assert found(path) == [
        f"{other} is there, too, and is not read; 'aligntui decrypt' moves it aside"
    ]


def test_a_store_that_is_not_there_is_no_finding(tmp_path: Path) -> None:
    assert found(tmp_path / "none" / "store.json") == []
    assert list(tmp_path.iterdir()) == []


def _unnamed(data: dict[str, Any]) -> None:
    data["people"]["1"]["name"] = None


def _orphan(data: dict[str, Any]) -> None:
    data["notes"]["1"]["person"] = "f" * 32


def _nobodys(data: dict[str, Any]) -> None:
    data["notes"]["1"]["person"] = 7


def _twin(data: dict[str, Any]) -> None:
    other = data["people"]["2"]["person"]
    data["notes"]["90"] = {**data["notes"]["1"], "person": other}


def _same_handle(data: dict[str, Any]) -> None:
    data["notes"]["90"] = {**data["notes"]["1"], "uid": "another"}


def _dangling(data: dict[str, Any]) -> None:
    data["feedback"]["1"]["about"] = "E99"


def _future(data: dict[str, Any]) -> None:
    data["notes"]["1"]["on"] = "2031-01-01"


def _bad_day(data: dict[str, Any]) -> None:
    data["check_ins"]["1"]["on"] = "2026-02-30"


@pytest.mark.parametrize(
    ("harm", "words"),
    [
        (_unnamed, "name: 'name' is no text"),
        (_orphan, "its person is not in the store"),
        (_nobodys, "does not say whose it is"),
        (_twin, "somebody else's record has the same uid"),
        (_same_handle, "is used by 2 records"),
        (_dangling, "is about E99, which is not there"),
        (_future, "is dated 2031-01-01, in the future"),
        (_bad_day, "can't be read (ValueError)"),
    ],
)
def test_what_is_wrong_with_a_record_is_said_without_its_words(
    path: Path, harm: Callable[[dict[str, Any]], None], words: str
) -> None:
    data = json.loads(path.read_bytes())
    harm(data)
    path.write_text(json.dumps(data), encoding="utf-8")
    DurableStore(path).open()
    before = path.read_bytes()
    said = found(path)
    assert any(words in line for line in said), said
    private = [note.text for note in full().notes]
    assert not any(text in line for text in private for line in said)
    assert path.read_bytes() == before


def test_files_that_others_may_read_are_named(path: Path) -> None:
    backup = next((path.parent / "backups").iterdir())
    for file in (path, backup):
        file.chmod(0o644)
    said = found(path)
    assert [f"chmod 600 '{file}'" in line for file, line in zip((path, backup), said, strict=True)]


def test_damage_is_told_with_what_is_good(path: Path) -> None:
    os.truncate(path, 10)
    words = found(path)
    assert "nothing was changed" in words[0]
    assert words[1].startswith("good: ")
    assert "people: 2" in words[1]
    assert grades(path)["store"] == "unreadable"


def test_a_damaged_backup_is_found(path: Path) -> None:
    next((path.parent / "backups").glob("*.json")).write_bytes(b"{")
    (words,) = found(path)
    assert words.endswith("; it is no backup any more: delete it or move it away")


@pytest.mark.parametrize(("free", "said"), [(0, 1), (2, 1), (400, 0)])
def test_a_disk_without_room_for_one_more_save_is_found(
    path: Path, monkeypatch: pytest.MonkeyPatch, free: int, said: int
) -> None:
    room = os.statvfs_result((4096, 512, 9, free, free, 9, 9, 9, 0, 255))
    monkeypatch.setattr(os, "statvfs", lambda _: room)
    words = [each for each in found(path) if each.startswith("disk full: ")]
    assert len(words) == said
    assert all(each.endswith(f"make room on the disk of {path}") for each in words)
    assert grades(path)["disk"] == ("found" if said else "fine")


def test_whoever_saves_just_now_is_named(path: Path) -> None:
    with StoreLock(str(path) + ".lock").held():
        words = [f.words for f in examine(path, today=TODAY) if f.check == "lock"]
    assert str(os.getpid()) in words[0]


def test_what_is_left_of_work_that_was_cut_short_is_named_with_what_ends_it(path: Path) -> None:
    home, aside = path.parent, path.parent / "recovered"
    aside.mkdir(mode=0o700)
    left = (
        home / ".store.json.123.tmp",
        home / ".mine.json.77-0123abcd.tmp",
        home / ".77.tmp-mine.json",
        home / "store.json.journal.torn-20260101-000000",
        home / "backups" / ".77.tmp-store-20260101-000000-g3.json",
        aside / ".store.json.9-0123abcd.tmp",
    )
    for file in left:
        file.write_bytes(b"half")
        file.chmod(0o600)
    assert set(found(path)) == {
        f"{file} is left over; 'aligntui doctor --fix' moves it aside" for file in left
    }
    assert len(repair(path)) == len(left)
    assert found(path) == []
    assert [file.read_bytes() for file in aside.iterdir()] == [b"half"] * len(left)


def test_of_a_store_that_is_only_looked_at_nothing_is_said_to_have_been_done(
    path: Path, tmp_path: Path
) -> None:
    shutil.copytree(FIXTURES / "schema-1-pending", old := tmp_path / "old")
    old.chmod(0o700)
    for file in old.iterdir():
        file.chmod(0o600)
    path.write_bytes(path.read_bytes().replace(b'"Bo"', b'"By"'))
    before = {f: f.read_bytes() for f in tmp_path.rglob("*") if f.is_file()}
    assert found(old / "store.json") == []
    assert found(path) == [f"{path} was changed by another program in people"]
    assert {f: f.read_bytes() for f in tmp_path.rglob("*") if f.is_file()} == before


def test_a_journal_of_another_store_is_named_and_moved_aside(path: Path) -> None:
    journal = path.with_name("store.json.journal")
    shutil.copyfile(FIXTURES / "schema-1-pending" / "store.json.journal", journal)
    journal.chmod(0o600)
    before = path.read_bytes(), journal.read_bytes()
    words = f"{journal} is left over from an older version; 'aligntui doctor --fix' moves it aside"
    assert found(path) == [words]
    store = DurableStore(path)
    store.open()
    assert store.notes == (words,)
    store.close()
    assert (path.read_bytes(), journal.read_bytes()) == before
    assert len(repair(path)) == 1
    assert found(path) == []
    assert [file.read_bytes() for file in (path.parent / "recovered").iterdir()] == [before[1]]


def test_what_takes_the_place_of_a_folder_of_ours_is_named_with_what_to_do(path: Path) -> None:
    shutil.rmtree(path.parent / "backups")
    for name in ("backups", "recovered"):
        (path.parent / name).symlink_to(path.parent)
    backups, recovered = found(path)
    assert backups.endswith("backups: it is a link; put a folder in its place")
    assert recovered.endswith("recovered takes nothing: it is a link; put a folder in its place")


def test_a_draft_that_cant_be_read_is_no_fault_and_said(path: Path, tmp_path: Path) -> None:
    drafts = Path(drafts_of(path, str(tmp_path)))
    drafts.mkdir(parents=True, mode=0o700)
    (drafts / "broken-1-ab.txt").touch(mode=0o600)
    drafts.parent.chmod(0o700)
    said = [f for f in examine(path, today=TODAY, seen=str(tmp_path)) if f.check == "leftovers"]
    assert [f.grade for f in said] == ["fine"]
    assert said[0].words.endswith("delete it once you have looked at it")


def test_a_copy_that_a_program_left_beside_the_store_is_named(path: Path) -> None:
    copy = path.with_name("store (1).json")
    copy.write_bytes(path.read_bytes())
    said = [finding.words for finding in examine(path, today=TODAY) if finding.check == "copies"]
    assert len(said) == 1
    assert said[0].startswith(f"{copy} may hold changes")
