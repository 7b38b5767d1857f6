"""Add notes and talking points."""

from dataclasses import dataclass, field, replace
from datetime import date

from aligntui.domain.commands.command import check_after, present
from aligntui.domain.errors import Refused
from aligntui.domain.identity import Handle, PersonId, Uid, new_uid
from aligntui.domain.note import Note, TalkingPoint
from aligntui.domain.person import Person
from aligntui.domain.plain import clean_line, clean_text


@dataclass(frozen=True, slots=True, kw_only=True)
class AddNote:
    """Add a plain note with its day, word for word."""

    person: PersonId
    text: str
    on: date
    private: bool = True
    uid: Uid = field(default_factory=new_uid)

    def apply(self, before: Person | None) -> Person:
        """The person with the note; refuses an empty one."""
        person, text = present(before), words_of_note(self.text)
        handle = person.next_handle("N")
        note = Note(uid=self.uid, handle=handle, on=self.on, text=text, private=self.private)
        return replace(person, notes=(*person.notes, note))

    def label(self, after: Person) -> str:
        """The label shown by undo."""
        return f"note on {after.name}"


def words_of_note(typed: str) -> str:
    """Clean the text of a note; refuses an empty one."""
    text = clean_text(typed).strip("\n")
    if not text.strip():
        raise Refused("the note is empty; type some words")
    return text


@dataclass(frozen=True, slots=True, kw_only=True)
class AddTalkingPoint:
    """Add a talking point for the next check-in."""

    person: PersonId
    text: str
    on: date
    private: bool = True
    uid: Uid = field(default_factory=new_uid)

    def apply(self, before: Person | None) -> Person:
        """The person with the talking point."""
        person = present(before)
        point = TalkingPoint(
            uid=self.uid,
            handle=person.next_handle("T"),
            text=clean_line(self.text),
            added_on=self.on,
            private=self.private,
        )
        return replace(person, talking_points=(*person.talking_points, point))

    def label(self, after: Person) -> str:
        """The label shown by undo."""
        return f"talking point for {after.name}"


@dataclass(frozen=True, slots=True, kw_only=True)
class RaiseTalkingPoint:
    """Record that a talking point was brought up."""

    person: PersonId
    handle: Handle
    on: date

    def apply(self, before: Person | None) -> Person:
        """The person with the point raised; refuses one that was raised already."""
        person = present(before)
        found = next((p for p in person.talking_points if p.handle == self.handle), None)
        if found is None:
            raise Refused(f"{person.name} has no talking point {self.handle}")
        if found.raised_on is not None:
            raise Refused(f"{self.handle} was already brought up on {found.raised_on}")
        check_after(self.on, self.handle, "was noted", found.added_on)
        raised = replace(found, raised_on=self.on)
        points = tuple(raised if old.uid == raised.uid else old for old in person.talking_points)
        return replace(person, talking_points=points)

    def label(self, after: Person) -> str:
        """The label shown by undo."""
        return f"bring up {self.handle} with {after.name}"
