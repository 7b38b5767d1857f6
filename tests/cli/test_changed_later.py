"""What was written is changed later, and what ended is open again."""

from typing import Any

import pytest

from tests.cli.conftest import Shell, once


@pytest.fixture
@once
def kept(priya: Shell) -> Shell:
    """Priya, with one thing of each kind."""
    priya.say("expect", "priya", "Owns on-call", "--on", "2026-05-01")
    priya.say("risk", "priya", "The schema is new", "--threatens", "e1", "--on", "2026-05-01")
    priya.say("action", "priya", "Send the ladder", "--by", "2026-06-03", "--on", "2026-05-01")
    priya.say("feedback", "priya", "Late again", "--corrective", "--on", "2026-05-01")
    priya.say("note", "priya", "-", stdin="Was tired\nTwo nights")
    priya.say("note", "priya", "T: the offsite")
    return priya


@pytest.mark.parametrize(
    ("words", "changed"),
    [
        (("a1", "--text", "Send both"), {"text": "Send both"}),
        (("a1", "--by", "2026-07-10"), {"by": "2026-07-10"}),
        (("a1", "--by", "none"), {"by": None}),
        (("a1", "--owner", "them", "--private"), {"owner": "them", "private": True}),
        (("n1", "--text", "Was ill", "--shared"), {"text": "Was ill", "private": False}),
        (("t1", "--text", "the budget", "--shared"), {"text": "the budget", "private": False}),
        (("b1", "--kind", "praise", "--about", "e1"), {"kind": "praise", "about": "E1"}),
        (("b1", "--text", "Late twice"), {"text": "Late twice"}),
    ],
)
def test_each_field_of_each_kind_is_changed_and_undone(
    kept: Shell, words: tuple[str, ...], changed: dict[str, Any]
) -> None:
    before = kept.json("show", "priya")
    made = kept.json("edit", "priya", *words)
    assert {name: made[name] for name in changed} == changed
    assert (made["name"], made["handle"]) == ("Priya Raman", words[0].upper())
    assert kept.say("undo") == f"Undone: edit {words[0].upper()} of Priya Raman\n"
    assert kept.json("show", "priya") == before


@pytest.mark.parametrize(
    ("words", "why"),
    [
        (("n1", "--by", "fri"), "N1 has no --by; what can be changed: --text, --private or"),
        (
            ("a1", "--kind", "praise"),
            "A1 has no --kind; what can be changed: --text, --by, --owner",
        ),
        (("b1", "--owner", "me"), "B1 has no --owner"),
        (("a1",), "nothing to change of A1; what can be changed: --text"),
        (("a9", "--text", "x"), "has no action A9"),
        (("n9", "--text", "x"), "has no note N9"),
        (("b1", "--about", "e9"), "has no item E9"),
        (("n1", "--text", " "), "the note is empty"),
        (("e1", "--text", "x"), "'aligntui reword' and 'aligntui set' change it"),
        (("e1",), "'aligntui reword priya E1' and 'aligntui set' change E1"),
        (("c1", "--text", "x"), "only its day can be changed"),
        (("--text", "x"), "--text changes what has a handle; type it after the name"),
        (("a1", "--role", "lead"), "edit A1 and the person one at a time"),
        (("a1", "--by", "someday"), "someday"),
        (("a1", "--owner", "us"), "'us' is none of me, them"),
    ],
)
def test_what_does_not_apply_is_refused_in_one_line(
    kept: Shell, words: tuple[str, ...], why: str
) -> None:
    before = kept.json("show", "priya")
    assert why in kept.refusal("edit", "priya", *words)
    assert kept.json("show", "priya") == before


def test_a_promise_whose_day_was_moved_says_so(kept: Shell) -> None:
    kept.say("edit", "priya", "a1", "--by", "2026-06-20", "--on", "2026-06-02")
    assert "by 20 Jun, was 3 Jun" in kept.run("show", "priya", "--on", "2026-06-02").out
    kept.say("edit", "priya", "a1", "--by", "2026-07-10", "--on", "2026-06-19")
    for view in (("show", "priya"), ("actions",), ("prep", "priya")):
        assert "by 10 Jul, was 3 Jun, moved twice" in kept.say(*view)
    (action,) = kept.json("actions")
    assert action["moved"] == [
        {"on": "2026-06-02", "was": "2026-06-03"},
        {"on": "2026-06-19", "was": "2026-06-20"},
    ]
    assert [(e["on"], e["words"]) for e in kept.json("history", "priya", "a1")] == [
        ("2026-05-01", "promised"),
        ("2026-06-02", "moved from 3 Jun to 20 Jun"),
        ("2026-06-19", "moved from 20 Jun to 10 Jul"),
    ]
    (then,) = kept.json("show", "priya", "--on", "2026-06-10")["actions"]
    assert (then["by"], len(then["moved"])) == ("2026-06-20", 1)


