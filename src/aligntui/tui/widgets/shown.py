"""Everything that a section panel shows, as a value."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from aligntui.domain.alignment import Alignment
from aligntui.text.summaries import section_summary
from aligntui.tui.widgets.plain import plain

if TYPE_CHECKING:
    from datetime import date

    from textual.content import Content

    from aligntui.domain.alignment import SectionState
    from aligntui.domain.cadence import Cadence
    from aligntui.domain.item import Item
    from aligntui.domain.section import Section
    from aligntui.text.sides import Side

_STATES: Final = {
    Alignment.DIFFERS: "$late",
    Alignment.CHANGED: "$soon",
    Alignment.STALE: "$soon",
    Alignment.NEVER: "$quiet",
    Alignment.IN_SYNC: "$quiet",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """Everything that a section panel shows."""

    section: Section
    today: date
    side: Side
    """The words for the relation of the person."""
    items: tuple[Item, ...]
    agreements: tuple[str, ...]
    """For each item its agreement in words."""
    details: tuple[tuple[str, ...], ...]
    """For each item the lines under it: its fields first, then the rest."""
    state: SectionState
    cadence: Cadence
    dimmed: str = ""
    """Why the section is dimmed, or ""."""
    expectations: tuple[Item, ...] = ()
    """The expectations that a risk may threaten."""

    @property
    def title(self) -> str:
        """The heading."""
        return self.side.titles[self.section]

    @property
    def question(self) -> str:
        """The guiding question, shown while the section is empty."""
        return self.side.questions[self.section]

    @property
    def summary(self) -> Content:
        """The state of the section, for its heading."""
        said = section_summary(self.items, self.state, self.cadence, self.today)
        return plain(said, _STATES[self.state.state])
