"""Base of the screens that show the notebook."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, cast

from textual import work
from textual.binding import Binding, BindingType

from aligntui.domain.naming import called
from aligntui.tui.base import AlignScreen, Read
from aligntui.tui.widgets.prompt import TextBox

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date

    from aligntui.domain.identity import Handle, PersonId
    from aligntui.domain.overview import Overview
    from aligntui.domain.person import Change, Person
    from aligntui.store.port import Within
    from aligntui.tui.notebook_app import NotebookApp


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
    def notebook_app(self) -> NotebookApp:
        """The app, which carries out commands."""
        return cast("NotebookApp", self.app)

    def on_mount(self) -> None:
        """Follow every change from now on."""
        self.notebook_app.changed.subscribe(self, self._changed)
        self.watch(self.app, "private_hidden", self._hidden, init=False)
        self.show()

    def on_screen_resume(self) -> None:
        """Catch up with changes made while another screen was in front."""
        self.show()

    def show(self) -> None:
        """Show everything as it is now."""
        app = self.notebook_app
        self.title_row.show(saved=app.state_words)

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
        from aligntui.tui.screens.drafts import DraftsScreen

        if not isinstance(self, DraftsScreen):
            self.app.push_screen(DraftsScreen())

    @work
    async def action_undo(self) -> None:
        """Undo the last change, and show what it was about."""
        if change := await self.notebook_app.undo(self.within):
            self.reveal(change)

    @work
    async def action_redo(self) -> None:
        """Redo the last undo, and show what it is about."""
        if change := await self.notebook_app.redo(self.within):
            self.reveal(change)

    @property
    def within(self) -> Within | None:
        """The changes that undo and redo may touch here; None for all."""
        return None

    def reveal(self, change: Change) -> None:
        """Put the cursor on the subject of a change, if it is shown here."""

    def called(self, person: Overview | Person) -> str:
        """A person's first name, or the full name where the first is ambiguous."""
        return called(person.name, (each.name for each in self.notebook_app.people))

    def read_with(self, read: Callable[[str, date], Read]) -> Callable[[str], Read]:
        """Turn a parser that needs today into one that doesn't."""
        return lambda typed: read(typed, self.notebook_app.today())

    async def ask_filter(self, box: str, before: str) -> str:
        """Ask for filter words; if the line is left, the previous ones stay."""
        hidden = self.holds_back
        if hidden:
            self.notebook_app.drafts.clear(box)  # search words are typed again in no time
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
        return self.notebook_app.private_hidden

    async def action_hide(self) -> None:
        """Hide everything private; a second time shows it, unless text is being typed.

        A line being typed is closed, and kept.
        """
        app = self.notebook_app
        # whoever hides in mid-word is being watched: never show anything then
        typing = isinstance(self.focused, TextBox)
        self.message_row.leave()
        app.private_hidden = typing or not app.private_hidden
        self.tell("Private lines are hidden" if app.private_hidden else "Private lines are shown")

    def _changed(self, change: Change | None) -> None:
        # a screen below catches up when it comes to the front
        if self.app.screen is self:
            self.follow(change)

    def _hidden(self) -> None:
        if self in self.app.screen_stack:
            if self.holds_back:
                self.forget_words()
            self.show()
