"""What another window changed meanwhile, in words, and the question whose words to keep."""

from __future__ import annotations

from typing import TYPE_CHECKING

from aligntui.domain.details import EMPTY
from aligntui.domain.fields import fields_of
from aligntui.domain.merge import Choice, Conflict, shown
from aligntui.domain.stance import Stance, View

if TYPE_CHECKING:
    from collections.abc import Mapping

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
