"""Looks at one key after the other, so that keys typed ahead reach what they were meant for."""

from __future__ import annotations

import time
from collections import deque
from functools import partial
from typing import TYPE_CHECKING, Final

from textual import events
from textual.widgets import Input
from textual.worker import WorkerState

from aligntui.tui.widgets.text_box import TextBox

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from textual.app import App
    from textual.message_pump import MessagePump

PATIENCE: Final = 1.0
"""Seconds after which a key that got lost is no longer waited for."""

LOOK_AGAIN: Final = 0.005
MOST_LOOKS: Final = 60


class Keyboard:
    """Holds keys back until the one before has been dealt with.

    Textual hands each key to what has the focus at that moment, and runs bindings some messages
    later. So of `n`, `A`, `n`, `a` that arrive at once, `A` would act on the list before `n` has
    opened the prompt. A mark follows each key on its way up from the focus to the app; the next
    key is looked at when the mark has arrived and what the key began has come to rest.
    """

    def __init__(self, app: App[None], dispatch: Callable[[events.Event], Awaitable[None]]) -> None:
        self._app = app
        self._dispatch = dispatch
        self._waiting: deque[events.Event] = deque()
        self._since: float | None = None

    async def take(self, event: events.Event) -> None:
        """Deal with a key or a paste now, or when its turn comes."""
        self._waiting.append(event)
        if self._since is None or time.monotonic() - self._since > PATIENCE:
            await self._next()

    async def _next(self) -> None:
        while self._waiting and self._app.screen_stack:
            event = self._waiting.popleft()
            self._since = time.monotonic()
            target = self._app.focused or self._app.screen
            as_text = self._is_text(event)
            await self._dispatch(event)
            if not as_text:
                self._climb(target)
                return
        self._since = None

    def _is_text(self, event: events.Event) -> bool:
        """Text keeps its order in the box that takes it, so it needs no waiting."""
        if isinstance(event, events.Key):
            return event.is_printable and isinstance(self._app.focused, Input | TextBox)
        return True

    def _climb(self, node: MessagePump) -> None:
        """Send the mark after the key; where the way is gone it starts from the app."""
        if not node.call_later(self._passed, node):
            self._app.call_later(self._passed, self._app)

    async def _passed(self, node: MessagePump) -> None:
        if node is self._app:
            # Behind what the key has put off itself: `Widget.focus` does so.
            self._app.call_later(self._arrived, 0)
        else:
            self._climb(node._parent or self._app)  # noqa: SLF001 - the way messages take

    async def _arrived(self, looks: int) -> None:
        if looks < MOST_LOOKS and self._busy():
            self._app.set_timer(LOOK_AGAIN, partial(self._arrived, looks + 1))
        else:
            await self._next()

    def _busy(self) -> bool:
        """Say whether a screen is still opening or a worker has not begun."""
        if not self._app.screen_stack:
            return False
        screen = self._app.screen
        if getattr(screen, "is_waiting", False):
            return True
        nodes = [screen, *([screen.focused] if screen.focused else [])]
        return any(not node.is_running or node.message_queue_size for node in nodes) or any(
            worker.state is WorkerState.PENDING for worker in self._app.workers
        )
