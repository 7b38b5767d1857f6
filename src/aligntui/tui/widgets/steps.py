"""The steps of a check-in: looked at, changed, current."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from textual.message import Message

from aligntui.domain.section import Section
from aligntui.tui.widgets.plain import line
from aligntui.tui.widgets.row import Row, detail, gap
from aligntui.tui.widgets.rows import Rows

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

TITLES: Final = {
    "since": "Since last time",
    **{section.value: section.title for section in Section},
    "notes": "Notes",
    "actions": "Actions",
}


STEP_LEGEND: Final = {"=": "both agree; a step: looked at", "~": "changed; a step: changed today"}


class Steps(Rows, can_focus=True):
    """Shows the current step, and which were looked at or changed today."""

    class GoOn(Message):
        """Enter was pressed: the current step is to be gone on with."""

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Let enter act although the cursor is on no row."""
        return True if action == "choose" else super().check_action(action, parameters)

    def action_choose(self) -> None:
        """Ask to go on with the current step."""
        self.post_message(self.GoOn())

    def show_steps(
        self, steps: Sequence[str], at: int, seen: Collection[str], changed: Collection[str]
    ) -> None:
        """Show the steps; `at` is the index of the current one."""
        rows: list[Row] = []
        for place, step in enumerate(steps):
            marks = (
                ("~" if step in changed else " ", "$soon"),
                ("=" if step in seen else " ", "$good"),
            )
            here = "bold $mark" if place == at else ""
            number = str(place) if place else " "
            rows.append(Row(None, line(*marks, " ", (f"{number} {TITLES[step]}", here))))
        self.show([*rows, gap(), detail(" = looked at"), detail("~  changed today")])
