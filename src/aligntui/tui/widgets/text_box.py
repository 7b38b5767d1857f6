"""Shared by Prompt and NoteBox: consume printable keys, refuse oversized pastes."""

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
"""Characters of a paste above which a box asks first."""

MOST_IN_LINE: Final = 20_000
"""Most characters that a line takes from a paste; longer texts need a box or a file."""


class TextBox:
    """Takes every key that writes a character, by whatever name Textual calls it."""

    def check_consume_key(self, key: str, character: str | None = None) -> bool:
        """Let no character reach the screen behind."""
        return is_printable(key) or bool(character and character.isprintable())


def typing_at(box: Widget | None) -> Offset | None:
    """The place on the screen where the next letter appears; None for other widgets."""
    if not isinstance(box, Input):
        at: Offset | None = getattr(box, "cursor_screen_offset", None)
        return at
    # Textual counts a cell too many when the cursor is after the last letter
    shown = "•" * box.cursor_position if box.password else box.value[: box.cursor_position]
    return box.content_region.offset + Offset(cell_len(shown) - box.scroll_offset.x, 0)


def too_long_for_box(size: int) -> str:
    """The reason why a paste is too long for a box, or ""."""
    if size <= LONGEST_TEXT:
        return ""
    return f"That is more than the {LONGEST_TEXT:,} characters a text may have; nothing was pasted"


def too_long_for_line(size: int) -> str:
    """The reason why a paste is too long for a line, or ""."""
    if size <= MOST_IN_LINE:
        return ""
    more = f"{size:,}" if size <= LONGEST_TEXT else f"more than {LONGEST_TEXT:,}"
    return f"A line takes {MOST_IN_LINE:,} characters at once, not {more}"
