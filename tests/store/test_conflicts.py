"""Copies that went their own way: found, never read as data, merged without losing anything."""

import os
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aligntui.domain.commands.entries import NoteMiss
from aligntui.domain.commands.follow_up import EditKept, EndKept
from aligntui.domain.commands.items import AddItem, CloseItem, EditItem, RewordItem
from aligntui.domain.commands.notes import AddAction, AddFeedback, AddNote, AddTalkingPoint
from aligntui.domain.commands.people import AddPerson, EditPerson
from aligntui.domain.details import Risk
from aligntui.domain.identity import Handle
from aligntui.domain.item import Outcome
from aligntui.domain.notes import Action, End, FeedbackKind, as_of, worded
from aligntui.domain.privacy import shared
from aligntui.domain.section import Section
from aligntui.notebook import Notebook
from aligntui.store.codec import PEOPLE
from aligntui.store.conflicts import Merge, merge, merged_entries, merged_revisions
from aligntui.store.durable import DurableStore
from aligntui.store.errors import StoreDamaged
from aligntui.store.locations import conflict_copies
from aligntui.store.text import marked_by_git, sides
from tests.cli.conftest import Shell, shell  # noqa: F401  # a fixture
from tests.people import MONDAY, day, person_id

COPIES = (
    "store.sync-conflict-20260629-140200-ABCDEFG.json",
    "store (Ann's conflicted copy 2026-06-29).json",
    "store (conflicted copy 2026-06-29 140200).json",
    "store (1).json",
    "store 2.json",
)
OTHERS = (
    "store.json", "store.json.journal", "stores.json", "store.json.lock", "my store (1).json",
    "store (1).txt", "restore.sync-conflict-1.json",
)  # fmt: skip
ASHA, F1, E1 = person_id(1), Handle("F1"), Handle("E1")


@pytest.mark.parametrize("name", COPIES)
def test_a_conflict_copy_is_found(tmp_path: Path, name: str) -> None:
    for each in (*OTHERS, name):
        (tmp_path / each).write_text("{}")
    assert conflict_copies(str(tmp_path / "store.json")) == (str(tmp_path / name),)


def test_git_s_two_sides_are_told_apart() -> None:
    data = b"a\n<<<<<<< HEAD\nb\n||||||| base\no\n=======\nc\n>>>>>>> theirs\nd\n"
    assert marked_by_git(data)
    assert sides(data) == (b"a\nb\nd\n", b"a\nc\nd\n")
    assert not marked_by_git(b"a\n=======\n")


def row(**fields: Any) -> dict[str, Any]:
    return {"person": "p", "uid": "u", **fields}


KEY = ("actions", "u")


@pytest.mark.parametrize(
    ("base", "mine", "theirs", "expected"),
    [
        (row(a=1), row(a=1), row(a=1), {}),
        (row(a=1), row(a=2), row(a=1), {}),
        (row(a=1), row(a=1), row(a=2), {KEY: row(a=2)}),
        (row(a=1, b=1), row(a=2, b=1), row(a=1, b=2), {KEY: row(a=2, b=2)}),
        (row(a=1), row(a=2), row(a=3), {}),
        (None, None, row(a=1), {KEY: row(a=1)}),
        (None, row(a=1), None, {}),
        (row(a=1), row(a=1), None, {KEY: None}),
        (row(a=1), row(a=2), None, {}),
        (row(a=1), None, row(a=2), {KEY: row(a=2)}),
        (row(a=1), None, row(a=1), {}),
        (None, row(a=1, rev=1), row(a=2, rev=2), {KEY: row(a=2, rev=2)}),
        (None, row(a=1, rev=2), row(a=2, rev=1), {}),
        (row(role="a"), row(role="b"), row(role="c"), {KEY: row(role="b / c")}),
        (row(card="a\nb"), row(card="a\nb\nc"), row(card="b\nd"), {KEY: row(card="b\nc\nd")}),
        (row(card=""), row(card="c"), row(card="d"), {KEY: row(card="c\nd")}),
        (None, row(card="a", rev=2), row(card="a\nb", rev=1), {KEY: row(card="a\nb", rev=2)}),
    ],
)
def test_one_record(
    base: dict[str, Any] | None,
    mine: dict[str, Any] | None,
    theirs: dict[str, Any] | None,
    expected: dict[Any, Any],
) -> None:
    sets = [{KEY: side} if side else {} for side in (mine, theirs)]
    assert merge({KEY: base} if base else None, *sets).rows == expected


