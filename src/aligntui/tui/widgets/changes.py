"""The list of changes a text will make, or of the problems in it."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Final

from textual.binding import Binding, BindingType

from aligntui.tui.widgets.plain import line
from aligntui.tui.widgets.row import Row
from aligntui.tui.widgets.rows import Rows

if TYPE_CHECKING:
    from collections.abc import Iterable

_TONES: Final = {"+": "$good", "-": "$late", "~": "$mark", "x": "$soon", "!": "$soon"}


class Changes(Rows):
    """One row for each change; Enter keeps them all, unless something can't be read."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "choose", "keep", id="changes.keep",
                tooltip="Keep these changes; one undo takes all of them back."),
        Binding("escape", "screen.write", "back to the text", id="changes.write",
                tooltip="Go back to the text, with everything in it."),
    ]  # fmt: skip

    KEEPS_CURSOR = False

    can_be_kept = False
    """True when there are changes and no problems."""

    def show_changes(self, changes: Iterable[tuple[str, str]]) -> None:
        """Show the changes, each with its mark."""
        self.can_be_kept = True
        self.show(
            Row(f"{at}", line(" ", (mark, _TONES[mark]), " ", words), wrap=3)
            for at, (mark, words) in enumerate(changes)
        )

    def show_problems(self, problems: Iterable[object]) -> None:
        """Show the problems that prevent saving."""
        self.can_be_kept = False
        self.show(
            Row(f"{at}", line(" ", ("!", "$late"), " ", f"{problem}"), wrap=3)
            for at, problem in enumerate(problems)
        )

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Dim Enter while there are problems."""
        return None if action == "choose" and not self.can_be_kept else True

    def reason(self, action: str) -> str:
        """Say why Enter does nothing."""
        return "Fix the lines marked ! first; nothing was saved" if action == "choose" else ""
