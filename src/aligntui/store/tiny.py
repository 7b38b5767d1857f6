"""The face TinyDB documents, over the engine; and the small one the repository uses."""

import os
from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager
from typing import Any, cast

from tinydb import TinyDB
from tinydb.storages import Storage
from tinydb.table import Table

from aligntui.store.engine import Engine, Listener
from aligntui.store.lines import Doc, copied
from aligntui.store.state import Op, Staging
from aligntui.store.table import AlignTable, Engined


class AlignStorage(Engined):
    """A TinyDB storage whose tables write single documents; `engine` does the work."""

    def __init__(
        self,
        path: str | os.PathLike[str],
        *,
        read_only: bool = False,
        seen: str | None = None,
    ) -> None:
        self.engine = Engine(path, read_only=read_only, seen=seen)

    def read(self) -> dict[str, dict[str, Any]] | None:
        """A copy of everything, as TinyDB's own storages give it; None for an empty store."""
        names = self.engine.names()
        return {name: self._copy(name) for name in names} if names else None

    def write(self, data: dict[str, dict[str, Any]]) -> None:
        """Replace everything, in one transaction."""
        with self.engine.transaction() as staging:
            for name in staging.names():
                staging.drop(name)
            for name, table in data.items():
                staging.new(name)
                for doc_id, document in table.items():
                    staging.put(name, int(doc_id), document)

    def close(self) -> None:
        """Leave the store as a plain TinyDB file."""
        self.engine.close()

    def _copy(self, name: str) -> dict[str, Any]:
        return {str(doc_id): copied(doc) for doc_id, doc in self.engine.view(name).items()}


class AlignDB(TinyDB):
    """A TinyDB that keeps what it says it has kept.

    `read_only` says why nothing can be saved, or is None. `notes` are one-line words about
    what was found or postponed.
    """

    table_class: type[Table] = AlignTable
    default_storage_class: type[Storage] = AlignStorage  # type: ignore[assignment]

    def __init__(
        self,
        path: str | os.PathLike[str],
        read_only: bool = False,
        seen: str | None = None,
    ) -> None:
        super().__init__(path, read_only=read_only, seen=seen)
        self.engine = cast("AlignStorage", self.storage).engine

    @property
    def read_only(self) -> str | None:
        """Why nothing can be saved, or None."""
        return self.engine.read_only

    @property
    def notes(self) -> list[str]:
        """What was found or postponed, one line each."""
        return self.engine.notes

    @property
    def version(self) -> tuple[int, int]:
        """Generation of the base and number of the last save after it."""
        return self.engine.version

    def stamp(self) -> tuple[int, ...]:
        """The identity on disk of the state in memory, as `stamp.stamp` gives it; () for none."""
        return self.engine.stamp()

    def rows(self, table: str) -> Mapping[int, Doc]:
        """The live rows of a table as they are kept; the caller never changes them.

        A running transaction shows in them only once it is kept.
        """
        return self.engine.rows(table)

    def transaction(self) -> AbstractContextManager[Staging]:
        """Everything inside is kept together, or nothing of it is."""
        return self.engine.transaction()

    def put(self, table: str, doc_id: int | None, document: Mapping[str, object]) -> int:
        """Set a whole document; None takes the next number never given. Returns the number."""
        with self.engine.transaction() as staging:
            return staging.put(table, doc_id, document)

    def delete(self, table: str, doc_id: int) -> None:
        """Remove a document; KeyError when there is none."""
        with self.engine.transaction() as staging:
            staging.delete(table, doc_id)

    def refresh(self) -> list[Op] | None:
        """Catch up with other processes: their operations; None when all was read anew."""
        return self.engine.refresh()

    def listen(self, callback: Listener) -> Callable[[], None]:
        """Call back with what `refresh` gives whenever the state changed; returns the undoing."""
        return self.engine.listen(callback)

    def checkpoint(self) -> bool:
        """Fold the journal into the base; False, with a note, when that has to wait."""
        return self.engine.checkpoint()

    def tables(self) -> set[str]:
        """The names of the tables; the store's own `_meta` is not among them."""
        return set(self.engine.names())

    def drop_table(self, name: str) -> None:
        """Remove a table with its documents."""
        self._tables.pop(name, None)
        if name in self.tables():
            with self.engine.transaction() as staging:
                staging.drop(name)

    def drop_tables(self) -> None:
        """Remove every table, in one transaction."""
        with self.engine.transaction() as staging:
            for name in staging.names():
                staging.drop(name)
        self._tables.clear()

    def close(self, checkpoint: bool = True) -> None:
        """Leave the store, as a plain TinyDB file unless `checkpoint` is False."""
        self._opened = False
        self.engine.close(checkpoint=checkpoint)
