"""What is private now is in no text of a round that leaves, nor in one shown with --hide."""

import json
import re
from pathlib import Path

import pytest

from tests.cli.conftest import Shell, once
from tests.cli.test_round_settled import DAY, answers, say, sent

SECRET = "SECRETLY"


@pytest.fixture
@once
def compared(shell: Shell, tmp_path: Path) -> Shell:
    """Both have answered; then a line on which they differ, and a new one of mine, are private."""
    text = sent(shell, tmp_path, ("reword", "Kay", "F1", f"Hire {SECRET}"))
    theirs = answers(text, tmp_path / "theirs.md", f"{SECRET} is wrong", None)
    mine = Path(answers(text, tmp_path / "mine.md", f"{SECRET} is right", None))
    missing = "- anything missing?"
    mine.write_text(mine.read_text().replace(missing, f"{missing}\n- {SECRET} too", 1))
    say(shell, "receive", theirs)
    say(shell, "round", "Kay", "--fill", str(mine))
    say(shell, "agree", "Kay", "F2")
    say(shell, "focus", "Kay", f"{SECRET} too")
    assert SECRET in say(shell, "round", "Kay") + say(shell, "round", "Kay", "-o", "-")
    assert SECRET in say(shell, "round", "Kay", "--outcome")
    say(shell, "set", "Kay", "F1", "--private")
    say(shell, "set", "Kay", "F3", "--private")
    return shell


LEAVING = (
    ("round", "Kay", "-o", "-"),
    ("round", "Kay", "--outcome"),
    ("handoff", "Kay"),
    ("review", "Kay", "--full", "--since", "2026-06-01"),
    ("--hide", "round", "Kay"),
    ("--hide", "round", "Kay", "--json"),
    ("--hide", "round", "Kay", "--compare"),
    ("--hide", "round", "Kay", "--compare", "--json"),
)


@pytest.mark.parametrize("way", LEAVING)
def test_what_is_private_now_does_not_leave(compared: Shell, way: tuple[str, ...]) -> None:
    text = say(compared, *way)
    assert SECRET not in text
    assert "F1" not in text
    assert "Kay" in text


def test_what_is_private_now_is_out_of_the_round_and_the_rest_ends_it(compared: Shell) -> None:
    assert "F1 Hire SECRETLY (private now)" in say(compared, "round", "Kay", "--compare")
    assert "to settle: nothing" in say(compared, "round", "Kay")
    assert "ended 10 Jun" in say(compared, "round", "Kay", "--settle")
    assert "Not settled" not in say(compared, "round", "Kay", "--outcome")


def test_a_line_that_is_private_now_keeps_no_answer_from_being_whole(
    shell: Shell, tmp_path: Path
) -> None:
    sent(shell, tmp_path)
    say(shell, "set", "Kay", "F1", "--private")
    again = say(shell, "round", "Kay", "-o", "-")
    assert "yours filled" in say(
        shell, "round", "Kay", "--fill", answers(again, tmp_path / "mine.md", None)
    )
    say(shell, "receive", answers(again, tmp_path / "theirs.md", None))
    assert "ended" in say(shell, "round", "Kay", "--settle")


@pytest.mark.parametrize("words", ["wrong", "right", SECRET, "too"])
def test_a_search_finds_no_answer_to_what_is_private_now(compared: Shell, words: str) -> None:
    assert compared.run("--hide", "search", words).code == 1
    found = json.loads(compared.run("search", words, "--json").out)
    assert found
    assert all(hit["private"] for hit in found)


@pytest.mark.parametrize("typed", [".a raise", ".F: a raise", "a raise why: .she said so"])
@pytest.mark.parametrize("where", ["- anything missing?", "## What do you expect of me?"])
def test_a_private_line_is_no_answer_and_nothing_of_the_file_is_taken(
    shell: Shell, tmp_path: Path, typed: str, where: str
) -> None:
    text = sent(shell, tmp_path)
    file = answers(text.replace(where, f"{where}\n- {typed}"), tmp_path / "mine.md", None, None)
    ended = shell.run(*DAY, "round", "Kay", "--fill", file)
    assert ended.code == 2
    assert "a line of a round is for the other one; write what is private on the page" in ended.err
    assert "yours: 0 of 2 lines answered" in say(shell, "round", "Kay")


WAYS = (
    ("round", "Kay", "--outcome"),
    ("round", "Kay", "--compare"),
    ("--hide", "round", "Kay", "--compare"),
)


@pytest.mark.parametrize("settled", [False, True])
@pytest.mark.parametrize("mine", ["", "on", "off"])
@pytest.mark.parametrize("missed_on", ["2026-06-01", "2026-06-10"])
def test_a_miss_that_is_not_told_shows_by_nothing_that_a_round_says(
    shell: Shell, tmp_path: Path, missed_on: str, mine: str, settled: bool
) -> None:
    say(shell, "--on", "2026-05-20", "add", "Kay")
    for text in ("Reviews in a day", "Reviews in a day too"):
        say(shell, "--on", "2026-05-20", "expect", "Kay", text)
    say(shell, "miss", "Kay", "E1", SECRET, "--on", missed_on)
    say(shell, "round", "Kay", "-o", str(tmp_path / "sent.md"))
    text = (tmp_path / "sent.md").read_text().replace("[ ] holds", "[x] holds")
    ours = text.replace(f"[ ] {mine} track", f"[x] {mine} track") if mine else text
    theirs = text.replace("[ ] off track", "[x] off track")
    for name, answered in (("mine.md", ours), ("theirs.md", theirs)):
        (tmp_path / name).write_text(answered)
    say(shell, "receive", str(tmp_path / "theirs.md"))
    say(shell, "round", "Kay", "--fill", str(tmp_path / "mine.md"))
    for each in ("E1", "E2") if settled else ():
        say(shell, "agree", "Kay", each)
    if not settled:
        assert shell.run(*DAY, "round", "Kay", "--settle").code == 2
    for way in WAYS:
        said = shell.run(*DAY, *way).out
        one, two = re.findall(r"(?ms)^ *-? ?E\d (.*?)(?=^ *-? ?E\d |^\n|\Z)", said)
        assert SECRET not in said
        assert one.strip() == two.replace(" too", "", 1).strip(), said
    assert ("I say on track, you say off track" in say(shell, *WAYS[0])) is settled
