"""From one section to another, and how a risk comes true."""

from dataclasses import replace
from typing import Any

import pytest

from aligntui.domain.commands.agreement import Agree
from aligntui.domain.commands.entries import AddEvidence, NoteMiss
from aligntui.domain.commands.items import AddItem, CloseItem, EditItem, ReopenItem
from aligntui.domain.commands.moving import MoveToSection
from aligntui.domain.details import Expectation, Health, Risk
from aligntui.domain.errors import Refused
from aligntui.domain.events import events
from aligntui.domain.identity import Handle
from aligntui.domain.item import Outcome
from aligntui.domain.person import Person
from aligntui.domain.privacy import shared
from aligntui.domain.review import packet
from aligntui.domain.section import Section
from aligntui.domain.stance import AGREE, NOT_DISCUSSED, Agreement, Reason
from aligntui.text.events import event_words
from aligntui.text.sides import REPORT
from tests.people import EXPECTATIONS, INES, OPPORTUNITIES, RISKS, after, day, expectation, somebody

E1, E2, O1, R1 = Handle("E1"), Handle("E2"), Handle("O1"), Handle("R1")


def with_risk(threatens: Handle | None = E1, *, private: bool = False) -> Person:
    return after(
        somebody(),
        expectation("Owns it"),
        Agree(person=INES, handles=(E1,), on=day(1)),
        AddItem(
            person=INES, section=RISKS, text="Nobody else knows it", on=day(1),
            details=Risk(threatens=threatens), private=private,
        ),
    )  # fmt: skip


def move(handle: Handle, to: Section, number: int = 5) -> MoveToSection:
    return MoveToSection(person=INES, handle=handle, to=to, on=day(number))


@pytest.mark.parametrize(
    "command",
    [
        move(R1, EXPECTATIONS),
        CloseItem(person=INES, handle=R1, on=day(5), outcome=Outcome.HAPPENED),
    ],
)
def test_a_risk_that_came_true_is_a_miss_of_what_it_threatened(
    command: MoveToSection | CloseItem,
) -> None:
    person = after(with_risk(), command)
    risk, hit = person.item(R1), person.item(E1)
    assert (risk.now.outcome, risk.became) == (Outcome.HAPPENED, E1)
    assert [(e.on, e.text, e.origin, e.feedback) for e in hit.misses] == [
        (day(5), "Nobody else knows it", R1, None)
    ]
    assert isinstance(hit.now.details, Expectation)
    assert hit.now.details.state is Health.OFF_TRACK
    assert hit.agreement is Agreement.AGREED
    assert [item.handle for item in person.items] == ["E1", "R1"]
    assert person.as_of(day(4)).item(R1).became is None
    assert person.as_of(day(4)).item(E1).misses == ()


def test_an_end_that_was_taken_back_is_not_the_one_by_which_a_line_went_on() -> None:
    risk = with_risk()
    gone = CloseItem(person=INES, handle=R1, on=day(3), outcome=Outcome.DROPPED)
    person = after(
        risk, gone, ReopenItem(person=INES, handle=R1, on=day(4)), move(R1, OPPORTUNITIES)
    )
    assert person.item(R1).became == O1
    assert person.as_of(day(3)).item(R1).became is None


def test_a_risk_that_threatens_nothing_can_only_be_closed() -> None:
    person = with_risk(None)
    with pytest.raises(Refused, match="R1 threatens no open expectation") as refused:
        after(person, move(R1, EXPECTATIONS))
    assert "set 'Ines Okafor' R1 --threatens E1" in refused.value.command
    closed = after(person, CloseItem(person=INES, handle=R1, on=day(5), outcome=Outcome.HAPPENED))
    assert closed.item(R1).became is None


def test_what_is_closed_is_not_missed_any_more() -> None:
    person = after(with_risk(), CloseItem(person=INES, handle=E1, on=day(2)))
    with pytest.raises(Refused, match="no open expectation"):
        after(person, move(R1, EXPECTATIONS))
    closed = after(person, CloseItem(person=INES, handle=R1, on=day(5), outcome=Outcome.HAPPENED))
    assert closed.item(E1) == person.item(E1)


def test_any_other_end_of_a_risk_is_no_miss() -> None:
    person = after(with_risk(), CloseItem(person=INES, handle=R1, on=day(5)))
    assert person.item(E1).misses == ()


def test_an_opportunity_that_is_expected_from_now_on_is_done() -> None:
    person = after(
        somebody(),
        AddItem(person=INES, section=OPPORTUNITIES, text="Lead it", on=day(0)),
        Agree(person=INES, handles=(O1,), on=day(1)),
        AddEvidence(person=INES, handle=O1, text="led one", on=day(2)),
        move(O1, EXPECTATIONS),
    )
    old, new = person.item(O1), person.item(E1)
    assert (old.now.outcome, old.became, len(old.evidence)) == (Outcome.DONE, E1, 1)
    assert (new.text, new.origin, new.entries) == ("Lead it", O1, ())
    assert (new.now.mine, new.now.theirs) == (AGREE, NOT_DISCUSSED)
    assert new.agreement is Agreement.NOT_DISCUSSED


