"""The full history of one line, by day."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.containers import Container

from aligntui.domain.privacy import shared
from aligntui.text.life import LifeLine, life
from aligntui.text.words import ITEM_LEGEND, MONTHS, item_mark, private_mark
from aligntui.tui.personal_screen import PersonalScreen
from aligntui.tui.widgets.plain import line, plain
from aligntui.tui.widgets.row import Row, detail, gap, heading
from aligntui.tui.widgets.rows import Rows

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from textual.app import ComposeResult

    from aligntui.domain.identity import Handle, PersonId
    from aligntui.domain.item import Item
    from aligntui.domain.person import Person

_WHO = 6
_DAY = 9


class LifeScreen(PersonalScreen):
    """Each day with who did what, read only."""

    HELP = "Full history of one line: its wordings, who agreed and who differed, its end."

    DEFAULT_CSS = """
    LifeScreen #life { height: 1fr; }
    """

    def __init__(self, person: PersonId, handle: Handle) -> None:
        super().__init__(person)
        self._handle = handle

    @property
    def marks(self) -> Mapping[str, str]:
        """The marks of a line and of its days."""
        return ITEM_LEGEND

    def compose_content(self) -> ComposeResult:
        """The lines."""
        with Container(id="life", classes="box"):
            yield Rows(opens=False)

    def on_mount(self) -> None:
        """Focus the lines."""
        self.query_one(Rows).focus()

    def show_person(self, person: Person) -> None:
        """Show the history as it is now, without private lines while they are hidden."""
        self.title_row.show(("Team", person.name, f"Life of {self._handle}"))
        seen = shared(person) if self.notebook_app.private_hidden else person
        item = next((item for item in seen.items if item.handle == self._handle), None)
        rows = _rows(item, life(seen, item)) if item else [detail("  private, and hidden now")]
        self.query_one(Rows).show(rows)


def _rows(item: Item, lines: Iterable[LifeLine]) -> Iterable[Row]:
    yield gap()
    yield Row(
        None,
        line(item_mark(item), " ", (f"{item.handle:<3} ", "$mark"), plain(item.text, "bold")),
        wrap=6,
    )
    yield gap()
    year, day = 0, None
    for at, each in enumerate(lines):
        if each.on.year != year:
            year = each.on.year
            yield heading(str(year))
        first = each.on != day
        day = each.on
        yield _row(f"{at}", each, first=first)


def _row(key: str, each: LifeLine, *, first: bool) -> Row:
    day = f"{each.on.day:>2} {MONTHS[each.on.month - 1]}" if first else ""
    text = line(
        private_mark(each.private),
        f"{day:<{_DAY - 1}}",
        (f"{each.who:<{_WHO}}", "$quiet"),
        plain(each.words),
    )
    return Row(key, text, wrap=_DAY + _WHO)
