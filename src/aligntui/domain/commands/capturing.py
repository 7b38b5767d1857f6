"""Capture a typed text, all of whose lines become one change; type the line of a thing again.

A line typed again is the one that would be captured. Of two marks for one field the new one holds,
and what the line does not say stays: its words, owner, day, kind, and who may see it. A day, what
it is about and the line of a ladder go with a word.
"""

import re
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Any

from aligntui.domain.capture import Captured, asked_line, capture, note_of, words_lost
from aligntui.domain.commands.command import Command, with_note, words_of_note
from aligntui.domain.fields import Kind as FieldKind
from aligntui.domain.fields import fields_of
from aligntui.domain.identity import PersonId, Uid, new_uid, place_after, uid_after
from aligntui.domain.item import Item
from aligntui.domain.ladder import name_of
from aligntui.domain.line_kinds import SECTIONS, USUALLY_PRIVATE, Given, Kind, Known, known
from aligntui.domain.notes import Action, Feedback, FeedbackKind, Kept, Note, TalkingPoint, Win
from aligntui.domain.person import Change, Person
from aligntui.domain.plain import typewritten
from aligntui.domain.stance import Party

if TYPE_CHECKING:
    from aligntui.domain.commands.items import AddItem
    from aligntui.domain.commands.notes import Add

