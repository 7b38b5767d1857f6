"""What was typed and handed over, until it is known what became of it."""

from __future__ import annotations

import asyncio
from contextvars import copy_context
from typing import TYPE_CHECKING

from textual.worker import WorkerCancelled, WorkerFailed, active_worker

if TYPE_CHECKING:
    from collections.abc import Callable

    from textual.worker import Worker


class Answers:
    """Keeps the draft of an answer until the worker that asked for it has come to a good end.

    A worker that had to warn, that was stopped, or that asked for more and got nothing has not made
    anything of what was typed: its drafts stay, and come back when it asks again.
    """

    def __init__(self, forget: Callable[[str, str], None]) -> None:
        self._forget = forget
        self._open: dict[Worker[object], dict[str, str]] = {}
        self._in_vain: set[Worker[object]] = set()
        self._watches: set[asyncio.Task[None]] = set()

    def taken(self, box: str, text: str) -> None:
        """A text was handed over to whoever asked for it."""
        worker = active_worker.get(None)
        if worker is None:
            self._forget(box, text)
            return
        if worker not in self._open:
            around = copy_context()
            around.run(active_worker.set, None)  # type: ignore[arg-type]  # none is active there
            watch = asyncio.create_task(self._watch(worker), context=around)
            self._watches.add(watch)
            watch.add_done_callback(self._watches.discard)
        self._open.setdefault(worker, {})[box] = text

    def came_to_nothing(self) -> None:
        """Whoever is asking could not go on."""
        worker = active_worker.get(None)
        if worker is not None and worker in self._open:
            self._in_vain.add(worker)

    def came_to_good(self) -> None:
        """Whoever is asking could go on after all."""
        worker = active_worker.get(None)
        if worker is not None:
            self._in_vain.discard(worker)

    def is_open(self, box: str, text: str) -> bool:
        """Whether this very text is being dealt with at the moment."""
        return any(boxes.get(box) == text for boxes in self._open.values())

    async def _watch(self, worker: Worker[object]) -> None:
        try:
            await worker.wait()
        except (WorkerFailed, WorkerCancelled):
            self._in_vain.add(worker)
        boxes = self._open.pop(worker, {})
        if worker in self._in_vain:
            self._in_vain.discard(worker)
            return
        for box, text in boxes.items():
            self._forget(box, text)
