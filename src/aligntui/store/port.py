"""The protocol of a store, as the notebook uses it."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from typing import NamedTuple, Protocol

from aligntui.domain.glance import overview
from aligntui.domain.identity import PersonId
from aligntui.domain.naming import folded
from aligntui.domain.overview import Overview
from aligntui.domain.person import Change, Person
from aligntui.store.errors import StaleError, StoreError

UNDOABLE = 200
"""The most changes that can be undone; older ones stay in the histories."""


class Within(NamedTuple):
    """Limits undo and redo to changes of one person, after a given one."""

    person: PersonId
    """The person whose change it has to be."""
    after: int
    """The number of the last change before the limit."""

    def holds(self, people: Collection[str], number: int) -> bool:
        """True when a change of these people is within the limit."""
        return number > self.after and self.person in people


class Store(Protocol):
    """Keeps people. Every method may raise `StoreError`; committed changes are durable.

    What is given here suits a store that nobody else writes and that has no file.
    """

    @property
    def read_only(self) -> str | None:
        """The reason why nothing can be saved, or None."""
        return None

    @property
    def notes(self) -> tuple[str, ...]:
        """Problems found and repairs postponed, one line each."""
        return ()

    @property
    def pace(self) -> float:
        """Seconds between two checks for changes by others."""
        return 2.0

    def overviews(self) -> tuple[Overview, ...]:
        """The overviews of all people, archived ones too, in no order."""

    def person(self, person: PersonId) -> Person | None:
        """The person with this id, or None."""

    def matching(self, words: Iterable[str]) -> Iterator[Person]:
        """People who may match the words, by name, with at least the matching records.

        A record matches if it contains each word, regardless of case and accents.
        """

    def commit(self, change: Change) -> None:
        """Save a change; raises `StaleError` if the stored person is not `change.before`."""
        self.commit_together((change,))

    def commit_together(self, changes: Sequence[Change]) -> None:
        """Save changes of several people as one, under the label of the first."""

    @property
    def latest(self) -> int:
        """The number of the last change that can be undone; numbers rise."""

    def undo(self, within: Within | None = None) -> Change | None:
        """Undo the last change and return the one made; None if there is nothing to undo."""

    def redo(self, within: Within | None = None) -> Change | None:
        """Redo the last undo and return the change made; None if there is nothing to redo."""

    def refresh(self) -> bool:
        """Take in what others saved; returns True if anything was new."""
        return False

    def summarise(self) -> None:
        """Write a current summary, so that `due` need not read the store."""
        return

    def merge(
        self, file: str, *, dry_run: bool, data: bytes | None = None, said: str = ""
    ) -> tuple[str, ...]:
        """Merge a conflict copy as one change; returns a line for each difference.

        `data` is its contents, if they were read already; `said` is the label for undo.
        """

    def close(self, *, hurry: bool = False) -> None:
        """Close the store; in a hurry, do only what can't wait."""
        return


class _Step(NamedTuple):
    number: int
    people: frozenset[PersonId]
    changes: tuple[Change, ...]


class MemoryStore(Store):
    """Keeps people in a dictionary, until the process ends."""

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

    def commit_together(self, changes: Sequence[Change]) -> None:
        """Keep changes of several people as one."""
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

    def merge(
        self, file: str, *, dry_run: bool, data: bytes | None = None, said: str = ""
    ) -> tuple[str, ...]:
        """Refuse: nothing can be merged."""
        raise StoreError("the sample team is not saved; start aligntui to use your own store")

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
