"""The palette: a line to type in, and the matches below it."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, ClassVar, Final

from textual import events, on, work
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Input

from aligntui.tui.base import too_small
from aligntui.tui.palette import LEAST, MOST, SEARCH, FindsWords, Offer, drawn_offer, offered
from aligntui.tui.widgets.plain import clean
from aligntui.tui.widgets.rows import Row, Rows
from aligntui.tui.widgets.text_box import TextBox

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textual.app import ComposeResult
    from textual.screen import Screen

TALLEST: Final = 14
"""Most matches visible at once."""
LONGEST: Final = 200
"""Most letters that can be typed."""

NOTHING: Final = Content("Nothing is called that. Begin with / to look for words in everything.")
NO_WORDS: Final = Content("Nothing found.")


class _Line(TextBox, Input):
    """The line to type in; keys that move go to the list."""

    def __init__(self) -> None:
        super().__init__(
            placeholder="An action, a name, or / and words to find",
            compact=True,
            select_on_focus=False,
            max_length=LONGEST,
        )
        self.cursor_blink = False


class Palette(ModalScreen[Callable[[], object] | None], inherit_bindings=False):
    """List the matches of the letters typed so far; Enter runs the one under the cursor.

    Actions and people are found before the next key is handled. Searching the store for words takes
    time: an Enter pressed meanwhile waits for the hits.
    """

    DEFAULT_CSS = """
    Palette {
        background: $background 0%;
        overflow: hidden;
        &.-tiny > Vertical { display: none; }
        & > Vertical { margin: 1 0 0 0; width: 100%; height: auto; background: $panel; }
        & _Line.-textual-compact {
            margin: 0 2;
            color: $words;
            background: $panel;
            &:focus { background-tint: $panel 0%; }
        }
        & Rows {
            height: 1;
            padding: 0 1;
            background: $panel;
            & > .rows--cursor-blurred { background: $cursor-row; text-style: bold; }
        }
        &:ansi Rows > .rows--cursor-blurred { text-style: reverse; }
    }
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "close", "close", id="palette.close", tooltip="Close the palette."),
        Binding("down", "list('move', 1)", "down", id="palette.down", show=False,
                tooltip="Move to the next line."),
        Binding("up", "list('move', -1)", "up", id="palette.up", show=False,
                tooltip="Move to the line before."),
        Binding("pagedown", "list('page', 1)", "page down", id="palette.page_down", show=False,
                tooltip="Move down by as many lines as are seen."),
        Binding("pageup", "list('page', -1)", "page up", id="palette.page_up", show=False,
                tooltip="Move up by as many lines as are seen."),
        Binding("ctrl+home", "list('edge', 0)", "top", id="palette.top", show=False,
                tooltip="Move to the first line."),
        Binding("ctrl+end", "list('edge', 1)", "bottom", id="palette.bottom", show=False,
                tooltip="Move to the last line."),
    ]  # fmt: skip

    def __init__(self, below: Screen[object]) -> None:
        super().__init__()
        self._below = below
        self._line = _Line()
        self._rows = Rows(empty=NOTHING)
        self._rows.can_focus = False
        self._offers: Sequence[Offer] = ()
        self._listed: str | None = None
        """The query whose matches are listed."""
        self._wanted = False
        """True while Enter waits for a search."""

    def compose(self) -> ComposeResult:
        """Put the line above the list."""
        with Vertical():
            yield self._line
            yield self._rows

    @property
    def is_waiting(self) -> bool:
        """True while a pressed key waits for the search."""
        return self._wanted

    @on(events.Mount)
    @on(Input.Changed)
    def list_what_fits(self) -> None:
        """List the matches of the present letters."""
        query = self._line.value.strip()
        if query == self._listed:
            return
        self._wanted = False
        if query.startswith(SEARCH):
            self._look_for(query)
        else:
            self._show(query, offered(self._below, query), NOTHING)

    @on(events.Resize)
    def make_room(self, event: events.Resize) -> None:
        """In a window that is too small, leave the room to the sentence below."""
        self.set_class(too_small(*event.size), "-tiny")

    @work(exclusive=True)
    async def _look_for(self, query: str) -> None:
        typed, app = query.removeprefix(SEARCH).strip(), self.app
        found: list[Offer] = []
        if len(typed) >= LEAST and isinstance(app, FindsWords):
            found = [Offer(clean(label), act) for label, act in (await app.found(typed))[:MOST]]
        if self._line.value.strip() == query:
            self._show(query, found, NO_WORDS if len(typed) >= LEAST else Content(""))
            if self._wanted:
                self._wanted = False
                self.take()

    def _show(self, query: str, offers: Sequence[Offer], empty: Content) -> None:
        self._listed, self._offers = query, offers
        self._rows.empty = empty
        marked = "" if query.startswith(SEARCH) else query
        self._rows.show(
            [Row(f"{at}", drawn_offer(self.app, each, marked)) for at, each in enumerate(offers)],
            keep=False,
        )
        self._rows.styles.height = max(2, min(TALLEST, len(offers)))

    def action_list(self, move: str, by: int) -> None:
        """Move the cursor of the list."""
        {"move": self._rows.action_move, "page": self._rows.action_page}.get(
            move, self._rows.action_edge
        )(by)

    @on(Input.Submitted)
    def take(self) -> None:
        """Run the choice under the cursor, now or as soon as it is found."""
        self.list_what_fits()
        if self._line.value.strip() != self._listed:
            self._wanted = True
        elif (key := self._rows.cursor_key) is not None:
            self.dismiss(self._offers[int(key)].act)

    def action_close(self) -> None:
        """Close without doing anything."""
        self.dismiss(None)
