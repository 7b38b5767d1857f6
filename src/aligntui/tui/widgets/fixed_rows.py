"""Widgets of one line: the title row and the key row; and what is said in a window too small."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING, Any, Final

from textual import events, on
from textual.content import Content
from textual.widget import Widget

from aligntui.text.manual import key_name
from aligntui.tui.drafts import drafts_of
from aligntui.tui.keys import in_force, one_a_action
from aligntui.tui.theme import Rules, rules_of
from aligntui.tui.widgets.plain import fit, line, plain

if TYPE_CHECKING:
    from textual.binding import ActiveBinding


class LineWidget(Widget):
    """One line, which is laid out for its width whenever it is drawn."""

    DEFAULT_CSS = """
    LineWidget { height: 1; width: 1fr; color: $words; }
    """


class Header(LineWidget):
    """One line, laid out for its width."""

    def __init__(self, titles: Callable[[int], Content]) -> None:
        super().__init__()
        self._titles = titles

    def render(self) -> Content:
        """The titles for the width."""
        return self._titles(self.size.width)


LEAST_CRUMBS = 14
HIDDEN, HIDDEN_SHORT = "private hidden", "hidden"


class TitleRow(LineWidget):
    """Crumbs at the left, one status; at the right whether things are hidden, and saved."""

    DEFAULT_CSS = """
    TitleRow { background: $panel; }
    """

    def __init__(self) -> None:
        super().__init__()
        self._crumbs: tuple[str, ...] = ()
        self._status = Content("")
        self._saved = Content("")

    def show(
        self,
        crumbs: Sequence[str] | None = None,
        *,
        status: Content | str | None = None,
        saved: Content | str | None = None,
    ) -> None:
        """Change the parts given and keep the rest."""
        if crumbs is not None:
            self._crumbs = tuple(crumbs)
        if status is not None:
            self._status = plain(status) if isinstance(status, str) else status
        if saved is not None:
            style = "bold $late" if str(saved).startswith("NOT SAVED") else "$quiet"
            self._saved = plain(saved, style) if isinstance(saved, str) else saved
        self.refresh()

    def render(self) -> Content:
        """The row for the width; the crumbs are shortened first, then the status is left out."""
        width, rules = self.size.width, rules_of(self.app)
        room = width - 2
        least = min(LEAST_CRUMBS, plain(self._crumbs[-1]).cell_length if self._crumbs else 0)
        for end in self._ends():
            if end.cell_length + 3 + least <= room:
                break
        crumbs = self._crumb_line(max(1, room - end.cell_length - 3), rules)
        gap = max(2, room - crumbs.cell_length - end.cell_length)
        return fit(line(" ", crumbs, " " * gap, end, " "), width, ellipsis=rules.ellipsis)

    def _ends(self) -> Iterator[Content]:
        """The right end, the longest first: the status, and that private things are hidden."""
        # an app without a store knows of no day
        session: Any = getattr(self.app, "session", None) if self.is_attached else None
        day = plain(session.other_day if session else "", "bold $soon")
        for status in (self._status, Content("")):
            for word in (HIDDEN, HIDDEN_SHORT) if session and session.private_hidden else ("",):
                pinned = [part for part in (day, plain(word, "$soon"), self._saved) if part]
                shown = [part for part in (status, Content("  ").join(pinned)) if part]
                yield Content("   ").join(shown)

    def _crumb_line(self, room: int, rules: Rules) -> Content:
        """The last crumbs that have room; the very last one is cut."""
        shown = Content("")
        for crumb in reversed(self._crumbs):
            before = (f"{crumb} {rules.crumb} ", "$quiet")
            more = line(before, shown) if shown else plain(crumb, "bold $heading")
            if shown and more.cell_length > room:
                break
            shown = more
        over = shown.cell_length > room
        return fit(shown, max(room, 1), ellipsis=rules.ellipsis) if over else shown


MOST: Final = 6
PINNED: Final = ("question_mark", "f1", "q")
"""Keys shown at the right end, never among the others."""
WAYS_OUT: Final = ("screen.back", "screen.escape")
"""The first of these that can act is shown last."""


class KeyRow(LineWidget):
    """At most six keys, the focused widget's first; help and the way out at the right."""

    DEFAULT_CSS = """
    KeyRow { background: $panel; }
    """

    @on(events.Mount)
    def follow_bindings(self) -> None:
        """Update when bindings change."""
        self.screen.bindings_updated_signal.subscribe(self, lambda _: self.refresh())

    def render(self) -> Content:
        """The row for the width; keys that do not fit are left out from the right."""
        width = self.size.width
        found = in_force(self.screen) if self.is_attached else []
        active = {each.binding.key: each for each in found}
        end = self._pinned(active)
        room = width - end.cell_length - 3
        shown = Content(" ")
        for each in self._chosen(active):
            word = self._word(each)
            if shown.cell_length + word.cell_length + 2 > room:
                break
            shown = line(shown, word, "  ")
        gap = max(0, width - 1 - shown.cell_length - end.cell_length)
        said = getattr(self.screen, "key_hint", None)  # the marks, while a line is typed
        if said and (hint := said(gap - 2)):
            shown, gap = line(shown, (hint, "$quiet")), gap - len(hint)
        return fit(line(shown, " " * gap, end, " "), width, ellipsis=rules_of(self.app).ellipsis)

    def _chosen(self, active: dict[str, ActiveBinding]) -> list[ActiveBinding]:
        first = list(getattr(self.screen, "first_keys", ()))  # ids of bindings
        shown = [
            each
            for each, keys in one_a_action(active.values())
            if each.binding.description and not set(PINNED) & set(keys)
            if each.binding.show or each.binding.id in first
        ]
        if first:
            wanted = {name: at for at, name in enumerate(first)}
            shown.sort(key=lambda each: wanted.get(each.binding.id or "", len(first)))
        return shown[:MOST]

    def _pinned(self, active: dict[str, ActiveBinding]) -> Content:
        helps = [active[key] for key in PINNED[:2] if key in active]
        outs = [e for name in WAYS_OUT for e in active.values() if e.binding.id == name]
        last = [each for each in outs if each.enabled] or outs
        return Content("  ").join(self._word(each) for each in (*helps[:1], *last[:1]))

    def _word(self, each: ActiveBinding) -> Content:
        binding = each.binding
        key = binding.key_display or key_name(binding.key)
        words = binding.description
        if binding.id in WAYS_OUT:
            words = str(getattr(self.screen, "way_out", words))
        elif binding.id == "question.no" and getattr(each.node, "offers", False):
            words = "leave"
        elif binding.id == "rows.choose" and getattr(self.screen, "kept", None):
            words = "edit"
        if each.enabled:
            return line((key, "bold $mark"), " ", (words, "$words"))
        bare = f"({key} {words})" if self.app.native_ansi_color else f"{key} {words}"
        return plain(bare, "$quiet")


