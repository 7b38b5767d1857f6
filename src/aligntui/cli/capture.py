"""Keeping a note while doing something else; it loads little, because it has to be quick."""

from __future__ import annotations

from typing import TYPE_CHECKING

from aligntui.cli.asked import Asked, Task, text_of
from aligntui.domain.commands.notes import AddNote
from aligntui.text.json_shapes import note_shape

if TYPE_CHECKING:
    from argparse import ArgumentParser


def _note(asked: Asked) -> int:
    options = asked.options
    text = text_of(options.text)
    person = asked.person(options.name)
    command = AddNote(person=person.id, text=text, on=asked.today)
    after = asked.do(command)
    note = next(note for note in after.notes if note.uid == command.uid)
    return asked.made(f"noted {note.handle} on {after.name}", note_shape(after, note))


def _note_arguments(parser: ArgumentParser) -> None:
    parser.add_argument("name", metavar="NAME")
    parser.add_argument("text", metavar="TEXT", nargs="+", help="- reads it from stdin")


TASKS = {"note": Task(_note_arguments, _note)}
