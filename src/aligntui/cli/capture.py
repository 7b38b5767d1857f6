"""Commands that keep notes, promises and feedback; a marked line becomes what it is marked as."""

from __future__ import annotations

from typing import TYPE_CHECKING

from aligntui.cli import output
from aligntui.cli.asked import Asked, Task, text_of
from aligntui.domain.capture import action_line, asked_line, feedback_line
from aligntui.domain.commands.capturing import FEEDBACK, Capture, said_for_all
from aligntui.domain.errors import Refused
from aligntui.domain.identity import handle_of
from aligntui.domain.line_kinds import Given, Kind, marks_of_line, marks_of_note
from aligntui.domain.notes import FeedbackKind
from aligntui.domain.plain import one_line
from aligntui.domain.stance import Party
from aligntui.text.json_shapes import shape_of
from aligntui.text.noted import NOTES, made, privacies, privacy_words, said_of_line, unread
from aligntui.text.words import marks_help

if TYPE_CHECKING:
    from argparse import ArgumentParser
    from collections.abc import Iterator

    from aligntui.domain.capture import Captured
    from aligntui.domain.commands.notes import Add
    from aligntui.domain.person import Person
    from aligntui.text.json_shapes import Shape


def _note(asked: Asked) -> int:
    options, on = asked.options, asked.today
    text, named = text_of(options.text), (options.name, *(options.also or ()))
    people = {person.id: person for person in map(asked.person, named)}
    others = {each.id: asked.others(each) for each in people.values()}
    commands = [Capture(person=who, text=text, on=on, others=others[who]) for who in people]
    if len(commands) == 1:
        after = [asked.do(commands[0])]
    else:
        changes = asked.notebook.do_together(commands, said_for_all(len(commands)))
        after = [change.after for change in changes if change.after]
    stays: list[object] = []
    new: list[tuple[str, Shape, str]] = []
    for before, then in zip(people.values(), after, strict=True):
        stays += unread(before, text, on, others[before.id])
        asked.say_shares(before, then)
        private = privacies(before, then, text, on, others[before.id]).values()
        shapes = zip(made_shapes(before, then), private, strict=True)
        new += [(words, shape, said) for (words, shape), said in shapes]
    asked.say_unread(dict.fromkeys(stays))
    if asked.json and len(new) != 1:
        output.say_json([asked.visible(shape) for _, shape, _ in new])
        return output.DONE
    for words, shape, said in new:
        asked.made(f"{words} {shape['handle']} {_to(words)} {shape['name']}{said}", shape)
    return output.DONE


def _to(words: str) -> str:
    return "on" if words == "noted" else "to"


def made_shapes(before: Person, after: Person) -> Iterator[tuple[str, Shape]]:
    """JSON of the new records, each with the verb for it."""
    for table, record in made(before, after):
        yield "noted" if table == NOTES else "added", shape_of(after, record)


def _note_arguments(parser: ArgumentParser) -> None:
    words = f"- reads it from stdin; {marks_help(marks_of_note())}"
    parser.add_argument("name", metavar="NAME")
    parser.add_argument("text", metavar="TEXT", nargs="+", help=words)
    words = "somebody else for whom the same is kept; may be given more than once"
    parser.add_argument("--also", metavar="NAME", action="append", help=words)


def _action(asked: Asked) -> int:
    from aligntui.domain.commands.notes import AddAction

    options = asked.options
    person = asked.person(options.name)
    owner = Party.THEM if options.theirs else Party.ME if options.mine else None
    given = Given(owner=owner, by=asked.day(options.by))
    typed = one_line(text_of(options.text))
    line = action_line(typed, asked.today, asked.known(person), given)
    command = AddAction(
        person=person.id,
        text=line.text,
        on=asked.today,
        owner=line.owner,
        by=line.by,
        private=options.private or bool(line.private),
    )
    return _added(asked, command, line, "added {handle} of {name}")


def _added(asked: Asked, command: Add, line: Captured, said: str) -> int:
    """Keep what a line says, and report it as `said`."""
    after = asked.do(command)
    asked.say_unread(said_of_line(line))
    thing = next(each for each in after.records if each.uid == command.uid)
    words = said.format(handle=thing.handle, name=after.name)
    said = f"{words}{privacy_words(line)}"
    return asked.made(said, shape_of(after, thing), thing.text)


