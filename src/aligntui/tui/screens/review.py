"""Overdue review: everybody who is late, one decision for each."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, ClassVar

from textual import on, work
from textual.binding import Binding, BindingType
from textual.containers import Container

from aligntui.text.noted import LEFT, Decision, decided
from aligntui.tui import bindings
from aligntui.tui.notebook_screen import NotebookScreen
from aligntui.tui.somebody import Somebody
from aligntui.tui.widgets.plain import plain
from aligntui.tui.widgets.preview import Preview
from aligntui.tui.widgets.rows import Rows
from aligntui.tui.widgets.team import END, QUEUE_LEGEND, end_rows, queue_rows

if TYPE_CHECKING:
    from textual.app import ComposeResult

    from aligntui.domain.identity import PersonId
    from aligntui.domain.overview import Overview
    from aligntui.domain.person import Person
    from aligntui.notebook import Notebook

    People = dict[PersonId, Person | None]


class ReviewScreen(NotebookScreen):
    """The queue as of the start of the review, with the reasons for each place in it.

    Decisions are derived from the changes since. So undo brings somebody back into the queue by
    itself; only those left for later have to be remembered.
    """

    CSS_PATH = "review.tcss"

    HELP = (
        "Everybody who is late, most urgent first. Each key decides for the person under "
        "the cursor and goes to the next; u undoes the last decision."
    )

    BINDINGS: ClassVar[list[BindingType]] = [
        bindings.CHECK_IN,
        bindings.shown(bindings.BOOKED),
        bindings.shown(bindings.SKIP),
        bindings.shown(bindings.POSTPONE, "later"),
        Binding("e", "cadence", "cadence", id="review.cadence",
                tooltip="Change how often you meet."),
        Binding("space", "leave", "leave", id="review.leave",
                tooltip="Leave it for now, go to the next."),
        bindings.AWAY,
        bindings.ACCEPT,
        Binding("enter", "open", "open", id="review.open", show=False,
                tooltip="Open the four sections."),
    ]  # fmt: skip

    marks = QUEUE_LEGEND

    def __init__(self, people: Iterable[Overview]) -> None:
        super().__init__()
        self.somebody = Somebody(
            self,
            lambda: self.whom,
            also=("cadence", "leave", "open"),
            nobody="All decided: q goes back, u undoes the last decision",
        )
        self.hold(self.somebody)
        self._queue = tuple(people)
        self._people = [each.id for each in self._queue]
        self._before: People = {}
        self._after: People = {}
        self._left: set[PersonId] = set()
        self._trail: list[PersonId] = []
        """The people decided on, in order."""

    def compose_content(self) -> ComposeResult:
        """The queue, and the preview below or beside it."""
        with Container(id="queue", classes="box"):
            yield Rows(id="people", opens=False)
        yield Preview(id="preview", classes="box")

    def on_mount(self) -> None:
        """Focus the queue."""
        self.query_one("#people").focus()

    def show(self) -> None:
        """Read everybody in the queue, then show the decisions."""
        super().show()
        if not self._after:  # at first nothing is decided: that need not be read
            self._settle()
        self._read()

    @property
    def about_whom(self) -> PersonId | None:
        """The person under the cursor."""
        return self.whom.id if self.whom else None

    @property
    def whom(self) -> Overview | None:
        """The person under the cursor."""
        return self.session.known(self.query_one("#people", Rows).cursor_key)

    # -- what was decided ------------------------------------------------------------------

    @work(group="read", exclusive=True)
    async def _read(self) -> None:
        def find(notebook: Notebook) -> People:
            return {person: notebook.find(person) for person in self._people}

        found = await self.session.read(find)
        if found is not None and self in self.app.screen_stack:
            self._before = self._before or found
            self._after = found
            self._settle()

    def _decision(self, person: PersonId) -> Decision | None:
        before, today = self._before.get(person), self.session.today()
        found = decided(before, self._after.get(person), today) if before else None
        return found or (LEFT if person in self._left else None)

    def _settle(self) -> None:
        """Show the decisions, and go to the next person, or back to one who is open again."""
        decisions = {person: self._decision(person) for person in self._people}
        done = {person: decision for person, decision in decisions.items() if decision}
        new = [person for person in done if person not in self._trail]
        open_again = [person for person in self._trail if person not in done]
        self._trail = [*(person for person in self._trail if person in done), *new]
        rows, session = self.query_one("#people", Rows), self.session
        rows.show(queue_rows(self._queue, done, session.today()))
        if open_again:
            rows.move_to(open_again[-1])
        elif new:
            rows.move_to(self._next_after(new[-1], done))
        said = f"{len(done)} of {len(self._queue)} decided"
        self.title_row.show(("Team", "Overdue review"), status=plain(said, "$quiet"))
        self._preview()

    def _next_after(self, person: PersonId, done: Iterable[PersonId]) -> str:
        everybody = self._people
        at = everybody.index(person)
        following = (each for each in (*everybody[at:], *everybody[:at]) if each not in set(done))
        return next(following, END)

    @on(Rows.Highlighted, "#people")
    def _preview(self) -> None:
        session, preview = self.session, self.query_one(Preview)
        if self.query_one("#people", Rows).cursor_key == END:
            found = (self._decision(person) for person in self._people)
            done = tuple(decision for decision in found if decision)
            preview.show(end_rows(done, session.people, session.today()), keep=False)
        else:
            preview.show_person(self.whom, session.today(), hide=session.private_hidden)
        self.refresh_bindings()

    # -- keys ------------------------------------------------------------------------------

    def action_leave(self) -> None:
        """Leave a person for later."""
        if whom := self.whom:
            self._left.add(whom.id)
            self._settle()

    @work
    async def action_undo(self) -> None:
        """Undo the last decision; leaving somebody for later is one too."""
        last = self._trail[-1] if self._trail else None
        if last and self._decision(last) is LEFT:
            self._left.discard(last)
            self._settle()
            self.tell("Undone: left for later")
        else:
            await self.session.undo()

    def action_open(self) -> None:
        """Open the four sections."""
        if whom := self.whom:
            self.open("person", whom.id)
