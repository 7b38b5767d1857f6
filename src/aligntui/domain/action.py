"""An action: a promise that one of the two made."""

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
    """The reason it was dropped."""
    private: bool = False

    @property
    def open(self) -> bool:
        """True while it is neither done nor dropped."""
        return self.done_on is None and self.dropped_on is None
