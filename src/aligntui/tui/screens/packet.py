"""The review packet of some months, exactly as it would be shared."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.binding import Binding, BindingType

from aligntui.domain.review import packet
from aligntui.text.packet import full_record, packet_lines, staying_lines
from aligntui.tui.leaving import KEYS, LeavingText, TextBox
from aligntui.tui.notebook_screen import NotebookScreen
from aligntui.tui.widgets.note_box import NoteBox

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from textual.app import ComposeResult

    from aligntui.domain.identity import PersonId
    from aligntui.domain.person import Person


class PacketScreen(NotebookScreen):
    """The Markdown, line by line; e opens a box to edit it."""

    HELP = (
        "The text is what y, w and f4 share, word for word. Of what is private it holds only "
        "feedback that was told, and nothing that was never told; below is what was left out "
        "and why. e edits the text here, f4 in your own editor; what you changed is what is "
        "shared, and is kept with its days. Clear the box to rebuild the text."
    )

    BINDINGS: ClassVar[list[BindingType]] = [
        *KEYS,
        Binding("F", "full", "full record", id="packet.full", show=False,
                tooltip="Put every change and stance behind it, day by day, or leave them out."),
    ]  # fmt: skip

    def __init__(self, person: PersonId, since: date, until: date) -> None:
        super().__init__(person)
        self._since = since
        self._until = until
        self._full = False
        self.leaving = LeavingText(self, "review", until, made=self._made, staying=self._staying)
        self.hold(self.leaving)

    def compose_content(self) -> ComposeResult:
        """The text, to read or to edit."""
        yield TextBox(f"packet:{self._since}:{self._until}:{self.person_id}")

    def show_person(self, person: Person) -> None:
        """Show the packet as generated now; an edited text stays."""
        self.title_row.show(("Team", person.name, "Review packet"), status="")
        self.leaving.show(person)

    def action_full(self) -> None:
        """Put the full record behind the text, or leave it out."""
        if self.leaving.may_be_made_anew() and self.person:
            self._full = not self._full
            self.show_person(self.person)

    async def action_back(self) -> None:
        """Leave; an edited text waits as a draft."""
        changed = self.leaving.changed
        await super().action_back()
        if changed:
            words = "Your changed packet is kept as a draft; V with the same days opens it"
            self.session.speak("news", words)

    @on(NoteBox.Left)
    @on(NoteBox.EditorLeft)
    def _left(self) -> None:
        self.leaving.leave_box()

    def _made(self, person: Person, hide: bool) -> Iterable[str]:
        found = packet(person, self._since, self._until, hide=hide)
        return (*packet_lines(found), *(full_record(found) if self._full else ()))

    def _staying(self, person: Person, hide: bool) -> Iterable[str]:
        found = packet(person, self._since, self._until, hide=hide)
        return staying_lines(found, "press T on it in the brief (p)")
