"""Help for the view it was opened from, the whole manual, and the notices."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar, Final

from textual import events, on, work
from textual.binding import ActiveBinding, Binding, BindingType
from textual.content import Content

from aligntui.domain.naming import folded
from aligntui.domain.search import holds
from aligntui.text.manual import TOPICS, Block, blocks, key_name, page
from aligntui.tui.base import AlignScreen
from aligntui.tui.keys import in_force, one_a_action, reason_of
from aligntui.tui.lines import AS_THE_LINE
from aligntui.tui.opening import SCREENS, shows
from aligntui.tui.widgets.plain import fit, line, plain
from aligntui.tui.widgets.row import Row, gap, heading
from aligntui.tui.widgets.rows import Page, Rows

if TYPE_CHECKING:
    from textual.app import ComposeResult
    from textual.dom import DOMNode
    from textual.screen import Screen
    from textual.widget import Widget

    from aligntui.tui.widgets.message_row import Notice

KEYS_WIDTH = 14
_MOVING = ("screen.next_pane", "screen.previous_pane")


@dataclass(frozen=True, slots=True, kw_only=True)
class Explained:
    """One action of some keys: place, keys, sentence; and the `reason` if they can't act now."""

    place: str
    keys: tuple[str, ...]
    sentence: str
    reason: str = ""


def place_of(kind: type) -> str:
    """The name of the place that the keys of a class belong to."""
    title = getattr(kind, "BINDING_GROUP_TITLE", None)
    if title:
        return str(title)
    words = kind.__name__.removesuffix("Screen").removesuffix("App")
    parts = "".join(f" {letter.lower()}" if letter.isupper() else letter for letter in words)
    return parts.strip().capitalize() or "Everywhere"


def explain(screen: Screen[object]) -> tuple[Explained, ...]:
    """Explain the bindings in force, the view's own first and movements last.

    The library's own are left out; they have no id.
    """
    found = [each for each in one_a_action(in_force(screen)) if each[0].binding.id]
    found.sort(key=lambda each: _rank(each[0].binding.id or "", each[0].node))
    return tuple(
        Explained(
            place=_place(screen, each),
            keys=tuple(dict.fromkeys(key_name(key) for key in keys)),
            sentence=each.binding.tooltip or each.binding.description,
            reason="" if each.enabled else reason_of(each.node, each.binding.action) or "not now",
        )
        for each, keys in found
    )


def _moves(name: str) -> bool:
    """True when a binding with this id only moves about."""
    return name in _MOVING or (name.startswith("rows.") and name != "rows.choose")


def _rank(name: str, node: DOMNode) -> int:
    if _moves(name):
        return 3
    if name.startswith(("notebook.", "screen.")):
        return 1
    return 2 if name.startswith("app.") else 0


def _place(screen: Screen[object], each: ActiveBinding) -> str:
    if _moves(each.binding.id or ""):
        return "Moving about"
    return place_of(type(screen if isinstance(each.node, Rows) else each.node))


def help_rows(
    words: Iterable[str],
    keys: Iterable[Explained],
    width: int,
    legends: Mapping[str, Mapping[str, str]],
) -> Iterator[Row]:
    """The whole help, laid out for a width: purpose of the view, keys by place, marks."""
    room = max(20, width - 3)
    keys = tuple(keys)
    why = _for_most(keys)
    top = [f"{why}. What stands in brackets below can't act until then."] if why else []
    for paragraph in (*words, *top):
        for part in plain(paragraph).wrap(room):
            yield Row(None, line(" ", part))
        yield gap()
    place = ""
    for at, each in enumerate(keys):
        if each.place != place:
            if place:
                yield gap()
            place = each.place
            yield heading(place)
        yield from _key_rows(each, f"{at}", room, why)
    for title, marks in legends.items():
        if marks:
            yield gap()
            yield heading(title)
        for mark, meaning in marks.items():
            each = Explained(place="", keys=(mark,), sentence=meaning)
            yield from _key_rows(each, f"{title}:{mark}", room)


