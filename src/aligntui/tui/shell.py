"""The life of the terminal app: its start, interruptions, crashes and end."""

from __future__ import annotations

import asyncio
import contextlib
import os
import sys
from collections import deque
from contextvars import copy_context
from pathlib import Path, PurePath
from typing import TYPE_CHECKING, ClassVar

from textual import events, on
from textual.app import SuspendNotSupported

from aligntui.tui import theme
from aligntui.tui.base import too_small
from aligntui.tui.drafts import Drafts, MemoryDrafts, is_small
from aligntui.tui.keyboard import Keyboard
from aligntui.tui.keyed_app import KeyedApp
from aligntui.tui.terminal.crash import keep_silent, refusal, write_report
from aligntui.tui.terminal.driver import TerminalDriver, resized
from aligntui.tui.terminal.output import Canvas, send_differences
from aligntui.tui.terminal.signals import (
    Departure,
    as_it_was,
    constant_title,
    forget_typed_ahead,
    let_go_of_streams,
)
from aligntui.tui.widgets.prompt import typing_at

if TYPE_CHECKING:
    from collections.abc import Callable

    from textual.timer import Timer
    from textual.visual import VisualType

    from aligntui.tui.widgets.message_row import MessageRow, Notice
    from aligntui.tui.widgets.note_box import NoteBox

KEPT_NOTICES = 50
CRASHED_UNTOLD = 1
"""Textual's exit code after a crash; none of our own exits uses it."""
SETTLES = 0.1
"""Seconds without another size after which resizing counts as done."""


