"""Notes, talking points, and the record of things moved between people."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import NamedTuple

from aligntui.domain.identity import Handle, Uid
from aligntui.domain.stance import Party


@dataclass(frozen=True, slots=True, kw_only=True)
class Note:
    """A plain note of any number of lines, private unless marked shared."""

    uid: Uid
    handle: Handle
    on: date
    text: str
    private: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class TalkingPoint:
    """Something to bring up, private unless marked shared; `raised_on` is None until it was."""

    uid: Uid
    handle: Handle
    text: str
    added_on: date
    raised_on: date | None = None
    private: bool = True

    @property
    def open(self) -> bool:
        """True until it was raised."""
        return self.raised_on is None


class Moved(NamedTuple):
    """Record that something was moved to or from another person, whose name is private.

    The handle of a thing that was moved away is not used again.
    """

    handle: Handle
    on: date
    away: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Action:
    """A promise with an owner, kept, dropped for a reason, or open; shared unless private."""

    uid: Uid
    handle: Handle
    text: str
    owner: Party
    made_on: date
    by: date | None = None
    done_on: date | None = None
    dropped_on: date | None = None
    because: str = ""
    """The reason it was dropped."""
    private: bool = False

    @property
    def open(self) -> bool:
        """True while it is neither done nor dropped."""
        return self.done_on is None and self.dropped_on is None


class FeedbackKind(StrEnum):
    """Praise or corrective."""

    PRAISE = "praise"
    CORRECTIVE = "corrective"


@dataclass(frozen=True, slots=True, kw_only=True)
class Feedback:
    """Feedback, private unless marked shared; `told_on` is None until it was told."""

    uid: Uid
    handle: Handle
    text: str
    kind: FeedbackKind
    noted_on: date
    about: Handle | None = None
    told_on: date | None = None
    understood_on: date | None = None
    private: bool = True

    @property
    def told(self) -> bool:
        """True once it was told."""
        return self.told_on is not None

    @property
    def days_to_tell(self) -> int | None:
        """Days from noting to telling; None until it was told."""
        return (self.told_on - self.noted_on).days if self.told_on else None
