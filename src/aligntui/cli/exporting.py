"""Export people and due days to formats that other programs read."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from aligntui.cli import exits, output
from aligntui.cli.asked import STDIN, Asked, Task, seen_folder
from aligntui.domain.errors import Refused
from aligntui.domain.naming import folded
from aligntui.domain.overview import by_urgency
from aligntui.paths import typed

if TYPE_CHECKING:
    from argparse import ArgumentParser
    from collections.abc import Callable

    from aligntui.domain.overview import Overview
    from aligntui.domain.person import Person
    from aligntui.store.outgoing import Place


def _export(asked: Asked) -> int:
    form = FORMS.get(asked.options.format)
    if form is None:
        can_be = f"{', '.join([*FORMS][:-1])} or {[*FORMS][-1]}"
        raise Refused(f"'{asked.options.format}' is not an export format; use --format {can_be}")
    form(asked)
    return exits.DONE


def _json(asked: Asked) -> None:
    from aligntui.store.exchange import exported

    if asked.hide:
        raise Refused("a JSON export includes private lines; drop --hide, or use --format markdown")
    named = _named(asked)
    text, count = exported(asked.unlocked, named.id if named else None, seen=seen_folder())
    if not count:
        raise Refused("no people yet; 'aligntui add NAME' adds one")
    out(asked, text, named.name if named else "aligntui", ".json")
    output.narrate(f"everything about {_people(count)}, private lines too; it is not encrypted")


def _markdown(asked: Asked) -> None:
    from aligntui.text.export_markdown import written

    people, named, to = _whole(asked), asked.options.name, asked.options.output
    if named:
        out(asked, written(people[0]), people[0].name, ".md")
    elif to in (None, STDIN):
        raise Refused("one file per person; name a folder with -o, or name one person")
    else:
        from aligntui.store.outgoing import distinct, put_all, safe_name

        names = distinct(safe_name(person.name) for person in people)
        texts = (written(person).encode("utf-8", "replace") for person in people)
        files = {f"{name}.md": text for name, text in zip(names, texts, strict=True)}
        folder = put_all(to, files, _said(asked))
        output.narrate(f"wrote {_people(len(people))} to {folder}")
    _say_what_is_in_it(asked)


def _csv(asked: Asked) -> None:
    from aligntui.store.outgoing import put_all
    from aligntui.text.export_csv import tables

    to = asked.options.output
    if to in (None, STDIN):
        raise Refused("one CSV file per table; name a folder with -o")
    found = tables(_whole(asked)).items()
    # with a byte order mark, without which Excel does not recognize UTF-8
    files = {f"{name}.csv": text.encode("utf-8-sig", "replace") for name, text in found}
    folder = put_all(to, files, _said(asked))
    output.narrate(f"wrote {', '.join(files)} to {folder}")
    _say_what_is_in_it(asked)


def _ics(asked: Asked) -> None:
    from aligntui.text.ics import calendar, is_ours

    options = asked.options
    here = [asked.find(options.name)] if options.name else asked.notebook.people()
    everybody = by_urgency(tuple(o for o in here if o.archived is None), asked.today)
    text = calendar(everybody, asked.today)
    if options.output in (None, STDIN):
        output.say_exactly(text)
        return
    from aligntui.store.outgoing import put

    file = put(options.output, text.encode("utf-8", "replace"), _said(asked, is_ours))
    output.narrate(f"wrote the next check-ins of {len(everybody)} to {file}")


FORMS: dict[str, Callable[[Asked], None]] = {
    "json": _json, "markdown": _markdown, "csv": _csv, "ics": _ics,
}  # fmt: skip


def out(asked: Asked, text: str, name: str, ending: str) -> None:
    """Print a text, or write it to the file or folder named with -o."""
    to = asked.options.output
    if to in (None, STDIN):
        output.say_exactly(text)
        return
    from aligntui.store.outgoing import put, safe_name

    if to.endswith("/") or os.path.isdir(typed(to)):
        to = os.path.join(to, f"{safe_name(name)}{ending}")
    file = put(to, text.encode("utf-8", "replace"), _said(asked))
    output.narrate(f"wrote {file}")


def _said(asked: Asked, ours: Callable[[bytes], bool] | None = None) -> Place:
    from aligntui.store.outgoing import Place

    return Place(asked.store, "-o", asked.options.force, ours)


def _named(asked: Asked) -> Overview | None:
    name = asked.options.name
    return asked.find(name, archived=True) if name else None


def _whole(asked: Asked) -> list[Person]:
    """The people asked for, archived ones too, as they may be shown."""
    from aligntui.domain.identity import PersonId
    from aligntui.domain.privacy import leaving

    if asked.options.name:
        name = asked.options.name
        return [leaving(asked.guarded(name)) if asked.hide else asked.seen(name, archived=True)]
    people = [asked.notebook.person(PersonId(o.id)) for o in asked.notebook.people()]
    if asked.in_the_past:
        people = [person for person in people if person.added <= asked.today]
    if not people:
        raise Refused("no people yet; 'aligntui add NAME' adds one")
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


def _arguments(parser: ArgumentParser) -> None:
    add = parser.add_argument
    add("name", metavar="NAME", nargs="?", help="only this person")
    add("--format", metavar="F", required=True, help=f"{', '.join(FORMS)}; ics: due days only")
    words = "the new file, or the folder, to write to; default, or -: print it"
    add("-o", "--output", metavar="PATH", help=words)
    add("--force", action="store_true", help="replace files that are there already")


TASKS = {"export": Task(_arguments, _export)}
