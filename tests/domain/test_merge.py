"""Two changes of the same thing: fields are merged, people decide, and no words are lost."""

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aligntui.domain.cadence import parse
from aligntui.domain.commands.agreement import Agree, Differ
from aligntui.domain.commands.items import CloseItem, EditItem, RewordItem
from aligntui.domain.commands.people import CadenceChoice, EditPerson
from aligntui.domain.details import Cause, Opportunity, Pursuit, Risk
from aligntui.domain.errors import Refused
from aligntui.domain.identity import Handle
from aligntui.domain.item import Item
from aligntui.domain.merge import (
    Choice,
    Clash,
    Conflict,
    also_changed,
    beside,
    merged,
    merged_record,
)
from aligntui.domain.person import Person
from aligntui.text.changes import also_words, conflict_question, outcome_words
from tests.people import INES, ME, THEM, after, day, first, full, somebody, with_focus

F1 = Handle("F1")
MINE, THEIRS, BOTH = Choice


def reword(text: str, *, on: int = 1, **more: Any) -> RewordItem:
    return RewordItem(person=INES, handle=F1, text=text, on=day(on), **more)


def texts_of(item: Item) -> list[str]:
    return [revision.text for revision in item.revisions]


@pytest.mark.parametrize(
    ("seen", "mine", "now", "expected"),
    [
        ("a", "a", "a", "a"),
        ("a", "b", "a", "b"),
        ("a", "a", "c", "c"),
        ("a", "b", "b", "b"),
        ("a", "b", "c", Clash("c", "b")),
        (None, 1, None, 1),
        (1, None, 2, Clash(2, None)),
    ],
)
def test_one_field(seen: object, mine: object, now: object, expected: object) -> None:
    assert merged(seen, mine, now) == expected


@given(st.integers(0, 3), st.integers(0, 3), st.integers(0, 3))
def test_merging_takes_no_side(seen: int, mine: int, now: int) -> None:
    one, other = merged(seen, mine, now), merged(seen, now, mine)
    if isinstance(one, Clash):
        assert other == Clash(one.mine, one.theirs)
        assert len({seen, mine, now}) == 3
    else:
        assert one == other
        assert one in {mine, now}


_fields = st.fixed_dictionaries({name: st.integers(0, 2) for name in "abc"})


@given(_fields, _fields, _fields)
def test_no_field_that_one_side_changed_goes_back_to_what_was_seen(
    seen: dict[str, object], mine: dict[str, object], now: dict[str, object]
) -> None:
    for name, was in seen.items():
        value = merged(was, mine[name], now[name])
        changed = {side[name] for side in (mine, now) if side[name] != was}
        if isinstance(value, Clash):
            assert changed == {value.theirs, value.mine}
        else:
            assert value in (changed or {was})


def test_different_fields_of_one_record_go_together() -> None:
    seen = Risk(cause=Cause.AMBIGUITY)
    found = merged_record("R1", seen, replace(seen, mitigation="pair"), replace(seen, owner=THEM))
    assert found == Risk(cause=Cause.AMBIGUITY, mitigation="pair", owner=THEM)


def test_the_same_field_of_one_record_is_a_conflict() -> None:
    seen = Opportunity()
    mine, now = (replace(seen, state=pursuit) for pursuit in (Pursuit.PURSUING, Pursuit.PARKED))
    with pytest.raises(Conflict) as raised:
        merged_record("O1", seen, mine, now)
    assert (raised.value.field, raised.value.both) == ("state", False)
    assert raised.value.choices == (MINE, THEIRS)


@pytest.fixture
def both_reworded() -> Person:
    """Somebody whose F1 read "One" when the form was opened, and reads "Theirs" now."""
    return after(with_focus("One"), reword("Theirs"))


def conflict_of(person: Person, command: RewordItem) -> Conflict:
    with pytest.raises(Conflict) as raised:
        command.apply(person)
    return raised.value


@pytest.mark.parametrize(
    ("choice", "present", "past"),
    [
        (MINE, "Mine", ["One", "Theirs", "Mine"]),
        (THEIRS, "Theirs", ["One", "Mine", "Theirs"]),
        (BOTH, "Theirs / Mine", ["One", "Theirs", "Theirs / Mine"]),
    ],
)
def test_whoever_gives_way_stands_in_the_history(
    both_reworded: Person, choice: Choice, present: str, past: list[str]
) -> None:
    command = reword("Mine", instead_of="One")
    conflict = conflict_of(both_reworded, command)
    item = first(command.decide(conflict, choice).apply(both_reworded))
    assert item.text == present
    assert texts_of(item) == past
    assert [revision.on for revision in item.revisions] == sorted(r.on for r in item.revisions)


