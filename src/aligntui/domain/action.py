"""Something that one of the two promised to do."""

from dataclasses import dataclass
from datetime import date

from aligntui.domain.identity import Handle, Uid
from aligntui.domain.stance import Party


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
    """Why it was dropped."""
    private: bool = False

    @property
    def open(self) -> bool:
        """Whether it is still to be done."""
        return self.done_on is None and self.dropped_on is None
