"""What the marked lines of a text will become, while it is being typed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from aligntui.domain.capture import SECTIONS, Kind, capture, note_of
from aligntui.domain.details import EMPTY
from aligntui.text.fields import field_lines
from aligntui.text.words import day_words
from aligntui.tui.widgets.plain import line, plain
from aligntui.tui.widgets.row import Row
from aligntui.tui.widgets.rows import Rows

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from textual.content import Content

    from aligntui.domain.capture import Captured, Known

MOST: Final = 5
"""Lines that are shown at once."""
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

    def __init__(self, lines: list[Content] | None = None, *, id: str | None = None) -> None:  # noqa: A002
        super().__init__(id=id)
        self.show_lines(lines or [])

    def show_lines(self, found: list[Content]) -> None:
        """Show lines; the newest are in sight."""
        self.set_class(bool(found), "-any")
        if len(found) > MOST:
            more = plain(f"  {len(found) - MOST + 1} more above", "$quiet")
            found = [more, *found[1 - MOST :]]
        self.show([Row(None, each) for each in found], keep=False)


def text_becomes(text: str, today: date, known: Known) -> Iterator[Content]:
    """What the lines of a text become, and what looks like a mark and stays text."""
    lines = capture(text, today, known)
    for number, each in enumerate(lines, start=1):
        where = f"line {number}" if len(lines) > 1 else ""
        if each.problem:
            yield _warned(f"{where or 'it'} stays a note: {each.problem}")
        elif each.kind is not Kind.NOTE:
            yield _becomes(each, today)
        yield from (_warned(f"{where}: {why}" if where else why) for why in each.unread)
    said = note_of(text, lines).strip().split("\n")
    if len(lines) > 1 and said != [""]:
        count = f" of {len(said)} lines" if len(said) > 1 else ""
        yield line(("+ ", "$good"), (f"note{count}: ", "$quiet"), said[0])


def line_becomes(each: Captured, today: date) -> Iterator[Content]:
    """What a line that was asked for says beside its words, and what of it stays text."""
    if each.problem:
        yield _warned(each.problem)
    elif _says_more(each):
        yield _becomes(each, today)
    yield from map(_warned, each.unread)


def _warned(why: str) -> Content:
    return line(("! ", "$soon"), (why, "$soon"))


def _becomes(each: Captured, today: date) -> Content:
    return line(("+ ", "$good"), (f"{_said(each, today)}: ", "$quiet"), each.text)


def _says_more(each: Captured) -> bool:
    """Whether a line is more than its words."""
    fields = each.details and each.details != EMPTY[SECTIONS[each.kind]]
    return bool(fields or each.by or each.owner == "them" or each.private is not None)


def _said(each: Captured, today: date) -> str:
    owner = (
        (" of theirs" if each.owner == "them" else " of yours") if each.kind is Kind.ACTION else ""
    )
    due = f", by {day_words(each.by, today)}" if each.by else ""
    private = {True: ", private", False: ", shared", None: ""}[each.private]
    fields = field_lines(each.details) if each.details else ()
    about = f", about {each.about}" if each.about and not each.details else ""
    return ", ".join((f"{_NAMES[each.kind]}{owner}{due}{about}{private}", *fields))
