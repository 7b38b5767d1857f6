"""The command for the review packet."""

from __future__ import annotations

from shlex import quote
from typing import TYPE_CHECKING

from aligntui.cli import exits, output
from aligntui.cli.asked import Asked, Task
from aligntui.domain.review import packet, period
from aligntui.text.packet import packet_lines, staying_lines

if TYPE_CHECKING:
    from argparse import ArgumentParser
    from datetime import date


def _review(asked: Asked) -> int:
    options = asked.options
    since, until = _period(asked)
    person = asked.guarded(options.name)
    found = packet(person, since, until, private=options.private, hide=asked.hide)
    if asked.json:
        from aligntui.text.packet_shape import packet_shape

        output.say_json(packet_shape(found))
    else:
        output.say_markdown(packet_lines(found))
        then = f"aligntui told {quote(found.person.name)} HANDLE"
        for line in () if options.private else staying_lines(found, then):
            output.narrate(f"left out: {line}")
    return exits.DONE


def _period(asked: Asked) -> tuple[date, date]:
    since = asked.day(asked.options.since, past=True)
    until = asked.day(asked.options.until, past=True) or asked.today
    assert since is not None
    return period(since, until, asked.today)


def _arguments(parser: ArgumentParser) -> None:
    add = parser.add_argument
    add("name", metavar="NAME")
    add("--since", metavar="DATE", required=True, help="the first day")
    add("--until", metavar="DATE", help="the last day; default: today")
    add("--private", action="store_true", help="include private lines; for your eyes only")


TASKS = {"review": Task(_arguments, _review)}
