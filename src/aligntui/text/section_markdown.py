"""A section as an editable text, its fields below each item, and what a rewrite would change."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import date
from textwrap import wrap
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from aligntui.domain.capture import reworded_line, said_fields, words_lost
from aligntui.domain.commands.command import present
from aligntui.domain.commands.rewriting import (
    BECAUSE,
    MARKS,
    NOT_FOR_REVIEW,
    PRIVATE,
    TEXT,
    Line,
    RewriteSection,
    line_of,
    staying,
)
from aligntui.domain.details import EMPTY, check_words
from aligntui.domain.errors import Refused
from aligntui.domain.fields import Field, fields_of, plain
from aligntui.domain.fields import read as read_value
from aligntui.domain.identity import Handle
from aligntui.domain.item import Item, Revision
from aligntui.domain.line_kinds import Known
from aligntui.domain.merge import Choice, Conflict, shown
from aligntui.domain.plain import clean_text, typewritten
from aligntui.domain.section import LETTERS, Section
from aligntui.domain.stance import Reason
from aligntui.text.noted import said_of_line
from aligntui.text.words import ordinal

if TYPE_CHECKING:
    from aligntui.domain.person import Person


FIELDS: Final[dict[Section, dict[str, Field]]] = {
    section: {each.word: each for each in (*fields_of(empty, "in_text"), *fields_of(Revision))}
    for section, empty in EMPTY.items()
}
"""The fields that can be written, by section and in order."""


def field_texts(section: Section, line: Line) -> dict[str, str]:
    """The lines below an item, by the word of their field; usual values are left out."""
    values = line.values
    found = ((word, field, values[field.name]) for word, field in FIELDS[section].items())
    return {
        word: f"{word}: {said}" if (said := plain(field, value)) else word
        for word, field, value in found
        if value != field.default
    }


def read_field(section: Section, typed: str) -> tuple[str, object]:
    """Parse a field line into name and value; raises `Refused`."""
    word, _, value = typed.partition(":")
    key = " ".join(word.casefold().split())
    field = FIELDS[section].get(key)
    if field is None:
        raise Refused(f"'{typed[:40]}' is not a field; fields are {', '.join(FIELDS[section])}")
    if field.example and not value.strip():
        raise Refused(f"nothing stands after {key}; remove the line, or add a value")
    return field.name, read_value(field, value.strip())


ANY: Final = Known(handles=None)
_ITEM: Final = re.compile(r"[-*+](?:[ \t]+(.*))?")
_HANDLE: Final = re.compile(
    rf"(\\|\.[ \t]*)?([{''.join(LETTERS)}][1-9][0-9]{{0,5}})[.:]?(?:[ \t]+(.*))?"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """A line that can't be read, and why; `number` counts from 1."""

    number: int
    why: str

    def __str__(self) -> str:
        return f"line {self.number}: {self.why}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """The lines that could be read, and the problems."""

    lines: tuple[Line, ...]
    problems: tuple[Problem, ...]
    unread: tuple[Problem, ...] = ()
    """Marks without a meaning, which stay text."""


def written(section: Section, items: Iterable[Item]) -> str:
    """The text of a section."""
    hints = [_NEW, *wrap(_guide(section), 76, break_on_hyphens=False)]
    said = [f"# {section.title}", "", *(f"> {line}" for line in hints), ""]
    for line in map(line_of, items):
        said.append(f"- {line.handle} {line.text}".rstrip())
        said += [f"  {each}" for each in field_texts(section, line).values()]
    return "\n".join(said) + "\n"


def read(
    section: Section,
    markdown: str,
    handles: Collection[Handle] | None = None,
    *,
    seen: Iterable[Line] = (),
    known: Known = ANY,
    today: date = date.min,
) -> Reading:
    """Read a section's text; a handle outside `handles` is a problem, None allows all.

    Marks such as `%20` or `::` are read in new lines, and in the new words of a `seen` one.
    """
    reader = _Reader(
        section=section,
        handles=handles,
        seen={line.handle: line for line in seen if line.handle},
        known=known,
        today=today,
    )
    text = clean_text(markdown)
    if not text.strip():
        reader.problems.append(Problem(number=1, why="the text is empty; the section is unchanged"))
    for number, line in enumerate(text.split("\n"), start=1):
        try:
            reader.take(line.rstrip(), number)
        except Refused as refusal:
            reader.problems.append(Problem(number=number, why=str(refusal)))
    return Reading(
        lines=tuple(reader.lines()), problems=tuple(reader.problems), unread=tuple(reader.unread)
    )


_NEW = "A line without a handle is new; a removed line is closed as dropped."


def _guide(section: Section) -> str:
    """The fields that may stand below a line, as they are written."""
    rows = FIELDS[section].items()
    shown = (f"{word}: {each.example}" if each.example else word for word, each in rows)
    return f"Indented below a line stand its fields: {'; '.join(shown)}."


@dataclass(kw_only=True)
class _Reader:
    """Read a text line by line."""

    section: Section
    handles: Collection[Handle] | None
    seen: dict[Handle, Line]
    known: Known
    today: date
    number: int = 0
    found: list[tuple[Handle | None, dict[str, object]]] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    unread: list[Problem] = field(default_factory=list)

    def take(self, line: str, number: int) -> None:
        """Read one line; raises `Refused` when it can't."""
        self.number = number
        if not line or line == f"# {self.section.title}":
            return
        bare = typewritten(line)
        if bare[0] in " \t":
            self._take_field(line.strip())
        elif item := _ITEM.fullmatch(bare):
            self._take_item(line[item.start(1) :].strip() if item[1] else "")
        elif line[0] != ">" or " ".join(line[1:].split()) not in f"{_NEW} {_guide(self.section)}":
            raise Refused(f"'{line[:40]}' is not a list line; an item begins with '- '")

    def lines(self) -> Iterator[Line]:
        """The lines read."""
        for handle, values in self.found:
            details: dict[str, Any] = {
                name: v for name, v in values.items() if name not in (TEXT, BECAUSE, *MARKS)
            }
            because = values.get(BECAUSE)
            yield Line(
                handle=handle,
                text=str(values[TEXT]),
                details=replace(EMPTY[self.section], **details),
                private=PRIVATE in values,
                not_for_review=NOT_FOR_REVIEW in values,
                because=because if isinstance(because, Reason) else None,
            )

    def _take_item(self, rest: str) -> None:
        found = _HANDLE.fullmatch(typewritten(rest))
        if found and found[1] != "\\":
            handle, text = Handle(found[2]), rest[found.start(3) :].strip() if found[3] else ""
            seen = self.seen[handle].text if handle in self.seen else text
            values: dict[str, object] = {TEXT: text}
            if seen != text:
                values = self._read(text, seen)
            if found[1]:  # a dot before the handle, as private lines are shown
                values[PRIVATE] = True
            self.found.append((handle, values))
            self._check(handle)
        elif rest:
            word = rest.removeprefix("\\") if found else rest
            self.found.append((None, self._read(word)))
        else:
            self.found.append((None, {TEXT: rest}))
            raise Refused("the line is empty; type a text or remove it")

    def _read(self, typed: str, before: str = "") -> dict[str, object]:
        """The text and fields that a typed line gives, with the marks understood anywhere else."""
        if lost := words_lost(before, typed, self.today):
            raise Refused(lost)
        line = reworded_line(before, typed, self.section, self.today, self.known)
        if line.details:
            check_words(line.details)
        self.unread += (Problem(number=self.number, why=why) for why in said_of_line(line))
        private = {PRIVATE: True} if line.private else {}
        because = {BECAUSE: line.because} if line.because else {}
        return {TEXT: line.text, **private, **because, **dict(said_fields(line))}

    def _check(self, handle: Handle) -> None:
        if sum(each == handle for each, _ in self.found) > 1:
            raise Refused(f"{handle} is used twice; each line needs its own handle")
        if self.handles is not None and handle not in self.handles:
            raise Refused(
                f"there is no {handle} here; a new line has no handle (as a word: \\{handle})"
            )

    def _take_field(self, typed: str) -> None:
        if not self.found:
            raise Refused(f"'{typed[:40]}' belongs to no item")
        name, value = read_field(self.section, typed)
        handle, values = self.found[-1]
        was = self.seen.get(handle) if handle else None
        if name not in MARKS:
            changed: dict[str, Any] = {name: value}
            check_words(replace(EMPTY[self.section], **changed), was.details if was else None)
        if name in values:
            raise Refused(f"'{typed[:40]}' says again what stands above it")
        values[name] = value


