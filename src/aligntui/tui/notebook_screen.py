"""Base of the screens that show the notebook."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, cast

from textual import work
from textual.binding import Binding, BindingType

from aligntui.tui.base import AlignScreen
from aligntui.tui.opening import shows
from aligntui.tui.widgets.prompt import TextBox

if TYPE_CHECKING:
    from aligntui.domain.identity import Handle, PersonId
    from aligntui.domain.person import Change
    from aligntui.store.port import Within
    from aligntui.tui.app import AlignApp
    from aligntui.tui.session import Session


class NotebookScreen(AlignScreen):
    """A screen that shows people and follows changes to them."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("u,ctrl+underscore", "undo", "undo", id="notebook.undo", show=False,
                tooltip="Undo the last change, also from earlier sessions."),
        Binding("ctrl+r", "redo", "redo", id="notebook.redo", show=False,
                tooltip="Redo the last undo."),
        Binding("f3", "drafts", "drafts", id="notebook.drafts", show=False,
                tooltip="List all you typed that waits: read it, go to it, copy it or drop it."),
        Binding("full_stop,f6", "hide", "hide private", id="notebook.hide", show=False,
                tooltip="Hide everything private, or show it again; f6 does it inside a box."),
    ]  # fmt: skip

    @property
    def session(self) -> Session:
        """The notebook, which carries out commands."""
        return cast("AlignApp", self.app).session

    def on_mount(self) -> None:
        """Follow every change from now on."""
        self.session.changed.subscribe(self, self._changed)
        self.session.hidden.subscribe(self, self._hidden, immediate=True)
        self.show()

    def on_screen_resume(self) -> None:
        """Catch up with changes made while another screen was in front."""
        self.show()

    def show(self) -> None:
        """Show everything as it is now."""
        self.title_row.show(saved=self.session.state_words)

    def follow(self, change: Change | None) -> None:
        """Show a kept change; None means any."""
        self.show()

    @property
    def movable(self) -> tuple[PersonId, Handle] | None:
        """The record under the cursor, with its person, if it can be moved elsewhere."""
        return None

    @work
    async def action_elsewhere(self) -> None:
        """Move the record under the cursor to where it belongs."""
        if movable := self.movable:
            from aligntui.tui.person_prompts import move_elsewhere

            await move_elsewhere(self, *movable)

    def action_drafts(self) -> None:
        """List everything typed that waits."""
        if not shows(self, "drafts"):
            self.open("drafts")

    @work
    async def action_undo(self) -> None:
        """Undo the last change, and show what it was about."""
        if change := await self.session.undo(self.within):
            self.reveal(change)

    @work
    async def action_redo(self) -> None:
        """Redo the last undo, and show what it is about."""
        if change := await self.session.redo(self.within):
            self.reveal(change)

    @property
    def within(self) -> Within | None:
        """The changes that undo and redo may touch here; None for all."""
        return None

    def reveal(self, change: Change) -> None:
        """Put the cursor on the subject of a change, if it is shown here."""

    async def ask_filter(self, box: str, before: str) -> str:
        """Ask for filter words; if the line is left, the previous ones stay."""
        hidden = self.holds_back
        if hidden:
            self.session.drafts.clear(box)  # search words are typed again in no time
        text = await self.ask("Filter:", box=box, initial=before)
        if text is None:
            # f6 closed the line
            return before if hidden or not self.holds_back else ""
        return text.strip()

    def forget_words(self) -> None:
        """Drop search words: they may be as private as what is hidden now."""

    @property
    def holds_back(self) -> bool:
        """True while private things are hidden: typed text may be private too."""
        return self.session.private_hidden

    async def action_hide(self) -> None:
        """Hide everything private; a second time shows it, unless text is being typed.

        A line being typed is closed, and kept.
        """
        # whoever hides in mid-word is being watched: never show anything then
        typing = self.focused is not None and isinstance(self.focused, TextBox)
        hide = typing or not self.session.private_hidden
        self.message_row.leave()
        self.session.hide_private(hide)
        self.tell("Private lines are hidden" if hide else "Private lines are shown")

    def _changed(self, change: Change | None) -> None:
        # a screen below catches up when it comes to the front
        if self.app.screen is self:
            self.follow(change)

    def _hidden(self, hide: bool) -> None:
        if self in self.app.screen_stack:
            if hide:
                self.forget_words()
            self.show()
