"""What happens with an item: misses, evidence, and how little they touch."""

import pytest

from aligntui.domain.commands.agreement import Agree
from aligntui.domain.commands.entries import AddEvidence, NoteMiss
from aligntui.domain.commands.follow_up import EndKept
from aligntui.domain.commands.items import AddItem, CloseItem, EditItem, RewordItem
from aligntui.domain.details import Expectation, Focus, Health
from aligntui.domain.errors import Refused
from aligntui.domain.events import Kind, differences
from aligntui.domain.identity import Handle
from aligntui.domain.item import shares
from aligntui.domain.notes import End, FeedbackKind
from aligntui.domain.person import Person
from aligntui.domain.privacy import leaving, shared
from aligntui.domain.stance import Agreement
from tests.people import (
    FOCUS,
    INES,
    OPPORTUNITIES,
    RISKS,
    after,
    day,
    expectation,
    first,
    somebody,
    with_focus,
)

E1, O1, B1 = Handle("E1"), Handle("O1"), Handle("B1")


def expected(*, private: bool = False) -> Person:
    person = after(somebody(), expectation("Owns it"), Agree(person=INES, handles=(E1,), on=day(1)))
    return after(person, EditItem(person=INES, handle=E1, on=day(1), private=private))


def miss(number: int, text: str = "nobody was told", *, feedback: bool = True) -> NoteMiss:
    return NoteMiss(person=INES, handle=E1, text=text, on=day(number), feedback=feedback)


def evidence(number: int, text: str = "led it", handle: Handle = O1) -> AddEvidence:
    return AddEvidence(person=INES, handle=handle, text=text, on=day(number))


def opportunity() -> AddItem:
    return AddItem(person=INES, section=OPPORTUNITIES, text="Lead it", on=day(0))


def test_a_miss_puts_the_expectation_off_track_and_leaves_the_agreement() -> None:
    person = after(expected(), miss(5))
    item = first(person)
    assert [(entry.on, entry.text, entry.feedback) for entry in item.misses] == [
        (day(5), "nobody was told", B1)
    ]
    assert item.now.details == Expectation(success="nobody has to ask", state=Health.OFF_TRACK)
    assert item.agreement is Agreement.AGREED
    assert item.agreed_since == day(1)
    assert item.evidence == ()


def test_a_miss_leads_to_feedback_that_is_to_be_told() -> None:
    (noted,) = after(expected(), miss(5)).feedback
    assert (noted.kind, noted.about, noted.told_on, noted.private) == (
        FeedbackKind.CORRECTIVE, E1, None, True,
    )  # fmt: skip
    silent = after(expected(), miss(5, feedback=False))
    assert silent.feedback == ()
    assert first(silent).misses[0].feedback is None


def test_a_miss_is_one_command_that_gives_the_same_when_asked_again() -> None:
    person, command = expected(), miss(5)
    assert command.apply(person) == command.apply(person)
    assert command.label(person) == "miss of E1 of Ines Okafor"


def test_misses_stand_in_the_order_of_their_days_whenever_they_were_noted() -> None:
    person = after(
        expected(),
        miss(5, "later"),
        RewordItem(person=INES, handle=E1, text="Owns all of it", on=day(8)),
        miss(3, "earlier"),
    )
    item = first(person)
    assert [entry.text for entry in item.misses] == ["earlier", "later"]
    assert [revision.on for revision in item.revisions] == sorted(
        revision.on for revision in item.revisions
    )
    with pytest.raises(Refused, match="E1 was written on 16 Mar; nothing can be dated before"):
        after(person, miss(-1))


@pytest.mark.parametrize(
    ("section", "words"), [(FOCUS, "expectation"), (OPPORTUNITIES, "never"), (RISKS, "happened")]
)
def test_nothing_but_an_expectation_can_be_missed(section: str, words: str) -> None:
    person = after(
        somebody(),
        AddItem(person=INES, section=FOCUS, text="F", on=day(0)),
        AddItem(person=INES, section=RISKS, text="R", on=day(0)),
        opportunity(),
    )
    item = next(each for each in person.items if each.section == section)
    with pytest.raises(Refused, match=words):
        after(person, NoteMiss(person=INES, handle=item.handle, text="x", on=day(1)))


def test_only_an_opportunity_takes_evidence_and_nothing_else_changes() -> None:
    before = after(expected(), opportunity())
    person = after(before, evidence(4), evidence(2, "asked first"))
    item = person.item(O1)
    assert [(entry.on, entry.text) for entry in item.evidence] == [
        (day(2), "asked first"), (day(4), "led it"),
    ]  # fmt: skip
    assert item.misses == ()
    assert item.revisions == before.item(O1).revisions
    with pytest.raises(Refused, match="E1 is not an opportunity"):
        after(person, evidence(4, handle=E1))
    with pytest.raises(Refused, match="the evidence is empty"):
        after(person, evidence(4, " \n"))


