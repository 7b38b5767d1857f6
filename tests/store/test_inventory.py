"""Everything about a store is found in one place, with its kind, and nowhere else."""

import re
from pathlib import Path

import pytest

import aligntui
from aligntui.paths import state_dir
from aligntui.store.locations import Piece, away, drafts_of, files_of, inventory, own_folders

BESIDE = {
    "store.json.journal": "journal",
    "store.json.age.journal": "journal",
    "store.json.lock": "lock",
    "store.json.summary": "summary",
    "store.json.age.identity": "key",
    "store.json.common-g7": "past",
    "store.json.age.common-g7": "past",
    "store.json.journal.torn-20260101-000000": "torn",
    "store.json.age.journal.torn-20260101-000000": "torn",
    ".store.json.123.tmp": "half",
    ".store.json.age.9-ab.tmp": "half",
    ".77.tmp-mine.json": "half",
    ".mine.json.77-0123abcd.tmp": "half",
    "store (1).json": "copy",
    "store.json.sync-conflict-20260629-140200-ABCDEFG.age": "copy",
    "other.json.lock": "",
    ".other.json.77-0123abcd.tmp": "",
    ".other.json.journal.77-0123abcd.tmp": "",
    "store.json": "",
    "other.json.journal": "",
    "store.json.later": "",
    "a store.json.journal": "",
}
KEPT = {
    "store-20260101-g3.json": "backup",
    "store-20260101-g3.json.age": "backup",
    "store-20260101-g3.json.journal": "folded",
    "store-before-v2.json.journal": "backup",
    ".store-20260101-g3.json.9-ab.tmp": "half",
    ".77.tmp-store-20260101-g3.json": "half",
    "other-20260101-g3.json": "",
}
ASIDE = {
    "20260101-000000-store.json": "recovered",
    "20260101-000000-store.json.journal": "recovered",
    "20260101-000000-store.json.age.identity": "key",
    ".77.tmp-store.json": "half",
}
DRAFTS = {"7-ab.json": "draft", "broken-1-ab-cd.txt": "broken", "7-ab.lock": ""}


@pytest.mark.parametrize("form", ["store.json", "store.json.age"])
def test_each_file_is_found_with_its_kind_and_no_other_file_is(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, form: str
) -> None:
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    path, state = tmp_path / "data" / form, state_dir()
    every = {
        path.parent: BESIDE,
        path.parent / "backups": KEPT,
        path.parent / "recovered": ASIDE,
        Path(drafts_of(path, state)): DRAFTS,
        Path(away(str(path.with_name("store.json")))).parent: BESIDE,
    }
    expected = set()
    for folder, files in every.items():
        folder.mkdir(parents=True)
        for name, kind in files.items():
            (folder / name).touch()
            if kind and (kind != "copy" or folder == path.parent):
                expected.add((kind, str(folder / name)))
    assert set(inventory(str(path), state)) == expected
    assert files_of(str(path), "draft", seen=state) == [
        str(Path(drafts_of(path, state)) / "7-ab.json")
    ]
    assert files_of(str(path), "draft") == []


def test_what_is_no_folder_of_ours_is_named_and_not_looked_into(tmp_path: Path) -> None:
    path, elsewhere = tmp_path / "data" / "store.json", tmp_path / "elsewhere"
    path.parent.mkdir()
    elsewhere.mkdir()
    (elsewhere / "store-20260101-g3.json").touch()
    for name in ("backups", "recovered"):
        (path.parent / name).symlink_to(elsewhere)
    found = inventory(str(path))
    assert found == [Piece("foreign", str(path.parent / n)) for n in ("backups", "recovered")]
    assert own_folders(str(path), None) == []


LISTING = re.compile(r"listdir|scandir|(?<![.\w])names\((?!self)|\.glob\(|iterdir")
"""How a folder is looked into."""
ALLOWED = {
    "locations.py",
    "files.py",  # `names`
    "reading.py",  # the marks of all stores seen
    "backups.py",  # which of the backups stay
    "drafts.py",  # what was half written for windows that are gone
    "draft_files.py",  # what any window has parked
}


def test_nothing_else_in_the_store_looks_for_files_by_itself() -> None:
    source = Path(aligntui.__file__).parent / "store"
    found = {file.name for file in source.glob("*.py") if LISTING.search(file.read_text("utf-8"))}
    assert found == ALLOWED
