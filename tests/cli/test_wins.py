"""A win is kept from the shell and by capture, and stands wherever the past is told."""

import csv
import json
from pathlib import Path

import pytest

from tests.cli.conftest import Shell

CUT = "Cut the deploy to 4 minutes"


@pytest.fixture
def won(priya: Shell) -> Shell:
    """Priya with an opportunity, and a win about it three days ago."""
    priya.say("opportunity", "priya", "Faster deploys", "--on", "2026-06-01")
    priya.say("win", "priya", CUT, "--about", "o1", "--on", "2026-06-26")
    return priya


def test_a_win_is_theirs_and_shared_unless_it_says_otherwise(priya: Shell) -> None:
    assert priya.say("win", "priya", CUT) == f"added W1 to Priya Raman: {CUT}\n"
    assert priya.say("win", "priya", "Hired two", "--mine", "--private")
    assert priya.say("note", "priya", "W: Spoke up\n.W: @me Said no\nand more")
    wins = priya.json("show", "priya")["wins"]
    assert [(w["handle"], w["owner"], w["private"]) for w in wins] == [
        ("W1", "them", False), ("W2", "me", True), ("W3", "them", False), ("W4", "me", True),
    ]  # fmt: skip
    assert priya.json("show", "priya")["notes"][0]["text"] == "and more"


def test_a_win_may_be_about_a_line_that_is_closed_and_about_none_that_never_was(won: Shell) -> None:
    won.say("close", "priya", "O1")
    assert won.json("note", "priya", "W: Did it ~O1")["about"] == "O1"
    assert "no item O9" in won.refusal("win", "priya", "x", "--about", "O9")
    assert "there is no O9" in won.run("note", "priya", "W: Did it ~O9").err


def test_what_was_won_since_last_time_is_in_the_brief_with_its_question(won: Shell) -> None:
    brief = won.say("prep", "priya")
    assert f"W1 {CUT} (O1) (3d)" in brief
    assert "Have you said thank you?" in brief
    won.say("checkin", "priya")
    won.say("win", "priya", "Later", "--mine", "--on", "2026-07-01")
    later = won.say("prep", "priya", "--on", "2026-07-02")
    assert "W2 Later, yours (1d)" in later
    assert "W1" not in later
    assert "thank you" not in later


def test_it_stands_in_the_timeline_the_minutes_the_packet_search_and_history(won: Shell) -> None:
    won.say("checkin", "priya")
    assert f"W1 Priya: {CUT} (about O1, noted 26 Jun)" in won.say("timeline", "priya")
    assert won.json("timeline", "priya")[0]["wins"][0]["handle"] == "W1"
    assert f"## Wins\n\n- W1 {CUT} (Priya)" in won.say("minutes", "priya")
    packet = won.say("review", "priya", "--since", "2026-01-01")
    assert f"## Wins\n\n- 26 June 2026, by Priya on O1: {CUT}" in packet
    assert "W1   win: Cut the deploy" in won.say("search", "deploy", "minutes")
    assert "noted" in won.say("history", "priya", "W1")


def test_a_private_win_leaves_in_nothing_and_is_hidden(won: Shell) -> None:
    won.say("edit", "priya", "W1", "--private")
    won.say("checkin", "priya")
    packet = won.run("review", "priya", "--since", "2026-01-01")
    assert "deploy to" not in packet.out
    assert "left out: 1 private" in packet.err
    shared, _, private = won.say("minutes", "priya", "--all").partition("## Private")
    assert "deploy to" not in shared
    assert "deploy to" in private
    for line in (("prep",), ("show", "--json"), ("timeline",), ("export", "--format", "markdown")):
        assert "deploy to" not in won.run("--hide", line[0], "priya", *line[1:]).out, line


def test_my_wins_are_no_results_of_a_report_but_are_mine_before_my_manager(won: Shell) -> None:
    won.say("win", "priya", "Hired two", "--mine", "--on", "2026-06-20")
    since = ("--since", "2026-01-01")
    assert "Hired two" not in won.say("review", "priya", *since)
    won.say("edit", "priya", "--relation", "manager")
    assert "by me: Hired two" in won.say("review", "priya", *since)


def test_a_win_of_a_check_in_moves_with_it_to_another_day(priya: Shell) -> None:
    priya.say("win", "priya", "Before", "--on", "2026-06-20")
    priya.say("checkin", "priya", "--notes", "W: In it", "--on", "2026-06-24")
    priya.say("edit", "priya", "C1", "--on", "2026-06-22")
    days = [(each["text"], each["on"]) for each in priya.json("show", "priya")["wins"]]
    assert days == [("Before", "2026-06-20"), ("In it", "2026-06-22")]


def test_a_private_win_is_in_no_handoff(won: Shell) -> None:
    assert CUT in won.run("handoff", "priya").out
    won.say("edit", "priya", "W1", "--private")
    assert CUT not in won.run("handoff", "priya").out


def test_it_is_changed_moved_and_taken_back_like_a_note(won: Shell) -> None:
    won.say("edit", "priya", "W1", "--text", "Cut it to 3", "--owner", "me", "--about", "none")
    (row,) = won.json("show", "priya")["wins"]
    assert (row["text"], row["owner"], row["about"]) == ("Cut it to 3", "me", None)
    assert [each["field"] for each in row["edited"]] == ["text", "owner", "about"]
    assert "a win is never closed" in won.refusal("reopen", "priya", "W1")
    then = won.json("show", "priya", "--on", "2026-06-27")["wins"][0]
    assert (then["text"], then["about"]) == (CUT, "O1")
    won.say("add", "Ben Asante")
    won.say("move", "priya", "W1", "--to", "ben")
    assert won.json("show", "ben")["wins"][0]["handle"] == "W1"
    assert won.json("show", "priya")["wins"] == []
    for _ in range(3):
        won.say("undo")
    assert won.json("show", "priya")["wins"][0]["text"] == CUT


def test_it_goes_out_and_comes_back_and_is_erased(won: Shell, tmp_path: Path) -> None:
    won.run("export", "--format", "csv", "-o", str(tmp_path / "csv"))
    rows = list(csv.DictReader((tmp_path / "csv" / "wins.csv").read_text().splitlines()))
    assert [(r["handle"], r["text"], r["owner"], r["about"]) for r in rows] == [
        ("W1", CUT, "them", "O1")
    ]
    assert (
        f"- **W1** {CUT} (theirs, 2026-06-26, about O1)"
        in won.run("export", "priya", "--format", "markdown").out
    )
    won.run("export", "--format", "json", "-o", str(tmp_path / "all.json"))
    won.run("erase", "priya", "--yes")
    assert CUT not in won.store.read_text()
    won.run("import", str(tmp_path / "all.json"))
    assert won.json("show", "priya")["wins"][0]["text"] == CUT
    assert "W1" in json.dumps(won.json("search", "deploy"))
