"""The check-in screen: agenda, four sections, notes, actions; parked or recorded at the end."""

from __future__ import annotations

from datetime import timedelta
from sys import maxsize
from typing import TYPE_CHECKING, ClassVar

from textual import on, work
from textual.binding import Binding, BindingType

from aligntui.domain.brief import brief
from aligntui.domain.capture import marks_of_note
from aligntui.domain.commands.meetings import RecordCheckIn
from aligntui.domain.dates import day_so_far
from aligntui.domain.events import differences
from aligntui.domain.guard import too_close
from aligntui.domain.section import Section
from aligntui.store.durable import Within
from aligntui.text import words
from aligntui.text.summaries import still_private
from aligntui.text.words import TITLES
from aligntui.tui import bindings
from aligntui.tui.drafts import notes_box
from aligntui.tui.lines import note_share
from aligntui.tui.notebook_screen import NotebookScreen
from aligntui.tui.opening import make
from aligntui.tui.promises import drop_promise
from aligntui.tui.running import Running, State
from aligntui.tui.section_editor import SectionEditor, place_of
from aligntui.tui.somebody import NEEDED, Somebody
from aligntui.tui.ticking import PROMISES, Ticking, stands_at
from aligntui.tui.widgets.becoming import Becoming, text_becomes
from aligntui.tui.widgets.check_in import STEP_LEGEND, Closing, LastTime, Steps
from aligntui.tui.widgets.item_rows import ROW_LEGEND
from aligntui.tui.widgets.note_box import Covered, NoteBox
from aligntui.tui.widgets.plain import plain
from aligntui.tui.widgets.points import POINT_LEGEND, Agenda
from aligntui.tui.widgets.rows import Rows
from aligntui.tui.widgets.section_panel import SectionPanel

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from textual.app import ComposeResult
    from textual.content import Content
    from textual.widget import Widget

    from aligntui.domain.brief import Point
    from aligntui.domain.identity import Handle, PersonId
    from aligntui.domain.person import Change, Person
    from aligntui.tui.running import Step

SINCE, *SECTION_STEPS, NOTES, ACTIONS = ("since", *(s.value for s in Section), "notes", "actions")
STEPS = (SINCE, *SECTION_STEPS, NOTES, ACTIONS)
HIDDEN = "Your notes are kept and hidden now"
INSTEAD = frozenset(each.action for each in bindings.INSTEAD)
"""Decisions instead of holding it: only on the first step."""
NOT_HERE = frozenset({"readiness", "numbers", "packet", "closed", "section_text"}) | (
    NEEDED - INSTEAD
)
"""Actions of the person's page that are off during a check-in."""


