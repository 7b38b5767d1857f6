"""What lies about a store follows it: nothing stays readable, and all of it comes back."""

import json
import os
import shutil
from pathlib import Path

import pytest

from aligntui.store import crypt, recovery
from aligntui.store.drafts import FileDrafts
from aligntui.store.locations import conflict_copies, drafts_of, stem_of, synced_by
from aligntui.store.opening import look
from aligntui.store.recovery import candidates
from tests.store.place import Place, is_plain, is_sealed, place
from tests.store.sealed import (
    MARKS,
    PASSPHRASE,
    YAN,
    carry_out,
    fresh_hands,
    grow,
    held,
    leaks,
    open_to_others,
    quick,
    tree,
)

__all__ = ["fresh_hands", "place", "quick"]
pytestmark = pytest.mark.usefixtures("quick")


def test_nothing_of_anybody_can_be_read_afterwards(place: Place) -> None:
    model = grow(place.path)
    assert leaks(place.home)
    carry_out(place.path, "encrypt")
    is_sealed(place)
    assert open_to_others(place.data, place.state) == []
    assert held(place.path).people == model
    for words in (
        ("note", "Bo", MARKS[5]),
        ("undo",),
        ("redo",),
        ("add", f"Third {MARKS[0]}", "--role", MARKS[2]),
        ("list",),
        ("backup",),
        ("backup", "-o", str(place.home / "mine.json")),
        ("doctor", "--fix"),
    ):
        assert carry_out(place.path, *words) in {0, 1}, words
    kept = sorted((place.data / "backups").glob("*.age"))
    assert carry_out(place.path, "restore", str(kept[0])) == 0
    assert carry_out(place.path, "restore", str(kept[-1])) == 0
    is_sealed(place)
    assert open_to_others(place.data, place.state) == []
    later = held(place.path).people
    assert carry_out(place.path, "decrypt") == 0
    is_plain(place)
    assert held(place.path).people == later


def test_what_a_crash_has_left_is_encrypted_too_or_taken_away(place: Place) -> None:
    model = grow(place.path)
    secret = MARKS[0].encode()
    backups, recovered = place.data / "backups", place.data / "recovered"
    recovered.mkdir(mode=0o700)
    left = (
        place.data / ".store.json.123.tmp",
        place.data / ".store.json.journal.9-ab.tmp",
        place.data / ".77.tmp-mine.json",
        place.data / "store.json.journal.torn-20260101-000000",
        place.data / "store.sync-conflict-20260629-140200-ABCDEFG.json",
        backups / ".77.tmp-store-20260101-000000-g3.json",
        backups / "store-before-v2.json.journal",
        recovered / "20260101-000000-store.json",
        recovered / "20260101-000000-store.json.journal",
    )
    for file in left:
        shutil.copyfile(place.path, file)
        file.chmod(0o600)
    (drafts := Path(drafts_of(place.path, place.seen))).mkdir(parents=True, mode=0o700)
    (drafts / "broken-1-ab-cd.txt").write_bytes(secret)
    (drafts / "7-ab.json").write_text(json.dumps({"note": MARKS[5]}), encoding="utf-8")
    assert carry_out(place.path, "encrypt") == 0
    is_sealed(place)
    assert carry_out(place.path, "encrypt") == 2  # once is enough
    assert held(place.path).people == model
    assert FileDrafts(drafts, store=f"{place.path}.age").get("note") == MARKS[5]
    sealed = tree(place.data)
    assert f"{place.data}/store.json.sync-conflict-20260629-140200-ABCDEFG.age" in sealed
    assert carry_out(place.path, "decrypt") == 0
    is_plain(place)
    for file in (left[4], left[7], left[3]):
        assert secret in file.read_bytes()


def test_drafts_of_a_window_that_died_survive_the_way_back(place: Place) -> None:
    grow(place.path)
    carry_out(place.path, "encrypt")
    drafts = drafts_of(place.path, place.seen)
    typed = FileDrafts(drafts, store=f"{place.path}.age")
    typed.put("note", MARKS[5])
    typed.flush()
    os.close(typed._own.lock or 0)
    typed._own.lock = None
    assert leaks(place.state) == []
    assert carry_out(place.path, "decrypt") == 0
    crypt._held.clear()
    assert FileDrafts(drafts, store=str(place.path)).get("note") == MARKS[5]


