"""A file that comes in: what it would change, said in lines before anything is kept."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, NamedTuple

from aligntui.domain.errors import Refused

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from datetime import date

    from aligntui.domain.cadences import Level
    from aligntui.domain.person import Person
    from aligntui.notebook import Notebook
    from aligntui.text.date_parts import Order

LARGEST = 10_000_000
"""Bytes of a table or of notes."""
SHOWN = 60
"""Characters of a note that are shown."""

JSON, CSV, MARKDOWN = FORMS = ("json", "csv", "markdown")
ENDINGS = {
    ".json": JSON,
    ".csv": CSV,
    ".md": MARKDOWN,
    ".markdown": MARKDOWN,
    ".txt": MARKDOWN,
    ".tsv": CSV,
}


class Source(NamedTuple):
    """What comes in, from where, and how it is to be read."""

    file: str
    form: str
    data: bytes

    @property
    def label(self) -> str:
        """What undo shows."""
        return f"import of {os.path.basename(self.file)}"


class Incoming(NamedTuple):
    """What a file would change: a line for each difference, and what is to be known besides."""

    lines: tuple[str, ...]
    asides: tuple[str, ...]
    keep: Callable[[Notebook], object]
    """Takes all of it in, as one change."""
    before_words: str = ""
    """What stands in a line before words that somebody wrote, if any do."""
    about: str = ""
    """Whose notes these are, where the file itself does not say."""

    @property
    def without_words(self) -> tuple[str, ...]:
        """The lines, for whoever may not see what somebody wrote."""
        if not self.before_words:
            return self.lines
        return tuple(line.partition(self.before_words)[0] for line in self.lines)


def opened(file: str, form: str | None = None) -> Source:
    """A file, read within bounds; its ending tells its form unless that is said."""
    from aligntui.store import incoming

    form = form or form_of(file)
    most = incoming.LARGEST if form == JSON else LARGEST
    return Source(file, form, incoming.bounded(file, most))


def handed(data: bytes, form: str | None = None) -> Source:
    """What came on stdin; what it looks like tells its form unless that is said."""
    from aligntui.store.incoming import LARGEST as MOST
    from aligntui.store.incoming import within

    form = form or _look(data)
    return Source("stdin", form, within("stdin", data, MOST if form == JSON else LARGEST))


def form_of(file: str) -> str:
    """The form that the ending of a file's name tells."""
    form = ENDINGS.get(os.path.splitext(file)[1].casefold())
    if form is None:
        raise Refused(f"{file} is none of {', '.join(ENDINGS)}, which can be taken in")
    return form


def people(notebook: Notebook, source: Source) -> Incoming:
    """An export of ours, merged by identity."""
    from aligntui.domain.naming import folded
    from aligntui.store.incoming import people_in

    coming = people_in(source.file, source.data)
    here = {folded(o.name): o for o in notebook.people()}
    names: set[str] = set()
    for someone in coming:
        name = folded(someone.name)
        if name in names:
            raise Refused(f"{source.file}: {someone.name} stands here twice; nothing was taken in")
        names.add(name)
        other = here.get(name)
        if other is not None and other.id != someone.id:
            raise Refused(
                f"there is a {other.name} already, who is somebody else than the one in "
                f"{source.file}; 'aligntui edit NAME --name NEW' tells them apart"
            )

    def merged(notebook: Notebook, *, dry_run: bool = False) -> tuple[str, ...]:
        file = os.path.realpath(source.file)
        return notebook.merge(file, dry_run=dry_run, data=source.data, said=source.label)

    return Incoming(merged(notebook, dry_run=True), (), merged, ": '")


def table(
    notebook: Notebook,
    source: Source,
    today: date,
    *,
    order: Order | None = None,
    levels: Mapping[str, Level] | None = None,
) -> Incoming:
    """People who are not here yet; who is here stays as they are.

    `order` is the one in which the numbers of days are meant, `levels` says which of ours others
    are.
    """
    from aligntui.domain.naming import folded
    from aligntui.store.incoming import table_text
    from aligntui.text.people_csv import lines, read

    text, guessed = table_text(source.file, source.data)
    try:
        found = read(text, today, order=order, levels=levels)
    except Refused as refusal:
        raise _about(source, refusal) from None
    here = {folded(o.name) for o in notebook.people()}
    new = [each for each in found.people if folded(each.added.name) not in here]
    asides = list(found.asides)
    if guessed:
        wrong = "where a name looks wrong, save it as UTF-8"
        asides.insert(0, f"it is not UTF-8 and was read as Windows-1252; {wrong}")
    if len(new) < len(found.people):
        asides.append(f"here already, and left as they are: {len(found.people) - len(new)}")
    return Incoming(
        tuple(lines(new)), tuple(asides), lambda door: door.do_together(new, source.label)
    )


def notes(source: Source, person: Person, today: date, *, day_first: bool | None) -> Incoming:
    """Dated notes about one person, as check-ins."""
    from aligntui.domain.commands.importing import ImportNotes
    from aligntui.store.incoming import as_text
    from aligntui.text.dated_notes import read

    text = as_text(source.file, source.data)
    stem = os.path.splitext(os.path.basename(source.file))[0]
    try:
        found = read(text, today, name=stem, day_first=day_first)
        command = ImportNotes(person=person.id, meetings=found.meetings, note=found.rest, on=today)
        after = command.apply(person)
    except Refused as refusal:
        raise _about(source, refusal) from None
    return Incoming(
        tuple(_come(person, after)),
        found.asides,
        lambda door: door.do_together([command], source.label),
        ": ",
        person.name,
    )


def _look(data: bytes) -> str:
    """What data looks like: an object, a table that names people, or else notes."""
    if data.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"{"):
        return JSON
    from aligntui.text.people_csv import names_people

    wide = data.startswith((b"\xff\xfe", b"\xfe\xff"))
    text = data.decode("utf-16" if wide else "utf-8-sig", "replace")
    return CSV if names_people(text) else MARKDOWN


def _about(source: Source, refusal: Refused) -> Refused:
    said = str(refusal)
    return Refused(said if said.startswith(source.file) else f"{source.file}: {said}")


def _come(before: Person, after: Person) -> list[str]:
    known = {c.uid for c in before.check_ins} | {n.uid for n in before.notes}
    met = [(f"{c.on} check-in {c.handle}", c.notes) for c in after.check_ins if c.uid not in known]
    said = [(f"{n.on} note {n.handle}", n.text) for n in after.notes if n.uid not in known]
    return [f"{words}: {_quoted(text)}" for words, text in (*met, *said)]


def _quoted(text: str) -> str:
    # a heading is often no more than the day, which stands in front already
    words, more = " ".join(text.split()), text.count("\n")
    shown = words if len(words) <= SHOWN else f"{words[: SHOWN - 3]}..."
    return f"{shown}{f' (lines: {more + 1})' if more else ''}"
