"""The four sections, and what becomes of their items."""

import pytest

from tests.cli.conftest import Shell


def test_an_item_is_named_by_its_handle(priya: Shell) -> None:
    said = priya.say("focus", "priya", "Ship", "billing", "v2", "--weight", "60")
    assert said == "added F1 of Priya Raman: Ship billing v2\n"


@pytest.mark.parametrize(
    ("command", "section", "handle"),
    [
        ("focus", "focus", "F1"),
        ("expect", "expectations", "E1"),
        ("opportunity", "opportunities", "O1"),
        ("risk", "risks", "R1"),
    ],
)
def test_each_section_has_its_command(
    priya: Shell, command: str, section: str, handle: str
) -> None:
    made = priya.json(command, "priya", "Some words")
    assert (made["handle"], made["text"], made["section"]) == (handle, "Some words", section)
    assert made["on"] == "2026-06-29"
    assert made["name"] == "Priya Raman"
    listed = priya.json(command, "priya")
    assert [item["handle"] for item in listed] == [handle]
    assert handle in priya.say(command, "priya")


def test_an_empty_section_asks_its_question(priya: Shell) -> None:
    assert "Where should the energy go?" in priya.say("focus", "priya")


def test_the_fields_of_a_focus_and_an_expectation_are_kept(priya: Shell) -> None:
    assert priya.json("focus", "priya", "Billing", "--weight", "60%")["weight"] == 60
    made = priya.json("expect", "priya", "Contracts", "--not", "--success", "none signed")
    assert (made["responsible"], made["success"], made["state"]) == (
        False, "none signed", "on_track",
    )  # fmt: skip


def test_the_fields_of_an_opportunity_and_a_risk_are_kept(priya: Shell) -> None:
    made = priya.json("opportunity", "priya", "Talk", "--helps", "readiness,team")
    assert (made["helps"], made["state"]) == (["team", "readiness"], "idea")
    priya.say("expect", "priya", "On call")
    made = priya.json(
        "risk", "priya", "Schema", "--cause", "new-challenge", "--threatens", "e1",
        "--mitigation", "pair", "--raised-by", "them",
    )  # fmt: skip
    assert made["cause"] == "new-challenge"
    assert (made["threatens"], made["mitigation"], made["raised_by"]) == ("E1", "pair", "them")


@pytest.mark.parametrize(
    "words",
    [
        ("focus", "priya", "x", "--weight", "101"),
        ("focus", "priya", "x", "--weight", "much"),
        ("focus", "priya", "--weight", "5"),
        ("focus", "priya", "--private"),
        ("focus", "priya", ""),
        ("focus", "priya", " \n "),
        ("opportunity", "priya", "x", "--helps", "me"),
        ("risk", "priya", "x", "--cause", "weather"),
        ("risk", "priya", "x", "--threatens", "E9"),
        ("risk", "priya", "x", "--threatens", "F1"),
    ],
)
def test_what_makes_no_sense_is_refused_and_nothing_changes(
    priya: Shell, words: tuple[str, ...]
) -> None:
    priya.refusal(*words)
    assert not any(priya.json("show", "priya")["sections"].values())


def test_options_may_stand_between_the_words(priya: Shell) -> None:
    made = priya.json("focus", "priya", "Ship", "--weight", "60", "billing")
    assert (made["text"], made["weight"]) == ("Ship billing", 60)


def test_words_that_begin_with_a_dash_follow_two_dashes(priya: Shell) -> None:
    said = priya.say("focus", "priya", "--", "--weight", "matters")
    assert said == "added F1 of Priya Raman: --weight matters\n"


