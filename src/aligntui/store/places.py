"""Which rows belong to whom, kept up as rows come and go."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from aligntui.store.rows import Rows
from aligntui.store.state import Op


class Places:
    """For each table the row numbers of each person."""

    def __init__(self) -> None:
        self._tables: dict[str, dict[str, list[int]]] = {}
        self._uids: dict[str, dict[tuple[str, str], int]] = {}

    def forget(self) -> None:
        """Start anew: the store was read again."""
        self._tables.clear()
        self._uids.clear()

    def numbers(self, table: str, person: str, rows: Mapping[int, Any]) -> tuple[int, ...]:
        """The rows of one person in one table, in the order in which they were written."""
        if table not in self._tables:
            assert isinstance(rows, Rows)
            self._tables[table] = rows.group("person")
        return tuple(n for n in self._tables[table].get(person, ()) if n in rows)

    def by_uid(
        self, person: str, tables: Mapping[str, Mapping[int, Any]]
    ) -> Mapping[tuple[str, str], int]:
        """The row number of each record of one person, by table and uid."""
        if person not in self._uids:
            found: dict[tuple[str, str], int] = {}
            for table, rows in tables.items():
                for number in self.numbers(table, person, rows):
                    uid = rows[number].get("uid")
                    if isinstance(uid, str):  # the first, where it stands twice
                        found.setdefault((table, uid), number)
            self._uids[person] = found
        return self._uids[person]

    def people(self, rows: Mapping[int, Any]) -> tuple[str, ...]:
        """The identities in the table of people."""
        assert isinstance(rows, Rows)
        self._tables["people"] = rows.group("person")
        return tuple(self._tables["people"])

    def follow(self, ops: Iterable[Op], rows: Callable[[str], Mapping[int, Any]]) -> set[str]:
        """Take in what was written to the tables `rows` gives; gives the people it touched."""
        touched: set[str] = set()
        for op in ops:
            if op.table.startswith("_"):
                continue
            if op.verb == "put":
                # looked up, since the table remembers what it has parsed
                row = rows(op.table).get(op.doc_id) or op.document or {}
                touched.add(self._came(op.table, op.doc_id, row))
            else:
                touched |= self._went(op)
        return touched

    def _came(self, table: str, number: int, row: Mapping[str, Any]) -> str:
        person = str(row.get("person"))
        known = self._tables.get(table)
        if known is not None and number not in known.setdefault(person, []):
            known[person].append(number)
        if person in self._uids and isinstance(row.get("uid"), str):
            self._uids[person][table, row["uid"]] = number
        return person

    def _went(self, op: Op) -> set[str]:
        known = self._tables.get(op.table, {})
        self._uids.clear()
        if op.verb == "drop":
            self._tables.pop(op.table, None)
            return set(known)
        owners = {person for person, numbers in known.items() if op.doc_id in numbers}
        for person in owners if op.verb == "del" else ():
            known[person].remove(op.doc_id)
        return owners
