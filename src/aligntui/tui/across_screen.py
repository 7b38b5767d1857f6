"""Base of the team-wide lists; reads everybody concerned, and again after each change."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual import on, work
from textual.containers import Container

from aligntui.domain.identity import Handle, PersonId
from aligntui.domain.privacy import shared
from aligntui.tui.notebook_screen import NotebookScreen
from aligntui.tui.widgets.plain import plain
from aligntui.tui.widgets.rows import Rows

if TYPE_CHECKING:
    from textual.app import ComposeResult
    from textual.content import Content
    from textual.screen import Screen

    from aligntui.domain.overview import Overview
    from aligntui.domain.person import Change, Person
    from aligntui.notebook import Notebook
    from aligntui.tui.widgets.row import Row

HIDDEN = "Everything here is private and hidden now."
_BETWEEN = ":"


class AcrossScreen(NotebookScreen):
    """Rows whose keys name a person and a handle; enter goes there."""

    DEFAULT_CSS = """
    AcrossScreen #across { height: 1fr; }
    """

    EMPTY = ""
    """Shown when the list is empty; names the key that adds something."""

    _wanted: tuple[str, ...] = ()
    """Row keys of what was changed; the cursor goes to the first one found."""

    people: tuple[Person, ...] = ()
    """The people in the list, as they may be seen."""

    def compose_content(self) -> ComposeResult:
        """The list."""
        with Container(id="across", classes="box"):
            yield Rows(empty=plain(self.EMPTY))

    def on_mount(self) -> None:
        """Focus the list."""
        self.query_one(Rows).focus()

    def concerns(self, person: Overview) -> bool:
        """True when a person may have something in the list."""
        raise NotImplementedError

    def rows(self) -> tuple[Content, list[Row]]:
        """The status for the title row, and the rows."""
        raise NotImplementedError

    @property
    def here(self) -> tuple[Person, Handle] | None:
        """The record under the cursor, and its person."""
        key = self.query_one(Rows).cursor_key if self.is_mounted else None
        uid, _, handle = (key or "").partition(_BETWEEN)
        whose = next((person for person in self.people if person.id == uid), None)
        return (whose, Handle(handle)) if whose else None

    @property
    def movable(self) -> tuple[PersonId, Handle] | None:
        """The record under the cursor, as ids."""
        return (self.here[0].id, self.here[1]) if self.here else None

    def show(self) -> None:
        """Read everybody concerned, then show them."""
        super().show()
        self._read()

    def reveal(self, change: Change) -> None:
        """Put the cursor on what was changed, once it has been read again."""
        self._wanted = tuple(f"{change.person}{_BETWEEN}{each}" for each in change.touched)
        self._read()

    def _arrive(self) -> None:
        wanted, self._wanted = self._wanted, ()
        any(self.query_one(Rows).move_to(key) for key in wanted)

    @work(group="read", exclusive=True)
    async def _read(self) -> None:
        session = self.session
        wanted = [PersonId(p.id) for p in session.people if p.archived is None and self.concerns(p)]

        def find(notebook: Notebook) -> tuple[Person, ...]:
            found = (notebook.find(person) for person in wanted)
            return tuple(person for person in found if person)

        people = await session.read(find)
        if people is None:
            return
        hidden = session.private_hidden
        self.people = tuple(map(shared, people)) if hidden else people
        # on the writer thread, so that keys need not wait: a large team's year takes a while
        found = await session.read(lambda _: self.rows())
        if found is not None and self in self.app.screen_stack:
            status, rows = found
            self.title_row.show(status=status)
            self.query_one(Rows).empty = plain(HIDDEN if hidden else self.EMPTY)
            self.query_one(Rows).show(rows)
            self._arrive()
            self.refresh_bindings()

    @on(Rows.Chosen)
    def _go(self) -> None:
        if here := self.here:
            self.app.push_screen(self.opened(*here))

    @on(Rows.Highlighted)
    def _moved(self) -> None:
        self.refresh_bindings()

    def opened(self, person: Person, handle: Handle) -> Screen[None]:
        """The screen that enter opens: the person's page, at the record."""
        from aligntui.tui.screens.person import PersonScreen

        return PersonScreen(person.id, at=self.place(person, handle))

    def place(self, person: Person, handle: Handle) -> Handle | None:
        """The handle to go to on the person's page."""
        return handle


def key_of(person: Person, handle: Handle) -> str:
    """The key of the row for a person's record."""
    return f"{person.id}{_BETWEEN}{handle}"
