"""What a report expects of me: a list beside what is expected of them, with the same stances."""

import pytest

from tests.cli.conftest import Shell, once


@pytest.fixture
@once
def mine(priya: Shell) -> Shell:
    """One line of each part."""
    priya.say("expect", "priya", "Owns on-call", "--on", "2026-05-01")
    priya.say("note", "priya", "E mine: Answers within a day", "--on", "2026-05-01")
    return priya


def test_it_stands_apart_on_the_page(mine: Shell) -> None:
    lines = mine.say("show", "priya").splitlines()
    at = lines.index("  expected of you:")
    assert "E1  Owns on-call" in lines[at - 1]
    assert "E2  Answers within a day" in lines[at + 1]
    assert mine.json("show", "priya")["sections"]["expectations"][1]["of_me"] is True


@pytest.mark.parametrize(
    "words",
    [("expect", "priya", "Says no early", "--mine"), ("expect", "priya", "mine: Says no early")],
)
def test_it_is_written_by_a_mark_or_an_option(mine: Shell, words: tuple[str, ...]) -> None:
    made = mine.json(*words)
    assert (made["text"], made["of_me"], made["responsible"]) == ("Says no early", True, True)
    assert mine.json("set", "priya", made["handle"], "--theirs")["of_me"] is False


def test_it_is_agreed_and_disputed_like_any_line(mine: Shell) -> None:
    mine.say("differ", "priya", "E2", "an hour, when on call")
    assert [row["handle"] for row in mine.json("differences")] == ["E2"]
    mine.say("agree", "priya", "E2")
    assert mine.json("show", "priya")["sections"]["expectations"][1]["agreement"] == "agreed"


def test_what_i_miss_is_no_feedback_for_them_and_warns_about_nobody(mine: Shell) -> None:
    mine.say("opportunity", "priya", "Lead the review")
    assert mine.json("miss", "priya", "E2", "two days late")["feedback"] is None
    assert mine.json("untold") == []
    (row,) = mine.json("due", "--all")
    assert row["off_track"] == 0
    assert mine.json("concerns") == []
    kinds = {point["kind"] for point in mine.json("prep", "priya")}
    assert not kinds & {"off_track", "dimmed"}
    item = mine.json("show", "priya", "--hide")["sections"]["expectations"][1]
    assert (item["state"], len(item["misses"])) == ("off_track", 1)


def test_it_is_no_result_of_theirs(mine: Shell) -> None:
    packet = mine.say("review", "priya", "--since", "2026-04-01")
    assert "Owns on-call" in packet
    assert "Answers" not in packet
    readiness = mine.say("show", "priya", "--readiness")
    assert "Owns on-call" in readiness
    assert "Answers" not in readiness


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("minutes", "priya"), "E2 added: Answers within a day (expected of me)"),
        (("timeline", "priya"), "E2 added: Answers within a day (expected of you)"),
        (("history", "priya", "E2"), "expected of you"),
    ],
)
def test_the_past_says_whose_part_it_is(mine: Shell, words: tuple[str, ...], said: str) -> None:
    mine.say("checkin", "priya", "--on", "2026-05-02")
    assert said in mine.say(*words)


def test_with_my_manager_all_of_it_is_mine(shell: Shell) -> None:
    shell.say("add", "Mira Sundqvist", "--relation", "manager")
    assert shell.json("expect", "mira", "Ships the importer", "--mine")["of_me"] is False
