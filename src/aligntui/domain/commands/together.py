"""Several commands about one person as one change: taken back in one step."""

from dataclasses import dataclass

from aligntui.domain.commands.command import Command, present
from aligntui.domain.identity import PersonId
from aligntui.domain.person import Person


@dataclass(frozen=True, slots=True, kw_only=True)
class Together:
    """All of the commands, in their order, or none of them; `said` are the words undo shows."""

    person: PersonId
    commands: tuple[Command, ...]
    said: str

    def apply(self, before: Person | None) -> Person:
        """The person after the last command; refuses where one of them refuses."""
        person = present(before)
        for command in self.commands:
            person = command.apply(person)
        return person

    def label(self, after: Person) -> str:
        """What undo shows."""
        return f"{self.said} of {after.name}"
