"""What a meeting leaves behind."""

from dataclasses import dataclass, field, replace
from datetime import date

from aligntui.domain.check_in import CheckIn
from aligntui.domain.commands.agreement import resynced
from aligntui.domain.commands.capturing import captured
from aligntui.domain.commands.command import present
from aligntui.domain.identity import PersonId, Uid, new_uid
from aligntui.domain.person import Person
from aligntui.domain.plain import clean_text
from aligntui.domain.section import Section


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordCheckIn:
    """A check-in that was held, its notes, and the sections that both went through.

    Marked lines of the notes become what they say; the others stay the notes, word for word.
    """

    person: PersonId
    on: date
    notes: str = ""
    sections: frozenset[Section] = frozenset()
    uid: Uid = field(default_factory=new_uid)
    resync_uid: Uid = field(default_factory=new_uid)

    def apply(self, before: Person | None) -> Person:
        """The person with the check-in, what its notes said, and the sections agreed again."""
        text = clean_text(self.notes).strip("\n")
        person, notes = captured(present(before), text, self.on, self.uid)
        handle = person.next_handle("C")
        check_in = CheckIn(uid=self.uid, handle=handle, on=self.on, notes=notes)
        person = replace(person, check_ins=(*person.check_ins, check_in))
        if not self.sections:
            return person
        return resynced(person, self.sections, self.on, self.resync_uid, handle)

    def label(self, after: Person) -> str:
        """What undo shows."""
        return f"check in with {after.name}"
