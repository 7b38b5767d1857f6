"""One point of a brief."""

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
    """The kind of a point, in the order in which somebody in a hurry needs them.

    The state of things, what I have to say, problems, what I have to ask.
    """

    NEW = "new"
    CHANGED = "changed"
    RESOLVED = "resolved"
    NOTE = "note"
    FOCUS = "focus"
    PROMISE = "promise"
    """An action of mine; theirs is another kind, because I ask about it instead of answering."""
    CORRECTIVE = "corrective"
    PRAISE = "praise"
    TOLD = "told"
    """Corrective feedback that was told and may not be understood."""
    TALKING_POINT = "talking_point"
    DIFFERENCE = "difference"
    OFF_TRACK = "off_track"
    DIMMED = "dimmed"
    """Opportunities while an expectation is off track."""
    RISK = "risk"
    THEIR_PROMISE = "their_promise"
    SECTION = "section"


QUIET = (Kind.RESOLVED, Kind.NOTE, Kind.FOCUS)
"""Kinds that are for information only."""


class Need(StrEnum):
    """The reason for a question, unless a cause or a section's state gives it."""

    FRESH = "fresh"
    LATE = "late"
    CARRIED = "carried"
    AGAIN = "again"
    MINE = "mine"
    THEIRS = "theirs"
    BOTH = "both"
    UNKNOWN = "unknown"


class Point(NamedTuple):
    """One line of a brief; without a handle it is about a whole section."""

    kind: Kind
    text: str
    since: date
    handle: Handle | None = None
    section: Section | None = None
    times: int = 1
    """The number of consecutive check-ins it comes up in, counting the next one."""
    private: bool = False
    need: StrEnum | None = None
    """The source of its question: a need, a risk's cause, or a section's state."""
    thing: Item | Action | Feedback | tuple[Item, ...] | None = None
    change: Difference | None = None
    because: tuple[Handle, ...] = ()
    """The expectations off track because of which opportunities are dimmed."""


CARRIED = 3
"""From this many check-ins on, the question is why it still comes up."""


def times(person: Person, since: date) -> int:
    """One more than the check-ins held since: consecutive check-ins in which it comes up."""
    return 1 + sum(check_in.held and check_in.on > since for check_in in person.check_ins)


def carried(count: int) -> Need | None:
    """CARRIED for a point that has come up often, else None."""
    return Need.CARRIED if count >= CARRIED else None
