"""Start a round, answer it, take in the other's answers, settle it, end it."""

import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from aligntui.domain.capture import told_line
from aligntui.domain.check_in import Resync
from aligntui.domain.commands.agreement import Agree, resynced
from aligntui.domain.commands.command import Command, with_note
from aligntui.domain.days import day_words
from aligntui.domain.errors import Refused
from aligntui.domain.identity import Handle, Uid, new_uid, uid_after
from aligntui.domain.merge import Choice, Conflict, merged_field
from aligntui.domain.naming import folded
from aligntui.domain.person import Person
from aligntui.domain.plain import LONGEST_TEXT
from aligntui.domain.privacy import leaving
from aligntui.domain.round import Answer, Asked, Back, Round
from aligntui.domain.rounds import Kind, Row, Settled, compared, open_rows, unanswered, with_said
from aligntui.domain.section import Section
from aligntui.domain.stance import Party


def new_key() -> str:
    """Random digits that nobody guesses, short enough for a line of a file."""
    return os.urandom(6).hex()


@dataclass(frozen=True, slots=True, kw_only=True)
class StartRound(Command):
    """Begin a round with the lines that were previewed, exactly as they go out."""

    lines: tuple[Asked, ...]
    on: date
    answer_by: date | None = None
    key: str = field(default_factory=new_key)
    by: Party = Party.ME
    """THEM where the file came from their app: the lines are theirs, then."""
    uid: Uid = field(default_factory=new_uid)
    LABEL = "start a round with {after.name}"

    def change(self, person: Person) -> Person:
        """The person with the round; refuses a second one, and lines that are not as seen."""
        if found := person.open_round:
            raise Refused(
                f"round {found.number} with {person.name} is still open; end it first",
                command="'aligntui round NAME --drop' does",
            )
        if self.by is Party.ME:
            _check_until(self.answer_by, self.on)
            if not self.lines:
                raise Refused(
                    f"nothing open is shared with {person.name} yet: nothing to ask about"
                )
        there = {item.handle for item in leaving(person).items if item.open}
        # what leaves of a line does not name what is private, so it is known by the line itself
        sums = {item.handle: item.now.wording_sum for item in person.items}
        for line in self.lines if self.by is Party.ME else ():
            if line.handle not in there or sums[line.handle] != line.wording:
                raise Refused(f"{line.handle} has just changed; start the round again")
        new = Round(
            uid=self.uid,
            number=max((each.number for each in person.rounds), default=0) + 1,
            key=self.key,
            on=self.on,
            answer_by=self.answer_by,
            lines=self.lines,
            by=self.by,
        )
        return person.with_round(new)


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerRound(Command):
    """Answer lines, mine; what was answered before stays unless it is answered again.

    `seen` are the answers to these lines as they were shown: one that is another by now is a
    conflict.
    """

    answers: tuple[Answer, ...]
    on: date
    seen: tuple[Answer, ...] = ()
    without: tuple[Answer, ...] = ()
    """Lines of my own that go, or that `answers` word otherwise."""

    def label(self, after: Person) -> str:
        """What undo says: which line it was, where it was one."""
        handles = [each.handle for each in self.answers if each.handle]
        many = f"{len(handles)} lines of " if handles else ""
        which = f"{handles[0]} of " if len(handles) == 1 else many
        return f"answer {which}the round with {after.name}"

    def change(self, person: Person) -> Person:
        """The person with the answers; refuses once both sides have been opened."""
        found = open_round(person)
        if found.ready_on:
            raise Refused("both have answered; compare, and settle what differs")
        asked: dict[Handle | None, str] = {line.handle: line.text for line in found.lines}
        asked[None] = " ".join(each.text for each in self.without)
        for each in self.answers:
            if each.text:
                told_line(each.text, asked.get(each.handle, ""))
        kept = [each for each in found.mine if each not in self.without]
        mine = _merged(kept, self._together(found.mine))
        looked = found.looked_on or (self.on if found.seen_on and mine != found.mine else None)
        found = replace(found, mine=mine, looked_on=looked)
        if not unanswered(person, found) and not found.filled_on and any(not a.empty for a in mine):
            found = replace(found, filled_on=self.on)
            found = found.opened(self.on) if found.theirs else found
        return person.with_round(found)

    def _together(self, mine: Iterable[Answer]) -> Iterator[Answer]:
        """The answers with what another window answered to the same lines since."""
        there = {each.handle: each for each in mine}
        shown = {each.handle: each for each in self.seen}
        for new in self.answers:
            seen, now = shown.get(new.handle), there.get(new.handle, Answer(handle=new.handle))
            yield _both(seen, new, now) if seen else new

    def decide(self, conflict: Conflict, choice: Choice) -> "AnswerRound":
        """The answers with one that is in conflict decided."""

        def chosen(each: Answer, value: Any) -> Answer:
            if each.handle != conflict.thing:
                return each
            if conflict.field:
                return replace(each, on_track=value)
            answer: Answer = value
            return replace(answer, on_track=each.on_track)

        answers = tuple(chosen(each, conflict.value(choice)) for each in self.answers)
        seen = tuple(chosen(each, conflict.theirs) for each in self.seen)
        return replace(self, answers=answers, seen=seen)


