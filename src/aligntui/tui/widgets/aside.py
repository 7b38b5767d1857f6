"""Remarks about a person's cadences and due day, above their sections."""

from __future__ import annotations

from typing import TYPE_CHECKING

from aligntui.tui.widgets.plain import plain
from aligntui.tui.widgets.row import Row
from aligntui.tui.widgets.rows import Rows

if TYPE_CHECKING:
    from collections.abc import Iterable


class Aside(Rows, can_focus=False):
    """A few sentences, or no room at all; never has the focus."""

    DEFAULT_CSS = """
    Aside { height: auto; max-height: 4; display: none; }
    Aside.-any { display: block; }
    """

    def say(self, sentences: Iterable[str]) -> None:
        """Show some sentences, or nothing."""
        rows = [Row(None, plain(each, "$soon"), wrap=2) for each in sentences]
        self.set_class(bool(rows), "-any")
        self.show(rows, keep=False)
