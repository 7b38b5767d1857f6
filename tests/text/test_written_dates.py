"""One day as it was written, read alone: in a cell of a table, for example."""

from datetime import date

import pytest

from aligntui.domain.errors import Refused
from aligntui.text.date_phrases import phrases
from aligntui.text.date_tokens import Order, plain
from aligntui.text.written_dates import day_of, order_in


@pytest.mark.parametrize(
    ("words", "day"),
    [
        ("2026-03-09", "2026-03-09"), ("2026/3/9", "2026-03-09"), ("2026.03.09", "2026-03-09"),
        ("2026_03_09", "2026-03-09"), ("20260309", "2026-03-09"), ("2026 03 09", "2026-03-09"),
        ("2026\\-03\\-09", "2026-03-09"), ("202603091405", "2026-03-09"),
        ("2026-03-09T14:05:00.000+01:00", "2026-03-09"), ("20260309T140500Z", "2026-03-09"),
        ("2026-03-09 14:05 UTC", "2026-03-09"), ("<2026-03-09 Mon 10:26>", "2026-03-09"),
        ("2026-Mar-09", "2026-03-09"), ("2026 March 9", "2026-03-09"), ("2026-W11", "2026-03-09"),
        ("2026-W11-3", "2026-03-11"), ("2026年3月9日", "2026-03-09"),
        ("2026. március 9.", "2026-03-09"), ("22-02-2026", "2026-02-22"),
        ("15.03.2021", "2021-03-15"), ("9.3.2026", "2026-03-09"), ("9. 3. 2026", "2026-03-09"),
        ("04.03.26", "2026-03-04"), ("03/15/2021", "2021-03-15"), ("31/3/2026", "2026-03-31"),
        ("4-21-20", "2020-04-21"), ("3/3/26", "2026-03-03"), ("Tue 03/04/2025", "2025-03-04"),
        ("9 March 2026", "2026-03-09"), ("9th of March, 2026", "2026-03-09"),
        ("4-Mar-26", "2026-03-04"), ("4 Mar '26", "2026-03-04"), ("Mar-9-26", "2026-03-09"),
        ("09Mar2026", "2026-03-09"), ("March 9, 2026", "2026-03-09"),
        ("Mar 9th 2026", "2026-03-09"),
        ("March 9 (2026)", "2026-03-09"), ("Monday, March 9, 2026 2:05 PM", "2026-03-09"),
        ("Mon Mar  9 14:05:00 UTC 2026", "2026-03-09"),
        ("Mon, 09 Mar 2026 14:05:00 +0000", "2026-03-09"), ("14:05, 9 March 2026", "2026-03-09"),
        ("Mon Mar 9 2026 14:05:00 GMT+0100 (CET)", "2026-03-09"),
        ("06<sup>th</sup> Oct 2025", "2025-10-06"), ("[[Mar 9th, 2026]]", "2026-03-09"),
        ("9. März 2026", "2026-03-09"), ("1er février 2026", "2026-02-01"),
        ("9 de marzo de 2026", "2026-03-09"), ("9 marzo 2026", "2026-03-09"),
        ("9 de março de 2026", "2026-03-09"), ("9 maart 2026", "2026-03-09"),
        ("9. mars 2026", "2026-03-09"), ("9 maaliskuuta 2026", "2026-03-09"),
        ("9 marca 2026", "2026-03-09"), ("9. března 2026", "2026-03-09"),
        ("9 марта 2026", "2026-03-09"), ("9 Mart 2026", "2026-03-09"),
        ("9\u00a0March\u202f2026", "2026-03-09"), ("２０２６-０３-０９", "2026-03-09"),
        ("9-13 March 2026", "2026-03-09"), ("March 9-13, 2026", "2026-03-09"),
    ],
)  # fmt: skip
def test_a_day_is_read_in_the_forms_that_people_use(words: str, day: str) -> None:
    assert day_of(words) == date.fromisoformat(day)


