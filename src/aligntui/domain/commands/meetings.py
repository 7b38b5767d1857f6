"""Record, move, skip and postpone check-ins."""

from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from aligntui.domain.check_in import BOOKED, PULSES, Addendum, CheckIn, CheckInKind, Resync
from aligntui.domain.commands.agreement import resynced
from aligntui.domain.commands.capturing import captured
from aligntui.domain.commands.command import Command
from aligntui.domain.days import back_on, check_order, day_words
from aligntui.domain.due import due
from aligntui.domain.errors import Refused
from aligntui.domain.identity import Handle, Uid, new_uid, place_after
from aligntui.domain.item import Item
from aligntui.domain.notes import BECAME, Action, Ended, Kept, Written
from aligntui.domain.person import Person
from aligntui.domain.plain import clean_line, clean_text
from aligntui.domain.section import Section


def moved_check_in(person: Person, check_in: CheckIn, to: date, on: date) -> Person:
    """The person with a check-in and everything done in it on another day, and an addendum.

    Refuses a day that would change the order of an item's history. If there were two check-ins
    on the old day, only the check-in moves: nobody can tell what was done in which.
    """
    trail = Addendum(on, f"moved from {day_words(check_in.on, on)}")
    there = replace(check_in, on=to, addenda=(*check_in.addenda, trail))
    resyncs = (
        replace(each, on=to) if each.check_in == check_in.handle else each
        for each in person.resyncs
    )
    person = replace(
        person.with_thing(there),
        resyncs=tuple(sorted(resyncs, key=lambda each: (each.on, each.uid))),
    )
    if any(each.on == check_in.on for each in person.check_ins if each.uid != check_in.uid):
        return replace(person, written=_rewritten(person, check_in, to, check_in.handle[0]))
    redated = _Redated(check_in, to)
    kept: dict[str, Any] = {
        table: tuple(map(redated.thing, getattr(person, table)))
        for table in ("actions", "feedback", "talking_points", "wins")
    }
    return replace(
        person,
        written=_rewritten(person, check_in, to, "CFEORABTW"),
        items=tuple(map(redated.item, person.items)),
        **kept,
    )


def _rewritten(person: Person, check_in: CheckIn, to: date, letters: str) -> tuple[Written, ...]:
    """When what moves with a check-in was written."""
    return tuple(
        each._replace(on=to) if each.on == check_in.on and each.handle[0] in letters else each
        for each in person.written
    )


class _Redated:
    """Moves the day of things from a check-in's old day, if their own days stay in order."""

    def __init__(self, check_in: CheckIn, to: date) -> None:
        self._check_in = check_in
        self._to = to

    def item(self, item: Item) -> Item:
        """Move an item's revisions and entries; refuses if they would change their order."""
        if self._check_in.on not in item.days:
            return item
        revisions = tuple(replace(each, on=self._day(each.on)) for each in item.revisions)
        entries = tuple(replace(each, on=self._day(each.on)) for each in item.entries)
        days = [each.on for each in revisions]
        if days != sorted(days) or any(each.on < days[0] for each in entries):
            between = sorted(item.days - {self._check_in.on})
            near = min(between, key=lambda day: abs(day - self._to)) if between else days[0]
            raise Refused(
                f"{item.handle} was changed on {day_words(near, self._to)}, too; "
                f"{self._check_in.handle} can't be put beyond that day"
            )
        return replace(
            item, revisions=revisions, entries=tuple(sorted(entries, key=lambda each: each.on))
        )

    def thing(self, thing: Kept) -> Kept:
        """Move the days of a thing, if they stay in order.

        The first one only moves if it was noted in the check-in, or is that of a promise.
        """
        first, *_ = names = BECAME[type(thing)]
        old = {name: day for name in names if (day := getattr(thing, name))}
        new: dict[str, Any] = {name: self._day(day) for name, day in old.items()}
        if not (isinstance(thing, Action) or place_after(self._check_in.uid, thing.uid)):
            new[first] = old[first]
        days = list(new.values())
        ends: tuple[Ended, ...] = tuple(map(self._ended, getattr(thing, "ends", ())))
        new |= {"ends": ends} if ends else {}
        sound = all(days[0] <= each.on <= each.reopened_on for each in ends)
        if ends and days[1:]:
            sound = sound and max(each.reopened_on for each in ends) <= days[1]
        new["edited"] = tuple(each._replace(on=self._day(each.on)) for each in thing.edited)
        if isinstance(thing, Action):
            new["moved"] = tuple(each._replace(on=self._day(each.on)) for each in thing.moved)
        edits = [each.on for each in new["edited"]]
        sound = sound and edits == sorted(edits)
        return replace(thing, **new) if sound and days == sorted(days) else thing

    def _ended(self, ended: Ended) -> Ended:
        return ended._replace(on=self._day(ended.on), reopened_on=self._day(ended.reopened_on))

    def _day(self, day: date) -> date:
        return self._to if day == self._check_in.on else day


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordCheckIn(Command):
    """Record a check-in that was held, its notes, and the sections that both reviewed.

    Marked lines of the notes become what they say; the others stay the notes, word for word.
    """

    on: date
    notes: str = ""
    sections: frozenset[Section] = frozenset()
    pulse: int | None = None
    others: tuple[str, ...] = ()
    """The names of other people, so that `@` in the notes names nobody else."""
    hide: bool = False
    """True while private things are hidden: then no line of the text names one."""
    uid: Uid = field(default_factory=new_uid)
    resync_uid: Uid = field(default_factory=new_uid)
    LABEL = "check in with {after.name}"

    def change(self, person: Person) -> Person:
        """The person with the check-in, the things in its notes, and the sections agreed again."""
        if self.pulse is not None and self.pulse not in PULSES:
            raise Refused(f"{self.pulse} is not a pulse; type 1 (low) to 5 (high)")
        text = clean_text(self.notes).strip("\n")
        person, notes = captured(person, text, self.on, self.uid, self.others, hide=self.hide)
        handle = person.next_handle("C")
        check_in = CheckIn(uid=self.uid, handle=handle, on=self.on, notes=notes, pulse=self.pulse)
        person = person.with_thing(check_in)
        if not self.sections:
            return person
        uid, sections = self.resync_uid, self.sections
        return resynced(person, Resync(uid=uid, on=self.on, sections=sections, check_in=handle))


