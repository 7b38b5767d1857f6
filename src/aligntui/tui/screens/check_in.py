"""The check-in screen: agenda, four sections, notes, actions."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.binding import Binding, BindingType
from textual.containers import Container

from aligntui.domain.brief import brief
from aligntui.domain.capture import marks_of_note
from aligntui.domain.events import differences
from aligntui.domain.section import Section
from aligntui.text import words
from aligntui.text.words import TITLES
from aligntui.tui import bindings
from aligntui.tui.holding_screen import HoldingScreen
from aligntui.tui.personal_screen import place_of, shown_section
from aligntui.tui.ticking import stands_at
from aligntui.tui.widgets.becoming import Becoming, text_becomes
from aligntui.tui.widgets.check_in import STEP_LEGEND, Closing, LastTime, Steps
from aligntui.tui.widgets.item_rows import ROW_LEGEND
from aligntui.tui.widgets.note_box import NoteBox
from aligntui.tui.widgets.plain import plain
from aligntui.tui.widgets.points import POINT_LEGEND, Agenda
from aligntui.tui.widgets.row import detail
from aligntui.tui.widgets.rows import Rows
from aligntui.tui.widgets.section_panel import SectionPanel

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from textual.app import ComposeResult
    from textual.content import Content
    from textual.widget import Widget

    from aligntui.domain.identity import Handle
    from aligntui.domain.person import Person

SINCE, *SECTION_STEPS, NOTES, ACTIONS = ("since", *(s.value for s in Section), "notes", "actions")
STEPS = (SINCE, *SECTION_STEPS, NOTES, ACTIONS)
HIDDEN = "  Your notes are kept and hidden now: . shows them"


class CheckInScreen(HoldingScreen):
    """The steps at the left, the current one at the right; keys act as on the person's page."""

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
        Binding("d", "on", "day", id="check_in.on", show=False,
                tooltip="Set the day, if it wasn't today."),
        *map(bindings.hidden, (bindings.CHECK_IN, bindings.PREP, bindings.TIMELINE)),
        *bindings.PAGES,
        *bindings.DECISIONS,
        *bindings.places(
            "check_in", *(section.title for section in Section), "Notes", "Actions", first=1
        ),
    ]  # fmt: skip

    NOT_HERE: ClassVar = frozenset(
        {"check_in", "prep", "note", "timeline", "readiness", "numbers", "packet", "away"}
        | {"accept", "section_text"}
    )
    """Actions of the person's page that are off during a check-in."""

    INSTEAD: ClassVar = frozenset({"skip", "postpone", "booked"})
    """Decisions instead of holding it: only on the first step."""

    @property
    def way_out(self) -> str:
        """The word for leaving: it parks the check-in."""
        return "park"

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
        """Begin with the first step."""
        for panel in self.query(SectionPanel):
            panel.add_class("-open")
        self.go(0)

    def show_person(self, person: Person) -> None:
        """Show the check-in with the previous one beside it."""
        session, day = self.session, self.day
        today, hide = session.today(), session.private_hidden
        other = plain(f"on {words.day_words(day, today)}", "$soon")
        status = self.status(person) if day == today else other
        self.title_row.show(("Check-in", person.name), status=status)
        seen = self.seen(person)
        for panel in self.query(SectionPanel):
            panel.show_section(shown_section(seen, panel.section, today))
        self.query_one(Closing).show_closing(
            person, day, self.running.pulse, self.next_on(person), hide=hide
        )
        last = person.last_check_in
        # the notes of last time are shown below the agenda
        points = tuple(p for p in brief(seen, today) if not (last and p.handle == last.handle))
        self.query_one(Agenda).show_agenda(
            points, person.relation, last.on if last else None, today
        )
        self._preview_notes()
        self.say_marked()
        if self.query_one("#hidden").has_focus and not hide:
            # not into the box: the same key again must hide, not type a full stop
            self.query_one(Steps).focus()
            self.tell("Private lines are shown: enter goes on with the notes")
        self._show_step()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Dim keys that can't act in a check-in, or not in this step."""
        if action == "back" or action in self.NOT_HERE:
            return None
        if action == "holds" and not self.is_mounted:
            return None
        if action in self.INSTEAD and (STEPS[self.at] != SINCE or not self.can_act(action)):
            return None
        if action == "close" and isinstance(self.focused, Agenda):
            return bool(self.point and self.point.kind in self.PROMISES) or None
        return super().check_action(action, parameters)

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

    def reason(self, action: str) -> str:
        """Say why a key can't act now."""
        if action == "back":
            return "esc parks the check-in; everything is kept"
        if action in self.NOT_HERE:
            return "Not in a check-in: esc parks it, and everything waits"
        if action in self.INSTEAD:
            return "Only on the first step: shift+tab goes back to it"
        return super().reason(action)

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
        """Go to the record of an agenda point."""
        agenda = self.query_one(Agenda)
        if (point := agenda.point) is None:
            agenda.show_all()
        elif not ((at := stands_at(point)) and self._arrive_in_step(at)):
            self.warn(f"{point.handle} is listed only here{self.way_to_end}")

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

    @property
    def standing(self) -> Content:
        """The marks for notes, while they are the current step."""
        if self._pane().id != NOTES:
            return super().standing
        return plain(words.hint_line(marks_of_note(), self.size.width - 2), "$quiet")

    def _show_step(self) -> None:
        step, pane = STEPS[self.at], self._pane()
        person = self.seen(self.person) if self.person else None
        below = self.query_one("#last-time", LastTime)
        if person:
            below.show_step(person, step, self.session.today())
        for each in self.query("#step > *"):
            beside = (each is below and below.any) or (
                each.id == "becoming" and pane.id == NOTES and each.has_class("-any")
            )
            each.display = each is pane or beside
        self.say_marked()
        if person:
            changed = {d.section for d in differences(person, _before(self.day), self.day)}
            self.query_one(Steps).show_steps(STEPS, self.at, self.running.seen, changed)


def _place(section: Section) -> int:
    return STEPS.index(section.value)


def _before(day: date) -> date:
    return day - timedelta(days=1)
