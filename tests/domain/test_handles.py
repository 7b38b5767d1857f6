"""Handles are said aloud, counted per person, and never used twice while their thing exists."""

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aligntui.domain.commands.command import Command
from aligntui.domain.commands.follow_up import EndKept
from aligntui.domain.commands.items import AddItem, CloseItem
from aligntui.domain.commands.meetings import RecordCheckIn
from aligntui.domain.commands.notes import AddAction, AddFeedback, AddNote, AddTalkingPoint, AddWin
from aligntui.domain.errors import Refused
from aligntui.domain.identity import Handle, handle_of, letter_of, new_uid, number_of
from aligntui.domain.notes import End, FeedbackKind
from aligntui.domain.section import Section, section_of
from tests.people import FOCUS, INES, RISKS, after, day, full, somebody, with_focus


@pytest.mark.parametrize(
    ("typed", "handle"),
    [
        ("E4", "E4"),
        ("e4", "E4"),
        (" f12 ", "F12"),
        ("A999999", "A999999"),
        ("~e2", "E2"),
        ("a3,", "A3"),
        ("B1.", "B1"),
        ("\u00a0c1", "C1"),
        ("\uff21\uff13", "A3"),
    ],
)
def test_a_handle_is_read_in_either_case(typed: str, handle: str) -> None:
    assert handle_of(typed) == handle


@pytest.mark.parametrize(
    "typed", ["", "E", "4", "E0", "E04", "EE4", "E 4", "E4x", "E1000000", "É4"]
)
def test_what_is_no_handle_is_refused(typed: str) -> None:
    with pytest.raises(Refused, match="is not a handle; handles look like F2"):
        handle_of(typed)


def test_a_handle_has_a_letter_and_a_number() -> None:
    assert (letter_of(Handle("E12")), number_of(Handle("E12"))) == ("E", 12)


def test_identities_differ() -> None:
    assert len({new_uid() for _ in range(100)}) == 100
    assert all(len(new_uid()) == 32 for _ in range(3))


@pytest.mark.parametrize(
    ("typed", "section"),
    [("f", "focus"), ("E", "expectations"), ("opp", "opportunities"), (" Risks ", "risks")],
)
def test_a_section_is_named_by_its_beginning(typed: str, section: str) -> None:
    assert section_of(typed) is Section(section)


@pytest.mark.parametrize("typed", ["", "x", "focuses", "e1"])
def test_what_is_no_section_is_refused_with_their_names(typed: str) -> None:
    with pytest.raises(Refused, match="focus, expectations, opportunities, risks"):
        section_of(typed)


def test_each_section_counts_for_itself() -> None:
    person = after(
        with_focus("One", "Two"), AddItem(person=INES, section=RISKS, text="Late", on=day(0))
    )
    assert [item.handle for item in person.items] == ["F1", "F2", "R1"]
    assert [section.letter for section in Section] == ["F", "E", "O", "R"]
    assert {section.title[0] for section in Section} == {"F", "E", "O", "R"}
    assert all(section.question.endswith("?") for section in Section)


def test_the_handle_of_a_closed_item_is_not_given_again() -> None:
    person = after(
        with_focus("One", "Two"),
        CloseItem(person=INES, handle=Handle("F2"), on=day(1)),
        AddItem(person=INES, section=FOCUS, text="Three", on=day(1)),
    )
    assert [item.handle for item in person.items] == ["F1", "F2", "F3"]


def test_handles_count_past_nine() -> None:
    person = with_focus(*(f"Number {number}" for number in range(1, 13)))
    assert [item.handle for item in person.items] == [f"F{number}" for number in range(1, 13)]
    assert [item.text for item in person.open_items(FOCUS)][9:] == [
        "Number 10", "Number 11", "Number 12",
    ]  # fmt: skip


adding = st.sampled_from(
    [
        lambda: AddItem(person=INES, section=FOCUS, text="F", on=day(0)),
        lambda: AddItem(person=INES, section=RISKS, text="R", on=day(0)),
        lambda: AddAction(person=INES, text="A", on=day(0)),
        lambda: AddFeedback(person=INES, text="B", kind=FeedbackKind.PRAISE, on=day(0)),
        lambda: AddTalkingPoint(person=INES, text="T", on=day(0)),
        lambda: AddNote(person=INES, text="N", on=day(0)),
        lambda: AddWin(person=INES, text="W", on=day(0)),
        lambda: RecordCheckIn(person=INES, on=day(0)),
        lambda: CloseItem(person=INES, handle=Handle("F1"), on=day(0)),
        lambda: EndKept(end=End.DONE, person=INES, handle=Handle("A1"), on=day(0)),
    ]
)


@given(st.lists(adding, max_size=30))
def test_no_handle_names_two_things(makers: list[Callable[[], Command]]) -> None:
    person = somebody()
    for maker in makers:
        command = maker()
        try:
            person = command.apply(person)
        except Refused:
            continue
    handles = [
        thing.handle
        for things in (
            person.items, person.check_ins, person.actions, person.feedback,
            person.talking_points, person.notes, person.wins,
        )
        for thing in things
    ]  # fmt: skip
    assert len(set(handles)) == len(handles)


def test_everything_stands_in_the_order_of_its_handles() -> None:
    person = full()
    assert [item.handle for item in person.items] == ["E1", "E2", "F1", "F2", "O1", "R1"]
    assert [check_in.handle for check_in in person.check_ins] == ["C1", "C2"]
