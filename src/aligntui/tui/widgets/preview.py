"""A few lines about one person, beside or below a list."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import TYPE_CHECKING

from textual.content import Content

from aligntui.domain.section import Section
from aligntui.text import summaries, words
from aligntui.tui.widgets.plain import line, plain
from aligntui.tui.widgets.row import Row, detail, gap, heading
from aligntui.tui.widgets.rows import Rows

if TYPE_CHECKING:
    from aligntui.domain.overview import Line, Overview


_LABEL = 10


class Preview(Rows, can_focus=False):
    """Shows a person's role, state and open work; never has the focus."""

    def show_person(self, person: Overview | None, today: date, *, hide: bool) -> None:
        """Show one person, or nothing; `hide` leaves out private things."""
        if person is None:
            self.show(())
            return
        wide, last = self.size.height > 12, person.last_check_in
        met = f"last check-in {words.day_words(last, today)}" if last else "no check-in yet"
        head = _portrait(person, met, today) if wide else (_head(person, met, today),)
        self.show([*head, *_below(person, today, hide=hide, wide=wide)], keep=False)


def _head(person: Overview, met: str, today: date) -> Row:
    parts = (person.name, person.role, str(person.cadence.holding(today)))
    return heading(", ".join(filter(None, parts)), met)


def _portrait(person: Overview, met: str, today: date) -> Iterable[Row]:
    parts = (person.role, str(person.cadence.holding(today)))
    yield Row(None, plain(person.name, "bold $heading"), wrap=0)
    yield Row(None, plain(", ".join(filter(None, parts))), wrap=0)
    due = f"{words.late(person.due(today), today)}, {summaries.due_words(person, today)}, {met}"
    yield Row(None, plain(due, "$quiet"), wrap=0)
    yield gap()


def _why(person: Overview, today: date, *, hide: bool, wide: bool) -> list[Row]:
    """The reasons for a person's place in the list; a proposal with its key comes first."""
    said = (
        ("Cadence", filter(None, (summaries.proposed(person, today, hide=hide),))),
        ("Check-in", summaries.moves(person, today)),
        ("Sync", summaries.out_of_sync(person, today)),
    )
    if not wide:
        joined = ((title, ", ".join(each)) for title, each in said)
        return [
            Row(None, line((f"{title:<{_LABEL}}", "$quiet"), words), wrap=None)
            for title, words in joined
            if words
        ]
    lines = [each for _, some in said for each in some]
    rows = [Row(None, line("  ", plain(each)), wrap=4) for each in lines]
    return [Row(None, plain("Why", "$quiet")), *rows, gap()] if rows else []


def _below(person: Overview, today: date, *, hide: bool, wide: bool) -> list[Row]:
    groups = (
        ("Focus", _seen(person.focus, hide=hide), _with_share),
        ("Off track", _seen(person.off_track, hide=hide), _plain),
        ("You owe", _seen(person.promises, hide=hide), lambda ln: _with_age(ln, today)),
    )
    rows = _why(person, today, hide=hide, wide=wide)
    for title, lines, shown in groups:
        if wide:
            rows += [
                Row(None, plain(title, "$quiet")),
                *(Row(None, line(" " if ln.private else "  ", shown(ln)), wrap=5) for ln in lines),
            ]
            rows += [gap()] if lines else [detail(f"  nothing{' shared' if hide else ''}"), gap()]
        elif lines:
            joined = Content("   ").join(shown(ln) for ln in lines)
            rows.append(Row(None, line((f"{title:<{_LABEL}}", "$quiet"), joined)))
    if not person.focus and not wide:
        rows.append(
            detail(f"{Section.FOCUS.question}  enter opens the sections, where a adds a line")
        )
    return rows


def _seen(lines: Iterable[Line], *, hide: bool) -> tuple[Line, ...]:
    return tuple(ln for ln in lines if not (hide and ln.private))


def _plain(ln: Line) -> Content:
    private = words.PRIVATE if ln.private else ""
    return line(private, (ln.handle, "$mark"), " ", plain(ln.text))


def _with_share(ln: Line) -> Content:
    share = f" {ln.weight}%" if ln.weight is not None else ""
    return line(_plain(ln), (share, "$quiet"))


def _with_age(ln: Line, today: date) -> Content:
    return line(_plain(ln), (f", {words.ago(ln.since, today)}", "$quiet"))


class Aside(Rows, can_focus=False):
    """A few sentences, or no room at all; never has the focus."""

    DEFAULT_CSS = """
    Aside { height: auto; max-height: 4; display: none; }
    Aside.-any { display: block; }
    """

    def say(self, sentences: Iterable[str]) -> None:
        """Show some sentences, or nothing."""
        rows = [Row(None, plain(each, "$soon"), wrap=2) for each in sentences]
        self.set_class(bool(rows), "-any")
        self.show(rows, keep=False)