@dataclass(frozen=True, slots=True, kw_only=True)
class AddAddendum(Command):
    """Add a correction to a past check-in, whose notes stay as they are."""

    handle: Handle
    text: str
    on: date
    LABEL = "addendum to {self.handle} of {after.name}"

    def change(self, person: Person) -> Person:
        """The person with one more addendum; refuses a day before the check-in."""
        found = person.check_in(self.handle)
        check_order(f"{self.handle} was", found.on, self.on)
        addendum = Addendum(self.on, clean_line(self.text))
        return person.with_thing(replace(found, addenda=(*found.addenda, addendum)))


@dataclass(frozen=True, slots=True, kw_only=True)
class MoveCheckIn(Command):
    """Move a check-in to another day, with everything done in it."""

    handle: Handle
    to: date
    on: date
    """The day of the correction, for the addendum that records it."""

    def change(self, person: Person) -> Person:
        """The person with the check-in on that day; refuses an impossible day."""
        found = person.check_in(self.handle)
        if self.to == found.on:
            raise Refused(f"{self.handle} is on {day_words(self.to, self.on)} already")
        if self.to > self.on:
            said = f"{day_words(self.to, self.on)} is in the future"
            raise Refused(f"{said}; type a day up to {day_words(self.on, self.to)}")
        if self.to < min(person.added, found.on):
            raise Refused(
                f"{person.name} was added on {day_words(person.added, self.on)}; "
                "type that day or a later one"
            )
        if found.until and found.until <= self.to:
            until = day_words(found.until, self.on)
            raise Refused(f"{self.handle} put the next one to {until}; type an earlier day")
        early = next((each.on for each in found.addenda if each.on < self.to), None)
        if early:
            day = day_words(early, self.on)
            raise Refused(f"something was added to {self.handle} on {day}; type a day up to that")
        return moved_check_in(person, found, self.to, self.on)

    def label(self, after: Person) -> str:
        """The label shown by undo."""
        return f"move {self.handle} of {after.name} to {day_words(self.to, self.on)}"


@dataclass(frozen=True, slots=True, kw_only=True)
class SkipCheckIn(Command):
    """Skip the next check-in, with a reason; the one after it keeps its due day."""

    on: date
    because: str
    uid: Uid = field(default_factory=new_uid)
    LABEL = "skip the check-in with {after.name}"

    def change(self, person: Person) -> Person:
        """The person with the skipped check-in; everything open stays open."""
        because, until = clean_line(self.because, "the reason"), _one_later(person, self.on)
        return _instead(person, self, CheckInKind.SKIPPED, because, until)


@dataclass(frozen=True, slots=True, kw_only=True)
class Touch(Command):
    """Note a short contact, which is no check-in, and what it was about."""

    on: date
    text: str = ""
    uid: Uid = field(default_factory=new_uid)
    LABEL = "a short touch with {after.name}"

    def change(self, person: Person) -> Person:
        """The person with the touch; it ends nothing and agrees to nothing."""
        about = clean_line(self.text, "the text") if self.text.strip() else ""
        return _instead(person, self, CheckInKind.TOUCH, about)


@dataclass(frozen=True, slots=True, kw_only=True)
class PostponeCheckIn(Command):
    """Postpone the next check-in to a later day, with a reason."""

    on: date
    until: date
    because: str
    uid: Uid = field(default_factory=new_uid)

    def change(self, person: Person) -> Person:
        """The person with the postponed check-in; everything open stays open."""
        if self.until <= self.on:
            said = f"{day_words(self.until, self.on)} is not later"
            raise Refused(f"{said}; name a day after {day_words(self.on, self.until)}")
        because = clean_line(self.because, "the reason")
        return _instead(person, self, CheckInKind.POSTPONED, because, self.until)

    def label(self, after: Person) -> str:
        """The label shown by undo."""
        did = "book" if self.because == BOOKED else "postpone"
        return f"{did} the check-in with {after.name}"


def _one_later(person: Person, on: date) -> date:
    """The first day after `on` and after the due day, in the rhythm of the due day.

    Absences may have moved the due day: the check-in that is skipped is that one.
    """
    cadence, last = person.cadences.check_in, person.last_check_in
    held, moved, touched = last.on if last else None, person.moved_to, person.touched
    day = due(cadence, held, person.added, on, moved, touched=touched).due_on
    later = cadence.after(day, on)
    past = max(on, back_on(day, person.days_off, person.calendar.workdays))
    while day < later <= past:
        day, later = later, cadence.after(later, on)
    return later


def _instead(
    person: Person,
    command: SkipCheckIn | Touch | PostponeCheckIn,
    kind: CheckInKind,
    because: str,
    until: date | None = None,
) -> Person:
    """The person with what was recorded instead of a check-in."""
    handle, uid, on = person.next_handle("C"), command.uid, command.on
    return person.with_thing(
        CheckIn(uid=uid, handle=handle, on=on, kind=kind, because=because, until=until)
    )
