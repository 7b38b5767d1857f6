"""Rows for a changed line: the old text above the new one, or both side by side."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from itertools import zip_longest
from typing import TYPE_CHECKING, Final, NamedTuple

from aligntui.domain.events import Difference, Kind
from aligntui.text.events import became_words
from aligntui.text.past import GONE, KIND_WORDS, NEW, changed_words, turned
from aligntui.text.words import private_mark
from aligntui.tui.widgets.plain import line, plain
from aligntui.tui.widgets.row import Row

if TYPE_CHECKING:
    from textual.content import Content

    from aligntui.domain.person import Relation

_INDENT: Final = 6
_BETWEEN: Final = "   "
_TONES: Final = {GONE: "$late", NEW: "$good", " ": "$quiet"}


class Turn(NamedTuple):
    """A line of a section before and after, and other facts that changed."""

    handle: str
    private: bool
    before: Content | None
    """None where the line is new, or its text is unchanged."""
    after: Content
    new: bool
    beside: tuple[tuple[str, str], ...]
    """Each with its sign: gone, new, or a blank."""
    trail: str
    """The item it came from, or the one it became."""


def turn(difference: Difference, relation: Relation, today: date, late: str = "") -> Turn:
    """Put a change into words; removed and added ones are bold. `late` says when it was written."""
    before, after = difference.before, difference.after
    old, new = None, plain(after.text)
    if before is not None and before.text != after.text:
        pieces = list(changed_words(before.text, after.text))
        old = _bold((gone, gone != came) for gone, came in pieces)
        new = _bold((came, gone != came) for gone, came in pieces)
    beside = tuple((each[0], each[2:]) for each in turned(difference, relation, today))
    if old is None and before is not None and not beside:
        beside = ((" ", KIND_WORDS[difference.kind]),)
    beside = (*beside, *([(" ", late)] if late else []))
    return Turn(
        difference.item.handle, after.private, old, new, before is None, beside, _trail(difference)
    )


def stacked(each: Turn) -> Iterator[Row]:
    """The old text above the new one, and other changes below."""
    if each.before is not None:
        yield _line(each.handle, GONE, each, each.before)
    sign = NEW if each.new or each.before is not None else " "
    yield _line(None if each.before is not None else each.handle, sign, each, each.after)
    for sign, words in each.beside:
        text = line(" " * _INDENT, (sign, _TONES[sign]), " ", (words, "$quiet"))
        yield Row(None, text, wrap=_INDENT + 2)


def side_by_side(each: Turn, width: int) -> Iterator[Row]:
    """The old state at the left, the new one at the right."""
    room = column(width)
    same = each.before is None and not each.new
    left = list(_cell(each, each.after if same else each.before, GONE, room, quiet=same))
    right = list(_cell(each, each.after, NEW, room))
    blank = plain("")
    for at, (was, now) in enumerate(zip_longest(left, right, fillvalue=blank)):
        text = line(was.pad_right(max(0, room - was.cell_length)), _BETWEEN, now)
        yield Row(each.handle if at == 0 else None, text)


def column(width: int) -> int:
    """Cells of each of two columns, without the cells for the cursor and a scrollbar."""
    return max(20, (width - 2 - len(_BETWEEN)) // 2)


def _cell(
    each: Turn, text: Content | None, sign: str, room: int, *, quiet: bool = False
) -> Iterator[Content]:
    if text is None:
        return
    changed = each.new or each.before is not None
    first = _start(sign if changed else " ", each)
    body = text.stylize("$quiet") if quiet else text
    yield from _wrapped(first, body if sign == GONE else _with_trail(body, each), room)
    for mark, words in each.beside:
        if mark == sign or (mark == " " and sign == NEW):
            start = line(" " * _INDENT, (mark, _TONES[mark]), " ")
            yield from _wrapped(start, plain(words, "$quiet"), room)


def _wrapped(start: Content, text: Content, room: int) -> Iterator[Content]:
    lines = text.wrap(max(8, room - start.cell_length)) or [text]
    yield line(start, lines[0])
    yield from (line(" " * start.cell_length, each) for each in lines[1:])


def _line(key: str | None, sign: str, each: Turn, text: Content) -> Row:
    end = text if sign == GONE else _with_trail(text, each)
    return Row(key, line(_start(sign, each), end), wrap=_INDENT)


def _start(sign: str, each: Turn) -> Content:
    tone = "$quiet" if sign == GONE else "$mark"
    return line(
        (sign, f"bold {_TONES[sign]}"), private_mark(each.private), (f"{each.handle:<3} ", tone)
    )


def _with_trail(text: Content, each: Turn) -> Content:
    return line(text, (f"  {each.trail}", "$quiet")) if each.trail else text


def _bold(pieces: Iterable[tuple[str, bool]]) -> Content:
    return plain(" ").join(plain(text, "bold" if own else "") for text, own in pieces if text)


def _trail(difference: Difference) -> str:
    item = difference.item
    if difference.kind is Kind.ADDED and item.origin:
        return f"was {item.origin}"
    closed = difference.kind is Kind.CLOSED
    return became_words(item, difference.after, difference.came_to) if closed else ""
