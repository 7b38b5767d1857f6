"""Import a file: list what it would change, in lines, before anything is saved."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from shlex import quote
from typing import TYPE_CHECKING, NamedTuple

from aligntui.domain.check_in import CheckIn
from aligntui.domain.commands.importing import ImportNotes
from aligntui.domain.days import day_words
from aligntui.domain.errors import Refused
from aligntui.domain.naming import folded
from aligntui.text import csv_rows, dated_notes, import_checks, people_csv
from aligntui.text.written_dates import Unclear

if TYPE_CHECKING:
    from aligntui.domain.cadences import Level
    from aligntui.domain.notes import Note
    from aligntui.domain.person import Person
    from aligntui.notebook import Notebook
    from aligntui.text.date_tokens import Order

LARGEST = 10_000_000
"""The most bytes of a table or of notes."""
SHOWN = 60
"""The most characters of a note that are shown."""
_NAMED = 6
"""The most files or check-ins that are named one by one."""

JSON, CSV, MARKDOWN = "json", "csv", "markdown"
ENDINGS = {
    ".json": JSON,
    ".csv": CSV,
    **dict.fromkeys((".md", ".markdown", ".txt", ".org", ".rst", ".adoc", ".text"), MARKDOWN),
    ".tsv": CSV,
}
MOST_FILES = 2_000
"""The most files of one folder."""
LARGEST_TOGETHER = 50_000_000
"""The most bytes of several files of notes."""


class Source(NamedTuple):
    """The data to import, its origin, and its form."""

    file: str
    form: str
    data: bytes
    name: str = ""
    """The file's name, with the folders below the given one; it may contain the day."""

    @property
    def label(self) -> str:
        """The label shown by undo."""
        return f"import of {os.path.basename(self.file)}"

    @property
    def shown(self) -> str:
        """The name shown when there are several sources."""
        return self.name or self.file


class Gathered(NamedTuple):
    """Sources imported together, and files of their folder that are left out."""

    sources: tuple[Source, ...]
    left_out: tuple[str, ...] = ()


class Incoming(NamedTuple):
    """The result of an import: a line for each difference, and further remarks."""

    lines: tuple[str, ...]
    asides: tuple[str, ...]
    keep: Callable[[Notebook], object]
    """Saves all of it as one change."""
    before_words: str = ""
    """The text in a line before words that somebody wrote; "" if there are none."""
    about: str = ""
    """The person the notes are about, if the file itself does not say."""
    unused: tuple[str, ...] = ()
    """Files of notes with days of which none begins a meeting."""
    habits: tuple[str, ...] = ()
    """The kinds of lines in them that begin with a day."""
    levels: tuple[str, ...] = ()
    """Unknown levels in a table, until the user maps them to ours."""

    @property
    def without_words(self) -> tuple[str, ...]:
        """The lines without words that somebody wrote, for while they are hidden."""
        if not self.before_words:
            return self.lines
        return tuple(line.partition(self.before_words)[0] for line in self.lines)


def opened(file: str, form: str | None = None, *, plain: bool = False) -> Source:
    """Read a file within limits; its ending gives the form unless `form` does.

    A pipe has no ending that means something: its contents give the form. With `plain` it is
    refused.
    """
    # read first: if the file is missing, its ending is not the problem
    data = import_checks.bounded(file, _limit(form or _by_ending(file)), plain=plain)
    form = form or _by_ending(file) or (form_of(file) if os.path.isfile(file) else _look(data))
    return Source(file, form, data, os.path.basename(file))


def gathered(files: Sequence[str], form: str | None = None, *, plain: bool = False) -> Gathered:
    """Read files, and the notes in folders; several sources can only be notes."""
    sources: list[Source] = []
    left_out: list[str] = []
    for file in files:
        if not os.path.isdir(file):
            sources.append(opened(file, form, plain=plain))
            continue
        for path in _in_folder(file):
            name = os.path.relpath(path, file)
            if _by_ending(path) != MARKDOWN:
                left_out.append(name)
                continue
            sources.append(opened(path, MARKDOWN)._replace(name=name))
            _check_size(file, sources)
    if not sources:
        raise Refused(f"{files[0]} holds no notes; they end in {', '.join(_of_notes())}")
    strange = next((each.file for each in sources if each.form != MARKDOWN), None)
    if strange and len(sources) > 1:
        raise Refused(f"{strange} is no file of notes; give it alone")
    return Gathered(tuple(sources), tuple(left_out))


