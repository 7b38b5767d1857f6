"""Edit the fields of a line; each answer is kept at once."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from textual import on, work

from aligntui.domain.commands.items import EditItem
from aligntui.domain.details import next_state
from aligntui.domain.merge import also_changed
from aligntui.text.meanwhile import also_words
from aligntui.tui.marked_screen import MarkedScreen
from aligntui.tui.widgets.section_panel import SectionPanel

if TYPE_CHECKING:
    from aligntui.domain.change import Change
    from aligntui.domain.details import Details
    from aligntui.domain.item import Item
    from aligntui.text.form import Field


class FieldsScreen(MarkedScreen):
    """Open the fields of the line under the cursor, and edit one at a time."""

    def action_fields(self) -> None:
        """Open a line's fields at the first one, or close them."""
        panel = self.panel
        if panel and not panel.close_fields():
            panel.open_fields()
            if panel.field and not panel.field.options:
                self.write_field()

    @work
    async def write_field(self) -> None:
        """Edit the field under the cursor."""
        panel, item = self.panel, self.item
        field = panel.field if panel else None
        if panel and item and field:

            async def keep(text: str) -> object:
                return await self._fill(panel, item, field, text)

            await self.ask(
                f"{item.handle} {field.label}:",
                box=f"field:{field.name}:{item.uid}:{self.person_id}",
                initial=field.value,
                suggestions=[option.words for option in field.options if option.words],
                check=field.complaint,
                keep=keep,
            )

    @on(SectionPanel.Picked)
    def _picked(self, event: SectionPanel.Picked) -> None:
        if event.panel.item and event.panel.field:
            self.pick(event.panel, event.panel.item, event.panel.field, event.words)

    @work
    async def pick(self, panel: SectionPanel, item: Item, field: Field, words: str) -> None:
        """Set a field to one of its known values."""
        await self._fill(panel, item, field, words)

    async def _fill(
        self, panel: SectionPanel, item: Item, field: Field, text: str
    ) -> Change | None:
        answer = field.read(text)
        if isinstance(answer, bool):
            mark = EditItem(
                person=self.person_id, handle=item.handle, not_for_review=answer, on=self.day
            )
            change = await self.notebook_app.do(mark)
        else:
            change = await self._edit(item, cast("Details", answer), field.name)
        if change:
            panel.next_field()
        return change

    def action_state(self) -> None:
        """Advance a line to its next state."""
        self.advance()

    @work
    async def advance(self) -> None:
        """Advance the line under the cursor to its next state."""
        item = self.item
        details = next_state(item.now.details) if item else None
        if item and details:
            await self._edit(item, details, "health", "pursuit", "risk_state")

    async def _edit(self, item: Item, details: Details, *edited: str) -> Change | None:
        """Replace the details that were seen with new ones."""
        edit = EditItem(
            person=self.person_id,
            handle=item.handle,
            details=details,
            instead_of=item.now.details,
            on=self.day,
        )
        change = await self.notebook_app.do(edit)
        self._tell_also(item, change, *edited)
        return change

    def _tell_also(self, item: Item, change: Change | None, *edited: str) -> None:
        """Report in one line the fields that another window changed in the same item meanwhile."""
        if change is None or change.before is None:
            return
        now = change.before.item(item.handle).now
        changed = also_changed(item.now, now, but=frozenset(edited))
        if words := also_words(item.handle, changed, hide=self.holds_back):
            self.tell(words)
