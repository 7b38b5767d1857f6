"""Days as people type them, checked by hand on the calendar of 2026; today is a Wednesday."""

from contextlib import suppress
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aligntui.domain.dates import Impossible, day_meant, day_so_far, near, parse
from aligntui.domain.errors import Refused

WEDNESDAY = date(2026, 3, 18)

AHEAD = {
    "today": "2026-03-18",
    "TODAY": "2026-03-18",
    "  Tomorrow ": "2026-03-19",
    "yesterday": "2026-03-17",
    "next week": "2026-03-25",
    "last week": "2026-03-11",
    "thu": "2026-03-19",
    "thurs": "2026-03-19",
    "fri": "2026-03-20",
    "Friday": "2026-03-20",
    "this fri": "2026-03-20",
    "on friday": "2026-03-20",
    "sat": "2026-03-21",
    "sun": "2026-03-22",
    "mon": "2026-03-23",
    "tue": "2026-03-24",
    "tues": "2026-03-24",
    "wed": "2026-03-25",
    "this wednesday": "2026-03-25",
    "next mon": "2026-03-23",
    "next wed": "2026-03-25",
    "next fri": "2026-03-27",
    "next sunday": "2026-03-29",
    "last tue": "2026-03-17",
    "last wed": "2026-03-11",
    "last thu": "2026-03-12",
    "last fri": "2026-03-13",
    "in 0 days": "2026-03-18",
    "in 1 day": "2026-03-19",
    "in 3 days": "2026-03-21",
    "in 14days": "2026-04-01",
    "in a day": "2026-03-19",
    "in a week": "2026-03-25",
    "in two weeks": "2026-04-01",
    "in three months": "2026-06-18",
    "in 1 month": "2026-04-18",
    "in a year": "2027-03-18",
    "in 10 years": "2036-03-18",
    "3 days ago": "2026-03-15",
    "a week ago": "2026-03-11",
    "two weeks ago": "2026-03-04",
    "1 month ago": "2026-02-18",
    "1 year ago": "2025-03-18",
    "2026-12-01": "2026-12-01",
    "2026-1-5": "2026-01-05",
    "2016-01-01": "2016-01-01",
    "2024-02-29": "2024-02-29",
    "2036-12-31": "2036-12-31",
    "12 dec": "2026-12-12",
    "12 December": "2026-12-12",
    "12. dec": "2026-12-12",
    "12 dec.": "2026-12-12",
    "dec 12": "2026-12-12",
    "Dec. 12": "2026-12-12",
    "December 12, 2027": "2027-12-12",
    "12 dec 2025": "2025-12-12",
    "sept 3": "2026-09-03",
    "5 may": "2026-05-05",
    "1 jan": "2027-01-01",
    "17 mar": "2027-03-17",
    "18 mar": "2026-03-18",
    "19 mar": "2026-03-19",
    "31 oct": "2026-10-31",
    "29 feb": "2028-02-29",
    "29 feb 2028": "2028-02-29",
    "EOD": "2026-03-18",
    "end of day": "2026-03-18",
    "day after tomorrow": "2026-03-20",
    "in four weeks": "2026-04-15",
    "friday next week": "2026-03-27",
    "friday of next week": "2026-03-27",
    "next week fri": "2026-03-27",
    "fri this week": "2026-03-20",
    "end of month": "2026-03-31",
    "end of the month": "2026-03-31",
    "EOM": "2026-03-31",
    "end of next month": "2026-04-30",
    "end of last month": "2026-02-28",
    "end of quarter": "2026-03-31",
    "end of next quarter": "2026-06-30",
    "end of year": "2026-12-31",
    "end of march": "2026-03-31",
    "end of feb": "2027-02-28",
    "the 12th": "2026-04-12",
    "the 18th": "2026-03-18",
    "31st": "2026-03-31",
    "12th of december": "2026-12-12",
    "Dec 12th": "2026-12-12",
    "fri 20 mar": "2026-03-20",
    "Saturday, 12 December": "2026-12-12",
    "fri 2026-03-20": "2026-03-20",
    "2026/12/01": "2026-12-01",
    "2026\u201112\u201101": "2026-12-01",
    "next\u00a0fri": "2026-03-27",
}
BEHIND = {
    "today": "2026-03-18",
    "tue": "2026-03-17",
    "on tue": "2026-03-17",
    "wed": "2026-03-11",
    "thu": "2026-03-12",
    "last thu": "2026-03-12",
    "next fri": "2026-03-27",
    "12 dec": "2025-12-12",
    "17 mar": "2026-03-17",
    "18 mar": "2026-03-18",
    "19 mar": "2025-03-19",
    "19 mar 2026": "2026-03-19",
    "29 feb": "2024-02-29",
    "in 3 days": "2026-03-21",
    "the 17th": "2026-03-17",
    "the 31st": "2026-01-31",
    "end of feb": "2026-02-28",
    "thu 12 mar": "2026-03-12",
    "0001-01-01": "0001-01-01",
    "1999-12-31": "1999-12-31",
    "9999-12-31": "9999-12-31",
}
FAR = {
    "2015-12-31": "31 Dec 2015 is 11 years ago; type the year that is meant",
    "1926-12-12": "12 Dec 1926 is 100 years ago; type the year that is meant",
    "1 jan 2099": "1 Jan 2099 is in 73 years; type the year that is meant",
    "in 11 years": "18 Mar 2037 is in 11 years; type the year that is meant",
    "9999-12-31": "31 Dec 9999 is in 7973 years; type the year that is meant",
}
NEVER = (
    "30 feb", "31 nov", "31 apr", "0 dec", "32 jan 2026", "29 feb 2026", "29 feb 2100",
    "2026-02-29", "2026-13-01", "2026-00-10", "2026-04-31", "0000-01-01", "in 9999 years",
    "9999 years ago", "9999 months ago 2",
)  # fmt: skip
NONSENSE = (
    "", "   ", "soon", "fr", "12", "dec", "12 foo", "monday fri", "every fri", "3 days",
    "in days", "in 3 days ago", "in -3 days", "12/01/2026", "01.12.2026", "next next fri",
    "2026-12-01T10:00", "mon\x00", "week", "in a fortnight",
    "end of week", "eow", "next month", "fri or mon", "end of 2026", "mon next", "foo 12 dec",
)  # fmt: skip


