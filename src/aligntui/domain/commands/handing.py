"""Take on somebody whom another manager handed over."""

from dataclasses import dataclass, field, replace
from datetime import date
from typing import NamedTuple

from aligntui.domain.cadences import Level
from aligntui.domain.commands.command import Command
from aligntui.domain.commands.items import AddItem
from aligntui.domain.commands.notes import AddAction, AddNote, AddTalkingPoint
from aligntui.domain.commands.people import AddPerson, CadenceChoice
from aligntui.domain.days import full_day
from aligntui.domain.details import Details, Risk
from aligntui.domain.errors import Refused
from aligntui.domain.identity import Handle, PersonId, Uid, letter_of, new_person_id, new_uid
from aligntui.domain.identity import uid_after as after
from aligntui.domain.item import Before
from aligntui.domain.person import Person
from aligntui.domain.section import Section
from aligntui.domain.stance import NOT_DISCUSSED, Party

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
            person = self._with_line(person, line, after(self.seed, at))
        for at, promise in enumerate(self.promises, start=len(self.lines)):
            person = self._promised(promise, after(self.seed, at)).apply(person)
        if self.words.strip():
            uid = after(self.seed, len(self.lines) + len(self.promises))
            note = AddNote(person=self.person, text=self.words, on=self.on, uid=uid)
            person = note.apply(person)
        mine = [line for line in self.lines if line.details != _nobody_s(line.details)]
        for at, line in enumerate(mine, start=len(self.lines) + len(self.promises) + 1):
            person = self._to_mitigate(line, after(self.seed, at)).apply(person)
        return person

    def _with_line(self, person: Person, line: HandedLine, uid: Uid) -> Person:
        if any(item.handle == line.handle for item in person.items):
            raise Refused(f"{line.handle} stands there twice; give one of the two another number")
        person = AddItem(
            person=self.person,
            section=line.section,
            text=line.text,
            details=_nobody_s(line.details),
            on=self.on,
            uid=uid,
        ).apply(person)
        item = next(each for each in person.items if each.uid == uid)
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

    def _to_mitigate(self, line: HandedLine, uid: Uid) -> Command:
        return self._point(f"{line.handle}: {self._before} was to see to its mitigation", uid)

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
