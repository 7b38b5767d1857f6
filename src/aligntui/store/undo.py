"""The log of changes that can be taken back: the latest two hundred, in the store itself.

An entry holds the other side of each row it changed and the revision that row has now. Taking a
change back swaps the two, so that the same entry serves to do it again.
"""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

from aligntui.store.codec import Key, Row
from aligntui.store.port import UNDOABLE

TABLE = "_changes"


class UndoLog:
    """Which entries there are; reading and writing them is the store's affair.

    What was taken back stands at the end, so that only the end is ever looked at.
    """

    def __init__(self, rows: Mapping[int, Mapping[str, Any]]) -> None:
        numbers = sorted(rows)
        end = len(numbers)
        while end and rows[numbers[end - 1]]["undone"]:
            end -= 1
        self._done, self._undone = numbers[:end], numbers[end:]

    def to_undo(self) -> int | None:
        """The number of the latest entry that was not taken back."""
        return self._done[-1] if self._done else None

    def to_redo(self) -> int | None:
        """The number of the entry that was taken back last."""
        return self._undone[0] if self._undone else None

    def outdated(self) -> tuple[int, ...]:
        """What a new change makes useless: all that was taken back, and the oldest."""
        return (*self._undone, *self._done[: max(0, len(self._done) + 1 - UNDOABLE)])


def people_of(entry: Mapping[str, Any]) -> list[str]:
    """Whose rows an entry changes."""
    others = entry.get("people")
    return list(others) if isinstance(others, list) else [entry["person"]]


def entry(
    people: Sequence[str], label: str, rows: Mapping[Key, tuple[Row | None, int | None]]
) -> Row:
    """A new entry: for each row what it was before, and its revision now."""
    return {
        "person": people[0],
        **({"people": list(people)} if len(people) > 1 else {}),
        "label": label,
        "at": datetime.now(UTC).isoformat(timespec="seconds"),
        "undone": False,
        "rows": [[*key, before, revision] for key, (before, revision) in rows.items()],
    }
