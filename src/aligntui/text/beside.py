"""Events of a span outside the sections: notes, promises, talking points and feedback."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from aligntui.domain import timeline
from aligntui.domain.sought import said_of
from aligntui.domain.stance import Party
from aligntui.text.json_shapes import action_shape, feedback_shape, note_shape, talking_point_shape
from aligntui.text.words import day_words, moved_words

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from aligntui.domain.person import Person
    from aligntui.domain.sought import Sought
    from aligntui.domain.timeline import Promise, Span
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
