"""The days on which check-ins are due, against a table checked by hand and against dateutil."""

from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path
from typing import Literal

import pytest
from dateutil.rrule import DAILY, MONTHLY, WEEKLY, rrule
from hypothesis import assume, given
from hypothesis import strategies as st

from aligntui.domain.cadence import Cadence, Unit, parse
from aligntui.domain.days import EVERY_DAY, Away, back_on, workdays_of
from aligntui.domain.due import DueState, due
from aligntui.domain.errors import Refused
from tests.strategies import cadences, days, lasting, maybe_days, spans

TABLE = Path(__file__).with_name("due_days.txt")
FREQUENCIES: dict[Unit, Literal[1, 2, 3]] = {
    Unit.DAY: DAILY,
    Unit.WEEK: WEEKLY,
    Unit.MONTH: MONTHLY,
}
near = st.dates(date(1990, 1, 1), date(2090, 12, 31))


def cases() -> Iterator[list[str]]:
    for line in TABLE.read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            yield [cell.strip() for cell in line.split("|")]


def day_of(moment: datetime | None) -> date:
    assert moment is not None
    return moment.date()


def test_there_are_enough_cases_and_none_stands_twice() -> None:
    everything = ["|".join(case) for case in cases()]
    assert len(everything) >= 120
    assert len(set(everything)) == len(everything)


@pytest.mark.parametrize("case", list(cases()), ids=" ".join)
def test_the_due_day_and_the_state_are_those_of_the_table(case: list[str]) -> None:
    phrase, met, now, aside, due_on, state = case
    never, start = met.startswith("+"), date.fromisoformat(met.removeprefix("+"))
    words = aside.split()
    away = [
        Away(*map(date.fromisoformat, span.split("..")))  # type: ignore[arg-type]
        for kind, span in zip(words[::2], words[1::2], strict=True)
        if kind == "away"
    ]
    moved = next((words[at + 1] for at, word in enumerate(words) if word == "moved"), None)
    worked = next((words[at + 1] for at, word in enumerate(words) if word == "workdays"), None)
    stands = due(
        parse(phrase),
        None if never else start,
        start,
        date.fromisoformat(now),
        date.fromisoformat(moved) if moved else None,
        away,
        workdays_of(worked) if worked else EVERY_DAY,
    )
    assert (stands.due_on.isoformat(), stands.state.value) == (due_on, state)


@given(cadences, maybe_days, days, days, st.lists(spans, max_size=4))
def test_a_due_day_is_never_before_its_start_and_never_on_a_day_away(
    cadence: Cadence, last: date | None, added: date, today: date, away: list[Away]
) -> None:
    start = added if last is None else last
    stands = due(cadence, last, added, today, None, away)
    assert stands.due_on > start or stands.due_on == date.max
    gone = any(span.first <= stands.due_on <= span.last for span in away)
    assert not gone or stands.due_on == date.max
    there = any(span.first <= today <= span.last for span in away)
    assert (stands.state is DueState.PAUSED) == (there and today != date.max)


@given(days, st.lists(spans, max_size=4), st.sets(st.integers(0, 6), min_size=1))
def test_a_day_that_is_put_off_is_the_first_that_is_worked_and_not_away(
    day: date, away: list[Away], worked: set[int]
) -> None:
    found = back_on(day, away, frozenset(worked))

    def there(each: date) -> bool:
        gone = any(span.first <= each <= span.last for span in away)
        return not gone and each.weekday() in worked

    assert found >= day
    assert there(found) or found == date.max
    between = range(day.toordinal(), min(found.toordinal(), day.toordinal() + 60))
    assert not any(there(date.fromordinal(each)) for each in between)


@pytest.mark.parametrize(
    ("typed", "worked"),
    [
        ("mon-fri", {0, 1, 2, 3, 4}),
        ("Mon - Fri", {0, 1, 2, 3, 4}),
        ("monday-friday", {0, 1, 2, 3, 4}),
        ("mon,tue,thu", {0, 1, 3}),
        ("sun-thu", {6, 0, 1, 2, 3}),
        ("sat-wed, fri", {5, 6, 0, 1, 2, 4}),
        ("wed", {2}),
        ("mon-sun", set(range(7))),
    ],
)
def test_workdays_are_read_as_people_write_them(typed: str, worked: set[int]) -> None:
    assert workdays_of(typed) == worked


@pytest.mark.parametrize("typed", ["", "mo-fr", "mon-", "-fri", "mon,,tue", "weekdays", "1-5"])
def test_what_names_no_days_is_refused_with_what_is_possible(typed: str) -> None:
    with pytest.raises(Refused, match="type 'mon-fri' or 'mon,tue,thu'"):
        workdays_of(typed)


@given(cadences, days, days, st.lists(spans, max_size=3))
def test_a_postponed_check_in_is_due_when_it_says_or_on_the_first_day_back(
    cadence: Cadence, last: date, moved: date, away: list[Away]
) -> None:
    stands = due(cadence, last, last, last, moved, away)
    assert stands.due_on >= moved
    if not any(span.first <= moved <= span.last for span in away):
        assert stands.due_on == moved


@given(cadences, days, days, days)
def test_as_days_go_by_a_due_day_never_comes_nearer(
    cadence: Cadence, last: date, one: date, other: date
) -> None:
    early, late = sorted((one, other))
    assert cadence.after(last, early) <= cadence.after(last, late)


@given(lasting, near)
def test_a_weekday_is_kept_within_three_days_of_the_plain_day(cadence: Cadence, day: date) -> None:
    plain = cadence._replace(weekday=None).after(day)
    found = cadence.after(day)
    assume(found < date.max)
    assert abs((found - plain).days) <= 3
    assert cadence.weekday in (None, found.weekday())


@given(st.integers(1, 99), st.sampled_from(Unit), near)
def test_intervals_agree_with_the_rules_of_dateutil(every: int, unit: Unit, day: date) -> None:
    # a rule of months passes over a day that a month doesn't have, unless told to take the last
    fitting = unit is Unit.MONTH and day.day > 28
    start = datetime(day.year, day.month, day.day)  # noqa: DTZ001
    rule = rrule(
        FREQUENCIES[unit],
        dtstart=start,
        interval=every,
        bymonthday=range(28, day.day + 1) if fitting else None,
        bysetpos=-1 if fitting else None,
    )
    assert Cadence(every, unit).after(day) == day_of(rule.after(start))


@given(st.integers(1, 52), near)
def test_weekdays_agree_with_the_rules_of_dateutil_where_the_last_was_on_one(
    every: int, day: date
) -> None:
    start = datetime(day.year, day.month, day.day)  # noqa: DTZ001
    rule = rrule(WEEKLY, dtstart=start, interval=every, byweekday=day.weekday())
    assert Cadence(every, Unit.WEEK, day.weekday()).after(day) == day_of(rule.after(start))
