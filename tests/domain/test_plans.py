"""Days to come as they are typed, with the reason behind them."""

from datetime import date

import pytest

from aligntui.domain.dates import days_away, later_day, later_day_because
from aligntui.domain.days import Away
from aligntui.domain.errors import Refused

MONDAY = date(2026, 6, 29)
FRIDAY = date(2026, 7, 3)


@pytest.mark.parametrize(
    ("phrase", "because"),
    [
        ("fri because on a plane", "on a plane"),
        ("  2026-07-03   BECAUSE  ill ", "ill"),
        ("fri because ill because tired", "ill because tired"),
    ],
)
def test_a_later_day_has_a_reason(phrase: str, because: str) -> None:
    assert later_day_because(phrase, MONDAY) == (FRIDAY, because)


@pytest.mark.parametrize(
    ("phrase", "said"),
    [
        ("fri", "say why, too: 'fri because on a plane'"),
        ("today because ill", "is not later; name a day after 29 Jun"),
        ("someday because ill", "'someday' is not a day"),
        ("", "is not a day"),
    ],
)
def test_what_is_no_later_day_with_a_reason_is_refused(phrase: str, said: str) -> None:
    with pytest.raises(Refused, match=said):
        later_day_because(phrase, MONDAY)


def test_a_booked_day_is_after_today() -> None:
    assert later_day("fri", MONDAY) == FRIDAY
    with pytest.raises(Refused, match="is not later"):
        later_day("yesterday", MONDAY)


@pytest.mark.parametrize(
    ("phrase", "span"),
    [
        ("fri", Away(FRIDAY, FRIDAY)),
        ("today to fri", Away(MONDAY, FRIDAY)),
        ("next mon to fri because leave", Away(date(2026, 7, 6), date(2026, 7, 10), "leave")),
        ("6 jul to 10 jul because off to sea", Away(date(2026, 7, 6), date(2026, 7, 10),
                                                    "off to sea")),
        ("27 dec to 4 jan", Away(date(2026, 12, 27), date(2027, 1, 4))),
        ("1 sep to 28 feb", Away(date(2026, 9, 1), date(2027, 2, 28))),
        ("1 jul to 20 dec 2027", Away(date(2026, 7, 1), date(2027, 12, 20))),
        ("1 jul to 2027-06-30", Away(date(2026, 7, 1), date(2027, 6, 30))),
    ],
)  # fmt: skip
def test_days_away_go_from_the_first_to_the_last(phrase: str, span: Away) -> None:
    assert days_away(phrase, MONDAY) == span


@pytest.mark.parametrize(
    ("phrase", "said"),
    [
        ("2026-07-06 to 2026-07-01", "6 Jul is after 1 Jul; give the earlier day first"),
        ("6 dec to 3 dec", "6 Dec is after 3 Dec; give the earlier day first, or type the year"),
        ("6 nov to nov 3", "6 Nov is after 3 Nov; give the earlier day first, or type the year"),
        ("1926-12-01 to 1926-12-03", "1 Dec 1926 is 100 years ago"),
        ("6 jul to 2099-07-10", "10 Jul 2099 is in 73 years"),
        ("to fri", "is not a day"),
        ("fri to whenever", "is not a day"),
    ],
)
def test_days_that_are_none_are_refused(phrase: str, said: str) -> None:
    with pytest.raises(Refused, match=said):
        days_away(phrase, MONDAY)
