"""What a change is called: of a line typed over, and of what another window changed meanwhile."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from aligntui.domain.commands.capturing import marks_of
from aligntui.domain.details import EMPTY
from aligntui.domain.fields import fields_of
from aligntui.domain.ladder import name_of
from aligntui.domain.merge import Choice, Conflict, shown
from aligntui.domain.notes import Feedback, Kept, TalkingPoint
from aligntui.domain.stance import Party, Stance, View
from aligntui.text.words import day_words

_CHOICES = {Choice.MINE: "m mine", Choice.THEIRS: "t other", Choice.BOTH: "b both"}
_VIEWS = {View.AGREE: "agree", View.DIFFER: "differ", View.NOT_DISCUSSED: "not asked again yet"}


def also_words(thing: str, changed: Mapping[str, object], *, hide: bool) -> str:
    """One line on fields that another window changed too; empty without any.

    With `hide`, here and below, no text is quoted: it may have become private.
    """
    if not changed:
        return ""
    if hide:
        return f"{thing} was also changed in another window"
    said = ", ".join(_field_words(name, value) for name, value in changed.items())
    return f"{thing} was also changed in another window: {said}"


def conflict_question(conflict: Conflict, *, hide: bool) -> str:
    """The question whose words to keep; keys come first, so that they are never cut off.

    Words of the other window are never called theirs: somebody may wait for another one's.
    """
    thing = f"{conflict.thing}, {field_word(conflict.field)}," if conflict.field else conflict.thing
    keys = "  ".join(_CHOICES[choice] for choice in conflict.choices)
    theirs = "" if hide else f"  | other: {shown(conflict.theirs)}"
    return f"{thing} in another window:  {keys}{theirs}"


def outcome_words(conflict: Conflict, choice: Choice, *, hide: bool) -> str:
    """The choice made, and the words that were given up."""
    if choice is Choice.BOTH:
        return f"{conflict.thing}: both kept, yours after the other window's"
    lost = conflict.mine if choice is Choice.THEIRS else conflict.theirs
    whose = "the other window's" if choice is Choice.THEIRS else "yours"
    other = "" if hide else f"; the other was '{shown(lost)}'"
    return f"{conflict.thing}: kept {whose}{other}"


_WORDS = {row.name: row.word for details in EMPTY.values() for row in fields_of(details)}
_WORDS["check_in"] = "cadence"


def field_word(name: str) -> str:
    """The name of a field in words."""
    return _WORDS.get(name, name.replace("_", " "))


def _field_words(name: str, value: object) -> str:
    if name == "text":
        return f"reads '{value}'"
    if name == "private":
        return "private" if value else "shared"
    if isinstance(value, Stance):
        who = "you" if name == "mine" else "they"
        return f"{who}: {_VIEWS[value.view]}"
    if name == "state":
        return str(value).replace("_", " ")
    return f"{field_word(name)} {shown(value)}"


def stays_words(thing: Kept, fields: Mapping[str, Any], today: date) -> str:
    """What typing over a line leaves: `theirs, by 7 Oct as before`; "" where there is nothing."""
    usual = isinstance(thing, Feedback | TalkingPoint)
    marks = (*marks_of(thing), *(() if thing.private == usual else ("private",)))
    held = [_value_words(name, getattr(thing, name), today) for name in marks if name not in fields]
    return f"{', '.join(held)} as before" if held else ""


def retyped_words(thing: Kept, fields: Mapping[str, Any], today: date) -> str:
    """What typing over a line changed and what it left: `A1: new words; by 7 Oct as before`."""
    new = (_value_words(name, value, today) for name, value in fields.items())
    now = " now" if "private" in fields else ""
    changed = f"{thing.handle}: {', '.join(new)}{now}"
    return "; ".join(filter(None, (changed, stays_words(thing, fields, today))))


def _value_words(name: str, value: Any, today: date) -> str:
    """The value of a field of a promise, a point, feedback, a win or a note."""
    match name:
        case "text":
            return "new words"
        case "owner":
            return "theirs" if value == Party.THEM else "yours"
        case "by":
            return f"by {day_words(value, today)}" if value else "no day"
        case "source":
            return f"from {value or 'them'}"
        case "about":
            return f"about {value or 'no line'}"
        case "ladder":
            return f"for {name_of(value) or 'no line of the ladder'}"
        case "private":
            return "private" if value else "shared"
    return str(value)