def test_what_is_closed_takes_no_entries() -> None:
    person = after(
        expected(), opportunity(),
        CloseItem(person=INES, handle=E1, on=day(2)), CloseItem(person=INES, handle=O1, on=day(2)),
    )  # fmt: skip
    for command in (miss(3), evidence(3)):
        with pytest.raises(Refused, match="was closed"):
            after(person, command)


def test_as_of_a_day_later_entries_are_not_there() -> None:
    person = after(expected(), miss(3, "one"), miss(5, "two"))
    then = person.as_of(day(4)).item(E1)
    assert [entry.text for entry in then.misses] == ["one"]
    assert person.as_of(day(2)).item(E1).misses == ()
    assert person.as_of(day(5)).item(E1) == person.item(E1)


def test_what_came_since_a_day_is_told_even_beside_something_weightier() -> None:
    person = after(expected(), opportunity(), miss(3), evidence(3))
    found = differences(person, day(2), day(9))
    assert [(d.kind, [e.text for e in d.entries]) for d in found] == [
        (Kind.MISSED, ["nobody was told"]), (Kind.EVIDENCE, ["led it"]),
    ]  # fmt: skip
    reworded = after(person, RewordItem(person=INES, handle=E1, text="Other", on=day(4)))
    (only, _) = differences(reworded, day(2), day(9))
    assert (only.kind, len(only.entries)) == (Kind.REWORDED, 1)
    assert differences(person, day(3), day(9)) == ()


def test_hiding_hides_a_miss_until_it_is_told_and_then_only_the_private_feedback() -> None:
    assert shared(after(expected(), miss(3))).item(E1).misses == ()
    told = after(expected(), miss(3), EndKept(end=End.TOLD, person=INES, handle=B1, on=day(4)))
    (entry,) = shared(told).item(E1).misses
    # the handle alone says that it was told: hiding once more must not hide it
    assert (entry.text, entry.feedback) == ("nobody was told", B1)
    assert shared(told).feedback == ()
    assert shared(shared(told)) == shared(told)


def goes(number: int, health: Health) -> EditItem:
    return EditItem(person=INES, handle=E1, on=day(number), details=Expectation(state=health))


@pytest.mark.parametrize("said", [2, 3])
@pytest.mark.parametrize("missed", [2, 3])
def test_what_was_said_openly_before_a_miss_that_is_not_told_stays_said(
    said: int, missed: int
) -> None:
    """On the same day, and also where the miss is dated before it."""
    openly = after(expected(), goes(said, Health.OFF_TRACK))
    person = after(openly, miss(missed))
    for look in (shared, leaving):
        assert look(person).items == look(openly).items
        assert look(person).item(E1).now.details.state is Health.OFF_TRACK
    again = after(person, miss(4), goes(5, Health.ON_TRACK), miss(6), miss(6, "twice"))
    assert shared(again).items == shared(after(openly, goes(5, Health.ON_TRACK))).items


def test_what_was_said_to_be_on_track_again_stays_so_where_a_miss_is_not_told() -> None:
    on_again = after(expected(), goes(2, Health.OFF_TRACK), goes(5, Health.ON_TRACK))
    person = after(on_again, miss(5))
    for look in (shared, leaving):
        assert look(person).items == look(on_again).items


def test_what_only_a_miss_that_is_not_told_put_off_track_is_on_track_however_often() -> None:
    before = expected()
    person = after(before, miss(3), miss(3, "twice"), miss(4))
    assert shared(person).items == shared(before).items


def test_what_was_missed_while_it_was_private_stays_private() -> None:
    person = after(
        expected(private=True),
        miss(3, "SECRET"),
        EditItem(person=INES, handle=E1, on=day(4), private=False),
        EndKept(end=End.TOLD, person=INES, handle=B1, on=day(5)),
    )
    assert len(first(person).misses) == 1
    assert shared(person).item(E1).misses == ()


def test_the_shares_of_the_energy_add_up() -> None:
    def share(weight: int | None) -> AddItem:
        details = Focus(weight=weight)
        return AddItem(person=INES, section=FOCUS, text="x", on=day(0), details=details)

    person = after(with_focus("no share"), share(60), share(70))
    closed = after(person, CloseItem(person=INES, handle=Handle("F2"), on=day(1)))
    found = [shares(each.open_items(FOCUS)) for each in (person, closed, somebody())]
    assert found == [130, 70, 0]
