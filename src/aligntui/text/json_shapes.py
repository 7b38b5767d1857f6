"""JSON of the records kept about a person: one function for each shape.

Keys are snake_case and only ever added. Values are the values of the domain: where JSON is
printed, a day becomes `YYYY-MM-DD`. Callers remove from the person what must not be seen.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from operator import attrgetter
from typing import TYPE_CHECKING, Any

from aligntui.domain.section import Section

if TYPE_CHECKING:
    from aligntui.domain.check_in import CheckIn
    from aligntui.domain.days import Away
    from aligntui.domain.fields import Field
    from aligntui.domain.item import Entry, Item
    from aligntui.domain.notes import Action, Feedback, Kept, Note, TalkingPoint, Win
    from aligntui.domain.overview import Overview
    from aligntui.domain.person import Named, Person


Shape = dict[str, Any]


def picked(thing: object, names: str) -> Shape:
    """Some fields of a record under their names, or as `key=field` under another key."""
    pairs = (name.partition("=") for name in names.split())
    return {key: attrgetter(field or key)(thing) for key, _, field in pairs}


def _item(person: Person, item: Item) -> Shape:
    """JSON of a line; `on` is the day of its present wording, state and stances."""
    from aligntui.domain.fields import fields_of

    now = item.now
    said = [stance.how for stance in (now.theirs, now.mine) if stance.how]
    return {
        **picked(item, "handle section text on=now.on state=now.details.state"),
        **picked(item, "outcome=now.outcome agreement mine=now.mine.view theirs=now.theirs.view"),
        "how": " / ".join(said) or None,
        "agreed_on": person.agreed_on(item),
        "agreed_before": item.agreed_before and item.agreed_before.since,
        "agreed_before_with": (item.agreed_before and item.agreed_before.by) or None,
        **picked(item, "proposed_by added_on"),
        "because": now.because and now.because.text,
        "because_private": bool(now.because and now.because.private),
        **picked(item, "private=now.private not_for_review=now.not_for_review"),
        "misses": [miss_shape(person, miss) for miss in item.misses],
        "wrong": [
            {**evidence_shape(each), "origin": each.origin} for each in item.entries if each.wrong
        ],
        "evidence": [evidence_shape(entry) for entry in item.evidence],
        "shares": [
            {**evidence_shape(each), "share": each.share, "agreed": agreed}
            for each, agreed in item.shares
        ],
        **picked(item, "origin became"),
        **{
            field.json: _value(field, getattr(now.details, field.name))
            for field in fields_of(now.details)
            if not field.progress
        },
    }


def _value(field: Field, value: Any) -> object:
    from aligntui.domain.fields import Kind, chosen

    if field.kind is Kind.SEVERAL:
        return chosen(field, value)
    return not value if field.opposite else value


def miss_shape(person: Person, miss: Entry) -> Shape:
    """JSON of a miss; `told_on` is the day the resulting feedback was told."""
    from aligntui.domain.miss import led_to

    feedback = led_to(person, miss)
    return {
        **evidence_shape(miss),
        "feedback": feedback.handle if feedback else None,
        "told_on": feedback.told_on if feedback else None,
        "origin": miss.origin,
    }


def evidence_shape(entry: Entry) -> Shape:
    """JSON of a piece of evidence; `ladder` where it is held against a line of it."""
    return picked(entry, "on text private ladder" if entry.ladder else "on text private")


def _action(person: Person, action: Action) -> Shape:
    """JSON of an action; `times` counts the check-ins it has stayed open through."""
    from aligntui.domain.points import times

    return {
        **picked(action, "handle text on=made_on owner by done_on dropped_on"),
        "because": action.because or None,
        "times": times(person, action.made_on) if action.open else None,
        "moved": [picked(each, "on was") for each in action.moves],
        "ends": _ends(action),
        "edited": _edited(action),
        "private": action.private,
    }


def _ends(thing: Action | Feedback | TalkingPoint) -> list[Shape]:
    """JSON of the ends that were taken back."""
    return [
        {**picked(each, "end on reopened_on"), "because": each.because or None}
        for each in thing.ends
    ]


def _edited(thing: Kept) -> list[Shape]:
    """JSON of what it was before each edit."""
    from aligntui.domain.notes import EDITED

    past = (each for each in thing.edited if each.field in EDITED)
    return [{**picked(each, "on field"), "was": each.was or None} for each in past]


def _note(_: Person, note: Note) -> Shape:
    return {**picked(note, "handle text on private"), "edited": _edited(note)}


def _win(_: Person, win: Win) -> Shape:
    """JSON of a win; `owner` says whose it is."""
    found = picked(win, "handle text on owner about private")
    return {**found, "ladder": win.ladder or None, "edited": _edited(win)}


def _feedback(_: Person, feedback: Feedback) -> Shape:
    """JSON of a piece of feedback; `told_on` and `days_to_tell` are null until it was told.

    `from` says of what was received who gave it: them, or somebody's name.
    """
    names = "handle text on=noted_on kind about told_on days_to_tell understood_on private"
    return {
        **picked(feedback, names),
        "from": (feedback.source or "them") if feedback.received else None,
        "ends": _ends(feedback),
        "edited": _edited(feedback),
    }


def _talking_point(_: Person, point: TalkingPoint) -> Shape:
    """JSON of a talking point; `raised_on` is null until it was raised."""
    found = picked(point, "handle text on=added_on owner raised_on private")
    return {**found, "ends": _ends(point), "edited": _edited(point)}


def _check_in(person: Person, check_in: CheckIn) -> Shape:
    """JSON of a check-in, with the sections both went through in it."""
    gone_through = {s for r in person.resyncs if r.check_in == check_in.handle for s in r.sections}
    return {
        **picked(check_in, "handle on kind"),
        "resynced": [section for section in Section if section in gone_through],
        **picked(check_in, "until because notes pulse"),
        "addenda": [picked(each, "on text") for each in check_in.addenda],
    }


_SHAPES: dict[str, Callable[[Person, Any], Shape]] = {
    "A": _action, "B": _feedback, "C": _check_in, "N": _note, "T": _talking_point, "W": _win,
}  # fmt: skip


def shape_of(person: Person, thing: Named) -> Shape:
    """JSON of a thing with a handle, as its letter says what it is."""
    made = _SHAPES.get(thing.handle[0], _item)
    return {"name": person.name, **made(person, thing)}


def shapes_of(person: Person, things: Iterable[Named]) -> list[Shape]:
    """JSON of several of them, in their order."""
    return [shape_of(person, each) for each in things]


def away_shape(person: Person, away: Away) -> Shape:
    """JSON of an absence; `from` and `to` are inclusive."""
    return {"name": person.name, **picked(away, "from=first to=last because")}


def due_row(overview: Overview, today: date, *, hide: bool) -> Shape:
    """JSON of one person of `due`: the state of the check-in and of the four sections.

    With `hide`, reasons are left out and the count of untold feedback is null: it counts private
    things. `days_late` is null while somebody is away, `back_on` at all other times.
    """
    due = overview.due(today)
    cadence = overview.cadence.without_reason() if hide else overview.cadence
    return {
        **picked(overview, "name relation"),
        **picked(due, "state due_on"),
        "days_late": None if due.back_on else due.days_late,
        "back_on": due.back_on,
        "last_check_in": overview.last_check_in,
        "cadence": str(cadence),
        "proposals": [
            {
                "of": each.of,
                "cadence": str(each.cadence),
                "instead_of": str(each.instead_of),
                "because": "" if hide else each.because,
                "ended_on": each.ended_on,
            }
            for each in overview.proposals(today)
        ],
        "sections": {
            section.value: picked(overview.section(section, today), "state resynced_on due_on")
            for section in Section
        },
        "open_actions": picked(overview, "mine=actions_mine theirs=actions_theirs"),
        "untold_feedback": None if hide else overview.untold,
        "untold_since": None if hide else overview.untold_since,
        "differences": overview.differences,
        "off_track": sum(facts.off for facts in overview.sections),
        "open_risks": overview.sections[-1].items,
        "round": overview.round_state or None,
        "booked": None if overview.booked is None else bool(overview.booked),
        "booked_at": overview.booked_at.isoformat() if overview.booked_at else None,
    }


def list_row(overview: Overview, *, hide: bool) -> Shape:
    """JSON of one person of `list`; with `hide` without the reason of the cadence."""
    cadence = overview.cadence.without_reason() if hide else overview.cadence
    return {
        **picked(overview, "name relation role"),
        "cadence": str(cadence),
        **picked(overview, "added archived"),
    }


def person_shape(person: Person, names: Mapping[str, str]) -> Shape:
    """JSON of a person without the records about them; `names` of everybody by their ids."""
    from aligntui.domain.person_fields import PERSON_FIELDS

    return {
        **{row.column: row.of(person, names) for row in PERSON_FIELDS if not row.cadence},
        "reports_to": names.get(person.reports_to),  # null for nobody, as in a list
        "cadence": str(person.cadences.check_in),
        "section_cadences": {s.value: str(person.cadences.of(s)) for s in Section},
        "away": [away_shape(person, away) for away in person.away],
    }
