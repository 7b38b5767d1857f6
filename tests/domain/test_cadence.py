"""How often: as typed, as printed, and the days that follow from it."""

from datetime import date

import pytest
from dateutil.relativedelta import relativedelta
from hypothesis import given
from hypothesis import strategies as st

from aligntui.domain.cadence import Cadence, Ending, Unit, looser, parse
from aligntui.domain.cadences import Level, preset
from aligntui.domain.errors import Refused
from aligntui.domain.section import Section
from tests.strategies import cadences


@pytest.mark.parametrize(
    ("phrase", "cadence"),
    [
        ("daily", Cadence(1, Unit.DAY)),
        ("every day", Cadence(1, Unit.DAY)),
        ("Weekly", Cadence(1, Unit.WEEK)),
        ("every week", Cadence(1, Unit.WEEK)),
        ("1 week", Cadence(1, Unit.WEEK)),
        ("every 2 weeks", Cadence(2, Unit.WEEK)),
        ("  every  2  WEEKS ", Cadence(2, Unit.WEEK)),
        ("2w", Cadence(2, Unit.WEEK)),
        ("every 10 days", Cadence(10, Unit.DAY)),
        ("monthly", Cadence(1, Unit.MONTH)),
        ("every month", Cadence(1, Unit.MONTH)),
        ("quarterly", Cadence(3, Unit.MONTH)),
        ("every 3 months", Cadence(3, Unit.MONTH)),
        ("6m", Cadence(6, Unit.MONTH)),
        ("every 999 months", Cadence(999, Unit.MONTH)),
        ("weekly on fri", Cadence(1, Unit.WEEK, 4)),
        ("every 2 weeks on tue", Cadence(2, Unit.WEEK, 1)),
        ("Every 2 weeks on Tuesdays", Cadence(2, Unit.WEEK, 1)),
        ("monthly on wednesday", Cadence(1, Unit.MONTH, 2)),
        ("2w on thurs", Cadence(2, Unit.WEEK, 3)),
        ("every other tuesday", Cadence(2, Unit.WEEK, 1)),
        ("Every Other Tuesday.", Cadence(2, Unit.WEEK, 1)),
        ("every other mon", Cadence(2, Unit.WEEK, 0)),
        ("every second monday", Cadence(2, Unit.WEEK, 0)),
        ("every 2nd monday", Cadence(2, Unit.WEEK, 0)),
        ("alternate tuesdays", Cadence(2, Unit.WEEK, 1)),
        ("every 3 tuesdays", Cadence(3, Unit.WEEK, 1)),
        ("every other\u00a0week on thu", Cadence(2, Unit.WEEK, 3)),
        ("every two weeks", Cadence(2, Unit.WEEK)),
        ("once every two weeks", Cadence(2, Unit.WEEK)),
        ("Fortnightly", Cadence(2, Unit.WEEK)),
        ("every fortnight on fri", Cadence(2, Unit.WEEK, 4)),
        ("every other week", Cadence(2, Unit.WEEK)),
        ("every other day", Cadence(2, Unit.DAY)),
        ("every other month", Cadence(2, Unit.MONTH)),
        ("tuesdays", Cadence(1, Unit.WEEK, 1)),
        ("on tuesdays", Cadence(1, Unit.WEEK, 1)),
        ("every tuesday", Cadence(1, Unit.WEEK, 1)),
        ("weekly, tuesdays", Cadence(1, Unit.WEEK, 1)),
        ("once a week", Cadence(1, Unit.WEEK)),
        ("each month", Cadence(1, Unit.MONTH)),
        ("every quarter", Cadence(3, Unit.MONTH)),
        ("half-yearly", Cadence(6, Unit.MONTH)),
        ("every half year", Cadence(6, Unit.MONTH)),
        ("twice a year", Cadence(6, Unit.MONTH)),
        ("every six months", Cadence(6, Unit.MONTH)),
        ("yearly", Cadence(12, Unit.MONTH)),
        ("every 2 years", Cadence(24, Unit.MONTH)),
        ("every 2 weeks, at most 4", Cadence(2, Unit.WEEK, most=4)),
        ("fortnightly at most four weeks", Cadence(2, Unit.WEEK, most=4)),
        ("weekly on tue, at most 2", Cadence(1, Unit.WEEK, 1, most=2)),
        ("Monthly, At Most 2 Months", Cadence(1, Unit.MONTH, most=2)),
    ],
)
def test_a_phrase_means_a_cadence(phrase: str, cadence: Cadence) -> None:
    assert parse(phrase) == cadence


