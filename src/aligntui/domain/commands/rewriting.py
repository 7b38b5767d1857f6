"""Rewrite a whole section from edited lines, as one change."""

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, fields, replace
from datetime import date
from typing import Any, TypeVar

from aligntui.domain.commands.command import Command
from aligntui.domain.commands.items import AddItem, CloseItem, check_details, clean_reason, opened
from aligntui.domain.details import Details
from aligntui.domain.fields import fields_of
from aligntui.domain.identity import Handle, Uid, new_uid, uid_after
from aligntui.domain.item import Item, Outcome, Revision
from aligntui.domain.merge import Choice, Conflict, beside, merged_field
from aligntui.domain.person import Person
from aligntui.domain.plain import clean_line, harmless, one_line
from aligntui.domain.section import Section
from aligntui.domain.stance import Party, Reason

_Thing = TypeVar("_Thing")


def woven(order: Sequence[_Thing], into: Sequence[_Thing]) -> list[_Thing]:
    """`into`, with each element only in `order` put after its predecessor there, or at the end."""
    result = list(into)
    last = max((at for at, each in enumerate(order) if each in into), default=-1)
    place = 0
    for at, each in enumerate(order):
        if each in into:
            place = result.index(each) + 1
        else:
            result.insert(place if at < last else len(result), each)
            place += 1
    return result


def staying(values: Sequence[int]) -> frozenset[int]:
    """Indices of a longest increasing subsequence: the elements that need not move."""
    runs: list[tuple[int, ...]] = []  # for each length, the run with the lowest end
    for at, value in enumerate(values):
        length = bisect_left([values[run[-1]] for run in runs], value)
        before = runs[length - 1] if length else ()
        runs[length : length + 1] = [(*before, at)]
    return frozenset(runs[-1]) if runs else frozenset()


def ranked(ranks: Sequence[int]) -> list[int]:
    """New ascending ranks for elements in their new order, changing as few ranks as possible."""
    stay = staying(ranks)
    first = min(stay, default=0)
    found = [ranks[first] - first + at for at in range(first)]
    for at, rank in enumerate(ranks[first:], start=first):
        least = found[-1] + 1 if found else rank
        found.append(max(rank, least) if at in stay else least)
    return found


TEXT, PRIVATE, NOT_FOR_REVIEW = "text", "private", "not_for_review"
BECAUSE = "because"
MARKS = tuple(each.name for each in fields_of(Revision))
"""Fields of every item, whatever its section."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One item as edited in the text; without a handle it is new.

    Details that the text does not show have their defaults here, in `seen` as in `lines`.
    """

    handle: Handle | None = None
    text: str
    details: Details
    private: bool = False
    not_for_review: bool = False
    because: Reason | None = None
    """The reason typed behind new words."""

    @property
    def values(self) -> dict[str, object]:
        """All fields by name."""
        own = {each.name: getattr(self.details, each.name) for each in fields(self.details)}
        marks = {name: getattr(self, name) for name in MARKS}
        return {TEXT: self.text, **marks, **own}

    @property
    def reads(self) -> tuple[object, ...]:
        """The values that identify the line as the one that was seen."""
        return self.text, *self.details.terms, self.details.state

    def put(self, **values: Any) -> "Line":
        """The line with some fields changed."""
        own = {name: values.pop(name) for name in (TEXT, *MARKS) if name in values}
        return replace(self, **own, details=replace(self.details, **values))


def line_of(item: Item) -> Line:
    """An item as the text shows it: one line, without anything that steers a terminal."""
    now = item.now
    line = Line(
        handle=item.handle,
        text=now.text,
        details=now.details,
        private=now.private,
        not_for_review=now.not_for_review,
    )
    # members of enumerations are also str, but not text to clean
    words = {name: value for name, value in line.values.items() if type(value) is str}
    return line.put(**{name: harmless(one_line(value)) for name, value in words.items()})


