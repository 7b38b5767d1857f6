"""The lock of an encrypted store, which closes by itself after some minutes without a key."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable


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