def _of_notes() -> list[str]:
    return [ending for ending, form in ENDINGS.items() if form == MARKDOWN]


def _in_folder(folder: str) -> Iterator[str]:
    """The files of a folder and its subfolders, sorted; hidden ones are skipped."""
    for place, folders, names in os.walk(folder):
        folders[:] = sorted(each for each in folders if not each.startswith("."))
        for name in sorted(names):
            if not name.startswith("."):
                yield os.path.join(place, name)


def _check_size(folder: str, sources: Sequence[Source]) -> None:
    if len(sources) > MOST_FILES:
        raise Refused(f"{folder} holds more than {MOST_FILES:,} notes; give a part of it")
    if sum(len(each.data) for each in sources) > LARGEST_TOGETHER:
        raise Refused(f"{folder} holds more than {LARGEST_TOGETHER:,} bytes; give a part of it")


def handed(data: bytes, form: str | None = None) -> Source:
    """The data from stdin; its contents give the form unless `form` does."""
    form = form or _look(data)
    return Source("stdin", form, import_checks.within("stdin", data, _limit(form)))


def _by_ending(file: str) -> str | None:
    return ENDINGS.get(os.path.splitext(file)[1].casefold())


def _limit(form: str | None) -> int:
    return import_checks.LARGEST if form == JSON else LARGEST


def form_of(file: str) -> str:
    """The form given by the ending of a file name; refuses unknown endings."""
    form = _by_ending(file)
    if form is None and file.endswith(".age"):
        words = f"{file} is an encrypted store; merge it, or restore it in the place of yours"
        raise Refused(words, command=f"'aligntui merge {quote(file)}' merges it")
    if form is None:
        known = f"{file} is none of {', '.join(ENDINGS)}, which can be taken in"
        raise Refused(f"{known}; plain text under another name comes in with --format markdown")
    return form


def people(notebook: Notebook, source: Source) -> Incoming:
    """Import an export of ours, merged by uid."""
    from aligntui.store.conflicts import BEFORE_WORDS

    coming = import_checks.people_in(source.file, source.data)
    here = {folded(o.name): o for o in notebook.people()}
    names: set[str] = set()
    for someone in coming:
        name = folded(someone.name)
        if name in names:
            raise Refused(f"{source.file}: {someone.name} is listed twice; nothing was imported")
        names.add(name)
        other = here.get(name)
        if other is not None and other.id != someone.id:
            raise Refused(
                f"there is a {other.name} already, who is somebody else than the one in "
                f"{source.file}; give one of them another name",
                command=f"'aligntui edit {quote(other.name)} --name NEW' does",
            )

    def merged(notebook: Notebook, *, dry_run: bool = False) -> tuple[str, ...]:
        file = os.path.realpath(source.file)
        return notebook.merge(file, dry_run=dry_run, data=source.data, said=source.label)

    return Incoming(merged(notebook, dry_run=True), (), merged, BEFORE_WORDS)


def table(
    notebook: Notebook,
    source: Source,
    today: date,
    *,
    order: Order | None = None,
    levels: Mapping[str, Level] | None = None,
) -> Incoming:
    """Import people from a table; those who exist already stay as they are.

    `order` is the order of day, month and year in dates, `levels` maps the table's levels to
    ours.
    """
    text, guessed = import_checks.table_text(source.file, source.data)
    try:
        found = people_csv.read(text, today, order=order, levels=levels)
    except Refused as refusal:
        raise _about(source, refusal) from None
    here = {folded(o.name): o.id for o in notebook.people()}
    new = [e for e in people_csv.with_leads(found.people, here) if folded(e.name) not in here]
    asides = list(found.asides)
    if guessed:
        wrong = "where a name looks wrong, save it as UTF-8"
        asides.insert(0, f"it is not UTF-8 and was read as Windows-1252; {wrong}")
    if len(new) < len(found.people):
        asides.append(f"already here, left unchanged: {len(found.people) - len(new)}")
    return Incoming(
        tuple(people_csv.lines(new, today)),
        tuple(asides),
        lambda door: door.do_together(new, source.label),
        levels=found.levels,
    )


