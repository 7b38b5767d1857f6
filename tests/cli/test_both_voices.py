"""What they want to talk about, and feedback that was received."""

import pytest

from tests.cli.conftest import Shell, once

NOTED = """T: @them The on-call load
B<: You interrupt me
B<: Calm in the outage @ana ~E1
B+: Nice talk"""


@pytest.fixture
@once
def noted(priya: Shell) -> Shell:
    """A note with both voices."""
    priya.say("add", "Ana Kovač")
    priya.say("expect", "priya", "Owns on-call")
    priya.say("note", "priya", NOTED)
    return priya


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("prep", "priya", "--all"), "- They raise  T1 The on-call load"),
        (("prep", "priya", "--all"), "- Received    B1 You interrupt me, from them"),
        (("prep", "priya", "--all"), "- Received    B2 Calm in the outage, from Ana Kovač (E1)"),
        (("show", "priya"), "Next time: 2 received, 1 point, 1 to tell"),
        (("timeline", "priya"), ". T1 they bring up: The on-call load (noted 29 Jun)"),
        (("timeline", "priya"), "B2 received: Calm in the outage (received from Ana Kovač 29 Jun)"),
        (("history", "priya", "B1"), "received from them"),
        (("search", "calm"), "B2   received: Calm in the outage"),
        (("search", "kovač"), "B2   received: Ana Kovač"),
        (
            ("review", "priya", "--since", "2026-06-01", "--private"),
            "## Feedback received\n\n- 29 June 2026, from Priya, private: You interrupt me\n",
        ),
    ],
)
def test_what_they_said_stands_apart(noted: Shell, words: tuple[str, ...], said: str) -> None:
    assert said in noted.run(*words).out


def test_what_was_received_is_never_to_be_told(noted: Shell) -> None:
    assert [row["handle"] for row in noted.json("untold")] == ["B3"]
    (row,) = (row for row in noted.json("due", "--all") if row["name"] == "Priya Raman")
    assert row["untold_feedback"] == 1
    shown = noted.json("show", "priya")
    assert [(f["handle"], f["from"]) for f in shown["received_feedback"]] == [
        ("B1", "them"), ("B2", "Ana Kovač")
    ]  # fmt: skip
    for command in ("told", "understood"):
        assert noted.refusal(command, "priya", "B1") == "B1 was received; there is nothing to tell"
    packet = noted.run("review", "priya", "--since", "2026-06-01")
    assert "B1" not in packet.err


def test_it_is_private_unless_shared_and_leaves_only_then(noted: Shell) -> None:
    for words in (("prep", "priya"), ("show", "priya"), ("timeline", "priya"), ("search", "calm")):
        assert "Calm" not in noted.run(*words, "--hide").out, words
    assert "Calm" not in noted.run("review", "priya", "--since", "2026-06-01").out
    noted.say("edit", "priya", "B2", "--shared")
    packet = noted.say("review", "priya", "--since", "2026-06-01", "--quiet")
    assert "- 29 June 2026, from Ana Kovač on E1: Calm in the outage" in packet


def test_minutes_say_who_it_was(noted: Shell) -> None:
    noted.say("edit", "priya", "T1", "--shared")
    noted.say("edit", "priya", "B2", "--shared")
    noted.say("checkin", "priya")
    said = noted.say("minutes", "priya")
    assert "- T1 The on-call load (Priya)" in said
    assert "## Received\n\n- B2 Calm in the outage (from Ana Kovač)" in said
    assert [row["handle"] for row in noted.json("minutes", "priya", "--all")["untold"]] == ["B3"]


def test_a_point_changes_hands_and_feedback_its_source(noted: Shell) -> None:
    assert noted.json("edit", "priya", "T1", "--owner", "me")["owner"] == "me"
    assert noted.json("edit", "priya", "B1", "--from", "Bo")["from"] == "Bo"
    assert noted.json("edit", "priya", "B1", "--kind", "praise")["from"] is None
    assert "from nobody else" in noted.refusal("edit", "priya", "B3", "--from", "Bo")
    noted.say("told", "priya", "B3")
    refused = noted.refusal("edit", "priya", "B3", "--kind", "received")
    assert refused == "B3 was told on 29 Jun; it can't have been received"
    noted.say("undo")


def test_all_that_was_told_stands_in_one_list(noted: Shell) -> None:
    assert noted.run("untold", "--told").err == "no feedback was told\n"
    noted.say("feedback", "ana", "Clear plan", "--praise", "--on", "2026-06-01")
    noted.say("told", "ana", "B1", "--on", "2026-06-09")
    noted.say("told", "priya", "B3", "--on", "2026-06-29")
    assert noted.say("untold", "--told").splitlines() == [
        "0d   Priya Raman  B3  praise  Nice talk",
        "20d  Ana Kovač    B1  praise  Clear plan",
    ]
    found = noted.json("untold", "--told")
    assert [(row["handle"], row["told_on"]) for row in found] == [
        ("B3", "2026-06-29"), ("B1", "2026-06-09")
    ]  # fmt: skip
    assert noted.json("untold", "--told", "--hide") == []
    assert noted.json("untold") == []


@pytest.mark.parametrize(
    ("words", "refused"),
    [
        (("feedback", "priya", "x", "--praise", "--from", "Bo"), "only feedback that was received"),
        (("feedback", "priya", "x"), "say --praise, --corrective or --received"),
    ],
)
def test_bad_options_are_refused(priya: Shell, words: tuple[str, ...], refused: str) -> None:
    assert refused in priya.refusal(*words)


def test_a_line_of_received_feedback_typed_in_the_shell_says_it_itself(priya: Shell) -> None:
    noted = priya.json("feedback", "priya", "B<: Slow answers", "--from", "Bo Li")
    assert (noted["kind"], noted["from"], noted["text"]) == ("received", "Bo Li", "Slow answers")
