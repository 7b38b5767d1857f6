"""The `prep` command: the brief before a check-in, which loads nothing that changes anybody."""

from __future__ import annotations

from typing import TYPE_CHECKING

from aligntui.cli import output
from aligntui.cli.parser import arg, command
from aligntui.domain.brief import brief
from aligntui.domain.errors import Refused
from aligntui.domain.templates import NO_TEMPLATES
from aligntui.text.brief import brief_lines, point_shape

if TYPE_CHECKING:
    from aligntui.cli.asked import Asked
    from aligntui.domain.person import Person


@command(
    "prep",
    arg("[NAME]"),
    arg("--today", "everybody due today or late"),
    arg("--all", "print all of it, however long"),
)
def _prep(asked: Asked) -> None:
    options = asked.options
    if bool(options.name) == options.today:
        raise Refused("name one person, or use --today for everybody who is due")
    people = _due_today(asked) if options.today else (asked.seen(options.name),)
    own = NO_TEMPLATES if asked.hide else asked.configured.templates()
    found = [(person, brief(person, asked.today, own)) for person in people]
    if asked.json:
        output.say_json([point_shape(person, point) for person, some in found for point in some])
        return
    asked.tell_of_the_past()
    if not found:
        output.narrate("nobody is due today; 'aligntui due' shows who is next")
    for at, (person, points) in enumerate(found):
        lines = brief_lines(person, points, asked.today, whole=options.all, hide=asked.hide)
        output.say_markdown(["", *lines] if at else lines, leaves=False)


def _due_today(asked: Asked) -> tuple[Person, ...]:
    """People met today, by the time in the calendar; then those due or late, most urgent first."""
    from aligntui.domain.due import DueState
    from aligntui.domain.glance import overview
    from aligntui.domain.overview import by_urgency, meets_on

    people = {person.id: person for person in asked.everybody}
    booked = asked.configured.booked(tuple(map(overview, people.values())))
    booked = tuple(each.without_private() for each in booked) if asked.hide else booked
    glances = by_urgency(booked, asked.today)
    by_id = {str(uid): person for uid, person in people.items()}
    stands = [(o.due(asked.today), o.id) for o in glances]
    now = [uid for due, uid in stands if due.days_late >= 0 and due.state is not DueState.PAUSED]
    first = (each.id for each in meets_on(booked, asked.today))
    return tuple(by_id[uid] for uid in dict.fromkeys((*first, *now)))
