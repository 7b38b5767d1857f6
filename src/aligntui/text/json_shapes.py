"""JSON of the records kept about a person: one function for each shape.

Dates are `YYYY-MM-DD`, keys snake_case; keys are only ever added. Callers remove from the person
what must not be seen.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from aligntui.domain.identity import number_of
from aligntui.domain.section import Section

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from aligntui.domain.away import Away
    from aligntui.domain.check_in import CheckIn
    from aligntui.domain.due import SectionState
    from aligntui.domain.guard import Proposal
    from aligntui.domain.item import Entry, Item
    from aligntui.domain.notes import Action, Feedback, Note, TalkingPoint
    from aligntui.domain.overview import Overview
    from aligntui.domain.person import Person


Shape = dict[str, Any]


def section_items(person: Person, section: Section) -> list[Shape]:
    """JSON of the open items of a section, in order."""
    return [item_shape(person, item) for item in person.open_items(section)]


def item_shape(person: Person, item: Item) -> Shape:
    """JSON of an item; `on` is the day of its present wording, state and stances."""
    now = item.now
    said = [stance.how for stance in (now.theirs, now.mine) if stance.how]
    return {
        "name": person.name,
        "handle": item.handle,
        "section": item.section.value,
        "text": item.text,
        "on": now.on.isoformat(),
        "state": now.details.state,
        "outcome": now.outcome.value if now.outcome else None,
        "agreement": item.agreement.value,
        "mine": now.mine.view.value,
        "theirs": now.theirs.view.value,
        "how": " / ".join(said) or None,
        "agreed_on": maybe_day(person.agreed_on(item)),
        "added_on": item.added_on.isoformat(),
        "private": now.private,
        "not_for_review": now.not_for_review,
        "misses": [miss_shape(person, miss) for miss in item.misses],
        "evidence": [evidence_shape(entry) for entry in item.evidence],
        "origin": item.origin,
        "became": item.became,
        **_own_fields(item),
    }


def miss_shape(person: Person, miss: Entry) -> Shape:
    """JSON of a miss; `told_on` is the day the resulting feedback was told."""
    from aligntui.domain.miss import led_to

    feedback = led_to(person, miss)
    return {
        **evidence_shape(miss),
        "feedback": feedback.handle if feedback else None,
        "told_on": maybe_day(feedback.told_on) if feedback else None,
        "origin": miss.origin,
    }


def evidence_shape(entry: Entry) -> Shape:
    """JSON of a piece of evidence."""
    return {"on": entry.on.isoformat(), "text": entry.text, "private": entry.private}


def action_shape(person: Person, action: Action) -> Shape:
    """JSON of an action; `times` counts the check-ins it has stayed open through."""
    from aligntui.domain.brief import times

    return {
        "name": person.name,
        "handle": action.handle,
        "text": action.text,
        "on": action.made_on.isoformat(),
        "owner": action.owner.value,
        "by": maybe_day(action.by),
        "done_on": maybe_day(action.done_on),
        "dropped_on": maybe_day(action.dropped_on),
        "because": action.because or None,
        "times": times(person, action.made_on) if action.open else None,
        "private": action.private,
    }


def note_shape(person: Person, note: Note) -> Shape:
    """JSON of a note."""
    return {
        "name": person.name,
        "handle": note.handle,
        "text": note.text,
        "on": note.on.isoformat(),
        "private": note.private,
    }


def feedback_shape(person: Person, feedback: Feedback) -> Shape:
    """JSON of a piece of feedback; `told_on` and `days_to_tell` are null until it was told."""
    return {
        "name": person.name,
        "handle": feedback.handle,
        "text": feedback.text,
        "on": feedback.noted_on.isoformat(),
        "kind": feedback.kind.value,
        "about": feedback.about,
        "told_on": maybe_day(feedback.told_on),
        "days_to_tell": feedback.days_to_tell,
        "understood_on": maybe_day(feedback.understood_on),
        "private": feedback.private,
    }


def talking_point_shape(person: Person, point: TalkingPoint) -> Shape:
    """JSON of a talking point; `raised_on` is null until it was raised."""
    return {
        "name": person.name,
        "handle": point.handle,
        "text": point.text,
        "on": point.added_on.isoformat(),
        "raised_on": maybe_day(point.raised_on),
        "private": point.private,
    }


def check_in_shape(person: Person, check_in: CheckIn) -> Shape:
    """JSON of a check-in, with the sections both went through in it."""
    gone_through = {s for r in person.resyncs if r.check_in == check_in.handle for s in r.sections}
    return {
        "name": person.name,
        "handle": check_in.handle,
        "on": check_in.on.isoformat(),
        "kind": check_in.kind.value,
        "resynced": [section.value for section in Section if section in gone_through],
        "until": maybe_day(check_in.until),
        "because": check_in.because,
        "notes": check_in.notes,
        "pulse": check_in.pulse,
        "addenda": [{"on": each.on.isoformat(), "text": each.text} for each in check_in.addenda],
    }


def away_shape(person: Person, away: Away) -> Shape:
    """JSON of an absence; `from` and `to` are inclusive."""
    return {
        "name": person.name,
        "from": away.first.isoformat(),
        "to": away.last.isoformat(),
        "because": away.because,
    }


def _own_fields(item: Item) -> Mapping[str, Any]:
    from aligntui.domain.details import Expectation, Focus, Helps, Opportunity

    match item.now.details:
        case Focus() as focus:
            return {"weight": focus.weight}
        case Expectation() as expectation:
            return {"responsible": not expectation.excluded, "success": expectation.success}
        case Opportunity() as opportunity:
            return {"helps": [h.value for h in Helps if h in opportunity.helps]}
        case risk:
            return {
                "cause": risk.cause.value if risk.cause else None,
                "raised_by": risk.raised_by.value,
                "mitigation": risk.mitigation,
                "owner": risk.owner.value if risk.owner else None,
                "threatens": risk.threatens,
            }


def maybe_day(day: date | None) -> str | None:
    """A date in ISO form, or None."""
    return day.isoformat() if day else None


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
    from aligntui.domain.numbers import recurrence
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