_SIGNS = {kind: Kind[kind.name] for kind in FeedbackKind}
FEEDBACK = {mark: kind for kind, mark in _SIGNS.items()}
_LATE = {Kind.RISK: 1, **dict.fromkeys((*FEEDBACK, Kind.WIN), 2)}
"""Kinds that name other lines, so they are made after those."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Capture(Command):
    """Keep a typed text: marked lines become things, the others one note, word for word."""

    text: str
    on: date
    private: bool = True
    """The privacy of the note."""
    others: tuple[str, ...] = ()
    """The names of other people, so that `@` names nobody else."""
    hide: bool = False
    """True while private things are hidden: then no line of the text names one."""
    uid: Uid = field(default_factory=new_uid)
    LABEL = "note on {after.name}"

    def change(self, person: Person) -> Person:
        """The person with everything added; refuses an empty text."""
        text = words_of_note(self.text)
        person, note = captured(person, text, self.on, self.uid, self.others, hide=self.hide)
        if not note.strip():
            return person
        return with_note(person, note, self.on, self.uid, private=self.private)


def said_for_all(count: int) -> str:
    """What undo calls one text that was kept for several people."""
    return f"one note for {count} people"


def lost_notes(change: Change) -> Iterator[str]:
    """The notes of check-ins that a change removed, with the marked lines captured from them."""
    before, after = change.before, change.after
    there = {check_in.uid for check_in in after.check_ins} if after else set()
    for check_in in before.check_ins if before else ():
        if before and check_in.uid not in there:
            lines = typed_again(before, check_in.uid)
            if text := "\n".join((*([check_in.notes] if check_in.notes else []), *lines)):
                yield text


def typed_again(person: Person, seed: Uid) -> list[str]:
    """Everything captured from a text with this `seed`, as marked lines to type again."""
    places = [
        (at, each)
        for each in (*person.items, *person.records)
        if (at := place_after(seed, each.uid))
    ]
    return [typed_line(each) for _, each in sorted(places, key=lambda pair: pair[0])]


def typed_line(thing: Item | Kept) -> str:
    """The marked line that becomes a thing like this one; of a note its text."""
    if isinstance(thing, Note) and not isinstance(thing, Win):
        return thing.text
    private = thing.now.private if isinstance(thing, Item) else thing.private
    usual = isinstance(thing, Feedback | TalkingPoint)
    mark = "" if private == usual else "." if private else "/"
    if isinstance(thing, Item):
        return f"{mark}{_typed_item(thing)}"
    letter = _SIGNS[thing.kind] if isinstance(thing, Feedback) else thing.handle[0]
    return " ".join((f"{mark}{letter}: {thing.text}", *marks_of(thing).values()))


def marks_of(thing: Kept) -> dict[str, str]:
    """The marks behind the words of a thing, each by the name of its field."""
    marks = {}
    if isinstance(thing, Feedback) and thing.source:
        marks["source"] = f"@{thing.source.replace(' ', '_')}"
    if isinstance(thing, Action | TalkingPoint) and thing.owner is Party.THEM:
        marks["owner"] = "@them"
    if isinstance(thing, Win) and thing.owner is Party.ME:
        marks["owner"] = "@me"
    if isinstance(thing, Feedback | Win) and thing.about:
        marks["about"] = f"~{thing.about}"
    if isinstance(thing, Win) and thing.ladder:
        marks["ladder"] = f"@{name_of(thing.ladder)}"
    if isinstance(thing, Action) and thing.by:
        marks["by"] = f"by {thing.by}"
    return marks


def _typed_item(item: Item) -> str:
    first = item.revisions[0]
    scope, marks = "", []
    for row in fields_of(first.details):
        value: Any = getattr(first.details, row.name)
        if row.name == "ladder" and value:
            marks.append(f"@{name_of(value)}")
        if not row.mark or value == row.default:
            continue
        if row.kind is FieldKind.YES_NO:
            scope = f" {row.mark.rstrip(':')}"
        elif row.kind is FieldKind.TEXT:
            marks.append(f"{row.mark} {value}")
        else:
            said = sorted(value) if row.kind is FieldKind.SEVERAL else (value,)
            marks += [f"{row.mark[0]}{each}" for each in said]
    if because := first.because:
        marks.append(f"why: {'.' if because.private else ''}{because.text}")
    return " ".join((f"{item.handle[0]}{scope}: {first.text}", *marks))


def captured(
    person: Person, text: str, on: date, seed: Uid, others: Collection[str], *, hide: bool
) -> tuple[Person, str]:
    """The person with everything captured from the marked lines, and the rest of the text.

    Uids are derived from `seed`, so that a second call makes the same things.
    """
    lines = capture(text, on, known(person, others, hide=hide))
    for command in _commands(person.id, lines, on, seed):
        person = command.apply(person)
    return person, note_of(text, lines).strip("\n")


def _commands(
    person: PersonId, lines: tuple[Captured, ...], on: date, seed: Uid
) -> Iterator[Command]:
    """The commands for the lines; kinds that name other lines come last, wherever they stand."""
    numbered = [(number, line) for number, line in enumerate(lines, start=1) if line.kind]
    for number, line in sorted(numbered, key=lambda each: _LATE.get(each[1].kind, 0)):
        yield command_of(person, line, on, uid=uid_after(seed, number))


def command_of(person: PersonId, line: Captured, on: date, **more: Any) -> "Add | AddItem":
    """The command that makes a thing of a line; `more` are fields that the line does not say."""
    private = line.kind in USUALLY_PRIVATE if line.private is None else line.private
    common: dict[str, Any] = {
        "person": person, "text": line.text, "on": on, "private": private
    }  # fmt: skip
    # imported here: most notes have no marks
    if line.kind in SECTIONS:
        from aligntui.domain.commands.items import AddItem

        common |= {"details": line.details, "because": line.because}
        return AddItem(section=SECTIONS[line.kind], **{**common, **more})
    from aligntui.domain.commands.notes import AddAction, AddFeedback, AddTalkingPoint, AddWin

    if line.kind is Kind.ACTION:
        return AddAction(owner=line.owner, by=line.by, **{**common, **more})
    if line.kind is Kind.TALKING_POINT:
        return AddTalkingPoint(owner=line.owner, **{**common, **more})
    common |= {"about": line.about}
    if line.kind is Kind.WIN:
        return AddWin(owner=line.owner, **{**common, "ladder": line.ladder, **more})
    return AddFeedback(kind=FEEDBACK[line.kind], source=line.source, **{**common, **more})


FIELDS = {
    "A": ("text", "by", "owner", "private"),
    "B": ("text", "kind", "source", "about", "private"),
    "N": ("text", "private"),
    "T": ("text", "owner", "private"),
    "W": ("text", "owner", "about", "ladder", "private"),
}
"""What can be changed of each kind of record, by the letter of its handle."""
CLEARS = {"by": "by none", "about": "~none", "ladder": "@none"}
"""What empties a field."""
_EMPTY: dict[str, Any] = {"by": None, "about": None, "ladder": ""}


def line_of(thing: Kept) -> str:
    """The line of a thing, with its marks; of the kind only where it can be changed."""
    line = typed_line(thing)
    return line if kind_of(thing) is Kind.NOTE else re.sub(r"\A[ATW]: ", "", line)


def kind_of(thing: Kept) -> Kind:
    """The kind of line that a thing is."""
    if isinstance(thing, Feedback):
        return _SIGNS[thing.kind]
    return {
        Action: Kind.ACTION, TalkingPoint: Kind.TALKING_POINT, Win: Kind.WIN, Note: Kind.NOTE
    }[type(thing)]  # fmt: skip


def read_again(thing: Kept, typed: str, today: date, whom: Known) -> Captured:
    """What a line says that was typed over the one of a thing."""
    kind = kind_of(thing)
    if kind is Kind.NOTE:
        lost = words_lost(thing.text, typed, today)
        return Captured(start=0, end=len(typed), text=typed, private=thing.private, problem=lost)
    rest = _without(typed, marks_of(thing).values())
    cleared = {name for name, mark in CLEARS.items() if _clears(thing, name, mark, rest)}
    rest = _without(rest, (CLEARS[name] for name in cleared))
    about = thing.about if isinstance(thing, Feedback | Win) else None
    if about and whom.handles is not None:
        # it may have been closed since
        whom = whom._replace(handles={*whom.handles, about})
    kinds = (kind, *(each for each in FEEDBACK if kind in FEEDBACK and each is not kind))
    given = Given(words=tuple(thing.text.split()), again=True)
    line = asked_line(rest, kinds, today, whom, given)
    unsaid = {
        name: _EMPTY[name] if name in cleared else getattr(thing, name)
        for name in FIELDS[thing.handle[0]]
        if name != "kind" and not _says(line, name)
    }
    lost = words_lost(thing.text, line.text, today)
    return line._replace(**unsaid, end=len(typed), problem=line.problem or lost)


def changed(thing: Kept, line: Captured) -> dict[str, Any]:
    """The fields of a thing that a line changes, with their new values."""
    said = {
        name: getattr(line, name)
        for name in ("text", "owner", "by", "source", "about", "ladder", "private")
    }
    said["kind"] = FEEDBACK.get(line.kind)
    return {
        name: said[name] for name in FIELDS[thing.handle[0]] if said[name] != getattr(thing, name)
    }


def _says(line: Captured, name: str) -> bool:
    """True when a line sets a field."""
    if name in ("owner", "source"):
        return line.owned
    return getattr(line, name) not in (None, "")


def _clears(thing: Kept, name: str, mark: str, typed: str) -> bool:
    """True when a line empties a field; words that the thing has stay words."""
    can = name in FIELDS[thing.handle[0]] and mark not in thing.text
    return can and _found(typed, mark) is not None


def _without(typed: str, marks: Iterable[str]) -> str:
    """The line without the last of each of some marks."""
    for mark in marks:
        if found := _found(typed, mark):
            typed = typed[: found.start()] + typed[found.end() :]
    return typed


def _found(typed: str, mark: str) -> re.Match[str] | None:
    pattern = rf"(?i)[ \t]*(?<!\S){re.escape(mark)}(?!\S)"
    return max(
        re.finditer(pattern, typewritten(typed)), key=lambda each: each.start(), default=None
    )
