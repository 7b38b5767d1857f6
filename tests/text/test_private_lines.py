"""What goes with a private line leaves in no text, and what stays shared names it no more."""

import json
from dataclasses import replace

import pytest

from aligntui.domain.brief import brief
from aligntui.domain.commands.command import Command
from aligntui.domain.commands.follow_up import EditKept
from aligntui.domain.commands.items import AddItem, CloseItem, EditItem, ReopenItem
from aligntui.domain.commands.meetings import RecordCheckIn
from aligntui.domain.commands.moving import MoveToSection
from aligntui.domain.commands.notes import AddFeedback, AddWin
from aligntui.domain.commands.rounds import AnswerRound, ReceiveRound, StartRound
from aligntui.domain.details import Expectation, Risk
from aligntui.domain.identity import Handle
from aligntui.domain.item import Outcome
from aligntui.domain.notes import FeedbackKind
from aligntui.domain.person import Person
from aligntui.domain.privacy import guarded_on, leaving, shared, shared_on
from aligntui.domain.review import packet
from aligntui.domain.round import Answer
from aligntui.domain.rounds import compared
from aligntui.domain.section import Section
from aligntui.text.brief import brief_lines
from aligntui.text.exports import tables
from aligntui.text.full_record import full_record
from aligntui.text.handoff import handed_over, handoff_text
from aligntui.text.packet import packet_lines, packet_shape
from aligntui.text.person_markdown import written
from aligntui.text.record import shared_text
from aligntui.text.round_file import asked_of
from aligntui.text.sheet import closed_lines, person_lines
from aligntui.text.timeline import entries, entry_lines
from tests.people import INES, after, day, focus, somebody

E1, E2, F1, R1, C1 = map(Handle, ("E1", "E2", "F1", "R1", "C1"))
MET = RecordCheckIn(person=INES, on=day(3))


def expected(text: str, *, of_me: bool = False) -> AddItem:
    section, details = Section.EXPECTATIONS, Expectation(of_me=of_me)
    return AddItem(person=INES, section=section, text=text, on=day(0), details=details)


def risk(text: str, threatens: Handle = E1, *, private: bool = False) -> AddItem:
    section, details = Section.RISKS, Risk(threatens=threatens)
    return AddItem(
        person=INES, section=section, text=text, on=day(0), details=details, private=private
    )


def private(handle: Handle) -> EditItem:
    return EditItem(person=INES, handle=handle, on=day(8), private=True)


def happened(*, wrong: bool = False) -> CloseItem:
    end = Outcome.HAPPENED
    return CloseItem(person=INES, handle=R1, on=day(2), outcome=end, wrong=wrong, text="kept")


ZQX, KEPT = expected("zqx"), expected("kept")
WON = AddWin(person=INES, text="kept", on=day(1), about=E1)
SAID = AddFeedback(
    person=INES, text="kept", on=day(1), kind=FeedbackKind.RECEIVED, about=E1, private=False
)
AGAIN = ReopenItem(person=INES, handle=R1, on=day(4))
MOVED = MoveToSection(person=INES, handle=F1, to=Section.RISKS, on=day(2))
NAMED = (ZQX, WON, SAID, risk("kept"))
HAPPENED = replace(happened(), text="")
CASES: dict[str, tuple[tuple[Command, ...], str]] = {
    "a risk, a win and feedback that name it": ((*NAMED, MET, private(E1)), "E1"),
    "where it is of me": (
        (expected("zqx", of_me=True), WON, SAID, risk("kept"), MET, private(E1)), "E1",
    ),
    "what it was before": ((focus("zqx"), KEPT, MOVED, MET, private(R1)), "F1"),
    "the miss that it came to": ((KEPT, risk("zqx"), HAPPENED, MET, AGAIN, private(R1)), "R1"),
    "that it was wrong": (
        (KEPT, risk("zqx"), happened(wrong=True), MET, AGAIN, private(R1)), "R1",
    ),
    "off track by what was private": ((KEPT, risk("zqx", private=True), HAPPENED, MET), "R1"),
}  # fmt: skip


