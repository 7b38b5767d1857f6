"""One person's page: the four sections, edited in place."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual import on, work
from textual.containers import Container

from aligntui.domain.brief import Kind, waiting
from aligntui.domain.notes import Feedback
from aligntui.domain.section import Section
from aligntui.tui import bindings
from aligntui.tui.editing_screen import EditingScreen
from aligntui.tui.personal_screen import clocks, place_of, shown_section
from aligntui.tui.screens.section_text import SectionTextScreen
from aligntui.tui.somebody_screen import SomebodyScreen
from aligntui.tui.ticking import TickingScreen
from aligntui.tui.widgets.actions_panel import ActionsPanel
from aligntui.tui.widgets.points import Waiting
from aligntui.tui.widgets.preview import Aside
from aligntui.tui.widgets.rows import Rows
from aligntui.tui.widgets.section_panel import SectionPanel

if TYPE_CHECKING:
    from textual import events
    from textual.app import ComposeResult
    from textual.binding import BindingType

    from aligntui.domain.brief import Point
    from aligntui.domain.identity import Handle, PersonId
    from aligntui.domain.overview import Overview
    from aligntui.domain.person import Person


class PersonScreen(SomebodyScreen, EditingScreen, TickingScreen):
    """The four sections: one open and three folded, or all four side by side."""

    CSS_PATH = "person.tcss"

    BINDINGS: ClassVar[list[BindingType]] = [
        *bindings.LINES,
        bindings.CHECK_IN,
        bindings.hidden(bindings.PREP),
        bindings.TIMELINE,
        *bindings.MORE_LINES,
        *bindings.PAGES,
        *bindings.DECISIONS,
        *bindings.places("go", *(section.title for section in Section), "Actions", "Next time"),
        *map(bindings.hidden, bindings.ENDS),
    ]  # fmt: skip

    def __init__(self, person: PersonId, at: Handle | Section | None = None) -> None:
        super().__init__(person)
        self._at = at

    def compose_content(self) -> ComposeResult:
        """The sections, with the promises below them."""
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
        today, hide = self.session.today(), self.session.private_hidden
        seen, view = self.seen(person), self.session.glance(person)
        self.query_one(Aside).say(clocks(seen, view, today, hide=hide))
        self.title_row.show(("Team", person.name), status=self.status(person))
        for panel in self.query(SectionPanel):
            panel.show_section(shown_section(seen, panel.section, today))
        actions = self.query_one(ActionsPanel)
        actions.show_actions(person, today, hide=hide)
        self.query_one(Waiting).show_points(waiting(seen, today), person.relation, today)
        self.say_marked()

    def take(self, person: Person) -> None:
        """Show the person; the first time with the cursor on the place asked for."""
        super().take(person)
        at, self._at = self._at, None
        if at:
            self.arrive(at)

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

    @property
    def whom(self) -> Overview | None:
        """The person's overview."""
        return self.known(self.person_id)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Dim keys that can't act in the pane in focus."""
        if action in self.NEEDS_SOMEBODY and not self.can_act(action):
            return None
        if action == "state" and isinstance(self.focused, ActionsPanel):
            return True if self.focused.promise else None
        if action == "state" and isinstance(self.focused, Waiting):
            return True if self.ends("done") else None
        if action == "add" and isinstance(self.focused, Waiting):
            return True
        if action == "section_text" and (self.panel is None or self.person is None):
            return None
        return super().check_action(action, parameters)

    def reason(self, action: str) -> str:
        """Say why a key can't act now."""
        if action == "state" and isinstance(self.focused, Waiting):
            return f"Space tells nothing{self.way_to_end}"
        if action == "section_text":
            return "No section is in focus: 1 to 4 go to one"
        return super().reason(action)

    def on_descendant_focus(self, event: events.DescendantFocus) -> None:
        """Open the section that has the focus."""
        if isinstance(event.widget, Rows):
            for panel in self.query(SectionPanel):
                if panel is not event.widget:
                    panel.close_fields()
        if isinstance(event.widget, SectionPanel):
            self._open(event.widget)
        self.refresh_bindings()

    @on(Rows.Highlighted)
    def _moved(self) -> None:
        self.refresh_bindings()

    async def action_escape(self) -> None:
        """Close the fields, remove the marks, or go back."""
        closed = [panel.close_fields() for panel in self.query(SectionPanel)]
        if not any(closed) and not self.unmark():
            await super().action_escape()

    @on(SectionPanel.Left)
    def _left(self, event: SectionPanel.Left) -> None:
        at = tuple(Section).index(event.panel.section) + event.by
        if 0 <= at <= len(Section):
            self.action_go(at)

    def action_go(self, at: int) -> None:
        """Go to a section by its number, to the actions, or to what waits for the next time."""
        places = (*(section.value for section in Section), "actions", "waiting")
        self.query_one(f"#{places[at]}").focus()

    def action_section_text(self, editor: int) -> None:
        """Edit the section in focus as one text."""
        if (panel := self.panel) and self.person:
            at = panel.item.handle if panel.item else None
            screen = SectionTextScreen(self.person, panel.section, at, editor=bool(editor))
            self.app.push_screen(screen)

    def action_readiness(self) -> None:
        """Show the readiness ledger."""
        from aligntui.tui.screens.pages import ReadinessScreen

        self.app.push_screen(ReadinessScreen(self.person_id))

    def action_numbers(self) -> None:
        """Show the alignment numbers of the two."""
        from aligntui.tui.screens.numbers import NumbersScreen

        self.app.push_screen(NumbersScreen(self.person_id))

    @work
    async def action_packet(self) -> None:
        """Ask for the days and show the review packet."""
        from aligntui.tui.screens.packet import PacketScreen, days_asked

        if days := await days_asked(self):
            self.app.push_screen(PacketScreen(self.person_id, *days))

    def action_add(self) -> None:
        """Add to the pane in focus: a line, an action, or a note for the next time."""
        if isinstance(self.focused, Waiting):
            self.action_note()
        else:
            super().action_add()

    def action_state(self) -> None:
        """Finish an action or a point, or advance a line to its next state."""
        if isinstance(self.focused, ActionsPanel):
            self.focused.action_done()
        elif isinstance(self.focused, Waiting):
            self.tick()
        else:
            super().action_state()

    @property
    def point(self) -> Point | None:
        """The point under the cursor, of those that wait for the next time."""
        return self.focused.point if isinstance(self.focused, Waiting) else None

    @on(Rows.Chosen, "#waiting")
    def _go_to_point(self) -> None:
        if not (point := self.point):
            return
        if point.kind is Kind.NOTE:
            self.action_timeline()
        elif not (isinstance(point.thing, Feedback) and self._arrive_at(point.thing.about)):
            self.tell(f"{point.handle} is listed only here{self.way_to_end}")

    def _arrive_at(self, line: Handle | None) -> bool:
        """Go to the line that feedback is about; telling it is done where it waits."""
        return line is not None and self.arrive(line)

    def _open(self, panel: SectionPanel) -> None:
        for each in self.query(SectionPanel):
            each.fold(open=each is panel)
