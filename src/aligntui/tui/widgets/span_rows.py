"""Rows for one span of the timeline: changed sections, unchanged sections, then other events."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Final

from aligntui.domain.check_in import BOOKED, CheckIn, CheckInKind
from aligntui.domain.section import Section
from aligntui.domain.timeline import NOW, Span, quiet_since
from aligntui.text.noted import not_held
from aligntui.text.past import NEW
from aligntui.text.sides import side
from aligntui.text.summaries import IN_TIME, LATE, regular_words, strip
from aligntui.text.timeline import (
    ACTIONS,
    FEEDBACK,
    NOTES,
    RAISED,
    ROUNDS,
    WINS,
    Beside,
    addenda_words,
    beside,
    late_words,
)
from aligntui.text.words import ITEM_LEGEND, MONTHS, PRIVATE, day_words, marked, private_mark
from aligntui.tui.widgets.fixed_rows import LineWidget
from aligntui.tui.widgets.plain import fit, line, plain
from aligntui.tui.widgets.row import Row, detail, gap, heading
from aligntui.tui.widgets.turn_rows import column, side_by_side, stacked, turn

if TYPE_CHECKING:
    from textual.content import Content

    from aligntui.domain.events import Difference
    from aligntui.domain.person import Person
    from aligntui.domain.search import Meant, Sought


_INDENT: Final = 6


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
        return "Now" if span.key == NOW else self._day(span.until)

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
                line(" ", marked(_why(check_in, self.today), private=bool(check_in.because))),
                wrap=2,
            )

    def _beside(self) -> Iterator[list[Row]]:
        """Notes, actions, points and feedback, each under a heading."""
        if self.sought.section:
            return
        of = "" if self.here == self.span else self._called_day(self.here)
        found = beside(self.person, self.here, self.sought, self.today, carried=True)
        for title in (NOTES, WINS, ACTIONS, RAISED, FEEDBACK, ROUNDS):
            rows = [*self._said()] if title == NOTES else []
            rows += [row for each in found if each.group == title for row in _beside_rows(each)]
            if rows:
                yield [Row(None, line((title, "bold $heading"), (f"  {of}", "$quiet"))), *rows]

    def _said(self) -> Iterator[Row]:
        """The notes of the check-in, its pulse and later corrections."""
        if (check_in := self.here.check_in) is None:
            return
        if check_in.notes and self.sought.holds(check_in.notes):
            yield from _note_rows("said", "", check_in.notes)
        if check_in.pulse and not self.sought.words:
            yield from _note_rows("pulse", "", f"pulse {check_in.pulse}")
        for at, (when, text) in enumerate(addenda_words(self.person, check_in, self.today)):
            if self.sought.holds(text):
                yield from _note_rows(f"later.{at}", when, text)

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
            late = late_words(self.person, self.span, each.item.handle, self.today)
            as_turn = turn(each, self.person.relation, self.today, late)
            yield from side_by_side(as_turn, self.width) if self._wide else stacked(as_turn)

    def _folded(self, changed: set[Section]) -> Iterator[Row]:
        widest = max(map(len, side(self.person.relation).titles.values()))
        for section in self.sought.sections:
            if section not in changed:
                number, title = self._called(section)
                since = quiet_since(self.person, section, self.span.until)
                words = f"no change since {self._day(since)}" if since else "nothing yet"
                yield detail(f"{number} {title:<{widest}}  {words}")

    def _called(self, section: Section) -> tuple[str, str]:
        """The number that shows only this section, and its title."""
        return f"{1 + tuple(Section).index(section)}", side(self.person.relation).titles[section]


def _beside_rows(each: Beside) -> Iterator[Row]:
    if each.group in (NOTES, ROUNDS):
        key, text = each.handle, each.text
        if each.moved:
            key, text = f"moved.{key}", f"{key} {text}"
        yield from _note_rows(key, each.lead, text, private=each.private)
        return
    tone = {"+": "bold $good", "-": "bold $late"}.get(each.sign, "")
    begun = line(
        (each.sign, tone),
        private_mark(each.private),
        (f"{each.handle:<3} ", "$mark"),
        (f"{each.lead}: ", "$quiet"),
        each.text,
    )
    if each.group == ACTIONS:
        end = (f"  {each.how}" if each.how else "", "$quiet")
        yield Row(each.handle, line(begun, end), wrap=_INDENT)
    else:
        yield Row(each.handle, begun, wrap=_INDENT)
    if under := each.because if each.group == ACTIONS else each.how:
        yield detail(" " * _INDENT + under)


def _note_rows(key: str, day: str, text: str, *, private: bool = True) -> Iterator[Row]:
    first, *more = text.split("\n")
    start = (f"{day}: ", "$quiet")
    begun = marked(first, private=private) if not day else line(private_mark(private), start, first)
    yield Row(f"{key}.0", line(" ", begun), wrap=2)
    for number, each in enumerate(more, 1):
        yield Row(f"{key}.{number}", line("  ", each), wrap=2)


def _why(check_in: CheckIn, today: date) -> str:
    if check_in.instead == BOOKED:
        return not_held(check_in, today)
    because = f": {check_in.because}" if check_in.because else ""
    moved = f"moved to {day_words(check_in.until, today)}" if check_in.until else ""
    return f"{moved if check_in.kind is CheckInKind.POSTPONED else check_in.kind}{because}"


_INSTEAD: Final = {"": "", "postponed": " moved"}
MARKED: Final = " marked"
DATE_LEGEND: Final = {
    "F.OR": "the sections in which something changed; a dot is one without a change",
    "3": "how many changes",
    IN_TIME: "a check-in in time; before words: gone",
    LATE: "a check-in after its day",
    NEW: "new",
    PRIVATE: ITEM_LEGEND[PRIVATE],
}


def date_rows(
    spans: Sequence[Span], meant: Mapping[str, Meant], today: date, *, marked: str | None
) -> Iterable[Row]:
    """One row for each span, newest first; those without a match are quiet."""
    year = today.year
    for span in spans:
        if span.check_in and span.until.year != year:
            year = span.until.year
            yield heading(str(year))
        yield _row(span, meant[span.key], marked=span.key == marked)
    if len(spans) == 1:
        yield detail(" No check-in yet")


def _row(span: Span, meant: Meant, *, marked: bool) -> Row:
    day, kind = "   now", ""
    if span.check_in:
        day = f"{span.until.day:>2} {MONTHS[span.until.month - 1]}"
        kind = _INSTEAD.get(span.check_in.instead, f" {span.check_in.instead}")
    tone = "$mark" if meant.number else "$quiet"
    return Row(
        span.key,
        line((day, "" if meant.number else "$quiet"), (MARKED if marked else "", "bold $mark"),
             (kind, "$quiet")),
        right=line((_where(meant), tone), (f"{meant.number or '-':>4}", "$quiet")),
    )  # fmt: skip


def _where(meant: Meant) -> str:
    changed = {change.section for change in meant.changes}
    return "".join(section.letter if section in changed else "." for section in Section)


class Regularity(LineWidget):
    """The recent check-ins in time, counted in words and with a mark for each."""

    _met: tuple[bool, ...] = ()

    def say(self, met: tuple[bool, ...]) -> None:
        """Show check-ins in time and late; nothing without any."""
        self._met = met
        self.display = bool(met)
        self.refresh()

    def render(self) -> Content:
        """The words, then the marks if there is room for them."""
        width = self.size.width
        words = regular_words(self._met)
        marks = strip(self._met, max(0, width - len(words) - 4))
        return fit(line(" ", (words, "$quiet"), "  ", *map(_mark, marks)), width)


def _mark(mark: str) -> tuple[str, str]:
    return (mark, "$good" if mark == IN_TIME else "bold $soon")
