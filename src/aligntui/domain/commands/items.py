"""Add, reword, edit, move and close items."""

from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from aligntui.domain.commands.command import Command
from aligntui.domain.days import full_day
from aligntui.domain.details import EMPTY, Details, Expectation, Focus, Health, Opportunity, Risk
from aligntui.domain.errors import Refused
from aligntui.domain.identity import Handle, Uid, letter_of, new_uid
from aligntui.domain.item import OUTCOMES, Entry, Item, Outcome, Revision
from aligntui.domain.merge import Choice, Conflict, beside, decided, merged_field, merged_record
from aligntui.domain.miss import came_true, was_wrong
from aligntui.domain.person import Person, Relation
from aligntui.domain.plain import clean_line
from aligntui.domain.section import Section
from aligntui.domain.stance import Party, Reason, stances_of


@dataclass(frozen=True, slots=True, kw_only=True)
class AddItem(Command):
    """Add an item to a section; its author agrees to it, the other has not been asked yet."""

    section: Section
    text: str
    on: date
    details: Details | None = None
    private: bool = False
    by: Party = Party.ME
    because: Reason | None = None
    uid: Uid = field(default_factory=new_uid)

    def change(self, person: Person) -> Person:
        """The person with the item at the end of the section."""
        return person.with_thing(self.item(person))

    def item(self, person: Person) -> Item:
        """The new item as it would stand at the end of the section."""
        details = self.details or EMPTY[self.section]
        if type(details) is not type(EMPTY[self.section]):
            raise Refused(f"{self.section} items don't have these fields")
        details = check_details(person, details)
        mine, theirs = stances_of(self.by)
        revision = Revision(
            on=self.on,
            by=self.by,
            text=clean_line(self.text),
            details=details,
            rank=max((i.now.rank for i in person.items if i.section is self.section), default=0)
            + 1,
            private=self.private,
            mine=mine,
            theirs=theirs,
            because=clean_reason(self.because),
        )
        handle = person.next_handle(self.section.letter)
        return Item(uid=self.uid, handle=handle, section=self.section, revisions=(revision,))

    def label(self, after: Person) -> str:
        """The label shown by undo."""
        item = next(item for item in after.items if item.uid == self.uid)
        return f"add {item.handle} to {after.name}"


@dataclass(frozen=True, slots=True, kw_only=True)
class RewordItem(Command):
    """Give an item new words.

    `instead_of` is the text that was seen: if it is another one now, that is a conflict.
    `fields` are set together with the words, such as a share; `because` says why. With `append`
    the wording before stays in the history even if it is of the same day. `lost` is a wording that
    lost a conflict to this one; it goes into the history, too.
    """

    handle: Handle
    text: str
    on: date
    by: Party = Party.ME
    instead_of: str | None = None
    append: bool = False
    lost: str | None = None
    fields: tuple[tuple[str, Any], ...] = ()
    private: bool | None = None
    because: Reason | None = None

    def change(self, person: Person) -> Person:
        """The person with the new wording."""
        item = opened(person, self.handle)
        typed = clean_line(self.text)
        seen = item.text if self.instead_of is None else self.instead_of
        text = merged_field(self.handle, "", seen, typed, item.text, both=True)
        changes: dict[str, Any] = {} if self.private is None else {"private": self.private}
        if self.fields:
            changes["details"] = replace(item.now.details, **dict(self.fields))
            changes["details"] = check_details(person, changes["details"], item.now.details)
        because = clean_reason(self.because)
        if because and not self.lost:
            changes["because"] = because
        item = item.revise(self.on, self.by, over=not self.append, text=text, **changes)
        if self.lost:
            item = beside(item, self.by, text=self.lost, because=because)
        return person.with_thing(item)

    def decide(self, conflict: Conflict, choice: Choice) -> "RewordItem":
        """The new wording decided; the one that loses goes into the history."""
        lost = str(conflict.mine) if choice is Choice.THEIRS else None
        theirs, text = str(conflict.theirs), str(conflict.value(choice))
        return replace(self, text=text, instead_of=theirs, append=True, lost=lost)

    def label(self, after: Person) -> str:
        """The label shown by undo."""
        texts = {each.text for each in after.item(self.handle).revisions[-2:]}
        did = "edit" if self.fields and len(texts) == 1 else "reword"
        return f"{did} {self.handle} of {after.name}"


@dataclass(frozen=True, slots=True, kw_only=True)
class EditItem(Command):
    """Change details, privacy or the use in reviews of an item; what is None stays.

    `instead_of` are the details that were seen: only fields that differ from them are set, and a
    field that somebody else set to another value is a conflict. `lost` goes into the history.
    """

    handle: Handle
    on: date
    details: Details | None = None
    private: bool | None = None
    not_for_review: bool | None = None
    by: Party = Party.ME
    instead_of: Details | None = None
    append: bool = False
    lost: Details | None = None
    LABEL = "edit {self.handle} of {after.name}"

    def change(self, person: Person) -> Person:
        """The person with the edited item."""
        item = opened(person, self.handle)
        now = item.now
        details = now.details if self.details is None else self.details
        if type(details) is not type(now.details):
            raise Refused(f"{self.handle} has no such fields")
        if self.instead_of is not None:
            details = merged_record(self.handle, self.instead_of, details, now.details)
        details = check_details(person, details, now.details)
        flags = {"private": self.private, "not_for_review": self.not_for_review}
        changes = {name: flag for name, flag in flags.items() if flag is not None}
        item = item.revise(self.on, self.by, over=not self.append, details=details, **changes)
        return person.with_thing(beside(item, self.by, details=self.lost) if self.lost else item)

    def decide(self, conflict: Conflict, choice: Choice) -> "EditItem":
        """The edit with one field decided; details that lose go into the history."""
        assert self.details is not None
        assert self.instead_of is not None
        details, seen = decided(self.details, self.instead_of, conflict, choice)
        lost = self.details if choice is Choice.THEIRS else self.lost
        return replace(self, details=details, instead_of=seen, append=True, lost=lost)


