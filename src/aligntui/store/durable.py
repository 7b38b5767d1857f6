"""People in a TinyDB file that can't be torn; nothing is opened before it is asked for."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from aligntui.store import index

if TYPE_CHECKING:
    from aligntui.domain.change import Change
    from aligntui.domain.identity import PersonId
    from aligntui.domain.overview import Overview
    from aligntui.domain.person import Person
    from aligntui.store.records import Records


class DurableStore:
    """Keeps people in the file `path`.

    Until more is asked for, the summary beside the store answers, as long as it fits: who only
    wants to know who is due loads neither TinyDB nor the histories.
    """

    def __init__(self, path: str | os.PathLike[str]) -> None:
        self._path = os.fspath(path)
        self._records: Records | None = None

    @property
    def read_only(self) -> str | None:
        """Why nothing can be kept, or None; known once the store was opened."""
        return self._records.read_only if self._records else None

    @property
    def notes(self) -> tuple[str, ...]:
        """What was found odd, or put off, one line each."""
        return self._records.notes if self._records else ()

    def open(self) -> None:
        """Read the store now rather than when it is first needed."""
        self._open()

    def overviews(self) -> tuple[Overview, ...]:
        """Everybody at a glance."""
        kept = index.read(self._path) if self._records is None else None
        return self._open().overviews() if kept is None else kept

    def person(self, person: PersonId) -> Person | None:
        """One person, whole."""
        return self._open().person(person)

    def commit(self, change: Change) -> None:
        """Keep a change: when this returns, it is on disk."""
        self._open().commit(change)

    def undo(self) -> Change | None:
        """Take the last change back."""
        return self._open().undo()

    def redo(self) -> Change | None:
        """Do again what was taken back last."""
        return self._open().redo()

    def refresh(self) -> bool:
        """Catch up with what others have kept."""
        return self._open().refresh()

    def close(self, *, hurry: bool = False) -> None:
        """Fold the journal into the base, and leave a summary that fits."""
        if self._records is not None:
            self._records.close(hurry=hurry)
            self._records = None

    def _open(self) -> Records:
        if self._records is None:
            from aligntui.store.records import Records

            self._records = Records(self._path)
        return self._records
