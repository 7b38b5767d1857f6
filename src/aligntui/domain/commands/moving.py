"""From one section to another, with the trail kept on both sides."""

from dataclasses import dataclass, field, replace
from datetime import date

from aligntui.domain.commands.command import present
from aligntui.domain.commands.items import AddItem, opened
from aligntui.domain.errors import Refused
from aligntui.domain.identity import Handle, PersonId, Uid, new_uid
from aligntui.domain.item import Item, Outcome
from aligntui.domain.miss import came_true, threatened
from aligntui.domain.person import Person
from aligntui.domain.section import Section


@dataclass(frozen=True, slots=True, kw_only=True)
class MoveToSection:
    """An item is closed and goes on in another section; handles say where from and where to.

    A risk that becomes an expectation has come true: the one that it threatens is missed. What
    was an opportunity and is expected from now on has been done; all else is dropped where it was.
    """

    person: PersonId
    handle: Handle
    to: Section
    on: date
    uid: Uid = field(default_factory=new_uid)

    def apply(self, before: Person | None) -> Person:
        """The person with the item moved; refuses a risk that came true and threatens nothing."""
        person = present(before)
        item = opened(person, self.handle)
        if item.section is self.to:
            raise Refused(f"{self.handle} is in {self.to} already; name another section")
        expected = self.to is Section.EXPECTATIONS
        if item.section is Section.RISKS and expected:
            return self._come_true(person, item)
        done = item.section is Section.OPPORTUNITIES and expected
        person = self._added(person, item)
        new = next(each for each in person.items if each.uid == self.uid)
        outcome = Outcome.DONE if done else Outcome.DROPPED
        old = replace(item.revise(self.on, outcome=outcome), became=new.handle)
        first = replace(new.now, not_for_review=item.now.not_for_review)
        new = replace(new, revisions=(first,), origin=item.handle)
        return person.with_item(old).with_item(new)

    def label(self, after: Person) -> str:
        """What undo shows."""
        return f"move {self.handle} of {after.name} to {self.to}"

    def _come_true(self, person: Person, risk: Item) -> Person:
        if threatened(person, risk) is None:
            raise Refused(
                f"{risk.handle} threatens no open expectation; "
                f"say which one with 'aligntui set NAME {risk.handle} --threatens E1'"
            )
        return came_true(person, risk.revise(self.on, outcome=Outcome.HAPPENED), self.on)

    def _added(self, person: Person, item: Item) -> Person:
        return AddItem(
            person=self.person,
            section=self.to,
            text=item.text,
            on=self.on,
            private=item.now.private,
            uid=self.uid,
        ).apply(person)
