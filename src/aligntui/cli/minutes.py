"""Commands for the minutes of a check-in, and for later corrections to it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from aligntui.cli import exits, output
from aligntui.cli.asked import Asked, Task, text_of
from aligntui.domain.errors import Refused
from aligntui.domain.identity import handle_of
from aligntui.domain.privacy import leaving_on

if TYPE_CHECKING:
    from argparse import ArgumentParser
    from datetime import date

    from aligntui.domain.identity import Handle
    from aligntui.domain.person import Person


def _minutes(asked: Asked) -> int:
    from aligntui.text.record import record_lines, record_shape, shared_text

    options = asked.options
    person = asked.shown(asked.guarded(options.name))
    handle = _held(person, options.handle)
    next_on = _next_on(asked, person, handle)
    if asked.json:
        seen = person if options.all else leaving_on(person, person.check_in(handle).on)
        output.say_json(record_shape(seen, handle, next_on))
    elif options.all:
        output.say_markdown(record_lines(person, handle, asked.today, next_on))
    else:
        output.say_markdown(shared_text(person, handle, next_on).splitlines())
    return exits.DONE


def _held(person: Person, handle: Handle | None) -> Handle:
    """The check-in named, or the last one held; refuses one that was not held."""
    last = person.last_check_in
    found = person.check_in(handle) if handle else last
    if found is None:
        raise Refused(f"{person.name} has no check-in yet; 'aligntui checkin' records one")
    if not found.held:
        raise Refused(f"{found.handle} was {found.kind}; only one that was held has minutes")
    return found.handle


def _next_on(asked: Asked, person: Person, handle: Handle) -> date | None:
    """The due day of the next check-in; None for an older one, which has been followed."""
    last = person.last_check_in
    if last is None or last.handle != handle or person.archived:
        return None
    return asked.notebook.glance(person).due(asked.today).due_on


def _addendum(asked: Asked) -> int:
    from aligntui.domain.commands.meetings import AddAddendum
    from aligntui.text.json_shapes import check_in_shape

    options = asked.options
    text = text_of(options.text)
    person = asked.person(options.name)
    add = AddAddendum(person=person.id, handle=options.handle, text=text, on=asked.today)
    after = asked.do(add)
    seen = asked.shown(after)
    line = f"added to {options.handle} of {after.name}"
    said = "" if asked.hide else after.check_in(options.handle).addenda[-1].text
    return asked.made(line, check_in_shape(seen, seen.check_in(options.handle)), said)


def _minutes_arguments(parser: ArgumentParser) -> None:
    parser.add_argument("name", metavar="NAME")
    words = "such as C7; default: the last one"
    parser.add_argument("handle", metavar="HANDLE", nargs="?", type=handle_of, help=words)
    words = "include private lines; default: only what may be shared"
    parser.add_argument("--all", action="store_true", help=words)


def _addendum_arguments(parser: ArgumentParser) -> None:
    parser.add_argument("name", metavar="NAME")
    parser.add_argument("handle", metavar="HANDLE", type=handle_of, help="such as C7")
    parser.add_argument("text", metavar="TEXT", nargs="+", help="- reads it from stdin")


TASKS = {
    "minutes": Task(_minutes_arguments, _minutes),
    "addendum": Task(_addendum_arguments, _addendum),
}
