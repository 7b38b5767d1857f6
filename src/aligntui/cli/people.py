"""Commands to add, edit, list and archive people."""

from __future__ import annotations

from shlex import quote
from typing import TYPE_CHECKING, Any

from aligntui.cli import output
from aligntui.cli.asked import Asked, Task, text_of
from aligntui.cli.follow_up import edit_arguments, edit_kept, refuse_options
from aligntui.cli.parser import one_of
from aligntui.domain.commands.people import (
    AddPerson,
    ArchivePerson,
    CadenceChoice,
    EditPerson,
    SetAway,
)
from aligntui.domain.commands.retyping import FIELDS
from aligntui.domain.days import Away
from aligntui.domain.errors import Refused
from aligntui.domain.guard import far, typed
from aligntui.domain.identity import handle_of, letter_of
from aligntui.domain.naming import folded
from aligntui.domain.person_fields import PERSON_FIELDS
from aligntui.domain.section import Section
from aligntui.text.form import level_words
from aligntui.text.json_shapes import away_shape, list_row, person_shape
from aligntui.text.table import table
from aligntui.text.words import away_words, day_words

if TYPE_CHECKING:
    from argparse import ArgumentParser
    from datetime import date

    from aligntui.domain.overview import Overview
    from aligntui.domain.person import Person


def _add(asked: Asked) -> int:
    named = {name: value for name, value in _typed(asked).items() if value is not None}
    command = AddPerson(name=" ".join(asked.options.name), on=asked.today, **named)
    person = asked.do(command)
    first = day_words(person.cadences.check_in.after(person.added), asked.today)
    often = asked.shown(person).cadences.check_in
    line = f"added {person.name}, {often}; first check-in by {first}"
    return asked.made(line, _shape(asked, person))


def _edit(asked: Asked) -> int:
    options = asked.options
    if options.handle is None:
        refuse_options(asked)
    person = asked.person(options.name, archived=options.handle is None)
    command = EditPerson(person=person.id, name=options.new_name, **_typed(asked))
    bare = command == EditPerson(person=person.id)
    if options.handle and bare:
        return _edit_record(asked)
    if options.handle:
        raise Refused(f"edit {options.handle} and the person one at a time")
    if bare:
        raise Refused("nothing to change; 'aligntui edit --help' lists the options")
    after = asked.do(command)
    level = f"; {level_words(person, after)}" if after.level is not person.level else ""
    return asked.made(f"edited {after.name}{level}", _shape(asked, after))


def _typed(asked: Asked) -> dict[str, Any]:
    """The fields of a person by their names, but for the name; None for what was not typed."""
    from aligntui.domain.dates import near

    options = asked.options
    started = asked.day(options.started, past=True)
    return {
        **{
            name: getattr(options, name)
            for name in ("relation", "role", "touches", "email", "level")
        },
        "card": None if options.card is None else text_of([options.card]),
        "reports_to": _lead(asked),
        "started": started and near(started, asked.today),
        "cadences": _cadences(asked),
    }


def _edit_record(asked: Asked) -> int:
    if letter_of(asked.options.handle) in FIELDS:
        return edit_kept(asked)
    from aligntui.cli.meeting import move_check_in

    refuse_options(asked)
    if letter_of(asked.options.handle) in {section.letter for section in Section}:
        handle = asked.options.handle
        name = quote(asked.options.name)
        raise Refused(f"'aligntui reword {name} {handle}' and 'aligntui set' change {handle}")
    return move_check_in(asked)


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
        output.say_json(
            [
                {**list_row(each, hide=asked.hide), "reports_to": asked.names.get(each.reports_to)}
                for each in chosen
            ]
        )
    elif chosen:
        columns = ("NAME", "RELATION", "CADENCE", "ROLE")
        output.say_all(table([_row(asked, overview) for overview in chosen], columns))
    else:
        output.narrate(asked.nobody)
    return output.DONE


def _row(asked: Asked, overview: Overview) -> tuple[str, ...]:
    gone = overview.archived
    away = f"archived {day_words(gone, asked.today)}" if gone else ""
    role = ", ".join(words for words in (overview.role, away) if words)
    cadence = overview.cadence.without_reason() if asked.hide else overview.cadence
    return overview.name, overview.relation, str(cadence), role


