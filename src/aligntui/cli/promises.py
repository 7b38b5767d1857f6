"""Promises: made, and kept."""

from __future__ import annotations

from typing import TYPE_CHECKING

from aligntui.cli.asked import Asked, Task, text_of
from aligntui.domain.commands.actions import AddAction, FinishAction
from aligntui.domain.identity import handle_of
from aligntui.domain.stance import Party
from aligntui.text.json_shapes import action_shape

if TYPE_CHECKING:
    from argparse import ArgumentParser

    from aligntui.domain.action import Action
    from aligntui.domain.person import Person


def _action(asked: Asked) -> int:
    options = asked.options
    text = text_of(options.text)
    person = asked.person(options.name)
    command = AddAction(
        person=person.id,
        text=text,
        on=asked.today,
        owner=Party.THEM if options.theirs else Party.ME,
        by=asked.day(options.by),
        private=options.private,
    )
    after = asked.do(command)
    action = next(action for action in after.actions if action.uid == command.uid)
    return _said_of(asked, action, after, "added")


def _done(asked: Asked) -> int:
    options = asked.options
    person = asked.person(options.name)
    after = asked.do(FinishAction(person=person.id, handle=options.handle, on=asked.today))
    return _said_of(asked, after.action(options.handle), after, "finished")


def _said_of(asked: Asked, action: Action, person: Person, done: str) -> int:
    line = f"{done} {action.handle} of {person.name}"
    return asked.made(line, action_shape(person, action), action.text)


def _action_arguments(parser: ArgumentParser) -> None:
    parser.add_argument("name", metavar="NAME")
    parser.add_argument("text", metavar="TEXT", nargs="+", help="- reads it from stdin")
    whose = parser.add_mutually_exclusive_group()
    whose.add_argument("--mine", action="store_true", help="I promised it, which is the default")
    whose.add_argument("--theirs", action="store_true", help="they promised it")
    parser.add_argument("--by", metavar="DATE", help="the day it is due")
    parser.add_argument("--private", action="store_true", help="never shown or shared by itself")


def _done_arguments(parser: ArgumentParser) -> None:
    parser.add_argument("name", metavar="NAME")
    parser.add_argument("handle", metavar="HANDLE", type=handle_of, help="such as A3")


TASKS = {
    "action": Task(_action_arguments, _action),
    "done": Task(_done_arguments, _done),
}
