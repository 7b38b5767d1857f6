"""The command that shows the manual."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

from aligntui.cli import output
from aligntui.cli.asked import Asked, Task
from aligntui.cli.parser import COMMANDS, Parser
from aligntui.text.manual import TOPICS, contents, page

if TYPE_CHECKING:
    from argparse import ArgumentParser


def _help(asked: Asked) -> int:
    topic = asked.options.topic
    if asked.options.json:
        titles = {each: page(each)[0].removeprefix("# ") for each in TOPICS}
        output.say_json(
            {"topic": topic, "text": "\n".join(page(topic))} if topic else {"topics": titles}
        )
    elif topic in COMMANDS and topic not in TOPICS:
        output.say_all(_help_of(topic))
    elif topic:
        output.say_markdown(page(topic))
    else:
        output.say_all([*contents(), "", "'aligntui help TOPIC' shows one."])
    return output.DONE


def _help_of(command: str) -> list[str]:
    """The options of a command, as its `--help` prints them."""
    entry = COMMANDS[command]
    task: Task = import_module(f"aligntui.cli.{entry.module}").TASKS[command]
    parser = Parser(command, entry.usage, entry.words)
    task.arguments(parser)
    return parser.format_help().splitlines()


def _arguments(parser: ArgumentParser) -> None:
    parser.add_argument(
        "topic", metavar="TOPIC", nargs="?", help="a topic of the manual, or a command"
    )


TASKS = {"help": Task(_arguments, _help)}
