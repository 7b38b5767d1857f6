"""A widget of one line that is redrawn only when its text changes."""

from __future__ import annotations

from textual import events, on
from textual.content import Content
from textual.widget import Widget

from aligntui.tui.theme import Rules, rules_of


class LineWidget(Widget):
    """One line; subclasses return its content from `line_for`."""

    DEFAULT_CSS = """
    LineWidget { height: 1; width: 1fr; color: $words; }
    """

    def __init__(self, *, id: str | None = None, classes: str | None = None) -> None:  # noqa: A002
        super().__init__(id=id, classes=classes)
        self._drawn = Content("")

    @property
    def rules(self) -> Rules:
        """The line characters the app has chosen."""
        return rules_of(self.app)

    def line_for(self, width: int) -> Content:
        """Return the content for a width in cells."""
        raise NotImplementedError

    def redraw(self) -> None:
        """Redraw if the content has changed."""
        if self.is_mounted and self.size.width:
            line = self.line_for(self.size.width)
            if not line.is_same(self._drawn):
                self._drawn = line
                self.refresh()

    @on(events.Resize)
    def fit_to_width(self, event: events.Resize) -> None:
        """Lay the line out for the new width."""
        self._drawn = self.line_for(event.size.width)
        self.refresh()

    def render(self) -> Content:
        """Render the line."""
        return self._drawn
