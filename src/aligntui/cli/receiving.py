"""What comes back to a round, a round of their app, what came of one, or a handoff."""

from __future__ import annotations

from shlex import quote
from typing import TYPE_CHECKING

from aligntui.cli import output
from aligntui.cli.parser import arg, command
from aligntui.cli.passphrase import confirmed
from aligntui.cli.rounds import say_where, text_in
from aligntui.domain.commands.outcome import TakeOutcome
from aligntui.domain.commands.rounds import ReceiveRound
from aligntui.domain.errors import Refused
from aligntui.domain.naming import folded
from aligntui.domain.rounds import latest
from aligntui.text.handoff_reading import is_handoff, read
from aligntui.text.outcome_reading import mark_of, round_of, unmarked
from aligntui.text.round_arriving import Arriving, arriving, whose
from aligntui.text.round_file import heads, marks
from aligntui.text.round_words import round_shape
from aligntui.text.sheet import person_lines, show_shape
from aligntui.text.words import day_words, listed

if TYPE_CHECKING:
    from aligntui.cli.asked import Asked
    from aligntui.domain.person import Person


@command(
    "receive",
    arg("FILE", "what came back, in any form; '-' reads stdin"),
    arg("--from NAME", "whose it is, where the file does not say", dest="sender"),
    arg("--dry-run", "show what would be taken in, change nothing"),
    arg("--yes", "take in without asking what is asked about otherwise"),
)
def _receive(asked: Asked) -> int:
    options = asked.options
    text = text_in(options.file)
    if options.yes and options.dry_run:
        raise Refused("--yes and --dry-run are two things; do one after the other")
    if is_handoff(text):
        return _take_on(asked, text)
    person = _whose(asked, text)
    found = arriving(text, person, asked.today, asked.notebook.matching)
    if isinstance(found.command, TakeOutcome):
        return _outcome(asked, person, found.command, found)
    after = found.command.apply(person)
    known = after == person
    aside = [words for mark, words in found.lines if mark == "!"]
    aside = [words for words in aside if not (known and words.startswith("it replaces"))]
    if found.asks and not (known or options.dry_run):
        output.narrate(f"{person.name}: {'; '.join(aside)}")
        aside = []
        if not _may(asked):
            return output.NO
    if not options.dry_run:
        after = asked.do(found.command)
    if isinstance(found.command, ReceiveRound):
        _say_answers(asked, after, found.command, found)
    else:
        _say_begun(asked, after)
    for words in aside:
        output.narrate(words)
    if options.dry_run:
        output.narrate("dry run: nothing was changed")
    return output.DONE


def _say_begun(asked: Asked, after: Person) -> None:
    """A round that their app began."""
    present = latest(after)
    assert present is not None
    say_where(asked, after, present)
    fill = f"aligntui round {quote(after.name)} --fill FILE"
    output.narrate(f"answer it with {fill}, then write it with -o")


def _say_answers(asked: Asked, after: Person, back: ReceiveRound, found: Arriving) -> None:
    """What came back to a round of mine."""
    present, name = after.open_round, quote(after.name)
    assert present is not None
    new = sum(each.handle is None for each in back.answers)
    answered = len(back.answers) - new
    if asked.json:
        asides = [words for mark, words in found.lines if mark == "!"]
        shape = {"answered": answered, "new": new, "asides": asides}
        output.say_json({**round_shape(after, present), **shape})
    else:
        words = f"{answered} of {len(present.lines)} lines answered{f', {new} new' if new else ''}"
        output.say(f"{after.name}, round {present.number}: {words}")
    if present.ready_on:
        output.narrate(f"both have answered: aligntui round {name} --compare")
    elif not present.filled_on:
        output.narrate(f"it shows when yours is there: aligntui round {name} --fill FILE")


