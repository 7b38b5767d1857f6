"""What was recorded for a day that was over: when it was written, said where minutes were made."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from datetime import date

from aligntui.domain.check_in import CheckIn
from aligntui.domain.identity import Handle
from aligntui.domain.item import Item
from aligntui.domain.notes import Written
from aligntui.domain.person import TABLES, Change, Named, Person
from aligntui.domain.privacy import shared

ADDENDUM = "addendum"
CHANGED = "changed"
"""Said of what was changed on the day of a check-in after it was recorded."""


def with_written(before: Person | None, after: Person, on: date, today: date) -> Person:
    """The person after a command for the day `on`, with a record that it was done `today`.

    What is done on the day itself is recorded only where minutes of it were made before.

    What is private in a record says nothing where private things are hidden.
    """
    if before is None or after == before:
        return after
    last = before.last_check_in
    met = last.on if last else date.min
    if on == today != met:
        return after
    touched = Change("", before, after).touched
    seen = Change("", shared(before), shared(after)).touched
    handles, hidden = touched, {handle for handle in touched if handle not in seen}
    if on == today:
        marked = {e.handle for e in before.written if e.what == CHANGED and e.on == on}
        unmarked = {each.handle for each in (*after.items, *after.records)} - marked
        later = tuple(
            Written(handle, on, on, CHANGED, minutes=True, private=handle in hidden)
            for handle in touched
            if handle in unmarked
        )
        return replace(after, written=(*after.written, *later)) if later else after
    if before.resyncs != after.resyncs or before.feedback != after.feedback:
        # a line that was gone through and holds, or of whose miss was told, is not touched
        handles = (*touched, *(item.handle for item in after.items))
    # what is edited for a day before the last edit is an event of that edit's day
    past, now = (Counter(_facts(each, handles, (on, today), met)) for each in (before, after))
    new = [e._replace(private=e.private or e.handle in hidden) for e in now - past]
    return replace(after, written=(*after.written, *new)) if new else after


def _facts(
    person: Person, handles: tuple[Handle, ...], days: tuple[date, date], met: date
) -> Iterator[Written]:
    """What happened to some records from the first of two days on, and before the second."""
    for table in ("items", *TABLES.values()):
        things: tuple[Named, ...] = getattr(person, table)
        for thing in things:
            if thing.handle in handles:
                yield from (
                    Written(thing.handle, day, days[1], what, met >= day, private)
                    for what, day, private in _happened(person, thing)
                    if days[0] <= day < days[1]
                )


def _happened(person: Person, thing: Named) -> Iterator[tuple[str, date, bool]]:
    # imported here: most of what is recorded happens today
    from aligntui.domain.events import events
    from aligntui.domain.timeline import became

    if isinstance(thing, Item):
        yield from ((event.kind, event.on, event.private) for event in events(person, thing))
    elif isinstance(thing, CheckIn):
        yield thing.kind, thing.on, False
        yield from ((ADDENDUM, each.on, True) for each in thing.addenda)
    else:
        yield from ((e.kind, e.on, thing.private or e.private) for e in became(thing))


def written_on(
    person: Person, handle: Handle, since: date | None, until: date, *, minutes: bool = True
) -> date | None:
    """The day on which something of a record was written after minutes had been made of its day.

    Its days are those after `since` up to `until`; None where all was written on its day. Without
    `minutes`, what was written days later counts, too.
    """
    days = (
        each.recorded_on
        for each in person.written
        if each.handle == handle
        and each.on <= until
        and (each.minutes if minutes else each.after_days)
        if since is None or each.on > since
    )
    return max(days, default=None)


def written(person: Person, handle: Handle, what: str, on: date) -> Written | None:
    """When one thing that happened to a record was written; None if it was on its day."""
    found = (
        each
        for each in person.written
        if (each.handle, each.what, each.on) == (handle, what, on) and each.recorded_on > on
    )
    return max(found, key=lambda each: each.recorded_on, default=None)
