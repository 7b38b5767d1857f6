"""Answers that were handed over, until their worker has ended."""

from __future__ import annotations

import asyncio
from functools import partial
from typing import TYPE_CHECKING

from textual.worker import NoActiveWorker, WorkerState, get_current_worker

if TYPE_CHECKING:
    from collections.abc import Callable

    from textual.worker import Worker


class Answers:
    """Keep the draft of an answer until the worker that asked for it has succeeded.

    A worker that warned, was stopped, or asked for more and got nothing has not used the answer:
    its drafts stay, and come back when it asks again.
    """

    def __init__(self, forget: Callable[[str, str], None]) -> None:
        self._forget = forget
        self._open: dict[Worker[object], dict[str, str]] = {}
        self._in_vain: set[Worker[object]] = set()

    def taken(self, box: str, text: str) -> None:
        """Note that a text was handed over to the worker that asked for it."""
        worker, task = _asking(), asyncio.current_task()
        if worker is None or task is None:
            self._forget(box, text)
            return
        if worker not in self._open:
            task.add_done_callback(partial(self._ended, worker))
        self._open.setdefault(worker, {})[box] = text

    def came_to_nothing(self) -> None:
        """Note that the asking worker could not continue."""
        worker = _asking()
        if worker is not None and worker in self._open:
            self._in_vain.add(worker)

    def came_to_good(self) -> None:
        """Note that the asking worker could continue after all."""
        worker = _asking()
        if worker is not None:
            self._in_vain.discard(worker)

    def is_open(self, box: str, text: str) -> bool:
        """True when exactly this text is being handled at the moment."""
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
