"""A ladder named in the settings: lines are held against it, and readiness tells the next level."""

from pathlib import Path
from typing import Any

import pytest

from aligntui.domain.ladder import in_words, out_of_words
from tests.cli.conftest import Shell

LADDER = """\
# Our ladder

A word before.

## mid
- Ships alone
## senior
- Leads an incident review
- Mentors somebody,
  and says so
- Owns a service
## staff engineer
- Sets the direction
"""


class Ladder:
    """A file beside the settings that can be written anew."""

    def __init__(self, folder: Path) -> None:
        self.file = folder / "ladder.md"
        self.settings = folder / "config.toml"
        self.settings.write_text('ladder = "ladder.md"\n', encoding="utf-8")
        self.write(LADDER)

    def write(self, text: str) -> None:
        self.file.write_text(text, encoding="utf-8")


@pytest.fixture
def ladder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Ladder:
    made = Ladder(tmp_path)
    monkeypatch.setenv("ALIGNTUI_CONFIG", str(made.settings))
    return made


@pytest.fixture
def held(priya: Shell, ladder: Ladder) -> Shell:
    """Priya, mid, with evidence, a win and an opportunity held against the next level."""
    priya.say("edit", "priya", "--level", "mid")
    priya.say("opportunity", "priya", "Run the review @senior.1", "--on", "2026-05-01")
    priya.say("opportunity", "priya", "Mentor the new hire", "--ladder", "senior.2")
    priya.say("evidence", "priya", "O1", "led it", "--on", "2026-06-03")
    priya.say("note", "priya", "W: Runs the queue @senior.3", "--on", "2026-06-20")
    return priya


def lines(shell: Shell) -> dict[str, dict[str, Any]]:
    return {
        each["line"]: each for each in shell.json("show", "priya", "--readiness")["ladder"]["lines"]
    }


def test_the_next_level_is_told_line_by_line(held: Shell) -> None:
    assert held.say("show", "priya", "--readiness").splitlines() == [
        "senior, the next level: 2 of 3 lines shown",
        "  senior.1  shown        Leads an incident review",
        "       3 Jun  O1  led it",
        "  senior.2  nothing yet  Mentors somebody, and says so",
        "       not begun  O2  Mentor the new hire",
        "  senior.3  shown        Owns a service",
        "       20 Jun  W1  Runs the queue",
    ]
    held.say("set", "priya", "O2", "--state", "pursuing")
    assert lines(held)["senior.2"]["state"] == "begun"


def test_what_is_expected_at_their_level_never_counts(held: Shell) -> None:
    held.say("expect", "priya", "Owns on-call")
    held.say("win", "priya", "Shipped it", "--ladder", "mid.1")
    held.say("win", "priya", "No page", "--about", "E1", "--ladder", "senior.2")
    held.say("win", "priya", "Said where to go", "--ladder", "staff.1")
    said = held.say("show", "priya", "--readiness")
    assert '  W2  Shipped it (mid.1 "Ships alone")' in said
    assert '  W3  No page (senior.2 "Mentors somebody, and says so")' in said
    assert "Further on:\n" in said
    assert lines(held)["senior.2"]["state"] == "nothing_yet"
    shape = held.json("show", "priya", "--readiness")["ladder"]
    assert [each["handle"] for each in shape["further"]] == ["W4"]
    assert shape["further"][0]["ladder"] == "staff-engineer.1 Sets the direction"


