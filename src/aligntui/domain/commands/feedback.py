"""What was noticed, and telling it."""

from dataclasses import dataclass, field, replace
from datetime import date

from aligntui.domain.commands.command import present
from aligntui.domain.errors import Refused
from aligntui.domain.feedback import Feedback, FeedbackKind
from aligntui.domain.identity import Handle, PersonId, Uid, new_uid
from aligntui.domain.person import Person
from aligntui.domain.plain import clean_line


@dataclass(frozen=True, slots=True, kw_only=True)
class AddFeedback:
    """Praise or corrective, noted and not told yet."""

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
        """What undo shows."""
        return f"feedback for {after.name}"


@dataclass(frozen=True, slots=True, kw_only=True)
class TellFeedback:
    """Feedback was told."""

    person: PersonId
    handle: Handle
    on: date

    def apply(self, before: Person | None) -> Person:
        """The person with the feedback told; refuses what was told or never noted."""
        person = present(before)
        found = next((f for f in person.feedback if f.handle == self.handle), None)
        if found is None:
            raise Refused(f"{person.name} has no feedback {self.handle}")
        if found.told_on is not None:
            raise Refused(f"{self.handle} was told on {found.told_on} already")
        told = replace(found, told_on=self.on)
        feedback = tuple(told if old.uid == told.uid else old for old in person.feedback)
        return replace(person, feedback=feedback)

    def label(self, after: Person) -> str:
        """What undo shows."""
        return f"tell {self.handle} to {after.name}"
