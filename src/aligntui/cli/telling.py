"""Commands for feedback: noted, told, understood."""

from __future__ import annotations

from typing import TYPE_CHECKING

from aligntui.cli.asked import Asked, Task, text_of
from aligntui.domain.capture import Given, Kind, feedback_line, marks_of_line
from aligntui.domain.commands.capturing import FEEDBACK
from aligntui.domain.commands.feedback import AddFeedback, TellFeedback, UnderstandFeedback
from aligntui.domain.errors import Refused
from aligntui.domain.feedback import FeedbackKind
from aligntui.domain.identity import handle_of
from aligntui.domain.plain import one_line
from aligntui.text.json_shapes import feedback_shape
from aligntui.text.noted import privacy_words, said_of_line
from aligntui.text.words import marks_help

if TYPE_CHECKING:
    from argparse import ArgumentParser

    from aligntui.domain.feedback import Feedback
    from aligntui.domain.person import Person


def _feedback(asked: Asked) -> int:
    options = asked.options
    person = asked.person(options.name)
    typed, given = one_line(text_of(options.text)), Given(about=options.about)
    mark = next((mark for mark, kind in FEEDBACK.items() if kind is options.kind), None)
    line = feedback_line(typed, mark, asked.today, asked.known(person), given)
    if line.kind not in FEEDBACK:
        raise Refused("say --praise or --corrective, or begin the text with 'B+: ' or 'B-: '")
    command = AddFeedback(
        person=person.id,
        text=line.text,
        kind=FEEDBACK[line.kind],
        on=asked.today,
        about=line.about,
        private=line.private is not False,
    )
    after = asked.do(command)
    asked.say_unread(said_of_line(line))
    noted = next(each for each in after.feedback if each.uid == command.uid)
    done = f"noted {noted.handle} for {after.name}{privacy_words(line)}"
    return _said_of(asked, noted, after, done)


def _told(asked: Asked) -> int:
    options = asked.options
    person = asked.person(options.name)
    after = asked.do(TellFeedback(person=person.id, handle=options.handle, on=asked.today))
    told = next(each for each in after.feedback if each.handle == options.handle)
    waited = "" if asked.hide and told.private else _waited(told.days_to_tell)
    return _said_of(asked, told, after, f"told {told.handle} to {after.name}{waited}")


def _waited(days: int | None) -> str:
    """The days from noticing to telling, if any, as the end of a sentence."""
    return f" after {days} day{'s' if days > 1 else ''}" if days and days > 0 else ""


def _understood(asked: Asked) -> int:
    options = asked.options
    person = asked.person(options.name)
    after = asked.do(UnderstandFeedback(person=person.id, handle=options.handle, on=asked.today))
    found = next(each for each in after.feedback if each.handle == options.handle)
    return _said_of(asked, found, after, f"{found.handle} understood by {after.name}")


def _said_of(asked: Asked, feedback: Feedback, person: Person, line: str) -> int:
    return asked.made(line, feedback_shape(person, feedback), feedback.text)


def _feedback_arguments(parser: ArgumentParser) -> None:
    words = f"- reads it from stdin; {marks_help(marks_of_line(Kind.PRAISE))}"
    parser.add_argument("name", metavar="NAME")
    parser.add_argument("text", metavar="TEXT", nargs="+", help=words)
    kinds = parser.add_mutually_exclusive_group()
    for kind, words in _KINDS.items():
        kinds.add_argument(f"--{kind}", dest="kind", action="store_const", const=kind, help=words)
    parser.add_argument("--about", metavar="HANDLE", type=handle_of, help="the item, such as E4")


def _told_arguments(parser: ArgumentParser) -> None:
    parser.add_argument("name", metavar="NAME")
    parser.add_argument("handle", metavar="HANDLE", type=handle_of, help="such as B1")


_KINDS = {
    FeedbackKind.PRAISE: "something that went well",
    FeedbackKind.CORRECTIVE: "something to change",
}
TASKS = {
    "feedback": Task(_feedback_arguments, _feedback),
    "told": Task(_told_arguments, _told),
    "understood": Task(_told_arguments, _understood),
}
