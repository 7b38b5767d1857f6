"""Notes, promises and check-ins."""

from collections.abc import Mapping

import pytest

from aligntui.cli.run import main
from aligntui.domain.line_kinds import Kind, marks_of_line, marks_of_note
from tests.cli.conftest import Shell


def test_a_note_is_kept_word_for_word(priya: Shell) -> None:
    assert priya.say("note", "priya", "asked about", "the ladder") == "noted N1 on Priya Raman\n"
    note = priya.json("show", "priya")["notes"][0]
    assert (note["handle"], note["text"], note["private"]) == (
        "N1", "asked about the ladder", True,
    )  # fmt: skip


def test_a_dash_reads_the_note_from_stdin(priya: Shell) -> None:
    priya.say("note", "priya", "-", stdin="two\nlines\n")
    assert priya.json("show", "priya")["notes"][0]["text"] == "two\nlines"


def test_an_empty_note_is_refused(priya: Shell) -> None:
    assert "empty" in priya.refusal("note", "priya", " ")
    assert "empty" in priya.refusal("note", "priya", "-", stdin="\n")
    assert "required" in priya.refusal("note", "priya")


def test_a_promise_has_an_owner_and_a_day(priya: Shell) -> None:
    assert priya.say("action", "priya", "send the doc", "--by", "fri") == (
        "added A1 of Priya Raman: send the doc\n"
    )
    theirs = priya.json("action", "priya", "runbook", "--theirs")
    assert (theirs["handle"], theirs["owner"], theirs["by"]) == ("A2", "them", None)
    shown = priya.say("show", "priya")
    assert "  A1  send the doc  by 3 Jul" in shown
    assert "They promised:" in shown


def test_a_promise_is_done_once(priya: Shell) -> None:
    priya.say("action", "priya", "send the doc")
    assert priya.json("done", "priya", "a1")["done_on"] == "2026-06-29"
    assert "already" in priya.refusal("done", "priya", "a1")
    assert "no action" in priya.refusal("done", "priya", "a7")


def test_a_promise_cannot_be_mine_and_theirs(priya: Shell) -> None:
    assert "not allowed" in priya.refusal("action", "priya", "x", "--mine", "--theirs")
    assert "no day" in priya.refusal("action", "priya", "x", "--by", "30 feb")
    assert "173 years" in priya.refusal("action", "priya", "x", "--by", "2199-12-31")


def test_a_check_in_moves_the_due_day(priya: Shell) -> None:
    said = priya.say("checkin", "priya", "--notes", "went well", "--resync", "focus,risks")
    assert said == "C1 with Priya Raman on 29 Jun; next by 13 Jul\n"
    shown = priya.json("show", "priya")["check_ins"][0]
    assert (shown["handle"], shown["notes"], shown["resynced"]) == (
        "C1", "went well", ["focus", "risks"],
    )  # fmt: skip


def test_a_check_in_can_be_recorded_for_a_day_that_is_over(priya: Shell) -> None:
    made = priya.json("checkin", "priya", "--on", "fri", "--resync", "all")
    assert (made["on"], made["due_on"]) == ("2026-06-26", "2026-07-10")
    assert len(made["resynced"]) == 4


def test_the_notes_of_a_check_in_come_from_stdin_too(priya: Shell) -> None:
    priya.say("checkin", "priya", "--notes", "-", stdin="from a file\n")
    assert priya.json("timeline", "priya")[0]["notes"] == "from a file"


def test_an_unknown_section_is_refused(priya: Shell) -> None:
    assert "the sections are" in priya.refusal("checkin", "priya", "--resync", "focus,weather")
    assert priya.json("show", "priya")["check_ins"] == []


def test_one_command_is_one_step_for_undo(priya: Shell) -> None:
    priya.say("expect", "priya", "Docs")
    priya.say("reword", "priya", "e1", "Good docs")
    assert priya.say("undo") == "Undone: reword E1 of Priya Raman\n"
    assert priya.json("expect", "priya")[0]["text"] == "Docs"
    assert priya.say("redo") == "Redone: reword E1 of Priya Raman\n"
    assert priya.json("undo") == {"name": "Priya Raman", "undone": "reword E1 of Priya Raman"}
    priya.say("undo")
    assert priya.say("undo") == "Undone: add Priya Raman\n"
    assert "nothing to undo" in priya.refusal("undo")


def test_there_may_be_nothing_to_redo(priya: Shell) -> None:
    assert "nothing to redo" in priya.refusal("redo")


def test_marked_lines_of_a_note_become_what_they_say(priya: Shell) -> None:
    text = "Good talk\nF: Ship it %60\nA: @them send it by fri\n.T: ask again\nB-: late twice\nend"
    assert priya.say("note", "priya", "-", stdin=text).splitlines() == [
        "added F1 to Priya Raman",
        "added A1 to Priya Raman",
        "added T1 to Priya Raman, private",
        "added B1 to Priya Raman",
        "noted N1 on Priya Raman",
    ]
    shown = priya.json("show", "priya")
    assert shown["sections"]["focus"][0]["weight"] == 60
    assert shown["notes"][0]["text"] == "Good talk\nend"
    assert shown["talking_points"][0]["text"] == "ask again"
    assert shown["feedback"][0]["kind"] == "corrective"
    priya.say("undo")
    assert priya.json("show", "priya")["sections"]["focus"] == []
    assert priya.json("show", "priya")["notes"] == []


