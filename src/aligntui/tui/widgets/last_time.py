"""What was said last time, and what happened since."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from aligntui.domain.difference import differences
from aligntui.domain.section import Section
from aligntui.text import words
from aligntui.text.summaries import action_words
from aligntui.tui.widgets.plain import line, plain
from aligntui.tui.widgets.row import Row, detail, gap, heading
from aligntui.tui.widgets.rows import Rows

if TYPE_CHECKING:
    from datetime import date

    from aligntui.domain.person import Person


class LastTime(Rows):
    """Shows the past beside the present; nothing in it can be changed."""

    def show_since(self, person: Person, today: date, *, hide: bool) -> None:
        """All that happened since the last check-in."""
        last = person.last_check_in
        rows = [_title(person, today), *_notes(person, today, hide=hide)]
        rows += _changes(person, last.on if last else None, today, None, hide=hide)
        rows += _promises(person, today, hide=hide)
        rows += _waiting(person, hide=hide)
        self.show(rows, keep=False)

    def show_step(self, person: Person, step: str, today: date, *, hide: bool) -> None:
        """What was said last time to one step."""
        last = person.last_check_in
        if step in ("notes", "actions"):
            self.show([_title(person, today), *_notes(person, today, hide=hide)], keep=False)
            return
        section = Section(step)
        before = _before_last(person)
        rows = [heading("Last time" if last else "Before")]
        rows += _changes(person, before, last.on if last else today, section, hide=hide)
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


def _notes(person: Person, today: date, *, hide: bool) -> list[Row]:
    last = person.last_check_in
    since = last.on if last else person.added - timedelta(days=1)
    if hide:
        return []
    texts = [last.notes] if last and last.notes else []
    rows = [Row(None, plain(f" {each}"), wrap=1) for text in texts for each in text.split("\n")]
    for note in person.notes:
        if note.on >= since:
            said = f"{words.day_words(note.on, today)}: "
            first, *more = note.text.split("\n")
            rows += [
                Row(None, line(" ", (said, "$quiet"), first), wrap=3),
                *(detail(f"   {m}") for m in more),
            ]
    return [*rows, gap()] if rows else []


def _changes(
    person: Person, since: date | None, until: date, section: Section | None, *, hide: bool
) -> list[Row]:
    found = [
        each
        for each in differences(person, since, until)
        if (section is None or each.section is section) and not (hide and each.after.private)
    ]
    return [
        Row(None, line((" ~ ", "$soon"), words.difference_words(each)), wrap=3) for each in found
    ]


def _promises(person: Person, today: date, *, hide: bool) -> list[Row]:
    actions = [a for a in person.actions if a.open and not (hide and a.private)]
    return [
        Row(
            None,
            line(
                (" [ ] ", "$mark"),
                f"{a.handle} {a.text}",
                (f", {action_words(a, today)}", "$quiet"),
            ),
        )
        for a in actions
    ]


def _waiting(person: Person, *, hide: bool) -> list[Row]:
    points = [p for p in person.talking_points if p.open and not (hide and p.private)]
    untold = [f for f in person.feedback if not f.told and not (hide and f.private)]
    return [
        *(Row(None, line((" ? ", "$mark"), f"{p.handle} {p.text}"), wrap=3) for p in points),
        *(
            Row(None, line((" ! ", "$late"), f"{f.handle} not told: {f.text}"), wrap=3)
            for f in untold
        ),
    ]
