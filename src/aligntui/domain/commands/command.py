"""The protocol of commands, and checks they share."""

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
