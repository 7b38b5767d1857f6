"""Promises dropped, talking points raised, feedback understood."""

import pytest

from tests.cli.conftest import Shell, once


@pytest.fixture
@once
def slipped(priya: Shell) -> Shell:
    """A shared promise of theirs that was moved three times, and a private one of mine."""
    priya.say("action", "priya", "write it", "--theirs", "--by", "2026-04-10", "--on", "2026-04-02")
    priya.say("action", "priya", "zqx", "--private", "--by", "2026-04-10", "--on", "2026-04-02")
    for on, by in (("04-09", "04-17"), ("04-15", "04-24"), ("04-23", "05-01")):
        for handle in ("a1", "a2"):
            priya.say("edit", "priya", handle, "--by", f"2026-{by}", "--on", f"2026-{on}")
    priya.say("checkin", "priya", "--on", "2026-04-15")
    priya.say("checkin", "priya", "--on", "2026-04-23")
    priya.say("done", "priya", "a1", "--on", "2026-05-02")
    priya.say("checkin", "priya", "--on", "2026-05-06")
    return priya


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (
            ("minutes", "priya", "C1"),
            "A1 write it (Priya), moved from 10 April 2026 to 17 April 2026, then to 24 April 2026",
        ),
        (("minutes", "priya", "C2"), "A1 write it (Priya), moved from 24 April 2026 to 1 May 2026"),
        (
            ("minutes", "priya", "C3"),
            "A1 done: write it (Priya, after 3 moves from 10 April 2026)",
        ),
        (
            ("timeline", "priya"),
            "A1 Priya: write it (carried from 2 Apr, moved from 24 Apr to 1 May)",
        ),
        (("timeline", "priya"), "A1 Priya: write it (done 2 May, after 3 moves from 10 Apr)"),
        (
            ("review", "priya", "--since", "2026-04-01"),
            "- 2 May 2026, by Priya, after 3 moves from 10 April 2026: write it",
        ),
        (
            ("review", "priya", "--since", "2026-04-01", "--until", "2026-04-30"),
            "- 2 April 2026, given by Priya, due 1 May 2026, after 3 moves from 10 April 2026:",
        ),
        (
            ("review", "priya", "--since", "2026-04-01", "--full"),
            "- 15 April 2026: moved from 17 April 2026 to 24 April 2026\n",
        ),
    ],
)
def test_a_promise_that_slips_is_told_in_every_text(
    slipped: Shell, words: tuple[str, ...], told: str
) -> None:
    assert told in slipped.run(*words).out
    hidden = slipped.run(*words, "--hide").out
    assert told in hidden
    assert "zqx" not in (hidden if words[0] == "timeline" else slipped.run(*words).out)


def test_moves_of_a_promise_while_it_was_private_are_not_told(slipped: Shell) -> None:
    slipped.say("edit", "priya", "a2", "--shared", "--on", "2026-05-10")
    said = slipped.run("review", "priya", "--since", "2026-04-01").out
    assert "- 2 April 2026, given by me, due 1 May 2026: zqx" in said


def test_a_promise_is_dropped_with_a_reason(priya: Shell) -> None:
    priya.say("action", "priya", "send the doc", "--on", "2026-06-01")
    said = priya.say("drop", "priya", "a1", "--because", "the doc is gone")
    assert said == "dropped A1 of Priya Raman: send the doc\n"
    assert priya.json("actions") == []
    assert "dropped" in priya.refusal("done", "priya", "a1")
    assert priya.say("undo") == "Undone: drop A1 of Priya Raman\n"
    assert priya.json("actions")[0]["handle"] == "A1"


def test_a_dropped_promise_says_so_in_json(priya: Shell) -> None:
    priya.say("action", "priya", "send the doc")
    shape = priya.json("drop", "priya", "a1", "--because", "gone")
    assert (shape["dropped_on"], shape["because"], shape["done_on"]) == ("2026-06-29", "gone", None)


def test_the_history_of_a_dropped_promise_says_why(priya: Shell) -> None:
    priya.say("action", "priya", "send the doc")
    priya.say("drop", "priya", "a1", "--because", "nobody needs it")
    assert "dropped: nobody needs it\n" in priya.say("history", "priya", "a1")
    (*_, last) = priya.json("history", "priya", "a1")
    assert last["words"] == "dropped: nobody needs it"


def test_without_a_reason_nothing_is_dropped(priya: Shell) -> None:
    priya.say("action", "priya", "send the doc")
    assert "--because" in priya.refusal("drop", "priya", "a1")
    assert "the reason is empty" in priya.refusal("drop", "priya", "a1", "--because", " ")
    assert priya.json("actions")[0]["dropped_on"] is None


def test_the_reason_of_what_is_private_is_not_printed(priya: Shell) -> None:
    priya.say("action", "priya", "quiet word", "--private")
    shape = priya.json("drop", "priya", "a1", "--because", "too late", "--hide")
    assert set(shape) == {"name", "handle", "on", "private"}


def test_a_promise_says_for_the_how_manieth_check_in_it_is_open(priya: Shell) -> None:
    priya.say("action", "priya", "send the doc", "--on", "2026-04-02")
    priya.say("checkin", "priya", "--on", "2026-04-15")
    priya.say("checkin", "priya", "--on", "2026-04-29")
    assert "3rd check-in, 88d" in priya.say("actions")
    assert "A1  send the doc  3rd check-in, 88d" in priya.say("show", "priya")
    assert priya.json("actions")[0]["times"] == 3


def test_a_talking_point_is_ticked_off_or_carried_over(priya: Shell) -> None:
    priya.say("note", "priya", "T: How is the load?", "--on", "2026-04-02")
    priya.say("note", "priya", "T: Holidays", "--on", "2026-04-02")
    priya.say("checkin", "priya", "--on", "2026-04-15")
    said = priya.say("done", "priya", "t1")
    assert said == "brought up T1 with Priya Raman: How is the load?\n"
    assert "already" in priya.refusal("done", "priya", "t1")
    assert "no talking point T7" in priya.refusal("done", "priya", "t7")
    lines = priya.say("prep", "priya").splitlines()
    assert "- Bring up    T2 Holidays (2nd check-in, 88d)" in lines
    assert not any("T1" in line for line in lines)


def test_feedback_is_told_and_then_understood(priya: Shell) -> None:
    priya.say("feedback", "priya", "Slipped twice", "--corrective", "--on", "2026-06-20")
    assert "tell it first" in priya.refusal("understood", "priya", "b1")
    told = priya.json("told", "priya", "b1", "--on", "2026-06-24")
    assert (told["days_to_tell"], told["understood_on"]) == (4, None)
    assert "- Follow up   B1 Slipped twice (5d)" in priya.say("prep", "priya")
    said = priya.say("understood", "priya", "b1")
    assert said == "B1 understood by Priya Raman: Slipped twice\n"
    assert "B1" not in priya.say("prep", "priya")


def test_telling_says_how_long_it_took(priya: Shell) -> None:
    for text in ("Slipped twice", "Calm", "Quick"):
        priya.say("feedback", "priya", text, "--corrective", "--on", "2026-06-17")
    first = priya.say("told", "priya", "b1", "--on", "2026-06-17")
    assert first == "told B1 to Priya Raman: Slipped twice\n"
    second = priya.say("told", "priya", "b2", "--on", "2026-06-18")
    assert second == "told B2 to Priya Raman after 1 day: Calm\n"
    assert "days" not in priya.say("told", "priya", "b3", "--hide")
    priya.say("undo")
    assert priya.say("told", "priya", "b3") == "told B3 to Priya Raman after 12 days: Quick\n"
