"""How often: as typed, as printed, and the days that follow from it."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aligntui.domain.cadence import Cadence, Unit, parse
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
    ],
)
def test_a_phrase_means_a_cadence(phrase: str, cadence: Cadence) -> None:
    assert parse(phrase) == cadence


@pytest.mark.parametrize(
    "phrase",
    ["", "often", "week", "weeks", "every", "every 2", "2", "every 1000 days", "every -1 week",
     "every 1.5 weeks", "every other week", "every 2 fortnights", "twice a week", "yearly"],
)  # fmt: skip
def test_what_is_no_cadence_is_refused_with_examples(phrase: str) -> None:
    with pytest.raises(Refused, match="is not a cadence; type weekly"):
        parse(phrase)


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
