"""The last step of a check-in: promises, pulse, and the next day."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar, Final

from textual.binding import Binding, BindingType
from textual.message import Message

from aligntui.domain.check_in import PULSES
from aligntui.text.summaries import pulse_words
from aligntui.text.words import day_words
from aligntui.tui.widgets.actions_panel import ActionsPanel
from aligntui.tui.widgets.plain import line
from aligntui.tui.widgets.row import Row, detail, gap, heading

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from aligntui.domain.identity import Handle
    from aligntui.domain.person import Person


PULSE: Final = "pulse"


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
        yield detail("  On this line 1 to 5 set the pulse, elsewhere the step")
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
