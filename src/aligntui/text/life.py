"""The whole history of one item, one line for each event, oldest first."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from aligntui.domain.check_in import BOOKED
from aligntui.domain.errors import Refused
from aligntui.domain.events import Kind, events
from aligntui.domain.identity import letter_of
from aligntui.domain.numbers import recurrence
from aligntui.domain.section import Section
from aligntui.domain.stance import Party
from aligntui.domain.timeline import became
from aligntui.domain.written import ADDENDUM, written
from aligntui.text.events import event_words
from aligntui.text.noted import not_held
from aligntui.text.numbers import recurrence_words
from aligntui.text.sides import side
from aligntui.text.table import table
from aligntui.text.words import day_words, moved_words, private_mark, written_words

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from aligntui.domain.events import Event
    from aligntui.domain.identity import Handle
    from aligntui.domain.item import Item
    from aligntui.domain.notes import Written
    from aligntui.domain.person import Person
    from aligntui.text.json_shapes import Shape

BOTH = "both"
OF_BOTH = (Kind.AGREED, Kind.HELD)
"""Events that take both."""
_WORDED = (Kind.ADDED, Kind.REWORDED, Kind.REASON)
_LETTERS = tuple(section.letter for section in Section)
_WHO = {Party.ME: "you", Party.THEM: "they"}


@dataclass(frozen=True, slots=True)
class LifeLine:
    """An event of an item; `who` is you, they, both, or empty."""

    on: date
    who: str
    words: str
    private: bool = False
    because: str = ""
    written: Written | None = None
    """When it was written, where that was later."""

    @property
    def said(self) -> str:
        """Its words, and when it was written where that was days later."""
        late = self.written and self.written.after_days
        day = self.written.recorded_on if self.written and late else None
        return f"{self.words} ({written_words(day, self.on)})" if day else self.words


def life(person: Person, item: Item) -> tuple[LifeLine, ...]:
    """All events of an item in order of day: wording, agreement, state, entries and end."""
    said = side(person.relation)
    return tuple(
        LifeLine(
            event.on,
            BOTH if event.kind in OF_BOTH else _WHO[event.who] if event.who else "",
            words,
            event.private,
            _because(event),
            written(person, item.handle, event.kind, event.on),
        )
        for event in events(person, item)
        for words in event_words(event, said)
    )


def _because(event: Event) -> str:
    """Why the line was worded so, unless that is more private than the event."""
    because = event.after.because if event.kind in _WORDED else None
    return because.text if because and (event.private or not because.private) else ""


def history_lines(person: Person, handle: Handle, today: date) -> list[str]:
    """A record, how often it came back where it is a line, and its events: day, who and what."""
    text, lines = history(person, handle)
    recurs = []
    if letter_of(handle) in _LETTERS:
        found = recurrence(person, person.item(handle), today)
        recurs = [f"    {recurrence_words(found, today)}"]
    rows = [
        (private_mark(line.private), day_words(line.on, today), line.who, line.said)
        for line in lines
    ]
    return [f"{handle}  {text}".rstrip(), *recurs, *table(rows, ("",) * 4)]


def history_shapes(person: Person, handle: Handle) -> list[Shape]:
    """The history of a record in JSON; `who` is me, them, both or null, `by` one of the two."""
    text, lines = history(person, handle)
    parties = {words: party.value for party, words in _WHO.items()} | {BOTH: BOTH}
    return [
        {
            "name": person.name,
            "handle": handle,
            "text": text,
            "on": line.on,
            "who": parties.get(line.who),
            "by": parties.get(line.who) if line.who != BOTH else None,
            "words": line.words,
            "because": line.because or None,
            "private": line.private,
            **({"recorded_on": line.written.recorded_on} if line.written else {}),
        }
        for line in lines
    ]


def history(person: Person, handle: Handle) -> tuple[str, Sequence[LifeLine]]:
    """The text of a record and its events; raises `Refused` for a handle that never existed."""
    if letter_of(handle) in _LETTERS:
        item = person.item(handle)
        return item.text, life(person, item)
    if letter_of(handle) == "C":
        met = person.check_in(handle)
        later = (
            LifeLine(each.on, "", each.text, True, "", written(person, handle, ADDENDUM, each.on))
            for each in met.addenda
        )
        words = not_held(met, met.on) or met.kind.value
        words += f": {met.because}" if met.because not in ("", BOOKED) else ""
        here = written(person, handle, met.kind, met.on)
        return met.notes.partition("\n")[0], [LifeLine(met.on, "", words, written=here), *later]
    kept = [each for each in person.records if each.handle == handle]
    lines = [
        LifeLine(
            event.on,
            "",
            f"{event.words}: {event.because}" if event.because else event.words,
            each.private or event.private,
            event.because,
            written(person, handle, event.kind, event.on),
        )
        for each in kept
        for event in became(each)
    ]
    # a move is always private
    lines += (
        LifeLine(moved.on, "", moved_words(moved), private=True)
        for moved in person.moved
        if moved.handle == handle
    )
    if not lines:
        raise Refused(f"{person.name} has no {handle}")
    return kept[0].text if kept else "", sorted(lines, key=lambda line: line.on)