def _outcome(asked: Asked, person: Person, settled: TakeOutcome, found: Arriving) -> int:
    """What was settled in a round that they began, taken in after a look at what it changes."""
    changes = [words for mark, words in found.lines if mark == "~"]
    if not asked.json:
        output.say(f"{person.name}, what came of their round {settled.number}:")
        output.say_all(f"  {line}" for line in changes)
    for mark, words in found.lines:
        if mark == "!":
            output.narrate(words)
    if taken := _may(asked):
        asked.do(settled)
        output.narrate("it is taken in; 'aligntui undo' takes it back")
    if asked.json:
        output.say_json({"name": person.name, "changes": changes, "taken": taken})
    return output.DONE if taken or asked.options.dry_run else output.NO


def _may(asked: Asked) -> bool:
    """Ask whether what was shown is taken in, unless an option says so or says not to."""
    from aligntui.cli.passphrase import has_terminal

    asks = not (asked.options.yes or asked.options.dry_run) and has_terminal()
    if asked.options.yes or (asks and confirmed("'aligntui undo' takes it back.", "Take it in?")):
        return True
    output.narrate("nothing was changed; --yes takes it in")
    return False


def _whose(asked: Asked, text: str) -> Person:
    """With whom the round is, or who was named."""
    sender = asked.options.sender
    named, known = sender and asked.person(sender), whose(text, asked.notebook.matching)
    if named and known and named.id != known.id:
        raise Refused(f"it is of a round with {known.name}; leave --from out")
    if known or named:
        return asked.notebook.person((known or named).id)
    numbers = [mark.number for mark in marks(text)] or [*(mark_of(text) or ())[:1]]
    if not numbers:
        raise Refused(_guesses(asked, text))
    words = f"it is of round {numbers[0]} of another notebook; add --from NAME to take it in here"
    answer = ", or fill it in an editor and send it back" if marks(text) else ""
    raise Refused(f"{words}{answer}")


def _guesses(asked: Asked, text: str) -> str:
    """Whose it may be, by the lines that are in it."""
    likely, lost = [], unmarked(text)
    for each in asked.notebook.people():
        person = asked.notebook.person(each.id)
        found, settled = person.open_round, round_of(text, person) if lost else None
        handles = settled[1] if settled else heads(text, found) if found else ()
        if handles:
            likely.append((-len(handles), f"{person.name} ({', '.join(handles)})"))
    if not likely:
        return "the line that says whose it is was lost, and no line of an open round is in it"
    names = listed((words for _, words in sorted(likely)), "or")
    return f"the line that says whose it is was lost; add --from NAME: {names}"


def _take_on(asked: Asked, text: str) -> int:
    """Show what a handoff holds, and add the person where that may be done."""
    adding, asides = read(text, asked.today, asked.options.sender or "")
    _refuse_another(asked, adding.name)
    person = adding.apply(None)
    if not (asked.json or asked.options.yes):
        output.say_all(_taken(asked, asked.shown(person)))
    for aside in asides:
        output.narrate(aside)
    if taken := _may(asked):
        person = asked.do(adding)
        if not asked.json:
            output.say(f"{person.name} is taken in; 'aligntui undo' takes it back")
        output.narrate(f"go through it with them: aligntui prep {quote(person.name)}")
    if asked.json:
        shape = show_shape(asked.shown(person), asked.today, asked.names)
        output.say_json({**shape, "taken": taken})
    return output.DONE if taken or asked.options.dry_run else output.NO


def _taken(asked: Asked, person: Person) -> list[str]:
    lines = person_lines(person, asked.today)
    for point in person.talking_points:
        lines += ["", f"To talk about: {point.text}"]
    for note in person.notes:
        lines += ["", f"Note, {day_words(note.on, asked.today)}:", *note.text.split("\n")]
    return lines


def _refuse_another(asked: Asked, name: str) -> None:
    for each in asked.notebook.people():
        if folded(each.name) == folded(name):
            who = "is archived here" if each.archived else f"is here already, as {each.relation}"
            raise Refused(
                f"{each.name} {who}; nothing was taken in: give them another name first",
                command=f"'aligntui edit {quote(each.name)} --name NEW' does",
            )
