"""The titles above a list's columns."""

from __future__ import annotations

from typing import TYPE_CHECKING

from aligntui.tui.widgets.line_widget import LineWidget

if TYPE_CHECKING:
    from collections.abc import Callable

    from textual.content import Content


class Header(LineWidget):
    """One line that is laid out by the width it gets."""

    def __init__(self, titles: Callable[[int], Content]) -> None:
        super().__init__()
        self._titles = titles

    def line_for(self, width: int) -> Content:
        """The titles for a width."""
        return self._titles(width)
