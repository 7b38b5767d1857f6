"""Hand somebody over to the next manager, or take on whom another one hands over."""

from __future__ import annotations

from shlex import quote
from typing import TYPE_CHECKING

from aligntui.cli import output
from aligntui.cli.asked import Task
from aligntui.cli.exchange import out
from aligntui.domain.errors import Refused
from aligntui.domain.identity import handle_of
from aligntui.domain.naming import folded
from aligntui.domain.person import Relation
from aligntui.text.handoff import (
    A_YEAR,
    PARTS,
    handed_over,
    handles_in,
    handoff_shape,
    handoff_text,
    without,
)
from aligntui.text.handoff_reading import read
from aligntui.text.sheet import person_lines, show_shape
from aligntui.text.words import day_words

if TYPE_CHECKING:
    from argparse import ArgumentParser
    from collections.abc import Callable

    from aligntui.cli.asked import Asked
    from aligntui.domain.person import Person


def _handoff(asked: Asked) -> int:
    options = asked.options
    since = asked.day(options.since, past=True) or asked.today - A_YEAR
    person = asked.guarded(options.name)
    if person.relation is not Relation.REPORT:
        raise Refused(f"{person.name} is not your report; only a report is handed over")
    kept = handed_over(person, since)
    left = [PARTS[each] for each in options.without if each in PARTS]
    named = [handle_of(each) for each in options.without if each not in PARTS]
    if missing := [handle for handle in named if handle not in handles_in(kept)]:
        raise Refused(f"{', '.join(missing)} would not be in it anyway")
    kept, by = without(kept, named), options.by or asked.configured.own_name
    if asked.json:
        output.say_json(handoff_shape(kept, asked.today, by, left))
    else:
        text = handoff_text(kept, asked.today, by, left)
        out(asked, text, f"{kept.name} handoff", ".md")
    return output.DONE


def take_on(asked: Asked, text: str, may: Callable[[Asked], bool]) -> int:
    """Show what a handoff holds, and add the person where that may be done."""
    command, asides = read(text, asked.today, asked.options.sender or "")
    _refuse_another(asked, command.name)
    person = command.apply(None)
    if not (asked.json or asked.options.yes):
        output.say_all(_taken(asked, asked.shown(person)))
    for aside in asides:
        output.narrate(aside)
    if taken := may(asked):
        person = asked.do(command)
        if not asked.json:
            output.say(f"{person.name} is taken in; 'aligntui undo' takes it back")
        output.narrate(f"go through it with them: aligntui prep {quote(person.name)}")
    if asked.json:
        shape = show_shape(asked.shown(person), asked.today, asked.names)
        output.say_json({**shape, "taken": taken})
    return output.DONE if taken or asked.options.dry_run else output.NO


def _taken(asked: Asked, person: Person) -> list[str]:
    lines = person_lines(person, asked.today)
    for point in person.talking_points:
        lines += ["", f"To talk about: {point.text}"]
    for note in person.notes:
        lines += ["", f"Note, {day_words(note.on, asked.today)}:", *note.text.split("\n")]
    return lines


def _refuse_another(asked: Asked, name: str) -> None:
    for each in asked.notebook.people():
        if folded(each.name) == folded(name):
            who = "is archived here" if each.archived else f"is here already, as {each.relation}"
            raise Refused(
                f"{each.name} {who}; nothing was taken in: give them another name first",
                command=f"'aligntui edit {quote(each.name)} --name NEW' does",
            )


def _arguments(parser: ArgumentParser) -> None:
    add = parser.add_argument
    add("name", metavar="NAME")
    add("-o", "--output", metavar="FILE", help="the new file to write to; default, or -: print it")
    add("--force", action="store_true", help="replace a file that is there already")
    words = "the first day of wins, told feedback and rounds; default: a year ago"
    add("--since", metavar="DATE", help=words)
    words = f"leave out these lines, promises, wins or feedback; or {', '.join(PARTS)}"
    add("--without", metavar="HANDLE", nargs="+", action="extend", default=[], help=words)
    add(
        "--as",
        dest="by",
        metavar="NAME",
        help="your name, as it should stand in it; default: name in the settings",
    )


TASKS = {"handoff": Task(_arguments, _handoff)}