LEAST_WIDTH: Final = 40
LEAST_HEIGHT: Final = 10
_WIDTHS: Final = ((80, "-normal"), (110, "-wide"), (170, "-workspace"))
_HEIGHTS: Final = ((24, "-medium"), (36, "-tall"))


def too_small(width: int, height: int) -> bool:
    """True when a window has room only for a sentence."""
    return width < LEAST_WIDTH or height < LEAST_HEIGHT


def size_classes(width: int, height: int) -> dict[str, bool]:
    """The style classes that apply at a size in cells.

    Wider ones add up (`-wide` also applies at 170); `-narrow` and `-short` stand alone.
    """
    return {
        "-tiny": too_small(width, height),
        "-narrow": width < _WIDTHS[0][0],
        **{name: width >= least for least, name in _WIDTHS},
        "-short": height < _HEIGHTS[0][0],
        **{name: height >= least for least, name in _HEIGHTS},
    }


class TooSmall(Widget):
    """The sentence shown instead of everything in a window too small."""

    DEFAULT_CSS = """
    TooSmall {
        layer: over;
        display: none;
        width: 100%;
        height: 100%;
        background: $background;
        color: $words;
    }
    """

    def render(self) -> Content:
        """Render the present and the least size of the window."""
        width, height = self.app.size
        drafts = drafts_of(self.app)
        kept = "Your draft is saved. " if drafts and drafts.texts and not drafts.unsaved else ""
        return plain(
            f"aligntui needs {LEAST_WIDTH} by {LEAST_HEIGHT}, this is {width} by {height}. "
            f"{kept}Make the window larger or press q"
        )
