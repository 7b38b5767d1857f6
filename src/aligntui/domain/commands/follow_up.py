"""What becomes of notes, talking points, promises and feedback: changed, ended, opened again."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from aligntui.domain.commands.command import Command, check_after
from aligntui.domain.commands.notes import words_of_note
from aligntui.domain.errors import Refused
from aligntui.domain.identity import Handle
from aligntui.domain.merge import Choice, Conflict, decided, merged_record
from aligntui.domain.notes import (
    Action,
    EarlierDay,
    Ended,
    Feedback,
    Note,
    TalkingPoint,
    ended_by,
    with_past,
)
from aligntui.domain.person import Person
from aligntui.domain.plain import clean_line
from aligntui.domain.stance import Party


@dataclass(frozen=True, slots=True, kw_only=True)
class RaiseTalkingPoint(Command):
    """Record that a talking point was brought up."""

    handle: Handle
    on: date
    LABEL = "bring up {self.handle} with {after.name}"

    def change(self, person: Person) -> Person:
        """The person with the point raised; refuses one that was raised already."""
        found = person.talking_point(self.handle)
        if found.raised_on is not None:
            raise Refused(f"{self.handle} was already brought up on {found.raised_on}")
        check_after(self.on, self.handle, "was noted", found.added_on)
        _check_reopened(self.on, found)
        return person.with_changed(replace(found, raised_on=self.on))


@dataclass(frozen=True, slots=True, kw_only=True)
class EditAction(Command):
    """Change an action's text, owner, day or privacy; `private` None keeps it.

    `instead_of` is the action as it was seen: only fields that differ from it are set, and
    a field that somebody else changed to another value is a conflict. What it was before stays in
    its history.
    """

    handle: Handle
    text: str
    owner: Party
    by: date | None
    on: date
    instead_of: Action
    private: bool | None = None
    LABEL = "edit {self.handle} of {after.name}"

    def change(self, person: Person) -> Person:
        """The person with the action as edited; refuses another owner or day once it ended."""
        action, was = person.action(self.handle), self.instead_of
        if (self.owner, self.by) != (was.owner, was.by):
            action = _opened(person, self.handle)
        text = clean_line(self.text)
        private = was.private if self.private is None else self.private
        mine = replace(was, text=text, owner=self.owner, by=self.by, private=private)
        edited = merged_record(self.handle, was, mine, action)
        if edited.by != action.by:
            edited = replace(edited, moved=(*action.moved, EarlierDay(self.on, action.by)))
        return person.with_changed(with_past(action, edited, self.on))

    def decide(self, conflict: Conflict, choice: Choice) -> "EditAction":
        """The edit with one field decided."""
        edit, seen = decided(self, self.instead_of, conflict, choice)
        return replace(edit, instead_of=seen)


@dataclass(frozen=True, slots=True, kw_only=True)
class EditKept(Command):
    """Change fields of a note, a talking point or feedback, by their names.

    `instead_of` is the record as it was seen: a field that somebody else changed to another value
    is a conflict. What is replaced stays in its history.
    """

    fields: tuple[tuple[str, Any], ...]
    on: date
    instead_of: Note | TalkingPoint | Feedback
    LABEL = "edit {self.instead_of.handle} of {after.name}"

    def change(self, person: Person) -> Person:
        """The person with the record as edited; refuses an empty text or an unknown line."""
        was, handle = self.instead_of, self.instead_of.handle
        now = person.kept(handle)
        typed = dict(self.fields)
        if "text" in typed:
            clean = words_of_note if isinstance(was, Note) else clean_line
            typed["text"] = clean(typed["text"])
        if (about := typed.get("about")) is not None:
            person.item(about)
        edited = merged_record(handle, was, replace(was, **typed), now)
        if isinstance(edited, Feedback):
            edited = _told_or_received(edited, typed)
        return person.with_changed(with_past(now, edited, self.on))

    def decide(self, conflict: Conflict, choice: Choice) -> "EditKept":
        """The edit with one field decided."""
        typed = dict(self.fields) | {conflict.field: conflict.value(choice)}
        theirs: dict[str, Any] = {conflict.field: conflict.theirs}
        seen = replace(self.instead_of, **theirs)
        return replace(self, fields=tuple(typed.items()), instead_of=seen)


def _told_or_received(edited: Feedback, typed: Mapping[str, Any]) -> Feedback:
    """Edited feedback: what is to be told is from nobody, and what was told was not received."""
    if edited.received and edited.told:
        said = f"{edited.handle} was told on {edited.told_on}; it can't have been received"
        raise Refused(said)
    if not edited.received and typed.get("source"):
        raise Refused(f"{edited.handle} was not received; it is from nobody else")
    return edited if edited.received else replace(edited, source="")


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
            raise Refused(f"{self.handle} is a note; a note is never closed")
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
        return person.with_changed(replace(thing, ends=(*thing.ends, *ends), **changes))


@dataclass(frozen=True, slots=True, kw_only=True)
class FinishAction(Command):
    """Mark an action as done."""

    handle: Handle
    on: date
    LABEL = "finish {self.handle} of {after.name}"

    def change(self, person: Person) -> Person:
        """The person with the action done; refuses one that isn't open."""
        return _ended(person, self.handle, self.on, done_on=self.on)


