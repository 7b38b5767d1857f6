"""What is open across the team, and feedback on its way."""

import pytest

from tests.cli.conftest import HIDDEN, Shell, once


@pytest.fixture
@once
def team(priya: Shell) -> Shell:
    """Priya, Ana, and somebody who is archived; each with something open."""
    priya.say("add", "Ana Kovač", "--on", "2026-05-01")
    priya.say("add", "Bo Carr", "--on", "2026-05-01")
    for name in ("priya", "ana", "bo"):
        priya.say("expect", name, f"Of {name}", "--on", "2026-05-04")
    priya.say("differ", "ana", "e1", "too early", "--on", "2026-05-20")
    priya.say("differ", "ana", "e1", "too early still", "--on", "2026-06-20")
    priya.say("differ", "priya", "e1", "my view", "--mine", "--on", "2026-06-01")
    priya.say("differ", "bo", "e1", "gone", "--on", "2026-05-05")
    priya.say("action", "bo", "gone", "--on", "2026-05-05")
    priya.say("feedback", "bo", "gone", "--praise", "--on", "2026-05-05")
    priya.say("archive", "bo")
    return priya


def test_differences_stand_oldest_first_with_both_sides(team: Shell) -> None:
    assert team.say("differences").splitlines() == [
        "   40d  Ana Kovač    E1  Of ana",
        '        they: "too early still"',
        "        you: agree",
        "   28d  Priya Raman  E1  Of priya",
        "        they: not asked yet",
        '        you: "my view"',
    ]
    first, second = team.json("differences")
    assert (first["name"], first["handle"], first["text"], first["on"], first["days"]) == (
        "Ana Kovač", "E1", "Of ana", "2026-05-20", 40,
    )  # fmt: skip
    assert (second["mine"], second["my_words"], second["theirs"], second["their_words"]) == (
        "differ", "my view", "not_discussed", None,
    )  # fmt: skip


def test_a_settled_difference_is_gone_and_one_of_then_is_not(team: Shell) -> None:
    team.say("agree", "ana", "e1")
    team.say("agree", "priya", "e1")
    ended = team.run("differences")
    assert (ended.code, ended.out, ended.err) == (0, "", "no differences\n")
    assert team.json("differences") == []
    then = team.json("differences", "--on", "2026-05-25")
    # who was archived since was there then
    assert [(each["name"], each["days"]) for each in then] == [("Bo Carr", 20), ("Ana Kovač", 5)]


def test_promises_stand_mine_first_and_late_ones_on_top(team: Shell) -> None:
    team.say("action", "ana", "no day", "--on", "2026-06-01")
    team.say("action", "priya", "soon", "--by", "2026-07-02")
    team.say("action", "ana", "late", "--by", "2026-06-27", "--on", "2026-06-01")
    team.say("action", "priya", "theirs", "--theirs", "--by", "2026-06-28", "--on", "2026-06-01")
    team.say("action", "priya", "kept")
    team.say("done", "priya", "a3")
    assert team.say("actions").splitlines() == [
        "You promised:",
        "   2d late   Ana Kovač    A2  late",
        "   by 2 Jul  Priya Raman  A1  soon",
        "   28d       Ana Kovač    A1  no day",
        "",
        "They promised:",
        "   1d late  Priya Raman  A2  theirs",
    ]
    shapes = team.json("actions")
    assert [(each["owner"], each["days_late"]) for each in shapes] == [
        ("me", 2), ("me", -3), ("me", None), ("them", 1),
    ]  # fmt: skip


def test_what_is_off_track_stands_before_the_risks_that_wait(team: Shell) -> None:
    team.say("miss", "ana", "e1", "two days late", "--on", "2026-06-20")
    team.say("miss", "priya", "e1", "no test", "--on", "2026-06-05")
    done = ("--mitigation", "a rehearsal")
    team.say("risk", "ana", "Fresh and cared for", *done, "--on", "2026-05-01")
    team.say("risk", "priya", "One reviewer", "--threatens", "e1", "--on", "2026-05-19")
    assert team.say("concerns").splitlines() == [
        "Off track:",
        "   24d  Priya Raman  E1  Of priya",
        "   9d   Ana Kovač    E1  Of ana",
        "",
        "Risks without mitigation:",
        "   41d  Priya Raman  R1  One reviewer (E1)",
    ]
    team.say("set", "priya", "e1", "--state", "on_track")
    shapes = team.json("concerns", "--on", "2026-07-01")
    assert [(each["handle"], each["days"], each["mitigation"]) for each in shapes] == [
        ("E1", 11, None), ("R1", 43, ""), ("R1", 61, "a rehearsal"),
    ]  # fmt: skip
    # a miss is private until it is told, and so is what follows from it
    assert [each["handle"] for each in team.json("concerns", "--hide")] == ["R1"]