@dataclass(frozen=True, slots=True, kw_only=True)
class RewriteSection(Command):
    """Replace the lines that were seen in a section by those that were edited.

    Only fields that were edited change; an item whose line was removed is closed as dropped,
    unless somebody else changed it meanwhile. Every earlier wording stays in the history.
    """

    section: Section
    seen: tuple[Line, ...]
    lines: tuple[Line, ...]
    on: date
    by: Party = Party.ME
    gave_way: tuple[tuple[Handle, str, object], ...] = ()
    """Fields decided for the other side, with the value that lost."""
    uid: Uid = field(default_factory=new_uid)
    LABEL = "rewrite {self.section.title} of {after.name}"

    def change(self, person: Person) -> Person:
        """The person with the section rewritten."""
        seen = {line.handle: line for line in self.seen}
        for line in self.lines:
            if line.handle is not None:
                person = self._edited(person, line.handle, seen[line.handle], line)
        for handle in self._taken_out(person):
            close = CloseItem(person=person.id, handle=handle, on=self.on, outcome=Outcome.DROPPED)
            person = close.apply(person)
        for number, line in enumerate(self.lines):
            if line.handle is None:
                person = self._added(person, self._uid(number), line)
        return self._ordered(person)

    def decide(self, conflict: Conflict, choice: Choice) -> "RewriteSection":
        """The command with one conflict decided; a value that loses goes into the history."""
        handle, name = Handle(conflict.thing), conflict.field or TEXT
        lost = ((handle, name, conflict.mine),) if choice is Choice.THEIRS else ()
        return replace(
            self,
            seen=_with(self.seen, handle, name, conflict.theirs),
            lines=_with(self.lines, handle, name, conflict.value(choice)),
            gave_way=(*self.gave_way, *lost),
        )

    def _edited(self, person: Person, handle: Handle, seen: Line, mine: Line) -> Person:
        lost = [(name, value) for whose, name, value in self.gave_way if whose == handle]
        if mine == seen and not lost:
            return person
        item = opened(person, handle)
        changes = _merged(handle, seen, mine, line_of(item))
        own: dict[str, Any] = {name: changes.pop(name) for name in MARKS if name in changes}
        if TEXT in changes:
            own[TEXT] = clean_line(str(changes.pop(TEXT)), handle)
        details = replace(item.now.details, **changes)
        if changes:
            details = check_details(person, details, item.now.details)
        if mine.because:
            own[BECAUSE] = clean_reason(mine.because)
        item = item.revise(self.on, self.by, over=False, details=details, **own)
        for name, value in lost:
            item = _remembered(item, self.by, name, value)
        return person.with_thing(item)

    def _taken_out(self, person: Person) -> Iterator[Handle]:
        kept = {line.handle for line in self.lines}
        for item in person.open_items(self.section):
            seen = next((line for line in self.seen if line.handle == item.handle), None)
            if seen and item.handle not in kept and seen.reads == line_of(item).reads:
                yield item.handle

    def _uid(self, number: int) -> Uid:
        """The uid of a new line, derived from `uid`, so that a second call makes the same items."""
        return uid_after(self.uid, number)

    def _added(self, person: Person, uid: Uid, line: Line) -> Person:
        add = AddItem(
            person=person.id,
            section=self.section,
            text=line.text,
            details=line.details,
            private=line.private,
            on=self.on,
            by=self.by,
            uid=uid,
        )
        item = add.item(person)
        if line.not_for_review:
            item = item.revise(self.on, self.by, not_for_review=True)
        return person.with_thing(item)

    def _ordered(self, person: Person) -> Person:
        items = {item.uid: item for item in person.open_items(self.section)}
        wanted = self._order(tuple(items.values()))
        if wanted == list(items):
            return person
        ranks = ranked([items[uid].now.rank for uid in wanted])
        for uid, rank in zip(wanted, ranks, strict=True):
            person = person.with_thing(items[uid].revise(self.on, rank=rank))
        return person

    def _order(self, items: tuple[Item, ...]) -> list[Uid]:
        """The order of the lines; items not among them stay behind their predecessors."""
        by_handle = {item.handle: item.uid for item in items}
        lines = (
            by_handle.get(line.handle) if line.handle else self._uid(number)
            for number, line in enumerate(self.lines)
        )
        mine = [uid for uid in lines if uid]
        new = {self._uid(number) for number, _ in enumerate(self.lines)}
        there = [item.uid for item in items if item.uid not in new]
        kept = [uid for uid in mine if uid in there]
        were = (by_handle.get(line.handle) for line in self.seen if line.handle)
        seen = [uid for uid in were if uid in kept]
        return woven(mine, there if kept == seen else woven(there, kept))


def _merged(thing: str, seen: Line, mine: Line, now: Line) -> dict[str, Any]:
    """The fields that were edited, without those that have that value already."""
    before, there = seen.values, now.values
    found = {}
    for name, value in mine.values.items():
        if value != before[name]:
            field_name, both = ("", True) if name == TEXT else (name, False)
            chosen = merged_field(thing, field_name, before[name], value, there[name], both=both)
            if chosen != there[name]:
                found[name] = chosen
    return found


def _remembered(item: Item, by: Party, name: str, value: object) -> Item:
    if name == TEXT:
        return beside(item, by, text=value)
    lost: dict[str, Any] = {name: value}
    return beside(item, by, details=replace(item.now.details, **lost))


def _with(lines: tuple[Line, ...], handle: Handle, name: str, value: object) -> tuple[Line, ...]:
    return tuple(line.put(**{name: value}) if line.handle == handle else line for line in lines)
