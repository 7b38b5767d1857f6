"""Team-wide lists: differences, promises, and feedback not told yet."""

from __future__ import annotations

import sys
from shlex import quote
from typing import TYPE_CHECKING, TypeVar

from aligntui.cli import output
from aligntui.cli.asked import Asked, Task, no_arguments
from aligntui.domain.naming import folded
from aligntui.domain.numbers import all_over_time, over_time
from aligntui.domain.review import packet, period
from aligntui.text import across
from aligntui.text.numbers import number_lines, numbers_shape, team_lines
from aligntui.text.packet import packet_lines, staying_lines

if TYPE_CHECKING:
    from argparse import ArgumentParser
    from collections.abc import Callable, Iterable
    from datetime import date

    from aligntui.cli.asked import Asked
    from aligntui.domain.person import Person
    from aligntui.text.across import Listed
    from aligntui.text.json_shapes import Shape

_Found = TypeVar("_Found")

_HIDDEN = "nothing here is shared"


def everybody(asked: Asked) -> tuple[Person, ...]:
    """Everybody not archived at the end of the day asked for, as they may be shown then."""
    from aligntui.domain.identity import PersonId

    past = asked.in_the_past
    ids = (each.id for each in asked.notebook.people() if past or each.archived is None)
    people = (asked.notebook.person(PersonId(uid)) for uid in ids)
    there = (person for person in people if not past or person.added <= asked.today)
    return tuple(person for person in map(asked.then, there) if person.archived is None)


def _differences(asked: Asked) -> int:
    asked.tell_of_the_past()
    found = across.disputes(everybody(asked))
    return _listed(asked, found, across.dispute_line, across.dispute_shape, "no differences")


def _actions(asked: Asked) -> int:
    found = across.promises(everybody(asked), asked.today)
    return _listed(asked, found, across.promise_line, across.promise_shape, "no open promises")


def _untold(asked: Asked) -> int:
    found = across.untold(everybody(asked))
    return _listed(asked, found, across.untold_line, across.untold_shape, "all feedback is told")


def _listed(
    asked: Asked,
    found: Iterable[_Found],
    line: Callable[[_Found, date], Listed],
    shape: Callable[[_Found, date], Shape],
    nothing: str,
) -> int:
    if asked.json:
        output.say_json([shape(each, asked.today) for each in found])
    elif lines := across.list_lines(line(each, asked.today) for each in found):
        output.say_all(lines)
    else:
        # with private things left out, "nothing" might be untrue
        output.narrate(_HIDDEN if asked.hide else nothing)
    return output.DONE


def show_numbers(asked: Asked) -> int:
    """Print the numbers, with the last months beside them."""
    name = asked.options.name
    return _of_one(asked, name) if name else _of_all(asked)


def _of_one(asked: Asked, name: str) -> int:
    person = asked.seen(name, archived=True)
    over = over_time(person, asked.today)
    if asked.json:
        output.say_json(numbers_shape(person.name, over))
    else:
        output.say_all(number_lines(person.name, over, ascii_only=_ascii_only()))
    return output.DONE


def _of_all(asked: Asked) -> int:
    people = sorted(everybody(asked), key=lambda person: folded(person.name))
    if not people and not asked.json:
        output.narrate("no people yet; 'aligntui add NAME' adds one")
        return output.DONE
    each = [(person.name, over_time(person, asked.today)) for person in people]
    over = all_over_time([of for _, of in each], asked.today)
    if asked.json:
        shapes = [numbers_shape(name, of) for name, of in each]
        output.say_json({**numbers_shape(None, over), "people": shapes})
        return output.DONE
    ascii_only = _ascii_only()
    output.say_all(number_lines("Everybody", over, ascii_only=ascii_only))
    output.say("")
    output.say_all(team_lines(each, ascii_only=ascii_only))
    return output.DONE


def _ascii_only() -> bool:
    return "utf" not in (sys.stdout.encoding or "").lower()


def _review(asked: Asked) -> int:
    options = asked.options
    since, until = _period(asked)
    person = asked.guarded(options.name)
    found = packet(person, since, until, private=options.private, hide=asked.hide)
    if asked.json:
        from aligntui.text.packet import packet_shape

        output.say_json(packet_shape(found))
    else:
        output.say_markdown(packet_lines(found))
        then = f"aligntui told {quote(found.person.name)} HANDLE"
        for line in () if options.private else staying_lines(found, then):
            output.narrate(f"left out: {line}")
    return output.DONE


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


TASKS = {
    "differences": Task(no_arguments, _differences),
    "actions": Task(no_arguments, _actions),
    "untold": Task(no_arguments, _untold),
    "review": Task(_arguments, _review),
}
