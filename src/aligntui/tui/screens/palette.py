"""Search of the palette: every action with its key, and every person, in a fixed order."""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable, Iterable, Sequence
from functools import partial
from itertools import pairwise
from typing import TYPE_CHECKING, ClassVar, Final

from textual import events, on, work
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen, Screen
from textual.widgets import Input
from textual.widgets.input import Selection

from aligntui.domain.naming import folded, nearness
from aligntui.tui.drafts import drafts_of
from aligntui.tui.offers import Offer, actions_of, called_whom, elsewhere, note_down
from aligntui.tui.theme import rules_of
from aligntui.tui.widgets.fixed_rows import too_small
from aligntui.tui.widgets.plain import clean, fit, line, plain
from aligntui.tui.widgets.prompt import TextBox
from aligntui.tui.widgets.row import Row
from aligntui.tui.widgets.rows import Rows

if TYPE_CHECKING:
    from textual.app import App, ComposeResult


MOST: Final = 50
"""Most hits listed for one query."""

SEARCH: Final = "/"
"""Prefix of a search through everything."""

LEAST: Final = 3
"""Fewest letters to search for; fewer are found everywhere."""

NAME_WIDTH: Final = 24
KEY_WIDTH: Final = 14

Choice = tuple[str, "Callable[[], object]"]


def offered(screen: Screen[object], people: Iterable[Choice], query: str) -> list[Offer]:
    """Return the matches of a query, best first; without a query actions before people."""
    actions = [*actions_of(screen), *(elsewhere(screen) if query else ())]
    everybody = [Offer(clean(name), act) for name, act in people]
    if query:
        return in_order(query, [*everybody, *actions])
    return [*actions[:MOST], *everybody[:MOST]]


def in_order(query: str, among: Iterable[Offer]) -> list[Offer]:
    """Return the matches of a query, best first.

    Among equal matches people come before actions, whole parts of a name before beginnings, then
    names alphabetically, so that the same letters always give the same list.
    """
    found: list[tuple[tuple[object, ...], Offer]] = []
    for each in among:
        plainly, sought = folded(each.label), folded(query).split()
        rank, places = matched(query, plainly)
        if rank > 0 and _beginnings(sought, folded(each.also)):
            rank, places = 1, [0]
        elif (not places or (rank > 1 and each.far)) and sought:
            rank, places = _BY_EXPLANATION, _beginnings(sought, folded(each.words))[:1]
        if places:
            gaps = sum(after != before + 1 for before, after in pairwise(places))
            near = 0 if each.words else nearness(each.label, query)
            order = (
                rank,
                bool(each.words),
                each.far,
                near,
                gaps,
                places[0] > 0,
                plainly,
                each.label,
            )
            found.append((order, each))
    return [each for _, each in sorted(found, key=lambda one: one[0])[:MOST]]


_BY_EXPLANATION: Final = 3
"""The rank where only the explanation has the words."""


def matched(query: str, plainly: str) -> tuple[int, list[int]]:
    """Find the places of a query's letters in a folded label; empty if they do not match.

    The rank is 0 where each word of the query begins a word of the label, 1 where the label
    contains the query as typed, and 2 where its letters only occur in order. Each is found in one
    pass, however long the label is.
    """
    words = folded(query).split()
    begins = _beginnings(words, plainly)
    if begins:
        return 0, begins
    typed = " ".join(words)
    at = plainly.find(typed)
    if at >= 0:
        return 1, list(range(at, at + len(typed)))
    return 2, _in_order("".join(words), plainly)


def _beginnings(words: Sequence[str], plainly: str) -> list[int]:
    """Match each word with the beginning of another word of the label; empty if one fails."""
    free = [each.start() for each in re.finditer(r"(?<!\w)\w", plainly)]
    places: list[int] = []
    for word in sorted(words, key=len, reverse=True):
        at = next((start for start in free if plainly.startswith(word, start)), None)
        if at is None:
            return []
        free.remove(at)
        places.extend(range(at, at + len(word)))
    return sorted(set(places))


