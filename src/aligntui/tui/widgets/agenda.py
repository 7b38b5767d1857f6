"""The points of a brief as the agenda of a check-in."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from aligntui.text.brief import NOTHING_OPEN, nothing_open
from aligntui.text.words import ago, day_words
from aligntui.tui.widgets.plain import line, plain
from aligntui.tui.widgets.points import Points
from aligntui.tui.widgets.row import Row, detail

if TYPE_CHECKING:
    from datetime import date

    from aligntui.domain.person import Relation
    from aligntui.domain.point import Point

BEGIN: Final = "begin"


class Agenda(Points):
    """Points with a title and a hint above them."""

    def __init__(self) -> None:
        super().__init__(id="since")
        self._title, self._teach = Row(BEGIN), Row(None)

    def show_agenda(
        self, points: tuple[Point, ...], relation: Relation, last: date | None, today: date
    ) -> None:
        """Show the points to go through since the last check-in."""
        said = f"Since {day_words(last, today)}" if last else "The first check-in"
        age = plain(f"{ago(last, today)} ago", "$quiet") if last else plain("")
        self._title = Row(BEGIN, line((said, "bold $heading")), right=age)
        ends = "enter opens the line; open items carry over"
        self._teach = detail(f" {NOTHING_OPEN if nothing_open(points) else ends}")
        self.show_points(points, relation, today)

    def above(self) -> tuple[Row, ...]:
        """The title, and a hint about the key for points."""
        return self._title, self._teach
