"""Two days beside each other, and everything as of a day that is over."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from tests.cli.conftest import TODAY, Shell, once
from tests.cli.test_look import story

DAYS: dict[str, tuple[tuple[str, ...], ...]] = {
    "2026-04-02": (
        ("focus", "priya", "Ship billing", "--weight", "60"),
        ("expect", "priya", "Owns on-call"),
        ("add", "Bo Carr"),
        ("risk", "priya", "May leave", "--private"),
    ),
    "2026-04-15": (
        ("checkin", "priya", "--resync", "all", "--notes", "a start"),
        ("action", "priya", "Send the ladder", "--by", "2026-05-01"),
        ("feedback", "priya", "Calm", "--praise"),
        ("action", "bo", "Write the plan", "--theirs"),
    ),
    "2026-05-04": (
        ("reword", "priya", "e1", "Owns billing on-call"),
        ("miss", "priya", "e1", "no answer"),
        ("expect", "bo", "Reviews in a day"),
        ("differ", "bo", "e1", "too early"),
    ),
    "2026-05-20": (
        ("told", "priya", "b2"),
        ("done", "priya", "a1"),
        ("differ", "priya", "e1", "not alone"),
        ("postpone", "priya", "2026-06-20", "--because", "a trip"),
    ),
    "2026-06-10": (
        ("agree", "priya", "e1"),
        ("close", "priya", "f1", "--as", "done"),
        ("archive", "bo"),
        ("checkin", "priya", "--resync", "focus"),
    ),
}
LOOKS: tuple[tuple[str, ...], ...] = (
    ("show", "priya"),
    ("show", "bo"),
    ("timeline", "priya"),
    ("history", "priya", "e1"),
    ("due", "--all"),
    ("differences",),
    ("concerns",),
    ("actions",),
    ("untold",),
    ("show", "priya", "--hide"),
    ("actions", "--hide"),
)


@pytest.fixture
@once
def told(priya: Shell) -> Shell:
    story(priya)
    return priya


def test_the_difference_of_two_days(told: Shell) -> None:
    assert told.say("diff", "priya", "2026-05-13", "2026-05-27").splitlines() == [
        "Priya Raman, 13 May to 27 May",
        "",
        "Focus:",
        "  F1   differs: Ship billing",
        "       - agreed",
        '       + they differ: "too much"',
        "",
        "Expectations:",
        "  E1   reworded: Owns {+billing+} on-call",
        "       - agreed",
        "",
        "Nothing changed in: Opportunities, Risks",
    ]


def test_a_check_in_stands_for_the_end_of_its_day(told: Shell) -> None:
    by_handle = told.json("diff", "priya", "c1", "C2")
    assert by_handle == told.json("diff", "priya", "13 may", "27 may")
    assert [(d["handle"], d["kind"]) for d in by_handle] == [("F1", "disputed"), ("E1", "reworded")]
    assert by_handle[1]["marked"] == "Owns {+billing+} on-call"
    assert by_handle[1]["name"] == "Priya Raman"
    assert told.json("diff", "priya", "c2", "c2") == []


def test_until_today_where_no_second_day_is_named(told: Shell) -> None:
    assert [d["handle"] for d in told.json("diff", "priya", "c2")] == ["R1"]
    assert told.json("diff", "priya", "c2", "--hide") == []
    assert "May leave" not in told.say("diff", "priya", "c2", "--hide")


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (("c9",), "Priya Raman has no check-in C9; 'aligntui timeline' lists them"),
        (("27 may", "13 may"), "27 May is after 13 May; give the earlier day first"),
        (("soonish",), "'soonish' is not a day"),
        (("31 feb 2026",), "there is no day '2026-02-31'"),
    ],
)
def test_days_that_can_not_be_are_refused(told: Shell, words: tuple[str, ...], says: str) -> None:
    assert told.refusal("diff", "priya", *words).startswith(says)


def test_before_anything_was_written_all_is_new(told: Shell) -> None:
    found = told.json("diff", "priya", "2020-01-01", "2026-05-02")
    assert [(d["handle"], d["kind"], d["before"]) for d in found] == [
        ("F1", "added", None),
        ("E1", "added", None),
    ]


def test_what_is_shown_of_a_day_is_what_was_shown_on_it(
    priya: Shell, on_day: Callable[[date], None]
) -> None:
    then: dict[str, list[Any]] = {}
    for day, commands in DAYS.items():
        on_day(date.fromisoformat(day))
        for words in commands:
            assert priya.run(*words).code == 0
        then[day] = [priya.json(*words) for words in LOOKS]
    on_day(TODAY)
    for day, shown in then.items():
        again = [priya.json(*words, "--on", day) for words in LOOKS]
        assert again == shown, day


def test_nobody_is_there_before_they_were_added(told: Shell) -> None:
    said = told.refusal("show", "priya", "--on", "2026-03-01")
    assert said == "Priya Raman was added on 1 Apr 2026; ask for that day or later"
    for words in (("differences",), ("concerns",), ("actions",), ("untold",), ("due", "--all")):
        assert told.run(*words, "--json", "--on", "2026-03-01").out == "[]\n"


def test_a_line_that_was_not_written_yet_has_no_history(told: Shell) -> None:
    assert "has no item R1" in told.refusal("history", "priya", "r1", "--on", "2026-06-01")
    assert [line["on"] for line in told.json("history", "priya", "e1", "--on", "2026-05-14")] == [
        "2026-05-01", "2026-05-01", "2026-05-13",
    ]  # fmt: skip
