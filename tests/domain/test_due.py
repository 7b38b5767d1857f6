"""When the next check-in is due, how late it is, and who comes first."""

from datetime import date
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aligntui.domain.cadence import Cadence, parse
from aligntui.domain.days import Away
from aligntui.domain.due import Due, DueState, SectionFacts, due
from aligntui.domain.glance import overview
from aligntui.domain.overview import Overview, by_urgency
from tests.people import day, somebody
from tests.strategies import cadences

FORTNIGHT = parse("every 2 weeks")


def met(number: int, today: int, phrase: str = "every 2 weeks") -> Due:
    return due(parse(phrase), day(number), day(-500), day(today))


@pytest.mark.parametrize(
    ("today", "state", "late"),
    [
        (0, DueState.ON_TRACK, -14),
        (6, DueState.ON_TRACK, -8),
        (7, DueState.SOON, -7),
        (13, DueState.SOON, -1),
        (14, DueState.DUE, 0),
        (15, DueState.OVERDUE, 1),
        (400, DueState.OVERDUE, 386),
    ],
)
def test_the_state_follows_from_the_days_left(today: int, state: DueState, late: int) -> None:
    stands = met(0, today)
    assert (stands.state, stands.days_late, stands.due_on) == (state, late, day(14))


def test_who_was_never_met_is_first_due_however_long_ago_they_were_added() -> None:
    fresh = due(FORTNIGHT, None, day(0), day(0))
    old = due(FORTNIGHT, None, day(0), day(900))
    assert (fresh.state, fresh.days_late) == (DueState.FIRST, -14)
    assert (old.state, old.days_late) == (DueState.FIRST, 886)


def test_lateness_counts_in_cadences() -> None:
    assert met(0, 21).relative == pytest.approx(0.5)
    assert met(0, 9, "daily").relative == pytest.approx(8)
    assert met(0, 14).relative == 0


def test_more_than_half_a_cadence_is_very_late() -> None:
    assert not met(0, 21).very_late
    assert met(0, 22).very_late


def test_a_meeting_in_the_future_is_no_trouble() -> None:
    assert met(3, 0).state is DueState.ON_TRACK


def test_the_last_day_there_is_can_be_due() -> None:
    stands = due(FORTNIGHT, date.max, date.min, date.max)
    assert (stands.state, stands.due_on, stands.relative) == (DueState.DUE, date.max, 0)


@given(cadences, st.none() | st.dates(), st.dates(), st.dates())
def test_every_day_has_a_state_and_its_numbers_agree(
    cadence: Cadence, last: date | None, added: date, today: date
) -> None:
    stands = due(cadence, last, added, today)
    since_due, since_late = (today - stands.due_on).days, (today - stands.latest).days
    assert stands.days_late == min(since_due, max(since_late, 0))
    assert (stands.state is DueState.FIRST) == (last is None)
    assert (stands.state is DueState.OVERDUE) == (last is not None and stands.days_late > 0)


def at_a_glance(
    name: str, number: int, last: int | None, phrase: str = "every 2 weeks"
) -> Overview:
    view = overview(somebody(name, number))
    return view._replace(cadence=parse(phrase), last_check_in=None if last is None else day(last))


def test_the_most_urgent_come_first() -> None:
    expected = (
        at_a_glance("Daily and very late", 1, -10, "daily"),
        at_a_glance("Late", 2, -20),
        at_a_glance("A little late", 3, -16),
        at_a_glance("Never met", 4, None),
        at_a_glance("Due today", 5, -14),
        at_a_glance("Soon", 6, -10),
        at_a_glance("Soon, but less so", 7, -8),
        at_a_glance("On track", 8, -1),
    )
    assert by_urgency(tuple(reversed(expected)), day(0)) == expected


def test_within_a_state_what_is_off_track_comes_first_then_a_risk_that_waits() -> None:
    def view(name: str, number: int, last: int, facts: SectionFacts) -> Overview:
        seen = at_a_glance(name, number, last)
        return seen._replace(sections=(*seen.sections[:3], facts))

    expected = (
        view("Off track", 1, -20, SectionFacts(off=1)),
        view("Without mitigation", 2, -18, SectionFacts(oldest=day(-9), unmitigated=day(-9))),
        view("Long open", 3, -16, SectionFacts(oldest=day(-61))),
        view("Later than these", 4, -40, SectionFacts(oldest=day(-60), unmitigated=day(0))),
        view("Off track, too, but not late", 5, -10, SectionFacts(off=2)),
    )
    assert by_urgency(tuple(reversed(expected)), day(0)) == expected


def test_names_decide_between_equals_whatever_their_case() -> None:
    people = (at_a_glance("zoe", 1, -20), at_a_glance("Adam", 2, -20), at_a_glance("bea", 3, -20))
    assert [view.name for view in by_urgency(people, day(0))] == ["Adam", "bea", "zoe"]


def test_a_name_with_an_accent_stands_where_one_without_would() -> None:
    names = ("Zoe", "Łukasz", "Émile", "Mia", "Ed")
    people = tuple(at_a_glance(name, at, -20) for at, name in enumerate(names, 1))
    assert [view.name for view in by_urgency(people, day(0))] == [
        "Ed", "Émile", "Łukasz", "Mia", "Zoe",
    ]  # fmt: skip


near = st.integers(-40, 40).map(day)
glances = st.builds(
    lambda view, moved, away: view._replace(moved_to=moved, away=away),
    st.builds(
        at_a_glance,
        st.sampled_from(["Ana", "ana", "Bo", "Cy"]),
        st.integers(1, 8),
        st.none() | st.integers(-40, 5),
        st.sampled_from(
            ["daily until 2026-03-20 because x then weekly", "weekly on tue", "weekly", "monthly"]
        ),
    ),
    st.none() | near,
    st.lists(st.tuples(near, near).map(lambda s: Away(min(s), max(s))), max_size=2).map(tuple),
)


@given(st.lists(glances, unique_by=lambda view: view.id), st.randoms(), st.integers(-50, 50))
def test_the_order_is_total_and_does_not_depend_on_the_order_before(
    views: list[Overview], chance: Random, today: int
) -> None:
    shuffled = list(views)
    chance.shuffle(shuffled)
    ordered = by_urgency(tuple(views), day(today))
    assert by_urgency(tuple(shuffled), day(today)) == ordered
    assert by_urgency(ordered, day(today)) == ordered
    places = [tuple(DueState).index(view.due(day(today)).state) for view in ordered]
    assert places == sorted(places)