def test_a_window_from_before_types_on_in_plain_and_it_is_said(
    place: Place, capsys: pytest.CaptureFixture[str]
) -> None:
    grow(place.path)
    drafts = Path(drafts_of(place.path, place.seen))
    window = FileDrafts(drafts, store=str(place.path))
    window.put("note", MARKS[5])
    window.flush()
    assert carry_out(place.path, "encrypt") == 0
    (plain,) = drafts.glob("*.json")
    capsys.readouterr()
    assert carry_out(place.path, "doctor") == 1
    assert f"{plain} is not encrypted" in capsys.readouterr().out
    assert carry_out(place.path, "encrypt") == 0
    assert f"{plain} is still plain; close the window" in capsys.readouterr().err
    window.close()
    assert carry_out(place.path, "encrypt") == 0
    is_sealed(place)
    later = FileDrafts(drafts, store=f"{place.path}.age")
    assert later.get("note") == MARKS[5]
    later.close()


def test_a_draft_that_no_key_opens_keeps_no_window_shut(place: Place) -> None:
    grow(place.path)
    carry_out(place.path, "encrypt")
    drafts = drafts_of(place.path, place.seen)
    typed = FileDrafts(drafts, store=f"{place.path}.age")
    typed.put("note", MARKS[5])
    carry_out(place.path, "decrypt")
    typed.flush()
    os.close(typed._own.lock or 0)
    typed._own.lock = None
    crypt._held.clear()
    later = FileDrafts(drafts, store=str(place.path))
    assert later.get("note") == ""
    assert "is kept as" in later.notices[0]


def test_damage_that_was_set_aside_is_no_hindrance(place: Place) -> None:
    grow(place.path)
    carry_out(place.path, "encrypt")
    carry_out(place.path, "note", "Bo", "one more")
    model = held(place.path).people
    recovered = place.data / "recovered"
    recovered.mkdir(mode=0o700, exist_ok=True)
    spoilt = place.path.with_name("store.json.age").read_bytes()[:-3] + b"???"
    (recovered / "20260101-000000-store.json.age").write_bytes(spoilt)
    (place.data / "backups" / "store-20260101-g1.json.age").write_bytes(b"rubbish")
    assert carry_out(place.path, "decrypt") == 0
    assert held(place.path).people == model
    assert (recovered / "20260101-000000-store.json.age").read_bytes() == spoilt


def test_copies_made_in_the_same_second_are_all_found(place: Place) -> None:
    grow(place.path)
    carry_out(place.path, "encrypt")
    kept = min((place.data / "backups").glob("*.age"))
    for _ in range(3):
        assert carry_out(place.path, "restore", str(kept)) == 0
    crypt.unlock(f"{place.path}.age", PASSPHRASE)
    files = {state.file for state in candidates(f"{place.path}.age")}
    assert {str(file) for file in (place.data / "backups").iterdir()} - files == set()
    assert carry_out(place.path, "encrypt") == 2


def test_in_a_synchronised_folder_nothing_is_left_in_the_state_folder(place: Place) -> None:
    (place.data / ".stfolder").mkdir()
    synced_by.cache_clear()
    stem_of.cache_clear()
    model = grow(place.path)
    assert leaks(place.state)
    assert carry_out(place.path, "encrypt") == 0
    is_sealed(place)
    assert held(place.path).people == model
    assert carry_out(place.path, "note", "Bo", MARKS[6]) == 0
    copy = place.data / "store.json.sync-conflict-20260629-140200-ABCDEFG.age"
    shutil.copy(f"{place.path}.age", copy)
    assert carry_out(place.path, "note", "Bo", "a later one") == 0
    assert conflict_copies(f"{place.path}.age") == (str(copy),)
    assert carry_out(place.path, "merge", str(copy)) == 0
    assert not copy.exists()
    is_sealed(place)
    assert [note.text for note in held(place.path).people[YAN].notes] == [MARKS[6], "a later one"]


def test_a_plain_conflict_copy_is_merged_and_kept_encrypted(place: Place) -> None:
    grow(place.path)
    other = place.data / "store.sync-conflict-20260629-140200-ABCDEFG.json"
    shutil.copy(place.path, place.home / "other.json")
    assert carry_out(place.path, "encrypt") == 0
    shutil.move(place.home / "other.json", other)
    assert carry_out(place.path, "merge", str(other)) == 0
    is_sealed(place)
    aside = list((place.data / "recovered").glob("*sync-conflict*"))
    assert [file.suffix for file in aside] == [".age"]


def test_two_machines_merge_their_encrypted_stores_against_what_both_had(place: Place) -> None:
    (place.data / ".stfolder").mkdir()
    synced_by.cache_clear()
    stem_of.cache_clear()
    grow(place.path)
    carry_out(place.path, "encrypt")
    path = f"{place.path}.age"
    crypt.unlock(path, PASSPHRASE)
    found = look(path)
    recovery.remember(path, {**found.text.meta, "writer": "another machine"})
    assert recovery._before(path, found.text.gen + 1) is not None
    assert leaks(place.state) == []
