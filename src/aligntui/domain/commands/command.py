"""The protocol of commands, and checks they share."""

from dataclasses import dataclass
from datetime import date
from typing import Protocol

from aligntui.domain.errors import Refused
from aligntui.domain.identity import Handle, PersonId
from aligntui.domain.person import Person


class Command(Protocol):
    """A request about one person."""

    @property
    def person(self) -> PersonId:
        """The id of the person."""

    def apply(self, before: Person | None) -> Person:
        """Return the next person; raises `Refused` if it can't be done."""

    def label(self, after: Person) -> str:
        """A short label for undo: what was done, to whom."""


def check_after(on: date, handle: Handle, did: str, since: date) -> None:
    """Refuse a day before the thing began; `did` is the verb for how it began."""
    if on < since:
        raise Refused(f"{handle} {did} on {since}; it can't be before that")


def present(person: Person | None) -> Person:
    """Return the person; refuses if they no longer exist."""
    if person is None:
        raise Refused("this person is no longer in the store")
    return person


@dataclass(frozen=True, slots=True, kw_only=True)
class Together:
    """Carry out all commands in order, or none; `said` is the label for undo."""

    person: PersonId
    commands: tuple[Command, ...]
    said: str

    def apply(self, before: Person | None) -> Person:
        """The person after the last command; refuses if one of them refuses."""
        person = present(before)
        for command in self.commands:
            person = command.apply(person)
        return person

    def label(self, after: Person) -> str:
        """The label shown by undo."""
        return f"{self.said} of {after.name}"
