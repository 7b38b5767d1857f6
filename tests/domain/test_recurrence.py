"""How often a thing came back."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aligntui.demo.team import sample_team
from aligntui.domain.commands.agreement import Agree
from aligntui.domain.commands.items import AddItem, CloseItem, EditItem, RewordItem
from aligntui.domain.commands.meetings import RecordCheckIn, SkipCheckIn
from aligntui.domain.details import Expectation, Health
from aligntui.domain.identity import Handle
from aligntui.domain.numbers import recurrence
from aligntui.domain.person import Person
from aligntui.text.numbers import open_words, recurrence_words
from aligntui.text.words import ordinal
from tests.people import INES, RISKS, after, day, expectation, first, somebody

R1, E1 = Handle("R1"), Handle("E1")
TEAM = sample_team(day(100))


def risky(*met: int) -> Person:
    person = after(somebody(), AddItem(person=INES, section=RISKS, text="Late", on=day(0)))
    return after(person, *(RecordCheckIn(person=INES, on=day(number)) for number in met))


def test_check_ins_in_a_row_count_from_the_one_in_which_it_was_written() -> None:
    person = risky(0, 7, 14)
    found = recurrence(person, first(person), day(20))
    assert (found.first_seen, found.days, found.check_ins, found.longest) == (day(0), 20, 3, 20)
    assert open_words(found) == "open 20 days, 3rd check-in"


def test_a_check_in_that_was_not_held_does_not_count() -> None:
    person = after(risky(7), SkipCheckIn(person=INES, on=day(14), because="ill"))
    assert recurrence(person, first(person), day(20)).check_ins == 2


def test_what_is_closed_is_not_open_and_its_longest_time_is_known() -> None:
    person = after(risky(7), CloseItem(person=INES, handle=R1, on=day(9)))
    found = recurrence(person, first(person), day(50))
    assert (found.days, found.check_ins, found.longest) == (0, 0, 9)
    assert recurrence_words(found, day(50)) == "first seen 16 Mar, longest open 9 days"


def test_what_is_seen_only_as_closed_was_never_open() -> None:
    closed = first(after(risky(), CloseItem(person=INES, handle=R1, on=day(9))))
    hidden = replace(closed, revisions=closed.revisions[-1:])
    found = recurrence(risky(), hidden, day(50))
    assert (found.days, found.longest) == (0, 0)


def test_what_is_open_again_counts_anew() -> None:
    closed = first(after(risky(7, 30), CloseItem(person=INES, handle=R1, on=day(20))))
    again = replace(closed.now, on=day(25), outcome=None)
    item = replace(closed, revisions=(*closed.revisions, again))
    person = risky(7, 30).with_thing(item)
    found = recurrence(person, item, day(32))
    assert (found.days, found.check_ins, found.longest) == (7, 2, 20)
    assert (
        recurrence_words(found, day(32))
        == "first seen 16 Mar, open 7 days, 2nd check-in, longest open 20 days"
    )


def test_rewording_and_going_off_track_are_counted() -> None:
    back, off = (Expectation(success="nobody has to ask", state=health) for health in Health)
    person = after(
        somebody(),
        expectation("Owns it"),
        Agree(person=INES, handles=(E1,), on=day(1)),
        *(
            EditItem(person=INES, handle=E1, on=day(number), details=details)
            for number, details in ((2, off), (3, back), (4, off))
        ),
        RewordItem(person=INES, handle=E1, text="Owns all", on=day(5)),
        Agree(person=INES, handles=(E1,), on=day(6)),
        RewordItem(person=INES, handle=E1, text="Owns most", on=day(7)),
    )
    found = recurrence(person, first(person), day(8))
    assert (found.reworded, found.off_track) == (2, 2)
    assert recurrence_words(found, day(8)).endswith("reworded twice, off track twice")
    assert recurrence(person, first(person), day(4)).reworded == 0


@given(st.sampled_from(TEAM), st.integers(0, 300))
def test_of_a_day_that_is_over_only_that_day_counts(person: Person, ago: int) -> None:
    today = day(100 - ago)
    then = person.as_of(today)
    for item in then.items:
        assert recurrence(then, item, today) == recurrence(person, person.item(item.handle), today)


@pytest.mark.parametrize(
    ("number", "words"),
    [(1, "1st"), (2, "2nd"), (3, "3rd"), (4, "4th"), (11, "11th"), (12, "12th"), (23, "23rd"),
     (111, "111th")],
)  # fmt: skip
def test_places_in_a_row(number: int, words: str) -> None:
    assert ordinal(number) == words
