"""Record, move, skip and postpone check-ins."""

from dataclasses import dataclass, field, replace
from datetime import date

from aligntui.domain.away import back_on
from aligntui.domain.check_in import BOOKED, PULSES, Addendum, CheckIn, CheckInKind, Resync
from aligntui.domain.commands.agreement import resynced
from aligntui.domain.commands.capturing import captured
from aligntui.domain.commands.command import present
from aligntui.domain.commands.redating import moved_check_in
from aligntui.domain.due import due
from aligntui.domain.errors import Refused
from aligntui.domain.identity import Handle, PersonId, Uid, new_uid
from aligntui.domain.person import Person
from aligntui.domain.plain import clean_line, clean_text
from aligntui.domain.section import Section


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordCheckIn:
    """Record a check-in that was held, its notes, and the sections that both reviewed.

    Marked lines of the notes become what they say; the others stay the notes, word for word.
    """

    person: PersonId
    on: date
    notes: str = ""
    sections: frozenset[Section] = frozenset()
    pulse: int | None = None
    others: tuple[str, ...] = ()
    """The names of other people, so that `@` in the notes names nobody else."""
    uid: Uid = field(default_factory=new_uid)
    resync_uid: Uid = field(default_factory=new_uid)

    def apply(self, before: Person | None) -> Person:
        """The person with the check-in, the things in its notes, and the sections agreed again."""
        if self.pulse is not None and self.pulse not in PULSES:
            raise Refused(f"{self.pulse} is not a pulse; type 1 (low) to 5 (high)")
        text = clean_text(self.notes).strip("\n")
        person, notes = captured(present(before), text, self.on, self.uid, self.others)
        handle = person.next_handle("C")
        check_in = CheckIn(uid=self.uid, handle=handle, on=self.on, notes=notes, pulse=self.pulse)
        person = replace(person, check_ins=(*person.check_ins, check_in))
        if not self.sections:
            return person
        uid, sections = self.resync_uid, self.sections
        return resynced(person, Resync(uid=uid, on=self.on, sections=sections, check_in=handle))

    def label(self, after: Person) -> str:
        """The label shown by undo."""
        return f"check in with {after.name}"


@dataclass(frozen=True, slots=True, kw_only=True)
class AddAddendum:
    """Add a correction to a past check-in, whose notes stay as they are."""

    person: PersonId
    handle: Handle
    text: str
    on: date

    def apply(self, before: Person | None) -> Person:
        """The person with one more addendum; refuses a day before the check-in."""
        person = present(before)
        found = person.check_in(self.handle)
        if self.on < found.on:
            raise Refused(f"{self.handle} was on {found.on}; nothing can be dated before that")
        addendum = Addendum(self.on, clean_line(self.text))
        longer = replace(found, addenda=(*found.addenda, addendum))
        return replace(
            person, check_ins=tuple(longer if c.uid == found.uid else c for c in person.check_ins)
        )

    def label(self, after: Person) -> str:
        """The label shown by undo."""
        return f"addendum to {self.handle} of {after.name}"


@dataclass(frozen=True, slots=True, kw_only=True)
class MoveCheckIn:
    """Move a check-in to another day, with everything done in it."""

    person: PersonId
    handle: Handle
    to: date
    on: date
    """The day of the correction, for the addendum that records it."""

    def apply(self, before: Person | None) -> Person:
        """The person with the check-in on that day; refuses an impossible day."""
        person = present(before)
        found = person.check_in(self.handle)
        if self.to == found.on:
            raise Refused(f"{self.handle} is on {self.to} already")
        if self.to > self.on:
            raise Refused(f"{self.to} is in the future; type a day up to {self.on}")
        if self.to < min(person.added, found.on):
            raise Refused(
                f"{person.name} was added on {person.added}; type that day or a later one"
            )
        if found.until and found.until <= self.to:
            raise Refused(f"{self.handle} put the next one to {found.until}; type an earlier day")
        early = next((each.on for each in found.addenda if each.on < self.to), None)
        if early:
            raise Refused(f"something was added to {self.handle} on {early}; type a day up to that")
        return moved_check_in(person, found, self.to, self.on)

    def label(self, after: Person) -> str:
        """The label shown by undo."""
        return f"move {self.handle} of {after.name} to {self.to}"


@dataclass(frozen=True, slots=True, kw_only=True)
class SkipCheckIn:
    """Skip the next check-in, with a reason; the one after it keeps its due day."""

    person: PersonId
    on: date
    because: str
    uid: Uid = field(default_factory=new_uid)

    def apply(self, before: Person | None) -> Person:
        """The person with the skipped check-in; everything open stays open."""
        person = present(before)
        until = _one_later(person, self.on)
        return _not_held(person, CheckInKind.SKIPPED, self.uid, self.on, self.because, until)

    def label(self, after: Person) -> str:
        """The label shown by undo."""
        return f"skip the check-in with {after.name}"


@dataclass(frozen=True, slots=True, kw_only=True)
class PostponeCheckIn:
    """Postpone the next check-in to a later day, with a reason."""

    person: PersonId
    on: date
    until: date
    because: str
    uid: Uid = field(default_factory=new_uid)

    def apply(self, before: Person | None) -> Person:
        """The person with the postponed check-in; everything open stays open."""
        if self.until <= self.on:
            raise Refused(f"{self.until} is not later; name a day after {self.on}")
        person, kind = present(before), CheckInKind.POSTPONED
        return _not_held(person, kind, self.uid, self.on, self.because, self.until)

    def label(self, after: Person) -> str:
        """The label shown by undo."""
        did = "book" if self.because == BOOKED else "postpone"
        return f"{did} the check-in with {after.name}"


def _one_later(person: Person, on: date) -> date:
    """The first day after `on` and after the due day, in the rhythm of the due day.

    Absences may have moved the due day: the check-in that is skipped is that one.
    """
    cadence, last = person.cadences.check_in, person.last_check_in
    day = due(cadence, last.on if last else None, person.added, on, person.moved_to).due_on
    later = cadence.after(day, on)
    past = max(on, back_on(day, person.days_off, person.calendar.workdays))
    while day < later <= past:
        day, later = later, cadence.after(later, on)
    return later


def _not_held(
    person: Person, kind: CheckInKind, uid: Uid, on: date, because: str, until: date
) -> Person:
    check_in = CheckIn(
        uid=uid,
        handle=person.next_handle("C"),
        on=on,
        kind=kind,
        because=clean_line(because, "the reason"),
        until=until,
    )
    return replace(person, check_ins=(*person.check_ins, check_in))
