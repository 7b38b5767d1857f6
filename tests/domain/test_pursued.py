"""What takes energy to an opportunity while an expectation is off track is said, not refused."""

from typing import Any

import pytest

from aligntui.domain.commands.command import Command
from aligntui.domain.commands.entries import AddEvidence, NoteMiss
from aligntui.domain.commands.items import AddItem, CloseItem, EditItem
from aligntui.domain.commands.moving import MoveToSection
from aligntui.domain.details import Expectation, Health, Opportunity, Pursuit
from aligntui.domain.identity import Handle
from aligntui.domain.item import Outcome
from aligntui.domain.person import Person
from aligntui.domain.section import Section
from aligntui.text.noted import beside_words
from tests.people import INES, after, day, expectation, somebody

E1, O1 = Handle("E1"), Handle("O1")


def off_track(**more: Any) -> Person:
    lead = AddItem(
        person=INES, section=Section.OPPORTUNITIES, text="Lead the review", on=day(1), **more
    )
    late = NoteMiss(person=INES, handle=E1, text="late", on=day(2))
    return after(somebody(), expectation("Owns it"), lead, late)


def state(pursuit: Pursuit) -> EditItem:
    return EditItem(person=INES, handle=O1, on=day(3), details=Opportunity(state=pursuit))


EVIDENCE = AddEvidence(person=INES, handle=O1, text="led it", on=day(3))
BECOMES = MoveToSection(person=INES, handle=O1, to=Section.FOCUS, on=day(3))
NAMED = AddItem(person=INES, section=Section.FOCUS, text="Time for O1", on=day(3))
OTHER = AddItem(person=INES, section=Section.FOCUS, text="Time for O11", on=day(3))


@pytest.mark.parametrize("command", [state(Pursuit.PURSUING), EVIDENCE, BECOMES, NAMED])
def test_what_gives_energy_is_kept_and_said(command: Command) -> None:
    before = off_track()
    words = beside_words(before, after(before, command), hide=False)
    assert words == "E1 is off track; O1 takes energy from it"


@pytest.mark.parametrize(
    "command",
    [
        state(Pursuit.PARKED),
        OTHER,
        CloseItem(person=INES, handle=O1, on=day(3), outcome=Outcome.DROPPED),
        MoveToSection(person=INES, handle=O1, to=Section.EXPECTATIONS, on=day(3)),
    ],
)
def test_what_gives_none_says_nothing(command: Command) -> None:
    before = off_track()
    assert beside_words(before, after(before, command), hide=False) == ""


def test_nothing_is_said_on_track_or_of_what_is_hidden() -> None:
    on_track = after(
        off_track(),
        EditItem(person=INES, handle=E1, on=day(2), details=Expectation(state=Health.ON_TRACK)),
    )
    assert beside_words(on_track, after(on_track, EVIDENCE), hide=False) == ""
    private = off_track(private=True)
    assert beside_words(private, after(private, EVIDENCE), hide=True) == ""
    assert beside_words(private, after(private, EVIDENCE), hide=False)
    assert beside_words(None, private, hide=False) == ""
