"""Two changes of one field: what they come to, and what is asked where both can't hold."""

from enum import StrEnum
from typing import NamedTuple, TypeVar

from aligntui.domain.errors import Refused

_Value = TypeVar("_Value")

BETWEEN = " / "
"""What stands between two texts that are both kept."""


class Choice(StrEnum):
    """Whose words hold; the value is the key that says so."""

    MINE = "m"
    THEIRS = "t"
    BOTH = "b"


class Conflict(Refused):
    """Both changed the same field; nothing was changed yet.

    `thing` is what the field belongs to in a few words, `field` its name, or "" where the thing
    has but one. `both` says whether the two can be kept side by side.
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
        """What can be answered."""
        return tuple(Choice) if self.both else (Choice.MINE, Choice.THEIRS)

    def settled(self, choice: Choice) -> object:
        """The value that a choice comes to."""
        if choice is Choice.BOTH:
            return f"{self.theirs}{BETWEEN}{self.mine}"
        return self.mine if choice is Choice.MINE else self.theirs


class Clash(NamedTuple):
    """Two values that one field can't have both."""

    theirs: object
    mine: object


def merged(seen: _Value, mine: _Value, now: _Value) -> _Value | Clash:
    """One field: what was seen, what was made of it here, and what stands there now."""
    if mine in (seen, now):
        return now
    return mine if now == seen else Clash(now, mine)


def shown(value: object) -> str:
    """A value of a field as a person reads it."""
    if isinstance(value, frozenset):
        return ", ".join(sorted(map(str, value))) or "nothing"
    return "nothing" if value is None or value == "" else str(value)