def test_who_was_removed_on_one_machine_stays_with_what_was_written_on_the_other() -> None:
    who, note = (PEOPLE, "p"), ("notes", "u")
    ana = {"person": "p", "uid": "p", "name": "Ana"}
    written = {who: ana, note: row(text="Ask about the move.")}
    assert merge({who: ana}, {}, written).rows == written
    assert merge({who: ana}, written, {}).rows == {}


_rows = st.dictionaries(
    st.sampled_from([("actions", uid) for uid in "uvw"]),
    st.fixed_dictionaries({"person": st.just("p"), "a": st.integers(0, 2), "b": st.integers(0, 2)}),
)


def after(mine: dict[Any, Any], found: Merge) -> dict[Any, Any]:
    whole = {**mine, **found.rows}
    return {key: value for key, value in whole.items() if value is not None}


@given(_rows, _rows, _rows)
def test_merging_again_finds_nothing_new(
    base: dict[Any, Any], mine: dict[Any, Any], theirs: dict[Any, Any]
) -> None:
    once = after(mine, merge(base, mine, theirs))
    assert after(once, merge(theirs, once, theirs)) == once
    assert after(mine, merge(base, mine, mine)) == mine
    assert after(mine, merge(base, mine, base)) == mine
    assert after(base, merge(base, base, theirs)) == theirs


@given(_rows, _rows)
def test_without_a_common_past_no_record_goes(mine: dict[Any, Any], theirs: dict[Any, Any]) -> None:
    assert set(after(mine, merge(None, mine, theirs))) == mine.keys() | theirs.keys()


_texts = st.lists(st.sampled_from("abcd"), max_size=3)


@given(_texts, _texts, _texts)
def test_of_two_histories_every_wording_stays_and_days_are_in_order(
    past: list[str], mine: list[str], theirs: list[str]
) -> None:
    def rows(texts: list[str], since: int) -> list[dict[str, Any]]:
        return [{"on": day(since + at).isoformat(), "text": t} for at, t in enumerate(texts)]

    base = rows(["one", *past], 0)
    ours, others = base + rows(mine, 5), base + rows(theirs, 6)
    found = merged_revisions(ours, others)
    assert all(revision in found for revision in (*ours, *others))
    assert [r["on"] for r in found] == sorted(r["on"] for r in found)
    assert found[-1]["text"] in {ours[-1]["text"], others[-1]["text"]}


@pytest.fixture
def apart(tmp_path: Path) -> tuple[Path, Path]:
    """A store, and a copy beside it that went its own way from a common past."""
    path = tmp_path / "store.json"
    with_notebook(
        path,
        AddPerson(name="Asha Bell", on=MONDAY, person=ASHA),
        AddItem(person=ASHA, section=Section.FOCUS, text="One", on=MONDAY),
        AddItem(person=ASHA, section=Section.EXPECTATIONS, text="Owns it", on=MONDAY),
        AddAction(person=ASHA, text="send it", on=MONDAY),
    )
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    copy = elsewhere / "store.json"
    copy.write_bytes(path.read_bytes())
    with_notebook(
        copy,
        RewordItem(person=ASHA, handle=F1, text="Theirs", on=day(1)),
        AddItem(person=ASHA, section=Section.EXPECTATIONS, text="From the copy", on=day(1)),
        AddItem(
            person=ASHA, section=Section.RISKS, text="Slips", on=day(1),
            details=Risk(threatens=Handle("E2")),
        ),
        EndKept(end=End.DONE, person=ASHA, handle=Handle("A1"), on=day(1)),
        AddPerson(name="Bo Carr", on=day(1), person=person_id(2)),
    )  # fmt: skip
    with_notebook(
        path,
        RewordItem(person=ASHA, handle=F1, text="Mine", on=day(2)),
        AddItem(person=ASHA, section=Section.EXPECTATIONS, text="From here", on=day(2)),
        EditPerson(person=ASHA, role="lead"),
    )
    target = tmp_path / "store (1).json"
    os.replace(copy, target)
    return path, target


