"""Changes in sentences."""

from datetime import date

import pytest

from aligntui.domain.commands.agreement import Agree, Differ
from aligntui.domain.commands.command import Command
from aligntui.domain.commands.entries import NoteMiss
from aligntui.domain.commands.items import AddItem, CloseItem, EditItem, MoveItem, RewordItem
from aligntui.domain.commands.moving import MoveToSection
from aligntui.domain.details import Expectation, Health, Risk
from aligntui.domain.events import differences
from aligntui.domain.identity import Handle
from aligntui.domain.item import Outcome
from aligntui.domain.person import Relation
from aligntui.domain.privacy import shared
from aligntui.domain.section import Section
from aligntui.domain.stance import Party
from aligntui.text.events import sentence
from aligntui.text.past import turned
from aligntui.text.sides import side, written
from tests.text.test_words import ID, after, expectation

E1 = Handle("E1")
BEFORE = date(2026, 3, 2)
ON = date(2026, 3, 5)
LATER = date(2026, 3, 6)
OFF = Expectation(state=Health.OFF_TRACK)


@pytest.mark.parametrize(
    ("command", "words"),
    [
        (
            RewordItem(person=ID, handle=E1, text="Good docs", on=ON),
            'E1 reworded: Good docs (was "Docs")',
        ),
        (
            EditItem(person=ID, handle=E1, details=Expectation(success="read"), on=ON),
            "E1 changed: Docs (success: read)",
        ),
        (
            EditItem(person=ID, handle=E1, details=Expectation(state=Health.OFF_TRACK), on=ON),
            "E1 off track (was on track): Docs",
        ),
        (CloseItem(person=ID, handle=E1, outcome=Outcome.MET, on=ON), "E1 closed as met: Docs"),
        (Agree(person=ID, handles=(E1,), on=ON), "E1 agreed: Docs"),
        (
            Differ(person=ID, handle=E1, how="no time", on=ON),
            'E1 Docs, they differ: "no time"',
        ),
        (
            Differ(person=ID, handle=E1, how="too early", on=ON, who=Party.ME),
            'E1 Docs, you differ: "too early"',
        ),
    ],
)
def test_each_change_is_one_sentence(command: Command, words: str) -> None:
    person = after(expectation(), command)
    assert [sentence(d) for d in differences(person, BEFORE, ON)] == [words]


def test_what_is_new_is_added() -> None:
    (difference,) = differences(after(expectation()), None, ON)
    assert sentence(difference) == "E1 added: Docs"


def test_what_came_and_went_says_both() -> None:
    person = after(expectation(), CloseItem(person=ID, handle=E1, on=ON))
    (difference,) = differences(person, None, ON)
    assert sentence(difference) == "E1 added, closed as met: Docs"


def test_a_field_that_was_emptied_is_named() -> None:
    emptied = EditItem(person=ID, handle=E1, details=Expectation(), on=ON)
    person = after(expectation(details=Expectation(success="read")), emptied)
    (difference,) = differences(person, BEFORE, ON)
    assert sentence(difference) == "E1 changed: Docs (no longer success: read)"


def test_a_miss_is_told_with_its_words_and_beside_what_weighs_more() -> None:
    miss = NoteMiss(person=ID, handle=E1, text="not there", on=ON)
    person = after(expectation(), miss)
    (difference,) = differences(person, BEFORE, ON)
    assert sentence(difference) == 'E1 Docs, missed: "not there"'
    person = after(expectation(), miss, CloseItem(person=ID, handle=E1, on=ON))
    (difference,) = differences(person, BEFORE, ON)
    assert sentence(difference) == 'E1 closed as missed: Docs; missed: "not there"'


def test_a_move_is_told_on_both_sides() -> None:
    move = MoveToSection(person=ID, handle=E1, to=Section.FOCUS, on=ON)
    old, new = sorted(
        differences(after(expectation(), move), BEFORE, ON), key=lambda d: d.item.handle
    )
    assert sentence(old) == "E1 moved, it is F1 now: Docs"
    assert sentence(new) == "F1 added, was E1: Docs"


def test_with_your_manager_it_is_you_who_is_not_responsible() -> None:
    out = EditItem(person=ID, handle=E1, details=Expectation(excluded=True), on=ON)
    (difference,) = differences(after(expectation(), out), BEFORE, ON)
    assert sentence(difference, side(Relation.MANAGER)) == (
        "E1 changed: Docs (you are not responsible for)"
    )


def test_two_neighbours_change_places() -> None:
    two = (
        AddItem(person=ID, section=Section.FOCUS, text=text, on=date(2026, 3, 1))
        for text in ("one", "two")
    )
    person = after(*two, MoveItem(person=ID, handle=Handle("F2"), down=False, on=ON))
    assert [sentence(d) for d in differences(person, BEFORE, ON)] == [
        "F1 moved down: one",
        "F2 moved up: two",
    ]