def test_a_dropped_promise_is_open_again_and_its_history_keeps_why(kept: Shell) -> None:
    kept.say("drop", "priya", "a1", "--because", "SECRET no time", "--on", "2026-06-01")
    assert kept.say("reopen", "priya", "a1", "--on", "2026-06-05") == (
        "reopened A1 of Priya Raman: Send the ladder\n"
    )
    (action,) = kept.json("actions")
    assert (action["dropped_on"], action["because"]) == (None, None)
    assert action["ends"] == [
        {
            "end": "dropped", "on": "2026-06-01", "reopened_on": "2026-06-05",
            "because": "SECRET no time",
        }
    ]  # fmt: skip
    assert [e["words"] for e in kept.json("history", "priya", "a1")] == [
        "promised", "dropped: SECRET no time", "open again",
    ]  # fmt: skip
    assert "SECRET" in kept.say("search", "secret")
    for view in (("history", "priya", "a1"), ("actions",), ("edit", "priya", "a1", "--by", "fri")):
        assert "SECRET" not in kept.run(*view, "--json", "--hide").out
    assert kept.json("show", "priya", "--on", "2026-06-03")["actions"] == []
    assert len(kept.json("show", "priya", "--on", "2026-06-05")["actions"]) == 1
    assert "it can't be before that" in kept.refusal("done", "priya", "a1", "--on", "2026-06-02")
    kept.say("done", "priya", "a1")
    assert [e["words"] for e in kept.json("history", "priya", "a1")][-1:] == ["done"]


@pytest.mark.parametrize(
    ("end", "handle", "field"),
    [
        (("done", "priya", "a1"), "a1", "done_on"),
        (("done", "priya", "t1"), "t1", "raised_on"),
        (("told", "priya", "b1"), "b1", "told_on"),
        (("close", "priya", "e1"), "e1", "outcome"),
        (("close", "priya", "r1", "--as", "dropped"), "r1", "outcome"),
    ],
)
def test_what_ended_is_open_again_and_undo_takes_it_back(
    kept: Shell, end: tuple[str, ...], handle: str, field: str
) -> None:
    before = kept.json("show", "priya")
    kept.say(*end)
    ended = kept.json("show", "priya", "--closed")
    made = kept.json("reopen", "priya", handle)
    assert (made["handle"], made[field]) == (handle.upper(), None)
    again = kept.json("show", "priya")
    for name in ("actions", "feedback", "talking_points"):
        assert [each["handle"] for each in again[name]] == [each["handle"] for each in before[name]]
    assert again["sections"].keys() == before["sections"].keys()
    assert kept.json("history", "priya", handle)[-1]["words"] == "open again"
    assert f"{handle.upper()} is open already" in kept.refusal("reopen", "priya", handle)
    assert kept.say("undo") == f"Undone: reopen {handle.upper()} of Priya Raman\n"
    assert kept.json("show", "priya", "--closed") == ended


def test_a_promise_that_ended_is_worded_and_kept_private_but_not_put_off(kept: Shell) -> None:
    kept.say("done", "priya", "a1")
    made = kept.json("edit", "priya", "a1", "--text", "Send it", "--private")
    assert (made["text"], made["private"], made["done_on"]) == ("Send it", True, "2026-06-29")
    assert kept.refusal("edit", "priya", "a1", "--by", "fri") == (
        "A1 was done on 29 Jun already; reopen it to change that; "
        "'aligntui reopen 'Priya Raman' A1' opens it again"
    )


def test_a_readable_copy_tells_what_was_put_off_and_opened_again(kept: Shell) -> None:
    kept.say("edit", "priya", "a1", "--by", "2026-07-10", "--on", "2026-05-20")
    kept.say("drop", "priya", "a1", "--because", "SECRET", "--on", "2026-06-01")
    kept.say("reopen", "priya", "a1", "--on", "2026-06-05")
    out = kept.run("export", "priya", "--format", "markdown").out
    for line in (
        "  - 2026-05-20 moved from 3 Jun to 10 Jul",
        "  - 2026-06-01 dropped: SECRET *(private)*",
        "  - 2026-06-05 open again",
    ):
        assert line in out.splitlines()
    assert "SECRET" not in kept.run("export", "priya", "--format", "markdown", "--hide").out


def test_an_export_taken_in_again_is_the_same(kept: Shell) -> None:
    kept.say("edit", "priya", "a1", "--by", "2026-07-10")
    kept.say("drop", "priya", "a1", "--because", "no time")
    kept.say("reopen", "priya", "a1")
    before = kept.json("show", "priya")
    copy = kept.store.with_name("copy.json")
    copy.write_text(kept.run("export", "--format", "json").out)
    kept.store = kept.store.with_name("other.json")
    kept.run("import", str(copy))
    assert kept.json("show", "priya") == before


