"""Two notebooks that go through the same days: what is done in one, and instead in the other."""

from __future__ import annotations

from datetime import timedelta
from random import Random
from typing import TYPE_CHECKING

from aligntui.domain.errors import Refused
from aligntui.domain.identity import Handle, Uid
from aligntui.domain.stance import Reason
from aligntui.domain.written import with_written
from tests.people import MONDAY, somebody

if TYPE_CHECKING:
    from datetime import date

    from aligntui.domain.commands.command import Command
    from aligntui.domain.person import Person

SHARED, PRIVATE, DOOMED, LATE = "shared", "private", "doomed", "late"
"""A line or a record is shared; private; private in the end; or shared in the end, in new words."""


class Notebooks:
    """The whole notebook, and one without what is private in the whole one.

    What is private is `zqx` in the whole one, and `other` in the other. Without `secrets` all is
    shared, and happens on the day on which it is written.
    """

    def __init__(self, seed: int, *, secrets: bool = True) -> None:
        self.chance = Random(seed)
        self.secrets = secrets
        self.whole = self.without = somebody()
        self.today = MONDAY
        self.fates: dict[Handle, str] = {}
        self.hidden: set[Handle] = set()
        self._count = 0

    def word(self, kind: str = "kept") -> str:
        """A word that stands nowhere else."""
        self._count += 1
        return f"{kind}{self._count}q"

    def uid(self) -> Uid:
        """The same identity in both."""
        self._count += 1
        return Uid(f"{self._count:032x}")

    def lucky(self, share: float) -> bool:
        """True in so many of the cases."""
        return self.chance.random() < share

    def day(self) -> date:
        """Today, or a day before it."""
        back = self.chance.choice((0, 0, 0, 0, 1, 3)) if self.secrets else 0
        return max(MONDAY, self.today - timedelta(days=back))

    def fate(self) -> str:
        """What becomes of something new."""
        fates = (*(SHARED,) * 5, PRIVATE, DOOMED, LATE)
        return self.chance.choice(fates) if self.secrets else SHARED

    def because(self, word: str) -> tuple[Reason | None, Reason | None]:
        """A reason or none, for all or only here, and the one in the other notebook."""
        if self.lucky(0.6):
            return None, None
        if self.lucky(0.5):
            return (Reason(self.word(word)),) * 2
        return Reason(self.word("zqx"), private=True), Reason("other", private=True)

    def secret(self, handle: Handle) -> bool:
        """True where nothing that is said of it now may ever leave."""
        return self.fates.get(handle) in (PRIVATE, DOOMED) or handle in self.hidden

    def waits(self, handle: Handle) -> bool:
        """True for what is private until it is shared in new words; nothing else happens to it."""
        return self.fates.get(handle) == LATE and handle in self.hidden

    def does(self, command: Command | None, otherwise: Command | None) -> bool:
        """Do something, or nothing, in the whole notebook and in the other; or neither."""
        try:
            whole, without = self._after(self.whole, command), self._after(self.without, otherwise)
        except Refused:
            return False
        self.whole, self.without = whole, without
        return True

    def _after(self, person: Person, command: Command | None) -> Person:
        if command is None:
            return person
        return with_written(person, command.apply(person), command.day or self.today, self.today)

    def says(self, handle: Handle, command: Command) -> None:
        """Do something with what may be secret: then it is done in the whole notebook only."""
        self.does(command, None if self.secret(handle) else command)

    def adds(self, command: Command, otherwise: Command, fate: str) -> bool:
        """Write something new into both."""
        there = {each.handle for each in (*self.whole.items, *self.whole.records)}
        if not self.does(command, otherwise):
            return False
        for each in (*self.whole.items, *self.whole.records):
            if each.handle not in there:
                self.fates[each.handle] = fate
                if fate in (PRIVATE, LATE):
                    self.hidden.add(each.handle)
        return True
