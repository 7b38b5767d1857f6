"""With one's own manager it is the other way round: what is expected is expected of you."""

import pytest

from tests.cli.conftest import Shell, once


@pytest.fixture
@once
def manager(shell: Shell) -> Shell:
    """A shell with Ana, who is the manager of whoever types."""
    shell.say("add", "Ana Kovač", "--relation", "manager", "--on", "2026-04-01")
    return shell


def test_the_sheet_is_about_you(manager: Shell) -> None:
    manager.say("focus", "ana", "Ship it")
    manager.say("expect", "ana", "Vendor contracts", "--not")
    manager.say("action", "ana", "Headcount", "--theirs")
    manager.say("action", "ana", "Send the plan")
    assert manager.say("show", "ana").splitlines() == [
        "Ana Kovač, your manager",
        "75d late, no check-in yet, every 2 weeks",
        "",
        "Your focus: 1 new, monthly",
        "   F1  Ship it    not discussed",
        "",
        "Expected of you: 1 new, quarterly",
        "   E1  Vendor contracts    not discussed",
        "        you are not responsible for",
        "",
        "Your opportunities: empty, every 6 months",
        "  What is above and beyond for you?",
        "",
        "Your risks: empty, quarterly",
        "  Where are you likely to miss what is expected?",
        "",
        "You promised:",
        "  A2  Send the plan  new",
        "",
        "You need from them:",
        "  A1  Headcount  new",
    ]


def test_empty_sections_ask_you(manager: Shell) -> None:
    assert "What results are expected of you" in manager.say("expect", "ana")
    assert "Where should your energy go?" in manager.say("focus", "ana")


def test_what_you_missed_leads_to_no_feedback_of_yours(manager: Shell) -> None:
    manager.say("expect", "ana", "Docs")
    assert manager.say("miss", "ana", "e1", "not there") == "missed E1 of Ana Kovač: not there\n"
    assert manager.json("untold") == []
    assert "missed 29 Jun" in manager.say("show", "ana")


def test_changes_and_history_speak_to_you(manager: Shell) -> None:
    manager.say("expect", "ana", "Docs", "--on", "2026-06-01")
    manager.say("checkin", "ana", "--on", "2026-06-02")
    manager.say("set", "ana", "e1", "--not")
    manager.say("differ", "ana", "e1", "they are mine")
    for words in (("timeline", "ana"), ("history", "ana", "e1")):
        said = manager.say(*words)
        assert "you are not responsible for" in said
        assert "is not responsible for" not in said
    assert '        they: "they are mine"' in manager.say("differences").splitlines()
    assert "Expected of you anyway" not in manager.say("show", "ana", "--readiness")


def test_notes_and_who_is_due_name_nobody_s_side(manager: Shell) -> None:
    assert manager.say("note", "ana", "E not: Vendors") == "added E1 to Ana Kovač\n"
    assert manager.json("expect", "ana")[0]["responsible"] is False
    assert "their" not in manager.say("due", "--all")


def test_json_and_a_report_s_sheet_stay_as_they_are(manager: Shell) -> None:
    manager.say("add", "Priya Raman")
    assert manager.json("show", "ana")["relation"] == "manager"
    assert manager.say("show", "priya").splitlines()[0] == "Priya Raman, report"
    assert "Expectations: empty" in manager.say("show", "priya")


@pytest.mark.parametrize(
    ("relation", "no", "yes"),
    [
        ("manager", "I am not responsible for this", "I am responsible for this"),
        ("report", "Ana is not responsible for this", "Ana is responsible for this"),
    ],
)
def test_a_packet_says_whose_a_line_is_not(shell: Shell, relation: str, no: str, yes: str) -> None:
    shell.say("add", "Ana Kovač", "--relation", relation, "--on", "2026-04-01")
    shell.say("expect", "ana", "Vendor contracts", "--not", "--on", "2026-04-10")
    shell.say("risk", "ana", "It slips", "--mitigation", "pair", "--on", "2026-04-10")
    shell.say("set", "ana", "r1", "--owner", "them", "--raised-by", "them", "--on", "2026-04-10")
    review = ("review", "ana", "--since", "2026-05-01")
    said = shell.say(*review)
    assert f"Not agreed by both at the start. {no}." in said
    assert "Raised by Ana." in said
    assert "Mitigation (Ana): pair." in said
    shell.say("set", "ana", "e1", "--is", "--on", "2026-05-10")
    said = shell.say(*review)
    assert f"On 10 May 2026, {yes}." in said
    assert "you are" not in said
    assert "no longer" not in said
