"""The row of notices, questions and prompts: one line, never a pop-up."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Final, NamedTuple

from textual import events, on
from textual.containers import Horizontal
from textual.content import Content
from textual.message import Message

from aligntui.tui.drafts import drafts_of
from aligntui.tui.widgets.answers import Answers
from aligntui.tui.widgets.plain import plain
from aligntui.tui.widgets.prompt import Prompt
from aligntui.tui.widgets.question import Question, Words

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from textual.app import ComposeResult
    from textual.timer import Timer
    from textual.widget import Widget

GOOD_NEWS_LASTS: Final = 3.0
"""Seconds."""

_STYLES: Final = {"news": "$words", "warning": "$soon", "error": "bold $late"}
_WEIGHTS: Final = {"news": 0, "warning": 1, "error": 2}


class Notice(NamedTuple):
    """Something that was said: `kind` is news, warning or error."""

    kind: str
    words: str
    at: datetime


class MessageRow(Horizontal):
    """Good news goes by itself, warnings and errors stay until a key; it asks, too."""

    DEFAULT_CSS = """
    MessageRow {
        height: 1;
        & > Prompt, & > Question, & > .complaint { display: none; }
        &.-asking > Prompt { display: block; }
        &.-asking > .label { width: auto; max-width: 60%; }
        &.-asking > .complaint { display: block; width: auto; max-width: 50%; }
        &.-explaining > .label { display: none; }
        &.-explaining > .complaint { max-width: 85%; }
        &.-choosing > .label { display: none; }
        &.-choosing > Question { display: block; }
    }
    """

    @dataclass
    class Said(Message):
        """Something was said, for those who keep a list."""

        notice: Notice

    def __init__(self) -> None:
        super().__init__()
        self._label = Words(classes="label -snug")
        self._complaint = Words(classes="complaint -snug")
        self._question = Question(self._finish)
        self._prompt = Prompt(done=self._take, left=self.leave, refused=self._refuse)
        self._answers = Answers(self._forget)
        self._notice: Notice | None = None
        self._standing = Content("")
        self._fading: Timer | None = None
        self._answer: asyncio.Future[str | None] | None = None
        self._check: Callable[[str], str | None] | None = None
        self._before: Widget | None = None

    def compose(self) -> ComposeResult:
        """Put the question, the line to type in and the complaint beside each other."""
        yield self._label
        yield self._question
        yield self._prompt
        yield self._complaint

    # -- notices ---------------------------------------------------------------------------

    @property
    def notice(self) -> Notice | None:
        """What is said at the moment."""
        return self._notice

    def say(self, words: str, kind: str = "news") -> None:
        """Say something; news goes after a while, the rest stays until a key."""
        if kind != "news":
            self._answers.came_to_nothing()
        if self._notice and _WEIGHTS[kind] < _WEIGHTS[self._notice.kind]:
            # what nobody has read yet is not covered; the list of notices has both
            if self.is_attached:
                self.post_message(self.Said(Notice(kind, words, datetime.now().astimezone())))
            return
        self._stop_fading()
        self._notice = Notice(kind=kind, words=words, at=datetime.now().astimezone())
        self._show()
        if kind == "news" and self.is_attached:
            self._fading = self.set_timer(GOOD_NEWS_LASTS, self.hush)
        if self.is_attached:
            self.post_message(self.Said(self._notice))

    def stand(self, words: Content) -> None:
        """Say what holds as long as nothing else is said: a filter, a banner, an undo."""
        self._standing = words
        self._show()

    def hush(self) -> None:
        """Take back what was said."""
        self._stop_fading()
        if self._notice:
            self._notice = None
            self._show()

    def before_key(self) -> None:
        """Warnings and errors have been read once a key is pressed."""
        if self._notice and self._notice.kind != "news":
            self.hush()

    @on(events.Mount)
    def begin_fading(self) -> None:
        """Let news that was said before there was a screen go, too."""
        if self._notice and self._notice.kind == "news":
            self._fading = self.set_timer(GOOD_NEWS_LASTS, self.hush)

    def _stop_fading(self) -> None:
        if self._fading:
            self._fading.stop()
            self._fading = None

    def _show(self) -> None:
        said = self._notice
        words = plain(said.words, _STYLES[said.kind]) if said else None
        # what is wrong says what to do; where it is long, it takes the place of the question
        long = words is not None and words.cell_length + 2 > self.size.width // 2
        self.set_class(self.asking and long, "-explaining")
        if self.asking:
            self._complaint.say(words or Content(""))
        else:
            self._label.say(words or self._standing)

    # -- questions -------------------------------------------------------------------------

    @property
    def asking(self) -> bool:
        """Whether a line or a key is being asked for."""
        return self._answer is not None

    async def ask(
        self,
        question: str,
        *,
        box: str,
        initial: str = "",
        suggestions: Sequence[str] = (),
        check: Callable[[str], str | None] | None = None,
        hold_back: bool = False,
        lines: bool = False,
    ) -> str | None:
        """Ask for a line; None when it was left, with its text kept under `box`.

        With `lines` the ends of pasted lines are kept.

        With `hold_back` a text that waits there is not shown, and so nothing is asked.
        """
        self._finish(None)
        drafts = drafts_of(self.app)
        kept = drafts.get(box) if drafts else ""
        pending = self._answers.is_open(box, kept)
        if hold_back and kept and not pending:
            self.say("What you typed here is kept, and hidden now: . shows it again", "warning")
            return None
        self._check = check
        self._label.say(plain(question, "$mark"))
        self._prompt.takes_lines = lines
        self._prompt.begin(box, initial, suggestions, draft=not pending)
        text = await self._wait("-asking", self._prompt)
        if text is None:
            self._answers.came_to_nothing()
        else:
            self._answers.taken(box, text)
        return text

    async def choose(self, question: str, choices: str) -> str | None:
        """Ask for one of some keys; None for Enter and Esc."""
        self._finish(None)
        self._question.choices = choices
        self._question.say(plain(question, "bold $soon"))
        return await self._wait("-choosing", self._question) or None

    async def _wait(self, mode: str, widget: Widget) -> str | None:
        self._stop_fading()
        self._notice = None
        answer: asyncio.Future[str | None] = asyncio.get_running_loop().create_future()
        self._answer, self._before = answer, self.screen.focused
        self.add_class(mode)
        self._complaint.say(Content(""))
        self.screen.set_focus(widget)
        try:
            return await answer
        finally:
            if self._answer is answer:
                self._finish(None)

    def _finish(self, text: str | None) -> None:
        """Close whatever is open; the focus goes back before the next key is looked at."""
        answer, self._answer = self._answer, None
        if answer is None:
            return
        self._prompt.end()
        self.remove_class("-asking", "-choosing", "-explaining")
        if self.is_attached:
            before = self._before
            self.screen.set_focus(before if before and before.is_attached else None)
            self._show()
        if not answer.done():
            answer.set_result(text)

    def _take(self, text: str) -> None:
        """Take the text, or say what is wrong with it and let it stand."""
        complaint = self._check(text) if self._check else None
        if complaint is None:
            self._finish(text)
        else:
            self.say(complaint, "warning")

    def _refuse(self, words: str) -> None:
        """Say why a paste was not taken; the line stays open."""
        self.say(words, "warning")

    def _forget(self, box: str, text: str) -> None:
        """Something was made of a text: it is no draft any more, unless there is a newer one."""
        drafts = drafts_of(self.app)
        if drafts and drafts.get(box) == text and self._prompt.box != box:
            drafts.clear(box)

    def leave(self) -> None:
        """Close the line if one is open, with its text kept."""
        self._finish(None)
