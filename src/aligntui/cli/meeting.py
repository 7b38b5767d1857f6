"""Recording a check-in."""

from __future__ import annotations

from typing import TYPE_CHECKING

from aligntui.cli.asked import Asked, Task, text_of
from aligntui.cli.energy import say_shares
from aligntui.domain.commands.meetings import RecordCheckIn
from aligntui.domain.section import Section, section_of
from aligntui.text.json_shapes import check_in_shape
from aligntui.text.words import day_words

if TYPE_CHECKING:
    from argparse import ArgumentParser


def _check_in(asked: Asked) -> int:
    options = asked.options
    notes = text_of([options.notes]) if options.notes else ""
    person = asked.person(options.name)
    command = RecordCheckIn(
        person=person.id, on=asked.today, notes=notes, sections=options.resync or frozenset()
    )
    after = asked.do(command)
    say_shares(person, after)
    check_in = next(c for c in after.check_ins if c.uid == command.uid)
    last = after.last_check_in
    assert last is not None
    due_on = after.cadences.check_in.after(last.on)
    words = f"{check_in.handle} with {after.name} on {day_words(check_in.on, asked.today)}"
    shape = {**check_in_shape(after, check_in), "due_on": due_on.isoformat()}
    if asked.hide:
        shape.pop("notes")
    return asked.made(f"{words}; next by {day_words(due_on, asked.today)}", shape)


def _sections(typed: str) -> frozenset[Section]:
    if typed.strip().casefold() == "all":
        return frozenset(Section)
    return frozenset(section_of(word) for word in typed.split(","))


def _arguments(parser: ArgumentParser) -> None:
    parser.add_argument("name", metavar="NAME")
    parser.add_argument("--notes", metavar="TEXT", help="what was said; - reads it from stdin")
    words = "the sections that both went through, with commas, or all"
    parser.add_argument("--resync", metavar="S,S", type=_sections, help=words)


TASKS = {"checkin": Task(_arguments, _check_in)}
