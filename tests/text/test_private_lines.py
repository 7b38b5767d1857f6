"""What goes with a private line leaves in no text, and what stays shared names it no more."""

from dataclasses import replace

import pytest

from aligntui.domain.commands.command import Command
from aligntui.domain.commands.follow_up import EditKept, EndKept
from aligntui.domain.commands.items import AddItem, CloseItem, EditItem, ReopenItem
from aligntui.domain.commands.meetings import RecordCheckIn
from aligntui.domain.commands.moving import MoveToSection
from aligntui.domain.commands.notes import AddFeedback, AddWin
from aligntui.domain.commands.rounds import AnswerRound, ReceiveRound, StartRound
from aligntui.domain.details import Expectation, Risk
from aligntui.domain.identity import Handle
from aligntui.domain.item import Outcome
from aligntui.domain.notes import End, FeedbackKind
from aligntui.domain.privacy import leaving, shared, shared_round
from aligntui.domain.round import Answer
from aligntui.domain.rounds import compared
from aligntui.domain.section import Section
from aligntui.text.person_markdown import written
from aligntui.text.round_file import asked_of, round_file
from aligntui.text.round_reading import read
from tests.leaving import leaving_texts
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
    "off track by what was private, of me": (
        (expected("kept", of_me=True), risk("zqx", private=True), HAPPENED, MET), "R1",
    ),
    "off track by what was private": ((KEPT, risk("zqx", private=True), HAPPENED, MET), "R1"),
}  # fmt: skip


@pytest.mark.parametrize("case", CASES)
def test_no_text_tells_of_a_private_line_by_what_goes_with_it(case: str) -> None:
    steps, handle = CASES[case]
    person = after(somebody(), *steps)
    found = leaving_texts(person, day(0), day(9), day(3))
    for name, text in found.items():
        # a number of those off track is told, too
        told = text.replace('"off_track": 0', "")
        for word in ("zqx", handle, "off track", "off_track"):
            assert word not in told, (name, text)
    assert "kept" in found["Markdown"] + found["minutes C1"]
    assert "zqx" in written(person, {})


def test_what_was_said_to_be_about_it_does_not_name_it() -> None:
    person = after(somebody(), *NAMED)
    for handle in ("W1", "B1"):
        seen = person.kept(Handle(handle))
        edit = EditKept(person=INES, fields=(("about", None),), on=day(2), instead_of=seen)
        person = after(person, edit)
    found = leaving_texts(after(person, MET, private(E1)), day(0), day(9), day(3))
    assert not [name for name, text in found.items() if "E1" in text]


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


def test_a_line_that_is_private_now_is_named_by_no_line_of_a_round_that_went_out() -> None:
    person = after(somebody(), ZQX, mitigated())
    start = StartRound(person=INES, lines=asked_of(person), on=day(1), key="0a1b2c3d")
    person = after(person, start)
    sent = round_file(person, person.rounds[0])
    assert "threatens: E1; mitigation: threatens: E1" in sent
    person = after(person, private(E1))
    found = person.rounds[0]
    again = round_file(person, found)
    assert "R1 kept (mitigation: threatens: E1)" in again
    now = shared_round(person, found)
    for text in (sent, again):
        reading = read(text.replace("[ ] holds", "[x] holds"), "Ines", found, now)
        assert Answer(handle=R1, holds=True) in reading.answers
        edited = text.replace("mitigation: threatens: E1", "mitigation: pair")
        (changed,) = (e for e in read(edited, "Ines", found, now).answers if e.handle == R1)
        assert changed.terms.endswith("mitigation: pair")
        assert changed.how == ""
        back = ReceiveRound(person=INES, answers=(changed,), words=(), on=day(8))
        whole = after(person, back).rounds[0]
        assert "E1" not in repr(shared_round(person, whole).theirs)
        other = text.replace("R1 kept", "R1 in other words")
        (answer,) = read(other, "Ines", found, now).answers
        assert (answer.handle, answer.text) == (R1, "in other words")


def mitigated() -> AddItem:
    details = Risk(threatens=E1, mitigation="threatens: E1")
    return AddItem(person=INES, section=Section.RISKS, text="kept", on=day(0), details=details)


def test_praise_that_was_told_is_not_said_to_be_about_it() -> None:
    praise = AddFeedback(person=INES, text="kept", on=day(1), kind=FeedbackKind.PRAISE, about=E1)
    told = EndKept(person=INES, handle=Handle("B1"), end=End.TOLD, on=day(2))
    person = after(somebody(), ZQX, praise, told, MET, private(E1))
    found = leaving_texts(person, day(0), day(9), day(3))
    assert "kept" in found["packet"]
    assert not [name for name, text in found.items() if "E1" in text]


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
