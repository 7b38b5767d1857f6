"""Note what happened to a line: a miss, evidence, or the share that a focus really had."""

import re
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from aligntui.domain.commands.command import Command
from aligntui.domain.commands.items import opened
from aligntui.domain.commands.notes import AddFeedback
from aligntui.domain.errors import Refused
from aligntui.domain.identity import Handle, Uid, new_uid
from aligntui.domain.item import Entry, Item
from aligntui.domain.miss import expected_of_me, missed
from aligntui.domain.notes import FeedbackKind
from aligntui.domain.person import Person
from aligntui.domain.plain import with_its_line
from aligntui.domain.section import Section


@dataclass(frozen=True, slots=True, kw_only=True)
class Enter(Command):
    """What happened to a line, kept as an entry of it."""

    handle: Handle
    text: str
    on: date
    uid: Uid = field(default_factory=new_uid)

    def found(self, person: Person, section: Section, otherwise: str) -> Item:
        """The open line; one of another section is refused, as `otherwise` says."""
        item = opened(person, self.handle)
        if item.section is not section:
            raise Refused(f"{self.handle} {otherwise}")
        return item

    def entry(self, item: Item, text: str, **more: Any) -> Entry:
        """The entry, as private as its line."""
        return Entry(uid=self.uid, on=self.on, text=text, private=item.now.private, **more)


@dataclass(frozen=True, slots=True, kw_only=True)
class NoteMiss(Enter):
    """Record that an expectation was not met; by default with feedback still to be told.

    An expectation of my own manager was missed by me: no feedback is noted.
    """

    feedback: bool = True
    feedback_uid: Uid = field(default_factory=new_uid)
    LABEL = "miss of {self.handle} of {after.name}"

    def change(self, person: Person) -> Person:
        """The person with the miss, the expectation off track, and the feedback noted."""
        instead = _INSTEAD.get(person.item(self.handle).section, "")
        item = self.found(person, Section.EXPECTATIONS, f"can't be missed: {instead}")
        text = with_its_line(self.text, "what was missed")
        led_to = None
        if self.feedback and not expected_of_me(person, item):
            led_to = person.next_handle("B")
            told = AddFeedback(
                person=self.person,
                text=text,
                kind=FeedbackKind.CORRECTIVE,
                on=self.on,
                about=self.handle,
                uid=self.feedback_uid,
            )
            person = told.apply(person)
        return missed(person, item, self.entry(item, text, feedback=led_to))


_INSTEAD = {
    Section.FOCUS: "only an expectation can be; close the focus as dropped instead",
    Section.OPPORTUNITIES: "an opportunity never counts as a miss; close it instead",
    Section.RISKS: "close a risk as happened instead",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class AddEvidence(Enter):
    """Record evidence for an opportunity; `@senior.3` in it, or `ladder`, names a line of it."""

    ladder: str = ""
    LABEL = "evidence for {self.handle} of {after.name}"

    def change(self, person: Person) -> Person:
        """The person with the evidence; refuses items of other sections."""
        otherwise = "is not an opportunity; evidence needs one, such as O1"
        item = self.found(person, Section.OPPORTUNITIES, otherwise)
        text, ladder = person.ladder.taken(with_its_line(self.text, "the evidence"))
        ladder = person.ladder.held(self.ladder) if self.ladder else ladder
        entry = self.entry(item, with_its_line(text, "the evidence"), ladder=ladder)
        return person.with_thing(item.with_entry(entry))


def share_of(typed: str) -> tuple[int, str]:
    """Parse `40 the outage`: a share in percent, and what pulled the energy away."""
    found = re.fullmatch(r"(?s)([0-9]{1,3}) ?%?(?:[\s,:]+(.*))?", typed.strip())
    if not found or int(found[1]) > 100:
        raise Refused("type the share it had, 0 to 100, and behind it what pulled it away")
    return int(found[1]), found[2] or ""


@dataclass(frozen=True, slots=True, kw_only=True)
class NoteShare(Enter):
    """Note the share of the energy that a focus really had; the agreed one stays as it is.

    The text is what pulled it away. Once a day, the last holds.
    """

    share: int
    LABEL = "share that {self.handle} of {after.name} had"

    def change(self, person: Person) -> Person:
        """The person with the share noted; refuses items of other sections."""
        item = self.found(person, Section.FOCUS, "is not a focus; a share needs one, such as F1")
        share, _ = share_of(str(self.share))
        text = with_its_line(self.text, "what pulled it away") if self.text else ""
        entry = self.entry(item, text, share=share)
        others = tuple(e for e in item.entries if e.share is None or e.on != self.on)
        return person.with_thing(replace(item, entries=others).with_entry(entry))
