"""The whole manual as one list, opened at the topic at hand, and searched while typing."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, ClassVar, Final

from textual import on, work
from textual.binding import Binding, BindingType

from aligntui.domain.naming import folded
from aligntui.domain.search import holds
from aligntui.text.manual import TOPICS, Block, blocks, page
from aligntui.tui.base import AlignScreen
from aligntui.tui.opening import SCREENS, shows
from aligntui.tui.widgets.row import Row, gap, heading, line, plain
from aligntui.tui.widgets.rows import Page, Rows

if TYPE_CHECKING:
    from collections.abc import Iterator

    from textual.app import ComposeResult
    from textual.content import Content
    from textual.screen import Screen

TOPIC_OF: Final = {
    "team": "people", "about": "people", "review": "people", "numbers": "people",
    "team_numbers": "people", "lines": "people", "person": "sections", "readiness": "sections",
    "life": "agreement", "actions": "capture", "untold": "capture", "check_in": "check-ins",
    "summary": "check-ins", "brief": "brief", "timeline": "timeline", "as_of": "timeline",
    "packet": "reviews", "handoff": "rounds", "section_text": "text", "import": "data",
    "drafts": "data",
    "recovery": "data", "locked": "encryption", "help": "keys", "palette": "keys",
    "manual": "keys", "messages": "settings", "closed": "sections",
    "round": "rounds", "round_out": "rounds", "round_in": "rounds",
}  # fmt: skip
"""The topic of each screen."""
_INLINE = re.compile(r"`([^`]+)`|\*\*?([^*]+)\*\*?")
_WRAP = {"item": 3, "row": 24}


def topic_of(screen: Screen[object]) -> str:
    """The topic that a screen is about."""
    name = next((name for name in SCREENS if shows(screen, name)), "")
    return TOPIC_OF.get(name, TOPICS[0])


class ManualScreen(AlignScreen):
    """Contents, then each topic; what is typed behind / leaves only what holds it."""

    HELP = "The manual. Enter on a topic of the contents, or on something found, goes to its place."

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("slash", "search", "search", id="manual.search",
                tooltip="Show only what holds some words; enter on it goes to its place."),
    ]  # fmt: skip

    def __init__(self, topic: str = TOPICS[0]) -> None:
        super().__init__()
        self._topic = topic
        self._words = ""

    def compose_content(self) -> ComposeResult:
        """The text."""
        yield Page(Rows(id="manual"))

    def on_mount(self) -> None:
        """Open at the topic."""
        self._show()
        # lines are laid out when the size is known
        self.call_after_refresh(self._go, self._topic)

    def go_to(self, topic: str) -> None:
        """Show the whole manual, at a topic."""
        self._search("")
        self.call_after_refresh(self._go, topic)

    def _go(self, key: str) -> None:
        """Put the cursor on a block, at the top."""
        rows = self.query_one(Rows)
        rows.move_to(key)
        rows.scroll_to(y=rows.cursor_line, animate=False, immediate=True, force=True)

    def _show(self) -> None:
        self.title_row.show(("aligntui", "Manual"), status=self._words and f"only: {self._words}")
        self.query_one(Rows).show(_found(self._words) if self._words else _whole())

    @work
    async def action_search(self) -> None:
        """Search while typing; an empty line shows everything."""
        typed = await self.ask_words("Search:", "filter:manual", self._words, self._search)
        if typed is not None:
            self._search(typed)

    def _search(self, typed: str) -> None:
        self._words = " ".join(typed.split())
        self._show()

    @on(Rows.Chosen)
    def _chosen(self, event: Rows.Chosen) -> None:
        """Go to a topic, or from something found to its place in the whole manual."""
        key = event.key.removeprefix("contents:")
        if self._words or key != event.key:
            self.go_to(key)

    async def action_escape(self) -> None:
        """Show everything again; if everything is shown, leave."""
        if self._words:
            self._search("")
        else:
            await super().action_escape()


def _whole() -> Iterator[Row]:
    wide = max(map(len, TOPICS))
    yield heading("Contents")
    for topic in TOPICS:
        title = page(topic)[0].removeprefix("# ")
        yield Row(f"contents:{topic}", line(" ", (f"{topic:<{wide}}  ", "$mark"), plain(title)))
    for topic in TOPICS:
        yield gap()
        for at, block in enumerate(blocks(topic)):
            if block.apart:
                yield gap()
            yield _row(topic, at, block)


def _found(words: str) -> Iterator[Row]:
    sought = tuple(folded(words).split())
    for topic in TOPICS:
        found = [(at, each) for at, each in enumerate(blocks(topic)) if holds(each.text, sought)]
        if found and found[0][0]:
            yield heading(page(topic)[0].removeprefix("# "))
        for at, block in found:
            yield _row(topic, at, block)


def _row(topic: str, at: int, block: Block) -> Row:
    key = f"{topic}-{at}" if at else topic
    if block.kind == "title":
        return heading(block.text, key=key, heavy=not at)
    if block.kind == "code":
        return Row(key, line("   ", plain(block.text, "$mark")), wrap=5)
    mark = " * " if block.kind == "item" else " "
    return Row(key, line(mark, *_inline(block.text)), wrap=_WRAP.get(block.kind, 1))


def _inline(text: str) -> Iterator[Content]:
    """The text with its code and emphasis in colour instead of marks."""
    at = 0
    for found in _INLINE.finditer(text):
        yield plain(text[at : found.start()])
        yield plain(found[1] or found[2], "$mark" if found[1] else "bold")
        at = found.end()
    yield plain(text[at:])
