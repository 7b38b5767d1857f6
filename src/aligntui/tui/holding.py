"""A check-in while it is held: its day, what was looked at, the way back, and its record."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from datetime import date
from functools import cached_property
from sys import maxsize
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from aligntui.domain.check_in import PULSES
from aligntui.domain.commands.meetings import RecordCheckIn
from aligntui.domain.dates import day_so_far
from aligntui.domain.guard import too_close
from aligntui.domain.section import Section
from aligntui.store.durable import Within
from aligntui.text.summaries import not_agreed
from aligntui.text.words import day_words
from aligntui.tui import bindings
from aligntui.tui.opening import make
from aligntui.tui.part import Part, in_worker
from aligntui.tui.somebody import NEEDED
from aligntui.tui.widgets.note_box import NoteBox

if TYPE_CHECKING:
    from aligntui.domain.identity import PersonId
    from aligntui.domain.person import Person
    from aligntui.tui.drafts import Drafts
    from aligntui.tui.notebook_screen import NotebookScreen


INSTEAD: Final = frozenset(each.action for each in bindings.INSTEAD)
"""Decisions instead of holding it: only on the first step."""
NOT_HERE: Final = frozenset({"readiness", "numbers", "packet", "closed", "section_text"}) | (
    NEEDED - INSTEAD
)
"""Actions of the person's page that are off during a check-in."""
_WHY_NOT: Final = {
    **dict.fromkeys(
        NOT_HERE,
        "Not during a check-in: esc leaves it, all is kept, c goes on",
    ),
    **dict.fromkeys(INSTEAD, "Only on the first step: shift+tab goes back to it"),
    "back": "esc parks the check-in; everything is kept",
}


class State(NamedTuple):
    """The steps looked at, the pulse, and the day if it isn't today."""

    seen: frozenset[str]
    pulse: int | None
    day: date | None


class Step(NamedTuple):
    """A step back for undo: the words for it, its place, and the previous state."""

    said: str
    at: int
    before: State


class Running:
    """The state of a check-in, saved at once, and the way back to each state before.

    The draft is the words `focus risks pulse=4 day=2026-06-26`, and the beginning:
    `begun=2026-06-26 after=17`.
    """

    def __init__(self, drafts: Drafts, person: PersonId) -> None:
        self._drafts = drafts
        self._box = f"checkin:seen:{person}"
        self.state = State(frozenset(), None, None)
        self.begun: date | None = None
        """The day it began, which is its day unless another was picked."""
        self.after: int | None = None
        """The number of the last change before it began: only later ones may be undone in it."""
        self.done: list[Step] = []
        """Steps since the last change that the notebook kept: undo takes these back first."""
        self.undone: list[Step] = []
        for word in drafts.get(self._box).split():
            self._read(word)

    @property
    def any(self) -> bool:
        """True when anything was done in it."""
        return bool(self._words)

    @property
    def sections(self) -> frozenset[Section]:
        """The sections that were looked at."""
        return frozenset(section for section in Section if section.value in self.state.seen)

    def begin(self, day: date, after: int) -> None:
        """Note the beginning: the day, and the number of the last change."""
        self.begun, self.after = day, after
        self._keep()

    def go_on(self, said: str, at: int, state: State) -> bool:
        """Keep a new state, reached at a step; `said` names it for undo. False for the same one."""
        before = self.state
        if state == before:
            return False
        self._take(state)
        self.done.append(Step(said, at, before))
        self.undone.clear()
        return True

    def undo(self) -> Step | None:
        """Go back to the state before; None where the notebook has kept the last change."""
        return self._turn(self.done, self.undone)

    def redo(self) -> Step | None:
        """Go on again to the state that was undone last."""
        return self._turn(self.undone, self.done)

    def forget_steps(self) -> None:
        """Leave undo to the notebook, which has kept a change since."""
        self.done, self.undone = [], []

    def over(self) -> None:
        """Forget it, because it was recorded or won't be held."""
        self._drafts.clear(self._box)

    def _turn(self, old: list[Step], new: list[Step]) -> Step | None:
        if not old:
            return None
        step = old.pop()
        new.append(step._replace(before=self.state))
        self._take(step.before)
        return step

    def _take(self, state: State) -> None:
        self.state = state
        self._keep()

    def _keep(self) -> None:
        begun = [f"begun={self.begun}", f"after={self.after}"] if self.begun else []
        self._drafts.put(self._box, " ".join([*self._words, *begun]))

    @property
    def _words(self) -> list[str]:
        seen, pulse, day = self.state
        parts = (f"pulse={pulse}" if pulse else "", f"day={day}" if day else "")
        return [*sorted(seen), *filter(None, parts)]

    def _read(self, word: str) -> None:
        name, _, value = word.partition("=")
        with suppress(ValueError):
            if name == "pulse":
                pulse = next((n for n in PULSES if f"{n}" == value), None)
                self.state = self.state._replace(pulse=pulse)
            elif name == "day":
                self.state = self.state._replace(day=date.fromisoformat(value))
            elif name == "begun":
                self.begun = date.fromisoformat(value)
            elif name == "after":
                self.after = int(value) if value.isdecimal() else None
            elif not value:
                self.state = self.state._replace(seen=self.state.seen | {word})


