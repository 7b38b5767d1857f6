"""The whole history of one item, one line for each event, oldest first."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from aligntui.domain.check_in import BOOKED
from aligntui.domain.errors import Refused
from aligntui.domain.events import Kind, events
from aligntui.domain.identity import letter_of
from aligntui.domain.notes import Action
from aligntui.domain.numbers import recurrence
from aligntui.domain.stance import Party
from aligntui.domain.timeline import became
from aligntui.text.events import event_words
from aligntui.text.noted import not_held
from aligntui.text.numbers import recurrence_words
from aligntui.text.sides import side
from aligntui.text.table import table
from aligntui.text.words import day_words, moved_words, private_mark

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from aligntui.domain.events import Event
    from aligntui.domain.identity import Handle
    from aligntui.domain.item import Item
    from aligntui.domain.person import Person
    from aligntui.domain.timeline import Kept
    from aligntui.text.json_shapes import Shape

BOTH = "both"
OF_BOTH = (Kind.AGREED, Kind.HELD)
"""Events that take both."""
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
    said = side(person.relation)
    return tuple(
        LifeLine(event.on, _who(event), words, event.private)
        for event in events(person, item)
        for words in event_words(event, said)
    )


def _who(event: Event) -> str:
    return BOTH if event.kind in OF_BOTH else _WHO[event.who] if event.who else ""


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
    things: tuple[Kept, ...] = (
        *person.notes,
        *person.talking_points,
        *person.feedback,
        *person.actions,
    )
    for thing in things:
        if thing.handle == handle:
            found = [
                LifeLine(day, "", _with_reason(thing, words), thing.private)
                for words, day in became(thing)
            ]
            lines = sorted([*found, *_moved(person, handle)], key=lambda line: line.on)
            return thing.text, lines
    if not (gone := _moved(person, handle)):
        raise Refused(f"{person.name} has no {handle}")
    return "", gone


def _with_reason(thing: Kept, words: str) -> str:
    because = thing.because if isinstance(thing, Action) and words == "dropped" else ""
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
