"""Edit the lines of the four sections, on every screen that has sections."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Final, TypedDict

from textual import on, work

from aligntui.domain.capture import (
    Given,
    Kind,
    action_line,
    action_words,
    marks_of_line,
    marks_of_section,
    reworded_line,
    said_fields,
    section_line,
)
from aligntui.domain.commands.agreement import Differ, ResyncSections
from aligntui.domain.commands.items import AddEvidence, AddItem, MoveItem, NoteMiss, RewordItem
from aligntui.domain.commands.notes import AddAction, EditAction
from aligntui.domain.details import Risk, next_state
from aligntui.domain.section import Section
from aligntui.domain.stance import Party
from aligntui.text.form import OWNER_WORDS, mitigated, mitigation_words
from aligntui.text.summaries import resynced_words
from aligntui.tui.base import if_words
from aligntui.tui.marked_screen import FieldsScreen
from aligntui.tui.widgets.actions_panel import ActionsPanel
from aligntui.tui.widgets.becoming import line_becomes
from aligntui.tui.widgets.rows import Rows
from aligntui.tui.widgets.section_panel import SectionPanel

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from aligntui.domain.capture import Captured
    from aligntui.domain.commands.command import Command
    from aligntui.domain.identity import Handle
    from aligntui.domain.item import Item
    from aligntui.domain.person import Change
    from aligntui.tui.widgets.row import Row


class _Checks(TypedDict):
    check: Callable[[str], str | None]
    preview: Callable[[str], Iterable[Row]]


_HAPPENED: Final = {
    Section.EXPECTATIONS: ("was missed; what happened?", NoteMiss),
    Section.OPPORTUNITIES: ("made progress; what is the evidence?", AddEvidence),
}


class EditingScreen(FieldsScreen):
    """Turn keys on a section into commands."""

    ITEM_ACTIONS: ClassVar = frozenset(
        {"differ", "differ_mine", "state", "move", "edit", "fields", "mark", "happened", "life"}
    )

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Dim keys that need a line while the cursor is on none."""
        if action == "add" and not isinstance(self.focused, SectionPanel | ActionsPanel):
            return None
        if action == "resync" and self.panel is None:
            return None
        if action in self.FOR_ALL and not self.meant:
            return True if action == "section" and self.movable else None
        if action in self.ITEM_ACTIONS and self.item is None:
            return None
        if action == "happened" and self.item and self.item.section is Section.FOCUS:
            return None
        if action == "state" and self.item and next_state(self.item.now.details) is None:
            return None
        return super().check_action(action, parameters)

    def reason(self, action: str) -> str:
        """Say why a key can't act now."""
        if action == "state" and self.item:
            return "A focus has no state; D closes it"
        if action == "happened" and self.item:
            return "Only an expectation is missed; a focus is closed or reworded"
        if action in self.ITEM_ACTIONS | self.FOR_ALL:
            return "No line is selected: 1 to 4 go to a section, where a adds one"
        if action in ("add", "resync"):
            return "No section is in focus: 1 to 4 go to one"
        return super().reason(action)

    async def command(self, command: Command, words: str = "") -> bool:
        """Carry out a command; True when it was kept."""
        return await self.session.do(command, words) is not None

    def action_add(self) -> None:
        """Write an action, or a line of the section in focus."""
        if isinstance(self.focused, ActionsPanel):
            self.add_action()
        else:
            self.add_item()

    def action_life(self) -> None:
        """Show the full history of a line."""
        from aligntui.tui.screens.pages import LifeScreen

        if self.item:
            self.app.push_screen(LifeScreen(self.person_id, self.item.handle))

    @work
    async def add_item(self) -> None:
        """Ask for a line and add it to the section in focus."""
        panel = self.panel
        if panel is None:
            return
        section, known = panel.section, self.namable

        def read(typed: str) -> Captured:
            return section_line(typed, section, self.day, known)

        async def keep(typed: str) -> object:
            return await self._add(panel, read(typed))

        box = f"add:{section}:{self.person_id}"
        asked, marks = self._asked_of(read), marks_of_section(section)
        await self.ask_lines(f"{section.title}:", keep, box=box, marks=marks, **asked)

    def _asked_of(self, read: Callable[[str], Captured]) -> _Checks:
        """The check of a line while it is typed, and the preview of what it becomes."""
        return {
            "check": lambda typed: read(typed).problem or None if typed.strip() else None,
            "preview": lambda typed: line_becomes(read(typed), self.session.today()),
        }

    async def _add(self, panel: SectionPanel, line: Captured) -> Change | None:
        add = AddItem(
            person=self.person_id,
            section=panel.section,
            text=line.text,
            details=line.details,
            private=bool(line.private),
            on=self.day,
        )
        change = await self.session.do(add)
        if change:
            self.reveal(change)
        return change

    @on(Rows.Chosen)
    def _edit_chosen(self, event: Rows.Chosen) -> None:
        """Edit whatever is under the cursor: a field, a line or a promise."""
        if isinstance(event.rows, SectionPanel):
            if event.rows.field:
                self.write_field()
            else:
                self.action_edit()
        elif isinstance(event.rows, ActionsPanel) and event.rows.promise:
            self.edit_action(event.rows.promise)

    @work
    async def edit_action(self, handle: Handle) -> None:
        """Edit a promise: its text, owner and due day."""
        if self.person is None:
            return
        action = self.person.action(handle)
        before, given = action_words(action), Given(words=tuple(action.text.split()))
        known = self.namable

        def read(typed: str) -> Captured:
            return action_line(typed, self.day, known, given)

        box = f"promise:{handle}:{self.person_id}"

        async def keep(typed: str) -> object:
            if typed == before:
                return True
            line = read(typed)
            edit = EditAction(
                person=self.person_id,
                handle=handle,
                text=line.text,
                owner=line.owner,
                by=line.by,
                private=line.private,
                instead_of=action,
            )
            return await self.session.do(edit, f"{handle} is edited")

        asked, marks = self._asked_of(read), marks_of_line(Kind.ACTION)
        keeps, question = if_words(keep), f"{handle}:"
        await self.ask(question, box=box, initial=before, keep=keeps, marks=marks, **asked)

    @work
    async def action_edit(self) -> None:
        """Reword a line."""
        if not (item := self.item):
            return
        known = self.namable

        def read(typed: str) -> Captured:
            return reworded_line(item.text, typed, item.section, self.day, known)

        async def keep(text: str) -> object:
            if text == item.text:
                return True
            line = read(text)
            reword = RewordItem(
                person=self.person_id,
                handle=item.handle,
                text=line.text,
                on=self.day,
                instead_of=item.text,
                append=(item.uid, item.text) not in self.session.own_words,
                fields=said_fields(line),
                private=line.private,
            )
            change = await self.session.do(reword)
            self._tell_also(item, change, "text")
            return change

        box = f"reword:{item.uid}:{self.person_id}"
        asked = self._asked_of(read)
        question, marks = f"{item.handle}:", marks_of_section(item.section)
        await self.ask(question, box=box, initial=item.text, keep=keep, marks=marks, **asked)

    @work
    async def action_happened(self) -> None:
        """Record a miss with its feedback, or evidence; for a risk its mitigation."""
        if not (item := self.item):
            return
        if isinstance(item.now.details, Risk):
            await self._mitigate(item, item.now.details)
            return
        question, note = _HAPPENED[item.section]

        async def keep(text: str) -> object:
            person, on = self.person_id, self.day
            change = await self.session.do(
                note(person=person, handle=item.handle, text=text, on=on)
            )
            if change:
                self.session.say_kept(_noted(change, item))
            return change

        box = f"miss:{item.uid}:{self.person_id}"
        await self.ask(f"{item.handle} {question}", box=box, base=item.text, keep=if_words(keep))

    async def _mitigate(self, item: Item, risk: Risk) -> None:
        """Ask for a risk's mitigation and its owner, as one line."""
        before = mitigation_words(risk)
        question = f"{item.handle} is mitigated by:"

        async def keep(typed: str) -> object:
            return await self._edit(item, mitigated(risk, typed), "mitigation", "owner")

        box = f"mitigation:{item.uid}:{self.person_id}"
        await self.ask(question, box=box, initial=before, keep=keep, marks=OWNER_WORDS)

    @work
    async def action_differ(self) -> None:
        """Ask how they differ on a line."""
        await self._differ(Party.THEM, "How do they differ on")

    @work
    async def action_differ_mine(self) -> None:
        """Ask how you differ on a line."""
        await self._differ(Party.ME, "How do you differ on")

    @work
    async def action_move(self, down: int) -> None:
        """Move a line up or down in its section."""
        if item := self.item:
            await self.command(
                MoveItem(
                    person=self.person_id,
                    handle=item.handle,
                    down=bool(down),
                    on=self.day,
                )
            )

    @work
    async def action_resync(self) -> None:
        """Record that both went through this section and it still holds."""
        if panel := self.panel:
            sections = frozenset({panel.section})
            resync = ResyncSections(person=self.person_id, sections=sections, on=self.day)
            change = await self.session.do(resync)
            if change and change.before and change.after:
                before, after = (
                    self.seen(each).open_items(panel.section)
                    for each in (change.before, change.after)
                )
                said = resynced_words(before, after)
                self.session.say_kept(f"{panel.section.title}: {said}")

    @work
    async def add_action(self) -> None:
        """Ask for promises and add them."""
        known = self.namable

        def read(typed: str) -> Captured:
            return action_line(typed, self.day, known)

        async def keep(typed: str) -> object:
            line = read(typed)
            add = AddAction(
                person=self.person_id,
                text=line.text,
                owner=line.owner,
                by=line.by,
                private=bool(line.private),
                on=self.day,
            )
            change = await self.session.do(add)
            if change:
                self.reveal(change)
            return change

        box, marks = f"action:{self.person_id}", marks_of_line(Kind.ACTION)
        await self.ask_lines("Action:", keep, box=box, marks=marks, **self._asked_of(read))

    async def _differ(self, who: Party, question: str) -> None:
        if not (item := self.item):
            return

        async def keep(how: str) -> object:
            differ = Differ(
                person=self.person_id,
                handle=item.handle,
                how=how,
                who=who,
                seen=item.text,
                on=self.day,
            )
            return await self.session.do(differ)

        box = f"differ:{who}:{item.uid}:{self.person_id}"
        await self.ask(f"{question} {item.handle}?", box=box, base=item.text, keep=if_words(keep))


def _noted(change: Change, item: Item) -> str:
    before = len(change.before.feedback) if change.before else 0
    new = change.after.feedback[before:] if change.after else ()
    given = f". Feedback {new[0].handle} is to be given" if new else ""
    what = "Miss of" if item.section is Section.EXPECTATIONS else "Evidence for"
    return f"{what} {item.handle} saved{given}"
