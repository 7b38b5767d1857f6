"""People as tables for a spreadsheet, safe from having their cells calculated."""

from __future__ import annotations

import csv
import io
import re
from typing import TYPE_CHECKING, Any

from aligntui.domain.section import Section
from aligntui.text.json_shapes import action_shape, check_in_shape, feedback_shape, item_shape
from aligntui.text.people_shapes import person_shape

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from aligntui.domain.person import Person
    from aligntui.text.json_shapes import Shape

_CALCULATES = re.compile("'*[=+\\-@\t\r\n\uff1d\uff0b\uff0d\uff20]")
"""Matches the start of a cell that a spreadsheet would calculate, or that was escaped.

The last four are full-width = + - @, which some take for the usual ones.
"""

COLUMNS: dict[str, tuple[str, ...]] = {
    "people": (
        "name", "relation", "role", "level", "started", "added", "archived", "cadence",
        *(f"{section}_cadence" for section in Section),
    ),
    "items": (
        "name", "handle", "section", "text", "on", "added_on", "state", "outcome", "agreement",
        "mine", "theirs", "how", "agreed_on", "private", "weight", "responsible", "success",
        "helps", "cause", "raised_by", "mitigation", "owner", "threatens", "origin", "became",
    ),
    "check_ins": ("name", "handle", "on", "kind", "resynced", "until", "because", "notes"),
    "actions": ("name", "handle", "text", "on", "owner", "by", "done_on", "private"),
    "feedback": ("name", "handle", "text", "on", "kind", "about", "told_on", "private"),
}  # fmt: skip


def tables(people: Iterable[Person]) -> dict[str, str]:
    """The tables by name, each with its column titles in the first line."""
    everybody = tuple(people)
    return {name: _table(name, everybody) for name in COLUMNS}


def kept_from_calculating(cell: str) -> str:
    """Escape a cell with an apostrophe if a spreadsheet would calculate it."""
    return f"'{cell}" if _CALCULATES.match(cell) else cell


def as_meant(cell: str) -> str:
    """Undo `kept_from_calculating`."""
    return cell[1:] if cell.startswith("'") and _CALCULATES.match(cell) else cell


def _table(name: str, people: tuple[Person, ...]) -> str:
    written = io.StringIO()
    # quote everything, for spreadsheets that split cells elsewhere than at commas
    writer = csv.writer(written, quoting=csv.QUOTE_ALL, lineterminator="\r\n")
    writer.writerow(COLUMNS[name])
    for person in people:
        for shape in _shapes(name, person):
            writer.writerow([kept_from_calculating(_cell(shape.get(c))) for c in COLUMNS[name]])
    return written.getvalue()


def _shapes(name: str, person: Person) -> Iterator[Shape]:
    if name == "people":
        known = person_shape(person)
        often = known["section_cadences"].items()
        yield {**known, **{f"{section}_cadence": cadence for section, cadence in often}}
    elif name == "items":
        yield from (item_shape(person, item) for item in person.items)
    elif name == "check_ins":
        yield from (check_in_shape(person, check_in) for check_in in person.check_ins)
    elif name == "actions":
        yield from (action_shape(person, action) for action in person.actions)
    else:
        yield from (feedback_shape(person, feedback) for feedback in person.feedback)


def _cell(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    # most programs stop at NUL
    return ", ".join(value) if isinstance(value, list) else str(value).replace("\0", "\ufffd")
