"""Several commands about one person as one change."""

from dataclasses import dataclass, replace
from datetime import date

from aligntui.domain.commands.command import Command
from aligntui.domain.merge import Choice, Conflict
from aligntui.domain.person import Person


@dataclass(frozen=True, slots=True, kw_only=True)
class Together(Command):
    """Carry out all commands in order, or none; `said` is the label for undo."""

    commands: tuple[Command, ...]
    said: str
    LABEL = "{self.said} of {after.name}"

    @property
    def day(self) -> date | None:
        """The day of the first of them."""
        return self.commands[0].day if self.commands else None

    def change(self, person: Person) -> Person:
        """The person after the last command; refuses if one of them refuses."""
        for command in self.commands:
            try:
                person = command.apply(person)
            except Conflict as conflict:
                conflict.met = command
                raise
        return person

    def decide(self, conflict: Conflict, choice: Choice) -> "Together":
        """The same steps, with the conflict decided in the one that met it; the others follow."""
        steps = (
            each.decide(conflict, choice) if each is conflict.met else each.follow(conflict, choice)
            for each in self.commands
        )
        return replace(self, commands=tuple(steps))
