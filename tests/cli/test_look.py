"""One person: the sheet and the timeline."""

import json
from collections.abc import Callable
from datetime import date

from tests.cli.conftest import Shell


def story(shell: Shell) -> None:
    """Two months of Priya."""
    shell.say("focus", "priya", "Ship billing", "--weight", "60", "--on", "2026-05-01")
    shell.say("expect", "priya", "Owns on-call", "--success", "no page lost", "--on", "2026-05-01")
    shell.say("checkin", "priya", "--resync", "all", "--notes", "a start", "--on", "2026-05-13")
    shell.say("reword", "priya", "e1", "Owns billing on-call", "--on", "2026-05-20")
    shell.say("differ", "priya", "f1", "too much", "--on", "2026-05-27")
    shell.say("checkin", "priya", "--notes", "they are tired\nask again", "--on", "2026-05-27")
    shell.say("risk", "priya", "May leave", "--private")


def test_the_sheet_shows_the_four_sections(priya: Shell) -> None:
    story(priya)
    assert priya.say("show", "priya").splitlines() == [
        "Priya Raman, report",
        "19d late, last check-in 27 May, every 2 weeks",
        "",
        "Focus: 1 differs, 47d ago, monthly",
        " x F1  Ship billing  60%  they differ",
        '        they: "too much"',
        "",
        "Expectations: 1 changed, 47d ago, quarterly",
        " ~ E1  Owns billing on-call  on track  reworded 20 May",
        "        success: no page lost",
        "",
        "Opportunities: empty, 47d ago, every 6 months",
        "  What is above and beyond?",
        "",
        "Risks: 1 private, 47d ago, every 2 months",
        ".  R1  May leave  open  not discussed",
    ]


def test_the_sheet_in_json(priya: Shell) -> None:
    story(priya)
    shown = priya.json("show", "priya")
    item = shown["sections"]["expectations"][0]
    assert item["handle"] == "E1"
    assert (item["mine"], item["theirs"], item["how"], item["agreed_on"]) == (
        "agree", "not_discussed", None, None,
    )  # fmt: skip
    assert [c["handle"] for c in shown["check_ins"]] == ["C2", "C1"]
    assert set(shown) >= {"name", "cadence", "sections", "actions", "check_ins", "notes"}


def test_a_resync_is_the_day_of_agreement(priya: Shell) -> None:
    story(priya)
    shown = priya.json("show", "priya", "--on", "2026-05-14")
    assert shown["sections"]["focus"][0]["agreed_on"] == "2026-05-13"


def test_the_sheet_as_of_a_day_shows_the_wording_of_then(priya: Shell) -> None:
    story(priya)
    then = priya.run("show", "priya", "--on", "2026-05-14").out
    assert "Owns on-call" in then
    assert "May leave" not in then
    assert "was added on" in priya.refusal("show", "priya", "--on", "2026-03-01")


def test_a_clock_that_goes_back_makes_nothing_disappear(
    priya: Shell, on_day: Callable[[date], None]
) -> None:
    priya.say("focus", "priya", "Ship")
    priya.say("checkin", "priya")
    on_day(date(2026, 6, 28))
    assert "Ship" in priya.say("show", "priya")
    assert "C1" in priya.say("timeline", "priya")


def test_hiding_leaves_out_all_that_is_private(priya: Shell) -> None:
    story(priya)
    priya.say("note", "priya", "SECRET note")
    priya.say("action", "priya", "SECRET promise", "--private")
    for command in ("show", "timeline", "risk"):
        for form in ((), ("--json",)):
            shown = priya.say(command, "priya", "--hide", *form)
            assert "SECRET" not in shown
            assert "May leave" not in shown
            assert "tired" not in shown


def test_hiding_leaves_out_the_time_when_something_was_private(priya: Shell) -> None:
    priya.say("risk", "priya", "SECRET words", "--private", "--on", "2026-06-01")
    assert priya.json("show", "priya", "--hide", "--on", "2026-06-02")["sections"]["risks"] == []


