"""The stances of both parties on one item, and why it has its wording."""

from collections.abc import Iterable
from enum import StrEnum
from typing import NamedTuple


class Party(StrEnum):
    """One of the two: ME is the user."""

    ME = "me"
    THEM = "them"

    @property
    def other(self) -> "Party":
        """The other of the two."""
        return Party.THEM if self is Party.ME else Party.ME


class View(StrEnum):
    """A party's view of an item."""

    AGREE = "agree"
    DIFFER = "differ"
    NOT_DISCUSSED = "not_discussed"


class Stance(NamedTuple):
    """One party's view; `how` is a line on what they differ in."""

    view: View
    how: str = ""


AGREE = Stance(View.AGREE)
NOT_DISCUSSED = Stance(View.NOT_DISCUSSED)


def stances_of(
    author: Party, before: Iterable[Stance] = (NOT_DISCUSSED, NOT_DISCUSSED)
) -> tuple[Stance, Stance]:
    """My stance and theirs on a new wording, after those on the one before.

    Only its author agrees to it at first. Who differed still does: nobody has asked them.
    """
    mine, theirs = (
        AGREE if who is author else stance if stance.view is View.DIFFER else NOT_DISCUSSED
        for who, stance in zip(Party, before, strict=True)
    )
    return mine, theirs


class Agreement(StrEnum):
    """The agreement that results from two stances and earlier wordings."""

    AGREED = "agreed"
    CHANGED = "changed"
    DIFFERS = "differs"
    NOT_DISCUSSED = "not_discussed"


class Reason(NamedTuple):
    """Why a line was worded as it is; a private one stays private although the line is shared."""

    text: str
    private: bool = False
