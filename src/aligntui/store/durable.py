"""People in a TinyDB file that can't be torn; nothing is opened before it is asked for."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from aligntui.store import summary
from aligntui.store.mounts import remote
from aligntui.store.summary import stamp

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from aligntui.domain.change import Change
    from aligntui.domain.identity import PersonId
    from aligntui.domain.overview import Overview
    from aligntui.domain.person import Person
    from aligntui.store.port import Within
    from aligntui.store.records import Records


class DurableStore:
    """Keeps people in the file `path`.

    Until more is asked for, the summary beside the store answers, as long as it fits: who only
    wants to know who is due loads neither TinyDB nor what is in it.
    """

    def __init__(
        self,
        path: str | os.PathLike[str],
        *,
        patience: float | None = None,
        seen: str | None = None,
        alone: bool = False,
    ) -> None:
        self._path = os.fspath(path)
        self._patience = patience
        self._seen = seen
        self._alone = alone
        self._records: Records | None = None
        self._left: tuple[str, ...] = ()
        """What was odd when the store was left."""
        self._shown: list[int] | None = None
        """The stamp of the store as its summary was last shown, until it is opened."""

    @property
    def read_only(self) -> str | None:
        """Why nothing can be kept, or None; known once the store was opened."""
        return self._records.read_only if self._records else None

    @property
    def notes(self) -> tuple[str, ...]:
        """What was found odd, or put off, one line each."""
        return self._records.notes if self._records else self._left

    @property
    def pace(self) -> float:
        """Seconds between two looks at what others have kept; a network is asked less often."""
        return 5.0 if remote(os.path.dirname(os.path.realpath(self._path))) else 2.0

    def open(self) -> None:
        """Read the store now rather than when it is first needed."""
        self._open()

    def overviews(self) -> tuple[Overview, ...]:
        """Everybody at a glance."""
        if self._records is None:
            here = stamp(self._path)
            kept = summary.read(self._path)
            if kept is not None:
                self._shown = here
                return kept
        return self._open().overviews()

    def person(self, person: PersonId) -> Person | None:
        """One person, whole."""
        return self._open().person(person)

    def matching(self, words: Iterable[str]) -> Iterator[Person]:
        """Whoever may hold the words, by name, with only the records that may."""
        return self._open().matching(words)

    def commit(self, change: Change) -> None:
        """Keep a change: when this returns, it is on disk."""
        self._open().commit(change)

    def commit_together(self, changes: Sequence[Change]) -> None:
        """Keep changes of several people as one."""
        self._open().commit_together(changes)

    @property
    def latest(self) -> int:
        """The number of the last change that can be taken back."""
        return self._open().latest

    def undo(self, within: Within | None = None) -> Change | None:
        """Take the last change back."""
        return self._open().undo(within)

    def redo(self, within: Within | None = None) -> Change | None:
        """Redo the last undo."""
        return self._open().redo(within)

    def refresh(self) -> bool:
        """Catch up with what others have kept."""
        shown, self._shown = self._shown, None
        new = self._open().refresh()
        # the summary that was shown may have been overtaken before the store was opened
        return new or (shown is not None and shown != stamp(self._path))

    def summarise(self) -> None:
        """Leave a summary that fits."""
        if self._records is not None:
            self._records.summarise()

    def merge(
        self, file: str, *, dry_run: bool, data: bytes | None = None, said: str = ""
    ) -> tuple[str, ...]:
        """Take in a copy that went its own way, as one change; gives a line for each difference."""
        return self._open().merge(file, dry_run=dry_run, data=data, said=said)

    def close(self, *, hurry: bool = False) -> None:
        """Leave a summary that fits."""
        if self._records is not None:
            self._records.close(hurry=hurry)
            self._left, self._records = self._records.notes, None

    def _open(self) -> Records:
        if self._records is None:
            from aligntui.store.records import Records

            self._records = Records(self._path, patience=self._patience, seen=self._seen)
            if self._alone:
                self._records.alone()
        return self._records
