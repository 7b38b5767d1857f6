"""The notebook: the one way for front ends to read and change people."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date
from typing import TYPE_CHECKING

from aligntui.domain.days import Calendar
from aligntui.domain.errors import Refused
from aligntui.domain.ladder import NO_LADDER
from aligntui.domain.naming import check_untaken, folded
from aligntui.store.errors import StaleError

if TYPE_CHECKING:
    from aligntui.calendars import Calendars
    from aligntui.domain.commands.command import Command
    from aligntui.domain.identity import PersonId
    from aligntui.domain.overview import Overview
    from aligntui.domain.person import Change, Person
    from aligntui.store.durable import DurableStore, Within

_TRIES = 5


class Notebook:
    """Carries out commands, and saves the changes.

    Every method may raise `StoreError` from the store; `do`, `undo`, `redo` and `person` also
    raise `Refused`. Not for use from two threads at once.
    """

    def __init__(
        self,
        store: DurableStore,
        calendar: Calendar | None = None,
        calendars: Calendars | None = None,
    ) -> None:
        self._store = store
        self.clock: Callable[[], date] | None = None
        """The day by the clock, on which things are recorded; None where it does not matter."""
        self.calendar = calendar or Calendar()
        """Put into every person that is read, so that all due days follow it."""
        self.ladder = NO_LADDER
        """Put into every person that is read, too."""
        self.calendars = calendars
        """What is booked; put into every overview."""
        self._unseen = False
        """True when changes by others were taken in and not reported yet."""

    @property
    def read_only(self) -> str | None:
        """The reason why nothing can be saved, or None."""
        return self._store.read_only

    @property
    def notes(self) -> tuple[str, ...]:
        """Problems found and repairs postponed by the store, one line each."""
        return (*self._store.notes, *(self.calendars.troubles if self.calendars else ()))

    @property
    def calendar_awaited(self) -> bool:
        """True where a calendar is configured, also before it was read."""
        return self.calendars is not None and self.calendars.awaited

    @property
    def pace(self) -> float:
        """Seconds between two checks of an open app for changes by others."""
        return self._store.pace

    def people(self) -> tuple[Overview, ...]:
        """The overviews of all people, archived ones too, in no order."""
        everybody = self._store.overviews()
        if self.calendar != Calendar():
            everybody = tuple(map(self._on_calendar, everybody))
        return self.calendars.booked(everybody) if self.calendars else everybody

    def glance(self, person: Person) -> Overview:
        """The overview of one person."""
        from aligntui.domain.glance import overview

        seen = overview(self._dated(person))
        return self.calendars.booked([seen], some=True)[0] if self.calendars else seen

    def glances(self, change: Change) -> dict[PersonId, Overview]:
        """The overviews of the people in a change who are in the store after it."""
        found = {each: self.find(each) for each in change.also} | {change.person: change.after}
        return {each: self.glance(person) for each, person in found.items() if person}

    def person(self, person: PersonId) -> Person:
        """The person with this id; refuses if they are not in the store."""
        found = self.find(person)
        if found is None:
            raise Refused("this person is no longer in the store")
        return found

    def find(self, person: PersonId) -> Person | None:
        """The person with this id; None if they are not in the store."""
        found = self._store.person(person)
        return self._dated(found) if found else None

    def matching(self, words: Iterable[str]) -> Iterator[Person]:
        """People who may match the words, by name, with at least the records that may."""
        return map(self._dated, self._store.matching(words))

    def do(self, command: Command) -> Change:
        """Carry out a command; on return, the change is on disk.

        If somebody else changed the person in the meantime, the command is applied again to the
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
        """Carry out commands about several people, or none of them; `said` labels the undo."""
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
        """The number of the last change that can be undone."""
        return self._store.latest

    def undo(self, within: Within | None = None) -> Change:
        """Undo the last change, also one of an earlier session; refuses one not `within`."""
        change = self._store.undo(within)
        if change is None:
            raise Refused(f"there is nothing to undo{' here' if within else ''}")
        return self._told(change)

    def redo(self, within: Within | None = None) -> Change:
        """Redo the last undo; refuses a change not `within`."""
        change = self._store.redo(within)
        if change is None:
            raise Refused(f"there is nothing to redo{' here' if within else ''}")
        return self._told(change)

    def refresh(self) -> bool:
        """Take in changes by others, and write a summary; returns True if anything was new."""
        new = self._store.refresh() or self._unseen
        self._unseen = False
        self._store.summarise()
        return new | bool(self.calendars and self.calendars.refresh())

    def merge(
        self, file: str, *, dry_run: bool = False, data: bytes | None = None, said: str = ""
    ) -> tuple[str, ...]:
        """Merge a conflict copy as one change; returns a line for each difference."""
        return self._store.merge(file, dry_run=dry_run, data=data, said=said)

    def close(self, *, hurry: bool = False) -> None:
        """Close the store; in a hurry, do only what can't wait."""
        self._store.close(hurry=hurry)

    def _asked(self, command: Command) -> Change:
        # imported here: reading overviews does not need it
        from aligntui.domain.person import Change

        before = self.find(command.person)
        after = self._written(command, before, command.apply(before))
        self._check_name(before, after)
        return Change(label=command.label(after), before=before, after=after)

    def _written(self, command: Command, before: Person | None, after: Person) -> Person:
        """Record the day by the clock where minutes of the day may have been made before."""
        on, today = command.day, self.clock() if self.clock else None
        if on is None or today is None or on > today:
            return after
        from aligntui.domain.written import with_written

        return with_written(before, after, on, today)

    def _dated(self, person: Person) -> Person:
        # usually there is neither, and copying every person takes time
        if person.calendar == self.calendar and person.ladder == self.ladder:
            return person
        from dataclasses import replace

        return replace(person, calendar=self.calendar, ladder=self.ladder)

    def _on_calendar(self, view: Overview) -> Overview:
        days, worked = self.calendar
        return view._replace(away=(*view.away, *days), workdays=worked)

    def _told(self, change: Change) -> Change:
        return change._replace(
            before=change.before and self._dated(change.before),
            after=change.after and self._dated(change.after),
        )

    def _check_name(self, before: Person | None, after: Person) -> None:
        if before is not None and folded(before.name) == folded(after.name):
            return
        check_untaken((other for other in self.people() if other.id != after.id), after.name)
