"""Add, edit, finish and drop actions."""

from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from aligntui.domain.action import Action
from aligntui.domain.commands.command import check_after, present
from aligntui.domain.errors import Refused
from aligntui.domain.identity import Handle, PersonId, Uid, new_uid
from aligntui.domain.merge import merged_record
from aligntui.domain.person import Person
from aligntui.domain.plain import clean_line
from aligntui.domain.stance import Party


@dataclass(frozen=True, slots=True, kw_only=True)
class AddAction:
    """Add an action, mine by default."""

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
        """The label shown by undo."""
        action = next(action for action in after.actions if action.uid == self.uid)
        return f"add {action.handle} to {after.name}"


@dataclass(frozen=True, slots=True, kw_only=True)
class EditAction:
    """Change an open action's text, owner, day or privacy; `private` None keeps it.

    `instead_of` is the action as it was seen: only fields that differ from it are set, and
    a field that somebody else changed to another value is a conflict.
    """

    person: PersonId
    handle: Handle
    text: str
    owner: Party
    by: date | None
    instead_of: Action
    private: bool | None = None

    def apply(self, before: Person | None) -> Person:
        """The person with the action as edited; refuses one that isn't open."""
        person = present(before)
        action = _opened(person, self.handle)
        text, was = clean_line(self.text), self.instead_of
        private = was.private if self.private is None else self.private
        mine = replace(was, text=text, owner=self.owner, by=self.by, private=private)
        return _with(person, merged_record(self.handle, self.instead_of, mine, action))

    def label(self, after: Person) -> str:
        """The label shown by undo."""
        return f"edit {self.handle} of {after.name}"


@dataclass(frozen=True, slots=True, kw_only=True)
class FinishAction:
    """Mark an action as done."""

    person: PersonId
    handle: Handle
    on: date

    def apply(self, before: Person | None) -> Person:
        """The person with the action done; refuses one that isn't open."""
        return _ended(present(before), self.handle, self.on, done_on=self.on)

    def label(self, after: Person) -> str:
        """The label shown by undo."""
        return f"finish {self.handle} of {after.name}"


@dataclass(frozen=True, slots=True, kw_only=True)
class DropAction:
    """Drop an action, with the reason."""

    person: PersonId
    handle: Handle
    because: str
    on: date

    def apply(self, before: Person | None) -> Person:
        """The person with the action dropped; refuses one that isn't open."""
        because = clean_line(self.because, "the reason")
        return _ended(present(before), self.handle, self.on, dropped_on=self.on, because=because)

    def label(self, after: Person) -> str:
        """The label shown by undo."""
        return f"drop {self.handle} of {after.name}"


def _ended(person: Person, handle: Handle, on: date, **end: Any) -> Person:
    action = _opened(person, handle)
    check_after(on, handle, "was promised", action.made_on)
    return _with(person, replace(action, **end))


def _opened(person: Person, handle: Handle) -> Action:
    action = person.action(handle)
    if action.done_on is not None:
        raise Refused(f"{handle} was done on {action.done_on} already")
    if action.dropped_on is not None:
        raise Refused(f"{handle} was dropped on {action.dropped_on}; promise it anew")
    return action


def _with(person: Person, changed: Action) -> Person:
    actions = tuple(changed if old.uid == changed.uid else old for old in person.actions)
    return replace(person, actions=actions)
