"""Window sizes used by the style sheets, and the sentence shown in a window too small."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from textual.widget import Widget

from aligntui.tui.drafts import drafts_of
from aligntui.tui.widgets.plain import plain

if TYPE_CHECKING:
    from textual.content import Content

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
