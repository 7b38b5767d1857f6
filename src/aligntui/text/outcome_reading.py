"""Read the outcome of a round in the other's notebook, whatever happened to it on the way."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, Any, NamedTuple

from aligntui.domain.commands.outcome import TakeOutcome, Told
from aligntui.domain.commands.promised import ToldPromise
from aligntui.domain.dates import parse
from aligntui.domain.details import EMPTY, Expectation
from aligntui.domain.errors import Refused
from aligntui.domain.fields import fields_of
from aligntui.domain.identity import Handle
from aligntui.domain.item import Outcome
from aligntui.domain.naming import folded
from aligntui.domain.person import Person, Relation
from aligntui.domain.plain import clean_line, one_line, typewritten
from aligntui.domain.round import TRACK, Round
from aligntui.domain.rounds import Settled
from aligntui.domain.section import LETTERS, Section
from aligntui.domain.stance import Party, Stance, View
from aligntui.text import round_outcome as ours
from aligntui.text.arrived import squeezed
from aligntui.text.events import facts
from aligntui.text.fields import changed_lines
from aligntui.text.round_file import (
    ESCAPES,
    HANDLE,
    ITEM_ENDS,
    OPTION,
    lead,
    marks,
    unwrapped,
)  # fmt: skip
from aligntui.text.section_markdown import read_field
from aligntui.text.sides import Side, side
from aligntui.text.words import day_words, full_day

if TYPE_CHECKING:
    from aligntui.domain.notes import Action

_MARKER = re.compile(
    r"(?:<!--\s*)?aligntui\s+outcome\s+(?P<number>\d{1,9})\s+(?P<key>[0-9a-f]{6,32})\b"
    r"(?:\s+(?P<at>\d{8}T\d{6}Z)\b)?(?:[^<>]*-->)?",
    re.IGNORECASE,
)
_TITLE = re.compile(r"Round (\d{1,9}): .*, (\d{1,2} \w+ \d{4})")
_GOING = re.compile(rf"(?:I say o\w+ track, {ours.YOU_SAY} )?({TRACK[True]}|{TRACK[False]})")
_ORIGIN = re.compile(rf"{ours.WAS} ([A-Z][1-9]\d{{0,5}})")
_ENDS = "|".join(re.escape(each) for each in Outcome)
_SETTLED = re.compile(
    rf"(?P<text>.*), (?P<what>agreed|differs since|proposed by (?P<by>me|you)|"
    rf"closed as (?P<closed>{_ENDS})|{ours.MOVED}),? (?P<day>\d{{1,2}} \w+ \d{{1,4}})"
)
_PROMISED = re.compile(r"(?P<text>.*), promised by (?P<by>me|you),? (?P<day>\d{1,2} \w+ \d{1,4})")


class Read(NamedTuple):
    """An outcome that came: the command that takes it in, and what to look at."""

    command: TakeOutcome
    doubts: tuple[str, ...]


def mark_of(text: str) -> tuple[int, str] | None:
    """The number and the key of the round that an outcome is of; None where it is none."""
    found = _MARKER.search(typewritten(text))
    return (int(found["number"]), found["key"].lower()) if found else None


def unmarked(text: str) -> bool:
    """True for an outcome whose last line was lost on its way."""
    if mark_of(text) or marks(text) or OPTION.search(text):
        return False
    return is_ours(text) or any(_settled(words) for words, _ in _pieces(text))


def is_ours(text: str) -> bool:
    """True for a text in which the sentence above the lines stands."""
    return squeezed(ours.SAID)[0] in squeezed(text)[0]


def round_of(text: str, person: Person) -> tuple[Round, tuple[Handle, ...]] | None:
    """The round that they began of which an outcome without its last line is, and what shows it.

    These are lines that read as they were asked. Of several rounds it is the last that had begun on
    the day of its title, or that has them.
    """
    pieces = list(_pieces(text))
    lines = filter(None, (_settled(words) for words, _ in pieces))
    told = {Handle(handle): folded(line["text"]) for handle, line in lines}
    title = next((found for words, _ in pieces if (found := _TITLE.fullmatch(words))), None)
    for each in reversed(person.rounds):
        texts = {line.handle: folded(line.text) for line in each.lines}
        same = tuple(h for h, words in told.items() if words and texts.get(h, "").startswith(words))
        if each.by is Party.THEM and same and not (title and _after(each.on, title[2])):
            return each, same
    return None


def _after(on: date, day: str) -> bool:
    try:
        return on > parse(day, on)
    except Refused:
        return False


def _pieces(text: str) -> Iterator[tuple[str, bool]]:
    """The words of each line as they were before mail wrapped them, and if it is in a list."""
    for piece in ITEM_ENDS.split(_MARKER.sub("\n\n", unwrapped(text, (ours.SAID,)))):
        before = lead(piece)
        yield one_line(ESCAPES.sub("", piece[before.end() :])), bool(before["bullet"])


def _settled(words: str) -> tuple[str, re.Match[str]] | None:
    """The handle of a line, and what was settled of it."""
    named = HANDLE.match(f"{words} ")
    if named is None or named[1][0] not in (*LETTERS, "A"):
        return None
    pattern = _PROMISED if named[1][0] == "A" else _SETTLED
    found = pattern.fullmatch(words[named.end() :].strip())
    return (named[1], found) if found else None


def read_outcome(text: str, person: Person, today: date, lost: Round | None = None) -> Read:
    """What an outcome says of my lines with the person who wrote it.

    `lost` is the round that it is of where the line that says so was lost.
    """
    mark = _MARKER.search(typewritten(unwrapped(text, (ours.SAID,))))
    number, key = mark_of(text) or ((lost.number, lost.key) if lost else (0, ""))
    reader = _Reader(person, today)
    for words, listed in _pieces(text):
        reader.take(words, listed=listed)
    command = TakeOutcome(
        person=person.id,
        key=key,
        number=number,
        told=tuple(reader.settled()),
        on=today,
        promises=tuple(reader.promises.values()),
        unsettled=tuple(reader.unsettled),
        at=(mark["at"] or "").upper() if mark else "",
    )
    return Read(command, tuple(reader.doubts))


class _Reader:
    """Goes through the lines of an outcome, and knows which one it is in."""

    def __init__(self, person: Person, today: date) -> None:
        self.relation, self.today = person.relation, today
        self.told: dict[Handle, Told] = {}
        self.promises: dict[Handle, ToldPromise] = {}
        self.unsettled: list[Handle] = []
        self.line: Handle | None = None
        self.below: Settled | None = None
        """What the heading above says of the lines; None before the first one."""
        self.doubts: list[str] = []
        self.of_them: set[Handle] = set()
        """Expectations of the one who wrote it."""

    def take(self, words: str, *, listed: bool) -> None:
        """Read a heading, a line, or what stands below one; what is in no list is of none."""
        named = HANDLE.match(f"{words} ")
        if words in ours.TITLES:
            self.line, self.below = None, ours.TITLES[words]
        elif not listed:
            self.line = None
        elif named and named[1][0] in (*LETTERS, "A"):
            self.line, handle = None, Handle(named[1])
            found = _settled(words)
            if self.below is Settled.OPEN:
                self.unsettled.append(handle)
            elif found is None:
                self.doubts.append(f"{handle} is not taken: what was settled of it can't be read")
            else:
                self._or_doubt(handle, lambda: self._begin(handle, found[1]))
        elif self.line and (handle := self.line):
            self._or_doubt(handle, lambda: self._go_on(handle, words))

    def _or_doubt(self, handle: Handle, read: Callable[[], None]) -> None:
        try:
            read()
        except Refused as refusal:
            self.doubts.append(f"{handle} is not taken whole: {refusal}")

    def _begin(self, handle: Handle, found: re.Match[str]) -> None:
        if handle[0] == "A":
            owner = Party.ME if found["by"] == "you" else Party.THEM
            text, on = clean_line(found["text"]), self._day(found["day"])
            self.promises[handle] = ToldPromise(handle, text, owner, on)
        else:
            ends = found["closed"] or (found["what"] == ours.MOVED and Outcome.DROPPED)
            section = LETTERS[handle[0]]
            self.told[handle] = Told(
                handle=handle,
                section=section,
                text=clean_line(found["text"]),
                details=EMPTY[section],
                on=self._day(found["day"]),
                agreed=found["what"] == "agreed",
                closed=Outcome(ends) if ends else None,
                by=Party.ME if found["by"] == "you" else Party.THEM,
            )
        self.line = handle

    def _go_on(self, handle: Handle, words: str) -> None:
        if handle in self.told:
            self.told[handle] = self._with(self.told[handle], words)
            return
        word, _, value = words.partition(": ")
        if word not in ours.DAYS:
            raise Refused(f"'{words}' is not a field of a promise")
        day: Any = parse(value, self.today) if word == "by" else self._day(value)
        self.promises[handle] = self.promises[handle]._replace(**{ours.DAYS[word]: day})

    def _day(self, words: str) -> date:
        """A day that is not to come."""
        on = parse(words, self.today, past=True)
        if on > self.today:
            raise Refused(f"{full_day(on)} is still to come")
        return on

    def _with(self, line: Told, words: str) -> Told:
        word, _, value = words.partition(": ")
        if word in ours.DIFFER.values():
            how = value.removeprefix('"').removesuffix('"')
            stance = Stance(View.DIFFER, clean_line(how) if how else "")
            mine = word == ours.DIFFER[Party.THEM]
            return line._replace(mine=stance) if mine else line._replace(theirs=stance)
        if was := _ORIGIN.fullmatch(word):
            return line._replace(was=Handle(was[1]))
        if words == ours.OF_ME:
            self.of_them.add(line.handle)
            return line
        if track := _GOING.fullmatch(words):
            return line._replace(on_track=track[1] == TRACK[True])
        changes: dict[str, Any]
        if words == ours.EXCLUDED and line.section is Section.EXPECTATIONS:
            changes = {"excluded": True}
        elif word == ours.OWNER and line.section is Section.RISKS:
            changes = {"owner": Party.THEM if value == ours.WHO[Party.ME] else Party.ME}
        else:
            name, found = read_field(line.section, words)
            if not any(each.term and each.name == name for each in fields_of(line.details)):
                raise Refused(f"{word} is for each of the two")
            changes = {name: found}
        return line._replace(details=replace(line.details, **changes))

    def settled(self) -> Iterator[Told]:
        """The lines as my side of them reads."""
        for handle, line in self.told.items():
            details = line.details
            if isinstance(details, Expectation):
                # what is expected of the other one than usual on this page stands apart
                of_me = (handle in self.of_them) is (self.relation is Relation.MANAGER)
                details = replace(details, of_me=of_me)
            yield line._replace(details=details)


def preview(before: Person, read: Read, today: date) -> list[str]:
    """Exactly what taking an outcome in changes, line by line, and what it leaves."""
    after = read.command.change(before)
    old = {item.uid: item for item in before.items}
    said, lines = side(before.relation), []
    for item in after.items:
        was = old.get(item.uid)
        on, then = after.agreed_on(item), was and before.agreed_on(was)
        agreed = f"agreed {day_words(on, today)}" if on and on != then else ""
        if was is None:
            words = [f"new: {item.text}", *facts(item.now, said)]
        else:
            text = f"{was.text} -> {item.text}" if was.text != item.text else ""
            words = [text, *changed_lines(facts(was.now, said), facts(item.now, said, item))]
        words = [each for each in words if each and each != "agreed"] + [agreed] * bool(agreed)
        if words:
            lines.append(f"{item.handle} {'; '.join(words)}")
    known = {action.uid: action for action in before.actions}
    lines += filter(None, (_promise(known.get(e.uid), e, said, today) for e in after.actions))
    left = (f"{handle} stays: it {why}" for handle, why in read.command.lefts(before))
    return [*lines, *left]


def _promise(was: Action | None, now: Action, said: Side, today: date) -> str:
    """What becomes of a promise; "" where it stays as it is."""
    if was is None:
        words = [f"new promise of {said.owners[now.owner]}: {now.text}"]
    else:
        words = [f"{was.text} -> {now.text}"] if was.text != now.text else []
        words += [f"now {said.owners[now.owner]}"] if was.owner is not now.owner else []
    for word, name in ours.DAYS.items():
        day = getattr(now, name)
        if day != (getattr(was, name) if was else None):
            words.append(f"{word} {day_words(day, today)}" if day else f"no day to be {word}")
    return f"{now.handle} {'; '.join(words)}" if words else ""
