"""The numbers of alignment, of one person or of all."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from aligntui.cli import exits, output
from aligntui.cli.everybody import everybody
from aligntui.domain.numbers import numbers, over_time
from aligntui.text.numbers import number_lines, numbers_shape, team_lines

if TYPE_CHECKING:
    from aligntui.cli.asked import Asked


def show_numbers(asked: Asked) -> int:
    """Print them, with the last months beside."""
    name = asked.options.name
    return _of_one(asked, name) if name else _of_all(asked)


def _of_one(asked: Asked, name: str) -> int:
    person = asked.seen(name, archived=True)
    over = over_time((person,), asked.today)
    if asked.json:
        output.say_json(numbers_shape(person.name, over))
    else:
        output.say_all(number_lines(person.name, over, ascii_only=_ascii_only(asked)))
    return exits.DONE


def _of_all(asked: Asked) -> int:
    people = sorted(everybody(asked), key=lambda person: person.name.casefold())
    over = over_time(people, asked.today)
    if asked.json:
        each = [numbers_shape(p.name, over_time((p,), asked.today)) for p in people]
        output.say_json({**numbers_shape(None, over), "people": each})
        return exits.DONE
    if not people:
        output.narrate("nobody is here yet; 'aligntui add NAME' adds somebody")
        return exits.DONE
    output.say_all(number_lines("Everybody", over, ascii_only=_ascii_only(asked)))
    output.say("")
    output.say_all(team_lines([(p.name, numbers(p, asked.today)) for p in people]))
    return exits.DONE


def _ascii_only(asked: Asked) -> bool:
    encoding = sys.stdout.encoding or ""
    return asked.options.plain or "utf" not in encoding.lower()
