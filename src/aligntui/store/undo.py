"""The log of changes that can be taken back: the latest two hundred, in the store itself.

An entry holds the other side of each row it changed and the revision that row has now. Taking a
change back swaps the two, so that the same entry serves to do it again.
"""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from aligntui.store.codec import Key, Row
from aligntui.store.port import UNDOABLE

TABLE = "_changes"


class UndoLog:
    """Which entries there are; reading and writing them is the store's affair."""

    def __init__(self, rows: Mapping[int, Mapping[str, Any]]) -> None:
        self._rows = rows

    def to_undo(self) -> int | None:
        """The number of the latest entry that was not taken back."""
        return max(self._numbers(undone=False), default=None)

    def to_redo(self) -> int | None:
        """The number of the entry that was taken back last."""
        return min(self._numbers(undone=True), default=None)

    def outdated(self) -> tuple[int, ...]:
        """What a new change makes useless: all that was taken back, and the oldest."""
        done = sorted(self._numbers(undone=False))
        return (*self._numbers(undone=True), *done[: max(0, len(done) + 1 - UNDOABLE)])

    def _numbers(self, *, undone: bool) -> tuple[int, ...]:
        return tuple(n for n, row in self._rows.items() if bool(row["undone"]) is undone)


def entry(person: str, label: str, rows: Mapping[Key, tuple[Row | None, int | None]]) -> Row:
    """A new entry: for each row what it was before, and its revision now."""
    return {
        "person": person,
        "label": label,
        "at": datetime.now(UTC).isoformat(timespec="seconds"),
        "undone": False,
        "rows": [[*key, before, revision] for key, (before, revision) in rows.items()],
    }