def test_what_feedback_is_about_can_be_taken_out(kept: Shell) -> None:
    kept.say("edit", "priya", "b1", "--about", "e1")
    assert kept.json("edit", "priya", "b1", "--about", "none")["about"] is None


def test_feedback_that_was_understood_is_to_be_told_again(kept: Shell) -> None:
    kept.say("told", "priya", "b1", "--on", "2026-06-01")
    kept.say("understood", "priya", "b1", "--on", "2026-06-02")
    made = kept.json("reopen", "priya", "b1", "--on", "2026-06-03")
    assert (made["told_on"], made["understood_on"]) == (None, None)
    assert [each["handle"] for each in kept.json("untold")] == ["B1"]
    assert [e["words"] for e in kept.json("history", "priya", "b1")] == [
        "noted", "told", "understood", "open again",
    ]  # fmt: skip


@pytest.mark.parametrize("handle", ["e1", "a1", "b1", "t1"])
def test_what_is_open_is_not_opened_again(kept: Shell, handle: str) -> None:
    assert kept.refusal("reopen", "priya", handle) == f"{handle.upper()} is open already"


def test_a_note_is_never_closed_and_a_check_in_is_no_line(kept: Shell) -> None:
    assert "a note is never closed" in kept.refusal("reopen", "priya", "n1")
    assert "C1 stands for a check-in" in kept.refusal("reopen", "priya", "c1")


def test_a_risk_that_came_true_leaves_its_miss_and_may_happen_again(kept: Shell) -> None:
    kept.say("close", "priya", "r1", "--as", "happened", "--quiet", "--on", "2026-06-01")
    ended = kept.run("reopen", "priya", "r1", "--on", "2026-06-02")
    assert (ended.code, ended.out) == (0, "reopened R1 of Priya Raman: The schema is new\n")
    assert ended.err == "the miss of E1 stays\n"
    assert len(kept.json("expect", "priya")[0]["misses"]) == 1
    kept.say("close", "priya", "r1", "--as", "happened", "--quiet", "--on", "2026-06-03")
    misses = kept.json("expect", "priya")[0]["misses"]
    assert [(miss["on"], miss["origin"]) for miss in misses] == [
        ("2026-06-01", "R1"), ("2026-06-03", "R1"),
    ]  # fmt: skip
    assert kept.run("doctor").code == 0


def test_what_went_on_in_another_section_stays_there(kept: Shell) -> None:
    kept.say("move", "priya", "e1", "focus")
    ended = kept.run("reopen", "priya", "e1")
    assert ended.err == "F1, which it became, stays\n"
    assert [each["handle"] for each in kept.json("focus", "priya")] == ["F1"]


def test_closed_lines_are_listed_with_their_outcome_and_day(kept: Shell) -> None:
    assert kept.say("show", "priya", "--closed") == "nothing of Priya Raman is closed\n"
    kept.say("expect", "priya", "SECRET", "--private")
    kept.say("close", "priya", "e1", "--as", "met", "--on", "2026-06-01")
    kept.say("close", "priya", "e2", "--as", "dropped")
    assert kept.say("show", "priya", "--closed").splitlines() == [
        "Expectations, closed:",
        "  E1  Owns on-call  met      1 Jun",
        ". E2  SECRET        dropped  29 Jun",
    ]
    shown = kept.json("show", "priya", "--closed")
    assert [(e["handle"], e["outcome"], e["on"]) for e in shown["closed"]["expectations"]] == [
        ("E1", "met", "2026-06-01"), ("E2", "dropped", "2026-06-29"),
    ]  # fmt: skip
    assert {"sections", "closed"} <= shown.keys()
    assert "closed" not in kept.json("show", "priya")
    hidden = kept.say("show", "priya", "--closed", "--hide")
    assert "E1" in hidden
    assert "SECRET" not in hidden
    assert "E2" not in str(kept.json("show", "priya", "--closed", "--hide")["closed"])
    kept.say("done", "priya", "a1")
    kept.say("told", "priya", "b1")
    kept.say("done", "priya", "t1")
    assert kept.say("show", "priya", "--closed").splitlines()[3:] == [
        "",
        "Actions, ended:",
        "  A1  Send the ladder  done  29 Jun",
        "",
        "Feedback, told:",
        ". B1  Late again  told  29 Jun",
        "",
        "Talking points, brought up:",
        ". T1  the offsite  brought up  29 Jun",
    ]
    shown = kept.json("show", "priya", "--closed")["closed"]
    assert [shown[n][0]["handle"] for n in ("actions", "feedback", "talking_points")] == [
        "A1", "B1", "T1",
    ]  # fmt: skip
    past = kept.run("show", "priya", "--closed", "--on", "2026-05-02")
    assert past.out == "nothing of Priya Raman is closed\n"
