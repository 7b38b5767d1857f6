"""Base of the screens that share a text: copied, or written to a file."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, ClassVar

from textual import work

from aligntui.domain.errors import Refused
from aligntui.domain.naming import folded
from aligntui.outgoing import Place, put
from aligntui.tui.base import if_words
from aligntui.tui.clipboard import copy
from aligntui.tui.editor import places
from aligntui.tui.personal_screen import PersonalScreen
from aligntui.tui.widgets.note_box import NoteBox
from aligntui.tui.widgets.row import detail
from aligntui.tui.widgets.rows import Rows

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from textual.widget import Widget

WITHHELD = "  Your changes are kept and hidden now: . shows them"


class LeavingScreen(PersonalScreen):
    """A text shared exactly as shown, and only on request."""

    DEFAULT_CSS = """
    LeavingScreen {
        #withheld { display: none; height: 1fr; }
        &.-withheld #withheld { display: block; }
        &.-withheld #text, &.-withheld NoteBox { display: none; }
    }
    """

    KIND = ""
    """The kind of text, as a file name begins with it."""

    OUT: ClassVar = frozenset({"copy", "write", "editor", "edit"})
    """Actions that need the text to be visible."""

    went: str = ""
    """The text that was last copied or written."""

    @property
    def leaves(self) -> str:
        """The text to share."""
        return self.query_one(NoteBox).text

    @property
    def changed(self) -> bool:
        """True when the text was edited by hand."""
        return False

    @property
    def withheld(self) -> bool:
        """True when the text is off the screen: words typed into it may be private."""
        return self.changed and self.holds_back

    @property
    def of(self) -> date | None:
        """The day in a file's name."""
        return None

    def compose_withheld(self) -> Iterable[Widget]:
        """The placeholder for a text that is off the screen."""
        yield Rows([detail(WITHHELD)], id="withheld", opens=False)

    def withhold(self) -> None:
        """Take an edited text off the screen, or show it again."""
        box, instead = self.query_one(NoteBox), self.query_one("#withheld")
        if self.withheld and box.has_focus:
            box.action_leave()
        self.set_class(self.withheld, "-withheld")
        if self.withheld:
            instead.focus()
        elif instead.has_focus and box.leave_to:
            box.leave_to.focus()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Dim the ways to share a text that is not visible."""
        if action in self.OUT and self.is_mounted and self.withheld:
            return None
        return super().check_action(action, parameters)

    def reason(self, action: str) -> str:
        """Say why a key can't act now."""
        if action in self.OUT and self.withheld:
            return "Your changes are hidden now: . shows them"
        return super().reason(action)

    @work
    async def action_copy(self) -> None:
        """Copy the text, and report only what is certain."""
        text, state = self.leaves, self.session.app.plain_state
        sent = await copy(self.app, text, list(places(state)))
        self.went = text if sent.known else self.went
        (self.tell if sent.known else self.warn)(sent.words)

    @work
    async def action_write(self) -> None:
        """Write the text to a new file."""
        box = f"{self.KIND}:file:{self.person_id}"
        text, store = self.leaves, self.session.app.store_path

        async def keep(name: str) -> bool:
            try:
                path = put(name.strip(), text.encode("utf-8", "replace"), Place(store))
            except Refused as refusal:
                # a whole path would leave no room for the error
                self.warn(str(refusal).replace(name, os.path.basename(name) or name, 1))
                return False
            self.went = text
            self.tell(f"Written to {path}")
            return True

        await self.ask("Write to:", box=box, initial=self._usual_name, keep=if_words(keep))

    def action_editor(self) -> None:
        """Edit the text in the user's editor; the result comes back into the box."""
        self.query_one(NoteBox).action_external()

    @property
    def _usual_name(self) -> str:
        who = "-".join(folded(self.person.name).split()) if self.person else "somebody"
        on = f"-{self.of}" if self.of else ""
        return f"~/{self.KIND}-{''.join(c for c in who if c.isalnum() or c == '-')}{on}.md"
