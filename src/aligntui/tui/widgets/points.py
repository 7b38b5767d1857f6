"""The points of a brief as rows: as many as fit, the one at the cursor in full."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import TYPE_CHECKING, Final

from aligntui.domain.brief import brief
from aligntui.domain.points import Kind, Need, Point
from aligntui.text.brief import (
    LABEL_WIDTH,
    NOTHING_OPEN,
    Shown,
    age,
    fitting,
    height,
    label,
    mark,
    nothing_open,
    said,
    shown,
    waits,
)
from aligntui.text.words import PRIVATE, day_words, how_long_ago
from aligntui.tui.widgets.plain import line, plain
from aligntui.tui.widgets.row import NOTHING_SHARED, Row, detail, gap, heading
from aligntui.tui.widgets.rows import Rows

if TYPE_CHECKING:
    from textual import events

    from aligntui.domain.person import Person, Relation
    from aligntui.domain.templates import Templates


POINT_LEGEND: Final = {PRIVATE: "private", "/": "shared"}
"""The marks of points more or less private than usual for their kind."""

MORE: Final = "more"
_TO_OPEN: Final = 2
"""Lines reserved for the point at the cursor, which is shown in full."""
_LATE: Final = (Need.LATE, Need.AGAIN)


class Points(Rows):
    """A list of points; a last row counts those without room, and shows them when chosen."""

    def __init__(self, *, id: str = "points") -> None:  # noqa: A002
        super().__init__(id=id, empty=plain(NOTHING_OPEN[False]))
        self._points: tuple[Point, ...] = ()
        self._relation: Relation | None = None
        self._today: date | None = None
        self._whole = False
        self._nothing = NOTHING_OPEN[False]

    def show_points(
        self, points: tuple[Point, ...], relation: Relation, today: date, *, hide: bool
    ) -> None:
        """Show a brief; the cursor stays on its point."""
        self._points, self._relation, self._today = points, relation, today
        self._nothing = NOTHING_OPEN[hide]
        self.empty = plain(self._nothing)
        self._lay_out()

    @property
    def point(self) -> Point | None:
        """The point under the cursor."""
        return next((each for each in self._points if _key(each) == self.cursor_key), None)

    def move_to_thing(self, at: str) -> bool:
        """Put the cursor on the point with a handle; True when one is shown."""
        return any(self.move_to(_key(each)) for each in self._points if each.handle == at)

    def show_all(self) -> None:
        """Show all points, also those without room."""
        self._whole = True
        self._lay_out()

    def on_resize(self, event: events.Resize) -> None:
        """Choose again the points that fit."""
        self._lay_out()

    def on_rows_highlighted(self) -> None:
        """Show the point at the cursor in full."""
        self._lay_out()

    def above(self) -> tuple[Row, ...]:
        """Rows above all points."""
        return ()

    def _lay_out(self) -> None:
        above = self.above()
        relation, today = self._relation, self._today
        room = self.size.height - _TO_OPEN - len(above)
        if relation is None or today is None or room <= 0:
            return
        fits = height(shown(self._points, relation)) <= room + _TO_OPEN
        whole = self._whole or fits
        chosen = self._points if whole else fitting(self._points, relation, room)
        if len(chosen) < len(self._points):
            chosen = fitting(self._points, relation, room - 1)
        laid = shown(chosen, relation)
        groups = sum(bool(each.label) for each in laid)
        apart = height(laid) + groups <= room
        rows: list[Row] = list(above)
        for each in laid:
            rows += [gap()] if apart and each.label and len(rows) > len(above) else []
            rows += self._lines_of(each, relation, today)
        if more := len(self._points) - len(chosen):
            rows.append(Row(MORE, plain(f"and {more} more", "$quiet")))
        elif self._points and nothing_open(self._points) and not above:
            rows += [gap(), detail(f" {self._nothing}")]
        self.show(rows)

    def _lines_of(self, each: Shown, relation: Relation, today: date) -> Iterable[Row]:
        point, key = each.point, _key(each.point)
        wide = 1 + max(len(other.handle or "") for other in self._points)
        handle = f"{point.handle:<{wide}}" if point.handle else ""
        text = line(
            (f"{each.label:<{LABEL_WIDTH - 1}}", "bold $heading"),
            mark(point) or " ",
            (handle, "$mark"),
            plain(said(point, relation), "$quiet" if point.kind is Kind.DIMMED else ""),
        )
        tone = "$late" if point.need in _LATE else "$quiet"
        here = key == (self.cursor_key or _key(self._points[0]))
        under = (LABEL_WIDTH + len(handle), LABEL_WIDTH) if here else (None, None)
        right, before = plain(age(point, today), tone), LABEL_WIDTH + len(handle)
        yield Row(key, text, right=right, wrap=under[0], before=before)
        if each.question:
            asked = line(" " * LABEL_WIDTH, plain(each.question))
            yield Row(None, asked, style="$quiet", wrap=under[1])


class Waiting(Rows):
    """The points that wait for the next time, folded to one line until focused."""

    DEFAULT_CSS = """
    Waiting { height: 1; overflow-y: hidden; }
    Waiting:focus { height: auto; max-height: 40%; overflow-y: auto; }
    """

    KEEPS_CURSOR = False

    def __init__(self, *, number: int) -> None:
        super().__init__(id="waiting")
        self._number = number
        self._points: tuple[Point, ...] = ()
        self._counted = waits(())
        self._below: tuple[Row, ...] = ()
        self._opened = False
        self._was: str | None = None
        """The key under the cursor when it was folded."""

    @property
    def point(self) -> Point | None:
        """The point under the cursor."""
        return next((each for each in self._points if _key(each) == self.cursor_key), None)

    def move_to_thing(self, at: str) -> bool:
        """Open with the cursor on the point with a handle; True when there is one."""
        key = next((_key(each) for each in self._points if each.handle == at), None)
        if key is None:
            return False
        self._opened, self._was = True, key
        self._lay_out()
        return self.move_to(key)

    def show_points(
        self, points: tuple[Point, ...], relation: Relation, today: date, *, hide: bool
    ) -> None:
        """Show the points, and count them in the heading; `hide` says that there may be others."""
        self._points = points
        self._counted = "nothing shared" if hide and not points else waits(points)
        said = "Nothing waits.  a keeps a note; begin it with T: to bring it up"
        nothing = detail(f"  {NOTHING_SHARED if hide else said}")
        self._below = tuple(_waiting_row(each, relation, today) for each in points) or (nothing,)
        self._lay_out()

    def on_focus(self) -> None:
        """Open, with the cursor where it was."""
        self._opened = True
        self._lay_out()
        self.move_to(self._was or "")

    def on_blur(self) -> None:
        """Fold."""
        self._opened, self._was = False, self.cursor_key
        self._lay_out()

    def _lay_out(self) -> None:
        title = heading(f"{self._number} Next time", self._counted, heavy=self._opened)
        self.show([title, *(self._below if self._opened else ())])


def _waiting_row(point: Point, relation: Relation, today: date) -> Row:
    text = line(
        " ",
        mark(point) or " ",
        (f"{point.handle or '':<3} ", "$mark"),
        (f"{label(point.kind, relation)}: ", "$quiet"),
        plain(said(point, relation)),
    )
    right, before = plain(age(point, today), "$quiet"), 8 + len(label(point.kind, relation))
    return Row(_key(point), text, right=right, wrap=6, before=before)


def _key(point: Point) -> str:
    """A key from kind and handle: one record may give two points."""
    return f"{point.kind}:{point.handle or point.section or point.text}"


BEGIN: Final = "begin"


class Agenda(Points):
    """Points with a title and a hint above them."""

    def __init__(self) -> None:
        super().__init__(id="since")
        self._title, self._teach = Row(BEGIN), Row(None)

    def show_agenda(self, seen: Person, templates: Templates, today: date, *, hide: bool) -> None:
        """Show the points to go through since the last check-in, whose notes stand below them."""
        before = seen.last_check_in
        last = before.on if before else None
        known = brief(seen, today, templates)
        points = tuple(p for p in known if not (before and p.handle == before.handle))
        said = f"Since {day_words(last, today)}" if last else "The first check-in"
        age = plain(how_long_ago(last, today), "$quiet") if last else plain("")
        self._title = Row(BEGIN, line((said, "bold $heading")), right=age)
        ends = "enter opens it; what is not done comes up again"
        said = NOTHING_OPEN[hide] if nothing_open(points) else ends
        self._teach = detail(f" {said}")
        self.show_points(points, seen.relation, today, hide=hide)

    def above(self) -> tuple[Row, ...]:
        """The title, and a hint about the key for points."""
        return self._title, self._teach
