"""A round: both answer the same lines in a file, then compare."""

from __future__ import annotations

from shlex import quote
from typing import TYPE_CHECKING

from aligntui import outgoing
from aligntui.cli import output
from aligntui.cli.asked import STDIN, Task, from_stdin
from aligntui.cli.exchange import out
from aligntui.domain.commands.rounds import (
    AnswerRound,
    AskBy,
    DropRound,
    LookAtRound,
    SettleOtherwise,
    SettleRound,
    StartRound,
)
from aligntui.domain.errors import Refused
from aligntui.domain.privacy import shared_round
from aligntui.domain.rounds import compared, latest
from aligntui.domain.stance import Party
from aligntui.paths import typed
from aligntui.text.arrived import text_of
from aligntui.text.round_file import asked_of, marks, named_in, round_file
from aligntui.text.round_outcome import outcome
from aligntui.text.round_reading import LARGEST, read
from aligntui.text.round_words import (
    compared_lines,
    round_shape,
    row_shape,
    stands,
    theirs_lines,
)
from aligntui.text.words import day_words, listed

if TYPE_CHECKING:
    from argparse import ArgumentParser
    from collections.abc import Callable

    from aligntui.cli.asked import Asked
    from aligntui.domain.commands.command import Command
    from aligntui.domain.person import Person
    from aligntui.domain.round import Round

_WAYS = ("fill", "compare", "settle", "otherwise", "outcome", "look", "drop")


def _round(asked: Asked) -> int:
    options = asked.options
    ways = [way for way in _WAYS if getattr(options, way)]
    if len(ways) > 1:
        raise Refused(f"--{ways[0]} and --{ways[1]} are two things; do one after the other")
    if options.before and ways:
        raise Refused("--before is for the file that goes out; leave it out")
    if ways:
        return _HOW[ways[0]](asked)
    if options.output is None and not options.before:
        return _where(asked)
    if asked.json:
        raise Refused("--json only says where a round stands; leave it out to start or write")
    return _sent(asked)


def _where(asked: Asked) -> int:
    """Say where the last round stands; where it has ended, how the next one starts."""
    person = asked.person(asked.options.name)
    if (last := latest(person)) is None:
        raise Refused(f"there is no round with {person.name} yet", command=starting(person))
    code = say_where(asked, person, last)
    if last.ended_on and not asked.json:
        output.narrate(starting(person, "the next one"))
    return code


def _sent(asked: Asked) -> int:
    """Write the file that goes out; the first one starts the round, another day is kept.

    What can't be written starts nothing.
    """
    person, options = asked.person(asked.options.name), asked.options
    there, until = person.open_round, asked.day(options.before)
    if there is None and options.output is None:
        raise Refused("a round starts as its file is written: add -o FILE, or -o - to print it")
    command: Command | None = None
    if there is None:
        lines, on = asked_of(person, asked.configured.own_name), asked.today
        command = StartRound(person=person.id, lines=lines, on=on, answer_by=until)
    elif until:
        command = AskBy(person=person.id, answer_by=until, on=asked.today)
    after = command.apply(person) if command else person
    found = after.open_round
    assert found is not None
    if options.output is not None:
        out(asked, round_file(after, found), f"{person.name} round {found.number}", ".md")
    if command:
        after = asked.do(command)
    if options.output is None:
        return say_where(asked, after, found)
    if there is None:
        output.narrate(f"round {found.number} with {person.name} is open; send them this file")
    elif found.by is Party.ME and options.output != STDIN:
        since = day_words(found.on, asked.today)
        output.narrate(f"round {found.number} is open since {since}; this is its file again")
    return output.DONE


def say_where(asked: Asked, person: Person, found: Round) -> int:
    """Say where a round stands."""
    if asked.hide:
        found = shared_round(person, found)
    if asked.json:
        output.say_json(round_shape(person, found))
    else:
        output.say(f"round {found.number} with {person.name}")
        output.say_all(f"  {line}" for line in stands(person, found, asked.today))
    return output.DONE


def _done(asked: Asked, command: Callable[[Person], Command]) -> int:
    """Carry out a command about the open round, and say where it stands then."""
    person = asked.person(asked.options.name)
    after = asked.do(command(person))
    found = latest(after)
    assert found is not None
    return say_where(asked, after, found)


