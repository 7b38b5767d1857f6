"""Commands to add, edit, list and archive people."""

from __future__ import annotations

from datetime import date
from shlex import quote
from typing import TYPE_CHECKING, Any

from aligntui.cli import output
from aligntui.cli.asked import Asked, text_of
from aligntui.cli.follow_up import EDIT_OPTIONS, edit_kept, refuse_options
from aligntui.cli.parser import arg, command, one_of
from aligntui.domain.commands.capturing import FIELDS
from aligntui.domain.commands.people import (
    AddPerson,
    ArchivePerson,
    CadenceChoice,
    EditPerson,
    SetAway,
)
from aligntui.domain.days import Away
from aligntui.domain.errors import Refused
from aligntui.domain.guard import far, typed
from aligntui.domain.identity import letter_of
from aligntui.domain.naming import folded
from aligntui.domain.person_fields import PERSON_FIELDS
from aligntui.domain.section import Section
from aligntui.text.form import level_words
from aligntui.text.json_shapes import away_shape, list_row, person_shape
from aligntui.text.table import table
from aligntui.text.words import away_words, day_words

if TYPE_CHECKING:
    from aligntui.domain.overview import Overview
    from aligntui.domain.person import Person


_FIELDS = [
    arg(f"{row.option} {row.metavar}", row.help, type=one_of(row.values, row.otherwise))
    if row.values
    else arg(f"{row.option} {row.metavar}", row.help)
    for row in PERSON_FIELDS
    if row.help
]


@command("add", arg("NAME ..."), *_FIELDS)
def _add(asked: Asked) -> None:
    named = {name: value for name, value in _typed(asked).items() if value is not None}
    person = asked.do(AddPerson(name=" ".join(asked.options.name), on=asked.today, **named))
    first = day_words(person.cadences.check_in.after(person.added), asked.today)
    often = asked.shown(person).cadences.check_in
    line = f"added {person.name}, {often}; first check-in by {first}"
    asked.made(line, _shape(asked, person))


@command(
    "edit NAME",
    arg(
        "[HANDLE]",
        "a promise, note, talking point or feedback; check-in C4 moves to the day of --on",
    ),
    EDIT_OPTIONS,
    arg("--name NEW", "their name", dest="new_name"),
    *_FIELDS,
)
def _edit(asked: Asked) -> None:
    options = asked.options
    if options.handle is None:
        refuse_options(asked)
    person = asked.person(options.name, archived=options.handle is None)
    edit = EditPerson(person=person.id, name=options.new_name, **_typed(asked))
    bare = edit == EditPerson(person=person.id)
    if options.handle and bare:
        _edit_record(asked)
        return
    if options.handle:
        raise Refused(f"edit {options.handle} and the person one at a time")
    if bare:
        raise Refused("nothing to change; 'aligntui edit --help' lists the options")
    after = asked.do(edit)
    level = f"; {level_words(person, after)}" if after.level is not person.level else ""
    asked.made(f"edited {after.name}{level}", _shape(asked, after))


def _typed(asked: Asked) -> dict[str, Any]:
    """The fields of a person by their names, but for the name; None for what was not typed."""
    from aligntui.domain.dates import day_meant, near

    options = asked.options
    started = None if options.started is None else day_meant(options.started, asked.today)
    plain = (row for row in PERSON_FIELDS if row.help and not row.cadence)
    return {
        **{row.name: getattr(options, row.column) for row in plain},
        "card": None if options.card is None else text_of([options.card]),
        "reports_to": _lead(asked),
        "started": started and near(started, asked.today),
        "cadences": _cadences(asked),
    }


def _edit_record(asked: Asked) -> None:
    if letter_of(asked.options.handle) in FIELDS:
        edit_kept(asked)
        return
    from aligntui.cli.meeting import move_check_in

    refuse_options(asked)
    if letter_of(asked.options.handle) in {section.letter for section in Section}:
        handle = asked.options.handle
        name = quote(asked.options.name)
        raise Refused(f"'aligntui reword {name} {handle}' and 'aligntui set' change {handle}")
    move_check_in(asked)


