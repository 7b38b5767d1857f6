"""What screens about one person have in common."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual import work

from aligntui.text import words
from aligntui.tui.notebook_screen import NotebookScreen
from aligntui.tui.widgets.plain import plain

if TYPE_CHECKING:
    from textual.content import Content

    from aligntui.domain.identity import PersonId
    from aligntui.domain.person import Person


class PersonalScreen(NotebookScreen):
    """A screen about one person, read anew whenever something about them was kept."""

    def __init__(self, person: PersonId) -> None:
        super().__init__()
        self.person_id = person
        self.person: Person | None = None

    def show(self) -> None:
        """Read the person, then show them."""
        super().show()
        self._read()

    def follow(self, people: frozenset[PersonId] | None) -> None:
        """Read again only what concerns this person."""
        if people is None or self.person_id in people:
            self.show()

    def show_person(self, person: Person) -> None:
        """Show the person as they are now."""

    def status(self, person: Person) -> Content:
        """How late the next check-in is, and when the last one was."""
        from aligntui.domain.due import due

        today = self.notebook_app.today()
        last = person.last_check_in
        stands = due(person.cadences.check_in, last.on if last else None, person.added, today)
        said = words.late(stands, today)
        if last:
            said = f"{said}, last check-in {words.day_words(last.on, today)}"
        return plain(said, "$late" if stands.days_late > 0 else "$quiet")

    def take(self, person: Person) -> None:
        """Take this for the person as they are now."""
        self.person = person
        self.show_person(person)
        self.refresh_bindings()

    @work(group="read", exclusive=True)
    async def _read(self) -> None:
        person = await self.notebook_app.ask_notebook(
            lambda notebook: notebook.person(self.person_id)
        )
        if person is not None and self in self.app.screen_stack:
            self.take(person)
