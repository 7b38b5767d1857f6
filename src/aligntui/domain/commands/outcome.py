"""Take in what was settled in a round, as the notebook of the one who began it says."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any, NamedTuple

from aligntui.domain.check_in import Resync
from aligntui.domain.commands.agreement import with_resync
from aligntui.domain.commands.command import Command
from aligntui.domain.commands.items import AddItem
from aligntui.domain.commands.promised import ToldPromise, left_promise, take_promise
from aligntui.domain.days import full_day
from aligntui.domain.details import Details, Expectation, Health, Risk
from aligntui.domain.errors import Refused
from aligntui.domain.fields import fields_of
from aligntui.domain.identity import Handle, Uid, number_of, uid_after
from aligntui.domain.item import OUTCOMES, Item, Outcome
from aligntui.domain.naming import folded
from aligntui.domain.person import Person
from aligntui.domain.round import Asked, Round
from aligntui.domain.rounds import on_track
from aligntui.domain.section import Section
from aligntui.domain.stance import AGREE, Party, Stance

MOMENT = "%Y%m%dT%H%M%SZ"
"""A moment in UTC; of two of them the later one is the greater text."""


class Told(NamedTuple):
    """A line as their notebook has it: its handle there, and all else as seen from my side."""

    handle: Handle
    section: Section
    text: str
    details: Details
    on: date
    """The day on which it was agreed, closed, proposed, or on which the two differed."""
    agreed: bool = False
    closed: Outcome | None = None
    by: Party = Party.THEM
    """Who proposed it, where it is not agreed."""
    mine: Stance | None = None
    theirs: Stance | None = None
    was: Handle | None = None
    """The line in another section that it was made from."""
    on_track: bool | None = None
    """How I answered that it is going."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TakeOutcome(Command):
    """Bring wordings, agreement and its days into my lines, which keep their handles.

    A line that changed here after that day is left as it is. The round ends with it.
    Of two outcomes of one round the one that was written later holds, in whatever order they come.
    """

    key: str
    number: int
    told: tuple[Told, ...]
    on: date
    promises: tuple[ToldPromise, ...] = ()
    unsettled: tuple[Handle, ...] = ()
    """Their lines of which nothing is settled."""
    at: str = ""
    """When it was written, as `Round.told_at`; "" where that is not known."""
    LABEL = "outcome of the round with {after.name}"

    def change(self, person: Person) -> Person:
        """The person with all that was settled; the same outcome twice changes nothing.

        Refuses one that was written before the one that was taken in last.
        """
        found = self._round(person)
        if self.at and self.at < found.told_at:
            raise Refused(
                f"it was written at {moment(self.at)}, and a later outcome of this round, of "
                f"{moment(found.told_at)}, is taken in already: nothing of it is newer"
            )
        again: dict[date, list[Uid]] = {}
        order = list(Section)
        # what is closed first: a line in another section may go on from it
        told = sorted(self.told, key=lambda each: (not each.closed, order.index(each.section)))
        after = person.with_round(found)
        for each in told:
            # two machines that take it in make the same of it
            uid = uid_after(self._uid, 8 * number_of(each.handle) + order.index(each.section))
            item = counterpart(after, each)
            if item is None and each.closed:
                continue
            if item is None or not _left(after, found, item, each):
                item = self._taken(after, item, each, uid)
                after = after.with_thing(item)
                if item.uid == uid and item.origin:
                    was = after.item(item.origin)
                    after = after.with_thing(replace(was, became=item.handle))
                agreed = after.agreed_on(item)
                if each.agreed and agreed and agreed < each.on:
                    again.setdefault(each.on, []).append(item.uid)
            found = _with_line(found, each, item.uid)
            after = after.with_round(found)
        for day, items in sorted(again.items()):
            uid = uid_after(self._uid, -day.toordinal())
            resync = Resync(uid=uid, on=day, sections=frozenset(), again=tuple(items))
            after = with_resync(after, resync)
        for promise in self.promises:
            after, found = take_promise(after, found, promise, self.on)
            after = after.with_round(found)
        ended, at = found.ended_on or self.on, max(found.told_at, self.at)
        return after.with_round(replace(found, ended_on=ended, told_at=at))

    def lefts(self, person: Person) -> Iterator[tuple[Handle, str]]:
        """My lines that are left as they are, each with the reason."""
        found = self._round(person)
        for each in self.told:
            item = counterpart(person, each)
            if item is not None and (why := _left(person, found, item, each)):
                yield item.handle, why
        for handle in self.unsettled:
            known, since = _known(person, handle), found.filled_on or found.on
            agreed = known and person.agreed_on(known)
            if known and known.open and agreed and agreed >= since:
                yield known.handle, f"is agreed here since {full_day(agreed)}, and open with them"
        for promise in self.promises:
            if left := left_promise(person, found, promise):
                yield left

    @property
    def _uid(self) -> Uid:
        return Uid(self.key.ljust(32, "0"))

    def _round(self, person: Person) -> Round:
        """The round that it is of; one that was never taken in here begins with its outcome."""
        number = max((each.number for each in person.rounds), default=0) + 1
        new = Round(uid=self._uid, number=number, key=self.key, on=self.on, by=Party.THEM)
        return next((each for each in person.rounds if each.key == self.key), new)

    def _taken(self, person: Person, item: Item | None, told: Told, uid: Uid) -> Item:
        """My line with what was settled of it; a new one where I have none."""
        if item is None:
            item = AddItem(
                person=self.person,
                section=told.section,
                text=told.text,
                details=_terms(person, told),
                on=told.on,
                by=told.by,
                uid=uid,
            ).item(person)
            origin = _known(person, told.was) if told.was else None
            origin_handle = origin.handle if origin else None
            # the terms are theirs as they came: what is expected of a manager stays so
            first = replace(item.now, details=_terms(person, told))
            handle = self._handle(person, told)
            item = replace(item, handle=handle, origin=origin_handle, revisions=(first,))
            if told.on_track is None:
                # where nothing is said of it, it goes as I answered
                mine = {each.handle: each.on_track for each in self._round(person).mine}
                told = told._replace(on_track=mine.get(told.handle))
        day = max(told.on, item.now.on)
        if told.closed:
            ends = OUTCOMES[item.section]
            outcome = told.closed if told.closed in ends else Outcome.DROPPED
            return item.revise(day, outcome=outcome)
        if not item.open:
            item = replace(item.revise(day, outcome=None), became=None)
        if not reads_as(item, told):
            details = _terms(person, told, item.now.details)
            item = item.revise(day, told.by, text=told.text, details=details)
        item = item.revise(day, **_going(item, told))
        stances: dict[str, Any] = {"mine": told.mine, "theirs": told.theirs}
        if told.agreed:
            stances = {"mine": AGREE, "theirs": AGREE}
        elif told.mine or told.theirs:
            stances = {name: stance or AGREE for name, stance in stances.items()}
        return item.revise(day, **{name: s for name, s in stances.items() if s})

    def _handle(self, person: Person, told: Told) -> Handle:
        """The handle that a new line has with them, unless it was used here; else a free one."""
        used = {*(item.handle for item in person.items), *(gone.handle for gone in person.moved)}
        if told.handle not in used:
            return told.handle
        letter = told.section.letter
        theirs = (number_of(e.handle) for e in self.told if e.section is told.section)
        free = max(number_of(person.next_handle(letter)), *(number + 1 for number in theirs))
        return Handle(f"{letter}{free}")


