"""Numbers of alignment: what is agreed, how long things are open, what is said in time."""

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from aligntui.domain.cadence import parse
from aligntui.domain.commands.agreement import Agree, Differ
from aligntui.domain.commands.follow_up import EndKept
from aligntui.domain.commands.items import AddItem, CloseItem
from aligntui.domain.commands.meetings import PostponeCheckIn, RecordCheckIn
from aligntui.domain.commands.notes import AddFeedback
from aligntui.domain.due import LONG_OPEN
from aligntui.domain.identity import Handle
from aligntui.domain.notes import End, FeedbackKind
from aligntui.domain.numbers import (
    Numbers,
    all_over_time,
    numbers,
    over_time,
    together,
)
from aligntui.domain.person import Person
from tests.people import INES, RISKS, after, day, expectation, somebody

E1, R1 = Handle("E1"), Handle("R1")


def met(*days: int) -> list[RecordCheckIn]:
    return [RecordCheckIn(person=INES, on=day(number)) for number in days]


def test_of_nobody_nothing_is_known() -> None:
    nothing = numbers(somebody(), day(9))
    assert nothing == Numbers(people=1)
    assert (nothing.agreed, nothing.told_after, nothing.regular) == (None, None, None)


def test_what_is_agreed_counts_as_long_as_it_is_fresh() -> None:
    person = after(
        somebody(),
        expectation("Owns it"),
        expectation("Reviews"),
        Agree(person=INES, handles=(E1,), on=day(1)),
    )
    ends = person.cadences.expectations.after(day(1), day(1))
    assert numbers(person, ends)[1:3] == (2, 1)
    assert numbers(person, ends).agreed == 0.5
    assert numbers(person, ends.replace(year=ends.year + 1)).fresh == 0


def test_the_oldest_difference_ages_until_it_is_settled() -> None:
    person = after(
        somebody(), expectation("Owns it"), Differ(person=INES, handle=E1, how="no", on=day(3))
    )
    assert numbers(person, day(10)).oldest_difference == 7
    settled = after(person, Agree(person=INES, handles=(E1,), on=day(11)))
    assert numbers(settled, day(12)).oldest_difference is None


def test_a_risk_is_open_for_long_after_its_days() -> None:
    person = after(somebody(), AddItem(person=INES, section=RISKS, text="Late", on=day(0)))
    assert numbers(person, day(LONG_OPEN)).long_open == 0
    assert numbers(person, day(LONG_OPEN + 1)).long_open == 1
    closed = after(person, CloseItem(person=INES, handle=R1, on=day(LONG_OPEN + 2)))
    assert numbers(closed, day(LONG_OPEN + 2)).risks == 0


def test_telling_is_the_median_of_the_days_that_feedback_waited() -> None:
    person = somebody()
    for number, waited in enumerate((1, 4, 9), start=1):
        person = after(
            person,
            AddFeedback(person=INES, text="x", kind=FeedbackKind.PRAISE, on=day(0)),
            EndKept(end=End.TOLD, person=INES, handle=Handle(f"B{number}"), on=day(waited)),
        )
    assert numbers(person, day(9)).told_after == 4
    assert numbers(person, day(400)).told_after is None


def weekly() -> Person:
    person = somebody()
    return replace(person, cadences=replace(person.cadences, check_in=parse("weekly")))


def test_a_check_in_is_in_time_up_to_half_a_cadence_late() -> None:
    person = after(weekly(), *met(0, 7, 17, 28))
    found = numbers(person, day(28))
    assert (found.meetings, found.in_time, found.held) == (3, 2, 4)


def test_the_next_counts_once_it_is_very_late() -> None:
    person = after(weekly(), *met(0, 7))
    assert numbers(person, day(17)).regular == 1
    assert numbers(person, day(18)).regular == 0.5


def test_one_that_was_put_off_is_in_time_on_its_new_day() -> None:
    put_off = PostponeCheckIn(person=INES, on=day(6), until=day(20), because="leave")
    person = after(weekly(), *met(0), put_off, *met(20))
    assert numbers(person, day(20)).regular == 1
    assert numbers(after(weekly(), *met(0, 20)), day(20)).regular == 0


def test_over_time_nobody_counts_before_they_were_there() -> None:
    person = after(somebody(), expectation("Owns it"))
    over = over_time(person, day(40))
    assert [each.people for _, each in over] == [*[0] * 10, 1, 1]
    assert [on.day for on, _ in over[-4:-1]] == [31, 28, 31]
    assert over[-1][0] == day(40)
    archived = replace(person, archived=day(39))
    assert over_time(archived, day(40))[-1][1].people == 0


def test_the_months_of_a_team_are_those_of_its_people_added_up() -> None:
    person = after(somebody(), expectation("Owns it"))
    twice = all_over_time([over_time(person, day(40))] * 2, day(40))
    assert [each.expected for _, each in twice] == [*[0] * 10, 2, 2]
    assert [each.people for _, each in all_over_time([], day(40))] == [0] * 12


counts = st.integers(0, 9)
several = st.lists(
    st.builds(
        Numbers,
        people=counts,
        expected=counts,
        fresh=counts,
        differences=counts,
        oldest_difference=st.none() | counts,
        risks=counts,
        long_open=counts,
        telling=st.lists(counts).map(tuple),
        meetings=counts,
        in_time=counts,
    )
)


@given(several, several)
def test_teams_add_up(one: list[Numbers], other: list[Numbers]) -> None:
    assert together((together(one), together(other))) == together((*one, *other))
    assert together(one) == together((*one, Numbers()))
