"""The first and the last day there are: every look answers, and nothing is a defect."""

import pytest

from tests.cli.conftest import Shell

LOOKS = (
    ("list",),
    ("due", "--all"),
    ("show", "--numbers"),
    ("show", "priya", "--numbers"),
    ("show", "priya", "--readiness"),
    ("timeline", "priya"),
    ("diff", "priya", "0001-01-01"),
    ("history", "priya", "E1"),
    ("review", "priya", "--since", "1 year ago"),
    ("review", "priya", "--since", "0001-01-01"),
    ("minutes", "priya"),
    ("prep", "priya"),
    ("search", "owns"),
    ("differences",),
    ("concerns",),
    ("actions",),
    ("untold",),
    ("export", "priya", "--format", "markdown"),
)


def answered(shell: Shell, *words: str) -> None:
    ended = shell.run(*words)
    assert ended.code in (0, 1, 2), ended
    if ended.code == 2:
        assert (ended.out, ended.err.count("\n")) == ("", 1), ended


@pytest.mark.parametrize("look", LOOKS, ids=" ".join)
@pytest.mark.parametrize("day", ["0001-01-01", "0001-07-02", "9999-12-31"])
def test_whoever_is_there_today_is_looked_at_from_far_away(
    priya: Shell, day: str, look: tuple[str, ...]
) -> None:
    priya.say("expect", "priya", "Owns on-call")
    priya.say("checkin", "priya", "--resync", "all")
    answered(priya, "--on", day, *look)


@pytest.mark.parametrize("day", ["0001-01-01", "9999-12-31"])
def test_what_is_noted_there_can_be_looked_at_from_both_ends(shell: Shell, day: str) -> None:
    for words in (
        ("add", "Priya Raman"),
        ("expect", "priya", "Owns on-call"),
        ("miss", "priya", "E1", "no answer"),
        ("told", "priya", "B1"),
        ("checkin", "priya", "--notes", "A: x", "--resync", "all"),
        ("checkin", "priya"),
        ("skip", "priya", "--because", "a trip"),
    ):
        answered(shell, "--on", day, *words)
    for seen in (day, "0001-01-01", "2026-06-29", "9999-12-31"):
        for look in LOOKS:
            answered(shell, "--on", seen, *look)
