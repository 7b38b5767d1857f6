"""Base of the screens about one person."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual import on, work

from aligntui.domain.cadence import looser
from aligntui.domain.capture import Known, known
from aligntui.domain.commands.notes import DropAction, FinishAction
from aligntui.domain.details import Expectation, Health
from aligntui.domain.glance import section_standing
from aligntui.domain.guard import runs_on
from aligntui.domain.identity import letter_of
from aligntui.domain.privacy import shared
from aligntui.domain.section import Section
from aligntui.text import summaries, words
from aligntui.text.events import trail_lines
from aligntui.text.fields import details_lines
from aligntui.text.sides import side
from aligntui.text.summaries import close_words
from aligntui.tui.base import if_words
from aligntui.tui.notebook_screen import NotebookScreen
from aligntui.tui.widgets.actions_panel import ActionsPanel
from aligntui.tui.widgets.plain import plain
from aligntui.tui.widgets.prompt import TextBox
from aligntui.tui.widgets.rows import Rows
from aligntui.tui.widgets.section_panel import Shown

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from textual.content import Content

    from aligntui.domain.identity import Handle, PersonId
    from aligntui.domain.item import Item
    from aligntui.domain.overview import Overview
    from aligntui.domain.person import Change, Person


class PersonalScreen(NotebookScreen):
    """A screen about one person, updated whenever something about them is kept."""

    def __init__(self, person: PersonId) -> None:
        super().__init__()
        self.person_id = person
        self.person: Person | None = None

    def show(self) -> None:
        """Read the person, then show them."""
        super().show()
        self._read()

    def follow(self, change: Change | None) -> None:
        """Follow only changes that concern this person."""
        if change and change.person == self.person_id and change.after:
            super().show()
            self.workers.cancel_group(self, "read")
            self.take(change.after)
        elif change is None or self.person_id in change.people:
            self.show()

    def show_person(self, person: Person) -> None:
        """Show the person as they are now."""

    def seen(self, person: Person) -> Person:
        """The person as they may be shown now."""
        return shared(person) if self.session.private_hidden else person

    def status(self, person: Person) -> Content:
        """The state of the next check-in, and the day of the last one."""
        today = self.session.today()
        last = person.last_check_in
        stands = self.session.glance(person).due(today)
        said = words.late(stands, today)
        if last:
            said = f"{said}, last check-in {words.day_words(last.on, today)}"
        return plain(said, "$late" if stands.days_late > 0 else "$quiet")

    @property
    def day(self) -> date:
        """The day on which actions of this screen take effect."""
        return self.session.today()

    @property
    def namable(self) -> Known:
        """The names and handles that a line typed here may use."""
        others = [each.name for each in self.session.people if each.id != self.person_id]
        return known(self.person, others) if self.person else Known()

    @property
    def typed(self) -> bool:
        """True when text here has not been kept yet."""
        return False

    def take(self, person: Person) -> None:
        """Take `person` as the present state, and show it."""
        self.person = person
        self.show_person(person)
        self.refresh_bindings()

    def reveal(self, change: Change) -> None:
        """Show the changed person, with the cursor on what was changed.

        While the user types the focus stays where it is: the next letters would be keys.
        """
        if change.person != self.person_id or change.after is None or not self.is_attached:
            return
        self.take(change.after)
        typing = isinstance(self.focused, TextBox)
        if typing:
            any(rows.move_to(at) for at in change.touched for rows in self.query(Rows))
        elif self.stands_on not in change.touched:
            any(self.arrive(at) for at in change.touched)

    @property
    def stands_on(self) -> Handle | None:
        """The handle under the cursor."""
        return None

    def arrive(self, at: Handle | Section) -> bool:
        """Put the cursor on a record or into a section; True when it has a place here."""
        return False

    @on(ActionsPanel.Done)
    @work
    async def finish_action(self, event: ActionsPanel.Done) -> None:
        """Record that a promise is kept."""
        done = FinishAction(person=self.person_id, handle=event.handle, on=self.day)
        await self.session.do(done, f"{event.handle} is done")

    @on(ActionsPanel.Dropped)
    def _drop(self, event: ActionsPanel.Dropped) -> None:
        self.drop_action(event.handle)

    @work
    async def drop_action(self, handle: Handle) -> None:
        """Ask why a promise won't be kept, and drop it."""
        box, person = f"drop:{handle}:{self.person_id}", self.person

        async def keep(because: str) -> object:
            drop = DropAction(person=self.person_id, handle=handle, because=because, on=self.day)
            return await self.session.do(drop, f"{handle} is dropped")

        base = person.action(handle).text if person else ""
        await self.ask(f"Why is {handle} dropped?", box=box, base=base, keep=if_words(keep))

    @work(group="read", exclusive=True)
    async def _read(self) -> None:
        found = await self.session.read(lambda notebook: (notebook.find(self.person_id),))
        if found is None or self not in self.app.screen_stack:
            return
        if found[0] is not None:
            self.take(found[0])
        else:
            self._gone()

    def _gone(self) -> None:
        """Leave a person who was removed from the store, unless something is being typed."""
        if self.app.screen is not self or self.message_row.asking or self.typed:
            self.title_row.show(status=plain("no longer in the store", "$late"))
        else:
            name = self.person.name if self.person else "This person"
            self.leave_screen()
            self.session.speak("warning", f"{name} is no longer in the store")


_PANES = {"A": "actions", "B": "waiting", "T": "waiting"}


def place_of(at: Handle | Section) -> str:
    """The id of the pane that shows a record or section, or ""."""
    letter = at.letter if isinstance(at, Section) else letter_of(at)
    return {**{each.letter: each.value for each in Section}, **_PANES}.get(letter, "")


def clocks(person: Person, view: Overview, today: date, *, hide: bool) -> Iterator[str]:
    """Remarks on a person's cadences and due day; `view` takes account of holidays."""
    if moved := summaries.moves(view, today):
        yield f"{', '.join(moved)}; {summaries.due_words(view, today)}"
    if proposed := summaries.proposed(view, today, hide=hide):
        yield proposed
    if since := runs_on(person):
        loose = looser(person.cadences.check_in)
        yield close_words(person.name, since, loose, today)


def shown_section(person: Person, section: Section, today: date) -> Shown:
    """The present state of one section of a person, as it may be shown."""
    items = person.open_items(section)
    cadence = person.cadences.of(section)
    return Shown(
        section=section,
        today=today,
        side=side(person.relation),
        items=items,
        agreements=tuple(words.agreement_words(item, person, today) for item in items),
        details=tuple(_details(item, person, today) for item in items),
        state=section_standing(person, section, today),
        cadence=cadence.holding(today),
        dimmed=_dimmed(person, section),
        expectations=person.open_items(Section.EXPECTATIONS),
    )


def _details(item: Item, person: Person, today: date) -> tuple[str, ...]:
    trail = trail_lines(person, item, today)
    marks = (words.NOT_FOR_REVIEW,) if item.now.not_for_review else ()
    return (*details_lines(item, side(person.relation)), *trail, *marks)


def _dimmed(person: Person, section: Section) -> str:
    if section is not Section.OPPORTUNITIES:
        return ""
    off = [
        item.handle
        for item in person.open_items(Section.EXPECTATIONS)
        if isinstance(item.now.details, Expectation) and item.now.details.state is Health.OFF_TRACK
    ]
    if not off or not person.open_items(section):
        return ""
    return f"dimmed while {', '.join(off)} {'is' if len(off) == 1 else 'are'} off track"
