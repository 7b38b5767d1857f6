"""The 1:1 itself: the agenda, the four sections, notes, actions."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.binding import Binding, BindingType
from textual.containers import Container

from aligntui.domain.brief import brief
from aligntui.domain.difference import differences
from aligntui.domain.section import Section
from aligntui.text import words
from aligntui.tui import bindings
from aligntui.tui.holding_screen import HoldingScreen
from aligntui.tui.screens.showing import shown_section
from aligntui.tui.widgets.agenda import Agenda
from aligntui.tui.widgets.becoming import Becoming
from aligntui.tui.widgets.closing import Closing
from aligntui.tui.widgets.last_time import LastTime
from aligntui.tui.widgets.note_box import NoteBox
from aligntui.tui.widgets.plain import plain
from aligntui.tui.widgets.row import detail
from aligntui.tui.widgets.rows import Rows
from aligntui.tui.widgets.section_panel import SectionPanel
from aligntui.tui.widgets.steps import Steps

if TYPE_CHECKING:
    from datetime import date

    from textual.app import ComposeResult
    from textual.widget import Widget

    from aligntui.domain.person import Person

SINCE, *SECTION_STEPS, NOTES, ACTIONS = ("since", *(s.value for s in Section), "notes", "actions")
STEPS = (SINCE, *SECTION_STEPS, NOTES, ACTIONS)
HIDDEN = "  Your notes are kept, and hidden now: . shows them again"


class CheckInScreen(HoldingScreen):
    """Steps at the left, the step in hand at the right; letters outside a box do little."""

    CSS_PATH = "check_in.tcss"

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("space", "holds", "holds, next", id="check_in.holds",
                tooltip="Looked at, still agreed: go to the next step. On a point of the agenda, "
                "or a promise, tick it off."),
        Binding("tab", "step(1)", "next", id="check_in.next",
                tooltip="Go to the next step without saying that it still holds."),
        Binding("shift+tab", "step(-1)", "step before", id="check_in.before", show=False,
                tooltip="Go to the step before."),
        Binding("ctrl+s", "finish", "finish", id="check_in.finish",
                tooltip="Record the check-in: its notes, and the sections you looked at."),
        Binding("plus", "add", "add", id="check_in.add",
                tooltip="Write a new line in this section, or an action."),
        Binding("equals_sign", "agree", "agree", id="check_in.agree", show=False,
                tooltip="Both agree on this line as it reads now."),
        Binding("exclamation_mark", "differ", "differ", id="check_in.differ", show=False,
                tooltip="They do not agree on this line; say how."),
        Binding("i", "fields", "fields", id="item.fields", show=False,
                tooltip="Open the fields of the line: success, share, cause, mitigation and more."),
        Binding("m", "happened", "miss", id="item.happened", show=False,
                tooltip="Note what happened: a miss and its feedback; evidence of an opportunity."),
        Binding("v", "mark", "mark", id="item.mark", show=False,
                tooltip="Mark the line; what can be done to several is done to all marked ones."),
        Binding("P", "private", "private", id="item.private", show=False,
                tooltip="Make the marked lines private, or shared again."),
        Binding("D", "close", "close", id="item.close", show=False,
                tooltip="Close the marked lines with an outcome; their history stays."),
        Binding("greater_than_sign", "section", "to section", id="item.section", show=False,
                tooltip="Move the marked lines to another section; both keep the trail."),
        Binding("d", "on", "day", id="check_in.on", show=False,
                tooltip="Say on which day it was, if it wasn't today."),
        *bindings.INSTEAD,
        *bindings.places(
            "check_in", *(section.title for section in Section), "Notes", "Actions", first=1
        ),
    ]  # fmt: skip

    MARKED: ClassVar = frozenset({"private", "close", "section"})
    """Only for lines that were marked: here their letters could be typed into the wrong place."""

    _at = 0

    def compose_content(self) -> ComposeResult:
        """The steps, and one pane for each kind of step."""
        yield Steps(id="steps", classes="box")
        with Container(id="step", classes="box"):
            yield Agenda()
            for section in Section:
                yield SectionPanel(section, number=_place(section), boxed=False)
            yield NoteBox(draft=self.notes, id="notes", placeholder="What was said")
            yield Rows([detail(HIDDEN)], id="hidden", opens=False)
            yield Closing(boxed=False)
            yield Becoming(id="becoming")
            yield LastTime(id="last-time")

    def on_mount(self) -> None:
        """Take up what was parked."""
        for panel in self.query(SectionPanel):
            panel.add_class("-open")
        self._go(0)

    def show_person(self, person: Person) -> None:
        """Show last time and now."""
        app, day = self.notebook_app, self.day
        today, hide = app.today(), app.private_hidden
        other = plain(f"on {words.day_words(day, today)}", "$soon")
        status = self.status(person) if day == today else other
        self.title_row.show(("Check-in", person.name), status=status)
        away = app.notebook.glance(person).away
        for panel in self.query(SectionPanel):
            panel.show_section(shown_section(person, panel.section, today, away, hide=hide))
        self.query_one(Closing).show_closing(
            person, day, self.running.pulse, self.next_on(person), hide=hide
        )
        last = person.last_check_in
        points = brief(self.seen(person), today, app.notebook.holidays)
        self.query_one(Agenda).show_agenda(
            points, person.relation, last.on if last else None, today
        )
        self.say_marked()
        if self.query_one("#hidden").has_focus and not hide:
            # not into the box: the same key again is to hide, and no full stop
            self.query_one(Steps).focus()
        self._show_step()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Letters do nothing outside the sections, and there only what asks before it acts."""
        if action in ("back", "undo"):
            return False
        if action in ("fields", "happened", "mark") and self.panel is None:
            return False
        if action in self.MARKED and not any(p.marked for p in self.query(SectionPanel)):
            return False
        if action == "holds" and not self.is_mounted:
            return None
        if action in self.NEEDS_SOMEBODY:
            return STEPS[self._at] == SINCE and self.can_act(action)
        return super().check_action(action, parameters)

    def action_step(self, by: int) -> None:
        """Go to the next step or the one before."""
        self._go(max(0, min(len(STEPS) - 1, self._at + by)))

    def action_go(self, at: int) -> None:
        """Go to a step by its place."""
        self._go(at)

    def action_holds(self) -> None:
        """Tick off what is under the cursor, or else: looked at, and on to the next step."""
        if not self.ticked(self.focused):
            self.running.seen |= {STEPS[self._at]}
            self.running.keep()
            self.action_step(1)

    @on(Rows.Chosen, "#since")
    def _jump(self) -> None:
        """Go to where a point of the agenda stands."""
        agenda = self.query_one(Agenda)
        if (point := agenda.point) is None:
            agenda.show_all()
        elif point.section:
            self._go(_place(point.section))
            if point.handle:
                self.query_one(f"#{point.section}", SectionPanel).move_to(point.handle)
        elif point.handle and self.query_one(Closing).move_to(point.handle):
            self._go(STEPS.index(ACTIONS))

    @on(NoteBox.Changed)
    def _preview_notes(self) -> None:
        """Show what the marked lines will become."""
        becoming = self.query_one(Becoming)
        handles = {item.handle for item in self.person.items if item.open} if self.person else ()
        becoming.show_text(self.query_one(NoteBox).text, self.day, handles)
        becoming.display = becoming.has_class("-any")

    @on(NoteBox.Left)
    def _left_notes(self) -> None:
        self.query_one(Steps).focus()

    def _go(self, at: int) -> None:
        self._at = at
        self._show_step()
        self._pane().focus()
        self.refresh_bindings()

    def _pane(self) -> Widget:
        """What the step in hand is done in; notes are private, all of them."""
        step = STEPS[self._at]
        hidden = step == NOTES and self.notebook_app.private_hidden
        return self.query_one("#hidden" if hidden else f"#{step}")

    def _show_step(self) -> None:
        step, pane, person = STEPS[self._at], self._pane(), self.person
        below = self.query_one("#last-time", LastTime)
        if person:
            below.show_step(self.seen(person), step, self.notebook_app.today())
        for each in self.query("#step > *"):
            beside = (each is below and below.any) or (
                each.id == "becoming" and pane.id == NOTES and each.has_class("-any")
            )
            each.display = each is pane or beside
        if person:
            changed = {d.section for d in differences(person, _before(self.day), self.day)}
            self.query_one(Steps).show_steps(STEPS, self._at, self.running.seen, changed)


def _place(section: Section) -> int:
    return STEPS.index(section.value)


def _before(day: date) -> date:
    return day - timedelta(days=1)
