"""Add, edit and archive people, and record absences."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import date
from difflib import SequenceMatcher
from typing import Any

from aligntui.domain.cadence import Cadence
from aligntui.domain.cadences import Level, preset
from aligntui.domain.commands.command import Command
from aligntui.domain.days import Away, added, not_in_order, without
from aligntui.domain.errors import Refused
from aligntui.domain.guard import checked
from aligntui.domain.identity import PersonId, new_person_id
from aligntui.domain.merge import Choice, Conflict, decided, merged_field
from aligntui.domain.person import Person, Relation, Touches
from aligntui.domain.plain import clean_line, clean_text
from aligntui.domain.section import Section

LONGEST_NAME = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class CadenceChoice:
    """Cadences that were typed; those that are None stay as they are, or as in the preset."""

    check_in: Cadence | None = None
    focus: Cadence | None = None
    expectations: Cadence | None = None
    opportunities: Cadence | None = None
    risks: Cadence | None = None

    def over(self, person: Person) -> Person:
        """The person with these cadences; refuses a close one without a reason and an end."""
        named = {name: getattr(self, name) for name in _CLOCKS if getattr(self, name) is not None}
        for name, cadence in named.items():
            if cadence != getattr(person.cadences, name):
                checked(cadence)
        if not named:
            return person
        cadences = replace(person.cadences, **named)
        return replace(person, cadences=cadences, by_hand=person.by_hand | named.keys())


@dataclass(frozen=True, slots=True, kw_only=True)
class AddPerson(Command):
    """Add a person, with the preset cadences of their level and those typed."""

    name: str
    on: date
    person: PersonId = field(default_factory=new_person_id)
    relation: Relation = Relation.REPORT
    role: str = ""
    card: str = ""
    email: str = ""
    touches: Touches = Touches.NOTED
    reports_to: str = ""
    level: Level | None = None
    started: date | None = None
    archived: date | None = None
    cadences: CadenceChoice = CadenceChoice()
    LABEL = "add {after.name}"

    def apply(self, before: Person | None) -> Person:
        """The new person; refuses one who exists already."""
        if before is not None:
            raise Refused(f"{before.name} exists already")
        level = self.level or (Level.MID if self.relation is Relation.REPORT else None)
        named = _cleaned({name: getattr(self, name) for name in (*_FIELDS, "level", "archived")})
        person = Person(id=self.person, added=self.on, cadences=preset(level), **named)
        return self.cadences.over(person)


@dataclass(frozen=True, slots=True, kw_only=True)
class EditPerson(Command):
    """Change a person's fields; what is None stays.

    `instead_of` has the fields as they were seen: only fields that differ from them are set, and
    a field that somebody else changed to another value is a conflict.
    """

    name: str | None = None
    relation: Relation | None = None
    role: str | None = None
    card: str | None = None
    email: str | None = None
    touches: Touches | None = None
    reports_to: str | None = None
    """The id of somebody; "" for nobody."""
    level: Level | None = None
    started: date | None = None
    cadences: CadenceChoice = CadenceChoice()
    instead_of: "EditPerson | None" = None
    LABEL = "edit {after.name}"

    def change(self, person: Person) -> Person:
        """The edited person; a new level sets the cadences that were never typed."""
        named = {n: value for n in _FIELDS if (value := getattr(self, n)) is not None}
        asked = replace(self, **_cleaned(named)).merged_into(person)
        if asked.reports_to and asked.reports_to == person.id:
            raise Refused(f"{person.name} can't report to themselves; name somebody else")
        if asked.level is not None and asked.level is not person.level:
            usual = preset(asked.level)
            new = {n: getattr(usual, n) for n in _CLOCKS if n not in person.by_hand}
            person = replace(person, level=asked.level, cadences=replace(person.cadences, **new))
        named = {name: getattr(asked, name) for name in _FIELDS if getattr(asked, name) is not None}
        return asked.cadences.over(replace(person, **named))

    def merged_into(self, now: Person) -> "EditPerson":
        """The edit merged with changes somebody else made meanwhile; None in fields to leave."""
        seen = self.instead_of
        if seen is None:
            return self
        left = {name: _left(now.name, name, seen, self, now) for name in (*_FIELDS, "level")}
        clocks = (seen.cadences, self.cadences, now.cadences)
        often = {name: _left(now.name, name, *clocks) for name in _CLOCKS}
        return replace(self, cadences=CadenceChoice(**often), **left)

    def decide(self, conflict: Conflict, choice: Choice) -> "EditPerson":
        """The edit with one field, or one cadence, decided."""
        assert self.instead_of is not None
        seen = self.instead_of
        if conflict.field in _CLOCKS:
            often, before = decided(self.cadences, seen.cadences, conflict, choice)
            return replace(self, cadences=often, instead_of=replace(seen, cadences=before))
        edit, seen = decided(self, seen, conflict, choice)
        return replace(edit, instead_of=seen)


@dataclass(frozen=True, slots=True, kw_only=True)
class WriteCardLine(Command):
    """Write one line of a card that was `seen`; the lines that somebody else changed stay.

    `at` is its place from 0 on, or after the last line for a new one; an empty text removes it.
    """

    seen: str
    at: int
    text: str
    LABEL = "edit {after.name}"

    def change(self, person: Person) -> Person:
        """The person with the line where it stands now."""
        lines, typed = person.card.splitlines(), _card(self.text)
        first, end = self._place(lines, typed)
        was = "".join(self.seen.splitlines()[self.at : self.at + 1])
        theirs = "".join(lines[first:end])
        both = bool(theirs and typed)
        left = merged_field(person.name, "card", was, typed, theirs, both=both)
        lines[first:end] = left.splitlines()
        return replace(person, card="\n".join(lines))

    def decide(self, conflict: Conflict, choice: Choice) -> "WriteCardLine":
        """The line decided, in the card as it is after what somebody else did to it."""
        seen = self.seen.splitlines()
        theirs = str(conflict.theirs)
        at = self.at if theirs else len(seen) - 1
        seen[self.at : self.at + 1] = theirs.splitlines()
        return replace(self, seen="\n".join(seen), at=at, text=str(conflict.value(choice)))

    def _place(self, lines: list[str], typed: str) -> tuple[int, int]:
        """Where the line stands now, which is nowhere if it is new or was removed."""
        seen = self.seen.splitlines()
        for _, i1, i2, j1, j2 in SequenceMatcher(None, seen, lines, autojunk=False).get_opcodes():
            if i1 <= self.at < i2:
                first = min(j1 + self.at - i1, j2)
                return first, min(first + 1, j2)
        if typed in lines and typed not in seen:  # the other one added the same
            return lines.index(typed), lines.index(typed) + 1
        return len(lines), len(lines)


@dataclass(frozen=True, slots=True, kw_only=True)
class ArchivePerson(Command):
    """Archive a person, who leaves all lists but is kept; with `back`, bring them back."""

    on: date
    back: bool = False

    def change(self, person: Person) -> Person:
        """The person archived or brought back; refuses one who already is."""
        if self.back == (person.archived is None):
            state = "not archived" if self.back else "already archived"
            raise Refused(f"{person.name} is {state}")
        return replace(person, archived=None if self.back else self.on)

    def label(self, after: Person) -> str:
        """The label shown by undo."""
        return f"{'bring back' if self.back else 'archive'} {after.name}"


@dataclass(frozen=True, slots=True, kw_only=True)
class DecideEvent(Command):
    """Record that an event of a calendar, by its id, is with this person, or is not."""

    event: str
    theirs: bool
    LABEL = "calendar of {after.name}"

    def change(self, person: Person) -> Person:
        """The person with the event decided."""
        others = (each for each in person.events if each[1:] != self.event)
        decided = f"{'+' if self.theirs else '-'}{self.event}"
        return replace(person, events=tuple(sorted((*others, decided))))


@dataclass(frozen=True, slots=True, kw_only=True)
class SetAway(Command):
    """Add days of absence; with `back`, remove days from the absences."""

    first: date
    last: date
    because: str = ""
    back: bool = False

    def change(self, person: Person) -> Person:
        """The person with the absences, sorted by day."""
        if self.last < self.first:
            raise not_in_order(self.first, self.last)
        if self.back:
            left = tuple(without(person.away, self.first, self.last))
            if left == person.away:
                raise Refused(
                    f"{person.name} is not away then",
                    command="'aligntui away NAME' lists days away",
                )
            return replace(person, away=left)
        why = clean_line(self.because, "the reason") if self.because.strip() else ""
        new = Away(self.first, self.last, why)
        return replace(person, away=tuple(sorted(added(person.away, new))))

    def label(self, after: Person) -> str:
        """The label shown by undo."""
        return f"{after.name} {'back' if self.back else 'away'}"


_CLOCKS = ("check_in", *Section)
_FIELDS = ("name", "relation", "role", "card", "email", "started", "touches", "reports_to")


def _cleaned(typed: dict[str, Any]) -> dict[str, Any]:
    """The fields of a person, with what was typed as it is kept; refuses what is none."""
    return {name: _CLEAN[name](value) if name in _CLEAN else value for name, value in typed.items()}


def _left(name: str, field: str, *records: object) -> Any:
    """The value to set a field to, of what was seen, edited and is now; None if it stays."""
    seen, mine, now = (getattr(record, field) for record in records)
    if mine is None:
        return None
    if isinstance(now, Cadence) and seen == now.without_reason():
        seen = now  # its reason was hidden
    found = merged_field(name, field, seen, mine, now, both=field in ("role", "email"))
    return None if found == now else found


def _name(typed: str) -> str:
    name = clean_line(typed, "the name")
    if len(name) > LONGEST_NAME:
        raise Refused(f"the name has {len(name)} characters; the limit is {LONGEST_NAME}")
    return name


def _role(typed: str) -> str:
    return clean_line(typed, "the role") if typed.strip() else ""


def _email(typed: str) -> str:
    """Addresses with `, ` between them; refuses what is none."""
    found = dict.fromkeys(each.strip() for each in typed.replace(";", ",").split(","))
    for each in filter(None, found):
        name, at, host = clean_line(each, "the address").rpartition("@")
        if not (name and at and host) or len(each.split()) > 1 or "@" in name:
            raise Refused(f"'{each}' is no address; type it as name@example.com")
    return ", ".join(filter(None, found))


def _card(typed: str) -> str:
    """The lines of a card, without empty ones."""
    lines = (line for line in clean_text(typed).splitlines() if line.strip())
    return "\n".join(clean_line(line, "a line of the card") for line in lines)


_CLEAN: dict[str, Callable[[str], str]] = {
    "name": _name, "role": _role, "card": _card, "email": _email,
}  # fmt: skip
