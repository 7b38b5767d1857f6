"""What the marked lines of a text will become, while it is being typed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from aligntui.domain.capture import Kind, capture
from aligntui.text.words import day_words
from aligntui.tui.widgets.plain import line
from aligntui.tui.widgets.row import Row
from aligntui.tui.widgets.rows import Rows

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator
    from datetime import date

    from aligntui.domain.capture import Captured

_NAMES: Final = {
    Kind.FOCUS: "focus",
    Kind.EXPECTATION: "expectation",
    Kind.OPPORTUNITY: "opportunity",
    Kind.RISK: "risk",
    Kind.ACTION: "action",
    Kind.TALKING_POINT: "talking point",
    Kind.PRAISE: "praise, not told yet",
    Kind.CORRECTIVE: "corrective, not told yet",
}


class Becoming(Rows, can_focus=False):
    """Shows a line for each marked one; takes no room where there is none."""

    DEFAULT_CSS = """
    Becoming { height: auto; max-height: 5; display: none; }
    Becoming.-any { display: block; }
    """

    def show_text(self, text: str, today: date, handles: Collection[str]) -> None:
        """Show what a text will become; the newest lines are in sight."""
        rows = list(_rows(text, today, handles))
        self.set_class(bool(rows), "-any")
        self.show(rows[-5:], keep=False)


def _rows(text: str, today: date, handles: Collection[str]) -> Iterator[Row]:
    for number, each in enumerate(capture(text, today, handles), start=1):
        if each.problem:
            said = f"line {number} stays a note: {each.problem}"
            yield Row(None, line(("! ", "$soon"), (said, "$soon")))
        elif each.kind is not Kind.NOTE:
            yield Row(None, line(("+ ", "$good"), (f"{_said(each, today)}: ", "$quiet"), each.text))


def _said(each: Captured, today: date) -> str:
    owner = (
        (" of theirs" if each.owner == "them" else " of yours") if each.kind is Kind.ACTION else ""
    )
    due = f", by {day_words(each.by, today)}" if each.by else ""
    private = {True: ", private", False: ", shared", None: ""}[each.private]
    return f"{_NAMES[each.kind]}{owner}{due}{private}"