@pytest.mark.parametrize("to", [section for section in Section if section is not EXPECTATIONS])
def test_any_other_item_is_dropped_where_it_was_and_goes_on(to: Section) -> None:
    before = after(with_risk(), EditItem(person=INES, handle=E1, on=day(2), private=True))
    person = after(before, move(E1, to))
    old = person.item(E1)
    assert old.became is not None
    new = person.item(old.became)
    assert (old.now.outcome, new.origin, new.section) == (Outcome.DROPPED, E1, to)
    assert (new.text, new.now.private) == ("Owns it", True)


def test_a_move_needs_another_section_and_an_open_item() -> None:
    person = with_risk()
    with pytest.raises(Refused, match="R1 is already in risks"):
        after(person, move(R1, RISKS))
    moved = after(person, move(R1, OPPORTUNITIES))
    with pytest.raises(Refused, match="R1 was moved on 21 Mar 2026, it is O1 now"):
        after(moved, move(R1, OPPORTUNITIES))


def test_the_words_of_a_private_risk_stay_private_when_it_comes_true() -> None:
    person = after(with_risk(private=True), move(R1, EXPECTATIONS))
    assert len(person.item(E1).misses) == 1
    assert shared(person).item(E1).misses == ()


def close_as(handle: Handle, outcome: Outcome, **more: Any) -> CloseItem:
    return CloseItem(person=INES, handle=handle, on=day(5), outcome=outcome, **more)


@pytest.mark.parametrize("text", ["", "Owns half of it"])
@pytest.mark.parametrize(
    ("command", "said"),
    [
        (close_as(E1, Outcome.WRONG), ("", None)),
        (close_as(E1, Outcome.WRONG, because=Reason("too much")), ("too much", None)),
        (close_as(R1, Outcome.HAPPENED, wrong=True), ("Nobody else knows it", R1)),
        (close_as(R1, Outcome.HAPPENED, wrong=True, because=Reason("too much")), ("too much", R1)),
    ],
)
def test_an_expectation_that_was_wrong_is_closed_or_reworded_and_nobody_missed_it(
    command: CloseItem, said: tuple[str, Handle | None], text: str
) -> None:
    person = after(with_risk(), replace(command, text=text))
    hit = person.item(E1)
    assert hit.misses == ()
    assert [(e.on, e.text, e.origin, e.wrong) for e in hit.entries] == [(day(5), *said, True)]
    assert hit.now.outcome == (None if text else Outcome.WRONG)
    assert hit.text == (text or "Owns it")
    assert hit.agreement is (Agreement.CHANGED if text else Agreement.AGREED)
    assert not hit.now.off_track
    assert person.item(R1).became == (E1 if command.handle == R1 else None)
    assert "missed" not in " ".join(
        words for e in events(person, hit) for words in event_words(e, REPORT)
    )
    assert packet(person, day(1), day(9)).evidence == ()
    assert shared(person).item(E1) == hit


@pytest.mark.parametrize("handle", [E1, R1])
def test_why_it_was_wrong_may_be_private(handle: Handle) -> None:
    outcome = Outcome.WRONG if handle == E1 else Outcome.HAPPENED
    why = Reason("too much", private=True)
    command = close_as(handle, outcome, because=why, text="Owns half of it")
    person = after(with_risk(), replace(command, wrong=handle == R1))
    (entry,) = person.item(E1).entries
    assert entry.private
    assert "too much" not in repr(shared(person))


def test_one_that_was_off_track_is_on_track_in_other_words() -> None:
    off = NoteMiss(person=INES, handle=E1, text="late", on=day(2))
    person = after(with_risk(), off, close_as(E1, Outcome.WRONG, text="Owns half of it"))
    assert not person.item(E1).now.off_track
    assert len(person.item(E1).misses) == 1


@pytest.mark.parametrize(
    ("command", "why"),
    [
        (close_as(R1, Outcome.HAPPENED, wrong=True), "threatens no open expectation"),
        (
            close_as(R1, Outcome.MITIGATED, because=Reason("luck")),
            "only an expectation that was wrong",
        ),
        (close_as(E1, Outcome.MET, text="Owns half"), "only an expectation that was wrong"),
    ],
)
def test_what_was_not_wrong_gets_no_reason(command: CloseItem, why: str) -> None:
    with pytest.raises(Refused, match=why):
        after(with_risk(threatens=None), command)


def test_a_private_risk_leaves_the_reason_private() -> None:
    person = after(with_risk(private=True), close_as(R1, Outcome.HAPPENED, wrong=True))
    assert [entry.private for entry in person.item(E1).entries] == [True]
    assert shared(person).item(E1).entries == ()


def test_lines_that_a_file_says_became_each_other_end() -> None:
    made = after(with_risk(private=True), move(R1, OPPORTUNITIES))
    ring = {item.handle: item for item in made.items}
    ring[R1] = replace(ring[R1], origin=O1)
    ring[O1] = replace(ring[O1], became=R1)
    turned = replace(made, items=tuple(ring[item.handle] for item in made.items))
    assert [item.handle for item in shared(turned).items] == [E1]
