"""The past of a person: the check-ins, and the difference at the cursor."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual import on
from textual.containers import Container

from aligntui.domain.naming import folded
from aligntui.domain.numbers import in_time
from aligntui.domain.sought import Sought, meant
from aligntui.domain.timeline import compared, spans
from aligntui.tui.personal_screen import PersonalScreen
from aligntui.tui.widgets.date_rows import DATE_LEGEND, Regularity, date_rows
from aligntui.tui.widgets.plain import plain
from aligntui.tui.widgets.rows import Rows
from aligntui.tui.widgets.span_rows import SpanRows

if TYPE_CHECKING:
    from collections.abc import Mapping

    from textual import events
    from textual.app import ComposeResult

    from aligntui.domain.identity import PersonId
    from aligntui.domain.person import Person
    from aligntui.domain.section import Section
    from aligntui.domain.sought import Meant
    from aligntui.domain.timeline import Span


class PastScreen(PersonalScreen):
    """A list of check-ins, and the difference made by the one under the cursor."""

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

    @property
    def marks(self) -> Mapping[str, str]:
        """The marks of check-ins and changes."""
        return DATE_LEGEND

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
        today = self.notebook_app.today()
        self._spans = {span.key: span for span in spans(self.seen(person), today)}
        self.query_one(Regularity).say(in_time(person, today))
        begins = bool(self.words) and not self._shown
        self.show_past(near=next(iter(self._spans)) if begins else None)

    def show_past(self, near: str | None = None) -> None:
        """Show the matches of the search, with the cursor near a check-in."""
        if self.person is None:
            return
        person, today = self.seen(self.person), self.notebook_app.today()
        here = tuple(self._spans.values())
        self._meant = meant(person, here, self.sought)
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
            today=self.notebook_app.today(),
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
