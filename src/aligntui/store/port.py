"""What the notebook asks of any store."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from typing import NamedTuple, Protocol

from aligntui.domain.change import Change
from aligntui.domain.identity import PersonId
from aligntui.domain.overview import Overview
from aligntui.domain.person import Person

UNDOABLE = 200
"""Changes that can be taken back, the latest ones; older ones stay in the histories."""


class Within(NamedTuple):
    """What may be taken back or done again; anything else is as good as nothing."""

    person: PersonId
    """Whose change it has to be."""
    after: int
    """The number of the last change before it."""

    def holds(self, people: Collection[str], number: int) -> bool:
        """Whether a change of some people is among it."""
        return number > self.after and self.person in people


class Store(Protocol):
    """Keeps people. Every method may raise `StoreError`; what was committed is durable."""

    @property
    def read_only(self) -> str | None:
        """Why nothing can be kept, or None."""

    @property
    def notes(self) -> tuple[str, ...]:
        """What was found odd, or put off, one line each."""

    @property
    def pace(self) -> float:
        """Seconds between two looks at what others have kept."""

    def overviews(self) -> tuple[Overview, ...]:
        """Everybody at a glance, archived people too, in no order."""

    def person(self, person: PersonId) -> Person | None:
        """One person, whole; None where there is none."""

    def matching(self, words: Iterable[str]) -> Iterator[Person]:
        """Whoever may hold the words, by name, with at least the records that do.

        A record holds them where each is in it, case and accents aside.
        """

    def commit(self, change: Change) -> None:
        """Keep a change; raises `StaleError` where the person kept is not `change.before`."""

    def commit_together(self, changes: Sequence[Change]) -> None:
        """Keep changes of several people as one, under the label of the first."""

    @property
    def latest(self) -> int:
        """The number of the last change that can be taken back; later ones have higher numbers."""

    def undo(self, within: Within | None = None) -> Change | None:
        """Take the last change back and give what was done; None where there is nothing."""

    def redo(self, within: Within | None = None) -> Change | None:
        """Do again what was taken back last; None where there is nothing."""

    def refresh(self) -> bool:
        """Catch up with what others have kept; whether anything was new."""

    def summarise(self) -> None:
        """Leave a summary that fits, so that who only asks who is due need not read it all."""

    def merge(
        self, file: str, *, dry_run: bool, data: bytes | None = None, said: str = ""
    ) -> tuple[str, ...]:
        """Take in a copy that went its own way, as one change; gives a line for each difference.

        What was read of the file already is its `data`; what undo shows is `said`.
        """

    def close(self, *, hurry: bool = False) -> None:
        """Leave everything in order; in a hurry, only what can't wait."""
