"""The documents of one table, each kept as its line; what was looked at is remembered beside it."""

import threading
from collections.abc import ItemsView, Iterator, Mapping, ValuesView

from aligntui.store.lines import Cell, Doc, document_of, line_of

META = "_meta"
"""The table in which the base says what it is."""


class Rows(Mapping[int, Doc]):
    """A table by document number, in the order of insertion.

    Reading parses a document once and remembers it. The documents are the state itself:
    whoever reads them promises not to change them. `last_id` is the highest number the
    table is known to have ever given; `exists` is False for a table that was only asked for.
    """

    __slots__ = ("_cells", "_guard", "_parsed", "exists", "last_id")

    def __init__(self, cells: dict[int, Cell] | None = None, *, exists: bool = False) -> None:
        self._cells: dict[int, Cell] = {} if cells is None else cells
        self._parsed: dict[int, Doc] = {}
        self._guard = threading.Lock()
        self.exists = exists or cells is not None
        self.last_id = max(self._cells, default=0)

    def __getitem__(self, doc_id: int) -> Doc:
        return self._read(doc_id, self._cells[doc_id])

    def __iter__(self) -> Iterator[int]:
        # A copy, so that a reader in another thread survives a save.
        return iter(list(self._cells))

    def items(self) -> ItemsView[int, Doc]:
        """Numbers and documents as they are now, whatever is saved meanwhile."""
        return {i: self._read(i, cell) for i, cell in list(self._cells.items())}.items()

    def values(self) -> ValuesView[Doc]:
        """The documents as they are now, whatever is saved meanwhile."""
        return dict(self.items()).values()

    def __len__(self) -> int:
        return len(self._cells)

    def __contains__(self, doc_id: object) -> bool:
        return doc_id in self._cells

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Mapping):
            return NotImplemented
        return self.items() == other.items()

    __hash__ = None  # type: ignore[assignment]

    def group(self, field: str) -> dict[str, list[int]]:
        """The document numbers by the text in a top-level field; rows without it are left out.

        A line whose first key is the field is only sliced, not parsed.
        """
        prefix = b'{"%s": "' % field.encode("utf-8")
        found: dict[bytes, list[int]] = {}
        parsed: dict[str, list[int]] = {}
        for doc_id, cell in list(self._cells.items()):
            if isinstance(cell, bytes):
                start = cell.index(b" ") + 1
                if cell.startswith(prefix, start):
                    start += len(prefix)
                    value = cell[start : cell.index(b'"', start)]
                    ids = found.get(value)
                    if ids is not None:
                        ids.append(doc_id)
                        continue
                    if b"\\" not in value:
                        found[value] = [doc_id]
                        continue
            text = self[doc_id].get(field)
            if isinstance(text, str):
                parsed.setdefault(text, []).append(doc_id)
        return _merged({str(key, "utf-8"): ids for key, ids in found.items()}, parsed)

    def lines(self) -> list[bytes]:
        """Every document as a line of the base."""
        return [
            cell if isinstance(cell, bytes) else line_of(doc_id, cell)
            for doc_id, cell in list(self._cells.items())
        ]

    def cell(self, doc_id: int) -> Cell | None:
        """A document in whatever form it is held, or None."""
        return self._cells.get(doc_id)

    def put(self, doc_id: int, cell: Cell, document: Doc | None = None) -> None:
        """Set a document, parsed where somebody has it so; an existing one keeps its place."""
        with self._guard:
            self._cells[doc_id] = cell
            if document is None:
                self._parsed.pop(doc_id, None)
            else:
                self._parsed[doc_id] = document
        self.exists = True
        self.last_id = max(self.last_id, doc_id)

    def take(self, doc_id: int) -> None:
        """Remove a document, if it is there."""
        with self._guard:
            self._parsed.pop(doc_id, None)
            self._cells.pop(doc_id, None)

    def empty(self, *, exists: bool) -> None:
        """Forget every document and, as TinyDB does, the numbers given."""
        self._cells, self._parsed = {}, {}
        self.exists = exists
        self.last_id = 0

    def become(self, other: "Rows") -> None:
        """Hold what the other holds, so that whoever holds this one sees the new state."""
        self._cells, self._parsed = other._cells, other._parsed  # noqa: SLF001 - its own kind
        self.exists, self.last_id = other.exists, other.last_id

    def _read(self, doc_id: int, cell: Cell) -> Doc:
        if not isinstance(cell, bytes):
            return cell
        found = self._parsed.get(doc_id)
        if found is None:
            found = document_of(cell)
            # A save in another thread may have replaced the line that was just parsed.
            with self._guard:
                if self._cells.get(doc_id) is cell:
                    self._parsed[doc_id] = found
        return found


def _merged(left: dict[str, list[int]], right: dict[str, list[int]]) -> dict[str, list[int]]:
    for key, ids in right.items():
        left[key] = sorted(left[key] + ids) if key in left else ids
    return left