@pytest.mark.parametrize(
    ("commands", "words"),
    [
        (
            (
                NoteMiss(person=ID, handle=E1, text="not there", on=ON),
                RewordItem(person=ID, handle=E1, text="Good docs", on=ON),
                Agree(person=ID, handles=(E1,), on=ON),
            ),
            (
                'E1 reworded: Good docs (was "Docs"); missed: "not there"; '
                "off track (was on track); agreed"
            ),
        ),
        (
            (
                EditItem(person=ID, handle=E1, details=Expectation(success="read"), on=ON),
                RewordItem(person=ID, handle=E1, text="Good docs", on=ON),
            ),
            'E1 reworded: Good docs (was "Docs"; success: read)',
        ),
        (
            (
                RewordItem(person=ID, handle=E1, text="Good docs", on=ON),
                CloseItem(person=ID, handle=E1, outcome=Outcome.MET, on=ON),
            ),
            'E1 closed as met: Good docs; reworded (was "Docs")',
        ),
        (
            (
                Differ(person=ID, handle=E1, how="no time", on=ON),
                Differ(person=ID, handle=E1, how="too early", on=ON, who=Party.ME),
            ),
            'E1 Docs, they differ: "no time", you differ: "too early"',
        ),
        (
            (
                EditItem(person=ID, handle=E1, details=OFF, on=ON),
                RewordItem(person=ID, handle=E1, text="Good docs", on=ON),
                EditItem(person=ID, handle=E1, details=Expectation(), on=LATER),
            ),
            'E1 reworded: Good docs (was "Docs"); was off track meanwhile',
        ),
        (
            (
                Differ(person=ID, handle=E1, how="no time", on=ON),
                Agree(person=ID, handles=(E1,), on=LATER),
            ),
            'E1 agreed: Docs; they differ: "no time", which is settled',
        ),
        (
            (
                Differ(person=ID, handle=E1, how="no time", on=ON),
                RewordItem(person=ID, handle=E1, text="Good docs", on=LATER),
            ),
            'E1 reworded: Good docs (was "Docs"); they differ: "no time", about an earlier wording',
        ),
        (
            (
                Differ(person=ID, handle=E1, how="no time", on=ON),
                RewordItem(person=ID, handle=E1, text="Good docs", on=LATER, by=Party.THEM),
            ),
            (
                'E1 reworded, proposed by them: Good docs (was "Docs"); '
                'they differ: "no time", reworded since'
            ),
        ),
        (
            (
                Differ(person=ID, handle=E1, how="no time", on=ON),
                RewordItem(person=ID, handle=E1, text="Good docs", on=ON, by=Party.THEM),
                CloseItem(person=ID, handle=E1, outcome=Outcome.MET, on=LATER),
            ),
            (
                'E1 closed as met: Good docs; reworded, proposed by them (was "Docs"); '
                'they differ: "no time", which is settled'
            ),
        ),
        ((EditItem(person=ID, handle=E1, private=True, on=ON),), "E1 made private: Docs"),
    ],
)
def test_everything_that_became_of_a_line_is_told(
    commands: tuple[Command, ...], words: str
) -> None:
    (difference,) = differences(after(expectation(), *commands), BEFORE, LATER)
    assert sentence(difference) == words


def test_two_days_side_by_side_tell_what_is_seen_of_neither() -> None:
    private = EditItem(person=ID, handle=E1, private=True, on=LATER)
    person = after(
        expectation(),
        EditItem(person=ID, handle=E1, details=OFF, on=ON),
        EditItem(person=ID, handle=E1, details=Expectation(), on=LATER),
        private,
    )
    (difference,) = differences(person, BEFORE, LATER)
    lines = turned(difference, Relation.REPORT, LATER)
    assert lines == ["+ made private", "+ was off track meanwhile"]
    assert not differences(shared(person), BEFORE, LATER)


def test_what_is_not_theirs_is_added_as_that_for_either_reader() -> None:
    person = after(expectation(details=Expectation(excluded=True)))
    (difference,) = differences(person, None, ON)
    assert sentence(difference) == "E1 added: Docs (is not responsible for)"
    assert sentence(difference, written(Relation.REPORT, "Grace")) == (
        "E1 added: Docs (Grace is not responsible for this)"
    )
    assert sentence(difference, written(Relation.MANAGER, "Grace")) == (
        "E1 added: Docs (I am not responsible for this)"
    )


def test_who_raised_a_risk_is_named_to_both() -> None:
    raised = Risk(raised_by=Party.THEM, mitigation="ask", owner=Party.ME)
    add = AddItem(person=ID, section=Section.RISKS, text="Late", on=ON, details=raised)
    (difference,) = differences(after(add), None, ON)
    assert sentence(difference) == "R1 added: Late (mitigation (yours): ask; raised by them)"
    assert sentence(difference, written(Relation.REPORT, "Grace Wu")) == (
        "R1 added: Late (mitigation (mine): ask; raised by Grace)"
    )
