"""List of all drafts: to be read, continued, copied or dropped."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, ClassVar

from textual import work
from textual.binding import Binding, BindingType
from textual.content import Content

from aligntui.domain.identity import Handle, PersonId
from aligntui.text.words import day_words
from aligntui.tui.base import AlignScreen
from aligntui.tui.clipboard import copy
from aligntui.tui.editor import places
from aligntui.tui.notebook_screen import NotebookScreen
from aligntui.tui.opening import make, shows
from aligntui.tui.waiting import Waiting, place_of, shown_text, waiting, waits
from aligntui.tui.widgets.plain import line, plain
from aligntui.tui.widgets.row import HIDDEN_NOW, Row, gap
from aligntui.tui.widgets.rows import Rows

if TYPE_CHECKING:
    from textual.widget import Widget

    from aligntui.domain.person import Person
    from aligntui.domain.section import Section

_HIDDEN = f"{HIDDEN_NOW} again"
_INDENT = 4


class DraftsScreen(NotebookScreen):
    """Each text under its box; the cursor goes through its lines."""

    HELP = (
        "What you typed and did not finish, the newest first. enter goes to where it belongs; what "
        "belongs nowhere any more can be copied with y. D drops it, and u brings it back."
    )

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "go", "go there", id="drafts.go",
                tooltip="Go to where the text belongs; the message row says which key brings it."),
        Binding("y", "copy", "copy", id="drafts.copy",
                tooltip="Copy the text; where no clipboard is in reach it goes to a file."),
        Binding("D", "drop", "drop", id="drafts.drop",
                tooltip="Drop the text; u brings it back as long as this list is open."),
    ]  # fmt: skip

    def __init__(self) -> None:
        super().__init__()
        self._people: dict[str, Person] = {}
        self._dropped: list[tuple[str, str, str]] = []
        """Drafts dropped here: box, text, and the wording it began from."""

    def compose_content(self) -> Iterable[Widget]:
        """The list."""
        yield Rows(id="drafts", opens=False, empty=Content("Nothing you typed waits."))

    def on_mount(self) -> None:
        """Look up which subjects of drafts still exist."""
        self.query_one(Rows).focus()
        self._read()

    def show(self) -> None:
        """Show every text that waits."""
        super().show()
        found = list(self._found)
        self.title_row.show(("Team", "Drafts"), status=f"{len(found)}" if found else "")
        self.query_one(Rows).show(row for each in found for row in self._rows(*each))
        self.refresh_bindings()

    @property
    def _found(self) -> Iterator[tuple[str, Waiting]]:
        session = self.session
        for box in reversed(list(session.drafts.texts)):
            if found := waiting(box, session.people, self._people.get, session.drafts.texts):
                yield box, found

    @property
    def box(self) -> str:
        """The box of the text under the cursor, or ""."""
        key = self.query_one(Rows).cursor_key if self.is_mounted else None
        return key.partition(" ")[2] if key else ""

    def reason(self, action: str) -> str:
        """Say that a key needs a text, one that may be seen, or one with a place."""
        if action == "copy" and self.holds_back:
            return f"What you typed is {_HIDDEN}"
        if action in ("go", "copy", "drop") and not self.box:
            return "Nothing you typed waits"
        nowhere = action == "go" and self._at(self.box) is None
        return "It belongs nowhere any more: y copies it, D drops it" if nowhere else ""

    def action_go(self) -> None:
        """Go to the place of the text under the cursor."""
        if found := self._at(self.box):
            at = place_of(self.box, self._people.get)
            self._go_to(found.person, at)
            self.session.speak("news", found.how)

    def _go_to(self, person: str, place: Handle | Section | None) -> None:
        """Go back to the team with the cursor on a person, and on to a place on their page."""
        app = self.app
        while len(app.screen_stack) > 1 and not shows(app.screen, "team"):
            app.pop_screen()
        if isinstance(app.screen, AlignScreen):
            app.screen.stand_on(person)
        if place:
            app.push_screen(make("person", PersonId(person), place))

    @work
    async def action_copy(self) -> None:
        """Copy the text under the cursor."""
        text = shown_text(self.box, self.session.drafts.get(self.box))
        sent = await copy(self.app, text, places(self.session.app.plain_state))
        (self.tell if sent.known else self.warn)(sent.words)

    def action_drop(self) -> None:
        """Drop the text under the cursor."""
        drafts, box = self.session.drafts, self.box
        self._dropped.append((box, drafts.get(box), drafts.base(box)))
        drafts.clear(box)
        self.show()
        self.tell("Dropped.  u brings it back")

    @work
    async def action_undo(self) -> None:
        """Bring back the draft dropped last, otherwise undo the last change."""
        if self._dropped:
            self.session.drafts.put(*self._dropped.pop())
            self.show()
            self.tell("It waits again")
        else:
            await self.session.undo()

    @work
    async def _read(self) -> None:
        """Read the people of the texts: a line may be closed by now."""
        who = {each.person for _, each in self._found if each.person}
        found = await self.session.read(
            lambda notebook: [notebook.find(PersonId(person)) for person in who]
        )
        self._people = {person.id: person for person in found or () if person}
        self.show()

    def _at(self, box: str) -> Waiting | None:
        """The description of a draft that has a place to go to; otherwise None."""
        session = self.session
        found = waiting(box, session.people, self._people.get, session.drafts.texts)
        return found if found and found.how and not found.gone else None

    def _rows(self, box: str, each: Waiting) -> Iterator[Row]:
        session, today = self.session, self.session.today()
        at = session.drafts.taken_over.get(box)
        when = f"{day_words(at.date(), today)} {at:%H:%M}" if at else "now"
        gone = ("gone, ", "$soon") if each.gone else ""
        title = line(" ", plain(waits(box, each), "bold $heading"))
        yield Row(f"0 {box}", title, right=line(gone, (when, "$quiet")))
        if self.holds_back:
            yield Row(None, line("   ", (_HIDDEN, "$quiet")))
        else:
            text = shown_text(box, session.drafts.get(box))
            for number, words in enumerate(text.split("\n"), 1):
                yield Row(f"{number} {box}", line("   ", words), wrap=_INDENT)
            if base := session.drafts.base(box):
                first = base.split("\n", 1)[0]
                yield Row(
                    None, line("   ", ("typed when it read: ", "$quiet"), first), wrap=_INDENT
                )
        yield gap()
