"""What the whole team differs on, the oldest first."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual import on, work
from textual.containers import Container

from aligntui.domain.identity import Handle, PersonId
from aligntui.domain.privacy import shared
from aligntui.text.across import Dispute, dispute_lines, disputes
from aligntui.text.words import ago
from aligntui.tui.notebook_screen import NotebookScreen
from aligntui.tui.widgets.plain import fit, line, plain
from aligntui.tui.widgets.row import Row, gap
from aligntui.tui.widgets.rows import Rows

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from textual.app import ComposeResult

    from aligntui.domain.person import Person
    from aligntui.notebook import Notebook

_AGE = 6
_NAME = 18
_HANDLE = 5
_BETWEEN = ":"


class DifferencesScreen(NotebookScreen):
    """One line for each difference, with what both sides say below it."""

    HELP = "Every open line on which somebody differs, the oldest first. Enter goes to the line."

    DEFAULT_CSS = """
    DifferencesScreen #team-differences { height: 1fr; }
    """

    def compose_content(self) -> ComposeResult:
        """The list."""
        with Container(id="team-differences", classes="box"):
            yield Rows(empty=plain("Nobody differs.  On a person's page x says how they do."))

    def on_mount(self) -> None:
        """Begin in the list."""
        self.query_one(Rows).focus()

    def show(self) -> None:
        """Read everybody who differs, then show them."""
        super().show()
        self._read()

    @work(group="read", exclusive=True)
    async def _read(self) -> None:
        app = self.notebook_app
        wanted = [PersonId(p.id) for p in app.people if p.archived is None and p.differences]

        def find(notebook: Notebook) -> tuple[Person, ...]:
            found = (notebook.find(person) for person in wanted)
            return tuple(person for person in found if person)

        people = await app.ask_notebook(find)
        if people is not None and self in app.screen_stack:
            seen = [shared(person) for person in people] if app.private_hidden else people
            self._show_disputes(disputes(seen), app.today())

    def _show_disputes(self, found: tuple[Dispute, ...], today: date) -> None:
        said = f"{len(found)} open" if found else ""
        if found:
            said += f", the oldest for {ago(found[0].since, today)}"
        self.title_row.show(("Team", "Differences"), status=plain(said, "$quiet"))
        self.query_one(Rows).show(row for each in found for row in _rows(each, today))
        self.refresh_bindings()

    @on(Rows.Chosen)
    def _go(self, event: Rows.Chosen) -> None:
        from aligntui.tui.screens.person import PersonScreen

        person, _, handle = event.key.partition(_BETWEEN)
        self.app.push_screen(PersonScreen(PersonId(person), at=Handle(handle)))


def _rows(dispute: Dispute, today: date) -> Iterable[Row]:
    person, item = dispute.person, dispute.item
    private = "." if item.now.private else " "
    head = line(
        ("x", "$late"),
        private,
        (f"{ago(dispute.since, today):>{_AGE - 2}}  ", "$quiet"),
        fit(plain(person.name), _NAME),
        " ",
        (f"{item.handle:<{_HANDLE}}", "$mark"),
        plain(item.text),
    )
    indent = _AGE + _NAME + _HANDLE + 3
    yield Row(f"{person.id}{_BETWEEN}{item.handle}", head, wrap=indent)
    for said in dispute_lines((dispute,), today)[1:]:  # what either says
        yield Row(None, line(" " * indent, plain(said.strip())), style="$quiet", wrap=indent + 2)
    yield gap()
