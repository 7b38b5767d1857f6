"""A text that leaves exactly as it is shown: copied, written to a file, or edited before."""

from __future__ import annotations

import os
from collections.abc import Awaitable, Callable, Iterable
from datetime import date
from typing import TYPE_CHECKING, Final

from textual import on
from textual.binding import Binding
from textual.containers import Container

from aligntui.domain.errors import Refused
from aligntui.domain.naming import folded
from aligntui.outgoing import Place, put
from aligntui.tui import bindings
from aligntui.tui.base import if_words
from aligntui.tui.clipboard import copy
from aligntui.tui.editor import places
from aligntui.tui.part import Part, in_worker
from aligntui.tui.widgets.note_box import Covered, NoteBox, Older
from aligntui.tui.widgets.plain import clean, line, plain
from aligntui.tui.widgets.row import Row, heading
from aligntui.tui.widgets.rows import Rows

if TYPE_CHECKING:
    from textual.app import ComposeResult

    from aligntui.domain.person import Person
    from aligntui.tui.notebook_screen import NotebookScreen

OUT = frozenset({"copy", "write", "editor", "edit"})
"""Actions that need the text to be visible."""


def withheld_rows() -> Covered:
    """The placeholder for an edited text that is off the screen."""
    return Covered("Your changes are kept and hidden now", id="withheld")


class Leaving(Part):
    """The keys that share the text of a screen with a box."""

    judged = OUT

    def __init__(
        self,
        screen: NotebookScreen,
        kind: str,
        *,
        text: Callable[[], str],
        changed: Callable[[], bool],
        of: Callable[[], date | None],
        gone: Callable[[], Awaitable[object]] | None = None,
        named: Callable[[], str] | None = None,
    ) -> None:
        """`kind` and `of`, a day, stand in the file's name; `changed` by hand may be private.

        `gone` is done once the text has left; `named` stands in place of `kind`.
        """
        super().__init__(screen)
        self._kind = kind
        self._text = text
        self._changed = changed
        self._of = of
        self._gone = gone
        self._named = named or (lambda: kind)
        self.went = ""
        """The text that was last copied or written."""

    @property
    def withheld(self) -> bool:
        """True when the text is off the screen: words typed into it may be private."""
        return self._changed() and self.screen.holds_back

    def withhold(self) -> None:
        """Take an edited text off the screen, or show it again."""
        screen, withheld = self.screen, self.withheld
        box, instead = screen.query_one(NoteBox), screen.query_one(Covered)
        was_in_box, was_covered = box.has_focus, instead.has_focus
        screen.set_class(withheld, "-withheld")
        if withheld:
            instead.swallows = was_in_box or (was_covered and instead.swallows)
            instead.focus()
        elif was_covered and instead.swallows:
            instead.uncover(box)
        elif was_covered and box.leave_to:
            box.leave_to.focus()

    def reason(self, action: str) -> str:
        """Say that a text can't be shared because it is not visible."""
        hidden = self.screen.is_mounted and self.withheld
        return "Your changes are hidden now: . shows them" if hidden else ""

    @in_worker
    async def action_copy(self) -> None:
        """Copy the text, and report only what is certain."""
        text, app = self._text(), self.session.app
        sent = await copy(app, text, list(places(app.plain_state)))
        self.went = text if sent.known else self.went
        if self._gone and sent.left:
            await self._gone()
        (self.screen.tell if sent.known else self.screen.warn)(sent.words)

    @in_worker
    async def action_write(self) -> None:
        """Write the text to a new file."""
        screen, text, store = self.screen, self._text(), self.session.app.store_path

        async def keep(name: str) -> bool:
            try:
                path = put(name.strip(), text.encode("utf-8", "replace"), Place(store))
            except Refused as refusal:
                # a whole path would leave no room for the error
                screen.warn(str(refusal).replace(name, os.path.basename(name) or name, 1))
                return False
            self.went = text
            if self._gone:
                await self._gone()
            screen.tell(f"Written to {path}")
            return True

        box = f"{self._kind}:file:{screen.person_id}"
        await screen.ask("Write to:", box=box, initial=self._usual_name, keep=if_words(keep))

    def action_editor(self) -> None:
        """Edit the text in the user's editor; the result comes back into the box."""
        self.screen.query_one(NoteBox).action_external()

    @property
    def _usual_name(self) -> str:
        person, day = self.screen.person, self._of()
        who = "-".join(folded(person.name).split()) if person else "somebody"
        on = f"-{day}" if day else ""
        return f"~/{self._named()}-{''.join(c for c in who if c.isalnum() or c == '-')}{on}.md"


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

    def __init__(self, leaving: LeavingText, draft: str) -> None:
        super().__init__(classes="box")
        self._leaving = leaving
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

    @on(NoteBox.Left)
    @on(NoteBox.EditorLeft)
    def _left(self) -> None:
        self._leaving.leave_box()


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
        rows = () if self.withheld else text_rows(self.text)
        self.screen.query_one("#text", Rows).show(rows)


def text_rows(text: str) -> Iterable[Row]:
    """The lines of a text that leaves; its headings stand out."""
    for at, words in enumerate(text.removesuffix("\n").split("\n")):
        style = "bold $heading" if words.startswith("#") else ""
        yield Row(f"{at}", line(" ", plain(words, style)), wrap=_INDENT)
