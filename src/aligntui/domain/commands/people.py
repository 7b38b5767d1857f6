"""Adding, editing and archiving people."""

from dataclasses import dataclass, field, replace
from datetime import date

from aligntui.domain.cadence import Cadence
from aligntui.domain.cadences import Level, preset
from aligntui.domain.commands.command import present
from aligntui.domain.errors import Refused
from aligntui.domain.identity import PersonId, new_person_id
from aligntui.domain.person import Person, Relation
from aligntui.domain.plain import clean_line
from aligntui.domain.section import Section

LONGEST_NAME = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class CadenceChoice:
    """The cadences that somebody named; what is None stays as it is, or as the preset has it."""

    check_in: Cadence | None = None
    focus: Cadence | None = None
    expectations: Cadence | None = None
    opportunities: Cadence | None = None
    risks: Cadence | None = None

    def over(self, person: Person) -> Person:
        """The person with the named cadences."""
        names = ("check_in", *Section)
        named = {name: getattr(self, name) for name in names if getattr(self, name) is not None}
        return replace(person, cadences=replace(person.cadences, **named)) if named else person


@dataclass(frozen=True, slots=True, kw_only=True)
class AddPerson:
    """Somebody new, with the cadences of their level and those that were named."""

    name: str
    on: date
    person: PersonId = field(default_factory=new_person_id)
    relation: Relation = Relation.REPORT
    role: str = ""
    level: Level | None = None
    started: date | None = None
    cadences: CadenceChoice = CadenceChoice()

    def apply(self, before: Person | None) -> Person:
        """The new person; refuses one who is there already."""
        if before is not None:
            raise Refused(f"{before.name} is here already")
        level = self.level or (Level.MID if self.relation is Relation.REPORT else None)
        person = Person(
            id=self.person,
            name=_name(self.name),
            added=self.on,
            cadences=preset(level),
            relation=self.relation,
            role=_role(self.role),
            level=self.level,
            started=self.started,
        )
        return self.cadences.over(person)

    def label(self, after: Person) -> str:
        """What undo shows."""
        return f"add {after.name}"


@dataclass(frozen=True, slots=True, kw_only=True)
class EditPerson:
    """What is known of somebody, changed; what is None stays."""

    person: PersonId
    name: str | None = None
    relation: Relation | None = None
    role: str | None = None
    level: Level | None = None
    started: date | None = None
    cadences: CadenceChoice = CadenceChoice()

    def apply(self, before: Person | None) -> Person:
        """The person as edited; a new level brings its cadences, but for those named."""
        person = present(before)
        if self.level is not None and self.level is not person.level:
            person = replace(person, level=self.level, cadences=preset(self.level))
        person = replace(
            person,
            name=person.name if self.name is None else _name(self.name),
            relation=self.relation or person.relation,
            role=person.role if self.role is None else _role(self.role),
            started=self.started or person.started,
        )
        return self.cadences.over(person)

    def label(self, after: Person) -> str:
        """What undo shows."""
        return f"edit {after.name}"


@dataclass(frozen=True, slots=True, kw_only=True)
class ArchivePerson:
    """Out of every list, with everything kept; or, with `back`, into the lists again."""

    person: PersonId
    on: date
    back: bool = False

    def apply(self, before: Person | None) -> Person:
        """The person archived, or back."""
        person = present(before)
        if self.back == (person.archived is None):
            state = "not archived" if self.back else "archived already"
            raise Refused(f"{person.name} is {state}")
        return replace(person, archived=None if self.back else self.on)

    def label(self, after: Person) -> str:
        """What undo shows."""
        return f"{'bring back' if self.back else 'archive'} {after.name}"


def _name(typed: str) -> str:
    name = clean_line(typed, "the name")
    if len(name) > LONGEST_NAME:
        raise Refused(f"the name has {len(name)} characters; {LONGEST_NAME} are the most")
    return name


def _role(typed: str) -> str:
    return clean_line(typed, "the role") if typed.strip() else ""
