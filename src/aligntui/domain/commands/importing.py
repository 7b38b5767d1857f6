"""Import people, and meetings that were noted elsewhere."""

import re
from dataclasses import dataclass, field, replace
from datetime import date
from difflib import SequenceMatcher
from typing import NamedTuple

from aligntui.domain.check_in import Addendum, CheckIn
from aligntui.domain.commands.command import Command
from aligntui.domain.commands.notes import AddNote
from aligntui.domain.identity import Uid, new_uid, uid_after
from aligntui.domain.notes import with_past
from aligntui.domain.person import Person
from aligntui.domain.plain import clean_text

BEFORE = "Before it was taken in again, it said:"
_FRONT = re.compile(r"\A(---|\+\+\+)\n.*?\n\1\n+", re.DOTALL)
"""Front matter, in which all meetings of a day are alike."""
_COMPARED = 2_000
"""Characters compared of two notes."""
_ALIKE = 0.6
_TRIED = 20
"""The most check-ins of one day compared with a meeting."""


class Meeting(NamedTuple):
    """The notes of one meeting, word for word."""

    on: date
    notes: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportNotes(Command):
    """Add meetings noted elsewhere as check-ins, and undated texts as notes.

    Marked lines stay text. Meetings and notes that exist already, word for word, are not added
    again; a meeting that exists with other words changes its check-in, which keeps the lines that
    were replaced as an addendum. A private note whose lines all stand in a text grows to it.
    """

    meetings: tuple[Meeting, ...]
    notes: tuple[str, ...] = ()
    on: date
    seed: Uid = field(default_factory=new_uid)
    LABEL = "import notes on {after.name}"

    def change(self, person: Person) -> Person:
        """The person with the meetings, added in the order of their days, and the notes."""
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
            uid, handle = uid_after(self.seed, number), person.next_handle("C")
            made = CheckIn(uid=uid, handle=handle, on=meeting.on, notes=meeting.notes)
            person = person.with_thing(made)
        for note in self.notes:
            text = clean_text(note).strip("\n")
            said = {each.text for each in person.notes} | {
                past.was for each in person.notes for past in each.edited if past.field == "text"
            }
            grown = (n for n in person.notes if n.private and not _gone(n.text, text))
            if not text.strip() or text in said:
                continue
            if shorter := next((each for each in grown if "\n" in each.text), None):
                person = person.with_thing(with_past(shorter, replace(shorter, text=text), self.on))
            else:
                person = AddNote(person=self.person, text=text, on=self.on).apply(person)
        return person

    @property
    def cleaned(self) -> dict[Meeting, None]:
        """The meetings with cleaned text, without duplicates, in their order."""
        return dict.fromkeys(Meeting(each.on, clean_text(each.notes)) for each in self.meetings)


def _is_older(check_in: CheckIn, meeting: Meeting) -> bool:
    """True when a check-in is an earlier version of this meeting."""
    old, new = (_FRONT.sub("", each.strip()) for each in (check_in.notes, meeting.notes))
    if "\n" in old and old.split("\n", 1)[0] == new.split("\n", 1)[0]:
        return True
    return SequenceMatcher(None, old[:_COMPARED], new[:_COMPARED]).ratio() >= _ALIKE


def _gone(old: str, new: str) -> list[str]:
    """The lines of a text that another one lacks."""
    there = set(new.split("\n"))
    return [line for line in old.split("\n") if line.strip() and line not in there]


def _changed(person: Person, check_in: CheckIn, meeting: Meeting, on: date) -> Person:
    gone = _gone(check_in.notes, meeting.notes)
    kept = (Addendum(on, "\n".join((BEFORE, *gone))),) if gone else ()
    addenda = (*check_in.addenda, *kept)
    return person.with_thing(replace(check_in, notes=meeting.notes, addenda=addenda))
