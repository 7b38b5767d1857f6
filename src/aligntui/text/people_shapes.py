"""JSON of people: the rows of lists, and one person with all records.

The records are in `json_shapes`, whose conventions hold here too.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from aligntui.domain.identity import number_of
from aligntui.domain.section import Section
from aligntui.text.json_shapes import (
    action_shape,
    away_shape,
    check_in_shape,
    feedback_shape,
    item_shape,
    maybe_day,
    note_shape,
    talking_point_shape,
)

if TYPE_CHECKING:
    from datetime import date

    from aligntui.domain.alignment import SectionState
    from aligntui.domain.guard import Proposal
    from aligntui.domain.overview import Overview
    from aligntui.domain.person import Person
    from aligntui.text.json_shapes import Shape


def due_row(overview: Overview, today: date, *, hide: bool = False) -> Shape:
    """JSON of one person of `due`: the state of the check-in and of the four sections.

    With `hide`, reasons are left out and the count of untold feedback is null: it counts private
    things. `days_late` is null while somebody is away, `back_on` at all other times.
    """
    due = overview.due(today)
    cadence = overview.cadence.without_reason() if hide else overview.cadence
    return {
        "name": overview.name,
        "relation": overview.relation,
        "state": due.state.value,
        "due_on": due.due_on.isoformat(),
        "days_late": None if due.back_on else due.days_late,
        "back_on": maybe_day(due.back_on),
        "last_check_in": maybe_day(overview.last_check_in),
        "cadence": str(cadence),
        "proposals": [_proposal(each, hide=hide) for each in overview.proposals(today)],
        "sections": {
            section.value: _section(overview.section(section, today)) for section in Section
        },
        "open_actions": {"mine": overview.actions_mine, "theirs": overview.actions_theirs},
        "untold_feedback": None if hide else overview.untold,
        "differences": overview.differences,
    }


def list_row(overview: Overview, *, hide: bool = False) -> Shape:
    """JSON of one person of `list`; with `hide` without the reason of the cadence."""
    cadence = overview.cadence.without_reason() if hide else overview.cadence
    return {
        "name": overview.name,
        "relation": overview.relation,
        "role": overview.role,
        "cadence": str(cadence),
        "added": overview.added.isoformat(),
        "archived": maybe_day(overview.archived),
    }


def person_shape(person: Person) -> Shape:
    """JSON of a person without the records about them."""
    return {
        "name": person.name,
        "relation": person.relation.value,
        "role": person.role,
        "level": person.level.value if person.level else None,
        "started": maybe_day(person.started),
        "added": person.added.isoformat(),
        "archived": maybe_day(person.archived),
        "cadence": str(person.cadences.check_in),
        "section_cadences": {s.value: str(person.cadences.of(s)) for s in Section},
        "away": [away_shape(person, away) for away in person.away],
    }


def show_shape(person: Person, today: date) -> Shape:
    """JSON of `show`: the person, open items and actions, check-ins, notes, points that wait."""
    from aligntui.domain.brief import waiting
    from aligntui.text.brief import point_shape

    newest = sorted(person.check_ins, key=lambda c: (c.on, number_of(c.handle)), reverse=True)
    return {
        **person_shape(person),
        "as_of": today.isoformat(),
        "sections": {s.value: _recurring(person, s, today) for s in Section},
        "actions": [action_shape(person, action) for action in person.actions if action.open],
        "check_ins": [check_in_shape(person, c) for c in newest],
        "notes": [note_shape(person, n) for n in person.notes],
        "talking_points": [talking_point_shape(person, p) for p in person.talking_points if p.open],
        "feedback": [feedback_shape(person, f) for f in person.feedback if not f.told],
        "told_feedback": [feedback_shape(person, f) for f in person.feedback if f.told],
        "untold_feedback": sum(not f.told for f in person.feedback),
        "waiting": [point_shape(person, point) for point in waiting(person, today)],
    }


def _recurring(person: Person, section: Section, today: date) -> list[Shape]:
    from aligntui.domain.recurrence import recurrence
    from aligntui.text.recurrence import recurrence_shape

    return [
        {
            **item_shape(person, item),
            "recurrence": recurrence_shape(recurrence(person, item, today)),
        }
        for item in person.open_items(section)
    ]


def _proposal(proposal: Proposal, *, hide: bool) -> Shape:
    return {
        "of": proposal.of,
        "cadence": str(proposal.cadence),
        "instead_of": str(proposal.instead_of),
        "because": "" if hide else proposal.because,
        "ended_on": maybe_day(proposal.ended_on),
    }


def _section(state: SectionState) -> Shape:
    return {
        "state": state.state.value,
        "resynced_on": maybe_day(state.resynced_on),
        "due_on": maybe_day(state.due_on),
    }
