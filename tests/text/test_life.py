"""The life of one item, told from its first day."""

from dataclasses import astuple

import pytest

from aligntui.domain.commands.agreement import Agree, Differ, ResyncSections
from aligntui.domain.commands.entries import AddEvidence, NoteMiss
from aligntui.domain.commands.follow_up import EndKept
from aligntui.domain.commands.items import (
    AddItem,
    CloseItem,
    EditItem,
    MoveItem,
    ReopenItem,
    RewordItem,
)
from aligntui.domain.commands.moving import MoveToSection
from aligntui.domain.details import Expectation, Risk
from aligntui.domain.events import differences
from aligntui.domain.identity import Handle
from aligntui.domain.item import Outcome
from aligntui.domain.notes import End
from aligntui.domain.person import Person
from aligntui.domain.privacy import shared
from aligntui.domain.stance import Reason
from aligntui.text.events import sentence, trail_lines
from aligntui.text.past import life
from tests.people import (
    EXPECTATIONS,
    FOCUS,
    INES,
    ME,
    OPPORTUNITIES,
    RISKS,
    THEM,
    after,
    day,
    expectation,
    somebody,
    with_focus,
)

E1, E2, F1, O1, R1 = (Handle(handle) for handle in ("E1", "E2", "F1", "O1", "R1"))


def told(person: Person, handle: Handle) -> list[tuple[int, str, str]]:
    lines = life(person, person.item(handle))
    return [((line.on - day(0)).days, line.who, line.words) for line in lines]


def test_words_agreement_and_differences_are_told_by_day_with_who() -> None:
    person = after(
        with_focus("Ship it"),
        Agree(person=INES, handles=(F1,), on=day(1)),
        RewordItem(person=INES, handle=F1, text="Ship all of it", on=day(2), by=THEM),
        Differ(person=INES, handle=F1, how="too much", on=day(3), who=ME),
        Differ(person=INES, handle=F1, how="too early", on=day(4)),
        Agree(person=INES, handles=(F1,), on=day(5)),
        CloseItem(person=INES, handle=F1, on=day(6)),
    )
    assert told(person, F1) == [
        (0, "you", 'written: "Ship it"'),
        (1, "both", "agreed"),
        (2, "they", 'reworded from "Ship it" to "Ship all of it"'),
        (3, "you", 'differ: "too much"'),
        (4, "they", 'differ: "too early"'),
        (5, "both", "agreed"),
        (6, "", "closed as done"),
    ]


def test_fields_state_and_privacy_are_told_and_places_are_not() -> None:
    person = after(
        somebody(),
        expectation("Docs"),
        expectation("More docs"),
        MoveItem(person=INES, handle=E1, down=True, on=day(1)),
        EditItem(person=INES, handle=E1, details=Expectation(success="read"), on=day(2)),
        EditItem(person=INES, handle=E1, details=Expectation(excluded=True), on=day(3), by=THEM),
        EditItem(person=INES, handle=E1, private=True, on=day(4)),
    )
    assert told(person, E1)[2:] == [
        (2, "you", "success: read"),
        (3, "they", "is not responsible for"),
        (3, "they", "no longer success: read"),
        (4, "you", "private"),
    ]


def test_a_miss_is_told_and_then_its_feedback() -> None:
    person = after(
        somebody(),
        expectation("Docs"),
        NoteMiss(person=INES, handle=E1, text="not there", on=day(2)),
        NoteMiss(person=INES, handle=E1, text="not there again", on=day(4)),
        EndKept(end=End.TOLD, person=INES, handle=Handle("B1"), on=day(3)),
    )
    assert told(person, E1)[2:] == [
        (2, "you", "off track"),
        (2, "", "missed: not there"),
        (3, "you", "told B1: not there"),
        (4, "", "missed: not there again (B2, not told)"),
    ]


@pytest.mark.parametrize(
    ("wrong", "said", "entry"),
    [
        (False, "closed as happened: E1 missed", "missed, R1 came true: Nobody writes"),
        (True, "closed as happened: E1 was wrong", "was wrong, R1 came true: Nobody writes"),
    ],
)
def test_what_a_risk_came_to_is_told_on_both_sides_also_once_it_is_open_again(
    wrong: bool, said: str, entry: str
) -> None:
    person = after(
        somebody(),
        expectation("Docs"),
        AddItem(
            person=INES, section=RISKS, text="Nobody writes", on=day(1), details=Risk(threatens=E1)
        ),
        CloseItem(
            person=INES, handle=R1, on=day(2), outcome=Outcome.HAPPENED, wrong=wrong, text="Notes"
        ) if wrong else CloseItem(person=INES, handle=R1, on=day(2), outcome=Outcome.HAPPENED),
    )  # fmt: skip
    assert told(person, R1)[-1] == (2, "", said)
    assert (2, "", entry) in told(person, E1)
    assert sentence(differences(person, day(1), day(2))[-1]).startswith(
        f"R1 {said.replace(': ', ' (')})"
    )
    assert said.removeprefix("closed as ") in trail_lines(person, person.item(R1), day(3))
    opened = after(person, ReopenItem(person=INES, handle=R1, on=day(3)))
    assert told(opened, R1)[-2:] == [(2, "", said), (3, "", "open again")]


def test_what_is_hidden_of_a_risk_that_happened_is_not_told_as_a_miss() -> None:
    person = after(
        somebody(),
        expectation("Docs"),
        AddItem(
            person=INES, section=RISKS, text="Nobody writes", on=day(1), details=Risk(threatens=E1)
        ),
        CloseItem(
            person=INES, handle=R1, on=day(2), outcome=Outcome.HAPPENED, wrong=True,
            because=Reason("too much", private=True),
        ),
    )  # fmt: skip
    assert told(shared(person), R1)[-1] == (2, "", "closed as happened")


def test_evidence_and_a_move_are_told() -> None:
    person = after(
        somebody(),
        AddItem(person=INES, section=OPPORTUNITIES, text="Lead it", on=day(0)),
        AddEvidence(person=INES, handle=O1, text="led one", on=day(1)),
        MoveToSection(person=INES, handle=O1, to=EXPECTATIONS, on=day(2)),
    )
    assert told(person, O1)[1:] == [
        (1, "", "evidence: led one"),
        (2, "", "closed as done, became E1"),
    ]
    assert told(person, E1) == [(2, "you", 'written, was O1: "Lead it"')]


def test_going_through_it_again_and_again_is_one_line() -> None:
    resyncs = (
        ResyncSections(person=INES, sections=frozenset({FOCUS}), on=day(number))
        for number in (1, 8, 15)
    )
    person = after(with_focus("Ship it"), *resyncs)
    assert told(person, F1)[1:] == [(1, "both", "agreed"), (15, "both", "still agreed")]


def test_a_line_says_whether_it_is_private() -> None:
    person = after(with_focus("x"), EditItem(person=INES, handle=F1, private=True, on=day(1)))
    assert [astuple(line)[3] for line in life(person, person.item(F1))] == [False, True]
