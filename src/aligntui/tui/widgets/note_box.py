"""A box for notes of several lines that loses nothing."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, ClassVar

from textual import events, on
from textual.binding import Binding, BindingType
from textual.message import Message
from textual.widgets import TextArea
from textual.widgets.text_area import Selection

from aligntui.tui.drafts import FROM_EDITOR, drafts_of, older_texts, set_aside
from aligntui.tui.keys import is_printable
from aligntui.tui.widgets.plain import clean, plain
from aligntui.tui.widgets.prompt import ASK_ABOVE, TextBox, too_long_for_box
from aligntui.tui.widgets.row import Row, detail, heading
from aligntui.tui.widgets.rows import Rows

if TYPE_CHECKING:
    from textual.widget import Widget

ROOM_FOR_PLACEHOLDER = 12


class Older(Rows, can_focus=False):
    """Texts typed into a box before its wording changed, shown beside the present one."""

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


class Covered(Rows):
    """Stands where a box is hidden; letters that `swallows` must not act as keys.

    What shows the box again gives it the focus; the same key at once hides it again.
    """

    def __init__(self, words: str, *, id: str) -> None:  # noqa: A002
        said = replace(detail(f"  {words}: . or f6 shows them"), wrap=2)
        super().__init__([said], id=id, opens=False)
        self.swallows = True
        """True where the text would be typed at once, were it not hidden."""
        self._swallowed = False
        self._key = ""

    def check_consume_key(self, key: str, character: str | None) -> bool:
        """Let no character reach the screen behind, but the one that shows the box."""
        return self.swallows and is_printable(key) and key != "full_stop"

    def on_focus(self) -> None:
        """Begin anew: nothing was typed yet."""
        self._swallowed = False

    def on_key(self, event: events.Key) -> None:
        """Swallow characters; after a letter a full stop ends a sentence and shows nothing."""
        bound, self._key = self.screen.active_bindings.get(event.key), event.key
        shows = bool(bound and bound.binding.id == "notebook.hide")
        if self.swallows and event.is_printable and (self._swallowed or not shows):
            self._swallowed = True
            event.stop()
            event.prevent_default()
            self.post_message(NoteBox.Refused("Not typed: the text is hidden now. f6 shows it"))

    def uncover(self, box: NoteBox) -> None:
        """Give the focus to the box that is shown again."""
        box.hides_again = self._key
        box.focus()


class NoteBox(TextBox, TextArea):
    """A multi-line box: Esc leaves it and keeps the text, Tab moves on, F4 opens an editor."""

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
    class _Of(Message):
        note_box: NoteBox

        @property
        def control(self) -> NoteBox:
            """The box with the text."""
            return self.note_box

    class Left(_Of):
        """Esc was pressed; the text stays."""

    @dataclass
    class Refused(Message):
        """A paste was refused, for the reason in `words`."""

        words: str

    @dataclass
    class MuchPasted(_Of):
        """A paste is so large that the user is asked first."""

        text: str

    class EditorWanted(_Of):
        """The text is to be edited in the user's editor."""

    @dataclass
    class EditorLeft(_Of):
        """The editor has ended; `taken` says if its text was."""

        taken: bool

    def __init__(
        self,
        text: str = "",
        *,
        draft: str,
        base: str | None = "",
        older: Older | None = None,
        placeholder: str = "",
        id: str | None = None,  # noqa: A002
    ) -> None:
        super().__init__(
            text,
            id=id,
            soft_wrap=True,
            tab_behavior="focus",
            compact=True,
            highlight_cursor_line=False,
        )
        self.cursor_blink = False
        self.draft = draft
        self.base = base or ""
        """The wording being edited: a text equal to it is no draft."""
        self._begins = base is not None
        """True when `base` is known from the beginning; otherwise `begin` sets it."""
        self.older = older
        self.leave_to: Widget | None = None
        self.hides_again = ""
        """The key that has just shown the box: pressed at once again, it hides it."""
        self._teaching = placeholder

    @on(events.Mount)
    def bring_back(self) -> None:
        """Restore the draft."""
        if self._begins:
            self.begin(self.base)

    def begin(self, base: str) -> None:
        """Restore a draft that began from the wording `base`; show any other beside it."""
        self.base = base
        drafts = drafts_of(self.app)
        if drafts is None:
            return
        for name in (self.draft, FROM_EDITOR + self.draft):
            kept = clean(drafts.get(name), lines=True)
            if kept and drafts.base(name) != base:
                set_aside(drafts, name)
            elif kept and kept != self.text:
                self.history.checkpoint()  # undo brings back the text before
                self.fill(kept)
        if kept := drafts.get(FROM_EDITOR + self.draft):
            drafts.put(self.draft, kept, base)
            drafts.clear(FROM_EDITOR + self.draft)
        self.show_older()

    def show_older(self) -> None:
        """Show drafts of other wordings, unless typed text must stay off the screen."""
        if self.older:
            self.older.show_texts(self._older_texts().values())

    def _older_texts(self) -> dict[str, str]:
        held_back = getattr(self.screen, "holds_back", False)
        return {} if held_back else older_texts(drafts_of(self.app), self.draft)

    def fill(self, text: str) -> None:
        """Replace the text so that undo can restore it; the cursor goes to its end."""
        self.replace(text, (0, 0), self.document.end)
        self.move_cursor(self.document.end)

    def finish(self) -> str:
        """Return the text, empty the box and drop its draft."""
        text = self.text
        self.load_text("")
        if drafts := drafts_of(self.app):
            for name in (self.draft, *older_texts(drafts, self.draft)):
                drafts.clear(name)
        return text

    def undo(self) -> None:
        """Undo the last edit."""
        self._from_the_top(super().undo)

    def redo(self) -> None:
        """Redo the last undone edit."""
        self._from_the_top(super().redo)

    def _from_the_top(self, change: Callable[[], None]) -> None:
        """Undo or redo with the cursor at the top: Textual fails if it is below the new end.

        If nothing changes, the cursor stays where it is.
        """
        top, before, text = Selection.cursor((0, 0)), self.selection, self.text
        self.set_reactive(TextArea.selection, top)
        change()
        if self.selection == top and self.text == text:
            self.set_reactive(TextArea.selection, before)

    @on(events.Resize)
    def make_room(self, event: events.Resize) -> None:
        """Hide the placeholder in a few cells, where Textual fails to wrap it."""
        self.placeholder = self._teaching if event.size.width > ROOM_FOR_PLACEHOLDER else ""

    async def on_key(self, event: events.Key) -> None:
        """Hide the box again if the key that showed it is pressed twice."""
        again, self.hides_again = self.hides_again, ""
        if event.key == again:
            event.stop()
            event.prevent_default()
            await self.run_action("screen.hide")

    def on_paste(self, event: events.Paste) -> None:
        """Insert a paste without control characters; refuse or ask if it is large."""
        event.prevent_default()
        event.stop()
        if words := too_long_for_box(len(event.text) + len(self.text)):
            self.post_message(self.Refused(words))
        elif len(event.text) > ASK_ABOVE:
            self.post_message(self.MuchPasted(self, event.text))
        else:
            self.insert_clean(event.text)

    def insert_clean(self, text: str) -> None:
        """Insert a text at the cursor without control characters."""
        self.replace(clean(text, lines=True), *self.selection, maintain_selection_offset=False)

    def on_text_area_changed(self) -> None:
        """Save each change at once, so that nothing depends on a timer."""
        if drafts := drafts_of(self.app):
            drafts.put(self.draft, "" if self.text == self.base else self.text, self.base)

    def action_leave(self) -> None:
        """Return the focus; the text stays."""
        self.screen.set_focus(self.leave_to)
        self.post_message(self.Left(self))

    def action_break_line(self) -> None:
        """Begin a new line."""
        self.replace("\n", *self.selection, maintain_selection_offset=False)

    async def action_older(self) -> None:
        """Take the text typed before the wording changed, with the wording it began from."""
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
        """Post that an editor is wanted."""
        self.post_message(self.EditorWanted(self))
