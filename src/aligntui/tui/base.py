"""Base of all screens: three fixed rows, notices, questions, sizes."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterable, Mapping
from typing import TYPE_CHECKING, ClassVar, Final, TypeVar, Unpack

from textual import events, on
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.screen import Screen

from aligntui.domain.errors import complaint
from aligntui.text.words import hint_line
from aligntui.tui.drafts import drafts_of, is_small
from aligntui.tui.opening import make
from aligntui.tui.theme import Rules, rules_of
from aligntui.tui.widgets.fixed_rows import KeyRow, TitleRow, TooSmall, size_classes
from aligntui.tui.widgets.message_row import MessageRow
from aligntui.tui.widgets.plain import plain
from aligntui.tui.widgets.prompt import Prompt

if TYPE_CHECKING:
    from textual.app import ComposeResult
    from textual.geometry import Size
    from textual.widget import Widget

    from aligntui.tui.widgets.becoming import Becoming
    from aligntui.tui.widgets.note_box import NoteBox
    from aligntui.tui.widgets.question import Asking, Line
    from aligntui.tui.widgets.row import Row

Read = TypeVar("Read")
"""The type of a parsed answer."""

HELD_BACK: Final = "Your text is kept and hidden now: . shows it, esc leaves it"

_BEGINNINGS: Final = (
    events.Mount, events.Resize, events.ScreenResume, events.Key, events.Paste,
    events.DescendantFocus, events.DescendantBlur,
)  # fmt: skip


def if_words(keep: Callable[[str], Awaitable[object]]) -> Callable[[str], Awaitable[object]]:
    """Wrap `keep` so that blank text counts as kept."""

    async def kept(typed: str) -> object:
        return not typed.strip() or await keep(typed)

    return kept


class AlignScreen(Screen[None], inherit_bindings=False):
    """A screen with title row, content, message row and key row."""

    DEFAULT_CSS = """
    AlignScreen {
        layout: vertical;
        layers: base over;
        overflow: hidden;
        background: $background;
        color: $words;
        & > #content { height: 1fr; }
        &.-tiny > TooSmall { display: block; }
    }
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("q", "back", "leave", id="screen.back", show=False,
                tooltip="Go back to where you came from; on the first screen, quit."),
        Binding("escape", "escape", "back", id="screen.escape", show=False,
                tooltip="Go back to where you came from."),
        Binding("tab", "app.focus_next", "next pane", id="screen.next_pane", show=False,
                tooltip="Go to the next pane or box."),
        Binding("shift+tab", "app.focus_previous", "pane before", id="screen.previous_pane",
                show=False, tooltip="Go to the pane or box before."),
    ]  # fmt: skip

    def __init__(self, *, name: str | None = None, id: str | None = None) -> None:  # noqa: A002
        super().__init__(name=name, id=id)
        self.title_row = TitleRow()
        self.message_row = MessageRow()
        self.key_row = KeyRow()
        self._is_over = False
        self._foresees: Callable[[str], Iterable[Row]] | None = None
        self._asked_marks: Mapping[str, str] = {}
        self._look: Callable[[str], object] | None = None
        """Shows what is found, while words to look for are typed."""
        self._becoming: Becoming | None = None
        """Preview of what a typed line becomes; created when first needed."""

    def compose(self) -> ComposeResult:
        """Place the content between the rows."""
        # set before any widget is styled, so that nothing is styled twice
        self._take_size(self.app.size)
        yield self.title_row
        with Vertical(id="content"):
            yield from self.compose_content()
        yield self.message_row
        yield self.key_row
        yield TooSmall()

    def compose_content(self) -> Iterable[Widget]:
        """The widgets between the title row and the message row."""
        return ()

    async def on_event(self, event: events.Event) -> None:
        """Ignore events that begin something on a screen closed before it was shown."""
        # a screen being removed is not displayed, and nothing is attached to an app that ends
        if (self.display and self.is_attached) or not isinstance(event, _BEGINNINGS):
            await super().on_event(event)

    @on(events.Resize)
    def classify_size(self, event: events.Resize) -> None:
        """Set the size classes used by the style sheets."""
        self._take_size(event.size)
        self.query_one(TooSmall).refresh()

    def _take_size(self, size: Size) -> None:
        ascii_only = not self.rules.boxed
        self.update_classes({**size_classes(*size), "-ascii": ascii_only}, animate=False)

    @property
    def rules(self) -> Rules:
        """The line characters the app has chosen."""
        return rules_of(self.app)

    # -- the way out -----------------------------------------------------------------------

    @property
    def is_root(self) -> bool:
        """True when leaving this screen means quitting."""
        for screen in self.app.screen_stack:
            if isinstance(screen, AlignScreen):
                return screen is self
        return True

    @property
    def way_out(self) -> str:
        """The word for `q` in the key row."""
        return "quit" if self.is_root else "back"

    @property
    def marks(self) -> Mapping[str, str]:
        """The marks that can be seen here, with their meanings."""
        return {}

    @property
    def marks_to_type(self) -> Mapping[str, str]:
        """The marks understood in the text being typed, with their meanings."""
        return self._asked_marks if self.message_row.asking else {}

    def key_hint(self, width: int) -> str:
        """The marks for the key row, when a line was opened with text in it."""
        return (
            "" if self.message_row.prompt.began_empty else hint_line(self.marks_to_type, width, "")
        )

    async def action_back(self) -> None:
        """Leave this screen; on the first one, quit."""
        if self.is_root:
            await self.app.run_action("app.quit")
        else:
            self.leave_screen()

    def open(self, name: str, *about: object, **options: object) -> None:
        """Open another screen by its name, about somebody or something."""
        self.app.push_screen(make(name, *about, **options))

    def stand_on(self, *people: str) -> None:
        """Put the cursor on the first of some people, where a team is listed."""

    def leave_screen(self) -> None:
        """Leave this screen now, or once the screens on top of it have been left."""
        below = self.app.screen_stack[:-1]
        if self.is_active or (getattr(self.app, "is_locked", False) and below[-1:] == [self]):
            self.app.pop_screen()
        else:
            self._is_over = self in below

    @on(events.ScreenResume)
    def leave_late(self) -> None:
        """Leave now if that was asked for while another screen was on top."""
        if self._is_over:
            self.app.pop_screen()

    @on(events.ScreenResume)
    def say_tip(self) -> None:
        """Name the key that matters here, the first time, once the screen is as it will be."""
        if tips := getattr(self.app, "tips", None):
            self.call_after_refresh(lambda: self.message_row.hint(tips.once(self)))

    async def action_escape(self) -> None:
        """Leave this screen, but never quit."""
        if not self.is_root:
            await self.action_back()

    def reason(self, action: str) -> str:
        """Say in a few words why an action can't be done now; "" where it can."""
        return ""

    # -- notices and questions -------------------------------------------------------------

    def tell(self, words: str) -> None:
        """Show good news, for three seconds."""
        self.message_row.say(words)

    def warn(self, words: str) -> None:
        """Show a refusal and its reason, until a key is pressed."""
        self.message_row.say(words, "warning")

    def fail(self, words: str) -> None:
        """Show an error, until a key is pressed."""
        self.message_row.say(words, "error")

    # handled by name, so that no screen loads a box before it shows one
    def on_note_box_refused(self, event: NoteBox.Refused) -> None:
        """Say why a paste was refused."""
        self.warn(event.words)

    def on_note_box_much_pasted(self, event: NoteBox.MuchPasted) -> None:
        """Ask before a box takes a very long paste."""
        self.run_worker(self._paste(event.note_box, event.text), group="paste", exclusive=True)

    async def _paste(self, box: NoteBox, text: str) -> None:
        if await self.confirm(f"Paste {len(text):,} characters?"):
            box.insert_clean(text)

    async def ask(self, question: str, **how: Unpack[Asking]) -> str | None:
        """Ask for a line in the message row, from within a worker; `Asking` says how.

        Esc returns None and keeps the text as the draft of `box`. A hint names the `marks` in the
        line while it is empty, or in the key row if it began with a text.
        """
        box, understood = how["box"], dict(how.get("marks") or {})
        self._foresees, self._asked_marks = how.get("preview"), understood
        try:
            while True:
                if self.holds_back and self.message_row.answers.waits(box):
                    # nothing is asked, but letters meant for the line must not act as keys
                    if await self.choose(HELD_BACK, ".") is None:
                        return None
                    self.show_again()
                held = self.holds_back
                hint = hint_line(understood, self.size.width - plain(question).cell_length - 3)
                text = await self.message_row.ask(question, hint=hint, **how)
                if text is not None or held or not self.holds_back or is_small(box):
                    return text
        finally:
            if self._asked_marks is understood:
                self._foresees, self._asked_marks = None, {}
                self.show_preview("")

    @on(Prompt.Changed)
    def _typed_on(self, event: Prompt.Changed) -> None:
        if isinstance(event.input, Prompt):
            self.show_preview(event.input.text)
            if self._look:
                self._look(event.value)

    def show_preview(self, text: str) -> None:
        """Preview above the line what a text will become."""
        found = list(self._foresees(text)) if self._foresees and text.strip() else []
        if self._becoming:
            self._becoming.show_lines(found)
        elif found:
            from aligntui.tui.widgets.becoming import Becoming

            self._becoming = Becoming(found)
            self.mount(self._becoming, before=self.message_row)

    async def ask_lines(
        self,
        question: str,
        keep: Callable[[str], Awaitable[object]],
        **how: Unpack[Line],
    ) -> None:
        """Ask for one line after another and keep each, until one is empty."""
        typed: str | None = question
        one_more, kept = False, if_words(keep)
        while typed and typed.strip():
            typed = await self.ask(question, keep=kept, one_more=one_more, **how)
            one_more = True

    async def ask_for(
        self,
        question: str,
        read: Callable[[str], Read],
        *,
        box: str,
        blank: Read | None = None,
        keep: Callable[[Read], Awaitable[object]] | None = None,
    ) -> Read | None:
        """Ask until the answer can be parsed; errors are shown in place and the text stays.

        An empty answer gives `blank`, Esc gives None. `keep` does something with the parsed value.
        """

        def check(typed: str) -> str | None:
            return complaint(read, typed) if typed.strip() else None

        async def kept(typed: str) -> object:
            return keep is None or await keep(read(typed))

        made = if_words(kept) if keep else None
        typed = await self.ask(question, box=box, check=check, keep=made)
        if typed is None:
            return None
        return read(typed) if typed.strip() else blank

    async def ask_words(
        self, question: str, box: str, before: str, look: Callable[[str], object]
    ) -> str | None:
        """Ask for words, and `look` for them while they are typed.

        Those left with esc are there again, for a letter to replace; `before` is what is looked
        for now.
        """
        drafts = drafts_of(self.app)
        kept = drafts.get(box) if drafts else ""
        if drafts:
            drafts.clear(box)  # they would stand beside new ones
        shown = "" if self.holds_back else kept
        self._look = look
        try:
            text = await self.ask(question, box=box, initial=shown or before)
        finally:
            self._look = None
        if drafts and text is None and not drafts.get(box):
            drafts.put(box, kept)
        return text

    @property
    def holds_back(self) -> bool:
        """True when text typed earlier must stay off the screen."""
        return False

    def show_again(self) -> None:
        """Show what is held back."""

    async def choose(
        self, question: str, choices: str, *, over: str = "", offers: bool = False
    ) -> str | None:
        """Ask for one key of `choices`; Enter and Esc give None.

        A line being typed is closed and its text kept; with `over`, shown above the question, it
        comes back afterwards. With `offers` any other key closes the question and acts.
        """
        return await self.message_row.choose(question, choices, over=over, offers=offers)

    async def confirm(self, question: str) -> bool:
        """Ask yes or no; only `y` means yes."""
        return await self.choose(f"{question} y/N", "ynYN") in {"y", "Y"}
