"""A person as of a day, and what is asked of them."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given

from aligntui.domain.commands.meetings import RecordCheckIn
from aligntui.domain.commands.people import ArchivePerson
from aligntui.domain.errors import Refused
from aligntui.domain.glance import overview
from aligntui.domain.identity import Handle
from aligntui.domain.person import Person
from aligntui.domain.section import Section
from tests.people import FOCUS, INES, RISKS, after, day, full, somebody, texts, with_focus
from tests.strategies import days, people


def test_as_of_a_day_everything_is_as_it_was_at_its_end() -> None:
    person = full()
    then = person.as_of(day(-9))
    assert [item.handle for item in then.items] == ["E1", "E2", "F1", "F2", "O1", "R1"]
    assert [check_in.handle for check_in in then.check_ins] == ["C1"]
    assert [action.open for action in then.actions] == [True, True]
    assert [feedback.told for feedback in then.feedback] == [False, False]
    assert then.talking_points == ()
    assert then.notes == ()
    assert len(then.resyncs) == 1


def test_as_of_the_day_before_only_the_person_is_left() -> None:
    person = full()
    assert person.as_of(day(-41)) == replace(
        person,
        items=(),
        check_ins=(),
        resyncs=(),
        actions=(),
        feedback=(),
        talking_points=(),
        notes=(),
        wins=(),
        rounds=(),
    )


def test_somebody_archived_later_was_not_archived_then() -> None:
    person = after(full(), ArchivePerson(person=INES, on=day(3)))
    assert person.as_of(day(2)).archived is None
    assert person.as_of(day(3)).archived == day(3)


@given(people(), days, days)
def test_going_back_in_two_steps_is_going_back_once(person: Person, one: date, two: date) -> None:
    assert person.as_of(max(one, two)).as_of(min(one, two)) == person.as_of(min(one, two))
    assert person.as_of(date.max) == person


def test_the_last_check_in_is_the_latest_one_that_was_held() -> None:
    person = full()
    assert [check_in.held for check_in in person.check_ins] == [True, False]
    last = person.last_check_in
    assert last is not None
    assert last.handle == "C1"


def test_a_backdated_check_in_is_not_the_last_one() -> None:
    person = after(
        somebody(), RecordCheckIn(person=INES, on=day(5)), RecordCheckIn(person=INES, on=day(2))
    )
    assert person.last_check_in == person.check_ins[0]


def test_of_two_on_one_day_the_second_is_the_last() -> None:
    person = after(somebody(), *(RecordCheckIn(person=INES, on=day(5)) for _ in range(11)))
    last = person.last_check_in
    assert last is not None
    assert last.handle == "C11"


def test_nobody_who_was_never_met_has_a_last_check_in() -> None:
    assert somebody().last_check_in is None
    assert somebody().resynced_on(FOCUS) is None


def test_an_unknown_handle_is_refused_by_name() -> None:
    with pytest.raises(Refused, match="Ines Okafor has no item F9"):
        with_focus("One").item(Handle("F9"))
    with pytest.raises(Refused, match="Ines Okafor has no action A1"):
        somebody().action(Handle("A1"))


def test_open_items_stand_by_rank() -> None:
    person = full()
    assert texts(person.open_items(FOCUS)) == ["Hand over the pager", "Cut over"]
    assert texts(person.open_items(RISKS)) == ["New ledger schema"]


def test_an_overview_counts_what_is_open_and_shows_the_first_of_it() -> None:
    view = overview(full())
    assert (view.actions_mine, view.actions_theirs, view.untold, view.differences) == (1, 0, 1, 1)
    assert [line.handle for line in view.focus] == ["F2", "F1"]
    assert [line.weight for line in view.focus] == [None, 60]
    assert [line.text for line in view.off_track] == ["Raises a slip at once"]
    assert [line.text for line in view.promises] == ["Send the ladder"]
    assert view.last_check_in == day(-14)
    assert [facts.resynced_on for facts in view.sections] == [day(-1), None, None, day(-1)]


def test_an_overview_holds_no_more_lines_than_a_preview_shows() -> None:
    assert len(overview(with_focus(*"abcdefgh")).focus) == 4


@given(people())
def test_there_is_an_overview_of_anybody(person: Person) -> None:
    view = overview(person)
    assert (view.id, view.name) == (person.id, person.name)
    for section in Section:
        view.section(section, day(0))