def test_recording_something_private_while_hiding_does_not_print_it(priya: Shell) -> None:
    assert priya.say("risk", "priya", "SECRET", "--private", "--hide") == (
        "added R1 of Priya Raman\n"
    )
    assert "SECRET" not in json.dumps(priya.json("close", "priya", "R1", "--hide"))
    assert "text" not in priya.json("note", "priya", "SECRET", "--hide")


def test_the_timeline_says_what_changed_newest_first(priya: Shell) -> None:
    story(priya)
    assert priya.say("timeline", "priya").splitlines() == [
        "not in a check-in yet",
        "  . R1 added: May leave",
        "27 May  C2",
        '    F1 Ship billing, they differ: "too much"',
        '    E1 reworded: Owns billing on-call (was "Owns on-call")',
        "  .   they are tired",
        "      ask again",
        "13 May  C1",
        "    F1 added: Ship billing (share: 60%); agreed",
        "    E1 added: Owns on-call (success: no page lost); agreed",
        "  .   a start",
    ]


def test_the_timeline_goes_back_to_a_day(priya: Shell) -> None:
    story(priya)
    entries = priya.json("timeline", "priya", "--since", "20 may")
    assert [(entry["handle"], entry["kind"]) for entry in entries] == [
        (None, "since"), ("C2", "held"),
    ]  # fmt: skip
    change = entries[1]["changes"][1]
    assert (change["handle"], change["kind"], change["before"]) == (
        "E1", "reworded", "Owns on-call",
    )  # fmt: skip


def test_a_timeline_may_be_empty(priya: Shell) -> None:
    ended = priya.run("timeline", "priya")
    assert (ended.code, ended.out) == (0, "")
    assert "nothing happened" in ended.err
    assert priya.run("timeline", "priya", "--json").json == []


def test_a_timeline_can_be_of_one_section_or_of_what_holds_some_words(priya: Shell) -> None:
    story(priya)

    def found(*options: str) -> list[tuple[str | None, list[str]]]:
        entries = priya.json("timeline", "priya", *options)
        return [(e["handle"], [change["handle"] for change in e["changes"]]) for e in entries]

    assert found("--section", "focus", "--since", "2026-05-13")[-1] == ("C1", ["F1"])
    assert found("--match", "BILLING")[-1] == ("C1", ["F1"])
    assert ("C2", ["E1"]) in found("--match", "owns on-call")
    assert found("--match", "tired") == [("C2", [])]
    assert found("--match", "tired", "--section", "risks") == []
    nothing = priya.run("timeline", "priya", "--match", "marmot")
    assert (nothing.code, nothing.out) == (0, "")
    assert "no match" in nothing.err
    assert "nothing to search for" in priya.run("timeline", "priya", "--match", " ").err
    assert "is not a section" in priya.run("timeline", "priya", "--section", "x").err


def test_an_open_risk_says_for_how_long_and_for_how_many_check_ins(priya: Shell) -> None:
    priya.say("risk", "priya", "May slip", "--on", "2026-05-01")
    for day in ("2026-05-13", "2026-05-27"):
        priya.say("checkin", "priya", "--on", day)
    assert "        open 59 days, 3rd check-in" in priya.say("show", "priya").splitlines()
    then = priya.run("show", "priya", "--on", "2026-05-14").out.splitlines()
    assert "        open 13 days, 2nd check-in" in then
    risk = priya.json("show", "priya")["sections"]["risks"][0]["recurrence"]
    assert (risk["open_days"], risk["open_check_ins"], risk["first_seen"]) == (59, 3, "2026-05-01")
    said = priya.say("history", "priya", "r1").splitlines()[1]
    assert said == "    first seen 1 May, open 59 days, 3rd check-in"


def test_the_heading_of_the_risks_names_the_one_that_is_open_for_longest(priya: Shell) -> None:
    priya.say("risk", "priya", "May slip", "--on", "2026-03-30")
    priya.say("risk", "priya", "May leave", "--on", "2026-05-01")
    priya.say("risk", "priya", "Long over", "--on", "2026-03-01")
    priya.say("close", "priya", "r3", "--as", "mitigated", "--on", "2026-03-31")
    shown = priya.run("show", "priya", "--on", "2026-05-30").out.splitlines()
    assert any(line.startswith("Risks: R1 open 61d; 2 new") for line in shown)
    assert "R1 open" not in priya.run("show", "priya", "--on", "2026-05-29").out


