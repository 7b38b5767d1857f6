"""An item as rows: text, state and agreement, then its details or its fields."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Final

from textual.content import Content

from aligntui.domain.details import Expectation, Focus, Health
from aligntui.domain.stance import Agreement
from aligntui.text import words
from aligntui.text.fields import field_lines, item_mark, state_word
from aligntui.tui.widgets.plain import fit, line, plain
from aligntui.tui.widgets.row import Row

if TYPE_CHECKING:
    from aligntui.domain.item import Item
    from aligntui.text.form import FormField, Option

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
"""Most cells for the explanation of a value, so that several fit on a line."""
_ROOMY: Final = 66
"""The least width at which an item's state and agreement are shown beside it."""

ROW_LEGEND: Final = {**words.ITEM_LEGEND, "*": "marked: what is done to several is done to it"}
"""The marks before an item and after its handle."""

BETWEEN: Final = ":"
"""Separates handle and field in the key of a field's row."""


def apart(item: Item) -> str:
    """The list below the others that an expectation stands in, or ""."""
    if item.now.of_me:
        return "of_me"
    details = item.now.details
    return "excluded" if isinstance(details, Expectation) and details.excluded else ""


def item_row(item: Item, agreement: str, width: int, *, dimmed: bool, marked: bool) -> Row:
    """The row of an item; a marked one has a star after its handle."""
    star = "*" if marked else ""
    text = line(
        (item_mark(item), _TONES[item.agreement]),
        "." if item.now.private else " ",
        (f"{item.handle + star:<3} ", "$mark"),
        plain(item.text, "$quiet" if dimmed else ""),
    )
    return Row(item.handle, text, right=_right(item, agreement, width), wrap=6, before=6)


def detail_rows(item: Item, agreement: str, width: int, details: tuple[str, ...]) -> Iterable[Row]:
    """The rows under the item at the cursor; first whatever has no room beside it."""
    shared = isinstance(item.now.details, Focus) and item.now.details.weight is not None
    # a share is shown as the state, and what stands apart is under a line that says so
    shown = details[1:] if shared or apart(item) else details
    if width < _ROOMY:
        shown = (", ".join(part for part in (state_word(item), agreement) if part), *shown)
    for said in shown:
        yield Row(None, line(_INDENT, plain(said)), style="$quiet", wrap=9)


def field_rows(
    item: Item, fields: Iterable[FormField], at: str, width: int, details: tuple[str, ...]
) -> Iterable[Row]:
    """The fields of an item, each with a key; possible answers below the one called `at`."""
    for field in fields:
        yield from form_rows(field, f"{item.handle}{BETWEEN}", width, here=field.name == at)
    for said in details[len(field_lines(item.now.details)) :]:
        if said == words.NOT_FOR_REVIEW:
            continue  # it is shown as a field
        yield Row(None, line(_INDENT, plain(said)), style="$quiet", wrap=9)


def form_rows(field: FormField, begin: str, width: int, *, here: bool) -> Iterable[Row]:
    """A field with its value, and the possible answers if the cursor is `here`.

    The key of the row is `begin` and the name of the field.
    """
    value = plain(field.value) if field.value else plain("-", "$quiet")
    label = (f"{field.label:<{_LABEL}}", "$quiet")
    yield Row(f"{begin}{field.name}", line(_INDENT, label, value), wrap=_VALUE)
    if here:
        yield from _answers(field.options, width - _VALUE - 2)


def _answers(options: Iterable[Option], room: int) -> Iterable[Row]:
    """The possible answers, as many on a line as fit."""
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


def _right(item: Item, agreement: str, width: int) -> Content:
    off = isinstance(item.now.details, Expectation) and (item.now.details.state is Health.OFF_TRACK)
    state_part = plain(state_word(item), "$late" if off else "$quiet")
    if width < _ROOMY:
        return state_part if off else Content("")
    said = plain(agreement, _TONES[item.agreement])
    return line(fit(state_part, _STATE), " ", fit(said, _AGREEMENT))
