"""From the wrong person to the right one, and from the wrong day: typed in the shell."""

import pytest

from tests.cli.conftest import Shell, once


@pytest.fixture
@once
def both(priya: Shell) -> Shell:
    """Priya, with a note, a point and feedback that are about Tom, who is there, too."""
    priya.say("add", "Tom Berg", "--on", "2026-04-01")
    priya.say("expect", "priya", "Owns it", "--on", "2026-05-01")
    text = "Tom was away\nT: ask about the move\nB-: Late twice ~E1"
    priya.say("note", "priya", "-", stdin=text)
    return priya


def test_what_is_somebody_else_s_goes_to_them_and_undo_brings_it_back(both: Shell) -> None:
    before = both.json("show", "priya"), both.json("show", "tom")
    assert both.say("move", "priya", "n1", "--to", "tom") == (
        "moved N1 of Priya Raman to Tom Berg, as N1: Tom was away\n"
    )
    ended = both.run("move", "priya", "b1", "--to", "tom", "--json")
    made = ended.json
    assert (made["name"], made["handle"], made["about"], made["private"]) == (
        "Tom Berg", "B1", None, True,
    )  # fmt: skip
    assert "the lines of Priya Raman stay" in ended.err
    assert both.json("show", "priya")["notes"] == []
    assert [each["text"] for each in both.json("show", "tom")["notes"]] == ["Tom was away"]
    assert both.say("undo") == "Undone: move B1 to another person\n"
    both.say("undo")
    assert (both.json("show", "priya"), both.json("show", "tom")) == before
    both.say("redo")
    assert both.json("show", "priya")["notes"] == []


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("minutes", "priya"), "- E1 moved, it is F1 now: Owns it"),
        (("review", "priya", "--since", "2026-05-02"), "Moved on 2 June 2026, it is F1 now."),
        (("review", "priya", "--since", "2026-05-02", "--full"), "- Moved on 2 June 2026, it"),
        (("export", "priya", "--format", "markdown"), "**E1** Owns it (moved, it is F1 now)"),
        (("history", "priya", "E1"), "moved, it is F1 now"),
        (("timeline", "priya"), "E1 moved, it is F1 now"),
        (("diff", "priya", "2026-05-02"), "+ moved, it is F1 now"),
    ],
)
def test_a_line_that_is_in_another_section_now_was_not_dropped(
    both: Shell, words: tuple[str, ...], said: str
) -> None:
    both.say("checkin", "priya", "--on", "2026-06-01")
    both.say("move", "priya", "E1", "focus", "--on", "2026-06-02")
    both.say("checkin", "priya", "--on", "2026-06-02")
    found = both.run(*words).out
    assert said in found
    assert "dropped" not in found


def test_the_trail_stands_on_both_sides_names_nobody_and_is_private(both: Shell) -> None:
    both.say("move", "priya", "t1", "--to", "tom", "--on", "2026-07-01")
    assert both.say("history", "priya", "t1").splitlines() == [
        "T1", ".  1 Jul    moved to another person"
    ]  # fmt: skip
    assert both.say("history", "tom", "t1").splitlines() == [
        "T1  ask about the move",
        ".  29 Jun    noted",
        ".  1 Jul     moved from another person",
    ]
    shapes = both.json("history", "tom", "t1")
    assert [(each["on"], each["words"], each["private"]) for each in shapes][-1] == (
        "2026-07-01", "moved from another person", True,
    )  # fmt: skip
    assert "no T1" in both.refusal("--hide", "history", "tom", "t1")
    for words in (("export", "tom", "--format", "markdown"), ("show", "tom", "--json")):
        assert "Priya" not in both.run(*words).out
    assert both.refusal("move", "priya", "t1", "--to", "tom") == (
        "T1 was moved to another person on 1 Jul 2026"
    )


def test_a_handle_is_no_other_thing_s_after_it_went(both: Shell) -> None:
    both.say("move", "priya", "n1", "--to", "tom")
    assert both.say("note", "priya", "another") == "noted N2 on Priya Raman\n"


