"""A person's timeline: each check-in with the changes since the one before."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from aligntui.domain.check_in import BOOKED
from aligntui.domain.sought import ALL, said
from aligntui.domain.timeline import spans
from aligntui.text import beside
from aligntui.text.changes import sentence
from aligntui.text.decisions import not_held
from aligntui.text.fields import state
from aligntui.text.json_shapes import check_in_shape
from aligntui.text.words import day_words, private_mark

if TYPE_CHECKING:
    from datetime import date

    from aligntui.domain.check_in import CheckIn
    from aligntui.domain.difference import Difference
    from aligntui.domain.person import Person, Relation
    from aligntui.domain.sought import Sought
    from aligntui.domain.timeline import Span
    from aligntui.text.beside import Beside


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
        kinds = (beside.notes, beside.moves, beside.promises, beside.points, beside.feedback)
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
    relation = entry.person.relation
    lines += [f"  {private_mark(c.after.private)} {sentence(c, relation)}" for c in entry.changes]
    lines += [line for each in entry.beside(today) for line in _beside_lines(each)]
    if entry.check_in:
        because = "" if entry.check_in.because == BOOKED else entry.check_in.because
        words = (because, entry.check_in.notes)
        said = (*filter(None, words), *beside_lines(entry.check_in, today))
        lines += [line for text in said for line in _private_lines(text)]
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
    happened = {"changes": changes, **beside.beside_shapes(*entry[:3])}
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
        "words": sentence(change, relation),
        "private": change.after.private,
    }


def _heading(entry: Entry, today: date) -> str:
    if entry.check_in is None:
        return "not in a check-in yet"
    instead = not_held(entry.check_in, today)
    kind = f", {instead}" if instead else ""
    quiet = "" if entry.changes or entry.beside(today) else ": nothing changed"
    return f"{day_words(entry.span.until, today)}  {entry.check_in.handle}{kind}{quiet}"