def test_a_line_that_changes_keeps_what_was_held_against_its_old_words_and_says_so(
    held: Shell, ladder: Ladder
) -> None:
    changed = LADDER.replace("Leads an incident review", "Leads every review")
    ladder.write(changed.replace("- Owns a service", "- Plans a quarter\n- Owns a service"))
    assert 'O1  led it (for "Leads an incident review")' in held.say("show", "priya", "--readiness")
    now = lines(held)
    assert (now["senior.1"]["state"], now["senior.1"]["held"][0]["was"]) == (
        "shown", "Leads an incident review",
    )  # fmt: skip
    assert [len(now[name]["held"]) for name in ("senior.3", "senior.4")] == [0, 1]
    ladder.write("## mid\n- Ships alone\n## senior\n- Leads an incident review\n")
    said = held.say("show", "priya", "--readiness")
    assert "Held against lines that the ladder has no more:\n" in said
    assert 'W1  Runs the queue (senior.3 "Owns a service")' in said
    held.say("reword", "priya", "O2", "Mentor both new hires")
    assert held.json("show", "priya")["sections"]["opportunities"][1]["ladder"].startswith(
        "senior.2"
    )


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("- Ships alone\n", "line 1: put '## senior', or another level, above it"),
        ("## mid\n- x\n\n## Mid\n", "line 4: the level mid is there twice"),
        ("## mid\n## 5\n", "line 2: a level is named by a word that begins with a letter"),
        ("words\n", "line 1: there is no level; '## senior' begins one"),
        (f"## mid\n- {'x' * 2001}\n", "line 2 has 2,001 characters; the limit is 2,000"),
    ],
)
def test_a_broken_file_is_said_in_one_line_and_the_rest_works(
    held: Shell, ladder: Ladder, text: str, said: str
) -> None:
    ladder.write(text)
    ended = held.run("show", "priya", "--readiness")
    assert (ended.code, ended.err) == (0, f"aligntui: {ladder.file}: {said}; it is not used\n")
    assert ended.out.startswith("Beyond what is expected:")
    assert held.run("note", "priya", "as ever").code == 0
    assert held.run("reword", "priya", "O1", "Run two reviews").code == 0
    assert f"{said}; it is not used" in held.run("config").err


def test_a_file_that_is_missing_or_no_text_is_said(priya: Shell, ladder: Ladder) -> None:
    ladder.file.write_bytes(b"## mid\n- caf\xe9\n")
    assert "ladder.md is not UTF-8 in line 2; it is not used" in priya.run("show", "priya").err
    ladder.file.unlink()
    assert "ladder.md can't be read" in priya.run("show", "priya").err


def test_a_line_that_is_not_there_is_refused_or_stays_text(priya: Shell, ladder: Ladder) -> None:
    assert "no 9" in priya.refusal("opportunity", "priya", "x", "--ladder", "senior.9")
    said = priya.run("note", "priya", "W: Did it @boss.1").err
    assert "'@boss.1' stays text; the ladder has no level boss" in said
    assert priya.json("show", "priya")["wins"][0]["text"] == "Did it @boss.1"
    ladder.settings.write_text("", encoding="utf-8")
    assert "there is no ladder" in priya.refusal("win", "priya", "x", "--ladder", "senior.1")


def test_a_line_of_evidence_comes_first_and_its_mark_is_no_word_of_it(held: Shell) -> None:
    made = held.json("evidence", "priya", "O1", "mentored", "a guest", "@senior.2")
    assert (made["text"], made["ladder"]) == (
        "mentored a guest", "senior.2 Mentors somebody, and says so",
    )  # fmt: skip
    assert lines(held)["senior.2"]["state"] == "shown"
    assert held.run("evidence", "priya", "O1", "more", "--ladder", "senior.3").code == 0


def test_the_line_of_a_win_is_changed_and_comes_back(held: Shell) -> None:
    held.say("edit", "priya", "W1", "--ladder", "senior.1")
    assert len(lines(held)["senior.1"]["held"]) == 2
    held.say("edit", "priya", "W1", "--ladder", "none")
    assert len(lines(held)["senior.1"]["held"]) == 1
    assert held.json("show", "priya", "--on", "2026-06-21")["wins"][0]["ladder"].endswith("service")


def test_a_level_that_is_only_on_the_ladder_is_read_from_the_role(held: Shell) -> None:
    refused = held.refusal("edit", "priya", "--level", "L4")
    assert "a level of your ladder goes into the role: 'engineer, L4'" in refused
    held.say("edit", "priya", "--level", "junior", "--role", "Engineer (mid), billing")
    said = held.say("show", "priya", "--readiness")
    assert said.startswith("senior, the next level: ")


