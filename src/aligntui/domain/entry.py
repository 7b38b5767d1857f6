"""Dated entries beside an item's history: misses and evidence."""

from dataclasses import dataclass
from datetime import date

from aligntui.domain.identity import Handle, Uid


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One dated event; a miss or evidence, depending on the item's section."""

    uid: Uid
    on: date
    text: str
    feedback: Handle | None = None
    """The feedback noted for a miss."""
    origin: Handle | None = None
    """The item it was made from, such as the risk that came true."""
    private: bool = False
    """A private line can become an entry of a shared item; the entry stays private."""