@pytest.mark.parametrize(
    "phrase",
    ["", "often", "every", "every 2", "2", "every 1000 days", "every -1 week", "every 1.5 weeks",
     "every 2 decades", "2026-12-18", "w" * 5000, "mon & thu", "mon and thu", "mon, thu",
     "mondays and thursdays", "twice a week", "twice a month", "3 times a week", "every weekday",
     "weekdays", "two-weekly", "semi-weekly", "every few weeks", "every third tuesday",
     "every second tuesday of the month", "monthly on the first monday", "daily on mon",
     "every other", "every other weekend", "every hour", "every 84 years", "biannually"],
)  # fmt: skip
def test_what_no_form_means_is_refused_with_the_forms_there_are(phrase: str) -> None:
    with pytest.raises(Refused, match="is not a cadence; type weekly"):
        parse(phrase)


@pytest.mark.parametrize("most", ["1", "2", "0", "1 month", "4 days", "often", "4 on tue"])
def test_a_latest_day_that_is_no_later_is_refused_with_one_that_is(most: str) -> None:
    with pytest.raises(Refused, match="type 'every 2 weeks, at most 4 weeks'"):
        parse(f"every 2 weeks, at most {most}")


@pytest.mark.parametrize(
    ("phrase", "near"),
    [
        ("week", "weekly"),
        ("wekly", "weekly"),
        ("montly", "monthly"),
        ("quaterly", "quarterly"),
        ("every 2 wekes", "every 2 weeks"),
        ("biweekly", "every 2 weeks"),
        ("bi-weekly on tue", "every 2 weeks on tue"),
        ("bimonthly", "every 2 months"),
        ("tue", "weekly on tue"),
        ("every other munday", "every 2 weeks on mon"),
        ("every 2 weeks on tuseday", "every 2 weeks on tue"),
    ],
)
def test_a_wrong_phrase_is_answered_with_the_nearest_right_one(phrase: str, near: str) -> None:
    with pytest.raises(Refused, match=f"is not a cadence; did you mean '{near}'"):
        parse(phrase)
    assert str(parse(near)) == near


FOR_A_WHILE = "daily until 2026-12-18 because onboarding then weekly"


def test_a_cadence_for_a_while_says_till_when_why_and_what_then() -> None:
    ending = Ending(date(2026, 12, 18), "onboarding", parse("weekly"))
    assert parse(FOR_A_WHILE) == Cadence(1, Unit.DAY, None, ending)
    assert str(parse(FOR_A_WHILE)) == FOR_A_WHILE


@pytest.mark.parametrize(
    ("phrase", "same"),
    [
        ("Daily UNTIL 2026-12-18 Because Onboarding THEN Weekly",
         "daily until 2026-12-18 because Onboarding then weekly"),
        ("daily until 2026-12-18 because now and then she asks then weekly on fri",
         "daily until 2026-12-18 because now and then she asks then weekly on fri"),
        ("daily until 2026-12-18 because  we wait until it ships",
         "daily until 2026-12-18 because we wait until it ships then weekly"),
        ("monthly until 2026-08-31 then weekly", "monthly until 2026-08-31 then weekly"),
        ("every 2 weeks on tue until 2026-08-31 because a launch",
         "every 2 weeks on tue until 2026-08-31 because a launch then monthly"),
    ],
)  # fmt: skip
def test_what_is_left_out_is_filled_in_and_the_reason_stays_word_for_word(
    phrase: str, same: str
) -> None:
    assert str(parse(phrase)) == same
    assert parse(same) == parse(phrase)


def test_its_end_is_typed_as_people_say_it_where_it_is_known_which_day_it_is() -> None:
    today = date(2026, 6, 29)
    assert parse("daily until 18 dec because onboarding", today) == parse(FOR_A_WHILE)
    assert str(parse("daily until fri because x", today)).startswith("daily until 2026-07-03 ")
    with pytest.raises(Refused, match="'18 dec' is not a day; type it as 2026-12-18"):
        parse("daily until 18 dec because onboarding")
    with pytest.raises(Refused, match="there is no day"):
        parse("daily until 2026-02-30 because onboarding", today)


