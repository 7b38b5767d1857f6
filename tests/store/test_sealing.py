"""A store turns encrypted and plain again; cut short or refused anywhere, nothing is lost."""

import json
import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from aligntui.domain.commands.notes import AddNote
from aligntui.domain.commands.people import AddPerson
from aligntui.notebook import Notebook
from aligntui.paths import store_file
from aligntui.store import common, crypt, remains, sealing
from aligntui.store.conflicts import find
from aligntui.store.drafts import FileDrafts, folder_of
from aligntui.store.durable import DurableStore
from aligntui.store.errors import StoreError
from aligntui.store.locations import stem_of, synced_by
from aligntui.store.opening import look
from aligntui.store.recovery import candidates
from tests.faults import calls
from tests.faults.script import State
from tests.people import MONDAY
from tests.store.sealed import (
    MARKS,
    PASSPHRASE,
    YAN,
    ZOE,
    carry_out,
    fresh_hands,
    grow,
    held,
    leaks,
    open_to_others,
    quick,
    tree,
)

__all__ = ["fresh_hands", "quick"]
pytestmark = pytest.mark.usefixtures("quick")


class Place:
    """A home with a store in it that can be put back as it was."""

    def __init__(self, folder: Path) -> None:
        self.home = folder / "home"
        self._kept = folder / "kept"
        self.data, self.state = self.home / "data", self.home / "state"
        self.seen = str(self.state / "aligntui")
        self.path = self.data / "store.json"

    def keep(self) -> None:
        """Remember everything as it is now."""
        shutil.copytree(self.home, self._kept)

    def fresh(self) -> None:
        """Put everything back."""
        shutil.rmtree(self.home)
        shutil.copytree(self._kept, self.home)
        crypt._held.clear()

    def run(self, *words: str) -> Callable[[], int]:
        return lambda: carry_out(self.path, *words)


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Place]:
    made = Place(tmp_path)
    made.data.mkdir(parents=True, mode=0o700)
    for variable, folder in (("XDG_STATE_HOME", made.state), ("XDG_DATA_HOME", made.home / "x")):
        monkeypatch.setenv(variable, str(folder))
    yield made
    synced_by.cache_clear()
    stem_of.cache_clear()


def as_before(place: Place, model: State, where: str) -> None:
    """What counts under the name of the store holds everything, and can be written."""
    crypt._held.clear()
    found = held(place.path)
    assert found.people == model, where
    assert found.read_only is None, where
    assert not [note for note in found.notes if "is there, too" not in note], (where, found.notes)


def is_sealed(place: Place) -> None:
    assert store_file(str(place.path)) == f"{place.path}.age"
    assert not remains.unsealed(f"{place.path}.age", place.seen)
    assert leaks(place.home) == []


def is_plain(place: Place) -> None:
    assert store_file(str(place.path)) == str(place.path)
    assert {file.name for file in place.data.glob("*.age*")} <= {"store.json.age.lock"}
    assert not list((place.data / "backups").glob("*.age*"))


def again(place: Place, command: str, where: str) -> None:
    """The same command once more; it may find that all was done."""
    assert carry_out(place.path, command) in {0, 2}, where


FATES = pytest.mark.parametrize(
    ("fate", "every"), [(calls.die, 1), (calls.full, 4), (calls.failing, 5)]
)


@FATES
def test_encrypting_that_is_cut_short_anywhere_loses_nothing(
    place: Place, fate: calls.Fate, every: int
) -> None:
    model = grow(place.path)
    place.keep()
    count = 0
    for where in calls.at_each(place.run("encrypt"), fate, place.fresh, every):
        count += 1
        as_before(place, model, where)
        again(place, "encrypt", where)
        as_before(place, model, where)
        is_sealed(place)
    assert count > 30 / every


@FATES
def test_decrypting_that_is_cut_short_anywhere_loses_nothing(
    place: Place, fate: calls.Fate, every: int
) -> None:
    model = grow(place.path)
    assert carry_out(place.path, "encrypt") == 0
    assert carry_out(place.path, "note", "Bo", "one more") == 0
    model = held(place.path).people
    place.keep()
    count = 0
    for where in calls.at_each(place.run("decrypt"), fate, place.fresh, every):
        count += 1
        as_before(place, model, where)
        again(place, "decrypt", where)
        as_before(place, model, where)
        is_plain(place)
    assert count > 30 / every


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
    place.path.with_name("store.json.journal").open("ab").write(b'0badc0de {"n":' + secret)
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
    (drafts := Path(folder_of(place.path, place.seen))).mkdir(parents=True, mode=0o700)
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
    drafts = folder_of(place.path, place.seen)
    typed = FileDrafts(drafts, store=f"{place.path}.age")
    typed.put("note", MARKS[5])
    typed.flush()
    os.close(typed._lock or 0)
    typed._lock = None
    assert leaks(place.state) == []
    assert carry_out(place.path, "decrypt") == 0
    crypt._held.clear()
    assert FileDrafts(drafts, store=str(place.path)).get("note") == MARKS[5]


def test_a_window_from_before_types_on_in_plain_and_it_is_said(
    place: Place, capsys: pytest.CaptureFixture[str]
) -> None:
    grow(place.path)
    drafts = Path(folder_of(place.path, place.seen))
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
    drafts = folder_of(place.path, place.seen)
    typed = FileDrafts(drafts, store=f"{place.path}.age")
    typed.put("note", MARKS[5])
    carry_out(place.path, "decrypt")
    typed.flush()
    os.close(typed._lock or 0)
    typed._lock = None
    crypt._held.clear()
    later = FileDrafts(drafts, store=str(place.path))
    assert later.get("note") == ""
    assert "is kept as" in later.notices[0]


