"""What became of a typed note, in words and as records."""

from __future__ import annotations

from typing import TYPE_CHECKING

from aligntui.domain.capture import capture
from aligntui.domain.plain import clean_text

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date
    from typing import Any

    from aligntui.domain.person import Person

NOTES = "notes"
_TABLES = ("items", "actions", "talking_points", "feedback", NOTES)


def made(before: Person, after: Person) -> Iterator[tuple[str, Any]]:
    """What is new, with the name of its table."""
    for table in _TABLES:
        old = {record.uid for record in getattr(before, table)}
        for record in getattr(after, table):
            if record.uid not in old:
                yield table, record


def made_words(before: Person, after: Person) -> str:
    """Where a note became something, its handle: `Added T1 for Priya Raman`."""
    handles = [record.handle for table, record in made(before, after) if table != NOTES]
    done = f"Added {', '.join(handles)}" if handles else "Noted"
    return f"{done} for {after.name}"


def unread(before: Person, text: str, today: date) -> Iterator[tuple[int, str]]:
    """The lines that look like a mark and could not be read, by number, each with its reason."""
    handles = {item.handle for item in before.items if item.open}
    lines = capture(clean_text(text).strip("\n"), today, handles)
    return ((at, line.problem) for at, line in enumerate(lines, start=1) if line.problem)