@pytest.mark.parametrize(("phrase", "expected"), AHEAD.items())
def test_what_is_typed_means_a_day_ahead(phrase: str, expected: str) -> None:
    assert parse(phrase, WEDNESDAY).isoformat() == expected


@pytest.mark.parametrize(("phrase", "expected"), BEHIND.items())
def test_where_the_past_is_meant_a_day_without_a_year_is_the_last(
    phrase: str, expected: str
) -> None:
    assert parse(phrase, WEDNESDAY, past=True).isoformat() == expected


@pytest.mark.parametrize(
    ("phrase", "expected"),
    {
        "1 dec": "2026-12-01",
        "dec 5": "2026-12-05",
        "29 jan": "2027-01-29",
        "30 jan": "2026-01-30",
        "30 nov": "2026-11-30",
        "1 nov": "2026-11-01",
        "1 dec 2025": "2025-12-01",
        "fri": "2026-11-27",
        "the 1st": "2026-11-01",
        "tomorrow": "2026-12-01",
    }.items(),
)
def test_a_day_that_comes_within_two_months_is_not_the_one_of_last_year(
    phrase: str, expected: str
) -> None:
    today = date(2026, 11, 30)
    assert day_meant(phrase, today).isoformat() == expected
    if expected > "2026-11-30":
        with pytest.raises(Refused, match="is in the future; type today or an earlier day"):
            day_so_far(phrase, today)


@pytest.mark.parametrize(("phrase", "said"), FAR.items())
def test_a_planned_day_is_in_a_year_that_can_be_meant(phrase: str, said: str) -> None:
    with pytest.raises(Impossible) as refused:
        parse(phrase, WEDNESDAY)
    assert str(refused.value) == said