def with_notebook(path: Path, *commands: Any) -> None:
    notebook = Notebook(DurableStore(path))
    for command in commands:
        notebook.do(command)
    notebook.close()


def test_a_copy_is_taken_in_as_one_change_that_can_be_taken_back(apart: tuple[Path, Path]) -> None:
    path, copy = apart
    notebook = Notebook(DurableStore(path))
    before = notebook.person(ASHA)
    lines = notebook.merge(str(copy), dry_run=True)
    assert notebook.person(ASHA) == before
    assert notebook.merge(str(copy)) == lines
    after_it = notebook.person(ASHA)
    texts = [revision.text for revision in after_it.item(F1).revisions]
    assert texts == ["One", "Theirs", "Mine"]
    named = {item.text: item.handle for item in after_it.items}
    assert named["From here"] == "E2"
    assert named["From the copy"] == "E3"
    risk = next(item for item in after_it.items if item.section is Section.RISKS)
    assert isinstance(risk.now.details, Risk)
    assert risk.now.details.threatens == "E3"
    assert after_it.role == "lead"
    assert after_it.action(Handle("A1")).done_on == day(1)
    assert {view.name for view in notebook.people()} == {"Asha Bell", "Bo Carr"}
    assert "New: Bo Carr" in " ".join(lines)
    notebook.undo()
    assert notebook.person(ASHA) == before
    assert {view.name for view in notebook.people()} == {"Asha Bell"}
    notebook.redo()
    assert notebook.person(ASHA) == after_it
    notebook.close()


def test_taking_a_copy_in_twice_changes_nothing_more(apart: tuple[Path, Path]) -> None:
    path, copy = apart
    notebook = Notebook(DurableStore(path))
    notebook.merge(str(copy))
    once = notebook.person(ASHA)
    assert notebook.merge(str(copy)) == ()
    assert notebook.person(ASHA) == once
    notebook.close()


def test_a_copy_is_announced_in_one_line_also_while_the_store_is_open(
    apart: tuple[Path, Path],
) -> None:
    path, copy = apart
    away = copy.rename(path.with_name("kept"))
    store = DurableStore(path)
    store.open()
    assert not store.notes
    away.rename(copy)
    store.refresh()
    notes: tuple[str, ...] = store.notes
    assert len(notes) == 1
    assert notes[0].startswith(
        "store (1).json holds changes that are missing here; 'aligntui merge"
    )
    assert len(store.overviews()) == 1
    store.close()


def announced(store: DurableStore) -> list[str]:
    """What is odd about a store."""
    return list(store.notes)


def test_a_copy_in_which_nothing_is_missing_is_not_announced(
    apart: tuple[Path, Path],
    shell: Shell,  # noqa: F811
) -> None:
    path, copy = apart
    shell.store = path
    store = DurableStore(path)
    store.open()
    assert len(announced(store)) == 1
    theirs = copy.read_bytes()
    # what is here, what once was here, and nothing at all
    for contained in (path.read_bytes(), b'{"people": {}}'):
        copy.write_bytes(contained)
        store.refresh()
        assert announced(store) == []
        assert shell.run("show", "asha").err == ""
        said = shell.run("merge", str(copy), "--dry-run").err
        assert said == "nothing new: all of it is here already; you may delete it\n"
    for unknown in (theirs, b"rubbish", b'{"people": 3}'):
        copy.write_bytes(unknown)
        assert "store (1).json holds changes" in shell.run("show", "asha").err
    copy.write_bytes(theirs)
    copy.with_name("store (2).json").write_bytes(theirs)
    copy.with_name("store (3).json").write_bytes(path.read_bytes())
    store.refresh()
    assert [note.split(";")[0] for note in announced(store)] == [
        "store (1).json and 1 more hold changes that are missing here"
    ]
    store.close()
    taken = shell.run("merge", str(copy))
    assert taken.code == 0
    assert taken.err.count("\n") == 1  # the other copy of the same holds nothing more
    assert shell.run("show", "asha").err == ""


