"""The first row: the place, the most important status, and whether it is saved."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.content import Content

from aligntui.tui.widgets.line_widget import LineWidget
from aligntui.tui.widgets.plain import fit, line, plain

if TYPE_CHECKING:
    from collections.abc import Sequence

LEAST_CRUMBS = 14
HIDDEN, HIDDEN_SHORT = "private hidden", "hidden"


class TitleRow(LineWidget):
    """Crumbs at the left, one status; at the right whether things are hidden, and saved."""

    DEFAULT_CSS = """
    TitleRow { background: $panel; }
    """

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002
        super().__init__(id=id)
        self._crumbs: tuple[str, ...] = ()
        self._status = Content("")
        self._saved = Content("")

    def show(
        self,
        crumbs: Sequence[str] | None = None,
        *,
        status: Content | str | None = None,
        saved: Content | str | None = None,
    ) -> None:
        """Change the parts given and keep the rest."""
        if crumbs is not None:
            self._crumbs = tuple(crumbs)
        if status is not None:
            self._status = plain(status) if isinstance(status, str) else status
        if saved is not None:
            style = "bold $late" if str(saved).startswith("NOT SAVED") else "$quiet"
            self._saved = plain(saved, style) if isinstance(saved, str) else saved
        self.redraw()

    def line_for(self, width: int) -> Content:
        """The row for a width; the crumbs are shortened first, then the status is left out."""
        room = width - 2
        least = min(LEAST_CRUMBS, plain(self._crumbs[-1]).cell_length if self._crumbs else 0)
        ends = [
            self._end(status, word)
            for status in (self._status, Content(""))
            for word in self._words
        ]
        end = next((each for each in ends if each.cell_length + 3 + least <= room), ends[-1])
        crumbs = self._crumb_line(max(1, room - end.cell_length - 3))
        gap = max(2, room - crumbs.cell_length - end.cell_length)
        return fit(line(" ", crumbs, " " * gap, end, " "), width, ellipsis=self.rules.ellipsis)

    @property
    def _words(self) -> tuple[str, ...]:
        """Notices that private things are hidden, the longest first."""
        hidden = self.is_attached and getattr(self.app, "private_hidden", False)
        return (HIDDEN, HIDDEN_SHORT) if hidden else ("",)

    def _end(self, status: Content, hidden: str) -> Content:
        day = str(getattr(self.app, "other_day", "")) if self.is_attached else ""
        parts = (plain(day, "bold $soon"), plain(hidden, "$soon"), self._saved)
        pinned = Content("  ").join(part for part in parts if part)
        return Content("   ").join(part for part in (status, pinned) if part)

    def _crumb_line(self, room: int) -> Content:
        between = f" {self.rules.crumb} "
        crumbs = list(self._crumbs)
        last = plain(crumbs[-1], "bold $heading") if crumbs else Content("")
        while crumbs:
            before = [plain(crumb + between, "$quiet") for crumb in crumbs[:-1]]
            full = line(*before, last)
            if full.cell_length <= room or len(crumbs) == 1:
                break
            crumbs.pop(0)
        else:
            return last
        over = full.cell_length > room
        return fit(full, max(room, 1), ellipsis=self.rules.ellipsis) if over else full
