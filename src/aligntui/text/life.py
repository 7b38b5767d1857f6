"""The life of one item: all that ever became of it, a line each, the oldest first."""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import pairwise
from typing import TYPE_CHECKING

from aligntui.domain.recurrence import recurrence
from aligntui.domain.section import Section
from aligntui.domain.stance import Party, View
from aligntui.text.fields import field_lines, state
from aligntui.text.recurrence import recurrence_words
from aligntui.text.table import table
from aligntui.text.trail import led_to
from aligntui.text.words import day_words, private_mark

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import date

    from aligntui.domain.item import Item, Revision
    from aligntui.domain.person import Person, Relation
    from aligntui.text.json_shapes import Shape

BOTH = "both"
AGAIN = "still agreed"
_WHO = {Party.ME: "you", Party.THEM: "they"}


@dataclass(frozen=True, slots=True)
class LifeLine:
    """What became of an item on a day; `who` is you, they, both, or nobody in particular."""

    on: date
    who: str
    words: str
    private: bool = False


def life(person: Person, item: Item) -> tuple[LifeLine, ...]:
    """Written, reworded, agreed, disputed, changed, missed, moved and closed; by day."""
    # within a day: as it was revised, what happened beside that, the end
    lines = [
        *_revised(item, person.relation),
        *_entered(person, item),
        *_gone_through(person, item),
        *_ended(item),
    ]
    return tuple(_folded(sorted(lines, key=lambda line: line.on)))


def history_lines(person: Person, item: Item, today: date) -> list[str]:
    """The item, how often it came back, and under it its life: the day, who, and what."""
    rows = [
        (private_mark(line.private), day_words(line.on, today), line.who, line.words)
        for line in life(person, item)
    ]
    recurs = recurrence_words(recurrence(person, item, today), today)
    return [f"{item.handle}  {item.text}", f"    {recurs}", *table(rows, ("",) * 4)]


def history_shapes(person: Person, item: Item) -> list[Shape]:
    """The same in JSON; `who` is me, them, both or null."""
    parties = {words: party.value for party, words in _WHO.items()} | {BOTH: BOTH}
    return [
        {
            "name": person.name,
            "handle": item.handle,
            "text": item.text,
            "on": line.on.isoformat(),
            "who": parties.get(line.who),
            "words": line.words,
            "private": line.private,
        }
        for line in life(person, item)
    ]


def _revised(item: Item, relation: Relation) -> Iterator[LifeLine]:
    first = item.revisions[0]
    was = f", was {item.origin}" if item.origin else ""
    yield _line(first, _WHO[first.by], f'written{was}: "{first.text}"')
    for words in field_lines(first.details, relation):
        yield _line(first, _WHO[first.by], words)
    yield from _stances(None, first)
    for before, after in pairwise(item.revisions):
        yield from _changed(before, after, relation)
        yield from _stances(before, after)


def _changed(before: Revision, after: Revision, relation: Relation) -> Iterator[LifeLine]:
    who = _WHO[after.by]
    if before.text != after.text:
        yield _line(after, who, f'reworded from "{before.text}" to "{after.text}"')
    old, new = (field_lines(each.details, relation) for each in (before, after))
    for words in (*new, *old):
        if words not in old:
            yield _line(after, who, words)
        elif words not in new and not _replaced(words, new):
            yield _line(after, who, f"no longer {words}")
    if before.details.state != after.details.state:
        words = state(replace(after, outcome=None)).lower()
        yield _line(after, who, words)
    if before.private != after.private:
        yield _line(after, who, "private" if after.private else "shared")
    if before.not_for_review != after.not_for_review:
        yield _line(after, who, "not for review" if after.not_for_review else "for review again")


def _replaced(words: str, new: Iterable[str]) -> bool:
    """Whether a field has another value now, which is said already."""
    name, colon, _ = words.partition(": ")
    return bool(colon) and any(line.startswith(name + colon) for line in new)


def _stances(before: Revision | None, after: Revision) -> Iterator[LifeLine]:
    if after.agreed and not (before and before.agreed and before.wording == after.wording):
        yield _line(after, BOTH, "agreed")
    for party, name in ((Party.ME, "mine"), (Party.THEM, "theirs")):
        stance = getattr(after, name)
        if stance.view is View.DIFFER and (before is None or getattr(before, name) != stance):
            how = f': "{stance.how}"' if stance.how else ""
            yield _line(after, _WHO[party], f"differ{how}")


def _ended(item: Item) -> Iterator[LifeLine]:
    for before, after in pairwise(item.revisions):
        if before.outcome == after.outcome:
            continue
        became = f", became {item.became}" if item.became and after is item.now else ""
        ended = f"closed as {after.outcome}{became}" if after.outcome else "open again"
        yield _line(after, "", ended)


def _entered(person: Person, item: Item) -> Iterator[LifeLine]:
    kind = "missed" if item.section is Section.EXPECTATIONS else "evidence"
    for entry in item.entries:
        origin = f", {entry.origin} came true" if entry.origin else ""
        feedback = led_to(person, entry)
        untold = f" ({feedback.handle}, not told)" if feedback and not feedback.told else ""
        yield LifeLine(entry.on, "", f"{kind}{origin}: {entry.text}{untold}", entry.private)
        if feedback and feedback.told_on:
            words = f"told {feedback.handle}: {feedback.text}"
            yield LifeLine(feedback.told_on, _WHO[Party.ME], words, feedback.private)


def _gone_through(person: Person, item: Item) -> Iterator[LifeLine]:
    agreed = {revision.on for revision in item.revisions if revision.agreed}
    for resync in person.resyncs:
        then = item.as_of(resync.on)
        holds = then is not None and then.open and then.now.agreed
        if holds and item.section in resync.sections and resync.on not in agreed:
            yield LifeLine(resync.on, BOTH, AGAIN, item.now.private)


def _folded(lines: Iterable[LifeLine]) -> Iterator[LifeLine]:
    """Of those that say 'still agreed' one after the other only the last: a year has many."""
    found: list[LifeLine] = []
    for line in lines:
        if found and found[-1].words == line.words == AGAIN:
            found.pop()
        found.append(line)
    return iter(found)


def _line(revision: Revision, who: str, words: str) -> LifeLine:
    return LifeLine(revision.on, who, words, revision.private)
