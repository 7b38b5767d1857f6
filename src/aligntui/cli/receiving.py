"""What comes back to a round, a round of their app, what came of one, or a handoff."""

from __future__ import annotations

from shlex import quote
from typing import TYPE_CHECKING

from aligntui.cli import output
from aligntui.cli.asked import Task
from aligntui.cli.care import confirmed
from aligntui.cli.handing import take_on
from aligntui.cli.rounds import say_where, starting, text_in
from aligntui.domain.commands.rounds import ReceiveRound, StartRound
from aligntui.domain.errors import Refused
from aligntui.domain.identity import PersonId
from aligntui.domain.rounds import current, reworded
from aligntui.domain.stance import Party
from aligntui.text.handoff_reading import is_handoff
from aligntui.text.round_arriving import brought_forward
from aligntui.text.round_file import Mark, asked_in, heads, marks
from aligntui.text.round_outcome import mark_of, preview, read_outcome
from aligntui.text.round_reading import read
from aligntui.text.round_words import round_shape
from aligntui.text.words import listed

if TYPE_CHECKING:
    from argparse import ArgumentParser

    from aligntui.cli.asked import Asked
    from aligntui.domain.person import Person
    from aligntui.domain.round import Round
    from aligntui.text.round_reading import Reading


def _receive(asked: Asked) -> int:
    if asked.options.yes and asked.options.dry_run:
        raise Refused("--yes and --dry-run are two things; do one after the other")
    text = text_in(asked.options.file)
    if is_handoff(text):
        return take_on(asked, text, _may)
    if mark := mark_of(text):
        return _outcome(asked, text, Mark(*mark))
    begun = _theirs(asked, text)
    return _answers(asked, text) if begun is None else begun


def _answers(asked: Asked, text: str) -> int:
    """Take in the answers to a round of mine."""
    options = asked.options
    person, found, old = _whose(asked, text)
    reading = read(text, person.name, old or found)
    asides = list(reading.doubts)
    since = (handle for handle in reworded(person, found) if handle in reading.found)
    asides += [f"{handle} was reworded since it went out" for handle in since]
    if old is not None:
        reading = brought_forward(reading, old, found)
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


def _theirs(asked: Asked, text: str) -> int | None:
    """Begin a round that their app sent; None where the file is no such round."""
    there = marks(text)
    if not there or asked.options.sender is None:
        return None
    if any(_of_key(asked, mark)[0] for mark in there):
        return None
    person = asked.person(asked.options.sender)
    lines = asked_in(text)
    if not lines:
        raise Refused("it holds no line to answer")
    command = StartRound(
        person=person.id, lines=lines, on=asked.today, key=there[0].key, by=Party.THEM
    )
    dry = asked.options.dry_run
    after = command.apply(person) if dry else asked.do(command)
    found = current(after)
    assert found is not None
    say_where(asked, after, found)
    if dry:
        output.narrate("dry run: nothing was changed")
    name = quote(person.name)
    output.narrate(f"answer it with aligntui round {name} --fill FILE, then write it with -o")
    return output.DONE


def _outcome(asked: Asked, text: str, mark: Mark) -> int:
    """Take in what was settled in a round that they began, after a look at what it changes."""
    options = asked.options
    person, found = _of_key(asked, mark)
    if found and found.by is Party.ME:
        raise Refused("it is what came of a round of yours; it is for their notebook")
    if person is None and options.sender is None:
        raise Refused(f"it is of round {mark.number} of another notebook; add --from NAME")
    person = person or asked.person(options.sender)
    read = read_outcome(text, person, asked.today)
    changes = preview(person, read, asked.today)
    if not asked.json:
        output.say(f"{person.name}, what came of their round {mark.number}:")
        output.say_all(f"  {line}" for line in changes or ["nothing that is not so here"])
    for doubt in read.doubts:
        output.narrate(doubt)
    taken = _may(asked)
    if taken:
        asked.do(read.command)
    if asked.json:
        output.say_json({"name": person.name, "changes": changes, "taken": taken})
    return output.DONE if taken or options.dry_run else output.NO


def _may(asked: Asked) -> bool:
    """Ask whether what was shown is taken in, unless an option says so or says not to."""
    from aligntui.cli.passphrase import has_terminal

    asks = not (asked.options.yes or asked.options.dry_run) and has_terminal()
    if asked.options.yes or (asks and confirmed("'aligntui undo' takes it back.", "Take it in?")):
        return True
    output.narrate("nothing was changed; --yes takes it in")
    return False


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
        if found.by is Party.THEM:
            raise Refused(
                f"{person.name} began this round; your answers are yours to give",
                command=f"'aligntui round {quote(person.name)} --fill FILE' takes them",
            )
        present = current(person)
        if present is None:
            raise Refused(f"round {found.number} with {person.name} has ended; nothing was changed")
        return person, present, None if present.uid == found.uid else found
    if there:
        raise Refused(
            f"it is of round {there[0].number} of another notebook; add --from NAME to answer it "
            "here, or fill it in an editor and send it back"
        )
    if named is None:
        raise Refused(_guesses(asked, text))
    present = current(named)
    if present is None:
        raise Refused(f"no round with {named.name} is open", command=starting(named))
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


def _arguments(parser: ArgumentParser) -> None:
    add = parser.add_argument
    add("file", metavar="FILE", help="what came back, in any form; '-' reads stdin")
    add("--from", dest="sender", metavar="NAME", help="whose it is, where the file does not say")
    add("--dry-run", action="store_true", help="show what would be taken in, change nothing")
    add("--yes", action="store_true", help="take in what was settled, or a handoff, without asking")


TASKS = {"receive": Task(_arguments, _receive)}
