"""A person's timeline: each check-in with the changes since the one before."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from aligntui.domain import timeline
from aligntui.domain.check_in import BOOKED
from aligntui.domain.stance import Party
from aligntui.domain.timeline import ALL, said, said_of, spans
from aligntui.text.events import sentence
from aligntui.text.fields import state
from aligntui.text.json_shapes import (
    action_shape,
    check_in_shape,
    feedback_shape,
    note_shape,
    talking_point_shape,
)
from aligntui.text.noted import not_held
from aligntui.text.sides import side
from aligntui.text.words import day_words, moved_words, private_mark

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from aligntui.domain.check_in import CheckIn
    from aligntui.domain.events import Difference
    from aligntui.domain.person import Person, Relation
    from aligntui.domain.timeline import Promise, Sought, Span
    from aligntui.text.json_shapes import Shape


class Beside(NamedTuple):
    """One event; `sign` is + for new, - for ended, otherwise a blank."""

    handle: str
    private: bool
    lead: str
    """The owner, the kind or the day."""
    text: str
    sign: str = " "
    how: str = ""
    because: str = ""


def notes(person: Person, span: Span, sought: Sought, today: date) -> Iterator[Beside]:
    """Notes kept in the span."""
    for note in timeline.notes(person, span):
        if sought.holds(note.text):
            yield Beside(note.handle, note.private, day_words(note.on, today), note.text)


def moves(person: Person, span: Span, sought: Sought, today: date) -> Iterator[Beside]:
    """Things moved to or from another person; always private."""
    for each in person.moved:
        if span.has(each.on) and not sought.words:
            lead = day_words(each.on, today)
            yield Beside(each.handle, private=True, lead=lead, text=moved_words(each))


def promises(person: Person, span: Span, sought: Sought, today: date) -> Iterator[Beside]:
    """Promises made, ended or carried through the span; a word search leaves out carried ones."""
    for each in timeline.promises(person, span):
        action = each.action
        carried = not (each.made or each.ended_on)
        if sought.words and (carried or not sought.holds(said_of(action))):
            continue
        who = "you" if action.owner is Party.ME else person.name.split()[0]
        sign = "+" if each.made else "-" if each.ended_on else " "
        because = action.because if each.ended_on else ""
        how = _how(each, today)
        yield Beside(action.handle, action.private, who, action.text, sign, how, because)


def points(person: Person, span: Span, sought: Sought, today: date) -> Iterator[Beside]:
    """Talking points noted or brought up in the span."""
    for each in timeline.talking_points(person, span):
        if sought.holds(each.text):
            sign = "+" if span.has(each.added_on) else "-"
            days = (("noted", each.added_on), ("brought up", each.raised_on))
            how = ", ".join(_of(days, span, today))
            yield Beside(each.handle, each.private, "to bring up", each.text, sign, how)


def feedback(person: Person, span: Span, sought: Sought, today: date) -> Iterator[Beside]:
    """Feedback noted, told or understood in the span."""
    for each in timeline.feedback(person, span):
        if sought.holds(each.text):
            sign = "+" if span.has(each.noted_on) else " "
            days = (
                ("noted", each.noted_on),
                ("told", each.told_on),
                ("understood", each.understood_on),
            )
            how = ", ".join(_of(days, span, today))
            yield Beside(each.handle, each.private, each.kind, each.text, sign, how)


def beside_shapes(person: Person, span: Span, sought: Sought) -> Shape:
    """The same events in JSON, without promises that were only carried."""
    made = [each.action for each in timeline.promises(person, span) if each.made or each.ended_on]
    return {
        "kept_notes": [
            note_shape(person, each)
            for each in timeline.notes(person, span)
            if sought.holds(each.text)
        ],
        "actions": [action_shape(person, each) for each in made if sought.holds(said_of(each))],
        "talking_points": [
            talking_point_shape(person, each)
            for each in timeline.talking_points(person, span)
            if sought.holds(each.text)
        ],
        "feedback": [
            feedback_shape(person, each)
            for each in timeline.feedback(person, span)
            if sought.holds(each.text)
        ],
        "moved": [
            {"handle": m.handle, "on": m.on.isoformat(), "words": moved_words(m)}
            for m in person.moved
            if span.has(m.on) and not sought.words
        ],
    }


def _how(promise: Promise, today: date) -> str:
    action, ended = promise.action, promise.ended_on
    if ended:
        return f"{'done' if action.done_on else 'dropped'} {day_words(ended, today)}"
    if not promise.made:
        return f"carried from {day_words(action.made_on, today)}"
    return f"by {day_words(action.by, today)}" if action.by else ""


def _of(days: tuple[tuple[str, date | None], ...], span: Span, today: date) -> Iterator[str]:
    """Label and day of each event that falls into the span."""
    return (f"{words} {day_words(day, today)}" for words, day in days if day and span.has(day))


class Entry(NamedTuple):
    """A check-in, or the time after the last one: its changes and other events."""

    person: Person
    span: Span
    sought: Sought
    changes: tuple[Difference, ...]

    @property
    def check_in(self) -> CheckIn | None:
        """The check-in that ends the span; None after the last one."""
        return self.span.check_in

    def beside(self, today: date) -> list[Beside]:
        """Notes, promises and feedback; empty when one section is searched for."""
        if self.sought.section:
            return []
        kinds = (notes, moves, promises, points, feedback)
        found = (each for kind in kinds for each in kind(*self[:3], today))
        return [each for each in found if not each.how.startswith("carried")]


def entries(
    person: Person, today: date, since: date | None, sought: Sought = ALL
) -> tuple[Entry, ...]:
    """The entries, newest first, back to `since`; the time after the last check-in comes first.

    Where something is `sought`, only matching changes, and entries with a match.
    """
    found = (
        Entry(person, span, sought, sought.changes(span.changes)) for span in spans(person, today)
    )
    return tuple(
        entry
        for entry in found
        if (entry.changes or _is_meant(entry.check_in, sought) or entry.beside(today))
        and (since is None or entry.span.until >= since)
    )


def _is_meant(check_in: CheckIn | None, sought: Sought) -> bool:
    return check_in is not None and sought.section is None and sought.holds(*said(check_in))


def entry_lines(entry: Entry, today: date) -> list[str]:
    """One entry in lines: heading, a line for each event, indented notes."""
    lines = [_heading(entry, today)]
    said = side(entry.person.relation)
    lines += [f"  {private_mark(c.after.private)} {sentence(c, said)}" for c in entry.changes]
    lines += [line for each in entry.beside(today) for line in _beside_lines(each)]
    if entry.check_in:
        because = "" if entry.check_in.because == BOOKED else entry.check_in.because
        words = (because, entry.check_in.notes)
        texts = (*filter(None, words), *beside_lines(entry.check_in, today))
        lines += [line for text in texts for line in _private_lines(text)]
    return lines


def _private_lines(text: str) -> list[str]:
    """Words of a check-in, marked private."""
    first, *more = text.split("\n")
    return [f"  {private_mark(private=True)}   {first}", *(f"      {line}" for line in more)]


def _beside_lines(each: Beside) -> list[str]:
    how = f" ({each.how})" if each.how else ""
    because = f": {each.because}" if each.because else ""
    first, *more = f"{each.handle} {each.lead}: {each.text}{how}{because}".split("\n")
    return [f"  {private_mark(each.private)} {first}", *(f"      {line}" for line in more)]


def beside_lines(check_in: CheckIn, today: date) -> list[str]:
    """The pulse, and later additions; never shared automatically."""
    pulse = [f"pulse {check_in.pulse}"] if check_in.pulse else []
    later = (f"{day_words(each.on, today)}, later: {each.text}" for each in check_in.addenda)
    return [*pulse, *later]


def entry_shape(person: Person, entry: Entry) -> dict[str, Any]:
    """JSON of an entry: a check-in with its `changes`; `handle` is null after the last one."""
    changes = [change_shape(change, person.relation) for change in entry.changes]
    happened = {"changes": changes, **beside_shapes(*entry[:3])}
    if entry.check_in is None:
        on = entry.span.until.isoformat()
        return {"name": person.name, "handle": None, "on": on, "kind": "since", **happened}
    return {**check_in_shape(person, entry.check_in), **happened}


def change_shape(change: Difference, relation: Relation) -> dict[str, Any]:
    """JSON of a change: kind and state of the item, its text before and now."""
    return {
        "handle": change.item.handle,
        "section": change.section.value,
        "kind": change.kind.value,
        "text": change.after.text,
        "state": state(change.after),
        "before": change.before.text if change.before else None,
        "words": sentence(change, side(relation)),
        "private": change.after.private,
    }


def _heading(entry: Entry, today: date) -> str:
    if entry.check_in is None:
        return "not in a check-in yet"
    instead = not_held(entry.check_in, today)
    kind = f", {instead}" if instead else ""
    quiet = "" if entry.changes or entry.beside(today) else ": nothing changed"
    return f"{day_words(entry.span.until, today)}  {entry.check_in.handle}{kind}{quiet}"
