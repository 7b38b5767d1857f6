"""The manual in the shell."""

import pytest

from aligntui.cli.parser import COMMANDS
from aligntui.text.manual import TOPICS
from tests.cli.conftest import Shell


def test_without_a_topic_every_topic_is_listed_with_its_title(shell: Shell) -> None:
    lines = shell.say("help").splitlines()
    assert [line.split()[0] for line in lines[: len(TOPICS)]] == list(TOPICS)
    assert "brief       The brief" in lines
    assert shell.json("help")["topics"]["brief"] == "The brief"


@pytest.mark.parametrize("topic", TOPICS)
def test_a_topic_is_shown_whole_and_read_aloud_without_marks(shell: Shell, topic: str) -> None:
    assert shell.say("help", topic).startswith("# ")
    assert shell.json("help", topic)["text"].startswith("# ")
    assert "**" not in shell.say("help", topic, "--plain")


@pytest.mark.parametrize("command", [name for name in COMMANDS if name not in TOPICS])
def test_a_command_is_shown_with_its_options(shell: Shell, command: str) -> None:
    assert f"usage: aligntui {command}" in shell.say("help", command)


def test_an_unknown_topic_names_the_nearest(shell: Shell) -> None:
    near = "the manual has no topic 'bref'; did you mean brief?"
    assert shell.refusal("help", "bref") == near
    assert "'aligntui help' lists them all" in shell.refusal("help", "\x1b[31mzzz")
