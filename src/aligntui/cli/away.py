"""The command for days away."""

from __future__ import annotations

from shlex import quote
from typing import TYPE_CHECKING

from aligntui.cli import exits, output
from aligntui.cli.asked import Asked, Task
from aligntui.domain.away import Away
from aligntui.domain.commands.people import SetAway
from aligntui.text.json_shapes import away_shape
from aligntui.text.words import away_words

if TYPE_CHECKING:
    from argparse import ArgumentParser
    from datetime import date

    from aligntui.domain.person import Person


def _away(asked: Asked) -> int:
    first = asked.day(asked.options.first)
    return _list(asked) if first is None else _set(asked, first)


def _set(asked: Asked, first: date) -> int:
    options = asked.options
    person = asked.person(options.name)
    because: str = options.because or ""
    command = SetAway(
        person=person.id,
        first=first,
        last=_last(options.last, first),
        because=because,
        back=options.back,
    )
    after = asked.do(command)
    span = Away(first, command.last, "" if asked.hide else because)
    there = "there again" if command.back else "away"
    line = f"{after.name} is {there} {away_words(span._replace(because=''), asked.today)}"
    return asked.made(line, {**away_shape(after, span), "back": command.back})


def _list(asked: Asked) -> int:
    person = asked.seen(asked.options.name)
    coming = [span for span in person.away if span.last >= asked.today]
    if asked.json:
        output.say_json([away_shape(person, span) for span in coming])
    elif not coming:
        output.narrate(_none(person, asked.today))
    for span in () if asked.json else coming:
        output.say(away_words(span, asked.today))
    return exits.DONE


def _none(person: Person, today: date) -> str:
    add = f"to add some: aligntui away {quote(person.name)} FROM TO"
    if not person.away:
        return f"no days away are known; {add}"
    last = max(person.away, key=lambda span: span.last)
    return f"no days away planned, the last were {away_words(last, today)}; {add}"


def _last(phrase: str | None, first: date) -> date:
    if phrase is None:
        return first
    from aligntui.domain.dates import parse

    # 'next mon' to 'fri' ends on the Friday after that Monday
    return parse(phrase, first)


def _arguments(parser: ArgumentParser) -> None:
    add = parser.add_argument
    add("name", metavar="NAME")
    add(
        "first",
        metavar="FROM",
        nargs="?",
        help="the first day away; leave it out to list days away",
    )
    add("last", metavar="TO", nargs="?", help="the last day away, included")
    add("--because", metavar="WHY", help="leave, ill, a holiday")
    add("--back", action="store_true", help="remove these days: they are not away after all")


TASKS = {"away": Task(_arguments, _away)}
