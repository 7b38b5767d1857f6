"""The past of a line: its whole life, event by event, or the difference between two days."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from difflib import SequenceMatcher
from typing import TYPE_CHECKING

from aligntui.domain.check_in import BOOKED
from aligntui.domain.details import EMPTY
from aligntui.domain.errors import Refused
from aligntui.domain.events import Difference, Event, Kind, events
from aligntui.domain.identity import Handle, letter_of
from aligntui.domain.numbers import recurrence
from aligntui.domain.section import LETTERS, Section
from aligntui.domain.stance import Party
from aligntui.domain.timeline import became
from aligntui.domain.written import ADDENDUM, written
from aligntui.text.events import (
    dated_entry,
    event_words,
    facts,
    over,
    sentence,
    wording_lines,
)
from aligntui.text.fields import progress, state
from aligntui.text.noted import not_held
from aligntui.text.numbers import recurrence_words
from aligntui.text.sides import side
from aligntui.text.table import style, table
from aligntui.text.words import day_words, moved_words, private_mark, written_words

if TYPE_CHECKING:
    from aligntui.domain.item import Item
    from aligntui.domain.notes import Written
    from aligntui.domain.person import Person, Relation
    from aligntui.text.json_shapes import Shape

BOTH = "both"
OF_BOTH = (Kind.AGREED, Kind.HELD)
"""Events that take both."""
_WORDED = (Kind.ADDED, Kind.REWORDED, Kind.REASON)
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
    if letter_of(handle) in LETTERS:
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
    if letter_of(handle) in LETTERS:
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


GONE, NEW = "-", "+"
_SPOKEN = {GONE: "gone:", NEW: "new:"}
_UNDER = " " * 7
KIND_WORDS = {
    Kind.ADDED: "added",
    Kind.CLOSED: "closed",
    Kind.REOPENED: "open again",
    Kind.REWORDED: "reworded",
    Kind.REASON: "why",
    Kind.DISPUTED: "differs",
    Kind.MISSED: "missed",
    Kind.WRONG: "was wrong",
    Kind.EVIDENCE: "evidence",
    Kind.SHARE: "share",
    Kind.STATE: "changed",
    Kind.AGREED: "agreed",
    Kind.PRIVACY: "private or shared",
    Kind.MOVED: "moved",
}


def difference_lines(
    person: Person, found: tuple[Difference, ...], since: date, until: date, today: date
) -> list[str]:
    """The changed sections with their items, then the unchanged ones in one line."""
    said = side(person.relation).titles
    days = f"{day_words(since, today)} to {day_words(until, today)}"
    lines = [f"{person.name}, {days}"]
    for section in Section:
        changed = [each for each in found if each.section is section]
        lines += ["", f"{said[section]}:"] if changed else []
        for each in changed:
            lines += _item_lines(each, person.relation, today)
    same = [said[section] for section in Section if all(d.section is not section for d in found)]
    return [*lines, "", f"Nothing changed in: {', '.join(same)}"] if same else lines


def difference_shape(person: Person, difference: Difference, today: date) -> Shape:
    """JSON of one item of `diff`; `lines` are gone (`-`) or new (`+`), `marked` is the new text."""
    return {
        "name": person.name,
        "on": difference.after.on.isoformat(),
        **change_shape(difference, person.relation),
        "marked": marked(difference),
        "lines": turned(difference, person.relation, today),
    }


def change_shape(change: Difference, relation: Relation) -> Shape:
    """JSON of a change: kind and state of the item, its text before and now."""
    return {
        "handle": change.item.handle,
        "section": change.section.value,
        "kind": change.kind.value,
        "text": change.after.text,
        "state": state(change.after),
        "before": change.before.text if change.before else None,
        "words": sentence(change, side(relation)),
        "private": change.after.private,
    }


def marked(difference: Difference) -> str:
    """The text with its changed words marked: `Owns [-on-call-]{+the rota+}`."""
    new = difference.after.text
    if difference.before is None or difference.before.text == new:
        return new
    return marked_words(difference.before.text, new)


def marked_words(old: str, new: str) -> str:
    """Mark the words removed from one text and added in another."""
    return " ".join(
        came
        if gone == came
        else (f"[-{gone}-]" if gone else "") + (f"{{+{came}+}}" if came else "")
        for gone, came in changed_words(old, new)
    )


def changed_words(old: str, new: str) -> Iterator[tuple[str, str]]:
    """Pairs of old and new words, piece by piece."""
    before, after = old.split(), new.split()
    for _, i, j, k, m in SequenceMatcher(a=before, b=after, autojunk=False).get_opcodes():
        yield " ".join(before[i:j]), " ".join(after[k:m])


def turned(difference: Difference, relation: Relation, today: date) -> list[str]:
    """Changed facts beside the text: `- on track`, `+ OFF TRACK`, `+ missed 20 May`."""
    before, said = difference.before, side(relation)
    old = facts(before, said) if before else ()
    new = facts(difference.after, said, difference.item)
    # an item just written is on track: not worth saying
    usual = () if before else (progress(EMPTY[difference.section]),)
    lines = [f"{NEW} {words}" for words in wording_lines(difference, said)]
    lines += [f"{GONE} {words}" for words in old if words not in new]
    lines += [f"{NEW} {words}" for words in new if words not in (*old, *usual)]
    lines += [f"{NEW} {dated_entry(difference.item, e, today)}" for e in difference.entries]
    return lines + [f"{NEW} {words}" for words in over(difference, said)]


def _item_lines(difference: Difference, relation: Relation, today: date) -> Iterator[str]:
    handle, after = difference.item.handle, difference.after
    same = difference.before is not None and difference.before.text == after.text
    kind = Kind.STATE if difference.kind is Kind.REWORDED and same else difference.kind
    text = marked(difference)
    if style.plain and difference.before is not None and not same:
        text = f'"{difference.before.text}" became "{after.text}"'
    yield f"{private_mark(after.private)} {handle:<4} {KIND_WORDS[kind]}: {text}"
    for line in turned(difference, relation, today):
        sign = _SPOKEN[line[0]] if style.plain else line[0]
        yield f"{_UNDER}{sign}{line[1:]}"