def _in_order(letters: str, plainly: str) -> list[int]:
    """Find the letters in order, each as early as possible."""
    places: list[int] = []
    for letter in letters:
        at = plainly.find(letter, places[-1] + 1 if places else 0)
        if at < 0:
            return []
        places.append(at)
    return places


def drawn_offer(app: App[object], offer: Offer, query: str) -> Content:
    """Draw a choice on one line, with the matching letters marked."""
    end = rules_of(app).ellipsis
    label = _marked(query, clean(offer.label))
    if not offer.words:
        return label
    columns = fit(label, NAME_WIDTH, ellipsis=end), fit(offer.keys, KEY_WIDTH, ellipsis=end)
    return line(*columns, (offer.words, "$quiet"))


def _marked(query: str, label: str) -> Content:
    content, plainly = plain(label), folded(label)
    if len(plainly) != len(label):
        return content  # a letter folded into several: the places are not those of the label
    for at in matched(query, plainly)[1]:
        content = content.stylize("bold underline $mark", at, at + 1)
    return content


TALLEST: Final = 14
"""Most matches visible at once."""
LONGEST: Final = 200
"""Most letters that can be typed."""

BOX: Final = "palette"
"""The box of what was typed and found nothing."""
MARKS: Final = frozenset("AEFORTNWB")
"""Letters that begin a line of a note, when : follows; typed too early they do nothing."""

NOTHING: Final = Content("Nothing is called that. Begin with / to look for words in everything.")
KEEP: Final = "Nothing is called that: enter makes it a note on {}, esc keeps it."
NO_WORDS: Final = Content("Nothing found.")


class _Line(TextBox, Input):
    """The line to type in; keys that move go to the list."""

    def __init__(self, typed: str) -> None:
        super().__init__(
            typed,
            placeholder="An action, a name, or / and words to find",
            compact=True,
            select_on_focus=False,
            max_length=LONGEST,
        )
        self.cursor_blink = False


