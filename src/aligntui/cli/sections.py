"""Commands that write and list the items of the four sections, and set their fields.

The options for fields are made from the table (`domain/fields.py`).
"""

from __future__ import annotations

from argparse import SUPPRESS, ArgumentTypeError
from dataclasses import replace
from shlex import quote
from typing import TYPE_CHECKING, Any

from aligntui.cli import output
from aligntui.cli.asked import Asked, Task, text_of
from aligntui.cli.parser import one_of
from aligntui.domain.capture import section_line
from aligntui.domain.commands.items import AddItem, EditItem
from aligntui.domain.details import EMPTY
from aligntui.domain.errors import Refused
from aligntui.domain.fields import Kind, fields_of, read
from aligntui.domain.identity import handle_of
from aligntui.domain.item import Revision
from aligntui.domain.line_kinds import Given, marks_of_section
from aligntui.domain.miss import went_off
from aligntui.domain.person import Relation
from aligntui.domain.plain import clean_line, one_line
from aligntui.domain.reasons import reason_of
from aligntui.domain.section import Section
from aligntui.domain.stance import Party, Reason
from aligntui.text.json_shapes import shape_of, shapes_of
from aligntui.text.noted import privacy_words, said_of_line
from aligntui.text.sheet import section_lines
from aligntui.text.words import marks_help

if TYPE_CHECKING:
    from argparse import ArgumentParser
    from collections.abc import Callable

    from aligntui.domain.details import Details
    from aligntui.domain.fields import Field
    from aligntui.domain.item import Item
    from aligntui.domain.person import Person

NONE = "none"
_ROWS = {row.name: row for empty in EMPTY.values() for row in fields_of(empty)}
"""The fields of all sections by name; every section with states calls them `state`."""


def said_of(asked: Asked, item: Item, person: Person, done: str, more: str = "") -> int:
    """Report a change of an item; `more` ends the sentence."""
    line = f"{done} {item.handle} of {person.name}{more}"
    seen = person if item.now.private else asked.shown(person)
    return asked.made(line, shape_of(seen, seen.item(item.handle)), item.text)


def named_item(parser: ArgumentParser) -> None:
    """Add the arguments that name a person and an item."""
    parser.add_argument("name", metavar="NAME")
    parser.add_argument("handle", metavar="HANDLE", type=handle_of, help="such as E4")


def proposed_arguments(parser: ArgumentParser) -> None:
    """Add the options that say who proposed a wording, and why."""
    words = "who proposed this wording: me (default) or them"
    parser.add_argument("--proposed-by", metavar="WHO", type=one_of(Party), help=words)
    words = "why it is worded so, '.why' keeps that private; - reads from stdin"
    parser.add_argument("--because", metavar="WHY", help=words)


def typed_reason(typed: str | None) -> Reason | None:
    """The reason given by an option."""
    return None if typed is None else reason_of(one_line(text_of([typed])))


def _task(section: Section) -> Task:
    """The command that adds an item to a section, or lists its items."""

    def arguments(parser: ArgumentParser) -> None:
        words = f"leave it out to list them; {marks_help(marks_of_section(section))}"
        parser.add_argument("name", metavar="NAME")
        parser.add_argument("text", metavar="TEXT", nargs="*", help=words)
        for row in fields_of(EMPTY[section], "in_text"):
            if row.kind is Kind.YES_NO:
                parser.add_argument(row.option, dest=row.name, action="store_true", help=row.help)
            elif not row.progress:
                _add_option(parser, row, _reader(row), row.help)
        parser.add_argument("--private", action="store_true", help="keep it private")
        proposed_arguments(parser)

    return Task(arguments, lambda asked: _add_or_list(asked, section))


def _add_or_list(asked: Asked, section: Section) -> int:
    options, empty = asked.options, EMPTY[section]
    typed = {row.name: getattr(options, row.name, None) for row in fields_of(empty)}
    given: dict[str, Any] = {name: value for name, value in typed.items() if value is not None}
    details = replace(empty, **given)
    if not options.text:
        if options.private or options.proposed_by or options.because or details != empty:
            raise Refused("no text; type it after the name")
        return _list(asked, section)
    person = asked.person(options.name)
    text = one_line(text_of(options.text))
    line = section_line(text, section, asked.today, asked.known(person), Given(details=details))
    command = AddItem(
        person=person.id,
        section=section,
        text=line.text,
        on=asked.today,
        details=line.details,
        private=options.private or bool(line.private),
        by=options.proposed_by or Party.ME,
        because=typed_reason(options.because) or line.because,
    )
    after = asked.do(command)
    asked.say_shares(person, after)
    asked.say_unread(said_of_line(line))
    item = next(item for item in after.items if item.uid == command.uid)
    return said_of(asked, item, after, "added", privacy_words(line))


