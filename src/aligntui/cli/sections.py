"""Commands that write and list the items of the four sections, and set their fields.

The options for fields are made from the table (`domain/fields.py`).
"""

from __future__ import annotations

from argparse import SUPPRESS, ArgumentParser, ArgumentTypeError
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from shlex import quote
from typing import Any

from aligntui.cli import output
from aligntui.cli.asked import Asked, text_of
from aligntui.cli.capture import keep, typed_line
from aligntui.cli.parser import arg, command, either, one_of
from aligntui.domain.details import EMPTY, Details, check_words
from aligntui.domain.errors import Refused
from aligntui.domain.fields import Field, fields_of, read
from aligntui.domain.fields import Kind as FieldKind
from aligntui.domain.identity import handle_of
from aligntui.domain.item import Item, Revision
from aligntui.domain.line_kinds import Given, Kind, marks_of_section
from aligntui.domain.person import Person, Relation
from aligntui.domain.plain import clean_line, one_line
from aligntui.domain.section import Section
from aligntui.domain.stance import Party, Reason, reason_of
from aligntui.text.words import marks_help

NONE = "none"
_ROWS = {row.name: row for empty in EMPTY.values() for row in fields_of(empty)}
"""The fields of all sections by name; every section with states calls them `state`."""


PROPOSED = (
    arg("--proposed-by WHO", "who proposed this wording: me (default) or them", type=one_of(Party)),
    arg("--because WHY", "why it is worded so, '.why' keeps that private; - reads from stdin"),
)
"""The options that say who proposed a wording, and why."""


def typed_reason(typed: str | None) -> Reason | None:
    """The reason given by an option."""
    return None if typed is None else reason_of(one_line(text_of([typed])))


def _fields(section: Section, parser: ArgumentParser) -> None:
    """Add the options for the fields of a line."""
    for row in fields_of(EMPTY[section], "in_text"):
        if row.kind is FieldKind.YES_NO:
            arg(row.option, row.help, dest=row.name)(parser)
        elif not row.progress:
            _add_option(parser, row, _reader(row), row.help)


def _add_or_list(section: Section, asked: Asked) -> None:
    options, empty = asked.options, EMPTY[section]
    typed = {row.name: getattr(options, row.name, None) for row in fields_of(empty)}
    given: dict[str, Any] = {name: value for name, value in typed.items() if value is not None}
    details = replace(empty, **given)
    if not options.text:
        if options.private or options.proposed_by or options.because or details != empty:
            raise Refused("no text; type it after the name")
        from aligntui.text.json_shapes import shapes_of
        from aligntui.text.sheet import section_lines

        seen = asked.seen(options.name)
        asked.tell(
            lambda: shapes_of(seen, seen.open_items(section)),
            lambda: section_lines(seen, section, asked.today),
        )
        return
    line = typed_line(asked, (Kind(section.letter),), Given(details=details))
    if line.details:
        check_words(line.details)
    because = typed_reason(options.because) or line.because
    by = options.proposed_by or Party.ME
    keep(asked, line, "added {handle} of {name}", by=by, because=because)


for _section, _name in zip(Section, ("focus", "expect", "opportunity", "risk"), strict=True):
    command(
        f"{_name} NAME",
        arg("[TEXT ...]", f"leave it out to list them; {marks_help(marks_of_section(_section))}"),
        partial(_fields, _section),
        arg("--private", "keep it private"),
        *PROPOSED,
    )(partial(_add_or_list, _section))


def say_off(asked: Asked, before: Person, after: Person) -> None:
    """Say how to tell them of what a change has put off track, or that it was wrong."""
    from aligntui.domain.miss import went_off

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
    changed = replace(details, **values) if values else details
    check_words(changed, details)
    return changed


def _state(item: Item, row: Field, typed: str) -> object:
    try:
        return read(row._replace(values=row.steps), typed)
    except Refused:
        states = ", ".join(row.steps)
        raise Refused(f"{item.handle} can't be '{typed}'; its states are {states}") from None


def _reader(row: Field) -> Callable[[str], object]:
    """The parser of an option; errors other than of a handle name the option."""
    if row.kind is FieldKind.TEXT:
        return lambda typed: clean_line(typed) if typed.strip() else ""
    if row.kind is FieldKind.HANDLE:
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
    if row.kind is FieldKind.TEXT:
        return parse, f"{row.help}; '' clears it"
    if row.default:
        return parse, row.help
    between = "0 to 100, " if row.kind is FieldKind.PERCENT else ""

    def maybe(typed: str) -> object:
        return row.default if typed.strip().casefold() == NONE else parse(typed)

    return maybe, f"{row.help}, {between}or none"


def _add_option(
    parser: ArgumentParser, row: Field, parse: Callable[[str], object], words: str, **more: Any
) -> None:
    arg(f"{row.option} {row.metavar}", words, dest=row.name, type=parse, **more)(parser)


def _every_field(parser: ArgumentParser) -> None:
    """Add the options for the fields of all sections, which refuse those of another one."""
    steps = (row.steps for empty in EMPTY.values() for row in fields_of(empty) if row.progress)
    arg("--state STATE", "; ".join(map(", ".join, steps)), default=SUPPRESS)(parser)
    for row in (*_ROWS.values(), *fields_of(Revision)):
        if row.kind is FieldKind.YES_NO:
            given = {"dest": row.name, "default": SUPPRESS}
            either(
                arg(row.option, row.help, const=True, **given),
                arg(row.otherwise, row.otherwise_help, const=False, **given),
            )(parser)
        elif not row.progress:
            _add_option(parser, row, *_or_none(row), default=SUPPRESS)


@command("set NAME HANDLE", _every_field)
def _set(asked: Asked) -> None:
    from aligntui.domain.commands.items import EditItem

    options = asked.options
    before = asked.person(options.name)
    item = before.item(options.handle)
    typed = vars(options)
    marks: dict[str, Any] = {row.name: typed.get(row.name) for row in fields_of(Revision)}
    details = _details(item, typed)
    if details is item.now.details and set(marks.values()) == {None}:
        raise Refused("nothing to change; 'aligntui set --help' lists the options")
    edit = EditItem(
        **asked.named,
        details=details,
        # change only the named fields, and keep the previous ones in the history
        instead_of=item.now.details,
        append=True,
        **marks,
    )
    after = asked.do(edit)
    say_off(asked, before, after)
    asked.kept(after, item.handle, f"changed {item.handle} of {after.name}")