def test_keeping_theirs_changes_nothing_in_what_stands_there_now(both_reworded: Person) -> None:
    agreed = after(both_reworded, Agree(person=INES, handles=(F1,), on=day(2)))
    command = reword("Mine", on=5, instead_of="One")
    settled_on = command.decide(conflict_of(agreed, command), THEIRS).apply(agreed)
    assert first(settled_on).now == first(agreed).now
    assert first(settled_on).agreed_since == first(agreed).agreed_since
    assert first(settled_on).worded_on == first(agreed).worded_on


def test_words_that_lost_end_no_difference(both_reworded: Person) -> None:
    differ = Differ(person=INES, handle=F1, how="too early", on=day(2), who=ME)
    person = after(both_reworded, differ)
    command = reword("Mine", on=5, instead_of="One")
    item = first(command.decide(conflict_of(person, command), THEIRS).apply(person))
    assert item.now == first(person).now
    assert item.disputed_since == day(2)


def test_a_third_change_while_it_is_being_asked_is_asked_again(both_reworded: Person) -> None:
    command = reword("Mine", instead_of="One")
    answer = command.decide(conflict_of(both_reworded, command), MINE)
    moved_on = after(both_reworded, reword("Third", append=True))
    with pytest.raises(Conflict, match="Third"):
        answer.apply(moved_on)


def test_the_same_words_from_both_are_no_conflict(both_reworded: Person) -> None:
    assert reword("Theirs", instead_of="One").apply(both_reworded) == both_reworded


def test_words_that_were_left_as_they_were_put_nothing_back(both_reworded: Person) -> None:
    assert reword("One", instead_of="One").apply(both_reworded) == both_reworded


def test_words_of_another_window_are_never_typed_over_on_the_same_day() -> None:
    person = after(with_focus("One"), reword("Two", on=0, append=True))
    assert texts_of(first(person)) == ["One", "Two"]
    assert texts_of(first(after(person, reword("Three", on=0)))) == ["One", "Three"]
    appended = after(person, reword("Three", on=0, append=True))
    assert texts_of(first(appended)) == ["One", "Two", "Three"]


_words = st.sampled_from(("a", "b", "c", "d"))


@given(st.lists(_words, max_size=4), _words, st.sampled_from(Choice), st.integers(0, 2))
def test_after_a_conflict_every_wording_can_be_read_somewhere(
    meanwhile: list[str], typed: str, choice: Choice, on: int
) -> None:
    person = with_focus("One")
    for text in meanwhile:
        person = after(person, reword(text, on=0, append=True))
    command = reword(typed, on=on, instead_of="One")
    try:
        done = command.apply(person)
    except Conflict as conflict:
        done = command.decide(conflict, choice).apply(person)
    said = " / ".join(texts_of(first(done)))
    assert all(text in said for text in (*meanwhile, typed))
    days = [revision.on for revision in first(done).revisions]
    assert days == sorted(days)


def test_a_line_closed_meanwhile_is_left_closed(both_reworded: Person) -> None:
    closed = after(both_reworded, CloseItem(person=INES, handle=F1, on=day(2)))
    with pytest.raises(Refused, match="F1 was closed as done on 18 Mar") as raised:
        reword("Mine", on=3, instead_of="One").apply(closed)
    assert not isinstance(raised.value, Conflict)


def test_nobody_agrees_to_words_that_were_not_seen(both_reworded: Person) -> None:
    with pytest.raises(Refused, match="F1 now reads 'Theirs'; look at it first"):
        Agree(person=INES, handles=(F1,), seen=("One",), on=day(2)).apply(both_reworded)
    with pytest.raises(Refused, match="F1 now reads 'Theirs'"):
        Differ(person=INES, handle=F1, how="no", seen="One", on=day(2)).apply(both_reworded)


