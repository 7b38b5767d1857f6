"""Rows as drawn on the screen, one line each, one of them under the cursor."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Final

from rich.segment import Segment
from textual.content import Content
from textual.geometry import Size
from textual.scroll_view import ScrollView
from textual.strip import Strip
from textual.style import Style

from aligntui.tui.theme import rules_of
from aligntui.tui.widgets.plain import fit
from aligntui.tui.widgets.row import Row, drawn
from aligntui.tui.widgets.stops import first_stop

if TYPE_CHECKING:
    from collections.abc import Iterable

CURSOR: Final = ">"


class DrawnRows(ScrollView, can_focus=True, inherit_bindings=False):
    """Draws each line on demand, or a text where there are no rows."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {"rows--cursor", "rows--cursor-blurred"}

    KEEPS_CURSOR: ClassVar[bool] = True
    """True when the cursor is visible while something else has the focus."""

    DEFAULT_CSS = """
    DrawnRows {
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
        self._given: tuple[Row, ...] = tuple(rows)
        self._rows: tuple[Row, ...] = self._given
        self._cursor = first_stop(self._rows)
        self._empty = empty or Content("")

    @property
    def rows(self) -> tuple[Row, ...]:
        """The rows as given; those that wrap take several lines."""
        return self._given

    @property
    def empty(self) -> Content:
        """The text shown when there are no rows."""
        return self._empty

    @empty.setter
    def empty(self, content: Content) -> None:
        if not content.is_same(self._empty):
            self._empty = content
            self.refresh()

    def _resize_content(self) -> None:
        self.virtual_size = Size(self.scrollable_content_region.width, len(self._rows))

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
        lines = self._empty.wrap(max(1, width - 4)) if self._empty else []
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
