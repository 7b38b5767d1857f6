"""Rows of people, written together with the way back."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from aligntui.store import undo
from aligntui.store.codec import PEOPLE, TABLES, Key, Row
from aligntui.store.lines import Doc, rev_of
from aligntui.store.places import Places
from aligntui.store.state import Staging


class Writing:
    """Writes rows of people in a transaction; what was undone is written in the same way."""

    def __init__(self, rows: Callable[[str], Mapping[int, Doc]], places: Places) -> None:
        self._rows = rows
        self._places = places

    def write(
        self, staging: Staging, people: Sequence[str], rows: Mapping[Key, Row | None], label: str
    ) -> None:
        """Write rows of some people, and one entry that takes all of it back."""
        numbers = self._numbers(*people)
        ways = [self._put(staging, key, row, numbers.get(key)) for key, row in rows.items()]
        log = undo.UndoLog(self._rows(undo.TABLE))
        for number in log.outdated():
            staging.delete(undo.TABLE, number)
        staging.give(undo.TABLE, None, undo.entry(people, label, ways))

    def swap(self, staging: Staging, entry: Row) -> list[list[Any]]:
        """Go the way back that an entry tells; gives the way there again."""
        numbers = self._numbers(*undo.people_of(entry))
        for person in undo.people_of(entry):
            if not self._is_there(person) and not undo.brings(entry, (PEOPLE, person)):
                raise undo.unreadable()
        ways = []
        for way in entry["rows"]:
            key = (way[0], way[1])
            number = numbers.get(key)
            now = None if number is None else self._rows(key[0])[number]
            row = undo.led(way, now, entry["label"])
            ways.append(self._put(staging, key, row, number))
        return ways

    def _put(self, staging: Staging, key: Key, row: Row | None, number: int | None) -> list[Any]:
        """Write or delete one row; gives the way back."""
        table = key[0]
        before = None if number is None else self._rows(table)[number]
        if row is None:
            if number is not None:
                staging.delete(table, number)
            return undo.way(key, before, None)
        # a row from the log takes its revision back, so that the entries before it fit again
        revision = row["rev"] if "rev" in row else rev_of(before) + 1
        after = {**(before or {}), **row, "rev": revision}
        staging.give(table, number, after)
        return undo.way(key, before, after)

    def _is_there(self, person: str) -> bool:
        return bool(self._places.numbers(PEOPLE, person, self._rows(PEOPLE)))

    def _numbers(self, *people: str) -> Mapping[Key, int]:
        tables = {table: self._rows(table) for table in TABLES}
        if len(people) == 1:
            return self._places.by_uid(people[0], tables)
        each = (self._places.by_uid(person, tables) for person in people)
        return {key: number for numbers in each for key, number in numbers.items()}
