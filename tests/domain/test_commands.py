"""What each command does, what it is called in undo, and everything it refuses."""

from dataclasses import replace

import pytest

from aligntui.domain.cadence import parse
from aligntui.domain.cadences import Level, preset
from aligntui.domain.commands.agreement import Agree, Differ, ResyncSections
from aligntui.domain.commands.command import Command
from aligntui.domain.commands.follow_up import EndKept
from aligntui.domain.commands.items import AddItem, CloseItem, EditItem, MoveItem, RewordItem
from aligntui.domain.commands.meetings import RecordCheckIn
from aligntui.domain.commands.notes import AddAction, AddFeedback, AddNote, AddTalkingPoint
from aligntui.domain.commands.people import AddPerson, ArchivePerson, CadenceChoice, EditPerson
from aligntui.domain.details import Expectation, Focus, Risk
from aligntui.domain.errors import Refused
from aligntui.domain.identity import Handle
from aligntui.domain.item import OUTCOMES, Outcome
from aligntui.domain.notes import End, FeedbackKind
from aligntui.domain.person import Person, Relation
from aligntui.domain.section import Section
from aligntui.domain.stance import Party
from tests.people import (
    EXPECTATIONS,
    FOCUS,
    INES,
    RISKS,
    after,
    day,
    expectation,
    first,
    full,
    somebody,
    with_focus,
)

