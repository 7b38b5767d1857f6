"""One line of a list, as a value."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Final

from textual.content import Content

from aligntui.tui.widgets.plain import fit, line, plain, width_of

if TYPE_CHECKING:
    from collections.abc import Iterable

    from aligntui.tui.theme import Rules

LIGHT: Final = "light"
HEAVY: Final = "heavy"


@dataclass(frozen=True, slots=True, eq=False)
class Row:
    """One line. Without a key it is a heading, a detail or a gap, and the cursor skips it.

    The first cell belongs to the cursor, so `text` begins in the second one. `right` is pinned to
    the right end. With a `rule` (`light` or `heavy`) the line is filled up with strokes and begins
    in the first cell. `style` applies to the whole line, with names of theme variables.
    """

    key: str | None
    text: Content = field(default_factory=lambda: Content(""))
    right: Content = field(default_factory=lambda: Content(""), kw_only=True)
    rule: str = field(default="", kw_only=True)
    style: str = field(default="", kw_only=True)
    wrap: int | None = field(default=None, kw_only=True)
    """Cells to indent further lines by; None crops the text instead of wrapping it."""

    def __eq__(self, other: object) -> bool:
        """Compare the styles too, which contents leave out of their own comparison."""
        if not isinstance(other, Row):
            return NotImplemented
        return (
            (self.key, self.rule, self.style, self.wrap)
            == (other.key, other.rule, other.style, other.wrap)
            and self.text.is_same(other.text)
            and self.right.is_same(other.right)
        )

    def __hash__(self) -> int:
        return hash((self.key, self.text.plain, self.right.plain, self.rule, self.style))


def heading(
    text: Content | str = "",
    right: Content | str = "",
    *,
    key: str | None = None,
    heavy: bool = False,
) -> Row:
    """Make a ruled line that begins a group."""
    return Row(
        key,
        plain(text, "bold $heading") if isinstance(text, str) else text,
        right=plain(right, "$quiet") if isinstance(right, str) else right,
        rule=HEAVY if heavy else LIGHT,
    )


def detail(text: Content | str, right: Content | str = "") -> Row:
    """Make a line that belongs to the row above it."""
    return Row(
        None,
        plain(text) if isinstance(text, str) else text,
        right=plain(right) if isinstance(right, str) else right,
        style="$quiet",
    )


def gap() -> Row:
    """Make an empty line."""
    return Row(None)


def laid_out(rows: Iterable[Row], width: int) -> tuple[Row, ...]:
    """Return the rows as lines of at most `width` cells: those that wrap become several."""
    return tuple(each for row in rows for each in _wrapped(row, width))


def _wrapped(row: Row, width: int) -> Iterable[Row]:
    room = width - 1 - (row.right.cell_length + 2 if row.right else 0)
    if row.wrap is None or room <= row.wrap + 8 or row.text.cell_length <= room:
        return (row,)
    first = (row.text.wrap(room) or [row.text])[0]
    blanks = len(after := row.text.plain[len(first) :]) - len(after.lstrip())
    rest = row.text[len(first) + blanks :]
    indent = " " * row.wrap
    return (
        replace(row, text=first, wrap=None),
        *(Row(None, line(indent, each), style=row.style) for each in rest.wrap(room - row.wrap)),
    )


HIDDEN_NOW: Final = "hidden now: . shows it"
"""Said instead of "nothing" where there is something, and it is private and hidden."""


def drawn(row: Row, width: int, strokes: Rules, *, marker: str = " ") -> Content:
    """Lay a row out on exactly `width` cells, with the marker in the first one."""
    if row.rule:
        return _ruled(row, width, strokes, marker)
    start = (marker, "bold $mark") if marker != " " else marker
    room = width - 1 - (row.right.cell_length + 2 if row.right else 0)
    if room < 1:
        return fit(line(start, row.text), width, ellipsis=strokes.ellipsis)
    text = fit(row.text, room, ellipsis=strokes.ellipsis)
    return line(start, text, *((" ", row.right, " ") if row.right else ()))


def _ruled(row: Row, width: int, strokes: Rules, marker: str) -> Content:
    stroke = strokes.heavy if row.rule == HEAVY else strokes.light
    tone = "$mark" if row.rule == HEAVY else "$rule"
    begin = (stroke, tone) if marker == " " else (marker, "bold $mark")
    # keep the heading whole as long as there is anything else to cut
    least = width_of(row.text) + 10
    shown = max(0, min(row.right.cell_length, width - least))
    end = fit(row.right, shown, ellipsis=strokes.ellipsis)
    right = line(" ", end, " ", (stroke * 2, tone)) if end else Content("")
    room = max(0, width - 4 - right.cell_length)
    text = row.text
    if width_of(text) > room:
        text = fit(text, room, ellipsis=strokes.ellipsis)
    left = line(begin, (stroke, tone), " ", text, " ") if text else line(begin)
    fill = stroke * (width - left.cell_length - right.cell_length)
    return fit(line(left, (fill, tone), right), width, ellipsis=strokes.ellipsis)
