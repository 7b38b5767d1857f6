"""The dashboard: the team by urgency, and what is out of sync."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, ClassVar

from textual import events, on, work
from textual.binding import Binding, BindingType
from textual.containers import Container

from aligntui.domain.identity import PersonId
from aligntui.domain.naming import nearness
from aligntui.domain.overview import Overview, Sort, late, parked_on
from aligntui.tui import bindings
from aligntui.tui.notebook_screen import NotebookScreen
from aligntui.tui.somebody import Gathered, Somebody
from aligntui.tui.waiting import drafts_line
from aligntui.tui.widgets.fixed_rows import Header
from aligntui.tui.widgets.plain import plain
from aligntui.tui.widgets.preview import Preview
from aligntui.tui.widgets.rows import Rows
from aligntui.tui.widgets.team import TEAM_LEGEND, team_counts, team_header, team_rows, welcome

if TYPE_CHECKING:
    from textual.app import ComposeResult
    from textual.content import Content

    from aligntui.domain.commands.people import AddPerson
    from aligntui.domain.person import Change


class DashboardScreen(NotebookScreen):
    """The team in groups by urgency, and a preview of the person under the cursor.

    It is the first screen: code that only its actions need is loaded on demand.
    """

    CSS_PATH = "dashboard.tcss"

    BINDING_GROUP_TITLE = "Team"

    BINDINGS: ClassVar[list[BindingType]] = [
        bindings.PREP,
        bindings.CHECK_IN,
        Binding("a,N", "note", "note", id="person.note",
                tooltip="Keep a note on the person under the cursor; T: to bring it up next time."),
        Binding("o", "review", "overdue", id="team.review",
                tooltip="Go through everybody who is late, one decision per person."),
        Binding("slash", "filter", "filter", id="team.filter",
                tooltip="Filter by name, role, overdue, peer, differs, focus:stale, "
                        "text:pager. More words narrow it down; esc shows everybody."),
        Binding("n", "add", "new", id="team.add", tooltip="Add a person."),
        bindings.TIMELINE,
        bindings.ROUND,
        Binding("v", "mark", "mark", id="team.mark", show=False,
                tooltip="Mark the person; a then notes one line, or one action, for all marked."),
        Binding("right_square_bracket", "step_in", "their team", id="team.step_in", show=False,
                tooltip="Show only the team of this person; esc steps back."),
        Binding("O", "sort", "order", id="team.sort", show=False,
                tooltip="Sort by urgency, name, last check-in or relation."),
        Binding("e", "edit", "edit", id="person.edit", show=False,
                tooltip="Change name, role, relation, level and the five cadences."),
        *bindings.DECISIONS,
        Binding("D", "archive", "archive", id="person.archive", show=False,
                tooltip="Archive the person: hidden from the lists, nothing is deleted; u undoes."),
        Binding("x", "across('lines', 'differences')", "differences", show=False,
                id="team.differences",
                tooltip="List what the whole team differs on, the oldest first."),
        Binding("C", "across('lines', 'concerns')", "concerns", id="team.concerns", show=False,
                tooltip="List what is off track, and risks without mitigation or long open."),
        Binding("A", "across('actions')", "actions", id="team.actions", show=False,
                tooltip="List what is promised across the team, yours and theirs, late first."),
        Binding("B", "across('untold')", "not told", id="team.untold", show=False,
                tooltip="List the feedback not told yet, the oldest first."),
        bindings.NUMBERS,
        Binding("i", "import", "import", id="team.import", show=False,
                tooltip="Import people from our JSON or a CSV table, or notes about the "
                        "person under the cursor. You see a preview first."),
        Binding("d", "look_around", "sample team", id="team.sample", show=False,
                tooltip="Look around with nine invented people; nothing is saved."),
    ]  # fmt: skip

    marks = TEAM_LEGEND

    def __init__(self) -> None:
        super().__init__()
        self.somebody = Somebody(
            self, lambda: self.whom, also=("edit", "archive"), nobody="No people yet: n adds one"
        )
        self.gathered = Gathered(self, lambda: self.whom, self.somebody.action_note)
        self.hold(self.gathered, self.somebody)
        self._filter = ""
        self._holding: frozenset[str] | None = None
        """Ids of the people found by the filter's search words; None before the search."""
        self._sort = Sort.URGENCY
        self._offered = False
        self._room: object = None
        """The sizes for which everything was laid out."""

    def compose_content(self) -> ComposeResult:
        """The list, and the preview below or beside it."""
        with Container(id="team", classes="box"):
            yield Header(self._columns)
            yield Rows(id="people")
        yield Preview(id="preview", classes="box")

    def on_resize(self, event: events.Resize) -> None:
        """Lay out the columns again."""
        self.call_after_refresh(self._lay_out)

    def _lay_out(self) -> None:
        """Show everything at another size; a start, and many a change, come as several events."""
        if self._room != (self.query_one("#people").size, self.query_one(Preview).size):
            self.show()

    def show(self) -> None:
        """Show everybody who is not archived and matches the filter."""
        super().show()
        session = self.session
        today = session.today()
        here = self.gathered.team_of(self.gathered.lead)
        shown = self._filtered(here, today)
        rows = self.query_one("#people", Rows)
        self._room = rows.size, self.query_one(Preview).size
        if not shown:
            where = str(session.app.store_path or "memory")
            rows.empty = welcome(self.app.screen, where, self._filter if here else "")
        texts, marked = session.drafts.texts, self.gathered.marked
        parked = frozenset(p.id for p in session.people if parked_on(texts, p.id))
        width, booked = rows.size.width, self._booked
        rows.show(team_rows(shown, today, width, self._sort, parked, marked, booked=booked))
        header = self.query_one(Header)
        header.display = bool(shown)
        header.refresh()  # its columns are others once a calendar is read
        self.title_row.show(("aligntui", self._title), status=team_counts(shown, today))
        self._offer_draft(rows)
        self._preview()
        self.refresh_bindings()

    def _columns(self, width: int) -> Content:
        return team_header(width, booked=self._booked)

    @property
    def _booked(self) -> bool:
        """True where the next meeting has its column, from the first paint on."""
        return self.session.notebook.calendar_awaited

    def stand_on(self, *people: str) -> None:
        """Put the cursor on the first of some people; drop a filter that shows none of them."""
        self.show()
        rows = self.query_one("#people", Rows)
        if not any(each.archived is None for each in map(self.session.known, people) if each):
            return
        if not any(row.key in people for row in rows.rows):
            self._filter, self.gathered.lead = "", None
            self.show()
        rows.move_to(next((row.key for row in rows.rows if row.key in people), None) or "")

    def reveal(self, change: Change) -> None:
        """Put the cursor on the person changed."""
        self.stand_on(change.person)

    @property
    def _title(self) -> str:
        lead = f" of {self.gathered.lead.name}" if self.gathered.lead else ""
        order = lead if self._sort is Sort.URGENCY else f"{lead} by {self._sort}"
        return f"Team{order}{f': {self._filter}' if self._filter else ''}"

    def _filtered(self, people: tuple[Overview, ...], today: date) -> tuple[Overview, ...]:
        if not self._filter:
            self._holding = None
            return people
        from aligntui.text.search import fits, words_in

        if words := words_in(self._filter):
            self._search(words)
        else:
            self._holding = None
        return tuple(p for p in people if fits(self._filter, p, today, self._holding))

    @work(exclusive=True, group="words")
    async def _search(self, words: tuple[str, ...]) -> None:
        """Search for the filter's words, and show the people found."""
        from aligntui.text.search import holding

        session, hide = self.session, self.session.private_hidden
        found = await session.read(
            lambda notebook: holding(notebook.matching(words), words, hide=hide)
        )
        if found is not None and found != self._holding:
            self._holding = found
            self.show()

    def forget_words(self) -> None:
        """Drop the search words of the filter, but keep names and states."""
        from aligntui.text.search import TEXT

        self._filter = self._filter.casefold().partition(TEXT)[0].strip()
        # the set of people found is as private as the words
        self._holding = None

    def _offer_draft(self, rows: Rows) -> None:
        """Mention a draft of an earlier run once, with the cursor on its person."""
        session = self.session
        if self._offered:
            return
        words, person = drafts_line(session.drafts, session.people, session.now().date())
        self._offered = rows.move_to(person) if person else bool(words)
        if words:
            self.message_row.stand(plain(words, "$soon"), until_a_key=True)

    @property
    def about_whom(self) -> PersonId | None:
        """The person under the cursor."""
        return self.whom.id if self.whom else None

    @property
    def whom(self) -> Overview | None:
        """The person under the cursor."""
        return self.session.known(self.query_one("#people", Rows).cursor_key)

    @property
    def first_keys(self) -> tuple[str, ...]:
        """The keys that begin a team, while it is empty."""
        return () if self.session.people else ("team.add", "team.import", "team.sample")

    def reason(self, action: str) -> str:
        """Say why a key can't act now."""
        if action == "look_around" and self.session.people:
            return "The sample team opens from an empty store, or with 'aligntui demo'"
        nobody = action == "review" and not self._late
        return "Nobody is late" if nobody else super().reason(action)

    @property
    def _late(self) -> tuple[Overview, ...]:
        return late(self.session.people, self.day)

    @on(Rows.Highlighted, "#people")
    def _preview(self) -> None:
        session = self.session
        preview = self.query_one(Preview)
        preview.show_person(self.whom, session.today(), hide=session.private_hidden)

    @on(Rows.Chosen, "#people")
    def _open(self, event: Rows.Chosen) -> None:
        self.open("person", PersonId(event.key))

    def action_across(self, what: str, which: str = "") -> None:
        """List what is open across the team."""
        self.open(*filter(None, (what, which)))

    def action_numbers(self) -> None:
        """Show the team's alignment numbers."""
        self.open("team_numbers")

    @work
    async def action_import(self) -> None:
        """Ask for a file and preview its import."""
        from aligntui.tui.import_prompts import file_asked

        if found := await file_asked(self, self.session, self.whom):
            self.open("import", *found)

    def action_look_around(self) -> None:
        """Show the sample team."""
        self.session.look_around()

    @work
    async def action_filter(self) -> None:
        """Filter while typing; then put the cursor on the nearest name, or the first person.

        If the filter is left unchanged, the cursor goes back.
        """
        rows, before = self.query_one("#people", Rows), self._filter
        here = rows.cursor_key or ""

        def look(words: str, *, anew: bool = False) -> None:
            self._filter = words.strip()
            self.show()
            if anew or not rows.move_to(here):
                self._to_whom_it_names(rows)

        words = await self.ask_filter("filter", before, look)
        look(words, anew=words != before)

    def _to_whom_it_names(self, rows: Rows) -> None:
        """Put the cursor on the person whose name is nearest to the filter."""
        names: dict[str, str] = {person.id: person.name for person in self.session.people}
        here = [row.key for row in rows.rows if row.key in names]
        rows.action_edge(0)
        if here:
            rows.move_to(min(here, key=lambda key: nearness(names[key], self._filter)))

    async def action_escape(self) -> None:
        """Show everybody again."""
        self._filter = ""
        self.gathered.leave()

    def action_step_in(self) -> None:
        """Show the team of the person under the cursor, whatever was filtered before."""
        self._filter = ""
        self.gathered.action_step_in()

    def action_sort(self) -> None:
        """Sort the team by the next order; the cursor stays on its person."""
        self._sort = self._sort.following
        self.show()
        self.tell(f"Sorted by {self._sort}.  O sorts by {self._sort.following}")

    @work
    async def action_add(self) -> None:
        """Add a person: a name and a cadence are enough."""
        from aligntui.tui.prompts import added

        nobody, new = not self.session.people, []

        async def keep(add: AddPerson) -> object:
            change = await self.session.do(add, f"Added {add.name}.  enter opens, e edits")
            if change:
                self.stand_on(add.person)
                new.append(add.person)
            return change

        await added(self, self.session, keep)
        if nobody and new and getattr(self.app, "tips", None):
            self.open("person", new[0], first=True)

    def action_edit(self) -> None:
        """Edit a person's details."""
        if whom := self.whom:
            self.open("about", whom.id)

    def action_review(self) -> None:
        """Review everybody who is late."""
        self.open("review", self._late)

    @work
    async def action_archive(self) -> None:
        """Archive a person."""
        from aligntui.domain.commands.people import ArchivePerson

        if person := self.whom:
            archive = ArchivePerson(person=person.id, on=self.day)
            await self.session.do(archive, f"Archived {person.name}")
