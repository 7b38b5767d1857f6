"""What the terminal shows, cell by cell, so that only differences are sent to it.

Also the last gate: nothing that steers a terminal gets through here, whatever widget it is from.
"""

from __future__ import annotations

import re
from itertools import pairwise
from typing import TYPE_CHECKING, Final

from rich.cells import cell_len
from rich.color import ColorSystem
from textual._compositor import ChopsUpdate, CompositorUpdate, LayoutUpdate

from aligntui.tui.pen import DEFAULT, Pen, pen_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from rich.console import Console, ConsoleOptions, RenderableType, RenderResult
    from rich.segment import Segment
    from textual.strip import Strip

Cell = tuple[str, Pen]
"""A character with what combines with it, and how it is drawn; "" continues a wide one."""

UNKNOWN: Final[Cell] = ("\0", DEFAULT)

NEAR: Final = 4
"""Unchanged cells that are cheaper sent again than jumped over."""

_STEERING: Final = re.compile("[\x00-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069\ud800-\udfff]")
_UNSURE: Final = re.compile(
    "[^\u0020-\u007e\u00a0-\u00ac\u00ae-\u02ff\u0370-\u0482\u048a-\u052f\u1e00-\u1fff"
    "\u2010-\u2027\u2030-\u205e\u20a0-\u20bf\u2100-\u22ff\u2500-\u259f]"
)
"""Finds characters that may not take exactly one cell, or not in every terminal."""

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
            cells = list(_cells(strip, system))
            line = self._lines.setdefault(y, [])
            if len(line) < x + len(cells):
                line.extend([UNKNOWN] * (x + len(cells) - len(line)))
            for begin, end in _runs(line[x : x + len(cells)], cells):
                output.append(_jump(at, x + begin, y))
                text, pen, at = _written(cells[begin:end], pen, x + begin, y)
                output.append(text)
            line[x : x + len(cells)] = cells
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


def _cells(segments: Iterable[Segment], system: ColorSystem) -> Iterator[Cell]:
    for text, style, _control in segments:
        pen = pen_of(style, system)
        if _UNSURE.search(text):
            yield from _odd_cells(text, pen)
        else:
            for character in text:
                yield character, pen


def _odd_cells(text: str, pen: Pen) -> Iterator[Cell]:
    """Put what takes no cell to the character before it, and widen what takes two."""
    cluster, width = "", 0
    for character in text:
        grown = cell_len(cluster + character)
        if cluster and grown == width:
            cluster += character if len(cluster) < LONGEST else ""
            continue
        if cluster:
            yield _gated(cluster), pen
            yield from [("", pen)] * (width - 1)
        cluster, width = character, cell_len(character)
        if width == 0:
            cluster = ""
    if cluster:
        yield _gated(cluster), pen
        yield from [("", pen)] * (width - 1)


def _gated(cluster: str) -> str:
    return _STEERING.sub("", cluster) or " "


def _certain(cells: Iterable[Cell]) -> bool:
    return not _UNSURE.search("".join([character for character, _ in cells]))


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


def _written(cells: list[Cell], pen: Pen, x: int, y: int) -> tuple[str, Pen, tuple[int, int]]:
    """Give the output for cells side by side, the pen after it and where it ends."""
    output: list[str] = []
    for offset, (character, wanted) in enumerate(cells):
        if not character:
            continue
        if wanted != pen:
            output.append(wanted.after(pen))
            pen = wanted
        output.append(character)
        if _UNSURE.search(character):
            wide = cells[offset + 1 : offset + 2] == [("", wanted)]
            output.append(f"\x1b[{x + offset + 2 + wide}G")
    return "".join(output), pen, (x + len(cells), y)
