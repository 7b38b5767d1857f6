"""One suite over every store, then what only the one on disk promises."""

import json
import os
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from tinydb import TinyDB

from aligntui.domain.commands.command import Command
from aligntui.domain.commands.items import AddItem, MoveItem, RewordItem
from aligntui.domain.commands.notes import AddNote
from aligntui.domain.commands.people import AddPerson, EditPerson
from aligntui.domain.glance import overview
from aligntui.domain.identity import Handle
from aligntui.domain.person import Change, Person
from aligntui.domain.section import Section
from aligntui.notebook import Notebook
from aligntui.store import summary
from aligntui.store.codec import TABLES
from aligntui.store.durable import UNDOABLE, DurableStore, Within
from aligntui.store.errors import StaleError, StoreReadOnly
from aligntui.store.records import MemoryStore
from tests.people import INES, day, focus, full, person_id, somebody, team, with_focus
from tests.strategies import people

F1 = Handle("F1")
Reopen = Callable[[DurableStore], DurableStore]


def added(person: Person) -> Change:
    return Change(label=f"add {person.name}", before=None, after=person)


def changed(before: Person, command: Command, label: str = "change") -> Change:
    return Change(label=label, before=before, after=command.apply(before))


def note(text: str) -> AddNote:
    return AddNote(person=INES, text=text, on=day(0))


def reword(text: str, number: int = 0) -> RewordItem:
    return RewordItem(person=INES, handle=F1, text=text, on=day(number))


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "kept" / "store.json"


