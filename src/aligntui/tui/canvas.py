"""What the terminal shows, cell by cell, so that only differences are sent to it.

Also the last gate: nothing that steers a terminal gets through here, whatever widget it is from.
"""

from __future__ import annotations

import re
from itertools import pairwise
from typing import TYPE_CHECKING, Final

from rich.cells import split_graphemes
from rich.color import ColorSystem
from textual._compositor import ChopsUpdate, CompositorUpdate, LayoutUpdate

from aligntui.text.table import UNSURE
from aligntui.tui.pen import DEFAULT, Pen, pen_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from rich.console import Console, ConsoleOptions, RenderableType, RenderResult
    from textual.strip import Strip

Cell = tuple[str, Pen]
"""A character with what combines with it, and how it is drawn; "" continues a wide one."""

UNKNOWN: Final[Cell] = ("\0", DEFAULT)

NEAR: Final = 4
"""Unchanged cells that are cheaper sent again than jumped over."""

_STEERING: Final = re.compile("[\x00-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069\ud800-\udfff]")
_FLAG_HALF: Final = re.compile("[\U0001f1e6-\U0001f1ff]")

_WIDE: Final = re.compile("[\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\uff01-\uff60]")
"""Characters that take two cells in every terminal."""

JOINER: Final = "\u200d"

LONGEST: Final = 16
"""Characters put into one cell; more marks on one letter are left out."""


class Difference(CompositorUpdate):
    """An update that has been made into terminal output already."""

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        """Nothing, for a console that is no terminal."""
        yield from ()

    def __init__(self, output: str) -> None:
        self.output = output

    def render_segments(self, console: Console) -> str:
        """Give the output."""
        return self.output


class Canvas:
    """Remembers the cells sent so far and writes what an update changes."""

    def __init__(self) -> None:
        self._lines: dict[int, list[Cell]] = {}
        self._size = (0, 0)

    def forget(self) -> None:
        """Know nothing: the next update is sent whole."""
        self._lines.clear()

    def difference(self, update: RenderableType | None, console: Console) -> RenderableType | None:
        """Reduce an update to what is new; None when nothing is."""
        if isinstance(update, LayoutUpdate):
            size = (update.region.width, update.region.height)
            if size != self._size:
                self.forget()
            self._size = size
            pieces = _of_layout(update)
        elif isinstance(update, ChopsUpdate):
            pieces = _of_chops(update)
        else:
            if update is not None:
                self.forget()
            return update
        output = self._paint(pieces, console._color_system or ColorSystem.TRUECOLOR)  # noqa: SLF001
        return Difference(output) if output else None

    def _paint(self, pieces: Iterable[tuple[int, int, Strip]], system: ColorSystem) -> str:
        output: list[str] = []
        pen, at = DEFAULT, (-1, -1)
        for y, x, strip in pieces:
            cells = _cells(strip, system)
            line = self._lines.setdefault(y, [])
            if len(line) < x + len(cells):
                line.extend([UNKNOWN] * (x + len(cells) - len(line)))
            runs = list(_runs(line[x : x + len(cells)], cells))
            line[x : x + len(cells)] = cells
            for begin, end in runs:
                output.append(_jump(at, x + begin, y))
                reach = _reach(line, x + begin, x + end)
                text, pen, at = _written(line[x + begin : reach], pen, x + begin, y)
                output.append(text)
        if pen != DEFAULT:
            output.append("\x1b[0m")
        return "".join(output)


def _of_layout(update: LayoutUpdate) -> Iterator[tuple[int, int, Strip]]:
    for y, strips in enumerate(update.strips, update.region.y):
        x = update.region.x
        for strip in strips:
            yield y, x, strip
            x += strip.cell_length


def _of_chops(update: ChopsUpdate) -> Iterator[tuple[int, int, Strip]]:
    for y, first, last in update.spans:
        for end, (x, strip) in zip(update.chop_ends[y], update.chops[y].items(), strict=False):
            if strip is not None and x <= last and end > first:
                whole = last > x >= first and end <= last
                yield y, x, strip if whole else strip.crop(0, min(end, last) - x)


