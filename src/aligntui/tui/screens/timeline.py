"""The past of a person: the check-ins, and the difference at the cursor."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, ClassVar

from textual import events, on, work
from textual.binding import Binding, BindingType
from textual.containers import Container

from aligntui.domain.commands.meetings import AddAddendum
from aligntui.domain.commands.moving import MOVABLE
from aligntui.domain.days import full_day
from aligntui.domain.identity import Handle, PersonId
from aligntui.domain.naming import folded
from aligntui.domain.numbers import in_time
from aligntui.domain.search import Meant, Sought, meant
from aligntui.domain.section import Section
from aligntui.domain.timeline import Span, compared, spans
from aligntui.text.words import day_words
from aligntui.tui import bindings
from aligntui.tui.base import if_words
from aligntui.tui.notebook_screen import NotebookScreen
from aligntui.tui.widgets.plain import plain
from aligntui.tui.widgets.rows import Rows
from aligntui.tui.widgets.span_rows import DATE_LEGEND, Regularity, SpanRows, date_rows

if TYPE_CHECKING:
    from textual.app import ComposeResult

    from aligntui.domain.check_in import CheckIn
    from aligntui.domain.person import Person


_NOT_HELD = "Only a check-in that was held"


class TimelineScreen(NotebookScreen):
    """The check-ins at the left; at the right the changes since the previous or the marked one."""

    CSS_PATH = "timeline.tcss"

    HELP = (
        "Left the check-ins, with the sections in which something changed and how much; right "
        "what it was. The top row shows whether the recent ones were in time (-) or more "
        "than half a cadence late (!). Only corrections can be added here; > "
        "moves a check-in or a note that is in the wrong place."
    )

    marks = DATE_LEGEND

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("n", "step(1)", "older", id="timeline.older",
                tooltip="Go to the next older check-in with a change, of those that are shown."),
        Binding("v", "mark", "mark", id="timeline.mark",
                tooltip="Mark the check-in to compare it with the one under the cursor; v"
                        " again unmarks it."),
        Binding("slash", "filter", "filter", id="timeline.filter",
                tooltip="Show only what contains some words, now or in the past; esc "
                        "shows everything."),
        Binding("d", "as_of", "date", id="timeline.as_of",
                tooltip="Show the four sections as they stood on a day."),
        Binding("a", "addendum", "add to it", id="timeline.addendum",
                tooltip="Add a correction to the check-in, with today's date."),
        Binding("y", "minutes", "minutes", id="timeline.minutes",
                tooltip="Show the minutes, to copy or write to a file."),
        bindings.ELSEWHERE,
        Binding("N", "step(-1)", "newer", id="timeline.newer", show=False,
                tooltip="Go to the next newer check-in with a change, of those that are shown."),
        Binding("h", "life", "life", id="item.life", show=False,
                tooltip="Full history of the line under the cursor at the right."),
        Binding("right", "pane('changes')", "to the difference", id="timeline.right", show=False,
                tooltip="Go to the difference."),
        Binding("left", "pane('check-ins')", "to the check-ins", id="timeline.left", show=False,
                tooltip="Go back to the check-ins."),
        *(
            Binding(f"{number}", f"section('{section}')", f"only {section}", show=False,
                    id=f"timeline.{section}",
                    tooltip=f"Show changes of the {section} only; again, of all sections.")
            for number, section in enumerate(Section, 1)
        ),
    ]  # fmt: skip

    def __init__(self, person: PersonId, words: str = "") -> None:
        super().__init__(person)
        self.section: Section | None = None
        """The only section to show; None for all."""
        self.words = words
        """The search words as typed."""
        self.marked: str | None = None
        """The key of the check-in to compare with."""
        self._spans: dict[str, Span] = {}
        self._meant: dict[str, Meant] = {}
        self._shown: tuple[object, ...] = ()
        """The check-ins and the filter of the difference shown."""

    def compose_content(self) -> ComposeResult:
        """The list and the difference."""
        with Container(id="dates", classes="box"):
            yield Regularity()
            yield Rows(id="check-ins", opens=False)
        with Container(id="difference", classes="box"):
            yield Rows(id="changes", opens=False)

    def on_mount(self) -> None:
        """Focus the list."""
        self.dates.focus()

    def on_resize(self, event: events.Resize) -> None:
        """Lay out before and after again."""
        self.call_after_refresh(self._show_difference)

    @property
    def dates(self) -> Rows:
        """The list of check-ins."""
        return self.query_one("#check-ins", Rows)

    @property
    def changes(self) -> Rows:
        """The difference."""
        return self.query_one("#changes", Rows)

    @property
    def here(self) -> Span | None:
        """The span under the cursor."""
        return self._spans.get(self.dates.cursor_key or "") if self.is_mounted else None

    @property
    def sought(self) -> Sought:
        """The search: section and words."""
        return Sought(self.section, tuple(folded(self.words).split()))

    def show_person(self, person: Person) -> None:
        """Show the person's past; the difference follows the cursor."""
        today = self.session.today()
        self._spans = {span.key: span for span in spans(self.seen(person), today)}
        self.query_one(Regularity).say(in_time(person, today))
        begins = bool(self.words) and not self._shown
        self.show_past(near=next(iter(self._spans)) if begins else None)

    def show_past(self, near: str | None = None) -> None:
        """Show the matches of the search, with the cursor near a check-in."""
        if self.person is None:
            return
        person, today = self.seen(self.person), self.session.today()
        here = tuple(self._spans.values())
        self._meant = meant(here, self.sought)
        self.dates.show(date_rows(here, self._meant, today, marked=self.marked))
        if near is not None:
            self.dates.move_to(self._nearest(near))
        self._say_what_is_shown(person)
        self._show_difference()

    def _say_what_is_shown(self, person: Person) -> None:
        held = sum(check_in.held for check_in in person.check_ins)
        title, count = "Timeline", f"{held} check-in{'' if held == 1 else 's'}"
        if only := ", ".join(filter(None, (self.section, self.words))):
            found = sum(bool(each.number) for each in self._meant.values())
            title, count = f"Timeline: {only}", f"{found} of {len(self._meant)}"
        self.title_row.show(("Team", person.name, title), status=plain(count, "$quiet"))
        words = "esc shows everything again" if only or self.marked else ""
        self.message_row.stand(plain(words, "$quiet"))

    @on(Rows.Highlighted, "#check-ins")
    def _show_difference(self) -> None:
        here = self.here
        if self.person is None or here is None:
            return
        person, marked = self.seen(self.person), self._spans.get(self.marked or "", here)
        rows = SpanRows(
            person=person,
            span=here if marked is here else compared(person, here, marked),
            here=here,
            sought=self.sought,
            today=self.session.today(),
            width=self.changes.scrollable_content_region.width,
        ).rows()
        shown = (here.key, marked.key, self.sought)
        # the same check-in read again keeps the cursor
        self.changes.show(rows, keep=shown == self._shown)
        self._shown = shown
        self.refresh_bindings()

    def forget_words(self) -> None:
        """Drop the search words."""
        self.words = ""

    def step(self, by: int) -> bool:
        """Go to the next older (1) or newer (-1) check-in with a change; True when there is one."""
        keys = list(self._spans)[::by]
        here = self.dates.cursor_key
        later = keys[keys.index(here) + 1 :] if here in keys else keys
        found = next((key for key in later if self._meant[key].number), None)
        return found is not None and self.dates.move_to(found)

    def _nearest(self, key: str) -> str:
        """The nearest check-in with a change, older ones first; unchanged without a filter."""
        if not self.sought.any:
            return key
        keys = list(self._spans)
        at = keys.index(key) if key in keys else 0
        order = (*keys[at:], *keys[:at][::-1])
        return next((each for each in order if self._meant[each].number), key)

    # -- search ----------------------------------------------------------------------------

    def action_step(self, by: int) -> None:
        """Go to the next shown check-in that has a change."""
        if not self.step(by):
            self.tell(f"No {'older' if by > 0 else 'newer'} change")

    def action_section(self, name: str) -> None:
        """Show one section only, or all of them again."""
        section = Section(name)
        self.section = None if self.section is section else section
        self.show_past()

    @work
    async def action_filter(self) -> None:
        """Filter by words while they are typed, with the cursor near where it was."""
        look = partial(self._filter, near=self.dates.cursor_key or "")
        look(await self.ask_filter(f"past:{self.person_id}", self.words, look))

    def _filter(self, text: str, near: str | None = None) -> None:
        self.words = " ".join(text.split())
        self.show_past(near=near)

    def action_mark(self) -> None:
        """Mark the check-in under the cursor to compare others with it, or unmark it."""
        if (here := self.here) is None:
            return
        self.marked = None if here.key == self.marked else here.key
        day = day_words(here.until, self.session.today()) if here.check_in else "Now"
        said = f"{day} is marked: go to another to compare.  v here unmarks it"
        self.tell(said if self.marked else "No check-in is marked")
        self.show_past()

    def action_pane(self, name: str) -> None:
        """Go to the check-ins or to the difference."""
        self.query_one(f"#{name}").focus()

    async def action_escape(self) -> None:
        """Show everything again; if nothing is filtered, leave."""
        if self.sought.any or self.marked:
            self.marked = self.section = None
            self._filter("")
        else:
            await super().action_escape()

    # -- the record under the cursor -------------------------------------------------------

    @work
    async def action_as_of(self) -> None:
        """Ask for a day, by default that of the check-in under the cursor."""
        from aligntui.tui.prompts import day_asked

        usual = self.here.until if self.here else self.session.today()
        day = await day_asked(self, self.session, self.person_id, usual)
        if day is not None:
            self.open("as_of", self.person_id, day)

    @property
    def check_in(self) -> CheckIn | None:
        """The check-in under the cursor."""
        here = self.here
        return here.check_in if here else None

    @property
    def stands_on(self) -> Handle | None:
        """The line under the cursor at the right."""
        key = self.changes.cursor_key if self.is_mounted else None
        found = self.person.items if self.person and key else ()
        return next((item.handle for item in found if item.handle == key), None)

    @property
    def movable(self) -> tuple[PersonId, Handle] | None:
        """The check-in under the cursor, or at the right a note, a promise or feedback."""
        if not self.is_mounted or self.focused is not self.changes:
            return (self.person_id, self.check_in.handle) if self.check_in else None
        key = (self.changes.cursor_key or "").partition(".")[0]
        return (self.person_id, Handle(key)) if key[:1] in MOVABLE and key[1:].isdigit() else None

    def reason(self, action: str) -> str:
        """Say that a key needs a check-in or a line while the cursor is on none."""
        if action == "elsewhere" and self.movable is None:
            return "Only a check-in, a note, a promise or feedback can be moved from here"
        if action == "life" and self.stands_on is None:
            return "No line under the cursor on the right: tab goes there"
        held = self.check_in and (self.check_in.held or action == "addendum")
        return "" if held or action not in ("addendum", "minutes") else _NOT_HELD

    @work
    async def action_addendum(self) -> None:
        """Add a dated correction to a check-in."""
        if not (check_in := self.check_in):
            return
        box = f"addendum:{check_in.handle}:{self.person_id}"

        async def keep(text: str) -> object:
            add = AddAddendum(person=self.person_id, handle=check_in.handle, text=text, on=self.day)
            return await self.session.do(add, f"Added to {check_in.handle}")

        base = f"the check-in of {full_day(check_in.on)}"
        question = f"To add to {check_in.handle}:"
        await self.ask(question, box=box, base=base, keep=if_words(keep))

    def action_minutes(self) -> None:
        """Show the minutes of the check-in."""
        if check_in := self.check_in:
            self.open("summary", self.person_id, check_in.handle)
