"""Commands to add, edit, list and archive people."""

from __future__ import annotations

from typing import TYPE_CHECKING

from aligntui.cli import exits, output
from aligntui.cli.asked import Asked, Task
from aligntui.cli.choices import one_of
from aligntui.domain.cadences import Level
from aligntui.domain.commands.people import AddPerson, ArchivePerson, CadenceChoice, EditPerson
from aligntui.domain.errors import Refused
from aligntui.domain.guard import typed
from aligntui.domain.identity import handle_of
from aligntui.domain.naming import folded
from aligntui.domain.person import Relation
from aligntui.domain.section import Section
from aligntui.text.people_shapes import list_row, person_shape
from aligntui.text.person_form import level_words
from aligntui.text.table import table
from aligntui.text.words import day_words

if TYPE_CHECKING:
    from argparse import ArgumentParser

    from aligntui.domain.overview import Overview
    from aligntui.domain.person import Person


_LEVELS = f"{', '.join(Level)}; sets the cadences that nobody typed"


def _add(asked: Asked) -> int:
    options = asked.options
    command = AddPerson(
        name=" ".join(options.name),
        on=asked.today,
        relation=options.relation or Relation.REPORT,
        role=options.role or "",
        level=options.level,
        started=asked.day(options.started, past=True),
        cadences=_cadences(asked),
    )
    person = asked.do(command)
    first = day_words(person.cadences.check_in.after(person.added), asked.today)
    often = asked.shown(person).cadences.check_in
    line = f"added {person.name}, {often}; first check-in by {first}"
    return asked.made(line, _shape(asked, person))


def _edit(asked: Asked) -> int:
    options = asked.options
    person = asked.person(options.name, archived=True)
    command = EditPerson(
        person=person.id,
        name=options.new_name,
        relation=options.relation,
        role=options.role,
        level=options.level,
        started=asked.day(options.started, past=True),
        cadences=_cadences(asked),
    )
    bare = command == EditPerson(person=person.id)
    if options.handle and bare:
        from aligntui.cli.meeting import move_check_in

        return move_check_in(asked)
    if options.handle:
        raise Refused(f"edit the day of {options.handle} and the person one at a time")
    if bare:
        raise Refused("nothing to change; 'aligntui edit --help' lists the options")
    after = asked.do(command)
    level = f"; {level_words(person, after)}" if after.level is not person.level else ""
    return asked.made(f"edited {after.name}{level}", _shape(asked, after))


def _archive(asked: Asked) -> int:
    back: bool = asked.options.back
    person = asked.person(asked.options.name, archived=back)
    after = asked.do(ArchivePerson(person=person.id, on=asked.today, back=back))
    done = "brought back" if back else "archived"
    return asked.made(f"{done} {after.name}", _shape(asked, after))


def _list(asked: Asked) -> int:
    everybody = sorted(asked.notebook.people(), key=lambda o: (folded(o.name), o.id))
    chosen = [o for o in everybody if asked.options.all or o.archived is None]
    if asked.json:
        output.say_json([list_row(overview, hide=asked.hide) for overview in chosen])
    elif chosen:
        columns = ("NAME", "RELATION", "CADENCE", "ROLE")
        output.say_all(table([_row(asked, overview) for overview in chosen], columns))
    else:
        output.narrate("no people yet; 'aligntui add NAME' adds one")
    return exits.DONE


def _row(asked: Asked, overview: Overview) -> tuple[str, ...]:
    gone = overview.archived
    away = f"archived {day_words(gone, asked.today)}" if gone else ""
    role = ", ".join(words for words in (overview.role, away) if words)
    cadence = overview.cadence.without_reason() if asked.hide else overview.cadence
    return overview.name, overview.relation, str(cadence), role


def _shape(asked: Asked, person: Person) -> dict[str, object]:
    return {**person_shape(asked.shown(person)), "on": asked.today.isoformat()}


def _cadences(asked: Asked) -> CadenceChoice:
    options = asked.options
    phrases = {section.value: getattr(options, f"{section}_cadence") for section in Section}
    phrases["check_in"] = options.cadence
    named = {name: phrase for name, phrase in phrases.items() if phrase is not None}
    return CadenceChoice(**{name: typed(phrase, asked.today) for name, phrase in named.items()})


def _add_arguments(parser: ArgumentParser) -> None:
    parser.add_argument("name", metavar="NAME", nargs="+")
    _fields(parser)


def _edit_arguments(parser: ArgumentParser) -> None:
    parser.add_argument("name", metavar="NAME")
    words = "move check-in C4 to the day given with --on"
    parser.add_argument("handle", metavar="C4", nargs="?", type=handle_of, help=words)
    parser.add_argument("--name", dest="new_name", metavar="NEW", help="their name")
    _fields(parser)


def _fields(parser: ArgumentParser) -> None:
    add = parser.add_argument
    add("--relation", metavar="R", type=one_of(Relation), help=", ".join(Relation))
    add("--role", metavar="ROLE", help="their role, in a few words")
    add("--level", metavar="L", type=one_of(Level), help=_LEVELS)
    add("--started", metavar="DATE", help="the day they started")
    add("--cadence", metavar="C", help="of check-ins, 'every 2 weeks on tue'")
    for section in Section:
        words = f"how often to go through {section}"
        add(f"--{section}-cadence", metavar="C", help=words)


def _list_arguments(parser: ArgumentParser) -> None:
    parser.add_argument("--all", action="store_true", help="include archived people")


def _archive_arguments(parser: ArgumentParser) -> None:
    parser.add_argument("name", metavar="NAME")
    parser.add_argument("--back", action="store_true", help="bring them back")


TASKS = {
    "add": Task(_add_arguments, _add),
    "edit": Task(_edit_arguments, _edit),
    "list": Task(_list_arguments, _list),
    "archive": Task(_archive_arguments, _archive),
}
