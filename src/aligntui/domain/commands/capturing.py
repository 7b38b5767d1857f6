"""Keeping what was captured: one typed text, one change."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date

from aligntui.domain.capture import SECTIONS, Captured, Kind, capture, note_of
from aligntui.domain.commands.command import Command, present
from aligntui.domain.commands.notes import AddNote, AddTalkingPoint, words_of_note
from aligntui.domain.feedback import FeedbackKind
from aligntui.domain.identity import PersonId, Uid, new_uid
from aligntui.domain.person import Person


@dataclass(frozen=True, slots=True, kw_only=True)
class Capture:
    """A typed text: its marked lines become things, the others one note, word for word."""

    person: PersonId
    text: str
    on: date
    private: bool = True
    """Whether the note is private."""
    uid: Uid = field(default_factory=new_uid)

    def apply(self, before: Person | None) -> Person:
        """The person with everything; refuses an empty text."""
        text = words_of_note(self.text)
        person, note = captured(present(before), text, self.on, self.uid)
        if not note.strip():
            return person
        keep = AddNote(
            person=self.person, text=note, on=self.on, private=self.private, uid=self.uid
        )
        return keep.apply(person)

    def label(self, after: Person) -> str:
        """What undo shows."""
        return f"note on {after.name}"


def captured(person: Person, text: str, on: date, seed: Uid) -> tuple[Person, str]:
    """The person with all that a text's marked lines become, and the rest of the text.

    The uids follow from `seed`, so that asking again makes the same things.
    """
    handles = {item.handle for item in person.items if item.open}
    lines = capture(text, on, handles)
    for command in _commands(person.id, lines, on, seed):
        person = command.apply(person)
    return person, note_of(text, lines).strip("\n")


def _commands(
    person: PersonId, lines: tuple[Captured, ...], on: date, seed: Uid
) -> Iterator[Command]:
    for number, line in enumerate(lines, start=1):
        uid = Uid(f"{(int(seed, 16) + number) % 16**32:032x}")
        usual = line.kind in (Kind.TALKING_POINT, Kind.PRAISE, Kind.CORRECTIVE)
        private = usual if line.private is None else line.private
        if line.kind is not Kind.NOTE:
            yield _command(person, line, on, uid, private=private)


def _command(person: PersonId, line: Captured, on: date, uid: Uid, *, private: bool) -> Command:
    # most notes are only a note
    if line.kind in SECTIONS:
        from aligntui.domain.commands.items import AddItem

        return AddItem(
            person=person,
            section=SECTIONS[line.kind],
            text=line.text,
            details=line.details,
            on=on,
            private=private,
            uid=uid,
        )
    if line.kind is Kind.ACTION:
        from aligntui.domain.commands.actions import AddAction

        return AddAction(
            person=person,
            text=line.text,
            owner=line.owner,
            by=line.by,
            on=on,
            private=private,
            uid=uid,
        )
    if line.kind is Kind.TALKING_POINT:
        return AddTalkingPoint(person=person, text=line.text, on=on, private=private, uid=uid)
    from aligntui.domain.commands.feedback import AddFeedback

    kind = FeedbackKind.PRAISE if line.kind is Kind.PRAISE else FeedbackKind.CORRECTIVE
    return AddFeedback(
        person=person, text=line.text, kind=kind, about=line.about, on=on, private=private, uid=uid
    )
