"""An item as lines of a list: its words and how it stands, then its details or its fields."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from textual.content import Content

from aligntui.domain.details import Expectation, Focus, Health
from aligntui.domain.stance import Agreement
from aligntui.text import words
from aligntui.text.fields import field_lines
from aligntui.tui.widgets.plain import fit, line, plain
from aligntui.tui.widgets.row import Row

if TYPE_CHECKING:
    from collections.abc import Iterable

    from aligntui.domain.item import Item
    from aligntui.text.form import Field, Option

_TONES: Final = {
    Agreement.AGREED: "$good",
    Agreement.CHANGED: "$soon",
    Agreement.DIFFERS: "$late",
    Agreement.NOT_DISCUSSED: "$quiet",
}
_AGREEMENT: Final = 15
_STATE: Final = 11
_LABEL: Final = 14
_INDENT: Final = " " * 7
_VALUE: Final = len(_INDENT) + _LABEL
"""Cells before the value of a field."""
_ABOUT: Final = 24
"""Cells for what a value stands for, so that several have room beside each other."""
_ROOMY: Final = 66
"""Cells from which an item's state and agreement stand beside it."""

ROW_LEGEND: Final = {**words.ITEM_LEGEND, "*": "marked: what is done to several is done to it"}
"""The marks before an item, and behind its handle."""

BETWEEN: Final = ":"
"""Stands between a handle and a field in the key of the field's row."""


def excluded(item: Item) -> bool:
    """Whether it says what is not expected."""
    return isinstance(item.now.details, Expectation) and not item.now.details.theirs


def item_row(item: Item, agreement: str, width: int, *, dimmed: bool, marked: bool) -> Row:
    """The line of an item; a marked one has a star behind its handle."""
    star = "*" if marked else ""
    text = line(
        (words.item_mark(item), _TONES[item.agreement]),
        "." if item.now.private else " ",
        (f"{item.handle + star:<3} ", "$mark"),
        plain(item.text, "$quiet" if dimmed else ""),
    )
    return Row(item.handle, text, right=_right(item, agreement, width), wrap=6)


def detail_rows(item: Item, agreement: str, width: int, details: tuple[str, ...]) -> Iterable[Row]:
    """What stands under an item with the cursor; what has no room beside it first."""
    for said in _details(item, agreement, width, details):
        yield Row(None, line(_INDENT, plain(said)), style="$quiet", wrap=9)


def field_rows(
    item: Item, fields: Iterable[Field], at: str, width: int, details: tuple[str, ...]
) -> Iterable[Row]:
    """The fields of an item, each with a key; below the one called `at` what can be answered."""
    for field in fields:
        yield from form_rows(field, f"{item.handle}{BETWEEN}", width, here=field.name == at)
    for said in details[len(field_lines(item.now.details)) :]:
        if said == words.NOT_FOR_REVIEW:
            continue  # it is a field
        yield Row(None, line(_INDENT, plain(said)), style="$quiet", wrap=9)


def form_rows(field: Field, begin: str, width: int, *, here: bool) -> Iterable[Row]:
    """A field with its value, and what can be answered where the cursor is `here`.

    The key of its row is its name behind `begin`.
    """
    value = plain(field.value) if field.value else plain("-", "$quiet")
    label = (f"{field.label:<{_LABEL}}", "$quiet")
    yield Row(f"{begin}{field.name}", line(_INDENT, label, value), wrap=_VALUE)
    if here:
        yield from _answers(field.options, width - _VALUE - 2)


def _answers(options: Iterable[Option], room: int) -> Iterable[Row]:
    """What can be answered, as many beside each other as there is room for."""
    parts = [_option(option) for option in options if option.key]
    lines = [parts.pop(0) if parts else plain("enter edits it")]
    for part in parts:
        if lines[-1].cell_length + 2 + part.cell_length <= room:
            lines[-1] = line(lines[-1], "  ", part)
        else:
            lines.append(part)
    for each in lines:
        yield Row(None, line(" " * _VALUE, each), style="$quiet")


def _option(option: Option) -> Content:
    about = plain(option.about)
    if option.words and option.about:
        short = fit(about, min(_ABOUT, about.cell_length))
        return line((option.key, "$mark"), " ", option.words, " ", short)
    return line((option.key, "$mark"), " ", option.words, about)


def _details(item: Item, agreement: str, width: int, lines: tuple[str, ...]) -> Iterable[str]:
    if width < _ROOMY:
        yield ", ".join(part for part in (words.state_word(item), agreement) if part)
    details = item.now.details
    shared = isinstance(details, Focus) and details.weight is not None
    # a share stands as the state already, and what isn't theirs stands under a line that says so
    yield from lines[1:] if shared or excluded(item) else lines


def _right(item: Item, agreement: str, width: int) -> Content:
    off = isinstance(item.now.details, Expectation) and (
        item.now.details.health is Health.OFF_TRACK
    )
    state_part = plain(words.state_word(item), "$late" if off else "$quiet")
    if width < _ROOMY:
        return state_part if off else Content("")
    said = plain(agreement, _TONES[item.agreement])
    return line(fit(state_part, _STATE), " ", fit(said, _AGREEMENT))
