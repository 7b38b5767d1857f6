"""Feedback not told yet, across the team, oldest first."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual import work
from textual.binding import Binding, BindingType

from aligntui.domain.commands.notes import TellFeedback
from aligntui.domain.notes import FeedbackKind
from aligntui.text.across import untold
from aligntui.text.words import ago
from aligntui.tui import bindings
from aligntui.tui.across_screen import AcrossScreen, key_of
from aligntui.tui.widgets.plain import fit, line, plain
from aligntui.tui.widgets.row import Row

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from textual.content import Content

    from aligntui.domain.notes import Feedback
    from aligntui.domain.overview import Overview
    from aligntui.domain.person import Person

_AGE = 6
_NAME = 18
_HANDLE = 5


class UntoldScreen(AcrossScreen):
    """One line for each piece of feedback, with the item it is about."""

    HELP = "All feedback not told yet, oldest first. T marks it told."

    EMPTY = "All feedback is told.  Begin a note with B+: or B-: to add some."

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("T", "told", "told", id="untold.told",
                tooltip="Record that the feedback was told today."),
        bindings.ELSEWHERE,
    ]  # fmt: skip

    def concerns(self, person: Overview) -> bool:
        """True when a person has feedback not told yet."""
        return bool(person.untold)

    def rows(self) -> tuple[Content, list[Row]]:
        """All untold feedback; the status says how long the oldest has waited."""
        found, today = untold(self.people), self.session.today()
        said = f"{len(found)} to tell" if found else ""
        if found:
            said += f", the oldest for {ago(found[0][1].noted_on, today)}"
        return plain(said, "$quiet"), [_row(person, each, today) for person, each in found]

    def show(self) -> None:
        """Set the title, and show the list."""
        self.title_row.show(("Team", "Not told"))
        super().show()

    @property
    def marks(self) -> Mapping[str, str]:
        """The marks of feedback."""
        return {"-": "corrective", "+": "praise", "/": "shared"}

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Dim keys that need feedback while there is none."""
        return None if action in ("told", "elsewhere") and self.here is None else True

    @work
    async def action_told(self) -> None:
        """Record that the feedback under the cursor was told."""
        if here := self.here:
            person, handle = here
            told = TellFeedback(person=person.id, handle=handle, on=self.session.today())
            await self.session.do(told, f"{handle} was told to {person.name}")


def _row(person: Person, feedback: Feedback, today: date) -> Row:
    corrective = feedback.kind is FeedbackKind.CORRECTIVE
    text = line(
        ("-", "$late") if corrective else ("+", "$good"),
        " " if feedback.private else "/",
        (f"{ago(feedback.noted_on, today):>{_AGE - 2}}  ", "$quiet"),
        fit(plain(person.name), _NAME),
        " ",
        (f"{feedback.handle:<{_HANDLE}}", "$mark"),
        plain(feedback.text),
        (f" ({feedback.about})" if feedback.about else "", "$quiet"),
    )
    return Row(key_of(person, feedback.handle), text, wrap=_AGE + _NAME + _HANDLE + 3)
