"""Handle one key after another, so that keys typed ahead reach the widget they were meant for."""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Awaitable, Callable, Iterable, Sequence
from functools import partial
from typing import TYPE_CHECKING, Final

from textual import events
from textual.widgets import Input
from textual.worker import Worker, WorkerState

from aligntui.text.manual import key_name
from aligntui.tui.base import AlignScreen
from aligntui.tui.bindings import RISKY
from aligntui.tui.keys import reason_of
from aligntui.tui.widgets.fixed_rows import too_small
from aligntui.tui.widgets.message_row import GOOD_NEWS_LASTS
from aligntui.tui.widgets.prompt import TextBox
from aligntui.tui.widgets.question import Question

if TYPE_CHECKING:
    from textual.app import App
    from textual.dom import DOMNode

PATIENCE: Final = 1.0
"""Seconds after which a lost key is no longer waited for."""

LOOK_AGAIN: Final = 0.005
MOST_LOOKS: Final = 60

MOST_TYPED: Final = 40
"""Characters that may be typed ahead where no box is open; more at once count as a paste."""

MOST_TYPED_OF_LINES: Final = 16
"""The same where `FEW` or more characters follow the end of a line."""

FEW: Final = 4

SEVERAL: Final = 3
"""This many keys at once, not all the same, are hardly typed by hand."""

GOES_ON: Final = 0.05
"""Seconds within which more keys belong to a paste that was held back."""

TWICE_WITHIN: Final = GOOD_NEWS_LASTS
"""Seconds within which a second ctrl+c quits: as long as the hint is shown."""


class Burst(events.Paste):
    """Keys that came at once, faster than anybody types: typed ahead, or an unmarked paste."""

    def __init__(self, keys: Sequence[events.Key]) -> None:
        super().__init__(text_of(keys))
        self.keys = tuple(keys)

    @property
    def is_several(self) -> bool:
        """True when these are hardly keys pressed one by one."""
        return len(self.keys) >= SEVERAL and len({each.key for each in self.keys}) > 1


def is_text(event: object) -> bool:
    """True when a key writes a character or a blank."""
    return isinstance(event, events.Key) and (event.is_printable or event.key in _BLANKS)


def text_of(keys: Iterable[events.Key]) -> str:
    """Return the text that some keys write."""
    return "".join(_BLANKS.get(each.key, each.character or "") for each in keys)


def looks_pasted(text: str) -> bool:
    """True when a text that came at once is longer than anybody types ahead."""
    return len(text) > (MOST_TYPED_OF_LINES if has_lines(text) else MOST_TYPED)


def has_lines(text: str) -> bool:
    """True when a text goes on after the end of a line."""
    return len(text.strip("\n").partition("\n")[2]) >= FEW


def _keys_of(event: events.Event) -> list[events.Key]:
    """Return the keys of a burst, or a key that may belong to one."""
    if isinstance(event, Burst):
        return list(event.keys)
    return [event] if isinstance(event, events.Key) and is_text(event) else []


_BLANKS: Final = {"enter": "\n", "ctrl+j": "\n", "tab": "\t"}