def notes(
    gathered: Gathered, person: Person, today: date, answers: dated_notes.Answers
) -> Incoming:
    """Import dated notes about one person as check-ins; `answers` clarify how to read them.

    Raises Unclear when the user has to say how they are meant.
    """
    found = [(source, _read(source, today, answers)) for source in gathered.sources]
    command = ImportNotes(
        person=person.id,
        meetings=tuple(meeting for _, notes in found for meeting in notes.meetings),
        notes=tuple(notes.rest for _, notes in found if notes.rest),
        on=today,
    )
    try:
        after = command.apply(person)
    except Refused as refusal:
        raise _about(gathered.sources[0], refusal) from None
    several = len(found) > 1
    asides = [
        f"{source.shown}: {aside}" if several else aside
        for source, notes in found
        for aside in notes.asides
    ]
    label = f"import of {len(found)} files" if several else gathered.sources[0].label
    return Incoming(
        tuple(_come(person, after, today)),
        (*asides, *_stay(person, command, today), *_left_out(gathered)),
        lambda door: door.do_together([command], label),
        ": ",
        person.name,
        tuple(source.shown for source, notes in found if notes.unused),
        tuple(dict.fromkeys(each for _, notes in found for each in notes.habits)),
    )


def _read(source: Source, today: date, answers: dated_notes.Answers) -> dated_notes.Notes:
    text = import_checks.as_text(source.file, source.data)
    try:
        return dated_notes.read(text, today, answers, name=source.name)
    except Refused as refusal:
        raise _about(source, refusal) from None


def _left_out(gathered: Gathered) -> Iterator[str]:
    if names := gathered.left_out:
        more = ", ..." if len(names) > _NAMED else ""
        yield f"left out, as no notes: {', '.join(names[:_NAMED])}{more} ({len(names)})"


def _look(data: bytes) -> str:
    """Guess the form of data: an object is JSON, a table that names people CSV, else notes."""
    if data.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"{"):
        return JSON
    wide = data.startswith((b"\xff\xfe", b"\xfe\xff"))
    text = data.decode("utf-16" if wide else "utf-8-sig", "replace")
    return CSV if csv_rows.names_people(text) else MARKDOWN


def _about(source: Source, refusal: Refused) -> Refused:
    said = str(refusal)
    if said.startswith(source.file):
        return refusal
    if isinstance(refusal, Unclear):
        return refusal.within(source.file)
    return Refused(f"{source.file}: {said}", command=refusal.command)


def _come(before: Person, after: Person, today: date) -> list[str]:
    was: tuple[CheckIn | Note, ...] = (*before.check_ins, *before.notes)
    known = {each.uid: each for each in was}
    found: list[str] = []
    things: tuple[CheckIn | Note, ...] = (*after.check_ins, *after.notes)
    for each in things:
        kind, text = ("check-in", each.notes) if isinstance(each, CheckIn) else ("note", each.text)
        if each != known.get(each.uid):
            words = f"{kind} {each.handle}{' changes' if each.uid in known else ''}"
            found.append(f"{day_words(each.on, today)} {words}: {_quoted(text)}")
    return found


def _stay(before: Person, command: ImportNotes, today: date) -> Iterator[str]:
    """Remarks on check-ins that exist already, and are not imported again."""
    coming = command.cleaned
    here = [each for each in before.check_ins if (each.on, each.notes) in coming]
    if here:
        named = ", ".join(f"{each.handle} of {day_words(each.on, today)}" for each in here[:_NAMED])
        more = ", ..." if len(here) > _NAMED else ""
        yield f"already here, left unchanged: {named}{more} ({len(here)})"


def _quoted(text: str) -> str:
    # a heading is often just the day, which is shown in front already
    words, more = " ".join(text.split()), text.count("\n")
    shown = words if len(words) <= SHOWN else f"{words[: SHOWN - 3]}..."
    return f"{shown}{f' (lines: {more + 1})' if more else ''}"