class ShellApp(KeyedApp):
    """An app that keeps typed text whatever happens, and sends little to the terminal."""

    CSS_PATH: ClassVar[list[str | PurePath]] = [Path(__file__).with_name("app.tcss")]
    TITLE = "aligntui"
    BINDING_GROUP_TITLE = "Everywhere"
    ENABLE_COMMAND_PALETTE = False  # we have our own
    NOTIFICATION_TIMEOUT = 3
    ESCAPE_TO_MINIMIZE = False

    def __init__(
        self,
        *,
        drafts: Drafts | None = None,
        state: Path | None = None,
        colors: str = "auto",
        ascii: bool | None = None,  # noqa: A002 - the setting has this name
    ) -> None:
        # Textual picks its filter for NO_COLOR here, before there is a theme.
        super().__init__(
            ansi_color=True if "NO_COLOR" in os.environ else None, driver_class=TerminalDriver
        )
        self.drafts: Drafts = drafts or MemoryDrafts()
        self.state = state
        self.store_path: Path | None = None
        self.store_key = ""
        """Names the store, where texts of several stores lie side by side."""
        self._said_trouble = ""
        self.rules = theme.rules(ascii)
        self.notices: deque[Notice] = deque(maxlen=KEPT_NOTICES)
        self.last_words = ""
        self.to_print = ""
        """Text to print once the terminal is restored."""
        self.is_leaving = False
        self.crashed = False
        self.animation_level = "none"
        self._canvas = Canvas()
        send_differences(self, self._canvas, self._point)
        keep_silent(self, self._crash)
        self._settling: Timer | None = None
        self._departure = Departure(self._keep_drafts, self._depart)
        self._keyboard = Keyboard(
            self, self._on_turn, risky=self._is_risky, held_back=self._say_held_back
        )
        self.choose_theme(colors)
        self._colors = self.get_css_variables()
        self.stylesheet.set_variables(self._colors)

    @property
    def plain_state(self) -> Path | None:
        """The folder for unencrypted texts; None for an encrypted store."""
        return self.state

    # -- looks -----------------------------------------------------------------------------

    def choose_theme(self, setting: str) -> None:
        """Choose the theme for `auto`, `dark`, `light` or `ansi`."""
        for each in theme.THEMES:
            self.register_theme(each)
        self.theme = theme.choose(setting, colors=self.console.color_system)

    def get_theme_variable_defaults(self) -> dict[str, str]:
        """Define our colour variables under any theme."""
        return dict(theme.DEFAULT_VARIABLES)

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

    # -- notices ---------------------------------------------------------------------------

    def notify(
        self,
        message: VisualType,
        *,
        title: str = "",
        severity: str = "information",
        timeout: float | None = None,
        markup: bool = True,
    ) -> None:
        """Show a notification in the message row: there are no pop-ups."""
        kinds = {"information": "news", "warning": "warning", "error": "error"}
        words = f"{title}: {message}" if title else str(message)
        if self.in_front:
            self.in_front.message_row.say(words, kinds.get(severity, "warning"))

    def on_message_row_said(self, event: MessageRow.Said) -> None:
        """Remember a notice."""
        self.notices.append(event.notice)

    # -- the end ---------------------------------------------------------------------------

    def step_aside(self, work: Callable[[], object]) -> str:
        """Hand the terminal over while something else runs; returns the error in words, or "".

        Nothing may escape from Textual's own context: it would leave a dead screen.
        """
        trouble = ""
        try:
            with self.suspend(), as_it_was():
                try:
                    work()
                except OSError as error:
                    trouble = error.strerror or type(error).__name__
                except ValueError as error:
                    trouble = str(error)
                forget_typed_ahead()
        except SuspendNotSupported:
            trouble = "this terminal can't be suspended"
        return trouble

    def on_note_box_editor_wanted(self, event: NoteBox.EditorWanted) -> None:
        """Edit the text of a box in the user's editor."""
        from aligntui.tui.editor import write_outside

        self.run_worker(write_outside(self, event.note_box), group="editor", exclusive=True)

    def leave(self, hard: bool) -> None:
        """Release files and locks; `hard` when there is no time for questions."""

    async def action_quit(self) -> None:
        """Save typed text and quit; where it can't be saved, ask first where to put it."""
        self.drafts.flush()
        if not self.unsaved:
            self.leave(hard=False)
            self.exit(return_code=0)
            return
        from aligntui.tui import clipboard

        if too_small(*self.size):
            clipboard.at_once(self)
        else:
            self.run_worker(clipboard.leave(self), group="leave", exclusive=True)

    @property
    def unsaved(self) -> dict[str, str]:
        """Typed texts whose present state is not on disk, by box."""
        return {box: text for box, text in self.drafts.unsaved.items() if not is_small(box)}

    @property
    def may_print(self) -> bool:
        """True when typed text may be shown now."""
        return True

    def name_of(self, box: str) -> str:
        """The name of a box in words."""
        return box

    def end_unsaved(self, words: str, to_print: str = "") -> None:
        """End with exit code 3, then say where typed text is, or print it."""
        self.last_words, self.to_print, self.is_leaving = words, to_print, True
        self.leave(hard=False)
        self.exit(return_code=3)

    def show_state(self) -> None:
        """Show the save state of the screen."""

    def _keep_drafts(self) -> None:
        self.drafts.flush(hurry=True)

    def _look_at_drafts(self) -> None:
        """Report once that typed text can't be kept, and again only after it could be."""
        if not self.is_running:
            return
        trouble = self.drafts.trouble
        if trouble and not self._said_trouble:
            # the whole path would leave no room for the error; `where` tells it
            words = trouble.replace(f"{self.state}/", "") if self.state else trouble
            self.notify(words, severity="error", markup=False)
        self._said_trouble = trouble
        self.show_state()

    def drafts_changed(self) -> None:
        """React to drafts that were written, or could not be."""
        self._look_at_drafts()

    def _watch_drafts(self) -> None:
        """Be notified of draft writes, which happen on another thread."""
        loop, around = asyncio.get_running_loop(), copy_context()

        def changed() -> None:
            with contextlib.suppress(RuntimeError):  # the loop has ended
                loop.call_soon_threadsafe(self.call_later, self.drafts_changed, context=around)

        self.drafts.changed = changed

    def _say_unsaved(self) -> None:
        """Set the final message to say where typed text is, if the app ends without asking."""
        if self.unsaved:
            from aligntui.tui import clipboard

            self.last_words, self.to_print = clipboard.last_words(self)

    def _look_at_size(self) -> None:
        """Compare with the terminal's own size: among many resizes the last signal may be lost."""
        missed = resized(self.screen.size) if self.screen_stack else None
        if missed:
            self.post_message(missed)

    def _depart(self, code: int) -> None:
        self._keep_drafts()
        self._say_unsaved()
        self.leave(hard=True)
        self.exit(return_code=code)

    @on(events.Mount)
    def watch_over(self) -> None:
        """Watch the terminal, the signals and the drafts."""
        self._watch_drafts()
        self._look_at_drafts()
        if not self.is_headless:
            self._departure.watch()
            self.set_interval(2, self._look_at_drafts)
            self.set_interval(1, self._look_at_size)
        self.app_suspend_signal.subscribe(self, lambda _: self._keep_drafts())
        self.app_resume_signal.subscribe(self, lambda _: self.action_repaint())

    def _crash(self, error: Exception) -> None:
        """Save typed text, and report names and lines of the traceback, but no values."""
        # on the way out, widgets may be missing by now
        if not (self._departure.code or self.crashed):
            self.crashed = True
            self._keep_drafts()
            self._say_unsaved()
            kept = self.last_words or "your text is kept"
            self.last_words = write_report(error, self.state, size=self.size, kept=kept)
            self.leave(hard=True)

    def end(self) -> int:
        """Return the exit code: of a signal, of a crash, or the one the app was left with."""
        code = self.return_code or 0
        if code == CRASHED_UNTOLD:
            self._crash(RuntimeError())
        return self._departure.code or (70 if self.crashed else code)


def run_app(app: ShellApp, *, mouse: bool = False) -> int:
    """Run the app and return its exit code; 2 where there is no usable terminal."""
    if words := refusal():
        sys.stderr.write(f"aligntui: {words}\n")
        return 2
    with constant_title():
        app.run(mouse=mouse)
    code = app.end()
    if app.to_print:
        with contextlib.suppress(OSError):
            sys.stdout.write(app.to_print)
            sys.stdout.flush()
    if app.last_words:
        with contextlib.suppress(OSError):
            sys.stderr.write(f"aligntui: {app.last_words}\n")
    let_go_of_streams()
    return code
