"""What goes with a private line: what it was before, what came of it, and what names it."""

import re
from collections.abc import Iterator
from collections.abc import Set as AbstractSet
from dataclasses import replace
from typing import TYPE_CHECKING, TypeVar

from aligntui.domain.details import Risk
from aligntui.domain.identity import Handle
from aligntui.domain.item import Item, Revision
from aligntui.domain.notes import Feedback, Win
from aligntui.domain.person import Person

if TYPE_CHECKING:
    from aligntui.domain.round import Round

_About = TypeVar("_About", Feedback, Win)
_THREATENS, _FREE = "threatens: ", "mitigation"
"""How the terms of a line that went out say which one it threatens, before what is free text."""


def with_private_lines(person: Person) -> Person:
    """The person in whom what goes with a private line is as private, and nothing else names it.

    With it go the closed line that was moved to become it, and the miss that it came to.
    """
    hidden = _private(person)
    if not hidden:
        return person
    items = tuple(_as_private(item, hidden) for item in person.items)
    sums = {
        (old.handle, old.now.wording_sum): new.now.wording_sum
        for old, new in zip(person.items, items, strict=True)
        if old is not new
    }
    return replace(
        person,
        items=items,
        feedback=tuple(_about(each, hidden) for each in person.feedback),
        wins=tuple(_about(each, hidden) for each in person.wins),
        rounds=tuple(_with_sums(each, sums) if sums else each for each in person.rounds),
    )


def _private(person: Person) -> AbstractSet[Handle]:
    """The private lines, and the closed ones that each of them was before."""
    items = {item.handle: item for item in person.items}
    found = {item.handle for item in person.items if item.now.private}
    for now in [items[handle] for handle in found]:
        item = now
        while (was := items.get(item.origin or Handle(""))) and was.became == item.handle:
            found.add(was.handle)
            item = was
    return found


def _names(item: Item) -> Iterator[Handle | None]:
    """Its handle, and those of the lines that it names."""
    yield from (item.handle, item.origin, item.became)
    yield from (entry.origin for entry in item.entries)
    yield from (r.details.threatens for r in item.revisions if isinstance(r.details, Risk))


def _as_private(item: Item, hidden: AbstractSet[Handle]) -> Item:
    if item.now.private or hidden.isdisjoint(_names(item)):
        return item
    if item.handle in hidden:
        private = tuple(replace(each, private=True) for each in item.revisions)
        return replace(item, revisions=private)
    return replace(
        item,
        revisions=tuple(_unnamed(each, hidden) for each in item.revisions),
        entries=tuple(
            replace(each, private=True) if each.origin in hidden else each for each in item.entries
        ),
        origin=None if item.origin in hidden else item.origin,
        became=None if item.became in hidden else item.became,
    )


def _unnamed(revision: Revision, hidden: AbstractSet[Handle]) -> Revision:
    details = revision.details
    if not isinstance(details, Risk) or details.threatens not in hidden:
        return revision
    return replace(revision, details=replace(details, threatens=None))


def _about(thing: _About, hidden: AbstractSet[Handle]) -> _About:
    before = (
        each._replace(was="") if each.field == "about" and each.was in hidden else each
        for each in thing.edited
    )
    about = None if thing.about in hidden else thing.about
    return replace(thing, about=about, edited=tuple(before))


def without_names(found: "Round", hidden: AbstractSet[Handle]) -> "Round":
    """The round whose lines and answers don't say of a hidden one that it is threatened."""
    lines = (
        replace(each, terms=_unsaid(each.terms, hidden), reads=_unsaid(each.reads, hidden))
        for each in found.lines
    )
    return replace(found, lines=tuple(lines)).answered(
        lambda each: replace(each, terms=_unsaid(each.terms, hidden))
    )


def _unsaid(terms: str, hidden: AbstractSet[Handle]) -> str:
    ours, *theirs = re.split(f"(?={_FREE})", terms, maxsplit=1)
    said = {f"{_THREATENS}{handle}" for handle in hidden}
    return "; ".join(each for each in ours.split("; ") if each not in said) + "".join(theirs)


def _with_sums(found: "Round", sums: dict[tuple[Handle, str], str]) -> "Round":
    """The round whose lines are known as unchanged by the wordings that are shown now."""
    lines = (
        replace(each, wording=sums.get((each.handle, each.wording), each.wording))
        for each in found.lines
    )
    return replace(found, lines=tuple(lines))
