"""The life of the terminal app: how it starts, is interrupted, crashes and ends."""

from __future__ import annotations

import contextlib
import os
import sys
import time
from collections import deque
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from textual import events, on
from textual.app import App
from textual.binding import Binding, BindingType

from aligntui.tui import theme
from aligntui.tui.base import AlignScreen, too_small
from aligntui.tui.canvas import Canvas
from aligntui.tui.crash import refusal, write_report
from aligntui.tui.drafts import Drafts, MemoryDrafts
from aligntui.tui.keyboard import Keyboard
from aligntui.tui.keys import reason_of
from aligntui.tui.signals import Departure, constant_title, forget_typed_ahead, let_go_of_streams

if TYPE_CHECKING:
    from collections.abc import Callable

    from rich.console import RenderableType
    from textual.screen import Screen
    from textual.visual import VisualType

    from aligntui.tui.widgets.message_row import MessageRow, Notice

KEPT_NOTICES = 50
TWICE_WITHIN = 2.0
"""Seconds between two presses of ctrl+c that quit."""


class ShellApp(App[None], inherit_bindings=False):
    """An app that keeps what is typed whatever happens to it, and says little to the terminal."""

    CSS_PATH = Path(__file__).with_name("app.tcss")
    TITLE = "aligntui"
    BINDING_GROUP_TITLE = "Everywhere"
    ENABLE_COMMAND_PALETTE = True
    COMMAND_PALETTE_BINDING = "ctrl+p"
    NOTIFICATION_TIMEOUT = 3
    ESCAPE_TO_MINIMIZE = False

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("question_mark,f1", "help", "help", id="app.help", show=False,
                tooltip="Explain this view and what has the focus."),
        Binding("ctrl+p,colon", "command_palette", "palette", id="app.palette", show=False,
                tooltip="Find any action and any person by a few letters."),
        Binding("ctrl+q", "quit", "quit", id="app.quit", show=False, priority=True,
                tooltip="Quit; everything typed is kept."),
        Binding("ctrl+c", "interrupt", "quit (twice)", id="app.interrupt", show=False,
                tooltip="Pressed twice, quit; everything typed is kept."),
        Binding("ctrl+z", "suspend_process", "suspend", id="app.suspend", show=False,
                tooltip="Go to the shell; `fg` comes back."),
        Binding("ctrl+l", "repaint", "repaint", id="app.repaint", show=False,
                tooltip="Draw the whole screen again."),
    ]  # fmt: skip

    def __init__(
        self,
        *,
        drafts: Drafts | None = None,
        state: Path | None = None,
        colors: str = "auto",
        ascii: bool | None = None,  # noqa: A002 - the setting has this name
    ) -> None:
        # Textual picks its filter for NO_COLOR here, before there is a theme to go by.
        super().__init__(ansi_color=True if "NO_COLOR" in os.environ else None)
        self.drafts: Drafts = drafts or MemoryDrafts()
        self.state = state
        self.rules = theme.rules(ascii)
        self.notices: deque[Notice] = deque(maxlen=KEPT_NOTICES)
        self.last_words = ""
        self.crashed = False
        self.animation_level = "none"
        self._canvas = Canvas()
        self._departure = Departure(self._keep_drafts, self._depart)
        self._interrupted_at = -TWICE_WITHIN
        self._keyboard = Keyboard(self, self._on_turn)
        self.choose_theme(colors)

    # -- looks -----------------------------------------------------------------------------

    def choose_theme(self, setting: str) -> None:
        """Take the theme for `auto`, `dark`, `light` or `ansi`."""
        for each in theme.THEMES:
            self.register_theme(each)
        self.theme = theme.choose(setting, colors=self.console.color_system)

    def get_theme_variable_defaults(self) -> dict[str, str]:
        """Give our names a meaning under any theme."""
        return dict(theme.DEFAULT_VARIABLES)

    def _display(self, screen: Screen[object], renderable: RenderableType | None) -> None:
        """Send only what differs from what the terminal shows already."""
        # what Textual would drop must not be taken for sent
        sent = self._running and not (self._batch_count or self._closed or self.is_headless)
        if sent and self._driver is not None:
            renderable = self._canvas.difference(renderable, self.console)
        super()._display(screen, renderable)

    def action_repaint(self) -> None:
        """Draw everything again, for a terminal that was disturbed."""
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
        """Say it in the message row: there are no pop-ups."""
        kinds = {"information": "news", "warning": "warning", "error": "error"}
        words = f"{title}: {message}" if title else str(message)
        for screen in reversed(self.screen_stack):
            if isinstance(screen, AlignScreen):
                screen.message_row.say(words, kinds.get(severity, "warning"))
                break

    def on_message_row_said(self, event: MessageRow.Said) -> None:
        """Remember what was said."""
        self.notices.append(event.notice)

    # -- keys ------------------------------------------------------------------------------

    async def on_event(self, event: events.Event) -> None:
        """Look at each key before anything else does."""
        if isinstance(event, events.Key | events.Paste) and not event.is_forwarded:
            for each in self._meant(event):
                await self._keyboard.take(each)
        else:
            await super().on_event(event)

    def _meant(self, event: events.Key | events.Paste) -> list[events.Event]:
        """Tell Esc and a letter apart, which tmux delivers as one key when they come fast."""
        character = getattr(event, "character", "") or ""
        if (
            isinstance(event, events.Key)
            and event.key.startswith("alt+")
            and len(character) == 1
            and character.isprintable()
        ):
            return [events.Key("escape", None), events.Key(character, character)]
        return [event]

    async def _on_turn(self, event: events.Event) -> None:
        """Deal with a key or a paste whose turn has come."""
        if too_small(*self.size):
            if isinstance(event, events.Key) and event.key in {"q", "ctrl+q", "ctrl+c"}:
                await self.action_quit()
            return
        if isinstance(self.screen, AlignScreen):
            self.screen.before_key()
        if isinstance(event, events.Key) and event.key == "ctrl+c" and self._is_second_interrupt():
            await self.action_quit()
        else:
            await super().on_event(event)

    async def _check_bindings(self, key: str, priority: bool = False) -> bool:
        done = await super()._check_bindings(key, priority)
        if not done and not priority:
            self._say_why_not(key)
        return done

    def _say_why_not(self, key: str) -> None:
        screen = self.screen
        bound = screen.active_bindings.get(key)
        if bound and not bound.enabled and isinstance(screen, AlignScreen):
            reason = reason_of(bound.node, bound.binding.action)
            screen.warn(reason or f"Not now: {bound.binding.description}")

    def _is_second_interrupt(self) -> bool:
        now = time.monotonic()
        before, self._interrupted_at = self._interrupted_at, now
        return now - before < TWICE_WITHIN

    def action_interrupt(self) -> None:
        """Say how to quit; the second press within two seconds does."""
        if isinstance(self.screen, AlignScreen):
            self.screen.tell("ctrl+c again quits; everything typed is kept")

    def action_command_palette(self) -> None:
        """Open the palette over the view."""
        from aligntui.tui.widgets.palette_box import Palette

        if not isinstance(self.screen, Palette):
            self.push_screen(Palette())

    def action_help(self) -> None:
        """Explain the view and what has the focus."""
        from aligntui.tui.screens.help import HelpScreen

        if not isinstance(self.screen, HelpScreen):
            self.push_screen(HelpScreen.about(self.screen))

    # -- the end ---------------------------------------------------------------------------

    def step_aside(self, work: Callable[[], object]) -> OSError | None:
        """Hand the terminal over while something else runs; gives what went wrong with it.

        Nothing may escape from Textual's own context: it would leave a dead screen.
        """
        trouble: OSError | None = None
        with self.suspend():
            try:
                work()
            except OSError as error:
                trouble = error
            forget_typed_ahead()
        return trouble

    def leave(self, hard: bool) -> None:
        """Let go of files and locks; `hard` when there is no time for questions."""

    async def action_quit(self) -> None:
        """Keep what is typed and end."""
        self._keep_drafts()
        self.leave(hard=False)
        self.exit(return_code=0)

    def _keep_drafts(self) -> None:
        self.drafts.flush()

    def _depart(self, code: int) -> None:
        self._keep_drafts()
        self.leave(hard=True)
        self.exit(return_code=code)

    @on(events.Mount)
    def watch_over(self) -> None:
        """Watch the terminal and the signals."""
        if not self.is_headless:
            self._departure.watch()
            self.set_interval(2, self._departure.look_at_terminal)
        self.app_suspend_signal.subscribe(self, lambda _: self._keep_drafts())
        self.app_resume_signal.subscribe(self, lambda _: self.action_repaint())

    def _handle_exception(self, error: Exception) -> None:
        """End without showing values: a traceback of names and lines goes to a file."""
        if not self.crashed:
            self.crashed = True
            self._return_code = 70
            self.last_words = write_report(error, self.state, size=self.size)
            self._exception = error
            self._keep_drafts()
            self.leave(hard=True)
            self._exception_event.set()
        self._close_messages_no_wait()


def run_app(app: ShellApp, *, mouse: bool = False) -> int:
    """Run until the end and give the exit code; refuses where there is no terminal."""
    if words := refusal():
        sys.stderr.write(f"aligntui: {words}\n")
        return 2
    with constant_title():
        app.run(mouse=mouse)
    if app.last_words:
        with contextlib.suppress(OSError):
            sys.stderr.write(f"aligntui: {app.last_words}\n")
    let_go_of_streams()
    return app.return_code or 0
