"""What every command has in common."""

from datetime import date
from typing import Protocol

from aligntui.domain.errors import Refused
from aligntui.domain.identity import Handle, PersonId
from aligntui.domain.person import Person


class Command(Protocol):
    """Something that a person asks for, about one person."""

    @property
    def person(self) -> PersonId:
        """Whom it is about."""

    def apply(self, before: Person | None) -> Person:
        """The next person; raises `Refused` where it can't be done."""

    def label(self, after: Person) -> str:
        """A few words that undo can show: what was done, to whom."""


def check_after(on: date, handle: Handle, did: str, since: date) -> None:
    """Refuse a day before the one on which what is followed up began; `did` says what it did."""
    if on < since:
        raise Refused(f"{handle} {did} on {since}; it can't be before that")


def present(person: Person | None) -> Person:
    """The person a command needs; refuses where they are gone."""
    if person is None:
        raise Refused("this person is no longer in the store")
    return person
