"""The list used by every screen: rows of one line, and a cursor on those with a key."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from textual import events, on
from textual.binding import Binding, BindingType
from textual.message import Message

from aligntui.tui.widgets.drawn_rows import DrawnRows
from aligntui.tui.widgets.row import HEAVY, LIGHT, Row, detail, gap, heading, laid_out
from aligntui.tui.widgets.stops import (
    first_stop,
    moved,
    near,
    paged,
    place_of,
    scrolled,
    stops,
)

if TYPE_CHECKING:
    from collections.abc import Iterable

__all__ = ["HEAVY", "LIGHT", "Row", "Rows", "detail", "gap", "heading"]


class Rows(DrawnRows, inherit_bindings=False):
    """A list of rows; a cursor move redraws only the two rows concerned."""

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
        self._show_lines(laid_out(self._given, self.scrollable_content_region.width), keep=True)
        self._resize_content()
        self._reveal()

    # -- what is shown ---------------------------------------------------------------------

    @property
    def cursor_key(self) -> str | None:
        """The key under the cursor, or None when no row has one."""
        return self._rows[self._cursor].key if self._cursor >= 0 else None

    def show(self, rows: Iterable[Row], *, keep: bool = True) -> None:
        """Show other rows; with `keep` the cursor stays on its key, or near its place."""
        given = tuple(rows)
        if given != self._given:
            self._given = given
            self._show_lines(laid_out(given, self.scrollable_content_region.width), keep=keep)

    def _show_lines(self, new: tuple[Row, ...], *, keep: bool) -> None:
        old = self._rows
        if new == old:
            return
        before, was = self.cursor_key, self._cursor
        self._rows = new
        self._cursor = self._kept(before, was) if keep else first_stop(new)
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

    # -- the cursor ------------------------------------------------------------------------

    def _kept(self, key: str | None, was: int) -> int:
        same = place_of(self._rows, key) if key is not None else -1
        return same if same >= 0 else near(self._rows, was)

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
        self._step_to(moved(self._rows, self._cursor, by))

    def action_edge(self, end: int) -> None:
        """Move to the first row (0) or the last one (1)."""
        if places := stops(self._rows):
            self._step_to(places[-end])

    def action_page(self, direction: int) -> None:
        """Move by a page less one row."""
        lines = direction * max(1, self.size.height - 2)
        self._step_to(paged(self._rows, self._cursor, lines))

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Disable opening where nothing can be opened."""
        return action != "choose" or (self._opens and self.cursor_key is not None)

    def action_choose(self) -> None:
        """Post that the row under the cursor is chosen."""
        if (key := self.cursor_key) is not None:
            self.post_message(self.Chosen(self, key))
