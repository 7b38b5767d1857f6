"""What was typed and handed over, until it is known what became of it."""

from __future__ import annotations

import asyncio
from functools import partial
from typing import TYPE_CHECKING

from textual.worker import NoActiveWorker, WorkerState, get_current_worker

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

    def taken(self, box: str, text: str) -> None:
        """A text was handed over to whoever asked for it."""
        worker, task = _asking(), asyncio.current_task()
        if worker is None or task is None:
            self._forget(box, text)
            return
        if worker not in self._open:
            task.add_done_callback(partial(self._ended, worker))
        self._open.setdefault(worker, {})[box] = text

    def came_to_nothing(self) -> None:
        """Whoever is asking could not go on."""
        worker = _asking()
        if worker is not None and worker in self._open:
            self._in_vain.add(worker)

    def came_to_good(self) -> None:
        """Whoever is asking could go on after all."""
        worker = _asking()
        if worker is not None:
            self._in_vain.discard(worker)

    def is_open(self, box: str, text: str) -> bool:
        """Whether this very text is being dealt with at the moment."""
        return any(boxes.get(box) == text for boxes in self._open.values())

    def _ended(self, worker: Worker[object], _task: asyncio.Task[object]) -> None:
        boxes = self._open.pop(worker, {})
        in_vain = worker in self._in_vain or worker.state is not WorkerState.SUCCESS
        self._in_vain.discard(worker)
        for box, text in boxes.items():
            if not in_vain:
                self._forget(box, text)


def _asking() -> Worker[object] | None:
    try:
        return get_current_worker()
    except NoActiveWorker:
        return None
