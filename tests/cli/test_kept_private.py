"""What is private now stays here, on whatever day it is looked at; it is 29 June 2026."""

import json
import shutil
from pathlib import Path

import pytest

from tests.cli.conftest import Shell, once

THEN = "2026-05-20"


@pytest.fixture
@once
def told(priya: Shell) -> Shell:
    """A line that was shared when they met, and is private since."""
    priya.say("expect", "priya", "Owns the zqx", "--on", "2026-05-04")
    priya.say("focus", "priya", "Open to all", "--on", "2026-05-04")
    priya.say("checkin", "priya", "--on", "2026-05-13")
    priya.say("set", "priya", "E1", "--private", "--on", "2026-06-01")
    return priya


@pytest.mark.parametrize("json", [(), ("--json",)])
@pytest.mark.parametrize(
    "words",
    [
        ("minutes", "priya"),
        ("review", "priya", "--since", "2026-05-01"),
        ("review", "priya", "--since", "2026-05-01", "--full"),
    ],
)
def test_nothing_private_leaves_as_of_a_day_on_which_it_was_shared(
    told: Shell, words: tuple[str, ...], json: tuple[str, ...]
) -> None:
    said = told.run(*words, *json, "--on", THEN)
    assert "Open to all" in said.out
    assert "zqx" not in said.out + said.err
    assert "zqx" not in told.say(*words, *json, "--on", THEN, "--hide")


def test_what_stays_here_is_said_to_stay_here(told: Shell) -> None:
    whole = told.say("minutes", "priya", "--all", "--on", THEN)
    assert "zqx" in whole.partition("## Private")[2]
    assert "zqx" not in whole.partition("## Private")[0]
    packet = told.run("review", "priya", "--since", "2026-05-01", "--on", THEN)
    assert packet.err == "left out: 1 private\n"
    private = told.say("review", "priya", "--since", "2026-05-01", "--private", "--on", THEN)
    assert "### E1 Owns the zqx (private)" in private


def test_what_was_said_on_a_day_is_still_said_where_nothing_is_hidden(told: Shell) -> None:
    assert "   E1  Owns the zqx" in told.run("show", "priya", "--on", THEN).out
    assert "zqx" not in told.run("show", "priya", "--on", THEN, "--hide").out


@pytest.mark.parametrize("form", ["csv", "markdown"])
@pytest.mark.parametrize("name", [(), ("priya",)])
def test_no_export_of_the_past_holds_what_is_hidden(
    told: Shell, tmp_path: Path, form: str, name: tuple[str, ...]
) -> None:
    out = tmp_path / "out"
    out.mkdir()
    ended = told.run("export", *name, "--format", form, "-o", str(out), "--on", THEN, "--hide")
    assert ended.code == 0
    written = "".join(file.read_text(encoding="utf-8") for file in out.iterdir())
    assert "Open to all" in written
    assert "zqx" not in written


@pytest.mark.parametrize(
    "words",
    [("agree", "priya", "--section", "focus"), ("agree", "priya", "--all"),
     ("checkin", "priya", "--resync", "focus,risks"), ("checkin", "priya", "--resync", "all")],
)  # fmt: skip
@pytest.mark.parametrize("hide", [(), ("--hide",)])
def test_no_private_line_is_agreed_along_with_its_section(
    priya: Shell, words: tuple[str, ...], hide: tuple[str, ...]
) -> None:
    priya.say("focus", "priya", "Open to all")
    priya.say("focus", "priya", "Found zqx", "--private")
    ended = priya.run(*words, *hide)
    assert ended.code == 0
    assert ("; private lines are not agreed: F2" in ended.out) == (not hide)
    lines = json.loads(priya.say("show", "priya", "--json"))["sections"]["focus"]
    assert [line["agreed_on"] for line in lines] == ["2026-06-29", None]
    assert [(line["mine"], line["theirs"]) for line in lines] == [
        ("agree", "agree"),
        ("agree", "not_discussed"),
    ]
    assert "Focus: 1 agreed, 1 private, today" in priya.say("show", "priya")
    assert json.loads(priya.say("due", "--all", "--json"))[0]["sections"]["focus"]["state"] == (
        "in_sync"
    )
    assert "agreed" not in priya.say("history", "priya", "F2")
    assert "F2 added: Found zqx\n" in priya.say("timeline", "priya")


