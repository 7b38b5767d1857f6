"""Commands that show one person."""

from __future__ import annotations

from typing import TYPE_CHECKING

from aligntui.cli import exits, output
from aligntui.cli.asked import Asked, Task
from aligntui.domain.errors import Refused
from aligntui.domain.search import words_of
from aligntui.domain.section import section_of
from aligntui.domain.sought import Sought
from aligntui.text.minutes import entries, entry_lines, entry_shape
from aligntui.text.people_shapes import show_shape
from aligntui.text.sheet import person_lines

if TYPE_CHECKING:
    from argparse import ArgumentParser

    from aligntui.domain.person import Person


def _show(asked: Asked) -> int:
    if asked.options.numbers:
        from aligntui.cli.numbers import show_numbers

        return show_numbers(asked)
    if asked.options.name is None:
        raise Refused("name somebody, or use 'aligntui show --numbers' for everybody")
    person = asked.seen(asked.options.name, archived=True)
    if asked.options.readiness:
        return _readiness(asked, person)
    if asked.json:
        output.say_json(show_shape(person, asked.today))
    else:
        asked.tell_of_the_past()
        output.say_all(person_lines(person, asked.today))
    return exits.DONE


def _readiness(asked: Asked, person: Person) -> int:
    from aligntui.text.readiness import readiness_lines, readiness_shape

    if asked.json:
        output.say_json(readiness_shape(person, asked.today))
    else:
        output.say_all(readiness_lines(person, asked.today))
    return exits.DONE


def _timeline(asked: Asked) -> int:
    person = asked.seen(asked.options.name, archived=True)
    since = asked.day(asked.options.since, past=True)
    words = words_of(asked.options.match) if asked.options.match is not None else ()
    sought = Sought(asked.options.section, words)
    found = entries(person, asked.today, since, sought)
    if asked.json:
        output.say_json([entry_shape(person, entry) for entry in found])
    elif not found:
        nothing = "no match" if sought.any else f"nothing happened with {person.name} yet"
        output.narrate(nothing)
    for entry in () if asked.json else found:
        output.say_all(entry_lines(entry, asked.today))
    return exits.DONE


def _show_arguments(parser: ArgumentParser) -> None:
    parser.add_argument("name", metavar="NAME", nargs="?")
    words = "evidence beyond what is expected, with dates"
    parser.add_argument("--readiness", action="store_true", help=words)
    words = "alignment in numbers, now and over a year; without NAME: everybody"
    parser.add_argument("--numbers", action="store_true", help=words)


def _timeline_arguments(parser: ArgumentParser) -> None:
    parser.add_argument("name", metavar="NAME")
    parser.add_argument("--since", metavar="DATE", help="from this day on")
    words = "only check-ins that changed this section"
    parser.add_argument("--section", metavar="S", type=section_of, help=words)
    words = "only what contains these words, now or in the past"
    parser.add_argument("--match", metavar="TEXT", help=words)


TASKS = {
    "show": Task(_show_arguments, _show),
    "timeline": Task(_timeline_arguments, _timeline),
}