@pytest.mark.parametrize(
    ("level", "role", "following"),
    [
        ("mid", "Engineer", "senior"),
        ("mid", "Senior engineer", "staff-engineer"),
        ("junior", "Senior engineer", "staff-engineer"),
        ("staff", "Engineer, mid", "senior"),
        ("junior", "Midfielder", None),
        ("junior", "", None),
        ("mid", "Engineer, L3", "l4-lead-engineer"),
        ("mid", "L4", "l5"),
        ("mid", "Lead engineer (L4)", "l5"),
        ("mid", "L45", None),
        ("mid", "Lead engineer", None),
    ],
)
def test_the_level_in_the_role_counts_first_then_one_of_ours_that_the_ladder_has(
    priya: Shell, ladder: Ladder, level: str, role: str, following: str | None
) -> None:
    if "L" in role:
        ladder.write("## L3\n- a\n## L4 Lead engineer\n- b\n## L5\n- c\n")
    priya.say("edit", "priya", "--level", level, "--role", role)
    assert priya.json("show", "priya", "--readiness")["ladder"]["next"] == following
    if following is None:
        said = priya.say("show", "priya", "--readiness")
        assert said.startswith("Which level is theirs? Write one of ")


def test_without_a_level_what_is_held_is_told_all_the_same(held: Shell) -> None:
    held.say("edit", "priya", "--level", "senior")
    assert "staff-engineer, the next level: 0 of 1 lines shown" in held.say(
        "show", "priya", "--readiness"
    )
    held.say("edit", "priya", "--level", "junior")
    said = held.say("show", "priya", "--readiness")
    assert said.startswith(
        "Which level is theirs? Write one of mid, senior, staff-engineer into their role, such as "
    )
    assert "senior.3  shown" in said
    held.say("edit", "priya", "--relation", "manager")
    assert held.say("show", "priya", "--readiness").startswith("Your level is not kept;")


def test_private_lines_are_left_out_of_it(held: Shell) -> None:
    held.say("edit", "priya", "W1", "--private")
    assert "Runs the queue" not in held.say("--hide", "show", "priya", "--readiness")


def test_a_ladder_may_be_toml(priya: Shell, ladder: Ladder) -> None:
    toml = ladder.file.with_suffix(".toml")
    ladder.settings.write_text('ladder = "ladder.toml"\n', encoding="utf-8")
    toml.write_text('mid = ["Ships alone"]\nsenior = ["Leads", "Mentors"]\n', encoding="utf-8")
    priya.say("edit", "priya", "--level", "mid")
    assert list(lines(priya)) == ["senior.1", "senior.2"]
    toml.write_text("mid = []\nsenior = 3\n", encoding="utf-8")
    assert (
        'line 2: write senior = ["a line", "another"]; it is not used'
        in priya.run("show", "priya").err
    )
    toml.write_text("mid = [=]\n", encoding="utf-8")
    assert "line 1" in priya.run("show", "priya").err


@pytest.mark.parametrize(
    "words",
    [("minutes", "priya"), ("review", "priya", "--since", "2026-04-01"), ("handoff", "priya")],
)
def test_a_text_that_leaves_says_the_line_in_words(held: Shell, words: tuple[str, ...]) -> None:
    held.say("checkin", "priya")
    said = held.run(*words).out
    assert "adder: Senior, line 1: Leads an incident review" in said
    assert "senior.1" not in said


@pytest.mark.parametrize(
    ("kept", "said"),
    [
        (
            "l5-staff-engineer.1 Leads, across teams",
            "L5 staff engineer, line 1: Leads, across teams",
        ),
        ("staff.12 Leads: it", "Staff, line 12: Leads: it"),
        ("what it is", "what it is"),
    ],
)
def test_words_for_a_line_are_read_back_as_the_line(kept: str, said: str) -> None:
    assert in_words(kept) == said
    assert out_of_words(said) == kept
