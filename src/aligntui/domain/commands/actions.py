"""Promises made, kept and dropped."""

from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from aligntui.domain.action import Action
from aligntui.domain.commands.command import present
from aligntui.domain.errors import Refused
from aligntui.domain.identity import Handle, PersonId, Uid, new_uid
from aligntui.domain.person import Person
from aligntui.domain.plain import clean_line
from aligntui.domain.stance import Party


@dataclass(frozen=True, slots=True, kw_only=True)
class AddAction:
    """A new promise, mine unless said otherwise."""

    person: PersonId
    text: str
    on: date
    owner: Party = Party.ME
    by: date | None = None
    private: bool = False
    uid: Uid = field(default_factory=new_uid)

    def apply(self, before: Person | None) -> Person:
        """The person with the action."""
        person = present(before)
        action = Action(
            uid=self.uid,
            handle=person.next_handle("A"),
            text=clean_line(self.text),
            owner=self.owner,
            made_on=self.on,
            by=self.by,
            private=self.private,
        )
        return replace(person, actions=(*person.actions, action))

    def label(self, after: Person) -> str:
        """What undo shows."""
        action = next(action for action in after.actions if action.uid == self.uid)
        return f"add {action.handle} to {after.name}"


@dataclass(frozen=True, slots=True, kw_only=True)
class FinishAction:
    """An action is done."""

    person: PersonId
    handle: Handle
    on: date

    def apply(self, before: Person | None) -> Person:
        """The person with the action done; refuses one that isn't open."""
        return _ended(present(before), self.handle, done_on=self.on)

    def label(self, after: Person) -> str:
        """What undo shows."""
        return f"finish {self.handle} of {after.name}"


@dataclass(frozen=True, slots=True, kw_only=True)
class DropAction:
    """An action won't be done, and why."""

    person: PersonId
    handle: Handle
    because: str
    on: date

    def apply(self, before: Person | None) -> Person:
        """The person with the action dropped; refuses one that isn't open."""
        because = clean_line(self.because, "the reason")
        return _ended(present(before), self.handle, dropped_on=self.on, because=because)

    def label(self, after: Person) -> str:
        """What undo shows."""
        return f"drop {self.handle} of {after.name}"


def _ended(person: Person, handle: Handle, **end: Any) -> Person:
    action = person.action(handle)
    if action.done_on is not None:
        raise Refused(f"{handle} was done on {action.done_on} already")
    if action.dropped_on is not None:
        raise Refused(f"{handle} was dropped on {action.dropped_on}; promise it anew")
    ended = replace(action, **end)
    actions = tuple(ended if old.uid == ended.uid else old for old in person.actions)
    return replace(person, actions=actions)