def test_a_store_with_git_s_markers_is_never_read_as_data(tmp_path: Path) -> None:
    path = tmp_path / "store.json"
    path.write_text('{\n<<<<<<< HEAD\n"a": {}\n=======\n"b": {}\n>>>>>>> other\n}\n')
    with pytest.raises(StoreDamaged, match="git's conflict markers"):
        DurableStore(path).open()


def test_the_command_shows_and_then_merges_and_keeps_the_copy(
    apart: tuple[Path, Path],
    shell: Shell,  # noqa: F811
) -> None:
    path, copy = apart
    shell.store = path
    shown = shell.run("merge", str(copy), "--dry-run")
    assert shown.code == 0
    assert "Asha Bell: F1 changes in wording or fields" in shown.out
    assert copy.exists()
    done = shell.run("merge", str(copy))
    assert (done.code, done.out) == (0, shown.out)
    assert not copy.exists()
    kept = list((path.parent / "recovered").iterdir())
    assert [each.name.endswith("store (1).json") for each in kept] == [True]
    assert "Undone: merge store (1).json" in shell.run("undo").out


def test_the_command_resolves_a_store_that_git_left_in_two(
    tmp_path: Path,
    shell: Shell,  # noqa: F811
) -> None:
    path = tmp_path / "store.json"
    with_notebook(path, AddPerson(name="Asha Bell", on=MONDAY, person=ASHA))
    base = path.read_text()
    sides_ = []
    for text in ("Mine", "Theirs"):
        other = tmp_path / text / "store.json"
        other.parent.mkdir()
        other.write_text(base)
        add = AddItem(person=ASHA, section=Section.FOCUS, text=text, on=MONDAY)
        with_notebook(other, add)
        sides_.append(other.read_text())
    path.write_text(f"<<<<<<< HEAD\n{sides_[0]}=======\n{sides_[1]}>>>>>>> other\n")
    shell.store = path
    assert shell.run("show", "asha").code == 3
    assert shell.run("merge", str(path)).code == 0
    shown = shell.run("show", "asha", "--json").json
    assert [item["text"] for item in shown["sections"]["focus"]] == ["Mine", "Theirs"]
    assert [item["handle"] for item in shown["sections"]["focus"]] == ["F1", "F2"]


def test_details_edited_on_both_sides_go_together() -> None:
    one, two = ({"on": "2026-03-16", "text": "x", **more} for more in ({"w": 1}, {"v": 2}))
    base = {"on": "2026-03-16", "text": "x"}
    assert merged_revisions([base, one], [base, two])[-1] == {**base, "w": 1, "v": 2}


DIFFER = ["differ", "too early"]


@pytest.mark.parametrize(
    ("other", "present"),
    [
        ({"text": "y"}, {"text": "y", "theirs": DIFFER, "overtaken": ["them"]}),
        ({"rank": 2}, {"text": "x", "theirs": DIFFER, "rank": 2}),
    ],
)
def test_words_of_one_machine_end_no_difference_that_another_holds(
    other: dict[str, Any], present: dict[str, Any]
) -> None:
    base = {"on": "2026-03-16", "text": "x", "rank": 1, "mine": "agree"}
    base["theirs"] = "not_discussed"
    one, two = {**base, "theirs": DIFFER}, {**base, **other}
    for both in ((one, two), (two, one)):
        assert merged_revisions(*([base, side] for side in both))[-1] == {**base, **present}


def entry(uid: str, number: int, **more: Any) -> dict[str, Any]:
    return {"uid": uid, "on": day(number).isoformat(), "text": uid, **more}


