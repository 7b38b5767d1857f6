"""Taking people, and what was noted about them, in from files."""

from __future__ import annotations

from typing import TYPE_CHECKING

from aligntui.cli import exits, output
from aligntui.cli.asked import STDIN, Asked, Task, from_stdin
from aligntui.domain.errors import Refused
from aligntui.paths import typed

if TYPE_CHECKING:
    from argparse import ArgumentParser

    from aligntui.incoming import Incoming

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
        return incoming.table(asked.notebook, source, asked.today)
    return incoming.people(asked.notebook, source)


def _arguments(parser: ArgumentParser) -> None:
    add = parser.add_argument
    add("file", metavar="FILE", help="an export in JSON, people in CSV, or notes in Markdown")
    words = f"what it is, {', '.join(FORMS)}; else its name or its looks tell"
    add("--format", metavar="F", choices=FORMS, help=words)
    add("--into", metavar="NAME", help="whom the notes are about")
    words = f"how 3/4/2026 is meant, {' or '.join(DATES)}"
    add("--dates", metavar="D", choices=DATES, help=words)
    add("--dry-run", action="store_true", help="only say what would change")


TASKS = {"import": Task(_arguments, _import)}
