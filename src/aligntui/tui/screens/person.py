"""One person's page: the four sections, edited in place."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, ClassVar

from textual import events, on, work
from textual.containers import Container

from aligntui.domain.brief import waiting
from aligntui.domain.guard import too_close
from aligntui.domain.notes import Feedback, Win
from aligntui.domain.person import Person, Relation
from aligntui.domain.points import Kind, Point
from aligntui.domain.section import Section
from aligntui.text import summaries
from aligntui.tui import bindings, lines
from aligntui.tui.notebook_screen import NotebookScreen
from aligntui.tui.part import HIDDEN
from aligntui.tui.promises import Ticking
from aligntui.tui.section_editor import SectionEditor, place_of
from aligntui.tui.somebody import Somebody
from aligntui.tui.widgets.actions_panel import ActionsPanel
from aligntui.tui.widgets.item_rows import ROW_LEGEND
from aligntui.tui.widgets.points import Waiting
from aligntui.tui.widgets.preview import Aside
from aligntui.tui.widgets.rows import Rows
from aligntui.tui.widgets.section_panel import SectionPanel

if TYPE_CHECKING:
    from textual.app import ComposeResult
    from textual.binding import BindingType

    from aligntui.domain.identity import Handle, PersonId
    from aligntui.domain.overview import Overview

PLACES = (*(section.value for section in Section), "actions", "waiting")
"""The ids of the panes, in the order of their numbers."""


class PersonScreen(NotebookScreen):
    """The four sections: one open and three folded, or all four side by side."""

    CSS_PATH = "person.tcss"

    BINDINGS: ClassVar[list[BindingType]] = [
        *bindings.LINES,
        bindings.CHECK_IN,
        bindings.hidden(bindings.PREP),
        bindings.TIMELINE,
        *bindings.MORE_LINES,
        *bindings.PAGES,
        bindings.HANDOFF,
        bindings.ROUND,
        *bindings.DECISIONS,
        *bindings.places("go", *(section.title for section in Section), "Actions", "Next time",
                         "My part"),
        *map(bindings.hidden, bindings.ENDS),
        bindings.THERE,
    ]  # fmt: skip

    marks = ROW_LEGEND

    def __init__(
        self,
        person: PersonId,
        at: Handle | Section | None = None,
        *,
        first: bool = False,
        then: str = "",
        hint: str = "",
    ) -> None:
        """With `first` it asks for a first line of each section.

        Once they are shown, an action is done `then`, or a `hint` shown.
        """
        super().__init__(person)
        self.editor = SectionEditor(self, id="page")
        self.points = Ticking(self, lambda: self.point)
        self.somebody = Somebody(self, lambda: self.session.known(person))
        self.hold(self.editor, self.points, self.somebody)
        self._at = at
        self._leads, self._then, self._hint = first, then, hint
        self._beside: object = None
        """What is shown of the person beside their lines."""

    def compose_content(self) -> ComposeResult:
        """The sections, with the promises below them."""
        with self.editor:
            yield Aside()
            with Container(id="sections"):
                for number, section in enumerate(Section, 1):
                    yield SectionPanel(section, number=number)
            yield ActionsPanel(number=5)
            yield Waiting(number=6)

    def on_mount(self) -> None:
        """Begin with the first section."""
        self._open(self.query_one("#focus", SectionPanel))
        # not `focus()`, which is deferred and would undo what `arrive` does meanwhile
        self.set_focus(self.query_one("#focus"))

    def show_person(self, person: Person) -> None:
        """Show the sections and the promises."""
        session = self.session
        today, hide = session.today(), session.private_hidden
        seen, view = self.seen(person), session.glance(person)
        self.title_row.show(("Team", person.name), status=self.status(person))
        for panel in self.editor.panels:
            panel.show_person(seen, today)
        others = person.calendar, view.booked, view.begun
        beside = replace(person, items=()), others, today, hide
        if beside != self._beside:
            self._beside = beside
            self.query_one(Aside).say(_clocks(seen, view, today, hide=hide))
            self.query_one(ActionsPanel).show_actions(person, today, hide=hide)
            waits = waiting(seen, today)
            self.query_one(Waiting).show_points(waits, person.relation, today, hide=hide)
        self.editor.say_marked()

    def take(self, person: Person) -> None:
        """Show the person; the first time with the cursor on the place asked for."""
        super().take(person)
        at, self._at = self._at, None
        if at:
            self.arrive(at)
        if self._leads:
            self._leads = False
            self.lead_through()
        then, self._then, hint, self._hint = self._then, "", self._hint, ""
        if then:
            self.call_after_refresh(self.app.run_action, then, self)
        elif hint:
            self.warn(hint)

    @work
    async def lead_through(self) -> None:
        """Ask for a first line of each section."""
        await lines.lead_through(self, self.arrive)

    @property
    def stands_on(self) -> Handle | None:
        """The line or the promise under the cursor."""
        return self.editor.stands_on

    def arrive(self, at: Handle | Section) -> bool:
        """Put the cursor on a line or a promise, or into a section."""
        if not (place := place_of(at)):
            return False
        rows = self.query_one(f"#{place}", Rows)
        if isinstance(rows, Waiting) and not rows.move_to_thing(at):
            return False
        if isinstance(rows, SectionPanel):
            self._open(rows)
        self.set_focus(rows)
        rows.move_to(at)
        return True

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Dim keys that can't act in the pane in focus; one reason names a key that can."""
        if action == "state" and isinstance(self.focused, ActionsPanel):
            return True if self.focused.promise else None
        if action == "state" and isinstance(self.focused, Waiting):
            return None if self.points.reason("done") else True
        if action == "add" and isinstance(self.focused, Waiting):
            return True
        if action == "there":
            return bool(self.point) or None
        if action == "section_text" and (self.editor.panel is None or self.person is None):
            return None
        said = super().reason(action)
        return None if said and said != HIDDEN else not said

    def reason(self, action: str) -> str:
        """Say why a key can't act now."""
        if action == "state" and isinstance(self.focused, Waiting):
            return f"Space tells nothing{self.points.way_to_end}"
        if action == "there":
            return "Only what waits for the next time is about something else"
        if action == "section_text":
            return "No section is in focus: 1 to 4 go to one"
        return super().reason(action)

    def on_descendant_focus(self, event: events.DescendantFocus) -> None:
        """Open the section that has the focus, unless it has lost it again meanwhile."""
        here = event.widget if event.widget is self.focused else None
        if isinstance(here, Rows):
            for panel in self.editor.panels:
                if panel is not here:
                    panel.close_fields()
        if isinstance(here, SectionPanel):
            self._open(here)
        self.refresh_bindings()

    async def action_escape(self) -> None:
        """Close the fields, remove the marks, or go back."""
        if not self.editor.step_back():
            await super().action_escape()

    @on(SectionPanel.Left)
    def _left(self, event: SectionPanel.Left) -> None:
        at = tuple(Section).index(event.panel.section) + event.by
        if 0 <= at <= len(Section):
            self.action_go(at)

    def action_go(self, at: int) -> None:
        """Go to a place by its number; the last is what they expect of me, in its section."""
        if at < len(PLACES):
            self.query_one(f"#{PLACES[at]}").focus()
            return
        seen = self.seen(self.person) if self.person else None
        items = seen.open_items(Section.EXPECTATIONS) if seen else ()
        mine = next((item.handle for item in items if item.now.of_me), None)
        self.arrive(mine or Section.EXPECTATIONS)
        if seen and not mine and seen.relation is not Relation.MANAGER:
            self._add_mine()

    @work
    async def _add_mine(self) -> None:
        """Offer to write the first line that they expect of me."""
        if await self.choose("They expect nothing of you yet:  a writes it", "a", offers=True):
            await lines.add_lines(self, Section.EXPECTATIONS, of_me=True)

    def action_section_text(self, editor: int) -> None:
        """Edit the section in focus as one text."""
        if (panel := self.editor.panel) and self.person:
            at = panel.item.handle if panel.item else None
            self.open("section_text", self.person, panel.section, at, editor=bool(editor))

    def action_readiness(self) -> None:
        """Show the readiness ledger."""
        self.open("readiness", self.person_id)

    def action_closed(self) -> None:
        """List what ended, with the cursor in the section in focus."""
        self.open("closed", self.person_id, self.editor.panel and self.editor.panel.section)

    def action_numbers(self) -> None:
        """Show the alignment numbers of the two."""
        self.open("numbers", self.person_id)

    @work
    async def action_packet(self) -> None:
        """Ask for the days and show the review packet."""
        from aligntui.tui.prompts import days_asked

        if days := await days_asked(self, self.session, self.person_id):
            self.open("packet", self.person_id, *days)

    def action_handoff(self) -> None:
        """Show what the next manager gets."""
        if self.person and self.person.relation is Relation.REPORT:
            self.open("handoff", self.person_id, self.session.today())
        else:
            self.tell("Only a report is handed over to another manager")

    def action_add(self) -> None:
        """Add to the pane in focus: lines, actions, or notes for the next time."""
        if isinstance(self.focused, Waiting):
            self.somebody.action_notes()
        else:
            self.editor.action_add()

    def action_state(self) -> None:
        """Finish an action or a point, or advance a line to its next state."""
        if isinstance(self.focused, ActionsPanel):
            self.focused.action_done()
        elif isinstance(self.focused, Waiting):
            self.points.action_done()
        else:
            self.editor.action_state()

    @property
    def point(self) -> Point | None:
        """The point under the cursor, of those that wait for the next time."""
        return self.focused.point if isinstance(self.focused, Waiting) else None

    @on(Rows.Chosen, "#waiting")
    def _change_point(self) -> None:
        self.action_change()

    def action_there(self) -> None:
        """Go to what a point is about; of a note to the past."""
        if not (point := self.point):
            return
        about = point.thing.about if isinstance(point.thing, Feedback | Win) else None
        if point.kind is Kind.NOTE:
            self.somebody.action_timeline()
        elif about is None or not self.arrive(about):
            self.tell(f"{point.handle} is listed only here{self.points.way_to_end}")

    def _open(self, panel: SectionPanel) -> None:
        for each in self.editor.panels:
            each.fold(open=each is panel)


def _clocks(person: Person, view: Overview, today: date, *, hide: bool) -> Iterator[str]:
    """Remarks on a person's cadences and due day; `view` takes account of holidays."""
    if moved := [*summaries.moves(view, today)]:
        yield f"{', '.join(moved)}; {summaries.due_words(view, today)}"
    if proposed := summaries.proposed(view, today, hide=hide):
        yield proposed
    for close in too_close(person):
        yield summaries.close_words(person.name, close, today)