@pytest.mark.parametrize("phrase", ["daily because onboarding", "daily because x then weekly"])
def test_a_reason_without_an_end_is_answered_with_a_phrase_that_has_one(phrase: str) -> None:
    with pytest.raises(Refused, match=f"has no end; type '{FOR_A_WHILE}'"):
        parse(phrase)


@pytest.mark.parametrize(
    ("phrase", "next_one"),
    [("daily", "weekly"), ("every 3 days", "weekly"), ("weekly", "every 2 weeks"),
     ("every 2 weeks on tue", "monthly"), ("monthly", "quarterly"),
     ("every 5 months", "every 6 months"), ("every 12 months", "every 12 months")],
)  # fmt: skip
def test_the_next_looser_one(phrase: str, next_one: str) -> None:
    assert str(looser(parse(phrase))) == next_one


def test_what_holds_on_a_day_and_what_others_see_of_it() -> None:
    daily = parse(FOR_A_WHILE)
    assert str(daily.holding(date(2026, 12, 18))) == "daily"
    assert str(daily.holding(date(2026, 12, 19))) == "weekly"
    assert str(daily.without_reason()) == "daily until 2026-12-18 then weekly"
    assert parse(str(daily.without_reason())) == daily.without_reason()


def test_a_cadence_of_nothing_is_refused() -> None:
    with pytest.raises(Refused, match="'every 0 weeks' never comes round"):
        parse("every 0 weeks")


@given(cadences)
def test_what_is_printed_reads_back_as_the_same_cadence(cadence: Cadence) -> None:
    assert parse(str(cadence)) == cadence


def test_the_usual_ones_are_printed_by_their_names() -> None:
    phrases = ("daily", "weekly", "monthly", "quarterly", "every 2 weeks", "every 6 months")
    assert [str(parse(phrase)) for phrase in phrases] == list(phrases)


@pytest.mark.parametrize(
    ("phrase", "start", "then"),
    [
        ("daily", "2026-12-31", "2027-01-01"),
        ("weekly", "2026-12-28", "2027-01-04"),
        ("every 2 weeks", "2024-02-20", "2024-03-05"),
        ("monthly", "2026-01-31", "2026-02-28"),
        ("monthly", "2024-01-31", "2024-02-29"),
        ("monthly", "2026-02-28", "2026-03-28"),
        ("monthly", "2026-12-31", "2027-01-31"),
        ("quarterly", "2026-11-30", "2027-02-28"),
        ("every 12 months", "2024-02-29", "2025-02-28"),
        ("every 48 months", "2024-02-29", "2028-02-29"),
        ("daily", "9999-12-31", "9999-12-31"),
        ("weekly", "9999-12-30", "9999-12-31"),
        ("monthly", "9999-12-01", "9999-12-31"),
        ("monthly", "9999-11-30", "9999-12-30"),
        ("every 999 months", "9990-01-01", "9999-12-31"),
    ],
)
def test_the_next_day_is_always_one_that_exists(phrase: str, start: str, then: str) -> None:
    assert parse(phrase).after(date.fromisoformat(start)).isoformat() == then


@given(cadences, st.dates())
def test_the_next_day_is_later_or_the_last_there_is(cadence: Cadence, day: date) -> None:
    following = cadence.after(day)
    assert following > day or following == date.max


def test_every_level_and_nobody_s_level_has_all_five_cadences() -> None:
    for level in (*Level, None):
        cadences = preset(level)
        assert all(cadences.of(section) for section in Section)
        assert cadences.check_in.every > 0


def test_the_younger_the_closer() -> None:
    start = date(2026, 1, 1)
    ordered = [preset(level).focus.after(start) for level in Level]
    assert ordered == sorted(ordered)


@given(day=st.dates(), months=st.integers(1, 999))
def test_months_are_counted_as_dateutil_counts_them(day: date, months: int) -> None:
    try:
        expected = day + relativedelta(months=months)
    except (ValueError, OverflowError):
        expected = date.max
    assert Cadence(months, Unit.MONTH).after(day) == expected
