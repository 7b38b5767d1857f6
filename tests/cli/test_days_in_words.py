"""Whatever is read by people names a day as they do; only data and copies of data use ISO days."""

import re

import pytest

from tests.cli.conftest import Shell, once

ISO = re.compile(r"\d{4}-\d{2}-\d{2}")


@pytest.fixture
@once
def eventful(priya: Shell) -> Shell:
    """Priya, with something of each kind that names another day."""
    for on, *words in (
        ("2026-04-20", "expect", "priya", "Owns on-call", "--success", "none unanswered"),
        ("2026-04-20", "risk", "priya", "New schema", "--threatens", "e1"),
        ("2026-04-20", "action", "priya", "Send it", "--by", "2026-06-03"),
        ("2026-04-20", "feedback", "priya", "Slow", "--corrective", "--about", "e1"),
        ("2026-04-20", "note", "priya", "T: the offsite"),
        ("2026-05-04", "checkin", "priya", "--notes", "fine", "--resync", "all"),
        ("2026-05-05", "edit", "priya", "a1", "--by", "2026-07-10"),
        ("2026-05-06", "miss", "priya", "e1", "two nights"),
        ("2026-05-07", "drop", "priya", "a1", "--because", "no time"),
        ("2026-05-08", "reopen", "priya", "a1"),
        ("2026-05-09", "edit", "priya", "a1", "--by", "2027-01-10"),
        ("2026-05-18", "checkin", "priya"),
        ("2026-05-17", "edit", "priya", "c2"),
        ("2026-05-25", "told", "priya", "b1"),
        ("2026-05-26", "skip", "priya", "--because", "a launch"),
        ("2026-05-27", "close", "priya", "r1", "--as", "mitigated"),
    ):
        assert priya.run(*words, "--on", on).code == 0, words
    return priya


@pytest.mark.parametrize(
    "view",
    [
        ("show", "priya"),
        ("show", "priya", "--closed"),
        ("show", "priya", "--readiness"),
        ("prep", "priya"),
        ("timeline", "priya"),
        ("minutes", "priya", "c1", "--all"),
        ("minutes", "priya", "c2", "--all"),
        ("diff", "priya", "2026-04-21"),
        ("actions",),
        ("differences",),
        ("untold",),
        ("due", "--all"),
        ("search", "the"),
        *(("history", "priya", handle) for handle in ("e1", "r1", "a1", "b1", "t1", "c2")),
        ("undo",),
    ],
    ids=" ".join,
)
def test_a_day_is_named_in_words(eventful: Shell, view: tuple[str, ...]) -> None:
    printed = eventful.run(*view)
    assert ISO.findall(printed.out + printed.err) == []


def test_a_day_of_another_year_has_its_year(eventful: Shell) -> None:
    assert "moved from 10 Jul to 10 Jan 2027" in eventful.say("history", "priya", "a1")


@pytest.mark.parametrize("name", ["told", "understood", "done"])
def test_what_can_not_have_been_on_a_day_is_refused_in_words(eventful: Shell, name: str) -> None:
    handle = "a1" if name == "done" else "b2"
    why = eventful.refusal(name, "priya", handle, "--on", "2026-04-02")
    assert ISO.findall(why) == []
