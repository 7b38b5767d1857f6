"""TinyDB's table, writing single documents and giving out copies."""

from collections.abc import Callable, Iterable, Iterator, Mapping, MutableMapping
from typing import Any

from tinydb.queries import QueryLike
from tinydb.storages import Storage
from tinydb.table import Document, Table

from aligntui.store.engine import Engine
from aligntui.store.lines import Doc, copied
from aligntui.store.state import Staging

Fields = Mapping[str, Any] | Callable[[MutableMapping[str, Any]], None]


class Engined(Storage):
    """A TinyDB storage with an engine behind it."""

    engine: Engine


class AlignTable(Table):
    """A TinyDB table that hands single operations to the engine and gives out copies.

    There is no query cache: the state is in memory, and a cache could only be stale.
    """

    def __init__(
        self, storage: Engined, name: str, cache_size: int = 0, persist_empty: bool = False
    ) -> None:
        self._engine = storage.engine
        super().__init__(storage, name, cache_size=0)
        if persist_empty and name not in self._engine.names():
            with self._engine.transaction() as staging:
                staging.new(name)

    def insert(self, document: Mapping[str, Any]) -> int:
        """Add a document; returns its number."""
        return self.insert_multiple([document])[0]

    def insert_multiple(self, documents: Iterable[Mapping[str, Any]]) -> list[int]:
        """Add documents in one transaction; returns their numbers."""
        with self._engine.transaction() as staging:
            return [self._insert(staging, document) for document in documents]

    def search(self, cond: QueryLike) -> list[Document]:
        """Copies of the documents that match."""
        return [self._out(i, doc) for i, doc in self._view().items() if cond(doc)]

    def get(
        self,
        cond: QueryLike | None = None,
        doc_id: int | None = None,
        doc_ids: list[int] | None = None,
    ) -> Any:
        """A copy of one document or None; with `doc_ids` a list of copies."""
        rows = self._view()
        if doc_id is not None:
            found = rows.get(int(doc_id))
            return None if found is None else self._out(int(doc_id), found)
        if doc_ids is not None:
            wanted = {int(i) for i in doc_ids}
            return [self._out(i, rows[i]) for i in rows if i in wanted]
        if cond is not None:
            return next((self._out(i, doc) for i, doc in rows.items() if cond(doc)), None)
        raise RuntimeError("You have to pass either cond or doc_id or doc_ids")

    def update(
        self,
        fields: Fields,
        cond: QueryLike | None = None,
        doc_ids: Iterable[int] | None = None,
    ) -> list[int]:
        """Change the documents that match, or all; returns their numbers."""
        with self._engine.transaction() as staging:
            found = self._matching(cond, doc_ids)
            for doc_id in found:
                self._change(staging, doc_id, fields)
            return found

    def update_multiple(self, updates: Iterable[tuple[Fields, QueryLike]]) -> list[int]:
        """Change documents by several conditions in one transaction; returns their numbers."""
        steps = list(updates)
        changed = []
        with self._engine.transaction() as staging:
            for doc_id in list(self._view()):
                for fields, cond in steps:
                    if cond(self._view()[doc_id]):
                        self._change(staging, doc_id, fields)
                        changed.append(doc_id)
        return changed

    def upsert(self, document: Mapping[str, Any], cond: QueryLike | None = None) -> list[int]:
        """Update what matches, or insert, in one transaction; returns the numbers."""
        with self._engine.transaction():
            return super().upsert(document, cond)

    def remove(
        self, cond: QueryLike | None = None, doc_ids: Iterable[int] | None = None
    ) -> list[int]:
        """Remove the documents that match; returns their numbers."""
        if cond is None and doc_ids is None:
            raise RuntimeError("Use truncate() to remove all documents")
        with self._engine.transaction() as staging:
            found = self._matching(cond, doc_ids)
            for doc_id in found:
                staging.delete(self.name, doc_id)
            return found

    def truncate(self) -> None:
        """Remove every document."""
        with self._engine.transaction() as staging:
            staging.drop(self.name)
            staging.new(self.name)

    def __len__(self) -> int:
        return len(self._view())

    def __iter__(self) -> Iterator[Document]:
        for doc_id, doc in self._view().items():
            yield self._out(doc_id, doc)

    def _view(self) -> Mapping[int, Doc]:
        return self._engine.view(self.name)

    def _out(self, doc_id: int, document: Doc) -> Document:
        return self.document_class(copied(document), self.document_id_class(doc_id))

    def _read_table(self) -> dict[str, Mapping[str, Any]]:
        return {str(doc_id): copied(doc) for doc_id, doc in self._view().items()}

    def _matching(self, cond: QueryLike | None, doc_ids: Iterable[int] | None) -> list[int]:
        rows = self._view()
        if doc_ids is not None:
            return [doc_id for doc_id in dict.fromkeys(doc_ids) if doc_id in rows]
        return [i for i, doc in rows.items() if cond is None or cond(doc)]

    def _insert(self, staging: Staging, document: Mapping[str, Any]) -> int:
        if not isinstance(document, Mapping):
            raise ValueError("Document is not a Mapping")  # noqa: TRY004 - as TinyDB does
        doc_id = document.doc_id if isinstance(document, self.document_class) else None
        if doc_id is not None and doc_id in self._view():
            raise ValueError(f"Document with ID {doc_id} already exists")
        return staging.put(self.name, doc_id, document)

    def _change(self, staging: Staging, doc_id: int, fields: Fields) -> None:
        document = copied(self._view()[doc_id])
        if callable(fields):
            fields(document)
        else:
            document.update(fields)
        staging.put(self.name, doc_id, document)
