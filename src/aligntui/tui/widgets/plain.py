"""Prepare stored text for the screen: literal, and without control characters.

The only file that makes content of what is no constant; `tests/test_one_way_out.py` sees to it.
"""

from __future__ import annotations

import re
from typing import Final

from rich.cells import set_cell_size
from textual.content import Content

from aligntui.domain.plain import SHOWN_INSTEAD, STEERING

_STEERING: Final = re.compile(STEERING)
_ENDINGS: Final = re.compile("\r\n?|\x85")
_BLANKS: Final = str.maketrans({"\n": " ", "\t": " "})

Part = str | Content | tuple[str, str]


def clean(text: str, *, lines: bool = False) -> str:
    """Replace control characters by `SHOWN_INSTEAD`; without `lines` make it one line."""
    text = _STEERING.sub(SHOWN_INSTEAD, _ENDINGS.sub("\n", text))
    return text.expandtabs(4) if lines else text.translate(_BLANKS)


def plain(text: str, style: str = "", *, lines: bool = False) -> Content:
    """Turn stored text into content; nothing in it is markup."""
    shown = text if text.isascii() and text.isprintable() else clean(text, lines=lines)
    return Content.styled(shown, style) if style and shown else Content(shown)


def line(*parts: Part) -> Content:
    """Join parts: plain text, finished content, or text with a style."""
    return Content.assemble(
        *(
            part
            if isinstance(part, Content)
            else plain(part)
            if isinstance(part, str)
            else plain(*part)
            for part in parts
        )
    )


def fit(text: Content | str, width: int, *, ellipsis: str = "…") -> Content:
    """Crop or pad a line to exactly `width` cells; a cropped one ends in `ellipsis`."""
    content = plain(text) if isinstance(text, str) else text
    if width <= 0:
        return Content("")
    over = content.cell_length - width
    if over <= 0:
        return content.pad_right(-over) if over else content
    room = set_cell_size(content.plain, width - 1)
    kept = content[: len(room.rstrip(" "))] if room.strip() else Content("")
    return line(kept, ellipsis, " " * (width - 1 - kept.cell_length))
