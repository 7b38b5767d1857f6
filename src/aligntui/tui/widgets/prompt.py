"""A one-line text box in the message row that keeps what is typed."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, ClassVar, Final

from rich.cells import cell_len
from textual.binding import ActiveBinding, Binding, BindingType
from textual.geometry import Offset
from textual.suggester import SuggestFromList
from textual.widgets import Input
from textual.widgets.input import Selection

from aligntui.domain.plain import LONGEST_TEXT
from aligntui.tui.drafts import drafts_of
from aligntui.tui.keys import is_printable
from aligntui.tui.widgets.plain import clean, line

if TYPE_CHECKING:
    from textual import events
    from textual.content import Content
    from textual.widget import Widget


ASK_ABOVE: Final = 256 * 1024
"""Characters of a paste above which a box asks first."""

MOST_IN_LINE: Final = 20_000
"""Most characters that a line takes from a paste; longer texts need a box or a file."""


class TextBox:
    """Takes every key that writes a character, by whatever name Textual calls it."""

    def check_consume_key(self, key: str, character: str | None = None) -> bool:
        """Let no character reach the screen behind."""
        return is_printable(key) or bool(character and character.isprintable())


def typing_at(box: Widget | None) -> Offset | None:
    """The place on the screen where the next letter appears; None for other widgets."""
    if not isinstance(box, Input):
        at: Offset | None = getattr(box, "cursor_screen_offset", None)
        return at
    # Textual counts a cell too many when the cursor is after the last letter
    shown = "•" * box.cursor_position if box.password else box.value[: box.cursor_position]
    return box.content_region.offset + Offset(cell_len(shown) - box.scroll_offset.x, 0)


def too_long_for_box(size: int) -> str:
    """The reason why a paste is too long for a box, or ""."""
    if size <= LONGEST_TEXT:
        return ""
    return f"That is more than the {LONGEST_TEXT:,} characters a text may have; nothing was pasted"


def too_long_for_line(size: int) -> str:
    """The reason why a paste is too long for a line, or ""."""
    if size <= MOST_IN_LINE:
        return ""
    more = f"{size:,}" if size <= LONGEST_TEXT else f"more than {LONGEST_TEXT:,}"
    return f"A line takes {MOST_IN_LINE:,} characters at once, not {more}"


_BREAKS: Final = "↵⏎␤"
"""Signs for a line end within the one line; the first that the text lacks is used."""


class Prompt(TextBox, Input):
    """The line to answer in; it takes every key, and Esc closes it with the text kept."""

    DEFAULT_CSS = """
    Prompt.-textual-compact {
        width: 1fr;
        color: $words;
        background: $surface;
        &:focus { background-tint: $surface 0%; }
    }
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "submit", "done", id="prompt.done",
                tooltip="Save the text."),
        Binding("escape", "close", "close, keep text", id="prompt.close",
                tooltip="Close the line; the text is kept for next time."),
        Binding("f6", "screen.hide", "hide private", id="prompt.hide", show=False,
                tooltip="Close the line, keep its text, hide everything private."),
        Binding("shift+enter,ctrl+j", "break_line", "new line", id="prompt.break", show=False,
                tooltip="Begin a new line, in what may have several."),
        Binding("up,ctrl+z", "bring(-1)", "what was there", id="prompt.before", show=False,
                tooltip="Bring back what was there before you typed."),
        Binding("down", "bring(1)", "what you typed", id="prompt.after", show=False,
                tooltip="Bring back what you typed."),
        Binding("ctrl+t", "turn", "their words", id="prompt.turn",
                tooltip="Say who proposes these words: you, or they."),
        Binding("tab", "complete", "complete", id="prompt.complete", show=False,
                tooltip="Accept the suggestion."),
    ]  # fmt: skip

    def __init__(
        self,
        *,
        done: Callable[[str], None],
        left: Callable[[], None],
        refused: Callable[[str], None],
        turned: Callable[[], None] | None = None,
    ) -> None:
        super().__init__(compact=True, select_on_focus=False)
        self.cursor_blink = False
        self._done = done
        self._left = left
        self._refused = refused
        self._turned = turned
        self.turns = False
        """True when the question can be turned into another one."""
        self.box = ""
        """The name under which the text is kept."""
        self._initial = ""
        self._given = ""
        """The initial text as the line shows it."""
        self._base = ""
        self._others: tuple[str, ...] = ()
        """Texts that up brings: the initial one, and drafts from before it changed."""
        self._typed = ""
        self._at = 0
        self._untouched = False
        self._bringing = False
        self._one_more = False
        self.began_empty = True
        """False while a line is open that was opened with text in it."""
        self.takes_lines = False
        """True when the text may have several lines; otherwise line ends become blanks."""
        self._break = _BREAKS[0]

    @property
    def text(self) -> str:
        """The text of the line, with real line ends."""
        return self.value.replace(self._break, "\n") if self.takes_lines else self.value

    def fitting(self, text: str) -> str:
        """The text as one line shows it; the sign for line ends does not occur in it."""
        if not self.takes_lines:
            return clean(text)
        text = clean(text, lines=True)
        if self._break in text:
            other = next((each for each in _BREAKS if each not in self.value + text), " ")
            self.value, self._break = self.value.replace(self._break, other), other
        return text.replace("\n", self._break)

    def begin(
        self,
        box: str,
        suggestions: Iterable[str],
        *,
        draft: str,
        initial: str,
        older: Mapping[str, str],
        base: str,
        one_more: bool = False,
        hint: str = "",
    ) -> None:
        """Start with the draft, otherwise with `initial`, which the first letter replaces.

        If there are `older` drafts, from before the wording became `base`, only a new draft is put
        in: up and down bring the others. `hint` is shown while the line is empty. `one_more` says
        that the answer before opened the line.
        """
        self._one_more = one_more
        words = list(suggestions)
        self.suggester = SuggestFromList(words, case_sensitive=False) if words else None
        self._given = self.fitting(initial)
        self._initial, self._base, self._untouched = initial, base, True
        self._others = tuple(self.fitting(each) for each in (initial, *older.values()) if each)
        self.placeholder = hint
        begins = draft or ("" if older else initial)
        self.began_empty = not begins
        self.value = self.fitting(begins)
        self._typed, self._at = self.value, len(self._others)
        self.selection = Selection(len(self.value) if draft else 0, len(self.value))
        self.box = box

    def end(self) -> None:
        """Stop; the caller decides about the draft."""
        self.box = ""
        self.value = ""
        self.began_empty = True

    def watch_value(self, value: str) -> None:
        """Save each change at once, so that nothing depends on a timer."""
        drafts = drafts_of(self.app) if self.box and not self._bringing else None
        if drafts:
            drafts.put(self.box, "" if value == self._given else self.text, self._base)

    def takes(self, bound: ActiveBinding) -> bool:
        """True when a key acts while the line is open: its own, help and priority keys."""
        return bound.node is self or bound.binding.priority or bound.binding.id == "app.help"

    def on_key(self, event: events.Key) -> None:
        """Let no other key reach the screen behind, except from an empty line for one more."""
        bound = self.screen.active_bindings.get(event.key)
        if not (bound and bound.binding.action in ("submit", "turn")):
            self._touch(replacing=event.is_printable)
        if event.is_printable or (bound and self.takes(bound)):
            return
        event.stop()
        if bound and bound.enabled and self._one_more and not self.value:
            # nobody asked for this line, so it must not keep ctrl+s from acting
            self._left()
            self.app.call_later(self.app.run_action, bound.binding.action, bound.node)

    def on_paste(self, event: events.Paste) -> None:
        """Take a paste of several lines, not only its first one."""
        event.stop()
        event.prevent_default()
        if words := too_long_for_line(len(event.text)):
            self._refused(words)
        else:
            text = self.fitting(event.text.rstrip("\r\n"))
            self._touch(replacing=True)
            self.replace(text, *sorted(self.selection))

    async def action_submit(self) -> None:
        """Hand the text over; if nothing was put into the line, leave everything as it is."""
        if self._untouched and not self.value and self._others:
            self._left()
        else:
            self._done(self._initial if self.value == self._given else self.text)

    def action_close(self) -> None:
        """Close the line, and keep the text."""
        self._left()

    def action_break_line(self) -> None:
        """Begin a new line if the text may have several; otherwise do nothing."""
        if self.takes_lines:
            self.insert_text_at_cursor(self._break)

    def action_bring(self, by: int) -> None:
        """Bring back the text from before the line was opened, or the one typed in it."""
        if self.value != (*self._others, self._typed)[self._at]:
            self._typed, self._at = self.value, len(self._others)
        self._at = max(0, min(len(self._others), self._at + by))
        self._bringing = True  # a text brought back is no draft until it is edited
        self.value = (*self._others, self._typed)[self._at]
        self._bringing = False
        self.cursor_position = len(self.value)

    def _touch(self, *, replacing: bool) -> None:
        """Let letters replace the initial value; other keys edit it."""
        if self._untouched and not replacing:
            self.selection = Selection.cursor(len(self.value))
        self._untouched = False

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Leave out the key that turns the question where there is no other one."""
        return self.turns if action == "turn" else super().check_action(action, parameters)

    def action_turn(self) -> None:
        """Ask the other question of the same text."""
        if self._turned:
            self._turned()

    def action_complete(self) -> None:
        """Accept the suggestion, if there is one."""
        self.cursor_position = len(self.value)
        self.action_cursor_right()


def beside(now: str, older: dict[str, str]) -> Iterator[Content]:
    """Lines with the present wording, and the texts typed before it changed."""
    if older:
        yield line(("Now:        ", "$quiet"), now)
    for text in older.values():
        yield line(("You typed:  ", "$quiet"), text, ("   up brings it", "$quiet"))
