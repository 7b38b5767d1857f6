"""The 1:1 itself: last time, the four sections, notes, actions."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, ClassVar

from textual import on, work
from textual.binding import Binding, BindingType
from textual.containers import Container

from aligntui.domain.commands.actions import FinishAction
from aligntui.domain.commands.meetings import RecordCheckIn
from aligntui.domain.difference import differences
from aligntui.domain.guard import runs_on
from aligntui.domain.identity import Handle
from aligntui.domain.section import Section
from aligntui.text import words
from aligntui.text.rhythm import close_question
from aligntui.tui import bindings
from aligntui.tui.editing_screen import EditingScreen
from aligntui.tui.notebook_app import notes_box
from aligntui.tui.screens.showing import shown_section
from aligntui.tui.widgets.actions_panel import ActionsPanel
from aligntui.tui.widgets.becoming import Becoming
from aligntui.tui.widgets.last_time import LastTime
from aligntui.tui.widgets.note_box import NoteBox
from aligntui.tui.widgets.rows import Rows
from aligntui.tui.widgets.section_panel import SectionPanel
from aligntui.tui.widgets.steps import Steps

if TYPE_CHECKING:
    from datetime import date

    from textual.app import ComposeResult
    from textual.widget import Widget

    from aligntui.domain.identity import PersonId
    from aligntui.domain.person import Person

SINCE, *SECTION_STEPS, NOTES, ACTIONS = ("since", *(s.value for s in Section), "notes", "actions")
STEPS = (SINCE, *SECTION_STEPS, NOTES, ACTIONS)


class CheckInScreen(EditingScreen):
    """Steps at the left, the step in hand at the right; letters outside a box do nothing."""

    CSS_PATH = "check_in.tcss"

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("space", "holds", "holds, next", id="check_in.holds",
                tooltip="Looked at, still agreed: go to the next step."),
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
        *bindings.places(
            "check_in", *(section.title for section in Section), "Notes", "Actions", first=1
        ),
    ]  # fmt: skip

    SILENT: ClassVar = frozenset({"back", "undo", "hide"})
    """Letters of other views: here they could be typing into the wrong place."""

    def __init__(self, person: PersonId) -> None:
        super().__init__(person)
        self._at = 0
        self._notes = notes_box(person)
        self._seen_box = f"checkin:seen:{person}"
        self._seen: frozenset[str] = frozenset()

    def compose_content(self) -> ComposeResult:
        """The steps, and one pane for each kind of step."""
        yield Steps(id="steps", classes="box")
        with Container(id="step", classes="box"):
            yield LastTime(id="since")
            for section in Section:
                yield SectionPanel(section, number=_place(section), boxed=False)
            yield NoteBox(draft=self._notes, id="notes", placeholder="What was said")
            yield ActionsPanel()
            yield Becoming(id="becoming")
            yield LastTime(id="last-time")

    def on_mount(self) -> None:
        """Take up what was parked."""
        self._seen = frozenset(self.notebook_app.drafts.get(self._seen_box).split())
        for panel in self.query(SectionPanel):
            panel.add_class("-open")
        self._go(0)

    def show_person(self, person: Person) -> None:
        """Show last time and now."""
        app = self.notebook_app
        today, hide = app.today(), app.private_hidden
        self.title_row.show(("Check-in", person.name), status=self.status(person))
        away = app.notebook.glance(person).away
        for panel in self.query(SectionPanel):
            panel.show_section(shown_section(person, panel.section, today, away, hide=hide))
        self.query_one(ActionsPanel).show_actions(person, today, hide=hide)
        self.query_one("#since", LastTime).show_since(person, today, hide=hide)
        self._show_step()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Letters do nothing here."""
        if action in self.SILENT:
            return False
        if action == "holds" and not self.is_mounted:
            return None
        return super().check_action(action, parameters)

    def action_step(self, by: int) -> None:
        """Go to the next step or the one before."""
        self._go(max(0, min(len(STEPS) - 1, self._at + by)))

    def action_go(self, at: int) -> None:
        """Go to a step by its place."""
        self._go(at)

    def action_holds(self) -> None:
        """Looked at; in the actions it finishes one."""
        actions = self.focused
        if isinstance(actions, ActionsPanel):
            if actions.cursor_key:
                self._finish_action(Handle(actions.cursor_key))
            return
        self._seen |= {STEPS[self._at]}
        self.notebook_app.drafts.put(self._seen_box, " ".join(sorted(self._seen)))
        self.action_step(1)

    def action_add(self) -> None:
        """Write an action, or a line of a section."""
        if isinstance(self.focused, ActionsPanel):
            self.add_action()
        else:
            super().action_add()

    @property
    def typed(self) -> bool:
        """Whether there are notes that were not kept yet."""
        return bool(self.query_one(NoteBox).text.strip())

    async def action_escape(self) -> None:
        """Park the check-in: everything is kept for the next time it is opened."""
        self.app.pop_screen()
        name = self.person.name if self.person else ""
        if self._seen or self.query_one(NoteBox).text:
            self.notebook_app.speak(
                "news", f"The check-in with {name} is parked; c takes it up again"
            )

    @work
    async def action_finish(self) -> None:
        """Record the check-in, and go back to where it was begun."""
        app, box = self.notebook_app, self.query_one(NoteBox)
        record = RecordCheckIn(
            person=self.person_id,
            on=app.today(),
            notes=box.text,
            sections=frozenset(section for section in Section if section.value in self._seen),
        )
        change = await app.do(record)
        if change is None or change.after is None:
            return
        box.finish()
        app.drafts.clear(self._seen_box)
        due = app.notebook.glance(change.after).due(app.today()).due_on
        said = words.day_words(due, app.today())
        self.app.pop_screen()
        app.speak("news", f"Checked in with {change.after.name}, next by {said}.  u undoes")
        if since := runs_on(change.after):
            app.speak("warning", close_question(change.after, since, app.today()))

    @work
    async def _finish_action(self, handle: Handle) -> None:
        done = FinishAction(person=self.person_id, handle=handle, on=self.notebook_app.today())
        await self.command(done, f"{handle} is done.  ctrl+_ undoes")

    @on(Rows.Chosen)
    def _chosen(self, event: Rows.Chosen) -> None:
        if isinstance(event.rows, SectionPanel):
            self.action_edit()

    @on(SectionPanel.Left)
    def _stay(self, event: SectionPanel.Left) -> None:
        event.stop()

    @on(NoteBox.Changed)
    def _preview_notes(self) -> None:
        """Show what the marked lines will become."""
        becoming, app = self.query_one(Becoming), self.notebook_app
        handles = {item.handle for item in self.person.items if item.open} if self.person else ()
        becoming.show_text(self.query_one(NoteBox).text, app.today(), handles)
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
        step = STEPS[self._at]
        return self.query_one(f"#{step}")

    def _show_step(self) -> None:
        step = STEPS[self._at]
        pane = self._pane()
        for each in self.query("#step > *"):
            beside = (each.id == "last-time" and step != SINCE) or (
                each.id == "becoming" and step == NOTES and each.has_class("-any")
            )
            each.display = each is pane or beside
        person = self.person
        if person is None:
            return
        app = self.notebook_app
        changed = {
            d.section.value for d in differences(person, _yesterday(app.today()), app.today())
        }
        self.query_one(Steps).show_steps(STEPS, self._at, self._seen, changed)
        if step != SINCE:
            below = self.query_one("#last-time", LastTime)
            below.show_step(person, step, app.today(), hide=app.private_hidden)


def _place(section: Section) -> int:
    return STEPS.index(section.value)


def _yesterday(today: date) -> date:
    return today - timedelta(days=1)
