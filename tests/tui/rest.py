"""Waiting for an app to come to rest: all is done but what waits for a key or for a clock.

Textual's own pilot takes the app for done when the process has been idle for a while, which costs
that while with every key, and is wrong on a machine that is busy with something else.
"""

from __future__ import annotations

import asyncio
import time
from concurrent.futures import Future, ThreadPoolExecutor
from typing import TYPE_CHECKING, Any, TypeVar

import textual.app
import textual.pilot
from textual._compositor import Compositor
from textual._context import active_app
from textual.pilot import Pilot

from aligntui.tui import session
from aligntui.tui.keyboard import PATIENCE

if TYPE_CHECKING:
    from collections.abc import Callable

    import pytest
    from textual.app import App

    from aligntui.tui.keyboard import Keyboard

_Given = TypeVar("_Given")

LIMIT = 30.0
"""Seconds after which an app that never rests is a failure."""
HELD_UP = 2.0
"""Seconds after which the notebook's thread is taken to wait for somebody else."""


class Writer(ThreadPoolExecutor):
    """The notebook's thread, which knows whether it was given work since it was last waited for."""

    given = False

    def submit(
        self,
        work: Callable[..., _Given],
        /,
        *arguments: Any,
        **named: Any,
    ) -> Future[_Given]:
        self.given = True
        return super().submit(work, *arguments, **named)

    async def done(self) -> bool:
        """Wait for all that was given so far, and for whoever waits for it to have been told."""
        last = super().submit(lambda: None)
        self.given = False
        ended, _ = await asyncio.wait({asyncio.wrap_future(last)}, timeout=HELD_UP)
        return bool(ended)


async def rest(app: App[Any]) -> None:
    """Wait until nothing is left to do; a notebook held up by somebody else is not waited for."""
    end = time.monotonic() + LIMIT
    while time.monotonic() < end:
        await _nothing_can_run()
        if app._exception or not app.is_running or not app.screen_stack:
            return
        writer = getattr(getattr(app, "session", None), "_writer", None)
        if isinstance(writer, Writer) and writer.given:
            if not await writer.done():
                return
        elif _waits_for_a_key(app):
            await asyncio.sleep(0.001)
        elif _is_to_be_drawn(app):
            app.screen._on_timer_update()
        else:
            return
    raise AssertionError(f"no rest within {LIMIT} s")


async def _nothing_can_run() -> None:
    """Let everything run that need not wait."""
    ready = asyncio.get_running_loop()._ready  # type: ignore[attr-defined]
    await asyncio.sleep(0)
    while ready:  # noqa: ASYNC110 - there is no event for it
        await asyncio.sleep(0)


def _waits_for_a_key(app: App[Any]) -> bool:
    """Say whether a key is still on its way, unless it got lost."""
    keyboard: Keyboard | None = getattr(app, "_keyboard", None)
    since = keyboard._since if keyboard else None
    return since is not None and time.monotonic() - since < PATIENCE


def _is_to_be_drawn(app: App[Any]) -> bool:
    screen = app.screen
    return bool(
        screen._dirty_widgets
        or screen._callbacks
        or screen._layout_required
        or screen._scroll_required
        or screen._repaint_required
        or screen._recompose_required
    )


def paint_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    """Leave painting out, a fifth of the time of a test: `screen_text` draws what it reads.

    What is asked for in full, as a picture is, is painted.
    """
    painted = Compositor.render_update

    def drawn(compositor: Compositor, full: bool = False, **how: Any) -> Any:
        if full:
            return painted(compositor, full, **how)
        compositor._dirty_regions.clear()
        return None

    monkeypatch.setattr(Compositor, "render_update", drawn)


def teach_the_pilot(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let every wait of the pilot be one for rest."""

    async def idle(min_sleep: float = 0, max_sleep: float = 0) -> None:
        await rest(active_app.get())

    async def shown(pilot: Pilot[Any], timeout: float = 0) -> bool:  # noqa: ASYNC109
        await rest(pilot.app)
        return pilot.app._exception is None

    monkeypatch.setattr(session, "ThreadPoolExecutor", Writer)
    monkeypatch.setattr(textual.app, "wait_for_idle", idle)
    monkeypatch.setattr(textual.pilot, "wait_for_idle", idle)
    monkeypatch.setattr(Pilot, "_wait_for_screen", shown)
