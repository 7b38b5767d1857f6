"""The four sections to edit, wherever they are shown: lines, their fields, marks and promises."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Final, cast

from textual import on, work
from textual.containers import Container
from textual.content import Content

from aligntui.domain.commands.agreement import Agree, ResyncSections
from aligntui.domain.commands.follow_up import EndKept
from aligntui.domain.commands.items import EditItem, MoveItem
from aligntui.domain.commands.moving import MOVABLE
from aligntui.domain.details import Details, next_state
from aligntui.domain.guard import too_close
from aligntui.domain.identity import Handle, letter_of
from aligntui.domain.notes import End
from aligntui.domain.section import Section
from aligntui.domain.stance import Party
from aligntui.text.summaries import resynced_words
from aligntui.tui import lines, marked_lines, promises
from aligntui.tui.prompts import loosened
from aligntui.tui.widgets.actions_panel import ActionsPanel
from aligntui.tui.widgets.plain import plain
from aligntui.tui.widgets.rows import Rows
from aligntui.tui.widgets.section_panel import SectionPanel

if TYPE_CHECKING:
    from aligntui.domain.item import Item
    from aligntui.domain.person import Change
    from aligntui.text.form import FormField
    from aligntui.tui.notebook_screen import NotebookScreen
    from aligntui.tui.part import Movable

FOR_ALL: Final = frozenset({"agree", "close", "private", "section"})
"""Actions that apply to all marked lines."""
OF_KEPT: Final = frozenset({"edit", "fields", "private", "life"})
"""Actions also on a promise, a point, feedback or a note."""
FOR_ONE: Final = frozenset(
    {"differ", "differ_mine", "state", "move", "edit", "fields", "mark", "happened", "life"}
)
"""Actions on the line under the cursor."""
NO_LINE: Final = "No line is selected: 1 to 4 go to a section, where a adds one"

_PANES: Final = {
    **{each.letter: each.value for each in Section},
    "A": "actions",
    **dict.fromkeys("BTNW", "waiting"),
}


def place_of(at: Handle | Section) -> str:
    """The id of the pane that shows a record or section, or ""."""
    return _PANES.get(at.letter if isinstance(at, Section) else letter_of(at), "")


class SectionEditor(Container):
    """Holds the panels of a screen about one person, and turns keys on them into commands."""

    judged = FOR_ONE | FOR_ALL | {"add", "resync"}

    def __init__(
        self,
        page: NotebookScreen,
        *,
        standing: Callable[[], Content] = Content,
        id: str | None = None,  # noqa: A002
        classes: str | None = None,
    ) -> None:
        """`standing` gives the text of the message row while nothing is marked."""
        super().__init__(id=id, classes=classes)
        self.page = page
        self._standing = standing

    @property
    def panels(self) -> list[SectionPanel]:
        """The sections."""
        return list(self.query(SectionPanel))

    @property
    def panel(self) -> SectionPanel | None:
        """The section in focus."""
        return self.page.focused if isinstance(self.page.focused, SectionPanel) else None

    @property
    def item(self) -> Item | None:
        """The line under the cursor."""
        return panel.item if (panel := self.panel) else None

    @property
    def stands_on(self) -> Handle | None:
        """The line or the promise under the cursor."""
        if isinstance(self.page.focused, ActionsPanel):
            return self.page.focused.promise
        return self.item.handle if self.item else None

    @property
    def marked(self) -> tuple[Item, ...]:
        """The marked lines."""
        return tuple(item for panel in self.panels for item in panel.marked)

    @property
    def meant(self) -> tuple[Item, ...]:
        """The marked lines, otherwise the one under the cursor."""
        return self.marked or ((self.item,) if self.item else ())

    @property
    def movable(self) -> Movable | None:
        """The promise under the cursor."""
        movable = self.stands_on and letter_of(self.stands_on) in MOVABLE
        return (self.page.person_id, self.stands_on) if self.stands_on and movable else None

    def reason(self, action: str) -> str:
        """Say that a key needs a section, a line, or another kind of line."""
        item = self.item
        if action in ("add", "resync"):
            promises = action == "add" and isinstance(self.page.focused, ActionsPanel)
            return "" if self.panel or promises else "No section is in focus: 1 to 4 go to one"
        if action == "state" and item:
            return "" if next_state(item.now.details) else "A focus has no state; D closes it"
        if action == "happened" and item and item.section is Section.FOCUS:
            return "Only an expectation is missed; a focus is closed or reworded"
        if item or (action in FOR_ALL and self.meant):
            return ""
        kept = action in OF_KEPT and not self.meant and self.page.kept
        if kept or (action == "section" and self.page.movable):
            return ""
        return NO_LINE

    # -- marks -----------------------------------------------------------------------------

    def action_mark(self) -> None:
        """Mark the line under the cursor, or unmark it."""
        if self.panel:
            self.panel.mark()
            self.say_marked()

    def say_marked(self) -> None:
        """Show how many lines are marked, and the keys that act on them."""
        count = len(self.marked)
        said = f"{count} marked: = agree, P private, D close, > move; esc unmarks"
        self.page.message_row.stand(plain(said, "$mark") if count else self._standing())
        self.page.refresh_bindings()

    def unmark(self) -> bool:
        """Remove all marks; True when there were any."""
        if not self.marked:
            return False
        for panel in self.panels:
            panel.unmark()
        self.say_marked()
        return True

    def step_back(self) -> bool:
        """Close the fields, otherwise remove the marks; False where there is neither."""
        closed = [panel.close_fields() for panel in self.panels]
        return any(closed) or self.unmark()

    @work
    async def action_agree(self) -> None:
        """Record that both agree on the lines."""
        if items := self.meant:
            agree = Agree(
                person=self.page.person_id,
                handles=tuple(item.handle for item in items),
                seen=tuple(item.text for item in items),
                on=self.page.day,
            )
            if await self.page.session.do(agree):
                self.unmark()

    @work
    async def action_private(self) -> None:
        """Make the lines private, or share them if all of them are private."""
        if items := self.meant:
            await marked_lines.hide(self.page, items, then=self.unmark)
        else:
            self.page.action_hide_kept()

    @work
    async def action_close(self) -> None:
        """Close the lines with one outcome."""
        if items := self.meant:
            change = await marked_lines.close(self.page, items, then=self.unmark)
            await lines.went_off(self.page, change)

    @work
    async def action_section(self) -> None:
        """Move lines to another section, or anything else to another person."""
        if items := self.meant:
            change = await marked_lines.to_section(self.page, items, then=self.unmark)
            await lines.went_off(self.page, change)
        elif self.page.movable:
            self.page.action_elsewhere()

    # -- fields ----------------------------------------------------------------------------

    def action_fields(self) -> None:
        """Open a line's fields at the first one, or close them."""
        panel = self.panel
        if panel and not panel.close_fields():
            panel.open_fields()
            if panel.field and not panel.field.options:
                self.write_field()
        elif not panel:
            self.page.action_change()

    @work
    async def write_field(self) -> None:
        """Edit the field under the cursor."""
        panel, item = self.panel, self.item
        field = panel.field if panel else None
        if panel and item and field:
            change: Change | None = None

            async def keep(text: str) -> object:
                nonlocal change
                change = await self._fill(panel, item, field, text)
                return change

            await self.page.ask(
                f"{item.handle} {field.label}:",
                box=f"field:{field.name}:{item.uid}:{self.page.person_id}",
                initial=field.value,
                suggestions=[option.words for option in field.options if option.words],
                check=field.complaint,
                keep=keep,
            )
            await lines.went_off(self.page, change)

    @on(SectionPanel.Picked)
    @work
    async def pick(self, event: SectionPanel.Picked) -> None:
        """Set a field to one of its known values."""
        panel = event.panel
        if panel.item and panel.field:
            change = await self._fill(panel, panel.item, panel.field, event.words)
            await lines.went_off(self.page, change)

    async def _fill(
        self, panel: SectionPanel, item: Item, field: FormField, text: str
    ) -> Change | None:
        answer, page = field.read(text), self.page
        if isinstance(answer, bool):
            mark = EditItem(
                person=page.person_id, handle=item.handle, not_for_review=answer, on=page.day
            )
            change = await page.session.do(mark)
        else:
            change = await lines.change_details(page, item, cast("Details", answer), field.name)
        if change:
            panel.next_field()
        return change

    @work
    async def action_state(self) -> None:
        """Advance the line under the cursor to its next state."""
        item, page = self.item, self.page
        if item and (details := next_state(item.now.details)):
            await lines.went_off(page, await lines.change_details(page, item, details, "state"))

    # -- lines -----------------------------------------------------------------------------

    @work
    async def action_add(self) -> None:
        """Ask for promises, or for lines of the section in focus, and add them."""
        if isinstance(self.page.focused, ActionsPanel):
            await promises.add_promises(self.page)
        elif self.panel:
            mine = bool(self.item and self.item.now.of_me)
            await lines.add_lines(self.page, self.panel.section, of_me=mine)

    @on(Rows.Chosen)
    def _edit_chosen(self, event: Rows.Chosen) -> None:
        """Edit whatever is under the cursor: a field, a line or a promise."""
        if isinstance(event.rows, SectionPanel) and event.rows.field:
            self.write_field()
        elif isinstance(event.rows, SectionPanel | ActionsPanel):
            self.action_edit()

    @on(ActionsPanel.Ended)
    @work
    async def end_promise(self, event: ActionsPanel.Ended) -> None:
        """Record that a promise is kept, or ask why it won't be."""
        page, handle = self.page, event.handle
        if event.end is End.DROPPED:
            await promises.drop_promise(page, handle)
        else:
            done = EndKept(person=page.person_id, handle=handle, end=event.end, on=page.day)
            await page.session.do(done, f"{handle} is done")

    @work
    async def action_edit(self) -> None:
        """Reword a line, or change a promise, a point, feedback or a note."""
        if item := self.item:
            await lines.reword(self.page, item)
        else:
            self.page.action_change()

    @work
    async def action_happened(self) -> None:
        """Record a miss with its feedback, or evidence; for a risk its mitigation."""
        if item := self.item:
            await lines.say_what_happened(self.page, item)

    @work
    async def action_differ(self) -> None:
        """Ask how they differ on a line."""
        if item := self.item:
            await lines.differ(self.page, item, Party.THEM)

    @work
    async def action_differ_mine(self) -> None:
        """Ask how you differ on a line."""
        if item := self.item:
            await lines.differ(self.page, item, Party.ME)

    @work
    async def action_move(self, down: int) -> None:
        """Move a line up or down in its section."""
        if item := self.item:
            page = self.page
            move = MoveItem(person=page.person_id, handle=item.handle, down=bool(down), on=page.day)
            await page.session.do(move)

    @work
    async def action_resync(self) -> None:
        """Record that both went through this section and it still holds."""
        if not (panel := self.panel):
            return
        page, sections = self.page, frozenset({panel.section})
        change = await page.session.do(
            ResyncSections(person=page.person_id, sections=sections, on=page.day)
        )
        if change and change.before and change.after:
            before, after = page.seen(change.before), page.seen(change.after)
            said = resynced_words(before, after, panel.section)
            page.session.say_kept(f"{panel.section.title}: {said}")
            await loosened(page, page.session, page.person_id, too_close(change.after, page.day))