def _both(seen: Answer, mine: Answer, now: Answer) -> Answer:
    """One answer of two windows: how it goes is one thing, whether it holds another."""
    handle = str(mine.handle)
    sides = (each.on_track for each in (seen, mine, now))
    on_track = merged_field(handle, "on_track", *sides)
    seen, mine, now = (replace(each, on_track=on_track) for each in (seen, mine, now))
    return merged_field(handle, "", seen, mine, now)


@dataclass(frozen=True, slots=True, kw_only=True)
class ReceiveRound(Command):
    """Take in what came back; a second answer replaces the first, which is kept with its day."""

    answers: tuple[Answer, ...]
    words: tuple[str, ...]
    on: date
    LABEL = "answers of {after.name} to the round"

    def change(self, person: Person) -> Person:
        """The person with the answers; the same ones twice change nothing."""
        found = open_round(person)
        if found.by is Party.THEM:
            raise Refused(f"{person.name} began this round; what you give is yours")
        before = found.theirs
        answers = before.answers if before else ()
        known = [replace(each, otherwise=False, became=None) for each in answers]
        if before and (tuple(known), before.words) == (self.answers, self.words):
            return person
        if self.on < found.on:
            began = day_words(found.on, self.on)
            raise Refused(f"the round began on {began}; nothing came back before that")
        seen = bool(found.filled_on or (before and before.open))
        back = Back(on=self.on, answers=self.answers, words=self.words, open=seen)
        earlier = (*found.earlier, *([before] if before else []))
        found = replace(found, theirs=back, earlier=earlier, said=())
        return person.with_round(found.opened(self.on) if seen else found)


@dataclass(frozen=True, slots=True, kw_only=True)
class LookAtRound(Command):
    """Look at their answers before my own are given; the round says so from then on."""

    on: date
    LABEL = "look at the answers of {after.name}"

    def change(self, person: Person) -> Person:
        """The person with the answers open."""
        found = open_round(person)
        if found.theirs is None:
            raise Refused("nothing has come back yet")
        return person.with_round(found.opened(self.on))


@dataclass(frozen=True, slots=True, kw_only=True)
class SettleRound(Command):
    """Agree to every line that both hold, and resync the sections of which all lines hold.

    The round ends with the last line that is settled.
    """

    on: date
    uid: Uid = field(default_factory=new_uid)
    LABEL = "settle the round with {after.name}"

    def change(self, person: Person) -> Person:
        """The person with the lines agreed; refuses until both have answered."""
        found = open_round(person)
        if found.ready_on is None:
            raise Refused("not both have answered yet; there is nothing to settle")
        since = [r.sections for r in person.resyncs if r.on >= found.ready_on]
        done = frozenset[Section]().union(*since)
        before, whole = person, frozenset(whole_sections(person, found)) - done
        rows = compared(person, found)
        both = [
            row.item
            for row in open_rows(rows)
            if row.kind is Kind.HOLDS and row.item and _may(row)
            if not (row.item.now.agreed and row.item.section in whole)
        ]
        if both:
            handles, seen = zip(*((i.handle, i.text) for i in both), strict=True)
            person = Agree(person=person.id, handles=handles, on=self.on, seen=seen).change(person)
        if whole:
            agreed = (row.item for row in rows if row.settled is Settled.AGREED)
            without = tuple(item.uid for item in agreed if item)
            resync = Resync(uid=self.uid, on=self.on, sections=whole, without=without)
            person = resynced(person, resync)
        person = with_said(before, person, self.on)
        found = open_round(person)
        if not any(open_rows(compared(person, found))):
            return person.with_round(replace(found, ended_on=self.on))
        if person == before:
            raise Refused("what both hold is agreed already; the rest is for the two of you")
        return person


