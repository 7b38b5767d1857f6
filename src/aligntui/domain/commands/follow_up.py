"""What becomes of notes, talking points, promises and feedback: changed, ended, opened again."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, NamedTuple

from aligntui.domain.commands.command import Command, check_after, words_of_note
from aligntui.domain.days import day_words
from aligntui.domain.errors import Refused
from aligntui.domain.identity import Handle
from aligntui.domain.merge import Choice, Conflict, merged_record
from aligntui.domain.notes import (
    Action,
    EarlierDay,
    End,
    Ended,
    Feedback,
    Kept,
    Note,
    TalkingPoint,
    Win,
    began,
    ended_by,
    with_past,
)
from aligntui.domain.person import Person
from aligntui.domain.plain import clean_line


@dataclass(frozen=True, slots=True, kw_only=True)
class EditKept(Command):
    """Change fields of a promise, a note, a talking point or feedback, by their names.

    `instead_of` is the record as it was seen: a field that somebody else changed to another value
    is a conflict. What is replaced stays in its history.
    """

    fields: tuple[tuple[str, Any], ...]
    on: date
    instead_of: Kept
    LABEL = "edit {self.instead_of.handle} of {after.name}"

    def change(self, person: Person) -> Person:
        """The person with the record as edited; refuses an empty text or an unknown line."""
        was, handle = self.instead_of, self.instead_of.handle
        now = person.kept(handle)
        typed = dict(self.fields)
        if "text" in typed:
            note = isinstance(was, Note) and not isinstance(was, Win)
            clean = words_of_note if note else clean_line
            typed["text"] = clean(typed["text"])
        if "ladder" in typed:
            typed["ladder"] = person.ladder.held(typed["ladder"]) if typed["ladder"] else ""
        if (about := typed.get("about")) is not None:
            person.item(about)
        mine = replace(was, **typed)
        if isinstance(now, Action) and _due(mine) != _due(was):
            _refuse(now, ended_by(now), self.on)
        edited = merged_record(handle, was, mine, now)
        if isinstance(edited, Feedback):
            edited = _told_or_received(edited, typed, self.on)
        if isinstance(now, Action) and isinstance(edited, Action) and edited.by != now.by:
            edited = replace(edited, moved=(*now.moved, EarlierDay(self.on, now.by)))
        return person.with_thing(with_past(now, edited, self.on))

    def decide(self, conflict: Conflict, choice: Choice) -> "EditKept":
        """The edit with one field decided."""
        typed = dict(self.fields) | {conflict.field: conflict.value(choice)}
        theirs: dict[str, Any] = {conflict.field: conflict.theirs}
        seen = replace(self.instead_of, **theirs)
        return replace(self, fields=tuple(typed.items()), instead_of=seen)


def _due(thing: Kept) -> object:
    """Who promised, and for which day: it can't change once a promise ended."""
    return (thing.owner, thing.by) if isinstance(thing, Action) else None


def _told_or_received(edited: Feedback, typed: Mapping[str, Any], on: date) -> Feedback:
    """Edited feedback: what is to be told is from nobody, and what was told was not received."""
    if edited.received and edited.told_on:
        day = day_words(edited.told_on, on)
        raise Refused(f"{edited.handle} was told on {day}; it can't have been received")
    if not edited.received and typed.get("source"):
        raise Refused(f"{edited.handle} was not received; it is from nobody else")
    return edited if edited.received else replace(edited, source="")


@dataclass(frozen=True, slots=True, kw_only=True)
class EndKept(Command):
    """Record an end of a promise, a talking point or feedback; `because` says why it is dropped."""

    handle: Handle
    end: End
    on: date
    because: str = ""

    def change(self, person: Person) -> Person:
        """The person with the thing ended; refuses one that ended so, or a day too early."""
        thing = _ENDS[self.end].find(person, self.handle)
        if isinstance(thing, Feedback) and thing.received:
            raise Refused(f"{self.handle} was received; there is nothing to tell")
        did, since = "was noted", began(thing)
        found = ended_by(thing)
        if isinstance(thing, Action):
            did = "was promised"
        elif isinstance(thing, Feedback) and self.end is End.UNDERSTOOD:
            if thing.told_on is None:
                raise Refused(f"{self.handle} is not told yet; tell it first")
            did, since, found = "was told", thing.told_on, found[1:]
        _refuse(thing, found, self.on)
        check_after(self.on, self.handle, did, since)
        if thing.ends:
            last = max(each.reopened_on for each in thing.ends)
            check_after(self.on, self.handle, "was reopened", last)
        ended: dict[str, Any] = {self.end.field: self.on}
        if self.end is End.DROPPED:
            ended["because"] = clean_line(self.because, "the reason")
        return person.with_thing(replace(thing, **ended))

    def label(self, after: Person) -> str:
        """The label shown by undo."""
        return _ENDS[self.end].label.format(self=self, after=after)


class _End(NamedTuple):
    """How to find what can end so, the label for undo, and the words of a refusal."""

    find: Callable[[Person, Handle], Action | Feedback | TalkingPoint]
    label: str
    was: str


_ENDS = {
    End.DONE: _End(Person.action, "finish {self.handle} of {after.name}", "done"),
    End.DROPPED: _End(Person.action, "drop {self.handle} of {after.name}", "dropped"),
    End.TOLD: _End(Person.said, "tell {self.handle} to {after.name}", "told"),
    End.UNDERSTOOD: _End(Person.said, "{self.handle} understood by {after.name}", "understood"),
    End.RAISED: _End(
        Person.talking_point, "bring up {self.handle} with {after.name}", "brought up"
    ),
}


def _refuse(thing: Action | Feedback | TalkingPoint, ends: tuple[End, ...], on: date) -> None:
    """Refuse what has ended, with the first of its ends."""
    for end in ends[:1]:
        day = day_words(getattr(thing, end.field), on)
        raise Refused(
            f"{thing.handle} was {_ENDS[end].was} on {day} already; reopen it to change that",
            command=f"'aligntui reopen NAME {thing.handle}' opens it again",
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Reopen(Command):
    """Open a promise, feedback or a talking point again; its ends stay in its history."""

    handle: Handle
    on: date
    LABEL = "reopen {self.handle} of {after.name}"

    def change(self, person: Person) -> Person:
        """The person with the thing open; refuses what is open already, or never ends."""
        thing = person.kept(self.handle)
        if isinstance(thing, Note):
            kind = "win" if isinstance(thing, Win) else "note"
            raise Refused(f"{self.handle} is a {kind}; a {kind} is never closed")
        found = ended_by(thing)
        if not found:
            raise Refused(f"{self.handle} is open already")
        because = thing.because if isinstance(thing, Action) else ""
        ends = []
        for end in found:
            day = getattr(thing, end.field)
            check_after(self.on, self.handle, f"was {end}", day)
            ends.append(Ended(day, end, self.on, because if end is found[-1] else ""))
        changes: dict[str, Any] = {end.field: None for end in found}
        if isinstance(thing, Action):
            changes["because"] = ""
        return person.with_thing(replace(thing, ends=(*thing.ends, *ends), **changes))
