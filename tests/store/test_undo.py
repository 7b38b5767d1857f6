"""The log of changes: which one is next, and when an entry no longer fits."""

import json
from pathlib import Path
from shutil import copytree
from typing import Any

import pytest

from aligntui.domain.commands.items import RewordItem
from aligntui.domain.identity import Handle, PersonId
from aligntui.domain.person import Change
from aligntui.store.durable import UNDOABLE, DurableStore
from aligntui.store.errors import StaleError
from aligntui.store.rows import TABLE, UndoLog, apply_patch, entry, inverse_patch
from tests.people import INES, day, with_focus

LINE = {"text": "after", "by": 1}


def log(*undone: bool) -> UndoLog:
    """A log whose entries, from number 1, were taken back or not."""
    whole = entry(["p"], "said", [])
    return UndoLog({n: {**whole, "undone": each} for n, each in enumerate(undone, start=1)})


def test_the_latest_that_was_not_taken_back_is_undone_next() -> None:
    assert log().next(undone=True) is None
    assert log(False, False, True).next(undone=True) == 2
    assert log(True, True).next(undone=True) is None


def test_what_was_taken_back_last_is_done_again_first() -> None:
    assert log(False, False).next(undone=False) is None
    assert log(False, True, True).next(undone=False) == 2


def test_a_new_change_makes_useless_what_was_taken_back() -> None:
    assert log(False, True, True).outdated() == (2, 3)


def test_a_new_change_pushes_the_oldest_out_once_the_log_is_full() -> None:
    assert log(*[False] * (UNDOABLE - 1)).outdated() == ()
    assert log(*[False] * UNDOABLE).outdated() == (1,)
    assert log(*[False] * (UNDOABLE + 3), True).outdated() == (UNDOABLE + 4, 1, 2, 3, 4)


def test_an_entry_holds_the_other_side_of_each_row_and_its_revision_now() -> None:
    after = {**LINE, "rev": 4}
    back = inverse_patch(("actions", "u"), {"text": "before", "by": 1, "rev": 3}, after)
    assert back == ["actions", "u", {"text": "before", "rev": 3}, 4]
    made = entry(["p"], "reword A1", [back])
    assert (made["person"], made["label"], made["undone"]) == ("p", "reword A1", False)
    assert apply_patch(back, after, "reword A1") == {"text": "before", "rev": 3}


@pytest.mark.parametrize(
    ("past", "now", "stay"),
    [
        ([1, 2], [1, 2, 3], 2),
        ([1, 2, 3], [1, 2, 4], 2),
        ([1, 2, 3], [1, 2], 2),
        ([1], [2], 0),
        ([2, 1], [1], 0),
    ],
)
def test_of_a_history_only_the_end_is_kept_from_where_two_states_part(
    past: list[int], now: list[int], stay: int
) -> None:
    row = {"revisions": now, "rev": 4}
    back = inverse_patch(("items", "u"), {"revisions": past, "rev": 3}, row)
    assert back == ["items", "u", {"revisions": past[stay:], "rev": 3}, 4, stay]
    assert apply_patch(back, row, "reword F1") == {"revisions": past, "rev": 3}


def test_a_history_that_somebody_cut_is_not_taken_for_what_was_left() -> None:
    back = inverse_patch(
        ("items", "u"), {"revisions": [1, 2], "rev": 3}, {"revisions": [1, 2, 3], "rev": 4}
    )
    with pytest.raises(StaleError, match="reword F1"):
        apply_patch(back, {"revisions": [1], "rev": 4}, "reword F1")


def test_a_row_that_came_or_went_is_kept_whole() -> None:
    assert inverse_patch(("actions", "u"), None, {**LINE, "rev": 1}) == ["actions", "u", None, 1]
    back = inverse_patch(("actions", "u"), {**LINE, "rev": 7}, None)
    assert back == ["actions", "u", {**LINE, "rev": 7}, None]
    assert apply_patch(back, None, "delete A1") == {**LINE, "rev": 7}


def test_an_entry_of_an_earlier_version_holds_the_whole_row() -> None:
    whole = {"person": "p", "uid": "u", "revisions": [1, 2], "rev": 3}
    now = {**whole, "revisions": [1, 2, 3], "rev": 4}
    assert apply_patch(["items", "u", whole, 4], now, "reword F1") == whole


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A closed store in which F1 of Ines was reworded twice."""
    path = tmp_path / "store.json"
    store = DurableStore(path)
    person = with_focus("One")
    store.commit(Change(label="add", before=None, after=person))
    for number, text in enumerate(("Two", "Three"), start=1):
        reword = RewordItem(person=INES, handle=Handle("F1"), text=text, on=day(number))
        after = reword.apply(person)
        store.commit(Change(label=f"to {text}", before=person, after=after))
        person = after
    store.close()
    return path


def kept(path: Path) -> dict[str, Any]:
    data: dict[str, Any] = json.loads(path.read_bytes())
    return data


def test_the_log_is_a_table_of_the_store(path: Path) -> None:
    labels = [row["label"] for row in kept(path)[TABLE].values()]
    assert labels == ["add", "to Two", "to Three"]


def test_every_step_back_and_forth_leaves_the_rows_exactly_as_they_were(path: Path) -> None:
    before = kept(path)
    store = DurableStore(path)
    for _ in range(3):
        store.undo()
    for _ in range(3):
        store.redo()
    store.close()
    after = kept(path)
    assert list(after["people"].values()) == list(before["people"].values())
    assert list(after["items"].values()) == list(before["items"].values())
    assert after[TABLE] == before[TABLE]


def test_what_somebody_else_changed_since_is_not_taken_back(path: Path) -> None:
    data = kept(path)
    data["items"]["1"]["rev"] += 1
    path.write_text(json.dumps(data), encoding="utf-8")
    store = DurableStore(path)
    seen = store.person(INES)
    with pytest.raises(StaleError, match="another window changed it since: to Three"):
        store.undo()
    assert store.person(INES) == seen
    store.close()


def test_a_row_without_a_revision_counts_as_changed_by_somebody_else(path: Path) -> None:
    data = kept(path)
    del data["items"]["1"]["rev"]
    path.write_text(json.dumps(data), encoding="utf-8")
    store = DurableStore(path)
    with pytest.raises(StaleError):
        store.undo()
    store.close()


def test_entries_of_an_earlier_version_go_back_and_forth(tmp_path: Path) -> None:
    path = copytree(Path(__file__).parent / "fixtures" / "schema-1", tmp_path / "s") / "store.json"
    store = DurableStore(path)
    before = [store.person(PersonId(view.id)) for view in store.overviews()]
    steps = 0
    while store.undo():
        steps += 1
    assert store.overviews() == ()
    while store.redo():
        steps -= 1
    assert steps == 0
    assert [store.person(PersonId(view.id)) for view in store.overviews()] == before
    store.close()
