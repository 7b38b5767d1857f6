"""The protocol of a store, as the notebook uses it."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from typing import NamedTuple, Protocol

from aligntui.domain.change import Change
from aligntui.domain.identity import PersonId
from aligntui.domain.overview import Overview
from aligntui.domain.person import Person

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
    """Keeps people. Every method may raise `StoreError`; committed changes are durable."""

    @property
    def read_only(self) -> str | None:
        """The reason why nothing can be saved, or None."""

    @property
    def notes(self) -> tuple[str, ...]:
        """Problems found and repairs postponed, one line each."""

    @property
    def pace(self) -> float:
        """Seconds between two checks for changes by others."""

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

    def summarise(self) -> None:
        """Write a current summary, so that `due` need not read the store."""

    def merge(
        self, file: str, *, dry_run: bool, data: bytes | None = None, said: str = ""
    ) -> tuple[str, ...]:
        """Merge a conflict copy as one change; returns a line for each difference.

        `data` is its contents, if they were read already; `said` is the label for undo.
        """

    def close(self, *, hurry: bool = False) -> None:
        """Close the store; in a hurry, do only what can't wait."""