@dataclass(frozen=True, slots=True, kw_only=True)
class MoveItem(Command):
    """Move an item one place up or down in its section: the neighbours swap ranks."""

    handle: Handle
    down: bool
    on: date

    def change(self, person: Person) -> Person:
        """The person with the two swapped; refuses at the end of the section."""
        item = opened(person, self.handle)
        items = person.open_items(item.section)
        at = items.index(item) + (1 if self.down else -1)
        if not 0 <= at < len(items):
            raise Refused(f"{self.handle} is {'last' if self.down else 'first'} already")
        other = items[at]
        ranks = (other.now.rank, item.now.rank)
        person = person.with_thing(item.revise(self.on, rank=ranks[0]))
        return person.with_thing(other.revise(self.on, rank=ranks[1]))

    def label(self, after: Person) -> str:
        """The label shown by undo."""
        return f"move {self.handle} of {after.name} {'down' if self.down else 'up'}"


@dataclass(frozen=True, slots=True, kw_only=True)
class CloseItem(Command):
    """Close an item with an outcome; its history stays.

    When a risk has happened, the expectation that it threatens is missed, or it was `wrong`. One
    that was wrong stays open where it gets a new `text`; `because` says why it was.
    """

    handle: Handle
    on: date
    outcome: Outcome | None = None
    wrong: bool = False
    text: str = ""
    because: Reason | None = None
    uid: Uid = field(default_factory=new_uid)

    def change(self, person: Person) -> Person:
        """The person with the item closed; without an outcome, with the default of the section."""
        item = opened(person, self.handle)
        ends = OUTCOMES[item.section]
        off_track = item.now.details.state is Health.OFF_TRACK
        outcome = self.outcome or (Outcome.MISSED if off_track else ends[0])
        if outcome not in ends:
            words = ", ".join(ends)
            raise Refused(f"{self.handle} can't end as {outcome}; its outcomes are {words}")
        wrong = outcome is Outcome.WRONG or (self.wrong and outcome is Outcome.HAPPENED)
        if (self.wrong or self.text or self.because) and not wrong:
            raise Refused("only an expectation that was wrong is given other words or a reason")
        text = clean_line(self.text) if self.text else ""
        because = clean_reason(self.because) or Reason("")
        if outcome is Outcome.WRONG:
            private = item.now.private or because.private
            entry = Entry(uid=self.uid, on=self.on, text=because.text, private=private, wrong=True)
            return was_wrong(person, item, entry, text)
        item = item.revise(self.on, outcome=outcome)
        if outcome is Outcome.HAPPENED:
            return came_true(person, item, self.on, wrong=wrong, text=text, because=because)
        return person.with_thing(item)

    def label(self, after: Person) -> str:
        """The label shown by undo."""
        did = "reword" if after.item(self.handle).open else "close"
        return f"{did} {self.handle} of {after.name}"


@dataclass(frozen=True, slots=True, kw_only=True)
class ReopenItem(Command):
    """Open a closed item again; its history keeps how and when it was closed.

    A miss that came of it, or an item that goes on in another section, stays.
    """

    handle: Handle
    on: date
    LABEL = "reopen {self.handle} of {after.name}"

    def change(self, person: Person) -> Person:
        """The person with the item open; refuses one that is open already."""
        item = person.item(self.handle)
        if item.open:
            raise Refused(f"{self.handle} is open already")
        return person.with_thing(replace(item.revise(self.on, outcome=None), became=None))


def opened(person: Person, handle: Handle) -> Item:
    """The item with a handle; refuses one that is closed."""
    item = person.item(handle)
    if item.now.outcome is not None:
        day = full_day(item.now.on)
        raise Refused(
            f"{handle} was moved on {day}, it is {item.goes_on_as} now"
            if item.goes_on_as
            else f"{handle} was closed as {item.now.outcome} on {day}",
            command=f"'aligntui reopen NAME {handle}' opens it again",
        )
    return item


def clean_reason(because: Reason | None) -> Reason | None:
    """The reason of a wording as one line; refuses an empty one."""
    return because and because._replace(text=clean_line(because.text, "the reason"))


def check_details(person: Person, details: Details, was: Details | None = None) -> Details:
    """Refuse invalid details: a share out of range, an unknown expectation or line of the ladder.

    With my own manager what is typed is expected of me; what is expected of them came from their
    notebook, and what it `was` it stays.
    """
    weight = details.weight if isinstance(details, Focus) else None
    if weight is not None and not 0 <= weight <= 100:
        raise Refused(f"{weight} % is not a share; type 0 to 100")
    if isinstance(details, Risk) and details.threatens is not None:
        if letter_of(details.threatens) != Section.EXPECTATIONS.letter:
            raise Refused(f"a risk threatens an expectation; {details.threatens} is none")
        person.item(details.threatens)
    if isinstance(details, Opportunity) and details.ladder:
        return replace(details, ladder=person.ladder.held(details.ladder))
    if isinstance(details, Expectation) and person.relation is Relation.MANAGER:
        return replace(details, of_me=isinstance(was, Expectation) and was.of_me)
    return details