FORESEEN_LEGEND: Final = {
    "+": "a new line",
    "-": "a line that is closed as dropped",
    "~": "a line that changes or moves",
    "x": "changed elsewhere meanwhile",
    "!": "can't be read, or stays text",
}


class Foreseen(NamedTuple):
    """One change; its mark is explained in the legend."""

    mark: str
    words: str


def preview(command: RewriteSection, person: Person | None) -> tuple[Foreseen, ...]:
    """The changes the command would make to the person as of now; raises `Refused`."""
    before = present(person)
    asked = []
    while True:
        try:
            after = command.apply(before)
        except Conflict as conflict:
            asked.append(_asked(command, conflict))
            command = command.decide(conflict, Choice.MINE)
        else:
            return (*asked, *_changes(command, before, after))


def _asked(command: RewriteSection, conflict: Conflict) -> Foreseen:
    written = (w for w, each in FIELDS[command.section].items() if each.name == conflict.field)
    word = f" {next(written, conflict.field)}" if conflict.field else ""
    now = f"now reads '{shown(conflict.theirs)}'"
    return Foreseen("x", f"{conflict.thing}{word} {now}; you will be asked which to keep")


def _changes(command: RewriteSection, before: Person, after: Person) -> Iterator[Foreseen]:
    old = {item.uid: item for item in before.items}
    moved = dict(_moved(command, before, after))
    for item in after.open_items(command.section):
        if item.uid not in old:
            fields = field_texts(item.section, line_of(item)).values()
            yield Foreseen("+", "; ".join((f"added: {item.text}", *fields)))
            continue
        for words in _edited(old[item.uid], item):
            yield Foreseen("~", words)
        if item.handle in moved:
            yield Foreseen("~", f"moved {item.handle} to {ordinal(moved[item.handle])}")
    yield from _gone(command, before, after)


