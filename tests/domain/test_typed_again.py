"""What a text became can be typed again, so that taking a check-in back loses no line of it."""

from dataclasses import replace
from datetime import date

import pytest

from aligntui.domain.commands.capturing import lost_notes
from aligntui.domain.commands.meetings import RecordCheckIn
from aligntui.domain.commands.people import AddPerson
from aligntui.domain.identity import Uid
from aligntui.domain.person import Change, Person

DAY = date(2026, 6, 1)
LINES = (
    "F: Ship billing %60",
    "E: Owns on-call :: no page lost",
    "E not: Vendor contracts",
    "O: Run the incident review @readiness @team",
    ".R: The schema is new @new-challenge ~E1",
    "A: write the runbook @them by 2026-06-05",
    "A: send the ladder",
    "T: How is the on-call load?",
    "B-: Slipped twice ~E1",
    "/B+: Calm in the outage",
)


def _held(text: str) -> tuple[Person, Person]:
    before = AddPerson(name="Grace Wu", on=DAY).apply(None)
    return before, RecordCheckIn(person=before.id, on=DAY, notes=text).apply(before)


@pytest.mark.parametrize("line", LINES[:4] + LINES[5:8] + LINES[9:])
def test_a_marked_line_is_typed_again_as_it_was(line: str) -> None:
    before, after = _held(line)
    assert list(lost_notes(Change("", after, before))) == [line]


def test_a_check_in_that_is_taken_back_gives_all_its_lines_back_in_their_order() -> None:
    before, after = _held("\n".join(("Good week.", *LINES)))
    (text,) = lost_notes(Change("", after, before))
    assert text.split("\n") == ["Good week.", *LINES]
    again = RecordCheckIn(person=before.id, on=DAY, notes=text).apply(before)
    assert [i.text for i in again.items] == [i.text for i in after.items]


def test_what_was_there_before_is_not_typed_again() -> None:
    _, after = _held("F: Ship billing")
    later = RecordCheckIn(person=after.id, on=DAY, notes="A: send it").apply(after)
    assert list(lost_notes(Change("", later, after))) == ["A: send it"]


def test_a_uid_of_another_program_is_of_no_line() -> None:
    before, after = _held("A: send it\nT: on-call")
    (action,) = after.actions
    foreign = replace(after, actions=(replace(action, uid=Uid("task-17")),))
    assert list(lost_notes(Change("", foreign, before))) == ["T: on-call"]
