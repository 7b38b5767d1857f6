"""The last row: the keys that matter here, and how to get help and out."""

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
PINNED: Final = (("question_mark", "f1"), ("q",))
"""Keys that stand at the right whatever happens: the first of each that is in force."""


class KeyRow(LineWidget):
    """At most six keys of the focus, then of the screen; help and the way out at the right."""

    DEFAULT_CSS = """
    KeyRow { background: $panel; }
    """

    @on(events.Mount)
    def follow_bindings(self) -> None:
        """Follow the bindings."""
        self.screen.bindings_updated_signal.subscribe(self, self._changed)

    def _changed(self, screen: Screen[object]) -> None:
        if screen is self.app.screen:
            self.redraw()

    def line_for(self, width: int) -> Content:
        """Leave out, from the right, what does not fit."""
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
        return fit(line(shown, " " * gap, end, " "), width, ellipsis=self.rules.ellipsis)

    def _chosen(self, active: dict[str, ActiveBinding]) -> list[ActiveBinding]:
        pinned = {key for keys in PINNED for key in keys}
        return [
            each
            for each, keys in one_a_action(active.values())
            if each.binding.show and each.binding.description and not pinned & set(keys)
        ][:MOST]

    def _pinned(self, active: dict[str, ActiveBinding]) -> Content:
        words = [
            self._word(active[key])
            for keys in PINNED
            for key in [next((key for key in keys if key in active), None)]
            if key is not None
        ]
        return Content("  ").join(words)

    def _word(self, each: ActiveBinding) -> Content:
        binding = each.binding
        key = binding.key_display or key_name(binding.key)
        words = binding.description
        if binding.key == "q":
            words = str(getattr(self.screen, "way_out", words))
        if each.enabled:
            return line((key, "bold $mark"), " ", (words, "$words"))
        bare = f"({key} {words})" if self.app.native_ansi_color else f"{key} {words}"
        return plain(bare, "$quiet")
