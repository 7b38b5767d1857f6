"""The results of a typed note, in words and as records."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from aligntui.domain.capture import capture, known
from aligntui.domain.plain import clean_text

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator
    from datetime import date
    from typing import Any

    from aligntui.domain.capture import Captured
    from aligntui.domain.person import Person

NOTES = "notes"
_TABLES = ("items", "actions", "talking_points", "feedback", NOTES)


def made(before: Person, after: Person) -> Iterator[tuple[str, Any]]:
    """New records, each with the name of its table."""
    for table in _TABLES:
        old = {record.uid for record in getattr(before, table)}
        for record in getattr(after, table):
            if record.uid not in old:
                yield table, record


def made_words(before: Person, after: Person) -> str:
    """The handles added, or that it was noted: `Added T1 for Priya Raman`."""
    handles = [record.handle for table, record in made(before, after) if table != NOTES]
    done = f"Added {', '.join(handles)}" if handles else "Noted"
    return f"{done} for {after.name}"


class Unread(NamedTuple):
    """A mark that could not be read; `whole` when its whole line stays a note."""

    line: int
    why: str
    whole: bool

    def __str__(self) -> str:
        return f"line {self.line}{' stays a note' if self.whole else ''}: {self.why}"


def unread(
    before: Person, text: str, today: date, others: Collection[str] = ()
) -> Iterator[Unread]:
    """Marks of a text that could not be read and stay text."""
    lines = capture(clean_text(text).strip("\n"), today, known(before, others))
    for number, line in enumerate(lines, start=1):
        if line.problem:
            yield Unread(number, line.problem, whole=True)
        for why in line.unread:
            yield Unread(number, why, whole=False)


def privacy_words(line: Captured) -> str:
    """Who may see a line, as the end of a phrase; "" when the line does not say."""
    return {True: ", private", False: ", shared", None: ""}[line.private]


def said_of_line(line: Captured) -> Iterator[str]:
    """The same for a single line meant as an item."""
    if line.problem:
        yield f"kept as text: {line.problem}"
    yield from line.unread
