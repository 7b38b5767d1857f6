"""Somebody is handed over to the next manager; it is 29 June 2026."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.cli.conftest import once
from tests.cli.test_round import PRIVATE, priya, ticked  # noqa: F401  # the table of private fields

if TYPE_CHECKING:
    from pathlib import Path

    from tests.cli.conftest import Shell


@pytest.fixture
def other(shell: Shell, tmp_path: Path) -> Shell:
    """The shell of the next manager."""
    return type(shell)(tmp_path / "other.json", shell.capture, shell.monkeypatch)


@pytest.fixture
@once
def handed(shell: Shell, priya: Path) -> str:  # noqa: F811
    """What is handed over of somebody with a private word in every private field."""
    shell.say("told", "Priya", "B1")
    shell.say("feedback", "Priya", "Good demo", "--praise")
    shell.say("told", "Priya", "B2")
    shell.say("feedback", "Priya", f"too loud {PRIVATE}", "--corrective")
    shell.say("win", "Priya", "Cut the deploy to 4 minutes", "--on", "2026-06-20")
    shell.say("win", "Priya", f"held out {PRIVATE}", "--private")
    shell.say("win", "Priya", "my own talk", "--mine")
    shell.say("action", "Priya", "Draft the plan", "--theirs", "--by", "3 jul")
    shell.say("action", "Priya", f"see a lawyer {PRIVATE}", "--private")
    shell.say("agree", "Priya", "F1", "--on", "2026-06-02")
    return shell.say("handoff", "Priya", "--as", "Ana Kovač")


@pytest.mark.parametrize("ways", [(), ("--json",), ("--since", "2020-01-01"), ("--hide",)])
def test_no_private_word_and_no_doubt_is_handed_over(
    shell: Shell,
    handed: str,
    ways: tuple[str, ...],
) -> None:
    said = shell.run("handoff", "Priya", *ways)
    assert said.code == 0
    for text in (handed, said.out, said.err):
        assert PRIVATE not in text
        assert "doubt" not in text
        assert "off track" not in text.casefold().replace("_", " ")
        assert "too loud" not in text


def test_it_says_what_the_two_share(handed: str) -> None:
    assert handed.startswith(
        "# Handoff: Priya Raman\n\nHanded over by Ana Kovač on 29 June 2026.\n"
    )
    assert (
        "## Focus\n\n- F1 Ship billing\n  - share: 60%\n  - agreed by both since 2 June 2026\n"
    ) in handed
    assert "- E2 Reviews inside a day\n  - not agreed by both yet\n" in handed
    assert "- B2 praise, told on 29 June 2026: Good demo\n" in handed
    assert "## Wins\n\n- W1 20 June 2026: Cut the deploy to 4 minutes\n\n" in handed
    assert "my own talk" not in handed
    assert "- A1 Draft the plan\n  - promised by Priya on 29 June 2026, due 3 July 2026\n" in handed
    assert "- check-ins: every 2 weeks\n" in handed


def test_the_next_manager_sees_it_before_it_is_taken_and_undo_takes_it_back(
    other: Shell, handed: str
) -> None:
    looked = other.run("receive", "-", "--dry-run", stdin=handed)
    assert looked.code == 0
    assert "agreed with Ana Kovač since 2 Jun 2026, not yet with you" in looked.out
    assert looked.err == "nothing was changed; --yes takes it in\n"
    other.monkeypatch.setattr("aligntui.cli.passphrase.has_terminal", lambda: False)
    assert other.run("receive", "-", stdin=handed).code == 1  # nobody is there to say yes
    assert other.say("list", "--json") == "[]\n"
    taken = other.run("receive", "-", "--yes", stdin=handed)
    assert taken.out == "Priya Raman is taken in; 'aligntui undo' takes it back\n"
    (line,) = other.json("show", "Priya")["sections"]["focus"]
    assert (line["agreement"], line["agreed_before"]) == ("not_discussed", "2026-06-02")
    assert line["agreed_before_with"] == "Ana Kovač"
    assert "B2 praise, told on 29 June 2026: Good demo" in other.say("search", "demo", "--json")
    assert "W1 20 June 2026: Cut the deploy" in other.say("search", "deploy", "--json")
    assert "Priya Raman\n" in other.say("search", "kovac")
    assert "not agreed yet" in other.say("prep", "Priya")
    other.say("agree", "Priya", "F1")
    (line,) = other.json("show", "Priya")["sections"]["focus"]
    assert line["agreed_before"] is None
    assert "agreed with Ana Kovač since 2 Jun 2026" in other.say("history", "Priya", "F1")
    other.say("undo")
    assert "take on Priya Raman" in other.say("undo")
    assert other.say("list", "--json") == "[]\n"


def test_level_and_evidence_go_along_and_the_brief_says_with_whom_it_was_agreed(
    shell: Shell, other: Shell
) -> None:
    shell.say("add", "Mei Tanaka", "--level", "senior", "--on", "2026-05-01")
    shell.say("opportunity", "Mei", "Lead the outage review", "--on", "2026-05-01")
    shell.say("evidence", "Mei", "O1", "Led it in May", "--on", "2026-05-03")
    shell.say("agree", "Mei", "O1")
    handed = shell.say("handoff", "Mei", "--as", "Max")
    assert "\nLevel: senior\n" in handed
    assert "## Evidence for opportunities\n\n- O1 3 May 2026: Led it in May\n" in handed
    (found,) = shell.json("handoff", "Mei")["evidence"]
    assert (found["handle"], found["text"]) == ("O1", "Led it in May")
    other.run("receive", "-", "--yes", stdin=handed)
    mei = other.json("show", "Mei")
    assert mei["level"] == "senior"
    assert [line["handle"] for line in mei["sections"]["opportunities"]] == ["O1"]
    assert "O1 3 May 2026: Led it in May" in other.say("search", "Led it", "--json")
    assert "Opportunities: O1 agreed with Max, not yet with you" in other.say("prep", "Mei")
    other.say("agree", "Mei", "O1")
    assert "not yet with you" not in other.say("prep", "Mei")


def test_one_who_is_there_already_is_not_taken_over(other: Shell, handed: str) -> None:
    other.say("add", "Priya Raman", "--relation", "peer")
    refused = other.refusal("receive", "-", stdin=handed)
    assert refused.startswith("Priya Raman is here already, as peer; nothing was taken in")
    assert other.json("show", "Priya")["sections"]["focus"] == []


def test_what_was_settled_in_a_round_is_handed_over(shell: Shell, priya: Path) -> None:  # noqa: F811
    sent = priya.read_text()
    shell.run("receive", "-", stdin=ticked(sent, "E1"))
    shell.run("round", "Priya", "--fill", "-", stdin=ticked(sent))
    assert "Settled in rounds" not in shell.say("handoff", "Priya")
    shell.say("round", "Priya", "--settle")
    said = shell.say("handoff", "Priya")
    assert "## Settled in rounds\n\n- round 1, 29 June 2026: both agreed to F1" in said
    assert "PLAINLY" not in said


def test_lines_that_are_named_are_left_out(shell: Shell, handed: str) -> None:
    said = shell.say("handoff", "Priya", "--without", "e2", "B2", "A1", "W1")
    for words in ("Reviews inside", "Good demo", "Draft the plan", "Cut the deploy"):
        assert words in handed
        assert words not in said
    assert "F9 would not be in it" in shell.refusal("handoff", "Priya", "--without", "F9")


@pytest.mark.parametrize(
    ("part", "words", "key"),
    [
        ("role", "Role: senior engineer", "role"),
        ("level", "Level: senior", "level"),
        ("evidence", "Led it alone", "evidence"),
        ("rounds", "both agreed to", "rounds"),
        ("rhythm", "- check-ins: ", "rhythm"),
    ],
)
def test_what_has_no_handle_is_left_out_by_its_part(
    shell: Shell,
    priya: Path,  # noqa: F811
    part: str,
    words: str,
    key: str,
) -> None:
    sent = priya.read_text()
    shell.run("receive", "-", stdin=ticked(sent, "E1"))
    shell.run("round", "Priya", "--fill", "-", stdin=ticked(sent))
    shell.say("edit", "Priya", "--role", "senior engineer", "--level", "senior")
    shell.say("opportunity", "Priya", "Run the review")
    shell.run("evidence", "Priya", "O1", "Led it alone")
    shell.run("round", "Priya", "--settle")
    assert words in shell.say("handoff", "Priya")
    said = shell.say("handoff", "Priya", "--without", part, "F1")
    assert words not in said
    shape = shell.json("handoff", "Priya", "--without", part)
    assert not shape[key]
    assert words not in shape["text"]
    others = {"role", "level", "evidence", "rounds", "rhythm"} - {key}
    assert all(shape[each] for each in others)


def test_the_time_of_told_feedback_can_be_named(shell: Shell, handed: str) -> None:
    later = shell.say("handoff", "Priya", "--since", "2027-01-01")
    assert "Good demo" not in later
    assert "Ship billing" in later


def test_it_goes_into_an_export_and_comes_back(other: Shell, handed: str, tmp_path: Path) -> None:
    other.run("receive", "-", "--yes", stdin=handed)
    assert "agreed with Ana Kovač since" in other.run("export", "Priya", "--format", "markdown").out
    file = tmp_path / "all.json"
    other.run("export", "--format", "json", "-o", str(file))
    third = type(other)(tmp_path / "third.json", other.capture, other.monkeypatch)
    assert third.run("import", str(file)).code == 0
    assert third.json("show", "Priya") == other.json("show", "Priya")
    other.run("erase", "Priya", "--yes")
    assert "Kova" not in other.store.read_text()


@pytest.mark.parametrize("relation", ["manager", "peer", "skip"])
def test_only_a_report_is_handed_over(shell: Shell, relation: str) -> None:
    shell.say("add", "Grace Wu", "--relation", relation)
    assert "only a report is handed over" in shell.refusal("handoff", "Grace")


def test_a_packet_and_a_handoff_say_the_same_day_since_which_both_agree(shell: Shell) -> None:
    shell.run("--on", "2026-05-01", "add", "Kay")
    shell.run("--on", "2026-06-01", "focus", "Kay", "Ship")
    shell.run("--on", "2026-06-02", "agree", "Kay", "F1")
    shell.run("--on", "2026-06-10", "agree", "Kay", "--section", "focus")
    assert "agreed by both since 2 June 2026" in shell.say("handoff", "Kay")
    both = "agreed on 2 June 2026, last on 10 June 2026"
    packet = shell.say("review", "Kay", "--since", "2026-05-20", "--full")
    assert f"Both {both}." in packet
    assert f"At the end: {both}" in packet


def test_a_promise_keeps_its_day_and_words_their_heading_when_it_is_taken_on(
    shell: Shell, other: Shell
) -> None:
    shell.say("add", "Bo Lind", "--on", "2026-05-01")
    shell.say("action", "Bo", "Draft it", "--theirs", "--by", "3 jul", "--on", "2026-06-02")
    shell.say("win", "Bo", "Shipped it", "--on", "2026-06-20")
    shell.say("checkin", "Bo", "--on", "2026-06-03")
    other.run("receive", "-", "--yes", stdin=shell.say("handoff", "Bo", "--as", "Ana"))
    assert "promised by Bo on 2 June 2026, due 3 July 2026" in other.say("handoff", "Bo")
    note = other.run("export", "Bo", "--format", "markdown").out
    assert "Wins" in note
    assert note.index("Rhythm") < note.index("the last check-in was on 3 June 2026")
    assert "kept here since 29 June 2026" in other.run("review", "Bo", "--since", "2026-01-01").out


def test_the_name_in_the_settings_stands_in_it_unless_another_is_given(
    shell: Shell, tmp_path: Path
) -> None:
    config = tmp_path / "config.toml"
    config.write_text('name = "Ana Petit"\n')
    shell.monkeypatch.setenv("ALIGNTUI_CONFIG", str(config))
    shell.say("add", "Ben Asante")
    assert "Handed over by Ana Petit on" in shell.run("handoff", "ben").out
    assert "Handed over by Max on" in shell.run("handoff", "ben", "--as", "Max").out