@dataclass(frozen=True, slots=True, kw_only=True)
class DropAction(Command):
    """Drop an action, with the reason."""

    handle: Handle
    because: str
    on: date
    LABEL = "drop {self.handle} of {after.name}"

    def change(self, person: Person) -> Person:
        """The person with the action dropped; refuses one that isn't open."""
        because = clean_line(self.because, "the reason")
        return _ended(person, self.handle, self.on, dropped_on=self.on, because=because)


def _ended(person: Person, handle: Handle, on: date, **end: Any) -> Person:
    action = _opened(person, handle)
    check_after(on, handle, "was promised", action.made_on)
    _check_reopened(on, action)
    return person.with_changed(replace(action, **end))


def _opened(person: Person, handle: Handle) -> Action:
    action = person.action(handle)
    if action.done_on is not None:
        raise Refused(f"{handle} was done on {action.done_on} already", command=_reopen(handle))
    if action.dropped_on is not None:
        said = f"{handle} was dropped on {action.dropped_on}; promise it anew"
        raise Refused(said, command=_reopen(handle))
    return action


def _reopen(handle: Handle) -> str:
    return f"'aligntui reopen NAME {handle}' opens it again"


def _check_reopened(on: date, thing: Action | Feedback | TalkingPoint) -> None:
    """Refuse an end on a day before the last reopening."""
    if thing.ends:
        last = max(each.reopened_on for each in thing.ends)
        check_after(on, thing.handle, "was reopened", last)


@dataclass(frozen=True, slots=True, kw_only=True)
class TellFeedback(Command):
    """Record that feedback was told."""

    handle: Handle
    on: date
    LABEL = "tell {self.handle} to {after.name}"

    def change(self, person: Person) -> Person:
        """The person with the feedback told; refuses feedback that was told or doesn't exist."""
        found = _to_tell(person, self.handle)
        if found.told_on is not None:
            raise Refused(f"{self.handle} was already told on {found.told_on}")
        check_after(self.on, self.handle, "was noted", found.noted_on)
        _check_reopened(self.on, found)
        return person.with_changed(replace(found, told_on=self.on))


def _to_tell(person: Person, handle: Handle) -> Feedback:
    found = person.said(handle)
    if found.received:
        raise Refused(f"{handle} was received; there is nothing to tell")
    return found


@dataclass(frozen=True, slots=True, kw_only=True)
class UnderstandFeedback(Command):
    """Record that feedback was understood: they said what it means for them."""

    handle: Handle
    on: date
    LABEL = "{self.handle} understood by {after.name}"

    def change(self, person: Person) -> Person:
        """The person with the feedback understood; refuses feedback that was not told before."""
        found = _to_tell(person, self.handle)
        if found.told_on is None:
            raise Refused(f"{self.handle} is not told yet; tell it first")
        if found.understood_on is not None:
            raise Refused(f"{self.handle} was already understood on {found.understood_on}")
        check_after(self.on, self.handle, "was told", found.told_on)
        return person.with_changed(replace(found, understood_on=self.on))
