"""Merge two concurrent changes of the same record.

A form remembers what it showed when it was opened; the record may have changed before it is
saved. Field by field: a change on one side is taken, the same change on both sides is taken, and
different changes are a `Conflict` for the user to decide.
"""

from collections.abc import Mapping
from dataclasses import fields, replace
from typing import Any, TypeVar

from aligntui.domain.conflict import Clash, Conflict, merged
from aligntui.domain.item import Item, Revision
from aligntui.domain.stance import AGREE, NOT_DISCUSSED, Party

_Record = TypeVar("_Record", bound=Any)


def merged_fields(
    seen: Mapping[str, object], mine: Mapping[str, object], now: Mapping[str, object]
) -> dict[str, object]:
    """Merge each field of `mine`; gives a `Clash` where both changed it differently."""
    return {name: merged(seen[name], mine[name], now[name]) for name in mine}


def merged_record(thing: str, seen: _Record, mine: _Record, now: _Record) -> _Record:
    """Merge a record of plain fields; raises the first `Conflict`."""
    names = [field.name for field in fields(mine)]
    sides = ({name: getattr(side, name) for name in names} for side in (seen, mine, now))
    found = merged_fields(*sides)
    for name, value in found.items():
        if isinstance(value, Clash):
            raise Conflict(thing, name, theirs=value.theirs, mine=value.mine)
    return replace(now, **found)


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
    made = replace(before, on=revisions[at].on, by=by, outcome=None, **lost)
    if any(_reads(made) == _reads(revision) for revision in revisions):
        return item
    if made.wording != before.wording:
        mine = by is Party.ME
        stances = (AGREE, NOT_DISCUSSED) if mine else (NOT_DISCUSSED, AGREE)
        made = replace(made, mine=stances[0], theirs=stances[1])
    return replace(item, revisions=(*revisions[:at], made, *revisions[at:]))


def _reads(revision: Revision) -> tuple[object, ...]:
    return revision.text, revision.details


def _flat(revision: Revision) -> dict[str, object]:
    own = {name: getattr(revision, name) for name in ("text", "private", "mine", "theirs")}
    details = revision.details
    return own | {field.name: getattr(details, field.name) for field in fields(details)}
