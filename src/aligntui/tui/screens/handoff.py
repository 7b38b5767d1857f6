"""What is handed to the next manager, exactly as it would be shared."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, ClassVar

from textual import on, work
from textual.binding import Binding, BindingType

from aligntui.domain.identity import Handle, PersonId
from aligntui.text.handoff import (
    A_YEAR,
    LEVEL,
    PARTS,
    ROLE,
    handed_over,
    handoff_text,
    without,
)
from aligntui.tui.leaving import KEYS, LeavingText, TextBox
from aligntui.tui.notebook_screen import NotebookScreen
from aligntui.tui.widgets.note_box import NoteBox
from aligntui.tui.widgets.rows import Rows

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from textual.app import ComposeResult

    from aligntui.domain.person import Person

_HANDLE = re.compile(r"- ([A-Z][1-9][0-9]*) ")


class HandoffScreen(NotebookScreen):
    """The text, of which each line can be left out."""

    HELP = (
        "The text is what y, w and f4 share, word for word: what the two of you share, of the "
        "last year, for the one who comes next. Nothing private or untold is in it, and nobody's "
        "doubts. D leaves out the line under the cursor; e edits the text. Your name stands "
        "behind Handed over once the settings say name = 'Ana'. The next manager takes it in "
        "with 'aligntui receive FILE'."
    )

    BINDINGS: ClassVar[list[BindingType]] = [
        *KEYS,
        Binding("D", "leave_out", "leave out", id="handoff.leave_out",
                tooltip="Leave out what is under the cursor, or below its heading; u puts it "
                "back."),
    ]  # fmt: skip

    def __init__(self, person: PersonId, on: date) -> None:
        super().__init__(person)
        self._on = on
        self._without: list[str] = []
        """What is left out: by handle, and what has none by its line, or by what is above it."""
        self.leaving = LeavingText(
            self, "handoff", on, made=self._made, staying=lambda *_: self._left_out
        )
        self.hold(self.leaving)

    def compose_content(self) -> ComposeResult:
        """The text, to read or to edit."""
        yield TextBox(f"handoff:{self._on}:{self.person_id}")

    def show_person(self, person: Person) -> None:
        """Show the handoff as generated now; an edited text stays."""
        self.title_row.show(("Team", person.name, "Handoff"), status="")
        self.leaving.show(person)

    def action_leave_out(self) -> None:
        """Leave out what the cursor is on, with what stands below it."""
        found = self._here
        if not found:
            self.tell(
                "That stands above the lines: D on one of them leaves it out; e edits the rest"
            )
        elif self.leaving.may_be_made_anew() and self.person:
            self._without.append(found)
            self.show_person(self.person)

    @work
    async def action_undo(self) -> None:
        """Put back what was left out last; with nothing left out, undo as everywhere."""
        if not self._without:
            super().action_undo()
        elif self.leaving.may_be_made_anew() and self.person:
            self._without.pop()
            self.show_person(self.person)

    async def action_back(self) -> None:
        """Leave; an edited text waits as a draft."""
        changed = self.leaving.changed
        await super().action_back()
        if changed:
            words = "Your changed handoff is kept as a draft; W on the same day opens it"
            self.session.speak("news", words)

    @on(NoteBox.Left)
    @on(NoteBox.EditorLeft)
    def _left(self) -> None:
        self.leaving.leave_box()

    def _made(self, person: Person, hide: bool) -> Iterable[str]:
        handles = {Handle(each) for each in self._without}
        kept = without(handed_over(person, self._on - A_YEAR), handles)
        text = handoff_text(kept, self._on, self.session.own_name, self._without)
        return text.removesuffix("\n").split("\n")

    @property
    def _left_out(self) -> list[str]:
        said = (each.removeprefix("- ").partition(":")[0] for each in self._without)
        return [", ".join(said)] if self._without else []

    @property
    def _here(self) -> str:
        """What the cursor is on, by the name it is left out by; "" for what stays in any case."""
        at = self.query_one("#text", Rows).cursor_key
        lines = self.leaving.text.split("\n")[: int(at) + 1] if at else []
        while lines and lines[-1].startswith("  "):
            lines.pop()
        line = lines[-1] if lines else ""
        under = next((e.removeprefix("## ") for e in reversed(lines) if e.startswith("## ")), "")
        if line.startswith((ROLE, LEVEL)) or (line.startswith("- ") and under in PARTS.values()):
            return line
        if line == f"## {under}" and under in PARTS.values():
            return under
        found = _HANDLE.match(line)
        return found[1] if found else ""