def leaving_texts(person: Person) -> dict[str, str]:
    """All that leaves, and what is shown while private things are hidden, of now and of then."""
    today, then = day(9), day(3)
    texts = {"minutes": shared_text(person, C1, None)}
    for name, on, guarded in (("now", today, person), ("then", then, guarded_on(person, then))):
        found = packet(guarded, day(0), on)
        hidden = shared(person) if on == today else shared_on(person, on)
        may = leaving(guarded)
        texts |= {
            f"packet {name}": "\n".join((*packet_lines(found), *full_record(found))),
            f"JSON {name}": json.dumps(packet_shape(found), default=str),
            f"handoff {name}": handoff_text(handed_over(guarded, day(0)), on),
            f"round {name}": "\n".join(each.whole for each in asked_of(guarded)),
            f"Markdown {name}": written(may, {}),
            f"tables {name}": "\n".join(tables([may], {}).values()),
            f"sheet {name}": "\n".join(person_lines(hidden, on)),
            f"closed {name}": "\n".join(closed_lines(hidden, on, hide=True)),
            f"brief {name}": "\n".join(brief_lines(hidden, brief(hidden, on), on, whole=True)),
            f"timeline {name}": "\n".join(
                line for each in entries(hidden, on, None) for line in entry_lines(each, on)
            ),
        }
    return texts


@pytest.mark.parametrize("case", CASES)
def test_no_text_tells_of_a_private_line_by_what_goes_with_it(case: str) -> None:
    steps, handle = CASES[case]
    person = after(somebody(), *steps)
    found = leaving_texts(person)
    for name, text in found.items():
        for word in ("zqx", handle, "off track", "off_track"):
            assert word not in text, (name, text)
    assert "kept" in found["Markdown now"] + found["minutes"]
    assert "zqx" in written(person, {})


def test_what_was_said_to_be_about_it_does_not_name_it() -> None:
    person = after(somebody(), *NAMED)
    for handle in ("W1", "B1"):
        seen = person.kept(Handle(handle))
        edit = EditKept(person=INES, fields=(("about", None),), on=day(2), instead_of=seen)
        person = after(person, edit)
    person = after(person, MET, private(E1))
    assert not [name for name, text in leaving_texts(person).items() if "E1" in text]


def test_what_is_opened_again_by_itself_is_shared_as_it_says() -> None:
    again = ReopenItem(person=INES, handle=F1, on=day(4))
    person = after(somebody(), focus("kept"), MOVED, MET, again, private(R1))
    assert "F1" in written(leaving(person), {})


def test_a_line_of_a_round_is_not_reworded_because_what_it_threatens_is_private_now() -> None:
    person = after(somebody(), ZQX, risk("kept"))
    start = StartRound(person=INES, lines=asked_of(person), on=day(1))
    holds = tuple(Answer(handle=handle, holds=True) for handle in (E1, R1))
    back = ReceiveRound(person=INES, answers=holds, words=(), on=day(2))
    answer = AnswerRound(person=INES, answers=holds, on=day(2))
    person = after(person, start, back, answer, private(E1))
    for seen in (person, shared(person), leaving(person)):
        (row,) = (row for row in compared(seen, seen.rounds[0]) if row.handle == R1)
        assert not row.reworded
    later = after(somebody(), ZQX, private(E1), risk("kept"))
    start = StartRound(person=INES, lines=asked_of(later), on=day(8))
    assert after(later, start).rounds[0].lines == start.lines
    assert "E1" not in start.lines[0].whole
    assert start.lines[0].wording == asked_of(after(somebody(), ZQX, risk("kept")))[1].wording


def test_an_edit_made_while_it_is_hidden_keeps_what_the_risk_threatens() -> None:
    person = after(somebody(), ZQX, risk("kept"), private(E1))
    seen = shared(person).item(R1).now.details
    assert isinstance(seen, Risk)
    assert seen.threatens is None
    edit = EditItem(
        person=INES, handle=R1, details=replace(seen, mitigation="pair"), instead_of=seen, on=day(9)
    )
    now = after(person, edit).item(R1).now.details
    assert isinstance(now, Risk)
    assert (now.threatens, now.mitigation) == (E1, "pair")
