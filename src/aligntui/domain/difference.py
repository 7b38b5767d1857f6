"""Changes in a person's sections between two days."""

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from aligntui.domain.item import Entry, Item, Revision
from aligntui.domain.person import Person
from aligntui.domain.section import Section


class Kind(StrEnum):
    """Kind of change to an item, the most important first."""

    ADDED = "added"
    CLOSED = "closed"
    REOPENED = "reopened"
    REWORDED = "reworded"
    DISPUTED = "disputed"
    MISSED = "missed"
    EVIDENCE = "evidence"
    STATE = "state"
    AGREED = "agreed"
    PRIVACY = "privacy"
    MOVED = "moved"


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """One item on two days; `before` is None if it did not exist then."""

    item: Item
    kinds: tuple[Kind, ...]
    """All kinds of change that apply, the most important first; never empty."""
    before: Revision | None
    after: Revision
    entries: tuple[Entry, ...] = ()
    """New misses or evidence, with or without other changes."""
    between: tuple[Revision, ...] = ()
    """Revisions between the two days, for changes that were made and reverted."""

    @property
    def kind(self) -> Kind:
        """The most important kind of change."""
        return self.kinds[0]

    @property
    def section(self) -> Section:
        """The section of the item."""
        return self.item.section


def differences(person: Person, since: date | None, until: date) -> tuple[Difference, ...]:
    """Changes from the end of `since` (None: from nothing) to the end of `until`.

    In the order of sections, then of handles.
    """
    found = (
        _difference(item.as_of(since) if since else None, item.as_of(until))
        for item in _in_order(person)
    )
    return tuple(difference for difference in found if difference)


def between(person: Person, days: Sequence[date]) -> list[tuple[Difference, ...]]:
    """The changes between consecutive days, the first from nothing; `days` have to be sorted.

    The same as calling `differences` for each pair, in one pass: an item is compared only
    for days that follow a revision or an entry of it.
    """
    found: list[list[Difference]] = [[] for _ in days]
    for item in _in_order(person):
        past = None
        touched = {bisect_left(days, day) for day in item.days}
        for at in sorted(touched - {len(days)}):
            now = item.as_of(days[at])
            if difference := _difference(past, now):
                found[at].append(difference)
            past = now
    return [tuple(each) for each in found]


def _in_order(person: Person) -> list[Item]:
    order = {section: at for at, section in enumerate(Section)}
    return sorted(person.items, key=lambda item: order[item.section])


def _difference(past: Item | None, now: Item | None) -> Difference | None:
    if now is None:
        return None
    before, after = past.now if past else None, now.now
    new = tuple(entry for entry in now.entries if past is None or entry not in past.entries)
    between = now.revisions[len(past.revisions) if past else 0 : -1]
    kinds = tuple(_kinds(before, after, now.section if new else None))
    if not kinds:
        # equal at both ends is no difference, whatever happened in between
        return None
    kinds = (*kinds, *_over(before, after, between))
    return Difference(
        item=now, kinds=kinds, before=before, after=after, entries=new, between=between
    )


def _kinds(before: Revision | None, after: Revision, entered: Section | None) -> Iterator[Kind]:
    """All kinds that apply; `entered` is the item's section when it has new entries, else None."""
    entries = (
        (Kind.MISSED, entered is Section.EXPECTATIONS),
        (Kind.EVIDENCE, entered is Section.OPPORTUNITIES),
    )
    tests: tuple[tuple[Kind, bool], ...] = (
        (Kind.ADDED, True),
        (Kind.DISPUTED, after.disputed),
        *entries,
        (Kind.STATE, after.off_track),
        (Kind.AGREED, after.agreed),
    )
    if before is not None:
        stances = (before.mine, before.theirs) != (after.mine, after.theirs)
        tests = (
            (Kind.CLOSED, before.outcome != after.outcome and after.outcome is not None),
            (Kind.REOPENED, before.outcome is not None and after.outcome is None),
            (Kind.REWORDED, before.wording != after.wording),
            (Kind.DISPUTED, after.disputed and stances),
            *entries,
            (Kind.STATE, before.details.state != after.details.state),
            (Kind.AGREED, after.agreed and not (before.agreed and before.wording == after.wording)),
            (Kind.PRIVACY, before.private != after.private),
            (Kind.MOVED, before.rank != after.rank),
        )
    return (kind for kind, applies in tests if applies)


def _over(
    before: Revision | None, after: Revision, between: tuple[Revision, ...]
) -> Iterator[Kind]:
    """Kinds that began and ended in between: a dispute, or off track."""
    ends = [each for each in (before, after) if each]
    if any(each.disputed for each in between) and not any(each.disputed for each in ends):
        yield Kind.DISPUTED
    if any(each.off_track for each in between) and not any(each.off_track for each in ends):
        yield Kind.STATE
