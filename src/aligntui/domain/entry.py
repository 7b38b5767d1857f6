"""Something dated that stands beside an item's history: a miss, or a piece of evidence."""

from dataclasses import dataclass
from datetime import date

from aligntui.domain.identity import Handle, Uid


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One thing that happened; the item's section says what kind it is."""

    uid: Uid
    on: date
    text: str
    feedback: Handle | None = None
    """The feedback that a miss led to."""
    origin: Handle | None = None
    """The item that it came from, such as the risk that came true."""
    private: bool = False
    """Private lines may become entries of shared items; such an entry stays private."""
