"""People go out whole, as files that read well, and as tables; the day is 29 June 2026."""

import csv
import io
import json
import os
import stat
from pathlib import Path

import pytest

from tests.cli.conftest import Shell, once

PRIVATE = "Wants to leave"


@pytest.fixture
@once
def team(priya: Shell) -> Shell:
    """Priya, of whom something is private, and Dana, who is archived."""
    priya.say("focus", "priya", "Ship *billing* v2 <b>", "--weight", "60")
    priya.say("agree", "priya", "f1")
    priya.say("expect", "priya", "=Owns on-call", "--success", "calm")
    priya.say("note", "priya", f"{PRIVATE}\n# not a heading of ours")
    priya.say("checkin", "priya", "--notes", "A long talk", "--resync", "focus")
    priya.say("action", "priya", "Send the ladder", "--by", "fri")
    priya.say("feedback", "priya", "Calm in the outage", "--praise")
    priya.say("add", "Dana Lindqvist")
    priya.say("archive", "dana")
    return priya


def test_json_is_the_form_of_the_store_and_says_that_it_is_not_encrypted(team: Shell) -> None:
    ended = team.run("export", "--format", "json")
    kept = json.loads(ended.out)
    assert [row["name"] for row in kept["people"].values()] == ["Priya Raman", "Dana Lindqvist"]
    assert "_changes" not in kept
    assert "not encrypted" in ended.err
    one = json.loads(team.run("export", "dana", "--format", "json").out)
    assert [row["name"] for row in one["people"].values()] == ["Dana Lindqvist"]
    assert one["notes"] == {}


def test_a_file_is_private_and_nothing_is_written_over(team: Shell, tmp_path: Path) -> None:
    file = tmp_path / "out.json"
    for form in ("json", "markdown"):
        assert team.run("export", "priya", "--format", form, "-o", str(file)).out == ""
        assert stat.S_IMODE(file.stat().st_mode) == 0o600
        again = team.refusal("export", "priya", "--format", form, "-o", str(file))
        or_force = "name another file with -o, or replace it with --force"
        assert again == f"{file} is there already; {or_force}"
        file.unlink()


def test_markdown_tells_everything_and_no_words_are_markup(team: Shell) -> None:
    text = team.run("export", "priya", "--format", "markdown").out
    assert text.startswith("# Priya Raman\n")
    assert "- **F1** Ship \\*billing\\* v2 \\<b\\>\n" in text
    assert f"> {PRIVATE}\n> # not a heading of ours\n" in text
    assert "### 2026-06-29 C1; gone through: focus; notes *(private)*\n\n> A long talk\n" in text
    assert "- [ ] **A1** Send the ladder (you promised 2026-06-29, by 2026-07-03)" in text
    assert "- **B1** Calm in the outage (praise, noted 2026-06-29, not told yet)" in text
    assert "both: agreed" in text


def test_hidden_is_left_out_of_markdown_and_tables_and_json_is_refused(
    team: Shell, tmp_path: Path
) -> None:
    team.run("export", "--format", "markdown", "--hide", "-o", str(tmp_path / "md"))
    ended = team.run("export", "--format", "csv", "--hide", "-o", str(tmp_path / "csv"))
    assert "private lines are left out" in ended.err
    for file in [*(tmp_path / "md").iterdir(), *(tmp_path / "csv").iterdir()]:
        words = file.read_text()
        assert not [w for w in (PRIVATE, "A long talk", "Calm in") if w in words], file
    assert "drop --hide" in team.refusal("export", "--format", "json", "--hide")


def test_several_people_are_several_files(team: Shell, tmp_path: Path) -> None:
    team.say("add", "../../x")
    assert "name a folder" in team.refusal("export", "--format", "markdown")
    folder = tmp_path / "new" / "out"
    ended = team.run("export", "--format", "markdown", "-o", str(folder))
    assert (ended.code, ended.out) == (0, "")
    assert sorted(os.listdir(folder)) == ["Dana Lindqvist.md", "Priya Raman.md", "x.md"]
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700


def test_tables_are_files_and_formula_safe(team: Shell, tmp_path: Path) -> None:
    assert "name a folder" in team.refusal("export", "--format", "csv")
    ended = team.run("export", "--format", "csv", "-o", str(tmp_path / "out"))
    assert "not encrypted; contains private lines" in ended.err
    assert sorted(os.listdir(tmp_path / "out")) == [
        "actions.csv", "check_ins.csv", "feedback.csv", "items.csv", "people.csv",
        "rounds.csv", "wins.csv",
    ]  # fmt: skip
    text = (tmp_path / "out" / "items.csv").read_bytes().decode()
    rows = list(csv.DictReader(io.StringIO(text, newline="")))
    assert [row["text"] for row in rows] == ["'=Owns on-call", "Ship *billing* v2 <b>"]
    again = team.refusal("export", "--format", "csv", "-o", str(tmp_path / "out"))
    assert "people.csv is there already" in again


def test_an_earlier_day_shows_who_was_there_then(team: Shell) -> None:
    text = team.run("export", "priya", "--format", "markdown", "--on", "2026-05-01").out
    assert "Ship" not in text


def test_nobody_is_refused(shell: Shell, tmp_path: Path) -> None:
    for form in ("json", "markdown", "csv"):
        words = shell.refusal("export", "--format", form, "-o", str(tmp_path / "out"))
        nobody = f"no people yet: there is no {shell.store}; 'aligntui add NAME' adds one"
        assert words == nobody
