"""The one door: the only object that a front end holds."""

from __future__ import annotations

from typing import TYPE_CHECKING

from aligntui.domain.away import Calendar
from aligntui.domain.errors import Refused
from aligntui.domain.naming import folded
from aligntui.store.errors import StaleError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from aligntui.domain.change import Change
    from aligntui.domain.commands.command import Command
    from aligntui.domain.identity import PersonId
    from aligntui.domain.overview import Overview
    from aligntui.domain.person import Person
    from aligntui.store.port import Store, Within

_TRIES = 5


class Notebook:
    """Does what commands ask, keeps it, and only then tells whoever listens.

    Every method may raise `StoreError` from the store; `do`, `undo`, `redo` and `person` also
    raise `Refused`. Not for use from two threads at once.
    """

    def __init__(self, store: Store, calendar: Calendar | None = None) -> None:
        self._store = store
        self.calendar = calendar or Calendar()
        """It is put into everybody who is read: whatever computes a due day goes by the same."""
        self._listeners: list[Callable[[Change], None]] = []
        self._unseen = False
        """Whether something of others was taken in that nobody was told of yet."""

    @property
    def read_only(self) -> str | None:
        """Why nothing can be kept, or None."""
        return self._store.read_only

    @property
    def notes(self) -> tuple[str, ...]:
        """What the store found odd, or put off, one line each."""
        return self._store.notes

    @property
    def pace(self) -> float:
        """Seconds between two looks of an open app at what others have kept."""
        return self._store.pace

    def people(self) -> tuple[Overview, ...]:
        """Everybody at a glance, archived people too, in no order."""
        everybody = self._store.overviews()
        return (
            tuple(map(self._on_calendar, everybody)) if self.calendar != Calendar() else everybody
        )

    def glance(self, person: Person) -> Overview:
        """One person at a glance."""
        from aligntui.domain.glance import overview

        return overview(self._dated(person))

    def glances(self, change: Change) -> dict[PersonId, Overview]:
        """Everybody whom a change has left in the store, at a glance."""
        found = {each: self.find(each) for each in change.also} | {change.person: change.after}
        return {each: self.glance(person) for each, person in found.items() if person}

    def person(self, person: PersonId) -> Person:
        """One person, whole."""
        found = self.find(person)
        if found is None:
            raise Refused("this person is no longer in the store")
        return found

    def find(self, person: PersonId) -> Person | None:
        """One person, whole; None where they are not in the store."""
        found = self._store.person(person)
        return self._dated(found) if found else None

    def matching(self, words: Iterable[str]) -> Iterator[Person]:
        """Whoever may hold the words, by name; of their records at least those that may."""
        return map(self._dated, self._store.matching(words))

    def do(self, command: Command) -> Change:
        """Carry out a command; when it returns, the change is on disk.

        When somebody else changed the person in the meantime, the command is asked again of the
        person as they are now.
        """
        self._unseen |= self._store.refresh()
        for _ in range(_TRIES):
            change = self._asked(command)
            if change.before == change.after:
                return change
            try:
                self._store.commit(change)
            except StaleError:
                self._unseen |= self._store.refresh()
                continue
            return self._told(change)
        raise StaleError("another window keeps changing this person; try again")

    def do_together(self, commands: Sequence[Command], said: str) -> tuple[Change, ...]:
        """Carry out commands about several people, or none of them; undo shows what is `said`."""
        self._unseen |= self._store.refresh()
        for _ in range(_TRIES):
            asked = [self._asked(command)._replace(label=said) for command in commands]
            changes = tuple(change for change in asked if change.before != change.after)
            try:
                if changes:
                    self._store.commit_together(changes)
            except StaleError:
                self._unseen |= self._store.refresh()
                continue
            return tuple(map(self._told, changes))
        raise StaleError("somebody else keeps changing these people; try again")

    @property
    def latest(self) -> int:
        """The number of the last change that can be taken back."""
        return self._store.latest

    def undo(self, within: Within | None = None) -> Change:
        """Take the last change back, also one of an earlier session; refuses one not `within`."""
        change = self._store.undo(within)
        if change is None:
            raise Refused(f"there is nothing to undo{' here' if within else ''}")
        return self._told(change)

    def redo(self, within: Within | None = None) -> Change:
        """Do again what was taken back last; refuses what is not `within`."""
        change = self._store.redo(within)
        if change is None:
            raise Refused(f"there is nothing to redo{' here' if within else ''}")
        return self._told(change)

    def refresh(self) -> bool:
        """Catch up with other windows and commands, and leave a summary; whether there was news."""
        new = self._store.refresh() or self._unseen
        self._unseen = False
        self._store.summarise()
        return new

    def merge(
        self, file: str, *, dry_run: bool = False, data: bytes | None = None, said: str = ""
    ) -> tuple[str, ...]:
        """Take in a copy that went its own way, as one change; gives a line for each difference."""
        return self._store.merge(file, dry_run=dry_run, data=data, said=said)

    def listen(self, listener: Callable[[Change], None]) -> None:
        """Tell `listener` of every change from now on, after it was kept."""
        self._listeners.append(listener)

    def close(self, *, hurry: bool = False) -> None:
        """Leave the store in order; in a hurry, only what can't wait."""
        self._store.close(hurry=hurry)

    def _asked(self, command: Command) -> Change:
        # who only reads at a glance does not load what a change is made of
        from aligntui.domain.change import Change

        before = self.find(command.person)
        after = command.apply(before)
        self._check_name(before, after)
        return Change(label=command.label(after), before=before, after=after)

    def _dated(self, person: Person) -> Person:
        # most have no calendar, and copying everybody takes its time
        if person.calendar == self.calendar:
            return person
        from dataclasses import replace

        return replace(person, calendar=self.calendar)

    def _on_calendar(self, view: Overview) -> Overview:
        days, worked = self.calendar
        return view._replace(away=(*view.away, *days), workdays=worked)

    def _told(self, change: Change) -> Change:
        change = change._replace(
            before=change.before and self._dated(change.before),
            after=change.after and self._dated(change.after),
        )
        for listener in tuple(self._listeners):
            listener(change)
        return change

    def _check_name(self, before: Person | None, after: Person) -> None:
        if before is not None and folded(before.name) == folded(after.name):
            return
        for other in self.people():
            if other.id != after.id and folded(other.name) == folded(after.name):
                raise Refused(f"there is a {other.name} already; add something to tell them apart")
