"""The command that compares two days of one person."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from aligntui.cli import exits, output
from aligntui.cli.asked import Asked, Task
from aligntui.domain.difference import differences
from aligntui.domain.errors import Refused
from aligntui.domain.identity import handle_of
from aligntui.text.difference import difference_lines, difference_shape

if TYPE_CHECKING:
    from argparse import ArgumentParser
    from datetime import date

    from aligntui.domain.person import Person

_CHECK_IN = re.compile(r"\s*[cC][0-9]+\s*\Z")


def _diff(asked: Asked) -> int:
    options = asked.options
    person = asked.seen(options.name, archived=True)
    since = _day_of(asked, person, options.since)
    until = asked.today if options.until is None else _day_of(asked, person, options.until)
    if since > until:
        raise Refused(f"{since} is after {until}; give the earlier day first")
    found = differences(person, since, until)
    if asked.json:
        output.say_json([difference_shape(person, each, asked.today) for each in found])
    else:
        output.say_all(difference_lines(person, found, since, until, asked.today))
    return exits.DONE


def _day_of(asked: Asked, person: Person, typed: str) -> date:
    """The day that was typed, or the day of a check-in."""
    if not _CHECK_IN.match(typed):
        day = asked.day(typed, past=True)
        assert day is not None
        return day
    handle = handle_of(typed)
    for check_in in person.check_ins:
        if check_in.handle == handle:
            return check_in.on
    raise Refused(f"{person.name} has no check-in {handle}; 'aligntui timeline' lists them")


def _diff_arguments(parser: ArgumentParser) -> None:
    add = parser.add_argument
    add("name", metavar="NAME")
    add("since", metavar="FROM", help="a day, or the end of a check-in such as C7")
    add("until", metavar="TO", nargs="?", help="the same; default: today")


TASKS = {"diff": Task(_diff_arguments, _diff)}
