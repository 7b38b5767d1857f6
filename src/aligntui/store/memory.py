"""A store that forgets: the sample team lives here, and tests compare with it."""

from collections.abc import Iterable, Iterator, Sequence

from aligntui.domain.change import Change
from aligntui.domain.glance import overview
from aligntui.domain.identity import PersonId
from aligntui.domain.naming import folded
from aligntui.domain.overview import Overview
from aligntui.domain.person import Person
from aligntui.store.errors import StaleError, StoreError
from aligntui.store.pace import Pace
from aligntui.store.port import UNDOABLE


class MemoryStore:
    """People in a dictionary."""

    read_only: str | None = None
    notes: tuple[str, ...] = ()
    pace = Pace()

    def __init__(self, people: tuple[Person, ...] = ()) -> None:
        self._people = {person.id: person for person in people}
        self._done: list[Change] = []
        self._undone: list[Change] = []

    def overviews(self) -> tuple[Overview, ...]:
        """Everybody at a glance."""
        return tuple(overview(person) for person in self._people.values())

    def person(self, person: PersonId) -> Person | None:
        """One person, or None."""
        return self._people.get(person)

    def matching(self, words: Iterable[str]) -> Iterator[Person]:
        """Everybody: who looks for words looks again."""
        return iter(sorted(self._people.values(), key=lambda person: folded(person.name)))

    def commit(self, change: Change) -> None:
        """Keep a change until the process ends."""
        if self.person(change.person) != change.before:
            raise StaleError(change.label)
        self._put(change)
        self._done = [*self._done, change][-UNDOABLE:]
        self._undone.clear()

    def commit_together(self, changes: Sequence[Change]) -> None:
        """Nothing can be taken in."""
        raise StoreError("nothing is kept here; open a store of your own")

    def undo(self) -> Change | None:
        """Take the last change back."""
        if not self._done:
            return None
        change = self._done.pop()
        self._undone.append(change)
        return self._put(change.inverse)

    def redo(self) -> Change | None:
        """Do again what was taken back last."""
        if not self._undone:
            return None
        change = self._undone.pop()
        self._done.append(change)
        return self._put(change)

    def refresh(self) -> bool:
        """Nobody else can write here."""
        return False

    def settle(self) -> bool:
        """Nothing is kept."""
        return True

    def merge(
        self, file: str, *, dry_run: bool, data: bytes | None = None, said: str = ""
    ) -> tuple[str, ...]:
        """Nothing can be taken in."""
        raise StoreError("nothing is kept here; open a store of your own")

    def close(self, *, hurry: bool = False) -> None:
        """Nothing is kept."""

    def _put(self, change: Change) -> Change:
        if change.after is None:
            del self._people[change.person]
        else:
            self._people[change.person] = change.after
        return change