def test_a_risk_that_was_closed_is_open_since_it_was_opened_again(priya: Shell) -> None:
    priya.say("risk", "priya", "One reviewer", "--on", "2026-04-01")
    priya.say("close", "priya", "r1", "--as", "dropped", "--on", "2026-04-20")
    priya.say("reopen", "priya", "r1", "--on", "2026-06-24")
    assert priya.json("due", "--all")[0]["open_risks"] == 1
    assert priya.say("concerns").splitlines()[1].split()[0] == "5d"
    for words in (("show", "priya"), ("concerns",), ("prep", "priya")):
        (risk, *_) = (line for line in priya.say(*words).splitlines() if "R1" in line)
        assert "89" not in risk
    assert priya.json("show", "--numbers", "priya")["risks_open_long"] == 0


def test_feedback_waits_oldest_first_until_it_is_told(team: Shell) -> None:
    said = team.say("feedback", "priya", "calm", "in it", "--praise", "--on", "2026-06-20")
    assert said == "noted B1 for Priya Raman: calm in it\n"
    made = team.json(
        "feedback", "ana", "late", "--corrective", "--about", "e1", "--on", "2026-06-09"
    )
    assert (made["handle"], made["kind"], made["about"], made["told_on"], made["private"]) == (
        "B1", "corrective", "E1", None, True,
    )  # fmt: skip
    assert team.say("untold").splitlines() == [
        "20d  Ana Kovač    B1  corrective  late (E1)",
        "9d   Priya Raman  B1  praise      calm in it",
    ]
    assert [(each["name"], each["days"]) for each in team.json("untold")] == [
        ("Ana Kovač", 20), ("Priya Raman", 9),
    ]  # fmt: skip
    assert team.say("told", "ana", "b1") == "told B1 to Ana Kovač after 20 days: late\n"
    assert [each["name"] for each in team.json("untold")] == ["Priya Raman"]
    assert "already" in team.refusal("told", "ana", "b1")
    assert "no feedback B9" in team.refusal("told", "ana", "b9")


def test_feedback_says_of_which_kind_it_is(team: Shell) -> None:
    assert "say --praise, --corrective or --received" in team.refusal("feedback", "ana", "x")
    assert "not allowed" in team.refusal("feedback", "ana", "x", "--praise", "--corrective")
    assert "no item E9" in team.refusal("feedback", "ana", "x", "--praise", "--about", "e9")
    assert "empty" in team.refusal("feedback", "ana", " ", "--praise")


def test_hiding_leaves_out_all_that_is_private(team: Shell) -> None:
    team.say("feedback", "ana", "SECRET", "--praise")
    team.say("action", "ana", "SECRET", "--private")
    team.say("risk", "ana", "SECRET", "--private")
    team.say("differ", "ana", "r1", "SECRET how")
    assert team.json("untold", "--hide") == []
    for command in ("differences", "concerns", "actions", "untold"):
        assert "SECRET" in team.run(command).out
        for form in ((), ("--json",)):
            assert "SECRET" not in team.run(command, "--hide", *form).out
    team.say("expect", "ana", "Owns on-call")
    for words in (("feedback", "ana", "SECRET", "--praise"), ("miss", "ana", "e1", "SECRET")):
        for form in ((), ("--json",)):
            assert "SECRET" not in team.say(*words, "--hide", *form)


def test_nothing_open_is_said(priya: Shell) -> None:
    for command, words in (
        ("differences", "no differences"), ("actions", "no open promises"),
        ("untold", "all feedback"), ("concerns", "nothing is off track"),
    ):  # fmt: skip
        ended = priya.run(command)
        assert (ended.code, ended.out) == (0, "")
        assert words in ended.err
        assert priya.json(command) == []


@pytest.mark.parametrize("list_of", ["untold", "actions", "differences", "concerns"])
def test_what_is_left_out_is_not_said_to_be_nothing(priya: Shell, list_of: str) -> None:
    priya.say("feedback", "priya", "SECRET", "--corrective")
    ended = priya.run(list_of, "--hide")
    assert (ended.code, ended.out) == (0, "")
    assert ended.err == f"nothing here is shared\n{HIDDEN}"
    assert priya.json(list_of, "--hide") == []
