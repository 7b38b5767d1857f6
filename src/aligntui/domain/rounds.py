"""What is open between two people in a round: the current one, and both sides line by line."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date, timedelta
from enum import StrEnum
from itertools import chain
from typing import NamedTuple

from aligntui.domain.details import Expectation, Health
from aligntui.domain.identity import Handle
from aligntui.domain.item import Item, Revision
from aligntui.domain.naming import folded
from aligntui.domain.notes import Action, texts_of
from aligntui.domain.person import Change, Person
from aligntui.domain.privacy import without_untold
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
    PRIVATE = "private"
    """A line that was made private after it went out: it is no longer for the two."""
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
    promise: Action | None = None
    """What a new line became, where it is among the promises."""
    since: date | None = None
    """The day since which the two agree on it, or differ."""
    going: bool | None = None
    """How the line goes as the other may read it; None for one that is no expectation.

    What is off track only by a miss that is not told is on track here.
    """
    stood: bool = False
    """True for an open line that says since the very day on which both had answered what it says.

    What was said before they had answered settles nothing, and of old rounds nobody knows.
    """

    @property
    def handle(self) -> Handle | None:
        """Its handle; None for a new line."""
        return self.asked.handle if self.asked else None


def at_end(person: Person, found: Round) -> Person:
    """The person on the day on which a round ended; as they are now, while it is open."""
    return person.as_of(found.ended_on) if found.ended_on else person


def compared(person: Person, found: Round) -> tuple[Row, ...]:
    """Both sides line by line, the differences first; nothing before both have answered.

    What an ended round came to is what it came to on the day of its end, whatever was said since.
    """
    if found.ready_on is None or found.theirs is None:
        return ()
    told = {item.uid: item for item in at_end(without_untold(person), found).items}
    person = at_end(person, found)
    items = {item.handle: (item, told.get(item.uid, item)) for item in person.items}
    mine = {each.handle: each for each in found.mine if each.handle}
    theirs = {each.handle: each for each in found.theirs.answers if each.handle}
    rows = [
        _row(
            person,
            found,
            line,
            items.get(line.handle, (None, None)),
            (mine.get(line.handle), theirs.get(line.handle)),
        )
        for line in found.lines
    ]
    new = [
        _new(person, answer, found.ready_on, ours=ours)
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
    items: tuple[Item | None, Item | None],
    answers: tuple[Answer | None, Answer | None],
) -> Row:
    """The row of a line that went out, which is there as it is, and as the other may read it."""
    mine, theirs = answers
    item, told = items
    both = [each for each in answers if each]
    reworded = item is not None and item.now.wording_sum != line.wording
    left = bool(found.ended_on and line.handle in found.left)
    settled = Settled.OPEN if left else _settled(person, item, found, answers)
    going = {each.on_track for each in both} - {None}
    if going and told:
        going |= _stood_on_track(told, found, settled)
    if any(each.differs for each in both) or len(going) > 1:
        kind = Kind.DIFFERS
    elif len([each for each in both if each.holds]) == 2:
        kind = Kind.HOLDS
    else:
        kind = Kind.UNANSWERED
    since = stands_since(person, item) if item else None
    stood = settled is Settled.OPEN and since is not None and since == found.ready_on
    now = on_track(told.now) if told else None
    row = Row(kind, line, mine, theirs, item, settled, reworded, since=since)
    return row._replace(going=now, stood=stood)


def on_track(revision: Revision) -> bool | None:
    """How a line says that it is going; None for one that is no expectation."""
    details = revision.details
    return details.state is Health.ON_TRACK if isinstance(details, Expectation) else None


def _stood_on_track(item: Item, found: Round, settled: Settled) -> set[bool | None]:
    """How a line said that it is going when both had answered, and says while it is open.

    What was taken of an answer does not change what the answers were held against, nor does what
    happened after the round.
    """
    assert found.ready_on is not None
    then = item.on(found.ready_on - timedelta(days=1)) or item.revisions[0]
    waits = settled is Settled.OPEN and not found.ended_on
    return {on_track(each) for each in ((then, item.now) if waits else (then,))} - {None}


def _settled(
    person: Person, item: Item | None, found: Round, answers: tuple[Answer | None, Answer | None]
) -> Settled:
    """What became of a line since both had answered.

    An older difference counts only where both answered the same again, and none on words that
    were worded anew since.
    """
    if item is None or not item.open:
        return Settled.CLOSED
    if item.now.private:
        return Settled.PRIVATE
    if item.now.disputed:
        same = all(
            answer
            and answer.holds is (stance.view is not View.DIFFER)
            and answer.how in ("", stance.how)
            and not answer.text
            for answer, stance in zip(answers, (item.now.mine, item.now.theirs), strict=True)
        )
        since = any(said_since(found, item, who) for who in item.now.differing)
        on_this = item.now.differing and (same or since)
        return Settled.DIFFERS if on_this else Settled.OPEN
    agreed = person.agreed_on(item)
    after = agreed and found.ready_on and agreed > found.ready_on
    again = any(each.handle == item.handle for each in found.said)
    return Settled.AGREED if agreed and (after or again) else Settled.OPEN


def stands_since(person: Person, item: Item) -> date | None:
    """The day since which the two agree on a line, or differ; None where neither was said."""
    if not item.now.disputed:
        return person.agreed_on(item)
    stances = (item.now.mine, item.now.theirs)
    return item.first(lambda revision: (revision.mine, revision.theirs) == stances).on


def said_again(person: Person, handle: Handle, who: Party) -> Person:
    """The person whose open round remembers that who differs on a line still does."""
    found = person.open_round
    if found is None or found.ready_on is None:
        return person
    return person.with_round(replace(found, said=(*found.said, Said(handle, who))))


def said_since(found: Round, item: Item, who: Party) -> bool:
    """True where the stance of one of the two is what was said after both had answered."""
    stance = item.now.stance(who)
    on = item.first(lambda revision: revision.stance(who) == stance).on
    later = found.ready_on is not None and on > found.ready_on
    return later or Said(item.handle, who) in found.said


def with_said(before: Person, after: Person, day: date | None) -> Person:
    """The person after a change, whose open round remembers what was said, and what became of it.

    On a later day than that of the answers the days of the lines tell what was said.
    """
    found = before.open_round
    now = next((each for each in after.rounds if found and each.uid == found.uid), None)
    if found is None or now is None or now.ready_on is None:
        return after
    since = found.ready_on
    said = _said(before, after, found) if since and not (day and day > since) else ()
    made = replace(now, said=tuple(dict.fromkeys((*now.said, *said))))
    new = [row for row in compared(after, made) if row.asked is None]
    things = {row.mine or row.theirs: row.item or row.promise for row in new}
    made = made.answered(
        lambda each: replace(each, became=thing.uid) if (thing := things.get(each)) else each
    )
    return after if made == now else after.with_round(made)


def _said(before: Person, after: Person, found: Round) -> Iterator[Said]:
    """Of which lines a change says that one of the two agrees, or differs."""
    asked = {line.handle for line in found.lines}
    old, known = {item.uid: item.now for item in before.items}, {r.uid for r in before.resyncs}
    new = [resync for resync in after.resyncs if resync.uid not in known]
    for item in after.items:
        was = old.get(item.uid)
        for who in Party if was and item.handle in asked else ():
            again = item.now.agreed and any(resync.covers(item) for resync in new)
            if again or (was and item.now.stance(who) != was.stance(who)):
                yield Said(item.handle, who)


def _new(person: Person, answer: Answer, since: date, *, ours: bool) -> Row:
    """A new line, and what it became: nothing that had ended before both had answered."""
    words = folded(answer.text)
    items = (
        each
        for each in person.items
        if each.open or each.now.on >= since
        if words in {folded(revision.text) for revision in each.revisions}
    )
    promises = (
        each
        for each in person.actions
        if each.open or max(filter(None, (each.done_on, each.dropped_on))) >= since
        if words in texts_of(each)
    )
    things: tuple[Item | Action, ...] = (*person.items, *person.actions)
    known = (each for each in things if each.uid == answer.became)
    thing = next(chain(known, items, promises), None)
    settled = Settled.OTHERWISE if answer.otherwise else Settled.OPEN
    settled = Settled.TAKEN if thing else settled
    mine, theirs = (answer, None) if ours else (None, answer)
    item, promise = (None, thing) if isinstance(thing, Action) else (thing, None)
    return Row(Kind.NEW, None, mine, theirs, item, settled, reworded=False, promise=promise)


def waiting(person: Person) -> tuple[Row, ...]:
    """The lines of the open round of which nothing became since both had answered."""
    found = person.open_round
    return tuple(open_rows(compared(person, found))) if found else ()


def waits(person: Person, handle: Handle) -> bool:
    """True for a line of the open round of which nothing was said since both had answered."""
    return any(row.handle == handle for row in waiting(person))


def differing(person: Person) -> tuple[Row, ...]:
    """The lines of the open round that the two see differently, as long as nothing became of it."""
    return tuple(row for row in waiting(person) if row.kind is Kind.DIFFERS)


def views(row: Row, going: bool | None = None) -> dict[Party, str]:
    """Who of the two answered that they see a line differently, and how in their words, or "".

    So does who says that it goes otherwise than the line says, or than `going` where that is given.
    """
    going = row.going if going is None else going
    found = {}
    for who, answer in ((Party.ME, row.mine), (Party.THEM, row.theirs)):
        track = answer.track if answer and answer.on_track is not going else ""
        if answer and (answer.differs or track):
            said = next((each.strip() for each in answer.said.split("\n") if each.strip()), "")
            found[who] = answer.how or answer.text or answer.terms or said or track
    return found


def unanswered(person: Person, found: Round) -> tuple[Handle, ...]:
    """The lines that I have not answered, without those of mine that are private now."""
    ours = person.items if found.by is Party.ME else ()
    hidden = {item.handle for item in ours if item.now.private}
    return tuple(handle for handle in found.unanswered if handle not in hidden)


def open_rows(rows: Iterable[Row]) -> Iterator[Row]:
    """The rows of which nothing became yet."""
    return (row for row in rows if row.settled is Settled.OPEN)


def reworded(person: Person, found: Round) -> tuple[Handle, ...]:
    """The lines that have other words now than those that went out."""
    now = {item.handle: item.now.wording_sum for item in person.items}
    return tuple(e.handle for e in found.lines if now.get(e.handle, e.wording) != e.wording)


def answered_otherwise(change: Change) -> tuple[Handle, ...]:
    """The lines of a round to which my answer is another after a change."""
    people = (change.before, change.after)
    before, after = ({r.uid: r for r in each.rounds} if each else {} for each in people)
    both = ((before[uid].mine, after[uid].mine) for uid in after if uid in before)
    other = ({e.handle for e in {*one} ^ {*two} if e.handle} for one, two in both if one != two)
    return tuple(sorted(chain.from_iterable(other)))
