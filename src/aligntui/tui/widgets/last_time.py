"""The notes of the last check-in, and the events since."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from aligntui.domain.difference import differences
from aligntui.domain.section import Section
from aligntui.text import words
from aligntui.tui.widgets.plain import line, plain
from aligntui.tui.widgets.row import Row, detail, gap, heading
from aligntui.tui.widgets.rows import Rows

if TYPE_CHECKING:
    from datetime import date

    from textual.content import Content

    from aligntui.domain.check_in import CheckIn
    from aligntui.domain.difference import Difference
    from aligntui.domain.person import Person, Relation


class LastTime(Rows):
    """The past beside the present, read only."""

    @property
    def any(self) -> bool:
        """True when there is anything to show."""
        return bool(self._given)

    def show_step(self, person: Person, step: str, today: date) -> None:
        """Show the notes or changes of last time that belong to a step."""
        last = person.last_check_in
        if step in ("since", "notes", "actions"):
            # the agenda lists notes kept since as points
            said = _said(last) if step == "since" else _notes(person, today)
            self.show([_title(person, today), *said] if said else [], keep=False)
            return
        section = Section(step)
        before = _before_last(person)
        rows = [heading("Last time" if last else "Before")]
        rows += _changes(person, before, last.on if last else today, section)
        if len(rows) == 1:
            rows.append(detail(f"  {section.title}: nothing changed"))
        self.show(rows, keep=False)


def _title(person: Person, today: date) -> Row:
    last = person.last_check_in
    if last is None:
        return heading("The first check-in")
    return heading(
        f"Last time, {words.day_words(last.on, today)}", f"{words.ago(last.on, today)} ago"
    )


def _before_last(person: Person) -> date | None:
    last = person.last_check_in
    days = [c.on for c in person.check_ins if c.held and last and c.on < last.on]
    return max(days, default=None)


def _said(last: CheckIn | None) -> list[Row]:
    """The notes of a check-in and its corrections."""
    if last is None:
        return []
    lines = [*(last.notes.split("\n") if last.notes else ()), *(a.text for a in last.addenda)]
    return [Row(None, plain(f"{words.private_mark(True)}{each}"), wrap=1) for each in lines]


def _notes(person: Person, today: date) -> list[Row]:
    last = person.last_check_in
    since = last.on if last else person.added - timedelta(days=1)
    rows = _said(last)
    for note in person.notes:
        if note.on >= since:
            said = f"{words.day_words(note.on, today)}: "
            first, *more = note.text.split("\n")
            rows += [
                Row(None, line(words.private_mark(note.private), (said, "$quiet"), first), wrap=3),
                *(detail(f"   {m}") for m in more),
            ]
    return [*rows, gap()] if rows else []


def _changes(person: Person, since: date | None, until: date, section: Section) -> list[Row]:
    found = [each for each in differences(person, since, until) if each.section is section]
    return [Row(None, _change(each, person.relation), wrap=3) for each in found]


def _change(change: Difference, relation: Relation) -> Content:
    private = words.private_mark(change.after.private)
    return line((" ~", "$soon"), private, words.difference_words(change, relation))