def moment(at: str) -> str:
    """A moment of `Round.told_at` in words: `14:05 UTC on 29 Jun 2026`; as it is if it is none."""
    try:
        then = datetime.strptime(at, MOMENT)  # noqa: DTZ007 - the Z is a part of it
    except ValueError:
        return at
    return f"{then:%H:%M:%S} UTC on {full_day(then.date())}"


def _with_line(found: Round, told: Told, here: Uid) -> Round:
    """The round with the line of mine that one of theirs is."""
    new = Asked(handle=told.handle, section=told.section, text=told.text, here=here)
    if all(line.handle != told.handle for line in found.lines):
        return replace(found, lines=(*found.lines, new))
    lines = (replace(e, here=here) if e.handle == told.handle else e for e in found.lines)
    return replace(found, lines=tuple(lines))


def counterpart(person: Person, told: Told) -> Item | None:
    """My line that theirs is: as an earlier outcome said, or by its words."""
    if (item := _known(person, told.handle)) is not None:
        return item
    # in a round of mine the same handle is of a line of mine
    rounds = [each for each in person.rounds if each.by is Party.THEM]
    asked = {e.text for r in rounds for e in r.lines if e.handle == told.handle}
    texts = {folded(text) for text in (told.text, *asked)}
    others = {e.here for r in person.rounds for e in r.lines if e.here}
    mine = [
        item
        for item in person.items
        if item.section is told.section and not item.now.private and item.uid not in others
        if item.open or item.now.on >= told.on
    ]
    now = (item for item in mine if folded(item.text) in texts)
    once = (item for item in mine if any(folded(e.text) in texts for e in item.revisions))
    return next(now, None) or next(once, None)


