"""Minutes of a check-in: the part to share, exactly as it would be shared, and the private part."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, ClassVar

from textual import on, work
from textual.binding import Binding, BindingType
from textual.containers import Container

from aligntui.text.record import due_after, private_lines, shared_text
from aligntui.text.words import day_words
from aligntui.tui import bindings
from aligntui.tui.leaving import Leaving, withheld_rows
from aligntui.tui.notebook_screen import NotebookScreen
from aligntui.tui.prompts import loosened
from aligntui.tui.widgets.note_box import NoteBox, Older
from aligntui.tui.widgets.plain import clean, plain
from aligntui.tui.widgets.row import Row, detail, heading
from aligntui.tui.widgets.rows import Rows

if TYPE_CHECKING:
    from textual.app import ComposeResult

    from aligntui.domain.guard import Close
    from aligntui.domain.identity import Handle, PersonId
    from aligntui.domain.person import Person


class SummaryScreen(NotebookScreen):
    """A box with the part to share, and the private part below it."""

    HELP = (
        "The text in the box is what y, w and f4 share, word for word; tab goes into it "
        "to edit. Editing it does not change the minutes themselves."
    )

    CSS_PATH = "summary.tcss"

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "back", "done", id="summary.done",
                tooltip="Go back to where the check-in was begun."),
        *bindings.LEAVING,
    ]  # fmt: skip

    def __init__(
        self, person: PersonId, handle: Handle, *, said: str = "", close: tuple[Close, ...] = ()
    ) -> None:
        super().__init__(person)
        self.leaving = Leaving(
            self,
            "check-in",
            text=lambda: self.query_one(NoteBox).text,
            changed=lambda: self.changed,
            of=lambda: self.person.check_in(handle).on if self.person else None,
        )
        self.hold(self.leaving)
        self._handle = handle
        self._said = said
        self._close = close
        self._begun = False

    def compose_content(self) -> ComposeResult:
        """The part to share, and the private part."""
        with Container(id="leaves", classes="box"):
            yield Rows([heading("To share, word for word")], id="above", opens=False)
            older = Older()
            box = f"summary:{self._handle}:{self.person_id}"
            yield NoteBox(draft=box, base=None, older=older)
            yield older
            yield withheld_rows()
        with Container(id="stays", classes="box"):
            yield Rows(id="private", opens=False)

    def on_mount(self) -> None:
        """Focus the private part: in the box letters would not be keys."""
        private = self.query_one("#private", Rows)
        self.query_one("#above").can_focus = False
        self.query_one(NoteBox).leave_to = private
        self.set_focus(private)
        if self._said:
            self.session.say_kept(self._said)
        self._ask_how_close()

    @work
    async def _ask_how_close(self) -> None:
        await loosened(self, self.session, self.person_id, self._close)

    def show_person(self, person: Person) -> None:
        """Show the check-in as it is now; an edited text stays."""
        session, box = self.session, self.query_one(NoteBox)
        if all(check_in.handle != self._handle for check_in in person.check_ins):
            self._taken_back(person)
            return
        on = person.check_in(self._handle).on
        title = f"Check-in of {day_words(on, session.today())}"
        self.title_row.show(("Team", person.name, title), status="")
        glance = session.notebook.glance(person)
        next_on = due_after(person, self._handle, glance, session.today())
        text = clean(shared_text(person, self._handle, next_on), lines=True)
        if not self.changed:
            box.base = text
            box.load_text(text)
        if not self._begun:
            self._begun = True
            box.begin(text)
        box.show_older()
        self.leaving.withhold()
        private = self.query_one("#private", Rows)
        private.show(self._private_rows(person, session.today(), hide=session.private_hidden))

    async def action_back(self) -> None:
        """Leave; edited minutes that were not shared yet wait as a draft."""
        box, changed = self.query_one(NoteBox), self.changed
        if changed and self.leaving.went == box.text:
            box.finish()
            changed = False
        await super().action_back()
        if changed:
            words = "What you changed in the minutes waits; t and y on the check-in bring it back"
            self.session.speak("news", words)

    @on(NoteBox.Left)
    def _left(self) -> None:
        self.refresh_bindings()

    @property
    def changed(self) -> bool:
        """True when the text was edited by hand."""
        return self.query_one(NoteBox).text not in ("", self.query_one(NoteBox).base)

    def _private_rows(self, person: Person, today: date, *, hide: bool) -> list[Row]:
        title = heading("Private")
        if hide:
            return [title, detail("  private, and hidden now")]
        lines = private_lines(person, self._handle, today)
        rows = [Row(f"{at}", plain(f" {each}"), wrap=3) for at, each in enumerate(lines)]
        return [title, *(rows or [detail("  Nothing private was noted.")])]

    def _taken_back(self, person: Person) -> None:
        self.leave_screen()
        words = f"The check-in with {person.name} is taken back, its notes wait"
        self.session.say_kept(words, "redo")