class CheckInScreen(NotebookScreen):
    """The steps at the left, the current one at the right; keys act as on the person's page.

    All of them take effect on the day of the check-in.
    """

    CSS_PATH = "check_in.tcss"

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("space", "holds", "looked at", id="check_in.holds",
                tooltip="Looked at, still agreed: go to the next step. It tells, finishes and "
                "closes nothing."),
        Binding("tab", "step(1)", "next", id="check_in.next",
                tooltip="Go to the next step without agreeing that it still holds."),
        Binding("shift+tab", "step(-1)", "step before", id="check_in.before", show=False,
                tooltip="Go to the step before."),
        Binding("ctrl+s", "finish", "finish", id="check_in.finish",
                tooltip="Record the check-in: its notes, and the sections you looked at."),
        *(each for each in bindings.LINES if each.id != "item.state"),
        *bindings.ENDS,
        *bindings.MORE_LINES,
        Binding("percent_sign", "share", "share it had", id="check_in.share", show=False,
                tooltip="Note the share of the energy that a focus really had, and what pulled it "
                "away; the agreed one stays."),
        Binding("d", "on", "day", id="check_in.on", show=False,
                tooltip="Set the day, if it wasn't today."),
        *map(bindings.hidden, (bindings.CHECK_IN, bindings.PREP, bindings.TIMELINE)),
        bindings.THERE,
        *bindings.PAGES,
        *bindings.DECISIONS,
        *bindings.places(
            "check_in", *(section.title for section in Section), "Notes", "Actions", first=1
        ),
    ]  # fmt: skip

    way_out = "park"

    at = 0
    """The number of the current step."""

    def __init__(self, person: PersonId) -> None:
        super().__init__(person)
        self.notes = notes_box(person)
        self.editor = SectionEditor(self, standing=self._hint, id="step", classes="box")
        self.points = Ticking(self, lambda: self.point)
        self.somebody = Somebody(
            self, lambda: self.session.known(person), decided=self._was_decided
        )
        self.hold(self.editor, self.points, self.somebody)
        self._under_way: Running | None = None

    def compose_content(self) -> ComposeResult:
        """The steps, and one pane for each kind of step."""
        yield Steps(id="steps", classes="box")
        with self.editor:
            yield Agenda()
            for section in Section:
                yield SectionPanel(section, number=_place(section), boxed=False)
            yield NoteBox(draft=self.notes, id="notes", placeholder="What was said")
            yield Covered(HIDDEN, id="hidden")
            yield Closing(boxed=False)
            yield Becoming(id="becoming")
            yield LastTime(id="last-time")

    # -- how it runs -----------------------------------------------------------------------

    @property
    def running(self) -> Running:
        """The state kept while the check-in is parked."""
        if self._under_way is None:
            self._under_way = Running(self.session.drafts, self.person_id)
        return self._under_way

    @property
    def day(self) -> date:
        """The day of the check-in."""
        return self.running.day or self.running.begun or self._first_day

    @property
    def within(self) -> Within:
        """The changes with this person since the check-in began."""
        after = self.running.after
        return Within(self.person_id, maxsize if after is None else after)

    def on_mount(self) -> None:
        """Begin, or continue what was parked; a day given at the start has precedence."""
        for panel in self.editor.panels:
            panel.add_class("-open")
        self.go(0)
        session, running = self.session, self.running
        if not (running.any or session.drafts.get(self.notes)):
            running.after = running.begun = None
        if session.other_day:
            running.day = running.begun = None
        if running.begun is None:
            self._begin()
            self._say_unrecorded()
        elif self.day != session.today():
            day = words.day_words(self.day, session.today())
            self.warn(f"This check-in is kept for {day}, when it began; d picks another day")

    def _say_unrecorded(self) -> None:
        """Say so where it is recorded for a meeting of the calendar that is over."""
        if self.day != (today := self.session.today()):
            day = words.day_words(self.day, today)
            self.warn(f"Recorded for {day}, when your calendar had it; d picks another day")
            self.show()

    @property
    def _first_day(self) -> date:
        """The day it begins on: a meeting of the calendar that nobody recorded, else today."""
        session = self.session
        whom = None if session.other_day else session.known(self.person_id)
        return (whom and whom.unrecorded(session.today())) or session.today()

    @work
    async def _begin(self) -> None:
        latest = await self.session.read(lambda notebook: (notebook.latest,))
        if latest:
            since = self.running.after
            self.running.begin(self._first_day, latest[0] if since is None else since)

    @property
    def typed(self) -> bool:
        """True when there are notes not kept yet."""
        return bool(self.query_one(NoteBox).text.strip())

    @property
    def point(self) -> Point | None:
        """The point of the agenda under the cursor."""
        return self.focused.point if isinstance(self.focused, Agenda) else None

    @property
    def stands_on(self) -> Handle | None:
        """The line or the promise under the cursor."""
        return self.editor.stands_on

    def _was_decided(self) -> None:
        """Drop what was looked at, since the check-in is not held now; its notes stay."""
        self.running.over()
        self.leave_screen()

    def keep(self, said: str, state: State) -> None:
        """Keep a new state of the check-in; `said` names it for undo."""
        if self.running.go_on(said, self.at, state):
            self.show()

    def follow(self, change: Change | None) -> None:
        """Forget the steps for undo: a change the notebook kept is undone before them."""
        super().follow(change)
        self.running.forget_steps()

    @work
    async def action_undo(self) -> None:
        """Undo the last thing done, also if it is kept only with the check-in."""
        if step := self.running.undo():
            self._step_back(step, "Undone", "redo")
        else:
            super().action_undo()

    @work
    async def action_redo(self) -> None:
        """Redo the last undo."""
        if step := self.running.redo():
            self._step_back(step, "Redone", "undo")
        else:
            super().action_redo()

    def _step_back(self, step: Step, said: str, way_back: str) -> None:
        self.show()
        if not isinstance(self.focused, NoteBox):
            self.go(step.at)
        self.session.say_kept(f"{said}: {step.said}", way_back)

    # -- what is shown ---------------------------------------------------------------------

    def show_person(self, person: Person) -> None:
        """Show the check-in with the previous one beside it."""
        session, day = self.session, self.day
        today, hide = session.today(), session.private_hidden
        other = plain(f"on {words.day_words(day, today)}", "$soon")
        status = self.status(person) if day == today else other
        self.title_row.show(("Check-in", person.name), status=status)
        seen = self.seen(person)
        for panel in self.editor.panels:
            panel.show_person(seen, today)
        held = RecordCheckIn(person=person.id, on=day).apply(person)
        next_on = session.notebook.glance(held).due(today).due_on
        self.query_one(Closing).show_closing(person, day, self.running.pulse, next_on, hide=hide)
        last = person.last_check_in
        # the notes of last time are shown below the agenda
        known = brief(seen, today, session.templates)
        points = tuple(p for p in known if not (last and p.handle == last.handle))
        self.query_one(Agenda).show_agenda(
            points, person.relation, last.on if last else None, today, hide=hide
        )
        self._preview_notes()
        self.editor.say_marked()
        box, covered = self.query_one(NoteBox), self.query_one(Covered)
        was_in_box, was_covered = box.has_focus, covered.has_focus
        self._show_step()
        if was_in_box and hide:
            covered.focus()
        elif was_covered and not hide:
            covered.uncover(box)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Dim keys that can't act in a check-in, or not in this step."""
        if action == "back" or action in NOT_HERE:
            return None
        if action == "holds" and not self.is_mounted:
            return None
        if action == "there":
            return bool(self.point) or None
        if action in INSTEAD and STEPS[self.at] != SINCE:
            return None
        if action == "share":
            return (STEPS[self.at] == Section.FOCUS and self.editor.item is not None) or None
        if action == "close" and isinstance(self.focused, Agenda):
            return bool(self.point and self.point.kind in PROMISES) or None
        return super().check_action(action, parameters)

    def reason(self, action: str) -> str:
        """Say why a key can't act now."""
        if action == "back":
            return "esc parks the check-in; everything is kept"
        if action in NOT_HERE:
            return "Not in a check-in: esc parks it, and everything waits"
        if action == "there":
            return "Only points of the agenda have another place"
        if action in INSTEAD:
            return "Only on the first step: shift+tab goes back to it"
        if action == "share":
            return "Only on a line of the focus: 2 goes there"
        return super().reason(action)

    @property
    def marks(self) -> Mapping[str, str]:
        """The marks of lines, steps and points."""
        return {**ROW_LEGEND, **STEP_LEGEND, **POINT_LEGEND}

    @property
    def marks_to_type(self) -> Mapping[str, str]:
        """The marks for notes while they are written."""
        if self.query_one(NoteBox).has_focus:
            return marks_of_note()
        return super().marks_to_type

    @property
    def first_keys(self) -> tuple[str, ...]:
        """The most frequent actions of the current step."""
        if STEPS[self.at] == ACTIONS:
            return ("check_in.finish", "action.edit", "action.done", "action.drop", "person.add")
        if STEPS[self.at] == SINCE:
            return ("check_in.holds", *(each.id or "" for each in bindings.ENDS), "rows.choose")
        if STEPS[self.at] == NOTES:
            return ()
        return ("check_in.holds", "check_in.finish", *(each.id or "" for each in bindings.LINES))

    # -- the steps -------------------------------------------------------------------------

    def action_step(self, by: int) -> None:
        """Go to the next step (1) or the previous one (-1)."""
        self.go(max(0, min(len(STEPS) - 1, self.at + by)))

    def action_go(self, at: int) -> None:
        """Go to a step by its number."""
        self.go(at)

    def action_holds(self) -> None:
        """Mark this step as looked at, and go to the next."""
        state, step = self.running.state, STEPS[self.at]
        self.keep(f"looked at {TITLES[step]}", state._replace(seen=state.seen | {step}))
        self.action_step(1)

    @on(Rows.Chosen, "#since")
    def _jump(self) -> None:
        """Change a promise, point, feedback or note of the agenda; go to a line."""
        if self.point is None:
            self.query_one(Agenda).show_all()
        elif self.kept:
            self.action_change()
        else:
            self.action_there()

    def action_there(self) -> None:
        """Go to the record of an agenda point."""
        if (point := self.point) and not ((at := stands_at(point)) and self._arrive_in_step(at)):
            self.warn(f"{point.handle or 'This'} is listed only here{self.points.way_to_end}")

    def arrive(self, at: Handle | Section) -> bool:
        """Put the cursor on a record: on its point if the agenda is open, otherwise in its step."""
        on_agenda = STEPS[self.at] == SINCE and self.query_one(Agenda).move_to_thing(at)
        return on_agenda or self._arrive_in_step(at)

    def _arrive_in_step(self, at: Handle | Section) -> bool:
        if (place := place_of(at)) not in STEPS:
            return False
        self.go(STEPS.index(place))
        self.query_one(f"#{place}", Rows).move_to(at)
        return True

    @on(NoteBox.Changed)
    def _preview_notes(self) -> None:
        """Preview what the marked lines will become."""
        becoming, text = self.query_one("#becoming", Becoming), self.query_one(NoteBox).text
        if self.person:  # before the person is read, the names and handles of a line are unknown
            becoming.show_lines(list(text_becomes(text, self.day, self.namable)))
        becoming.display = becoming.has_class("-any")

    @on(Steps.GoOn)
    def _go_on(self) -> None:
        self.go(self.at)

    @on(NoteBox.Left)
    def _left_notes(self) -> None:
        self.query_one(Steps).focus()

    @on(Rows.Highlighted)
    def _pointed(self) -> None:
        self.refresh_bindings()

    @on(SectionPanel.Left)
    def _stay(self, event: SectionPanel.Left) -> None:
        event.stop()

    def go(self, at: int) -> None:
        """Go to a step by its number."""
        self.at = at
        self._show_step()
        self._pane().focus()
        self.refresh_bindings()

    def _pane(self) -> Widget:
        """The pane of the current step; a placeholder while notes are hidden, all being private."""
        step = STEPS[self.at]
        hidden = step == NOTES and self.session.private_hidden
        return self.query_one("#hidden" if hidden else f"#{step}")

    def _hint(self) -> Content:
        """The marks for notes, while they are the current step."""
        if self._pane().id != NOTES:
            return plain("")
        return plain(words.hint_line(marks_of_note(), self.size.width - 2), "$quiet")

    def _show_step(self) -> None:
        step, pane = STEPS[self.at], self._pane()
        person = self.seen(self.person) if self.person else None
        below = self.query_one("#last-time", LastTime)
        if person:
            below.show_step(person, step, self.session.today())
        for each in self.editor.children:
            beside = (each is below and below.any) or (
                each.id == "becoming" and pane.id == NOTES and each.has_class("-any")
            )
            each.display = each is pane or beside
        self.editor.say_marked()
        if person:
            changed = {d.section for d in differences(person, _before(self.day), self.day)}
            self.query_one(Steps).show_steps(STEPS, self.at, self.running.seen, changed)

    # -- its end ---------------------------------------------------------------------------

    @work
    async def action_close(self) -> None:
        """Close the lines, or drop the promise under the cursor on the agenda."""
        point = self.point
        if point and point.handle:
            await drop_promise(self, point.handle)
        else:
            self.editor.action_close()

    async def action_escape(self) -> None:
        """Close the fields, remove the marks, or park the check-in with everything kept."""
        if self.editor.step_back():
            return
        self.leave_screen()
        name = self.person.name if self.person else ""
        if self.running.any or self.query_one(NoteBox).text:
            self.session.speak("news", f"The check-in with {name} is parked; c takes it up again")
        else:
            self.running.over()

    @work
    async def action_share(self) -> None:
        """Note the share that a focus really had."""
        if item := self.editor.item:
            await note_share(self, item)

    @work
    async def action_on(self) -> None:
        """Ask on which day it was."""
        today, box = self.session.today(), f"checkin:day:{self.person_id}"
        read = self.session.read_with(day_so_far)
        name = self.session.called(self.person) if self.person else "them"
        question = f"On which day did you meet {name} (today)?"
        found = await self.ask_for(question, read, box=box, blank=today)
        if found is not None:
            said = f"the day {words.day_words(found, today)}"
            day = found if found != self.running.begun else None
            self.keep(said, self.running.state._replace(day=day))

    @on(Closing.Pulsed)
    def _pulsed(self, event: Closing.Pulsed) -> None:
        said = f"pulse {event.pulse}" if event.pulse else "no pulse"
        self.keep(said, self.running.state._replace(pulse=event.pulse))
        self.session.say_kept(f"Noted: {said}")

    @work
    async def action_finish(self) -> None:
        """Record the check-in and show its minutes."""
        session, box = self.session, self.query_one(NoteBox)
        record = RecordCheckIn(
            person=self.person_id,
            on=self.day,
            notes=box.text,
            sections=self.running.sections,
            pulse=self.running.pulse,
            others=tuple(self.namable.others),
        )
        change = await session.do(record)
        if change is None or change.after is None:
            return
        box.finish()
        self.running.over()
        person, today = change.after, session.today()
        due = words.day_words(session.notebook.glance(person).due(today).due_on, today)
        private = still_private(self.seen(person), record.sections)
        stays = "; private lines are not agreed" if private else ""
        summary = make(
            "summary",
            self.person_id,
            next(c.handle for c in person.check_ins if c.uid == record.uid),
            said=f"Checked in with {person.name}, next by {due}{stays}",
            close=too_close(person, self.day),
        )
        if self.is_active:
            self.app.switch_screen(summary)
        else:
            self.leave_screen()
            self.app.push_screen(summary)


def _place(section: Section) -> int:
    return STEPS.index(section.value)


def _before(day: date) -> date:
    return day - timedelta(days=1)
