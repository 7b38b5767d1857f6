"""The open promises of the two."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, ClassVar, Final

from textual.binding import Binding, BindingType
from textual.message import Message

from aligntui.domain.identity import Handle
from aligntui.domain.naming import first_name
from aligntui.domain.notes import Action, End
from aligntui.domain.stance import Party
from aligntui.text.summaries import promise_words
from aligntui.tui import bindings
from aligntui.tui.widgets.plain import line, plain
from aligntui.tui.widgets.row import NOTHING_SHARED, Row, detail, heading
from aligntui.tui.widgets.rows import Rows

if TYPE_CHECKING:
    from aligntui.domain.person import Person

_HANDLE: Final = 3
"""Cells for a handle; a longer one gets more."""


class ActionsPanel(Rows):
    """A list of open actions, mine first."""

    KEEPS_CURSOR = False

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "choose", "edit", id="action.edit",
                tooltip="Edit the promise: its words, whose it is (@them), its day (by fri)."),
        bindings.hidden(bindings.DONE),
        Binding("D", "drop", "drop", id="action.drop", show=False,
                tooltip="Drop the promise; say why."),
    ]  # fmt: skip

    @dataclass
    class Ended(Message):
        """A promise is done, or is to be dropped."""

        handle: Handle
        end: End

    def __init__(self, *, number: int | None = None, boxed: bool = True) -> None:
        super().__init__(id="actions", classes="box" if boxed else "")
        self._number = number
        self._shown: tuple[Person, date, bool] | None = None

    def show_actions(self, person: Person, today: date, *, hide: bool) -> None:
        """Show the open actions of a person; `hide` leaves out private ones."""
        self._shown = (person, today, hide)
        self._lay_out(*self._shown)

    def on_resize(self) -> None:
        """Lay out again: in a wide window a border takes the heading."""
        if self._shown:
            self._lay_out(*self._shown)

    def _lay_out(self, person: Person, today: date, hide: bool) -> None:
        seen = (a for a in person.actions if a.open and not (hide and a.private))
        ordered = sorted(seen, key=lambda action: action.owner is not Party.ME)
        title = f"{self._number} Actions" if self._number else "Actions"
        boxed = self.styles.border_top[0] not in ("", "none")
        wide = max((len(action.handle) for action in ordered), default=0)
        rows = [_row(action, today, person, max(wide, _HANDLE)) for action in ordered]
        if boxed:
            self.border_title = line((title, "bold $heading"))
        else:
            rows.insert(0, heading(title, _count(ordered, today)))
        if not ordered:
            said = NOTHING_SHARED if hide else "No open actions.  a adds one"
            rows.append(detail(f"  {said}"))
        self.show([*rows, *self.below(person, today, hide=hide)])

    def below(self, person: Person, today: date, *, hide: bool) -> Iterable[Row]:
        """Extra rows below the actions."""
        return ()

    @property
    def promise(self) -> Handle | None:
        """The promise under the cursor."""
        return Handle(self.cursor_key) if self.cursor_key else None

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Dim keys that need a promise while the cursor is on none."""
        if action in ("choose", "done", "drop") and self.promise is None:
            return None
        return super().check_action(action, parameters)

    def reason(self, action: str) -> str:
        """Say why a key can't act now."""
        return "The cursor is on no promise" if action in ("choose", "done", "drop") else ""

    def action_done(self) -> None:
        """Post that the promise is kept."""
        if self.promise:
            self.post_message(self.Ended(self.promise, End.DONE))

    def action_drop(self) -> None:
        """Post that the promise is to be dropped."""
        if self.promise:
            self.post_message(self.Ended(self.promise, End.DROPPED))


def _count(actions: list[Action], today: date) -> str:
    late = sum(_late(action, today) for action in actions)
    counts = ((len(actions), "open"), (late, "late"))
    return ", ".join(f"{count} {words}" for count, words in counts if count)


def _late(action: Action, today: date) -> bool:
    return action.by is not None and action.by < today


def _row(action: Action, today: date, person: Person, wide: int) -> Row:
    who = "you" if action.owner is Party.ME else first_name(person.name)
    private = "." if action.private else " "
    text = line(" ", private, (f"{action.handle:<{wide}} ", "$mark"), plain(action.text))
    tone = "$late" if _late(action, today) else "$quiet"
    said = promise_words(person, action, today)
    return Row(action.handle, text, right=plain(f"{who}, {said}", tone), before=wide + 3)
