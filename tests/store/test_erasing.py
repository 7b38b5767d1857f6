"""Who was erased stands nowhere any more; kills in between leave either, and it goes on."""

import json
import os
from pathlib import Path
from zlib import crc32

import pytest

from aligntui.domain.commands.notes import AddNote
from aligntui.domain.commands.people import AddPerson
from aligntui.domain.errors import Refused
from aligntui.notebook import Notebook
from aligntui.paths import store_file
from aligntui.store.doctor import Finding, examine
from aligntui.store.drafts import FileDrafts
from aligntui.store.durable import DurableStore
from aligntui.store.erasing import TABLE
from aligntui.store.locations import drafts_of, stem_of, synced_by
from aligntui.store.opening import state_in
from aligntui.store.recovery import verified
from tests.faults import calls
from tests.faults.script import State, state_of
from tests.people import MONDAY
from tests.store.place import Place, place
from tests.store.sealed import (
    MARKS,
    YAN,
    ZOE,
    carry_out,
    fresh_hands,
    grow,
    held,
    leaks,
    quick,
)

__all__ = ["fresh_hands", "place", "quick"]
pytestmark = pytest.mark.usefixtures("quick")

OF_ZOE = tuple(mark for at, mark in enumerate(MARKS) if at not in {1, 6})
"""Words that stand nowhere but in what is about Zoé."""


def draft(place: Place, *boxes: tuple[str, str]) -> None:
    """Drafts of a window that is gone."""
    drafts = FileDrafts(drafts_of(store_file(str(place.path)), place.seen), store=str(place.path))
    for box, text in boxes:
        drafts.put(box, text)
    drafts.close()


def grown(place: Place) -> State:
    """A store with two people, backups, drafts and something set aside; gives Yan alone."""
    people = grow(place.path)
    draft(place, (f"note:{ZOE}", MARKS[5]), (f"note:{YAN}", "stays"))
    aside = place.data / "recovered"
    aside.mkdir(mode=0o700)
    (aside / "20260101-000000-store.json").write_bytes(place.path.read_bytes())
    return {who: person for who, person in people.items() if who != ZOE}


def erase(place: Place, name: str = MARKS[0].lower()) -> int:
    return carry_out(place.path, "erase", name, "--yes")


def is_gone(place: Place, yan: State, where: str = "") -> None:
    assert leaks(place.home, marks=OF_ZOE) == [], where
    found = held(place.path)
    assert found.people == yan, where
    assert (found.read_only, found.notes) == (None, ()), where


def test_no_byte_of_somebody_erased_is_left_and_all_else_is(place: Place) -> None:
    yan = grown(place)
    assert leaks(place.home, marks=OF_ZOE) != []
    assert erase(place) == 0
    is_gone(place, yan)
    assert leaks(place.home, marks=[MARKS[6]]) != []
    assert leaks(place.state, marks=["stays"]) != []
    for file in (place.data / "backups").glob("*.json"):
        verified(file)


def test_an_encrypted_store_forgets_as_well(place: Place) -> None:
    yan = grown(place)
    assert carry_out(place.path, "encrypt") == 0
    assert carry_out(place.path, "note", MARKS[0], MARKS[5]) == 0
    assert erase(place) == 0
    assert held(place.path).people == yan
    assert carry_out(place.path, "decrypt") == 0
    is_gone(place, yan)


@pytest.mark.kills
@pytest.mark.parametrize("sealed", [False, True])
def test_killed_at_any_call_it_leaves_either_and_goes_on(place: Place, sealed: bool) -> None:
    yan = grown(place)
    if sealed:
        assert carry_out(place.path, "encrypt") == 0
    before = held(place.path).people
    place.keep()
    count = 0
    every = 2 if sealed else 1
    run = place.run("erase", MARKS[0], "--yes")
    for where in calls.at_each(run, calls.die, place.fresh, every):
        count += 1
        assert held(place.path).people in (before, yan), where
        assert erase(place) in {0, 2}, where
        assert held(place.path).people == yan, where
        if sealed:
            assert carry_out(place.path, "decrypt") == 0, where
        is_gone(place, yan, where)
    assert count > 20


def test_the_doctor_says_that_it_was_cut_short_until_it_is_finished(place: Place) -> None:
    grown(place)
    place.keep()
    said = set()
    for where in calls.at_each(
        place.run("erase", MARKS[0], "--yes"), calls.die, place.fresh, every=5
    ):
        cut_short = bool(state_in(str(place.path)).tables.get(TABLE))
        said.add(cut_short)
        words = [finding.words for finding in _erasings(place)]
        assert bool(words) == cut_short, where
        if cut_short:
            assert "'aligntui erase NAME --yes' finishes it" in words[0]
            assert erase(place) == 0
            assert _erasings(place) == [], where
    assert said == {True, False}