def _shape(asked: Asked, person: Person) -> dict[str, object]:
    shape = person_shape(asked.shown(person), asked.names)
    return {**shape, "on": asked.today.isoformat()}


def _lead(asked: Asked) -> str | None:
    """The id of the person named as their manager; "" for nobody, None where nothing was typed."""
    name: str | None = asked.options.reports_to
    return asked.find(name).id if name else name


def _cadences(asked: Asked) -> CadenceChoice:
    options = asked.options
    phrases = {row.name: getattr(options, row.column) for row in PERSON_FIELDS if row.cadence}
    named = {name: phrase for name, phrase in phrases.items() if phrase is not None}
    chosen = {name: typed(phrase, asked.today) for name, phrase in named.items()}
    for until in filter(None, (far(each, asked.today) for each in chosen.values())):
        from aligntui.text.summaries import far_words

        output.narrate(far_words(until, asked.today))
    return CadenceChoice(**chosen)


def _add_arguments(parser: ArgumentParser) -> None:
    parser.add_argument("name", metavar="NAME", nargs="+")
    _fields(parser)


def _edit_arguments(parser: ArgumentParser) -> None:
    parser.add_argument("name", metavar="NAME")
    words = "a promise, note, talking point or feedback; check-in C4 moves to the day of --on"
    parser.add_argument("handle", metavar="HANDLE", nargs="?", type=handle_of, help=words)
    edit_arguments(parser)
    parser.add_argument("--name", dest="new_name", metavar="NEW", help="their name")
    _fields(parser)


def _fields(parser: ArgumentParser) -> None:
    for row in PERSON_FIELDS:
        if row.help:
            read = one_of(row.values, row.otherwise) if row.values else str
            parser.add_argument(row.option, metavar=row.metavar, type=read, help=row.help)


def _list_arguments(parser: ArgumentParser) -> None:
    parser.add_argument("--all", action="store_true", help="include archived people")


def _archive_arguments(parser: ArgumentParser) -> None:
    parser.add_argument("name", metavar="NAME")
    parser.add_argument("--back", action="store_true", help="bring them back")


def _away(asked: Asked) -> int:
    first = asked.day(asked.options.first)
    return _list_absences(asked) if first is None else _set(asked, first)


def _set(asked: Asked, first: date) -> int:
    options = asked.options
    person = asked.person(options.name)
    because: str = options.because or ""
    from aligntui.domain.dates import last_day_away

    command = SetAway(
        person=person.id,
        first=first,
        last=last_day_away(options.last or "", first),
        because=because,
        back=options.back,
    )
    after = asked.do(command)
    span = Away(first, command.last, "" if asked.hide else because)
    there = "there again" if command.back else "away"
    line = f"{after.name} is {there} {away_words(span._replace(because=''), asked.today)}"
    return asked.made(line, {**away_shape(after, span), "back": command.back})


def _list_absences(asked: Asked) -> int:
    person = asked.seen(asked.options.name)
    coming = [span for span in person.away if span.last >= asked.today]
    if asked.json:
        output.say_json([away_shape(person, span) for span in coming])
    elif not coming:
        output.narrate(_none(person, asked.today))
    for span in () if asked.json else coming:
        output.say(away_words(span, asked.today))
    return output.DONE


def _none(person: Person, today: date) -> str:
    add = f"to add some: aligntui away {quote(person.name)} FROM TO"
    if not person.away:
        return f"no days away are known; {add}"
    last = max(person.away, key=lambda span: span.last)
    return f"no days away planned, the last were {away_words(last, today)}; {add}"


def _arguments(parser: ArgumentParser) -> None:
    add = parser.add_argument
    add("name", metavar="NAME")
    add(
        "first",
        metavar="FROM",
        nargs="?",
        help="the first day away; leave it out to list days away",
    )
    add("last", metavar="TO", nargs="?", help="the last day away, included")
    add("--because", metavar="WHY", help="leave, ill, a holiday")
    add("--back", action="store_true", help="remove these days: they are not away after all")


TASKS = {
    "add": Task(_add_arguments, _add),
    "edit": Task(_edit_arguments, _edit),
    "list": Task(_list_arguments, _list),
    "archive": Task(_archive_arguments, _archive),
    "away": Task(_arguments, _away),
}
