"""The steps of a check-in: agenda, four sections, notes, actions; what each shows, and its keys."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import TYPE_CHECKING, ClassVar

from textual import on, work
from textual.binding import Binding, BindingType

from aligntui.domain.line_kinds import marks_of_note
from aligntui.domain.points import Kind, Point
from aligntui.domain.section import Section
from aligntui.text import words
from aligntui.text.words import TITLES
from aligntui.tui import bindings
from aligntui.tui.drafts import notes_box
from aligntui.tui.holding import Holding
from aligntui.tui.lines import note_share
from aligntui.tui.notebook_screen import NotebookScreen
from aligntui.tui.promises import PROMISES, Ticking, stands_at
from aligntui.tui.section_editor import NO_LINE, SectionEditor, place_of
from aligntui.tui.somebody import Somebody
from aligntui.tui.widgets.becoming import Becoming, text_becomes
from aligntui.tui.widgets.check_in import (
    ACTIONS,
    NOTES,
    SINCE,
    STEP_LEGEND,
    STEPS,
    Closing,
    LastTime,
    Steps,
)
from aligntui.tui.widgets.item_rows import ROW_LEGEND
from aligntui.tui.widgets.note_box import Covered, NoteBox
from aligntui.tui.widgets.plain import clean, plain
from aligntui.tui.widgets.points import POINT_LEGEND, Agenda
from aligntui.tui.widgets.rows import Rows
from aligntui.tui.widgets.section_panel import SectionPanel

if TYPE_CHECKING:
    from textual.app import ComposeResult
    from textual.content import Content
    from textual.widget import Widget

    from aligntui.domain.identity import Handle, PersonId
    from aligntui.domain.person import Change, Person
    from aligntui.store.durable import Within


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
        *bindings.places("check_in", *(s.title for s in Section), "Notes", "Actions", first=1),
    ]  # fmt: skip

    way_out = "park"

    at = 0
    """The number of the current step."""

    def __init__(self, person: PersonId) -> None:
        super().__init__(person)
        self.notes = notes_box(person)
        self.editor = SectionEditor(self, standing=self._hint, id="step", classes="box")
        self.points = Ticking(self, lambda: self.point)
        self.held = Holding(self, self.notes, at=lambda: self.at, go=self.action_go)
        self.somebody = Somebody(self, lambda: self.session.known(person), decided=self.held.over)
        self.hold(self.editor, self.points, self.held, self.somebody)

    def compose_content(self) -> ComposeResult:
        """The steps, and one pane for each kind of step."""
        yield Steps(id="steps", classes="box")
        with self.editor:
            yield Agenda()
            for section in Section:
                yield SectionPanel(section, number=STEPS.index(section.value), boxed=False)
            yield NoteBox(draft=self.notes, id="notes", placeholder="What was said")
            yield Covered("Your notes are kept and hidden now", id="hidden")
            yield Closing(boxed=False)
            yield Becoming(id="becoming")
            yield LastTime(id="last-time")

    @property
    def step(self) -> str:
        """The current step."""
        return STEPS[self.at]

    @property
    def day(self) -> date:
        """The day of the check-in."""
        return self.held.day

    @property
    def within(self) -> Within:
        """The changes with this person since the check-in began."""
        return self.held.within

    def on_mount(self) -> None:
        """Begin on the first step."""
        for panel in self.editor.panels:
            panel.add_class("-open")
        self.action_go(0)
        self.held.begin()

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

    def follow(self, change: Change | None) -> None:
        """Forget the steps for undo: a change the notebook kept is undone before them."""
        super().follow(change)
        self.held.running.forget_steps()

    @work
    async def action_undo(self) -> None:
        """Undo the last thing done, also if it is kept only with the check-in."""
        if not self.held.step_back():
            super().action_undo()

    @work
    async def action_redo(self) -> None:
        """Redo the last undo."""
        if not self.held.step_back(redo=True):
            super().action_redo()

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
        pulse, next_on = self.held.running.state.pulse, self.held.next_on(person)
        self.query_one(Closing).show_closing(person, day, pulse, next_on, hide=hide)
        self.query_one(Agenda).show_agenda(seen, session.templates, today, hide=hide)
        self._preview_notes()
        self.editor.say_marked()
        box, covered = self.query_one(NoteBox), self.query_one(Covered)
        was_in_box, was_covered = box.has_focus, covered.has_focus
        self._show_step()
        if was_in_box and hide:
            covered.focus()
        elif was_covered and not hide:
            covered.uncover(box)

    def reason(self, action: str) -> str:
        """Say why a key can't act in a check-in, or not in this step."""
        if action == "holds" and not self.is_mounted:
            return "Not now"
        if action == "there" and self.point is None:
            return "Only points of the agenda have another place"
        if action == "share" and not (self.step == Section.FOCUS and self.editor.item):
            return "Only on a line of the focus: 2 goes there"
        if action == "close" and isinstance(self.focused, Agenda):
            return "" if self.point and self.point.kind in PROMISES else NO_LINE
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
        often = {
            SINCE: ("check_in.holds", *(each.id or "" for each in bindings.ENDS), "rows.choose"),
            NOTES: (),
            ACTIONS: (
                "check_in.finish", "action.edit", "action.done", "action.drop", "person.add"
            ),
        }  # fmt: skip
        lines = ("check_in.holds", "check_in.finish", *(each.id or "" for each in bindings.LINES))
        return often.get(self.step, lines)

    # -- the steps -------------------------------------------------------------------------

    def action_step(self, by: int) -> None:
        """Go to the next step (1) or the previous one (-1)."""
        self.action_go(max(0, min(len(STEPS) - 1, self.at + by)))

    def action_holds(self) -> None:
        """Mark this step as looked at, and go to the next."""
        seen = self.held.running.state.seen | {self.step}
        self.held.keep(f"looked at {TITLES[self.step]}", seen=seen)
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
        if self.point and self.point.kind is Kind.ROUND:
            self.somebody.action_round()
        elif (point := self.point) and not ((at := stands_at(point)) and self._arrive_in_step(at)):
            self.warn(f"{point.handle or 'This'} is listed only here{self.points.way_to_end}")

    def arrive(self, at: Handle | Section) -> bool:
        """Put the cursor on a record: on its point if the agenda is open, otherwise in its step."""
        on_agenda = self.step == SINCE and self.query_one(Agenda).move_to_thing(at)
        return on_agenda or self._arrive_in_step(at)

    def _arrive_in_step(self, at: Handle | Section) -> bool:
        if (place := place_of(at)) not in STEPS:
            return False
        self.action_go(STEPS.index(place))
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
        self.action_go(self.at)

    @on(NoteBox.Left)
    def _left_notes(self) -> None:
        self.query_one(Steps).focus()

    def take_text(self, text: str) -> bool:
        """Take a line into the notes, below what stands there."""
        notes = self.query_one("#notes", NoteBox)
        notes.fill("\n".join(filter(None, (notes.text, clean(text)))))
        self.action_go(STEPS.index(NOTES))
        return True

    def action_go(self, at: int) -> None:
        """Go to a step by its number."""
        self.at = at
        self._show_step()
        self._pane().focus()
        self.refresh_bindings()

    def _pane(self) -> Widget:
        """The pane of the current step; a placeholder while notes are hidden, all being private."""
        hidden = self.step == NOTES and self.session.private_hidden
        return self.query_one("#hidden" if hidden else f"#{self.step}")

    def _hint(self) -> Content:
        """The marks for notes, while they are the current step."""
        here = self._pane().id == NOTES
        return plain(
            words.hint_line(marks_of_note() if here else {}, self.size.width - 2), "$quiet"
        )

    def _show_step(self) -> None:
        step, pane, below = self.step, self._pane(), self.query_one(LastTime)
        person = self.seen(self.person) if self.person else None
        if person:
            below.show_step(person, step, self.session.today())
        for each in self.editor.children:
            beside = (each is below and below.any) or (
                each.id == "becoming" and pane.id == NOTES and each.has_class("-any")
            )
            each.display = each is pane or beside
        self.editor.say_marked()
        if person:
            looked_at = self.held.running.state.seen
            self.query_one(Steps).show_steps(self.at, looked_at, person, self.day)

    # -- its end ---------------------------------------------------------------------------

    def action_close(self) -> None:
        """Close the lines, or drop the promise under the cursor on the agenda."""
        if self.point:
            self.points.action_drop()
        else:
            self.editor.action_close()

    async def action_escape(self) -> None:
        """Close the fields, remove the marks, or park the check-in with everything kept."""
        if not self.editor.step_back():
            self.held.park()

    @work
    async def action_share(self) -> None:
        """Note the share that a focus really had."""
        if item := self.editor.item:
            await note_share(self, item)

    @on(Closing.Pulsed)
    def _pulsed(self, event: Closing.Pulsed) -> None:
        self.held.pulse(event.pulse)
