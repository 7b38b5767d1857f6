"""The guard against looking too closely."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aligntui.domain.cadence import looser, parse
from aligntui.domain.commands.people import AddPerson, CadenceChoice, EditPerson
from aligntui.domain.errors import Refused
from aligntui.domain.glance import overview
from aligntui.domain.guard import Proposal, close_since, proposal, tight, typed
from tests.people import INES, after, day, somebody
from tests.strategies import lasting

TODAY = date(2026, 6, 29)
WHILE = "daily until 2026-12-18 because onboarding then weekly"


@pytest.mark.parametrize("phrase", ["weekly", "every 7 days", "weekly on tue", "monthly", WHILE])
def test_what_is_not_too_close_or_says_why_and_till_when_is_taken(phrase: str) -> None:
    assert typed(phrase, TODAY) == parse(phrase)


@pytest.mark.parametrize(
    ("phrase", "words"),
    [
        ("daily", "': more often than weekly needs a reason and an end date"),
        ("daily", "type 'daily until 2026-07-27 because onboarding then weekly'"),
        ("every 3 days", "type 'every 3 days until 2026-07-27 because onboarding then weekly'"),
        ("daily until fri", "type 'daily until 2026-07-03 because onboarding then weekly'"),
        ("daily until fri then monthly",
         "type 'daily until 2026-07-03 because onboarding then monthly'"),
        ("weekly until fri then daily", "daily is more often than weekly; name a looser one"),
        ("daily until 2026-06-28 because x", "28 Jun is in the past; give a day from today on"),
    ],
)  # fmt: skip
def test_what_is_closer_than_weekly_asks_for_a_reason_and_an_end(phrase: str, words: str) -> None:
    with pytest.raises(Refused) as refusal:
        typed(phrase, TODAY)
    assert words in str(refusal.value)
    assert "\n" not in str(refusal.value)


def test_the_phrase_that_is_shown_can_be_typed() -> None:
    with pytest.raises(Refused) as refusal:
        typed("every 2 days", TODAY)
    assert tight(typed(str(refusal.value).split("'")[1], TODAY))


@pytest.mark.parametrize("which", ["check_in", "focus", "risks"])
def test_no_way_leads_round_the_guard(which: str) -> None:
    daily = CadenceChoice(**{which: parse("daily")})
    with pytest.raises(Refused, match="needs a reason and an end"):
        AddPerson(name="Ana", on=TODAY, cadences=daily).apply(None)
    with pytest.raises(Refused, match="needs a reason and an end"):
        EditPerson(person=INES, cadences=daily).apply(somebody())


def test_what_was_close_before_may_stay_while_something_else_is_edited() -> None:
    ines = somebody()
    close = overview(ines)._replace(cadence=parse("daily"))
    kept = CadenceChoice(check_in=parse(WHILE)).over(ines)
    assert CadenceChoice(check_in=parse(WHILE)).over(kept) == kept
    assert close.proposals(TODAY) == (
        Proposal("check_in", parse("weekly"), parse("daily"), "", None),
    )


def test_after_its_end_what_follows_is_proposed_with_the_reason_until_it_is_accepted() -> None:
    ines = CadenceChoice(check_in=parse(WHILE)).over(somebody())
    assert overview(ines).proposals(date(2026, 12, 18)) == ()
    (found,) = overview(ines).proposals(date(2026, 12, 19))
    assert found == Proposal(
        "check_in", parse("weekly"), parse("daily"), "onboarding", date(2026, 12, 18)
    )
    accepted = after(ines, EditPerson(person=INES, cadences=CadenceChoice(check_in=found.cadence)))
    assert overview(accepted).proposals(date(2026, 12, 19)) == ()


def test_a_looser_one_for_a_while_is_nobody_s_business() -> None:
    assert proposal("focus", parse("monthly until 2026-01-31 then weekly"), TODAY) is None


@given(lasting)
def test_the_next_looser_one_is_looser_and_never_too_close(cadence: object) -> None:
    assert isinstance(cadence, type(parse("daily")))
    following = looser(cadence)
    assert following.days > cadence.days or cadence.days >= parse("every 6 months").days
    assert not tight(following)


def test_meeting_daily_for_four_weeks_is_said_once() -> None:
    met = [day(number) for number in range(40)]
    said = [number for number in range(41) if close_since(met[:number])]
    assert said == [29]
    assert close_since(met[:29]) == day(0)


@pytest.mark.parametrize("gap", [7, 14, 30])
def test_meeting_weekly_or_less_is_never_said(gap: int) -> None:
    met = [day(number * gap) for number in range(60)]
    assert not any(close_since(met[:number]) for number in range(60))


def test_a_pause_of_a_week_begins_anew() -> None:
    met = [day(number) for number in range(20)]
    later = [day(27 + number) for number in range(28)]
    assert not any(close_since([*met, *later[:number]]) for number in range(29))
    assert close_since([*met, *later, day(55)]) == day(27)


@given(st.lists(st.dates(TODAY, TODAY + timedelta(days=90))))
def test_one_row_of_meetings_is_said_at_most_once(met: list[date]) -> None:
    met.sort()
    said = [since for at in range(len(met) + 1) if (since := close_since(met[:at]))]
    assert len(said) == len(set(said))
