"""A point of a brief: what it is about, since when, and what kind of question it needs."""

from datetime import date
from enum import StrEnum
from typing import Any, NamedTuple

from aligntui.domain.check_in import CheckInKind
from aligntui.domain.events import Difference
from aligntui.domain.identity import Handle
from aligntui.domain.item import Item
from aligntui.domain.notes import Action, Feedback, Kept, Win
from aligntui.domain.person import Person
from aligntui.domain.section import Section


class Kind(StrEnum):
    """The kind of a point, in the order in which somebody in a hurry needs them.

    The state of things, what I have to say, problems, what I have to ask.
    """

    CARD = "card"
    """A line of the card, before the first check-in."""
    NEW = "new"
    CHANGED = "changed"
    RESOLVED = "resolved"
    NOTE = "note"
    FOCUS = "focus"
    RECEIVED = "received"
    """Feedback received since the last check-in."""
    WIN = "win"
    """A win since the last check-in."""
    PROMISE = "promise"
    """An action of mine; theirs is another kind, because I ask about it instead of answering."""
    CORRECTIVE = "corrective"
    PRAISE = "praise"
    TOLD = "told"
    """Corrective feedback that was told and may not be understood."""
    TALKING_POINT = "talking_point"
    ROUND = "round"
    """A round that waits for me, or for both of us, or whose answer is late."""
    DIFFERENCE = "difference"
    OFF_TRACK = "off_track"
    DIMMED = "dimmed"
    """Opportunities while an expectation is off track."""
    RISK = "risk"
    THEIR_PROMISE = "their_promise"
    THEIR_POINT = "their_point"
    """A talking point of theirs, which I make room for."""
    SECTION = "section"
    AGENDA = "agenda"
    """A point that the user put on the agenda of every meeting."""


QUIET = (Kind.CARD, Kind.RESOLVED, Kind.NOTE, Kind.FOCUS, Kind.RECEIVED, Kind.WIN, Kind.AGENDA)
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
    UNAGREED = "unagreed"
    """The section has lines, and none of them was ever agreed."""
    MISSING = "missing"
    """The section has no line, and that for long."""


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
    thing: Item | Action | Feedback | Win | tuple[Item, ...] | None = None
    change: Difference | None = None
    days: int = 0
    """The age of a point about a whole section."""
    asked: str = ""
    """A question of the user's own, instead of the one that is built in."""
    because: tuple[Handle, ...] = ()
    """The expectations off track because of which opportunities are dimmed; of a risk, the one that
    it threatens where that is closed."""


def point_of(kind: Kind, thing: Item | Kept, since: date, **more: Any) -> Point:
    """The point about one thing, with its words; `more` are further fields."""
    if isinstance(thing, Item):
        more = {"section": thing.section, "private": thing.now.private, "thing": thing, **more}
    else:
        more["private"] = thing.private
        if isinstance(thing, Action | Feedback | Win):
            more["thing"] = thing
    return Point(kind=kind, text=thing.text, since=since, handle=thing.handle, **more)


CARRIED = 3
"""From this many check-ins on, the question is why it still comes up."""


def times(person: Person, since: date) -> int:
    """One more than the check-ins held since: consecutive check-ins in which it comes up."""
    return 1 + sum(c.on > since for c in person.check_ins if c.kind is CheckInKind.HELD)


def carried(count: int) -> Need | None:
    """CARRIED for a point that has come up often, else None."""
    return Need.CARRIED if count >= CARRIED else None
