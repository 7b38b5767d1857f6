"""Columns that line up in a terminal, whatever the script."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

CUT = ".."
"""What stands where a text was cut: ASCII, because the width of an ellipsis is anybody's guess."""

_GAP = "  "


def width(text: str) -> int:
    """The terminal cells that one line takes.

    Source: Unicode UAX #11; marks and format characters take none, wide ones take two.
    """
    return len(text) if text.isascii() else sum(_cells(character) for character in text)


def fit(text: str, cells: int, *, cut: str = CUT) -> str:
    """The text cut or padded to exactly so many cells."""
    over = width(text) - cells
    if over <= 0:
        return text + " " * -over
    if cells <= width(cut):
        return cut[:cells].ljust(cells)
    kept = _beginning(text, cells - width(cut))
    return kept + cut + " " * (cells - width(kept) - width(cut))


def table(rows: Iterable[Sequence[str]], columns: Sequence[str]) -> list[str]:
    """Lines of aligned columns under their headings; the last column is ragged.

    Without any heading there is no line of them. Nothing is ever cut.
    """
    lines = [list(row) for row in rows]
    if any(columns):
        lines.insert(0, list(columns))
    widths = [max(width(line[at]) for line in lines) for at in range(len(columns) - 1)]
    return [_joined(line, widths) for line in lines]


def _joined(line: Sequence[str], widths: Sequence[int]) -> str:
    padded = [fit(cell, cells) for cell, cells in zip(line, widths, strict=False)]
    return _GAP.join((*padded, line[-1])).rstrip()


def _beginning(text: str, cells: int) -> str:
    used = 0
    for at, character in enumerate(text):
        used += _cells(character)
        if used > cells:
            return text[:at]
    return text


def _cells(character: str) -> int:
    if character.isascii():
        return 1
    from unicodedata import category, east_asian_width

    # the vowels and finals of Hangul stand inside the cell of the consonant before them
    if category(character) in ("Mn", "Me", "Cf") or "\u1160" <= character <= "\u11ff":
        return 0
    return 2 if east_asian_width(character) in "WF" else 1