class Palette(ModalScreen[Callable[[], object] | None], inherit_bindings=False):
    """List the matches of the letters typed so far; Enter runs the one under the cursor.

    Actions and people are found before the next key is handled. Searching the store for words takes
    time: an Enter pressed meanwhile waits for the hits.
    """

    DEFAULT_CSS = """
    Palette {
        background: $background 0%;
        overflow: hidden;
        &.-tiny > Vertical { display: none; }
        & > Vertical { margin: 1 0 0 0; width: 100%; height: auto; background: $panel; }
        & _Line.-textual-compact {
            margin: 0 2;
            color: $words;
            background: $panel;
            &:focus { background-tint: $panel 0%; }
        }
        & Rows {
            height: 1;
            padding: 0 1;
            background: $panel;
            & > .rows--cursor-blurred { background: $cursor-row; text-style: bold; }
        }
        &:ansi Rows > .rows--cursor-blurred { text-style: reverse; }
    }
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "close", "close", id="palette.close",
                tooltip="Close the palette; what found nothing is kept for next time."),
        Binding("f6", "hide", "hide private", id="palette.hide", show=False,
                tooltip="Hide everything private, and what is typed and found here."),
        Binding("down", "list('move', 1)", "down", id="palette.down", show=False,
                tooltip="Move to the next line."),
        Binding("up", "list('move', -1)", "up", id="palette.up", show=False,
                tooltip="Move to the line before."),
        Binding("pagedown", "list('page', 1)", "page down", id="palette.page_down", show=False,
                tooltip="Move down by as many lines as are seen."),
        Binding("pageup", "list('page', -1)", "page up", id="palette.page_up", show=False,
                tooltip="Move up by as many lines as are seen."),
        Binding("ctrl+home", "list('edge', 0)", "top", id="palette.top", show=False,
                tooltip="Move to the first line."),
        Binding("ctrl+end", "list('edge', 1)", "bottom", id="palette.bottom", show=False,
                tooltip="Move to the last line."),
    ]  # fmt: skip

    def __init__(
        self,
        below: Screen[object],
        people: Callable[[], Iterable[Choice]],
        find: Callable[[str, int], Awaitable[Iterable[Choice]]],
        typed: str = "",
        mark: str = "",
    ) -> None:
        """`mark` was pressed before and did nothing."""
        super().__init__()
        self._below = below
        self._mark = f"{mark}:" if mark[-1:] in MARKS else ""
        kept = drafts_of(below.app)
        before = kept.get(BOX) if kept else ""
        hides = getattr(getattr(below.app, "session", None), "private_hidden", False)
        shown = before.startswith(typed) and not (self._mark or hides)
        begins = before if shown else typed
        self._waits = before if hides else ""
        """What waits and must not be shown now."""
        self._people = people
        self._find = find
        self._line = _Line(begins)
        if begins != typed:
            self._line.selection = Selection(len(typed), len(begins))
        self._rows = Rows(empty=NOTHING)
        self._rows.can_focus = False
        self._offers: Sequence[Offer] = ()
        self._listed: str | None = None
        """The query whose matches are listed."""
        self.is_waiting = False
        """True while Enter waits for a search."""

    def compose(self) -> ComposeResult:
        """Put the line above the list."""
        with Vertical():
            yield self._line
            yield self._rows

    @on(events.Mount)
    @on(Input.Changed)
    def list_what_fits(self) -> None:
        """List the matches of the present letters."""
        query = self._line.value.strip()
        if query == self._listed:
            return
        self.is_waiting = False
        if query.startswith(SEARCH):
            self._look_for(query)
        else:
            whom = called_whom(self._below)
            nothing = plain(KEEP.format(whom)) if whom else NOTHING
            self._show(query, offered(self._below, self._people(), query), nothing)

    @on(events.Resize)
    def make_room(self, event: events.Resize) -> None:
        """In a window that is too small, leave the room to the sentence below."""
        self.set_class(too_small(*event.size), "-tiny")

    @work(exclusive=True)
    async def _look_for(self, query: str) -> None:
        typed = query.removeprefix(SEARCH).strip()
        found: list[Offer] = []
        if len(typed) >= LEAST:
            hits = await self._find(typed, MOST)
            found = [Offer(clean(label), act) for label, act in hits]
        if self._line.value.strip() == query:
            self._show(query, found, NO_WORDS if len(typed) >= LEAST else Content(""))
            if self.is_waiting:
                self.is_waiting = False
                self.take()

    def _show(self, query: str, offers: Sequence[Offer], empty: Content) -> None:
        self._listed, self._offers = query, offers
        self._rows.empty = empty
        marked = "" if query.startswith(SEARCH) else query
        self._rows.show(
            [Row(f"{at}", drawn_offer(self.app, each, marked)) for at, each in enumerate(offers)],
            keep=False,
        )
        self._rows.styles.height = max(2, min(TALLEST, len(offers)))

    def action_hide(self) -> None:
        """Hide everything private, with the words typed here and what they found."""
        self.app.session.hide_private(True)  # type: ignore[attr-defined]
        self._waits, self._line.value = self._text or self._waits, ""
        self.list_what_fits()

    def action_list(self, move: str, by: int) -> None:
        """Move the cursor of the list."""
        getattr(self._rows, f"action_{move}")(by)

    @on(Input.Submitted)
    def take(self) -> None:
        """Run the choice under the cursor, now or as soon as it is found."""
        self.list_what_fits()
        if self._line.value.strip() != self._listed:
            self.is_waiting = True
        elif (key := self._rows.cursor_key) is not None:
            self._end(self._offers[int(key)].act)
        elif self._text.strip() and called_whom(self._below):
            self._end(partial(note_down, self._below, self._text))

    @property
    def _text(self) -> str:
        """What was typed, unless it was to look for; with the mark before it."""
        return "" if self._line.value.startswith(SEARCH) else f"{self._mark}{self._line.value}"

    def _end(self, act: Callable[[], object] | None, kept: str = "") -> None:
        """Close; `kept` waits for the next time."""
        if drafts := drafts_of(self.app):
            drafts.put(BOX, kept or self._waits)
        self.dismiss(act)

    def action_close(self) -> None:
        """Close without doing anything; what found nothing, and words to look for, wait."""
        typed = self._line.value
        searches = typed.startswith(SEARCH) and typed != SEARCH
        self._end(None, typed if searches else "" if self._offers else self._text)