def _erasings(place: Place) -> list[Finding]:
    found = examine(place.path, today=MONDAY)
    return [finding for finding in found if finding.check == "erasing"]


@pytest.mark.kills
@pytest.mark.parametrize("fate", [calls.full, calls.failing])
def test_refused_by_the_disk_at_any_call_it_goes_on(place: Place, fate: calls.Fate) -> None:
    yan = grown(place)
    before = held(place.path).people
    place.keep()
    for where in calls.at_each(place.run("erase", MARKS[0], "--yes"), fate, place.fresh, 3):
        assert held(place.path).people in (before, yan), where
        assert erase(place) in {0, 2}, where
        is_gone(place, yan, where)


def test_undo_after_erasing_takes_back_nobody_elses_change(place: Place) -> None:
    grow(place.path)
    notebook = Notebook(DurableStore(place.path))
    notebook.do(AddNote(person=ZOE, text=MARKS[5], on=MONDAY))
    notebook.do(AddNote(person=YAN, text="one", on=MONDAY))
    both = [AddPerson(name=name, on=MONDAY) for name in ("Mei", "Bo Two")]
    notebook.do_together(both, "import people.csv")
    notebook.do(AddNote(person=YAN, text="two", on=MONDAY))
    notebook.undo()
    assert erase(place) == 0
    for take in (notebook.undo, notebook.redo):  # in a window that was open
        with pytest.raises(Refused, match="there is nothing to"):
            take()
    notebook.close()
    notebook = Notebook(DurableStore(place.path))
    before = {person.name: person for person in state_of(notebook).values()}
    for take in (notebook.undo, notebook.redo):
        with pytest.raises(Refused, match="there is nothing to"):
            take()
    assert set(before) == {f"{MARKS[1]} Bo", "Mei", "Bo Two"}
    assert before[f"{MARKS[1]} Bo"].notes[-1].text == "one"
    notebook.do(AddNote(person=YAN, text="three", on=MONDAY))
    assert notebook.undo().label.startswith("note on Yantorro")
    with pytest.raises(Refused, match="there is nothing to undo"):
        notebook.undo()
    assert {person.name: person for person in state_of(notebook).values()} == before
    notebook.close()
    assert leaks(place.home, marks=OF_ZOE) == []


def test_after_it_there_is_still_a_second_way_to_what_was_saved(place: Place) -> None:
    grown(place)
    assert erase(place) == 0
    notebook = Notebook(DurableStore(place.path))
    for text in ("after it", "the last one"):
        notebook.do(AddNote(person=YAN, text=text, on=MONDAY))
    notebook.close(hurry=True)
    place.path.write_bytes(b"rubbish")
    assert carry_out(place.path, "doctor", "--fix") in {0, 1}
    assert [note.text for note in held(place.path).people[YAN].notes] == ["after it"]
    assert leaks(place.home, marks=OF_ZOE) == []


def test_what_was_kept_of_an_older_store_forgets_in_base_and_journal(place: Place) -> None:
    yan = grown(place)
    tables = json.loads(place.path.read_bytes())
    rows = {table: tables.pop(table) for table in ("people", "notes")}
    base = json.dumps({**tables, "_meta": {"1": {"gen": 3, "store_id": "s"}}}).encode()
    ops = [["put", table, int(n), row] for table in rows for n, row in rows[table].items()]
    header = {"journal": 1, "gen": 3, "store": "s", "base_size": len(base), "base_crc": crc32(base)}
    lines, crc = [], 0
    for each in (header, {"n": 1, "at": "", "ops": ops}):
        data = json.dumps(each).encode()
        crc = crc32(data, crc)
        lines.append(b"%08x %s\n" % (crc, data))
    for name in ("store-before-v2.json", "store-20260101-g3.json"):
        kept = place.data / "backups" / name
        kept.write_bytes(base)
        kept.with_name(f"{name}.journal").write_bytes(b"".join(lines))
        assert verified(kept).people == 2
    assert erase(place) == 0
    is_gone(place, yan)
    assert [verified(kept).people for kept in (place.data / "backups").glob("*v2.json")] == [1]
    assert not list((place.data / "backups").glob("*.journal"))


