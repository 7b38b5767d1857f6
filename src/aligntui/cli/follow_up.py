"""Commands on what was kept: promises and feedback end, and everything can be changed."""

from __future__ import annotations

from functools import partial
from typing import Any

from aligntui.cli.asked import Asked, text_of
from aligntui.cli.parser import arg, command, either, group, one_of
from aligntui.domain.commands.capturing import FIELDS
from aligntui.domain.commands.follow_up import EditKept, EndKept, Reopen
from aligntui.domain.errors import Refused
from aligntui.domain.identity import handle_of, letter_of
from aligntui.domain.notes import End, Feedback, FeedbackKind
from aligntui.domain.plain import check_first_dot
from aligntui.domain.stance import Party

_SAID = {
    End.DONE: "finished {handle} of {name}",
    End.DROPPED: "dropped {handle} of {name}",
    End.TOLD: "told {handle} to {name}",
    End.UNDERSTOOD: "{handle} understood by {name}",
    End.RAISED: "brought up {handle} with {name}",
}


def _end(end: End, asked: Asked) -> None:
    """End a promise or feedback; a talking point that is done was brought up."""
    options, handle = asked.options, asked.options.handle
    if letter_of(handle) == "T" and end is End.DONE:
        end = End.RAISED
    because = text_of([options.because]) if end is End.DROPPED else ""
    after = asked.do(EndKept(**asked.named, end=end, because=because))
    line, thing = _SAID[end].format(handle=handle, name=after.name), after.kept(handle)
    if end is End.TOLD and isinstance(thing, Feedback) and not (asked.hide and thing.private):
        days = thing.days_to_tell or 0
        line += f" after {days} day{'s' if days > 1 else ''}" if days > 0 else ""
    asked.kept(after, handle, line)


_WHY = arg("--because WHY", "why it won't be done; - reads from stdin", required=True)
command("done NAME", arg("HANDLE", "such as A3 or T1"))(partial(_end, End.DONE))
command("drop NAME", arg("HANDLE", "such as A3"), _WHY)(partial(_end, End.DROPPED))
command("told NAME", arg("HANDLE", "such as B1"))(partial(_end, End.TOLD))
command("understood NAME", arg("HANDLE", "such as B1"))(partial(_end, End.UNDERSTOOD))

_OPTIONS = {
    **{name: f"--{name}" for name in ("text", "by", "owner", "kind", "about", "ladder")},
    "source": "--from",
    "private": "--private or --shared",
}
_NONE = "none"


EDIT_OPTIONS = group(
    "with HANDLE",
    arg("--text TEXT", "its words, as they are to stand; - reads them from stdin"),
    arg("--by DATE", "of a promise: the day it is due, or none"),
    arg("--owner O", "of a promise, a talking point or a win: me or them", type=one_of(Party)),
    arg("--kind K", f"of feedback: {', '.join(FeedbackKind)}", type=one_of(FeedbackKind)),
    arg("--from WHO", "of feedback that was received: who gave it", dest="source"),
    arg("--about H", "of feedback or a win: the item, such as E4, or none"),
    arg("--ladder LINE", "of a win: the line of your ladder, such as senior.3, or none"),
    either(
        arg("--private", "keep it private", const=True),
        arg("--shared", "share it", dest="private", const=False),
    ),
)
"""The options for the fields of a record."""


def refuse_options(asked: Asked) -> None:
    """Refuse the options for the fields of a record where none is named."""
    named = asked.options.handle
    for name in _typed(asked):
        if named is None:
            raise Refused(f"{_OPTIONS[name]} changes what has a handle; type it after the name")
        does = "'aligntui reword' and 'aligntui set' change it"
        if letter_of(named) == "C":
            does = f"only its day can be changed: 'aligntui edit NAME {named} --on DATE'"
        raise Refused(f"{named} has no {_OPTIONS[name]} here; {does}")


def edit_kept(asked: Asked) -> None:
    """Change a promise, a note, a talking point or feedback."""
    options, handle = asked.options, asked.options.handle
    names, typed = FIELDS[letter_of(handle)], _typed(asked)
    can = ", ".join(_OPTIONS[name] for name in names)
    for name in typed:
        if name not in names:
            raise Refused(f"{handle} has no {_OPTIONS[name]}; what can be changed: {can}")
    person = asked.person(options.name)
    found = person.kept(handle)
    if not typed:
        if options.on is not None:
            raise Refused("only a check-in, such as C4, can be put on another day")
        raise Refused(f"nothing to change of {handle}; what can be changed: {can}")
    if "text" in typed and not typed.get("private", found.private):
        check_first_dot(typed["text"], "the text", found.text)
    edit = EditKept(person=person.id, fields=tuple(typed.items()), on=asked.today, instead_of=found)
    asked.kept(asked.do(edit), handle, f"changed {handle} of {person.name}")


def _typed(asked: Asked) -> dict[str, Any]:
    """The fields that were typed, with their new values."""
    options = vars(asked.options)
    typed = {name: options[name] for name in _OPTIONS if options[name] is not None}
    if "text" in typed:
        typed["text"] = text_of([typed["text"]])
    for name, read in (("by", asked.day), ("about", handle_of), ("ladder", str)):
        if name in typed:
            none = typed[name].strip().casefold() == _NONE
            typed[name] = None if none else read(typed[name])
    return typed


def reopen_kept(asked: Asked) -> None:
    """Open a promise, feedback or a talking point again."""
    handle = asked.options.handle
    after = asked.do(Reopen(**asked.named))
    asked.kept(after, handle, f"reopened {handle} of {after.name}")