@pytest.mark.parametrize(
    ("line", "said"),
    [
        (".F: x", "added F1 to Priya Raman, private"),
        (".E: x", "added E1 to Priya Raman, private"),
        (".O: x", "added O1 to Priya Raman, private"),
        (".R: x", "added R1 to Priya Raman, private"),
        (".A: x", "added A1 to Priya Raman, private"),
        (".T: x", "added T1 to Priya Raman, private"),
        (".W: x", "added W1 to Priya Raman, private"),
        (".B+: x", "added B1 to Priya Raman, private"),
        ("/B-: x", "added B1 to Priya Raman, shared"),
        ("B-: x", "added B1 to Priya Raman"),
        ("/F: x", "added F1 to Priya Raman"),
        ("x", "noted N1 on Priya Raman"),
    ],
)
def test_a_note_says_who_may_see_what_came_of_it(priya: Shell, line: str, said: str) -> None:
    assert priya.say("note", "priya", line) == f"{said}\n"


def test_a_mark_that_cannot_be_read_stays_in_the_note_and_says_why(priya: Shell) -> None:
    ended = priya.run("note", "priya", "-", stdin="fine\nR: new schema ~E9")
    assert (ended.code, ended.out) == (0, "noted N1 on Priya Raman\n")
    assert "line 2 stays a note: there is no E9" in ended.err
    assert priya.json("show", "priya")["notes"][0]["text"] == "fine\nR: new schema ~E9"


def test_a_line_that_is_too_long_stays_in_the_note_and_the_others_become_things(
    priya: Shell,
) -> None:
    text = f"F: Ship it\nE: {'x' * 2001}\nA: send it"
    ended = priya.run("note", "priya", "-", stdin=text)
    assert ended.code == 0
    assert ended.out.splitlines() == [
        "added F1 to Priya Raman", "added A1 to Priya Raman", "noted N1 on Priya Raman",
    ]  # fmt: skip
    assert ended.err == ("line 2 stays a note: the text has 2,001 characters; the limit is 2,000\n")
    assert len(priya.json("show", "priya")["notes"][0]["text"]) == 2004


def test_one_thing_is_an_object_in_json_and_several_are_a_list(priya: Shell) -> None:
    assert priya.json("note", "priya", "plain")["handle"] == "N1"
    assert priya.json("note", "priya", "A: send it")["handle"] == "A1"
    several = priya.run("note", "priya", "-", "--json", stdin="T: one\nT: two").json
    assert [each["handle"] for each in several] == ["T1", "T2"]


@pytest.mark.parametrize(
    ("command", "marks"),
    [
        ("note", marks_of_note()),
        ("action", marks_of_line(Kind.ACTION)),
        ("feedback", marks_of_line(Kind.PRAISE)),
        ("focus", marks_of_line(Kind.FOCUS)),
        ("expect", marks_of_line(Kind.EXPECTATION)),
        ("opportunity", marks_of_line(Kind.OPPORTUNITY)),
        ("risk", marks_of_line(Kind.RISK)),
    ],
)
def test_the_help_of_a_command_names_the_marks_of_its_text(
    capsys: pytest.CaptureFixture[str], command: str, marks: Mapping[str, str]
) -> None:
    assert main([command, "--help"], open_app=lambda **_: 0) == 0
    said = " ".join(capsys.readouterr().out.split())
    for meaning in set(marks.values()):
        assert any(f"{mark} {meaning}" in said for mark in marks if marks[mark] == meaning)


@pytest.mark.parametrize(
    ("command", "answer"),
    [
        (("expect", "priya", ".secret: weak on design"), "added E2 of Priya Raman, private"),
        (("risk", "priya", ".Might leave"), "added R1 of Priya Raman, private"),
        (("focus", "priya", ".NET rewrite %40"), "added F1 of Priya Raman, private"),
        (("opportunity", "priya", ".Lead it"), "added O1 of Priya Raman, private"),
        (("action", "priya", ".call HR by fri"), "added A1 of Priya Raman, private"),
        (("reword", "priya", "E1", ".Owns less"), "reworded E1 of Priya Raman, private"),
        (("feedback", "priya", "--praise", ".Calm"), "noted B1 for Priya Raman, private"),
        (("feedback", "priya", "--praise", "/Calm"), "noted B1 for Priya Raman, shared"),
    ],
)
def test_the_shell_reads_the_sign_before_the_first_letter_and_says_who_may_see_the_line(
    priya: Shell, command: tuple[str, ...], answer: str
) -> None:
    priya.say("expect", "priya", "Owns it")
    assert priya.say(*command).startswith(f"{answer}: ")
    priya.say("undo")
    assert priya.json(*command)["private"] is answer.endswith("private")


def test_one_line_for_several_is_kept_for_each_and_taken_back_in_one_step(priya: Shell) -> None:
    priya.say("add", "Tom Reyes")
    words = ("note", "priya", "A: read the plan by fri", "--also", "tom", "--also", "priya")
    assert priya.say(*words) == "added A1 to Priya Raman\nadded A1 to Tom Reyes\n"
    assert priya.say("undo") == "Undone: one note for 2 people\n"
    assert priya.json("actions") == []
    both = priya.json("note", "priya", "Offsite in May", "--also", "tom")
    assert [(row["name"], row["handle"]) for row in both] == [
        ("Priya Raman", "N1"), ("Tom Reyes", "N1"),
    ]  # fmt: skip
    assert "no person matches 'zoe'" in priya.refusal("note", "priya", "x", "--also", "zoe")
    assert len(priya.json("show", "priya")["notes"]) == 1
