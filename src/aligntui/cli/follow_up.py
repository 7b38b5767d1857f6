"""Commands on what was kept: promises and feedback end, and everything can be changed."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from aligntui.cli.asked import Asked, Task, text_of
from aligntui.cli.parser import one_of
from aligntui.domain.commands.follow_up import EditKept, EndKept, Reopen
from aligntui.domain.commands.retyping import FIELDS
from aligntui.domain.errors import Refused
from aligntui.domain.identity import handle_of, letter_of
from aligntui.domain.notes import End, Feedback, FeedbackKind
from aligntui.domain.stance import Party
from aligntui.text.json_shapes import shape_of

if TYPE_CHECKING:
    from argparse import ArgumentParser
    from collections.abc import Callable

    from aligntui.domain.identity import Handle
    from aligntui.domain.person import Person

_SAID = {
    End.DONE: "finished {handle} of {name}",
    End.DROPPED: "dropped {handle} of {name}",
    End.TOLD: "told {handle} to {name}",
    End.UNDERSTOOD: "{handle} understood by {name}",
    End.RAISED: "brought up {handle} with {name}",
}


def _end(end: End, asked: Asked) -> int:
    """End a promise or feedback; a talking point that is done was brought up."""
    options, handle = asked.options, asked.options.handle
    person = asked.person(options.name)
    if letter_of(handle) == "T" and end is End.DONE:
        end = End.RAISED
    because = text_of([options.because]) if end is End.DROPPED else ""
    after = asked.do(
        EndKept(person=person.id, handle=handle, end=end, because=because, on=asked.today)
    )
    line, thing = _SAID[end].format(handle=handle, name=after.name), after.kept(handle)
    if end is End.TOLD and isinstance(thing, Feedback) and not (asked.hide and thing.private):
        days = thing.days_to_tell or 0
        line += f" after {days} day{'s' if days > 1 else ''}" if days > 0 else ""
    return said_of_kept(asked, after, handle, line)


def _arguments(example: str, parser: ArgumentParser) -> None:
    parser.add_argument("name", metavar="NAME")
    parser.add_argument("handle", metavar="HANDLE", type=handle_of, help=f"such as {example}")


def _drop_arguments(parser: ArgumentParser) -> None:
    _arguments("A3", parser)
    words = "why it won't be done; - reads from stdin"
    parser.add_argument("--because", metavar="WHY", required=True, help=words)


_OPTIONS = {
    **{name: f"--{name}" for name in ("text", "by", "owner", "kind", "about", "ladder")},
    "source": "--from",
    "private": "--private or --shared",
}
_NONE = "none"


def edit_arguments(parser: ArgumentParser) -> None:
    """Add the options for the fields of a record."""
    group = parser.add_argument_group("with HANDLE")
    add = group.add_argument
    add("--text", metavar="TEXT", help="its words, as they are to stand; - reads them from stdin")
    add("--by", metavar="DATE", help="of a promise: the day it is due, or none")
    add(
        "--owner",
        metavar="O",
        type=one_of(Party),
        help="of a promise, a talking point or a win: me or them",
    )
    words = f"of feedback: {', '.join(FeedbackKind)}"
    add("--kind", metavar="K", type=one_of(FeedbackKind), help=words)
    add("--from", dest="source", metavar="WHO", help="of feedback that was received: who gave it")
    add("--about", metavar="H", help="of feedback or a win: the item, such as E4, or none")
    words = "of a win: the line of your ladder, such as senior.3, or none"
    add("--ladder", metavar="LINE", help=words)
    either = group.add_mutually_exclusive_group().add_argument
    either("--private", action="store_true", default=None, help="keep it private")
    either("--shared", dest="private", action="store_false", default=None, help="share it")


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


def edit_kept(asked: Asked) -> int:
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
    edit = EditKept(person=person.id, fields=tuple(typed.items()), on=asked.today, instead_of=found)
    return said_of_kept(asked, asked.do(edit), handle, f"changed {handle} of {person.name}")


def _typed(asked: Asked) -> dict[str, Any]:
    """The fields that were typed, with their new values."""
    options = vars(asked.options)
    typed = {name: options[name] for name in _OPTIONS if options[name] is not None}
    if "text" in typed:
        typed["text"] = text_of([typed["text"]])
    readers: dict[str, Callable[[str], object]] = {
        "by": asked.day,
        "about": handle_of,
        "ladder": str,
    }
    for name, read in readers.items():
        if name in typed:
            none = typed[name].strip().casefold() == _NONE
            typed[name] = None if none else read(typed[name])
    return typed


def reopen_kept(asked: Asked) -> int:
    """Open a promise, feedback or a talking point again."""
    person, handle = asked.person(asked.options.name), asked.options.handle
    after = asked.do(Reopen(person=person.id, handle=handle, on=asked.today))
    return said_of_kept(asked, after, handle, f"reopened {handle} of {after.name}")


def said_of_kept(asked: Asked, after: Person, handle: Handle, line: str) -> int:
    """Report what became of a promise, a note, a talking point or feedback, as `line` says."""
    seen = after if after.kept(handle).private else asked.shown(after)
    thing = seen.kept(handle)
    return asked.made(line, shape_of(seen, thing), thing.text)


TASKS = {
    "done": Task(partial(_arguments, "A3 or T1"), partial(_end, End.DONE)),
    "drop": Task(_drop_arguments, partial(_end, End.DROPPED)),
    "told": Task(partial(_arguments, "B1"), partial(_end, End.TOLD)),
    "understood": Task(partial(_arguments, "B1"), partial(_end, End.UNDERSTOOD)),
}
