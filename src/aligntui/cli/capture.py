"""Commands that keep notes, promises and feedback; a marked line becomes what it is marked as."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from aligntui.cli import output
from aligntui.cli.asked import Asked, text_of
from aligntui.cli.parser import arg, command, either
from aligntui.domain.capture import Captured, asked_line
from aligntui.domain.commands.capturing import FEEDBACK, Capture, command_of, said_for_all
from aligntui.domain.errors import Refused
from aligntui.domain.line_kinds import Given, Kind, marks_of_line, marks_of_note
from aligntui.domain.notes import FeedbackKind
from aligntui.domain.plain import one_line
from aligntui.domain.stance import Party
from aligntui.text.json_shapes import Shape, shape_of
from aligntui.text.noted import NOTES, made, privacies, privacy_words, said_of_line, unread
from aligntui.text.words import marks_help

if TYPE_CHECKING:
    from aligntui.domain.person import Person


@command(
    "note NAME",
    arg("TEXT ...", f"- reads it from stdin; {marks_help(marks_of_note())}"),
    arg(
        "--also NAME",
        "somebody else for whom the same is kept; may be given more than once",
        action="append",
    ),
)
def _note(asked: Asked) -> None:
    options, on = asked.options, asked.today
    text, named = text_of(options.text), (options.name, *(options.also or ()))
    people = {person.id: person for person in map(asked.person, named)}
    others = {each.id: asked.others(each) for each in people.values()}
    hide = asked.hide
    commands = [
        Capture(person=who, text=text, on=on, others=others[who], hide=hide) for who in people
    ]
    if len(commands) == 1:
        after = [asked.do(commands[0])]
    else:
        changes = asked.notebook.do_together(commands, said_for_all(len(commands)))
        after = [change.after for change in changes if change.after]
        for change in changes:
            asked.say_beside(change)
    stays: list[object] = []
    new: list[tuple[str, Shape, str]] = []
    for before, then in zip(people.values(), after, strict=True):
        stays += unread(before, text, on, others[before.id], hide=hide)
        private = privacies(before, then, text, on, others[before.id], hide=hide).values()
        shapes = zip(made_shapes(before, then), private, strict=True)
        new += [(words, shape, said) for (words, shape), said in shapes]
    asked.say_unread(dict.fromkeys(stays))
    if asked.json and len(new) != 1:
        output.say_json([asked.visible(shape) for _, shape, _ in new])
        return
    for words, shape, said in new:
        to = "on" if words == "noted" else "to"
        asked.made(f"{words} {shape['handle']} {to} {shape['name']}{said}", shape)


def made_shapes(before: Person, after: Person) -> Iterator[tuple[str, Shape]]:
    """JSON of the new records, each with the verb for it."""
    for table, record in made(before, after):
        yield "noted" if table == NOTES else "added", shape_of(after, record)


@command(
    "action NAME",
    arg("TEXT ...", f"- reads it from stdin; {marks_help(marks_of_line(Kind.ACTION))}"),
    either(
        arg("--mine", "your promise (default)", dest="owner", const=Party.ME),
        arg("--theirs", "their promise", dest="owner", const=Party.THEM),
    ),
    arg("--by DATE", "the day it is due"),
    arg("--private", "keep it private"),
)
def _action(asked: Asked) -> None:
    given = Given(owner=asked.options.owner, by=asked.day(asked.options.by))
    keep(asked, typed_line(asked, (Kind.ACTION,), given), "added {handle} of {name}")


def typed_line(asked: Asked, kinds: tuple[Kind, ...], given: Given) -> Captured:
    """The line that was typed about somebody, as one of these kinds."""
    known, typed = asked.known(asked.person(asked.options.name)), text_of(asked.options.text)
    return asked_line(one_line(typed), kinds, asked.today, known, given)


def keep(asked: Asked, line: Captured, said: str, **more: Any) -> None:
    """Keep what a line says, with `more` fields, and report it as `said`."""
    if getattr(asked.options, "private", False):
        more["private"] = True
    add = command_of(asked.person(asked.options.name).id, line, asked.today, **more)
    after = asked.do(add)
    asked.say_unread(said_of_line(line))
    new = next(each.handle for each in (*after.items, *after.records) if each.uid == add.uid)
    asked.kept(after, new, f"{said.format(handle=new, name=after.name)}{privacy_words(line)}")


@command(
    "win NAME",
    arg("TEXT ...", f"- reads it from stdin; {marks_help(marks_of_line(Kind.WIN))}"),
    either(
        arg("--theirs", "their win (default)", dest="owner", const=Party.THEM),
        arg("--mine", "your win", dest="owner", const=Party.ME),
    ),
    arg("--about HANDLE", "the item, such as O2"),
    arg("--ladder LINE", "the line of your ladder, such as senior.3", default=""),
    arg("--private", "keep it private"),
)
def _win(asked: Asked) -> None:
    options = asked.options
    given = Given(owner=options.owner, about=options.about)
    line = typed_line(asked, (Kind.WIN,), given)
    keep(asked, line, "added {handle} to {name}", ladder=options.ladder or line.ladder)


_KINDS = {
    FeedbackKind.PRAISE: "something that went well",
    FeedbackKind.CORRECTIVE: "something to change",
    FeedbackKind.RECEIVED: "what they, or somebody else, said to you; never to be told",
}


@command(
    "feedback NAME",
    arg("TEXT ...", f"- reads it from stdin; {marks_help(marks_of_line(Kind.PRAISE))}"),
    either(*(arg(f"--{kind}", words, dest="kind", const=kind) for kind, words in _KINDS.items())),
    arg("--about HANDLE", "the item, such as E4"),
    arg("--from WHO", "who gave it, with --received; default: the person", dest="source"),
)
def _feedback(asked: Asked) -> None:
    options = asked.options
    given = Given(about=options.about, source=one_line(options.source or ""))
    kinds = tuple(mark for mark, kind in FEEDBACK.items() if options.kind in (kind, None))
    line = typed_line(asked, kinds, given)
    if line.kind not in FEEDBACK:
        raise Refused(
            "say --praise, --corrective or --received, or begin the text with 'B+: ', 'B-: ' "
            "or 'B<: '"
        )
    theirs = line.kind is Kind.RECEIVED and not line.source
    keep(asked, line, f"noted {{handle}} {'from' if theirs else 'for'} {{name}}")
