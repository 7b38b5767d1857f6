"""A text that leaves, line by line as it would be shared, and a box to change it in."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from textual.binding import Binding
from textual.containers import Container

from aligntui.tui import bindings
from aligntui.tui.leaving import Leaving, withheld_rows
from aligntui.tui.widgets.note_box import NoteBox, Older
from aligntui.tui.widgets.plain import clean, line, plain
from aligntui.tui.widgets.row import Row, heading
from aligntui.tui.widgets.rows import Rows

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from datetime import date

    from textual.app import ComposeResult

    from aligntui.domain.person import Person
    from aligntui.tui.notebook_screen import NotebookScreen

_INDENT = 3

KEYS: Final = (
    *bindings.LEAVING,
    Binding("e", "edit", "edit", id="packet.edit",
            tooltip="Change the text before you share it; esc goes back."),
)  # fmt: skip


class TextBox(Container):
    """The text, to read or to edit, and what is left out below it."""

    DEFAULT_CSS = """
    TextBox {
        height: 1fr;
        #above { height: 1; }
        #stays { height: auto; max-height: 6; }
        #text { height: 1fr; }
        NoteBox { display: none; height: 1fr; }
        &.-writing #text { display: none; }
        &.-writing NoteBox { display: block; }
    }
    """

    def __init__(self, draft: str) -> None:
        super().__init__(classes="box")
        self._draft = draft

    def compose(self) -> ComposeResult:
        """The rows, and the box in their place."""
        yield Rows(id="above", opens=False)
        yield Rows(id="text", opens=False)
        older = Older()
        yield NoteBox(draft=self._draft, base=None, older=older)
        yield older
        yield withheld_rows()
        yield Rows(id="stays", opens=False)

    def on_mount(self) -> None:
        """Focus the text."""
        text = self.query_one("#text", Rows)
        self.query_one("#above").can_focus = False
        self.query_one(NoteBox).leave_to = text
        text.focus()


class LeavingText(Leaving):
    """What a screen does with a text box: shows the text as it is made, keeps what was changed."""

    def __init__(
        self,
        screen: NotebookScreen,
        kind: str,
        day: date,
        *,
        made: Callable[[Person, bool], Iterable[str]],
        staying: Callable[[Person, bool], Iterable[str]],
    ) -> None:
        """`made` gives the lines, `staying` what is left out, both with private things or not."""
        super().__init__(
            screen, kind, text=lambda: self.text, changed=lambda: self.changed, of=lambda: day
        )
        self._lines = made
        self._staying = staying
        self._made = ""
        """The text as generated; a box with another text was edited by hand."""
        self._begun = False

    @property
    def _box(self) -> NoteBox:
        return self.screen.query_one(NoteBox)

    @property
    def text(self) -> str:
        """The text as edited here, otherwise as generated."""
        return self._box.text or self._made

    @property
    def changed(self) -> bool:
        """True when the text was edited by hand."""
        return self.text != self._made

    def show(self, person: Person) -> None:
        """Show the text as generated now; an edited one stays."""
        hide = self.session.private_hidden
        box, before = self._box, self._made
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
        stays = [plain(f" {each}") for each in self._staying(person, hide)]
        rows = [Row(f"{at}", each, wrap=3) for at, each in enumerate(stays)]
        self.screen.query_one("#stays", Rows).show([heading("Left out"), *rows] if rows else [])
        self.withhold()
        self._show_text()

    def action_edit(self) -> None:
        """Edit the text here."""
        self._fill()
        self.screen.query_one(TextBox).add_class("-writing")
        self._box.focus()

    def action_editor(self) -> None:
        """Edit the text in the user's editor."""
        self._fill()
        super().action_editor()

    def may_be_made_anew(self) -> bool:
        """Refuse to build the text anew over one that was edited."""
        if self.changed:
            self.session.speak("error", "You changed this text; clear it (e) to build it anew")
        return not self.changed

    def leave_box(self) -> None:
        """Show the text again after it was edited."""
        self.screen.query_one(TextBox).remove_class("-writing")
        self.withhold()
        if not self.withheld:
            self.screen.query_one("#text").focus()
        if not self.changed:
            self._box.load_text("")
        self._show_text()
        self.screen.refresh_bindings()

    def _fill(self) -> None:
        if not self._box.text:
            self._box.load_text(self._made)

    def _text_of(self, person: Person, *, hide: bool) -> str:
        return clean("\n".join(self._lines(person, hide)) + "\n", lines=True)

    def _show_text(self) -> None:
        how = "as you changed it" if self.changed else ""
        self.screen.query_one("#above", Rows).show([heading("To share, word for word", how)])
        lines = () if self.withheld else self.text.removesuffix("\n").split("\n")
        self.screen.query_one("#text", Rows).show(_rows(lines))


def _rows(lines: Iterable[str]) -> Iterable[Row]:
    for at, words in enumerate(lines):
        style = "bold $heading" if words.startswith("#") else ""
        yield Row(f"{at}", line(" ", plain(words, style)), wrap=_INDENT)
