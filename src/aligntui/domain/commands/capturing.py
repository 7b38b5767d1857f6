"""Keeping what was captured: one typed text, one change."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from datetime import date

from aligntui.domain.capture import SECTIONS, Captured, Kind, capture, known, note_of
from aligntui.domain.commands.command import Command, present
from aligntui.domain.commands.notes import AddNote, AddTalkingPoint, words_of_note
from aligntui.domain.feedback import FeedbackKind
from aligntui.domain.identity import PersonId, Uid, new_uid
from aligntui.domain.person import Person

FEEDBACK = {Kind.PRAISE: FeedbackKind.PRAISE, Kind.CORRECTIVE: FeedbackKind.CORRECTIVE}
_LATE = {Kind.RISK: 1, Kind.PRAISE: 2, Kind.CORRECTIVE: 2}
"""What names other lines."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Capture:
    """A typed text: its marked lines become things, the others one note, word for word."""

    person: PersonId
    text: str
    on: date
    private: bool = True
    """Whether the note is private."""
    others: tuple[str, ...] = ()
    """The names of other people, so that `@` names nobody else."""
    uid: Uid = field(default_factory=new_uid)

    def apply(self, before: Person | None) -> Person:
        """The person with everything; refuses an empty text."""
        text = words_of_note(self.text)
        person, note = captured(present(before), text, self.on, self.uid, self.others)
        if not note.strip():
            return person
        keep = AddNote(
            person=self.person, text=note, on=self.on, private=self.private, uid=self.uid
        )
        return keep.apply(person)

    def label(self, after: Person) -> str:
        """What undo shows."""
        return f"note on {after.name}"


def captured(
    person: Person, text: str, on: date, seed: Uid, others: Collection[str] = ()
) -> tuple[Person, str]:
    """The person with all that a text's marked lines become, and the rest of the text.

    The uids follow from `seed`, so that asking again makes the same things.
    """
    lines = capture(text, on, known(person, others))
    for command in _commands(person.id, lines, on, seed):
        person = command.apply(person)
    return person, note_of(text, lines).strip("\n")


def _commands(
    person: PersonId, lines: tuple[Captured, ...], on: date, seed: Uid
) -> Iterator[Command]:
    """What the lines ask for; what others may name comes first, whatever its place in the text."""
    numbered = [(number, line) for number, line in enumerate(lines, start=1) if line.kind]
    for number, line in sorted(numbered, key=lambda each: _LATE.get(each[1].kind, 0)):
        uid = Uid(f"{(int(seed, 16) + number) % 16**32:032x}")
        usual = line.kind in (Kind.TALKING_POINT, Kind.PRAISE, Kind.CORRECTIVE)
        private = usual if line.private is None else line.private
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

    kind = FEEDBACK[line.kind]
    return AddFeedback(
        person=person, text=line.text, kind=kind, about=line.about, on=on, private=private, uid=uid
    )
