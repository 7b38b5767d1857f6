"""Rows for one span of the timeline: changed sections, unchanged sections, then other events."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from aligntui.domain import timeline
from aligntui.domain.check_in import BOOKED, CheckInKind
from aligntui.domain.section import Section
from aligntui.text.decisions import not_held
from aligntui.text.sides import side
from aligntui.text.words import day_words, private_mark
from aligntui.tui.widgets.beside_rows import BesideRows
from aligntui.tui.widgets.plain import line, plain
from aligntui.tui.widgets.row import Row, detail, gap
from aligntui.tui.widgets.turn_rows import column, side_by_side, stacked, turn

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import date

    from aligntui.domain.check_in import CheckIn
    from aligntui.domain.difference import Difference
    from aligntui.domain.person import Person
    from aligntui.domain.sought import Sought
    from aligntui.domain.timeline import Span

BESIDE_FROM: Final = 110
"""The least width at which before and after are shown side by side."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SpanRows:
    """Makes the rows of a span's changes for a `width` in cells."""

    person: Person
    span: Span
    here: Span
    """The span under the cursor; differs from `span` when two distant days are compared."""
    sought: Sought
    today: date
    width: int

    def rows(self) -> Iterator[Row]:
        """The title and every part that has rows, with a gap after each."""
        changes = self.sought.changes(self.span.changes)
        yield self._title(changes)
        if self._wide and changes:
            yield self._days()
        yield gap()
        parts = [self._not_held(), *self._sections(changes), *self._beside()]
        some = [rows for part in parts if (rows := list(part))]
        for rows in some:
            yield from rows
            yield gap()
        if not some:
            yield detail("  Nothing here contains these words")

    @property
    def _wide(self) -> bool:
        return self.width >= BESIDE_FROM and self.span.since is not None

    def _day(self, day: date) -> str:
        return day_words(day, self.today)

    @property
    def _names(self) -> tuple[str, str]:
        """The names of the newer and the older side."""
        return self._called_day(self.span), self._day(self.span.since) if self.span.since else ""

    def _called_day(self, span: Span) -> str:
        return "Now" if span.key == timeline.NOW else self._day(span.until)

    def _title(self, changes: tuple[Difference, ...]) -> Row:
        newer, older = self._names
        against = f" against {older}" if older else " from the beginning"
        where = len({change.section for change in changes})
        count = f"{len(changes)} in {where} section{'s' if where > 1 else ''}" if changes else ""
        text = line((newer, "bold $heading"), (against, "$quiet"))
        return Row(None, text, right=plain(count, "$quiet"))

    def _days(self) -> Row:
        newer, older = self._names
        room = column(self.width)
        return Row(None, plain(f"{older or '':<{room + 3}}{newer}", "$quiet"))

    def _not_held(self) -> Iterator[Row]:
        check_in = self.here.check_in
        if check_in and not check_in.held and self.sought.holds(check_in.because):
            yield Row(
                check_in.handle,
                line(" ", private_mark(bool(check_in.because)), _why(check_in, self.today)),
                wrap=2,
            )

    def _beside(self) -> Iterable[Iterable[Row]]:
        if self.sought.section:
            return ()
        made = BesideRows(person=self.person, span=self.here, sought=self.sought, today=self.today)
        return made.parts("" if self.here == self.span else self._called_day(self.here))

    def _sections(self, changes: tuple[Difference, ...]) -> Iterator[Iterable[Row]]:
        for section in self.sought.sections:
            if found := [change for change in changes if change.section is section]:
                yield self._section(section, found)
        if not self.sought.words:
            yield self._folded({change.section for change in changes})

    def _section(self, section: Section, found: list[Difference]) -> Iterator[Row]:
        number, title = self._called(section)
        yield Row(None, line((number, "$mark"), " ", (title.upper(), "bold $heading")))
        for each in found:
            as_turn = turn(each, self.person.relation, self.today)
            yield from side_by_side(as_turn, self.width) if self._wide else stacked(as_turn)

    def _folded(self, changed: set[Section]) -> Iterator[Row]:
        widest = max(map(len, side(self.person.relation).titles.values()))
        for section in self.sought.sections:
            if section not in changed:
                number, title = self._called(section)
                since = timeline.quiet_since(self.person, section, self.span.until)
                words = f"no change since {self._day(since)}" if since else "nothing yet"
                yield detail(f"{number} {title:<{widest}}  {words}")

    def _called(self, section: Section) -> tuple[str, str]:
        """The number that shows only this section, and its title."""
        return f"{1 + tuple(Section).index(section)}", side(self.person.relation).titles[section]


def _why(check_in: CheckIn, today: date) -> str:
    if check_in.instead == BOOKED:
        return not_held(check_in, today)
    because = f": {check_in.because}" if check_in.because else ""
    moved = f"moved to {day_words(check_in.until, today)}" if check_in.until else ""
    return f"{moved if check_in.kind is CheckInKind.POSTPONED else check_in.kind}{because}"
