"""Act on the line under the cursor, or on all marked lines as one change."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, cast

from textual import on, work
from textual.content import Content

from aligntui.domain.commands.agreement import Agree
from aligntui.domain.commands.command import Together
from aligntui.domain.commands.items import CloseItem, EditItem
from aligntui.domain.commands.moving import MOVABLE, MoveToSection
from aligntui.domain.details import next_state
from aligntui.domain.identity import letter_of
from aligntui.domain.item import OUTCOMES, Outcome
from aligntui.domain.merge import also_changed
from aligntui.domain.miss import threatened
from aligntui.domain.section import Section
from aligntui.text.noted import also_words
from aligntui.tui.keys import key_of
from aligntui.tui.personal_screen import PersonalScreen
from aligntui.tui.widgets.actions_panel import ActionsPanel
from aligntui.tui.widgets.item_rows import ROW_LEGEND
from aligntui.tui.widgets.plain import plain
from aligntui.tui.widgets.section_panel import SectionPanel

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from aligntui.domain.commands.command import Command
    from aligntui.domain.details import Details
    from aligntui.domain.identity import Handle, PersonId
    from aligntui.domain.item import Item
    from aligntui.domain.person import Change, Person
    from aligntui.text.form import FormField


class MarkedScreen(PersonalScreen):
    """Find the lines meant by a key, and agree on, hide, close or move them."""

    FOR_ALL: ClassVar = frozenset({"agree", "close", "private", "section"})
    """Actions that apply to all marked lines."""

    @property
    def panel(self) -> SectionPanel | None:
        """The section in focus."""
        return self.focused if isinstance(self.focused, SectionPanel) else None

    @property
    def item(self) -> Item | None:
        """The line under the cursor."""
        return self.panel.item if self.panel else None

    @property
    def stands_on(self) -> Handle | None:
        """The line or the promise under the cursor."""
        if isinstance(self.focused, ActionsPanel):
            return self.focused.promise
        return self.item.handle if self.item else None

    @property
    def meant(self) -> tuple[Item, ...]:
        """The marked lines, otherwise the one under the cursor."""
        marked = tuple(item for panel in self.query(SectionPanel) for item in panel.marked)
        return marked or ((self.item,) if self.item else ())

    @property
    def marks(self) -> Mapping[str, str]:
        """The marks of lines and promises."""
        return ROW_LEGEND

    def action_mark(self) -> None:
        """Mark the line under the cursor, or unmark it."""
        if self.panel:
            self.panel.mark()
            self.say_marked()

    @property
    def standing(self) -> Content:
        """The text of the message row while nothing is marked."""
        return Content("")

    def say_marked(self) -> None:
        """Show how many lines are marked, and the keys that act on them."""
        count = sum(len(panel.marked) for panel in self.query(SectionPanel))
        said = f"{count} marked: = agree, P private, D close, > move; esc unmarks"
        self.message_row.stand(plain(said, "$mark") if count else self.standing)
        self.refresh_bindings()

    def unmark(self) -> bool:
        """Remove all marks; True when there were any."""
        marked = [panel for panel in self.query(SectionPanel) if panel.marked]
        for panel in marked:
            panel.unmark()
        self.say_marked()
        return bool(marked)

    async def for_all(
        self,
        said: str,
        items: Iterable[Item],
        make: Callable[[Item], Command],
        words: str = "",
    ) -> Change | None:
        """Do the same to several lines as one change, which undo calls `said`."""
        items = tuple(items)
        commands = tuple(make(item) for item in items)
        named = ", ".join(item.handle for item in items)
        together = Together(person=self.person_id, commands=commands, said=f"{said} {named}")
        command = commands[0] if len(commands) == 1 else together
        change = await self.session.do(command, words)
        if change:
            self.unmark()
        return change

    @work
    async def action_agree(self) -> None:
        """Record that both agree on the lines."""
        if items := self.meant:
            agree = Agree(
                person=self.person_id,
                handles=tuple(item.handle for item in items),
                seen=tuple(item.text for item in items),
                on=self.day,
            )
            if await self.session.do(agree):
                self.unmark()

    @work
    async def action_private(self) -> None:
        """Make the lines private, or share them if all of them are private."""
        if items := self.meant:
            private = not all(item.now.private for item in items)
            person, on = self.person_id, self.day
            await self.for_all(
                "make private" if private else "share",
                items,
                lambda item: EditItem(person=person, handle=item.handle, private=private, on=on),
            )

    @work
    async def action_close(self) -> None:
        """Close the lines with one outcome."""
        if not (items := self.meant):
            return
        ends = _common_ends(items)
        choices = "  ".join(f"{number} {end}" for number, end in enumerate(ends, 1))
        named = ", ".join(item.handle for item in items)
        chosen = await self.choose(
            f"Close {named} as:  {choices}",
            "".join(str(number) for number in range(1, len(ends) + 1)),
        )
        if chosen:
            outcome = ends[int(chosen) - 1]
            person, on = self.person_id, self.day
            await self.for_all(
                "close",
                items,
                lambda item: CloseItem(person=person, handle=item.handle, outcome=outcome, on=on),
                f"{named} closed as {outcome}",
            )

    @property
    def movable(self) -> tuple[PersonId, Handle] | None:
        """The promise under the cursor, otherwise the point of a screen with points."""
        if self.stands_on and letter_of(self.stands_on) in MOVABLE:
            return self.person_id, self.stands_on
        return super().movable

    def action_section(self) -> None:
        """Move lines to another section, or anything else to another person."""
        if self.meant:
            self.to_section()
        elif self.movable:
            self.action_elsewhere()

    @work
    async def to_section(self) -> None:
        """Move the lines to another section; the cursor follows the last one."""
        there = {item.section for item in self.meant}
        goals = {
            f"{number}": section for number, section in enumerate(Section, 1) if there - {section}
        }
        choices = "  ".join(f"{key} {section.title}" for key, section in goals.items())
        items = self.meant
        named = ", ".join(item.handle for item in items)
        chosen = items and await self.choose(f"Move {named} to:  {choices}", "".join(goals))
        if not chosen:
            return
        goal, person, on = goals[chosen], self.person_id, self.day
        if goal is Section.EXPECTATIONS and (risk := self._threatens_nothing(items)):
            key = key_of(self.app.screen, "item.fields")
            opens = f"{key} on it opens its fields, where threatens says which"
            self.warn(f"{risk.handle} threatens no open expectation: {opens}")
            return
        moving = [item for item in items if item.section is not goal]
        change = await self.for_all(
            f"move to {goal}",
            moving,
            lambda item: MoveToSection(person=person, handle=item.handle, to=goal, on=on),
        )
        if change and change.after:
            self._go_with(change.after, [item.handle for item in moving])

    def _threatens_nothing(self, items: Iterable[Item]) -> Item | None:
        """The first risk that can't have come true because it threatens no open expectation."""
        if self.person is None:
            return None
        risks = (item for item in items if item.section is Section.RISKS)
        return next((risk for risk in risks if threatened(self.person, risk) is None), None)

    def _go_with(self, after: Person, handles: Iterable[Handle]) -> None:
        """Say what moved lines have become, and follow the last one."""
        became = [after.item(handle) for handle in handles]
        self.session.say_kept(", ".join(map(_moved_words, became)))
        self.take(after)
        if there := became[-1].became:
            self.arrive(there)