def test_what_happened_on_either_side_stands_in_both_by_day() -> None:
    a, b, c = entry("a", 1), entry("b", 4), entry("c", 2)
    assert merged_entries([a], [a, b], [a, c]) == [a, c, b]
    assert merged_entries([], [b], [c]) == [c, b]
    assert merged_entries([a], [a, b], []) == [b]
    told = {**a, "feedback": "B1"}
    assert merged_entries([a], [a], [told]) == [told]


@pytest.mark.parametrize(("reworded", "closed"), [(1, 1), (1, 2), (2, 1)])
def test_a_line_closed_on_one_side_and_reworded_on_the_other_is_closed_once(
    reworded: int, closed: int
) -> None:
    base = {"on": day(0).isoformat(), "text": "a", "outcome": None}
    other = {**base, "on": day(reworded).isoformat(), "text": "b"}
    end = {**base, "on": day(closed).isoformat(), "outcome": "resolved"}
    for both in ((other, end), (end, other)):
        found = merged_revisions(*([base, side] for side in both))
        ends = [row["outcome"] for row in found]
        assert found[-1] | {"on": ""} == {"on": "", "text": "b", "outcome": "resolved"}
        assert "resolved" in ends
        assert not {None} & set(ends[ends.index("resolved") :])


_entries = st.lists(st.sampled_from("abcd"), unique=True).map(
    lambda uids: [entry(uid, "badc".index(uid)) for uid in sorted(uids, key="badc".index)]
)


@given(_entries, _entries)
def test_nothing_that_happened_is_lost_or_doubled(
    mine: list[dict[str, Any]], theirs: list[dict[str, Any]]
) -> None:
    both = merged_entries([], mine, theirs)
    assert {row["uid"] for row in both} == {row["uid"] for row in (*mine, *theirs)}
    assert len(both) == len({row["uid"] for row in both})
    assert merged_entries([], both, theirs) == both


def test_misses_of_two_copies_and_their_feedback_stay_together(tmp_path: Path) -> None:
    path, copy = tmp_path / "store.json", tmp_path / "elsewhere" / "store.json"
    risk = Risk(threatens=E1)
    with_notebook(
        path,
        AddPerson(name="Asha Bell", on=MONDAY, person=ASHA),
        AddItem(person=ASHA, section=Section.EXPECTATIONS, text="Owns it", on=MONDAY),
        AddItem(person=ASHA, section=Section.RISKS, text="Slips", on=MONDAY, details=risk),
    )
    copy.parent.mkdir()
    copy.write_bytes(path.read_bytes())
    for number, store in enumerate((path, copy), start=1):
        happened = CloseItem(
            person=ASHA, handle=Handle("R1"), on=day(number), outcome=Outcome.HAPPENED
        )
        miss = NoteMiss(person=ASHA, handle=E1, text=store.parent.name, on=day(number))
        with_notebook(store, miss, happened)
    notebook = Notebook(DurableStore(path))
    notebook.merge(str(copy))
    person = notebook.person(ASHA)
    notebook.close()
    misses = person.item(E1).misses
    # each copy noted its own miss, and both the one that the risk came to
    assert [entry.origin for entry in misses].count(Handle("R1")) == 1
    told = {entry.text: entry.feedback for entry in misses if entry.feedback}
    assert told == {tmp_path.name: "B1", "elsewhere": "B2"}
    assert {feedback.handle: feedback.text for feedback in person.feedback} == {
        "B1": tmp_path.name, "B2": "elsewhere",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("base", "mine", "theirs", "expected"),
    [
        ([], [["1", "a"]], [["2", "b"]], [["1", "a"], ["2", "b"]]),
        ([["1", "a"]], [["1", "a"], ["2", "b"]], [["1", "a"]], [["1", "a"], ["2", "b"]]),
        ([["1", "a"], ["2", "b"]], [["1", "a"]], [["1", "a"], ["2", "b"]], [["1", "a"]]),
        (None, [["1", "a"]], [["1", "a"], ["2", "b"]], [["1", "a"], ["2", "b"]]),
    ],
)
def test_earlier_days_and_ends_of_both_sides_stay_and_what_was_taken_back_goes(
    base: Any, mine: Any, theirs: Any, expected: Any
) -> None:
    sides = [None if ends is None else {KEY: row(ends=ends)} for ends in (base, mine, theirs)]
    assert sides[1] is not None
    assert sides[2] is not None
    merged = merge(sides[0], sides[1], sides[2]).rows.get(KEY) or sides[1][KEY]
    assert merged["ends"] == expected


