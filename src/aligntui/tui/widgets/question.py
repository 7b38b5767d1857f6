"""Words in the message row, and a question that one key answers."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, ClassVar, Required, TypedDict

from textual.binding import Binding, BindingType
from textual.content import Content
from textual.worker import NoActiveWorker, Worker, WorkerState, get_current_worker

from aligntui.tui.drafts import drafts_of, older_texts
from aligntui.tui.theme import rules_of
from aligntui.tui.widgets.fixed_rows import LineWidget
from aligntui.tui.widgets.plain import fit, line

if TYPE_CHECKING:
    from textual import events
    from textual.widget import Widget

    from aligntui.tui.widgets.prompt import Prompt
    from aligntui.tui.widgets.row import Row


class Line(TypedDict, total=False):
    """What is said of each line that is asked for."""

    box: Required[str]
    """The name under which the text is kept when the line is left."""
    check: Callable[[str], str | None] | None
    """Gives the error in a text, or None."""
    preview: Callable[[str], Iterable[Row]]
    """Gives rows to show above the line: what the text will become."""
    marks: Mapping[str, str] | None
    """The marks that are understood in it, each with its meaning."""
    lines: bool
    """True when pasted line ends are kept."""
    turned: str
    """The question into which a key turns this one, and back."""


class Asking(Line, total=False):
    """What is said of one line that is asked for."""

    initial: str
    suggestions: Sequence[str]
    keep: Callable[[str], Awaitable[object]] | None
    """Uses the text; while it returns something false, the line stays open."""
    base: str | None
    """A draft that began from another wording than this, by default `initial`, stays beside it."""
    one_more: bool
    """True when a key of the screen closes the line and acts, while nothing is typed."""


@dataclass(slots=True, eq=False)
class Asked:
    """An open question, and the widget that gets the focus afterwards."""

    mode: str
    widget: Widget
    before: Widget | None
    stays: bool
    """True when it stays open until its answer has been used."""

    answer: asyncio.Future[str | None]


class Words(LineWidget):
    """Words that take the room they need."""

    DEFAULT_CSS = """
    Words { width: 1fr; }
    """

    def __init__(self, *, classes: str | None = None) -> None:
        super().__init__(classes=classes)
        self.words = Content("")

    def say(self, words: Content) -> None:
        """Show other words."""
        if not words.is_same(self.words):
            longer = words.cell_length != self.words.cell_length
            self.words = words
            self.refresh(layout=longer and self.has_class("-snug"))

    def get_content_width(self, container: object, viewport: object) -> int:
        """The width of the words in cells."""
        return self.words.cell_length + 2 if self.words else 0

    def render(self) -> Content:
        """The words after one free cell at the left."""
        text = line(" ", self.words) if self.words else Content("")
        return fit(text, self.size.width, ellipsis=rules_of(self.app).ellipsis)


class Question(Words, can_focus=True):
    """A question that one key answers; all other keys do nothing."""

    BINDING_GROUP_TITLE = "In the question"

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,enter", "refuse", "cancel", id="question.no",
                tooltip="Answer no; nothing is done."),
    ]  # fmt: skip

    def __init__(self, answered: Callable[[str], None]) -> None:
        super().__init__()
        self.choices = ""
        self.offers = False
        """True where it may be passed over: every other key acts, as if nothing was asked."""
        self._answered = answered

    def check_consume_key(self, key: str, character: str | None) -> bool:
        """Keep every key from the screen behind, except those with ctrl."""
        return not key.startswith("ctrl+")

    async def on_key(self, event: events.Key) -> None:
        """Answer with one of the keys asked for, or with "" for Enter and Esc."""
        event.stop()
        if event.character and event.character in self.choices:
            self._answered(event.character)
            return
        bound = self.screen.active_bindings.get(event.key)
        if self.offers and event.key != "escape":
            event.prevent_default()
            self.action_refuse()
            # the focus is back where it was
            bound = self.screen.active_bindings.get(event.key)
            if bound and bound.enabled:
                await self.app.run_action(bound.binding.action, bound.node)
        elif bound and bound.node is self:
            self.action_refuse()

    def action_refuse(self) -> None:
        """Answer with ""."""
        self._answered("")


class Answers:
    """Keep the draft of an answer until the worker that asked for it has succeeded.

    A worker that warned, was stopped, or asked for more and got nothing has not used the answer:
    its drafts stay, and come back when it asks again.
    """

    def __init__(self, prompt: Prompt) -> None:
        self._prompt = prompt
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

    def waits(self, box: str) -> bool:
        """True when a text waits for a line, and is not being used at the moment."""
        drafts = drafts_of(self._prompt.app)
        kept = drafts.get(box) if drafts else ""
        return bool(kept or older_texts(drafts, box)) and not self.is_open(box, kept)

    def used(self, box: str) -> None:
        """Drop all drafts of a box whose text was used."""
        drafts = drafts_of(self._prompt.app)
        if drafts:
            for each in (box, *older_texts(drafts, box)):
                drafts.clear(each)

    def _forget(self, box: str, text: str) -> None:
        """Drop the draft of a text that was used, unless there is a newer one."""
        drafts = drafts_of(self._prompt.app)
        if drafts and drafts.get(box) == text and self._prompt.box != box:
            self.used(box)

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
