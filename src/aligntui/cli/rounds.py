"""A round: both answer the same lines in a file, then compare."""

from __future__ import annotations

from shlex import quote
from typing import TYPE_CHECKING

from aligntui.cli import output
from aligntui.cli.asked import STDIN, Task, from_stdin
from aligntui.cli.exchange import out
from aligntui.domain.commands.rounds import (
    AnswerRound,
    DropRound,
    LookAtRound,
    ReceiveRound,
    SettleRound,
    StartRound,
)
from aligntui.domain.errors import Refused
from aligntui.domain.identity import PersonId
from aligntui.domain.rounds import compared, current, latest, reworded
from aligntui.paths import typed
from aligntui.text.round_file import asked_of, round_file
from aligntui.text.round_reading import LARGEST, heads, marks, read, text_of
from aligntui.text.round_words import (
    answer_words,
    compared_lines,
    outcome,
    round_shape,
    row_shape,
    stands,
)
from aligntui.text.words import listed

if TYPE_CHECKING:
    from argparse import ArgumentParser
    from collections.abc import Callable

    from aligntui.cli.asked import Asked
    from aligntui.domain.commands.command import Command
    from aligntui.domain.person import Person
    from aligntui.domain.round import Round
    from aligntui.text.round_reading import Mark, Reading

_WAYS = ("fill", "compare", "settle", "outcome", "look", "drop")


def _round(asked: Asked) -> int:
    options = asked.options
    ways = [way for way in _WAYS if getattr(options, way)]
    if len(ways) > 1:
        raise Refused(f"--{ways[0]} and --{ways[1]} are two things; do one after the other")
    if options.before and ways:
        raise Refused("--before is for a round that starts; leave it out")
    if ways:
        return _HOW[ways[0]](asked)
    person = asked.person(options.name)
    found = current(person)
    if found is None:
        found, person = _started(asked, person)
        output.narrate(f"round {found.number} with {person.name} is open; send them this file")
    elif options.before:
        raise Refused(f"round {found.number} went out on {found.on}; its day can't change")
    elif options.output is None:
        return _say_where(asked, person, found)
    if asked.json:
        output.say_json(round_shape(person, found))
    else:
        out(asked, round_file(person.name, found), f"{person.name} round {found.number}", ".md")
    return output.DONE


def _started(asked: Asked, person: Person) -> tuple[Round, Person]:
    until = asked.day(asked.options.before)
    lines = asked_of(person)
    after = asked.do(StartRound(person=person.id, lines=lines, on=asked.today, answer_by=until))
    found = current(after)
    assert found is not None
    return found, after


def _say_where(asked: Asked, person: Person, found: Round) -> int:
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
    return _say_where(asked, after, found)


def _fill(asked: Asked) -> int:
    person = asked.person(asked.options.name)
    found = current(person)
    if found is None:
        raise Refused(f"no round with {person.name} is open", command=_starting(person))
    text = _text(asked.options.fill)
    if (there := marks(text)) and found.key not in {each.key for each in there}:
        raise Refused(f"this file is not of round {found.number} with {person.name}")
    reading = read(text, person.name, found)
    if not reading.answers:
        raise Refused("no line is answered in it; put an x between the brackets where it fits")
    code = _done(asked, lambda p: AnswerRound(person=p.id, answers=reading.answers, on=asked.today))
    for doubt in reading.doubts:
        output.narrate(doubt.replace("kept as their words at the end", "not taken in"))
    return code


def _compare(asked: Asked) -> int:
    person, found = _ready(asked)
    if asked.json:
        output.say_json([row_shape(person, found, row) for row in compared(person, found)])
    else:
        output.say_all(compared_lines(person, found, asked.today))
    return output.DONE


def _outcome(asked: Asked) -> int:
    person, found = _ready(asked)
    out(asked, outcome(person, found), f"{person.name} round {found.number} outcome", ".md")
    return output.DONE


def _ready(asked: Asked) -> tuple[Person, Round]:
    """The person as they may be shown, and their last round; refuses unless both answered."""
    whole = latest(asked.person(asked.options.name))
    person = asked.seen(asked.options.name)
    found = latest(person)
    if whole is None:
        raise Refused(f"there is no round with {person.name} yet", command=_starting(person))
    if found is None or found.uid != whole.uid or found.ready_on is None:
        sides = {"yours": whole.filled_on, "theirs": whole.theirs}
        missing = listed(side for side, there in sides.items() if not there) or "a later day"
        raise Refused(f"both sides show when both have answered; wanting: {missing}")
    return person, found


def _starting(person: Person) -> str:
    return f"'aligntui round {quote(person.name)} -o FILE' starts one"


_HOW: dict[str, Callable[[Asked], int]] = {
    "fill": _fill,
    "compare": _compare,
    "outcome": _outcome,
    "settle": lambda a: _done(a, lambda p: SettleRound(person=p.id, on=a.today)),
    "look": lambda a: _done(a, lambda p: LookAtRound(person=p.id, on=a.today)),
    "drop": lambda a: _done(a, lambda p: DropRound(person=p.id, on=a.today)),
}


def _arguments(parser: ArgumentParser) -> None:
    add = parser.add_argument
    add("name", metavar="NAME")
    words = "the new file to write to; default, or -: print it"
    add("-o", "--output", metavar="FILE", help=words)
    add("--force", action="store_true", help="replace a file that is there already")
    add("--before", metavar="DATE", help="the day by which you ask for their answer")
    add("--fill", metavar="FILE", help="your own answers, in the same file; '-' reads stdin")
    add("--compare", action="store_true", help="both sides, the differences first")
    words = "agree to all that both hold, and resync the sections that hold whole"
    add("--settle", action="store_true", help=words)
    add("--outcome", action="store_true", help="what was settled, for their notebook")
    words = "open their answers before yours are given; the round says so from then on"
    add("--look", action="store_true", help=words)
    add("--drop", action="store_true", help="end it; what came back is kept as a note")


