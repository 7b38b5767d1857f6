"""The alignment of two people in numbers, now and over a year."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.containers import Container

from aligntui.domain.numbers import over_time
from aligntui.text.numbers import number_rows, plot_legend, since
from aligntui.text.words import MONTHS
from aligntui.tui.personal_screen import PersonalScreen
from aligntui.tui.widgets.plain import line, plain
from aligntui.tui.widgets.row import Row, detail, gap, heading
from aligntui.tui.widgets.rows import Rows

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from textual.app import ComposeResult

    from aligntui.domain.numbers import Over
    from aligntui.domain.person import Person

_TITLE = 36
_SAID = 10


class NumbersScreen(PersonalScreen):
    """Each number with its meaning and its months, read only."""

    HELP = (
        "How aligned you are, never how busy: what is agreed, how long what is open has been open, "
        "and whether things are said in time. Each bar is the end of a month, the "
        "last one is today; a blank says that there was nothing to count."
    )

    DEFAULT_CSS = """
    NumbersScreen #numbers { height: 1fr; }
    """

    @property
    def marks(self) -> Mapping[str, str]:
        """The legend of the plots."""
        return plot_legend(ascii_only=not self.rules.boxed)

    def compose_content(self) -> ComposeResult:
        """The lines."""
        with Container(id="numbers", classes="box"):
            yield Rows(opens=False)

    def on_mount(self) -> None:
        """Focus the lines."""
        self.query_one(Rows).focus()

    def show_person(self, person: Person) -> None:
        """Show the numbers as they are now; hidden things don't count."""
        self.title_row.show(("Team", person.name, "Numbers"), status=self.status(person))
        over = over_time(self.seen(person), self.notebook_app.today())
        rows = number_block("Numbers", over, ascii_only=not self.rules.boxed, explained=True)
        self.query_one(Rows).show(rows)


def number_block(title: str, over: Over, *, ascii_only: bool, explained: bool) -> Iterable[Row]:
    """One row for each number, under the months of its plot."""
    yield heading(title, since(over))
    months = "".join(MONTHS[day.month - 1][0] for day, _ in over)
    yield detail(f"{'':{_TITLE + _SAID + 1}}{months}")
    for row in number_rows(over, ascii_only=ascii_only):
        tone = "$quiet" if row.said == "none" else "bold"
        shown = line(
            f" {row.title:<{_TITLE}}", (f"{row.said:<{_SAID}}", tone), plain(row.drawn, "$mark")
        )
        yield Row(row.title if explained else None, shown)
        if explained:
            yield detail(f"   {row.means}")
            yield gap()
