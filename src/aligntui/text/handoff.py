"""What is handed to the next manager: what two people share, in words that all three read."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import replace
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any
from zlib import crc32

from aligntui.domain.commands.importing import HandedLine, HandedPromise
from aligntui.domain.details import Expectation, Health, Risk
from aligntui.domain.fields import Field, Kind, fields_of, plain
from aligntui.domain.ladder import in_words, name_of
from aligntui.domain.naming import first_name
from aligntui.domain.notes import worded
from aligntui.domain.plain import harmless, one_line
from aligntui.domain.privacy import leaving
from aligntui.domain.review import may_leave
from aligntui.domain.rounds import Settled, compared
from aligntui.domain.section import Section
from aligntui.domain.stance import Party
from aligntui.text.arrived import squeezed
from aligntui.text.json_shapes import Shape, evidence_shape, picked
from aligntui.text.markdown import literal
from aligntui.text.words import listed, long_day

if TYPE_CHECKING:
    from aligntui.domain.identity import Handle
    from aligntui.domain.item import Item
    from aligntui.domain.person import Person

_NAMED = ("items", "actions", "feedback", "wins")
"""What of a person is handed over under its handle."""
A_YEAR = timedelta(days=365)
"""The time of which told feedback and rounds are handed over, unless another is named."""
TITLE = "Handoff:"
INTRO = (
    "This is what the two share, written to be read by all three: the one it is about, the "
    "manager who hands over, and the next one, who agrees to each line anew."
)
PROMISES, TOLD = "Promises that are open", "Feedback that was told"
WINS, ROUNDS, RHYTHM = "Wins", "Settled in rounds", "Rhythm"
EVIDENCE = "Evidence for opportunities"
ROLE, LEVEL = "Role:", "Level:"
PARTS = {"role": ROLE, "level": LEVEL, "evidence": EVIDENCE, "rounds": ROUNDS, "rhythm": RHYTHM}
"""What has no handle to be left out by: the words for it, and what stands above or before it."""
BOTH, NOT_YET = "agreed by both since", "not agreed by both yet"
MANAGER = "the manager"
MINE = {"expected of you": f"expected of {MANAGER}", "not theirs": "not theirs to do"}
"""Fields whose usual word depends on who reads it."""
CLOCKS = {
    "check-ins": "check_in",
    **{section.title.lower(): section.value for section in Section},
}


def handed_over(whole: Person, since: date) -> Person:
    """The person with what is handed over: open or of the time `since`, and fit to leave."""
    seen = leaving(whole)
    items = (item for section in Section for item in seen.open_items(section))
    return replace(
        seen,
        items=tuple(
            replace(item, entries=tuple(e for e in item.evidence if e.on >= since))
            for item in items
        ),
        actions=tuple(each for each in seen.actions if each.open),
        feedback=tuple(f for f in may_leave(whole, seen) if f.told_on and f.told_on >= since),
        wins=tuple(w for w in seen.wins if w.owner is Party.THEM and w.on >= since),
        rounds=tuple(r for r in seen.rounds if r.ready_on and r.ready_on >= since),
    )


def without(kept: Person, handles: Collection[Handle]) -> Person:
    """The same without some lines, promises, feedback and wins."""
    stays: dict[str, Any] = {
        name: tuple(each for each in getattr(kept, name) if each.handle not in handles)
        for name in _NAMED
    }
    return replace(kept, **stays)


def handles_in(kept: Person) -> set[Handle]:
    """All that can be left out."""
    return {each.handle for name in _NAMED for each in getattr(kept, name)}


def handoff_text(kept: Person, today: date, by: str = "", left: Collection[str] = ()) -> str:
    """The whole text, of a person as they are `handed_over`.

    Of what has no handle, all is `left` out that is named there, as a line or by what it stands
    under.
    """
    name, lines, promises = kept.name, lines_of(kept), promises_of(kept)
    who = f" by {_shown(by)}" if by else ""
    said = [f"# {TITLE} {_shown(name)}", "", f"Handed over{who} on {long_day(today)}.", ""]
    said += [INTRO, ""]
    for word, value in ((ROLE, kept.role), (LEVEL, kept.level)):
        line = f"{word} {_shown(value or '')}"
        said += [line, ""] if value and not {word, line} & {*left} else []
    for section in Section:
        if some := [line for line in lines if line.section is section]:
            said += _under(section.title, (w for each in some for w in line_lines(each, name)))
    said += _under(PROMISES, (words for each in promises for words in promise_lines(each, name)))
    said += _under(EVIDENCE, (words for words, _ in _staying(EVIDENCE, _evidence(kept), left)))
    said += _under(TOLD, _told(kept))
    said += _under(WINS, (f"- {w.handle} {long_day(w.on)}: {_shown(w.text)}" for w in kept.wins))
    said += _under(ROUNDS, (words for words, _ in _staying(ROUNDS, _settled(kept), left)))
    said += _under(RHYTHM, (words for words, _ in _staying(RHYTHM, _rhythm(kept), left)))
    return "\n".join([*said, marker(name, lines, promises), ""])


def marker(name: str, lines: Iterable[HandedLine], promises: Iterable[HandedPromise]) -> str:
    """The last line: by it the text is known again, and it is seen whether its lines are whole."""
    words = [words for line in lines for words in line_lines(line, name)]
    words += [words for promise in promises for words in promise_lines(promise, name)]
    digits = crc32(squeezed("".join(words))[0].encode("utf-8", "surrogatepass"))
    return f"<!-- aligntui handoff {digits:08x}: do not change this line -->"


def lines_of(kept: Person) -> tuple[HandedLine, ...]:
    """The lines of the sections, without anybody's stance, and without who saw a risk."""
    there = {item.handle for item in kept.items}
    return tuple(_line(kept, item, there) for item in kept.items)


