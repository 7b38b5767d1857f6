"""What changed, said in one sentence a change."""

from __future__ import annotations

from typing import TYPE_CHECKING

from aligntui.domain.difference import Difference, Kind
from aligntui.domain.person import Relation
from aligntui.domain.stance import View
from aligntui.text.fields import POSSESSIVE, field_lines, state

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from aligntui.domain.item import Revision
    from aligntui.domain.stance import Party


def sentence(
    difference: Difference,
    relation: Relation = Relation.REPORT,
    whose: Mapping[Party, str] = POSSESSIVE,
) -> str:
    """One item's change: its handle, what became of it, and its words."""
    if difference.kind is Kind.REWORDED:
        words = _reworded(difference, relation, whose)
    else:
        words = _SAID[difference.kind](difference)
    said = f"{difference.item.handle} {words}"
    if difference.entries and difference.kind not in _ENTERED:
        return f"{said}; {_quoted(difference)}"
    return said


def _added(difference: Difference) -> str:
    origin = difference.item.origin
    was = f", was {origin}" if origin else ""
    closed = f", {_end(difference)}" if difference.after.outcome else ""
    return f"added{was}{closed}: {difference.after.text}"


def _closed(difference: Difference) -> str:
    return f"{_end(difference)}: {difference.after.text}"


def _end(difference: Difference) -> str:
    became = difference.item.became
    return f"closed as {difference.after.outcome}{f', became {became}' if became else ''}"


def _reopened(difference: Difference) -> str:
    return f"open again: {difference.after.text}"


def _reworded(difference: Difference, relation: Relation, whose: Mapping[Party, str]) -> str:
    after, before = difference.after, _before(difference)
    if after.text != before.text:
        return f'reworded: {after.text} (was "{before.text}")'
    return f"changed: {after.text} ({'; '.join(_new_fields(before, after, relation, whose))})"


def _disputed(difference: Difference) -> str:
    who, stance = _differing(difference)
    how = f' "{stance}"' if stance else ""
    return f"{who}:{how} on {difference.after.text}" if how else f"{who}: {difference.after.text}"


def _entered(difference: Difference) -> str:
    return f"{_quoted(difference)} on {difference.after.text}"


def _quoted(difference: Difference) -> str:
    # a shared line may be copied out: what is private in it stays unsaid
    open_words = difference.after.private
    words = ", ".join(
        f'"{entry.text}"' if open_words or not entry.private else "(private)"
        for entry in difference.entries
    )
    return f"{'missed' if difference.item.misses else 'evidence'}: {words}"


def _state(difference: Difference) -> str:
    was = state(_before(difference)).lower()
    return f"{state(difference.after).lower()} (was {was}): {difference.after.text}"


def _agreed(difference: Difference) -> str:
    return f"agreed: {difference.after.text}"


def _moved(difference: Difference) -> str:
    up = difference.after.rank < _before(difference).rank
    return f"moved {'up' if up else 'down'}: {difference.after.text}"


_SAID: dict[Kind, Callable[[Difference], str]] = {
    Kind.ADDED: _added,
    Kind.CLOSED: _closed,
    Kind.REOPENED: _reopened,
    Kind.DISPUTED: _disputed,
    Kind.MISSED: _entered,
    Kind.EVIDENCE: _entered,
    Kind.STATE: _state,
    Kind.AGREED: _agreed,
    Kind.MOVED: _moved,
}

_ENTERED = (Kind.MISSED, Kind.EVIDENCE)


def _before(difference: Difference) -> Revision:
    assert difference.before is not None
    return difference.before


def _new_fields(
    before: Revision, after: Revision, relation: Relation, whose: Mapping[Party, str]
) -> tuple[str, ...]:
    old, new = (field_lines(revision.details, relation, whose) for revision in (before, after))
    gained = tuple(line for line in new if line not in old)
    return gained or tuple(f"no longer {line}" for line in old if line not in new)


def _differing(difference: Difference) -> tuple[str, str]:
    after, before = difference.after, _before(difference)
    mine_is_new = after.mine.view is View.DIFFER and after.mine != before.mine
    if mine_is_new and after.theirs == before.theirs:
        return "you differ", after.mine.how
    return "they differ", after.theirs.how
