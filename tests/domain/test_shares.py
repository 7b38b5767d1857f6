"""What a focus really had, beside the share that was agreed."""

import pytest

from aligntui.domain.brief import brief
from aligntui.domain.commands.agreement import Agree
from aligntui.domain.commands.entries import NoteShare, share_of
from aligntui.domain.commands.items import AddItem
from aligntui.domain.commands.meetings import MoveCheckIn, RecordCheckIn
from aligntui.domain.details import Focus
from aligntui.domain.errors import Refused
from aligntui.domain.identity import Handle
from aligntui.domain.numbers import numbers
from aligntui.domain.person import Person
from aligntui.domain.points import Kind
from aligntui.domain.privacy import shared
from aligntui.domain.review import packet
from aligntui.domain.section import Section
from aligntui.domain.stance import Agreement
from aligntui.text.brief import brief_lines
from tests.people import INES, after, day, expectation, somebody

F1, F2 = Handle("F1"), Handle("F2")


def with_focus(*, private: bool = False) -> Person:
    adds = (
        AddItem(
            person=INES, section=Section.FOCUS, text=text, on=day(1), private=private,
            details=Focus(weight=weight),
        )
        for text, weight in (("Ship it", 60), ("Hand it over", 20))
    )  # fmt: skip
    agreed = [] if private else [Agree(person=INES, handles=(F1,), on=day(1))]
    return after(somebody(), *adds, *agreed)


def had(share: int, text: str = "", number: int = 5, handle: Handle = F1) -> NoteShare:
    return NoteShare(person=INES, handle=handle, share=share, text=text, on=day(number))


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("40", (40, "")),
        ("40%", (40, "")),
        ("0 all of it was support", (0, "all of it was support")),
        (" 100 %: nothing else ", (100, "nothing else")),
    ],
)
def test_a_share_is_typed_with_what_pulled_it_away_behind_it(
    typed: str, read: tuple[int, str]
) -> None:
    assert share_of(typed) == read


@pytest.mark.parametrize("typed", ["", "x", "101", "-1", "the outage", "40x", "1000"])
def test_what_is_no_share_is_refused(typed: str) -> None:
    with pytest.raises(Refused, match="0 to 100"):
        share_of(typed)


def test_what_was_agreed_stays_and_the_last_of_a_day_holds() -> None:
    person = after(with_focus(), had(40, "outage"), had(30, "support"), had(50, "", 7))
    item = person.item(F1)
    assert [(e.on, e.share, e.text, agreed) for e, agreed in item.shares] == [
        (day(5), 30, "support", 60),
        (day(7), 50, "", 60),
    ]
    assert (item.agreement, getattr(item.now.details, "weight", None)) == (Agreement.AGREED, 60)
    assert [e.share for e, _ in person.as_of(day(6)).item(F1).shares] == [30]
    assert packet(person, day(1), day(9)).evidence == ()


def test_numbers_and_brief_tell_the_difference() -> None:
    person = after(with_focus(), had(30, "support"), had(40, handle=F2))
    found = numbers(person, day(6))
    # F2 had more than its share, which fills up nothing of F1
    assert (found.share_agreed, found.share_had) == (80, 50)
    assert numbers(with_focus(), day(6)).focused is None
    points = brief(person, day(6))
    (focus,) = (line for line in brief_lines(person, points, day(6)) if "- Focus " in line)
    assert "F1 Ship it (had 30% of 60%: support)" in focus
    assert Kind.CHANGED not in {point.kind for point in points}


def test_only_a_focus_has_one() -> None:
    with pytest.raises(Refused, match="E1 is not a focus"):
        after(somebody(), expectation("Owns it"), had(40, handle=Handle("E1")))


def test_that_of_a_private_focus_is_private_and_goes_with_its_check_in() -> None:
    person = after(with_focus(private=True), had(40, "outage"))
    assert shared(person).items == ()
    met = after(with_focus(), RecordCheckIn(person=INES, on=day(5)), had(40, "outage"))
    moved = after(met, MoveCheckIn(person=INES, handle=Handle("C1"), to=day(4), on=day(9)))
    assert [e.on for e, _ in moved.item(F1).shares] == [day(4)]
