"""The whole history of one item, one line for each event, oldest first."""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import pairwise
from typing import TYPE_CHECKING

from aligntui.domain.check_in import BOOKED
from aligntui.domain.errors import Refused
from aligntui.domain.identity import letter_of
from aligntui.domain.numbers import recurrence
from aligntui.domain.section import Section
from aligntui.domain.stance import Party, View
from aligntui.text.fields import changed_lines, field_lines, led_to, state
from aligntui.text.noted import not_held
from aligntui.text.recurrence import recurrence_words
from aligntui.text.table import table
from aligntui.text.words import day_words, moved_words, private_mark

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import date

    from aligntui.domain.identity import Handle
    from aligntui.domain.item import Item, Revision
    from aligntui.domain.notes import Action, Feedback, Note, TalkingPoint
    from aligntui.domain.person import Person, Relation
    from aligntui.text.json_shapes import Shape

BOTH = "both"
AGAIN = "still agreed"
_BECAME = {
    "on": "noted",
    "added_on": "noted",
    "noted_on": "noted",
    "made_on": "promised",
    "raised_on": "brought up",
    "told_on": "told",
    "understood_on": "understood",
    "done_on": "done",
    "dropped_on": "dropped",
}
"""The event that each date field records, for records that are not items."""
_WHO = {Party.ME: "you", Party.THEM: "they"}


@dataclass(frozen=True, slots=True)
class LifeLine:
    """An event of an item; `who` is you, they, both, or empty."""

    on: date
    who: str
    words: str
    private: bool = False


def life(person: Person, item: Item) -> tuple[LifeLine, ...]:
    """All events of an item in order of day: wording, agreement, state, entries and end."""
    # within a day: revisions, then other events, then the end
    lines = [
        *_revised(item, person.relation),
        *_entered(person, item),
        *_gone_through(person, item),
        *_ended(item),
    ]
    return tuple(_folded(sorted(lines, key=lambda line: line.on)))


def history_lines(person: Person, item: Item, today: date) -> list[str]:
    """The item, its recurrence, and its events: day, who and what."""
    recurs = recurrence_words(recurrence(person, item, today), today)
    lines = life(person, item)
    return [f"{item.handle}  {item.text}", f"    {recurs}", *_told(lines, today)]


def thing_lines(person: Person, handle: Handle, today: date) -> list[str]:
    """History of a record that is no item: note, talking point, feedback, action or check-in."""
    text, lines = _of_thing(person, handle)
    return [f"{handle}  {text}".rstrip(), *_told(lines, today)]


def thing_shapes(person: Person, handle: Handle) -> list[Shape]:
    """The same history in JSON."""
    text, lines = _of_thing(person, handle)
    return _shapes(person.name, handle, text, lines)


def _told(lines: Iterable[LifeLine], today: date) -> list[str]:
    rows = [
        (private_mark(line.private), day_words(line.on, today), line.who, line.words)
        for line in lines
    ]
    return table(rows, ("",) * 4)


def _of_thing(person: Person, handle: Handle) -> tuple[str, list[LifeLine]]:
    """The text of a record and its events; raises `Refused` for a handle that never existed."""
    if letter_of(handle) == "C":
        met = person.check_in(handle)
        later = (LifeLine(each.on, "", each.text, private=True) for each in met.addenda)
        words = not_held(met, met.on) or met.kind.value
        words += f": {met.because}" if met.because not in ("", BOOKED) else ""
        return met.notes.partition("\n")[0], [LifeLine(met.on, "", words), *later]
    things: tuple[Note | TalkingPoint | Feedback | Action, ...] = (
        *person.notes,
        *person.talking_points,
        *person.feedback,
        *person.actions,
    )
    for thing in things:
        if thing.handle == handle:
            found = [
                LifeLine(day, "", _with_reason(thing, name, words), thing.private)
                for name, words in _BECAME.items()
                if (day := getattr(thing, name, None))
            ]
            lines = sorted([*found, *_moved(person, handle)], key=lambda line: line.on)
            return thing.text, lines
    if not (gone := _moved(person, handle)):
        raise Refused(f"{person.name} has no {handle}")
    return "", gone


def _with_reason(thing: object, name: str, words: str) -> str:
    because = getattr(thing, "because", "") if name == "dropped_on" else ""
    return f"{words}: {because}" if because else words


def _moved(person: Person, handle: Handle) -> list[LifeLine]:
    """Moves of a record to or from another person; always private."""
    return [
        LifeLine(m.on, "", moved_words(m), private=True) for m in person.moved if m.handle == handle
    ]


def history_shapes(person: Person, item: Item) -> list[Shape]:
    """The history of an item in JSON; `who` is me, them, both or null."""
    return _shapes(person.name, item.handle, item.text, life(person, item))


def _shapes(name: str, handle: Handle, text: str, lines: Iterable[LifeLine]) -> list[Shape]:
    parties = {words: party.value for party, words in _WHO.items()} | {BOTH: BOTH}
    return [
        {
            "name": name,
            "handle": handle,
            "text": text,
            "on": line.on.isoformat(),
            "who": parties.get(line.who),
            "words": line.words,
            "private": line.private,
        }
        for line in lines
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
    for words in changed_lines(old, new):
        yield _line(after, who, words)
    if before.details.state != after.details.state:
        words = state(replace(after, outcome=None)).lower()
        yield _line(after, who, words)
    if before.private != after.private:
        yield _line(after, who, "private" if after.private else "shared")
    if before.not_for_review != after.not_for_review:
        yield _line(after, who, "not for review" if after.not_for_review else "for review again")


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
        if holds and resync.covers(item) and resync.on not in agreed:
            yield LifeLine(resync.on, BOTH, AGAIN, item.now.private)


def _folded(lines: Iterable[LifeLine]) -> Iterator[LifeLine]:
    """Of consecutive 'still agreed' lines keep only the last: a year has many."""
    found: list[LifeLine] = []
    for line in lines:
        if found and found[-1].words == line.words == AGAIN:
            found.pop()
        found.append(line)
    return iter(found)


def _line(revision: Revision, who: str, words: str) -> LifeLine:
    return LifeLine(revision.on, who, words, revision.private)
