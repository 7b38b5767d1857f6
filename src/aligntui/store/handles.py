"""Renumber handles in a merge, so that no two records get the same one."""

from collections.abc import Mapping
from typing import Any

Row = dict[str, Any]
Key = tuple[str, str]
_REFERENCES = ("handle", "threatens", "about", "check_in", "origin", "became", "feedback")
_PARTS = ("revisions", "entries")


def renumbered(theirs: Mapping[Key, Row], mine: Mapping[Key, Row]) -> dict[Key, Row]:
    """Their rows with our handles: ours for common records, the next free ones for new records.

    References to a renumbered handle in their rows are changed with it.
    """
    moved = _moved(theirs, mine)
    return {key: _speaking(row, moved) if moved else row for key, row in theirs.items()}


def _moved(theirs: Mapping[Key, Row], mine: Mapping[Key, Row]) -> dict[tuple[str, str], str]:
    """New handles by (person, old handle)."""
    taken = {named for row in mine.values() if (named := _named(row))}
    last: dict[tuple[str, str], int] = {}
    for person, handle in (*taken, *(named for row in theirs.values() if (named := _named(row)))):
        letter = (person, handle[:1])
        last[letter] = max(last.get(letter, 0), _number(handle))
    moved: dict[tuple[str, str], str] = {}
    for key, row in theirs.items():
        named = _named(row)
        if named is None:
            continue
        if key in mine:
            ours = _named(mine[key])
            if ours is not None and ours != named:
                moved[named] = ours[1]
        elif named in taken:
            letter = (named[0], named[1][:1])
            last[letter] += 1
            moved[named] = f"{letter[1]}{last[letter]}"
    return moved


def _named(row: Row) -> tuple[str, str] | None:
    handle = row.get("handle")
    return (str(row.get("person")), handle) if isinstance(handle, str) else None


def _speaking(row: Row, moved: Mapping[tuple[str, str], str]) -> Row:
    person = str(row.get("person"))

    def new(part: Row) -> Row:
        named = {n: part[n] for n in _REFERENCES if isinstance(part.get(n), str)}
        told = {n: moved[person, was] for n, was in named.items() if (person, was) in moved}
        return {**part, **told} if told else part

    made = new(row)
    for name in _PARTS:
        if isinstance(row.get(name), list):
            parts = [new(part) if isinstance(part, dict) else part for part in row[name]]
            made = {**made, name: parts}
    return made


def _number(handle: str) -> int:
    digits = handle[1:]
    return int(digits) if digits.isdecimal() else 0
