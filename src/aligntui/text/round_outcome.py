"""The outcome of a round: what was settled, written for the other's notebook, and read there."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING, Any, NamedTuple

from aligntui.domain.commands.outcome import TakeOutcome, Told
from aligntui.domain.dates import parse
from aligntui.domain.details import EMPTY, Expectation
from aligntui.domain.errors import Refused
from aligntui.domain.fields import Kind, fields_of, plain
from aligntui.domain.identity import Handle
from aligntui.domain.item import Outcome
from aligntui.domain.person import Relation
from aligntui.domain.plain import clean_line, harmless, one_line, typewritten
from aligntui.domain.privacy import leaving
from aligntui.domain.rounds import Settled, compared, said_since
from aligntui.domain.section import Section
from aligntui.domain.stance import AGREE, Party, Stance, View
from aligntui.text.arrived import straight
from aligntui.text.events import facts
from aligntui.text.fields import changed_lines
from aligntui.text.markdown import literal
from aligntui.text.round_file import ESCAPES, HANDLE, lead
from aligntui.text.section_markdown import read_field
from aligntui.text.sides import side
from aligntui.text.words import day_words, full_day

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from aligntui.domain.item import Item
    from aligntui.domain.person import Person
    from aligntui.domain.round import Round
    from aligntui.domain.rounds import Row

_TITLES = {
    "Agreed": Settled.AGREED,
    "We see it differently": Settled.DIFFERS,
    "New": Settled.TAKEN,
    "Closed": Settled.CLOSED,
    "Not settled yet": Settled.OPEN,
}
SAID = (
    "This is what we settled, with the day of each line. Who has aligntui takes it into their own "
    "notebook, where their lines keep their handles."
)
"""Long enough to show how the text was wrapped on its way."""
_WHO = {Party.ME: "I", Party.THEM: "you"}
"""Who writes, and who reads."""
_DIFFER = {Party.ME: "I see it differently", Party.THEM: "you see it differently"}
_OF_ME, _EXCLUDED, _OWNER, _WAS = "expected of me", "out of scope", "owner", "was"
_MARKER = re.compile(
    r"(?:<!--\s*)?aligntui\s+outcome\s+(\d{1,9})\s+([0-9a-f]{6,32})\b(?:[^<>]*-->)?",
    re.IGNORECASE,
)
_ORIGIN = re.compile(rf"{_WAS} ([A-Z][1-9]\d{{0,5}})")
_ENDS = "|".join(re.escape(each) for each in Outcome)
_SETTLED = re.compile(
    rf"(?P<text>.*), (?P<what>agreed|differs since|proposed by (?P<by>me|you)|"
    rf"closed as (?P<closed>{_ENDS})),? (?P<day>\d{{1,2}} \w+ \d{{1,4}})"
)
_LETTERS = {section.letter: section for section in Section}


def outcome(person: Person, found: Round) -> str:
    """What was settled, for the other's notebook: only what is shared, and only what is so."""
    seen = leaving(person)
    kept = next(each for each in seen.rounds if each.uid == found.uid)
    assert kept.ready_on is not None
    rows = list(_rows(seen, kept))
    title = f"# Round {kept.number}: {literal(person.name)}, {full_day(kept.ready_on)}"
    lines = [title, "", SAID]
    for title, settled in _TITLES.items():
        if some := [(row, item) for row, item in rows if row.settled is settled]:
            lines += ["", f"## {title}", ""]
            lines += [e for row, item in some for e in _lines(seen, row, item, kept)]
    mark = f"<!-- aligntui outcome {kept.number} {kept.key}: do not change this line -->"
    return "\n".join([*lines, "", mark, ""])


def _rows(person: Person, found: Round) -> Iterator[tuple[Row, Item | None]]:
    """The rows with their lines, and what lines in other sections became of them."""
    items = {item.handle: item for item in person.items}
    for row in compared(person, found):
        item = row.item
        if item or row.settled is not Settled.CLOSED:
            yield row, item
        while item and item.became and (item := items.get(item.became)):
            agreed = person.agreed_on(item)
            settled = Settled.CLOSED if not item.open else Settled.DIFFERS
            if item.open and not item.now.disputed:
                settled = Settled.AGREED if agreed else Settled.TAKEN
            yield row._replace(settled=settled), item


def _lines(person: Person, row: Row, item: Item | None, found: Round) -> Iterator[str]:
    if item is None:
        answer = row.mine or row.theirs
        yield f"- {literal(row.asked.whole if row.asked else answer.text if answer else '')}"
        return
    ready = found.ready_on or item.now.on
    agreed, by = person.agreed_on(item), _WHO[item.proposed_by].replace("I", "me")
    what = {
        Settled.AGREED: f"agreed {full_day(agreed)}" if agreed else "",
        Settled.DIFFERS: f"differs since {full_day(max(item.now.on, ready))}",
        Settled.TAKEN: f"agreed {full_day(agreed)}"
        if agreed
        else f"proposed by {by} {full_day(item.now.on)}",
        Settled.CLOSED: f"closed as {item.now.outcome} {full_day(item.now.on)}",
        Settled.OPEN: "",
    }[row.settled]
    yield f"- {item.handle} {literal(harmless(item.text))}{f', {what}' if what else ''}"
    if row.settled is Settled.CLOSED:
        return
    yield from (f"  - {literal(harmless(each))}" for each in _terms(person, item))
    if item.origin:
        yield f"  - {_WAS} {item.origin}"
    if row.settled is Settled.DIFFERS:
        for who, stance in _differing(row, item, found):
            how = f': "{literal(harmless(stance.how))}"' if stance.how else ""
            yield f"  - {_DIFFER[who]}{how}"


