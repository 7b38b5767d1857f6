"""The list used by every screen: rows of one line, and a cursor on those with a key."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import ClassVar, Final

from rich.segment import Segment
from textual import events, on
from textual.binding import Binding, BindingType
from textual.containers import Container
from textual.content import Content
from textual.geometry import Size
from textual.message import Message
from textual.reactive import reactive
from textual.scroll_view import ScrollView
from textual.strip import Strip
from textual.style import Style

from aligntui.tui.theme import rules_of
from aligntui.tui.widgets.plain import fit
from aligntui.tui.widgets.row import (
    Row,
    drawn,
    first_stop,
    laid_out,
    moved,
    near,
    paged,
    place_of,
    scrolled,
    stops,
)

CURSOR: Final = ">"
_LEGIBLE: Final = 3
"""The fewest lines in which a list is read by scrolling; in a lower one the cursor just goes on."""


class Rows(ScrollView, can_focus=True, inherit_bindings=False):
    """A list of rows, drawn on demand; a cursor move redraws only the two rows concerned."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {"rows--cursor", "rows--cursor-blurred"}

    KEEPS_CURSOR: ClassVar[bool] = True
    """True when the cursor is visible while something else has the focus."""

    DEFAULT_CSS = """
    Rows {
        height: 1fr;
        width: 1fr;
        color: $words;
        overflow-x: hidden;
        overflow-y: auto;
        scrollbar-size-vertical: 1;
        & > .rows--cursor { background: $cursor-row; text-style: bold; }
        & > .rows--cursor-blurred { background: $cursor-row-blurred; }
        &:ansi > .rows--cursor { text-style: reverse; }
        &:ansi > .rows--cursor-blurred { text-style: bold; }
    }
    """

    empty: reactive[Content] = reactive(Content)
    """The text shown when there are no rows; until they were shown, nothing is known of them."""

    BINDING_GROUP_TITLE = "In the list"

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("down,j", "move(1)", "down", id="rows.down", show=False,
                tooltip="Move to the next row."),
        Binding("up,k", "move(-1)", "up", id="rows.up", show=False,
                tooltip="Move to the row before."),
        Binding("g,home", "edge(0)", "top", id="rows.top", show=False,
                tooltip="Move to the first row."),
        Binding("G,end", "edge(1)", "bottom", id="rows.bottom", show=False,
                tooltip="Move to the last row."),
        Binding("pagedown,ctrl+d", "page(1)", "page down", id="rows.page_down", show=False,
                tooltip="Move down by as many rows as there is room for."),
        Binding("pageup,ctrl+u", "page(-1)", "page up", id="rows.page_up", show=False,
                tooltip="Move up by as many rows as there is room for."),
        Binding("enter", "choose", "open", id="rows.choose",
                tooltip="Open the row under the cursor."),
    ]  # fmt: skip

    @dataclass
    class _Pointed(Message):
        rows: Rows
        key: str

        @property
        def control(self) -> Rows:
            """The list that sent it."""
            return self.rows

    class Highlighted(_Pointed):
        """The cursor is on another key."""

    class Chosen(_Pointed):
        """Enter was pressed on a key."""

    def __init__(
        self,
        rows: Iterable[Row] = (),
        *,
        empty: Content | None = None,
        id: str | None = None,  # noqa: A002
        classes: str | None = None,
        opens: bool = True,
    ) -> None:
        super().__init__(id=id, classes=classes)
        self._opens = opens
        self.rows: tuple[Row, ...] = tuple(rows)
        """The rows as given; those that wrap take several lines."""
        self._rows: tuple[Row, ...] = self.rows
        self._cursor = first_stop(self._rows)
        self._known = bool(self.rows)
        """True once rows were shown, even none."""
        self.set_reactive(Rows.empty, empty or Content(""))

    def _resize_content(self) -> None:
        self.virtual_size = Size(self.scrollable_content_region.width, len(self._rows))

    @on(events.Mount)
    def tell_first(self) -> None:
        """Post the first key."""
        # a scrollbar takes a column without a resize event
        self.watch(self, "show_vertical_scrollbar", self.keep_in_sight, init=False)
        self._resize_content()
        self._tell()

    @on(events.Resize)
    def keep_in_sight(self) -> None:
        """Fit the lines to the width, and keep the cursor visible."""
        self._show_lines(laid_out(self.rows, self.scrollable_content_region.width), keep=True)
        self._resize_content()
        self._reveal()

    # -- what is shown ---------------------------------------------------------------------

    @property
    def cursor_key(self) -> str | None:
        """The key under the cursor, or None when no row has one."""
        return self._rows[self._cursor].key if self._cursor >= 0 else None

    @property
    def cursor_line(self) -> int:
        """The line of the cursor, counted from the first of the list."""
        return self._cursor

    def show(self, rows: Iterable[Row], *, keep: bool = True) -> None:
        """Show other rows; with `keep` the cursor stays on its key, or near its place."""
        given = tuple(rows)
        if not (self._known or given):
            self.refresh()
        self._known = True
        if given != self.rows:
            self.rows = given
            self._show_lines(laid_out(given, self.scrollable_content_region.width), keep=keep)

    def _show_lines(self, new: tuple[Row, ...], *, keep: bool) -> None:
        old = self._rows
        if new == old:
            return
        before, was = self.cursor_key, self._cursor
        self._rows = new
        if keep:
            same = place_of(new, before) if before is not None else -1
            self._cursor = same if same >= 0 else near(new, was)
        else:
            self._cursor = first_stop(new)
        self._resize_content()
        if len(new) != len(old):
            self.refresh()
        else:
            ends = {was, self._cursor} if was != self._cursor else set()
            self._draw(*ends, *(at for at, row in enumerate(new) if row != old[at]))
        self._reveal()
        if self.cursor_key != before:
            self._tell()

    def move_to(self, key: str) -> bool:
        """Put the cursor on a key; True when the key is there."""
        found = place_of(self._rows, key)
        if found >= 0:
            self._step_to(found)
        return found >= 0

    def holds(self, thing: str) -> bool:
        """True when a row is about a thing."""
        return self._place_of_thing(thing) >= 0

    def _place_of_thing(self, thing: str) -> int:
        keys = (row.key or "" for row in self._rows)
        return next((at for at, key in enumerate(keys) if key.rpartition(":")[2] == thing), -1)

    def in_sight(self, thing: str) -> bool:
        """True when the row about a thing is seen without scrolling."""
        line = self._place_of_thing(thing) - self.scroll_offset.y
        seen = self.is_on_screen and self.scrollable_content_region.height
        return 0 <= line < seen

    # -- the cursor ------------------------------------------------------------------------

    def _step_to(self, at: int) -> None:
        if at != self._cursor and 0 <= at < len(self._rows):
            was, self._cursor = self._cursor, at
            self._draw(was, at)
            self._reveal()
            self._tell()

    def _tell(self) -> None:
        if self.is_running and (key := self.cursor_key) is not None:
            self.post_message(self.Highlighted(self, key))

    def _draw(self, *at: int) -> None:
        for each in set(at):
            if 0 <= each - self.scroll_offset.y < self.size.height:
                self.refresh_line(each)

    def _reveal(self) -> None:
        """Scroll so that the cursor row is visible with its headings and details."""
        height = self.scrollable_content_region.height
        if self._cursor < 0 or height <= 0:
            return
        seen = round(self.scroll_target_y)
        line = scrolled(self._rows, self._cursor, seen=seen, height=height)
        if line != seen:
            # forced: a list that has just grown too long has no scrollbar yet
            self.scroll_to(y=line, animate=False, immediate=True, force=True)

    # -- the lines drawn -------------------------------------------------------------------

    def render_line(self, y: int) -> Strip:
        """Draw the line `y` cells below the top of the view."""
        width = self.scrollable_content_region.width
        if width <= 0:
            return Strip.blank(self.size.width)
        if not self._rows:
            return self._strip(self._empty_line(y, width), self.visual_style)
        at = y + self.scroll_offset.y
        if at >= len(self._rows):
            return self._strip(fit("", width), self.visual_style)
        row = self._rows[at]
        here = at == self._cursor and (self.has_focus or self.KEEPS_CURSOR)
        content = drawn(row, width, rules_of(self.app), marker=CURSOR if here else " ")
        if not here:
            return self._strip(content, self.visual_style, row.style)
        if self.app.native_ansi_color:
            content = content.without_spans  # reversed colours would make a patchwork
        name = "rows--cursor" if self.has_focus else "rows--cursor-blurred"
        style = self.get_visual_style(name)
        if self.get_component_styles(name).text_style.reverse:
            style += Style(reverse=True)  # Textual leaves it out of the visual style
        return self._strip(content, style, row.style)

    def _empty_line(self, y: int, width: int) -> Content:
        said = self._known and self.empty
        lines = said.wrap(max(1, width - 4)) if said else []
        text = lines[y - 1] if 0 < y <= len(lines) else Content("")
        return fit(Content("   ") + text, width)

    def _strip(self, content: Content, style: Style, under: str = "") -> Strip:
        parse = self.app.stylesheet.parse_style
        base = style + parse(under) if under else style
        return Strip(
            [
                Segment(text, each.rich_style)
                for text, each in content.render(base, end="", parse_style=parse)
            ],
            content.cell_length,
        )

    # -- keys ------------------------------------------------------------------------------

    def on_click(self, event: events.Click) -> None:
        """Put the cursor where the mouse is; a second click opens."""
        at = event.y + self.scroll_offset.y
        if 0 <= at < len(self._rows) and self._rows[at].key is not None:
            if at == self._cursor:
                self.action_choose()
            self._step_to(at)

    def action_move(self, by: int) -> None:
        """Move by that many rows with a key."""
        height = self.scrollable_content_region.height
        self._go_to(moved(self._rows, self._cursor, by), by * max(1, height // 3))

    def action_edge(self, end: int) -> None:
        """Move to the first row (0) or the last one (1)."""
        if places := stops(self._rows):
            self._step_to(places[-end])
        self._scroll(len(self._rows) * (end or -1))

    def action_page(self, direction: int) -> None:
        """Move by a page less one row."""
        lines = direction * max(1, self.size.height - 2)
        self._go_to(paged(self._rows, self._cursor, lines), lines)

    def _go_to(self, at: int, lines: int) -> None:
        """Step to a place; with rows unseen before it, or with none left, scroll by `lines`."""
        seen, height = round(self.scroll_target_y), self.scrollable_content_region.height
        beside = at == moved(self._rows, self._cursor, 1 if lines > 0 else -1)
        line = scrolled(self._rows, at, seen=seen, height=height)
        if at == self._cursor or (beside and abs(line - seen) > height >= _LEGIBLE):
            self._scroll(lines)
        else:
            self._step_to(at)

    def _scroll(self, lines: int) -> None:
        """Scroll without the cursor: below the last row with a key there may be more to read."""
        end = max(0, len(self._rows) - self.scrollable_content_region.height)
        line = max(0, min(end, round(self.scroll_target_y) + lines))
        self.scroll_to(y=line, animate=False, immediate=True, force=True)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Disable opening where nothing can be opened."""
        return action != "choose" or (self._opens and self.cursor_key is not None)

    def action_choose(self) -> None:
        """Post that the row under the cursor is chosen."""
        if (key := self.cursor_key) is not None:
            self.post_message(self.Chosen(self, key))


class Page(Container):
    """A box with one list, which has the focus from the start."""

    DEFAULT_CSS = """
    Page { height: 1fr; }
    """

    def __init__(self, rows: Rows) -> None:
        super().__init__(rows, classes="box")
        self._rows = rows

    def on_mount(self) -> None:
        """Focus the list."""
        self._rows.focus()
