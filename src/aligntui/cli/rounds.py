"""A round: both answer the same lines in a file, then compare."""

from __future__ import annotations

from collections.abc import Callable
from shlex import quote
from typing import TYPE_CHECKING, Any

from aligntui import outgoing
from aligntui.cli import output
from aligntui.cli.asked import STDIN, Asked, from_stdin
from aligntui.cli.exchange import out
from aligntui.cli.parser import arg, command
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
    from aligntui.domain.commands.command import Command
    from aligntui.domain.person import Person
    from aligntui.domain.round import Round


def _where(asked: Asked) -> None:
    """Say where the last round stands; where it has ended, how the next one starts."""
    person = asked.person(asked.options.name)
    if (last := latest(person)) is None:
        raise Refused(f"there is no round with {person.name} yet", command=starting(person))
    say_where(asked, person, last)
    if last.ended_on and not asked.json:
        output.narrate(starting(person, "the next one"))


def _sent(asked: Asked) -> None:
    """Write the file that goes out; the first one starts the round, another day is kept.

    What can't be written starts nothing.
    """
    person, options = asked.person(asked.options.name), asked.options
    there, until = person.open_round, asked.day(options.before)
    if there is None and options.output is None:
        raise Refused("a round starts as its file is written: add -o FILE, or -o - to print it")
    asks: Command | None = None
    if there is None:
        lines, on = asked_of(person, asked.configured.chosen.name), asked.today
        asks = StartRound(person=person.id, lines=lines, on=on, answer_by=until)
    elif until:
        asks = AskBy(person=person.id, answer_by=until, on=asked.today)
    after = asks.apply(person) if asks else person
    found = after.open_round
    assert found is not None
    if options.output is not None:
        out(asked, round_file(after, found), f"{person.name} round {found.number}", ".md")
    if asks:
        after = asked.do(asks)
    if options.output is None:
        say_where(asked, after, found)
    elif there is None:
        output.narrate(f"round {found.number} with {person.name} is open; send them this file")
    elif found.by is Party.ME and options.output != STDIN:
        since = day_words(found.on, asked.today)
        output.narrate(f"round {found.number} is open since {since}; this is its file again")


def say_where(asked: Asked, person: Person, found: Round) -> None:
    """Say where a round stands."""
    if asked.hide:
        found = shared_round(person, found)
    lines = [f"  {line}" for line in stands(person, found, asked.today)]
    title = f"round {found.number} with {person.name}"
    asked.tell(lambda: round_shape(person, found), lambda: [title, *lines])


def _done(asked: Asked, kind: type[Command], **more: Any) -> None:
    """Carry out a command about the open round, and say where it stands then."""
    after = asked.do(kind(**asked.named, **more))
    found = latest(after)
    assert found is not None
    say_where(asked, after, found)


def _fill(asked: Asked) -> None:
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
    _done(asked, AnswerRound, answers=reading.answers)
    for doubt in reading.doubts:
        output.narrate(doubt.replace("kept as their words at the end", "not taken in"))


def _look(asked: Asked) -> None:
    person = asked.person(asked.options.name)
    found = person.open_round
    if found and found.theirs in found.backs:
        say_where(asked, person, found)
    else:
        _done(asked, LookAtRound)
    seen = asked.seen(asked.options.name).open_round
    if seen and not asked.json:
        output.say_all(theirs_lines(seen))


def _compare(asked: Asked) -> None:
    person, found = _ready(asked)
    asked.tell(
        lambda: [row_shape(person, found, row) for row in compared(person, found)],
        lambda: compared_lines(person, found, asked.today),
    )


def _outcome(asked: Asked) -> None:
    person, found = _ready(asked)
    text = outcome(person, found, outgoing.now())
    if asked.json:
        output.say_json({"name": person.name, "round": found.number, "text": text})
    else:
        out(asked, text, f"{person.name} round {found.number} outcome", ".md")


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


_HOW: dict[str, Callable[[Asked], None]] = {
    "fill": _fill,
    "compare": _compare,
    "settle": lambda asked: _done(asked, SettleRound),
    "otherwise": lambda asked: _done(asked, SettleOtherwise, words=asked.options.otherwise),
    "outcome": _outcome,
    "look": _look,
    "drop": lambda asked: _done(asked, DropRound),
}
"""What is done with a round besides writing its file, by the option that asks for it."""


@command(
    "round NAME",
    arg("-o --output FILE", "the new file to write to, which starts a round; -: print it"),
    arg("--force", "replace a file that is there already"),
    arg("--before DATE", "the day by which you ask for their answer"),
    arg("--fill FILE", "your own answers, in the same file; '-' reads stdin"),
    arg("--compare", "both sides, the differences first"),
    arg("--settle", "agree to all that both hold, and resync the sections that hold whole"),
    arg(
        "--otherwise WORDS",
        "a new line, by its first words, that stands in other words, or nowhere",
    ),
    arg("--outcome", "what was settled, for their notebook"),
    arg("--look", "open their answers before yours are given; the round says so from then on"),
    arg("--drop", "end it; what came back is kept as a note"),
)
def _round(asked: Asked) -> None:
    options = asked.options
    ways = [way for way in _HOW if getattr(options, way) not in (None, False)]
    if len(ways) > 1:
        raise Refused(f"--{ways[0]} and --{ways[1]} are two things; do one after the other")
    if options.before is not None and ways:
        raise Refused("--before is for the file that goes out; leave it out")
    if ways:
        _HOW[ways[0]](asked)
    elif options.output is None and options.before is None:
        _where(asked)
    elif asked.json:
        raise Refused("--json only says where a round stands; leave it out to start or write")
    else:
        _sent(asked)


def text_in(file: str) -> str:
    """The text of a file, or of stdin."""
    from aligntui.text.import_checks import bounded, within

    if file == STDIN:
        return text_of(within("stdin", from_stdin(), LARGEST))
    return text_of(bounded(typed(file), LARGEST))
