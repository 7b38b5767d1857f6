"""The base of screens with a text that leaves, exactly as it would be shared."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.binding import Binding, BindingType
from textual.containers import Container

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

_INDENT = 3


class TextScreen(NotebookScreen):
    """The Markdown, line by line; e opens a box to edit it."""

    TITLE_WORDS: ClassVar[str] = ""
    AGAIN: ClassVar[str] = ""
    """Says that a changed text is kept, and what opens it again."""

    DEFAULT_CSS = """
    TextScreen {
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
    ]  # fmt: skip

    def __init__(self, person: PersonId, kind: str, of: date, box: str) -> None:
        """`kind` and `of` stand in the file's name, `box` in that of the draft."""
        super().__init__(person)
        self.leaving = Leaving(
            self, kind, text=lambda: self.text, changed=lambda: self.changed, of=lambda: of
        )
        self.parts = (self.leaving,)
        self._box = box
        self._made = ""
        """The text as generated; a box with another text was edited by hand."""
        self._begun = False

    def made(self, person: Person, *, hide: bool) -> Iterable[str]:
        """The lines of the text as it is generated."""
        raise NotImplementedError

    def staying(self, person: Person, *, hide: bool) -> Iterable[str]:
        """What is left out, one line each."""
        raise NotImplementedError

    def compose_content(self) -> ComposeResult:
        """The text, to read or to edit."""
        with Container(id="packet", classes="box"):
            yield Rows(id="above", opens=False)
            yield Rows(id="text", opens=False)
            older = Older()
            yield NoteBox(draft=self._box, base=None, older=older)
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
        """Show the text as generated now; an edited one stays."""
        self.title_row.show(("Team", person.name, self.TITLE_WORDS), status="")
        hide = self.session.private_hidden
        box, before = self.query_one(NoteBox), self._made
        self._made = self._text_of(person, hide=hide)
        if box.text in ("", before):
            # hiding changes what is shown, not the wording a text began from
            box.base = self._text_of(person, hide=False)
            if box.text:
                box.load_text(self._made)
        if not self._begun:
            self._begun = True
            box.begin(box.base)
        box.show_older()
        self.query_one("#stays", Rows).show(_staying_rows(self.staying(person, hide=hide)))
        self.leaving.withhold()
        self._show_text()

    def action_edit(self) -> None:
        """Edit the text here."""
        self._fill()
        self.add_class("-writing")
        self.query_one(NoteBox).focus()

    def made_anew(self) -> bool:
        """True where the text may be built anew; never over one that was edited."""
        if self.changed:
            self.session.speak("error", "You changed this text; clear it (e) to build it anew")
        return not self.changed

    def action_editor(self) -> None:
        """Edit the text in the user's editor."""
        self._fill()
        self.leaving.action_editor()

    async def action_back(self) -> None:
        """Leave; an edited text waits as a draft."""
        changed = self.changed
        await super().action_back()
        if changed:
            self.session.speak("news", self.AGAIN)

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

    def _text_of(self, person: Person, *, hide: bool) -> str:
        return clean("\n".join(self.made(person, hide=hide)) + "\n", lines=True)

    def _show_text(self) -> None:
        how = "as you changed it" if self.changed else ""
        self.query_one("#above", Rows).show([heading("To share, word for word", how)])
        lines = () if self.leaving.withheld else self.text.removesuffix("\n").split("\n")
        self.query_one("#text", Rows).show(_rows(lines))


def _staying_rows(found: Iterable[str]) -> list[Row]:
    lines = [Row(f"{at}", plain(f" {each}"), wrap=3) for at, each in enumerate(found)]
    return [heading("Left out"), *lines] if lines else []


def _rows(lines: Iterable[str]) -> Iterable[Row]:
    for at, words in enumerate(lines):
        style = "bold $heading" if words.startswith("#") else ""
        yield Row(f"{at}", line(" ", plain(words, style)), wrap=_INDENT)
