"""People as a table: our own export, or what another program has written."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar

from aligntui.domain.cadences import Level
from aligntui.domain.commands.importing import TakeIn
from aligntui.domain.commands.people import AddPerson, CadenceChoice
from aligntui.domain.dates import parse
from aligntui.domain.errors import Refused
from aligntui.domain.guard import typed
from aligntui.domain.naming import folded
from aligntui.domain.person import Relation
from aligntui.domain.plain import clean_line
from aligntui.domain.section import Section
from aligntui.text.export_csv import COLUMNS, as_meant

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import date
    from enum import StrEnum

    from aligntui.domain.person import Person

    Row = dict[str, str]
    Kind = TypeVar("Kind", bound=StrEnum)

MOST = 1_000
"""Rows of a table."""
_ALSO = {
    "full_name": "name", "title": "role", "job_title": "role", "start_date": "started",
    "check_in_cadence": "cadence",
}  # fmt: skip
"""What other programs call our columns."""
_SEPARATORS = ",;\t"


class Table(NamedTuple):
    """Whom a table names, and the columns that mean nothing here."""

    people: tuple[TakeIn, ...]
    unknown: tuple[str, ...]


def read(text: str, today: date) -> Table:
    """The people in a table; refuses it where any row can't be read."""
    try:
        names, rows = _rows(text)
    except csv.Error as error:
        raise Refused(f"it is no table: {error}") from None
    people, bad = [], []
    seen: set[str] = set()
    for number, row in rows:
        try:
            person = _person(row, today)
        except Refused as refusal:
            bad.append(f"line {number}: {refusal}")
            continue
        if (name := folded(person.added.name)) in seen:
            bad.append(f"line {number}: {person.added.name} stands here twice")
        seen.add(name)
        people.append(person)
    if bad:
        more = f" ({len(bad) - 1} more rows can't be read)" if bad[1:] else ""
        raise Refused(f"{bad[0]}; nothing was taken in{more}")
    known = COLUMNS["people"]
    return Table(tuple(people), tuple(name for name in names if name not in known))


def names_people(text: str) -> bool:
    """Whether a text begins with the titles of a table, one of which is the name."""
    head = _head(text)
    return "name" in map(_column, next(csv.reader([head], delimiter=_separator(head)), ()))


def _head(text: str) -> str:
    return next((line for line in text.splitlines() if line.strip()), "")


def _separator(head: str) -> str:
    return max(_SEPARATORS, key=head.count)


def _rows(text: str) -> tuple[list[str], list[tuple[int, Row]]]:
    separator = _separator(_head(text))
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    names: list[str] = []
    rows: list[tuple[int, Row]] = []
    for cells in reader:
        if not any(cell.strip() for cell in cells):
            continue
        if not names:
            names = [_column(cell) for cell in cells]
            _check(names)
            continue
        if len(cells) > len(names) and any(cells[len(names) :]):
            raise Refused(f"line {reader.line_num} has more cells than there are columns")
        if len(rows) >= MOST:
            raise Refused(f"it has more than {MOST:,} rows; part it")
        rows.append((reader.line_num, dict(zip(names, map(as_meant, cells), strict=False))))
    _check(names)
    return names, rows


def _column(cell: str) -> str:
    name = "_".join(cell.replace("-", " ").casefold().split())
    return _ALSO.get(name, name)


def _check(names: list[str]) -> None:
    if "name" not in names:
        raise Refused(f"no column is called name; the columns are {', '.join(COLUMNS['people'])}")
    twice = [name for name in names if name and names.count(name) > 1]
    if twice:
        raise Refused(f"two columns are called {twice[0]}; take one out")


def _person(row: Row, today: date) -> TakeIn:
    added = AddPerson(
        name=clean_line(row["name"], "the name"),
        on=_day(row, "added", today) or today,
        relation=_one_of(Relation, row, "relation") or Relation.REPORT,
        role=row.get("role", ""),
        level=_one_of(Level, row, "level"),
        started=_day(row, "started", today),
        cadences=CadenceChoice(**dict(_cadences(row, today))),
    )
    made = TakeIn(added=added, archived=_day(row, "archived", today))
    made.apply(None)  # refuses what no person can have
    return made


def _cadences(row: Row, today: date) -> Iterator[tuple[str, Any]]:
    columns = {"check_in": "cadence", **{s.value: f"{s}_cadence" for s in Section}}
    for name, column in columns.items():
        if words := row.get(column, "").strip():
            yield name, typed(words, today)


def _day(row: Row, column: str, today: date) -> date | None:
    words = row.get(column, "").strip()
    return parse(words, today, past=True) if words else None


def _one_of(kind: type[Kind], row: Row, column: str) -> Kind | None:
    word = row.get(column, "").strip().casefold()
    if not word:
        return None
    for value in kind:
        if value.value == word:
            return value
    raise Refused(f"'{word}' is none of {', '.join(kind)}")


def lines(people: Iterable[TakeIn]) -> list[str]:
    """What each of them will be, a line a person, without the reason of a cadence."""
    return [_line(person.apply(None)) for person in people]


def _line(person: Person) -> str:
    often = str(person.cadences.check_in.without_reason())
    known = (f"{person.name} comes", person.relation, person.role, often)
    return ", ".join(words for words in known if words)
