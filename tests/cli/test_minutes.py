"""What a check-in came to, printed, and what is put right about it later."""

import re

import pytest

from tests.cli.conftest import Shell


def _held(shell: Shell) -> None:
    shell.say("focus", "priya", "Ship billing", "--on", "2026-06-01")
    shell.say("risk", "priya", "Leaving soon?", "--private", "--on", "2026-06-01")
    shell.say("checkin", "priya", "--on", "2026-06-02")
    shell.say("reword", "priya", "F1", "Ship billing v2")
    shell.say("action", "priya", "send the ladder", "--by", "2026-07-03")
    shell.say("action", "priya", "ask about her pay", "--private")
    notes = "Tired, looks elsewhere\nT: How is the move?"
    shell.say("checkin", "priya", "--notes", notes, "--resync", "focus", "--pulse", "2")


SHARED = """\
# Check-in with Priya Raman, 29 June 2026

## What changed

- F1 reworded: Ship billing v2 (was "Ship billing"); agreed

## Reviewed

Focus.

## Promised

- A1 send the ladder (me, by 3 July 2026)

Next check-in by 13 July 2026.
"""


def test_the_minutes_are_what_may_leave(priya: Shell) -> None:
    _held(priya)
    assert priya.say("minutes", "priya") == SHARED
    shape = priya.json("minutes", "priya", "C2")
    assert (shape["text"], shape["handle"], shape["next_by"]) == (SHARED, "C2", "2026-07-13")
    assert (shape["notes"], shape["pulse"], shape["carried"]) == ("", None, [])


def test_all_of_it_says_what_stays_here(priya: Shell) -> None:
    _held(priya)
    said = priya.say("minutes", "priya", "--all")
    assert said.startswith(SHARED)
    assert said.removeprefix(SHARED) == (
        "\n## Private\n\n- Tired, looks elsewhere\n- pulse 2\n"
        "- Promised: A2 ask about her pay (me)\n- For next time: T1 How is the move?\n"
    )
    assert priya.json("minutes", "priya", "--all")["pulse"] == 2
    assert "Private" not in priya.say("minutes", "priya", "--all", "--hide")


def test_why_a_promise_was_dropped_stays_here(priya: Shell) -> None:
    priya.say("action", "priya", "book the room")
    priya.say("drop", "priya", "A1", "--because", "not organised enough")
    priya.say("checkin", "priya")
    assert "- A1 dropped: book the room (me)\n" in priya.say("minutes", "priya")
    whole = priya.say("minutes", "priya", "--all")
    assert "A1 dropped: book the room (me), not organised enough" in whole.partition("## ")[2]
    assert "organised" not in priya.json("minutes", "priya")["text"]


def test_an_older_one_is_named_and_has_no_next_day(priya: Shell) -> None:
    _held(priya)
    assert priya.say("minutes", "priya", "C1") == (
        "# Check-in with Priya Raman, 2 June 2026\n\n## What changed\n\n- F1 added: Ship billing\n"
    )
    assert "has no check-in C9" in priya.refusal("minutes", "priya", "C9")


def test_what_was_not_held_has_no_minutes(priya: Shell) -> None:
    assert "no check-in yet" in priya.refusal("minutes", "priya")
    priya.say("skip", "priya", "--because", "a launch")
    assert "C1 was skipped" in priya.refusal("minutes", "priya", "C1")


def test_an_addendum_stands_with_its_day_and_changes_nothing(priya: Shell) -> None:
    _held(priya)
    said = priya.say("addendum", "priya", "C1", "she", "did", "say", "yes")
    assert said == "added to C1 of Priya Raman: she did say yes\n"
    assert "  .   29 Jun, later: she did say yes" in priya.say("timeline", "priya")
    c1, c2 = (priya.json("timeline", "priya")[at] for at in (1, 0))
    assert c1["addenda"] == [{"on": "2026-06-29", "text": "she did say yes"}]
    assert (c1["on"], c1["notes"], c2["addenda"]) == ("2026-06-02", "", [])
    assert "she did" not in priya.say("timeline", "priya", "--hide")
    assert "she did" not in priya.say("minutes", "priya", "C1")
    assert "nothing can be dated before" in priya.refusal(
        "addendum", "priya", "C2", "x", "--on", "2026-06-28"
    )
    priya.say("undo")
    assert "she did" not in priya.say("timeline", "priya")


def test_a_pulse_is_one_to_five_and_private(priya: Shell) -> None:
    assert "6 is not a pulse" in priya.refusal("checkin", "priya", "--pulse", "6")
    priya.say("checkin", "priya", "--pulse", "4")
    assert "  .   pulse 4" in priya.say("timeline", "priya")
    assert "pulse" not in priya.say("timeline", "priya", "--hide")
    assert priya.json("timeline", "priya", "--hide")[0]["pulse"] is None


def test_whose_a_mitigation_is_reads_right_for_both(priya: Shell) -> None:
    priya.say("risk", "priya", "May slip", "--on", "2026-06-01")
    priya.say("risk", "priya", "May leave", "--on", "2026-06-01")
    priya.say("checkin", "priya", "--on", "2026-06-01")
    for handle, owner in (("r1", "me"), ("r2", "them")):
        priya.say("set", "priya", handle, "--mitigation", "pair weekly", "--owner", owner)
    priya.say("checkin", "priya", "--notes", "-", stdin="")
    said = priya.say("minutes", "priya")
    assert "mitigation (mine): pair weekly" in said
    assert "mitigation (Priya): pair weekly" in said


