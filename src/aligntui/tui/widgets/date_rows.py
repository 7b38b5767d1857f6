"""A person's check-ins as rows: day, kind, and the sections that changed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from aligntui.domain.section import Section
from aligntui.text.difference import NEW
from aligntui.text.rhythm import IN_TIME, LATE, regular_words, strip
from aligntui.text.words import ITEM_LEGEND, MONTHS, PRIVATE
from aligntui.tui.widgets.line_widget import LineWidget
from aligntui.tui.widgets.plain import fit, line
from aligntui.tui.widgets.row import Row, detail, heading

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import date

    from textual.content import Content

    from aligntui.domain.sought import Meant
    from aligntui.domain.timeline import Span

_INSTEAD: Final = {"": "", "postponed": " moved"}
MARKED: Final = " marked"
DATE_LEGEND: Final = {
    "F.OR": "the sections in which something changed; a dot is one without a change",
    "3": "how many changes",
    IN_TIME: "a check-in in time; before words: gone",
    LATE: "a check-in after its day",
    NEW: "new",
    PRIVATE: ITEM_LEGEND[PRIVATE],
}


def date_rows(
    spans: Sequence[Span], meant: Mapping[str, Meant], today: date, *, marked: str | None
) -> Iterable[Row]:
    """One row for each span, newest first; those without a match are quiet."""
    year = today.year
    for span in spans:
        if span.check_in and span.until.year != year:
            year = span.until.year
            yield heading(str(year))
        yield _row(span, meant[span.key], marked=span.key == marked)
    if len(spans) == 1:
        yield detail(" No check-in yet")


def _row(span: Span, meant: Meant, *, marked: bool) -> Row:
    day, kind = "   now", ""
    if span.check_in:
        day = f"{span.until.day:>2} {MONTHS[span.until.month - 1]}"
        kind = _INSTEAD.get(span.check_in.instead, f" {span.check_in.instead}")
    tone = "$mark" if meant.number else "$quiet"
    return Row(
        span.key,
        line((day, "" if meant.number else "$quiet"), (MARKED if marked else "", "bold $mark"),
             (kind, "$quiet")),
        right=line((_where(meant), tone), (f"{meant.number or '-':>4}", "$quiet")),
    )  # fmt: skip


def _where(meant: Meant) -> str:
    changed = {change.section for change in meant.changes}
    return "".join(section.letter if section in changed else "." for section in Section)


class Regularity(LineWidget):
    """The recent check-ins in time, counted in words and with a mark for each."""

    _met: tuple[bool, ...] = ()

    def say(self, met: tuple[bool, ...]) -> None:
        """Show check-ins in time and late; nothing without any."""
        self._met = met
        self.display = bool(met)
        self.redraw()

    def line_for(self, width: int) -> Content:
        """The words, then the marks if there is room for them."""
        words = regular_words(self._met)
        marks = strip(self._met, max(0, width - len(words) - 4))
        return fit(line(" ", (words, "$quiet"), "  ", *map(_mark, marks)), width)


def _mark(mark: str) -> tuple[str, str]:
    return (mark, "$good" if mark == IN_TIME else "bold $soon")