A1, B1, E1, F1, F2, F9 = (Handle(handle) for handle in ("A1", "B1", "E1", "F1", "F2", "F9"))
TWO = with_focus("One", "Two")
TOLD = after(
    somebody(),
    AddFeedback(person=INES, text="Calm", kind=FeedbackKind.PRAISE, on=day(0)),
    EndKept(end=End.TOLD, person=INES, handle=B1, on=day(1)),
)
DONE = after(
    somebody(),
    AddAction(person=INES, text="Send it", on=day(0)),
    EndKept(end=End.DONE, person=INES, handle=A1, on=day(1)),
)
CLOSED = after(TWO, CloseItem(person=INES, handle=F1, on=day(1), outcome=Outcome.DROPPED))
DAILY = parse("daily until 2026-12-18 because onboarding then weekly")
REFUSALS = [
    (TWO, AddItem(person=INES, section=FOCUS, text=" ", on=day(0)), "the text is empty"),
    (TWO, AddItem(person=INES, section=FOCUS, text="x" * 2001, on=day(0)), "2,001 characters"),
    (TWO, AddItem(person=INES, section=FOCUS, text="x", on=day(0), details=Focus(weight=101)),
     "101 % is not a share; type 0 to 100"),
    (TWO, AddItem(person=INES, section=FOCUS, text="x", on=day(0), details=Focus(weight=-1)),
     "-1 % is not a share"),
    (TWO, AddItem(person=INES, section=RISKS, text="x", on=day(0), details=Risk(threatens=F1)),
     "a risk threatens an expectation; F1 is none"),
    (TWO, AddItem(person=INES, section=RISKS, text="x", on=day(0), details=Risk(threatens=E1)),
     "Ines Okafor has no item E1"),
    (TWO, AddItem(person=INES, section=RISKS, text="x", on=day(0), details=Focus()),
     "risks items don't have these fields"),
    (TWO, RewordItem(person=INES, handle=F9, text="x", on=day(0)), "has no item F9"),
    (TWO, RewordItem(person=INES, handle=F1, text="", on=day(0)), "the text is empty"),
    (TWO, RewordItem(person=INES, handle=F1, text="x", on=day(0), instead_of="Zero"),
     "F1 was changed to 'One' in the meantime; check it, then edit again"),
    (CLOSED, RewordItem(person=INES, handle=F1, text="x", on=day(2)),
     "F1 was closed as dropped on 17 Mar 2026"),
    (TWO, EditItem(person=INES, handle=F9, on=day(0)), "has no item F9"),
    (TWO, EditItem(person=INES, handle=F1, on=day(0), details=Expectation()),
     "F1 has no such fields"),
    (TWO, EditItem(person=INES, handle=F1, on=day(0), details=Focus(weight=200)), "200 %"),
    (CLOSED, EditItem(person=INES, handle=F1, on=day(2), private=True), "was closed"),
    (TWO, MoveItem(person=INES, handle=F1, down=False, on=day(0)), "F1 is first already"),
    (TWO, MoveItem(person=INES, handle=F2, down=True, on=day(0)), "F2 is last already"),
    (CLOSED, MoveItem(person=INES, handle=F1, down=True, on=day(2)), "was closed"),
    (TWO, CloseItem(person=INES, handle=F1, on=day(0), outcome=Outcome.MET),
     "F1 can't end as met; its outcomes are done, dropped"),
    (CLOSED, CloseItem(person=INES, handle=F1, on=day(2)), "was closed as dropped"),
    (TWO, Agree(person=INES, handles=(F1, F9), on=day(0)), "has no item F9"),
    (CLOSED, Agree(person=INES, handles=(F1,), on=day(2)), "was closed"),
    (CLOSED, Differ(person=INES, handle=F1, how="no", on=day(2)), "was closed"),
    (TWO, Differ(person=INES, handle=F9, how="no", on=day(0)), "has no item F9"),
    (TWO, AddAction(person=INES, text="\n", on=day(0)), "the text is empty"),
    (TWO, EndKept(end=End.DONE, person=INES, handle=A1, on=day(0)), "has no action A1"),
    (DONE, EndKept(end=End.DONE, person=INES, handle=A1, on=day(2)), "A1 was done on"),
    (TWO, AddFeedback(person=INES, text="", kind=FeedbackKind.PRAISE, on=day(0)), "is empty"),
    (TWO, AddFeedback(person=INES, text="x", kind=FeedbackKind.PRAISE, on=day(0), about=E1),
     "has no item E1"),
    (TWO, EndKept(end=End.TOLD, person=INES, handle=B1, on=day(0)), "has no feedback B1"),
    (TOLD, EndKept(end=End.TOLD, person=INES, handle=B1, on=day(2)), "B1 was told on"),
    (TWO, AddTalkingPoint(person=INES, text="", on=day(0)), "the text is empty"),
    (TWO, AddNote(person=INES, text=" \n ", on=day(0)), "the note is empty"),
    (TWO, AddNote(person=INES, text="x" * 1_000_001, on=day(0)), "1,000,001 characters"),
    (TWO, AddPerson(name="Ines Okafor", on=day(0)), "Ines Okafor exists already"),
    (TWO, EditPerson(person=INES, name=" "), "the name is empty"),
    (TWO, EditPerson(person=INES, name="x" * 201), "the name has 201 characters; the limit is 200"),
    (TWO, ArchivePerson(person=INES, on=day(0), back=True), "Ines Okafor is not archived"),
    (replace(TWO, archived=day(0)), ArchivePerson(person=INES, on=day(1)),
     "Ines Okafor is already archived"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("person", "command", "words"), REFUSALS, ids=lambda value: type(value).__name__
)
def test_what_can_not_be_done_is_refused_in_one_line(
    person: Person, command: Command, words: str
) -> None:
    with pytest.raises(Refused) as refused:
        command.apply(person)
    assert words in str(refused.value)
    assert "\n" not in str(refused.value)


EVERYTHING: list[tuple[Command, str]] = [
    (AddItem(person=INES, section=FOCUS, text="x", on=day(9)), "add F3 to Tomás Oliveira"),
    (RewordItem(person=INES, handle=F1, text="x", on=day(9)), "reword F1 of Tomás Oliveira"),
    (EditItem(person=INES, handle=F1, on=day(9), private=False), "edit F1 of Tomás Oliveira"),
    (MoveItem(person=INES, handle=F1, down=False, on=day(9)), "move F1 of Tomás Oliveira up"),
    (MoveItem(person=INES, handle=F2, down=True, on=day(9)), "move F2 of Tomás Oliveira down"),
    (CloseItem(person=INES, handle=F1, on=day(9)), "close F1 of Tomás Oliveira"),
    (Agree(person=INES, handles=(F1, Handle("E2")), on=day(9)),
     "agree on F1, E2 with Tomás Oliveira"),
    (Differ(person=INES, handle=E1, how="no", on=day(9)), "differ on E1 with Tomás Oliveira"),
    (ResyncSections(person=INES, sections=frozenset({RISKS, FOCUS}), on=day(9)),
     "agree on focus, risks with Tomás Oliveira"),
    (RecordCheckIn(person=INES, on=day(9)), "check in with Tomás Oliveira"),
    (AddAction(person=INES, text="x", on=day(9)), "add A3 to Tomás Oliveira"),
    (EndKept(end=End.DONE, person=INES, handle=A1, on=day(9)), "finish A1 of Tomás Oliveira"),
    (AddFeedback(person=INES, text="x", kind=FeedbackKind.PRAISE, on=day(9), about=E1),
     "feedback for Tomás Oliveira"),
    (EndKept(end=End.TOLD, person=INES, handle=B1, on=day(9)), "tell B1 to Tomás Oliveira"),
    (AddTalkingPoint(person=INES, text="x", on=day(9)), "talking point for Tomás Oliveira"),
    (AddNote(person=INES, text="x", on=day(9)), "note on Tomás Oliveira"),
    (EditPerson(person=INES, role="principal"), "edit Tomás Oliveira"),
    (ArchivePerson(person=INES, on=day(9)), "archive Tomás Oliveira"),
]  # fmt: skip


@pytest.mark.parametrize(("command", "label"), EVERYTHING, ids=lambda value: type(value).__name__)
def test_every_command_changes_something_and_is_called_by_what_it_did(
    command: Command, label: str
) -> None:
    before = full()
    changed = command.apply(before)
    assert changed != before
    assert command.label(changed) == label


@pytest.mark.parametrize(
    "command", [command for command, _ in EVERYTHING], ids=lambda c: type(c).__name__
)
def test_every_command_about_somebody_who_is_gone_is_refused(command: Command) -> None:
    with pytest.raises(Refused, match="no longer in the store"):
        command.apply(None)


@pytest.mark.parametrize("section", Section)
def test_a_section_ends_its_items_in_its_own_ways_and_has_a_usual_one(section: Section) -> None:
    letter = section.letter
    person = after(somebody(), AddItem(person=INES, section=section, text="x", on=day(0)))
    for outcome in Outcome:
        command = CloseItem(person=INES, handle=Handle(f"{letter}1"), on=day(1), outcome=outcome)
        if outcome in OUTCOMES[section]:
            assert first(after(person, command)).now.outcome is outcome
        else:
            with pytest.raises(Refused, match="can't end as"):
                after(person, command)
    usual = after(person, CloseItem(person=INES, handle=Handle(f"{letter}1"), on=day(1)))
    assert first(usual).now.outcome is OUTCOMES[section][0]


def test_moving_there_and_back_leaves_the_order_as_it_was() -> None:
    person = with_focus("One", "Two", "Three")
    there = after(person, MoveItem(person=INES, handle=F1, down=True, on=day(0)))
    back = after(there, MoveItem(person=INES, handle=F1, down=False, on=day(0)))
    assert back == person


def test_a_new_line_stands_last_even_after_the_last_was_closed() -> None:
    person = after(
        with_focus("One", "Two"),
        CloseItem(person=INES, handle=F2, on=day(0)),
        AddItem(person=INES, section=FOCUS, text="Three", on=day(0)),
    )
    assert [item.handle for item in person.open_items(FOCUS)] == ["F1", "F3"]


def test_a_risk_may_threaten_an_expectation() -> None:
    risk = AddItem(person=INES, section=RISKS, text="x", on=day(0), details=Risk(threatens=E1))
    person = after(somebody(), expectation("Owns on-call"), risk)
    assert person.items[1].now.details == Risk(threatens=E1)


def test_a_report_without_a_level_starts_as_mid_and_others_with_their_own_set() -> None:
    report = AddPerson(name="Ana", on=day(0)).apply(None)
    manager = AddPerson(name="Ana", on=day(0), relation=Relation.MANAGER).apply(None)
    junior = AddPerson(name="Ana", on=day(0), level=Level.JUNIOR).apply(None)
    assert report.cadences == preset(Level.MID)
    assert report.level is None
    assert manager.cadences == preset(None)
    assert junior.cadences == preset(Level.JUNIOR)


def test_a_named_cadence_wins_over_the_level() -> None:
    choice = CadenceChoice(check_in=DAILY, risks=parse("weekly"))
    added = AddPerson(name="Ana", on=day(0), level=Level.SENIOR, cadences=choice).apply(None)
    expected = replace(preset(Level.SENIOR), check_in=DAILY, risks=parse("weekly"))
    assert added.cadences == expected


def test_a_new_level_sets_the_cadences_that_nobody_typed() -> None:
    daily = CadenceChoice(focus=DAILY)
    ana = AddPerson(name="Ana", on=day(0), level=Level.MID, cadences=daily).apply(None)
    same = EditPerson(person=ana.id, level=Level.MID).apply(ana)
    promoted = EditPerson(person=ana.id, level=Level.SENIOR).apply(ana)
    both = EditPerson(person=ana.id, level=Level.SENIOR, cadences=daily).apply(ana)
    assert same == ana
    assert promoted.cadences == replace(preset(Level.SENIOR), focus=DAILY)
    assert both.cadences == replace(preset(Level.SENIOR), focus=DAILY)


def test_a_cadence_that_was_typed_outlives_every_level_even_where_it_is_the_usual_one() -> None:
    usual = preset(Level.MID).check_in
    typed = CadenceChoice(check_in=usual)
    ana = AddPerson(name="Ana", on=day(0), cadences=typed).apply(None)
    for level in Level:
        ana = EditPerson(person=ana.id, level=level).apply(ana)
        assert ana.cadences == replace(preset(level), check_in=usual)


def test_an_edit_leaves_what_it_does_not_name_and_may_empty_a_role() -> None:
    person = full()
    renamed = EditPerson(person=person.id, name=" Tom  Oliveira ").apply(person)
    assert renamed == replace(person, name="Tom Oliveira")
    assert EditPerson(person=person.id, role="").apply(person).role == ""


def test_archiving_and_bringing_back_leaves_somebody_as_they_were() -> None:
    person = full()
    archived = ArchivePerson(person=person.id, on=day(3)).apply(person)
    assert archived.archived == day(3)
    back = ArchivePerson(person=person.id, on=day(4), back=True)
    assert back.apply(archived) == person
    assert back.label(person) == "bring back Tomás Oliveira"


def test_notes_keep_their_lines_and_lose_empty_ones_around_them() -> None:
    text = "\n\n  first\r\n\r\n- second\n\n"
    person = after(
        somebody(),
        AddNote(person=INES, text=text, on=day(0)),
        RecordCheckIn(person=INES, on=day(0), notes=text),
    )
    assert person.notes[0].text == "  first\n\n- second"
    assert person.check_ins[0].notes == "  first\n\n- second"


def test_notes_talking_points_and_feedback_are_private_and_the_rest_is_shared() -> None:
    person = after(
        with_focus("One"),
        AddNote(person=INES, text="x", on=day(0)),
        AddTalkingPoint(person=INES, text="x", on=day(0)),
        AddFeedback(person=INES, text="x", kind=FeedbackKind.CORRECTIVE, on=day(0)),
        AddAction(person=INES, text="x", on=day(0), owner=Party.THEM),
    )
    assert [person.notes[0].private, person.talking_points[0].private] == [True, True]
    assert [person.feedback[0].private, person.feedback[0].told] == [True, False]
    assert [person.actions[0].private, first(person).now.private] == [False, False]


def test_an_expectation_may_be_what_is_not_theirs() -> None:
    details = Expectation(excluded=True)
    person = after(
        somebody(),
        AddItem(person=INES, section=EXPECTATIONS, text="Sales", on=day(0), details=details),
    )
    assert first(person).now.details == details