@dataclass(frozen=True, slots=True, kw_only=True)
class SettleOtherwise(Command):
    """Record of a new line, by its first words, that it stands in other words, or nowhere."""

    words: str
    on: date
    LABEL = "settle a new line with {after.name}"

    def change(self, person: Person) -> Person:
        """The person with the line settled; refuses words that are of none, or of several."""
        found = open_round(person)
        new = [row for row in open_rows(compared(person, found)) if row.asked is None]
        texts = {each.text for row in new for each in (row.mine, row.theirs) if each}
        fit = [text for text in texts if folded(text).startswith(folded(self.words))]
        if len(fit) != 1:
            listed = ", ".join(f"'{text}'" for text in sorted(texts)) or "none"
            raise Refused(f"name one new line of the round that is open: {listed}")

        def settled(each: Answer) -> Answer:
            one = each.handle is None and each.text == fit[0]
            return replace(each, otherwise=True) if one else each

        return person.with_round(found.answered(settled))


@dataclass(frozen=True, slots=True, kw_only=True)
class AskBy(Command):
    """Ask for an answer to the open round by another day."""

    answer_by: date | None
    on: date
    LABEL = "answer of {after.name} by another day"

    def change(self, person: Person) -> Person:
        """The person with the day; refuses one that is over."""
        found = open_round(person)
        if found.by is Party.THEM:
            raise Refused(f"{person.name} began this round and names the day")
        _check_until(self.answer_by, self.on)
        return person.with_round(replace(found, answer_by=self.answer_by))


@dataclass(frozen=True, slots=True, kw_only=True)
class DropRound(Command):
    """End a round; what came back is kept as a private note."""

    on: date
    uid: Uid = field(default_factory=new_uid)
    LABEL = "end the round with {after.name}"

    def change(self, person: Person) -> Person:
        """The person with the round ended."""
        found = open_round(person)
        found = found.opened(self.on) if found.theirs else found
        left = tuple(row.handle for row in open_rows(compared(person, found)) if row.handle)
        ended = person.with_round(replace(found, ended_on=self.on, left=left))
        for at, text in enumerate(_noted(found)):
            ended = with_note(ended, text, self.on, uid_after(self.uid, at), private=True)
        return ended


def _check_until(until: date | None, on: date) -> None:
    if until and until < on:
        raise Refused(f"{day_words(until, on)} is over; name a later day to answer before")


def open_round(person: Person) -> Round:
    """The round that is open; refuses where there is none."""
    found = person.open_round
    if found is None:
        raise Refused(
            f"no round with {person.name} is open",
            command="'aligntui round NAME -o FILE' starts one",
        )
    return found


def whole_sections(person: Person, found: Round) -> Iterator[Section]:
    """The sections that were gone through whole: each open shared line went out, and both hold."""
    rows = compared(person, found)
    holds = {row.handle for row in rows if row.kind is Kind.HOLDS and _may(row)}
    for section in Section:
        lines = [item for item in person.open_items(section) if not item.now.private]
        if lines and all(item.handle in holds for item in lines):
            yield section


def _may(row: Row) -> bool:
    """True where both still see the words that they answered to."""
    seen = row.item is not None and not row.item.now.private and not row.reworded
    return seen and row.settled in (Settled.OPEN, Settled.AGREED)


def _merged(mine: Iterable[Answer], new: Iterable[Answer]) -> tuple[Answer, ...]:
    answered = {each.handle: each for each in mine if each.handle}
    others = [each for each in mine if not each.handle]
    for each in new:
        if each.handle and not each.empty:
            answered[each.handle] = each
        elif not each.handle and each not in others:
            others.append(each)
    return (*answered.values(), *others)


def _noted(found: Round) -> Iterator[str]:
    """What came back in words, in pieces that a note can hold."""
    asked = {line.handle: f"{line.handle} {line.text}" for line in found.lines}
    for back in found.backs:
        lines = [f"Came back to round {found.number}:"]
        for each in back.answers:
            about = asked.get(each.handle, each.handle) if each.handle else "new"
            lines.append(f"{about}: {each}")
        text = "\n".join((*lines, *back.words))
        pieces = (text[at : at + LONGEST_TEXT] for at in range(0, len(text), LONGEST_TEXT))
        yield from filter(str.strip, pieces)
