"""Handling of keys and pastes before any widget sees them, and keys that act everywhere."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, ClassVar

from textual import events
from textual.app import App
from textual.binding import Binding, BindingType

from aligntui.tui.base import AlignScreen, too_small
from aligntui.tui.bindings import RISKY
from aligntui.tui.keys import key_name, reason_of
from aligntui.tui.widgets.message_row import GOOD_NEWS_LASTS

if TYPE_CHECKING:
    from collections import deque
    from collections.abc import Mapping

    from textual.actions import ActionParseResult
    from textual.dom import DOMNode

    from aligntui.tui.keyboard import Keyboard
    from aligntui.tui.widgets.message_row import Notice

TWICE_WITHIN = GOOD_NEWS_LASTS
"""Seconds within which a second ctrl+c quits: as long as the hint is shown."""


class KeyedApp(App[None], inherit_bindings=False):
    """An app that handles each key in its turn."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("question_mark,f1", "help", "help", id="app.help", show=False,
                tooltip="Explain this view and what has the focus."),
        Binding("ctrl+p,colon", "command_palette", "palette", id="app.palette", show=False,
                tooltip="Find any action and any person by a few letters."),
        Binding("f9", "messages", "messages", id="app.messages", show=False,
                tooltip="List the last 50 notices."),
        Binding("ctrl+q", "quit", "quit", id="app.quit", show=False, priority=True,
                tooltip="Quit; everything typed is kept."),
        Binding("ctrl+c", "interrupt", "quit (twice)", id="app.interrupt", show=False,
                tooltip="Pressed twice, quit; everything typed is kept."),
        Binding("ctrl+z", "suspend_process", "suspend", id="app.suspend", show=False,
                tooltip="Suspend to the shell; `fg` comes back."),
        Binding("ctrl+l", "repaint", "repaint", id="app.repaint", show=False,
                tooltip="Redraw the screen."),
    ]  # fmt: skip

    notices: deque[Notice]
    """The latest notices."""

    _keyboard: Keyboard
    _interrupted_at: float = -TWICE_WITHIN
    _acted = False
    """True when the current key has run an action."""

    @property
    def in_front(self) -> AlignScreen | None:
        """The topmost screen that can show notices; a palette may lie over it."""
        screens = reversed(self.screen_stack)
        return next((each for each in screens if isinstance(each, AlignScreen)), None)

    async def on_event(self, event: events.Event) -> None:
        """Queue each key before anything else sees it."""
        if isinstance(event, events.Key | events.Paste) and not event.is_forwarded:
            for each in self._meant(event):
                await self._keyboard.take(each)
        elif isinstance(event, events.Key):
            # it comes back unused from the focused widget: now bindings are tried
            self._acted = False
            await super().on_event(event)
            if not self._acted:
                self._say_why_not(event.key)
        else:
            await super().on_event(event)

    async def run_action(
        self,
        action: str | ActionParseResult,
        default_namespace: DOMNode | None = None,
        namespaces: Mapping[str, DOMNode] | None = None,
    ) -> bool:
        """Run an action, and note that the key did something."""
        done = await super().run_action(action, default_namespace, namespaces)
        self._acted = self._acted or done
        return done

    def _meant(self, event: events.Key | events.Paste) -> list[events.Event]:
        """Split the single key that tmux sends for Esc and a letter typed fast."""
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
        """Handle a key or a paste whose turn has come."""
        if too_small(*self.size):
            if isinstance(event, events.Key) and event.key in {"q", "ctrl+q", "ctrl+c"}:
                await self.action_quit()
            return
        if isinstance(self.screen, AlignScreen):
            self.screen.before_key()
        if self._is_second_interrupt(event):
            await self.action_quit()
        else:
            await super().on_event(event)

    def _say_why_not(self, key: str) -> None:
        screen = self.screen
        bound = screen.active_bindings.get(key)
        if bound and not bound.enabled and isinstance(screen, AlignScreen):
            reason = reason_of(bound.node, bound.binding.action)
            screen.warn(reason or f"Not now: {bound.binding.description}")

    def _is_risky(self, key: events.Key) -> bool:
        """True when a key removes something, reveals what is hidden, or quits."""
        screen = self.screen
        bound = screen.active_bindings.get(key.key)
        name = bound.binding.id if bound else None
        if name == "screen.back":
            return isinstance(screen, AlignScreen) and screen.is_root
        return name in RISKY

    def _say_held_back(self, text: str, key: str) -> None:
        screen = self.screen
        if not isinstance(screen, AlignScreen) or too_small(*self.size):
            return
        if key:
            words = f"Ignored {key_name(key)}: it looked like pasted text"
        else:
            words = f"Pasted text is not used here ({len(text):,} letters). ctrl+v in a box adds it"
        screen.fail(words)

    def _is_second_interrupt(self, event: events.Event) -> bool:
        """True for a second ctrl+c with no other key between, while the hint is shown."""
        now, before = time.monotonic(), self._interrupted_at
        pressed = isinstance(event, events.Key) and event.key == "ctrl+c"
        self._interrupted_at = now if pressed else -TWICE_WITHIN
        return pressed and now - before < TWICE_WITHIN

    def action_interrupt(self) -> None:
        """Say how to quit; a second press while this is shown quits."""
        if isinstance(self.screen, AlignScreen):
            self.screen.tell("ctrl+c again quits; everything typed is kept")

    def action_command_palette(self) -> None:
        """Open the palette over the view."""
        from aligntui.tui.screens.palette import Palette

        if not isinstance(self.screen, Palette):
            self.push_screen(Palette(self.screen), lambda act: act() if act else None)

    def action_help(self) -> None:
        """Explain the view and whatever has the focus."""
        from aligntui.tui.screens.help import HelpScreen

        if not isinstance(self.screen, HelpScreen):
            self.push_screen(HelpScreen.about(self.screen))

    def action_messages(self) -> None:
        """List the latest notices."""
        from aligntui.tui.screens.help import MessagesScreen

        if not isinstance(self.screen, MessagesScreen):
            self.push_screen(MessagesScreen(self.notices))
