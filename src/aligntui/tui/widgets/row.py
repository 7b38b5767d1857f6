"""The rows of lists: their parts, and how they stand at each width."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Final

from textual.content import Content

from aligntui.tui.widgets.plain import fit, line, plain

if TYPE_CHECKING:
    from aligntui.tui.theme import Rules

WORDS: Final = 30
"""The cells of the words of a row that nothing at its right end takes from them."""
LIGHT: Final = "light"
HEAVY: Final = "heavy"


@dataclass(frozen=True, slots=True, eq=False)
class Row:
    """One line. Without a key it is a heading, a detail or a gap, and the cursor skips it.

    The first cell belongs to the cursor, so `text` begins in the second one. `right` is pinned to
    the right end, where it gives way to the words, its last parts first. With a `rule` (`light` or
    `heavy`) the line is filled up with strokes and begins in the first cell. `style` applies to
    the whole line, with names of theme variables.
    """

    key: str | None
    text: Content = field(default_factory=Content)
    right: Content = field(default_factory=Content, kw_only=True)
    rule: str = field(default="", kw_only=True)
    style: str = field(default="", kw_only=True)
    wrap: int | None = field(default=None, kw_only=True)
    """Cells to indent further lines by; None crops the text instead of wrapping it."""

    before: int = field(default=0, kw_only=True)
    """The cells in front of the words: marks, a name, a handle."""

    def __eq__(self, other: object) -> bool:
        """Compare the styles too, which contents leave out of their own comparison."""
        if not isinstance(other, Row):
            return NotImplemented
        return (
            (self.key, self.rule, self.style, self.wrap, self.before)
            == (other.key, other.rule, other.style, other.wrap, other.before)
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
    lines: list[Row] = []
    for given in rows:
        row, room = _words_first(given, width)
        if row.wrap is None or room <= row.wrap + 8 or row.text.cell_length <= room:
            lines.append(row)
            continue
        first = (row.text.wrap(room) or [row.text])[0]
        blanks = len(after := row.text.plain[len(first) :]) - len(after.lstrip())
        rest = row.text[len(first) + blanks :].wrap(room - row.wrap)
        indent = " " * row.wrap
        lines.append(replace(row, text=first, wrap=None))
        lines += [Row(None, line(indent, each), style=row.style) for each in rest]
    return tuple(lines)


def _words_first(row: Row, width: int) -> tuple[Row, int]:
    """The row with the parts of its right end that leave its words room, and the room left."""
    right, least = row.right, min(row.text.cell_length, row.before + WORDS)
    while (room := width - 1 - (right.cell_length + 2 if right else 0)) < least:
        if ", " not in right.plain:
            break
        right = right[: right.plain.rindex(", ")]
    return (row if right is row.right else replace(row, right=right)), room


HIDDEN_NOW: Final = "hidden now: . shows it"
NOTHING_SHARED: Final = "Private things are hidden: . shows them"
"""Said of what is empty while private things are hidden, whether or not there are any."""
"""Said instead of "nothing" where there is something, and it is private and hidden."""


def drawn(row: Row, width: int, strokes: Rules, *, marker: str = " ") -> Content:
    """Lay a row out on exactly `width` cells, with the marker in the first one."""
    if row.rule:
        return _ruled(row, width, strokes, marker)
    start = (marker, "bold $mark") if marker != " " else marker
    row, room = _words_first(row, width)
    if room < 1:
        return fit(line(start, row.text), width, ellipsis=strokes.ellipsis)
    text = fit(row.text, room, ellipsis=strokes.ellipsis)
    return line(start, text, *((" ", row.right, " ") if row.right else ()))


def _ruled(row: Row, width: int, strokes: Rules, marker: str) -> Content:
    stroke = strokes.heavy if row.rule == HEAVY else strokes.light
    tone = "$mark" if row.rule == HEAVY else "$rule"
    begin = (stroke, tone) if marker == " " else (marker, "bold $mark")
    # keep the heading whole as long as there is anything else to cut
    least = row.text.cell_length + 10
    shown = max(0, min(row.right.cell_length, width - least))
    end = fit(row.right, shown, ellipsis=strokes.ellipsis)
    right = line(" ", end, " ", (stroke * 2, tone)) if end else Content("")
    room = max(0, width - 4 - right.cell_length)
    text = row.text
    if text.cell_length > room:
        text = fit(text, room, ellipsis=strokes.ellipsis)
    left = line(begin, (stroke, tone), " ", text, " ") if text else line(begin)
    fill = stroke * (width - left.cell_length - right.cell_length)
    return fit(line(left, (fill, tone), right), width, ellipsis=strokes.ellipsis)


def stops(rows: Sequence[Row]) -> list[int]:
    """Return the places of the rows with a key."""
    return [at for at, row in enumerate(rows) if row.key is not None]


def first_stop(rows: Sequence[Row]) -> int:
    """Return the first place with a key, or -1."""
    return next(iter(stops(rows)), -1)


def place_of(rows: Sequence[Row], key: str) -> int:
    """Return the place of a key, or -1."""
    return next((at for at, row in enumerate(rows) if row.key == key), -1)


def near(rows: Sequence[Row], was: int) -> int:
    """Return the place with a key that is nearest to another place, or -1."""
    return min(stops(rows), key=lambda at: (abs(at - was), at), default=-1)


def moved(rows: Sequence[Row], at: int, by: int) -> int:
    """Return the place `by` keys further, or the last one on the way."""
    places = stops(rows)
    here = places.index(at) if at in places else 0
    return places[max(0, min(len(places) - 1, here + by))] if places else -1


def paged(rows: Sequence[Row], at: int, by: int) -> int:
    """Return the place nearest to `by` lines further; never the same one if there are more."""
    ahead = [place for place in stops(rows) if (place - at) * by > 0]
    return min(ahead, key=lambda place: abs(place - at - by), default=at)


def scrolled(rows: Sequence[Row], at: int, *, seen: int, height: int) -> int:
    """Return the first line to show so that the cursor row is within `height` lines.

    Its headings and its details are shown with it. A view that has to move goes on by a third of
    its height: one long redraw for many short moves.
    """
    top = bottom = at
    while top > 0 and rows[top - 1].key is None and rows[top - 1].rule:
        top -= 1
    for below in rows[bottom + 1 :]:
        if below.key is not None or below.rule or not below.text:
            break
        bottom += 1
    if top >= seen and bottom < seen + height:
        return seen
    ahead = height // 3
    line = top - ahead if top < seen else min(bottom + 1 + ahead - height, top)
    line = max(line, at + 1 - height)
    if line <= first_stop(rows) and at < height:
        return 0
    return max(0, line)
