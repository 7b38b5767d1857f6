"""The last row: the most useful keys here, help, and the way out."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from textual import events, on
from textual.content import Content

from aligntui.tui.keys import in_force, key_name, one_a_action
from aligntui.tui.widgets.line_widget import LineWidget
from aligntui.tui.widgets.plain import fit, line, plain

if TYPE_CHECKING:
    from textual.binding import ActiveBinding
    from textual.screen import Screen

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

    _changes = False
    """True when keys have changed that are not shown yet."""

    @on(events.Mount)
    def follow_bindings(self) -> None:
        """Update when bindings change."""
        self.screen.bindings_updated_signal.subscribe(self, self._changed)

    def _changed(self, screen: Screen[object]) -> None:
        # one key may cause several changes: redraw once, after all of them
        if screen is self.app.screen and not self._changes:
            self._changes = True
            self.call_after_refresh(self._follow)

    def _follow(self) -> None:
        self._changes = False
        self.redraw()

    def line_for(self, width: int) -> Content:
        """The row for a width; keys that do not fit are left out from the right."""
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
        if hint := self._hint(gap - 2):
            shown, gap = line(shown, (hint, "$quiet")), gap - len(hint)
        return fit(line(shown, " " * gap, end, " "), width, ellipsis=self.rules.ellipsis)

    def _hint(self, width: int) -> str:
        """The screen's hint after the keys, while a line is typed."""
        said = getattr(self.screen, "key_hint", None)
        return said(width) if said else ""

    def _chosen(self, active: dict[str, ActiveBinding]) -> list[ActiveBinding]:
        first = list(getattr(self.screen, "first_keys", ()))
        shown = [
            each
            for each, keys in one_a_action(active.values())
            if each.binding.description and not set(PINNED) & set(keys)
            if each.binding.show or each.binding.id in first
        ]
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
        if each.enabled:
            return line((key, "bold $mark"), " ", (words, "$words"))
        bare = f"({key} {words})" if self.app.native_ansi_color else f"{key} {words}"
        return plain(bare, "$quiet")
