"""Conflicts between two changes of one field: merge them, or ask which one to keep."""

from enum import StrEnum
from typing import NamedTuple, TypeVar

from aligntui.domain.errors import Refused

_Value = TypeVar("_Value")

BETWEEN = " / "
"""The separator between two texts that are both kept."""


class Choice(StrEnum):
    """Which side to keep; the value is the key to press."""

    MINE = "m"
    THEIRS = "t"
    BOTH = "b"


class Conflict(Refused):
    """Both sides changed the same field; nothing was changed yet.

    `thing` names the record in a few words, `field` is the field's name, or "" when the record
    has only one. `both` is True when the two values can be kept side by side.
    """

    def __init__(
        self, thing: str, field: str, *, theirs: object, mine: object, both: bool = False
    ) -> None:
        self.thing = thing
        self.field = field
        self.theirs = theirs
        self.mine = mine
        self.both = both
        super().__init__(
            f"{thing} was changed to '{shown(theirs)}' in the meantime; check it, then edit again"
        )

    @property
    def choices(self) -> tuple[Choice, ...]:
        """The choices that can be offered."""
        return tuple(Choice) if self.both else (Choice.MINE, Choice.THEIRS)

    def settled(self, choice: Choice) -> object:
        """The value that results from a choice."""
        if choice is Choice.BOTH:
            return f"{self.theirs}{BETWEEN}{self.mine}"
        return self.mine if choice is Choice.MINE else self.theirs


class Clash(NamedTuple):
    """Two conflicting values of one field."""

    theirs: object
    mine: object


def merged(seen: _Value, mine: _Value, now: _Value) -> _Value | Clash:
    """Three-way merge of one field: `seen` is the base, `mine` the edit, `now` the stored value."""
    if mine in (seen, now):
        return now
    return mine if now == seen else Clash(now, mine)


def shown(value: object) -> str:
    """Format a field's value for reading."""
    if isinstance(value, frozenset):
        return ", ".join(sorted(map(str, value))) or "nothing"
    return "nothing" if value is None or value == "" else str(value)
