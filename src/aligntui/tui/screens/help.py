"""Help for the view it was opened from: every key in force, in sentences."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from textual import events, on
from textual.binding import ActiveBinding, Binding, BindingType
from textual.content import Content

from aligntui.text.keys import key_name
from aligntui.tui.base import AlignScreen
from aligntui.tui.keys import in_force, one_a_action, reason_of
from aligntui.tui.lines import AS_THE_LINE
from aligntui.tui.widgets.row import Row, fit, gap, heading, line, plain
from aligntui.tui.widgets.rows import Rows

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from textual.dom import DOMNode
    from textual.screen import Screen
    from textual.widget import Widget

    from aligntui.tui.widgets.message_row import Notice


KEYS_WIDTH = 14
_MOVING = ("screen.next_pane", "screen.previous_pane")


@dataclass(frozen=True, slots=True, kw_only=True)
class Explained:
    """One action of some keys: place, keys, sentence; and the `reason` why they can't act now."""

    place: str
    keys: tuple[str, ...]
    sentence: str
    enabled: bool
    reason: str


def place_name(node: DOMNode) -> str:
    """The name of the place that keys belong to."""
    return place_of(type(node))


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
            enabled=each.enabled,
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
    return place_name(screen if isinstance(each.node, Rows) else each.node)


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
            each = Explained(place="", keys=(mark,), sentence=meaning, enabled=True, reason="")
            yield from _key_rows(each, f"{title}:{mark}", room)


def _for_most(keys: Iterable[Explained]) -> str:
    """The reason for which most keys can't act, which is said once; "" where none is shared."""
    reasons = Counter(each.reason for each in keys if each.reason not in ("", "not now"))
    found = reasons.most_common(1)
    return found[0][0] if found and found[0][1] > 1 else ""


def _key_rows(each: Explained, key: str, room: int, why: str = "") -> Iterator[Row]:
    names = fit("  ".join(each.keys), KEYS_WIDTH).plain
    tone = "" if each.enabled else "$quiet"
    sentence = each.sentence
    if not each.enabled:
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
        self._about = place_name(screen)
        self._words = [node.HELP for node in nodes if node is not None and node.HELP]
        self._keys = explain(screen)
        self._legends: Mapping[str, Mapping[str, str]] = {}
        if isinstance(screen, AlignScreen):
            typed = screen.marks_to_type
            typed = {} if typed == AS_THE_LINE else typed  # of these two none is typed
            self._legends = {"Marks to type": typed, "Marks": screen.marks}

    def action_manual(self) -> None:
        """Open the manual at the topic of the view."""
        from aligntui.tui.screens.manual import topic_of

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