def test_a_state_that_gives_way_stands_in_the_history() -> None:
    person, handle = full(), Handle("O1")
    item = person.item(handle)
    opened = replace(item, revisions=item.revisions[:1])
    person = replace(person, items=tuple(opened if i is item else i for i in person.items))
    seen = opened.now.details
    assert isinstance(seen, Opportunity)
    theirs, mine = replace(seen, state=Pursuit.DONE), replace(seen, state=Pursuit.PARKED)
    now = after(person, EditItem(person=person.id, handle=handle, details=theirs, on=day(1)))
    command = EditItem(person=person.id, handle=handle, details=mine, instead_of=seen, on=day(1))
    with pytest.raises(Conflict) as raised:
        command.apply(now)
    for choice, present in ((MINE, mine), (THEIRS, theirs)):
        done = command.decide(raised.value, choice).apply(now).item(handle)
        assert done.now.details == present
        assert {r.details for r in done.revisions} == {seen, theirs, mine}


def edit(**fields: Any) -> EditPerson:
    seen = EditPerson(person=INES, name="Ines Okafor", role="", cadences=often("every 2 weeks"))
    return EditPerson(person=INES, **fields, instead_of=seen)


def often(words: str) -> CadenceChoice:
    return CadenceChoice(check_in=parse(words))


def test_two_forms_on_one_person_go_together_where_they_changed_different_fields() -> None:
    now = after(somebody(), EditPerson(person=INES, role="lead"))
    done = edit(name="Ines O.", role="", cadences=often("weekly")).apply(now)
    assert (done.name, done.role, str(done.cadences.check_in)) == ("Ines O.", "lead", "weekly")


@pytest.mark.parametrize(
    ("choice", "role"), [(MINE, "engineer"), (THEIRS, "lead"), (BOTH, "lead / engineer")]
)
def test_of_a_role_changed_in_both_a_person_chooses(choice: Choice, role: str) -> None:
    now = after(somebody(), EditPerson(person=INES, role="lead"))
    command = edit(role="engineer", cadences=often("weekly"))
    with pytest.raises(Conflict) as raised:
        command.apply(now)
    done = command.decide(raised.value, choice).apply(now)
    assert (done.role, str(done.cadences.check_in)) == (role, "weekly")


def test_of_a_cadence_changed_in_both_a_person_chooses() -> None:
    now = after(somebody(), EditPerson(person=INES, cadences=often("monthly")))
    command = edit(cadences=often("weekly"))
    with pytest.raises(Conflict) as raised:
        command.apply(now)
    kept = {c: command.decide(raised.value, c).apply(now).cadences.check_in for c in (MINE, THEIRS)}
    assert {c: str(cadence) for c, cadence in kept.items()} == {MINE: "weekly", THEIRS: "monthly"}
    assert "Ines Okafor, cadence, in another window" in conflict_question(raised.value, hide=False)


def test_a_reason_that_was_hidden_is_no_change_of_somebody_else() -> None:
    close = parse("daily until 2030-01-01 because grief", day(0))
    now = after(somebody(), EditPerson(person=INES, cadences=CadenceChoice(check_in=close)))
    seen = EditPerson(person=INES, cadences=CadenceChoice(check_in=close.without_reason()))
    command = EditPerson(person=INES, cadences=often("weekly"), instead_of=seen)
    assert str(after(now, command).cadences.check_in) == "weekly"


def test_what_else_was_changed_is_said_in_one_line() -> None:
    person = full()
    item = person.item(Handle("E1"))
    seen = item.now
    now = item.revise(day(3), THEM, private=True, text="Owns the rota").now
    assert also_words("E1", also_changed(seen, now, but=frozenset({"text"})), hide=False) == (
        "E1 was also changed in another window: private, you: not asked again yet"
    )
    assert also_words("E1", also_changed(seen, seen, but=frozenset()), hide=False) == ""


def test_the_question_begins_with_the_keys(both_reworded: Person) -> None:
    conflict = conflict_of(both_reworded, reword("Mine", instead_of="One"))
    assert conflict_question(conflict, hide=False) == (
        "F1 in another window:  m mine  t other  b both  | other: Theirs"
    )
    assert outcome_words(conflict, MINE, hide=False) == "F1: kept yours; the other was 'Theirs'"


def test_what_is_in_the_history_already_is_not_put_there_twice(both_reworded: Person) -> None:
    item = first(both_reworded)
    assert beside(item, ME, text="One") is item
