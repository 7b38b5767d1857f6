"""Promises of the two, open ones only."""

from __future__ import annotations

from typing import TYPE_CHECKING

from aligntui.domain.stance import Party
from aligntui.text.summaries import action_words
from aligntui.tui.widgets.plain import line, plain
from aligntui.tui.widgets.row import Row, detail, heading
from aligntui.tui.widgets.rows import Rows

if TYPE_CHECKING:
    from datetime import date

    from aligntui.domain.action import Action


class ActionsPanel(Rows):
    """Shows open actions, mine first."""

    KEEPS_CURSOR = False

    def __init__(self, *, number: int | None = None) -> None:
        super().__init__(id="actions", classes="box")
        self._number = number

    def show_actions(self, actions: tuple[Action, ...], today: date, name: str) -> None:
        """Show the open ones; `name` is whose the others are."""
        ordered = sorted(actions, key=lambda action: action.owner is not Party.ME)
        title = f"{self._number} Actions" if self._number else "Actions"
        boxed = self.styles.border_top[0] not in ("", "none")
        rows = [_row(action, today, name) for action in ordered]
        if boxed:
            self.border_title = line((title, "bold $heading"))
        else:
            rows.insert(0, heading(title, f"{len(ordered)} open" if ordered else ""))
        self.show(rows if ordered else [*rows, detail("  No open actions.  a adds one")])


def _row(action: Action, today: date, name: str) -> Row:
    who = "you" if action.owner is Party.ME else name.split(maxsplit=1)[0]
    private = "." if action.private else " "
    text = line(" ", private, (f"{action.handle:<4}", "$mark"), plain(action.text))
    late = action.by is not None and action.by < today
    said = action_words(action, today)
    return Row(action.handle, text, right=plain(f"{who}, {said}", "$late" if late else "$quiet"))