@pytest.fixture(params=["memory", "durable"])
def kind(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def store(kind: str, path: Path) -> Iterator[DurableStore]:
    opened: DurableStore = MemoryStore() if kind == "memory" else DurableStore(path)
    yield opened
    opened.close(hurry=True)


@pytest.fixture
def reopened(kind: str, path: Path) -> Reopen:
    """Leaves a store and opens it anew, as the next session would; memory just goes on."""

    def reopen(store: DurableStore) -> DurableStore:
        store.close()
        return store if kind == "memory" else DurableStore(path)

    return reopen


def test_an_empty_store_holds_nobody(store: DurableStore) -> None:
    assert store.overviews() == ()
    assert store.person(INES) is None
    assert store.undo() is None
    assert store.redo() is None
    assert store.read_only is None


def test_what_was_committed_is_there_and_there_after_reopening(
    store: DurableStore, reopened: Reopen
) -> None:
    for person in team():
        store.commit(added(person))
    again = reopened(store)
    for person in team():
        assert store.person(person.id) == person
        assert again.person(person.id) == person
    assert again.person(person_id(99)) is None


def test_a_change_of_somebody_who_was_changed_meanwhile_is_stale_and_not_kept(
    store: DurableStore,
) -> None:
    person = with_focus("One")
    store.commit(added(person))
    store.commit(changed(person, reword("Two")))
    with pytest.raises(StaleError):
        store.commit(changed(person, reword("Three")))
    kept = store.person(INES)
    assert kept is not None
    assert kept.items[0].text == "Two"


def test_somebody_is_added_only_once(store: DurableStore) -> None:
    store.commit(added(somebody()))
    with pytest.raises(StaleError):
        store.commit(added(somebody("Another")))


def test_somebody_who_was_never_there_can_not_be_changed(store: DurableStore) -> None:
    with pytest.raises(StaleError):
        store.commit(changed(somebody(), note("x")))
    assert store.overviews() == ()


def test_an_equal_person_is_as_good_as_the_same_one(store: DurableStore) -> None:
    store.commit(added(with_focus("One")))
    seen = store.person(INES)
    assert seen is not None
    store.commit(changed(replace(seen), reword("Two")))


def test_a_person_may_go_altogether(store: DurableStore, reopened: Reopen) -> None:
    person, other = full(), somebody()
    store.commit(added(person))
    store.commit(added(other))
    store.commit(Change(label="erase", before=person, after=None))
    assert store.person(person.id) is None
    assert store.overviews() == (overview(other),)
    assert reopened(store).overviews() == (overview(other),)


def test_overviews_are_what_a_glance_at_each_person_gives(
    store: DurableStore, reopened: Reopen
) -> None:
    for person in team(5):
        store.commit(added(person))
    store.commit(changed(team()[0], note("one more")))
    expected = {overview(person) for person in team(5)}
    assert set(store.overviews()) == expected
    assert set(reopened(store).overviews()) == expected


def test_overviews_follow_each_change(store: DurableStore) -> None:
    person = with_focus("One")
    store.commit(added(person))
    assert store.overviews()[0].focus[0].text == "One"
    store.commit(changed(person, reword("Two")))
    assert store.overviews()[0].focus[0].text == "Two"
    store.undo()
    assert store.overviews()[0].focus[0].text == "One"
    store.undo()
    assert store.overviews() == ()


def test_undo_gives_back_exactly_what_was_and_redo_what_came_of_it(store: DurableStore) -> None:
    one = full()
    two = note("more").apply(one)
    store.commit(added(one))
    store.commit(Change(label="more", before=one, after=two))
    assert store.undo() == Change(label="more", before=two, after=one)
    assert store.person(one.id) == one
    assert store.undo() == Change(label=f"add {one.name}", before=one, after=None)
    assert store.person(one.id) is None
    assert store.redo() == Change(label=f"add {one.name}", before=None, after=one)
    assert store.redo() == Change(label="more", before=one, after=two)
    assert store.redo() is None
    assert store.person(one.id) == two


def test_undo_and_redo_go_on_after_reopening(store: DurableStore, reopened: Reopen) -> None:
    states: list[Person | None] = [None, with_focus("0")]
    store.commit(added(with_focus("0")))
    for number in range(1, 5):
        before = states[-1]
        assert before is not None
        change = changed(before, reword(str(number), number), f"to {number}")
        store.commit(change)
        states.append(change.after)
    for before in reversed(states[:-1]):
        store = reopened(store)
        store.undo()
        assert store.person(INES) == before
    assert store.undo() is None
    for after in states[1:]:
        store = reopened(store)
        store.redo()
        assert store.person(INES) == after
    assert store.redo() is None
    store.close()


def test_only_what_may_be_taken_back_is(store: DurableStore) -> None:
    one, two = with_focus("One"), somebody("Tom Bell", 2)
    assert store.latest == 0
    store.commit(added(one))
    began = store.latest
    here, before = Within(one.id, began), Within(one.id, began - 1)
    assert store.undo(here) is None
    assert store.undo(Within(two.id, 0)) is None
    store.commit(changed(one, reword("Two")))
    store.commit(added(two))
    assert store.undo(here) is None
    assert store.undo(Within(two.id, began)) is not None
    assert store.undo(here) is not None
    assert store.undo(here) is None
    assert store.redo(Within(two.id, began)) is None
    assert store.redo(here) is not None
    assert store.redo(here) is None
    assert store.person(two.id) is None
    assert [store.undo(before) is None for _ in range(3)] == [False, False, True]


def test_what_two_people_were_changed_by_is_said_to_be_of_both(store: DurableStore) -> None:
    one, two = with_focus("One"), somebody("Tom Bell", 2)
    store.commit_together((added(one), added(two)))
    for change in (store.undo(), store.redo()):
        assert change is not None
        assert change.people == {one.id, two.id}


def test_a_new_change_forgets_what_was_taken_back(store: DurableStore) -> None:
    person = with_focus("One")
    store.commit(added(person))
    store.commit(changed(person, reword("Two")))
    store.undo()
    store.commit(changed(person, reword("Three")))
    assert store.redo() is None
    store.undo()
    assert store.person(INES) == person


def test_a_refused_commit_leaves_redo_as_it_was(store: DurableStore) -> None:
    person = with_focus("One")
    store.commit(added(person))
    two = changed(person, reword("Two"))
    store.commit(two)
    store.undo()
    with pytest.raises(StaleError):
        store.commit(changed(replace(person, role="stale"), reword("Three")))
    assert store.redo() == two


def test_the_latest_two_hundred_changes_can_be_taken_back(
    store: DurableStore, reopened: Reopen
) -> None:
    person = somebody()
    store.commit(added(person))
    for number in range(UNDOABLE + 5):
        change = changed(person, EditPerson(person=INES, role=f"role {number}"))
        store.commit(change)
        assert change.after is not None
        person = change.after
    store = reopened(store)
    taken_back = 0
    while store.undo():
        taken_back += 1
    assert taken_back == UNDOABLE
    kept = store.person(INES)
    assert kept is not None
    assert kept.role == "role 4"
    store.close()


def test_undo_of_one_person_leaves_the_others(store: DurableStore) -> None:
    one, two = team(2)
    store.commit(added(one))
    store.commit(added(two))
    store.commit(changed(one, note("x")))
    store.undo()
    assert (store.person(one.id), store.person(two.id)) == (one, two)


# -- on disk


@settings(max_examples=20)
@given(person=people(number=1))
def test_anybody_is_reloaded_as_they_were(
    person: Person, tmp_path_factory: pytest.TempPathFactory
) -> None:
    path = tmp_path_factory.mktemp("any") / "store.json"
    store = DurableStore(path)
    store.commit(added(person))
    store.close()
    again = DurableStore(path)
    assert again.overviews() == (overview(person),)
    assert again.person(person.id) == person
    again.close()


@settings(max_examples=20)
@given(person=people(number=1))
def test_what_a_save_leaves_in_memory_is_what_the_file_says(
    person: Person, tmp_path_factory: pytest.TempPathFactory
) -> None:
    path = tmp_path_factory.mktemp("any") / "store.json"
    store = DurableStore(path)
    store.commit(added(person))
    store.commit(changed(person, note("x")))
    store.undo()
    assert store._opened is not None
    data = json.loads(path.read_bytes())
    del data["_meta"]
    # the text tells a list from a tuple, and a plain word from one of an enum
    assert repr(in_order(store._opened.storage.read())) == repr(in_order(data))
    for table in TABLES:
        rows = store._opened.of(table, person.id)
        own = {n: row for n, row in data.get(table, {}).items() if row["person"] == person.id}
        assert repr(in_order(rows)) == repr(in_order(own))
    store.close(hurry=True)


def in_order(value: Any) -> Any:
    """The same without what can't matter: the order of names."""
    if isinstance(value, Mapping):
        return {key: in_order(value[key]) for key in sorted(value)}
    return [in_order(each) for each in value] if isinstance(value, list) else value


def test_what_was_kept_in_pieces_is_reloaded_in_the_same_order(path: Path) -> None:
    store = DurableStore(path)
    notebook = Notebook(store)
    notebook.do(AddPerson(name="Ines Okafor", on=day(0), person=INES))
    for number in range(12):
        notebook.do(focus(f"Focus {number}"))
        notebook.do(AddItem(person=INES, section=list(Section)[number % 4], text="x", on=day(0)))
        notebook.do(note(f"Note {number}"))
    for _ in range(3):
        notebook.do(MoveItem(person=INES, handle=Handle("F5"), down=False, on=day(number)))
    kept = store.person(INES)
    store.close()
    assert DurableStore(path).person(INES) == kept


def test_asking_for_the_same_person_twice_gives_the_same_one(path: Path) -> None:
    store = DurableStore(path)
    store.commit(added(full()))
    assert store.person(full().id) is store.person(full().id)
    store.close()


def test_a_killed_process_has_lost_nothing_that_was_committed(path: Path) -> None:
    store = DurableStore(path)
    store.commit(added(full()))
    store.commit(changed(full(), note("the last one")))
    again = DurableStore(path)
    assert again.person(full().id) == store.person(full().id)
    again.close(hurry=True)
    store.close(hurry=True)


@pytest.fixture
def pair(path: Path) -> Iterator[tuple[DurableStore, DurableStore]]:
    """Two windows on one store that holds Ines with one focus item."""
    one, two = DurableStore(path), DurableStore(path)
    one.commit(added(with_focus("One")))
    two.open()
    yield one, two
    one.close(hurry=True)
    two.close(hurry=True)


def test_two_windows_follow_each_other(pair: tuple[DurableStore, DurableStore]) -> None:
    one, two = pair
    for number in range(6):
        writer, reader = (one, two) if number % 2 else (two, one)
        writer.refresh()
        before = writer.person(INES)
        assert before is not None
        writer.commit(changed(before, reword(f"Number {number}", number)))
        assert reader.refresh()
        assert not reader.refresh()
        assert reader.person(INES) == writer.person(INES)
        assert reader.overviews() == writer.overviews()


def test_a_window_that_did_not_look_is_stale(pair: tuple[DurableStore, DurableStore]) -> None:
    one, two = pair
    before = two.person(INES)
    assert before is not None
    one.commit(changed(before, reword("Elsewhere")))
    with pytest.raises(StaleError):
        two.commit(changed(before, reword("Here")))


def test_two_windows_who_add_at_once_get_different_handles(
    pair: tuple[DurableStore, DurableStore],
) -> None:
    one, two = (Notebook(store) for store in pair)
    for number in range(5):
        one.do(focus(f"left {number}"))
        two.do(focus(f"right {number}"))
    one.refresh()
    handles = [item.handle for item in one.person(INES).items]
    assert handles == [f"F{number}" for number in range(1, 12)]
    assert one.person(INES) == two.person(INES)


def test_one_window_takes_back_what_the_other_did_last(
    pair: tuple[DurableStore, DurableStore],
) -> None:
    one, two = pair
    before = two.person(INES)
    assert before is not None
    one.commit(changed(before, note("from the left")))
    change = two.undo()
    assert change is not None
    assert change.after == before
    one.refresh()
    assert one.person(INES) == before


def test_numbers_that_are_given_again_never_mix_two_people_up(path: Path) -> None:
    one = DurableStore(path)
    ana, bo = somebody("Ana", 1), somebody("Bo", 2)
    one.commit(added(ana))
    one.commit(added(bo))
    one.commit(changed(ana, note("Ana's own")))
    assert one.person(ana.id) is not None
    one.undo()
    two = DurableStore(path)
    two.open()
    two.close()
    two = DurableStore(path)
    two.commit(changed(bo, note("Bo's own")))
    one.refresh()
    assert one.person(ana.id) == ana
    assert one.person(bo.id) == two.person(bo.id)
    two.close(hurry=True)
    one.close(hurry=True)


def test_at_every_moment_stock_tinydb_opens_everything(path: Path) -> None:
    store = DurableStore(path)
    for number, person in enumerate(team(), start=1):
        store.commit(added(person))
        with TinyDB(path, access_mode="r") as stock:
            names = {row["name"] for row in stock.table("people")}
            assert names == {each.name for each in team()[:number]}
            assert len(stock.table("items")) == sum(len(p.items) for p in team()[:number])
            assert len(stock.table("_changes")) == number
    store.close(hurry=True)


def edited(path: Path, edit: Callable[[dict[str, Any]], None]) -> None:
    """Another program changes the file of a closed store."""
    data = json.loads(path.read_bytes())
    edit(data)
    path.write_text(json.dumps(data), encoding="utf-8")


def test_unknown_fields_and_tables_survive_an_edit(path: Path) -> None:
    person = with_focus("One")
    store = DurableStore(path)
    store.commit(added(person))
    store.close()

    def grow(data: dict[str, Any]) -> None:
        data["weather"] = {"1": {"sky": "blue"}}
        for row in (*data["items"].values(), *data["people"].values()):
            row["colour"] = "green"

    edited(path, grow)
    store = DurableStore(path)
    store.commit(changed(person, reword("Two", 3)))
    before = store.person(INES)
    assert before is not None
    store.commit(changed(before, EditPerson(person=INES, role="lead")))
    store.undo()
    store.close()
    data = json.loads(path.read_bytes())
    assert data["weather"] == {"1": {"sky": "blue"}}
    assert [row["colour"] for row in data["items"].values()] == ["green"]
    assert [row["colour"] for row in data["people"].values()] == ["green"]


def test_stock_tinydb_may_edit_a_closed_store(path: Path) -> None:
    store = DurableStore(path)
    store.commit(added(with_focus("One")))
    store.close()
    with TinyDB(path) as stock:
        stock.table("people").update({"role": "edited elsewhere"})
    store = DurableStore(path)
    assert [view.role for view in store.overviews()] == ["edited elsewhere"]
    store.close()


def _without_a_name(row: dict[str, Any]) -> None:
    del row["name"]


def _without_cadences(row: dict[str, Any]) -> None:
    row["cadences"] = []


def _strange_cadence(row: dict[str, Any]) -> None:
    row["cadences"]["focus"] = "when it suits"


def _number_for_a_cadence(row: dict[str, Any]) -> None:
    row["cadences"]["focus"] = 7


def _away_backwards(row: dict[str, Any]) -> None:
    row["away"] = [["2026-07-10", "2026-07-01", "leave"]]


def _away_without_an_end(row: dict[str, Any]) -> None:
    row["away"] = [["2026-07-10"]]


def _away_soon(row: dict[str, Any]) -> None:
    row["away"] = "soon"


def _endless(row: dict[str, Any]) -> None:
    row["cadences"]["check_in"] = "daily until soon because onboarding then weekly"


def _strange_relation(row: dict[str, Any]) -> None:
    row["relation"] = "nemesis"


def _number_for_a_day(row: dict[str, Any]) -> None:
    row["added"] = 20260316


@pytest.mark.parametrize(
    "spoil",
    [_without_a_name, _without_cadences, _strange_cadence, _number_for_a_cadence,
     _strange_relation, _number_for_a_day, _away_backwards, _away_without_an_end, _away_soon,
     _endless],
)  # fmt: skip
def test_a_person_whose_own_row_can_not_be_read_is_shown_and_never_written_over(
    path: Path, spoil: Callable[[dict[str, Any]], None]
) -> None:
    store = DurableStore(path)
    store.commit(added(full()))
    store.close()
    edited(path, lambda data: spoil(data["people"]["1"]))
    spoilt = json.loads(path.read_bytes())["people"]["1"]
    store = DurableStore(path)
    found = store.person(full().id)
    assert found is not None
    assert found.items == full().items
    assert "unreadable records" in store.notes[-1]
    with pytest.raises(StoreReadOnly, match="not overwritten"):
        store.commit(changed(found, EditPerson(person=found.id, role="lead")))
    store.commit(changed(found, AddNote(person=found.id, text="goes on", on=day(0))))
    store.close()
    assert json.loads(path.read_bytes())["people"]["1"] == spoilt
    assert summary.read(path) is None


def test_somebody_kept_before_days_away_were_known_has_none(path: Path) -> None:
    store = DurableStore(path)
    store.commit(added(full()))
    store.close()
    edited(path, lambda data: data["people"]["1"].pop("away"))
    store = DurableStore(path)
    found = store.person(full().id)
    assert found is not None
    assert found == replace(full(), away=())
    store.commit(changed(found, EditPerson(person=found.id, role="lead")))
    store.close()


def test_a_store_that_was_closed_is_read_anew(path: Path) -> None:
    one, two = DurableStore(path), DurableStore(path)
    one.commit(added(somebody()))
    one.close()
    two.commit(changed(somebody(), note("x")))
    two.close()
    found = one.person(INES)
    assert found is not None
    assert [each.text for each in found.notes] == ["x"]
    one.close()


def test_nothing_is_opened_before_it_is_asked_for(path: Path) -> None:
    store = DurableStore(path)
    assert store.read_only is None
    assert store.notes == ()
    store.close()
    assert not path.parent.exists()


def test_only_the_owner_can_read_what_is_written(path: Path) -> None:
    os.umask(0o022)
    store = DurableStore(path)
    store.commit(added(full()))
    store.overviews()
    store.close()
    assert path.parent.stat().st_mode & 0o077 == 0
    assert [file.name for file in path.parent.iterdir() if file.stat().st_mode & 0o077] == []


SPOILT: tuple[tuple[str, dict[str, Any]], ...] = (
    ("items", {"revisions": []}),
    ("items", {"section": "weather"}),
    ("items", {"revisions": [{"on": "2026-02-30"}]}),
    ("items", {"handle": 7}),
    ("notes", {"text": None}),
    ("notes", {"text": ["a"]}),
    ("notes", {"private": "no"}),
    ("actions", {"owner": "nobody"}),
    ("check_ins", {"on": 20260101}),
    ("resyncs", {"sections": None}),
    ("feedback", {"uid": None}),
    ("talking_points", {"uid": ["x"]}),
)


@pytest.mark.parametrize(("table", "spoil"), SPOILT)
def test_a_record_that_can_not_be_read_is_left_as_it_is_and_the_rest_is_shown(
    path: Path, table: str, spoil: dict[str, Any]
) -> None:
    store = DurableStore(path)
    store.commit(added(full()))
    store.close()
    edited(path, lambda data: data[table]["1"].update(spoil))
    spoilt = json.loads(path.read_bytes())[table]["1"]
    store = DurableStore(path)
    found = store.person(full().id)
    assert found is not None
    assert len(getattr(found, table)) == len(getattr(full(), table)) - 1
    assert found.name == full().name
    assert store.notes[-1].startswith("unreadable records, kept unchanged: 1;")
    store.commit(changed(found, EditPerson(person=found.id, role="lead")))
    store.close()
    assert json.loads(path.read_bytes())[table]["1"] == spoilt


def test_of_two_records_with_one_uid_the_first_is_shown_and_both_are_kept(path: Path) -> None:
    store = DurableStore(path)
    store.commit(added(with_focus("One")))
    store.close()

    def double(data: dict[str, Any]) -> None:
        first = data["items"]["1"]
        # in another order of keys, as jq -S leaves it, it is the first one all the same
        data["items"] = {"1": dict(sorted(first.items())), "2": {**first, "handle": "F2"}}

    edited(path, double)
    store = DurableStore(path)
    found = store.person(INES)
    assert found is not None
    assert [item.handle for item in found.items] == [F1]
    with pytest.raises(StoreReadOnly, match="not overwritten"):
        store.commit(changed(found, reword("Two", 3)))
    store.close()
    assert len(json.loads(path.read_bytes())["items"]) == 2


def test_the_store_of_a_damaged_person_still_holds_the_others(path: Path) -> None:
    store = DurableStore(path)
    for person in team(2):
        store.commit(added(person))
    store.close()
    edited(path, lambda data: _without_a_name(data["people"]["1"]))
    store = DurableStore(path)
    assert store.person(team(2)[1].id) == team(2)[1]
    store.close()
