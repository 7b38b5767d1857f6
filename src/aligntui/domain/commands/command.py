"""What all commands share."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, ClassVar

from aligntui.domain.days import day_words
from aligntui.domain.errors import Refused
from aligntui.domain.notes import Note
from aligntui.domain.plain import clean_text

if TYPE_CHECKING:
    from aligntui.domain.identity import Handle, PersonId, Uid
    from aligntui.domain.merge import Choice, Conflict
    from aligntui.domain.person import Person


@dataclass(frozen=True, slots=True, kw_only=True)
class Command:
    """A request about one person, as data; a subclass says in `change` what it does."""

    person: PersonId
    LABEL: ClassVar[str] = ""
    """A short label for undo, made of the command (`self`) and of the person `after` it."""

    @property
    def day(self) -> date | None:
        """The day on which it happens; None where it has none."""
        return getattr(self, "on", None)

    def apply(self, before: Person | None) -> Person:
        """The next person; raises `Refused` if it can't be done, with the command that would do."""
        person = present(before)
        try:
            after = self.change(person)
        except Refused as refusal:
            from shlex import quote

            refusal.command = refusal.command.replace(" NAME", f" {quote(person.name)}")
            raise
        if not person.open_round:
            return after
        from aligntui.domain.rounds import with_said

        return with_said(person, after, self.day)

    def change(self, person: Person) -> Person:
        """The next person, from one who is in the store."""
        raise NotImplementedError

    def label(self, after: Person) -> str:
        """The label shown by undo."""
        return self.LABEL.format(self=self, after=after)

    def decide(self, conflict: Conflict, choice: Choice) -> Command:
        """The same command with one conflict decided; it may meet another one.

        The value that loses goes into an item's history. People and actions have no history
        except that of undo.
        """
        raise conflict

    def follow(self, conflict: Conflict, choice: Choice) -> Command:
        """The same command, where a step before it met a conflict that is decided now."""
        return self


def present(person: Person | None) -> Person:
    """Return the person; refuses if they no longer exist."""
    if person is None:
        raise Refused("this person is no longer in the store")
    return person


def check_after(on: date, handle: Handle, did: str, since: date) -> None:
    """Refuse a day before the thing began; `did` is the verb for how it began."""
    if on < since:
        raise Refused(f"{handle} {did} on {day_words(since, on)}; it can't be before that")


def words_of_note(typed: str) -> str:
    """Clean the text of a note; refuses an empty one."""
    text = clean_text(typed).strip("\n")
    if not text.strip():
        raise Refused("the note is empty; type some words")
    return text


def with_note(person: Person, text: str, on: date, uid: Uid, *, private: bool) -> Person:
    """The person with one more note; refuses an empty one."""
    text, handle = words_of_note(text), person.next_handle("N")
    return person.with_thing(Note(uid=uid, handle=handle, on=on, text=text, private=private))
