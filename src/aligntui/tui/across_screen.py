"""Base of the lists across the team: what is read for them, and what enter does."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import TYPE_CHECKING, ClassVar, Final, NamedTuple

from textual import on, work

from aligntui.domain.commands.follow_up import EndKept
from aligntui.domain.identity import Handle, PersonId
from aligntui.domain.privacy import shared
from aligntui.tui.notebook_screen import NotebookScreen
from aligntui.tui.opening import make
from aligntui.tui.widgets.plain import plain
from aligntui.tui.widgets.row import NOTHING_SHARED, Row
from aligntui.tui.widgets.rows import Page, Rows

if TYPE_CHECKING:
    from textual.app import ComposeResult
    from textual.content import Content
    from textual.screen import Screen

    from aligntui.domain.notes import End
    from aligntui.domain.overview import Overview
    from aligntui.domain.person import Change, Person
    from aligntui.notebook import Notebook

_BETWEEN: Final = ":"


def key_of(person: Person, handle: Handle) -> str:
    """The key of the row for a person's record."""
    return f"{person.id}{_BETWEEN}{handle}"


class Listing(NamedTuple):
    """What a list across the team shows."""

    title: str
    empty: str
    """Shown when the list is empty; names the key that adds something."""
    marks: Mapping[str, str]
    concerns: Callable[[Overview], object]
    """Says of a person whether they may have something in the list."""
    rows: Callable[[tuple[Person, ...], date], tuple[Content, list[Row]]]
    """The status for the title row, and the rows, of people as they may be seen."""


class AcrossScreen(NotebookScreen):
    """Rows whose keys name a person and a handle; enter changes the record, or goes to a line.

    Everybody concerned is read when it opens, and again after each change.
    """

    listing: Listing

    NEEDS_LINE: ClassVar = frozenset(
        {"done", "drop", "told", "elsewhere", "change", "hide_kept", "there"}
    )
    """Actions on the record under the cursor."""

    _wanted: tuple[str, ...] = ()
    """Row keys of what was changed; the cursor goes to the first one found."""

    people: tuple[Person, ...] = ()
    """The people in the list, as they may be seen."""

    def compose_content(self) -> ComposeResult:
        """The list."""
        yield Page(Rows(id="list", empty=plain(self.listing.empty)))

    @property
    def _list(self) -> Rows:
        # the preview above a line that is typed is made of rows, too
        return self.query_one("#list", Rows)

    @property
    def marks(self) -> Mapping[str, str]:
        """The marks of the list."""
        return self.listing.marks

    @property
    def here(self) -> tuple[Person, Handle] | None:
        """The record under the cursor, and its person."""
        key = self._list.cursor_key if self.is_mounted else None
        uid, _, handle = (key or "").partition(_BETWEEN)
        whose = next((person for person in self.people if person.id == uid), None)
        return (whose, Handle(handle)) if whose else None

    @property
    def movable(self) -> tuple[PersonId, Handle] | None:
        """The record under the cursor, as ids."""
        return (self.here[0].id, self.here[1]) if self.here else None

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Dim keys that need a record while there is none."""
        if action in self.NEEDS_LINE and self.here is None:
            return None
        return super().check_action(action, parameters)

    def show(self) -> None:
        """Set the title; read everybody concerned, then show them."""
        self.title_row.show(("Team", self.listing.title))
        super().show()
        self._read()

    def reveal(self, change: Change) -> None:
        """Put the cursor on what was changed, once it has been read again."""
        self._wanted = tuple(f"{change.person}{_BETWEEN}{each}" for each in change.touched)
        self._read()

    @work(group="read", exclusive=True)
    async def _read(self) -> None:
        session = self.session
        hidden = session.private_hidden
        here = (person for person in session.people if person.archived is None)
        # an overview without private things does not say who has some
        wanted = [person.id for person in here if hidden or self.listing.concerns(person)]

        def find(notebook: Notebook) -> tuple[Person, ...]:
            found = (notebook.find(person) for person in wanted)
            return tuple(person for person in found if person)

        people = await session.read(find)
        if people is None:
            return
        self.people = seen = tuple(map(shared, people)) if hidden else people
        today, made = session.today(), self.listing.rows
        # on the writer thread, so that keys need not wait: a large team's year takes a while
        found = await session.read(lambda _: made(seen, today))
        if found is not None and self in self.app.screen_stack:
            status, rows = found
            self.title_row.show(status=status)
            self._list.empty = plain(NOTHING_SHARED if hidden and people else self.listing.empty)
            self._list.show(rows)
            changed, self._wanted = self._wanted, ()
            any(self._list.move_to(key) for key in changed)
            self.refresh_bindings()

    @on(Rows.Chosen)
    def _chosen(self) -> None:
        if self.kept:
            self.action_change()
        else:
            self.action_there()

    def action_there(self) -> None:
        """Go to the record under the cursor, on its person's page."""
        if here := self.here:
            self.app.push_screen(self.opened(*here))

    @work
    async def end(self, end: End, said: str) -> None:
        """Record that the record under the cursor has ended; `said` takes its handle and whose."""
        if here := self.here:
            person, handle = here
            command = EndKept(person=person.id, handle=handle, end=end, on=self.day)
            await self.session.do(command, said.format(handle, person.name))

    def opened(self, person: Person, handle: Handle) -> Screen[None]:
        """The person's page, at the record."""
        return make("person", person.id, at=handle)
