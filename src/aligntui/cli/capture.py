"""The command that keeps a note; its marked lines become items, actions and so on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from aligntui.cli import output
from aligntui.cli.asked import Asked, Task, text_of
from aligntui.domain.capture import marks_of_note
from aligntui.domain.commands.capturing import Capture
from aligntui.text.noted import NOTES, made, unread
from aligntui.text.words import marks_help

if TYPE_CHECKING:
    from argparse import ArgumentParser
    from collections.abc import Callable, Iterator
    from typing import Any

    from aligntui.domain.person import Person
    from aligntui.text.json_shapes import Shape


def _note(asked: Asked) -> int:
    options = asked.options
    text = text_of(options.text)
    before = asked.person(options.name)
    others = asked.others(before)
    after = asked.do(Capture(person=before.id, text=text, on=asked.today, others=others))
    asked.say_unread(unread(before, text, asked.today, others))
    asked.say_shares(before, after)
    new = list(made_shapes(before, after))
    if asked.json and len(new) != 1:
        output.say_json([asked.visible(shape) for _, shape in new])
        return output.DONE
    for words, shape in new:
        asked.made(f"{words} {shape['handle']} {_to(words)} {after.name}", shape)
    return output.DONE


def _to(words: str) -> str:
    return "on" if words == "noted" else "to"


def made_shapes(before: Person, after: Person) -> Iterator[tuple[str, Shape]]:
    """JSON of the new records, each with the verb for it."""
    from aligntui.text import json_shapes as shapes

    shape_of: dict[str, Callable[[Person, Any], Shape]] = {
        "items": shapes.item_shape,
        "actions": shapes.action_shape,
        "talking_points": shapes.talking_point_shape,
        "feedback": shapes.feedback_shape,
        NOTES: shapes.note_shape,
    }
    for table, record in made(before, after):
        yield "noted" if table == NOTES else "added", shape_of[table](after, record)


def _note_arguments(parser: ArgumentParser) -> None:
    words = f"- reads it from stdin; {marks_help(marks_of_note())}"
    parser.add_argument("name", metavar="NAME")
    parser.add_argument("text", metavar="TEXT", nargs="+", help=words)


TASKS = {"note": Task(_note_arguments, _note)}
