"""Team-wide lists: differences, promises, and feedback not told yet."""

from __future__ import annotations

from typing import TYPE_CHECKING

from aligntui.cli import exits, output
from aligntui.cli.asked import Asked, Task, no_arguments
from aligntui.text import across

if TYPE_CHECKING:
    from aligntui.domain.person import Person
    from aligntui.text.json_shapes import Shape

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
    shapes = [across.dispute_shape(each, asked.today) for each in found]
    return _said(asked, across.dispute_lines(found, asked.today), shapes, "no differences")


def _actions(asked: Asked) -> int:
    found = across.promises(everybody(asked), asked.today)
    shapes = [across.promise_shape(each, asked.today) for each in found]
    return _said(asked, across.promise_lines(found, asked.today), shapes, "no open promises")


def _untold(asked: Asked) -> int:
    found = across.untold(everybody(asked))
    shapes = [across.untold_shape(each, asked.today) for each in found]
    return _said(asked, across.untold_lines(found, asked.today), shapes, "all feedback is told")


def _said(asked: Asked, lines: list[str], shapes: list[Shape], nothing: str) -> int:
    if asked.json:
        output.say_json(shapes)
    elif lines:
        output.say_all(lines)
    else:
        # with private things left out, "nothing" might be untrue
        output.narrate(_HIDDEN if asked.hide else nothing)
    return exits.DONE


TASKS = {
    "differences": Task(no_arguments, _differences),
    "actions": Task(no_arguments, _actions),
    "untold": Task(no_arguments, _untold),
}
