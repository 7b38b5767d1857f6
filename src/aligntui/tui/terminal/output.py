"""What the terminal shows, cell by cell, so that only differences are sent to it.

Also the last gate: no control character gets through here, whatever widget it is from.

Textual has no public hook between a screen that is laid out and the bytes it writes for it, so two
private names stand here: `App._display`, which is given every update, and `CompositorUpdate`, the
kind of update that it writes to a terminal. Where one of them is missing, or an update has another
shape, Textual writes the screen itself: more bytes, the same picture.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import lru_cache
from inspect import signature
from itertools import pairwise
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from rich.cells import split_graphemes
from rich.color import Color, ColorSystem
from rich.console import COLOR_SYSTEMS, Console
from textual.strip import Strip

from aligntui.domain.plain import STEERING
from aligntui.text.table import UNSURE

if TYPE_CHECKING:
    from rich.style import Style
    from textual._compositor import CompositorUpdate
    from textual.app import App
else:
    try:
        from textual._compositor import CompositorUpdate
    except ImportError:
        CompositorUpdate = object

DISPLAY: Final = "_display"
"""Textual's method that is given every update of a screen, and what it takes."""
_TAKES: Final = ["screen", "renderable"]

_ATTRIBUTES: Final = (
    ("bold", "1"), ("dim", "2"), ("italic", "3"), ("underline", "4"), ("blink", "5"),
    ("reverse", "7"), ("strike", "9"), ("underline2", "21"), ("overline", "53"),
)  # fmt: skip


class Pen(NamedTuple):
    """Codes for the text's colour, the ground's colour and the rest; empty means default."""

    text: str
    ground: str
    rest: str

    def after(self, before: Pen) -> str:
        """Give the shortest sequence that turns one pen into this one."""
        codes: list[str] = []
        text, ground = before.text, before.ground
        if self.rest != before.rest:
            if before.rest:
                codes.append("0")
                text = ground = ""
            codes.extend([self.rest] if self.rest else [])
        if self.text != text:
            codes.append(self.text or "39")
        if self.ground != ground:
            codes.append(self.ground or "49")
        return f"\x1b[{';'.join(codes)}m"


DEFAULT: Final = Pen("", "", "")

Cell = tuple[str, Pen]
"""A character with what combines with it, and how it is drawn; "" continues a wide one."""

UNKNOWN: Final[Cell] = ("\0", DEFAULT)

NEAR: Final = 4
"""Unchanged cells that are cheaper sent again than jumped over."""

_STEERING: Final = re.compile(rf"{STEERING}|[\t\n]")
_FLAG_HALF: Final = re.compile("[\U0001f1e6-\U0001f1ff]")

_UNSURE: Final = re.compile(UNSURE)
_WIDE: Final = (
    ("\u2e80", "\ua4cf"),
    ("\uac00", "\ud7a3"),
    ("\uf900", "\ufaff"),
    ("\uff01", "\uff60"),
)
"""The first and the last of characters that take two cells in every terminal.

As a pattern they would cost the start three milliseconds.
"""

JOINER: Final = "\u200d"

LONGEST: Final = 16
"""Characters put into one cell; more marks on one letter are left out."""


class Difference(CompositorUpdate):
    """An update that has been made into terminal output already."""

    def __init__(self, output: str, sent: Callable[[], None]) -> None:
        self.output = output
        self._sent = sent

    def render_segments(self, console: Console) -> str:
        """Give the output, which is written now."""
        self._sent()
        return self.output


class Canvas:
    """Remembers the cells sent so far and writes what an update changes."""

    def __init__(self) -> None:
        self._lines: dict[int, list[Cell]] = {}
        self._size = (0, 0)

    def forget(self) -> None:
        """Know nothing: the next update is sent whole."""
        self._lines = {}

    def difference(self, update: object, console: Console) -> object:
        """Reduce an update to what is new; None when nothing is.

        What is known changes once the difference is written: Textual may drop it. An update of
        another shape is given back as it is.
        """
        if update is None:
            return None
        pieces = _pieces(update)
        if pieces is None:
            self.forget()
            return update
        region = getattr(update, "region", None)
        size = (region.width, region.height) if region else self._size
        known = self._lines if size == self._size else {}
        colors = COLOR_SYSTEMS.get(console.color_system or "", ColorSystem.TRUECOLOR)
        lines, output = _painted(known, pieces, colors)

        def sent() -> None:
            self._lines, self._size = {**known, **lines}, size

        return Difference(output, sent) if output else None


