"""One sentence for each change of an item."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

from aligntui.domain.difference import Difference, Kind
from aligntui.domain.person import Relation
from aligntui.domain.stance import Party, View
from aligntui.text.fields import POSSESSIVE, changed_lines, field_lines, state
from aligntui.text.sides import side

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from aligntui.domain.item import Revision


class Voice(NamedTuple):
    """The names of the two in a sentence, and the words that depend on the relation."""

    relation: Relation
    owners: Mapping[Party, str]
    differ: Mapping[Party, str]
    excluded: str


def spoken(relation: Relation) -> Voice:
    """The voice that speaks to the user."""
    differ = {Party.THEM: "they differ", Party.ME: "you differ"}
    return Voice(relation, POSSESSIVE, differ, side(relation).excluded)


def written(relation: Relation, name: str) -> Voice:
    """The voice of a text that both will read; `name` is the other's first name."""
    differ = {Party.THEM: f"{name} differs", Party.ME: "I differ"}
    who = "I am" if relation is Relation.MANAGER else f"{name} is"
    owners = {Party.ME: "mine", Party.THEM: name}
    return Voice(relation, owners, differ, f"{who} not responsible for this")


def sentence(
    difference: Difference,
    relation: Relation = Relation.REPORT,
    voice: Voice | None = None,
) -> str:
    """All changes of one item, the most important first, with its handle and its text."""
    voice = voice or spoken(relation)
    first, *more = difference.kinds
    said = f"{difference.item.handle} {_first(difference, first, voice)}"
    beside = (_beside(difference, kind, voice) for kind in more)
    return "; ".join((said, *(words for words in beside if words)))


def over(difference: Difference, relation: Relation) -> list[str]:
    """Changes that neither end of the span shows: passing states, and privacy."""
    after, voice = difference.after, spoken(relation)
    gone = {
        Kind.STATE: not after.off_track and any(each.off_track for each in difference.between),
        Kind.DISPUTED: not after.disputed,
        Kind.PRIVACY: True,
    }
    kinds = (kind for kind in difference.kinds if gone.get(kind))
    said = (
        _disputes(difference, voice) if kind is Kind.DISPUTED else _SAID[kind](difference)
        for kind in kinds
    )
    return list(said)


def _first(difference: Difference, kind: Kind, voice: Voice) -> str:
    text = difference.after.text
    if kind is Kind.ADDED:
        return _added(difference, voice)
    if kind is Kind.REWORDED:
        return _reworded(difference, voice)
    if kind is Kind.DISPUTED:
        return f"{_disputes(difference, voice)} on {text}"
    if kind in _ENTERED:
        return f"{_quoted(difference)} on {text}"
    return f"{_SAID[kind](difference)}: {text}"


def _beside(difference: Difference, kind: Kind, voice: Voice) -> str:
    """The words for a further kind of change; empty where a more important kind implies it."""
    if kind is Kind.REWORDED:
        before, after = _before(difference), difference.after
        return f"{_did(before, after)} ({_was_and_is(before, after, voice)})"
    if kind is Kind.DISPUTED:
        return _disputes(difference, voice)
    if kind in _ENTERED:
        return _quoted(difference)
    follows = difference.kind in (*_ENTERED, Kind.CLOSED) and kind is Kind.STATE
    return "" if follows or kind is Kind.MOVED else _SAID[kind](difference)


def _added(difference: Difference, voice: Voice) -> str:
    origin, after = difference.item.origin, difference.after
    was = f", was {origin}" if origin else ""
    closed = f", {_end(difference)}" if after.outcome else ""
    fields = "; ".join(_fields(after, voice))
    return f"added{was}{closed}: {after.text}{f' ({fields})' if fields else ''}"


def _end(difference: Difference) -> str:
    became = difference.item.became
    return f"closed as {difference.after.outcome}{f', became {became}' if became else ''}"


def _reworded(difference: Difference, voice: Voice) -> str:
    after, before = difference.after, _before(difference)
    return f"{_did(before, after)}: {after.text} ({_was_and_is(before, after, voice)})"


def _did(before: Revision, after: Revision) -> str:
    return "reworded" if after.text != before.text else "changed"


def _was_and_is(before: Revision, after: Revision, voice: Voice) -> str:
    was = [f'was "{before.text}"'] if after.text != before.text else []
    return "; ".join((*was, *_new_fields(before, after, voice)))


def _quoted(difference: Difference) -> str:
    # a shared line may be copied out: leave out what is private in it
    open_words = difference.after.private
    words = ", ".join(
        f'"{entry.text}"' if open_words or not entry.private else "(private)"
        for entry in difference.entries
    )
    return f"{'missed' if difference.item.misses else 'evidence'}: {words}"


def _state(difference: Difference) -> str:
    now = state(replace(difference.after, outcome=None)).lower()
    if not difference.after.off_track and any(each.off_track for each in difference.between):
        return "was off track meanwhile"
    if difference.before is None:
        return now
    return f"{now} (was {state(replace(difference.before, outcome=None)).lower()})"


def _moved(difference: Difference) -> str:
    return f"moved {'up' if difference.after.rank < _before(difference).rank else 'down'}"


_SAID: dict[Kind, Callable[[Difference], str]] = {
    Kind.CLOSED: _end,
    Kind.REOPENED: lambda _: "open again",
    Kind.STATE: _state,
    Kind.AGREED: lambda _: "agreed",
    Kind.PRIVACY: lambda each: "made private" if each.after.private else "shared",
    Kind.MOVED: _moved,
}

_ENTERED = (Kind.MISSED, Kind.EVIDENCE)


def _before(difference: Difference) -> Revision:
    assert difference.before is not None
    return difference.before


def _new_fields(before: Revision, after: Revision, voice: Voice) -> tuple[str, ...]:
    return changed_lines(_fields(before, voice), _fields(after, voice))


def _fields(revision: Revision, voice: Voice) -> tuple[str, ...]:
    excluded = side(voice.relation).excluded
    lines = field_lines(revision.details, voice.relation, voice.owners)
    return tuple(voice.excluded if line == excluded else line for line in lines)


def _disputes(difference: Difference, voice: Voice) -> str:
    """The parties that newly differ, with their words; where none newly does, all that differ."""
    before, after = difference.before, difference.after
    over = "" if after.disputed else ", which is settled"
    if over:
        after = next(each for each in reversed(difference.between) if each.disputed)
    stances = {
        Party.THEM: (before.theirs if before else None, after.theirs),
        Party.ME: (before.mine if before else None, after.mine),
    }
    all_ = [(who, old, now) for who, (old, now) in stances.items() if now.view is View.DIFFER]
    new = [each for each in all_ if each[1] != each[2]]
    return (
        ", ".join(
            f'{voice.differ[who]}: "{now.how}"' if now.how else voice.differ[who]
            for who, _, now in new or all_
        )
        + over
    )
