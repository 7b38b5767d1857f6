"""One person on one page: the four sections, promises, and the points that wait."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import TYPE_CHECKING, NamedTuple

from aligntui.domain.brief import waiting
from aligntui.domain.glance import overview, section_standing
from aligntui.domain.identity import Handle, number_of
from aligntui.domain.notes import Action, End, Feedback, TalkingPoint, ended_by
from aligntui.domain.numbers import recurrence
from aligntui.domain.section import Section
from aligntui.text.brief import point_shape, waiting_lines
from aligntui.text.events import trail_lines
from aligntui.text.fields import agreement_words, details_lines, item_mark, state_word
from aligntui.text.json_shapes import Shape, person_shape, shape_of, shapes_of
from aligntui.text.numbers import open_words, recurrence_shape
from aligntui.text.sides import RELATIONS, side
from aligntui.text.summaries import promise_words, section_summary
from aligntui.text.table import table
from aligntui.text.words import NOT_FOR_REVIEW, away_words, day_words, late, private_mark

if TYPE_CHECKING:
    from aligntui.domain.item import Item
    from aligntui.domain.person import Person


_UNDER = " " * 8
END_WORDS = {End.RAISED: "brought up"}
"""How an end is called where that is not its value."""


def person_lines(person: Person, today: date) -> list[str]:
    """The whole page."""
    card = [f"card: {line}" for line in person.card.splitlines()]
    coming = [f"away {away_words(a, today)}" for a in person.away if a.last >= today]
    lines = [*_head(person, today), *card, *coming]
    for section in Section:
        lines += ["", *section_lines(person, section, today)]
    lines += _action_lines(person, today)
    found = waiting_lines(person, waiting(person, today), today)
    return [*lines, "", *found] if found else lines


def section_lines(person: Person, section: Section, today: date) -> list[str]:
    """A section: heading, items, and the details under each."""
    items = person.open_items(section)
    stands = section_standing(person, section, today)
    summary = section_summary(items, stands, person.cadences.of(section), today)
    said = side(person.relation)
    lines = [f"{said.titles[section]}: {summary}"]
    mine = tuple(item for item in items if item.now.of_me)
    theirs = _item_lines(tuple(i for i in items if not i.now.of_me), person, today)
    lines += theirs or [f"  {said.questions[section]}"]
    return lines + ([f"  {said.of_me}:", *_item_lines(mine, person, today)] if mine else [])


def _head(person: Person, today: date) -> Iterable[str]:
    known = (person.name, person.role, RELATIONS[person.relation])
    yield ", ".join(words for words in known if words)
    if person.archived:
        yield f"archived {day_words(person.archived, today)}"
        return
    glance = overview(person)
    last = glance.last_check_in
    met = f"last check-in {day_words(last, today)}" if last else "no check-in yet"
    yield f"{late(glance.due(today), today)}, {met}, {person.cadences.check_in}"


def _item_lines(items: tuple[Item, ...], person: Person, today: date) -> list[str]:
    rows = [_row(item, person, today) for item in items]
    lines = []
    for item, line in zip(items, table(rows, ("",) * 4) if rows else (), strict=True):
        lines += [line, *(_UNDER + words for words in _details(item, person, today))]
    return lines


def _row(item: Item, person: Person, today: date) -> tuple[str, str, str, str]:
    marks = private_mark(item.now.private) + item_mark(item)
    words = agreement_words(item, person, today)
    return f"{marks} {item.handle}", item.text, state_word(item), words


def _details(item: Item, person: Person, today: date) -> tuple[str, ...]:
    # a focus shows its share in its row
    own = (
        line
        for line in details_lines(item, person, side(person.relation))
        if not line.startswith("share: ") and line != side(person.relation).of_me
    )
    risk = item.section is Section.RISKS
    age = open_words(recurrence(person, item, today)) if risk else ""
    mark = NOT_FOR_REVIEW if item.now.not_for_review else ""
    return (*own, *trail_lines(person, item, today), *filter(None, (age, mark)))


def _action_lines(person: Person, today: date) -> list[str]:
    lines = []
    for owner, title in side(person.relation).promised.items():
        rows = [
            (f"{private_mark(a.private)} {a.handle}", a.text, promise_words(person, a, today))
            for a in person.actions
            if a.open and a.owner is owner
        ]
        lines += ["", f"{title}:", *table(rows, ("", "", ""))] if rows else []
    return lines


def show_shape(person: Person, today: date, names: Mapping[str, str]) -> Shape:
    """JSON of `show`: the person, open items and actions, check-ins, notes, points that wait."""

    def recurs(item: Item) -> Shape:
        return recurrence_shape(recurrence(person, item, today))

    newest = sorted(person.check_ins, key=lambda c: (c.on, number_of(c.handle)), reverse=True)
    return {
        **person_shape(person, names),
        "as_of": today,
        "sections": {
            section.value: [
                {**shape_of(person, item), "recurrence": recurs(item)}
                for item in person.open_items(section)
            ]
            for section in Section
        },
        "actions": shapes_of(person, (a for a in person.actions if a.open)),
        "check_ins": shapes_of(person, newest),
        "notes": shapes_of(person, person.notes),
        "wins": shapes_of(person, person.wins),
        "talking_points": shapes_of(person, (p for p in person.talking_points if p.open)),
        "feedback": shapes_of(person, (f for f in person.feedback if f.untold)),
        "told_feedback": shapes_of(person, (f for f in person.feedback if f.told)),
        "received_feedback": shapes_of(person, (f for f in person.feedback if f.received)),
        "untold_feedback": sum(f.untold for f in person.feedback),
        "waiting": [point_shape(person, point) for point in waiting(person, today)],
    }


class Closed(NamedTuple):
    """A line, a promise, feedback or a point that ended: how, and on which day."""

    group: str
    handle: Handle
    text: str
    how: str
    on: date
    private: bool


def closed(person: Person) -> Iterator[Closed]:
    """Everything of a person that ended and can be opened again, by group."""
    for section in Section:
        title = f"{side(person.relation).titles[section]}, closed"
        for item in _closed_items(person, section):
            now = item.now
            how = "moved" if item.goes_on_as else str(now.outcome)
            yield Closed(title, item.handle, item.text, how, now.on, now.private)
    things: dict[str, tuple[Action | Feedback | TalkingPoint, ...]] = {
        "Actions, ended": person.actions,
        "Feedback, told": person.feedback,
        "Talking points, brought up": person.talking_points,
    }
    for title, kept in things.items():
        for thing in kept:
            if ends := ended_by(thing):
                how, on = END_WORDS.get(ends[-1], ends[-1].value), getattr(thing, ends[-1].field)
                yield Closed(title, thing.handle, thing.text, how, on, thing.private)


def closed_lines(person: Person, today: date, *, hide: bool) -> list[str]:
    """What ended, by group: handle, text, how and on which day."""
    found, lines = [*closed(person)], list[str]()
    for group in dict.fromkeys(each.group for each in found):
        rows = [
            (f"{private_mark(e.private)} {e.handle}", e.text, e.how, day_words(e.on, today))
            for e in found
            if e.group == group
        ]
        lines += [*([""] if lines else []), f"{group}:", *table(rows, ("",) * 4)]
    return lines or [f"nothing {'shared ' if hide else ''}of {person.name} is closed"]


def closed_shapes(person: Person) -> dict[str, list[Shape]]:
    """JSON of what ended; of a line `outcome` and `on` are how and when."""
    return {
        **{section.value: shapes_of(person, _closed_items(person, section)) for section in Section},
        "actions": shapes_of(person, (a for a in person.actions if not a.open)),
        "feedback": shapes_of(person, (f for f in person.feedback if f.told)),
        "talking_points": shapes_of(person, (p for p in person.talking_points if not p.open)),
    }


def _closed_items(person: Person, section: Section) -> tuple[Item, ...]:
    return tuple(item for item in person.items if item.section is section and not item.open)
