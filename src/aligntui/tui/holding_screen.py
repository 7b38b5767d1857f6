"""Hold a check-in: its day, pulse, steps looked at; park it or record it."""

from __future__ import annotations

from contextlib import suppress
from datetime import date
from sys import maxsize
from typing import TYPE_CHECKING, NamedTuple

from textual import on, work

from aligntui.domain.check_in import PULSES
from aligntui.domain.commands.meetings import RecordCheckIn
from aligntui.domain.dates import day_so_far
from aligntui.domain.guard import runs_on
from aligntui.domain.section import Section
from aligntui.store.port import Within
from aligntui.text import words
from aligntui.text.summaries import close_question, still_private
from aligntui.tui.drafts import notes_box
from aligntui.tui.editing_screen import EditingScreen
from aligntui.tui.somebody_screen import SomebodyScreen
from aligntui.tui.ticking import TickingScreen
from aligntui.tui.widgets.check_in import Closing
from aligntui.tui.widgets.note_box import NoteBox
from aligntui.tui.widgets.points import Agenda
from aligntui.tui.widgets.rows import Rows
from aligntui.tui.widgets.section_panel import SectionPanel

if TYPE_CHECKING:
    from aligntui.domain.brief import Point
    from aligntui.domain.identity import Handle, PersonId
    from aligntui.domain.overview import Overview
    from aligntui.domain.person import Change, Person
    from aligntui.tui.drafts import Drafts


class State(NamedTuple):
    """The steps looked at, the pulse, and the day if it isn't today."""

    seen: frozenset[str]
    pulse: int | None
    day: date | None


class Running:
    """The state of a check-in that is not recorded yet.

    It is saved at once as a draft: the words `focus risks pulse=4 day=2026-06-26`, and its
    beginning: `begun=2026-06-26 after=17`.
    """

    def __init__(self, drafts: Drafts, person: PersonId) -> None:
        self._drafts = drafts
        self._box = f"checkin:seen:{person}"
        self.seen: frozenset[str] = frozenset()
        self.pulse: int | None = None
        self.day: date | None = None
        self.begun: date | None = None
        """The day it began, which is its day unless another was picked."""
        self.after: int | None = None
        """The number of the last change before it began: only later ones may be undone in it."""
        for word in drafts.get(self._box).split():
            self._read(word)

    @property
    def state(self) -> State:
        """The whole state as one value."""
        return State(self.seen, self.pulse, self.day)

    def begin(self, day: date, after: int) -> None:
        """Note the beginning: the day, and the number of the last change."""
        self.begun, self.after = day, after
        self._keep()

    def take(self, state: State) -> None:
        """Replace the state, and save it."""
        self.seen, self.pulse, self.day = state
        self._keep()

    def _keep(self) -> None:
        begun = [f"begun={self.begun}", f"after={self.after}"] if self.begun else []
        self._drafts.put(self._box, " ".join([*self._words, *begun]))

    @property
    def any(self) -> bool:
        """True when anything was done in it."""
        return bool(self._words)

    @property
    def sections(self) -> frozenset[Section]:
        """The sections that were looked at."""
        return frozenset(section for section in Section if section.value in self.seen)

    def over(self) -> None:
        """Forget it, because it was recorded or won't be held."""
        self._drafts.clear(self._box)

    @property
    def _words(self) -> list[str]:
        pulse = [f"pulse={self.pulse}"] if self.pulse else []
        day = [f"day={self.day}"] if self.day else []
        return [*sorted(self.seen), *pulse, *day]

    def _read(self, word: str) -> None:
        name, _, value = word.partition("=")
        if name == "pulse":
            self.pulse = next((n for n in PULSES if f"{n}" == value), None)
        elif name in ("day", "begun"):
            with suppress(ValueError):
                setattr(self, name, date.fromisoformat(value))
        elif name == "after":
            self.after = int(value) if value.isdecimal() else None
        elif not value:
            self.seen |= {word}


class Step(NamedTuple):
    """A step back for undo: the words for it, its place, and the previous state."""

    said: str
    at: int
    before: State


