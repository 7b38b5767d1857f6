"""What ended: closed lines, promises done or dropped, feedback told, points brought up."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING, ClassVar

from textual import on, work
from textual.binding import Binding, BindingType

from aligntui.domain.commands.follow_up import Reopen
from aligntui.domain.commands.items import ReopenItem
from aligntui.domain.identity import Handle, PersonId, letter_of
from aligntui.domain.person import TABLES, Person
from aligntui.text.events import stays_words
from aligntui.text.sheet import Closed, closed
from aligntui.text.words import PRIVATE, day_words, private_mark
from aligntui.tui import bindings
from aligntui.tui.notebook_screen import NotebookScreen
from aligntui.tui.widgets.row import HIDDEN_NOW, Row, gap, heading, line, plain
from aligntui.tui.widgets.rows import Page, Rows

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from textual.app import ComposeResult

    from aligntui.domain.section import Section
    from aligntui.tui.part import Movable

EMPTY = "Nothing is closed yet.  D on a line closes it, f marks a promise done"
_NEEDS_ONE = frozenset({"reopen", "change", "life"})


class ClosedScreen(NotebookScreen):
    """One row for each thing that ended; a key opens it again."""

    HELP = (
        "What is over: closed lines, promises done or dropped, feedback told, points brought up. "
        "r opens one again; its history says both. enter shows the life of a line, and changes "
        "the words of the others."
    )

    marks: ClassVar = {PRIVATE: "private"}

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("r", "reopen", "reopen", id="closed.reopen",
                tooltip="Open it again; its history keeps how and when it ended."),
        Binding("h", "life", "life", id="item.life",
                tooltip="Full history: wordings, agreement, misses, what became of it, by day."),
        bindings.KEPT[0],
    ]  # fmt: skip

    def __init__(self, person: PersonId, at: Section | None = None) -> None:
        super().__init__(person)
        self._at = at

    def compose_content(self) -> ComposeResult:
        """The rows."""
        yield Page(Rows(id="closed", empty=plain(EMPTY)))

    @property
    def rows(self) -> Rows:
        """The list."""
        return self.query_one("#closed", Rows)

    def show_person(self, person: Person) -> None:
        """Show what ended; the first time with the cursor on the section asked for."""
        found = [*closed(self.seen(person))]
        status = plain(f"{len(found)} closed" if found else "", "$quiet")
        self.title_row.show(("Team", person.name, "Closed"), status=status)
        hidden = not found and any(closed(person))
        self.rows.empty = plain(HIDDEN_NOW.capitalize() if hidden else EMPTY)
        self.rows.show(_rows(found, self.session.today()))
        at, self._at = self._at, None
        letter = at.letter if at else ""
        if first := next((e.handle for e in found if letter and e.handle[0] == letter), None):
            self.rows.move_to(first)

    @property
    def stands_on(self) -> Handle | None:
        """The handle under the cursor."""
        key = self.rows.cursor_key if self.is_mounted else None
        return Handle(key) if key else None

    @property
    def movable(self) -> Movable | None:
        """The promise, feedback or point under the cursor, which can be changed."""
        here = self.stands_on
        return (self.person_id, here) if here and letter_of(here) in TABLES else None

    def reason(self, action: str) -> str:
        """Say why a key does not apply to the row under the cursor."""
        if action in _NEEDS_ONE and self.stands_on is None:
            return "Nothing is closed"
        return "Open the line first: r" if action == "change" and not self.kept else ""

    @on(Rows.Chosen)
    def _chosen(self) -> None:
        if self.kept:
            self.action_change()
        else:
            self.action_life()

    def action_life(self) -> None:
        """Show the full history of what is under the cursor."""
        if self.stands_on:
            self.open("life", self.person_id, self.stands_on)

    @work
    async def action_reopen(self) -> None:
        """Open what is under the cursor again."""
        if (here := self.stands_on) and self.person:
            kind = Reopen if self.kept else ReopenItem
            seen = self.seen(self.person)
            stays = "" if self.kept else stays_words(seen, seen.item(here))
            again = kind(person=self.person_id, handle=here, on=self.day)
            await self.session.do(again, "; ".join(filter(None, (f"{here} is open again", stays))))


def _rows(found: Iterable[Closed], today: date) -> Iterable[Row]:
    for at, (group, each) in enumerate(groupby(found, lambda one: one.group)):
        lines = tuple(each)
        yield from [gap()] if at else []
        yield heading(group, f"{len(lines)}")
        for one in lines:
            text = line(" ", private_mark(one.private), (f"{one.handle:<3} ", "$mark"), one.text)
            right = plain(f"{one.how} {day_words(one.on, today)}", "$quiet")
            yield Row(one.handle, text, right=right, wrap=7)
