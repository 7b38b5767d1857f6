"""Change a promise, a talking point, feedback or a note by typing its line again.

The line is the one that would be captured. Of two marks for one field the new one holds, and what
the line does not say stays: its words, owner, day, kind, and who may see it. A day, what it is
about and the line of a ladder go with a word.
"""

import re
from collections.abc import Iterable
from datetime import date
from typing import Any

from aligntui.domain.capture import Captured, asked_line, words_lost
from aligntui.domain.commands.capturing import FEEDBACK, marks_of, typed_line
from aligntui.domain.line_kinds import Given, Kind, Known
from aligntui.domain.notes import Action, Feedback, Kept, Note, TalkingPoint, Win
from aligntui.domain.plain import typewritten

FIELDS = {
    "A": ("text", "by", "owner", "private"),
    "B": ("text", "kind", "source", "about", "private"),
    "N": ("text", "private"),
    "T": ("text", "owner", "private"),
    "W": ("text", "owner", "about", "ladder", "private"),
}
"""What can be changed of each kind of record, by the letter of its handle."""
CLEARS = {"by": "by none", "about": "~none", "ladder": "@none"}
"""What empties a field."""
_EMPTY: dict[str, Any] = {"by": None, "about": None, "ladder": ""}


def line_of(thing: Kept) -> str:
    """The line of a thing, with its marks; of the kind only where it can be changed."""
    line = typed_line(thing)
    return line if kind_of(thing) is Kind.NOTE else re.sub(r"\A[ATW]: ", "", line)


def kind_of(thing: Kept) -> Kind:
    """The kind of line that a thing is."""
    if isinstance(thing, Feedback):
        return next(mark for mark, kind in FEEDBACK.items() if kind is thing.kind)
    return {
        Action: Kind.ACTION, TalkingPoint: Kind.TALKING_POINT, Win: Kind.WIN, Note: Kind.NOTE
    }[type(thing)]  # fmt: skip


def read_again(thing: Kept, typed: str, today: date, whom: Known) -> Captured:
    """What a line says that was typed over the one of a thing."""
    kind = kind_of(thing)
    if kind is Kind.NOTE:
        lost = words_lost(thing.text, typed, today)
        return Captured(start=0, end=len(typed), text=typed, private=thing.private, problem=lost)
    rest = _without(typed, marks_of(thing).values())
    cleared = {name for name, mark in CLEARS.items() if _clears(thing, name, mark, rest)}
    rest = _without(rest, (CLEARS[name] for name in cleared))
    about = thing.about if isinstance(thing, Feedback | Win) else None
    if about and whom.handles is not None:
        # it may have been closed since
        whom = whom._replace(handles={*whom.handles, about})
    kinds = (kind, *(each for each in FEEDBACK if kind in FEEDBACK and each is not kind))
    given = Given(words=tuple(thing.text.split()), again=True)
    line = asked_line(rest, kinds, today, whom, given)
    unsaid = {
        name: _EMPTY[name] if name in cleared else getattr(thing, name)
        for name in FIELDS[thing.handle[0]]
        if name != "kind" and not _says(line, name)
    }
    lost = words_lost(thing.text, line.text, today)
    return line._replace(**unsaid, end=len(typed), problem=line.problem or lost)


def changed(thing: Kept, line: Captured) -> dict[str, Any]:
    """The fields of a thing that a line changes, with their new values."""
    said = {
        name: getattr(line, name)
        for name in ("text", "owner", "by", "source", "about", "ladder", "private")
    }
    said["kind"] = FEEDBACK.get(line.kind)
    return {
        name: said[name] for name in FIELDS[thing.handle[0]] if said[name] != getattr(thing, name)
    }


def _says(line: Captured, name: str) -> bool:
    """True when a line sets a field."""
    if name in ("owner", "source"):
        return line.owned
    return getattr(line, name) not in (None, "")


def _clears(thing: Kept, name: str, mark: str, typed: str) -> bool:
    """True when a line empties a field; words that the thing has stay words."""
    can = name in FIELDS[thing.handle[0]] and mark not in thing.text
    return can and _found(typed, mark) is not None


def _without(typed: str, marks: Iterable[str]) -> str:
    """The line without the last of each of some marks."""
    for mark in marks:
        if found := _found(typed, mark):
            typed = typed[: found.start()] + typed[found.end() :]
    return typed


def _found(typed: str, mark: str) -> re.Match[str] | None:
    pattern = rf"(?i)[ \t]*(?<!\S){re.escape(mark)}(?!\S)"
    return max(
        re.finditer(pattern, typewritten(typed)), key=lambda each: each.start(), default=None
    )
