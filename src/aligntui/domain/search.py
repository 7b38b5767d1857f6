"""Search for words in everything that is kept about a person, and in spans of their past."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import NamedTuple

from aligntui.domain.check_in import CheckIn
from aligntui.domain.errors import Refused
from aligntui.domain.events import Difference, entered_as
from aligntui.domain.events import Kind as Became
from aligntui.domain.fields import Kind, fields_of
from aligntui.domain.item import Item, Revision
from aligntui.domain.naming import folded
from aligntui.domain.notes import (
    Action,
    Feedback,
    Kept,
    Note,
    TalkingPoint,
    Win,
    began,
    shared_since,
)
from aligntui.domain.overview import parked_on
from aligntui.domain.person import Person
from aligntui.domain.privacy import is_secret, shared_round
from aligntui.domain.round import Round
from aligntui.domain.section import Section
from aligntui.domain.timeline import Span


class Where(StrEnum):
    """The kind of text a hit is in."""

    PERSON = "person"
    CADENCE = "cadence"
    AWAY = "away"
    ITEM = "item"
    PAST = "past wording"
    REASON = "reason"
    DIFFERS = "differs"
    BEFORE = "agreed before"
    MISS = "miss"
    WRONG = "was wrong"
    EVIDENCE = "evidence"
    SHARE = "share"
    CHECK_IN = "check-in"
    TOUCH = "touch"
    PARKED = "parked check-in"
    ACTION = "action"
    FEEDBACK = "feedback"
    RECEIVED = "received"
    POINT = "talking point"
    NOTE = "note"
    WIN = "win"
    ROUND = "round"


ENTRIES = {
    Became.MISSED: Where.MISS, Became.WRONG: Where.WRONG, Became.EVIDENCE: Where.EVIDENCE,
    Became.SHARE: Where.SHARE,
}  # fmt: skip


class Hit(NamedTuple):
    """A text that contains all the words; `on` is the day it was written."""

    on: date
    where: Where
    handle: str
    text: str
    private: bool


def words_of(typed: str) -> tuple[str, ...]:
    """Split typed text into words without case and accents; refuses an empty one."""
    words = tuple(folded(word) for word in typed.split() if folded(word))
    if not words:
        raise Refused("nothing to search for; type a word")
    return words


def hits(person: Person, words: tuple[str, ...]) -> tuple[Hit, ...]:
    """The texts that contain all the words, the newest first."""
    found = [hit for hit in _texts(person) if holds(hit.text, words)]
    # keep the first of equal wordings: that is where it was written
    first = {(hit.where, hit.handle, hit.text): hit for hit in reversed(found)}
    return tuple(sorted(first.values(), key=lambda hit: (-hit.on.toordinal(), hit.handle)))


def parked(texts: Mapping[str, str], person: str, words: tuple[str, ...]) -> tuple[Hit, ...]:
    """The notes of a check-in that is parked among the drafts, where they contain all the words."""
    day, notes = parked_on(texts, person), texts.get(f"checkin:notes:{person}", "")
    found = day is not None and holds(notes, words)
    return (Hit(day, Where.PARKED, "", notes, private=True),) if day and found else ()


def holds(text: str, words: tuple[str, ...]) -> bool:
    """True when a text contains all the words."""
    plain = folded(text)
    return all(word in plain for word in words)


def _texts(person: Person) -> Iterator[Hit]:
    about = ", ".join(words for words in (person.name, person.role, person.email) if words)
    yield Hit(person.added, Where.PERSON, "", about, private=False)
    for line in person.card.splitlines():
        yield Hit(person.added, Where.PERSON, "", line, private=True)
    yield from _of_clocks(person)
    for item in person.items:
        yield from _of_item(person, item)
    for c in person.check_ins:
        for on, text in ((c.on, c.notes), (c.on, c.because), *c.addenda):
            where = Where.TOUCH if c.touch else Where.CHECK_IN
            yield Hit(on, where, c.handle, text, private=True)
    for thing in person.records:
        yield from _of_record(thing)
    for r in person.rounds:
        yield from _of_round(person, r)


_WHERE: dict[type[Kept], Where] = {
    Action: Where.ACTION, Feedback: Where.FEEDBACK, TalkingPoint: Where.POINT, Note: Where.NOTE,
    Win: Where.WIN,
}  # fmt: skip


def _of_record(thing: Kept) -> Iterator[Hit]:
    """The words of a record, those it had before, and the reasons of its ends, always private."""
    where, day, handle, private = _WHERE[type(thing)], began(thing), thing.handle, thing.private
    if isinstance(thing, Feedback) and thing.received:
        where = Where.RECEIVED
    yield Hit(day, where, handle, thing.text, private)
    if isinstance(thing, Feedback | Win):
        beside = thing.source if isinstance(thing, Feedback) else thing.ladder
        yield Hit(day, where, handle, beside, private)
    if isinstance(thing, Action):
        yield Hit(thing.dropped_on or day, where, handle, thing.because, private=True)
    written, since = dict.fromkeys(("text", "source"), day), shared_since(thing)
    for each in thing.edited:
        if each.field in written:
            hidden = private or (since is not None and each.on <= since)
            yield Hit(written[each.field], Where.PAST, handle, each.was, hidden)
            written[each.field] = each.on
    for ended in () if isinstance(thing, Note) else thing.ends:
        yield Hit(ended.on, where, handle, ended.because, private=True)


def _of_round(person: Person, found: Round) -> Iterator[Hit]:
    """The lines that went out, my answers, and theirs where I may see them."""
    seen = shared_round(person, found)
    answers = [(found.filled_on or found.on, each) for each in found.mine]
    answers += [(back.on, each) for back in found.backs for each in back.answers]
    shown = {*seen.lines, *seen.mine, *(each for back in seen.backs for each in back.answers)}
    for line in found.lines:
        private = found.private or line not in shown
        yield Hit(found.on, Where.ROUND, line.handle, line.shown, private)
    for on, each in answers:
        private = found.private or each not in shown
        for text in (each.how, each.text, each.terms, each.said):
            yield Hit(on, Where.ROUND, each.handle or "", text, private)
    for back in found.backs:
        for text in back.words:
            yield Hit(back.on, Where.ROUND, "", text, found.private)


def _of_clocks(person: Person) -> Iterator[Hit]:
    """The reasons of temporary cadences and of absences, both private."""
    cadences = person.cadences
    for cadence in (cadences.check_in, *map(cadences.of, Section)):
        if cadence.ending:
            because = cadence.ending.because
            yield Hit(cadence.ending.until, Where.CADENCE, "", because, private=True)
    for away in person.away:
        yield Hit(away.first, Where.AWAY, "", away.because, private=True)


def _of_item(person: Person, item: Item) -> Iterator[Hit]:
    now = wording(item.now)
    if item.handed:
        yield Hit(item.added_on, Where.BEFORE, item.handle, item.handed.by, item.now.private)
    for revision in item.revisions:
        text = wording(revision)
        private = revision.private or item.now.private
        where = Where.ITEM if text == now else Where.PAST
        yield Hit(revision.on, where, item.handle, text, private)
        if because := revision.because:
            hidden = private or because.private
            yield Hit(revision.on, Where.REASON, item.handle, because.text, hidden)
        for how in hows(revision):
            yield Hit(revision.on, Where.DIFFERS, item.handle, how, private)
    for entry in item.entries:
        kind = ENTRIES[entered_as(item, entry)]
        untold = kind is Where.MISS and is_secret(person, item, entry)
        private = entry.private or item.now.private or untold
        for text in (entry.text, entry.ladder):
            yield Hit(entry.on, kind, item.handle, text, private)


def wording(revision: Revision) -> str:
    """The text, with the fields that search looks in."""
    said = [revision.text]
    for each in fields_of(revision.details):
        value = getattr(revision.details, each.name) if each.searched else ""
        if value:
            said.append(value if each.kind is Kind.TEXT else f"{value} {each.word}")
    return "; ".join(said)


def hows(revision: Revision) -> Iterable[str]:
    """The texts saying how the two differ."""
    stances = (revision.theirs, revision.mine)
    return (stance.how for stance in stances if stance.how)


class Sought(NamedTuple):
    """A filter for the past, empty by default; words have to be folded."""

    section: Section | None = None
    words: tuple[str, ...] = ()

    @property
    def any(self) -> bool:
        """True when the filter is not empty."""
        return bool(self.section or self.words)

    @property
    def sections(self) -> tuple[Section, ...]:
        """The sections to search."""
        return (self.section,) if self.section else tuple(Section)

    def holds(self, *texts: str) -> bool:
        """True when one of the texts contains the words."""
        return not self.words or any(holds(text, self.words) for text in texts)

    def changes(self, found: Iterable[Difference]) -> tuple[Difference, ...]:
        """The changes that match the filter."""
        there = (each for each in found if self.section in (None, each.section))
        return tuple(
            each for each in there if not self.words or self.holds(*_texts_of_change(each))
        )


ALL = Sought()


@dataclass(frozen=True, slots=True)
class Meant:
    """The matches in a span: changes, and the number of other texts."""

    changes: tuple[Difference, ...]
    others: int = 0

    @property
    def number(self) -> int:
        """Number of all matches."""
        return len(self.changes) + self.others


def meant(spans: Sequence[Span], sought: Sought) -> dict[str, Meant]:
    """The matches of each span, by its key; other texts are searched only for words."""
    if not sought.any:
        return {span.key: Meant(span.changes) for span in spans}
    beside = bool(sought.words) and not sought.section

    def texts(span: Span) -> Iterator[str]:
        yield from said(span.check_in) if span.check_in else ()
        yield from map(said_of, span.kept)

    return {
        span.key: Meant(
            sought.changes(span.changes),
            sum(sought.holds(text) for text in texts(span)) if beside else 0,
        )
        for span in spans
    }


def said(check_in: CheckIn) -> tuple[str, ...]:
    """The texts of a check-in: its notes, the reason it was not held, and its addenda."""
    return (check_in.notes, check_in.because, *(each.text for each in check_in.addenda))


def said_of(thing: Kept) -> str:
    """The text of a record, who gave it, and the reasons for which a promise was dropped."""
    if isinstance(thing, Feedback):
        return f"{thing.text} {thing.source}".rstrip()
    if not isinstance(thing, Action):
        return thing.text
    return " ".join((thing.text, thing.because, *(each.because for each in thing.ends)))


def _texts_of_change(difference: Difference) -> Iterator[str]:
    for revision in (difference.before, difference.after):
        if revision is not None:
            yield wording(revision)
            yield from hows(revision)
            if revision.because:
                yield revision.because.text
    yield from (entry.text for entry in difference.entries)