def _text(file: str) -> str:
    from aligntui.text.import_checks import bounded, within

    if file == STDIN:
        return text_of(within("stdin", from_stdin(), LARGEST))
    return text_of(bounded(typed(file), LARGEST))


def _receive(asked: Asked) -> int:
    options = asked.options
    text = _text(options.file)
    person, found, old = _whose(asked, text)
    reading = read(text, person.name, old or found)
    asides = list(reading.doubts)
    since = (handle for handle in reworded(person, found) if handle in reading.found)
    asides += [f"{handle} was reworded since it went out" for handle in since]
    if old is not None:
        reading = _brought_forward(reading, old, found)
        asides.insert(0, f"it answers round {old.number}; what still reads the same counts")
    if not (reading.answers or reading.words):
        raise Refused("nothing is answered in it; it is the file as it went out")
    command = ReceiveRound(
        person=person.id, answers=reading.answers, words=reading.words, on=asked.today
    )
    replaces = found.theirs is not None
    after = command.apply(person)
    known = after == person
    if not options.dry_run:
        after = asked.do(command)
    found = current(after) or found
    if asked.json:
        output.say_json({**round_shape(after, found), **_counted(reading), "asides": asides})
    else:
        output.say(f"{person.name}, round {found.number}: {_count_words(reading, found)}")
    for aside in asides:
        output.narrate(aside)
    if options.dry_run:
        output.narrate("dry run: nothing was changed")
    elif replaces and not known:
        output.narrate("it replaces what came back before, which is kept; 'aligntui undo' undoes")
    _say_next(person, found)
    return output.DONE


def _say_next(person: Person, found: Round) -> None:
    name = quote(person.name)
    if found.ready_on:
        output.narrate(f"both have answered: aligntui round {name} --compare")
    elif not found.filled_on:
        output.narrate(f"it shows when yours is there: aligntui round {name} --fill FILE")


def _counted(reading: Reading) -> dict[str, object]:
    new = sum(each.handle is None for each in reading.answers)
    return {"answered": len(reading.answers) - new, "new": new}


def _count_words(reading: Reading, found: Round) -> str:
    new = sum(each.handle is None for each in reading.answers)
    words = f"{len(reading.answers) - new} of {len(found.lines)} lines answered"
    return f"{words}, {new} new" if new else words


def _whose(asked: Asked, text: str) -> tuple[Person, Round, Round | None]:
    """Whose answers they are: the person, their open round, and the older one that it answers."""
    there = marks(text)
    named = asked.person(asked.options.sender) if asked.options.sender else None
    for mark in there:
        person, found = _of_key(asked, mark)
        if person is None or found is None:
            continue
        if named and named.id != person.id:
            raise Refused(f"it answers round {found.number} with {person.name}; leave --from out")
        present = current(person)
        if present is None:
            raise Refused(f"round {found.number} with {person.name} has ended; nothing was changed")
        return person, present, None if present.uid == found.uid else found
    if there:
        raise Refused(
            f"it is of round {there[0].number} of another notebook; fill it in an editor, "
            "and send it back to whom it came from"
        )
    if named is None:
        raise Refused(_guesses(asked, text))
    present = current(named)
    if present is None:
        raise Refused(f"no round with {named.name} is open", command=_starting(named))
    if not heads(text, present):
        raise Refused(f"it holds no line of round {present.number} with {named.name}")
    return named, present, None


def _of_key(asked: Asked, mark: Mark) -> tuple[Person | None, Round | None]:
    """The person and the round with a key."""
    for match in asked.notebook.matching((mark.key,)):
        person = asked.notebook.person(match.id)
        found = next((each for each in person.rounds if each.key == mark.key), None)
        if found:
            return person, found
    return None, None


def _guesses(asked: Asked, text: str) -> str:
    """Whose it may be, by the lines that are in it."""
    likely = []
    for each in asked.notebook.people():
        person = asked.notebook.person(PersonId(each.id))
        found = current(person)
        handles = heads(text, found) if found else ()
        if handles:
            likely.append((-len(handles), f"{person.name} ({', '.join(handles)})"))
    if not likely:
        return "the line that says whose it is was lost, and no line of an open round is in it"
    names = listed((words for _, words in sorted(likely)), "or")
    return f"the line that says whose it is was lost; add --from NAME: {names}"


def _brought_forward(reading: Reading, old: Round, found: Round) -> Reading:
    """Answers to an older round, as far as their lines went out again in the same words."""
    same = {each.handle for each in old.lines if each in found.lines}
    kept = tuple(a for a in reading.answers if a.handle is None or a.handle in same)
    asked = {each.handle: each for each in old.lines}
    gone = (a for a in reading.answers if a.handle is not None and a.handle not in same)
    words = tuple(
        f"{a.handle} {asked[a.handle].whole}: {' '.join(answer_words(a))}" for a in gone if a.handle
    )
    return reading._replace(answers=kept, words=(*words, *reading.words))


def _receive_arguments(parser: ArgumentParser) -> None:
    add = parser.add_argument
    add("file", metavar="FILE", help="what came back, in any form; '-' reads stdin")
    add("--from", dest="sender", metavar="NAME", help="whose it is, where the file does not say")
    add("--dry-run", action="store_true", help="show what would be taken in, change nothing")


TASKS = {
    "round": Task(_arguments, _round),
    "receive": Task(_receive_arguments, _receive),
}
