"""Several commands about one person as one change, undone in one step."""

from dataclasses import dataclass

from aligntui.domain.commands.command import Command, present
from aligntui.domain.identity import PersonId
from aligntui.domain.person import Person


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
