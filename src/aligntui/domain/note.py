"""Words kept with their day, things to bring up next time, and what was with somebody else."""

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
        """Whether it still waits."""
        return self.raised_on is None


class Moved(NamedTuple):
    """That something went to another person, or came from one; never whom, which nobody is to see.

    A handle that went is not used again.
    """

    handle: Handle
    on: date
    away: bool
