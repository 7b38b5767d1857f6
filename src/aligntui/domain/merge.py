"""Conflicts between two changes of one field: merge them, or ask which one to keep."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields, replace
from enum import StrEnum
from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar

from aligntui.domain.errors import Refused
from aligntui.domain.stance import Party, View, stances_of

if TYPE_CHECKING:
    from aligntui.domain.item import Item, Revision

_Value = TypeVar("_Value")

BETWEEN = " / "
"""The separator between two texts that are both kept."""


class Choice(StrEnum):
    """Which side to keep; the value is the key to press."""

    MINE = "m"
    THEIRS = "t"
    BOTH = "b"


class Conflict(Refused):
    """Both sides changed the same field; nothing was changed yet.

    `thing` names the record in a few words, `field` is the field's name, or "" when the record
    has only one. `both` is True when the two values can be kept side by side. `met` is the step
    of several that met it.
    """

    def __init__(
        self, thing: str, field: str, *, theirs: object, mine: object, both: bool = False
    ) -> None:
        self.thing = thing
        self.field = field
        self.theirs = theirs
        self.mine = mine
        self.both = both
        self.met: object = None
        super().__init__(
            f"{thing} was changed to '{shown(theirs)}' in the meantime; check it, then edit again"
        )

    @property
    def choices(self) -> tuple[Choice, ...]:
        """The choices that can be offered."""
        return tuple(Choice) if self.both else (Choice.MINE, Choice.THEIRS)

    def named(self, names: Mapping[str, str]) -> Conflict:
        """The conflict as it is asked about, with names in place of ids."""
        theirs, mine = (names.get(str(each), each) for each in (self.theirs, self.mine))
        return Conflict(self.thing, self.field, theirs=theirs, mine=mine, both=self.both)

    def value(self, choice: Choice) -> object:
        """The value that results from a choice."""
        if choice is Choice.BOTH:
            return f"{self.theirs}{BETWEEN}{self.mine}"
        return self.mine if choice is Choice.MINE else self.theirs


class Clash(NamedTuple):
    """Two conflicting values of one field."""

    theirs: object
    mine: object


def merged(seen: _Value, mine: _Value, now: _Value) -> _Value | Clash:
    """Three-way merge of one field: `seen` is the base, `mine` the edit, `now` the stored value."""
    if mine in (seen, now):
        return now
    return mine if now == seen else Clash(now, mine)


def merged_field(
    thing: str, field: str, seen: _Value, mine: _Value, now: _Value, *, both: bool = False
) -> _Value:
    """Merge one field of a record; raises the `Conflict` when both sides changed it."""
    found = merged(seen, mine, now)
    if isinstance(found, Clash):
        raise Conflict(thing, field, theirs=now, mine=mine, both=both)
    return found


def shown(value: object) -> str:
    """Format a field's value for reading."""
    if isinstance(value, frozenset):
        return ", ".join(sorted(map(str, value))) or "nothing"
    if isinstance(value, bool):
        return "yes" if value else "no"
    return "nothing" if value is None else str(value) or "nothing"


_Record = TypeVar("_Record", bound=Any)
_Seen = TypeVar("_Seen", bound=Any)


def merged_record(thing: str, seen: _Record, mine: _Record, now: _Record) -> _Record:
    """Merge a record of plain fields; raises the first `Conflict`."""
    names = [field.name for field in fields(mine)]
    sides = ([getattr(side, name) for side in (seen, mine, now)] for name in names)
    found = {
        name: merged_field(thing, name, *side) for name, side in zip(names, sides, strict=True)
    }
    return replace(now, **found)


def decided(
    mine: _Record, seen: _Seen, conflict: Conflict, choice: Choice
) -> tuple[_Record, _Seen]:
    """An edit and what it was made instead of, with the field of a conflict decided in both."""
    chosen: dict[str, Any] = {conflict.field: conflict.value(choice)}
    theirs: dict[str, Any] = {conflict.field: conflict.theirs}
    return replace(mine, **chosen), replace(seen, **theirs)


def also_changed(seen: Revision, now: Revision, *, but: frozenset[str]) -> dict[str, object]:
    """The fields that somebody else changed since `seen`, with their present values.

    `but` names those that were edited here; an item's rank does not count.
    """
    sides = [_flat(side) for side in (seen, now)]
    return {
        name: value
        for name, value in sides[1].items()
        if name not in but and sides[0].get(name) != value
    }


def beside(item: Item, by: Party, **lost: Any) -> Item:
    """Insert a revision that lost a conflict into the item's history.

    It goes before the revisions that read like the present, which does not change.
    """
    revisions = item.revisions
    at = len(revisions) - 1
    while at and _reads(revisions[at - 1]) == _reads(item.now):
        at -= 1
    before = revisions[max(0, at - 1)]
    said = {"outcome": None, "because": None} | lost
    made = replace(before, on=revisions[at].on, by=by, **said)
    if any(_reads(made) == _reads(revision) for revision in revisions):
        return item
    if made.wording != before.wording:
        # words that did not hold end no difference
        sides = zip((before.mine, before.theirs), stances_of(by), strict=True)
        mine, theirs = (was if was.view is View.DIFFER else new for was, new in sides)
        differ = before.overtaken.union(before.differing)
        made = replace(made, mine=mine, theirs=theirs, overtaken=differ)
    return replace(item, revisions=(*revisions[:at], made, *revisions[at:]))


def _reads(revision: Revision) -> tuple[object, ...]:
    return revision.text, revision.details


def _flat(revision: Revision) -> dict[str, object]:
    own = {name: getattr(revision, name) for name in ("text", "private", "mine", "theirs")}
    details = revision.details
    return own | {field.name: getattr(details, field.name) for field in fields(details)}
