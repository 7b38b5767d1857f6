"""Add notes and talking points."""

from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from aligntui.domain.commands.command import check_after, present
from aligntui.domain.errors import Refused
from aligntui.domain.identity import Handle, PersonId, Uid, new_uid
from aligntui.domain.merge import merged_record
from aligntui.domain.notes import Action, Feedback, FeedbackKind, Note, TalkingPoint
from aligntui.domain.person import Person
from aligntui.domain.plain import clean_line, clean_text
from aligntui.domain.stance import Party


@dataclass(frozen=True, slots=True, kw_only=True)
class AddNote:
    """Add a plain note with its day, word for word."""

    person: PersonId
    text: str
    on: date
    private: bool = True
    uid: Uid = field(default_factory=new_uid)

    def apply(self, before: Person | None) -> Person:
        """The person with the note; refuses an empty one."""
        person, text = present(before), words_of_note(self.text)
        handle = person.next_handle("N")
        note = Note(uid=self.uid, handle=handle, on=self.on, text=text, private=self.private)
        return replace(person, notes=(*person.notes, note))

    def label(self, after: Person) -> str:
        """The label shown by undo."""
        return f"note on {after.name}"


def words_of_note(typed: str) -> str:
    """Clean the text of a note; refuses an empty one."""
    text = clean_text(typed).strip("\n")
    if not text.strip():
        raise Refused("the note is empty; type some words")
    return text


@dataclass(frozen=True, slots=True, kw_only=True)
class AddTalkingPoint:
    """Add a talking point for the next check-in."""

    person: PersonId
    text: str
    on: date
    private: bool = True
    uid: Uid = field(default_factory=new_uid)

    def apply(self, before: Person | None) -> Person:
        """The person with the talking point."""
        person = present(before)
        point = TalkingPoint(
            uid=self.uid,
            handle=person.next_handle("T"),
            text=clean_line(self.text),
            added_on=self.on,
            private=self.private,
        )
        return replace(person, talking_points=(*person.talking_points, point))

    def label(self, after: Person) -> str:
        """The label shown by undo."""
        return f"talking point for {after.name}"


@dataclass(frozen=True, slots=True, kw_only=True)
class RaiseTalkingPoint:
    """Record that a talking point was brought up."""

    person: PersonId
    handle: Handle
    on: date

    def apply(self, before: Person | None) -> Person:
        """The person with the point raised; refuses one that was raised already."""
        person = present(before)
        found = next((p for p in person.talking_points if p.handle == self.handle), None)
        if found is None:
            raise Refused(f"{person.name} has no talking point {self.handle}")
        if found.raised_on is not None:
            raise Refused(f"{self.handle} was already brought up on {found.raised_on}")
        check_after(self.on, self.handle, "was noted", found.added_on)
        raised = replace(found, raised_on=self.on)
        points = tuple(raised if old.uid == raised.uid else old for old in person.talking_points)
        return replace(person, talking_points=points)

    def label(self, after: Person) -> str:
        """The label shown by undo."""
        return f"bring up {self.handle} with {after.name}"


@dataclass(frozen=True, slots=True, kw_only=True)
class AddAction:
    """Add an action, mine by default."""

    person: PersonId
    text: str
    on: date
    owner: Party = Party.ME
    by: date | None = None
    private: bool = False
    uid: Uid = field(default_factory=new_uid)

    def apply(self, before: Person | None) -> Person:
        """The person with the action."""
        person = present(before)
        action = Action(
            uid=self.uid,
            handle=person.next_handle("A"),
            text=clean_line(self.text),
            owner=self.owner,
            made_on=self.on,
            by=self.by,
            private=self.private,
        )
        return replace(person, actions=(*person.actions, action))

    def label(self, after: Person) -> str:
        """The label shown by undo."""
        action = next(action for action in after.actions if action.uid == self.uid)
        return f"add {action.handle} to {after.name}"


@dataclass(frozen=True, slots=True, kw_only=True)
class EditAction:
    """Change an open action's text, owner, day or privacy; `private` None keeps it.

    `instead_of` is the action as it was seen: only fields that differ from it are set, and
    a field that somebody else changed to another value is a conflict.
    """

    person: PersonId
    handle: Handle
    text: str
    owner: Party
    by: date | None
    instead_of: Action
    private: bool | None = None

    def apply(self, before: Person | None) -> Person:
        """The person with the action as edited; refuses one that isn't open."""
        person = present(before)
        action = _opened(person, self.handle)
        text, was = clean_line(self.text), self.instead_of
        private = was.private if self.private is None else self.private
        mine = replace(was, text=text, owner=self.owner, by=self.by, private=private)
        return _with(person, merged_record(self.handle, self.instead_of, mine, action))

    def label(self, after: Person) -> str:
        """The label shown by undo."""
        return f"edit {self.handle} of {after.name}"


