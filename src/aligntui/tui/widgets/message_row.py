"""The row of notices, questions and prompts: one line, never a pop-up."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING, Final, NamedTuple, Unpack

from textual import events, on
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.message import Message
from textual.widgets import Static

from aligntui.tui.drafts import drafts_of, older_texts, set_aside
from aligntui.tui.widgets.plain import plain
from aligntui.tui.widgets.prompt import Prompt, beside
from aligntui.tui.widgets.question import Answers, Asked, Asking, Question, Words

if TYPE_CHECKING:
    from textual.app import ComposeResult
    from textual.timer import Timer
    from textual.widget import Widget


GOOD_NEWS_LASTS: Final = 3.0
"""Seconds that good news is shown."""

_STYLES: Final = {"news": "$words", "warning": "$soon", "error": "bold $late"}
_WEIGHTS: Final = {"news": 0, "warning": 1, "error": 2}


class Notice(NamedTuple):
    """A message: `kind` is news, warning or error."""

    kind: str
    words: str
    at: datetime


class MessageRow(Vertical):
    """Shows notices and asks questions; news fades, warnings and errors stay until a key."""

    DEFAULT_CSS = """
    MessageRow {
        height: auto;
        & > .above { display: none; height: auto; max-height: 7; padding: 0 1; }
        & > .line { height: 1; }
        & Prompt, & Question { display: none; }
        &.-above > .above { display: block; }
        &.-asking Prompt { display: block; }
        &.-asking .label { width: auto; max-width: 70%; }
        &.-choosing .label { display: none; }
        &.-choosing Question { display: block; }
    }
    """

    @dataclass
    class Said(Message):
        """A notice was shown; for a list of notices."""

        notice: Notice

    def __init__(self) -> None:
        super().__init__()
        self._above = Static(classes="above", markup=False)
        self._label = Words(classes="label -snug")
        self._question = Question(self._take)
        self.prompt = Prompt(
            done=self._judge,
            left=self.leave,
            refused=partial(self.say, kind="warning"),
            turned=self._turn,
        )
        self.answers = Answers(self.prompt)
        self.notice: Notice | None = None
        self._standing = Content("")
        self._until_a_key = False
        self._tip = Content("")
        self._fading: Timer | None = None
        self._asked: list[Asked] = []
        """The open questions: one may come on top of a line being typed."""
        self._keeping = False
        self._afterwards: list[Callable[[], object]] = []
        self._check: Callable[[str], str | None] | None = None
        self._shown_beside: tuple[Content, ...] = ()
        self._questions: tuple[str, ...] = ()
        self.turned = False
        """True while the other question of the line is asked."""

    def compose(self) -> ComposeResult:
        """Put question and prompt side by side, and errors above."""
        yield self._above
        with Horizontal(classes="line"):
            yield self._label
            yield self._question
            yield self.prompt

    # -- notices ---------------------------------------------------------------------------

    def say(self, words: str, kind: str = "news") -> None:
        """Show a notice; news fades after a while, the rest stays until a key."""
        if kind != "news":
            self.answers.came_to_nothing()
        if self.notice and _WEIGHTS[kind] < _WEIGHTS[self.notice.kind]:
            # do not cover an unread notice; the list of notices has both
            if self.is_attached:
                self.post_message(self.Said(Notice(kind, words, datetime.now().astimezone())))
            return
        self._stop_fading()
        self.notice = Notice(kind=kind, words=words, at=datetime.now().astimezone())
        self._show()
        if kind == "news" and self.is_attached:
            self._fading = self.set_timer(GOOD_NEWS_LASTS, self.hush)
        if self.is_attached:
            self.post_message(self.Said(self.notice))

    def stand(self, words: Content, *, until_a_key: bool = False) -> None:
        """Set the text shown while there is no notice: a filter, a banner, an undo.

        With `until_a_key` the next key pressed while it is visible removes it.
        """
        before, self._until_a_key = self._standing, until_a_key
        if not words.is_same(before):
            self._standing = words
            self._show()

    def hint(self, words: str) -> None:
        """Show a tip where nothing else is said, until a key is pressed while it is visible."""
        self._tip = plain(words, "$quiet")
        self._show()

    def hush(self) -> None:
        """Remove the notice."""
        self._stop_fading()
        if self.notice:
            self.notice = None
            self._show()

    def hush_news(self) -> None:
        """Remove good news, but nothing that has to be read."""
        if self.notice and self.notice.kind == "news":
            self.hush()

    def before_key(self) -> None:
        """Remove warnings and errors: they have been read once a key is pressed."""
        if self.notice and self.notice.kind != "news":
            self.hush()
        elif self._until_a_key and not self.notice:
            self.stand(Content(""))
        elif self._tip and not (self.notice or self._standing or self.asking):
            self.hint("")

    @on(events.Mount)
    def begin_fading(self) -> None:
        """Let news from before the first screen fade too."""
        if self.notice and self.notice.kind == "news":
            self._fading = self.set_timer(GOOD_NEWS_LASTS, self.hush)

    def _stop_fading(self) -> None:
        if self._fading:
            self._fading.stop()
            self._fading = None

    def _show(self) -> None:
        said = self.notice
        words = plain(said.words, _STYLES[said.kind]) if said else None
        if self.asking:
            above = [*([words] if words else ()), *self._shown_beside]
        else:
            *above, last = self._in_lines(words or self._standing or self._tip)
            self._label.say(last)
        if above or self.has_class("-above"):
            self._above.update(Content("\n").join(above))
        self.set_class(bool(above), "-above")

    def _in_lines(self, words: Content) -> list[Content]:
        """Wrap content into as many lines as it needs: advice is often at its end."""
        room = self.size.width - 2
        return (words.wrap(room) if words.cell_length > room > 0 else None) or [words]

    @on(events.Resize)
    def lay_out(self) -> None:
        """Wrap the content to the width."""
        self._show()

    # -- questions -------------------------------------------------------------------------

    @property
    def asking(self) -> bool:
        """True while a line or a key is asked for."""
        return bool(self._asked)

    @property
    def keeping(self) -> bool:
        """True while an answer is being kept: the meaning of the next key is still open."""
        return self._keeping and self._asked[-1:] != [] and self._asked[-1].mode == "-asking"

    def once_closed(self, act: Callable[[], object]) -> None:
        """Do something as soon as the line whose answer is being kept has closed."""
        self._afterwards.append(act)

    async def ask(self, question: str, *, hint: str = "", **how: Unpack[Asking]) -> str | None:
        """Ask for a line; None when it was left, with its text kept under `box`.

        `Asking` says what the rest means; `hint` is shown while the line is empty.
        """
        self.leave()
        box, initial, drafts = how["box"], how.get("initial", ""), drafts_of(self.app)
        kept = drafts.get(box) if drafts else ""
        pending = self.answers.is_open(box, kept)
        older = older_texts(drafts, box)
        now = initial if (base := how.get("base")) is None else base
        if drafts and kept and not pending and drafts.base(box) != now:
            set_aside(drafts, box)
            kept, older = "", older_texts(drafts, box)
        self._check = how.get("check")
        self._questions, self.turned = (question, how.get("turned", "")), False
        self.prompt.turns = bool(self._questions[1])
        self._label.say(plain(question, "$mark"))
        self._shown_beside = tuple(beside(now, older))
        self.prompt.takes_lines = how.get("lines", False)
        self.prompt.begin(
            box,
            how.get("suggestions", ()),
            draft="" if pending else kept,
            initial=initial,
            older=older,
            base=now,
            one_more=how.get("one_more", False),
            hint=hint,
        )
        return await self._until_kept(box, how.get("keep"))

    async def choose(
        self, question: str, choices: str, *, over: str = "", offers: bool = False
    ) -> str | None:
        """Ask for one of some keys; None for Enter and Esc.

        A line being typed is closed; with `over`, shown above the question, it only waits. With
        `offers` any other key closes the question and acts.
        """
        if not (over or self.keeping):
            self.leave()
        self._question.choices, self._question.offers = choices, offers
        self._question.say(plain(question, "bold $soon"))
        asked = self._open("-choosing", self._question)
        if over:
            self.say(over, "error")
        try:
            return await asked.answer or None
        finally:
            self._close(asked)

    async def _until_kept(
        self, box: str, keep: Callable[[str], Awaitable[object]] | None
    ) -> str | None:
        asked = self._open("-asking", self.prompt, stays=keep is not None)
        try:
            while (text := await asked.answer) is not None:
                if keep is None:
                    self.answers.taken(box, text)
                    return text
                self._afterwards = []
                try:
                    kept = await keep(text)
                finally:
                    self._keeping = False
                if kept:
                    self._close(asked)
                    self.answers.came_to_good()
                    self.answers.used(box)
                    for act in self._afterwards:
                        act()
                    return text
                if asked not in self._asked:
                    return None
                asked.answer = asyncio.get_running_loop().create_future()
        finally:
            self._close(asked)
        self.answers.came_to_nothing()
        return None

    def _open(self, mode: str, widget: Widget, *, stays: bool = False) -> Asked:
        self._stop_fading()
        self.notice = None
        answer: asyncio.Future[str | None] = asyncio.get_running_loop().create_future()
        asked = Asked(mode, widget, self.screen.focused, stays, answer)
        self._asked.append(asked)
        self._bring_up(asked)
        return asked

    def _bring_up(self, asked: Asked) -> None:
        self.remove_class("-asking", "-choosing")
        self.add_class(asked.mode)
        self._show()
        self.screen.set_focus(asked.widget)

    def _close(self, asked: Asked) -> None:
        """Close a question if it is open; the focus goes back before the next key is handled."""
        if asked not in self._asked:
            return
        self._asked.remove(asked)
        if asked.mode == "-asking":
            self.prompt.end()
            self._shown_beside = ()
        if not self.is_attached:
            return  # the screen was left while it asked
        if self._asked:
            self._bring_up(self._asked[-1])
            return
        self.remove_class("-asking", "-choosing")
        before = asked.before
        self.screen.set_focus(before if before and before.is_attached else None)
        self._show()

    def leave(self) -> None:
        """Close all questions without an answer; the text of a line is kept."""
        for asked in reversed(self._asked):
            self._close(asked)
            if not asked.answer.done():
                asked.answer.set_result(None)

    def _take(self, text: str | None) -> None:
        """Hand an answer to the latest question."""
        asked = self._asked[-1] if self._asked else None
        if asked and not asked.answer.done():
            self._keeping = asked.stays
            if not asked.stays:
                self._close(asked)
            asked.answer.set_result(text)

    def _judge(self, text: str) -> None:
        """Accept the text, or show its error and leave the line open."""
        complaint = self._check(text) if self._check else None
        if complaint is None:
            self._take(text)
        else:
            self.say(complaint, "warning")

    def _turn(self) -> None:
        self.turned = not self.turned
        self._label.say(plain(self._questions[self.turned], "$mark"))
