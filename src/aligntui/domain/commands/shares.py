"""Note the share of the energy that a focus really had; the agreed one stays as it is."""

import re
from dataclasses import dataclass, field, replace
from datetime import date

from aligntui.domain.commands.command import Command
from aligntui.domain.commands.items import opened
from aligntui.domain.errors import Refused
from aligntui.domain.identity import Handle, Uid, new_uid
from aligntui.domain.item import Entry
from aligntui.domain.person import Person
from aligntui.domain.plain import clean_line
from aligntui.domain.section import Section


def share_of(typed: str) -> tuple[int, str]:
    """Parse `40 the outage`: a share in percent, and what pulled the energy away."""
    found = re.fullmatch(r"(?s)([0-9]{1,3}) ?%?(?:[\s,:]+(.*))?", typed.strip())
    if not found or int(found[1]) > 100:
        raise Refused("type the share it had, 0 to 100, and behind it what pulled it away")
    return int(found[1]), found[2] or ""


@dataclass(frozen=True, slots=True, kw_only=True)
class NoteShare(Command):
    """Note what a focus really had, and what pulled the energy away; once a day, the last holds."""

    handle: Handle
    share: int
    text: str
    on: date
    uid: Uid = field(default_factory=new_uid)
    LABEL = "share that {self.handle} of {after.name} had"

    def change(self, person: Person) -> Person:
        """The person with the share noted; refuses items of other sections."""
        item = opened(person, self.handle)
        if item.section is not Section.FOCUS:
            raise Refused(f"{self.handle} is not a focus; a share needs one, such as F1")
        share, _ = share_of(str(self.share))
        entry = Entry(
            uid=self.uid,
            on=self.on,
            text=clean_line(self.text) if self.text else "",
            private=item.now.private,
            share=share,
        )
        others = tuple(e for e in item.entries if e.share is None or e.on != self.on)
        return person.with_item(replace(item, entries=others).with_entry(entry))