@command("archive NAME", arg("--back", "bring them back"))
def _archive(asked: Asked) -> None:
    back: bool = asked.options.back
    person = asked.person(asked.options.name, archived=back)
    after = asked.do(ArchivePerson(person=person.id, on=asked.today, back=back))
    done = "brought back" if back else "archived"
    asked.made(f"{done} {after.name}", _shape(asked, after))


@command("list", arg("--all", "include archived people"))
def _list(asked: Asked) -> None:
    everybody = sorted(asked.notebook.people(), key=lambda o: (folded(o.name), o.id))
    chosen = [o for o in everybody if asked.options.all or o.archived is None]
    columns = ("NAME", "RELATION", "CADENCE", "ROLE")
    asked.tell(
        lambda: [
            {**list_row(each, hide=asked.hide), "reports_to": asked.names.get(each.reports_to)}
            for each in chosen
        ],
        lambda: table([_row(asked, overview) for overview in chosen], columns) if chosen else (),
        asked.nobody,
    )


def _row(asked: Asked, overview: Overview) -> tuple[str, ...]:
    gone = overview.archived
    away = f"archived {day_words(gone, asked.today)}" if gone else ""
    role = ", ".join(words for words in (overview.role, away) if words)
    cadence = overview.cadence.without_reason() if asked.hide else overview.cadence
    return overview.name, overview.relation, str(cadence), role


def _shape(asked: Asked, person: Person) -> dict[str, object]:
    shape = person_shape(asked.shown(person), asked.names)
    return {**shape, "on": asked.today.isoformat()}


def _lead(asked: Asked) -> str | None:
    """The id of the person named as their manager; "" for nobody, None where nothing was typed."""
    name: str | None = asked.options.reports_to
    return asked.find(name).id if name else name


def _cadences(asked: Asked) -> CadenceChoice:
    options = asked.options
    phrases = {row.name: getattr(options, row.column) for row in PERSON_FIELDS if row.cadence}
    named = {name: phrase for name, phrase in phrases.items() if phrase is not None}
    chosen = {name: typed(phrase, asked.today) for name, phrase in named.items()}
    for until in filter(None, (far(each, asked.today) for each in chosen.values())):
        from aligntui.text.summaries import far_words

        output.narrate(far_words(until, asked.today))
    return CadenceChoice(**chosen)


@command(
    "away NAME",
    arg("[FROM]", "the first day away; leave it out to list days away", dest="first"),
    arg("[TO]", "the last day away, included", dest="last"),
    arg("--because WHY", "leave, ill, a holiday"),
    arg("--back", "remove these days: they are not away after all"),
)
def _away(asked: Asked) -> None:
    options = asked.options
    first = asked.day(options.first)
    if first is None:
        _list_absences(asked)
        return
    person = asked.person(options.name)
    because: str = options.because or ""
    from aligntui.domain.dates import last_day_away

    last, back = last_day_away(options.last or "", first), options.back
    after = asked.do(SetAway(person=person.id, first=first, last=last, because=because, back=back))
    span = Away(first, last, "" if asked.hide else because)
    there = "there again" if back else "away"
    line = f"{after.name} is {there} {away_words(span._replace(because=''), asked.today)}"
    asked.made(line, {**away_shape(after, span), "back": back})


def _list_absences(asked: Asked) -> None:
    person = asked.seen(asked.options.name)
    coming = [span for span in person.away if span.last >= asked.today]
    asked.tell(
        lambda: [away_shape(person, span) for span in coming],
        lambda: [away_words(span, asked.today) for span in coming],
        _none(person, asked.today),
    )


def _none(person: Person, today: date) -> str:
    add = f"to add some: aligntui away {quote(person.name)} FROM TO"
    if not person.away:
        return f"no days away are known; {add}"
    last = max(person.away, key=lambda span: span.last)
    return f"no days away planned, the last were {away_words(last, today)}; {add}"
