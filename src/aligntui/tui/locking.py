"""Lock an encrypted store while the user is away: drop its key and blank the screen."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, ClassVar

from textual import events
from textual.binding import Binding, BindingType

from aligntui.tui.notebook_app import NotebookApp

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from textual.await_complete import AwaitComplete

MAY = frozenset({"quit", "interrupt", "repaint", "suspend_process"})
"""Actions allowed on a locked screen."""
LOOK = 5.0
"""Seconds between two looks at the clock."""


def _awake_or_not() -> float:
    """Seconds on a clock that runs on while the machine sleeps, where the system has one."""
    return time.clock_gettime(getattr(time, "CLOCK_BOOTTIME", time.CLOCK_MONOTONIC))


class IdleLock:
    """Lock an encrypted store after some minutes without a key; 0 means never."""

    def __init__(self, store: str, minutes: int, blank: Callable[[], object]) -> None:
        self.store = store
        self.clock = _awake_or_not
        self._seconds = minutes * 60
        self._blank = blank
        self._last_key = self.clock()

    @property
    def locked(self) -> bool:
        """True when the key is not held."""
        from aligntui.store import crypt

        return crypt.locked(self.store)

    def typed(self) -> None:
        """Note that a key was pressed."""
        self._last_key = self.clock()

    def look(self) -> None:
        """Lock if nobody has pressed a key for long enough."""
        if self._seconds and self.clock() - self._last_key >= self._seconds:
            self.lock()

    def lock(self) -> None:
        """Drop the key and blank the screen; typed text is still kept."""
        if not self.locked:
            from aligntui.store import crypt

            crypt.lock(self.store)
            self._blank()


class LockingApp(NotebookApp):
    """An app that shows nothing of an encrypted store while it is locked."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("f8", "lock", "lock", id="app.lock", show=False,
                priority=True,
                tooltip="Lock the screen until the passphrase is typed (encrypted store)."),
    ]  # fmt: skip

    idle_lock: IdleLock | None = None
    """Set when the store is encrypted."""

    def lock_after(self, store: str, minutes: int) -> None:
        """Lock the encrypted store after so many minutes without a key."""
        self.idle_lock = IdleLock(store, minutes, self._blank)

    @property
    def plain_state(self) -> Path | None:
        """The folder for unencrypted texts; None when the store is encrypted."""
        return None if self.idle_lock else self.state

    @property
    def is_locked(self) -> bool:
        """True when nothing may be seen until the passphrase is typed."""
        return self.idle_lock is not None and self.idle_lock.locked

    @property
    def may_print(self) -> bool:
        """False while the store is locked: typed text must not be shown."""
        return not self.is_locked

    def on_mount(self) -> None:
        """Start looking at the clock."""
        if self.idle_lock:
            self.set_interval(LOOK, self.idle_lock.look)

    async def on_event(self, event: events.Event) -> None:
        """Note each key and paste as a sign of presence."""
        if self.idle_lock and isinstance(event, events.Key | events.Paste):
            self.idle_lock.typed()
        await super().on_event(event)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Allow little on a locked screen; dim the lock for a store that is not encrypted."""
        if self.is_locked and action not in MAY:
            return False
        return None if action == "lock" and self.idle_lock is None else True

    def reason(self, action: str) -> str:
        """Say why a key can't act now."""
        return "The store is not encrypted; 'aligntui encrypt' does it" if action == "lock" else ""

    def action_lock(self) -> None:
        """Lock the store now."""
        if self.idle_lock:
            self.idle_lock.lock()

    def speak(self, kind: str, words: str) -> None:
        """Say nothing on a locked screen: it might be about somebody."""
        if not self.is_locked:
            super().speak(kind, words)

    @property
    def _is_covered(self) -> bool:
        if not self.is_locked:
            return False
        from aligntui.tui.screens.locked import LockedScreen

        return isinstance(self.screen, LockedScreen)

    def _blank(self) -> None:
        """Cover everything, and stop following the store."""
        from aligntui.tui.screens.locked import LockedScreen

        assert self.idle_lock is not None
        self.follower.paused = True
        self.push_screen(LockedScreen(self.idle_lock.store, self._unlocked))

    def pop_screen(self) -> AwaitComplete:
        """Pop a screen; while locked, the one under the cover."""
        if not self._is_covered:
            return super().pop_screen()
        super().pop_screen()
        gone = super().pop_screen()
        self._blank()
        return gone

    def _unlocked(self) -> None:
        self.pop_screen()
        self.follower.paused = False
        self.follower.look()
