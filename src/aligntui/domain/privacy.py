"""A person without what is private, for a screen that somebody else can see."""

from dataclasses import replace

from aligntui.domain.item import Item
from aligntui.domain.person import Person


def shared(person: Person) -> Person:
    """The person with only what is shared, and nothing of the time when it was private.

    What was said in a check-in and why one was skipped are private.
    """
    return replace(
        person,
        items=tuple(shown for item in person.items if (shown := _shared_item(item))),
        check_ins=tuple(replace(c, notes="", because="") for c in person.check_ins),
        actions=tuple(action for action in person.actions if not action.private),
        feedback=tuple(feedback for feedback in person.feedback if not feedback.private),
        talking_points=tuple(point for point in person.talking_points if not point.private),
        notes=tuple(note for note in person.notes if not note.private),
    )


def _shared_item(item: Item) -> Item | None:
    if item.now.private:
        return None
    return replace(item, revisions=tuple(r for r in item.revisions if not r.private))