def test_somebody_may_have_begun_sixty_years_ago_and_no_earlier() -> None:
    assert near(date(1966, 1, 1), WEDNESDAY) == date(1966, 1, 1)
    with pytest.raises(Impossible, match="31 Dec 1965 is 61 years ago"):
        near(date(1965, 12, 31), WEDNESDAY)


@pytest.mark.parametrize("phrase", NEVER[:-1])
def test_an_impossible_day_is_refused_as_one(phrase: str) -> None:
    with pytest.raises(Refused, match="there is no day"):
        parse(phrase, WEDNESDAY)


@pytest.mark.parametrize("phrase", [*NONSENSE, NEVER[-1]])
def test_what_is_no_day_is_refused_with_examples(phrase: str) -> None:
    with pytest.raises(Refused, match=r"is not a day; type 2026-12-01"):
        parse(phrase, WEDNESDAY)


@pytest.mark.parametrize(
    ("phrase", "today", "expected"),
    [
        ("in 1 month", "2026-01-31", "2026-02-28"),
        ("in 1 month", "2024-01-31", "2024-02-29"),
        ("in 1 year", "2024-02-29", "2025-02-28"),
        ("1 month ago", "2026-03-31", "2026-02-28"),
        ("tomorrow", "2026-12-31", "2027-01-01"),
        ("tomorrow", "2024-02-28", "2024-02-29"),
        ("yesterday", "2026-03-01", "2026-02-28"),
        ("29 feb", "2024-02-29", "2024-02-29"),
        ("29 feb", "2024-03-01", "2028-02-29"),
        ("29 feb", "2096-03-01", "2104-02-29"),
        ("next mon", "2026-03-22", "2026-03-23"),
        ("next sun", "2026-03-22", "2026-03-29"),
        ("next fri", "2026-12-31", "2027-01-08"),
        ("fri", "2026-12-31", "2027-01-01"),
        ("31 dec", "9999-12-31", "9999-12-31"),
    ],
)
def test_ends_of_months_and_years_come_out_right(phrase: str, today: str, expected: str) -> None:
    assert parse(phrase, date.fromisoformat(today)).isoformat() == expected


@pytest.mark.parametrize(
    "phrase", ["tomorrow", "sat", "next mon", "in 1 day", "in a year", "1 jan", "end of next month"]
)
def test_after_the_last_day_there_is_none(phrase: str) -> None:
    with pytest.raises(Refused, match="there is no day"):
        parse(phrase, date.max)


@pytest.mark.parametrize(
    "phrase", ["yesterday", "last mon", "last sun", "2 days ago", "1 year ago", "end of last month"]
)
def test_before_the_first_day_there_is_none(phrase: str) -> None:
    with pytest.raises(Refused, match="there is no day"):
        parse(phrase, date.min)


@given(st.dates(), st.dates())
def test_a_day_as_the_app_prints_it_reads_back_on_any_day(day: date, today: date) -> None:
    assert parse(day.isoformat(), today, past=True) == day


@given(st.dates(max_value=date(9990, 1, 1)), st.sampled_from(["mon", "wed", "sun"]))
def test_a_weekday_is_within_the_next_seven_days_and_never_today(today: date, name: str) -> None:
    found = parse(name, today)
    assert timedelta(0) < found - today <= timedelta(7)
    assert found.strftime("%a").casefold() == name


@given(st.text(max_size=25), st.dates())
def test_any_text_is_a_day_or_refused(phrase: str, today: date) -> None:
    with suppress(Refused):
        assert date.min <= parse(phrase, today) <= date.max


@pytest.mark.parametrize(
    ("phrase", "right"),
    [("thu 20 mar", "20 Mar 2026 is a Friday"), ("Mon 2026-03-20", "20 Mar 2026 is a Friday")],
)
def test_a_weekday_that_does_not_fit_its_day_is_refused(phrase: str, right: str) -> None:
    with pytest.raises(Impossible, match=f"{right}; type the day that is meant"):
        parse(phrase, WEDNESDAY)