class HoldingScreen(SomebodyScreen, EditingScreen, TickingScreen):
    """Turn the keys of a check-in into commands; all of them take effect on its day."""

    at = 0
    """The number of the current step."""

    def __init__(self, person: PersonId) -> None:
        super().__init__(person)
        self.notes = notes_box(person)
        self._under_way: Running | None = None
        self._done: list[Step] = []
        """Steps since the last change that the notebook kept: u undoes these first."""
        self._undone: list[Step] = []

    @property
    def running(self) -> Running:
        """The state kept while the check-in is parked."""
        if self._under_way is None:
            self._under_way = Running(self.session.drafts, self.person_id)
        return self._under_way

    @property
    def day(self) -> date:
        """The day of the check-in."""
        return self.running.day or self.running.begun or self.session.today()

    @property
    def within(self) -> Within:
        """The changes with this person since the check-in began."""
        after = self.running.after
        return Within(self.person_id, maxsize if after is None else after)

    @property
    def began_before(self) -> bool:
        """True when parts of it wait from an earlier time."""
        return self.running.any or bool(self.session.drafts.get(self.notes))

    def on_mount(self) -> None:
        """Begin, or continue what was parked; a day given at the start has precedence."""
        session, running = self.session, self.running
        if not self.began_before:
            running.after = running.begun = None
        if session.other_day:
            running.day = running.begun = None
        if running.begun is None:
            self._begin()
        elif self.day != session.today():
            day = words.day_words(self.day, session.today())
            self.warn(f"This check-in is kept for {day}, when it began; d picks another day")

    @work
    async def _begin(self) -> None:
        latest = await self.session.read(lambda notebook: (notebook.latest,))
        if latest:
            since = self.running.after
            after = latest[0] if since is None else since
            self.running.begin(self.session.today(), after)

    @property
    def typed(self) -> bool:
        """True when there are notes not kept yet."""
        return bool(self.query_one(NoteBox).text.strip())

    @property
    def whom(self) -> Overview | None:
        """The person's overview."""
        return self.known(self.person_id)

    @property
    def point(self) -> Point | None:
        """The point of the agenda under the cursor."""
        return self.focused.point if isinstance(self.focused, Agenda) else None

    def was_decided(self) -> None:
        """Drop what was looked at, since the check-in is not held now; its notes stay."""
        self.running.over()
        self.leave_screen()

    def next_on(self, person: Person) -> date:
        """The due day of the next check-in after one on this day."""
        held = RecordCheckIn(person=person.id, on=self.day).apply(person)
        return self.session.notebook.glance(held).due(self.session.today()).due_on

    def go(self, at: int) -> None:
        """Go to a step by its number."""
        raise NotImplementedError

    # -- kept with the check-in, and undone ------------------------------------------------

    def follow(self, change: Change | None) -> None:
        """Forget the steps for undo: a change the notebook kept is undone before them."""
        super().follow(change)
        self._done, self._undone = [], []

    def keep(self, said: str, state: State) -> None:
        """Keep a new state of the check-in; `said` names it for undo."""
        before = self.running.state
        if state != before:
            self.running.take(state)
            self._done.append(Step(said, self.at, before))
            self._undone.clear()
            self.show()

    @work
    async def action_undo(self) -> None:
        """Undo the last thing done, also if it is kept only with the check-in."""
        if self._done:
            self._step_back(self._done, self._undone, "Undone", "redo")
        else:
            super().action_undo()

    @work
    async def action_redo(self) -> None:
        """Redo the last undo."""
        if self._undone:
            self._step_back(self._undone, self._done, "Redone", "undo")
        else:
            super().action_redo()

    def _step_back(self, old: list[Step], new: list[Step], words: str, way_back: str) -> None:
        step = old.pop()
        new.append(step._replace(before=self.running.state))
        self.running.take(step.before)
        self.show()
        if not isinstance(self.focused, NoteBox):
            self.go(step.at)
        self.session.say_kept(f"{words}: {step.said}", way_back)

    # -- keys ------------------------------------------------------------------------------

    @work
    async def action_close(self) -> None:
        """Close the lines, or drop the promise under the cursor on the agenda."""
        point = self.point
        if point and point.handle:
            self.drop_action(point.handle)
        else:
            super().action_close()

    async def action_escape(self) -> None:
        """Close the fields, remove the marks, or park the check-in with everything kept."""
        closed = [panel.close_fields() for panel in self.query(SectionPanel)]
        if any(closed) or self.unmark():
            return
        self.leave_screen()
        name = self.person.name if self.person else ""
        if self.running.any or self.query_one(NoteBox).text:
            self.session.speak("news", f"The check-in with {name} is parked; c takes it up again")
        else:
            self.running.over()

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
        due = words.day_words(
            session.notebook.glance(change.after).due(session.today()).due_on, session.today()
        )
        since = runs_on(change.after)
        private = still_private(self.seen(change.after), record.sections)
        stays = "; private lines are not agreed" if private else ""
        self._show_summary(
            next(c.handle for c in change.after.check_ins if c.uid == record.uid),
            f"Checked in with {change.after.name}, next by {due}{stays}",
            close_question(change.after, since, session.today()) if since else "",
        )

    def _show_summary(self, handle: Handle, said: str, asked: str) -> None:
        from aligntui.tui.screens.summary import SummaryScreen

        summary = SummaryScreen(self.person_id, handle, said=said, asked=asked)
        if self.is_active:
            self.app.switch_screen(summary)
        else:
            self.leave_screen()
            self.app.push_screen(summary)

    @on(Rows.Highlighted)
    def _pointed(self) -> None:
        self.refresh_bindings()

    @on(SectionPanel.Left)
    def _stay(self, event: SectionPanel.Left) -> None:
        event.stop()