class Holding(Part):
    """Begins a check-in or takes it up again, keeps what is done in it, and records it."""

    judged = _WHY_NOT

    def __init__(
        self,
        screen: NotebookScreen,
        notes: str,
        *,
        at: Callable[[], int],
        go: Callable[[int], object],
    ) -> None:
        """`notes` is the name of the notes' draft; `at` the present step, `go` goes to one."""
        super().__init__(screen)
        self._notes = notes
        self._at = at
        self._go = go

    def reason(self, action: str) -> str:
        """Say what is off during a check-in, or after its first step."""
        return "" if action in INSTEAD and self._at() == 0 else _WHY_NOT[action]

    @cached_property
    def running(self) -> Running:
        """The state kept while the check-in is parked."""
        return Running(self.session.drafts, self.screen.person_id)

    @property
    def day(self) -> date:
        """The day of the check-in."""
        return self.running.state.day or self.running.begun or self._first_day

    def next_on(self, person: Person) -> date:
        """The day of the check-in after this one."""
        held = RecordCheckIn(person=person.id, on=self.day).apply(person)
        return self.session.notebook.glance(held).due(self.session.today()).due_on

    @property
    def within(self) -> Within:
        """The changes with this person since the check-in began."""
        after = self.running.after
        return Within(self.screen.person_id, maxsize if after is None else after)

    # -- how it begins and goes on -----------------------------------------------------------

    def begin(self) -> None:
        """Begin, or continue what was parked; a day given at the start has precedence."""
        session, running = self.session, self.running
        if not (running.any or session.drafts.get(self._notes)):
            running.after = running.begun = None
        if session.other_day:
            running.state, running.begun = running.state._replace(day=None), None
        new, today = running.begun is None, session.today()
        if new:
            self._note_beginning()
        if self.day != today:
            day = day_words(self.day, today)
            kept = f"This check-in is kept for {day}, when it began"
            booked = f"Recorded for {day}, when your calendar had it"
            self.screen.warn(f"{booked if new else kept}; d picks another day")
            self.screen.show()

    @property
    def _first_day(self) -> date:
        """The day it begins on: a meeting of the calendar that nobody recorded, else today."""
        session = self.session
        whom = None if session.other_day else session.known(self.screen.person_id)
        return (whom and whom.unrecorded(session.today())) or session.today()

    @in_worker
    async def _note_beginning(self) -> None:
        latest = await self.session.read(lambda notebook: (notebook.latest,))
        if latest:
            since = self.running.after
            self.running.begin(self._first_day, latest[0] if since is None else since)

    def keep(self, said: str, **changes: Any) -> None:
        """Keep what changed in the check-in; `said` names it for undo."""
        if self.running.go_on(said, self._at(), self.running.state._replace(**changes)):
            self.screen.show()

    def step_back(self, *, redo: bool = False) -> bool:
        """Undo or redo what is kept only with the check-in; False where the notebook is next."""
        step = self.running.redo() if redo else self.running.undo()
        if step:
            self.screen.show()
            if not isinstance(self.screen.focused, NoteBox):
                self._go(step.at)
            words = ("Redone", "undo") if redo else ("Undone", "redo")
            self.session.say_kept(f"{words[0]}: {step.said}", words[1])
        return step is not None

    def pulse(self, pulse: int | None) -> None:
        """Keep how they are."""
        said = f"pulse {pulse}" if pulse else "no pulse"
        self.keep(said, pulse=pulse)
        self.session.say_kept(f"Noted: {said}")

    @in_worker
    async def action_on(self) -> None:
        """Ask on which day it was."""
        screen, today = self.screen, self.session.today()
        read = self.session.read_with(day_so_far)
        name = self.session.called(screen.person) if screen.person else "them"
        question = f"On which day did you meet {name} (today)?"
        box = f"checkin:day:{screen.person_id}"
        found = await screen.ask_for(question, read, box=box, blank=today)
        if found is not None:
            day = found if found != self.running.begun else None
            self.keep(f"the day {day_words(found, today)}", day=day)

    # -- its end -----------------------------------------------------------------------------

    def over(self) -> None:
        """Drop what was looked at, since the check-in is not held now; its notes stay."""
        self.running.over()
        self.screen.leave_screen()

    def park(self) -> None:
        """Leave with everything kept, if there is anything."""
        screen = self.screen
        screen.leave_screen()
        name = screen.person.name if screen.person else ""
        if self.running.any or screen.query_one(NoteBox).text:
            self.session.speak("news", f"The check-in with {name} is parked; c takes it up again")
        else:
            self.running.over()

    @in_worker
    async def action_finish(self) -> None:
        """Record the check-in and show its minutes."""
        screen, session = self.screen, self.session
        box = screen.query_one(NoteBox)
        record = RecordCheckIn(
            person=screen.person_id,
            on=self.day,
            notes=box.text,
            sections=self.running.sections,
            pulse=self.running.state.pulse,
            others=tuple(screen.namable.others),
            hide=session.private_hidden,
        )
        change = await session.do(record)
        if change is None or change.after is None:
            return
        box.finish()
        self.running.over()
        person, today = change.after, session.today()
        due = day_words(session.notebook.glance(person).due(today).due_on, today)
        left = not_agreed(screen.seen(person), record.sections)
        stays = f"; {left}" if left else ""
        summary = make(
            "summary",
            person.id,
            next(c.handle for c in person.check_ins if c.uid == record.uid),
            said=f"Checked in with {person.name}, next by {due}{stays}",
            close=too_close(person, self.day),
        )
        if screen.is_active:
            screen.app.switch_screen(summary)
        else:
            screen.leave_screen()
            screen.app.push_screen(summary)
