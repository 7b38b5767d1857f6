"""A section written anew: one change, merged with what others did, and taken back in one step."""

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aligntui.domain.commands.agreement import Agree
from aligntui.domain.commands.items import AddItem, CloseItem, EditItem, MoveItem, RewordItem
from aligntui.domain.commands.rewriting import Line, RewriteSection, line_of
from aligntui.domain.details import EMPTY, Expectation, Health
from aligntui.domain.errors import Refused
from aligntui.domain.identity import Handle
from aligntui.domain.item import Item, Outcome
from aligntui.domain.merge import Choice, Conflict
from aligntui.domain.person import Person
from aligntui.domain.section import Section
from aligntui.domain.stance import Agreement
from aligntui.notebook import Notebook
from aligntui.store.records import MemoryStore
from aligntui.text.section_markdown import preview
from tests.people import (
    EXPECTATIONS,
    FOCUS,
    INES,
    after,
    day,
    expectation,
    full,
    somebody,
    with_focus,
)

MINE, THEIRS, BOTH = Choice


def lines_of(person: Person, section: Section = FOCUS) -> tuple[Line, ...]:
    return tuple(line_of(item) for item in person.open_items(section))


def new(text: str, **more: Any) -> Line:
    return Line(text=text, details=more.pop("details", EMPTY[FOCUS]), **more)


def rewrite(person: Person, *lines: Line, section: Section = FOCUS, on: int = 1) -> RewriteSection:
    return RewriteSection(
        person=person.id, section=section, seen=lines_of(person, section), lines=lines, on=day(on)
    )


def shown(person: Person, section: Section = FOCUS) -> list[str]:
    return [f"{item.handle} {item.text}" for item in person.open_items(section)]


def item(person: Person, handle: str) -> Item:
    return person.item(Handle(handle))


def said(command: RewriteSection, person: Person) -> list[str]:
    return [" ".join(each) for each in preview(command, person)]


@pytest.fixture
def three() -> Person:
    return with_focus("One", "Two", "Three")


def test_everything_at_once_is_one_change_that_is_taken_back_in_one_step(three: Person) -> None:
    one, _two, last = lines_of(three)
    command = rewrite(three, last, new("New", private=True), one.put(text="Uno", weight=40))
    assert said(command, three) == [
        "~ moved F3 to 1st",
        "+ added: New; private",
        "~ reworded F1: One -> Uno",
        "~ F1 share: 40",
        "- closed as dropped: F2 Two",
    ]
    notebook = Notebook(MemoryStore((three,)))
    change = notebook.do(command)
    assert change.label == "rewrite Focus of Ines Okafor"
    person = notebook.person(INES)
    assert shown(person) == ["F3 Three", "F4 New", "F1 Uno"]
    assert item(person, "F2").now.outcome is Outcome.DROPPED
    assert [revision.text for revision in item(person, "F1").revisions] == ["One", "Uno"]
    assert item(person, "F4").now.private
    notebook.undo()
    assert notebook.person(INES) == three
    notebook.redo()
    assert notebook.person(INES) == person


def test_left_as_it_was_it_changes_nothing() -> None:
    person = full()
    for section in Section:
        command = rewrite(person, *lines_of(person, section), section=section)
        assert command.apply(person) == person
        assert preview(command, person) == ()


def test_an_agreed_line_that_is_reworded_is_changed_and_one_that_is_moved_is_not(
    three: Person,
) -> None:
    agreed = after(three, Agree(person=INES, handles=(Handle("F1"), Handle("F2")), on=day(0)))
    one, two, last = lines_of(agreed)
    person = rewrite(agreed, two, one.put(text="Uno"), last).apply(agreed)
    assert item(person, "F1").agreement is Agreement.CHANGED
    assert item(person, "F2").agreement is Agreement.AGREED
    assert [each.text for each in item(person, "F1").revisions] == ["One", "One", "Uno"]


def test_what_another_window_changed_in_other_fields_and_lines_holds(three: Person) -> None:
    one, two, last = lines_of(three)
    command = rewrite(three, one, two.put(text="Zwei"), last)
    now = after(
        three,
        EditItem(person=INES, handle=Handle("F2"), on=day(1), private=True),
        RewordItem(person=INES, handle=Handle("F1"), text="Eins", on=day(1)),
        AddItem(person=INES, section=FOCUS, text="Four", on=day(1)),
        MoveItem(person=INES, handle=Handle("F3"), down=False, on=day(1)),
    )
    assert said(command, now) == ["~ reworded F2: Two -> Zwei"]
    person = command.apply(now)
    assert shown(person) == ["F1 Eins", "F3 Three", "F2 Zwei", "F4 Four"]
    assert item(person, "F2").now.private


def test_what_was_not_seen_stays_behind_what_it_stands_behind(three: Person) -> None:
    one, two, last = lines_of(three)
    command = rewrite(three, two, last, one)
    now = after(three, AddItem(person=INES, section=FOCUS, text="Four", on=day(1)))
    assert shown(command.apply(now)) == ["F2 Two", "F3 Three", "F1 One", "F4 Four"]
    hidden = replace(command, seen=(one, last), lines=(last, one, new("Five")))
    assert shown(hidden.apply(three)) == ["F3 Three", "F1 One", "F2 Two", "F4 Five"]
    assert said(hidden, three) == ["~ moved F3 to 1st", "+ added: Five"]


