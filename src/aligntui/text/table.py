"""Columns that line up in a terminal, whatever the script."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Final

CUT = ".."
"""Marks a cut: ASCII, because terminals disagree about the width of an ellipsis."""

_GAP = "  "
_LONG: Final = 48
"""Cells of the longest cell that others are lined up with: one below it must not wrap as well."""
_SPOKEN_GAP = "; "


class Style:
    """The style of everything printed; `plain` is for a screen reader, which reads line by line.

    In plain style nothing is aligned or drawn, words replace marks, and each cell of a table
    follows the title of its column.
    """

    plain: bool = False


style = Style()
"""Shared by the whole process, which carries out one command."""

UNSURE: Final = (
    "[^\u0020-\u007e\u00a0-\u00ac\u00ae-\u02ff\u0370-\u0482\u048a-\u052f\u1e00-\u1fff"
    "\u2010-\u2027\u2030-\u205e\u20a0-\u20bf\u2100-\u22ff\u2500-\u259f]"
)
"""Pattern of characters that may not take exactly one cell, or not in every terminal."""

_JOINER, _AS_PICTURE = "\u200d", "\ufe0f"
_KEYCAPS = "#*0123456789"
_ODD = "‼⁉ℹ〰〽"
"""Emoji that are not in a symbol category."""


class Line(str):
    """A line that knows where its columns begin: (place in the text, cell) from the second on."""

    __slots__ = ("columns",)
    columns: tuple[tuple[int, int], ...]


def placed(line: str, columns: Iterable[tuple[int, int]], cells: int) -> str:
    """Add cursor moves to a line, for a terminal with `cells` columns.

    They stand behind joined emoji, flags and other characters that terminals measure differently,
    so that columns line up whatever the terminal's idea of their width.
    """
    parts: list[str] = []
    begin = 0
    for at, cell in columns:
        unsure = cell < cells and re.search(UNSURE, line[begin:at])
        parts.append(f"{line[begin:at]}\x1b[{cell + 1}G" if unsure else line[begin:at])
        begin = at
    return "".join((*parts, line[begin:]))


def width(text: str) -> int:
    """The terminal cells that a line takes.

    Source: Unicode UAX #11 and UTS #51; marks and format characters take none, wide ones two, and
    an emoji takes two with everything joined to it.
    """
    return len(text) if text.isascii() else sum(_widths(text))


def fit(text: str, cells: int, *, cut: str = CUT) -> str:
    """Cut or pad a text to exactly `cells` cells."""
    over = width(text) - cells
    if over <= 0:
        return text + " " * -over
    if cells <= width(cut):
        return cut[:cells].ljust(cells)
    kept = _beginning(text, cells - width(cut))
    return kept + cut + " " * (cells - width(kept) - width(cut))


def table(rows: Iterable[Sequence[str]], columns: Sequence[str]) -> list[str]:
    """Lines of aligned columns under their headings; the last column is ragged.

    No heading line without headings. Nothing is ever cut. What follows a cell that is much longer
    than usual stands behind it, and no other row is padded to it.
    """
    if style.plain:
        return [_spoken(row, columns) for row in rows]
    lines = [list(row) for row in rows]
    if any(columns):
        lines.insert(0, list(columns))
    widths = [_usual(width(line[at]) for line in lines) for at in range(len(columns) - 1)]
    return [_joined(line, widths) for line in lines]


def _usual(cells: Iterable[int]) -> int:
    return max((each for each in cells if each <= _LONG), default=0)


def _spoken(row: Sequence[str], columns: Sequence[str]) -> Line:
    named = ((title.lower(), cell.strip()) for title, cell in zip(columns, row, strict=True))
    # a name needs no title
    cells = (
        f"{title} {cell}" if title not in {"", "name"} else cell for title, cell in named if cell
    )
    made = Line(_SPOKEN_GAP.join(cells))
    made.columns = ()
    return made


def _joined(line: Sequence[str], widths: Sequence[int]) -> Line:
    text, cell = "", 0
    columns: list[tuple[int, int]] = []
    for each, cells in zip(line, widths, strict=False):
        taken = max(cells, width(each))
        text += fit(each, taken) + _GAP
        cell += taken + len(_GAP)
        columns.append((len(text), cell))
    made = Line((text + line[-1]).rstrip())
    made.columns = tuple(each for each in columns if each[0] < len(made))
    return made


def _beginning(text: str, cells: int) -> str:
    used = 0
    for at, each in enumerate(_widths(text)):
        used += each
        if used > cells:
            return text[:at]
    return text


def _widths(text: str) -> Iterator[int]:
    """The cells that each character adds to those before it."""
    before, joins = "", False
    for character in text:
        if character == _JOINER:
            joins = _is_picture(before)
            yield 0
        elif joins and _is_picture(character):
            joins = False
            yield 0
        elif character == _AS_PICTURE:
            yield int(_cells(before) == 1 and (before in _KEYCAPS or _is_picture(before)))
        else:
            joins = False
            tone = "\U0001f3fb" <= character <= "\U0001f3ff"
            cells = 0 if tone and _is_picture(before) else _cells(character)
            before = character if cells else before
            yield cells


def _cells(character: str) -> int:
    if character.isascii():
        return len(character)
    from unicodedata import category, east_asian_width

    # the vowels and finals of Hangul stand inside the cell of the consonant before them
    if category(character) in ("Mn", "Me", "Cf") or "\u1160" <= character <= "\u11ff":
        return 0
    return 2 if east_asian_width(character) in "WF" else 1


def _is_picture(character: str) -> bool:
    from unicodedata import category

    symbol = character >= "\u00a9" and category(character) in ("So", "Sm", "Sk")
    return symbol or character in _ODD
