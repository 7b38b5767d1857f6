"""What comes in from files: people, and meetings that were noted elsewhere."""

from dataclasses import dataclass, field, replace
from datetime import date
from difflib import SequenceMatcher
from typing import NamedTuple

from aligntui.domain.check_in import Addendum, CheckIn
from aligntui.domain.commands.command import present
from aligntui.domain.commands.notes import AddNote
from aligntui.domain.commands.people import AddPerson
from aligntui.domain.identity import PersonId, Uid, new_uid
from aligntui.domain.person import Person
from aligntui.domain.plain import clean_text

BEFORE = "Before it was taken in again, it said:"
_COMPARED = 2_000
"""Characters of two notes that are compared."""
_ALIKE = 0.6
_TRIED = 20
"""Check-ins of one day that are compared with a meeting."""


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
    """Meetings that were noted elsewhere, as check-ins; what belongs to none are notes.

    Nothing in them becomes anything else. What is here already, to the letter, does not come
    twice; a meeting that is here in other words changes its check-in, which keeps the lines that
    it had as an addition.
    """

    person: PersonId
    meetings: tuple[Meeting, ...]
    notes: tuple[str, ...] = ()
    on: date
    seed: Uid = field(default_factory=new_uid)

    def apply(self, before: Person | None) -> Person:
        """The person with the meetings in the order of their days, and the notes."""
        person = present(before)
        cleaned = self.cleaned
        coming = sorted(cleaned, key=lambda each: each.on)
        here = {Meeting(each.on, each.notes) for each in person.check_ins}
        others: dict[date, list[CheckIn]] = {}
        for check_in in person.check_ins:
            if check_in.notes.strip() and Meeting(check_in.on, check_in.notes) not in cleaned:
                others.setdefault(check_in.on, []).append(check_in)
        for number, meeting in enumerate(each for each in coming if each not in here):
            there = others.get(meeting.on, [])
            older = next((each for each in there[:_TRIED] if _is_older(each, meeting)), None)
            if older is not None:
                there.remove(older)
                person = _changed(person, older, meeting, self.on)
                continue
            uid = Uid(f"{(int(self.seed, 16) + number) % 2**128:032x}")
            handle = person.next_handle("C")
            made = CheckIn(uid=uid, handle=handle, on=meeting.on, notes=meeting.notes)
            person = replace(person, check_ins=(*person.check_ins, made))
        for note in self.notes:
            text = clean_text(note).strip("\n")
            if text.strip() and all(each.text != text for each in person.notes):
                person = AddNote(person=self.person, text=text, on=self.on).apply(person)
        return person

    @property
    def cleaned(self) -> dict[Meeting, None]:
        """The meetings as they are kept, each once, in their order."""
        return dict.fromkeys(Meeting(each.on, clean_text(each.notes)) for each in self.meetings)

    def label(self, after: Person) -> str:
        """What undo shows."""
        return f"import notes on {after.name}"


def _is_older(check_in: CheckIn, meeting: Meeting) -> bool:
    """Whether a check-in is this meeting as it was written before."""
    old, new = check_in.notes.strip(), meeting.notes.strip()
    if "\n" in old and old.split("\n", 1)[0] == new.split("\n", 1)[0]:
        return True
    return SequenceMatcher(None, old[:_COMPARED], new[:_COMPARED]).ratio() >= _ALIKE


def _changed(person: Person, check_in: CheckIn, meeting: Meeting, on: date) -> Person:
    new = set(meeting.notes.split("\n"))
    gone = [line for line in check_in.notes.split("\n") if line.strip() and line not in new]
    kept = (Addendum(on, "\n".join((BEFORE, *gone))),) if gone else ()
    addenda = (*check_in.addenda, *kept)
    now = replace(check_in, notes=meeting.notes, addenda=addenda)
    check_ins = (now if each.uid == check_in.uid else each for each in person.check_ins)
    return replace(person, check_ins=tuple(check_ins))
