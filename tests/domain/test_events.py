"""What changed in the sections between two days, each item by the weightiest change."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given

from aligntui.domain.commands.agreement import Agree, Differ
from aligntui.domain.commands.command import Command
from aligntui.domain.commands.items import AddItem, CloseItem, EditItem, MoveItem, RewordItem
from aligntui.domain.details import Expectation, Health
from aligntui.domain.events import Difference, Kind, differences, events
from aligntui.domain.identity import Handle
from aligntui.domain.item import Item, Outcome
from aligntui.domain.person import Person
from aligntui.domain.privacy import shared
from tests.people import EXPECTATIONS, INES, RISKS, after, day, expectation, first, focus, somebody
from tests.strategies import people

E1 = Handle("E1")


@pytest.fixture
def person() -> Person:
    return after(somebody(), expectation("Owns on-call"), expectation("Reviews in a day"))


def reword(text: str, on: date) -> RewordItem:
    return RewordItem(person=INES, handle=E1, text=text, on=on)


def off_track(on: date) -> EditItem:
    details = Expectation(success="nobody has to ask", state=Health.OFF_TRACK)
    return EditItem(person=INES, handle=E1, on=on, details=details)


def agree(on: date) -> Agree:
    return Agree(person=INES, handles=(E1,), on=on)


def differ(on: date) -> Differ:
    return Differ(person=INES, handle=E1, how="not mine", on=on)


def close(on: date) -> CloseItem:
    return CloseItem(person=INES, handle=E1, on=on)


def one(person: Person, since: date | None, until: date) -> Difference:
    found = [d for d in differences(person, since, until) if d.item.handle == E1]
    assert len(found) == 1
    return found[0]


@pytest.mark.parametrize(
    ("commands", "kind"),
    [
        ([reword("Owns the rota", day(3))], Kind.REWORDED),
        ([off_track(day(3))], Kind.STATE),
        ([agree(day(3))], Kind.AGREED),
        ([differ(day(3))], Kind.DISPUTED),
        ([close(day(3))], Kind.CLOSED),
        ([MoveItem(person=INES, handle=E1, down=True, on=day(3))], Kind.MOVED),
        ([reword("Owns the rota", day(3)), agree(day(4)), close(day(5))], Kind.CLOSED),
        ([reword("Owns the rota", day(3)), differ(day(4))], Kind.REWORDED),
        ([off_track(day(3)), agree(day(4))], Kind.STATE),
        ([off_track(day(3)), differ(day(4))], Kind.DISPUTED),
    ],
)
def test_an_item_is_told_by_its_weightiest_change(
    person: Person, commands: list[Command], kind: Kind
) -> None:
    found = one(after(person, *commands), day(1), day(9))
    assert found.kind is kind
    assert found.before is not None
    assert found.before.text == "Owns on-call"
    assert found.section is EXPECTATIONS


def test_nothing_happened_where_nothing_is_different_at_the_end(person: Person) -> None:
    there_and_back = after(person, reword("Other", day(3)), reword("Owns on-call", day(4)))
    assert differences(there_and_back, day(1), day(9)) == ()
    assert differences(person, day(0), day(99)) == ()


def test_that_a_line_was_made_private_is_told_to_whoever_may_see_it(person: Person) -> None:
    hidden = after(person, EditItem(person=INES, handle=E1, on=day(3), private=True))
    (difference,) = differences(hidden, day(1), day(9))
    assert difference.kinds == (Kind.PRIVACY,)
    assert differences(shared(hidden), day(1), day(9)) == ()


def test_what_was_written_between_the_days_is_added_and_what_came_later_is_not_there(
    person: Person,
) -> None:
    grown = after(person, focus("Ship", on=day(4)), focus("Later", on=day(20)))
    found = differences(grown, day(1), day(9))
    assert [(d.kind, d.before, d.after.text) for d in found] == [(Kind.ADDED, None, "Ship")]


def test_since_ever_everything_is_added(person: Person) -> None:
    assert [d.kind for d in differences(person, None, day(9))] == [Kind.ADDED] * 2


def test_before_everything_nothing_is_different(person: Person) -> None:
    assert differences(person, None, day(-1)) == ()


def test_the_days_are_taken_at_their_ends(person: Person) -> None:
    reworded = after(person, reword("Owns the rota", day(3)))
    assert differences(reworded, day(3), day(9)) == ()
    assert one(reworded, day(2), day(3)).kind is Kind.REWORDED


def test_what_came_back_is_reopened(person: Person) -> None:
    closed = first(after(person, close(day(2))))
    back = replace(closed.now, on=day(5), outcome=None)
    item: Item = replace(closed, revisions=(*closed.revisions, back))
    found = one(person.with_thing(item), day(3), day(9))
    assert (found.kind, found.before and found.before.outcome) == (Kind.REOPENED, Outcome.MET)


def test_they_stand_in_the_order_of_the_sections_then_of_the_handles(person: Person) -> None:
    grown = after(
        person,
        AddItem(person=INES, section=RISKS, text="Late", on=day(2)),
        focus("Two", on=day(3)),
        focus("One", on=day(2)),
    )
    found = differences(grown, None, day(9))
    assert [d.item.handle for d in found] == ["F1", "F2", "E1", "E2", "R1"]


@given(people())
def test_no_event_of_what_is_shared_is_private(whole: Person) -> None:
    seen = shared(whole)
    told = [event for item in seen.items for event in events(seen, item)]
    assert not any(event.private for event in told)
    assert {event.item.uid for event in told} == {item.uid for item in seen.items}
