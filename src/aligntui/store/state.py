"""The tables in memory, the operations that change them, and the changes not yet kept."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Literal

from aligntui.store.errors import StoreError
from aligntui.store.lines import Cell, Doc, as_line, document_of, json_of, line_of
from aligntui.store.rows import META, Rows

Verb = Literal["put", "del", "drop", "new"]


@dataclass(slots=True)
class Op:
    """One step of a transaction: a document put or deleted, a table dropped or made."""

    verb: Verb
    table: str
    doc_id: int = 0
    after: Cell | None = None
    before: Cell | None = None
    uid: str | None = None
    """For a deletion: the `uid` of the deleted document, if it had one."""
    given: Doc | None = None
    """The document of the line that was put, where nobody will change it any more."""

    @property
    def document(self) -> Doc | None:
        """The document as put, or None."""
        return None if self.after is None else document_of(self.after)

    @property
    def previous(self) -> Doc | None:
        """The document as it was before, or None; known once the op is applied."""
        return None if self.before is None else document_of(self.before)


@dataclass(slots=True)
class State:
    """Every table by name. The Rows of a table stay the same object for good."""

    tables: dict[str, Rows] = field(default_factory=dict)

    def rows(self, table: str) -> Rows:
        """The live rows of a table, whether it exists yet or not."""
        found = self.tables.get(table)
        if found is None:
            found = self.tables[table] = Rows()
        return found

    def names(self) -> list[str]:
        """The tables that exist."""
        return [name for name, rows in list(self.tables.items()) if rows.exists]

    def become(self, tables: Mapping[str, Rows]) -> None:
        """Hold other contents in the same Rows."""
        for name, rows in self.tables.items():
            if name not in tables:
                rows.empty(exists=False)
        for name, rows in tables.items():
            self.rows(name).become(rows)

    def apply(self, op: Op) -> None:
        """Make one operation true."""
        rows = self.rows(op.table)
        if op.verb == "put":
            assert op.after is not None
            op.before = rows.cell(op.doc_id)
            rows.put(op.doc_id, op.after, op.given)
        elif op.verb == "del":
            op.before = rows.cell(op.doc_id)
            rows.take(op.doc_id)
        elif op.verb == "drop":
            rows.empty(exists=False)
        else:
            rows.exists = True


class Overlay(Mapping[int, Doc]):
    """A table as it will be once the transaction is kept."""

    def __init__(self, rows: Rows) -> None:
        self._rows = rows
        self._cleared = False
        self._put = Rows()
        self._gone: set[int] = set()
        self.exists = rows.exists

    @property
    def last_id(self) -> int:
        """The highest number known to have been given."""
        return max(self._put.last_id, 0 if self._cleared else self._rows.last_id)

    def apply(self, op: Op) -> None:
        """Take one operation in."""
        self.exists = op.verb != "drop"
        if op.verb == "put":
            assert op.after is not None
            self._put.put(op.doc_id, op.after)
        elif op.verb == "del":
            self._put.take(op.doc_id)
            self._gone.add(op.doc_id)
        elif op.verb == "drop":
            self._cleared = True
            self._put.empty(exists=True)

    def __getitem__(self, doc_id: int) -> Doc:
        if doc_id in self._put:
            return self._put[doc_id]
        if self._cleared or doc_id in self._gone:
            raise KeyError(doc_id)
        return self._rows[doc_id]

    def __iter__(self) -> Iterator[int]:
        kept = [] if self._cleared else [i for i in self._rows if i not in self._gone]
        known = set(kept)
        return iter(kept + [i for i in self._put if i not in known])

    def __len__(self) -> int:
        return sum(1 for _ in self)

    def __contains__(self, doc_id: object) -> bool:
        if doc_id in self._put:
            return True
        return not self._cleared and doc_id not in self._gone and doc_id in self._rows


class Staging:
    """What a transaction has done so far. The state knows nothing of it until it is kept."""

    def __init__(self, state: State) -> None:
        self._state = state
        self._overlays: dict[str, Overlay] = {}
        self.ops: list[Op] = []

    def view(self, table: str) -> Mapping[int, Doc]:
        """The table as the transaction sees it."""
        found = self._overlays.get(table)
        return self._state.rows(table) if found is None else found

    def names(self) -> list[str]:
        """The tables that exist, as the transaction sees it."""
        names = dict.fromkeys(self._state.names())
        for name, overlay in self._overlays.items():
            if overlay.exists:
                names[name] = None
            else:
                names.pop(name, None)
        return list(names)

    def put(self, table: str, doc_id: int | None, document: Mapping[str, object]) -> int:
        """Set a document; without a number it gets the next one never given."""
        return self._put(table, doc_id, document, None)

    def give(self, table: str, doc_id: int | None, document: Doc) -> int:
        """Set one that is plain JSON and that nobody will change: it need not be read again."""
        return self._put(table, doc_id, document, document)

    def _put(
        self, table: str, doc_id: int | None, document: Mapping[str, object], given: Doc | None
    ) -> int:
        if doc_id is None:
            doc_id = self._overlay(table).last_id + 1
        self._add(Op("put", table, doc_id, line_of(doc_id, document), given=given))
        return doc_id

    def delete(self, table: str, doc_id: int) -> None:
        """Remove a document; KeyError when there is none."""
        uid = self._overlay(table)[doc_id].get("uid")
        self._add(Op("del", table, doc_id, uid=uid if isinstance(uid, str) else None))

    def drop(self, table: str) -> None:
        """Remove a table with all its documents."""
        self._add(Op("drop", table))

    def new(self, table: str) -> None:
        """Make an empty table."""
        self._add(Op("new", table))

    def back_to(self, length: int) -> None:
        """Forget every operation after the first `length`."""
        kept = self.ops[:length]
        self.ops, self._overlays = [], {}
        for op in kept:
            self._add(op)

    def _overlay(self, table: str) -> Overlay:
        found = self._overlays.get(table)
        if found is None:
            found = self._overlays[table] = Overlay(self._state.rows(table))
        return found

    def _add(self, op: Op) -> None:
        if op.table == META:
            raise StoreError(f"the table {META} belongs to the store; choose another name")
        self._overlay(op.table).apply(op)
        self.ops.append(op)


def put_json(op: Op) -> bytes:
    """The JSON of a put document."""
    assert op.after is not None
    return json_of(as_line(op.doc_id, op.after))
