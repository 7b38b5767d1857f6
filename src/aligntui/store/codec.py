"""From people to rows: what a record looks like in the file.

A row is a JSON object. Its first key is `person`, so that the rows of one person are found without
reading the others; `uid` is its identity. Every key is always written, so that laying a new row
over an old one keeps what other versions put there.
"""

from collections.abc import Callable, Collection
from datetime import date
from operator import attrgetter
from typing import Any

from aligntui.domain.action import Action
from aligntui.domain.check_in import CheckIn, Resync
from aligntui.domain.feedback import Feedback
from aligntui.domain.item import Item
from aligntui.domain.note import Note, TalkingPoint
from aligntui.domain.person import Person
from aligntui.domain.section import Section
from aligntui.store.reading import PEOPLE
from aligntui.store.revisions import entry_row, revision_row

Row = dict[str, Any]
Key = tuple[str, str]
"""A table and a uid."""

TABLES = (
    PEOPLE, "items", "check_ins", "resyncs", "actions", "feedback", "talking_points", "notes",
)  # fmt: skip


def changed_rows(before: Person | None, after: Person | None) -> dict[Key, Row | None]:
    """The rows that differ between two states of one person; None is a row not there any more."""
    rows: dict[Key, Row | None] = {}
    for table, write in _WRITERS.items():
        old, new = getattr(before, table, ()), getattr(after, table, ())
        if old is new:
            continue
        past = {record.uid: record for record in old}
        now = {record.uid for record in new}
        rows |= {(table, uid): None for uid in past if uid not in now}
        for record in new:
            before_it = past.get(record.uid)
            if before_it is not record and before_it != record:
                own = {"person": after.id if after else "", "uid": record.uid}
                rows[table, record.uid] = own | write(record)
    if after is not None and (before is None or _own(before) != _own(after)):
        rows[PEOPLE, after.id] = {"person": after.id, "uid": after.id, **_person_row(after)}
    elif after is None and before is not None:
        rows[PEOPLE, before.id] = None
    return rows


def _text(day: date | None) -> str | None:
    return day.isoformat() if day else None


_own = attrgetter(
    "name", "relation", "role", "level", "added", "started", "archived", "away", "cadences",
    "by_hand", "moved",
)  # fmt: skip
"""What stands in the row of a person's own."""


def _person_row(person: Person) -> Row:
    return {
        "name": person.name,
        "relation": person.relation.value,
        "role": person.role,
        "level": person.level.value if person.level else None,
        "added": _text(person.added),
        "started": _text(person.started),
        "archived": _text(person.archived),
        "away": [[_text(a.first), _text(a.last), a.because] for a in person.away],
        "moved": [[each.handle, _text(each.on), each.away] for each in person.moved],
        "cadences": {
            "check_in": str(person.cadences.check_in),
            **{section.value: str(person.cadences.of(section)) for section in Section},
        },
        "by_hand": sorted(person.by_hand),
    }


def _item_row(item: Item) -> Row:
    return {
        "handle": item.handle,
        "section": item.section.value,
        "revisions": [revision_row(revision) for revision in item.revisions],
        "entries": [entry_row(entry) for entry in item.entries],
        "origin": item.origin,
        "became": item.became,
    }


def _check_in_row(check_in: CheckIn) -> Row:
    return {
        "handle": check_in.handle,
        "on": _text(check_in.on),
        "kind": check_in.kind.value,
        "notes": check_in.notes,
        "because": check_in.because,
        "until": _text(check_in.until),
        "pulse": check_in.pulse,
        "addenda": [[_text(each.on), each.text] for each in check_in.addenda],
    }


def _resync_row(resync: Resync) -> Row:
    return {
        "on": _text(resync.on),
        "sections": _sections(resync.sections),
        "check_in": resync.check_in,
        "without_private": _sections(resync.without_private),
    }


def _sections(sections: Collection[Section]) -> list[str]:
    return [section.value for section in Section if section in sections]


def _action_row(action: Action) -> Row:
    return {
        "handle": action.handle,
        "text": action.text,
        "owner": action.owner.value,
        "made_on": _text(action.made_on),
        "by": _text(action.by),
        "done_on": _text(action.done_on),
        "dropped_on": _text(action.dropped_on),
        "because": action.because,
        "private": action.private,
    }


def _feedback_row(feedback: Feedback) -> Row:
    return {
        "handle": feedback.handle,
        "text": feedback.text,
        "kind": feedback.kind.value,
        "noted_on": _text(feedback.noted_on),
        "about": feedback.about,
        "told_on": _text(feedback.told_on),
        "understood_on": _text(feedback.understood_on),
        "private": feedback.private,
    }


def _point_row(point: TalkingPoint) -> Row:
    return {
        "handle": point.handle,
        "text": point.text,
        "added_on": _text(point.added_on),
        "raised_on": _text(point.raised_on),
        "private": point.private,
    }


def _note_row(note: Note) -> Row:
    return {
        "handle": note.handle, "on": _text(note.on), "text": note.text, "private": note.private,
    }  # fmt: skip


_WRITERS: dict[str, Callable[[Any], Row]] = {
    "items": _item_row,
    "check_ins": _check_in_row,
    "resyncs": _resync_row,
    "actions": _action_row,
    "feedback": _feedback_row,
    "talking_points": _point_row,
    "notes": _note_row,
}