@pytest.mark.parametrize(
    ("choice", "present", "past"),
    [
        (MINE, "Mine", ["One", "Theirs", "Mine"]),
        (THEIRS, "Theirs", ["One", "Mine", "Theirs"]),
        (BOTH, "Theirs / Mine", ["One", "Theirs", "Theirs / Mine"]),
    ],
)
def test_the_same_line_reworded_by_both_is_asked_and_nothing_gives_way_for_good(
    three: Person, choice: Choice, present: str, past: list[str]
) -> None:
    one, two, last = lines_of(three)
    command = rewrite(three, one.put(text="Mine"), two.put(text="Zwei"), last)
    now = after(
        three, RewordItem(person=INES, handle=Handle("F1"), text="Theirs", on=day(1), append=True)
    )
    assert said(command, now)[:2] == [
        "x F1 now reads 'Theirs'; you will be asked which to keep",
        "~ reworded F1: Theirs -> Mine",
    ]
    with pytest.raises(Conflict) as raised:
        command.apply(now)
    person = command.decide(raised.value, choice).apply(now)
    assert item(person, "F1").text == present
    assert [each.text for each in item(person, "F1").revisions] == past
    assert item(person, "F2").text == "Zwei"


def test_the_same_field_changed_by_both_is_asked_by_its_name() -> None:
    person = after(somebody(), expectation("Owns it"))
    (line,) = lines_of(person, EXPECTATIONS)
    command = rewrite(person, line.put(success="mine"), section=EXPECTATIONS)
    details = Expectation(success="theirs")
    edit = EditItem(person=INES, handle=Handle("E1"), on=day(1), details=details)
    now = after(person, edit)
    with pytest.raises(Conflict) as raised:
        command.apply(now)
    assert (raised.value.field, raised.value.both) == ("success", False)
    kept = item(command.decide(raised.value, THEIRS).apply(now), "E1")
    assert kept.now == item(now, "E1").now
    assert Expectation(success="mine") in [each.details for each in kept.revisions]
    mine = item(command.decide(raised.value, MINE).apply(now), "E1")
    assert mine.now.details == Expectation(success="mine")


def test_a_line_taken_out_stays_where_somebody_else_reworded_it(three: Person) -> None:
    one, two, _last = lines_of(three)
    command = rewrite(three, one, two)
    now = after(three, RewordItem(person=INES, handle=Handle("F3"), text="Drei", on=day(1)))
    assert said(command, now) == ["x F3 stays; it was changed elsewhere: Drei"]
    assert command.apply(now) == now


def test_a_line_that_was_closed_elsewhere_stays_closed_and_is_not_edited(three: Person) -> None:
    one, two, last = lines_of(three)
    now = after(three, CloseItem(person=INES, handle=Handle("F3"), on=day(1)))
    assert rewrite(three, one, two, last).apply(now) == now
    assert rewrite(three, one, two).apply(now) == now
    with pytest.raises(Refused, match="F3 was closed as done"):
        rewrite(three, one, two, last.put(text="Drei")).apply(now)


@pytest.mark.parametrize(
    ("line", "why"),
    [
        ({"text": ""}, "F1 is empty"),
        ({"text": "x" * 2001}, "F1 has 2,001 characters"),
        ({"weight": 101}, "101 % is not a share"),
    ],
)
def test_what_cannot_be_is_refused_whole(three: Person, line: dict[str, Any], why: str) -> None:
    one, two, last = lines_of(three)
    with pytest.raises(Refused, match=why):
        rewrite(three, one.put(**line), two.put(text="Zwei"), last).apply(three)


def test_fields_that_the_text_does_not_tell_are_left_alone() -> None:
    """`owner` stands for any field that a later day adds to an item."""
    person = full()
    (line,) = lines_of(person, Section.RISKS)
    untold = line.put(owner=None)
    command = RewriteSection(
        person=person.id,
        section=Section.RISKS,
        seen=(untold,),
        lines=(untold.put(text="Newer schema"),),
        on=day(1),
    )
    found = item(command.apply(person), "R1").now
    assert found.text == "Newer schema"
    assert found.details == item(person, "R1").now.details


def test_a_state_is_no_rewording() -> None:
    person = after(somebody(), expectation("Owns it"))
    person = after(person, Agree(person=INES, handles=(Handle("E1"),), on=day(0)))
    (line,) = lines_of(person, EXPECTATIONS)
    command = rewrite(person, line.put(state=Health.OFF_TRACK), section=EXPECTATIONS)
    assert said(command, person) == ["~ E1 state: off_track"]
    assert item(command.apply(person), "E1").agreement is Agreement.AGREED


def test_asked_again_it_makes_the_same_items(three: Person) -> None:
    command = rewrite(three, *lines_of(three), new("Same"), new("Same"))
    assert command.apply(three) == command.apply(three)
    assert shown(command.apply(three))[3:] == ["F4 Same", "F5 Same"]


@given(st.permutations(range(6)), st.data())
def test_any_text_gives_exactly_the_section_it_says(order: list[int], data: st.DataObject) -> None:
    person = with_focus("One", "Two", "Three", "Four")
    there = lines_of(person)
    lines: list[Line] = []
    for at in order[: data.draw(st.integers(0, 6))]:
        if at >= len(there):
            lines.append(new(f"New {at}"))
        else:
            text = data.draw(st.sampled_from([there[at].text, "Other"]))
            lines.append(there[at].put(text=text))
    command = rewrite(person, *lines)
    now = command.apply(person)
    assert [i.text for i in now.open_items(FOCUS)] == [line.text for line in lines]
    for line, found in zip(lines, now.open_items(FOCUS), strict=True):
        assert line.handle in (None, found.handle)
    assert len(now.items) == 4 + sum(line.handle is None for line in lines)
    if not preview(command, person):
        assert now == person
