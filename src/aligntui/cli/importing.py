"""Taking people, and what was noted about them, in from files."""

from __future__ import annotations

from typing import TYPE_CHECKING

from aligntui.cli import exits, output
from aligntui.cli.asked import STDIN, Asked, Task, from_stdin
from aligntui.domain.errors import Refused
from aligntui.paths import typed

if TYPE_CHECKING:
    from argparse import ArgumentParser

    from aligntui.domain.cadences import Level
    from aligntui.incoming import Incoming, Source

FORMS = ("json", "csv", "markdown")
DATES = ("day-first", "month-first")


def _import(asked: Asked) -> int:
    file = typed(asked.options.file)
    found = _read(asked, file)
    for aside in found.asides:
        output.narrate(aside)
    dry = asked.options.dry_run
    if found.lines and not dry:
        found.keep(asked.notebook)
    lines = found.without_words if asked.hide else found.lines
    if asked.json:
        output.say_json({"differences": list(lines), "imported": not dry, "file": file})
        return exits.DONE
    output.say_all(lines)
    if not lines:
        output.narrate("nothing in it is missing here")
    elif dry:
        output.narrate("nothing was changed; without --dry-run this is kept")
    else:
        output.narrate("taken in; 'aligntui undo' takes it back")
    return exits.DONE


def _read(asked: Asked, file: str) -> Incoming:
    """What a file would change, after what was typed with it was looked at."""
    from aligntui import incoming

    options = asked.options
    if file == STDIN:
        source = incoming.handed(from_stdin(), options.format)
    else:
        source = incoming.opened(file, options.format)
    if source.form == incoming.MARKDOWN:
        if options.into is None:
            raise Refused("say whom the notes are about with --into NAME")
        day_first = None if options.dates is None else options.dates == DATES[0]
        person = asked.person(options.into)
        return incoming.notes(source, person, asked.today, day_first=day_first)
    if options.into is not None:
        raise Refused("--into is for notes in Markdown; leave it out")
    if source.form == incoming.CSV:
        return _table(asked, source)
    return incoming.people(asked.notebook, source)


def _table(asked: Asked, source: Source) -> Incoming:
    from aligntui.incoming import table
    from aligntui.text.date_parts import ORDERS

    order = ORDERS.get(asked.options.dates or "")
    levels = _levels(asked.options.levels)
    return table(asked.notebook, source, asked.today, order=order, levels=levels)


def _levels(answers: list[str]) -> dict[str, Level]:
    """Which of our levels others are, as `L5=senior,IC3=mid` says it."""
    from aligntui.domain.cadences import Level

    levels = {}
    for answer in (each for words in answers for each in words.split(",") if each.strip()):
        theirs, _, ours = (part.strip() for part in answer.rpartition("="))
        if not theirs or ours.casefold() not in [*Level]:
            known = ", ".join(Level)
            raise Refused(f"'{answer}' names no level; type --levels L5=LEVEL, one of {known}")
        levels[theirs] = Level(ours.casefold())
    return levels


def _arguments(parser: ArgumentParser) -> None:
    add = parser.add_argument
    add("file", metavar="FILE", help="an export in JSON, people in CSV, or notes in Markdown")
    words = f"what it is, {', '.join(FORMS)}; else its name or its looks tell"
    add("--format", metavar="F", choices=FORMS, help=words)
    add("--into", metavar="NAME", help="whom the notes are about")
    words = f"how 3/4/2026 is meant, {' or '.join(DATES)}"
    add("--dates", metavar="D", choices=DATES, help=words)
    words = "which of our levels others are, such as L5=senior,IC3=mid"
    add("--levels", metavar="L", action="append", default=[], help=words)
    add("--dry-run", action="store_true", help="only say what would change")


TASKS = {"import": Task(_arguments, _import)}
