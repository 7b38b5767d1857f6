"""A box for notes of several lines that loses nothing."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from textual import events, on
from textual.binding import Binding, BindingType
from textual.message import Message
from textual.widgets import TextArea
from textual.widgets.text_area import Selection

from aligntui.tui.drafts import FROM_EDITOR, drafts_of, older_texts, set_aside
from aligntui.tui.widgets.plain import clean, plain
from aligntui.tui.widgets.rows import Row, Rows, heading
from aligntui.tui.widgets.text_box import ASK_ABOVE, TextBox, too_long_for_box

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from textual.widget import Widget

ROOM_FOR_PLACEHOLDER = 12


class Older(Rows, can_focus=False):
    """What was typed into a box before its wording changed, to be read beside what is there now."""

    DEFAULT_CSS = """
    Older { height: auto; max-height: 40%; display: none; }
    Older.-any { display: block; }
    """

    def show_texts(self, texts: Iterable[str]) -> None:
        """Show these texts, or take no room."""
        rows: list[Row] = []
        for text in texts:
            rows.append(heading("You typed this before the text changed", "f3 takes it"))
            rows += [Row(None, plain(f" {each}"), wrap=3) for each in text.split("\n")]
        self.set_class(bool(rows), "-any")
        self.show(rows, keep=False)


class NoteBox(TextBox, TextArea):
    """Esc leaves it and keeps the text; Tab goes on; F4 asks for a full editor."""

    BINDING_GROUP_TITLE = "In the notes"

    DEFAULT_CSS = """
    NoteBox.-textual-compact {
        height: 5;
        width: 1fr;
        background: $surface;
        color: $words;
        scrollbar-size-vertical: 1;
        &:focus { background-tint: $surface 0%; }
        & .text-area--placeholder { color: $quiet; }
        & .text-area--cursor-line { background: $surface; }
    }
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "leave", "done", id="note.leave",
                tooltip="Leave the box; the text is kept."),
        Binding("shift+enter,ctrl+j", "break_line", "new line", id="note.break", show=False,
                tooltip="Begin a new line, as enter does."),
        Binding("f4,ctrl+g", "external", "editor", id="note.editor",
                tooltip="Write in your own editor ($VISUAL or $EDITOR)."),
        Binding("f3", "older", "what you typed before", id="note.older", show=False,
                tooltip="Take what you typed here before the text changed; ctrl+z takes it back. "
                        "Where there is nothing, list all that waits."),
        Binding("f6", "screen.hide", "hide private", id="note.hide", show=False,
                tooltip="Hide everything private, these notes too; . shows it again."),
    ]  # fmt: skip

    @dataclass
    class Left(Message):
        """Esc was pressed; the text stays."""

        note_box: NoteBox

        @property
        def control(self) -> NoteBox:
            """The box that was left."""
            return self.note_box

    @dataclass
    class Refused(Message):
        """A paste was not taken, for a reason."""

        words: str

    @dataclass
    class MuchPasted(Message):
        """A paste is so large that it is asked for first."""

        note_box: NoteBox
        text: str

    @dataclass
    class EditorWanted(Message):
        """The text is to be written in an editor of its own."""

        note_box: NoteBox

        @property
        def control(self) -> NoteBox:
            """The box whose text it is."""
            return self.note_box

    @dataclass
    class EditorLeft(Message):
        """The editor is done, and what it left was taken or not."""

        note_box: NoteBox
        taken: bool

        @property
        def control(self) -> NoteBox:
            """The box whose text it was."""
            return self.note_box

    def __init__(
        self,
        text: str = "",
        *,
        draft: str,
        base: str | None = "",
        older: Older | None = None,
        placeholder: str = "",
        id: str | None = None,  # noqa: A002
        classes: str | None = None,
    ) -> None:
        super().__init__(
            text,
            id=id,
            classes=classes,
            soft_wrap=True,
            tab_behavior="focus",
            compact=True,
            highlight_cursor_line=False,
        )
        self.cursor_blink = False
        self.draft = draft
        self.base = base or ""
        """The wording that is edited here: as long as the text is no other, it is no draft."""
        self._begins = base is not None
        """Whether it is known from the beginning; else `begin` says it."""
        self.older = older
        self.leave_to: Widget | None = None
        self._teaching = placeholder

    @on(events.Mount)
    def bring_back(self) -> None:
        """Bring back what was typed before."""
        if self._begins:
            self.begin(self.base)

    def begin(self, base: str) -> None:
        """Bring back what was typed from the wording `base`; from another one, show it beside."""
        self.base = base
        drafts = drafts_of(self.app)
        if drafts is None:
            return
        for name in (self.draft, FROM_EDITOR + self.draft):
            kept = clean(drafts.get(name), lines=True)
            if kept and drafts.base(name) != base:
                set_aside(drafts, name)
            elif kept and kept != self.text:
                self.history.checkpoint()  # undo gives the one before
                self.fill(kept)
        if kept := drafts.get(FROM_EDITOR + self.draft):
            drafts.put(self.draft, kept, base)
            drafts.clear(FROM_EDITOR + self.draft)
        self.show_older()

    def show_older(self) -> None:
        """Show what was typed from another wording, unless typed words are to stay off screen."""
        if self.older:
            self.older.show_texts(self._older_texts().values())

    def _older_texts(self) -> dict[str, str]:
        held_back = getattr(self.screen, "holds_back", False)
        return {} if held_back else older_texts(drafts_of(self.app), self.draft)

    def fill(self, text: str) -> None:
        """Put another text in, in a way that undo takes back; the cursor goes to its end."""
        self.replace(text, (0, 0), self.document.end)
        self.move_cursor(self.document.end)

    def finish(self) -> str:
        """Give the text, empty the box and forget its draft."""
        text = self.text
        self.load_text("")
        if drafts := drafts_of(self.app):
            for name in (self.draft, *older_texts(drafts, self.draft)):
                drafts.clear(name)
        return text

    def undo(self) -> None:
        """Take back what was typed last."""
        self._from_the_top(super().undo)

    def redo(self) -> None:
        """Type again what was taken back."""
        self._from_the_top(super().redo)

    def _from_the_top(self, change: Callable[[], None]) -> None:
        """Change the text with the cursor at its top: below the end of what is left Textual fails.

        Where there is nothing to change, the cursor stays where it is.
        """
        top, before, text = Selection.cursor((0, 0)), self.selection, self.text
        self.set_reactive(TextArea.selection, top)
        change()
        if self.selection == top and self.text == text:
            self.set_reactive(TextArea.selection, before)

    @on(events.Resize)
    def make_room(self, event: events.Resize) -> None:
        """A placeholder needs room: in a few cells Textual fails to wrap it."""
        self.placeholder = self._teaching if event.size.width > ROOM_FOR_PLACEHOLDER else ""

    def on_paste(self, event: events.Paste) -> None:
        """Take what is pasted without what would steer a terminal."""
        event.prevent_default()
        event.stop()
        if words := too_long_for_box(len(event.text) + len(self.text)):
            self.post_message(self.Refused(words))
        elif len(event.text) > ASK_ABOVE:
            self.post_message(self.MuchPasted(self, event.text))
        else:
            self.insert_clean(event.text)

    def insert_clean(self, text: str) -> None:
        """Put a text in at the cursor without what would steer a terminal."""
        self.replace(clean(text, lines=True), *self.selection, maintain_selection_offset=False)

    def on_text_area_changed(self) -> None:
        """Keep each change at once, so that nothing depends on a timer."""
        if drafts := drafts_of(self.app):
            drafts.put(self.draft, "" if self.text == self.base else self.text, self.base)

    def action_leave(self) -> None:
        """Give the focus back; the text stays."""
        self.screen.set_focus(self.leave_to)
        self.post_message(self.Left(self))

    def action_break_line(self) -> None:
        """Begin a new line."""
        self.replace("\n", *self.selection, maintain_selection_offset=False)

    async def action_older(self) -> None:
        """Take what was typed before the wording changed, together with the wording of then."""
        drafts = drafts_of(self.app)
        older = self._older_texts()
        if drafts is None or not older:
            await self.run_action("screen.drafts")
            return
        name, text = list(older.items())[-1]
        self.base = drafts.base(name)
        for each in (name, self.draft):
            drafts.clear(each)
        drafts.put(self.draft, text, self.base)
        self.history.checkpoint()
        self.fill(clean(text, lines=True))
        self.show_older()

    def action_external(self) -> None:
        """Ask for an editor."""
        self.post_message(self.EditorWanted(self))
