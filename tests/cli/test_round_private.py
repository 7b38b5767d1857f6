"""What is private now is in no text of a round that leaves, nor in one shown with --hide."""

import json
from pathlib import Path

import pytest

from tests.cli.conftest import Shell
from tests.cli.test_round_settled import answers, say, sent

SECRET = "SECRETLY"


@pytest.fixture
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


@pytest.mark.parametrize("words", ["wrong", "right", SECRET, "too"])
def test_a_search_finds_no_answer_to_what_is_private_now(compared: Shell, words: str) -> None:
    assert compared.run("--hide", "search", words).code == 1
    found = json.loads(compared.run("search", words, "--json").out)
    assert found
    assert all(hit["private"] for hit in found)
