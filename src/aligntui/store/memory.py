"""A store in memory, for the sample team and for tests."""

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from aligntui.domain.change import Change
from aligntui.domain.glance import overview
from aligntui.domain.identity import PersonId
from aligntui.domain.naming import folded
from aligntui.domain.overview import Overview
from aligntui.domain.person import Person
from aligntui.store.errors import StaleError, StoreError
from aligntui.store.port import UNDOABLE, Within


class _Step(NamedTuple):
    number: int
    people: frozenset[PersonId]
    changes: tuple[Change, ...]


class MemoryStore:
    """Keeps people in a dictionary."""

    read_only: str | None = None
    notes: tuple[str, ...] = ()
    pace = 2.0

    def __init__(self, people: tuple[Person, ...] = ()) -> None:
        self._people = {person.id: person for person in people}
        self._done: list[_Step] = []
        self._undone: list[_Step] = []
        self._count = 0

    def overviews(self) -> tuple[Overview, ...]:
        """The overviews of all people."""
        return tuple(overview(person) for person in self._people.values())

    def person(self, person: PersonId) -> Person | None:
        """The person with this id, or None."""
        return self._people.get(person)

    def matching(self, words: Iterable[str]) -> Iterator[Person]:
        """All people by name: the caller searches again."""
        return iter(sorted(self._people.values(), key=lambda person: folded(person.name)))

    def commit(self, change: Change) -> None:
        """Keep a change until the process ends."""
        self.commit_together((change,))

    def commit_together(self, changes: Sequence[Change]) -> None:
        """Keep changes of several people until the process ends."""
        for change in changes:
            if self.person(change.person) != change.before:
                raise StaleError(change.label)
        for change in changes:
            self._put(change)
        self._count += 1
        people = frozenset(change.person for change in changes)
        kept = tuple(each._replace(also=people - {each.person}) for each in changes)
        self._done = [*self._done, _Step(self._count, people, kept)][-UNDOABLE:]
        self._undone.clear()

    @property
    def latest(self) -> int:
        """The number of the last change that can be undone."""
        return self._done[-1].number if self._done else 0

    def undo(self, within: Within | None = None) -> Change | None:
        """Undo the last change."""
        step = _moved(self._done, self._undone, within)
        changes = [self._put(change.inverse) for change in step.changes] if step else []
        return changes[0] if changes else None

    def redo(self, within: Within | None = None) -> Change | None:
        """Redo the last undo."""
        step = _moved(self._undone, self._done, within)
        changes = [self._put(change) for change in step.changes] if step else []
        return changes[0] if changes else None

    def refresh(self) -> bool:
        """Return False: nobody else can write here."""
        return False

    def summarise(self) -> None:
        """Do nothing: there is no summary."""

    def merge(
        self, file: str, *, dry_run: bool, data: bytes | None = None, said: str = ""
    ) -> tuple[str, ...]:
        """Refuse: nothing can be merged."""
        raise StoreError("the sample team is not saved; start aligntui to use your own store")

    def close(self, *, hurry: bool = False) -> None:
        """Do nothing: nothing is saved."""

    def _put(self, change: Change) -> Change:
        if change.after is None:
            del self._people[change.person]
        else:
            self._people[change.person] = change.after
        return change


def _moved(one: list[_Step], other: list[_Step], within: Within | None) -> _Step | None:
    """Move the last step of one list to the other and return it; None if it is not `within`."""
    if not one or (within and not within.holds(one[-1].people, one[-1].number)):
        return None
    other.append(one.pop())
    return other[-1]
