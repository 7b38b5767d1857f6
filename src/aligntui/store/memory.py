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
        self._done: list[tuple[Change, ...]] = []
        self._undone: list[tuple[Change, ...]] = []

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
        self.commit_together((change,))

    def commit_together(self, changes: Sequence[Change]) -> None:
        """Keep changes of several people until the process ends."""
        for change in changes:
            if self.person(change.person) != change.before:
                raise StaleError(change.label)
        for change in changes:
            self._put(change)
        self._done = [*self._done, tuple(changes)][-UNDOABLE:]
        self._undone.clear()

    def undo(self) -> Change | None:
        """Take the last change back."""
        if not self._done:
            return None
        changes = self._done.pop()
        self._undone.append(changes)
        first, *_ = [self._put(change.inverse) for change in changes]
        return first

    def redo(self) -> Change | None:
        """Do again what was taken back last."""
        if not self._undone:
            return None
        changes = self._undone.pop()
        self._done.append(changes)
        first, *_ = [self._put(change) for change in changes]
        return first

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