def test_the_timeline_also_tells_notes_promises_and_feedback(priya: Shell) -> None:
    priya.say("note", "priya", "asked about the ladder", "--on", "2026-05-02")
    priya.say("action", "priya", "send the ladder", "--on", "2026-05-02")
    priya.say("feedback", "priya", "Calm outage", "--praise", "--on", "2026-05-03")
    priya.say("done", "priya", "A1", "--on", "2026-05-04")
    priya.say("checkin", "priya", "--on", "2026-05-05")
    priya.say("told", "priya", "B1", "--on", "2026-05-06")
    assert priya.say("timeline", "priya").splitlines() == [
        "not in a check-in yet",
        "  . B1 praise: Calm outage (told 6 May, written on 29 Jun)",
        "5 May  C1",
        "  . N1 2 May: asked about the ladder",
        "    A1 you: send the ladder (done 4 May)",
        "  . B1 praise: Calm outage (noted 3 May)",
    ]
    first = priya.json("timeline", "priya")[1]
    assert [each["text"] for each in first["kept_notes"]] == ["asked about the ladder"]
    assert [each["handle"] for each in (*first["actions"], *first["feedback"])] == ["A1", "B1"]
    hidden = priya.say("timeline", "priya", "--hide")
    assert "ladder (done 4 May)" in hidden
    assert "asked" not in hidden
    assert "Calm" not in hidden
    assert priya.run("timeline", "priya", "--section", "focus").out == ""


def test_what_waits_for_next_time_stands_on_the_page(priya: Shell) -> None:
    priya.say("note", "priya", "Likes tea", "--on", "2026-06-01")
    priya.say("checkin", "priya", "--on", "2026-06-10", "--notes", "Said then")
    priya.say("note", "priya", "Asked about the ladder", "--on", "2026-06-11")
    priya.say("note", "priya", "T: How is the load?", "--on", "2026-06-12")
    priya.say("feedback", "priya", "Calm in the outage", "--praise", "--on", "2026-06-12")
    assert priya.say("show", "priya").splitlines()[-4:] == [
        "Next time: 1 note, 1 point, 1 to tell",
        "  N2  Noted     Asked about the ladder      18d",
        "  B1  To tell   Calm in the outage, praise  17d",
        "  T1  Bring up  How is the load?            17d",
    ]
    shape = priya.json("show", "priya")
    assert [each["handle"] for each in shape["waiting"]] == ["N2", "B1", "T1"]
    assert shape["untold_feedback"] == 1
    assert "Next time" not in priya.say("show", "priya", "--hide")
    assert priya.json("show", "priya", "--hide")["waiting"] == []


def test_the_timeline_tells_what_was_to_be_brought_up(priya: Shell) -> None:
    priya.say("note", "priya", "T: How is the load?", "--on", "2026-06-12")
    priya.say("checkin", "priya", "--on", "2026-06-15")
    priya.say("done", "priya", "t1", "--on", "2026-06-16")
    now, then = priya.say("timeline", "priya").split("15 Jun")
    assert "  . T1 to bring up: How is the load? (brought up 16 Jun, written on 29 Jun)" in now
    assert "  . T1 to bring up: How is the load? (noted 12 Jun)" in then
    assert [each["talking_points"][0]["handle"] for each in priya.json("timeline", "priya")] == [
        "T1", "T1",
    ]  # fmt: skip
    assert "T1" in priya.say("timeline", "priya", "--match", "load")
    assert "T1" not in priya.say("timeline", "priya", "--hide")


def test_feedback_that_was_told_stands_beside_what_is_not(priya: Shell) -> None:
    for text in ("Calm in the outage", "Clear notes"):
        priya.say("feedback", "priya", text, "--praise")
    priya.say("told", "priya", "b1")
    shape = priya.json("show", "priya")
    assert [each["handle"] for each in shape["feedback"]] == ["B2"]
    (told,) = shape["told_feedback"]
    assert (told["handle"], told["told_on"]) == ("B1", "2026-06-29")
    hidden = json.loads(priya.say("show", "priya", "--json", "--hide"))
    assert hidden["told_feedback"] == []


