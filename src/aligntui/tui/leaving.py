"""Share a text exactly as it is shown: copied, written to a file, or edited before."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from aligntui.domain.errors import Refused
from aligntui.domain.naming import folded
from aligntui.outgoing import Place, put
from aligntui.tui.aside import places
from aligntui.tui.base import if_words
from aligntui.tui.clipboard import copy
from aligntui.tui.part import Part, in_worker
from aligntui.tui.widgets.note_box import Covered, NoteBox

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable
    from datetime import date

    from aligntui.tui.notebook_screen import NotebookScreen

OUT = frozenset({"copy", "write", "editor", "edit"})
"""Actions that need the text to be visible."""


def withheld_rows() -> Covered:
    """The placeholder for an edited text that is off the screen."""
    return Covered("Your changes are kept and hidden now", id="withheld")


class Leaving(Part):
    """The keys that share the text of a screen with a box."""

    judged = OUT

    def __init__(
        self,
        screen: NotebookScreen,
        kind: str,
        *,
        text: Callable[[], str],
        changed: Callable[[], bool],
        of: Callable[[], date | None],
        first: Callable[[], Awaitable[bool]] | None = None,
    ) -> None:
        """`kind` and `of`, a day, stand in the file's name; `changed` by hand may be private.

        `first` is done before the text leaves; where it fails, nothing leaves.
        """
        super().__init__(screen)
        self._kind = kind
        self._text = text
        self._changed = changed
        self._of = of
        self._first = first
        self.went = ""
        """The text that was last copied or written."""

    @property
    def withheld(self) -> bool:
        """True when the text is off the screen: words typed into it may be private."""
        return self._changed() and self.screen.holds_back

    def withhold(self) -> None:
        """Take an edited text off the screen, or show it again."""
        screen, withheld = self.screen, self.withheld
        box, instead = screen.query_one(NoteBox), screen.query_one(Covered)
        was_in_box, was_covered = box.has_focus, instead.has_focus
        screen.set_class(withheld, "-withheld")
        if withheld:
            instead.swallows = was_in_box or (was_covered and instead.swallows)
            instead.focus()
        elif was_covered and instead.swallows:
            instead.uncover(box)
        elif was_covered and box.leave_to:
            box.leave_to.focus()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Dim the ways to share a text that is not visible."""
        return None if self.screen.is_mounted and self.withheld else True

    def reason(self, action: str) -> str:
        """Say why a key can't act now."""
        hidden = action in OUT and self.withheld
        return "Your changes are hidden now: . shows them" if hidden else ""

    @in_worker
    async def action_copy(self) -> None:
        """Copy the text, and report only what is certain."""
        if self._first and not await self._first():
            return
        text, app = self._text(), self.session.app
        sent = await copy(app, text, list(places(app.plain_state)))
        self.went = text if sent.known else self.went
        (self.screen.tell if sent.known else self.screen.warn)(sent.words)

    @in_worker
    async def action_write(self) -> None:
        """Write the text to a new file."""
        screen, text, store = self.screen, self._text(), self.session.app.store_path

        async def keep(name: str) -> bool:
            if self._first and not await self._first():
                return False
            try:
                path = put(name.strip(), text.encode("utf-8", "replace"), Place(store))
            except Refused as refusal:
                # a whole path would leave no room for the error
                screen.warn(str(refusal).replace(name, os.path.basename(name) or name, 1))
                return False
            self.went = text
            screen.tell(f"Written to {path}")
            return True

        box = f"{self._kind}:file:{screen.person_id}"
        await screen.ask("Write to:", box=box, initial=self._usual_name, keep=if_words(keep))

    def action_editor(self) -> None:
        """Edit the text in the user's editor; the result comes back into the box."""
        self.screen.query_one(NoteBox).action_external()

    @property
    def _usual_name(self) -> str:
        person, day = self.screen.person, self._of()
        who = "-".join(folded(person.name).split()) if person else "somebody"
        on = f"-{day}" if day else ""
        return f"~/{self._kind}-{''.join(c for c in who if c.isalnum() or c == '-')}{on}.md"
