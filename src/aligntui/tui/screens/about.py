"""A person's details as one form; each answer is kept at once."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any, ClassVar

from textual import events, on, work
from textual.binding import Binding, BindingType

from aligntui.domain.commands.people import CadenceChoice, EditPerson, WriteCardLine
from aligntui.domain.section import Section
from aligntui.text.form import CADENCES, FormField, answer_words, person_fields
from aligntui.tui.notebook_screen import NotebookScreen
from aligntui.tui.prompts import meant
from aligntui.tui.widgets.item_rows import form_rows
from aligntui.tui.widgets.row import Row, detail, gap, heading
from aligntui.tui.widgets.rows import Page, Rows

if TYPE_CHECKING:
    from textual.app import ComposeResult

    from aligntui.domain.person import Person

_FILLED = ("role", "level")
"""The fields to begin with where they are empty."""
_TITLES = {"name": "Who", "check_in": "How often", "card-1": "Card, always private"}
"""The headings, each above its first field."""


class AboutScreen(NotebookScreen):
    """Name, role, level, relation, the five cadences, and the card."""

    HELP = (
        "What is known of somebody. Each answer is kept at once, and u takes it back. A level "
        "sets the cadences that nobody typed, and says which it set and which it left. The card "
        "holds whatever else you want to remember, a line each: how they like feedback, a birthday."
    )

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "write", "write", id="about.write",
                tooltip="Write the field under the cursor."),
        *(Binding(f"{digit}", f"pick({digit})", "choose", id=f"about.choose_{digit}", show=False,
                  tooltip=f"Put the value with the number {digit} into the field.")
          for digit in range(1, 10)),
    ]  # fmt: skip

    def compose_content(self) -> ComposeResult:
        """The fields."""
        yield Page(Rows(id="fields", opens=False))

    def show_person(self, person: Person) -> None:
        """Show the fields as they are now."""
        self.title_row.show(("Team", person.name, "Edit"), status=self.status(person))
        self._lay_out()

    def take(self, person: Person) -> None:
        """Show the person; the first time edit the first empty field."""
        first = self.person is None
        super().take(person)
        empty = next((f.name for f in self._fields if f.name in _FILLED and not f.value), None)
        if first and empty:
            self.query_one(Rows).move_to(empty)
            if self.field and not self.field.options:
                self.action_write()

    @property
    def _fields(self) -> tuple[FormField, ...]:
        if self.person is None:
            return ()
        session = self.session
        hide = session.private_hidden
        return person_fields(self.person, session.people, session.today(), hide=hide)

    @property
    def field(self) -> FormField | None:
        """The field under the cursor."""
        at = self.query_one(Rows).cursor_key
        return next((each for each in self._fields if each.name == at), None)

    @on(events.Resize)
    @on(Rows.Highlighted)
    def _lay_out(self) -> None:
        rows = self.query_one(Rows)
        fields = self._fields
        at = rows.cursor_key or (fields[0].name if fields else "")
        shown: list[Row] = []
        for field in fields:
            if title := _TITLES.get(field.name):
                shown += [gap()] if shown else []
                shown.append(heading(title))
            shown += form_rows(field, "", rows.size.width, here=field.name == at)
            if field.name == Section.RISKS:
                shown.append(detail("  A level sets the cadences that nobody typed."))
        rows.show(shown)

    def action_pick(self, digit: int) -> None:
        """Set the field to the known value with a number."""
        field = self.field
        options = field.options if field else ()
        found = next((each.words for each in options if each.key == f"{digit}"), None)
        if field and found is not None:
            self.fill(field, found)
        else:
            self.warn("No value has this number" if options else "Enter edits this field")

    @work
    async def fill(self, field: FormField, typed: str) -> None:
        """Set a field to one of its known values."""
        if self.person:
            await self._fill(self.person, field, typed)

    async def _fill(self, seen: Person, field: FormField, typed: str) -> object:
        """Keep an answer to what was `seen` and go to the next field; None where it is not kept."""
        today = self.session.today()
        if typed.strip() != field.value and not await meant(self, field.read(typed), today):
            return None
        change = await self.session.do(_answered(seen, field, typed))
        if change and change.before and change.after:
            self.take(change.after)
            names = [each.name for each in self._fields]
            # of a card that somebody else made shorter the field may be gone
            at = names.index(field.name) if field.name in names else len(names) - 1
            self.query_one(Rows).move_to((names[at + 1 :] or names[-1:])[0])
            if change.before != change.after:
                now = self._fields[at]
                self.session.say_kept(answer_words(now, change.before, change.after))
        return change

    @work
    async def action_write(self) -> None:
        """Edit the field under the cursor."""
        field, person = self.field, self.person
        if field is None or person is None:
            return

        async def keep(typed: str) -> object:
            return await self._fill(person, field, typed)

        await self.ask(
            f"{self.session.called(person)}'s {field.label}:",
            box=f"edit:{field.name}:{self.person_id}",
            initial=field.value,
            suggestions=[option.words for option in field.options],
            check=field.complaint,
            keep=keep,
        )


def _answered(person: Person, field: FormField, typed: str) -> EditPerson | WriteCardLine:
    """The command for one answer, with the value seen before it."""
    name, _, number = field.name.partition("-")
    if number:
        at = int(number) - 1
        return WriteCardLine(person=person.id, seen=person.card, at=at, text=typed)

    def edit(value: object) -> EditPerson:
        made: dict[str, Any] = {name: value}
        if name in CADENCES:
            return EditPerson(person=person.id, cadences=CadenceChoice(**made))
        return EditPerson(person=person.id, **made)

    seen = getattr(person.cadences if name in CADENCES else person, name)
    return replace(edit(field.read(typed)), instead_of=edit(seen))
