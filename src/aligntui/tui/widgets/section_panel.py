"""One of the four sections: a heading and its items, one with its details."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING, ClassVar

from textual.binding import Binding, BindingType
from textual.message import Message

from aligntui.domain.glance import section_standing
from aligntui.domain.rounds import differing
from aligntui.domain.section import Section
from aligntui.text import words
from aligntui.text.events import trail_lines
from aligntui.text.fields import agreement_words, details_lines
from aligntui.text.form import FormField, form, in_reviews
from aligntui.text.round_words import view_lines
from aligntui.text.sides import side
from aligntui.text.summaries import section_summary
from aligntui.tui.theme import TONES
from aligntui.tui.widgets.item_rows import BETWEEN, apart, detail_rows, field_rows, item_row
from aligntui.tui.widgets.plain import line, plain
from aligntui.tui.widgets.row import Row, detail, gap, heading
from aligntui.tui.widgets.rows import Rows

if TYPE_CHECKING:
    from textual import events

    from aligntui.domain.identity import Handle
    from aligntui.domain.item import Item
    from aligntui.domain.person import Person


class SectionPanel(Rows):
    """Shows one section: its items when open, only the heading when folded."""

    DEFAULT_CSS = """
    SectionPanel { height: 1; overflow-y: hidden; }
    SectionPanel.-open { height: 1fr; overflow-y: auto; }
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "choose", "edit", id="section.choose",
                tooltip="Reword the line, or write the field, under the cursor."),
        Binding("0,1,2,3,4,5,6,7,8,9", "pick", "choose", id="field.choose", show=False,
                tooltip="Put the value with this number into the field under the cursor."),
    ]  # fmt: skip

    KEEPS_CURSOR = False

    @dataclass
    class Left(Message):
        """The cursor left the section at an end: `by` is 1 below, -1 above."""

        panel: SectionPanel
        by: int

    @dataclass
    class Picked(Message):
        """A value was chosen for the field under the cursor."""

        panel: SectionPanel
        words: str

    def __init__(self, section: Section, *, number: int, boxed: bool = True) -> None:
        super().__init__(id=section.value, classes="box" if boxed else "")
        self.section = section
        self._number = number
        self._person: Person | None = None
        """Whose section is shown, as they may be seen."""
        self._given: object = None
        """What is shown: the person without lines of other sections, their calendar, the day."""
        self._today = date.min
        self._items: tuple[Item, ...] = ()
        self._dimmed = ""
        """Why the section is dimmed, or ""."""
        self._views: dict[Handle, tuple[str, ...]] = {}
        """How the two see a line differently in the open round."""
        self._made: dict[Handle, tuple[object, Row]] = {}
        """For each item what its row was made of, and the row."""
        self._opened = ""
        """The handle of the item whose fields are open, or ""."""
        self._marks: frozenset[str] = frozenset()
        self._digit = ""
        self._near = False
        """True while the cursor is here, or in a box that was opened from here."""

    def show_person(self, person: Person, today: date) -> None:
        """Show the section of a person; the cursor stays on its item."""
        items = tuple(item for item in person.items if item.section is self.section)
        given = replace(person, items=items), person.calendar, today
        # what is told below an item may be about other sections, too
        same = given == self._given and not self._near
        self._person, self._given = person, given
        dimmed, self._dimmed = self._dimmed, _dimmed(person, self.section)
        if not same or dimmed != self._dimmed:
            self._today, self._items = today, person.open_items(self.section)
            self._views = {r.handle: view_lines(r) for r in differing(person) if r.handle}
            self._marks &= {item.handle for item in self._items}
            self._lay_out()

    def fold(self, *, open: bool) -> None:  # noqa: A002 - the opposite of folded
        """Show the items, or only the heading."""
        self.set_class(open, "-open")
        self._lay_out()

    # -- the item under the cursor, its fields, and the marks ------------------------------

    @property
    def item(self) -> Item | None:
        """The item under the cursor."""
        handle = (self.cursor_key or "").partition(BETWEEN)[0]
        for item in self._items:
            if item.handle == handle:
                return item
        return None

    @property
    def field(self) -> FormField | None:
        """The field under the cursor."""
        item, name = self.item, self._place[1]
        return next((f for f in self._form(item) if f.name == name), None) if item else None

    @property
    def marked(self) -> tuple[Item, ...]:
        """The marked items, in order."""
        marks = self._marks
        return tuple(item for item in self._items if item.handle in marks) if marks else ()

    def mark(self) -> None:
        """Mark the item under the cursor, or unmark it."""
        if item := self.item:
            self._marks ^= {item.handle}
            self._lay_out()

    def unmark(self) -> None:
        """Remove all marks."""
        self._marks = frozenset()
        self._lay_out()

    def open_fields(self) -> None:
        """Open the fields of the item under the cursor, with the cursor on the first."""
        if item := self.item:
            self._opened = item.handle
            self._lay_out()
            self.move_to(f"{item.handle}{BETWEEN}{self._form(item)[0].name}")

    def close_fields(self) -> bool:
        """Close the fields; True when any were open."""
        opened, self._opened = self._opened, ""
        if opened:
            self.move_to(opened)
            self._lay_out()
        return bool(opened)

    def next_field(self) -> None:
        """Go to the next field; stay on the last one."""
        item, field = self.item, self.field
        if item and field:
            names = [each.name for each in self._form(item)]
            following = names[names.index(field.name) + 1 :][:1] or [field.name]
            self.move_to(f"{item.handle}{BETWEEN}{following[0]}")

    @property
    def _place(self) -> tuple[str, str]:
        """The handle and the field name under the cursor."""
        handle, _, name = (self.cursor_key or "").partition(BETWEEN)
        return handle, name

    def _form(self, item: Item) -> tuple[FormField, ...]:
        known = self._person.open_items(Section.EXPECTATIONS) if self._person else ()
        ladder = self._person and self._person.ladder.levels
        fields = form(item.now.details, known)
        return (*(f for f in fields if f.name != "ladder" or ladder or f.value), in_reviews(item))

    # -- keys ------------------------------------------------------------------------------

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Let digits choose while in the fields; elsewhere they belong to the screen."""
        if action == "pick":
            return bool(self._opened and self._place[1])
        return super().check_action(action, parameters)

    def on_key(self, event: events.Key) -> None:
        """Remember the digit: all of them run the same action."""
        self._digit = event.character or ""

    def action_pick(self) -> None:
        """Post the value that was chosen."""
        options = self.field.options if self.field else ()
        found = [option for option in options if option.key and option.key == self._digit]
        if found:
            self.post_message(self.Picked(self, found[0].words))
        else:
            words = "No value has this number" if options else "Enter edits this field"
            self.notify(words, severity="warning", markup=False)

    def on_resize(self, event: events.Resize) -> None:
        """Lay out the columns again."""
        self._lay_out()

    def on_focus(self) -> None:
        """Show the details of one item."""
        self._near = True
        self._lay_out()

    def on_blur(self) -> None:
        """Hide the details, unless a box was opened about the item."""
        self._near = not isinstance(self.screen.focused, Rows)
        self._lay_out()

    def on_rows_highlighted(self) -> None:
        """Show the details of the item under the cursor; close the fields of any other."""
        if self._opened != self._place[0]:
            self._opened = ""
        self._lay_out()

    def action_move(self, by: int) -> None:
        """Move or scroll, or post that the cursor leaves at an end."""
        before = self.cursor_key, self.scroll_target_y
        super().action_move(by)
        if (self.cursor_key, self.scroll_target_y) == before:
            self.post_message(self.Left(self, 1 if by > 0 else -1))

    def _lay_out(self) -> None:
        if (person := self._person) is None:
            return
        boxed = self.styles.border_top[0] not in ("", "none")
        title = line(
            (f"{self._number} {side(person.relation).titles[self.section]}", "bold $heading")
        )
        state = section_standing(person, self.section, self._today)
        cadence = person.cadences.of(self.section).holding(self._today)
        said = section_summary(self._items, state, cadence, self._today)
        right = plain(said, TONES[state.state])
        rows: list[Row] = []
        if boxed:
            self.border_title, self.border_subtitle = title, right
        else:
            rows.append(heading(title, right, heavy=self.has_class("-open")))
        if self._dimmed:
            rows.append(detail(f"  {self._dimmed}"))
        if boxed or self.has_class("-open"):
            self.show([*rows, *self._lines(person)])
        else:
            self.show(rows)
            self.scroll_to(y=0, animate=False, immediate=True)

    def _lines(self, person: Person) -> list[Row]:
        said = side(person.relation)
        if not self._items:
            teach = plain(f"  {said.questions[self.section]}  a writes the first line")
            return [Row(None, teach, style="$quiet", wrap=2), gap()]
        rows: list[Row] = []
        groups = {"": "", "excluded": said.excluded, "of_me": said.of_me}
        here, at = self._place
        here = here or self._items[0].handle
        placed = [(apart(item), item) for item in self._items]
        for group, above in groups.items():
            found = [item for place, item in placed if place == group]
            rows += [detail(f"    {above}")] if above and found else []
            for item in found:
                rows += self._line(person, item, at if item.handle == here else None)
        return [*rows, gap()]

    def _line(self, person: Person, item: Item, at: str | None) -> Iterable[Row]:
        """An item and what is open below it; `at` is the field under the cursor, if it is here."""
        width, marked = self.size.width, item.handle in self._marks
        agreement = agreement_words(item, person, self._today)
        given = item, agreement, width, bool(self._dimmed), marked
        if self._made.get(item.handle, ((), None))[0] != given:
            row = item_row(item, agreement, width, dimmed=bool(self._dimmed), marked=marked)
            self._made[item.handle] = given, row
        yield self._made[item.handle][1]
        for said in self._views.get(item.handle, ()):
            yield detail(f"       {said}")
        opened = item.handle == self._opened
        if not opened and (at is None or not self._near):
            return
        trail = trail_lines(person, item, self._today)
        marks = (words.NOT_FOR_REVIEW,) if item.now.not_for_review else ()
        details = (*details_lines(item, person, side(person.relation)), *trail, *marks)
        if opened:
            yield from field_rows(item, self._form(item), at or "", width, details)
        else:
            yield from detail_rows(item, agreement, width, details)


def _dimmed(person: Person, section: Section) -> str:
    if section is not Section.OPPORTUNITIES:
        return ""
    off = [item.handle for item in person.open_items(Section.EXPECTATIONS) if item.now.off_track]
    if not off or not person.open_items(section):
        return ""
    return f"dimmed while {', '.join(off)} {'is' if len(off) == 1 else 'are'} off track"
