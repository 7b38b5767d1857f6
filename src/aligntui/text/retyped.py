"""What typing over the line of a promise, a point, feedback or a win changes, and what stays."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from aligntui.domain.commands.capturing import marks_of
from aligntui.domain.ladder import name_of
from aligntui.domain.notes import Feedback, TalkingPoint
from aligntui.domain.stance import Party
from aligntui.text.words import day_words

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from aligntui.domain.notes import Kept


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
