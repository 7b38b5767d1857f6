"""The brief on stdout."""

import pytest

from tests.cli.conftest import Shell, once


@pytest.fixture
@once
def busy(priya: Shell) -> Shell:
    """Priya with a promise, a private one, feedback to tell, and a check-in in between."""
    priya.say("action", "priya", "answer", "on", "headcount", "--on", "2026-05-01")
    priya.say("action", "priya", "quiet word", "--private", "--on", "2026-05-01")
    priya.say("checkin", "priya", "--on", "2026-05-20")
    priya.say("feedback", "priya", "Calm in the outage", "--praise", "--on", "2026-06-20")
    return priya


def test_the_brief_is_markdown(busy: Shell) -> None:
    lines = busy.say("prep", "priya").splitlines()
    assert lines[:3] == [
        "# Priya Raman",
        "26d late, last check-in 20 May, every 2 weeks",
        "",
    ]
    assert "- You owe     A1 answer on headcount (2nd check-in, 59d)" in lines
    assert "- You owe     . A2 quiet word (2nd check-in, 59d)" in lines
    assert "- To tell     B1 Calm in the outage, praise (9d)" in lines


def test_nothing_private_is_in_what_others_may_see(busy: Shell) -> None:
    said = busy.say("prep", "priya", "--hide")
    assert "A1" in said
    assert "quiet" not in said
    assert "Calm" not in said
    assert not any(point["private"] for point in busy.json("prep", "priya", "--hide"))


def test_each_point_is_an_object(busy: Shell) -> None:
    points = busy.json("prep", "priya")
    assert points[0] == {
        "name": "Priya Raman",
        "kind": "promise",
        "handle": "A1",
        "section": None,
        "text": "answer on headcount",
        "words": "answer on headcount",
        "since": "2026-05-01",
        "times": 2,
        "question": None,
        "private": False,
    }
    assert [point["question"] for point in points if point["section"] == "focus"] == [
        "Where should the energy go?"
    ]


def test_as_of_another_day(busy: Shell) -> None:
    said = busy.run("prep", "priya", "--on", "2026-05-10").out
    assert "no check-in yet" in said
    assert "A1 answer on headcount (9d)" in said
    assert "Calm" not in said


def test_today_gives_all_who_are_due_or_late_the_most_urgent_first(busy: Shell) -> None:
    busy.say("add", "Ana Kovač", "--on", "2026-06-15")
    busy.say("add", "Ben Asante", "--on", "2026-06-28")
    busy.say("archive", "ben")
    busy.say("add", "Dana Lindqvist", "--on", "2026-06-28")
    said = busy.say("prep", "--today")
    names = [line for line in said.splitlines() if line.startswith("# ")]
    assert names == ["# Priya Raman", "# Ana Kovač"]
    assert "\n\n# Ana" in said
    assert {point["name"] for point in busy.json("prep", "--today")} == {"Priya Raman", "Ana Kovač"}


def test_nobody_due_is_said_beside(shell: Shell) -> None:
    shell.say("add", "Ana Kovač")
    ended = shell.run("prep", "--today")
    assert (ended.code, ended.out) == (0, "")
    assert "nobody is due today" in ended.err


def test_too_much_is_counted_and_all_of_it_can_be_asked_for(priya: Shell) -> None:
    for number in range(30):
        priya.say("note", "priya", f"A: promise {number} {'long ' * 20}", "--on", "2026-04-02")
    lines = priya.say("prep", "priya").splitlines()
    assert len(lines) <= 24
    assert max(map(len, lines)) <= 80
    assert lines[-1].endswith("more: aligntui prep 'Priya Raman' --all")
    whole = priya.say("prep", "priya", "--all")
    assert whole.count("You owe") == 30
    assert "more:" not in whole


def test_a_section_is_not_asked_for_while_its_clock_stands_still(priya: Shell) -> None:
    priya.say("edit", "priya", "--focus-cadence", "weekly", "--on", "2026-04-01")
    priya.say("checkin", "priya", "--resync", "all", "--on", "2026-06-19")
    asked = [point["section"] for point in priya.json("prep", "priya")]
    assert asked == ["focus"]
    priya.say("away", "priya", "2026-06-26", "2026-07-03", "--on", "2026-06-22")
    assert priya.json("prep", "priya") == []
    assert priya.json("prep", "priya", "--on", "2026-07-05")[0]["section"] == "focus"


@pytest.mark.parametrize("words", [(), ("priya", "--today")])
def test_it_has_to_be_clear_whose(priya: Shell, words: tuple[str, ...]) -> None:
    assert "name one person, or use --today" in priya.refusal("prep", *words)


def test_lines_that_nobody_agreed_to_yet_are_not_told_as_nothing(shell: Shell) -> None:
    shell.say("add", "Zed Quill", "--on", "2026-06-01")
    shell.say("expect", "zed", "Owns on-call", "--on", "2026-06-03")
    said = shell.say("prep", "zed")
    assert "Expectations: not agreed yet" in said
    assert "Do you both agree with what stands there?" in said
    assert "Focus: nothing agreed yet" in said
