"""What a line and a box of text have in common: their letters are theirs, and pastes are judged."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from rich.cells import cell_len
from textual.geometry import Offset
from textual.widgets import Input

if TYPE_CHECKING:
    from textual.widget import Widget

from aligntui.domain.plain import LONGEST_TEXT
from aligntui.tui.keys import is_printable

ASK_ABOVE: Final = 256 * 1024
"""Characters of a paste that goes into a box without a question."""

MOST_IN_LINE: Final = 20_000
"""Characters that a line takes from a paste; more belongs into a box or a file."""


class TextBox:
    """Takes every key that stands for a character, by whatever name Textual calls it."""

    def check_consume_key(self, key: str, character: str | None = None) -> bool:
        """Leave no character to the screen behind."""
        return is_printable(key) or bool(character and character.isprintable())


def typing_at(box: Widget | None) -> Offset | None:
    """Where on the screen the next letter of a box comes; None for what takes no letters."""
    if not isinstance(box, Input):
        at: Offset | None = getattr(box, "cursor_screen_offset", None)
        return at
    # Textual counts a cell too many where the cursor stands behind the last letter
    shown = "•" * box.cursor_position if box.password else box.value[: box.cursor_position]
    return box.content_region.offset + Offset(cell_len(shown) - box.scroll_offset.x, 0)


def too_long_for_box(size: int) -> str:
    """Say why a paste is not taken into a box, or nothing."""
    if size <= LONGEST_TEXT:
        return ""
    return f"That is more than the {LONGEST_TEXT:,} characters a text may have; nothing was pasted"


def too_long_for_line(size: int) -> str:
    """Say why a paste is not taken into a line, or nothing."""
    if size <= MOST_IN_LINE:
        return ""
    more = f"{size:,}" if size <= LONGEST_TEXT else f"more than {LONGEST_TEXT:,}"
    return f"A line takes {MOST_IN_LINE:,} characters at once, not {more}"
