"""What a text that came would change in somebody's round, before anything is changed."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import date
from shlex import quote
from typing import TYPE_CHECKING, NamedTuple

from aligntui.domain.commands.outcome import TakeOutcome, moment
from aligntui.domain.commands.rounds import ReceiveRound, StartRound
from aligntui.domain.errors import Refused
from aligntui.domain.privacy import shared_round
from aligntui.domain.rounds import reworded
from aligntui.domain.stance import Party
from aligntui.text import outcome_reading as outcome
from aligntui.text.round_file import asked_in, heads, marks, until_in
from aligntui.text.round_reading import Reading, read
from aligntui.text.round_words import answer_words
from aligntui.text.words import day_words, listed

if TYPE_CHECKING:
    from aligntui.domain.identity import Handle
    from aligntui.domain.person import Person
    from aligntui.domain.round import Answer, Round
    from aligntui.text.outcome_reading import Read

    Matching = Callable[[Iterable[str]], Iterable[Person]]


class Arriving(NamedTuple):
    """The command that takes a text in, and what it does line by line."""

    command: ReceiveRound | StartRound | TakeOutcome
    lines: tuple[tuple[str, str], ...]
    """Each with its mark: `+` what comes in, `~` what changes here, `!` what to look at.

    There is no word of theirs before mine.
    """
    asks: bool = False
    """True for answers to an older round that would replace those to the open one."""


def arriving(text: str, person: Person, on: date, matching: Matching) -> Arriving:
    """What a text would change in the round with somebody; refuses one that is not of it.

    `matching` finds people by words: a round with somebody else is not taken in here.
    """
    there, settled, keys = marks(text), outcome.mark_of(text), {e.key: e for e in person.rounds}
    other = whose(text, matching)
    if other and other.id != person.id:
        raise Refused(f"it is of a round with {other.name}; take it in there")
    known = next((keys[mark.key] for mark in there if mark.key in keys), None)
    if settled:
        return _settled(text, person, keys.get(settled[1]), on)
    if outcome.unmarked(text):
        if found := outcome.round_of(text, person):
            return _settled(text, person, found[0], on, shown=found[1])
        if outcome.is_ours(text):
            words = "the line at its end was lost, and no round that they began asks for its lines"
            raise Refused(f"{words}; ask {person.name} for the text once more")
    if there and known is None:
        return _begun(text, person, there[0].key, on)
    return _answers(text, person, known, on)


def whose(text: str, matching: Matching) -> Person | None:
    """With whom the round is that a text says it is of; None for one that is not known here."""
    settled = outcome.mark_of(text)
    for key in (*(mark.key for mark in marks(text)), *(settled[1:] if settled else ())):
        for person in matching((key,)):
            if any(each.key == key for each in person.rounds):
                return person
    return None


def _answers(text: str, person: Person, known: Round | None, on: date) -> Arriving:
    """Answers to the open round, or to an older one that is `known` by its key."""
    found = person.open_round
    if found is None:
        over = f"round {known.number} with {person.name} has ended" if known else ""
        raise Refused(over or f"no round with {person.name} is open; start one first")
    if (known or found).by is Party.THEM:
        fill = f"'aligntui round {quote(person.name)} --fill FILE' takes them"
        words = f"{person.name} began this round; your answers are yours to give, line by line"
        raise Refused(words, command=fill)
    if known is None and not heads(text, found):
        raise Refused(f"it holds no line of round {found.number} with {person.name}")
    old = known if known and known.uid != found.uid else None
    reading = read(text, person.name, old or found, shared_round(person, old or found))
    since = [handle for handle in reworded(person, found) if handle in reading.found]
    asides = [*reading.doubts, *(f"{handle} was reworded since it went out" for handle in since)]
    if old:
        reading = _brought_forward(reading, old, found)
        asides.insert(0, f"it answers round {old.number}; what still reads the same counts")
    if not (reading.answers or reading.words):
        raise Refused("nothing is answered in it; it is the file as it went out")
    command = ReceiveRound(person=person.id, answers=reading.answers, words=reading.words, on=on)
    if found.theirs:
        asides.insert(0, "it replaces what came back before, which is kept")
    lines = (("+", words) for words in _answered(reading, found))
    marked = (*lines, *(("!", words) for words in asides))
    return Arriving(command, marked, asks=bool(old and found.theirs))


def _settled(
    text: str, person: Person, known: Round | None, on: date, shown: Iterable[Handle] = ()
) -> Arriving:
    """What came of a round that they began; `shown` by these lines where it does not say which."""
    if known and known.by is Party.ME:
        raise Refused("it is what came of a round of yours; it is for their notebook")
    read = outcome.read_outcome(text, person, on, known if shown else None)
    doubts = [*read.doubts, *_unknown(read, known, shown, on)]
    if read.command.change(person) == person:
        raise Refused("; ".join((*doubts, "all that it settled is so here already")))
    so = "the lines read so here already"
    nothing = f"it is the later outcome; {so}" if known and known.ended_on else ""
    changes = outcome.preview(person, read, on) or [nothing or f"their round ends; {so}"]
    marked = (*(("~", words) for words in changes), *(("!", words) for words in doubts))
    return Arriving(read.command, marked)


def _unknown(read: Read, known: Round | None, shown: Iterable[Handle], on: date) -> Iterator[str]:
    """What an outcome does not say: of which round it is, whether it is whole, how old it is."""
    if known and shown:
        since, by = day_words(known.on, on), listed(shown)
        words = f"it reads as what came of their round of {since}, by {by}"
        yield f"the line at its end was lost: {words}, and what stood below is not known"
    if known and known.told_at and not read.command.at:
        at = moment(known.told_at)
        yield f"whether it is newer than the outcome of {at}, which is taken in, is not known"


def _begun(text: str, person: Person, key: str, on: date) -> Arriving:
    """A round that their app began."""
    lines = asked_in(text, person.name)
    if not lines:
        raise Refused("it is of another notebook, and holds no line to answer")
    start = StartRound(
        person=person.id,
        lines=lines,
        on=on,
        answer_by=until_in(text, on),
        key=key,
        by=Party.THEM,
    )
    start.apply(person)
    asked = tuple(("+", f"{each.handle} {each.shown}") for each in lines)
    return Arriving(start, asked)


def _answered(reading: Reading, found: Round) -> Iterator[str]:
    """Each answer; in words only once mine is whole."""
    answers = {each.handle: each for each in reading.answers if each.handle}
    new = [each for each in reading.answers if each.handle is None]
    for line in found.lines:
        if answer := answers.get(line.handle):
            said = "; ".join(answer_words(answer)) if found.filled_on else "answered"
            yield f"{line.handle} {line.text}: {said}"
    if found.filled_on:
        yield from (f"new: {each.text}" for each in new)
        yield from (f"beside it: {words.strip()}" for words in reading.words)
    elif new:
        yield f"{len(new)} new {'line' if len(new) == 1 else 'lines'}"


def _brought_forward(reading: Reading, old: Round, found: Round) -> Reading:
    """Answers to an older round, as far as their lines went out again in the same words."""
    same = {each.handle for each in old.lines if each in found.lines}
    asked: dict[Handle, str] = {each.handle: each.whole for each in old.lines}

    def counts(answer: Answer) -> bool:
        return answer.handle is None or answer.handle in same

    gone = (a for a in reading.answers if not counts(a))
    words = tuple(
        f"{a.handle} {asked[a.handle]}: {' '.join(answer_words(a))}" for a in gone if a.handle
    )
    kept = tuple(filter(counts, reading.answers))
    return reading._replace(answers=kept, words=(*words, *reading.words))