@dataclass(frozen=True, slots=True, kw_only=True)
class FinishAction:
    """Mark an action as done."""

    person: PersonId
    handle: Handle
    on: date

    def apply(self, before: Person | None) -> Person:
        """The person with the action done; refuses one that isn't open."""
        return _ended(present(before), self.handle, self.on, done_on=self.on)

    def label(self, after: Person) -> str:
        """The label shown by undo."""
        return f"finish {self.handle} of {after.name}"


@dataclass(frozen=True, slots=True, kw_only=True)
class DropAction:
    """Drop an action, with the reason."""

    person: PersonId
    handle: Handle
    because: str
    on: date

    def apply(self, before: Person | None) -> Person:
        """The person with the action dropped; refuses one that isn't open."""
        because = clean_line(self.because, "the reason")
        return _ended(present(before), self.handle, self.on, dropped_on=self.on, because=because)

    def label(self, after: Person) -> str:
        """The label shown by undo."""
        return f"drop {self.handle} of {after.name}"


def _ended(person: Person, handle: Handle, on: date, **end: Any) -> Person:
    action = _opened(person, handle)
    check_after(on, handle, "was promised", action.made_on)
    return _with(person, replace(action, **end))


def _opened(person: Person, handle: Handle) -> Action:
    action = person.action(handle)
    if action.done_on is not None:
        raise Refused(f"{handle} was done on {action.done_on} already")
    if action.dropped_on is not None:
        raise Refused(f"{handle} was dropped on {action.dropped_on}; promise it anew")
    return action


def _with(person: Person, changed: Action) -> Person:
    actions = tuple(changed if old.uid == changed.uid else old for old in person.actions)
    return replace(person, actions=actions)


@dataclass(frozen=True, slots=True, kw_only=True)
class AddFeedback:
    """Note praise or corrective feedback, not told yet."""

    person: PersonId
    text: str
    kind: FeedbackKind
    on: date
    about: Handle | None = None
    private: bool = True
    uid: Uid = field(default_factory=new_uid)

    def apply(self, before: Person | None) -> Person:
        """The person with the feedback."""
        person = present(before)
        if self.about is not None:
            person.item(self.about)
        noted = Feedback(
            uid=self.uid,
            handle=person.next_handle("B"),
            text=clean_line(self.text),
            kind=self.kind,
            noted_on=self.on,
            about=self.about,
            private=self.private,
        )
        return replace(person, feedback=(*person.feedback, noted))

    def label(self, after: Person) -> str:
        """The label shown by undo."""
        return f"feedback for {after.name}"


@dataclass(frozen=True, slots=True, kw_only=True)
class TellFeedback:
    """Record that feedback was told."""

    person: PersonId
    handle: Handle
    on: date

    def apply(self, before: Person | None) -> Person:
        """The person with the feedback told; refuses feedback that was told or doesn't exist."""
        person = present(before)
        found = _named(person, self.handle)
        if found.told_on is not None:
            raise Refused(f"{self.handle} was already told on {found.told_on}")
        check_after(self.on, self.handle, "was noted", found.noted_on)
        return _with_feedback(person, replace(found, told_on=self.on))

    def label(self, after: Person) -> str:
        """The label shown by undo."""
        return f"tell {self.handle} to {after.name}"


@dataclass(frozen=True, slots=True, kw_only=True)
class UnderstandFeedback:
    """Record that feedback was understood: they said what it means for them."""

    person: PersonId
    handle: Handle
    on: date

    def apply(self, before: Person | None) -> Person:
        """The person with the feedback understood; refuses feedback that was not told before."""
        person = present(before)
        found = _named(person, self.handle)
        if found.told_on is None:
            raise Refused(f"{self.handle} is not told yet; tell it first")
        if found.understood_on is not None:
            raise Refused(f"{self.handle} was already understood on {found.understood_on}")
        check_after(self.on, self.handle, "was told", found.told_on)
        return _with_feedback(person, replace(found, understood_on=self.on))

    def label(self, after: Person) -> str:
        """The label shown by undo."""
        return f"{self.handle} understood by {after.name}"


def _named(person: Person, handle: Handle) -> Feedback:
    for feedback in person.feedback:
        if feedback.handle == handle:
            return feedback
    raise Refused(f"{person.name} has no feedback {handle}")


def _with_feedback(person: Person, changed: Feedback) -> Person:
    feedback = tuple(changed if old.uid == changed.uid else old for old in person.feedback)
    return replace(person, feedback=feedback)
