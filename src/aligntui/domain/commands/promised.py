"""Take in the promises of an outcome: each stands here once, with its owner turned round."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from typing import Any, NamedTuple

from aligntui.domain.days import full_day
from aligntui.domain.identity import Handle, Uid, number_of, uid_after
from aligntui.domain.naming import folded
from aligntui.domain.notes import Action, EarlierDay, texts_of, with_past
from aligntui.domain.person import Person
from aligntui.domain.plain import text_sum
from aligntui.domain.round import Promised, Round
from aligntui.domain.stance import Party


class ToldPromise(NamedTuple):
    """A promise as their notebook has it: its handle there, and whose it is as seen from here."""

    handle: Handle
    text: str
    owner: Party
    on: date
    by: date | None = None
    done_on: date | None = None
    dropped_on: date | None = None

    @property
    def over(self) -> bool:
        """True where it was kept or dropped."""
        return bool(self.done_on or self.dropped_on)


_CHANGING = {
    "text": "reads otherwise", "owner": "is somebody else's", "by": "is due on another day"
}  # fmt: skip
"""What may change of a promise, and what is said where it differs here."""
_TURN = 4
"""Beside the places of the four sections, from which the uids of lines are made."""


def take_promise(person: Person, found: Round, told: ToldPromise, on: date) -> tuple[Person, Round]:
    """The person and the round with a promise; what was changed here since stays as it is."""
    if _later(person, found, told):
        return person, found
    before = _before(person, told)
    here = promise_here(person, found, told)
    if here is None:
        used = {*(each.handle for each in person.actions), *(gone.handle for gone in person.moved)}
        here = Action(
            uid=_uid(found, told),
            handle=person.next_handle("A") if told.handle in used else told.handle,
            text=told.text,
            owner=told.owner,
            made_on=told.on,
            by=told.by,
            done_on=told.done_on,
            dropped_on=told.dropped_on,
        )
        person = person.with_thing(here)
    elif not (here.private or (not here.open and not told.over)):
        person = person.with_thing(_changed(here, before, told, on))
    now = Promised(told.handle, here.uid, text_sum(told.text), told.owner, told.by)
    others = tuple(each for each in found.promised if each.handle != told.handle)
    return person, replace(found, promised=(*others, now))


def left_promise(person: Person, found: Round, told: ToldPromise) -> tuple[Handle, str] | None:
    """A promise that is left as it is here, with the reason; None where it takes what was told."""
    here, before = promise_here(person, found, told), _before(person, told)
    if here is None:
        return None
    if _later(person, found, told):
        return here.handle, "was told in a later round"
    if here.private:
        return here.handle, "is private here"
    if not here.open and not told.over:
        how, day = ("kept", here.done_on) if here.done_on else ("dropped", here.dropped_on)
        return here.handle, f"was {how} here on {full_day(day)}" if day else f"was {how} here"
    kept = set(_kept(here, before, told))
    said = " and ".join(words for each, words in _CHANGING.items() if each in kept)
    return (here.handle, f"{said} here") if kept else None


def promise_here(person: Person, found: Round, told: ToldPromise) -> Action | None:
    """The promise that theirs is: as an earlier outcome said, or by its words."""
    before = _before(person, told)
    uids = {_uid(found, told), before.here if before else None}
    known = next((each for each in person.actions if each.uid in uids), None)
    others = {each.here for round_ in person.rounds for each in round_.promised}
    same = (
        each
        for each in person.actions
        if each.owner is told.owner and not each.private and each.uid not in others
        if each.open or told.on <= max(filter(None, (each.done_on, each.dropped_on)))
        if folded(told.text) in texts_of(each)
    )
    return known or next(same, None)


def _later(person: Person, found: Round, told: ToldPromise) -> bool:
    later = (each.promised for each in person.rounds if each.number > found.number)
    return any(each.handle == told.handle for promised in later for each in promised)


def _uid(found: Round, told: ToldPromise) -> Uid:
    """The same on two machines that take it in."""
    return uid_after(Uid(found.key.ljust(32, "0")), 8 * number_of(told.handle) + _TURN)


def _before(person: Person, told: ToldPromise) -> Promised | None:
    """What the last outcome said of it."""
    said = (each for found in reversed(person.rounds) for each in found.promised)
    return next((each for each in said if each.handle == told.handle), None)


def _kept(here: Action, before: Promised | None, told: ToldPromise) -> Iterator[str]:
    """What was changed here, and is not what they have."""
    mine = before is None or text_sum(here.text) != before.wording
    if mine and folded(here.text) != folded(told.text):
        yield "text"
    if here.owner not in (told.owner, before and before.owner):
        yield "owner"
    if here.by not in (told.by, before and before.by):
        yield "by"


def _changed(here: Action, before: Promised | None, told: ToldPromise, on: date) -> Action:
    kept = set(_kept(here, before, told))
    new: dict[str, Any] = {n: getattr(told, n) for n in _CHANGING if n not in kept}
    if told.over and here.open:
        new |= {"done_on": told.done_on, "dropped_on": told.dropped_on}
    if new.get("by", here.by) != here.by:
        new["moved"] = (*here.moved, EarlierDay(on, here.by))
    return with_past(here, replace(here, **new), on)
