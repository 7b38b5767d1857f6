"""Pages of a person: the life of a line, readiness, a day of the past, and what ended."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from itertools import groupby
from typing import TYPE_CHECKING, ClassVar

from textual import on, work
from textual.binding import Binding, BindingType

from aligntui.domain.commands.follow_up import Reopen
from aligntui.domain.commands.items import ReopenItem
from aligntui.domain.errors import Refused
from aligntui.domain.identity import Handle, PersonId, letter_of
from aligntui.domain.person import TABLES, Person
from aligntui.domain.privacy import shared_on
from aligntui.domain.section import Section
from aligntui.text.events import stays_words
from aligntui.text.fields import item_mark
from aligntui.text.past import LifeLine, history
from aligntui.text.readiness import readiness_lines
from aligntui.text.sheet import Closed, closed, section_lines
from aligntui.text.words import ITEM_LEGEND, MONTHS, PRIVATE, day_words, private_mark
from aligntui.tui import bindings
from aligntui.tui.notebook_screen import NotebookScreen
from aligntui.tui.widgets.plain import line, plain
from aligntui.tui.widgets.row import NOTHING_SHARED, Row, detail, gap, heading
from aligntui.tui.widgets.rows import Page, Rows

if TYPE_CHECKING:
    from textual.app import ComposeResult

    from aligntui.tui.part import Movable

_WHO = 6
_DAY = 9


class LifeScreen(NotebookScreen):
    """Each day with who did what, read only."""

    HELP = (
        "Full history of one line: its wordings, who agreed and who differed, its end; of a "
        "promise, a point, feedback or a note what became of it."
    )

    marks = ITEM_LEGEND

    def __init__(self, person: PersonId, handle: Handle) -> None:
        super().__init__(person)
        self._handle = handle

    def show_person(self, person: Person) -> None:
        """Show the history as it is now, without private lines while they are hidden."""
        self.title_row.show(("Team", person.name, f"Life of {self._handle}"))
        seen, handle = self.seen(person), self._handle
        item = next((item for item in seen.items if item.handle == handle), None)
        try:
            text, lines = history(seen, handle)
        except Refused:
            self.query_one(Rows).show([detail("  private, and hidden now")])
        else:
            mark = item_mark(item) if item else private_mark(lines[0].private)
            self.query_one(Rows).show(_life_rows(mark, handle, text, lines))


def _life_rows(mark: str, handle: str, text: str, lines: Iterable[LifeLine]) -> Iterable[Row]:
    yield gap()
    yield Row(
        None,
        line(mark, " ", (f"{handle:<3} ", "$mark"), plain(text, "bold")),
        wrap=6,
    )
    yield gap()
    year, day = 0, None
    for at, each in enumerate(lines):
        if each.on.year != year:
            year = each.on.year
            yield heading(str(year))
        first = each.on != day
        day = each.on
        yield _row(f"{at}", each, first=first)


def _row(key: str, each: LifeLine, *, first: bool) -> Row:
    day = f"{each.on.day:>2} {MONTHS[each.on.month - 1]}" if first else ""
    text = line(
        private_mark(each.private),
        f"{day:<{_DAY - 1}}",
        (f"{each.who:<{_WHO}}", "$quiet"),
        plain(each.said),
    )
    return Row(key, text, wrap=_DAY + _WHO)


_INDENT = 8
WITH_KEYS = "an opportunity counts where it helps readiness: i on it says so"


class ReadinessScreen(NotebookScreen):
    """Opportunities with their evidence, read only."""

    HELP = (
        "Evidence beyond what is expected: opportunities that help readiness. What is "
        "expected is listed below and never counts. m on an opportunity adds evidence, i "
        "sets whom it helps. With a ladder in the settings, the next level is told line by line; "
        "@senior.3 in an opportunity, its evidence or a win names a line."
    )

    marks: ClassVar = {PRIVATE: ITEM_LEGEND[PRIVATE]}

    def show_person(self, person: Person) -> None:
        """Show the ledger as it is now, without private lines while they are hidden."""
        self.title_row.show(("Team", person.name, "Readiness"))
        lines = readiness_lines(self.seen(person), self.session.today(), WITH_KEYS)
        self.query_one(Rows).show(_ledger_rows(lines))


def _ledger_rows(lines: Iterable[str]) -> Iterable[Row]:
    yield gap()
    for at, words in enumerate(lines):
        title = bool(words) and not words.startswith((" ", "."))
        said = plain(words, "bold $heading" if title else "")
        yield Row(None if title or not words else f"{at}", line(" ", said), wrap=_INDENT)


_PAST_INDENT = 8
_MARKS = 3
"""Cells of the marks before a line's handle; its details have blanks there."""


class AsOfScreen(NotebookScreen):
    """A page of the past; any other day can be chosen from it."""

    HELP = (
        "The four sections as they stood at the end of a day: each line with its words, state and "
        "agreement of then. Nothing can be changed here; d goes to another day, h to the life of "
        "a line."
    )

    marks = ITEM_LEGEND

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("d", "as_of", "another day", id="timeline.as_of",
                tooltip="Show the four sections as they stood on a day."),
        Binding("h", "life", "life", id="item.life",
                tooltip="Full history of the line under the cursor, until now."),
    ]  # fmt: skip

    def __init__(self, person: PersonId, day: date) -> None:
        super().__init__(person)
        self._day = day

    def show_person(self, person: Person) -> None:
        """Show the day; while private things are hidden, without what was or is private."""
        named = f"{self._day.day} {MONTHS[self._day.month - 1]} {self._day.year}"
        status = plain("the past, read only", "$soon")
        self.title_row.show(("Team", person.name, f"As of {named}"), status=status)
        hide = self.session.private_hidden
        seen = shared_on(person, self._day) if hide else person.as_of(self._day)
        self.query_one(Rows).show(_past_rows(seen, self._day), keep=False)

    @property
    def stands_on(self) -> Handle | None:
        """The handle of the line under the cursor."""
        key = self.query_one(Rows).cursor_key if self.is_mounted else None
        known = self.person.items if self.person and key else ()
        return next((item.handle for item in known if item.handle == key), None)

    def reason(self, action: str) -> str:
        """Say that only a line under the cursor has a history."""
        return "No line is selected" if action == "life" and self.stands_on is None else ""

    @work
    async def action_as_of(self) -> None:
        """Ask for another day and show it."""
        from aligntui.tui.prompts import day_asked

        day = await day_asked(self, self.session, self.person_id, self._day)
        if day is not None and self.person is not None:
            self._day = day
            self.show_person(self.person)


def _past_rows(person: Person, day: date) -> Iterable[Row]:
    handles = {item.handle for item in person.items}
    for section in Section:
        yield gap()
        title, *lines = section_lines(person, section, day)
        name, _, summary = title.partition(":")
        yield Row(None, line((f" {name.upper()}", "bold $heading"), (summary, "$quiet")), wrap=2)
        for at, words in enumerate(lines):
            begins = words[_MARKS:].partition(" ")[0]
            key = begins if begins in handles else f"{section}{at}"
            yield Row(key, line(" ", plain(words)), wrap=_PAST_INDENT)


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
        self.rows.empty = plain(NOTHING_SHARED if self.session.private_hidden else EMPTY)
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
