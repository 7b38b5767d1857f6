"""How the app looks: its colours, and what is sent to its terminal."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from textual import events, on
from textual.app import App

from aligntui.tui import theme
from aligntui.tui.terminal.driver import TerminalDriver, resized
from aligntui.tui.terminal.output import Canvas, send_differences
from aligntui.tui.widgets.prompt import typing_at

if TYPE_CHECKING:
    from textual.timer import Timer

SETTLES = 0.1
"""Seconds without another size after which resizing counts as done."""


class PaintedApp(App[None], inherit_bindings=False):
    """An app that sends its terminal only what it does not show yet."""

    def __init__(
        self,
        *,
        colors: str,
        ascii: bool | None,  # noqa: A002 - the setting has this name
    ) -> None:
        # Textual picks its filter for NO_COLOR here, before there is a theme.
        super().__init__(
            ansi_color=True if "NO_COLOR" in os.environ else None, driver_class=TerminalDriver
        )
        self.rules = theme.rules(ascii)
        self.animation_level = "none"
        self._canvas = Canvas()
        send_differences(self, self._canvas, self._point)
        self._settling: Timer | None = None
        self.choose_theme(colors)
        self._colors = self.get_css_variables()
        self.stylesheet.set_variables(self._colors)

    def choose_theme(self, setting: str) -> None:
        """Choose the theme for `auto`, `dark`, `light` or `ansi`."""
        for each in theme.THEMES:
            self.register_theme(each)
        self.theme = theme.choose(setting, colors=self.console.color_system)

    def refresh_css(self, animate: bool = True) -> None:
        """Parse all style sheets again, unless the colours are unchanged."""
        colors = self.get_css_variables()
        if colors != self._colors:
            self._colors = colors
            super().refresh_css(animate)

    def _point(self) -> None:
        """Put the terminal's cursor where typing happens, for input methods and screen readers.

        Textual does so while a box moves, before it has its place on the screen.
        """
        at = typing_at(self.focused) if self.screen_stack else None
        if at is not None:
            self.cursor_position = at

    @on(events.Resize)
    def _terminal_was_resized(self) -> None:
        """Send everything again: a terminal may change its contents while it is resized.

        One made smaller and restored within a moment has lost its edges, while Textual sees no
        other size: once sizes have settled, the missing parts are sent.
        """
        self._canvas.forget()
        if self._settling:
            self._settling.stop()
        self._settling = self.set_timer(SETTLES, self._send_what_is_missing)

    def _send_what_is_missing(self) -> None:
        if self.screen_stack:
            self.screen.refresh(layout=True)

    def action_repaint(self) -> None:
        """Redraw everything, for a terminal that was disturbed."""
        self._canvas.forget()
        self.screen.refresh(layout=True)

    def look_at_size(self) -> None:
        """Compare with the terminal's own size: among many resizes the last signal may be lost."""
        missed = resized(self.screen.size) if self.screen_stack else None
        if missed:
            self.post_message(missed)
