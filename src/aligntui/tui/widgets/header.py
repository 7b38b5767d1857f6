"""The column titles of a list."""

from __future__ import annotations

from typing import TYPE_CHECKING

from aligntui.tui.widgets.line_widget import LineWidget

if TYPE_CHECKING:
    from collections.abc import Callable

    from textual.content import Content


class Header(LineWidget):
    """One line, laid out for its width."""

    def __init__(self, titles: Callable[[int], Content]) -> None:
        super().__init__()
        self._titles = titles

    def line_for(self, width: int) -> Content:
        """The titles for a width."""
        return self._titles(width)
