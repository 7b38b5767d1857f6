"""The `calendar` command: which events of the user's calendar are 1:1s, and which are not sure."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from aligntui.calendars import moment
from aligntui.cli import output
from aligntui.cli.parser import arg, command, either
from aligntui.domain.commands.people import DecideEvent
from aligntui.domain.errors import Refused
from aligntui.domain.identity import PersonId
from aligntui.text.table import table
from aligntui.text.words import WEEKDAYS, day_words

if TYPE_CHECKING:
    from aligntui.cli.asked import Asked
    from aligntui.domain.whose import Event
    from aligntui.text.json_shapes import Shape


@command(
    "calendar",
    either(
        arg(
            "--is EVENT",
            "this event, and all of its series, is with this person",
            dest="theirs",
            metavar=("EVENT", "NAME"),
            nargs=2,
        ),
        arg("--not EVENT", "this event, and all of its series, is no 1:1", dest="nobodys"),
    ),
)
def _calendar(asked: Asked) -> None:
    options, calendars = asked.options, asked.configured.calendars
    if calendars is None:
        from aligntui.paths import config_file

        raise Refused(f'no calendar is known; name one in {config_file()}: calendar = "FILE"')
    everybody = asked.notebook.people()
    names = {each.id: each.name for each in everybody}
    read = calendars.read(everybody)
    if read.troubles and not read.events and not (options.theirs or options.nobodys):
        # to list nothing would say that nobody has a 1:1
        raise Refused(read.troubles[0])
    for trouble in read.troubles:
        output.complain(trouble)
    events = [each for each in read.events if not (asked.hide and each.private)]
    if options.theirs:
        event, name = options.theirs
        who = asked.find(name).id
        # what was taken from somebody is listed no more, but can be given back
        known = {each[1:] for person in everybody for each in person.events}
        typed = event.strip().casefold()
        event = typed if typed in known else _found(events, event).id
        _decide(asked, event, {who: True})
        return
    if options.nobodys:
        found = _found(events, options.nobodys)
        _decide(asked, found.id, dict.fromkeys(map(PersonId, found.people), False))
        return
    now = moment(asked.today)
    events.sort(key=lambda e: (bool(e.reason), e.next_from(now) or e.times[-1], e.id))
    rows = [_row(each, names, asked) for each in events]
    asked.tell(
        lambda: [_shape(each, names, now) for each in events],
        lambda: table(rows, ("EVENT", "WHEN", "WITH", "")) if rows else (),
        "no event of the calendar has to do with anybody here",
    )


def _found(events: list[Event], named: str) -> Event:
    for event in events:
        if event.id == named.strip().casefold():
            return event
    raise Refused(f"no event {named}", command="'aligntui calendar' lists them")


def _decide(asked: Asked, event: str, theirs: dict[PersonId, bool]) -> None:
    """Record whose an event is, and that it is nobody else's."""
    people = {each.id: each for each in asked.notebook.people()}
    others = {who: False for who, each in people.items() if f"+{event}" in each.events}
    commands = [
        DecideEvent(person=who, event=event, theirs=is_theirs)
        for who, is_theirs in (others | theirs).items()
    ]
    asked.notebook.do_together(commands, f"calendar event {event}")
    with_whom = ", ".join(people[who].name for who, is_theirs in theirs.items() if is_theirs)
    shape: Shape = {"event": event, "name": with_whom or None, "on": asked.today.isoformat()}
    said = f"is with {with_whom}" if with_whom else "is with nobody here"
    asked.made(f"event {event} {said}, all of its series", shape)


def _row(event: Event, names: dict[PersonId, str], asked: Asked) -> tuple[str, ...]:
    start = event.next_from(moment(asked.today)) or event.times[-1].astimezone()
    day = f"{WEEKDAYS[start.weekday()]} {day_words(start.date(), asked.today)}"
    when = f"{day} {start:%H:%M}"
    people = ", ".join(names[PersonId(each)] for each in event.people)
    return event.id, when, people, f"not counted: {event.reason}" if event.reason else ""


def _shape(event: Event, names: dict[PersonId, str], now: datetime) -> Shape:
    start = event.next_from(now)
    people = [names[PersonId(each)] for each in event.people]
    return {
        "event": event.id,
        "name": people[0],
        "names": people,
        "matched": not event.reason,
        "reason": event.reason or None,
        "booked_at": start.isoformat() if start else None,
        "on": (start or event.times[-1].astimezone()).date().isoformat(),
    }