def send_differences(app: App[Any], canvas: Canvas, before: Callable[[], None]) -> bool:
    """Let an app send only what its terminal does not show; `before` runs ahead of every update.

    Returns False where this Textual can't be told.
    """
    display = getattr(app, DISPLAY, None)
    if CompositorUpdate is object or display is None or [*signature(display).parameters] != _TAKES:
        return False

    def displayed(screen: object, renderable: object) -> None:
        before()
        if not app.is_headless:
            renderable = canvas.difference(renderable, app.console)
        display(screen, renderable)

    setattr(app, DISPLAY, displayed)
    return True


def _painted(
    known: dict[int, list[Cell]], pieces: Iterable[Piece], system: ColorSystem
) -> tuple[dict[int, list[Cell]], str]:
    """Give the lines that some pieces change, as they are then, and the output for it."""
    lines: dict[int, list[Cell]] = {}
    output: list[str] = []
    pen, at = DEFAULT, (-1, -1)
    for y, x, strip in pieces:
        cells = _cells(strip, system)
        line = lines.setdefault(y, list(known.get(y, ())))
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
    return lines, "".join(output)


Piece = tuple[int, int, Strip]
"""The line and the cell where a strip begins, and the strip."""


def _pieces(update: object) -> list[Piece] | None:
    """Give what an update of Textual draws; None where it has another shape than is known."""
    try:
        found: list[Any] = list((_of_layout if hasattr(update, "region") else _of_chops)(update))
    except (AttributeError, TypeError, ValueError, LookupError):
        return None
    return found if all(all(map(isinstance, each, (int, int, Strip))) for each in found) else None


def _of_layout(update: Any) -> Iterator[Piece]:
    # kept as lists: should Textual write it after all, it reads them again
    update.strips = [list(strips) for strips in update.strips]
    for y, strips in enumerate(update.strips, update.region.y):
        x = update.region.x
        for strip in strips:
            yield y, x, strip
            x += strip.cell_length


def _of_chops(update: Any) -> Iterator[Piece]:
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
        if _UNSURE.search(text):
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
            yield _STEERING.sub("", cluster[:LONGEST].rstrip(JOINER)) or " ", pen
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


def _is_wide(character: str) -> bool:
    return len(character) == 1 and any(first <= character <= last for first, last in _WIDE)


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
        if _UNSURE.search(character) and not _is_wide(character):
            width = 1 + (cells[at - x + 1 : at - x + 2] == [("", wanted)])
            blanks = f"  \x1b[{at + 1}G" if width > 1 else ""
            output.append(f"{blanks}{character}\x1b[{at + width + 1}G")
            adrift = False
        else:
            output.append(character)
            adrift = not character.isascii()
    return "".join(output), pen, (-1 if adrift else x + len(cells), y)


def _codes(color: Color | None, system: ColorSystem, *, text: bool) -> str:
    if color is None or color.is_default:
        return ""
    return ";".join(color.downgrade(system).get_ansi_codes(foreground=text))


def pen_of(style: Style | None, system: ColorSystem) -> Pen:
    """Translate a style for a terminal with so many colours."""
    if style is None:
        return DEFAULT
    rest = ";".join(code for name, code in _ATTRIBUTES if getattr(style, name))
    return _pen(style.color, style.bgcolor, rest, system)


@lru_cache(maxsize=1024)
def _pen(color: Color | None, ground: Color | None, rest: str, system: ColorSystem) -> Pen:
    return Pen(_codes(color, system, text=True), _codes(ground, system, text=False), rest)
