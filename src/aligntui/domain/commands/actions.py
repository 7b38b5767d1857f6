"""Promises made and kept."""

from dataclasses import dataclass, field, replace
from datetime import date

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
        """The person with the action done; refuses one that is."""
        person = present(before)
        action = person.action(self.handle)
        if action.done_on is not None:
            raise Refused(f"{self.handle} was done on {action.done_on} already")
        done = replace(action, done_on=self.on)
        actions = tuple(done if old.uid == done.uid else old for old in person.actions)
        return replace(person, actions=actions)

    def label(self, after: Person) -> str:
        """What undo shows."""
        return f"finish {self.handle} of {after.name}"
