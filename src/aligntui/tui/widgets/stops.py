"""Places of the cursor among rows, and the lines to show around it."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from aligntui.tui.widgets.row import Row


def stops(rows: Sequence[Row]) -> list[int]:
    """Return the places of the rows with a key."""
    return [at for at, row in enumerate(rows) if row.key is not None]


def first_stop(rows: Sequence[Row]) -> int:
    """Return the first place with a key, or -1."""
    return next(iter(stops(rows)), -1)


def place_of(rows: Sequence[Row], key: str | None) -> int:
    """Return the place of a key, or -1."""
    return next((at for at in stops(rows) if rows[at].key == key), -1)


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


def group(rows: Sequence[Row], at: int) -> tuple[int, int]:
    """Return the first and last line to show with a row: its headings and its details."""
    top = bottom = at
    while top > 0 and rows[top - 1].key is None and rows[top - 1].rule:
        top -= 1
    for below in rows[bottom + 1 :]:
        if below.key is not None or below.rule or not below.text:
            break
        bottom += 1
    return top, bottom


def scrolled(rows: Sequence[Row], at: int, *, seen: int, height: int) -> int:
    """Return the first line to show so that the cursor row is within `height` lines.

    A view that has to move goes on by a third of its height: one long redraw for many short moves.
    """
    top, bottom = group(rows, at)
    if top >= seen and bottom < seen + height:
        return seen
    ahead = height // 3
    line = top - ahead if top < seen else min(bottom + 1 + ahead - height, top)
    line = max(line, at + 1 - height)
    if line <= first_stop(rows) and at < height:
        return 0
    return max(0, line)