def test_what_can_not_be_read_is_named_and_left(
    place: Place, capsys: pytest.CaptureFixture[str]
) -> None:
    yan = grown(place)
    spoilt = place.data / "recovered" / "damaged.json"
    spoilt.write_bytes(b'{"people": {"1": {"person"')
    torn = place.data / "store.json.journal.torn-20260101-000000"
    torn.write_bytes(b"0badc0de {")
    folder = place.data / "recovered" / "folder"
    folder.mkdir()
    pipe = place.data / "store.json.journal.torn-20260102-000000"
    os.mkfifo(pipe)
    capsys.readouterr()
    assert carry_out(place.path, "erase", "zoe", "--yes", "--json") == 0
    printed = capsys.readouterr()
    left = json.loads(printed.out)["left"]
    assert left == [f"{file}; delete it" for file in (torn, pipe, spoilt, folder)]
    assert f"aligntui: not erased: {torn}; delete it" in printed.err
    assert "SSD" in printed.err
    assert torn.exists()
    assert spoilt.exists()
    assert held(place.path).people == yan


def test_the_draft_of_an_open_window_waits_until_it_is_closed(
    place: Place, capsys: pytest.CaptureFixture[str]
) -> None:
    yan = grow(place.path)
    yan.pop(ZOE)
    window = FileDrafts(drafts_of(str(place.path), place.seen), store=str(place.path))
    window.put(f"note:{ZOE}", MARKS[5])
    window.flush()
    assert erase(place) == 0
    assert "close the window that writes to it, then erase again" in capsys.readouterr().err
    assert held(place.path).people == yan
    window.close()
    assert erase(place, "yantorro") == 0
    assert "nobody else was erased" in capsys.readouterr().out
    is_gone(place, yan)
    assert os.listdir(drafts_of(str(place.path), place.seen)) == []


def test_an_open_window_follows_and_brings_nobody_back(place: Place) -> None:
    yan = grown(place)
    window = Notebook(DurableStore(place.path))
    window.people()
    window.refresh()
    assert erase(place) == 0
    assert window.refresh()
    assert [each.id for each in window.people()] == [YAN]
    window.do(AddNote(person=YAN, text="later", on=MONDAY))
    window.close()
    assert leaks(place.home, marks=OF_ZOE) == []
    assert set(held(place.path).people) == set(yan)


def test_a_copy_beside_the_store_and_a_shared_past_forget_as_well(place: Place) -> None:
    yan = grown(place)
    (place.data / ".stfolder").mkdir()
    synced_by.cache_clear()
    stem_of.cache_clear()
    carry_out(place.path, "list")
    copy = place.data / "store.sync-conflict-20260101-000000-ABCDEFG.json"
    copy.write_bytes(place.path.read_bytes())
    past = Path(f"{stem_of(str(place.path))}.common-g1")
    assert past.parent != place.data
    past.write_bytes(place.path.read_bytes())
    assert erase(place) == 0
    assert leaks(place.home, marks=OF_ZOE) == []
    assert past.exists()
    assert held(place.path).people == yan


def test_what_was_written_about_others_stays(place: Place) -> None:
    grow(place.path)
    assert carry_out(place.path, "note", "bo", "with", MARKS[0]) == 0
    assert erase(place) == 0
    assert [note.text for note in held(place.path).people[YAN].notes] == [f"with {MARKS[0]}"]


def test_nobody_is_asked_without_a_terminal_and_nothing_goes(
    place: Place, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    people = grow(place.path)
    monkeypatch.setattr("aligntui.cli.passphrase.has_terminal", lambda: False)
    assert carry_out(place.path, "erase", "zoe") == 2
    assert "add --yes to erase for good" in capsys.readouterr().err
    assert carry_out(place.path, "erase", "nobody", "--yes") == 2
    assert held(place.path).people == people


@pytest.mark.parametrize(("typed", "code"), [("\n", 1), ("n\n", 1), ("", 1), ("y\n", 0)])
def test_enter_means_no(
    place: Place, monkeypatch: pytest.MonkeyPatch, typed: str, code: int
) -> None:
    people = grow(place.path)
    (place.home / "tty").write_text(typed)
    monkeypatch.setattr("aligntui.cli.passphrase.TERMINAL", str(place.home / "tty"))
    monkeypatch.setattr("aligntui.cli.passphrase.has_terminal", lambda: True)
    assert carry_out(place.path, "erase", "zoe") == code
    assert (held(place.path).people == people) is bool(code)
