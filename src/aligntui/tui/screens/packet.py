"""The review packet of some months, exactly as it would be shared."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.binding import Binding, BindingType
from textual.containers import Container

from aligntui.domain.review import packet
from aligntui.text.full_record import full_record
from aligntui.text.packet import packet_lines, staying_lines
from aligntui.tui import bindings
from aligntui.tui.leaving import Leaving, withheld_rows
from aligntui.tui.notebook_screen import NotebookScreen
from aligntui.tui.widgets.note_box import NoteBox, Older
from aligntui.tui.widgets.plain import clean, line, plain
from aligntui.tui.widgets.row import Row, heading
from aligntui.tui.widgets.rows import Rows

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from textual.app import ComposeResult

    from aligntui.domain.identity import PersonId
    from aligntui.domain.person import Person
    from aligntui.domain.review import Packet

_INDENT = 3


class PacketScreen(NotebookScreen):
    """The Markdown, line by line; e opens a box to edit it."""

    HELP = (
        "The text is what y, w and f4 share, word for word. Of what is private it holds only "
        "feedback that was told, and nothing that was never told; below is what was left out "
        "and why. e edits the text here, f4 in your own editor; what you changed is what is "
        "shared, and is kept with its days. Clear the box to rebuild the text."
    )

    DEFAULT_CSS = """
    PacketScreen {
        #packet { height: 1fr; }
        #above { height: 1; }
        #stays { height: auto; max-height: 6; }
        #text { height: 1fr; }
        NoteBox { display: none; height: 1fr; }
        &.-writing #text { display: none; }
        &.-writing NoteBox { display: block; }
    }
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        *bindings.LEAVING,
        Binding("e", "edit", "edit", id="packet.edit",
                tooltip="Change the text before you share it; esc goes back."),
        Binding("F", "full", "full record", id="packet.full", show=False,
                tooltip="Put every change and stance behind it, day by day, or leave them out."),
    ]  # fmt: skip

    def __init__(self, person: PersonId, since: date, until: date) -> None:
        super().__init__(person)
        self.leaving = Leaving(
            self, "review", text=lambda: self.text, changed=lambda: self.changed, of=lambda: until
        )
        self.parts = (self.leaving,)
        self._since = since
        self._until = until
        self._made = ""
        """The packet as generated; a box with another text was edited by hand."""
        self._begun = False
        self._full = False

    def compose_content(self) -> ComposeResult:
        """The text, to read or to edit."""
        with Container(id="packet", classes="box"):
            yield Rows(id="above", opens=False)
            yield Rows(id="text", opens=False)
            older = Older()
            box = f"packet:{self._since}:{self._until}:{self.person_id}"
            yield NoteBox(draft=box, base=None, older=older)
            yield older
            yield withheld_rows()
            yield Rows(id="stays", opens=False)

    def on_mount(self) -> None:
        """Focus the text."""
        text = self.query_one("#text", Rows)
        self.query_one("#above").can_focus = False
        self.query_one(NoteBox).leave_to = text
        text.focus()

    @property
    def text(self) -> str:
        """The text as edited here, otherwise as generated."""
        return self.query_one(NoteBox).text or self._made

    @property
    def changed(self) -> bool:
        """True when the text was edited by hand."""
        return self.text != self._made

    def show_person(self, person: Person) -> None:
        """Show the packet as generated now; an edited text stays."""
        self.title_row.show(("Team", person.name, "Review packet"), status="")
        hide = self.session.private_hidden
        found = packet(person, self._since, self._until, hide=hide)
        box, before = self.query_one(NoteBox), self._made
        self._made = self._text_of(found)
        if box.text in ("", before):
            # hiding changes what is shown, not the wording a text began from
            box.base = self._text_of(packet(person, self._since, self._until))
            if box.text:
                box.load_text(self._made)
        if not self._begun:
            self._begun = True
            box.begin(box.base)
        box.show_older()
        self.query_one("#stays", Rows).show(_staying_rows(found))
        self.leaving.withhold()
        self._show_text()

    def action_edit(self) -> None:
        """Edit the text here."""
        self._fill()
        self.add_class("-writing")
        self.query_one(NoteBox).focus()

    def action_full(self) -> None:
        """Put the full record behind the text, or leave it out; never over an edited text."""
        if self.changed:
            self.session.speak("error", "You changed this text; clear it (e) to build it anew")
            return
        self._full = not self._full
        if self.person:
            self.show_person(self.person)

    def action_editor(self) -> None:
        """Edit the text in the user's editor."""
        self._fill()
        self.leaving.action_editor()

    async def action_back(self) -> None:
        """Leave; an edited text waits as a draft."""
        changed = self.changed
        await super().action_back()
        if changed:
            words = "Your changed packet is kept as a draft; V with the same days opens it"
            self.session.speak("news", words)

    @on(NoteBox.Left)
    @on(NoteBox.EditorLeft)
    def _left(self) -> None:
        self.remove_class("-writing")
        self.leaving.withhold()
        if not self.leaving.withheld:
            self.query_one("#text").focus()
        if not self.changed:
            self.query_one(NoteBox).load_text("")
        self._show_text()
        self.refresh_bindings()

    def _fill(self) -> None:
        if not self.query_one(NoteBox).text:
            self.query_one(NoteBox).load_text(self._made)

    def _text_of(self, found: Packet) -> str:
        lines = [*packet_lines(found), *(full_record(found) if self._full else ())]
        return clean("\n".join(lines) + "\n", lines=True)

    def _show_text(self) -> None:
        how = "as you changed it" if self.changed else ""
        self.query_one("#above", Rows).show([heading("To share, word for word", how)])
        lines = () if self.leaving.withheld else self.text.removesuffix("\n").split("\n")
        self.query_one("#text", Rows).show(_rows(lines))


def _staying_rows(found: Packet) -> list[Row]:
    lines = [
        Row(f"{at}", plain(f" {each}"), wrap=3)
        for at, each in enumerate(staying_lines(found, "press T on it in the brief (p)"))
    ]
    return [heading("Left out"), *lines] if lines else []


def _rows(lines: Iterable[str]) -> Iterable[Row]:
    for at, words in enumerate(lines):
        style = "bold $heading" if words.startswith("#") else ""
        yield Row(f"{at}", line(" ", plain(words, style)), wrap=_INDENT)
