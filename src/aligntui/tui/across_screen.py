"""A list of what is open across the team: all of its people are read, and read anew."""

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

    from aligntui.domain.change import Change
    from aligntui.domain.overview import Overview
    from aligntui.domain.person import Person
    from aligntui.notebook import Notebook
    from aligntui.tui.widgets.row import Row

HIDDEN = "Everything here is private and hidden now."
_BETWEEN = ":"


class AcrossScreen(NotebookScreen):
    """Rows whose keys name a person and one of their handles; enter goes there."""

    DEFAULT_CSS = """
    AcrossScreen #across { height: 1fr; }
    """

    EMPTY = ""
    """What is said where there is nothing; it teaches the key."""

    _wanted: tuple[str, ...] = ()
    """The rows of what was changed, to which the cursor goes."""

    people: tuple[Person, ...] = ()
    """Whom the list is about, as they may be seen."""

    def compose_content(self) -> ComposeResult:
        """The list."""
        with Container(id="across", classes="box"):
            yield Rows(empty=plain(self.EMPTY))

    def on_mount(self) -> None:
        """Begin in the list."""
        self.query_one(Rows).focus()

    def concerns(self, person: Overview) -> bool:
        """Whether somebody has anything to do with the list."""
        raise NotImplementedError

    def rows(self) -> tuple[Content, list[Row]]:
        """The status for the title row, and the list."""
        raise NotImplementedError

    @property
    def here(self) -> tuple[Person, Handle] | None:
        """The thing under the cursor, and whose it is."""
        key = self.query_one(Rows).cursor_key if self.is_mounted else None
        uid, _, handle = (key or "").partition(_BETWEEN)
        whose = next((person for person in self.people if person.id == uid), None)
        return (whose, Handle(handle)) if whose else None

    @property
    def movable(self) -> tuple[PersonId, Handle] | None:
        """The thing under the cursor."""
        return (self.here[0].id, self.here[1]) if self.here else None

    def show(self) -> None:
        """Read everybody whom it concerns, then show them."""
        super().show()
        self._read()

    def reveal(self, change: Change) -> None:
        """Put the cursor on what was changed, once it is read anew."""
        self._wanted = tuple(f"{change.person}{_BETWEEN}{each}" for each in change.touched)
        self._read()

    def _arrive(self) -> None:
        wanted, self._wanted = self._wanted, ()
        any(self.query_one(Rows).move_to(key) for key in wanted)

    @work(group="read", exclusive=True)
    async def _read(self) -> None:
        app = self.notebook_app
        wanted = [PersonId(p.id) for p in app.people if p.archived is None and self.concerns(p)]

        def find(notebook: Notebook) -> tuple[Person, ...]:
            found = (notebook.find(person) for person in wanted)
            return tuple(person for person in found if person)

        people = await app.ask_notebook(find)
        if people is None:
            return
        hidden = app.private_hidden
        self.people = tuple(map(shared, people)) if hidden else people
        # there keys are not kept waiting: a year of a large team takes its time
        found = await app.ask_notebook(lambda _: self.rows())
        if found is not None and self in app.screen_stack:
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
        """What enter opens: the page of the person, at the thing."""
        from aligntui.tui.screens.person import PersonScreen

        return PersonScreen(person.id, at=self.place(person, handle))

    def place(self, person: Person, handle: Handle) -> Handle | None:
        """Where a thing stands on the page of its person."""
        return handle


def key_of(person: Person, handle: Handle) -> str:
    """The key of a row about a thing of somebody's."""
    return f"{person.id}{_BETWEEN}{handle}"
