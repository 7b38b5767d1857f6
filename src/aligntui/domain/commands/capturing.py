"""Capture a typed text: all its lines become one change."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from aligntui.domain.capture import Captured, capture, note_of
from aligntui.domain.commands.command import Command
from aligntui.domain.commands.noting import with_note, words_of_note
from aligntui.domain.fields import Kind as FieldKind
from aligntui.domain.fields import fields_of
from aligntui.domain.identity import PersonId, Uid, new_uid, place_after, uid_after
from aligntui.domain.item import Item
from aligntui.domain.ladder import name_of
from aligntui.domain.line_kinds import SECTIONS, USUALLY_PRIVATE, Kind, known
from aligntui.domain.notes import Action, Feedback, FeedbackKind, Kept, Note, TalkingPoint, Win
from aligntui.domain.person import Change, Person
from aligntui.domain.stance import Party

FEEDBACK = {
    Kind.PRAISE: FeedbackKind.PRAISE,
    Kind.CORRECTIVE: FeedbackKind.CORRECTIVE,
    Kind.RECEIVED: FeedbackKind.RECEIVED,
}
_SIGNS = {kind: mark for mark, kind in FEEDBACK.items()}
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
    uid: Uid = field(default_factory=new_uid)
    LABEL = "note on {after.name}"

    def change(self, person: Person) -> Person:
        """The person with everything added; refuses an empty text."""
        text = words_of_note(self.text)
        person, note = captured(person, text, self.on, self.uid, self.others)
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
    person: Person, text: str, on: date, seed: Uid, others: Collection[str]
) -> tuple[Person, str]:
    """The person with everything captured from the marked lines, and the rest of the text.

    Uids are derived from `seed`, so that a second call makes the same things.
    """
    lines = capture(text, on, known(person, others))
    for command in _commands(person.id, lines, on, seed):
        person = command.apply(person)
    return person, note_of(text, lines).strip("\n")


def _commands(
    person: PersonId, lines: tuple[Captured, ...], on: date, seed: Uid
) -> Iterator[Command]:
    """The commands for the lines; kinds that name other lines come last, wherever they stand."""
    numbered = [(number, line) for number, line in enumerate(lines, start=1) if line.kind]
    for number, line in sorted(numbered, key=lambda each: _LATE.get(each[1].kind, 0)):
        private = line.kind in USUALLY_PRIVATE if line.private is None else line.private
        yield _command(person, line, on, uid_after(seed, number), private=private)


def _command(person: PersonId, line: Captured, on: date, uid: Uid, *, private: bool) -> Command:
    # imported here: most notes have no marks
    common: dict[str, Any] = {
        "person": person, "text": line.text, "on": on, "private": private, "uid": uid
    }  # fmt: skip
    if line.kind in SECTIONS:
        from aligntui.domain.commands.items import AddItem

        common |= {"details": line.details, "because": line.because}
        return AddItem(section=SECTIONS[line.kind], **common)
    from aligntui.domain.commands.notes import AddAction, AddFeedback, AddTalkingPoint, AddWin

    if line.kind is Kind.ACTION:
        return AddAction(owner=line.owner, by=line.by, **common)
    if line.kind is Kind.TALKING_POINT:
        return AddTalkingPoint(owner=line.owner, **common)
    if line.kind is Kind.WIN:
        return AddWin(owner=line.owner, about=line.about, ladder=line.ladder, **common)
    feedback = FEEDBACK[line.kind]
    return AddFeedback(kind=feedback, about=line.about, source=line.source, **common)
