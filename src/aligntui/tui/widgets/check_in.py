"""The last step of a check-in: promises, pulse, and the next day."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING, ClassVar, Final

from textual.binding import Binding, BindingType
from textual.message import Message

from aligntui.domain.check_in import PULSES, CheckIn
from aligntui.domain.events import Difference, differences
from aligntui.domain.section import Section
from aligntui.text import words
from aligntui.text.events import sentence
from aligntui.text.sides import side
from aligntui.text.summaries import pulse_words
from aligntui.text.words import TITLES, day_words
from aligntui.tui.widgets.actions_panel import ActionsPanel
from aligntui.tui.widgets.plain import line, plain
from aligntui.tui.widgets.row import Row, detail, gap, heading
from aligntui.tui.widgets.rows import Rows

if TYPE_CHECKING:
    from textual.content import Content

    from aligntui.domain.identity import Handle
    from aligntui.domain.person import Person, Relation


PULSE: Final = "pulse"
SINCE, NOTES, ACTIONS = "since", "notes", "actions"
STEPS: Final = (SINCE, *(section.value for section in Section), NOTES, ACTIONS)


class Closing(ActionsPanel):
    """Open actions, with the pulse below; digits set it while the cursor is on it."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("0", "pulse(0)", "no pulse", id="pulse.0", show=False,
                tooltip="No pulse."),
        *(Binding(f"{n}", f"pulse({n})", f"pulse {n}", id=f"pulse.{n}", show=False,
                  tooltip=f"How they are, from 1, low, to 5, high: {n}.") for n in PULSES),
    ]  # fmt: skip

    @dataclass
    class Pulsed(Message):
        """The pulse was set; None removes it."""

        pulse: int | None

    _pulse: int | None = None
    _next_on: date | None = None

    def show_closing(
        self, person: Person, day: date, pulse: int | None, next_on: date, *, hide: bool
    ) -> None:
        """Show the end of a check-in on a day; `hide` leaves out private things."""
        self._pulse, self._next_on = None if hide else pulse, next_on
        self.show_actions(person, day, hide=hide)

    def below(self, person: Person, today: date, *, hide: bool) -> Iterable[Row]:
        """The pulse with earlier ones, and the day of the next check-in."""
        yield gap()
        yield heading("How are they?", "" if hide else pulse_words(person.check_ins))
        here = "  ".join(f"[{n}]" if n == self._pulse else f" {n} " for n in PULSES)
        yield Row(PULSE, line("  ", here, ("   low to high; 0 for none", "$quiet")))
        yield detail("  1 to 5 set the pulse while the cursor is here")
        yield gap()
        if self._next_on:
            yield detail(f"  Next check-in by {day_words(self._next_on, today)}")

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Let digits set the pulse in its row; elsewhere they belong to the screen."""
        if action == "pulse":
            return self.cursor_key == PULSE
        return super().check_action(action, parameters)

    @property
    def promise(self) -> Handle | None:
        """The promise under the cursor; None on the pulse."""
        return None if self.cursor_key == PULSE else super().promise

    def action_pulse(self, pulse: int) -> None:
        """Post the chosen pulse."""
        self.post_message(self.Pulsed(pulse or None))


STEP_LEGEND: Final = {"=": "both agree; a step: looked at", "~": "changed; a step: changed today"}


class Steps(Rows, can_focus=True):
    """Shows the current step, and which were looked at or changed today."""

    class GoOn(Message):
        """Enter was pressed: the current step is to be gone on with."""

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Let enter act although the cursor is on no row."""
        return True if action == "choose" else super().check_action(action, parameters)

    def action_choose(self) -> None:
        """Ask to go on with the current step."""
        self.post_message(self.GoOn())

    def show_steps(self, at: int, looked_at: Collection[str], seen: Person, day: date) -> None:
        """Show the steps; `at` is the index of the current one."""
        changed = {each.section for each in differences(seen, day - timedelta(days=1), day)}
        rows: list[Row] = []
        for place, step in enumerate(STEPS):
            marks = (
                ("~" if step in changed else " ", "$soon"),
                ("=" if step in looked_at else " ", "$good"),
            )
            here = "bold $mark" if place == at else ""
            number = str(place) if place else " "
            rows.append(Row(None, line(*marks, " ", (f"{number} {TITLES[step]}", here))))
        self.show([*rows, gap(), detail(" = looked at"), detail("~  changed today")])


class LastTime(Rows):
    """The past beside the present, read only."""

    @property
    def any(self) -> bool:
        """True when there is anything to show."""
        return bool(self.rows)

    def show_step(self, person: Person, step: str, today: date) -> None:
        """Show the notes or changes of last time that belong to a step."""
        last = person.last_check_in
        if step not in {*Section}:
            # the agenda lists notes kept since as points
            said = _said(last) if step == SINCE else _notes(person, today)
            self.show([_title(person, today), *said] if said else [], keep=False)
            return
        section = Section(step)
        before = _before_last(person)
        rows = [heading("Last time" if last else "Before")]
        rows += _changes(person, before, last.on if last else today, section)
        if len(rows) == 1:
            rows.append(detail(f"  {section.title}: nothing changed"))
        self.show(rows, keep=False)


def _title(person: Person, today: date) -> Row:
    last = person.last_check_in
    if last is None:
        return heading("The first check-in")
    return heading(
        f"Last time, {words.day_words(last.on, today)}", words.how_long_ago(last.on, today)
    )


def _before_last(person: Person) -> date | None:
    last = person.last_check_in
    days = [c.on for c in person.check_ins if c.held and last and c.on < last.on]
    return max(days, default=None)


def _said(last: CheckIn | None) -> list[Row]:
    """The notes of a check-in and its corrections."""
    if last is None:
        return []
    lines = [*(last.notes.split("\n") if last.notes else ()), *(a.text for a in last.addenda)]
    return [Row(None, plain(words.marked(each)), wrap=1) for each in lines]


def _notes(person: Person, today: date) -> list[Row]:
    last = person.last_check_in
    since = last.on if last else person.added - timedelta(days=1)
    rows = _said(last)
    for note in person.notes:
        if note.on >= since:
            said = f"{words.day_words(note.on, today)}: "
            first, *more = note.text.split("\n")
            rows += [
                Row(None, line(words.private_mark(note.private), (said, "$quiet"), first), wrap=3),
                *(detail(f"   {m}") for m in more),
            ]
    return [*rows, gap()] if rows else []


def _changes(person: Person, since: date | None, until: date, section: Section) -> list[Row]:
    found = [each for each in differences(person, since, until) if each.section is section]
    return [Row(None, _change(each, person.relation), wrap=3) for each in found]


def _change(change: Difference, relation: Relation) -> Content:
    private = words.private_mark(change.after.private)
    return line((" ~", "$soon"), private, sentence(change, side(relation)))