def _edited(old: Item, new: Item) -> Iterator[str]:
    if old.text != new.text:
        yield f"reworded {new.handle}: {old.text} -> {new.text}"
    if (because := new.now.because) and because != old.now.because:
        yield f"{new.handle} why: {because.text}"
    was, fields = (field_texts(new.section, line_of(item)) for item in (old, new))
    for word, said in fields.items():
        if was.get(word) != said:
            yield f"{new.handle} {said}"
    for word, said in was.items():
        if word not in fields:
            yield f"{new.handle} no longer {said}"


def _gone(command: RewriteSection, before: Person, after: Person) -> Iterator[Foreseen]:
    kept = {line.handle for line in command.lines}
    seen = {line.handle for line in command.seen}
    open_still = {item.handle: item for item in after.open_items(command.section)}
    for item in before.open_items(command.section):
        if item.handle not in open_still:
            yield Foreseen("-", f"closed as dropped: {item.handle} {item.text}")
        elif item.handle in seen and item.handle not in kept:
            words = f"{item.handle} stays; it was changed elsewhere: {item.text}"
            yield Foreseen("x", words)


def _moved(command: RewriteSection, before: Person, after: Person) -> Iterator[tuple[str, int]]:
    """The smallest set of moved items, each with its new place among the visible ones."""
    hidden = {item.handle for item in before.open_items(command.section)}
    hidden -= {line.handle for line in command.seen if line.handle}
    there = [i.handle for i in after.open_items(command.section) if i.handle not in hidden]
    order = {item.handle: at for at, item in enumerate(before.open_items(command.section))}
    old = [handle for handle in there if handle in order]
    stay = staying([order[handle] for handle in old])
    for at, handle in enumerate(old):
        if at not in stay:
            yield handle, there.index(handle) + 1
