"""Change a promise, a talking point, feedback or a note by typing its line again.

The line is the one that would be captured. Of two marks for one field the new one holds, marks
alone leave the words as they are, and a line is only shared where it says so.
"""

import re
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from aligntui.domain.capture import Captured, asked_line
from aligntui.domain.commands.capturing import FEEDBACK, marks_of, typed_line
from aligntui.domain.line_kinds import Given, Kind, Known, usual_owner
from aligntui.domain.notes import Action, Feedback, Kept, Note, TalkingPoint, Win
from aligntui.domain.stance import Party

FIELDS = {
    "A": ("text", "by", "owner", "private"),
    "B": ("text", "kind", "source", "about", "private"),
    "N": ("text", "private"),
    "T": ("text", "owner", "private"),
    "W": ("text", "owner", "about", "ladder", "private"),
}
"""What can be changed of each kind of record, by the letter of its handle."""


def line_of(thing: Kept) -> str:
    """The line of a thing, with its marks; of the kind only where it can be changed."""
    line = typed_line(thing)
    return line if kind_of(thing) is Kind.NOTE else re.sub(r"\A[ATW]: ", "", line)


def kind_of(thing: Kept) -> Kind:
    """The kind of line that a thing is."""
    if isinstance(thing, Feedback):
        return next(mark for mark, kind in FEEDBACK.items() if kind is thing.kind)
    return {
        Action: Kind.ACTION, TalkingPoint: Kind.TALKING_POINT, Win: Kind.WIN, Note: Kind.NOTE
    }[type(thing)]  # fmt: skip


def read_again(thing: Kept, typed: str, today: date, whom: Known) -> Captured:
    """What a line says that was typed over the one of a thing."""
    kind = kind_of(thing)
    if kind is Kind.NOTE:
        return Captured(start=0, end=len(typed), text=typed, private=thing.private)
    rest, there = _without(typed, marks_of(thing))
    about = thing.about if isinstance(thing, Feedback | Win) else None
    if about and whom.handles is not None:
        # it may have been closed since
        whom = whom._replace(handles={*whom.handles, about})
    kinds = (kind, *(each for each in FEEDBACK if kind in FEEDBACK and each is not kind))
    given = Given(words=tuple(thing.text.split()), again=True)
    line = asked_line(rest, kinds, today, whom, given)
    bare = not line.text

    def old(name: str, otherwise: Any = None) -> Any:
        return getattr(thing, name) if bare or name in there else otherwise

    private = line.private
    if private is None:
        private = thing.private or not (bare or isinstance(thing, Action | Win))
    if isinstance(thing, Action | TalkingPoint | Win):
        line = line._replace(owner=_owner(line, rest, old))
    if isinstance(thing, Action):
        line = line._replace(by=line.by or old("by"))
    elif isinstance(thing, Feedback | Win):
        line = line._replace(about=line.about or old("about"))
    if isinstance(thing, Win):
        line = line._replace(ladder=line.ladder or old("ladder", ""))
    if isinstance(thing, Feedback):
        line = line._replace(source=line.source or old("source", ""))
    return line._replace(text=line.text or thing.text, private=private, end=len(typed))


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


def _owner(line: Captured, rest: str, old: Any) -> Party:
    usual = usual_owner(line.kind)
    if line.owner is not usual or re.search(rf"(?i)(?<!\S)@{usual}(?!\w)", rest):
        return line.owner
    owner: Party = old("owner", usual)
    return owner


def _without(typed: str, marks: Mapping[str, str]) -> tuple[str, Iterable[str]]:
    """The line without the marks that the thing has already, and the fields of those it had."""
    there = []
    for name, mark in marks.items():
        if found := list(re.finditer(rf"[ \t]*(?<!\S){re.escape(mark)}(?!\S)", typed)):
            typed = typed[: found[-1].start()] + typed[found[-1].end() :]
            there.append(name)
    return typed, there
