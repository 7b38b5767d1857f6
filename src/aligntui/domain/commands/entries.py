"""Add entries to items: a miss of an expectation, evidence for an opportunity."""

from dataclasses import dataclass, field
from datetime import date

from aligntui.domain.commands.command import present
from aligntui.domain.commands.feedback import AddFeedback
from aligntui.domain.commands.items import opened
from aligntui.domain.entry import Entry
from aligntui.domain.errors import Refused
from aligntui.domain.feedback import FeedbackKind
from aligntui.domain.identity import Handle, PersonId, Uid, new_uid
from aligntui.domain.item import Item
from aligntui.domain.miss import missed
from aligntui.domain.person import Person, Relation
from aligntui.domain.plain import clean_line
from aligntui.domain.section import Section


@dataclass(frozen=True, slots=True, kw_only=True)
class NoteMiss:
    """Record that an expectation was not met; by default with feedback still to be told.

    An expectation of my own manager was missed by me: no feedback is noted.
    """

    person: PersonId
    handle: Handle
    text: str
    on: date
    feedback: bool = True
    uid: Uid = field(default_factory=new_uid)
    feedback_uid: Uid = field(default_factory=new_uid)

    def apply(self, before: Person | None) -> Person:
        """The person with the miss, the expectation off track, and the feedback noted."""
        person = present(before)
        item = opened(person, self.handle)
        if item.section is not Section.EXPECTATIONS:
            raise Refused(f"{self.handle} can't be missed: {_INSTEAD[item.section]}")
        text = clean_line(self.text, "what was missed")
        led_to = None
        if self.feedback and person.relation is not Relation.MANAGER:
            led_to = person.next_handle("B")
            person = self._told(text).apply(person)
        return missed(person, item, _entry(self, item, text, led_to))

    def label(self, after: Person) -> str:
        """The label shown by undo."""
        return f"miss of {self.handle} of {after.name}"

    def _told(self, text: str) -> AddFeedback:
        return AddFeedback(
            person=self.person,
            text=text,
            kind=FeedbackKind.CORRECTIVE,
            on=self.on,
            about=self.handle,
            uid=self.feedback_uid,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class AddEvidence:
    """Record evidence for an opportunity."""

    person: PersonId
    handle: Handle
    text: str
    on: date
    uid: Uid = field(default_factory=new_uid)

    def apply(self, before: Person | None) -> Person:
        """The person with the evidence; refuses items of other sections."""
        person = present(before)
        item = opened(person, self.handle)
        if item.section is not Section.OPPORTUNITIES:
            raise Refused(f"{self.handle} is not an opportunity; evidence needs one, such as O1")
        text = clean_line(self.text, "the evidence")
        return person.with_item(item.with_entry(_entry(self, item, text)))

    def label(self, after: Person) -> str:
        """The label shown by undo."""
        return f"evidence for {self.handle} of {after.name}"


_INSTEAD = {
    Section.FOCUS: "only an expectation can be; close the focus as dropped instead",
    Section.OPPORTUNITIES: "an opportunity never counts as a miss; close it instead",
    Section.RISKS: "close a risk as happened instead",
}


def _entry(
    command: NoteMiss | AddEvidence, item: Item, text: str, feedback: Handle | None = None
) -> Entry:
    return Entry(
        uid=command.uid,
        on=command.on,
        text=text,
        feedback=feedback,
        private=item.now.private,
    )