def test_a_window_that_is_open_meanwhile_says_so_and_saves_nothing(place: Place) -> None:
    grow(place.path)
    window = Notebook(DurableStore(place.path))
    unread = Notebook(DurableStore(place.path))
    window.refresh()
    unread.people()  # from the summary
    assert carry_out(place.path, "encrypt") == 0
    before = tree(place.home)
    for each in (window, unread):
        with pytest.raises(StoreError, match="was encrypted meanwhile; start again"):
            each.do(AddNote(person=ZOE, text="lost?", on=MONDAY))
        each.close()
    assert tree(place.home) == before
    is_sealed(place)
    window = Notebook(DurableStore(f"{place.path}.age"))
    window.people()
    assert carry_out(place.path, "decrypt") == 0
    before = tree(place.home)
    with pytest.raises(StoreError, match="was decrypted meanwhile; start again"):
        window.do(AddNote(person=ZOE, text="lost?", on=MONDAY))
    window.close()
    assert tree(place.home) == before


def test_a_window_on_no_store_yet_begins_no_second_one(place: Place) -> None:
    window = Notebook(DurableStore(place.path))
    window.people()
    window.refresh()
    assert carry_out(place.path, "add", MARKS[0]) == 0
    assert carry_out(place.path, "encrypt") == 0
    before = tree(place.home)
    with pytest.raises(StoreError, match="was encrypted meanwhile"):
        window.do(AddPerson(name="Second", on=MONDAY))
    assert tree(place.home) == before


def test_who_comes_second_changes_nothing(place: Place) -> None:
    model = grow(place.path)
    carry_out(place.path, "encrypt")
    before = tree(place.home)
    with pytest.raises(StoreError, match="was encrypted meanwhile"):
        sealing.encrypt(str(place.path), PASSPHRASE, lambda _: None, seen=place.seen)
    assert tree(place.home) == before
    carry_out(place.path, "decrypt")
    before = tree(place.home)
    with pytest.raises(StoreError, match="was decrypted meanwhile"):
        sealing.decrypt(f"{place.path}.age", seen=place.seen)
    assert tree(place.home) == before
    assert held(place.path).people == model


def test_no_plain_store_is_written_over(place: Place) -> None:
    grow(place.path)
    carry_out(place.path, "encrypt")
    shutil.copy(place.path.with_name("store.json.age"), place.data / "mine.json.age")
    shutil.copy(
        place.path.with_name("store.json.age.identity"), f"{place.data}/mine.json.age.identity"
    )
    (place.data / "mine.json").write_text('{"people": {}}', encoding="utf-8")
    before = tree(place.home)
    assert carry_out(place.data / "mine.json.age", "decrypt") == 3
    assert tree(place.home) == before


def test_where_both_are_there_the_plain_one_counts_and_it_is_said(place: Place) -> None:
    grow(place.path)
    plain = place.path.read_bytes()
    carry_out(place.path, "encrypt")
    place.path.write_bytes(plain)
    sealed = place.path.with_name("store.json.age").read_bytes()
    found = held(place.path)
    assert found.path == str(place.path)
    assert any("store.json.age is there, too" in note for note in found.notes)
    assert carry_out(place.path, "decrypt") == 0
    is_plain(place)
    kept = [file.read_bytes() for file in (place.data / "recovered").iterdir()]
    assert sealed in kept


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


@pytest.mark.parametrize("name", ["team.journal.json", "x.common-g2.json", "store", "a\nb.json"])
def test_a_store_of_any_name_is_really_encrypted(place: Place, name: str) -> None:
    path = place.data / name
    model = grow(path)
    assert carry_out(path, "encrypt") == 0
    assert held(path).people == model
    assert carry_out(path, "note", "Bo", MARKS[6]) == 0
    assert leaks(place.home) == []
    assert carry_out(path, "decrypt") == 0
    assert Path(store_file(str(path))) == path


def test_a_linked_store_goes_on_being_one(place: Place) -> None:
    real = place.home / "elsewhere" / "people.json"
    real.parent.mkdir(mode=0o700)
    place.path.symlink_to(real)
    model = grow(place.path)
    assert carry_out(place.path, "encrypt") == 0
    assert held(place.path).people == model
    assert leaks(place.home) == []
    assert carry_out(place.path, "decrypt") == 0
    assert held(place.path).people == model
    assert place.path.is_symlink()
    assert real.exists()


def test_copies_made_in_the_same_second_are_all_found(place: Place) -> None:
    grow(place.path)
    carry_out(place.path, "encrypt")
    kept = min((place.data / "backups").glob("*.age"))
    for _ in range(3):
        assert carry_out(place.path, "restore", str(kept)) == 0
    crypt.unlock(f"{place.path}.age", PASSPHRASE)
    files = {state.file for state in candidates(f"{place.path}.age")}
    assert {str(file) for file in (place.data / "backups").iterdir()} - files == {
        str(file) for file in (place.data / "backups").glob("*.journal")
    }
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
    assert find(f"{place.path}.age") == (str(copy),)
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
    common.remember(path, {**found.meta, "writer": "another machine"})
    assert common.before(path, found.gen + 1) is not None
    assert leaks(place.state) == []
