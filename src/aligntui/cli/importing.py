"""Taking people, and what was noted about them, in from files."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from aligntui.cli import exits, output
from aligntui.cli.asked import Asked, Task
from aligntui.domain.errors import Refused

if TYPE_CHECKING:
    from argparse import ArgumentParser
    from collections.abc import Callable

    from aligntui.domain.person import Person

LARGEST = 10_000_000
"""Bytes of a table or of notes."""
SHOWN = 60
"""Characters of a note that are shown."""
DATES = ("day-first", "month-first")


def _import(asked: Asked) -> int:
    file = os.path.expanduser(asked.options.file)
    take = KINDS.get(os.path.splitext(file)[1].casefold())
    if take is None:
        raise Refused(f"{file} is none of {', '.join(KINDS)}, which can be taken in")
    if take is not _notes and asked.options.into is not None:
        raise Refused("--into is for notes in Markdown; leave it out")
    lines = take(asked, file)
    dry = asked.options.dry_run
    if asked.json:
        output.say_json({"differences": lines, "imported": not dry, "file": file})
        return exits.DONE
    output.say_all(lines)
    if not lines:
        output.narrate("nothing in it is missing here")
    elif dry:
        output.narrate("nothing was changed; without --dry-run this is kept")
    else:
        output.narrate("taken in; 'aligntui undo' takes it back")
    return exits.DONE


def _people(asked: Asked, file: str) -> list[str]:
    """An export of ours, merged by identity."""
    from aligntui.domain.naming import folded
    from aligntui.store.incoming import people_in

    coming = people_in(file)
    here = {folded(o.name): o for o in asked.notebook.people()}
    for someone in coming:
        other = here.get(folded(someone.name))
        if other is not None and other.id != someone.id:
            raise Refused(
                f"there is a {other.name} already, who is somebody else than the one in {file}; "
                "'aligntui edit NAME --name NEW' tells them apart"
            )
    lines = asked.notebook.merge(os.path.realpath(file), dry_run=asked.options.dry_run)
    # what stands in quotes is somebody's words
    return [line.partition(": '")[0] if asked.hide else line for line in lines]


def _table(asked: Asked, file: str) -> list[str]:
    """People who are not here yet; who is here stays as they are."""
    from aligntui.domain.naming import folded
    from aligntui.store.incoming import as_text, bounded
    from aligntui.text.people_csv import lines, read

    try:
        found = read(as_text(file, bounded(file, LARGEST)), asked.today)
    except Refused as refusal:
        raise Refused(_about(file, refusal)) from None
    if found.unknown:
        output.narrate(f"left out, as no column of ours: {', '.join(found.unknown)}")
    here = {folded(o.name) for o in asked.notebook.people()}
    new = [each for each in found.people if folded(each.added.name) not in here]
    if len(new) < len(found.people):
        output.narrate(f"here already, and left as they are: {len(found.people) - len(new)}")
    if not asked.options.dry_run:
        asked.notebook.do_together(new, f"import {os.path.basename(file)}")
    return lines(new)


def _about(file: str, refusal: Refused) -> str:
    said = str(refusal)
    return said if said.startswith(file) else f"{file}: {said}"


def _notes(asked: Asked, file: str) -> list[str]:
    """Dated notes about one person, as check-ins."""
    from aligntui.domain.commands.importing import ImportNotes
    from aligntui.store.incoming import as_text, bounded
    from aligntui.text.dated_notes import read

    options = asked.options
    if options.into is None:
        raise Refused("say whom the notes are about with --into NAME")
    person = asked.person(options.into)
    text = as_text(file, bounded(file, LARGEST))
    stem = os.path.splitext(os.path.basename(file))[0]
    day_first = None if options.dates is None else options.dates == DATES[0]
    try:
        notes = read(text, asked.today, name=stem, day_first=day_first)
        command = ImportNotes(
            person=person.id, meetings=notes.meetings, note=notes.rest, on=asked.today
        )
        after = command.apply(person)
    except Refused as refusal:
        raise Refused(_about(file, refusal)) from None
    for aside in notes.asides:
        output.narrate(aside)
    if not options.dry_run:
        after = asked.do(command) if after != person else after
    return _come(person, after, hide=asked.hide)


def _come(before: Person, after: Person, *, hide: bool) -> list[str]:
    known = {c.uid for c in before.check_ins} | {n.uid for n in before.notes}
    met = [(f"{c.on} check-in {c.handle}", c.notes) for c in after.check_ins if c.uid not in known]
    said = [(f"{n.on} note {n.handle}", n.text) for n in after.notes if n.uid not in known]
    return [f"{words}{'' if hide else _quoted(text)}" for words, text in (*met, *said)]


def _quoted(text: str) -> str:
    first, *more = text.split("\n")
    shown = first if len(first) <= SHOWN else f"{first[: SHOWN - 3]}..."
    return f": {shown}{f' (lines: {len(more) + 1})' if more else ''}"


KINDS: dict[str, Callable[[Asked, str], list[str]]] = {
    ".json": _people, ".csv": _table, ".md": _notes, ".markdown": _notes, ".txt": _notes,
}  # fmt: skip


def _arguments(parser: ArgumentParser) -> None:
    add = parser.add_argument
    add("file", metavar="FILE", help="an export in JSON, people in CSV, or notes in Markdown")
    add("--into", metavar="NAME", help="whom the notes are about")
    words = f"how 3/4/2026 is meant, {' or '.join(DATES)}"
    add("--dates", metavar="D", choices=DATES, help=words)
    add("--dry-run", action="store_true", help="only say what would change")


TASKS = {"import": Task(_arguments, _import)}