def _moved_words(item: Item) -> str:
    came_true = item.now.outcome is Outcome.HAPPENED
    words = f"came true, a miss of {item.became}" if came_true else f"became {item.became}"
    return f"{item.handle} {words}"


def _common_ends(items: Iterable[Item]) -> tuple[Outcome, ...]:
    """The outcomes that are possible for all of some lines."""
    first, *others = (OUTCOMES[item.section] for item in items)
    return tuple(end for end in first if all(end in ends for ends in others))


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
    async def pick(self, panel: SectionPanel, item: Item, field: FormField, words: str) -> None:
        """Set a field to one of its known values."""
        await self._fill(panel, item, field, words)

    async def _fill(
        self, panel: SectionPanel, item: Item, field: FormField, text: str
    ) -> Change | None:
        answer = field.read(text)
        if isinstance(answer, bool):
            mark = EditItem(
                person=self.person_id, handle=item.handle, not_for_review=answer, on=self.day
            )
            change = await self.session.do(mark)
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
            await self._edit(item, details, "state")

    async def _edit(self, item: Item, details: Details, *edited: str) -> Change | None:
        """Replace the details that were seen with new ones."""
        edit = EditItem(
            person=self.person_id,
            handle=item.handle,
            details=details,
            instead_of=item.now.details,
            on=self.day,
        )
        change = await self.session.do(edit)
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