def _fill(asked: Asked) -> int:
    person = asked.person(asked.options.name)
    found = person.open_round
    if found is None:
        raise Refused(f"no round with {person.name} is open", command=starting(person))
    text = text_in(asked.options.fill)
    if (there := marks(text)) and found.key not in {each.key for each in there}:
        raise Refused(f"this file is not of round {found.number} with {person.name}")
    whose = named_in(text) or person.name
    reading = read(text, whose, found, shared_round(person, found))
    if not reading.answers:
        raise Refused("no line is answered in it; put an x between the brackets where it fits")
    code = _done(asked, lambda p: AnswerRound(person=p.id, answers=reading.answers, on=asked.today))
    for doubt in reading.doubts:
        output.narrate(doubt.replace("kept as their words at the end", "not taken in"))
    return code


def _look(asked: Asked) -> int:
    person = asked.person(asked.options.name)
    found = person.open_round
    if found and found.theirs in found.backs:
        code = say_where(asked, person, found)
    else:
        code = _done(asked, lambda p: LookAtRound(person=p.id, on=asked.today))
    seen = asked.seen(asked.options.name).open_round
    if seen and not asked.json:
        output.say_all(theirs_lines(seen))
    return code


def _otherwise(asked: Asked) -> int:
    words = asked.options.otherwise
    return _done(asked, lambda p: SettleOtherwise(person=p.id, words=words, on=asked.today))


def _compare(asked: Asked) -> int:
    person, found = _ready(asked)
    if asked.json:
        output.say_json([row_shape(person, found, row) for row in compared(person, found)])
    else:
        output.say_all(compared_lines(person, found, asked.today))
    return output.DONE


def _outcome(asked: Asked) -> int:
    person, found = _ready(asked)
    text = outcome(person, found, outgoing.now())
    if asked.json:
        output.say_json({"name": person.name, "round": found.number, "text": text})
    else:
        out(asked, text, f"{person.name} round {found.number} outcome", ".md")
    return output.DONE


def _ready(asked: Asked) -> tuple[Person, Round]:
    """The person as they may be shown, and their last round; refuses unless both answered."""
    whole = latest(asked.person(asked.options.name))
    person = asked.seen(asked.options.name)
    found = latest(person)
    if whole is None:
        raise Refused(f"there is no round with {person.name} yet", command=starting(person))
    if whole.by is Party.THEM:
        raise Refused(f"{person.name} began this round and compares; ask for the outcome")
    if found is None or found.uid != whole.uid or found.ready_on is None:
        sides = {"yours": whole.filled_on, "theirs": whole.theirs}
        missing = listed(side for side, there in sides.items() if not there) or "a later day"
        looked = whole.theirs and whole.theirs in whole.backs
        words = f"both sides show when both have answered; wanting: {missing}"
        look = f"'aligntui round {quote(person.name)} --look' shows what came back"
        raise Refused(words, command=look if looked else "")
    return person, found


def starting(person: Person, which: str = "one") -> str:
    """The command that starts a round."""
    return f"'aligntui round {quote(person.name)} -o FILE' starts {which}"


_HOW: dict[str, Callable[[Asked], int]] = {
    "fill": _fill,
    "compare": _compare,
    "outcome": _outcome,
    "settle": lambda a: _done(a, lambda p: SettleRound(person=p.id, on=a.today)),
    "otherwise": _otherwise,
    "look": _look,
    "drop": lambda a: _done(a, lambda p: DropRound(person=p.id, on=a.today)),
}


def _arguments(parser: ArgumentParser) -> None:
    add = parser.add_argument
    add("name", metavar="NAME")
    words = "the new file to write to, which starts a round; -: print it"
    add("-o", "--output", metavar="FILE", help=words)
    add("--force", action="store_true", help="replace a file that is there already")
    add("--before", metavar="DATE", help="the day by which you ask for their answer")
    add("--fill", metavar="FILE", help="your own answers, in the same file; '-' reads stdin")
    add("--compare", action="store_true", help="both sides, the differences first")
    words = "agree to all that both hold, and resync the sections that hold whole"
    add("--settle", action="store_true", help=words)
    words = "a new line, by its first words, that stands in other words, or nowhere"
    add("--otherwise", metavar="WORDS", help=words)
    add("--outcome", action="store_true", help="what was settled, for their notebook")
    words = "open their answers before yours are given; the round says so from then on"
    add("--look", action="store_true", help=words)
    add("--drop", action="store_true", help="end it; what came back is kept as a note")


def text_in(file: str) -> str:
    """The text of a file, or of stdin."""
    from aligntui.text.import_checks import bounded, within

    if file == STDIN:
        return text_of(within("stdin", from_stdin(), LARGEST))
    return text_of(bounded(typed(file), LARGEST))


TASKS = {"round": Task(_arguments, _round)}