def test_a_changed_share_is_told_as_one_everywhere(priya: Shell) -> None:
    priya.say("focus", "priya", "Ship it", "--weight", "50", "--on", "2026-06-01")
    priya.say("agree", "priya", "F1", "--on", "2026-06-01")
    priya.say("checkin", "priya", "--on", "2026-06-01")
    said = priya.say("reword", "priya", "F1", "Ship it %60", "--on", "2026-06-10")
    assert said.startswith("changed F1")
    shown = "F1 changed: Ship it (share from 50% to 60%)"
    assert shown in priya.say("timeline", "priya")
    assert "changed: Ship it (share from 50% to 60%)" in priya.say("prep", "priya")
    assert "share from 50% to 60%" in priya.say("history", "priya", "F1")
    assert "changed 10 Jun" in priya.say("show", "priya")
    assert "F1   changed: Ship it" in priya.say("diff", "priya", "2026-06-01", "2026-06-20")
    priya.say("checkin", "priya", "--on", "2026-06-11")
    assert shown in priya.say("minutes", "priya")


def test_one_thing_counts_its_check_ins_in_one_way(priya: Shell) -> None:
    priya.say("risk", "priya", "May slip", "--on", "2026-05-01")
    for day in ("2026-05-13", "2026-05-27", "2026-06-10"):
        priya.say("checkin", "priya", "--on", day)
    assert "(4th check-in, 59d)" in priya.say("prep", "priya")
    assert "open 59 days, 4th check-in" in priya.say("show", "priya")
    assert "open 59 days, 4th check-in" in priya.say("history", "priya", "r1")


def test_a_long_point_pads_no_other(priya: Shell) -> None:
    priya.say("note", "priya", "T: Ask about " + "everything " * 40)
    priya.say("note", "priya", "T: The offsite")
    priya.say("action", "priya", "Write " + "everything " * 40)
    priya.say("action", "priya", "Ship", "--by", "fri")
    for command in (("show", "priya"), ("actions",), ("prep", "priya", "--all")):
        lines = priya.say(*command).splitlines()
        assert lines == [line.rstrip() for line in lines]
        assert not [line for line in lines if len(line) > 80 and "everything" not in line]


def test_nothing_since_a_day_is_not_said_to_be_nothing_ever(priya: Shell) -> None:
    assert priya.run("timeline", "priya").err == "nothing happened with Priya Raman yet\n"
    priya.say("focus", "priya", "Ship billing", "--on", "2026-05-01")
    priya.say("checkin", "priya", "--on", "2026-05-13")
    said = priya.run("timeline", "priya", "--since", "2026-06-25").err
    assert said == "nothing happened with Priya Raman since 25 Jun\n"


def test_words_match_what_was_done_instead_of_a_check_in(priya: Shell) -> None:
    priya.say("skip", "priya", "--because", "the launch", "--on", "2026-06-10")
    priya.say("postpone", "priya", "2026-07-03", "--because", "booked", "--on", "2026-06-28")
    timeline = priya.say("timeline", "priya")
    assert "C1, skipped, next by " in timeline
    assert "C2, booked for 3 Jul" in timeline
    assert "skipped, next by " in priya.say("history", "priya", "c1")
    assert "book the check-in with Priya Raman" in priya.say("undo")


def test_what_is_expected_of_me_is_not_counted_as_theirs_to_agree_to(priya: Shell) -> None:
    priya.say("expect", "priya", "Owns on-call")
    counted = priya.json("show", "priya", "--numbers")
    priya.say("expect", "priya", "mine: answers in a day")
    assert priya.json("show", "priya", "--numbers") == counted


def test_a_touch_is_a_line_of_the_timeline_and_takes_no_changes(priya: Shell) -> None:
    priya.say("expect", "priya", "Owns on-call")
    priya.say("touch", "priya", "hello")
    priya.say("checkin", "priya")
    assert priya.say("timeline", "priya").splitlines() == [
        "29 Jun  C2",
        "    E1 added: Owns on-call",
        "29 Jun  C1, a short touch",
        "  .   hello",
    ]
