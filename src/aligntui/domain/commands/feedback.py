"""Note feedback, tell it, and record that it was understood."""

from dataclasses import dataclass, field, replace
from datetime import date

from aligntui.domain.commands.command import check_after, present
from aligntui.domain.errors import Refused
from aligntui.domain.feedback import Feedback, FeedbackKind
from aligntui.domain.identity import Handle, PersonId, Uid, new_uid
from aligntui.domain.person import Person
from aligntui.domain.plain import clean_line


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
        return _with(person, replace(found, told_on=self.on))

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
        return _with(person, replace(found, understood_on=self.on))

    def label(self, after: Person) -> str:
        """The label shown by undo."""
        return f"{self.handle} understood by {after.name}"


def _named(person: Person, handle: Handle) -> Feedback:
    for feedback in person.feedback:
        if feedback.handle == handle:
            return feedback
    raise Refused(f"{person.name} has no feedback {handle}")


def _with(person: Person, changed: Feedback) -> Person:
    feedback = tuple(changed if old.uid == changed.uid else old for old in person.feedback)
    return replace(person, feedback=feedback)
