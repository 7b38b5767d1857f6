"""Files for others: people and due days in formats that programs read, and a handoff."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

from aligntui.cli import output
from aligntui.cli.asked import STDIN, Asked, from_stdin, seen_folder
from aligntui.cli.parser import arg, command, number
from aligntui.domain.errors import Refused
from aligntui.domain.naming import folded
from aligntui.domain.overview import Overview, by_urgency
from aligntui.paths import typed

if TYPE_CHECKING:
    from argparse import ArgumentParser

    from aligntui.domain.cadences import Level
    from aligntui.domain.person import Person
    from aligntui.incoming import Incoming, Source
    from aligntui.outgoing import Place
    from aligntui.text.date_tokens import Order
    from aligntui.text.dated_notes import Answers


def _json(asked: Asked) -> None:
    from aligntui.store.records import export_json

    if asked.hide:
        raise Refused("a JSON export includes private lines; drop --hide, or use --format markdown")
    named = _named(asked)
    text, count = export_json(asked.unlocked, named.id if named else None, seen=seen_folder())
    if not count:
        raise Refused(asked.nobody)
    out(asked, text, named.name if named else "aligntui", ".json")
    output.narrate(f"everything about {_people(count)}, private lines too; it is not encrypted")


def _markdown(asked: Asked) -> None:
    from aligntui.text.person_markdown import written

    people, named, to = _whole(asked), asked.options.name, asked.options.output
    if named:
        out(asked, written(people[0], asked.names), people[0].name, ".md")
    elif to in (None, STDIN):
        raise Refused("one file per person; name a folder with -o, or name one person")
    else:
        from aligntui.outgoing import distinct, put_all, safe_name

        names = distinct(safe_name(person.name) for person in people)
        texts = (written(person, asked.names).encode("utf-8", "replace") for person in people)
        files = {f"{name}.md": text for name, text in zip(names, texts, strict=True)}
        folder = put_all(to, files, _said(asked))
        output.narrate(f"wrote {_people(len(people))} to {folder}")
    _say_what_is_in_it(asked)


def _csv(asked: Asked) -> None:
    from aligntui.outgoing import put_all
    from aligntui.text.exports import tables

    to = asked.options.output
    if to in (None, STDIN):
        raise Refused("one CSV file per table; name a folder with -o")
    found = tables(_whole(asked), asked.names).items()
    # with a byte order mark, without which Excel does not recognize UTF-8
    files = {f"{name}.csv": text.encode("utf-8-sig", "replace") for name, text in found}
    folder = put_all(to, files, _said(asked))
    output.narrate(f"wrote {', '.join(files)} to {folder}")
    _say_what_is_in_it(asked)


def _ics(asked: Asked) -> None:
    from aligntui.text.exports import calendar, is_ours

    options = asked.options
    here = [asked.find(options.name)] if options.name else asked.notebook.people()
    everybody = by_urgency(tuple(o for o in here if o.archived is None), asked.today)
    text = calendar(everybody, asked.today)
    if options.output in (None, STDIN):
        output.say_exactly(text)
        return
    from aligntui.outgoing import put

    file = put(options.output, text.encode("utf-8", "replace"), _said(asked, is_ours))
    output.narrate(f"wrote the next check-ins of {len(everybody)} to {file}")


_EXPORTS = {"json": _json, "markdown": _markdown, "csv": _csv, "ics": _ics}


@command(
    "export",
    arg("[NAME]", "only this person"),
    arg(
        "--format F",
        f"{', '.join(_EXPORTS)}; ics: due days only",
        required=True,
        choices=tuple(_EXPORTS),
    ),
    arg("-o --output PATH", "the new file, or the folder, to write to; default, or -: print it"),
    arg("--force", "replace files that are there already"),
)
def _export(asked: Asked) -> None:
    _EXPORTS[asked.options.format](asked)


def _without(parser: ArgumentParser) -> None:
    from aligntui.text.handoff import PARTS

    words = f"leave out these lines, promises, wins or feedback; or {', '.join(PARTS)}"
    add = parser.add_argument
    add("--without", metavar="HANDLE", nargs="+", action="extend", default=[], help=words)


@command(
    "handoff NAME",
    arg("-o --output FILE", "the new file to write to; default, or -: print it"),
    arg("--force", "replace a file that is there already"),
    arg("--since DATE", "the first day of wins, told feedback and rounds; default: a year ago"),
    _without,
    arg(
        "--as NAME", "your name, as it should stand in it; default: name in the settings", dest="by"
    ),
)
def _handoff(asked: Asked) -> None:
    from aligntui.domain.identity import handle_of
    from aligntui.domain.person import Relation
    from aligntui.text import handoff

    options = asked.options
    since = asked.day(options.since, past=True) or asked.today - handoff.A_YEAR
    person = asked.guarded(options.name)
    if person.relation is not Relation.REPORT:
        raise Refused(f"{person.name} is not your report; only a report is handed over")
    kept = handoff.handed_over(person, since)
    left = [handoff.PARTS[each] for each in options.without if each in handoff.PARTS]
    named = [handle_of(each) for each in options.without if each not in handoff.PARTS]
    if missing := [handle for handle in named if handle not in handoff.handles_in(kept)]:
        raise Refused(f"{', '.join(missing)} would not be in it anyway")
    kept, by = handoff.without(kept, named), options.by or asked.configured.chosen.name
    if asked.json:
        output.say_json(handoff.handoff_shape(kept, asked.today, by, left))
    else:
        text = handoff.handoff_text(kept, asked.today, by, left)
        out(asked, text, f"{kept.name} handoff", ".md")


def out(asked: Asked, text: str, name: str, ending: str) -> None:
    """Print a text, or write it to the file or folder named with -o."""
    to = asked.options.output
    if to in (None, STDIN):
        output.say_exactly(text)
        return
    from aligntui.outgoing import put, safe_name

    if to.endswith("/") or os.path.isdir(typed(to)):
        to = os.path.join(to, f"{safe_name(name)}{ending}")
    file = put(to, text.encode("utf-8", "replace"), _said(asked))
    output.narrate(f"wrote {file}")


def _said(asked: Asked, ours: Callable[[bytes], bool] | None = None) -> Place:
    from aligntui.outgoing import Place

    return Place(asked.store, "-o", asked.options.force, ours)


def _named(asked: Asked) -> Overview | None:
    name = asked.options.name
    return asked.find(name, archived=True) if name else None


def _whole(asked: Asked) -> list[Person]:
    """The people asked for, archived ones too, as they may be shown."""
    from aligntui.domain.privacy import leaving

    if asked.options.name:
        name = asked.options.name
        return [leaving(asked.guarded(name)) if asked.hide else asked.seen(name, archived=True)]
    people = [asked.notebook.person(o.id) for o in asked.notebook.people()]
    if asked.in_the_past:
        people = [person for person in people if person.added <= asked.today]
    if not people:
        raise Refused(asked.nobody)
    return [_leaving(asked, p) for p in sorted(people, key=lambda p: (folded(p.name), p.id))]


def _leaving(asked: Asked, person: Person) -> Person:
    """The person on the day asked for; with --hide only what may be shared, nothing untold."""
    from aligntui.domain.privacy import guarded_on, leaving

    if not asked.hide:
        return asked.then(person)
    return leaving(guarded_on(person, asked.today) if asked.in_the_past else person)


def _say_what_is_in_it(asked: Asked) -> None:
    private = "private lines are left out" if asked.hide else "contains private lines"
    output.narrate(f"not encrypted; {private}")


def _people(count: int) -> str:
    return "1 person" if count == 1 else f"{count} people"


_IMPORTS = ("json", "csv", "markdown")
_DATES = ("day-first", "month-first", "year-first", "dmy", "mdy", "ymd")


@command(
    "import",
    arg(
        "FILE ...",
        "an export in JSON, people in CSV, or notes: one or more files, or a folder of them",
    ),
    arg("--format F", f"file format, {', '.join(_IMPORTS)}; guessed if left out", choices=_IMPORTS),
    arg("--into NAME", "whom the notes are about"),
    arg("--dates D", f"how 3/4/2026 is meant, {', '.join(_DATES)}", choices=_DATES),
    arg(
        "--heading H",
        "what begins a meeting: heading (or 1 to 6, its level), line, list, table, or none",
    ),
    arg("--year YYYY", "the year of the latest day that is written without one", type=number),
    arg(
        "--levels L",
        "which of our levels others are, such as L5=senior,IC3=mid",
        action="append",
        default=[],
    ),
    arg("--dry-run", "show what would change, change nothing"),
)
def _import(asked: Asked) -> None:
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
        return
    output.say_all(lines)
    if not lines:
        output.narrate("nothing new: all of it is here already")
    elif dry:
        output.narrate("dry run: nothing was changed")
    else:
        output.narrate("imported; 'aligntui undo' takes it back")


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
    from aligntui.text.date_tokens import ORDERS

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