def _list(asked: Asked, section: Section) -> int:
    person = asked.seen(asked.options.name)
    if asked.json:
        output.say_json(shapes_of(person, person.open_items(section)))
    else:
        output.say_all(section_lines(person, section, asked.today))
    return output.DONE


def _set(asked: Asked) -> int:
    options = asked.options
    before = asked.person(options.name)
    item = before.item(options.handle)
    typed = vars(options)
    marks: dict[str, Any] = {row.name: typed.get(row.name) for row in fields_of(Revision)}
    details = _details(item, typed)
    if details is item.now.details and set(marks.values()) == {None}:
        raise Refused("nothing to change; 'aligntui set --help' lists the options")
    command = EditItem(
        person=before.id,
        handle=item.handle,
        on=asked.today,
        details=details,
        # change only the named fields, and keep the previous ones in the history
        instead_of=item.now.details,
        append=True,
        **marks,
    )
    after = asked.do(command)
    asked.say_shares(before, after)
    say_off(asked, before, after)
    return said_of(asked, after.item(item.handle), after, "changed")


def say_off(asked: Asked, before: Person, after: Person) -> None:
    """Say how to tell them of what a change has put off track, or that it was wrong."""
    name = quote(after.name)
    for item, missed in () if asked.hide else went_off(before, after):
        if after.relation is not Relation.MANAGER:
            tell = f"aligntui feedback {name} TEXT --corrective --about {item.handle}"
            output.narrate(f"to tell them: {tell}")
        if not missed:
            output.narrate(f"if it was wrong: aligntui close {name} {item.handle} --as wrong")


def _details(item: Item, typed: dict[str, Any]) -> Details:
    """The item's fields with the typed ones replaced; refuses a field of another section."""
    details = item.now.details
    own = {row.name: row for row in fields_of(details)}
    values: dict[str, Any] = {name: typed[name] for name in _ROWS if name in typed}
    for name, value in values.items():
        if name not in own:
            row = _ROWS[name]
            option = f"{row.otherwise} and {row.option}" if row.otherwise else row.option
            has = "has" if item.section is Section.FOCUS else "have"
            raise Refused(f"{item.section} {has} no {option}")
        if own[name].progress:
            values[name] = _state(item, own[name], value)
    return replace(details, **values) if values else details


def _state(item: Item, row: Field, typed: str) -> object:
    try:
        return read(row._replace(values=row.steps), typed)
    except Refused:
        states = ", ".join(row.steps)
        raise Refused(f"{item.handle} can't be '{typed}'; its states are {states}") from None


def _reader(row: Field) -> Callable[[str], object]:
    """The parser of an option; errors other than of a handle name the option."""
    if row.kind is Kind.TEXT:
        return lambda typed: clean_line(typed) if typed.strip() else ""
    if row.kind is Kind.HANDLE:
        return handle_of

    def parse(typed: str) -> object:
        try:
            return read(row, typed)
        except Refused as refusal:
            raise ArgumentTypeError(str(refusal)) from None

    return parse


def _or_none(row: Field) -> tuple[Callable[[str], object], str]:
    """The parser and the help of an option that can also empty its field."""
    parse = _reader(row)
    if row.kind is Kind.TEXT:
        return parse, f"{row.help}; '' clears it"
    if row.default:
        return parse, row.help
    between = "0 to 100, " if row.kind is Kind.PERCENT else ""

    def either(typed: str) -> object:
        return row.default if typed.strip().casefold() == NONE else parse(typed)

    return either, f"{row.help}, {between}or none"


def _add_option(
    parser: ArgumentParser, row: Field, parse: Callable[[str], object], words: str, **more: Any
) -> None:
    add = parser.add_argument
    add(row.option, dest=row.name, metavar=row.metavar, type=parse, help=words, **more)


def _set_arguments(parser: ArgumentParser) -> None:
    named_item(parser)
    steps = (row.steps for empty in EMPTY.values() for row in fields_of(empty) if row.progress)
    words = "; ".join(map(", ".join, steps))
    parser.add_argument("--state", metavar="STATE", help=words, default=SUPPRESS)
    for row in (*_ROWS.values(), *fields_of(Revision)):
        if row.kind is Kind.YES_NO:
            _add_either(parser, row)
        elif not row.progress:
            _add_option(parser, row, *_or_none(row), default=SUPPRESS)


def _add_either(parser: ArgumentParser, row: Field) -> None:
    add = parser.add_mutually_exclusive_group().add_argument
    either: dict[str, Any] = {"dest": row.name, "action": "store_const", "default": SUPPRESS}
    add(row.option, const=True, help=row.help, **either)
    add(row.otherwise, const=False, help=row.otherwise_help, **either)


TASKS = {
    "focus": _task(Section.FOCUS),
    "expect": _task(Section.EXPECTATIONS),
    "opportunity": _task(Section.OPPORTUNITIES),
    "risk": _task(Section.RISKS),
    "set": Task(_set_arguments, _set),
}
