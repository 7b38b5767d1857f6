"""A store turns encrypted and plain again; cut short or refused anywhere, nothing is lost."""

import shutil
from pathlib import Path

import pytest

from aligntui.domain.commands.notes import AddNote
from aligntui.domain.commands.people import AddPerson
from aligntui.notebook import Notebook
from aligntui.paths import store_file
from aligntui.store import crypt, sealing
from aligntui.store.durable import DurableStore
from aligntui.store.errors import StoreError
from tests.faults import calls
from tests.people import MONDAY
from tests.store.place import Place, as_before, is_plain, is_sealed, place
from tests.store.sealed import (
    MARKS,
    PASSPHRASE,
    ZOE,
    Held,
    carry_out,
    fresh_hands,
    grow,
    held,
    leaks,
    quick,
    tree,
)

__all__ = ["fresh_hands", "place", "quick"]
pytestmark = pytest.mark.usefixtures("quick")


def again(place: Place, command: str, where: str) -> None:
    """The same command once more; it may find that all was done."""
    assert carry_out(place.path, command) in {0, 2}, where


FIXTURES = Path(__file__).parent / "fixtures" / "schema-1-pending"
OLD_NOTES = ["Asked about the ladder", "Kept in the journal", "Kept last"]
FATES = pytest.mark.parametrize(
    ("fate", "every"), [(calls.die, 1), (calls.full, 4), (calls.failing, 5)]
)


@pytest.mark.kills
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


@pytest.mark.kills
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


@pytest.mark.kills
def test_encrypting_an_old_store_that_is_cut_short_anywhere_loses_nothing(place: Place) -> None:
    for name in ("store.json", "store.json.journal"):
        shutil.copyfile(FIXTURES / name, place.data / name)
    place.keep()
    count = 0
    for where in calls.at_each(place.run("encrypt"), calls.die, place.fresh, every=2):
        count += 1
        crypt._held.clear()
        assert notes_in(held(place.path)) == OLD_NOTES, where
        again(place, "encrypt", where)
        assert notes_in(held(place.path)) == OLD_NOTES, where
        assert store_file(str(place.path)) == f"{place.path}.age"
        assert leaks(place.home, marks=OLD_NOTES) == [], where
    assert count > 10
    assert carry_out(place.path, "decrypt") == 0
    kept = place.data / "backups" / "store-before-v2.json"
    assert kept.read_bytes() == (FIXTURES / "store.json").read_bytes()
    journal = kept.with_name("store-before-v2.json.journal")
    assert journal.read_bytes() == (FIXTURES / "store.json.journal").read_bytes()


def notes_in(found: Held) -> list[str]:
    return [note.text for person in found.people.values() for note in person.notes]


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
    assert any("store.json.age exists too" in note for note in found.notes)
    assert carry_out(place.path, "decrypt") == 0
    is_plain(place)
    kept = [file.read_bytes() for file in (place.data / "recovered").iterdir()]
    assert sealed in kept


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