class Keyboard:
    """Hold each key back until the previous one has been handled.

    Textual hands each key to the focused widget and runs bindings some messages later. So of `n`,
    `A`, `n`, `a` arriving at once, `A` would act on the list before `n` has opened the prompt. A
    mark follows each key on its way up from the focus to the app; the next key is handled when the
    mark has arrived and the effects of the key have settled.
    Outside of boxes a paste is not keys. An unmarked one is known by its length; of a shorter burst
    everything from the first risky key on is held back.
    """

    def __init__(self, app: App[None], dispatch: Callable[[events.Event], Awaitable[None]]) -> None:
        self._app = app
        self._dispatch = dispatch
        self._waiting: deque[events.Event] = deque()
        self._burst: deque[events.Key] = deque()
        """The rest of the burst being handled."""
        self._several = False
        self._asked: Question | None = None
        """The question that was open before the burst came."""
        self._since: float | None = None
        self._came_at = self._held_at = 0.0
        self.held = ""
        """The text that was held back last; ctrl+v in a box inserts it."""
        self._interrupted_at = -TWICE_WITHIN
        self._begun: frozenset[Worker[object]] = frozenset()
        """The workers that had begun when last looked."""

    async def take(self, event: events.Key | events.Paste) -> None:
        """Handle a key or a paste now, or when its turn comes."""
        is_key = isinstance(event, events.Key) and event.key.startswith("alt+")
        if (letter := getattr(event, "character", None)) and is_key and letter.isprintable():
            # tmux sends Esc and a letter typed fast as a single key
            self._waiting += (events.Key("escape", None), events.Key(letter, letter))
        else:
            self._waiting.append(event)
        if self._since is None or time.monotonic() - self._since > PATIENCE:
            await self._next()

    def say_why_not(self, key: str) -> None:
        """Say why a key does nothing, if one is bound that can't act now."""
        screen = self._app.screen
        bound = screen.active_bindings.get(key)
        if bound and not bound.enabled and isinstance(screen, AlignScreen):
            reason = reason_of(bound.node, bound.binding.action)
            screen.warn(reason or f"Not now: {bound.binding.description}")

    async def _next(self) -> None:
        while (self._burst or self._waiting) and self._app.screen_stack:
            event = self._take_one()
            if event is None:
                continue
            self._since = time.monotonic()
            target = self._app.focused or self._app.screen
            # text needs no waiting: it keeps its order in the focused box
            is_text = not isinstance(event, events.Key) or (event.is_printable and self._in_box)
            await self._handle(event)
            if not is_text:
                self._climb(target)
                return
        self._since = None

    async def _handle(self, event: events.Event) -> None:
        """Handle a key or a paste whose turn has come."""
        app = self._app
        if too_small(*app.size):
            if isinstance(event, events.Key) and event.key in {"q", "ctrl+q", "ctrl+c"}:
                await app.action_quit()
            return
        if isinstance(app.screen, AlignScreen):
            app.screen.message_row.before_key()
        now, before = time.monotonic(), self._interrupted_at
        interrupts = isinstance(event, events.Key) and event.key == "ctrl+c"
        self._interrupted_at = now if interrupts else -TWICE_WITHIN
        if interrupts and now - before < TWICE_WITHIN:
            await app.action_quit()
        else:
            await self._dispatch(event)

    def _take_one(self) -> events.Event | None:
        """Return the next event to handle; None where it was held back."""
        if self._burst:
            return self._take_of_burst()
        event, in_box = self._waiting.popleft(), self._in_box
        goes_on = not in_box and event.time - self._held_at <= GOES_ON
        if goes_on and (more := _keys_of(event)):
            self._held_at = event.time
            self.held += text_of(more)
            return None
        if isinstance(event, Burst):
            self._burst.extend(event.keys)
            self._several, self._came_at = event.is_several, event.time
            self._asked = self._app.focused if isinstance(self._app.focused, Question) else None
            return self._take_of_burst()
        if isinstance(event, events.Paste) and not in_box:
            self._hold(event.text, "")
            return None
        if isinstance(event, events.Key) and event.key == "ctrl+v" and self.held and in_box:
            event, self.held = events.Paste(self.held), ""
        return event

    def _take_of_burst(self) -> events.Event | None:
        text, key = text_of(self._burst), self._burst[0]
        pasted = looks_pasted(text)
        if self._in_box:
            if pasted:
                # a final line end may be meant to submit; between lines it is text
                paste = text if has_lines(text) else text.rstrip("\n")
                self._burst = deque(list(self._burst)[len(paste) :])
                return events.Paste(paste)
        elif pasted or (
            self._several
            # it would answer a question asked before it, or do what can't be meant
            and ((self._asked and self._app.focused is self._asked) or self._risky(key))
        ):
            self._burst.clear()
            self._held_at = self._came_at
            self._hold(text, "" if pasted else key.key)
            return None
        return self._burst.popleft()

    def _risky(self, key: events.Key) -> bool:
        """True when a key removes something, reveals what is hidden, or quits."""
        screen = self._app.screen
        bound = screen.active_bindings.get(key.key)
        name = bound.binding.id if bound else None
        if name == "screen.back":
            return isinstance(screen, AlignScreen) and screen.is_root
        return name in RISKY

    def _hold(self, text: str, key: str) -> None:
        """Keep a pasted text for ctrl+v, and say so; `key` is the one that made it risky."""
        self.held, app = text, self._app
        if not isinstance(app.screen, AlignScreen) or too_small(*app.size):
            return
        if key:
            words = f"Ignored {key_name(key)}: it looked like pasted text"
        else:
            words = f"Pasted text is not used here ({len(text):,} letters). ctrl+v in a box adds it"
        app.screen.fail(words)

    @property
    def _in_box(self) -> bool:
        return isinstance(self._app.focused, Input | TextBox)

    def _climb(self, node: DOMNode) -> None:
        """Send the mark up after the key; from the app if its path is gone."""
        up = node.parent or self._app
        if node is self._app or not node.call_later(self._climb, up):
            # twice: after what the key itself has deferred, as `Widget.focus` does
            self._app.call_later(self._app.call_later, self._arrived, 0)

    async def _arrived(self, looks: int) -> None:
        screen = self._app.screen if self._app.screen_stack else None
        if isinstance(screen, AlignScreen) and screen.message_row.keeping:
            # the next key is for the line if it stays open, otherwise for the screen
            self._since = time.monotonic()
            self._app.set_timer(LOOK_AGAIN, partial(self._arrived, looks))
        elif looks < MOST_LOOKS and self._busy():
            self._app.set_timer(LOOK_AGAIN, partial(self._arrived, looks + 1))
        else:
            await self._next()

    def _busy(self) -> bool:
        """True while a screen is opening or a worker has only just begun.

        A box that a worker opens has the focus a few messages after the worker has begun.
        """
        if not self._app.screen_stack:
            return False
        screen = self._app.screen
        if getattr(screen, "is_waiting", False):
            return True
        nodes = [screen, *([screen.focused] if screen.focused else [])]
        before = self._begun
        self._begun = frozenset(
            worker for worker in self._app.workers if worker.state is not WorkerState.PENDING
        )
        return (
            any(not node.is_running or node.message_queue_size for node in nodes)
            or len(self._begun) < len(self._app.workers)
            or not self._begun <= before
        )
