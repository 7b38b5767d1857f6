"""Agree and differ: on items, on sections."""

from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any, Final

from aligntui.domain.check_in import Resync
from aligntui.domain.commands.command import Command
from aligntui.domain.commands.items import RewordItem, opened
from aligntui.domain.errors import Refused
from aligntui.domain.identity import Handle, Uid, new_uid, uid_after
from aligntui.domain.item import Item
from aligntui.domain.merge import Choice, Conflict, merged_field
from aligntui.domain.person import Person
from aligntui.domain.plain import clean_line
from aligntui.domain.rounds import differing, said_again, waiting, waits
from aligntui.domain.section import Section
from aligntui.domain.stance import AGREE, Party, Stance, View


@dataclass(frozen=True, slots=True, kw_only=True)
class Agree(Command):
    """Record that both agree to these items as they read; nothing else is touched.

    `seen` are their texts as they were read: nobody agrees to words they have not seen.
    For the same reason a private item can be agreed only if they agreed to it before.
    """

    handles: tuple[Handle, ...]
    on: date
    seen: tuple[str, ...] = ()

    def change(self, person: Person) -> Person:
        """The person with the items agreed; refuses when all of them already are."""
        if not self.handles:
            raise Refused("name the items to agree on, such as E4")
        after = person
        for at, handle in enumerate(self.handles):
            item = opened(after, handle)
            _check_seen(item, *self.seen[at : at + 1])
            if item.now.private and item.now.theirs != AGREE:
                raise Refused(
                    f"{handle} is private and they have not seen it: share it first",
                    command=f"'aligntui set NAME {handle} --shared' does",
                )
            after = after.with_thing(item.revise(self.on, mine=AGREE, theirs=AGREE))
        asked = {row.handle: row.item for row in waiting(person)}
        lines = filter(None, map(asked.get, self.handles))
        again = tuple(each.uid for each in lines if after.item(each.handle) is each)
        if again:
            uid = uid_after(again[0], len(person.resyncs) + 1)
            resync = Resync(uid=uid, on=self.on, sections=frozenset(), again=again)
            return with_resync(after, resync)
        if all(new is old for new, old in zip(after.items, person.items, strict=True)):
            raise Refused(f"{', '.join(self.handles)}: already agreed")
        return after

    def follow(self, conflict: Conflict, choice: Choice) -> "Agree":
        """Agree on the words that were decided: they were read in the question."""
        pairs = zip(self.handles, self.seen, strict=False)
        seen = tuple(_decided(conflict, choice, handle) or text for handle, text in pairs)
        return replace(self, seen=seen)

    def label(self, after: Person) -> str:
        """The label shown by undo."""
        return f"agree on {', '.join(self.handles)} with {after.name}"


HOW: Final = "how they differ"
"""What a refusal calls the words of who differs."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Differ(Command):
    """Record that one of the two does not agree, and how; `seen` is the text as it was read.

    `instead_of` is the stance that was seen: if they differ otherwise now, that is a conflict.
    """

    handle: Handle
    how: str
    on: date
    who: Party = Party.THEM
    seen: str | None = None
    instead_of: Stance | None = None
    LABEL = "differ on {self.handle} with {after.name}"

    def change(self, person: Person) -> Person:
        """The person with the item disputed."""
        how = clean_line(self.how, HOW)
        item = opened(person, self.handle)
        _check_seen(item, *(() if self.seen is None else (self.seen,)))
        if (now := item.now.stance(self.who)).how and self.instead_of:
            how = merged_field(self.handle, "", self.instead_of.how, how, now.how, both=True)
        stance = Stance(View.DIFFER, how)
        if now == stance and waits(person, self.handle):
            person = said_again(person, self.handle, self.who)
            if self.who in item.now.differing:
                return person
        # the same words again are about the present wording
        overtaken = item.now.overtaken - {self.who}
        said: dict[str, Any] = {"mine" if self.who is Party.ME else "theirs": stance}
        return person.with_thing(item.revise(self.on, overtaken=overtaken, **said))

    def decide(self, conflict: Conflict, choice: Choice) -> "Differ":
        """The way they differ decided."""
        how, seen = str(conflict.value(choice)), Stance(View.DIFFER, str(conflict.theirs))
        return replace(self, how=how, instead_of=seen)

    def follow(self, conflict: Conflict, choice: Choice) -> "Differ":
        """Differ on the words that were decided."""
        return replace(self, seen=_decided(conflict, choice, self.handle) or self.seen)


@dataclass(frozen=True, slots=True, kw_only=True)
class ResyncSections(Command):
    """Record a review of sections that still hold: undisputed items are agreed, clocks restart.

    Private items stay as they are: the other one has not seen them.
    """

    sections: frozenset[Section]
    on: date
    uid: Uid = field(default_factory=new_uid)

    def change(self, person: Person) -> Person:
        """The person with the sections reviewed."""
        resync = Resync(uid=self.uid, on=self.on, sections=self.sections)
        return resynced(person, resync)

    def label(self, after: Person) -> str:
        """The label shown by undo."""
        named = ", ".join(section.value for section in Section if section in self.sections)
        return f"agree on {named} with {after.name}"


def _decided(conflict: Conflict, choice: Choice, handle: Handle) -> str | None:
    """The words of a line, where they are what was decided."""
    met = conflict.met
    worded = isinstance(met, RewordItem) and met.handle == handle and not conflict.field
    return str(conflict.value(choice)) if worded else None


def _check_seen(item: Item, *seen: str) -> None:
    if seen and item.text != seen[0]:
        raise Refused(f"{item.handle} now reads '{item.text}'; look at it first")


def resynced(person: Person, resync: Resync) -> Person:
    """The person after both reviewed some sections, in a check-in or outside of one.

    Items changed after a backdated day, private items, and lines that the two see differently in
    the open round, are left as they are.
    """
    differ = tuple(row.item.uid for row in differing(person) if row.item)
    resync = replace(resync, without=(*resync.without, *differ))
    for item in person.items:
        now = item.now
        decided = now.disputed or now.agreed
        if resync.covers(item) and item.open and now.on <= resync.on and not decided:
            person = person.with_thing(item.revise(resync.on, mine=AGREE, theirs=AGREE))
    return with_resync(person, resync)


def with_resync(person: Person, resync: Resync) -> Person:
    """The person with one more review."""
    resyncs = sorted((*person.resyncs, resync), key=lambda r: (r.on, r.uid))
    return replace(person, resyncs=tuple(resyncs))