@pytest.mark.parametrize(
    ("words", "says"),
    [
        ("03/04/2021", "'03/04/2021' could be two days; say --dates day-first or month-first"),
        ("26-03-09", "'26-03-09' could be two days; say --dates day-first or year-first"),
        ("9 March", "'9 March' has no year; write it as 2026-03-09"),
        ("2026-02-30", "'2026-02-30': there is no such day; write it as 2026-03-09"),
        ("9 Blume 2026", "'9 Blume 2026': the name of its month is not known"),
        ("Week 11", "'Week 11': week numbers are not read"),
        ("2026-03-09 and 2026-03-16", "is not a day; write it as 2026-03-09"),
        ("2026-03-09 Kim", "is not a day"), ("March 2026", "is not a day"),
        ("2026", "is not a day"),
        ("N/A", "is not a day"), ("", "is not a day"), ("44270", "is not a day"),
        ("10.0.0.1", "is not a day"), ("1.2.3.4", "is not a day"), ("may 50%", "is not a day"),
        ("12:30", "is not a day"), ("0000-00-00", "is not a day"),
    ],
)  # fmt: skip
def test_what_is_not_one_whole_day_is_refused_with_the_way_told(words: str, says: str) -> None:
    with pytest.raises(Refused) as refusal:
        day_of(words)
    assert says in str(refusal.value)


def test_the_order_of_the_numbers_can_be_said() -> None:
    assert day_of("03/04/2021", order=Order.DAY_FIRST) == date(2021, 4, 3)
    assert day_of("03/04/2021", order=Order.MONTH_FIRST) == date(2021, 3, 4)
    assert day_of("26-03-09", order=Order.YEAR_FIRST) == date(2026, 3, 9)
    assert day_of("3.4.2021", order=Order.MONTH_FIRST) == date(2021, 3, 4)
    assert day_of("15/03/2021", order=Order.MONTH_FIRST) == date(2021, 3, 15)


@pytest.mark.parametrize(
    ("texts", "order"),
    [
        (["03/04/2021", "15/04/2021"], Order.DAY_FIRST),
        (["03/04/2021", "04/15/2021"], Order.MONTH_FIRST),
        (["03/04/2021", "Tue 03/04/2025"], Order.MONTH_FIRST),
        (["26-03-09", "26-03-16"], Order.YEAR_FIRST),
        (["22-02-26", "08-03-26"], Order.DAY_FIRST),
        (["03/04/2021", "15/04/2021", "04/15/2021"], None),
        (["03/04/2021", "9 March 2026"], None),
        ([], None),
    ],
)
def test_the_days_of_one_text_tell_the_order_of_their_numbers(
    texts: list[str], order: Order | None
) -> None:
    assert order_in(texts) == order


@pytest.mark.parametrize(
    ("line", "found"),
    [
        ("1on1 March 17, 2026", ["March 17, 2026"]),
        ("1 on 1 March 17, 2026", ["March 17, 2026"]),
        ("1:1 March 17", ["March 17"]),
        ("1-1 March 17, 2026", ["March 17, 2026"]),
        ("1:1 - 9 March 26", ["9 March 26"]),
        ("Date:01 September 2025", ["01 September 2025"]),
        ("notes-April-01-2024", ["April-01-2024"]),
        ("2026-03-09 and 2026-03-13", ["2026-03-09", "2026-03-13"]),
        ("Meeting 12 2026-03-09", ["2026-03-09"]),
        ("Week 11 Monday, March 9, 2026", ["March 9, 2026"]),
        ("1-1 Mon 9 Mar 2026", ["9 Mar 2026"]),
        ("12. 9. März 2026", ["9. März 2026"]),
        ("Kim_09.03.2026", ["09.03.2026"]),
        ("9 March 12 people", ["9 March"]),
        ("9 Mar 26 Kim", ["9 Mar 26"]),
        ("March 9, 12 people", ["March 9"]),
        ("9.3. 12 Uhr", ["9.3."]),
        ("9.3. 1:1 Kim", ["9.3."]),
        ("Mo 9.3. Kim", ["9.3."]),
        ("1.2. Wins", []),
        ("v1.2.3 at 10.0.0.1, 555-03-0926", []),
    ],
)
def test_each_day_of_a_line_is_found_where_it_stands(line: str, found: list[str]) -> None:
    assert [phrase.words for phrase in phrases(plain(line))] == found


@pytest.mark.parametrize("words", ["9 March to 13 March 2026", "2026-03-09 – 2026-03-13"])
def test_a_range_is_its_first_day_and_may_have_its_year_behind(words: str) -> None:
    (phrase,) = phrases(plain(words))
    assert phrase.parts(None) == (2026, 3, 9)
    assert phrase.end == len(words)


def test_a_number_between_a_word_and_a_month_may_be_either_of_two() -> None:
    (phrase,) = phrases("Session 4 March 17")
    assert phrase.parts(None) is None
    assert phrase.parts(Order.DAY_FIRST) == (2017, 3, 4)
    assert phrase.parts(Order.MONTH_FIRST) == (None, 3, 17)