def test_rewording_an_agreed_item_makes_it_changed(priya: Shell) -> None:
    priya.say("expect", "priya", "Old words", "--on", "2026-06-01")
    priya.say("agree", "priya", "e1", "--on", "2026-06-02")
    assert priya.say("reword", "priya", "e1", "New", "words") == (
        "reworded E1 of Priya Raman: New words\n"
    )
    item = priya.json("expect", "priya")[0]
    assert (item["agreement"], item["mine"], item["theirs"]) == (
        "changed", "agree", "not_discussed",
    )  # fmt: skip
    assert "reworded 29 Jun" in priya.say("expect", "priya")


def test_rewording_to_the_same_words_changes_nothing_and_says_so(priya: Shell) -> None:
    priya.say("expect", "priya", "Words")
    ended = priya.run("reword", "priya", "E1", "Words")
    assert (ended.code, ended.out, ended.err) == (0, "", "No change: already set\n")
    priya.say("action", "priya", "Send it")
    ended = priya.run("edit", "priya", "A1", "--text", "Send it")
    assert (ended.code, ended.out, ended.err) == (0, "", "No change: already set\n")
    ended = priya.run("edit", "priya", "A1", "--text", "Send it", "--json")
    assert ended.json["text"] == "Send it"


def test_agreeing_touches_the_named_items_alone(priya: Shell) -> None:
    for text in ("one", "two"):
        priya.say("expect", "priya", text)
    assert priya.say("agree", "priya", "e2") == "agreed on E2 with Priya Raman\n"
    agreed = [item["agreement"] for item in priya.json("expect", "priya")]
    assert agreed == ["not_discussed", "agreed"]


def test_agreeing_on_a_section_counts_as_going_through_it(priya: Shell) -> None:
    priya.say("focus", "priya", "Ship")
    made = priya.json("agree", "priya", "--section", "foc")
    assert (made["sections"], made["handles"]) == (["focus"], [])
    row = priya.json("due", "--all")[0]
    assert row["sections"]["focus"] == {
        "state": "in_sync",
        "resynced_on": "2026-06-29",
        "due_on": "2026-07-29",
    }


def test_agreeing_needs_either_items_or_sections(priya: Shell) -> None:
    assert "--section" in priya.refusal("agree", "priya")
    assert "--section" in priya.refusal("agree", "priya", "E1", "--all")
    assert "sections are" in priya.refusal("agree", "priya", "--section", "x")
    assert "no item" in priya.refusal("agree", "priya", "E1")


def test_differing_keeps_how(priya: Shell) -> None:
    priya.say("expect", "priya", "Mentors")
    said = priya.say("differ", "priya", "E1", "no time", "for it")
    assert said == "differing on E1 of Priya Raman: Mentors\n"
    item = priya.json("expect", "priya")[0]
    assert (item["theirs"], item["how"]) == ("differ", "no time for it")
    priya.say("differ", "priya", "e1", "too early", "--mine")
    item = priya.json("expect", "priya")[0]
    assert (item["mine"], item["how"]) == ("differ", "no time for it / too early")
    assert "both differ" in priya.say("expect", "priya")


def test_a_closed_item_leaves_the_list_with_its_outcome(priya: Shell) -> None:
    priya.say("expect", "priya", "Docs")
    made = priya.json("close", "priya", "e1", "--as", "missed")
    assert made["outcome"] == "missed"
    assert priya.json("expect", "priya") == []
    assert "was closed" in priya.refusal("reword", "priya", "e1", "again")


def test_an_outcome_of_another_section_is_refused(priya: Shell) -> None:
    priya.say("focus", "priya", "Docs")
    assert "done, dropped" in priya.refusal("close", "priya", "f1", "--as", "mitigated")
    assert "met, missed" in priya.refusal("close", "priya", "f1", "--as", "gone")


def test_what_is_not_a_handle_is_refused(priya: Shell) -> None:
    assert "handles look like" in priya.refusal("reword", "priya", "first", "words")


def test_nothing_can_be_put_before_the_last_change(priya: Shell) -> None:
    priya.say("focus", "priya", "Ship")
    assert "29 Jun" in priya.refusal("reword", "priya", "f1", "x", "--on", "2026-06-01")
