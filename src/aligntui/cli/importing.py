"""Import people, and notes about them, from files."""

from __future__ import annotations

from typing import TYPE_CHECKING

from aligntui.cli import exits, output
from aligntui.cli.asked import STDIN, Asked, Task, from_stdin
from aligntui.domain.errors import Refused
from aligntui.paths import typed

if TYPE_CHECKING:
    from argparse import ArgumentParser
    from collections.abc import Iterator

    from aligntui.domain.cadences import Level
    from aligntui.incoming import Incoming, Source
    from aligntui.text.date_parts import Order
    from aligntui.text.dated_notes import Answers

FORMS = ("json", "csv", "markdown")
DATES = ("day-first", "month-first", "year-first", "dmy", "mdy", "ymd")


def _import(asked: Asked) -> int:
    files = [each if each == STDIN else typed(each) for each in asked.options.file]
    found = _read(asked, files)
    asides = (*found.asides, *_hints(asked, found))
    for aside in asides:
        output.narrate(aside)
    dry = asked.options.dry_run
    if found.lines and not dry:
        found.keep(asked.notebook)
    lines = found.without_words if asked.hide else found.lines
    if asked.json:
        shape = {"differences": list(lines), "imported": not dry, "file": files[0]}
        output.say_json({**shape, "files": files, "asides": list(asides)})
        return exits.DONE
    output.say_all(lines)
    if not lines:
        output.narrate("nothing new: all of it is here already")
    elif dry:
        output.narrate("dry run: nothing was changed")
    else:
        output.narrate("imported; 'aligntui undo' takes it back")
    return exits.DONE


def _hints(asked: Asked, found: Incoming) -> Iterator[str]:
    """Advice for files with dates from which no check-in was made."""
    if found.unused and asked.options.heading is None:
        what = "write its day above each meeting"
        if found.habits:
            what = f"say with --heading what begins a meeting: {', '.join(found.habits)} or none"
        yield f"no check-in comes of {', '.join(found.unused)}; {what}"


def _read(asked: Asked, files: list[str]) -> Incoming:
    """Check the options given with the files, and read what the files would change."""
    from aligntui import incoming

    options = asked.options
    if STDIN in files:
        if len(files) > 1:
            raise Refused("stdin comes in alone; leave the other files out")
        gathered = incoming.Gathered((incoming.handed(from_stdin(), options.format),))
    else:
        gathered = incoming.gathered(files, options.format)
    source = gathered.sources[0]
    if source.form == incoming.MARKDOWN:
        if options.into is None:
            raise Refused("add --into NAME to say who the notes are about")
        return incoming.notes(gathered, asked.person(options.into), asked.today, _answers(asked))
    for name in ("into", "heading", "year"):
        if getattr(options, name) is not None:
            raise Refused(f"--{name} is for notes; leave it out")
    if source.form == incoming.CSV:
        return _table(asked, source)
    return incoming.people(asked.notebook, source)


def _answers(asked: Asked) -> Answers:
    from aligntui.text.dated_notes import HEADINGS, Answers

    options = asked.options
    if options.heading is not None and options.heading not in HEADINGS:
        raise Refused(f"--heading is one of {', '.join(HEADINGS)}")
    if options.year is not None and not 1900 <= options.year <= asked.today.year:
        raise Refused(f"--year is a year up to {asked.today.year}")
    return Answers(_order(asked), options.heading, options.year)


def _order(asked: Asked) -> Order | None:
    from aligntui.text.date_parts import ORDERS

    return ORDERS[asked.options.dates] if asked.options.dates else None


def _table(asked: Asked, source: Source) -> Incoming:
    from aligntui.incoming import table

    levels = _levels(asked.options.levels)
    found = table(asked.notebook, source, asked.today, order=_order(asked), levels=levels)
    return found._replace(asides=tuple(_with_option(each, found.levels) for each in found.asides))


def _with_option(aside: str, levels: tuple[str, ...]) -> str:
    """A remark, followed by the option that settles it."""
    from aligntui.domain.cadences import Level
    from aligntui.text.people_csv import OTHER_LEVELS

    if not aside.startswith(OTHER_LEVELS):
        return aside
    answer, known = ",".join(f"{name}=LEVEL" for name in levels), ", ".join(Level)
    return f"{aside}; --levels '{answer}' says which of {known} they are"


def _levels(answers: list[str]) -> dict[str, Level]:
    """Parse `L5=senior,IC3=mid` into our level for each of theirs."""
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
    words = "an export in JSON, people in CSV, or notes: one or more files, or a folder of them"
    add("file", metavar="FILE", nargs="+", help=words)
    words = f"file format, {', '.join(FORMS)}; guessed if left out"
    add("--format", metavar="F", choices=FORMS, help=words)
    add("--into", metavar="NAME", help="whom the notes are about")
    words = f"how 3/4/2026 is meant, {', '.join(DATES)}"
    add("--dates", metavar="D", choices=DATES, help=words)
    words = "what begins a meeting: heading (or 1 to 6, its level), line, list, table, or none"
    add("--heading", metavar="H", help=words)
    words = "the year of the latest day that is written without one"
    add("--year", metavar="YYYY", type=int, help=words)
    words = "which of our levels others are, such as L5=senior,IC3=mid"
    add("--levels", metavar="L", action="append", default=[], help=words)
    add("--dry-run", action="store_true", help="show what would change, change nothing")


TASKS = {"import": Task(_arguments, _import)}
