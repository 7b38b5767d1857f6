"""Base of the screens that show the notebook."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date
from typing import TYPE_CHECKING, Any, ClassVar, cast

from textual import on, work
from textual.binding import Binding, BindingType

from aligntui.text import words
from aligntui.tui.base import AlignScreen
from aligntui.tui.opening import shows
from aligntui.tui.part import HIDDEN, Movable
from aligntui.tui.widgets.plain import plain
from aligntui.tui.widgets.prompt import TextBox
from aligntui.tui.widgets.rows import Page, Rows

if TYPE_CHECKING:
    from textual.content import Content
    from textual.widget import Widget

    from aligntui.domain.identity import Handle, PersonId
    from aligntui.domain.line_kinds import Known
    from aligntui.domain.person import Change, Person
    from aligntui.domain.section import Section
    from aligntui.store.durable import Within
    from aligntui.tui.app import AlignApp
    from aligntui.tui.session import Session


class NotebookScreen(AlignScreen):
    """A screen that shows people, or one person, and follows changes to them.

    The team is one, too: what only a person's page needs is loaded on demand.
    What it does not do itself, its parts do: an action is looked for in the screen, then in each.
    """

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

    parts: tuple[Any, ...] = ()
    """Each a `Part`, or a widget with the methods of one; set by `hold`."""

    def __init__(self, person: PersonId | None = None) -> None:
        super().__init__()
        self.whose_page = person
        self.person: Person | None = None
        """The one person that this is about, as last read."""
        self._was_shown = False

    def hold(self, *parts: Any) -> None:
        """Give keys to parts; what this screen can do itself, it does itself."""
        self.parts = parts
        for part in parts:
            for name in dir(part):
                if name.startswith("action_") and not hasattr(self, name):
                    setattr(self, name, getattr(part, name))

    def compose_content(self) -> Iterable[Widget]:
        """A list that is only read, where a screen has nothing else."""
        yield Page(Rows(opens=False))

    @property
    def session(self) -> Session:
        """The notebook, which carries out commands."""
        return cast("AlignApp", self.app).session

    @property
    def person_id(self) -> PersonId:
        """The one person that this is about."""
        assert self.whose_page is not None
        return self.whose_page

    def on_mount(self) -> None:
        """Follow every change from now on."""
        self.session.changed.subscribe(self, self._changed)
        self.session.hidden.subscribe(self, self._hidden, immediate=True)
        self.show()

    def on_screen_resume(self) -> None:
        """Catch up with changes made while another screen was in front."""
        if self._was_shown:
            self.show()
        self._was_shown = True

    def show(self) -> None:
        """Show everything as it is now; one person is read first."""
        self.title_row.show(saved=self.session.state_words(self.whose_page))
        if self.whose_page is not None:
            self._read()

    def follow(self, change: Change | None) -> None:
        """Show a kept change, if it concerns this screen; None means any."""
        one = self.whose_page
        if one is None or change is None:
            self.show()
        elif change.person == one and change.after:
            self.workers.cancel_group(self, "read")
            self.take(change.after)
        elif one in change.people:
            self.show()

    @on(Rows.Highlighted)
    def look_at_row(self) -> None:
        """Dim the keys that can't act on the row under the cursor."""
        self.refresh_bindings()

    # -- keys ------------------------------------------------------------------------------

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Dim what there is a reason against, and leave out what is `HIDDEN`."""
        said = self.reason(action)
        return None if said and said != HIDDEN else not said

    def reason(self, action: str) -> str:
        """Say why a key can't act now."""
        for part in self.parts:
            if action in part.judged and (said := part.reason(action)):
                return str(said)
        return ""

    @property
    def movable(self) -> Movable | None:
        """The record under the cursor, with its person, if it can be moved elsewhere."""
        return next((found for part in self.parts if (found := part.movable)), None)

    @property
    def about_whom(self) -> PersonId | None:
        """Whose screen it is, or whom the record under the cursor is about."""
        return self.whose_page or (self.movable or (None,))[0]

    @property
    def kept(self) -> Movable | None:
        """The promise, point, feedback or note under the cursor: what is no line of a section."""
        found = self.movable
        return found if found and found[1] and found[1][0] in "ABNT" else None

    def action_life(self) -> None:
        """Show the full history of what is under the cursor."""
        if at := self.stands_on or (self.kept and self.kept[1]):
            self.open("life", self.person_id, at)

    @work
    async def action_elsewhere(self) -> None:
        """Move the record under the cursor to where it belongs."""
        if movable := self.movable:
            from aligntui.tui.prompts import move_elsewhere

            await move_elsewhere(self, self.session, *movable)

    @work
    async def action_change(self) -> None:
        """Open the promise, point, feedback or note under the cursor for changing."""
        if self.kept:
            from aligntui.tui.promises import change_kept

            await change_kept(self, *self.kept)

    @work
    async def action_hide_kept(self) -> None:
        """Make the promise, point, feedback or note under the cursor private, or share it."""
        if self.kept:
            from aligntui.tui.promises import hide_kept

            await hide_kept(self, *self.kept)

    def action_drafts(self) -> None:
        """List everything typed that waits."""
        if not shows(self, "drafts"):
            self.open("drafts")

    @work
    async def action_undo(self) -> None:
        """Undo the last change, and show what it was about."""
        if change := await self.session.undo(self.within):
            self._put_back(change)

    @work
    async def action_redo(self) -> None:
        """Redo the last undo, and show what it is about."""
        if change := await self.session.redo(self.within):
            self._put_back(change)

    def _put_back(self, change: Change) -> None:
        """Show what was undone or redone; the cursor leaves its list only for what is out of sight.

        In another list the next key would mean another kind of line.
        """
        if change.person == self.whose_page and change.after and self.is_attached:
            self.take(change.after)
            lists = [(rows, at) for rows in self.query(Rows) for at in change.touched]
            found = [each for each in lists if each[0].holds(each[1])]
            here = any(rows is self.focused for rows, _ in found)
            if not here and any(rows.in_sight(at) for rows, at in found):
                return
        self.reveal(change)

    @property
    def within(self) -> Within | None:
        """The changes that undo and redo may touch here; None for all."""
        return None

    # -- one person ------------------------------------------------------------------------

    def show_person(self, person: Person) -> None:
        """Show the person as they are now."""

    def take(self, person: Person) -> None:
        """Take `person` as the present state, and show it."""
        self.person = person
        self.show_person(person)
        self.refresh_bindings()

    def seen(self, person: Person) -> Person:
        """The person as they may be shown now."""
        from aligntui.domain.privacy import shared

        return shared(person) if self.session.private_hidden else person

    def status(self, person: Person) -> Content:
        """The state of the next check-in, and the day of the last one."""
        today = self.session.today()
        last = person.last_check_in
        stands = self.session.glance(person).due(today)
        said = words.late(stands, today)
        if last:
            said = f"{said}, last check-in {words.day_words(last.on, today)}"
        return plain(said, "$late" if stands.days_late > 0 else "$quiet")

    @property
    def day(self) -> date:
        """The day on which actions of this screen take effect."""
        return self.session.today()

    @property
    def namable(self) -> Known:
        """The names and handles that a line typed here may use."""
        from aligntui.domain.line_kinds import Known, known

        others = [each.name for each in self.session.people if each.id != self.person_id]
        hide = self.session.private_hidden
        return known(self.person, others, hide=hide) if self.person else Known()

    @property
    def typed(self) -> bool:
        """True when text here has not been kept yet."""
        return False

    @property
    def stands_on(self) -> Handle | None:
        """The handle under the cursor."""
        return None

    def arrive(self, at: Handle | Section) -> bool:
        """Put the cursor on a record or into a section; True when it has a place here."""
        return False

    def take_text(self, text: str) -> bool:
        """Take a line into a box that stands on this screen; True where there is one."""
        return False

    def reveal(self, change: Change) -> None:
        """Show the changed person, with the cursor on what was changed.

        While the user types the focus stays where it is: the next letters would be keys.
        """
        if change.person != self.whose_page or change.after is None or not self.is_attached:
            return
        self.take(change.after)
        typing = isinstance(self.focused, TextBox)
        if typing:
            any(rows.move_to(at) for at in change.touched for rows in self.query(Rows))
        elif self.stands_on not in change.touched:
            any(self.arrive(at) for at in change.touched)

    @work(group="read", exclusive=True)
    async def _read(self) -> None:
        found = await self.session.read(lambda notebook: (notebook.find(self.person_id),))
        if found is None or self not in self.app.screen_stack:
            return
        if found[0] is not None:
            self.take(found[0])
        else:
            self._gone()

    def _gone(self) -> None:
        """Leave a person who was removed from the store, unless something is being typed."""
        if self.app.screen is not self or self.message_row.asking or self.typed:
            self.title_row.show(status=plain("no longer in the store", "$late"))
        else:
            name = self.person.name if self.person else "This person"
            self.leave_screen()
            self.session.speak("warning", f"{name} is no longer in the store")

    # -- what is private -------------------------------------------------------------------

    async def ask_filter(self, box: str, before: str, look: Callable[[str], object]) -> str:
        """Ask for filter words; if the line is left, the previous ones stay."""
        hidden = self.holds_back
        text = await self.ask_words("Filter:", box, before, look)
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

    def show_again(self) -> None:
        """Show what is private."""
        self.session.hide_private(False)

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
