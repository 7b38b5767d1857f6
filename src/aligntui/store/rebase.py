"""Carrying saves over to a base that somebody else has changed meanwhile."""

from collections.abc import Iterable

from aligntui.store.base import Tables
from aligntui.store.lines import document_of, rev_of
from aligntui.store.rows import Rows
from aligntui.store.saves import Record
from aligntui.store.state import Op, State


def replay(tables: Tables, records: Iterable[Record]) -> None:
    """Apply the records to the base they were made on."""
    state = State(tables)
    for record in records:
        for op in record.ops:
            state.apply(op)


def rebase(tables: Tables, records: Iterable[Record]) -> int:
    """Apply the records to another base; returns how many documents had to be renumbered.

    A document is known by its `uid`: where the other base gave the same number to another
    document, both are kept and ours gets the next free number.
    """
    state = State(tables)
    moved: dict[tuple[str, int], int] = {}
    for record in records:
        for op in record.ops:
            rows = state.rows(op.table)
            op.doc_id = moved.get((op.table, op.doc_id), op.doc_id)
            if op.verb == "put" and _is_another(rows, op):
                number = rows.last_id + 1
                moved[op.table, op.doc_id] = number
                op.doc_id = number
            if op.verb == "del" and _is_another(rows, op):
                continue
            _merge_in(rows, op)
            state.apply(op)
    return len(moved)


def _merge_in(rows: Rows, op: Op) -> None:
    """Where the other base has changed the same document, keep what it changed in it, too."""
    cell = rows.cell(op.doc_id)
    if op.verb != "put" or cell is None or op.table.startswith("_"):
        return
    theirs, ours = document_of(cell), op.document or {}
    if rev_of(theirs) < rev_of(ours) or "rev" not in theirs or theirs == ours:
        return  # it is the document that was edited here
    from aligntui.store.conflicts import together

    op.after = {**together(ours, theirs), "rev": rev_of(theirs) + 1}


def _is_another(rows: Rows, op: Op) -> bool:
    """Whether the number stands for a document with another uid than the operation means."""
    cell = rows.cell(op.doc_id)
    if cell is None:
        return False
    theirs = document_of(cell).get("uid")
    ours = op.uid if op.verb == "del" else (op.document or {}).get("uid")
    return theirs is not None and ours is not None and theirs != ours