def test_what_was_edited_on_either_machine_stays_in_the_past_of_a_record() -> None:
    def row(**fields: Any) -> dict[str, Any]:
        return {"person": "p", "uid": "u", "handle": "B1", "text": "v1", "edited": [], **fields}

    key = ("feedback", "u")
    mine = row(text="v2", edited=[["2026-03-01", "text", "v1"]])
    theirs = row(about="E1", edited=[["2026-03-02", "about", "E1"]])
    item = {"person": "p", "uid": "x", "handle": "E1"}
    found = merge(
        {key: row()},
        {key: mine, ("items", "y"): {**item, "uid": "y"}},
        {key: theirs, ("items", "x"): item},
    ).rows[key]
    assert found is not None
    assert found["text"] == "v2"
    assert found["edited"] == [["2026-03-01", "text", "v1"], ["2026-03-02", "about", "E2"]]


@pytest.mark.parametrize("handle", ["A1", "N1", "T1", "B1"])
@pytest.mark.parametrize(("here", "there"), [(2, 3), (3, 2), (2, 2), (0, 0)])
def test_of_two_wordings_of_what_was_kept_one_holds_and_the_other_stays_in_its_past(
    tmp_path: Path, handle: str, here: int, there: int
) -> None:
    path = tmp_path / "store.json"
    common: dict[str, Any] = {"person": ASHA, "text": "Common", "on": MONDAY}
    with_notebook(
        path,
        AddPerson(name="Asha Bell", on=MONDAY, person=ASHA),
        AddAction(**common),
        AddNote(**common),
        AddTalkingPoint(**common),
        AddFeedback(**common, kind=FeedbackKind.PRAISE),
    )
    copy = tmp_path / "store (1).json"
    copy.write_bytes(path.read_bytes())
    for store, text, number in ((path, "Here", here), (copy, "There", there)):
        edit = partial(EditKept, person=ASHA, fields=(("text", text),), on=day(number))
        notebook = Notebook(DurableStore(store))
        notebook.do(edit(instead_of=notebook.person(ASHA).kept(Handle(handle))))
        notebook.close()
    notebook = Notebook(DurableStore(path))
    notebook.merge(str(copy))
    person = notebook.person(ASHA)
    kept = person.kept(Handle(handle))
    assert kept.text == "Here"
    assert kept.edited[-1] == (day(max(here, there)), "text", "There")
    before = as_of(kept, day(1)) if isinstance(kept, Action) else worded(kept, day(1))
    assert before.text == ("Common" if here else "Here")
    assert notebook.merge(str(copy)) == ()
    notebook.close()


def test_what_was_added_to_a_check_in_on_two_machines_stays_on_both() -> None:
    sides = [{KEY: row(addenda=each)} for each in ([], [["1", "a"]], [["1", "b"]])]
    assert merge(*sides).rows == {KEY: row(addenda=[["1", "a"], ["1", "b"]])}


