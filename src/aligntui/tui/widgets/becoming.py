"""What the marked lines of a text will become, while it is being typed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from aligntui.domain.capture import SECTIONS, Kind, capture
from aligntui.domain.details import EMPTY
from aligntui.text.fields import field_lines
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
        self._show(list(_rows(text, today, handles)))

    def show_line(self, line: Captured | None, today: date) -> None:
        """Show what a line of a section says beside its words."""
        self._show([_row(line, today)] if line and _says_more(line) else [])

    def _show(self, rows: list[Row]) -> None:
        self.set_class(bool(rows), "-any")
        self.show(rows[-5:], keep=False)


def _rows(text: str, today: date, handles: Collection[str]) -> Iterator[Row]:
    for number, each in enumerate(capture(text, today, handles), start=1):
        if each.problem:
            yield _row(each, today, f"line {number} stays a note: ")
        elif each.kind is not Kind.NOTE:
            yield _row(each, today)


def _row(each: Captured, today: date, why: str = "") -> Row:
    if each.problem:
        return Row(None, line(("! ", "$soon"), (f"{why}{each.problem}", "$soon")))
    return Row(None, line(("+ ", "$good"), (f"{_said(each, today)}: ", "$quiet"), each.text))


def _says_more(each: Captured) -> bool:
    """Whether a line is more than its words; one without any words yet is not."""
    fields = each.details and each.details != EMPTY[SECTIONS[each.kind]]
    return bool(fields or each.problem or each.private is not None)


def _said(each: Captured, today: date) -> str:
    owner = (
        (" of theirs" if each.owner == "them" else " of yours") if each.kind is Kind.ACTION else ""
    )
    due = f", by {day_words(each.by, today)}" if each.by else ""
    private = {True: ", private", False: ", shared", None: ""}[each.private]
    fields = field_lines(each.details) if each.details else ()
    return ", ".join((f"{_NAMES[each.kind]}{owner}{due}{private}", *fields))
