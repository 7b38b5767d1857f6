"""Rows of the overdue review: late people, decisions, and the summary at the end."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from aligntui.domain.due import DueState
from aligntui.domain.naming import folded
from aligntui.text import words
from aligntui.text.decisions import tally
from aligntui.tui.widgets.plain import fit, line, plain
from aligntui.tui.widgets.row import Row, gap, heading

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping
    from datetime import date

    from aligntui.domain.identity import PersonId
    from aligntui.domain.overview import Overview
    from aligntui.text.decisions import Decision

END: Final = "end"
"""The key of the row below the last person."""

QUEUE_LEGEND: Final = {**words.DUE_LEGEND, "=": "decided"}

_MARK, _NAME, _LATE, _LAST = 3, 22, 11, 6


def queue_rows(
    queue: Collection[Overview], done: Mapping[PersonId, Decision], today: date
) -> Iterable[Row]:
    """One row for each person, as of the start of the review, with the decision."""
    yield heading("OVERDUE", f"{len(queue)}")
    for person in queue:
        yield _row(person, done.get(person.id), today)  # type: ignore[call-overload]
    if len(done) == len(queue):
        yield gap()
        yield Row(END, line("   ", ("All decided", "bold $good")))


def end_rows(done: Collection[Decision], people: Iterable[Overview], today: date) -> Iterable[Row]:
    """A count of all decisions, and the next person due with the day."""
    yield heading("The end of the queue", f"{len(done)}")
    yield Row(None, plain(f"{tally(done)}"), wrap=0)
    coming = [p for p in people if p.archived is None and _is_ahead(p, today)]
    if coming:
        first = min(coming, key=lambda p: (p.due(today).due_on, folded(p.name)))
        day = words.day_words(first.due(today).due_on, today)
        said = f"Next is {first.name}, {words.late(first.due(today), today)}, {day}"
        yield Row(None, plain(said), wrap=0)
    yield gap()
    yield Row(None, plain("q goes back to the team, u undoes the last decision", "$quiet"), wrap=0)


def _row(person: Overview, decision: Decision | None, today: date) -> Row:
    due = person.due(today)
    tone = "$quiet" if decision else "$late"
    cells = (
        fit(plain("=" if decision else words.mark(due), tone), _MARK),
        fit(plain(person.name, "$quiet" if decision else ""), _NAME - 1),
        " ",
        fit(plain(words.late(due, today), tone), _LATE),
        fit(plain(words.ago(person.last_check_in, today), "$quiet"), _LAST),
        plain(decision.words, "$good") if decision else "",
    )
    return Row(person.id, line(*cells))


def _is_ahead(person: Overview, today: date) -> bool:
    due = person.due(today)
    return due.due_on >= today and due.state is not DueState.PAUSED
