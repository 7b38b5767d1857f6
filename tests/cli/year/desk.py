"""Where things are typed, and entered in the plain model beside it.

What is done is drawn by chance from a seed, so that it is the same each time.
"""

from datetime import date
from random import Random
from typing import Any

from tests.cli.conftest import Shell
from tests.cli.year.plain import Plain, Row


class Desk:
    """Does one thing after another about one person, in the shell and in the model."""

    def __init__(self, shell: Shell, plain: Plain, chance: Random) -> None:
        self.shell, self.plain, self.chance = shell, plain, chance
        self.first = plain.name.split()[0].lower()
        self.day = plain.added
        self.words = 0
        self.done: set[str] = set()

    def do(self, day: date, what: str) -> None:
        """Do this, unless there is nothing to do it with."""
        self.day = day
        if getattr(self, f"_{what}")() is False:
            return
        self.done.add(what)
        self.plain.keep(day)
        if self.chance.random() < 1 / 16:
            self.shell.say("undo", "--on", str(day))
            self.plain.take_back()

    def type(self, command: str, *words: str) -> Any:
        """A command about this person on this day; what it printed as JSON."""
        return self.shell.json(command, self.first, *words, "--on", str(self.day))

    def made(self, handle: str, command: str, *words: str) -> None:
        """A command that makes something, which has to get this handle."""
        assert self.type(command, *words)["handle"] == handle

    def text(self) -> str:
        """Words that were not there before."""
        self.words += 1
        return f"{self.first} {self.chance.choice(('pager', 'billing', 'hiring'))} {self.words}"

    def pick(self, rows: list[Row]) -> Row | None:
        """One of them, if there are any."""
        return self.chance.choice(rows) if rows else None
