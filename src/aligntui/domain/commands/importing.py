"""Take in what was kept elsewhere: notes of meetings, and somebody whom a manager handed over."""

import re
from dataclasses import dataclass, field, replace
from datetime import date
from difflib import SequenceMatcher
from typing import NamedTuple

from aligntui.domain.cadences import Level
from aligntui.domain.check_in import Addendum, CheckIn
from aligntui.domain.commands.command import Command, with_note
from aligntui.domain.commands.items import AddItem
from aligntui.domain.commands.notes import AddAction, AddTalkingPoint
from aligntui.domain.commands.people import AddPerson, CadenceChoice
from aligntui.domain.days import full_day
from aligntui.domain.details import Details, Risk
from aligntui.domain.errors import Refused
from aligntui.domain.identity import (
    Handle,
    PersonId,
    Uid,
    letter_of,
    new_person_id,
    new_uid,
    uid_after,
)
from aligntui.domain.item import Before
from aligntui.domain.notes import with_past
from aligntui.domain.person import Person
from aligntui.domain.plain import clean_text
from aligntui.domain.section import Section
from aligntui.domain.stance import NOT_DISCUSSED, Party

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
                person = with_note(person, text, self.on, new_uid(), private=True)
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


_SECTIONS = {section.letter: section for section in Section}


class HandedLine(NamedTuple):
    """An open line as it is handed over; `since` is when both agreed to it, None if they don't."""

    handle: Handle
    text: str
    details: Details
    since: date | None = None

    @property
    def section(self) -> Section:
        """The section it stands in."""
        return _SECTIONS[letter_of(self.handle)]


class HandedPromise(NamedTuple):
    """An open promise as it is handed over; that of ME is one of the manager before."""

    handle: Handle
    text: str
    owner: Party
    on: date
    by: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class TakeOnPerson(Command):
    """Add a person with all that was handed over: nothing of it is agreed with me yet.

    The lines keep their handles. What the manager before had promised, or was to do about a risk,
    is a point to talk about, and nobody's until it was; other words are kept as a private note.
    """

    name: str
    on: date
    role: str = ""
    level: Level | None = None
    by: str = ""
    lines: tuple[HandedLine, ...] = ()
    promises: tuple[HandedPromise, ...] = ()
    cadences: CadenceChoice = field(default_factory=CadenceChoice)
    words: str = ""
    person: PersonId = field(default_factory=new_person_id)
    seed: Uid = field(default_factory=new_uid)
    LABEL = "take on {after.name}"

    def apply(self, before: Person | None) -> Person:
        """The new person; refuses one who exists already."""
        person = AddPerson(
            person=self.person,
            name=self.name,
            on=self.on,
            role=self.role,
            level=self.level,
            cadences=self.cadences,
        ).apply(before)
        for at, line in enumerate(self.lines):
            person = self._with_line(person, line, uid_after(self.seed, at))
        for at, promise in enumerate(self.promises, start=len(self.lines)):
            person = self._promised(promise, uid_after(self.seed, at)).apply(person)
        if self.words.strip():
            uid = uid_after(self.seed, len(self.lines) + len(self.promises))
            person = with_note(person, self.words, self.on, uid, private=True)
        mine = [line for line in self.lines if line.details != _nobody_s(line.details)]
        for at, line in enumerate(mine, start=len(self.lines) + len(self.promises) + 1):
            point = f"{line.handle}: {self._before} was to see to its mitigation"
            person = self._point(point, uid_after(self.seed, at)).apply(person)
        return person

    def _with_line(self, person: Person, line: HandedLine, uid: Uid) -> Person:
        if any(item.handle == line.handle for item in person.items):
            raise Refused(f"{line.handle} stands there twice; give one of the two another number")
        item = AddItem(
            person=self.person,
            section=line.section,
            text=line.text,
            details=_nobody_s(line.details),
            on=self.on,
            uid=uid,
        ).item(person)
        nobody = replace(item.now, mine=NOT_DISCUSSED, theirs=NOT_DISCUSSED)
        handed = Before(line.since, self.by) if line.since else None
        item = replace(item, handle=line.handle, revisions=(nobody,), handed=handed)
        return person.with_thing(item)

    def _promised(self, promise: HandedPromise, uid: Uid) -> Command:
        if promise.owner is Party.THEM:
            return AddAction(
                person=self.person,
                text=promise.text,
                on=min(promise.on, self.on),
                owner=Party.THEM,
                by=promise.by,
                uid=uid,
            )
        until = f", by {full_day(promise.by)}" if promise.by else ""
        return self._point(f"{promise.text} ({self._before} promised it{until})", uid)

    @property
    def _before(self) -> str:
        return self.by or "the manager before"

    def _point(self, text: str, uid: Uid) -> Command:
        return AddTalkingPoint(person=self.person, text=text, on=self.on, private=False, uid=uid)


def _nobody_s(details: Details) -> Details:
    """The details without the manager before, who was to see to a mitigation."""
    if isinstance(details, Risk) and details.owner is Party.ME:
        return replace(details, owner=None)
    return details
