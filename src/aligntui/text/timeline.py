"""A person's timeline: each check-in with the changes since the one before."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING, Any, NamedTuple

from aligntui.domain.check_in import BOOKED, CheckIn
from aligntui.domain.naming import first_name
from aligntui.domain.notes import Action, Feedback, Kept, Note, TalkingPoint, Win
from aligntui.domain.search import ALL, Sought, said, said_of
from aligntui.domain.stance import Party
from aligntui.domain.timeline import Promise, Span, became, promises, spans
from aligntui.domain.written import ADDENDUM, written, written_on
from aligntui.text.events import sentence
from aligntui.text.json_shapes import Shape, shape_of, shapes_of
from aligntui.text.noted import not_held
from aligntui.text.past import change_shape
from aligntui.text.round_words import record, round_shape
from aligntui.text.sides import side
from aligntui.text.summaries import after_moves, moved_from
from aligntui.text.words import day_words, moved_words, private_mark, written_words

if TYPE_CHECKING:
    from aligntui.domain.events import Difference
    from aligntui.domain.identity import Handle
    from aligntui.domain.person import Moved, Person


NOTES, ACTIONS, RAISED, FEEDBACK = "NOTES", "ACTIONS", "TO BRING UP", "FEEDBACK"
WINS, ROUNDS = "WINS", "ROUNDS"


class Beside(NamedTuple):
    """What became of one record; `sign` is + for new, - for ended, otherwise a blank."""

    group: str
    handle: str
    private: bool
    lead: str
    """The owner, the kind or the day."""
    text: str
    sign: str = " "
    how: str = ""
    because: str = ""
    moved: bool = False


def beside(
    person: Person, span: Span, sought: Sought, today: date, *, carried: bool = False
) -> tuple[Beside, ...]:
    """Notes, moves, wins, promises, points and feedback of a span that are sought, in this order.

    With `carried` also the promises that were open all through it, unless words are sought.
    """
    return (
        *_notes(person, span, sought, today),
        *_wins(person, span, sought, today),
        *_promises(person, span, sought, today, carried=carried),
        *_said(person, span, sought, today),
        *_rounds(person, span, sought, today),
    )


def _rounds(person: Person, span: Span, sought: Sought, today: date) -> Iterator[Beside]:
    for found in () if sought.words else person.rounds:
        if lines := record(person, found, span, today):
            yield Beside(ROUNDS, f"round.{found.number}", found.private, "", "\n".join(lines))


def _sought_promises(person: Person, span: Span, sought: Sought, *, carried: bool) -> list[Promise]:
    kept = (each for each in span.kept if isinstance(each, Action))
    found = promises(person.actions if carried and not sought.words else kept, span)
    return [each for each in found if sought.holds(said_of(each.action))]


def _moves(person: Person, span: Span, sought: Sought) -> list[Moved]:
    return [each for each in person.moved if span.has(each.on) and not sought.words]


def _notes(person: Person, span: Span, sought: Sought, today: date) -> Iterator[Beside]:
    for note in span.kept:
        if type(note) is Note and sought.holds(note.text):
            day = _joined(day_words(note.on, today), late_words(person, span, note.handle, today))
            later = (each for each in became(note)[1:] if span.has(each.on))
            how = ", ".join(f"{each.brief} {day_words(each.on, today)}" for each in later)
            yield Beside(NOTES, note.handle, note.private, day, note.text, how=how)
    for each in _moves(person, span, sought):
        day = day_words(each.on, today)
        # always private
        yield Beside(NOTES, each.handle, True, day, moved_words(each), moved=True)


def _wins(person: Person, span: Span, sought: Sought, today: date) -> Iterator[Beside]:
    for win in span.kept:
        if isinstance(win, Win) and sought.holds(win.text):
            about = f"about {win.about}" if win.about else ""
            how = _joined(about, _became(person, span, win, today))
            sign = "+" if span.has(win.on) else " "
            who = _who(person, win.owner)
            yield Beside(WINS, win.handle, win.private, who, win.text, sign, how)


def _became(person: Person, span: Span, thing: Kept, today: date) -> str:
    """What became of a thing in a span, and when it was written where that was later."""
    there = (event for event in became(thing) if span.has(event.on))
    told = (f"{event.brief} {day_words(event.on, today)}" for event in there)
    return _joined(*told, late_words(person, span, thing.handle, today))


def _who(person: Person, owner: Party) -> str:
    return "you" if owner is Party.ME else first_name(person.name)


def _promises(
    person: Person, span: Span, sought: Sought, today: date, *, carried: bool
) -> Iterator[Beside]:
    for each in _sought_promises(person, span, sought, carried=carried):
        action = each.action
        who = _who(person, action.owner)
        sign = "+" if each.made else "-" if each.ended_on else " "
        because = action.because if each.ended_on else ""
        how = _joined(*_how(each, span, today), late_words(person, span, action.handle, today))
        yield Beside(ACTIONS, action.handle, action.private, who, action.text, sign, how, because)


def late_words(person: Person, span: Span, handle: Handle, today: date) -> str:
    """When something of a span was written: after its minutes, or days later if none followed."""
    minutes = span.check_in is not None
    found = written_on(person, handle, span.since, span.until, minutes=minutes)
    return written_words(found, today, span.until if minutes else None)


def written_of(person: Person, handle: Handle, what: str, on: date, today: date) -> str:
    """When one thing that happened to a record was written, where minutes had been made."""
    found = written(person, handle, what, on)
    return written_words(found.recorded_on if found and found.minutes else None, today)


def _joined(*words: str) -> str:
    return ", ".join(filter(None, words))


def _said(person: Person, span: Span, sought: Sought, today: date) -> Iterator[Beside]:
    """Talking points noted or brought up, and feedback noted, told or understood."""
    for each in span.kept:
        if not isinstance(each, TalkingPoint | Feedback) or not sought.holds(each.text):
            continue
        if isinstance(each, Feedback):
            group, lead, ended = FEEDBACK, each.kind.value, " "
        else:
            who = "to" if each.owner is Party.ME else "they"
            group, lead, ended = RAISED, f"{who} bring up", "-"
        first, *_ = events = became(each)
        raised = any(event.words == "brought up" for event in events if span.has(event.on))
        sign = "+" if span.has(first.on) else ended if raised else " "
        how = _became(person, span, each, today)
        yield Beside(group, each.handle, each.private, lead, each.text, sign, how)


def beside_shapes(person: Person, span: Span, sought: Sought) -> Shape:
    """The same events in JSON, without promises that were only carried."""
    found = [each for each in span.kept if sought.holds(said_of(each))]
    made = _sought_promises(person, span, sought, carried=False)

    def kept(kind: type) -> list[Shape]:
        return shapes_of(person, (each for each in found if type(each) is kind))

    return {
        "kept_notes": kept(Note),
        "wins": kept(Win),
        "actions": shapes_of(person, (each.action for each in made)),
        "talking_points": kept(TalkingPoint),
        "feedback": kept(Feedback),
        "moved": [
            {"handle": each.handle, "on": each.on.isoformat(), "words": moved_words(each)}
            for each in _moves(person, span, sought)
        ],
        "rounds": [
            round_shape(person, each)
            for each in person.rounds
            if not sought.words and record(person, each, span, span.until)
        ],
    }


def _how(promise: Promise, span: Span, today: date) -> Iterator[str]:
    """What became of a promise in a span: how it ended, or since when and until when it stands."""
    action, ended = promise.action, promise.ended_on

    def day(on: date) -> str:
        return day_words(on, today)

    if ended:
        yield f"{'done' if action.done_on else 'dropped'} {day(ended)}"
        yield after_moves(action, day)
        return
    if not promise.made:
        yield f"carried from {day(action.made_on)}"
    if moves := tuple(each for each in action.moves if span.has(each.on)):
        yield moved_from(moves, day)
    elif action.by:
        yield f"by {day(action.by)}"


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

    beside: tuple[Beside, ...]
    """Notes, promises and feedback; empty when one section is searched for."""


def entries(
    person: Person, today: date, since: date | None, sought: Sought = ALL
) -> tuple[Entry, ...]:
    """The entries, newest first, back to `since`; the time after the last check-in comes first.

    Where something is `sought`, only matching changes, and entries with a match.
    """
    found = (
        Entry(
            person,
            span,
            sought,
            sought.changes(span.changes),
            () if sought.section else beside(person, span, sought, today),
        )
        for span in spans(person, today)
        if since is None or span.until >= since
    )
    whole = sought.section is None
    return tuple(
        each
        for each in found
        if each.changes
        or each.beside
        or (whole and each.check_in and sought.holds(*said(each.check_in)))
    )


def entry_lines(entry: Entry, today: date) -> list[str]:
    """One entry in lines: heading, a line for each event, indented notes."""
    lines = [_heading(entry, today)]
    said = side(entry.person.relation)
    for change in entry.changes:
        late = late_words(entry.person, entry.span, change.item.handle, today)
        told = f"{sentence(change, said)} ({late})" if late else sentence(change, said)
        lines.append(f"  {private_mark(change.after.private)} {told}")
    lines += [line for each in entry.beside for line in _beside_lines(each)]
    if entry.check_in:
        because = "" if entry.check_in.because == BOOKED else entry.check_in.because
        words = (because, entry.check_in.notes)
        texts = (*filter(None, words), *beside_lines(entry.person, entry.check_in, today))
        for text in texts:
            first, *more = text.split("\n")
            lines += [f"  {private_mark(True)}   {first}", *(f"      {line}" for line in more)]
    return lines


def _beside_lines(each: Beside) -> list[str]:
    how = f" ({each.how})" if each.how else ""
    because = f": {each.because}" if each.because else ""
    lead = "" if each.group == ROUNDS else f"{each.handle} {each.lead}: "
    first, *more = f"{lead}{each.text}{how}{because}".split("\n")
    return [f"  {private_mark(each.private)} {first}", *(f"      {line}" for line in more)]


def beside_lines(person: Person, check_in: CheckIn, today: date) -> list[str]:
    """The pulse, and later additions; never shared automatically."""
    pulse = [f"pulse {check_in.pulse}"] if check_in.pulse else []
    later = (f"{when}: {text}" for when, text in addenda_words(person, check_in, today))
    return [*pulse, *later]


def addenda_words(person: Person, check_in: CheckIn, today: date) -> Iterator[tuple[str, str]]:
    """The day of each later addition in words, and its text."""
    for each in check_in.addenda:
        late = written_of(person, check_in.handle, ADDENDUM, each.on, today)
        yield _joined(day_words(each.on, today), "later", late), each.text


def entry_shape(person: Person, entry: Entry) -> dict[str, Any]:
    """JSON of an entry: a check-in with its `changes`; `handle` is null after the last one."""
    changes = [change_shape(change, person.relation) for change in entry.changes]
    happened = {"changes": changes, **beside_shapes(*entry[:3])}
    if entry.check_in is None:
        on = entry.span.until.isoformat()
        return {"name": person.name, "handle": None, "on": on, "kind": "since", **happened}
    return {**shape_of(person, entry.check_in), **happened}


def _heading(entry: Entry, today: date) -> str:
    if entry.check_in is None:
        return "not in a check-in yet"
    instead = not_held(entry.check_in, today)
    kind = f", {instead}" if instead else ""
    told = entry.changes or entry.beside or entry.check_in.touch
    quiet = "" if told else ": nothing changed"
    met, on = entry.check_in.handle, entry.check_in.on
    late = written_of(entry.person, met, entry.check_in.kind, on, today)
    late = f", {late}" if late else ""
    return f"{day_words(entry.span.until, today)}  {met}{kind}{late}{quiet}"
