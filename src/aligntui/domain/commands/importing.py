"""What comes in from files: people, and meetings that were noted elsewhere."""

from dataclasses import dataclass, field, replace
from datetime import date
from typing import NamedTuple

from aligntui.domain.check_in import CheckIn
from aligntui.domain.commands.command import present
from aligntui.domain.commands.notes import AddNote
from aligntui.domain.commands.people import AddPerson
from aligntui.domain.identity import PersonId, Uid, new_uid
from aligntui.domain.person import Person
from aligntui.domain.plain import clean_text


@dataclass(frozen=True, slots=True, kw_only=True)
class TakeIn:
    """Somebody new, with the day on which they were archived where they were."""

    added: AddPerson
    archived: date | None = None

    @property
    def person(self) -> PersonId:
        """Whom it is about."""
        return self.added.person

    def apply(self, before: Person | None) -> Person:
        """The new person; refuses one who is there already."""
        return replace(self.added.apply(before), archived=self.archived)

    def label(self, after: Person) -> str:
        """What undo shows."""
        return self.added.label(after)


class Meeting(NamedTuple):
    """What was noted of a meeting, word for word."""

    on: date
    notes: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportNotes:
    """Meetings that were noted elsewhere, as check-ins; what belongs to none is a note.

    Nothing in them becomes anything else. What is here already, to the letter, does not come
    twice.
    """

    person: PersonId
    meetings: tuple[Meeting, ...]
    note: str
    on: date
    seed: Uid = field(default_factory=new_uid)

    def apply(self, before: Person | None) -> Person:
        """The person with the meetings in the order of their days, and the note."""
        person = present(before)
        known = {(check_in.on, check_in.notes) for check_in in person.check_ins}
        for number, (on, notes) in enumerate(sorted(self.meetings, key=lambda m: m.on)):
            text = clean_text(notes)
            if (on, text) not in known:
                known.add((on, text))
                uid = Uid(f"{(int(self.seed, 16) + number) % 2**128:032x}")
                made = CheckIn(uid=uid, handle=person.next_handle("C"), on=on, notes=text)
                person = replace(person, check_ins=(*person.check_ins, made))
        text = clean_text(self.note).strip("\n")
        if not text.strip() or any(note.text == text for note in person.notes):
            return person
        return AddNote(person=self.person, text=text, on=self.on).apply(person)

    def label(self, after: Person) -> str:
        """What undo shows."""
        return f"import notes on {after.name}"