def _for_most(keys: Iterable[Explained]) -> str:
    """The reason for which most keys can't act, which is said once; "" where none is shared."""
    reasons = Counter(each.reason for each in keys if each.reason not in ("", "not now"))
    found = reasons.most_common(1)
    return found[0][0] if found and found[0][1] > 1 else ""


def _key_rows(each: Explained, key: str, room: int, why: str = "") -> Iterator[Row]:
    names = fit("  ".join(each.keys), KEYS_WIDTH).plain
    tone, sentence = "$quiet" if each.reason else "", each.sentence
    if each.reason:
        said = each.reason == why
        sentence = f"({sentence})" if said else f"({each.reason}) {sentence}"
    first, *more = plain(sentence, tone).wrap(max(10, room - KEYS_WIDTH - 1)) or [plain("")]
    yield Row(key, line(" ", (names, tone or "$mark"), " ", first))
    for part in more:
        yield Row(None, line(" " * (KEYS_WIDTH + 2), part))


class HelpScreen(AlignScreen):
    """The keys that act in a view, those of the focused widget first."""

    CSS_PATH = "help.tcss"

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("question_mark,f1", "back", "close", id="help.close", show=False,
                tooltip="Close the help."),
        Binding("m", "manual", "manual", id="help.manual",
                tooltip="Open the manual at the page about this view."),
    ]  # fmt: skip

    def __init__(self, screen: Screen[object]) -> None:
        """Explain a screen as it is, with its focus and its disabled keys."""
        super().__init__()
        self._screen = screen
        nodes = (screen, screen.focused)
        self._about = place_of(type(screen))
        self._words = [node.HELP for node in nodes if node is not None and node.HELP]
        self._keys = explain(screen)
        self._legends: Mapping[str, Mapping[str, str]] = {}
        if isinstance(screen, AlignScreen):
            typed = screen.marks_to_type
            typed = {} if typed == AS_THE_LINE else typed  # of these two none is typed
            self._legends = {"Marks to type": typed, "Marks": screen.marks}

    def action_manual(self) -> None:
        """Open the manual at the topic of the view."""
        self.open("manual", topic_of(self._screen))

    def compose_content(self) -> Iterable[Widget]:
        """The keys as a list."""
        yield Rows(id="help", opens=False)

    @on(events.Resize)
    def lay_out(self, event: events.Resize) -> None:
        """Wrap the sentences to the width."""
        self.title_row.show(("Help", self._about))
        rows = help_rows(self._words, self._keys, event.size.width, self._legends)
        self.query_one(Rows).show(rows)


_TONES = {"news": "", "warning": "$soon", "error": "$late"}
_INDENT = 9


class MessagesScreen(AlignScreen):
    """The notices, newest first."""

    HELP = "The last notices, newest first; `!` marks errors and refusals."

    def __init__(self, notices: Iterable[Notice]) -> None:
        super().__init__()
        self._notices = tuple(notices)

    def compose_content(self) -> Iterable[Widget]:
        """The list."""
        yield Rows(id="messages", opens=False, empty=Content("No notices yet."))

    def on_mount(self) -> None:
        """Show the notices."""
        count = len(self._notices)
        self.title_row.show(("aligntui", "Messages"), status=f"{count}" if count else "")
        self.query_one(Rows).show(_rows(reversed(self._notices)))


def _rows(notices: Iterable[Notice]) -> Iterator[Row]:
    for at, notice in enumerate(notices):
        mark = " " if notice.kind == "news" else "!"
        words = plain(notice.words, _TONES[notice.kind])
        said = line(" ", (f"{notice.at:%H:%M}", "$quiet"), f" {mark} ", words)
        yield Row(f"{at}", said, wrap=_INDENT)


TOPIC_OF: Final = {
    "team": "people", "about": "people", "review": "people", "numbers": "people",
    "team_numbers": "people", "lines": "people", "person": "sections", "readiness": "sections",
    "life": "agreement", "actions": "capture", "untold": "capture", "check_in": "check-ins",
    "summary": "check-ins", "brief": "brief", "timeline": "timeline", "as_of": "timeline",
    "packet": "reviews", "handoff": "rounds", "section_text": "text", "import": "data",
    "drafts": "data", "recovery": "data", "locked": "encryption", "help": "keys", "palette": "keys",
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
