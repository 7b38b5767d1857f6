"""Where each of the two stands on one item."""

from dataclasses import dataclass
from enum import StrEnum


class Party(StrEnum):
    """One of the two: whoever is at the keyboard is me."""

    ME = "me"
    THEM = "them"

    @property
    def other(self) -> "Party":
        """The other of the two."""
        return Party.THEM if self is Party.ME else Party.ME


class View(StrEnum):
    """What somebody says of an item."""

    AGREE = "agree"
    DIFFER = "differ"
    NOT_DISCUSSED = "not_discussed"


@dataclass(frozen=True, slots=True)
class Stance:
    """One party's view, with a line saying how they differ where they do."""

    view: View
    how: str = ""


AGREE = Stance(View.AGREE)
NOT_DISCUSSED = Stance(View.NOT_DISCUSSED)


class Agreement(StrEnum):
    """What two stances and the wordings before come to."""

    AGREED = "agreed"
    CHANGED = "changed"
    DIFFERS = "differs"
    NOT_DISCUSSED = "not_discussed"
