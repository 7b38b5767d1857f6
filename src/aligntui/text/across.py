"""Open differences, promises and untold feedback of the whole team."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from aligntui.domain.identity import Handle, number_of
from aligntui.domain.naming import folded
from aligntui.domain.person import Relation
from aligntui.domain.stance import Party, View
from aligntui.text.json_shapes import action_shape, feedback_shape
from aligntui.text.sides import side
from aligntui.text.summaries import promise_words
from aligntui.text.table import table
from aligntui.text.words import ago, private_mark

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from aligntui.domain.item import Item
    from aligntui.domain.notes import Action, Feedback
    from aligntui.domain.person import Person
    from aligntui.domain.stance import Stance
    from aligntui.text.json_shapes import Shape

_UNDER = " " * 8
_SAID = {View.AGREE: "agree", View.NOT_DISCUSSED: "not asked yet"}


class Dispute(NamedTuple):
    """An open item on which at least one of the two differs, and the day since when."""

    since: date
    person: Person
    item: Item


def disputes(people: Iterable[Person]) -> tuple[Dispute, ...]:
    """All open differences, oldest first."""
    found = (
        Dispute(item.disputed_since, person, item)
        for person in people
        for item in person.items
        if item.open and item.disputed_since
    )
    return tuple(sorted(found, key=lambda d: (d.since, *_of(d.person, d.item.handle))))


def dispute_lines(found: Iterable[Dispute], today: date) -> list[str]:
    """One line for each difference, followed by a line for what each of the two says."""
    chosen = tuple(found)
    rows = [
        (
            private_mark(each.item.now.private),
            ago(each.since, today),
            each.person.name,
            each.item.handle,
            each.item.text,
        )
        for each in chosen
    ]
    lines = []
    for each, line in zip(chosen, table(rows, ("",) * 5) if rows else (), strict=True):
        now = each.item.now
        said = (_stance_words("they", now.theirs), _stance_words("you", now.mine))
        lines += [line, *(_UNDER + words for words in said)]
    return lines


def dispute_shape(dispute: Dispute, today: date) -> Shape:
    """JSON of a difference; `on` is the day it began, `days` its age."""
    now = dispute.item.now
    return {
        "name": dispute.person.name,
        "handle": dispute.item.handle,
        "section": dispute.item.section.value,
        "text": dispute.item.text,
        "on": dispute.since.isoformat(),
        "days": (today - dispute.since).days,
        "mine": now.mine.view.value,
        "my_words": now.mine.how or None,
        "theirs": now.theirs.view.value,
        "their_words": now.theirs.how or None,
        "private": now.private,
    }


Promise = tuple["Person", "Action"]


def promises(people: Iterable[Person], today: date) -> tuple[Promise, ...]:
    """All open promises: mine, then theirs; by due day, then those without one by age."""
    found = ((person, action) for person in people for action in person.actions if action.open)
    return tuple(sorted(found, key=lambda p: (p[1].owner is not Party.ME, *_lateness(*p))))


def promise_lines(found: Iterable[Promise], today: date) -> list[str]:
    """My promises under one heading, theirs under another."""
    chosen = tuple(found)
    lines: list[str] = []
    for owner, title in side(Relation.REPORT).promised.items():
        rows = [
            (
                private_mark(a.private),
                promise_words(person, a, today),
                person.name,
                a.handle,
                a.text,
            )
            for person, a in chosen
            if a.owner is owner
        ]
        if rows:
            lines += ["", f"{title}:", *table(rows, ("",) * 5)]
    return lines[1:]


def promise_shape(promise: Promise, today: date) -> Shape:
    """JSON of a promise; `days_late` is negative before its due day, null without one."""
    person, action = promise
    late = (today - action.by).days if action.by else None
    return {**action_shape(person, action), "days_late": late}


Untold = tuple["Person", "Feedback"]


def untold(people: Iterable[Person]) -> tuple[Untold, ...]:
    """All feedback not told yet, oldest first."""
    found = ((person, each) for person in people for each in person.feedback if not each.told)
    return tuple(sorted(found, key=lambda u: (u[1].noted_on, *_of(u[0], u[1].handle))))


def untold_lines(found: Iterable[Untold], today: date) -> list[str]:
    """One line for each piece of feedback, with its age, its kind and the item it is about."""
    rows = [
        (
            ago(each.noted_on, today),
            person.name,
            each.handle,
            each.kind.value,
            f"{each.text} ({each.about})" if each.about else each.text,
        )
        for person, each in found
    ]
    return table(rows, ("",) * 5) if rows else []


def untold_shape(each: Untold, today: date) -> Shape:
    """JSON of a piece of feedback, with the days it has waited."""
    person, feedback = each
    return {**feedback_shape(person, feedback), "days": (today - feedback.noted_on).days}


def _stance_words(who: str, stance: Stance) -> str:
    return f'{who}: "{stance.how}"' if stance.how else f"{who}: {_SAID.get(stance.view, 'differ')}"


def _lateness(person: Person, action: Action) -> tuple[object, ...]:
    day = action.by or action.made_on
    return action.by is None, day, *_of(person, action.handle)


def _of(person: Person, handle: Handle) -> tuple[str, str, int]:
    """Sort key within one day: by name, then in the order in which handles were given."""
    return folded(person.name), handle[:1], number_of(handle)
