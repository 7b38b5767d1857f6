"""The undo log: the last two hundred changes, in the store itself.

An entry holds, for each row it changed, the inverse patch and the row's revision after the change:
for a row that stays, the fields that differ, and of its history only the end that differs. Undo
replaces the patches by those for redo, so that the same entry serves both.
"""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

from aligntui.store.codec import TABLES, Key, Row
from aligntui.store.errors import StaleError, StoreError
from aligntui.store.port import UNDOABLE

TABLE = "_changes"
HISTORY = "revisions"


class UndoLog:
    """Finds the entries to undo and redo; the store reads and writes them.

    Undone entries are the last ones, so only the end is searched.
    """

    def __init__(self, rows: Mapping[int, Mapping[str, Any]]) -> None:
        numbers = sorted(rows)
        end = len(numbers)
        while end and rows[numbers[end - 1]].get("undone") is True:
            end -= 1
        self._rows = rows
        self._done, self._undone = numbers[:end], numbers[end:]

    def to_undo(self) -> int | None:
        """The number of the last entry not undone, or None; raises StoreError if it is invalid."""
        return self._sound(self._done[-1]) if self._done else None

    def to_redo(self) -> int | None:
        """The number of the entry undone last, or None; raises StoreError if it is invalid."""
        return self._sound(self._undone[0]) if self._undone else None

    def outdated(self) -> tuple[int, ...]:
        """The entries to remove with a new change: the undone ones, and the oldest."""
        return (*self._undone, *self._done[: max(0, len(self._done) + 1 - UNDOABLE)])

    def entry(self, number: int) -> Row:
        """An entry."""
        return dict(self._rows[number])

    def _sound(self, number: int) -> int:
        if not is_entry(self._rows[number]):
            raise unreadable()
        return number


def unreadable() -> StoreError:
    """The error for an entry that can't be applied."""
    return StoreError(
        "the latest change can't be read in the log; nothing was changed: "
        "'aligntui doctor' names it"
    )


def is_entry(row: Mapping[str, Any]) -> bool:
    """True when a row is a valid entry, which can be applied."""
    people, rows = row.get("people", [row.get("person")]), row.get("rows")
    return (
        all(isinstance(row.get(name), str) for name in ("person", "label"))
        and isinstance(row.get("undone"), bool)
        and isinstance(people, list)
        and all(isinstance(person, str) for person in people)
        and isinstance(rows, list)
        and all(map(_is_way, rows))
    )


def _is_way(way: object) -> bool:
    match way:
        case [str() as table, str(), dict() | None, int() | None]:
            return table in TABLES
        case [str() as table, str(), {"revisions": list()}, int(), int() as stay]:
            return table in TABLES and stay >= 0
    return False


def brings(entry: Mapping[str, Any], key: Key) -> bool:
    """True when applying an entry writes this row."""
    return any((way[0], way[1]) == key and way[2] is not None for way in entry["rows"])


def people_of(entry: Mapping[str, Any]) -> list[str]:
    """The ids of the people whose rows an entry changes."""
    others = entry.get("people")
    return list(others) if isinstance(others, list) else [entry["person"]]


def entry(people: Sequence[str], label: str, ways: Sequence[list[Any]]) -> Row:
    """Make an entry from the inverse patches of rows."""
    return {
        "person": people[0],
        **({"people": list(people)} if len(people) > 1 else {}),
        "label": label,
        "at": datetime.now(UTC).isoformat(timespec="seconds"),
        "undone": False,
        "rows": ways,
    }


def way(key: Key, to: Mapping[str, Any] | None, now: Mapping[str, Any] | None) -> list[Any]:
    """Build the inverse patch of one row: the fields that differ, and the tail of its history.

    None for a row that does not exist. If both exist, the patch is laid over `now`; a fifth value
    is the number of revisions of `now` to keep before those in the patch.
    """
    if to is None or now is None:
        return [*key, to, now and now["rev"]]
    fields = {name: value for name, value in to.items() if name not in now or now[name] != value}
    past, present = fields.get(HISTORY), now.get(HISTORY)
    if not (isinstance(past, list) and isinstance(present, list)):
        return [*key, fields, now["rev"]]
    same = 0
    while same < min(len(past), len(present)) and past[same] == present[same]:
        same += 1
    return [*key, {**fields, HISTORY: past[same:]}, now["rev"], same]


def led(way: Sequence[Any], now: Mapping[str, Any] | None, label: str) -> Row | None:
    """Apply a patch to a row; raises StaleError if the row's revision is not the expected one."""
    fields, revision, stay = way[2], way[3], way[4] if len(way) > 4 else 0
    past = now.get(HISTORY) if now and stay else []
    kept = past[:stay] if isinstance(past, list) else []
    if (now and now.get("rev")) != revision or len(kept) < stay:
        raise StaleError(f"not undone, another window changed it since: {label}")
    return {**fields, HISTORY: [*kept, *fields[HISTORY]]} if kept else fields
