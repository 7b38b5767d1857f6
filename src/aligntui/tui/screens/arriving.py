"""What comes in, seen before anything is changed: people of a file, the answer to a round."""

from __future__ import annotations

import os
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, ClassVar

from textual import events, on, work
from textual.binding import Binding, BindingType
from textual.containers import Container

from aligntui.domain.errors import Refused
from aligntui.paths import typed
from aligntui.text.arrived import text_of
from aligntui.text.import_checks import bounded
from aligntui.text.round_arriving import Arriving, arriving
from aligntui.text.round_reading import LARGEST
from aligntui.tui.base import AlignScreen
from aligntui.tui.notebook_screen import NotebookScreen
from aligntui.tui.widgets.becoming import Changes
from aligntui.tui.widgets.note_box import Covered, NoteBox
from aligntui.tui.widgets.plain import line, plain
from aligntui.tui.widgets.row import Row, detail, gap, heading
from aligntui.tui.widgets.rows import Rows

if TYPE_CHECKING:
    from textual.app import ComposeResult

    from aligntui.domain.identity import PersonId
    from aligntui.domain.person import Person
    from aligntui.incoming import Incoming
    from aligntui.notebook import Notebook

_INDENT = 5


class IncomingScreen(NotebookScreen):
    """One line for each difference; y imports all of them, q none."""

    HELP = (
        "What the file would change, one line each. Nothing is changed yet: y imports all"
        " of it as one change that u undoes; q cancels."
    )

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("y,enter", "take_in", "import", id="import.take_in",
                tooltip="Import everything listed, as one change."),
    ]  # fmt: skip

    def __init__(self, name: str, found: Incoming) -> None:
        super().__init__()
        self._file_name = name
        self._found = found

    def show(self) -> None:
        """Preview the import, without users' words while private things are hidden."""
        super().show()
        status = plain("nothing is changed yet", "$soon")
        self.title_row.show(("Team", f"Import of {self._file_name}"), status=status)
        found = self._found
        lines = found.without_words if self.session.private_hidden else found.lines
        self.query_one(Rows).show(_rows(lines, found))

    @work
    async def action_take_in(self) -> None:
        """Import everything, and go back to the team."""
        session, before = self.session, {each.id: each for each in self.session.people}
        if not await session.keep(self._found.keep, ""):
            return
        self.leave_screen()
        new = [each.id for each in session.people if each.id not in before]
        changed = [each.id for each in session.people if before.get(each.id) != each]
        if isinstance(self.app.screen, AlignScreen):
            self.app.screen.stand_on(*(new or changed))
        session.say_kept(f"Imported: {self._file_name}")


def _rows(lines: Sequence[str], found: Incoming) -> Iterable[Row]:
    if found.asides:
        yield heading("To know before", f"{len(found.asides)}")
        yield from (replace(detail(f" {words}"), wrap=_INDENT) for words in found.asides)
        yield gap()
    about = f" about {found.about}" if found.about else ""
    yield heading(f"This would be imported{about}", f"{len(lines)}")
    for at, words in enumerate(lines):
        yield Row(f"{at}", line(" ", plain(words)), wrap=_INDENT)


_TEACHES = "Paste what came back here, as it is, or type the name of its file."


class RoundInScreen(NotebookScreen):
    """The text first, then what it would change, line by line."""

    HELP = (
        "Paste what came back, whatever mail or chat made of it, or type the name of its file."
        " ctrl+s shows line by line what is in it, without a word of theirs before yours is whole;"
        " nothing is changed before enter takes it in. The text waits as a draft until then."
    )

    DEFAULT_CSS = """
    RoundInScreen {
        #written, #foreseen, #back { height: 1fr; }
        #foreseen { display: none; }
        &.-foreseeing #foreseen { display: block; }
        &.-foreseeing #written { display: none; }
    }
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+s", "preview", "what is in it", id="round_in.preview",
                tooltip="Show line by line what would be taken in, before it is."),
    ]  # fmt: skip

    def __init__(self, person: PersonId) -> None:
        super().__init__(person)
        self._found: Arriving | None = None

    def compose_content(self) -> ComposeResult:
        """The box, and the list that replaces it."""
        with Container(id="written", classes="box"):
            draft = f"round:back:{self.person_id}"
            yield NoteBox(draft=draft, placeholder=_TEACHES, id="back")
            yield Covered("What you pasted is kept and hidden now", id="withheld")
        with Container(id="foreseen", classes="box"):
            yield Changes(id="changes")

    def on_mount(self) -> None:
        """Begin in the box."""
        self.action_write()

    def show_person(self, person: Person) -> None:
        """Say whose answer is waited for."""
        status = plain("nothing is changed yet", "$soon")
        self.title_row.show(("Team", person.name, "Back from the round"), status=status)
        hidden = self.holds_back
        covered, box = self.query_one(Covered), self.query_one(NoteBox)
        if hidden != self.has_class("-withheld"):
            self.action_write()
            self.set_class(hidden, "-withheld")
            covered.focus() if hidden else covered.uncover(box)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Read only what is on the screen, and once."""
        if action in ("undo", "redo"):
            return False
        if action == "preview" and (self.has_class("-foreseeing") or self.holds_back):
            return None
        return super().check_action(action, parameters)

    def on_descendant_focus(self, event: events.DescendantFocus) -> None:
        """Close the list when the text gets the focus."""
        if isinstance(event.widget, NoteBox):
            self.remove_class("-foreseeing")

    def action_write(self) -> None:
        """Go back to the text."""
        self.remove_class("-foreseeing")
        self.query_one(NoteBox).focus()

    @work
    async def action_preview(self) -> None:
        """Show what is in the text, or why it can't be read; a single line may name a file."""
        text, person = self.query_one(NoteBox).text.strip(), self.person
        if not text or person is None:
            self.warn(_TEACHES)
            return
        found = await self.session.read(lambda notebook: self._looked_at(text, person, notebook))
        changes = self.query_one(Changes)
        self._found = None
        if isinstance(found, Refused):
            # a whole path would leave no room for what is wrong
            name = os.path.basename(text) or text
            changes.show_problems([str(found).replace(typed(text), name)])
        elif found:
            self._found = found
            changes.show_changes(found.lines)
        self.add_class("-foreseeing")
        changes.focus()

    def _looked_at(self, text: str, person: Person, notebook: Notebook) -> Arriving | Refused:
        data = text.encode("utf-8", "surrogatepass")
        try:
            if "\n" not in text:
                data = bounded(typed(text), LARGEST, plain=True)
            return arriving(text_of(data), person, self.day, notebook.matching)
        except Refused as refusal:
            return refusal

    @on(NoteBox.Left)
    async def _left(self) -> None:
        await self.action_back()

    async def action_back(self) -> None:
        """Leave; what was pasted waits as a draft."""
        waits = bool(self.query_one(NoteBox).text.strip())
        await super().action_back()
        if waits:
            self.session.speak("news", "What you pasted is kept as a draft; i brings it back")

    @on(Changes.Chosen)
    @work
    async def _keep(self) -> None:
        """Take it in, and go back to the round."""
        if self._found is None or not await self.session.do(self._found.command):
            return
        self.query_one(NoteBox).finish()
        self.leave_screen()
        self.session.say_kept("It is taken in")