def _differing(row: Row, item: Item, found: Round) -> Iterator[tuple[Party, Stance]]:
    """Who differs, and how: as they said it since both have answered, or else in their answer."""
    for who, answer in ((Party.THEM, row.theirs), (Party.ME, row.mine)):
        stance = item.now.stance(who)
        if not said_since(found, item, who):
            differs = answer is not None and answer.holds is False
            how = answer.how or answer.text if answer else ""
            stance = Stance(View.DIFFER, how) if differs else AGREE
        if stance.view is View.DIFFER:
            yield who, stance


def _terms(person: Person, item: Item) -> Iterator[str]:
    """What the two agree on beside the text, as the reader sees it."""
    details = item.now.details
    if isinstance(details, Expectation):
        if details.of_me is not (person.relation is Relation.MANAGER):
            yield _OF_ME
        if details.excluded:
            yield _EXCLUDED
    for each in fields_of(details):
        value = getattr(details, each.name)
        if each.term and each.kind is not Kind.YES_NO and value != each.default:
            words = _WHO[value] if isinstance(value, Party) else plain(each, value)
            yield f"{each.word}: {words}{'%' if each.kind is Kind.PERCENT else ''}"


class Read(NamedTuple):
    """An outcome that came: the command that takes it in, and what to look at."""

    command: TakeOutcome
    doubts: tuple[str, ...]


def mark_of(text: str) -> tuple[int, str] | None:
    """The number and the key of the round that an outcome is of; None where it is none."""
    found = _MARKER.search(typewritten(text))
    return (int(found[1]), found[2].lower()) if found else None


def read_outcome(text: str, person: Person, today: date) -> Read:
    """What an outcome says of my lines with the person who wrote it."""
    number, key = mark_of(text) or (0, "")
    reader = _Reader(person, today)
    lines = straight(text, (SAID,), lambda line: bool(lead(line)[0].strip()), [])
    for piece in re.split(r"\n(?=\s*(?:\n|[-*+#•]))", _MARKER.sub("\n\n", lines)):
        before = lead(piece)
        if before["bullet"]:
            reader.take(one_line(ESCAPES.sub("", piece[before.end() :])))
        else:
            reader.line = None
    told = tuple(reader.settled())
    command = TakeOutcome(person=person.id, key=key, number=number, told=told, on=today)
    return Read(command, tuple(reader.doubts))


class _Reader:
    """Goes through the lines of an outcome, and knows which one it is in."""

    def __init__(self, person: Person, today: date) -> None:
        self.relation, self.today = person.relation, today
        self.told: dict[Handle, Told] = {}
        self.line: Handle | None = None
        self.doubts: list[str] = []
        self.of_them: set[Handle] = set()
        """Expectations of the one who wrote it."""

    def take(self, words: str) -> None:
        """Read a line, or what stands below one."""
        named = HANDLE.match(f"{words} ")
        section = _LETTERS.get(named[1][0]) if named else None
        try:
            if named and section:
                self.line, handle = None, Handle(named[1])
                if found := _SETTLED.fullmatch(words[named.end() :].strip()):
                    self.told[handle] = self._told(handle, section, found)
                    self.line = handle
            elif self.line:
                self.told[self.line] = self._with(self.told[self.line], words)
        except Refused as refusal:
            self.doubts.append(f"{self.line or (named and named[1])} is not taken whole: {refusal}")

    def _told(self, handle: Handle, section: Section, found: re.Match[str]) -> Told:
        on = parse(found["day"], self.today, past=True)
        if on > self.today:
            raise Refused(f"{full_day(on)} is still to come")
        return Told(
            handle=handle,
            section=section,
            text=clean_line(found["text"]),
            details=EMPTY[section],
            on=on,
            agreed=found["what"] == "agreed",
            closed=Outcome(found["closed"]) if found["closed"] else None,
            by=Party.ME if found["by"] == "you" else Party.THEM,
        )

    def _with(self, line: Told, words: str) -> Told:
        word, _, value = words.partition(": ")
        if word in _DIFFER.values():
            how = value.removeprefix('"').removesuffix('"')
            stance = Stance(View.DIFFER, clean_line(how) if how else "")
            mine = word == _DIFFER[Party.THEM]
            return line._replace(mine=stance) if mine else line._replace(theirs=stance)
        if was := _ORIGIN.fullmatch(word):
            return line._replace(was=Handle(was[1]))
        if words == _OF_ME:
            self.of_them.add(line.handle)
            return line
        changes: dict[str, Any]
        if words == _EXCLUDED and line.section is Section.EXPECTATIONS:
            changes = {"excluded": True}
        elif word == _OWNER and line.section is Section.RISKS:
            changes = {"owner": Party.THEM if value == _WHO[Party.ME] else Party.ME}
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
            words = [text, *changed_lines(facts(was.now, said), facts(item.now, said))]
        words = [each for each in words if each and each != "agreed"] + [agreed] * bool(agreed)
        if words:
            lines.append(f"{item.handle} {'; '.join(words)}")
    left = (f"{handle} stays: it {why}" for handle, why in read.command.lefts(before))
    return [*lines, *left]