def _line(kept: Person, item: Item, there: set[Handle]) -> HandedLine:
    details = item.now.details
    if isinstance(details, Expectation):  # how it goes is for the two to say
        details = replace(details, state=Health.ON_TRACK)
    if isinstance(details, Risk):
        threatens = details.threatens if details.threatens in there else None
        details = replace(details, threatens=threatens, raised_by=Party.ME)
    return HandedLine(item.handle, item.text, details, kept.agreed_on(item) and item.agreed_since)


def promises_of(kept: Person) -> tuple[HandedPromise, ...]:
    """The open promises of both."""
    return tuple(HandedPromise(a.handle, a.text, a.owner, a.made_on, a.by) for a in kept.actions)


def line_lines(line: HandedLine, name: str) -> Iterator[str]:
    """A line, and below it each of its fields, and since when both agree."""
    yield f"- {line.handle} {_shown(line.text)}"
    for each in fields_of(line.details, "in_text"):
        value = getattr(line.details, each.name)
        if value != each.default:
            words = _words(each, value, name)
            word = MINE.get(each.word, each.word)
            yield f"  - {word}: {_shown(words)}" if words else f"  - {word}"
    yield f"  - {BOTH} {long_day(line.since)}" if line.since else f"  - {NOT_YET}"


def _words(field: Field, value: object, name: str) -> str:
    if isinstance(value, Party):
        return called(value, name)
    words = plain(field, value)
    if field.name == "ladder":
        return in_words(words)
    if field.kind is Kind.PERCENT:
        return f"{words}%"
    return words.replace("-", " ") if field.kind is Kind.ONE else words


def promise_lines(promise: HandedPromise, name: str) -> Iterator[str]:
    """A promise, and below it whose it is and since when."""
    until = f", due {long_day(promise.by)}" if promise.by else ""
    yield f"- {promise.handle} {_shown(promise.text)}"
    who = _shown(called(promise.owner, name))
    yield f"  - promised by {who} on {long_day(promise.on)}{until}"


def called(who: Party, name: str) -> str:
    """What one of the two is called in it."""
    return MANAGER if who is Party.ME else first_name(name)


_Told = tuple[str, "Shape"]
"""A line without a handle of its own, and the same as JSON."""


def _staying(title: str, lines: Iterable[_Told], left: Collection[str]) -> Iterator[_Told]:
    return (each for each in lines if not {title, each[0]} & {*left})


def _evidence(kept: Person) -> Iterator[_Told]:
    for item in kept.items:
        for each in item.evidence:
            rung = f" ({_shown(in_words(name_of(each.ladder)))})" if each.ladder else ""
            words = f"- {item.handle} {long_day(each.on)}: {_shown(each.text)}{rung}"
            yield words, {"handle": item.handle, **evidence_shape(each)}


def _told(kept: Person) -> Iterator[str]:
    for each in kept.feedback:
        if each.told_on:
            text = _shown(worded(each, each.told_on).text)
            yield f"- {each.handle} {each.kind}, told on {long_day(each.told_on)}: {text}"


def _settled(kept: Person) -> Iterator[_Told]:
    for found in kept.rounds:
        rows = compared(kept, found)
        agreed = [row.handle for row in rows if row.handle and row.settled is Settled.AGREED]
        if agreed and found.ready_on:
            on = long_day(found.ready_on)
            words = f"- round {found.number}, {on}: both agreed to {listed(agreed)}"
            yield words, {**picked(found, "number on=ready_on"), "agreed": agreed}


def _rhythm(kept: Person) -> Iterator[_Told]:
    for word, name in CLOCKS.items():
        cadence = str(getattr(kept.cadences, name))
        yield f"- {word}: {cadence}", {name: cadence}
    if kept.last_check_in:
        yield f"- the last check-in was on {long_day(kept.last_check_in.on)}", {}


def _under(title: str, lines: Iterable[str]) -> list[str]:
    found = list(lines)
    return [f"## {title}", "", *found, ""] if found else []


def _shown(text: str) -> str:
    return literal(one_line(harmless(text)))


def handoff_shape(kept: Person, today: date, by: str = "", left: Collection[str] = ()) -> Shape:
    """JSON of a handoff; `text` is what is read back."""
    return {
        "name": kept.name,
        "role": "" if ROLE in left else kept.role,
        "level": None if LEVEL in left else kept.level,
        "on": today,
        "by": by or None,
        "sections": {
            section.value: [_line_shape(e) for e in lines_of(kept) if e.section is section]
            for section in Section
        },
        "promises": [picked(each, "handle text owner on by") for each in promises_of(kept)],
        "feedback": [
            {**picked(each, "handle kind told_on"), "text": worded(each, each.told_on).text}
            for each in kept.feedback
        ],
        "evidence": [shape for _, shape in _staying(EVIDENCE, _evidence(kept), left)],
        "wins": [picked(each, "handle text on") for each in kept.wins],
        "rounds": [shape for _, shape in _staying(ROUNDS, _settled(kept), left)],
        "rhythm": dict(
            pair for _, each in _staying(RHYTHM, _rhythm(kept), left) for pair in each.items()
        ),
        "text": handoff_text(kept, today, by, left),
    }


def _line_shape(line: HandedLine) -> Shape:
    rows = fields_of(line.details)
    return {
        **picked(line, "handle text agreed_on=since"),
        **{row.json: plain(row, getattr(line.details, row.name)) for row in rows},
    }
