"""Notes, talking points, and the record of things moved between people."""

from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from aligntui.domain.identity import Handle, Uid


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
