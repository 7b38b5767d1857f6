"""Days away, and what they do to the clocks."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aligntui.domain.cadence import parse
from aligntui.domain.commands.meetings import PostponeCheckIn, RecordCheckIn, SkipCheckIn
from aligntui.domain.commands.people import SetAway
from aligntui.domain.days import Away, back_on, without
from aligntui.domain.due import Alignment, DueState, SectionFacts, section_state
from aligntui.domain.errors import Refused
from aligntui.domain.glance import overview
from aligntui.domain.overview import by_urgency
from aligntui.domain.person import Person
from aligntui.domain.privacy import shared
from tests.people import INES, after, day, full, somebody
from tests.strategies import days, spans

LEAVE = SetAway(person=INES, first=day(10), last=day(20), because="leave")


def met(number: int) -> Person:
    """Ines, met once; every two weeks."""
    return after(somebody(), RecordCheckIn(person=INES, on=day(number)))


def skip(on: int) -> SkipCheckIn:
    return SkipCheckIn(person=INES, on=day(on), because="a launch")


def put_off(on: int, until: int) -> PostponeCheckIn:
    return PostponeCheckIn(person=INES, on=day(on), until=day(until), because="on a plane")


def due_on(person: Person, today: int) -> int:
    """The due day, counted from the Monday."""
    return (overview(person).due(day(today)).due_on - day(0)).days


def test_days_away_are_kept_in_order_with_their_reason() -> None:
    person = after(somebody(), LEAVE, SetAway(person=INES, first=day(2), last=day(2)))
    assert person.away == (Away(day(2), day(2)), Away(day(10), day(20), "leave"))


@pytest.mark.parametrize(
    ("first", "last", "why", "expected"),
    [
        (15, 30, "ill", [(10, 14, "leave"), (15, 20, "leave, ill"), (21, 30, "ill")]),
        (5, 12, "ill", [(5, 9, "ill"), (10, 12, "leave, ill"), (13, 20, "leave")]),
        (12, 12, "ill", [(10, 11, "leave"), (12, 12, "leave, ill"), (13, 20, "leave")]),
        (10, 20, "ill", [(10, 20, "ill")]),
        (10, 20, "", [(10, 20, "leave")]),
        (10, 30, "leave", [(10, 30, "leave")]),
        (5, 30, "", [(5, 9, ""), (10, 20, "leave"), (21, 30, "")]),
        (21, 22, "ill", [(10, 20, "leave"), (21, 22, "ill")]),
    ],
)
def test_days_named_again_are_away_once_and_lose_no_reason(
    first: int, last: int, why: str, expected: list[tuple[int, int, str]]
) -> None:
    again = SetAway(person=INES, first=day(first), last=day(last), because=why)
    person = after(somebody(), LEAVE, again)
    assert person.away == tuple(Away(day(a), day(b), because) for a, b, because in expected)


def test_who_is_back_early_is_there_on_those_days() -> None:
    person = after(somebody(), LEAVE, SetAway(person=INES, first=day(14), last=day(15), back=True))
    assert person.away == (Away(day(10), day(13), "leave"), Away(day(16), day(20), "leave"))


def test_days_away_that_can_not_be_are_refused() -> None:
    with pytest.raises(Refused, match="is after"):
        SetAway(person=INES, first=day(3), last=day(2)).apply(somebody())
    with pytest.raises(Refused, match="not away then"):
        SetAway(person=INES, first=day(1), last=day(2), back=True).apply(after(somebody(), LEAVE))


@given(st.lists(spans, max_size=5), spans, days)
def test_taking_days_out_leaves_all_others(away: list[Away], out: Away, on: date) -> None:
    was = any(span.first <= on <= span.last for span in away)
    left = any(span.first <= on <= span.last for span in without(away, out.first, out.last))
    assert left == (was and not out.first <= on <= out.last)


@given(st.lists(spans, max_size=5), days)
def test_who_is_back_is_there_and_was_away_on_every_day_before(away: list[Away], on: date) -> None:
    back = back_on(on, away)

    def gone(there: date) -> bool:
        return any(span.first <= there <= span.last for span in away)

    assert back == date.max or not gone(back)
    assert back == on or (gone(on) and gone(back - timedelta(days=1)))


def test_who_is_away_is_paused_comes_last_and_is_back_on_a_day() -> None:
    away = after(met(-30), SetAway(person=INES, first=day(-1), last=day(4)))
    stands = overview(away).due(day(0))
    assert (stands.state, stands.days_late, stands.back_on) == (DueState.PAUSED, 0, day(5))
    on_track = overview(somebody("Zoe", 2))
    assert by_urgency((overview(away), on_track), day(0))[-1].name == "Ines Okafor"
    later = overview(away).due(day(5))
    assert (later.state, later.days_late, later.back_on) == (DueState.OVERDUE, 21, None)


def test_the_clock_of_a_section_pauses_too() -> None:
    facts = SectionFacts(items=1, agreed_on=day(0), resynced_on=day(0))
    away = (Away(day(12), day(20)),)
    late = section_state(facts, parse("every 2 weeks"), day(18))
    paused = section_state(facts, parse("every 2 weeks"), day(18), away)
    back = section_state(facts, parse("every 2 weeks"), day(22), away)
    assert (late.state, paused.state, back.state) == (
        Alignment.STALE, Alignment.IN_SYNC, Alignment.STALE,
    )  # fmt: skip
    assert paused.due_on == day(21)


def test_a_skipped_check_in_is_due_one_cadence_later_in_the_same_rhythm() -> None:
    assert due_on(met(0), 0) == 14
    assert due_on(after(met(0), skip(12)), 12) == 28
    assert due_on(after(met(0), skip(14)), 14) == 28
    assert due_on(after(met(0), skip(12), skip(13)), 13) == 42
    # long overdue: the days that have passed are passed over
    assert due_on(after(met(0), skip(60)), 60) == 70


def test_a_skipped_check_in_that_days_away_put_off_is_left_out_too() -> None:
    leave = SetAway(person=INES, first=day(10), last=day(30))
    assert due_on(after(met(0), leave), 5) == 31
    assert due_on(after(met(0), leave, skip(5)), 5) == 42


def test_a_skipped_check_in_leaves_everything_open() -> None:
    before = full()
    skipped = SkipCheckIn(person=before.id, on=day(9), because="a launch").apply(before)
    assert skipped.items == before.items
    assert skipped.actions == before.actions
    assert skipped.resyncs == before.resyncs
    assert skipped.last_check_in == before.last_check_in


def test_postponed_twice_the_later_word_holds_and_a_real_meeting_ends_it() -> None:
    twice = after(met(0), put_off(13, 16), put_off(15, 23))
    assert due_on(twice, 15) == 23
    assert due_on(after(twice, RecordCheckIn(person=INES, on=day(20))), 20) == 34
    assert due_on(after(twice, put_off(15, 17)), 15) == 17


def test_a_meeting_recorded_afterwards_ends_no_later_postponement() -> None:
    assert due_on(after(met(0), put_off(13, 23), RecordCheckIn(person=INES, on=day(7))), 13) == 23
    assert due_on(after(met(0), put_off(13, 23), RecordCheckIn(person=INES, on=day(13))), 13) == 27


def test_a_clock_that_went_back_loses_no_postponement() -> None:
    assert due_on(after(met(3), put_off(1, 23)), 1) == 23
    # but what was put before the last meeting is no day for the next
    assert due_on(after(met(30), put_off(1, 2)), 1) == 44


def test_who_was_never_met_can_be_put_off_and_stays_a_first_check_in() -> None:
    person = after(somebody(), put_off(1, 40))
    stands = overview(person).due(day(50))
    assert (stands.state, stands.due_on, stands.days_late) == (DueState.FIRST, day(40), 10)


def test_a_day_that_is_over_and_no_reason_are_refused() -> None:
    with pytest.raises(Refused, match="is not later"):
        put_off(3, 3).apply(met(0))
    with pytest.raises(Refused, match="the reason is empty"):
        SkipCheckIn(person=INES, on=day(0), because=" ").apply(met(0))


def test_to_other_eyes_nobody_says_why() -> None:
    shown = shared(after(met(0), LEAVE, skip(3)))
    assert shown.away == (Away(day(10), day(20)),)
    assert {check_in.because for check_in in shown.check_ins} == {""}
