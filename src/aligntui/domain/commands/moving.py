"""Move things to another section or another person, with a trail on both sides."""

from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from aligntui.domain.commands.command import Command
from aligntui.domain.commands.items import AddItem, opened
from aligntui.domain.days import day_words, full_day
from aligntui.domain.errors import Refused
from aligntui.domain.identity import Handle, PersonId, Uid, letter_of, new_uid
from aligntui.domain.item import Outcome
from aligntui.domain.miss import came_true, threatened
from aligntui.domain.notes import Action, Feedback, Kept, Note, TalkingPoint, Win
from aligntui.domain.person import TABLES, Moved, Person
from aligntui.domain.section import Section
from aligntui.domain.stance import View


@dataclass(frozen=True, slots=True, kw_only=True)
class MoveToSection(Command):
    """Close an item and continue it in another section; each keeps the handle of the other.

    A risk that becomes an expectation has come true: the one that it threatens is missed. An
    opportunity that becomes an expectation is closed as done; all else is closed as dropped.
    """

    handle: Handle
    to: Section
    on: date
    uid: Uid = field(default_factory=new_uid)
    LABEL = "move {self.handle} of {after.name} to {self.to}"

    def change(self, person: Person) -> Person:
        """The person with the item moved; refuses a risk that came true and threatens nothing."""
        item = opened(person, self.handle)
        if item.section is self.to:
            raise Refused(f"{self.handle} is already in {self.to}; name another section")
        expected = self.to is Section.EXPECTATIONS
        if item.section is Section.RISKS and expected:
            if threatened(person, item) is None:
                said = f"{item.handle} threatens no open expectation"
                raise Refused(
                    f"{said}; say first which one it threatens",
                    command=f"'aligntui set NAME {item.handle} --threatens E1' does",
                )
            return came_true(person, item.revise(self.on, outcome=Outcome.HAPPENED), self.on)
        done = item.section is Section.OPPORTUNITIES and expected
        new = AddItem(
            person=self.person,
            section=self.to,
            text=item.text,
            on=self.on,
            private=item.now.private,
            uid=self.uid,
        ).item(person)
        outcome = Outcome.DONE if done else Outcome.DROPPED
        old = replace(item.revise(self.on, outcome=outcome), became=new.handle)
        # who differs has not agreed because it stands elsewhere
        was = item.now
        first = replace(
            new.now,
            mine=was.mine if was.mine.view is View.DIFFER else new.now.mine,
            theirs=was.theirs if was.theirs.view is View.DIFFER else new.now.theirs,
            overtaken=was.overtaken,
            not_for_review=was.not_for_review,
        )
        new = replace(new, revisions=(first,), origin=item.handle)
        return person.with_thing(old).with_thing(new)


MOVABLE = frozenset("NTBAW")
"""The letters of things that can be moved to another person."""
TO_SOMEBODY_ELSE = "to another person"
"""Text for undo and the trails, without the other person's name."""


@dataclass(frozen=True, slots=True, kw_only=True)
class GiveAway(Command):
    """Remove something kept with the wrong person; `TakeOver` is the other half of the move."""

    thing: Kept
    on: date
    LABEL = "move {self.thing.handle} " + TO_SOMEBODY_ELSE

    def change(self, person: Person) -> Person:
        """The person without it; refuses if it has changed or is gone."""
        handle = self.thing.handle
        table = TABLES[letter_of(handle)]
        kept = tuple(each for each in getattr(person, table) if each != self.thing)
        if len(kept) == len(getattr(person, table)):
            raise Refused(f"{handle} was changed meanwhile; look at it, then move it again")
        moved = (*person.moved, Moved(handle, self.on, away=True))
        changes: dict[str, Any] = {table: kept}
        return replace(person, moved=moved, **changes)


@dataclass(frozen=True, slots=True, kw_only=True)
class TakeOver(Command):
    """Add something that was kept with another person, as private as it was.

    Feedback and a win lose their `about`: here the handle would mean another item.
    """

    thing: Kept
    on: date
    uid: Uid = field(default_factory=new_uid)
    LABEL = "move {self.thing.handle} " + TO_SOMEBODY_ELSE

    def change(self, person: Person) -> Person:
        """The person with it added, under the next handle."""
        letter = letter_of(self.thing.handle)
        handle = person.next_handle(letter)
        new = replace(self.thing, uid=self.uid, handle=handle)
        if isinstance(new, Feedback | Win):
            past = tuple(each for each in new.edited if each.field != "about")
            new = replace(new, about=None, edited=past)
        moved = (*person.moved, Moved(handle, self.on, away=False))
        return replace(person.with_thing(new), moved=moved)


def to_somebody_else(
    person: Person, handle: Handle, other: PersonId, on: date
) -> tuple[GiveAway, TakeOver]:
    """The two halves of a move to another person; refuses things that have to stay."""
    thing = _movable(person, handle)
    if other == person.id:
        raise Refused(f"{handle} is with {person.name} already; name another person")
    if isinstance(thing, TalkingPoint) and thing.raised_on:
        day = day_words(thing.raised_on, on)
        raise Refused(f"{handle} was brought up on {day}; it stays with {person.name}")
    if isinstance(thing, Feedback) and thing.told_on:
        day = day_words(thing.told_on, on)
        raise Refused(f"{handle} was told on {day}; it stays with {person.name}")
    if isinstance(thing, Action) and not thing.open:
        raise Refused(f"{handle} is not open any more; it stays with {person.name}")
    if not isinstance(thing, Note) and thing.ends:
        last = thing.ends[-1]
        day = day_words(last.on, on)
        raise Refused(f"{handle} was {last.end} on {day} before; it stays with {person.name}")
    for item in person.items:
        if any(entry.feedback == handle for entry in item.entries):
            raise Refused(f"{handle} was noted with a miss of {item.handle}; undo that instead")
    return (
        GiveAway(person=person.id, thing=thing, on=on),
        TakeOver(person=other, thing=thing, on=on),
    )


def _movable(person: Person, handle: Handle) -> Kept:
    letter = letter_of(handle)
    if letter not in MOVABLE:
        raise Refused(f"{handle} can't be moved to another person; add it there again")
    found: Kept | None = next(
        (each for each in getattr(person, TABLES[letter]) if each.handle == handle), None
    )
    if found is None:
        gone = next((m.on for m in person.moved if m.handle == handle and m.away), None)
        raise Refused(
            f"{handle} was moved {TO_SOMEBODY_ELSE} on {full_day(gone)}"
            if gone
            else f"{person.name} has no {handle}"
        )
    return found
