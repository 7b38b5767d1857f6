"""Other fields for an item that is there, and a word where they ask for too much energy."""

import pytest

from tests.cli.conftest import Shell, once


@pytest.fixture
@once
def items(priya: Shell) -> Shell:
    """Priya has an item in each section."""
    for command in ("focus", "expect", "opportunity", "risk"):
        priya.say(command, "priya", f"Some {command}")
    return priya


@pytest.mark.parametrize(
    ("handle", "options", "field", "value"),
    [
        ("f1", ("--weight", "40"), "weight", 40),
        ("f1", ("--weight", "none"), "weight", None),
        ("e1", ("--success", "no gap"), "success", "no gap"),
        ("e1", ("--success", ""), "success", ""),
        ("e1", ("--not",), "responsible", False),
        ("e1", ("--is",), "responsible", True),
        ("e1", ("--state", "off-track"), "state", "off_track"),
        ("o1", ("--helps", "team"), "helps", ["team"]),
        ("o1", ("--helps", "none"), "helps", []),
        ("o1", ("--state", "Pursuing"), "state", "pursuing"),
        ("r1", ("--cause", "ambiguity"), "cause", "ambiguity"),
        ("r1", ("--likelihood", "High"), "likelihood", "high"),
        ("r1", ("--likelihood", "none"), "likelihood", None),
        ("r1", ("--threatens", "e1"), "threatens", "E1"),
        ("r1", ("--threatens", "none"), "threatens", None),
        ("r1", ("--mitigation", "pair"), "mitigation", "pair"),
        ("r1", ("--owner", "them"), "owner", "them"),
        ("r1", ("--raised-by", "them"), "raised_by", "them"),
        ("r1", ("--state", "mitigating"), "state", "mitigating"),
        ("r1", ("--private",), "private", True),
        ("r1", ("--shared",), "private", False),
    ],
)
def test_one_field_changes_and_the_others_stay(
    items: Shell, handle: str, options: tuple[str, ...], field: str, value: object
) -> None:
    items.say("set", "priya", "e1", "--success", "as before", "--on", "2026-06-29")
    before = next(
        item
        for section in items.json("show", "priya")["sections"].values()
        for item in section
        if item["handle"] == handle.upper()
    )
    ended = items.run("set", "priya", handle, *options, "--json")
    assert ended.code == 0, ended.err
    assert ended.json[field] == value
    changed = {name for name in ended.json if before[name] != ended.json[name]}
    assert changed <= {field, "agreement", "mine", "theirs"}


def test_a_change_says_so_in_a_line_and_stays_in_the_history(items: Shell) -> None:
    assert items.say("set", "priya", "f1", "--weight", "30") == (
        "changed F1 of Priya Raman: Some focus\n"
    )
    items.say("set", "priya", "f1", "--weight", "40")
    told = items.say("history", "priya", "f1")
    assert "share: 30%" in told
    assert "share from 30% to 40%" in told


def test_how_likely_a_risk_is_is_told_wherever_the_risk_is(items: Shell) -> None:
    assert "likelihood" not in items.say("show", "priya")
    assert items.json("risk", "priya", "Leaves", "--likelihood", "low")["likelihood"] == "low"
    items.say("set", "priya", "r2", "--likelihood", "high")
    assert "likelihood: high" in items.say("show", "priya")
    assert "likelihood from low to high" in items.say("history", "priya", "r2")
    exported = items.run("export", "priya", "--format", "markdown").out
    assert "likelihood from low to high" in exported
    assert "R2" in items.say("search", "high likelihood")
    assert "low, medium, high" in items.refusal("risk", "priya", "x", "--likelihood", "some")
    assert "focus has no --likelihood" in items.refusal("set", "priya", "f1", "--likelihood", "low")


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("f1",), "nothing to change"),
        (("f1", "--success", "x"), "focus has no --success"),
        (("f1", "--state", "open"), "has no --state"),
        (("e1", "--state", "late"), "its states are on_track, off_track"),
        (("r1", "--state", "happened"), "its states are open, mitigating"),
        (("f1", "--weight", "101"), "type 0 to 100"),
        (("f1", "--weight", "much"), "not a share"),
        (("r1", "--threatens", "e9"), "no item E9"),
        (("r1", "--threatens", "f1"), "threatens an expectation"),
        (("e1", "--success", "x" * 2001), "the limit is 2,000"),
        (("e1", "--is", "--not"), "not allowed"),
        (("e9", "--is"), "no item E9"),
    ],
)
def test_what_makes_no_sense_is_refused_and_nothing_changes(
    items: Shell, words: tuple[str, ...], said: str
) -> None:
    before = items.json("show", "priya")
    assert said in items.refusal("set", "priya", *words)
    assert items.json("show", "priya") == before


def test_more_energy_than_there_is_is_said_and_not_refused(priya: Shell) -> None:
    priya.say("focus", "priya", "One", "--weight", "60")
    ended = priya.run("focus", "priya", "Two", "--weight", "50")
    assert (ended.code, ended.out) == (0, "added F2 of Priya Raman: Two\n")
    assert ended.err == "the focus shares add up to 110%, which is more than 100%\n"
    assert priya.run("set", "priya", "f2", "--weight", "45").err == ""
    assert "add up to 120%" in priya.run("set", "priya", "f2", "--weight", "60").err
    assert "add up to 150%" in priya.run("note", "priya", "F: Three %30").err
    assert "add up to 160%" in priya.run("checkin", "priya", "--notes", "F: Four %10").err
    assert priya.run("focus", "priya", "No share").err == ""


def test_off_track_says_how_to_tell_them_and_how_it_was_wrong(shell: Shell) -> None:
    shell.say("add", "Ines Okafor")
    shell.say("expect", "ines", "Owns it")
    ended = shell.run("set", "ines", "E1", "--state", "off_track")
    assert ended.code == 0
    assert ended.err.splitlines() == [
        "to tell them: aligntui feedback 'Ines Okafor' TEXT --corrective --about E1",
        "if it was wrong: aligntui close 'Ines Okafor' E1 --as wrong",
    ]
    assert shell.run("set", "ines", "E1", "--success", "calm").err == ""
    assert "give it with '--as happened'" in shell.refusal(
        "close", "ines", "E1", "--expectation", "wrong"
    )


def test_what_a_miss_looks_like_is_agreed_on_with_the_words_and_stands_below_them(
    shell: Shell,
) -> None:
    shell.say("add", "Ines Okafor")
    shell.say("expect", "ines", "Owns it", "--miss-looks-like", "a page nobody saw")
    assert "miss looks like: a page nobody saw" in shell.say("show", "ines")
    assert "a page nobody saw" in shell.say("search", "nobody")
    shell.say("agree", "ines", "E1")
    item = shell.json("set", "ines", "E1", "--miss-looks-like", "two pages")
    assert (item["miss_looks_like"], item["agreement"]) == ("two pages", "changed")
    assert "two pages" in shell.run("export", "ines", "--format", "markdown").out


def test_the_packet_says_whose_fault_a_wrong_expectation_was_not(priya: Shell) -> None:
    priya.say("expect", "priya", "Owns deploys")
    priya.say("close", "priya", "E1", "--as", "wrong", "--because", "three times the load")
    said = priya.say("review", "priya", "--since", "2026-04-01")
    assert "Outcome: **the expectation was wrong** on 29 June 2026" in said