def _cells(strip: Strip, system: ColorSystem) -> list[Cell]:
    """Give the cells of a strip: as many as those who laid it out have counted."""
    cells: list[Cell] = []
    for text, style, _control in strip:
        pen = pen_of(style, system)
        if UNSURE.search(text):
            cells.extend(_odd_cells(text, pen))
        else:
            cells.extend([(character, pen) for character in text])
    missing = strip.cell_length - len(cells)
    if missing > 0:
        cells.extend([(" ", cells[-1][1] if cells else DEFAULT)] * missing)
    return cells[: strip.cell_length]


def _odd_cells(text: str, pen: Pen) -> Iterator[Cell]:
    """Give characters with what belongs to each: marks, what is joined, both halves of a flag.

    They take as many cells as Textual and rich count, so that columns stay as they were laid out.
    """
    for cluster, width in _clusters(text):
        if width:
            # a joiner at the end would take in whatever is drawn next
            yield _gated(cluster[:LONGEST].rstrip(JOINER)), pen
            yield from [("", pen)] * (width - 1)


def _clusters(text: str) -> Iterator[tuple[str, int]]:
    half = ""
    for start, end, width in split_graphemes(text)[0]:
        cluster = text[start:end]
        if half and _FLAG_HALF.fullmatch(cluster):
            yield half + cluster, 2 * width
            half = ""
            continue
        if half:
            yield half, 1
        half = cluster if _FLAG_HALF.fullmatch(cluster) else ""
        if not half:
            yield cluster, width
    if half:
        yield half, 1


def _gated(cluster: str) -> str:
    return _STEERING.sub("", cluster) or " "


def _certain(cells: Iterable[Cell]) -> bool:
    return not UNSURE.search("".join([character for character, _ in cells]))


def _runs(old: list[Cell], new: list[Cell]) -> Iterator[tuple[int, int]]:
    """Find the stretches to send: changed cells, with small gaps between them filled."""
    if old == new:
        return
    if not (_certain(old) and _certain(new)):
        # What is there may lie elsewhere than thought: all of it has to go.
        yield 0, len(new)
        return
    changed = [at for at, (was, now) in enumerate(zip(old, new, strict=True)) if was != now]
    begin = changed[0]
    for here, following in pairwise([*changed, len(new) + NEAR + 1]):
        if following - here > NEAR:
            yield begin, here + 1
            begin = following


def _jump(at: tuple[int, int], x: int, y: int) -> str:
    if at == (x, y):
        return ""
    return f"\x1b[{x + 1}G" if at[1] == y else f"\x1b[{y + 1};{x + 1}H"


def _reach(line: Sequence[Cell], begin: int, end: int) -> int:
    """Give the end of what has to be sent, so that nothing that was drawn too wide stays there.

    A terminal that does not join what is joined, or not as it was counted, draws over the cells
    behind it: these are sent again.
    """
    if _certain(line[begin:end]):
        return end
    reach = max(at + 2 * len(line[at][0]) for at in range(begin, end))
    while end < len(line) and line[end] != UNKNOWN and (end < reach or not line[end][0]):
        end += 1
    return end


def _written(cells: Sequence[Cell], pen: Pen, x: int, y: int) -> tuple[str, Pen, tuple[int, int]]:
    """Give the output for cells side by side, the pen after it and where it ends.

    What terminals do not agree about is drawn on blanks. What stands behind it, or behind letters
    that some terminals draw twice as wide, is put in its place.
    """
    output: list[str] = []
    adrift = False
    for at, (character, wanted) in enumerate(cells, x):
        if not character:
            continue
        if adrift and character.isascii():
            output.append(f"\x1b[{at + 1}G")
            adrift = False
        if wanted != pen:
            output.append(wanted.after(pen))
            pen = wanted
        if UNSURE.search(character) and not _WIDE.fullmatch(character):
            width = 1 + (cells[at - x + 1 : at - x + 2] == [("", wanted)])
            blanks = f"  \x1b[{at + 1}G" if width > 1 else ""
            output.append(f"{blanks}{character}\x1b[{at + width + 1}G")
            adrift = False
        else:
            output.append(character)
            adrift = not character.isascii()
    return "".join(output), pen, (-1 if adrift else x + len(cells), y)