def _known(person: Person, handle: Handle) -> Item | None:
    """The line that a line of theirs was found to be."""
    here = {e.here for r in person.rounds for e in r.lines if e.handle == handle and e.here}
    return next((item for item in reversed(person.items) if item.uid in here), None)


def _terms(person: Person, told: Told, here: Details | None = None) -> Details:
    """The terms that were settled, beside what is mine of a line; references are to my lines."""
    details = told.details
    if isinstance(details, Risk) and details.threatens:
        threatened = _known(person, details.threatens)
        details = replace(details, threatens=threatened.handle if threatened else None)
    if here is None or type(here) is not type(details):
        return details
    kept = {each.name: getattr(here, each.name) for each in fields_of(here) if not each.term}
    return replace(details, **kept)


def _going(item: Item, told: Told) -> dict[str, Any]:
    """How I answered that it is going, unless my line says otherwise since it was settled."""
    details, then = item.now.details, item.on(told.on)
    if told.on_track is None or not isinstance(details, Expectation) or then is None:
        return {}
    if on_track(then) is not on_track(item.now):
        return {}
    health = Health.ON_TRACK if told.on_track else Health.OFF_TRACK
    return {"details": replace(details, state=health)}


def reads_as(item: Item, told: Told) -> bool:
    """True where my line has the wording that was settled, whatever it refers to."""
    mine, theirs = item.now.details, told.details
    if isinstance(mine, Risk) and isinstance(theirs, Risk):
        theirs = replace(theirs, threatens=mine.threatens)
    return item.text == told.text and mine.terms == theirs.terms


def _left(person: Person, found: Round, item: Item, told: Told) -> str:
    """Why my line is left as it is; "" where it takes what was settled."""
    later = (line for each in person.rounds if each.number > found.number for line in each.lines)
    if any(line.handle == told.handle and line.here for line in later):
        return "was settled in a later round"
    if item.now.private:
        return "is private here"
    if not item.open:
        again = told.closed or told.on > item.now.on
        return "" if again else f"was closed here on {full_day(item.now.on)}"
    then, now, on = item.on(told.on), item.now, full_day(item.now.on)
    if now.on > told.on:
        reworded = then is None or then.wording != now.wording
        if reworded and (told.closed or not reads_as(item, told)):
            return f"was reworded here on {on}"
        said = now.disputed or (now.agreed and not told.agreed)
        if said and (then is None or (now.mine, now.theirs) != (then.mine, then.theirs)):
            return f"{'differs here since' if now.disputed else 'was agreed here on'} {on}"
    agreed = person.agreed_on(item)
    if agreed and agreed > told.on and not told.agreed:
        return f"was agreed here on {full_day(agreed)}"
    return ""
