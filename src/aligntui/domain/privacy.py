"""A person without what is private, for a screen that somebody else can see."""

from collections.abc import Collection
from dataclasses import replace
from datetime import date

from aligntui.domain.identity import Handle
from aligntui.domain.item import Item
from aligntui.domain.person import Person


def shared(person: Person) -> Person:
    """The person with only what is shared, and nothing of the time when it was private.

    What was said in a check-in, how they were and why one was skipped are private; so is
    why somebody is away, or met more often for a while.
    """
    feedback = tuple(feedback for feedback in person.feedback if not feedback.private)
    told = {each.handle for each in feedback}
    return replace(
        person,
        cadences=person.cadences.without_reasons(),
        away=tuple(away._replace(because="") for away in person.away),
        items=tuple(shown for item in person.items if (shown := _shared_item(item, told))),
        check_ins=tuple(
            replace(c, notes="", because="", pulse=None, addenda=()) for c in person.check_ins
        ),
        actions=tuple(action for action in person.actions if not action.private),
        feedback=feedback,
        talking_points=tuple(point for point in person.talking_points if not point.private),
        notes=tuple(note for note in person.notes if not note.private),
    )


def guarded_on(person: Person, day: date) -> Person:
    """The person at the end of a day, with all that is private now private then, too."""
    private = {item.uid for item in person.items if item.now.private}
    then = person.as_of(day)
    items = tuple(_private(item) if item.uid in private else item for item in then.items)
    return replace(then, items=items)


def shared_on(person: Person, day: date) -> Person:
    """The person at the end of a day with only what was shared then and still is."""
    return shared(guarded_on(person, day))


def leaving(person: Person) -> Person:
    """What is shared, without misses of which they were not told yet: no file tells it first."""
    untold = {feedback.handle for feedback in person.feedback if not feedback.told}
    items = tuple(
        replace(item, entries=tuple(e for e in item.entries if e.feedback not in untold))
        for item in person.items
    )
    return shared(replace(person, items=items))


def _private(item: Item) -> Item:
    return replace(item, revisions=tuple(replace(r, private=True) for r in item.revisions))


def _shared_item(item: Item, feedback: Collection[Handle]) -> Item | None:
    if item.now.private:
        return None
    return replace(
        item,
        revisions=tuple(r for r in item.revisions if not r.private),
        entries=tuple(
            entry if entry.feedback in feedback else replace(entry, feedback=None)
            for entry in item.entries
            if not entry.private
        ),
    )