def _action_arguments(parser: ArgumentParser) -> None:
    words = f"- reads it from stdin; {marks_help(marks_of_line(Kind.ACTION))}"
    parser.add_argument("name", metavar="NAME")
    parser.add_argument("text", metavar="TEXT", nargs="+", help=words)
    whose = parser.add_mutually_exclusive_group()
    whose.add_argument("--mine", action="store_true", help="your promise (default)")
    whose.add_argument("--theirs", action="store_true", help="their promise")
    parser.add_argument("--by", metavar="DATE", help="the day it is due")
    parser.add_argument("--private", action="store_true", help="keep it private")


def _win(asked: Asked) -> int:
    from aligntui.domain.commands.notes import AddWin

    options = asked.options
    person = asked.person(options.name)
    given = Given(owner=options.owner, about=options.about)
    line = asked_line(
        one_line(text_of(options.text)), (Kind.WIN,), asked.today, asked.known(person), given
    )
    command = AddWin(
        person=person.id,
        text=line.text,
        on=asked.today,
        owner=line.owner,
        about=line.about,
        ladder=options.ladder or line.ladder,
        private=options.private or bool(line.private),
    )
    return _added(asked, command, line, "added {handle} to {name}")


def _win_arguments(parser: ArgumentParser) -> None:
    words = f"- reads it from stdin; {marks_help(marks_of_line(Kind.WIN))}"
    parser.add_argument("name", metavar="NAME")
    parser.add_argument("text", metavar="TEXT", nargs="+", help=words)
    whose = parser.add_mutually_exclusive_group()
    for party, option, words in (
        (Party.THEM, "--theirs", "their win (default)"),
        (Party.ME, "--mine", "your win"),
    ):
        whose.add_argument(option, dest="owner", action="store_const", const=party, help=words)
    parser.add_argument("--about", metavar="HANDLE", type=handle_of, help="the item, such as O2")
    words = "the line of your ladder, such as senior.3"
    parser.add_argument("--ladder", metavar="LINE", default="", help=words)
    parser.add_argument("--private", action="store_true", help="keep it private")


def _feedback(asked: Asked) -> int:
    from aligntui.domain.commands.notes import AddFeedback

    options = asked.options
    person = asked.person(options.name)
    typed = one_line(text_of(options.text))
    given = Given(about=options.about, source=one_line(options.source or ""))
    mark = next((mark for mark, kind in FEEDBACK.items() if kind is options.kind), None)
    line = feedback_line(typed, mark, asked.today, asked.known(person), given)
    if line.kind not in FEEDBACK:
        raise Refused(
            "say --praise, --corrective or --received, or begin the text with 'B+: ', 'B-: ' "
            "or 'B<: '"
        )
    command = AddFeedback(
        person=person.id,
        text=line.text,
        kind=FEEDBACK[line.kind],
        on=asked.today,
        about=line.about,
        source=line.source,
        private=line.private is not False,
    )
    theirs = command.kind is FeedbackKind.RECEIVED and not command.source
    return _added(asked, command, line, f"noted {{handle}} {'from' if theirs else 'for'} {{name}}")


def _feedback_arguments(parser: ArgumentParser) -> None:
    words = f"- reads it from stdin; {marks_help(marks_of_line(Kind.PRAISE))}"
    parser.add_argument("name", metavar="NAME")
    parser.add_argument("text", metavar="TEXT", nargs="+", help=words)
    kinds = parser.add_mutually_exclusive_group()
    for kind, words in _KINDS.items():
        kinds.add_argument(f"--{kind}", dest="kind", action="store_const", const=kind, help=words)
    parser.add_argument("--about", metavar="HANDLE", type=handle_of, help="the item, such as E4")
    words = "who gave it, with --received; default: the person"
    parser.add_argument("--from", dest="source", metavar="WHO", help=words)


_KINDS = {
    FeedbackKind.PRAISE: "something that went well",
    FeedbackKind.CORRECTIVE: "something to change",
    FeedbackKind.RECEIVED: "what they, or somebody else, said to you; never to be told",
}


TASKS = {
    "action": Task(_action_arguments, _action),
    "feedback": Task(_feedback_arguments, _feedback),
    "note": Task(_note_arguments, _note),
    "win": Task(_win_arguments, _win),
}
