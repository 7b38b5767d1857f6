"""What is open between two people in a round: the current one, and both sides line by line."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date
from enum import StrEnum
from typing import NamedTuple

from aligntui.domain.identity import Handle
from aligntui.domain.item import Item
from aligntui.domain.naming import folded
from aligntui.domain.person import Person
from aligntui.domain.round import Answer, Asked, Round, Said
from aligntui.domain.stance import Party, View


def latest(person: Person) -> Round | None:
    """The last round, open or ended."""
    return person.rounds[-1] if person.rounds else None


class Kind(StrEnum):
    """What the two answers to a line come to, in the order in which they are gone through."""

    DIFFERS = "differs"
    UNANSWERED = "unanswered"
    NEW = "new"
    HOLDS = "holds"


class Settled(StrEnum):
    """What became of a line after both had answered."""

    OPEN = ""
    AGREED = "agreed"
    DIFFERS = "differs"
    CLOSED = "closed"
    TAKEN = "taken"
    """A new line that now stands in a section, or among the promises."""
    OTHERWISE = "otherwise"
    """A new line that stands somewhere in other words, or nowhere."""


class Row(NamedTuple):
    """One line with both answers."""

    kind: Kind
    asked: Asked | None
    mine: Answer | None
    theirs: Answer | None
    item: Item | None
    """The line as it is now; of a new line, what it became."""
    settled: Settled
    reworded: bool
    """True where it has other words now than those that went out."""

    @property
    def handle(self) -> Handle | None:
        """Its handle; None for a new line."""
        return self.asked.handle if self.asked else None


def compared(person: Person, found: Round) -> tuple[Row, ...]:
    """Both sides line by line, the differences first; nothing before both have answered."""
    if found.ready_on is None or found.theirs is None:
        return ()
    items = {item.handle: item for item in person.items}
    mine = {each.handle: each for each in found.mine if each.handle}
    theirs = {each.handle: each for each in found.theirs.answers if each.handle}
    rows = [
        _row(
            person,
            found,
            line,
            items.get(line.handle),
            (mine.get(line.handle), theirs.get(line.handle)),
        )
        for line in found.lines
    ]
    new = [
        _new(person, answer, ours=ours)
        for answers, ours in ((found.theirs.answers, False), (found.mine, True))
        for answer in answers
        if answer.handle is None
    ]
    order = list(Kind)
    return tuple(sorted((*rows, *new), key=lambda row: order.index(row.kind)))


def _row(
    person: Person,
    found: Round,
    line: Asked,
    item: Item | None,
    answers: tuple[Answer | None, Answer | None],
) -> Row:
    mine, theirs = answers
    both = [each for each in answers if each]
    health = {each.on_track for each in both} - {None}
    if any(each.differs for each in both) or len(health) > 1:
        kind = Kind.DIFFERS
    elif len([each for each in both if each.holds]) == 2:
        kind = Kind.HOLDS
    else:
        kind = Kind.UNANSWERED
    reworded = item is not None and item.now.wording_sum != line.wording
    settled = _settled(person, item, found, answers)
    return Row(kind, line, mine, theirs, item, settled, reworded)


def _settled(
    person: Person, item: Item | None, found: Round, answers: tuple[Answer | None, Answer | None]
) -> Settled:
    """What became of a line since both had answered.

    An older difference counts only where both answered the same again.
    """
    if item is None or not item.open:
        return Settled.CLOSED
    if item.now.disputed:
        same = all(
            answer
            and answer.holds is (stance.view is not View.DIFFER)
            and answer.how in ("", stance.how)
            and not answer.text
            for answer, stance in zip(answers, (item.now.mine, item.now.theirs), strict=True)
        )
        since = any(
            said_since(found, item, who)
            for who in Party
            if item.now.stance(who).view is View.DIFFER
        )
        return Settled.DIFFERS if same or since else Settled.OPEN
    agreed = person.agreed_on(item)
    after = agreed and found.ready_on and agreed > found.ready_on
    again = any(each.handle == item.handle for each in found.said)
    return Settled.AGREED if agreed and (after or again) else Settled.OPEN


def said_since(found: Round, item: Item, who: Party) -> bool:
    """True where the stance of one of the two is what was said after both had answered."""
    stance = item.now.stance(who)
    on = item.since(lambda revision: revision.stance(who) == stance)
    later = found.ready_on is not None and on > found.ready_on
    return later or Said(item.handle, who) in found.said


def with_said(before: Person, after: Person, day: date | None) -> Person:
    """The person after a change, whose open round remembers of which lines something was said.

    On a later day than that of the answers the days of the lines tell it.
    """
    found = before.open_round
    if found is None or found.ready_on is None or (day and day > found.ready_on):
        return after
    asked = {line.handle for line in found.lines}
    old, known = {item.uid: item.now for item in before.items}, {r.uid for r in before.resyncs}
    new = [resync for resync in after.resyncs if resync.uid not in known]
    said = [
        Said(item.handle, who)
        for item in after.items
        if item.handle in asked and (was := old.get(item.uid))
        for who in Party
        if item.now.stance(who) != was.stance(who)
        or (item.now.agreed and any(resync.covers(item) for resync in new))
    ]
    rounds = (
        replace(r, said=tuple(dict.fromkeys((*r.said, *said)))) if r.uid == found.uid else r
        for r in after.rounds
    )
    return replace(after, rounds=tuple(rounds)) if said else after


def _new(person: Person, answer: Answer, *, ours: bool) -> Row:
    texts = folded(answer.text)
    # where it was worded otherwise since, its history still begins with their words
    worded = (i for i in person.items if texts in (folded(r.text) for r in i.revisions))
    item = next(worded, None)
    promised = any(folded(action.text) == texts for action in person.actions)
    settled = Settled.OTHERWISE if answer.otherwise else Settled.OPEN
    settled = Settled.TAKEN if item or promised else settled
    mine, theirs = (answer, None) if ours else (None, answer)
    return Row(Kind.NEW, None, mine, theirs, item, settled, reworded=False)


def waits(person: Person, handle: Handle) -> bool:
    """True for a line of the open round of which nothing was said since both had answered."""
    found = person.open_round
    rows = open_rows(compared(person, found)) if found else ()
    return any(row.handle == handle for row in rows)


def differing(person: Person) -> tuple[Row, ...]:
    """The lines of the open round that the two see differently, as long as nothing became of it."""
    found = person.open_round
    rows = open_rows(compared(person, found)) if found else ()
    return tuple(row for row in rows if row.kind is Kind.DIFFERS)


def views(row: Row) -> dict[Party, str]:
    """Who of the two answered that they see a line differently, and how in their words, or ""."""
    sides = {Party.ME: row.mine, Party.THEM: row.theirs}
    going = {answer.on_track for answer in sides.values() if answer} - {None}
    found = {}
    for who, answer in sides.items():
        if answer and (answer.differs or (len(going) > 1 and answer.on_track is False)):
            said = next((each.strip() for each in answer.said.split("\n") if each.strip()), "")
            off = "off track" if answer.on_track is False else ""
            found[who] = answer.how or answer.text or said or off
    return found


def open_rows(rows: Iterable[Row]) -> Iterator[Row]:
    """The rows of which nothing became yet."""
    return (row for row in rows if row.settled is Settled.OPEN)


def reworded(person: Person, found: Round) -> tuple[Handle, ...]:
    """The lines that have other words now than those that went out."""
    now = {item.handle: item.now.wording_sum for item in person.items}
    return tuple(e.handle for e in found.lines if now.get(e.handle, e.wording) != e.wording)
