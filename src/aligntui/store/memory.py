"""A store in memory, for the sample team: the same tables, without a file below them."""

from collections.abc import Iterable
from contextlib import AbstractContextManager, nullcontext
from typing import Any, cast

from tinydb import TinyDB
from tinydb.storages import MemoryStorage

from aligntui.domain.person import Change, Person
from aligntui.store.durable import DurableStore
from aligntui.store.errors import StoreError
from aligntui.store.opening import Found
from aligntui.store.records import Opened
from aligntui.store.rows import TABLE, Rows


class _Unsaved(MemoryStorage):
    """Looks like the storage of a file, as far as an open store needs it."""

    read_only = None
    found = Found()

    def transaction(self) -> AbstractContextManager[None]:
        """Everything that may fail is checked before anything is written."""
        return nullcontext()

    def refresh(self) -> None:
        """Nobody else writes here."""


class MemoryStore(DurableStore):
    """Keeps people until the process ends."""

    notes = ()

    def __init__(self, people: Iterable[Person] = ()) -> None:
        super().__init__("")
        db = TinyDB(storage=_Unsaved)
        self._opened = Opened(db, cast("Any", db.storage), Rows(db))
        if added := [Change("", None, person) for person in people]:
            self.commit_together(added)
            db.drop_table(TABLE)

    def merge(
        self, file: str, *, dry_run: bool, data: bytes | None = None, said: str = ""
    ) -> tuple[str, ...]:
        """Refuse: nothing can be merged."""
        raise StoreError("the sample team is not saved; start aligntui to use your own store")

    def close(self, *, hurry: bool = False) -> None:
        """Nothing is left to do."""
