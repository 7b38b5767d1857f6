"""Preview of an import, before anything is kept."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, ClassVar

from textual import work
from textual.binding import Binding, BindingType
from textual.containers import Container

from aligntui.tui.base import AlignScreen
from aligntui.tui.notebook_screen import NotebookScreen
from aligntui.tui.widgets.row import Row, detail, gap, heading, line, plain
from aligntui.tui.widgets.rows import Rows

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from textual.app import ComposeResult

    from aligntui.incoming import Incoming

_INDENT = 5


class IncomingScreen(NotebookScreen):
    """One line for each difference; y imports all of them, q none."""

    HELP = (
        "What the file would change, one line each. Nothing is changed yet: y imports all"
        " of it as one change that u undoes; q cancels."
    )

    DEFAULT_CSS = """
    IncomingScreen #incoming { height: 1fr; }
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("y,enter", "take_in", "import", id="import.take_in",
                tooltip="Import everything listed, as one change."),
    ]  # fmt: skip

    def __init__(self, name: str, found: Incoming) -> None:
        super().__init__()
        self._file_name = name
        self._found = found

    def compose_content(self) -> ComposeResult:
        """The lines."""
        with Container(id="incoming", classes="box"):
            yield Rows(opens=False)

    def on_mount(self) -> None:
        """Focus the lines."""
        self.query_one(Rows).focus()

    def show(self) -> None:
        """Preview the import, without users' words while private things are hidden."""
        super().show()
        status = plain("nothing is changed yet", "$soon")
        self.title_row.show(("Team", f"Import of {self._file_name}"), status=status)
        found = self._found
        lines = found.without_words if self.session.private_hidden else found.lines
        self.query_one(Rows).show(_rows(lines, found))

    @work
    async def action_take_in(self) -> None:
        """Import everything, and go back to the team."""
        session, before = self.session, {each.id: each for each in self.session.people}
        if not await session.keep(self._found.keep, ""):
            return
        self.leave_screen()
        new = [each.id for each in session.people if each.id not in before]
        changed = [each.id for each in session.people if before.get(each.id) != each]
        if isinstance(self.app.screen, AlignScreen):
            self.app.screen.stand_on(*(new or changed))
        session.say_kept(f"Imported: {self._file_name}")


def _rows(lines: Sequence[str], found: Incoming) -> Iterable[Row]:
    if found.asides:
        yield heading("To know before", f"{len(found.asides)}")
        yield from (replace(detail(f" {words}"), wrap=_INDENT) for words in found.asides)
        yield gap()
    about = f" about {found.about}" if found.about else ""
    yield heading(f"This would be imported{about}", f"{len(lines)}")
    for at, words in enumerate(lines):
        yield Row(f"{at}", line(" ", plain(words)), wrap=_INDENT)
