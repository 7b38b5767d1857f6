"""The readiness ledger of one person: work beyond what is expected."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.containers import Container

from aligntui.domain.privacy import shared
from aligntui.text.readiness import readiness_lines
from aligntui.text.words import ITEM_LEGEND, PRIVATE
from aligntui.tui.personal_screen import PersonalScreen
from aligntui.tui.widgets.plain import line, plain
from aligntui.tui.widgets.row import Row, gap
from aligntui.tui.widgets.rows import Rows

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from textual.app import ComposeResult

    from aligntui.domain.person import Person

_INDENT = 8
WITH_KEYS = "an opportunity counts where it helps readiness: i on it says so"


class ReadinessScreen(PersonalScreen):
    """Opportunities with their evidence, read only."""

    HELP = (
        "Evidence beyond what is expected: opportunities that help readiness. What is "
        "expected is listed below and never counts. m on an opportunity adds evidence, i "
        "sets whom it helps."
    )

    DEFAULT_CSS = """
    ReadinessScreen #ledger { height: 1fr; }
    """

    @property
    def marks(self) -> Mapping[str, str]:
        """The mark of a private line."""
        return {PRIVATE: ITEM_LEGEND[PRIVATE]}

    def compose_content(self) -> ComposeResult:
        """The lines."""
        with Container(id="ledger", classes="box"):
            yield Rows(opens=False)

    def on_mount(self) -> None:
        """Focus the lines."""
        self.query_one(Rows).focus()

    def show_person(self, person: Person) -> None:
        """Show the ledger as it is now, without private lines while they are hidden."""
        app = self.notebook_app
        self.title_row.show(("Team", person.name, "Readiness"))
        seen = shared(person) if app.private_hidden else person
        self.query_one(Rows).show(_rows(readiness_lines(seen, app.today(), WITH_KEYS)))


def _rows(lines: Iterable[str]) -> Iterable[Row]:
    yield gap()
    for at, words in enumerate(lines):
        title = bool(words) and not words.startswith((" ", "."))
        said = plain(words, "bold $heading" if title else "")
        yield Row(None if title or not words else f"{at}", line(" ", said), wrap=_INDENT)