def test_a_private_line_is_shared_before_it_is_agreed(priya: Shell) -> None:
    priya.say("focus", "priya", "Found zqx", "--private")
    refused = priya.run("agree", "priya", "F1")
    assert refused.code == 2
    assert refused.err == (
        "aligntui: F1 is private and they have not seen it: share it first; "
        "'aligntui set 'Priya Raman' F1 --shared' does\n"
    )
    priya.say("set", "priya", "F1", "--shared")
    priya.say("agree", "priya", "F1")
    (line,) = json.loads(priya.say("show", "priya", "--json"))["sections"]["focus"]
    assert line["agreed_on"] == "2026-06-29"


def test_why_a_cadence_is_closer_is_not_said_of_who_comes_in(shell: Shell, tmp_path: Path) -> None:
    table = tmp_path / "people.csv"
    often = "daily until 2026-07-31 because zqx then weekly"
    table.write_text(f"name,role,cadence\nBo Lind,engineer,{often}\n", encoding="utf-8")
    for hide in ((), ("--hide",)):
        shown = shell.run("import", str(table), "--dry-run", *hide).out
        assert shown == "New: Bo Lind, report, engineer, daily until 2026-07-31 then weekly\n"
    shell.run("import", str(table))
    assert shell.json("list")[0]["cadence"] == often


@pytest.mark.parametrize("form", ["csv", "markdown"])
@pytest.mark.parametrize("name", [(), ("priya",)])
def test_no_export_for_other_eyes_tells_what_was_never_told(
    priya: Shell, tmp_path: Path, form: str, name: tuple[str, ...]
) -> None:
    priya.say("expect", "priya", "Owns on-call", "--on", "2026-05-04")
    priya.say("miss", "priya", "e1", "slept through zqx", "--on", "2026-05-20")
    out = tmp_path / "out"
    out.mkdir()

    def exported(*hide: str) -> str:
        ended = priya.run("export", *name, "--format", form, "-o", str(out), *hide, "--force")
        assert ended.code == 0, ended
        return "".join(file.read_text(encoding="utf-8") for file in out.iterdir()).casefold()

    assert "off_track" in exported() or "off track" in exported()
    hidden = exported("--hide")
    assert "owns on-call" in hidden
    assert not [words for words in ("zqx", "off_track", "off track", "b1") if words in hidden]
    priya.say("told", "priya", "b1", "--on", "2026-05-21")
    hidden = exported("--hide")
    assert "off_track" in hidden or "off track" in hidden


@pytest.mark.parametrize("json", [(), ("--json",)])
@pytest.mark.parametrize(
    "words", [("prep", "priya"), ("history", "priya", "A1"), ("timeline", "priya")]
)
def test_why_a_promise_was_dropped_is_not_said_to_other_eyes(
    priya: Shell, words: tuple[str, ...], json: tuple[str, ...]
) -> None:
    priya.say("checkin", "priya", "--on", "2026-06-01")
    priya.say("action", "priya", "Ask for the budget", "--on", "2026-06-02")
    priya.say("drop", "priya", "A1", "--because", "zqx", "--on", "2026-06-03")
    assert "zqx" in priya.say(*words, *json)
    hidden = priya.say(*words, *json, "--hide")
    assert "dropped" in hidden
    assert "zqx" not in hidden


def test_a_merge_quotes_no_words_to_other_eyes(priya: Shell, tmp_path: Path) -> None:
    copy = tmp_path / "copy.json"
    shutil.copy(priya.store, copy)
    priya.say("--store", str(copy), "note", "priya", "found zqx")
    priya.say("--store", str(copy), "focus", "priya", "on zqx", "--private")
    for words in (("--dry-run",), ("--dry-run", "--json"), ()):
        said = priya.run("merge", str(copy), "--hide", *words)
        assert "Priya Raman: new N1" in said.out
        assert "zqx" not in said.out + said.err
    assert "zqx" in priya.say("show", "priya")


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("undo",), "Undone: a change of Priya Raman\n"),
        (("redo",), "Redone: a change of Priya Raman\n"),
        (("focus", "priya", "Another %60"), "added F3 of Priya Raman: Another\n"),
    ],
)
def test_what_is_said_beside_a_change_tells_of_nothing_hidden(
    priya: Shell, words: tuple[str, ...], said: str
) -> None:
    priya.say("focus", "priya", "Open to all %10")
    priya.say("focus", "priya", ".zqx %50")
    if words == ("redo",):
        priya.say("undo")
    assert priya.say(*words, "--hide") == said


