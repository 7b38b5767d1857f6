"""One thing to know before a check-in."""

from datetime import date
from enum import StrEnum
from typing import NamedTuple

from aligntui.domain.action import Action
from aligntui.domain.difference import Difference
from aligntui.domain.feedback import Feedback
from aligntui.domain.identity import Handle
from aligntui.domain.item import Item
from aligntui.domain.person import Person
from aligntui.domain.section import Section


class Kind(StrEnum):
    """What a point is, in the order in which somebody in a hurry needs them.

    Where the two were, what I have to say, what is in a bad way, what I have to ask.
    """

    NEW = "new"
    CHANGED = "changed"
    RESOLVED = "resolved"
    NOTE = "note"
    FOCUS = "focus"
    PROMISE = "promise"
    """One of mine; theirs is another kind, because I ask for it rather than answer for it."""
    CORRECTIVE = "corrective"
    PRAISE = "praise"
    TOLD = "told"
    """Corrective feedback that was told, and perhaps not understood."""
    TALKING_POINT = "talking_point"
    DIFFERENCE = "difference"
    OFF_TRACK = "off_track"
    DIMMED = "dimmed"
    """Opportunities, as long as an expectation is off track."""
    RISK = "risk"
    THEIR_PROMISE = "their_promise"
    SECTION = "section"


QUIET = (Kind.RESOLVED, Kind.NOTE, Kind.FOCUS)
"""What is good to know, and asks for nothing."""


class Need(StrEnum):
    """Why a point needs a question, where neither a cause nor a section's state says it."""

    FRESH = "fresh"
    LATE = "late"
    CARRIED = "carried"
    AGAIN = "again"
    MINE = "mine"
    THEIRS = "theirs"
    BOTH = "both"
    UNKNOWN = "unknown"


class Point(NamedTuple):
    """One line of a brief; what has no handle is about a whole section."""

    kind: Kind
    text: str
    since: date
    handle: Handle | None = None
    section: Section | None = None
    times: int = 1
    """For the how manieth check-in in a row it comes up."""
    private: bool = False
    need: StrEnum | None = None
    """What its question follows from: a need, the cause of a risk, the state of a section."""
    thing: Item | Action | Feedback | tuple[Item, ...] | None = None
    change: Difference | None = None
    because: tuple[Handle, ...] = ()
    """The expectations off track that dim the opportunities."""


CARRIED = 3
"""From this time on that something comes up, the question is why it still does."""


def times(person: Person, since: date) -> int:
    """For the how manieth check-in in a row something comes up: one more than those held since."""
    return 1 + sum(check_in.held and check_in.on > since for check_in in person.check_ins)


def carried(count: int) -> Need | None:
    """The need of what comes up for so manieth time."""
    return Need.CARRIED if count >= CARRIED else None
