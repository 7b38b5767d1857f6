"""Who is overdue, and what is out of sync."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual import on, work
from textual.binding import Binding, BindingType
from textual.containers import Container

from aligntui.domain import cadence, guard
from aligntui.domain.errors import Refused
from aligntui.domain.identity import PersonId
from aligntui.domain.naming import folded
from aligntui.tui.draft_words import drafts_line
from aligntui.tui.notebook_screen import NotebookScreen
from aligntui.tui.screens.welcome import welcome
from aligntui.tui.widgets.header import Header
from aligntui.tui.widgets.plain import plain
from aligntui.tui.widgets.preview import Preview
from aligntui.tui.widgets.rows import Rows
from aligntui.tui.widgets.team import team_counts, team_header, team_rows

if TYPE_CHECKING:
    from textual import events
    from textual.app import ComposeResult

    from aligntui.domain.commands.people import EditPerson
    from aligntui.domain.overview import Overview

CADENCES = ("weekly", "every 2 weeks", "every 3 weeks", "every 4 weeks", "monthly", "daily")


class DashboardScreen(NotebookScreen):
    """The team in groups by urgency, and a few lines about the one under the cursor.

    It is the first screen, so what only its actions need is loaded when they are asked for.
    """

    CSS_PATH = "dashboard.tcss"

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("p", "prep", "prep", id="person.prep",
                tooltip="Sixty seconds before the check-in: all there is to know, say and ask."),
        Binding("c", "check_in", "check in", id="person.check_in",
                tooltip="Hold a check-in with the person under the cursor."),
        Binding("a", "note", "note", id="person.note",
                tooltip="Keep a note on the person under the cursor; T: to bring it up next time."),
        Binding("t", "timeline", "timeline", id="person.timeline", show=False,
                tooltip="What changed from check-in to check-in."),
        Binding("slash", "filter", "filter", id="team.filter",
                tooltip="Show only people whose name or role has these letters; empty shows all."),
        Binding("n", "add", "new", id="team.add", tooltip="Add a person."),
        Binding("e", "edit", "edit", id="person.edit", show=False,
                tooltip="Change name, role and how often to meet."),
        Binding("D", "archive", "archive", id="person.archive", show=False,
                tooltip="Take the person out of the lists; everything is kept, and u undoes it."),
        Binding("x", "differences", "differences", id="team.differences", show=False,
                tooltip="List what the whole team differs on, the oldest first."),
        Binding("d", "look_around", "sample team", id="team.sample", show=False,
                tooltip="Look around with nine invented people; nothing is saved."),
    ]  # fmt: skip

    def __init__(self) -> None:
        super().__init__()
        self._filter = ""
        self._offered = False

    def compose_content(self) -> ComposeResult:
        """The list, and the preview below or beside it."""
        with Container(id="team", classes="box"):
            yield Header(team_header)
            yield Rows(id="people")
        yield Preview(id="preview", classes="box")

    def on_resize(self, event: events.Resize) -> None:
        """Lay the columns out anew."""
        self.call_after_refresh(self.show)

    def show(self) -> None:
        """Show everybody who is not archived and fits the filter."""
        super().show()
        app = self.notebook_app
        today = app.today()
        here = tuple(person for person in app.people if person.archived is None)
        shown = tuple(person for person in here if self._fits(person))
        rows = self.query_one("#people", Rows)
        rows.empty = welcome(app, filtered=self._filter if here else "")
        rows.show(team_rows(shown, today, rows.size.width))
        self.query_one(Header).display = bool(shown)
        self.title_row.show(("aligntui", "Team"), status=team_counts(here, today))
        self._offer_draft(rows)
        self._preview()
        self.refresh_bindings()

    def _offer_draft(self, rows: Rows) -> None:
        """Say which text an earlier run left, with the cursor on whom it is about."""
        app = self.notebook_app
        words, person = drafts_line(app.drafts, app.people)
        if person and not self._offered:
            self._offered = rows.move_to(person)
        self.message_row.stand(plain(words, "$soon"))

    @property
    def person(self) -> Overview | None:
        """The one under the cursor."""
        key = self.query_one("#people", Rows).cursor_key
        return next((person for person in self.notebook_app.people if person.id == key), None)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """What needs somebody is dimmed while nobody is there."""
        needs = {"prep", "check_in", "note", "timeline", "edit", "archive"}
        if action in needs and (not self.is_mounted or self.person is None):
            return None
        if action == "look_around" and self.notebook_app.people:
            return None
        return True

    def reason(self, action: str) -> str:
        """Why a key can't act now."""
        if action == "look_around":
            return "The sample team opens from an empty store, or with 'aligntui demo'"
        return "Nobody is here yet: n adds a person" if self.person is None else ""

    @on(Rows.Highlighted, "#people")
    def _preview(self) -> None:
        app = self.notebook_app
        preview = self.query_one(Preview)
        preview.show_person(self.person, app.today(), hide=app.private_hidden)

    @on(Rows.Chosen, "#people")
    def _open(self, event: Rows.Chosen) -> None:
        from aligntui.tui.screens.person import PersonScreen

        self.app.push_screen(PersonScreen(PersonId(event.key)))

    def action_prep(self) -> None:
        """Show the brief."""
        from aligntui.tui.screens.brief import BriefScreen

        if person := self.person:
            self.app.push_screen(BriefScreen(PersonId(person.id)))

    def action_check_in(self) -> None:
        """Hold a check-in."""
        from aligntui.tui.screens.check_in import CheckInScreen

        if person := self.person:
            self.app.push_screen(CheckInScreen(PersonId(person.id)))

    def action_timeline(self) -> None:
        """Show the past."""
        from aligntui.tui.screens.timeline import TimelineScreen

        if person := self.person:
            self.app.push_screen(TimelineScreen(PersonId(person.id)))

    def action_differences(self) -> None:
        """List what the team differs on."""
        from aligntui.tui.screens.differences import DifferencesScreen

        self.app.push_screen(DifferencesScreen())

    def action_look_around(self) -> None:
        """Show the sample team."""
        self.notebook_app.look_around()

    @work
    async def action_note(self) -> None:
        """Keep a note."""
        from aligntui.domain.commands.capturing import Capture

        if not (person := self.person):
            return
        text = await self.ask(f"Note for {person.name}:", box=f"note:{person.id}")
        if text and text.strip():
            note = Capture(person=PersonId(person.id), text=text, on=self.notebook_app.today())
            await self.notebook_app.do(note, f"Noted for {person.name}")

    @work
    async def action_filter(self) -> None:
        """Show only some."""
        text = await self.ask("Filter:", box="filter", initial=self._filter)
        self._filter = folded(text or "")
        self.show()

    @work
    async def action_add(self) -> None:
        """Add somebody: a name and how often to meet are enough."""
        from aligntui.domain.commands.people import AddPerson, CadenceChoice

        name = await self.ask("Name:", box="add:name")
        if not name or not name.strip():
            return
        often = await self._ask_cadence(
            f"How often do you meet {name}?", "every 2 weeks", box="add:cadence"
        )
        if often is None:
            return
        app = self.notebook_app
        add = AddPerson(name=name, on=app.today(), cadences=CadenceChoice(check_in=often))
        if await app.do(add, f"Added {name}.  enter opens the four sections"):
            self.query_one("#people", Rows).move_to(add.person)

    @work
    async def action_edit(self) -> None:
        """Change what is known of somebody; Enter passes over what stays."""
        from aligntui.domain.commands.people import CadenceChoice, EditPerson

        if not (person := self.person):
            return
        name = await self.ask("Name:", box=f"edit:name:{person.id}", initial=person.name)
        role = name and await self.ask("Role:", box=f"edit:role:{person.id}", initial=person.role)
        if name is None or role is None:
            return
        often = await self._ask_cadence(
            "How often do you meet?", str(person.cadence), box=f"edit:cadence:{person.id}"
        )
        if often is not None:
            edit = EditPerson(
                person=PersonId(person.id),
                name=name,
                role=role,
                cadences=CadenceChoice(check_in=often),
                instead_of=_seen(person),
            )
            await self.notebook_app.do(edit, f"Kept {name}")

    @work
    async def action_archive(self) -> None:
        """Take somebody out of the lists."""
        from aligntui.domain.commands.people import ArchivePerson

        if person := self.person:
            app = self.notebook_app
            await app.do(
                ArchivePerson(person=PersonId(person.id), on=app.today()),
                f"Archived {person.name}.  u undoes",
            )

    async def _ask_cadence(
        self, question: str, initial: str, *, box: str
    ) -> cadence.Cadence | None:
        # what stands there already is no choice to be guarded
        def read(text: str) -> cadence.Cadence:
            return cadence.parse(text) if text == initial else guard.typed(text, today)

        def not_a_cadence(text: str) -> str | None:
            try:
                read(text)
            except Refused as refusal:
                return str(refusal)
            return None

        today = self.notebook_app.today()
        said = await self.ask(
            question, box=box, initial=initial, suggestions=CADENCES, check=not_a_cadence
        )
        return read(said) if said else None

    def _fits(self, person: Overview) -> bool:
        return self._filter in folded(f"{person.name} {person.role}")


def _seen(person: Overview) -> EditPerson:
    """What stood in the form when it was opened."""
    from aligntui.domain.commands.people import CadenceChoice, EditPerson

    return EditPerson(
        person=PersonId(person.id),
        name=person.name,
        role=person.role,
        cadences=CadenceChoice(check_in=person.cadence),
    )
