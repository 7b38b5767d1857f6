"""Open differences, concerns, promises and untold feedback of the whole team.

Each list is found in the people, and laid out once: the terminal app and the commands draw the
same lines.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import TYPE_CHECKING, NamedTuple

from aligntui.domain.glance import in_trouble_since
from aligntui.domain.identity import Handle, number_of
from aligntui.domain.naming import folded
from aligntui.domain.notes import Action, Feedback, FeedbackKind
from aligntui.domain.person import Person, Relation
from aligntui.domain.stance import Party, View
from aligntui.text.fields import about_earlier, threatened_words
from aligntui.text.json_shapes import Shape, picked, shape_of
from aligntui.text.sides import side
from aligntui.text.summaries import promise_words
from aligntui.text.table import table
from aligntui.text.words import ago, private_mark

if TYPE_CHECKING:
    from aligntui.domain.item import Item, Revision

_UNDER = " " * 8
_SAID = {View.AGREE: "agree", View.NOT_DISCUSSED: "not asked yet"}
LATE, PRAISE, CORRECTIVE, DIFFERS = "!", "+", "-", "x"
"""What is marked in a list on the screen."""


class Listed(NamedTuple):
    """One line of a list."""

    person: Person
    handle: Handle
    text: str
    when: str
    """Its age, or the day it is due."""
    private: bool
    mark: str = ""
    group: str = ""
    """The heading it stands under."""
    kind: str = ""
    about: str = ""
    """The item it is about."""
    under: tuple[str, ...] = ()
    """What each of the two says."""


def list_lines(listed: Iterable[Listed]) -> list[str]:
    """A list to print: a heading over each group, and under each line what belongs to it."""
    chosen = tuple(listed)
    lines: list[str] = []
    for group in dict.fromkeys(each.group for each in chosen):
        found = [each for each in chosen if each.group == group]
        lines += ["", f"{group}:"] if group else []
        rows = [_cells(each) for each in found]
        for each, line in zip(found, table(rows, ("",) * 5), strict=True):
            lines += [line, *(_UNDER + words for words in each.under)]
    return lines[1:] if lines and not lines[0] else lines


def _cells(each: Listed) -> tuple[str, ...]:
    text = f"{each.text} ({each.about})" if each.about else each.text
    if each.kind:
        return each.when, each.person.name, each.handle, each.kind, text
    return private_mark(each.private), each.when, each.person.name, each.handle, text


class Aged(NamedTuple):
    """An open item that is in a certain state, and the day since when it is."""

    since: date
    person: Person
    item: Item


def disputes(people: Iterable[Person]) -> tuple[Aged, ...]:
    """All open differences, oldest first."""
    found = (
        Aged(item.disputed_since, person, item)
        for person in people
        for item in person.items
        if item.open and item.disputed_since
    )
    return tuple(sorted(found, key=lambda d: (d.since, *_of(d.person, d.item.handle))))


def dispute_line(dispute: Aged, today: date) -> Listed:
    """A difference, with what each of the two says."""
    since, person, item = dispute
    said = (_stance_words("they", item.now, Party.THEM), _stance_words("you", item.now, Party.ME))
    age, private = ago(since, today), item.now.private
    return Listed(person, item.handle, item.text, age, private, DIFFERS, under=said)


def dispute_shape(dispute: Aged, today: date) -> Shape:
    """JSON of a difference; `on` is the day it began, `days` its age."""
    now = dispute.item.now
    return {
        "name": dispute.person.name,
        **picked(dispute.item, "handle section text"),
        "on": dispute.since,
        "days": (today - dispute.since).days,
        "mine": now.mine.view,
        "my_words": now.mine.how or None,
        "theirs": now.theirs.view,
        "their_words": now.theirs.how or None,
        "private": now.private,
    }


def concerns(people: Iterable[Person], today: date) -> tuple[Aged, ...]:
    """Expectations off track, risks without mitigation, risks long open; each oldest first."""
    found = (
        Aged(since, person, item)
        for person in people
        for item in person.items
        if (since := in_trouble_since(item, today))
    )

    def order(each: Aged) -> tuple[object, ...]:
        now = each.item.now
        by_name = _of(each.person, each.item.handle)
        return not now.off_track, not now.unmitigated, each.since, *by_name

    return tuple(sorted(found, key=order))


def _heading(now: Revision) -> str:
    if now.off_track:
        return "Off track"
    return "Risks without mitigation" if now.unmitigated else "Risks open for long"


def concern_line(concern: Aged, today: date) -> Listed:
    """A line under the heading of its kind, with what a risk threatens; off track is marked."""
    since, person, item = concern
    about, mark = threatened_words(item, person), LATE * item.now.off_track
    said = item.text, ago(since, today), item.now.private, mark, _heading(item.now)
    return Listed(person, item.handle, *said, about=about)


def concern_shape(concern: Aged, today: date) -> Shape:
    """JSON of the same; `on` is the day since when, `days` its age."""
    since, person, item = concern
    return {
        **picked(person, "name"),
        **picked(item, "handle section text state=now.details.state private=now.private"),
        "mitigation": getattr(item.now.details, "mitigation", None),
        "threatens": getattr(item.now.details, "threatens", None),
        "on": since,
        "days": (today - since).days,
    }


Promise = tuple["Person", "Action"]


def promises(people: Iterable[Person], today: date) -> tuple[Promise, ...]:
    """All open promises: mine, then theirs; by due day, then those without one by age."""
    found = ((person, action) for person in people for action in person.actions if action.open)

    def order(promise: Promise) -> tuple[object, ...]:
        person, each = promise
        day = each.by or each.made_on
        return each.owner is not Party.ME, each.by is None, day, *_of(person, each.handle)

    return tuple(sorted(found, key=order))


def promise_line(promise: Promise, today: date) -> Listed:
    """A promise under the heading of its owner, marked when its day is over."""
    person, action = promise
    when, group = promise_words(person, action, today), side(Relation.REPORT).promised[action.owner]
    mark = LATE if action.by and action.by < today else ""
    return Listed(person, action.handle, action.text, when, action.private, mark, group)


def promise_shape(promise: Promise, today: date) -> Shape:
    """JSON of a promise; `days_late` is negative before its due day, null without one."""
    person, action = promise
    late = (today - action.by).days if action.by else None
    return {**shape_of(person, action), "days_late": late}


Untold = tuple["Person", "Feedback"]


def untold(people: Iterable[Person]) -> tuple[Untold, ...]:
    """All feedback not told yet, oldest first."""
    found = ((person, each) for person in people for each in person.feedback if each.untold)
    return tuple(sorted(found, key=lambda u: (u[1].noted_on, *_of(u[0], u[1].handle))))


def untold_line(untold: Untold, today: date) -> Listed:
    """A piece of feedback with its age, its kind and the item it is about."""
    person, each = untold
    mark = CORRECTIVE if each.kind is FeedbackKind.CORRECTIVE else PRAISE
    return Listed(
        person,
        each.handle,
        each.text,
        ago(each.noted_on, today),
        each.private,
        mark,
        kind=each.kind.value,
        about=each.about or "",
    )


def told(people: Iterable[Person]) -> tuple[Untold, ...]:
    """All feedback that was told, the newest first."""
    found = ((each.told_on, person, each) for person in people for each in person.feedback)
    kept = [(on.toordinal(), person, each) for on, person, each in found if on]
    kept.sort(key=lambda u: (-u[0], *_of(u[1], u[2].handle)))
    return tuple((person, each) for _, person, each in kept)


def told_line(told: Untold, today: date) -> Listed:
    """A piece of feedback with the time since it was told."""
    _, each = told
    when = ago(each.told_on, today) if each.told_on else ""
    return untold_line(told, today)._replace(when=when)


def untold_shape(each: Untold, today: date) -> Shape:
    """JSON of a piece of feedback, with the days it has waited."""
    person, feedback = each
    return {**shape_of(person, feedback), "days": (today - feedback.noted_on).days}


def _stance_words(called: str, now: Revision, who: Party) -> str:
    stance = now.stance(who)
    words = f'"{stance.how}"' if stance.how else _SAID.get(stance.view, "differ")
    return f"{called}: {words}{about_earlier(now, who)}"


def _of(person: Person, handle: Handle) -> tuple[str, str, int]:
    """Sort key within one day: by name, then in the order in which handles were given."""
    return folded(person.name), handle[:1], number_of(handle)
