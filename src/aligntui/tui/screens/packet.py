"""The review packet of some months, exactly as it would be shared."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.binding import Binding, BindingType

from aligntui.domain.review import packet
from aligntui.text.full_record import full_record
from aligntui.text.packet import packet_lines, staying_lines
from aligntui.tui.text_screen import TextScreen

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from aligntui.domain.identity import PersonId
    from aligntui.domain.person import Person
    from aligntui.domain.review import Packet


class PacketScreen(TextScreen):
    """The packet, with every change and stance behind it where that is asked for."""

    HELP = (
        "The text is what y, w and f4 share, word for word. Of what is private it holds only "
        "feedback that was told, and nothing that was never told; below is what was left out "
        "and why. e edits the text here, f4 in your own editor; what you changed is what is "
        "shared, and is kept with its days. Clear the box to rebuild the text."
    )
    TITLE_WORDS = "Review packet"
    AGAIN = "Your changed packet is kept as a draft; V with the same days opens it"

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("F", "full", "full record", id="packet.full", show=False,
                tooltip="Put every change and stance behind it, day by day, or leave them out."),
    ]  # fmt: skip

    def __init__(self, person: PersonId, since: date, until: date) -> None:
        super().__init__(person, "review", until, f"packet:{since}:{until}:{person}")
        self._days = (since, until)
        self._full = False

    def made(self, person: Person, *, hide: bool) -> Iterable[str]:
        """The lines of the packet."""
        found = self._packet(person, hide=hide)
        return (*packet_lines(found), *(full_record(found) if self._full else ()))

    def staying(self, person: Person, *, hide: bool) -> Iterable[str]:
        """What may not leave."""
        return staying_lines(self._packet(person, hide=hide), "press T on it in the brief (p)")

    def _packet(self, person: Person, *, hide: bool) -> Packet:
        return packet(person, *self._days, hide=hide)

    def action_full(self) -> None:
        """Put the full record behind the text, or leave it out."""
        if self.made_anew() and self.person:
            self._full = not self._full
            self.show_person(self.person)
