"""Keep notes, wins, talking points, promises and feedback."""

from dataclasses import dataclass, field
from datetime import date
from typing import Any

from aligntui.domain.commands.command import Command, with_note
from aligntui.domain.errors import Refused
from aligntui.domain.identity import Handle, Uid, new_uid
from aligntui.domain.notes import Action, Feedback, FeedbackKind, TalkingPoint, Win
from aligntui.domain.person import Person
from aligntui.domain.plain import clean_line
from aligntui.domain.stance import Party


@dataclass(frozen=True, slots=True, kw_only=True)
class Add(Command):
    """Something new with its words and its day."""

    text: str
    on: date
    private: bool = True
    uid: Uid = field(default_factory=new_uid)

    def common(self, person: Person, letter: str) -> dict[str, Any]:
        """The fields that all of them have; refuses empty words."""
        handle, text = person.next_handle(letter), clean_line(self.text)
        return {"uid": self.uid, "handle": handle, "text": text, "private": self.private}


@dataclass(frozen=True, slots=True, kw_only=True)
class AddNote(Add):
    """Add a plain note with its day, word for word."""

    LABEL = "note on {after.name}"

    def change(self, person: Person) -> Person:
        """The person with the note; refuses an empty one."""
        return with_note(person, self.text, self.on, self.uid, private=self.private)


@dataclass(frozen=True, slots=True, kw_only=True)
class AddWin(Add):
    """Keep a win, theirs by default; `ladder` names the line that it is held against."""

    owner: Party = Party.THEM
    about: Handle | None = None
    ladder: str = ""
    private: bool = False
    LABEL = "win of {after.name}"

    def change(self, person: Person) -> Person:
        """The person with the win; refuses one about a line that doesn't exist."""
        if self.about is not None:
            person.item(self.about)
        ladder = person.ladder.held(self.ladder) if self.ladder else ""
        common = self.common(person, "W")
        win = Win(on=self.on, owner=self.owner, about=self.about, ladder=ladder, **common)
        return person.with_thing(win)


@dataclass(frozen=True, slots=True, kw_only=True)
class AddTalkingPoint(Add):
    """Add a talking point for the next check-in, mine or theirs."""

    owner: Party = Party.ME
    LABEL = "talking point for {after.name}"

    def change(self, person: Person) -> Person:
        """The person with the talking point."""
        common = self.common(person, "T")
        return person.with_thing(TalkingPoint(owner=self.owner, added_on=self.on, **common))


@dataclass(frozen=True, slots=True, kw_only=True)
class AddAction(Add):
    """Add an action, mine by default."""

    owner: Party = Party.ME
    by: date | None = None
    private: bool = False

    def change(self, person: Person) -> Person:
        """The person with the action."""
        common = self.common(person, "A")
        return person.with_thing(Action(owner=self.owner, made_on=self.on, by=self.by, **common))

    def label(self, after: Person) -> str:
        """The label shown by undo."""
        action = next(action for action in after.actions if action.uid == self.uid)
        return f"add {action.handle} to {after.name}"


@dataclass(frozen=True, slots=True, kw_only=True)
class AddFeedback(Add):
    """Note praise or corrective feedback, not told yet, or feedback that was received."""

    kind: FeedbackKind
    source: str = ""
    about: Handle | None = None
    LABEL = "feedback for {after.name}"

    def change(self, person: Person) -> Person:
        """The person with the feedback."""
        if self.about is not None:
            person.item(self.about)
        if self.source and self.kind is not FeedbackKind.RECEIVED:
            raise Refused("only feedback that was received is from somebody")
        source = clean_line(self.source, "who gave it") if self.source else ""
        common = self.common(person, "B")
        noted = Feedback(
            kind=self.kind, source=source, noted_on=self.on, about=self.about, **common
        )
        return person.with_thing(noted)
