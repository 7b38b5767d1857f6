"""Note down notes, wins, talking points, promises and feedback."""

from dataclasses import dataclass, field
from datetime import date

from aligntui.domain.commands.command import Command
from aligntui.domain.errors import Refused
from aligntui.domain.identity import Handle, Uid, new_uid
from aligntui.domain.notes import (
    Action,
    Feedback,
    FeedbackKind,
    Note,
    TalkingPoint,
    Win,
)
from aligntui.domain.person import Person
from aligntui.domain.plain import clean_line, clean_text
from aligntui.domain.stance import Party


@dataclass(frozen=True, slots=True, kw_only=True)
class AddNote(Command):
    """Add a plain note with its day, word for word."""

    text: str
    on: date
    private: bool = True
    uid: Uid = field(default_factory=new_uid)
    LABEL = "note on {after.name}"

    def change(self, person: Person) -> Person:
        """The person with the note; refuses an empty one."""
        text = words_of_note(self.text)
        handle = person.next_handle("N")
        note = Note(uid=self.uid, handle=handle, on=self.on, text=text, private=self.private)
        return person.with_new(note)


def words_of_note(typed: str) -> str:
    """Clean the text of a note; refuses an empty one."""
    text = clean_text(typed).strip("\n")
    if not text.strip():
        raise Refused("the note is empty; type some words")
    return text


@dataclass(frozen=True, slots=True, kw_only=True)
class AddWin(Command):
    """Keep a win, theirs by default; `ladder` names the line that it is held against."""

    text: str
    on: date
    owner: Party = Party.THEM
    about: Handle | None = None
    ladder: str = ""
    private: bool = False
    uid: Uid = field(default_factory=new_uid)
    LABEL = "win of {after.name}"

    def change(self, person: Person) -> Person:
        """The person with the win; refuses one about a line that doesn't exist."""
        if self.about is not None:
            person.item(self.about)
        win = Win(
            uid=self.uid,
            handle=person.next_handle("W"),
            on=self.on,
            text=clean_line(self.text),
            owner=self.owner,
            about=self.about,
            ladder=person.ladder.held(self.ladder) if self.ladder else "",
            private=self.private,
        )
        return person.with_new(win)


@dataclass(frozen=True, slots=True, kw_only=True)
class AddTalkingPoint(Command):
    """Add a talking point for the next check-in, mine or theirs."""

    text: str
    on: date
    owner: Party = Party.ME
    private: bool = True
    uid: Uid = field(default_factory=new_uid)
    LABEL = "talking point for {after.name}"

    def change(self, person: Person) -> Person:
        """The person with the talking point."""
        point = TalkingPoint(
            uid=self.uid,
            handle=person.next_handle("T"),
            text=clean_line(self.text),
            owner=self.owner,
            added_on=self.on,
            private=self.private,
        )
        return person.with_new(point)


@dataclass(frozen=True, slots=True, kw_only=True)
class AddAction(Command):
    """Add an action, mine by default."""

    text: str
    on: date
    owner: Party = Party.ME
    by: date | None = None
    private: bool = False
    uid: Uid = field(default_factory=new_uid)

    def change(self, person: Person) -> Person:
        """The person with the action."""
        action = Action(
            uid=self.uid,
            handle=person.next_handle("A"),
            text=clean_line(self.text),
            owner=self.owner,
            made_on=self.on,
            by=self.by,
            private=self.private,
        )
        return person.with_new(action)

    def label(self, after: Person) -> str:
        """The label shown by undo."""
        action = next(action for action in after.actions if action.uid == self.uid)
        return f"add {action.handle} to {after.name}"


@dataclass(frozen=True, slots=True, kw_only=True)
class AddFeedback(Command):
    """Note praise or corrective feedback, not told yet, or feedback that was received."""

    text: str
    kind: FeedbackKind
    on: date
    source: str = ""
    about: Handle | None = None
    private: bool = True
    uid: Uid = field(default_factory=new_uid)
    LABEL = "feedback for {after.name}"

    def change(self, person: Person) -> Person:
        """The person with the feedback."""
        if self.about is not None:
            person.item(self.about)
        if self.source and self.kind is not FeedbackKind.RECEIVED:
            raise Refused("only feedback that was received is from somebody")
        noted = Feedback(
            uid=self.uid,
            handle=person.next_handle("B"),
            text=clean_line(self.text),
            kind=self.kind,
            source=clean_line(self.source, "who gave it") if self.source else "",
            noted_on=self.on,
            about=self.about,
            private=self.private,
        )
        return person.with_new(noted)