@pytest.fixture
@once
def four(priya: Shell) -> Shell:
    """One line in each section."""
    for section in ("focus", "expect", "opportunity", "risk"):
        priya.say(section, "priya", "a line")
    return priya


@pytest.mark.parametrize(
    ("words", "what"),
    [
        (("evidence", "priya", "O1", ".zqx"), "the evidence"),
        (("evidence", "priya", "O1", " . zqx"), "the evidence"),
        (("miss", "priya", "E1", ".zqx"), "what was missed"),
        (("miss", "priya", "E1", ".zqx", "--no-feedback"), "what was missed"),
        (("share", "priya", "F1", "40", ".zqx"), "what pulled it away"),
        (("differ", "priya", "E1", ".zqx"), "how they differ"),
        (("differ", "priya", "F1", ".zqx", "--mine"), "how they differ"),
        (("set", "priya", "E1", "--success", ".zqx"), "the success"),
        (("set", "priya", "E1", "--miss-looks-like", ".zqx"), "the miss looks like"),
        (("set", "priya", "R1", "--mitigation", ".zqx"), "the mitigation"),
        (("risk", "priya", "Might leave", "--mitigation", ".zqx"), "the mitigation"),
        (("expect", "priya", "Owns it", "--success", ".zqx"), "the success"),
        (("expect", "priya", "Owns it :: .zqx"), "the success"),
        (("reword", "priya", "E1", "Owns it :: .zqx"), "the success"),
        (("close", "priya", "E1", "--as", "wrong", "--text", ".zqx"), "the new text"),
    ],
)
def test_what_goes_with_a_line_is_not_private_by_itself(
    four: Shell, words: tuple[str, ...], what: str
) -> None:
    as_its_line = "is as private as its line: leave the first dot out, or make the line private"
    assert four.refusal(*words) == f"{what} {as_its_line}"
    assert "zqx" not in four.store.read_text()


def test_other_words_of_what_is_shared_are_not_made_private_by_an_option(four: Shell) -> None:
    four.say("action", "priya", "Ask HR")
    dotted = ("edit", "priya", "A1", "--text", ".zqx")
    assert four.refusal(*dotted).startswith("the text is as private as its line: leave the first")
    four.say(*dotted, "--private")


@pytest.mark.parametrize("text", ["... zqx", ".5 zqx", "..zqx", "zqx .zqx"])
@pytest.mark.parametrize(
    "words",
    [
        ("evidence", "priya", "O1"),
        ("share", "priya", "F1", "40"),
        ("differ", "priya", "E1"),
        ("set", "priya", "R1", "--mitigation"),
    ],
)
def test_another_first_dot_is_no_mark_of_what_is_private(
    four: Shell, words: tuple[str, ...], text: str
) -> None:
    four.say(*words, text)
    assert f'"{text}"' in four.store.read_text()


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("action", "priya", "@them .ask HR"), "added A1 of Priya Raman, private"),
        (("win", "priya", "@me .x"), "added W1 to Priya Raman, private"),
        (("opportunity", "priya", "@team .x"), "added O2 of Priya Raman, private"),
        (("focus", "priya", "%60 .x"), "added F2 of Priya Raman, private"),
        (("risk", "priya", "~E1 .x"), "added R2 of Priya Raman, private"),
        (("expect", "priya", "not: .x"), "added E2 of Priya Raman, private"),
        (("note", "priya", "A: @them .x"), "a private line begins with '.A: '"),
    ],
)
def test_a_dot_behind_a_mark_is_never_shared_in_silence(
    four: Shell, words: tuple[str, ...], said: str
) -> None:
    ended = four.run(*words)
    assert (ended.code, said in ended.out + ended.err) == (0, True), ended


@pytest.mark.parametrize("line", ["R: x ~{}", "W: x ~{}", "B+: x ~{}"])
@pytest.mark.parametrize("ended", [False, True])
def test_a_hidden_line_is_as_unknown_as_one_that_never_was(
    priya: Shell, line: str, ended: bool
) -> None:
    priya.say("expect", "priya", ".Owns the zqx")
    if ended:
        priya.say("close", "priya", "E1")
    letter = line[0]
    command = {"R": "risk", "W": "win", "B": "feedback"}[letter]
    for words in (("note", "priya"), (command, "priya")):
        said = []
        for handle in ("E1", "E77"):
            told = priya.run(*words, line.format(handle), "--hide")
            said.append((told.code, told.out.replace("E77", "E1"), told.err))
            priya.say("undo")
        assert said[0] == said[1]
