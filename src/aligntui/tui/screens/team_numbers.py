"""The team's alignment in numbers, and a line for each person."""

from __future__ import annotations

from typing import TYPE_CHECKING

from aligntui.domain.identity import Handle
from aligntui.domain.naming import folded
from aligntui.domain.numbers import all_over_time, over_time
from aligntui.text.numbers import agreed_plot, plot_legend, team_lines
from aligntui.text.table import fit
from aligntui.tui.across_screen import AcrossScreen, key_of
from aligntui.tui.screens.numbers import NumbersScreen, number_block
from aligntui.tui.widgets.plain import line, plain
from aligntui.tui.widgets.row import Row, detail, gap, heading

if TYPE_CHECKING:
    from collections.abc import Mapping

    from textual.content import Content

    from aligntui.domain.overview import Overview
    from aligntui.domain.person import Person

_NAME = 16
_NOTHING = Handle("")


class TeamNumbersScreen(AcrossScreen):
    """The numbers of the whole team above those of each person."""

    HELP = f"{NumbersScreen.HELP} Below is one line per person; enter opens their numbers."

    EMPTY = "No people yet.  n on the first screen adds one."

    @property
    def marks(self) -> Mapping[str, str]:
        """The legend of the plots."""
        return plot_legend(ascii_only=not self.rules.boxed)

    def concerns(self, person: Overview) -> bool:
        """Include everybody."""
        return True

    def show(self) -> None:
        """Set the title, and show the list."""
        self.title_row.show(("Team", "Numbers"))
        super().show()

    def rows(self) -> tuple[Content, list[Row]]:
        """The team's numbers, then each person's by name."""
        today, ascii_only = self.notebook_app.today(), not self.rules.boxed
        people = sorted(self.people, key=lambda person: folded(person.name))
        if not people:
            return plain(""), []
        each = [over_time(person, today) for person in people]
        together = all_over_time(each, today)
        names = [fit(person.name, _NAME) for person in people]
        lines = team_lines([*zip(names, each, strict=True)], ascii_only=ascii_only)
        return plain(""), [
            *number_block("Together", together, ascii_only=ascii_only, explained=False),
            gap(),
            heading("By person", f"{len(people)}"),
            detail(f" {lines[0]}"),
            *(
                Row(
                    key_of(person, _NOTHING),
                    _coloured(words, agreed_plot(over, ascii_only=ascii_only)),
                )
                for person, over, words in zip(people, each, lines[1:], strict=True)
            ),
        ]

    def opened(self, person: Person, handle: Handle) -> NumbersScreen:
        """The screen with one person's numbers."""
        return NumbersScreen(person.id)


def _coloured(words: str, plot: str) -> Content:
    return line(" ", words.removesuffix(plot), (plot, "$mark"))