def _reviewed(text: str) -> list[str]:
    part = text.partition("## Reviewed\n\n")[2].partition(".\n")[0]
    return re.split(", | and ", part)


def test_the_sections_reviewed_are_those_that_were_ticked_and_had_a_line(priya: Shell) -> None:
    priya.say("focus", "priya", "Ship billing", "--on", "2026-05-04")
    sections = ("--resync", "focus,risks")
    priya.say("checkin", "priya", *sections, "--on", "2026-05-18")
    for _ in range(2):
        assert _reviewed(priya.say("minutes", "priya")) == ["Focus"]
        priya.say("opportunity", "priya", "Owns on-call", "--on", "2026-06-01")


def test_a_private_line_is_no_more_told_of_than_none(priya: Shell) -> None:
    priya.say("risk", "priya", "May leave", "--private", "--on", "2026-05-04")
    priya.say("checkin", "priya", "--resync", "opportunities,risks", "--on", "2026-05-18")
    text, private = priya.say("minutes", "priya", "--all").split("## Private")
    assert "Reviewed" not in text
    assert "- Reviewed: Risks\n" in private


LATER = "2026-06-08"
DONE_LATER = (
    ("told", "priya", "b1", "--on", LATER),
    ("expect", "priya", "Writes it down", "--on", LATER),
    ("close", "priya", "r1", "--on", LATER),
    ("reopen", "priya", "f2", "--quiet", "--on", LATER),
    ("reword", "priya", "f1", "Ship it", "--on", LATER),
    ("reword", "priya", "e1", "Owns all on-call", "--on", LATER),
    ("close", "priya", "e1", "--as", "missed", "--on", LATER),
    ("done", "priya", "a1", "--on", LATER),
    ("done", "priya", "t1", "--on", LATER),
    ("addendum", "priya", "C1", "one more thing", "--on", LATER),
)


@pytest.mark.parametrize("words", DONE_LATER, ids=lambda words: " ".join(words[:4]))
def test_what_is_done_later_changes_nothing_in_older_minutes(
    priya: Shell, words: tuple[str, ...]
) -> None:
    on = ("--on", "2026-05-18")
    priya.say("focus", "priya", "Ship billing", *on)
    priya.say("expect", "priya", "Owns on-call", *on)
    priya.say("risk", "priya", "May slip", *on)
    priya.say("focus", "priya", "In the wrong place", *on)
    priya.say("move", "priya", "f2", "risks", *on)
    priya.say("miss", "priya", "e1", "slept through", *on)
    priya.say("action", "priya", "send the ladder", *on)
    priya.say("note", "priya", "T: How is the move?", *on)
    priya.say("checkin", "priya", "--resync", "all", *on)
    priya.say("checkin", "priya", "--on", "2026-06-01")
    text, shape = priya.say("minutes", "priya", "C1"), priya.json("minutes", "priya", "C1")
    assert "slept" not in text
    whole = priya.say("minutes", "priya", "C1", "--all")
    assert "slept" in whole
    priya.say(*words)
    priya.say("checkin", "priya", "--on", LATER)
    assert priya.say("minutes", "priya", "C1") == text
    assert priya.json("minutes", "priya", "C1") == shape
    if words[0] != "addendum":
        assert priya.say("minutes", "priya", "C1", "--all") == whole


def test_a_miss_told_later_stays_out_even_where_its_feedback_has_a_later_day(priya: Shell) -> None:
    priya.say("expect", "priya", "Owns on-call", "--on", "2026-05-04")
    priya.say("miss", "priya", "e1", "slept through", "--on", "2026-05-18")
    priya.say("checkin", "priya", "--on", "2026-05-18")
    priya.say("edit", "priya", "c1", "--on", "2026-05-11")
    priya.say("told", "priya", "b1", "--on", LATER)
    assert "slept" not in priya.say("minutes", "priya", "C1")


def test_feedback_waits_in_the_private_part_of_each_check_in_until_it_is_told(
    priya: Shell,
) -> None:
    priya.say("feedback", "priya", "talks over others", "--corrective", "--on", "2026-05-04")
    for day in ("2026-05-04", "2026-05-18", "2026-06-01"):
        if day == "2026-06-01":
            priya.say("told", "priya", "b1", "--on", day)
        priya.say("checkin", "priya", "--on", day)
    waits = [
        "Not told yet: B1 talks over others" in priya.say("minutes", "priya", handle, "--all")
        for handle in ("C1", "C2", "C3")
    ]
    assert waits == [True, True, False]
    shapes = [priya.json("minutes", "priya", handle, "--all") for handle in ("C1", "C2", "C3")]
    assert [len(shape["untold"]) for shape in shapes] == [1, 1, 0]
    assert [len(shape["noted"]) for shape in shapes] == [1, 0, 0]
    assert priya.json("minutes", "priya", "C2")["untold"] == []


def test_the_next_day_is_left_out_once_it_has_changed(priya: Shell) -> None:
    priya.say("checkin", "priya", "--on", "2026-06-22")
    assert "Next check-in by 6 July 2026." in priya.say("minutes", "priya")
    priya.say("postpone", "priya", "2026-07-09", "--because", "a launch")
    assert "Next check-in" not in priya.say("minutes", "priya")
    assert priya.json("minutes", "priya")["next_by"] == "2026-07-09"
