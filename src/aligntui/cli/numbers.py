"""Alignment in numbers, for one person or for everybody."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from aligntui.cli import exits, output
from aligntui.cli.everybody import everybody
from aligntui.domain.naming import folded
from aligntui.domain.numbers import all_over_time, over_time
from aligntui.text.numbers import number_lines, numbers_shape, team_lines

if TYPE_CHECKING:
    from aligntui.cli.asked import Asked


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
    return exits.DONE


def _of_all(asked: Asked) -> int:
    people = sorted(everybody(asked), key=lambda person: folded(person.name))
    if not people and not asked.json:
        output.narrate("no people yet; 'aligntui add NAME' adds one")
        return exits.DONE
    each = [(person.name, over_time(person, asked.today)) for person in people]
    over = all_over_time([of for _, of in each], asked.today)
    if asked.json:
        shapes = [numbers_shape(name, of) for name, of in each]
        output.say_json({**numbers_shape(None, over), "people": shapes})
        return exits.DONE
    ascii_only = _ascii_only()
    output.say_all(number_lines("Everybody", over, ascii_only=ascii_only))
    output.say("")
    output.say_all(team_lines(each, ascii_only=ascii_only))
    return exits.DONE


def _ascii_only() -> bool:
    return "utf" not in (sys.stdout.encoding or "").lower()
