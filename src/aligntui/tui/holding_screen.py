"""Holding a check-in: its day, how they are, what is ticked off, parking it and recording it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual import on, work

from aligntui.domain.commands.actions import FinishAction
from aligntui.domain.commands.meetings import RecordCheckIn
from aligntui.domain.guard import runs_on
from aligntui.domain.plans import day_so_far
from aligntui.text import words
from aligntui.text.rhythm import close_question
from aligntui.tui.drafts import notes_box
from aligntui.tui.editing_screen import EditingScreen
from aligntui.tui.running import Running
from aligntui.tui.somebody_screen import SomebodyScreen
from aligntui.tui.ticking import tick
from aligntui.tui.widgets.agenda import Agenda
from aligntui.tui.widgets.closing import Closing
from aligntui.tui.widgets.note_box import NoteBox
from aligntui.tui.widgets.rows import Rows
from aligntui.tui.widgets.section_panel import SectionPanel

if TYPE_CHECKING:
    from datetime import date

    from textual.widget import Widget

    from aligntui.domain.commands.command import Command
    from aligntui.domain.identity import Handle, PersonId
    from aligntui.domain.overview import Overview
    from aligntui.domain.person import Person


class HoldingScreen(SomebodyScreen, EditingScreen):
    """Turns the keys of a check-in into commands; all that is done in it happens on its day."""

    def __init__(self, person: PersonId) -> None:
        super().__init__(person)
        self.notes = notes_box(person)
        self._under_way: Running | None = None

    @property
    def running(self) -> Running:
        """What waits while the check-in is parked."""
        if self._under_way is None:
            self._under_way = Running(self.notebook_app.drafts, self.person_id)
        return self._under_way

    @property
    def day(self) -> date:
        """The day of the check-in."""
        return self.running.day or self.notebook_app.today()

    @property
    def typed(self) -> bool:
        """Whether there are notes that were not kept yet."""
        return bool(self.query_one(NoteBox).text.strip())

    @property
    def whom(self) -> Overview | None:
        """The person at a glance."""
        return self.known(self.person_id)

    def was_decided(self) -> None:
        """It is not held now: what was looked at is forgotten, its notes wait for the next one."""
        self.running.over()
        self.app.pop_screen()

    def next_on(self, person: Person) -> date:
        """When the next check-in is due after one on this day."""
        held = RecordCheckIn(person=person.id, on=self.day).apply(person)
        return self.notebook_app.notebook.glance(held).due(self.notebook_app.today()).due_on

    def ticked(self, rows: Widget | None) -> bool:
        """Tick off the promise or the point under the cursor, if there is one."""
        if isinstance(rows, Closing):
            if handle := rows.promise:
                done = FinishAction(person=self.person_id, handle=handle, on=self.day)
                self._tick(done, f"{handle} is done")
            return True
        found = tick(rows.point, self.person_id, self.day) if isinstance(rows, Agenda) else None
        if found:
            self._tick(*found)
        return found is not None

    def action_add(self) -> None:
        """Write an action, or a line of a section."""
        if isinstance(self.focused, Closing):
            self.add_action()
        else:
            super().action_add()

    async def action_escape(self) -> None:
        """Close the fields, take the marks off, or park the check-in: everything is kept."""
        closed = [panel.close_fields() for panel in self.query(SectionPanel)]
        if any(closed) or self.unmark():
            return
        self.app.pop_screen()
        name = self.person.name if self.person else ""
        if self.running.any or self.query_one(NoteBox).text:
            self.notebook_app.speak(
                "news", f"The check-in with {name} is parked; c takes it up again"
            )

    @work
    async def action_on(self) -> None:
        """Say on which day it was."""
        today, box = self.notebook_app.today(), f"checkin:day:{self.person_id}"
        read = self.read_with(day_so_far)
        found = await self.ask_for("On which day was it (today)?", read, box=box, blank=today)
        if found is not None:
            self.running.day = found if found != today else None
            self.running.keep()
            self.show()

    @on(Closing.Pulsed)
    def _pulsed(self, event: Closing.Pulsed) -> None:
        self.running.pulse = event.pulse
        self.running.keep()
        self.show()

    @work
    async def action_finish(self) -> None:
        """Record the check-in, and show what it came to."""
        app, box = self.notebook_app, self.query_one(NoteBox)
        record = RecordCheckIn(
            person=self.person_id,
            on=self.day,
            notes=box.text,
            sections=self.running.sections,
            pulse=self.running.pulse,
        )
        change = await app.do(record)
        if change is None or change.after is None:
            return
        box.finish()
        self.running.over()
        due = words.day_words(
            app.notebook.glance(change.after).due(app.today()).due_on, app.today()
        )
        since = runs_on(change.after)
        self._show_summary(
            next(c.handle for c in change.after.check_ins if c.uid == record.uid),
            f"Checked in with {change.after.name}, next by {due}.  u undoes",
            close_question(change.after, since, app.today()) if since else "",
        )

    def _show_summary(self, handle: Handle, said: str, asked: str) -> None:
        from aligntui.tui.screens.summary import SummaryScreen

        self.app.switch_screen(SummaryScreen(self.person_id, handle, said=said, asked=asked))

    @work
    async def _tick(self, command: Command, said: str) -> None:
        await self.command(command, f"{said}.  ctrl+_ undoes")

    @on(Rows.Chosen)
    def _chosen(self, event: Rows.Chosen) -> None:
        if isinstance(event.rows, SectionPanel):
            if event.rows.field:
                self.write_field()
            else:
                self.action_edit()

    @on(SectionPanel.Left)
    def _stay(self, event: SectionPanel.Left) -> None:
        event.stop()