@pytest.mark.parametrize("shared_here", [True, False])
@pytest.mark.parametrize("handle", ["B1", "F1"])
def test_words_written_in_private_stay_so_where_the_other_machine_shared_what_it_had(
    tmp_path: Path, handle: str, *, shared_here: bool
) -> None:
    path = tmp_path / "store.json"
    common: dict[str, Any] = {"person": ASHA, "text": "Common", "on": MONDAY, "private": True}
    with_notebook(
        path,
        AddPerson(name="Asha Bell", on=MONDAY, person=ASHA),
        AddFeedback(**common, kind=FeedbackKind.PRAISE),
        AddItem(**common, section=Section.FOCUS),
    )
    copy = tmp_path / "store (1).json"
    copy.write_bytes(path.read_bytes())
    for store, shares in ((path, shared_here), (copy, not shared_here)):
        notebook = Notebook(DurableStore(store))
        edit: Any
        if handle == "F1":
            where: Any = {"person": ASHA, "handle": F1, "on": day(2)}
            reword = RewordItem(**where, text="SECRET")
            edit = EditItem(**where, private=False) if shares else reword
        else:
            fields = (("private", False),) if shares else (("text", "SECRET"),)
            seen = notebook.person(ASHA).kept(Handle(handle))
            edit = EditKept(person=ASHA, fields=fields, on=day(2), instead_of=seen)
        notebook.do(edit)
        notebook.close()
    notebook = Notebook(DurableStore(path))
    notebook.merge(str(copy))
    person = notebook.person(ASHA)
    assert "SECRET" in repr(person)
    assert "SECRET" not in repr(shared(person))
    notebook.close()


def test_with_a_common_past_too_the_words_of_the_private_side_are_not_shared() -> None:
    base = row(text="Common", private=True, edited=[])
    reworded = row(text="SECRET", private=True, edited=[["2", "text", "Common"]])
    common = row(text="Common", private=False, edited=[["2", "private", "private"]])
    for mine, theirs in ((reworded, common), (common, reworded)):
        found = merge({KEY: base}, {KEY: mine}, {KEY: theirs}).rows.get(KEY, mine)
        assert found is not None
        assert (found["text"], found["private"]) == ("SECRET", True)
    shared_then = merge({KEY: base}, {KEY: base}, {KEY: common}).rows[KEY]
    assert shared_then == common


CADENCE = ("edit", "asha", "--cadence", "every 3 weeks")
WORDS, DAY = ("edit", "asha", "A1", "--text", "theirs"), ("edit", "asha", "A1", "--by", "9 dec")


@pytest.mark.parametrize(
    ("here", "there", "shown"),
    [
        ((), CADENCE, "every 3 weeks"),
        (("edit", "asha", "--role", "Engineer"), CADENCE, "every 3 weeks"),
        (("edit", "asha", "--role", "Engineer"), CADENCE, "Engineer"),
        (("edit", "asha", "A1", "--text", "mine"), ("done", "asha", "A1"), "done"),
        (DAY, ("drop", "asha", "A1", "--because", "too late"), "dropped"),
        (DAY, WORDS, "theirs"),
        (DAY, WORDS, "9 Dec"),
        (("edit", "asha", "B1", "--shared"), ("told", "asha", "B1"), "told"),
        (("told", "asha", "B1"), ("edit", "asha", "B1", "--text", "very well"), "very well"),
        (("edit", "asha", "--role", "a"), ("edit", "asha", "--role", "b"), "a / b"),
    ],
)
def test_a_copy_made_by_hand_is_merged_from_what_both_had(
    tmp_path: Path,
    shell: Shell,  # noqa: F811
    here: tuple[str, ...],
    there: tuple[str, ...],
    shown: str,
) -> None:
    copy = tmp_path / "c.json"
    praise = ("feedback", "asha", "well", "--praise")
    for words in (("add", "Asha Bell"), ("action", "asha", "do it"), praise):
        assert shell.run(*words).code == 0
    copy.write_bytes(shell.store.read_bytes())
    ours = shell.store
    for store, said in ((ours, here), (copy, there)):
        shell.store = store
        assert not said or shell.run(*said).code == 0
    shell.store = ours
    assert "nothing new" not in shell.run("merge", str(copy), "--dry-run").err
    kept = copy.read_bytes()
    shell.run("merge", str(copy))
    told = [
        shell.run(*words).out
        for words in (("show", "asha", "--closed"), ("show", "asha"), ("untold", "--told"))
    ]
    assert shown in "".join(told), told
    copy.write_bytes(kept)
    assert "nothing new" in shell.run("merge", str(copy), "--dry-run").err