@pytest.mark.parametrize(
    ("words", "why"),
    [
        (("n1",), "say where to"),
        (("n1", "risks", "--to", "tom"), "say where to"),
        (("e1", "--to", "tom"), "E1 can't be moved to another person; add it there again"),
        (("n1", "--to", "priya"), "N1 is with Priya Raman already; name another person"),
        (("n7", "--to", "tom"), "Priya Raman has no N7"),
        (("n1", "--to", "nobody"), "no person matches 'nobody'"),
    ],
)
def test_what_can_not_be_moved_is_refused(both: Shell, words: tuple[str, ...], why: str) -> None:
    assert why in both.refusal("move", "priya", *words)


def test_hidden_words_stay_hidden_on_their_way(both: Shell) -> None:
    said = both.say("--hide", "move", "priya", "n1", "--to", "tom")
    assert said == "moved N1 of Priya Raman to Tom Berg, as N1\n"


def test_who_is_erased_leaves_no_name_with_those_their_things_went_to(both: Shell) -> None:
    both.say("move", "priya", "n1", "--to", "tom")
    assert both.run("erase", "priya", "--yes").code == 0
    for file in both.store.parent.rglob("*"):
        assert not file.is_file() or b"Priya" not in file.read_bytes(), file
    assert both.json("show", "tom")["notes"][0]["text"] == "Tom was away"


def test_a_check_in_goes_to_the_day_it_was_and_the_next_is_due_by_that(both: Shell) -> None:
    both.say("checkin", "priya", "--notes", "Fine\nA: send it", "--resync", "all", "--on", "fri")
    assert both.say("edit", "priya", "c1", "--on", "wed") == (
        "moved C1 with Priya Raman from 26 Jun to 24 Jun; next by 8 Jul\n"
    )
    assert both.json("list")[0]["name"] == "Priya Raman"
    entry = next(each for each in both.json("timeline", "priya") if each["handle"] == "C1")
    assert entry["on"] == "2026-06-24"
    assert entry["addenda"] == [{"on": "2026-06-29", "text": "moved from 26 Jun"}]
    assert "29 Jun, later: moved from 26 Jun" in both.say("timeline", "priya")
    assert "moved from 26 Jun" in both.say("history", "priya", "c1")
    assert both.json("show", "priya")["actions"][0]["on"] == "2026-06-24"
    assert both.json("expect", "priya")[0]["agreed_on"] == "2026-06-24"
    assert "moved from" not in both.say("--hide", "timeline", "priya")
    assert both.say("undo") == "Undone: move C1 of Priya Raman to 24 Jun\n"
    assert "2026-06-26" in [each["on"] for each in both.json("timeline", "priya")]
    made = both.json("edit", "priya", "c1", "--on", "2026-06-25")
    assert (made["handle"], made["on"], made["due_on"]) == ("C1", "2026-06-25", "2026-07-09")


@pytest.mark.parametrize(
    ("words", "why"),
    [
        (("c1",), "say on which day it was: aligntui edit 'Priya Raman' C1 --on DATE"),
        (("c1", "--on", "tomorrow"), "30 Jun is in the future"),
        (("c1", "--on", "2026-03-01"), "Priya Raman was added on 1 Apr"),
        (("c1", "--on", "2026-04-20"), "E1 was changed on 1 May, too"),
        (("c1", "--on", "2026-06-26"), "C1 is on 26 Jun already"),
        (("c9", "--on", "fri"), "has no check-in C9"),
        (("n1", "--on", "fri"), "only a check-in, such as C4, can be put on another day"),
        (("c1", "--on", "wed", "--role", "lead"), "one at a time"),
    ],
)
def test_a_day_or_a_thing_that_can_not_be_is_refused(
    both: Shell, words: tuple[str, ...], why: str
) -> None:
    both.say("checkin", "priya", "--resync", "all", "--on", "fri")
    assert why in both.refusal("edit", "priya", *words)
