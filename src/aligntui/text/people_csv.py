"""Read people from a table: our own export, or one that another program wrote."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import date
from enum import StrEnum
from typing import TYPE_CHECKING, NamedTuple, TypeVar

from aligntui.domain.cadences import Level
from aligntui.domain.commands.people import AddPerson, CadenceChoice
from aligntui.domain.dates import near, parse
from aligntui.domain.days import day_words
from aligntui.domain.errors import Refused
from aligntui.domain.guard import typed
from aligntui.domain.naming import folded
from aligntui.domain.person import Relation, Touches
from aligntui.domain.person_fields import PERSON_FIELDS
from aligntui.domain.plain import clean_line
from aligntui.text.csv_rows import FIGURES, FIRST, NAMES, PREFERRED, Rows, names_nobody, rows_in
from aligntui.text.exports import as_meant
from aligntui.text.written_dates import Unclear, day_of, order_in

if TYPE_CHECKING:
    from aligntui.text.date_tokens import Order

    Row = dict[str, str]
    Kind = TypeVar("Kind", bound=StrEnum)

OTHER_LEVELS = "levels that are not ours, kept in the role"
_NOTHING = re.compile(
    r"#?n\.?/?a\.?|[-–—.?*_]+|none|null|nil|tb[acd]|unknown|not set|\(blank\)|#ref!", re.IGNORECASE
)
"""Cell contents that mean "empty"."""
_EMAIL = re.compile(r"[^@\s,;]+@[^@\s,;]+")
_ISO = re.compile(r"\d{4}-\d\d-\d\d")
_BEHIND = frozenset({"jr", "sr", "ii", "iii", "iv", "phd", "md", "esq", "cpa", "mba"})
"""Name suffixes after a comma that are not first names."""


class Table(NamedTuple):
    """The people in a table, and remarks about how it was read."""

    people: tuple[AddPerson, ...]
    asides: tuple[str, ...]
    levels: tuple[str, ...] = ()
    """Unknown levels, most frequent first; they are kept in the role."""


class _Manner(NamedTuple):
    """Settings for reading the cells of a table."""

    today: date
    order: Order | None
    levels: Mapping[str, Level]
    """Our level for each of theirs, by name in lower case."""
    ours: bool
    """True for our own export, which is read literally."""
    last_first: bool
    """True when names are written `Last, First`."""


def read(
    text: str, today: date, *, order: Order | None = None, levels: Mapping[str, Level] | None = None
) -> Table:
    """Read the people in a table; raises `Refused` when any row can't be read.

    Dates are read in `order`, or in the order that they imply. `levels` maps other levels to ours;
    any other level is kept in the role.
    """
    table = rows_in(text)
    columns, ours = table.columns, table.ours
    rows, nobody = [], []
    for number, cells in table.rows:
        row = {name: _meant(cells[at], ours=ours) for name, at in columns.items()}
        if not ours and names_nobody(cells, row, columns):
            nobody.append((number, cells))
        else:
            rows.append((number, row))
    days = [row.get(name, "") for _, row in rows for name in ("started", "added", "archived")]
    named = [name for _, row in rows if (name := row.get("name", ""))]
    manner = _Manner(
        today,
        order or order_in(days),
        {folded(name): level for name, level in (levels or {}).items()},
        ours,
        not ours and bool(named) and all(map(_is_last_first, named)),
    )
    people = _people(rows, manner)
    asides = (*_asides(table, rows, manner), *map(_left_out, nobody))
    return Table(people, asides, tuple(_other_levels([row for _, row in rows], manner)))


def with_leads(people: Iterable[AddPerson], here: Mapping[str, str]) -> Iterator[AddPerson]:
    """People with the id of whom they report to instead of the name; "" for one not known.

    `here` has the ids of those who are in the store, by name as compared. A table of a whole
    company names many who are nobody's report here, and the user.
    """
    everybody = tuple(people)
    ids = {folded(each.name): str(each.person) for each in everybody} | {**here}
    for each in everybody:
        lead = ids.get(folded(each.reports_to), "")
        yield replace(each, reports_to="" if lead == each.person else lead)


def lines(people: Iterable[AddPerson], today: date) -> list[str]:
    """One line for each person to be added, without the reason of a cadence."""
    said = []
    for person in (each.apply(None) for each in people):
        often = str(person.cadences.check_in.without_reason())
        since = f"started {day_words(person.started, today)}" if person.started else ""
        gone = f"archived {day_words(person.archived, today)}" if person.archived else ""
        known = (person.relation, person.role, person.level, since, often, gone)
        said.append(", ".join((f"New: {person.name}", *filter(None, known))))
    return said


def _meant(cell: str, *, ours: bool) -> str:
    """The cell with its escape undone; empty when it stands for nothing."""
    return "" if not ours and _NOTHING.fullmatch(cell.strip()) else as_meant(cell).strip()


def _people(rows: Iterable[tuple[int, Row]], manner: _Manner) -> tuple[AddPerson, ...]:
    people, bad = [], []
    seen: set[str] = set()
    for number, row in rows:
        try:
            person = _person(row, manner)
        except Unclear as unclear:
            raise unclear.within(f"line {number}") from None
        except Refused as refusal:
            bad.append(f"line {number}: {refusal}")
            continue
        if (name := folded(person.name)) in seen:
            bad.append(f"line {number}: {person.name} stands here twice")
        seen.add(name)
        people.append(person)
    if bad:
        rest = len(bad) - 1
        more = f" ({rest} more row{'s' if rest > 1 else ''} can't be read)" if rest else ""
        raise Refused(f"{bad[0]}; nothing was imported{more}")
    return tuple(people)


def _person(row: Row, manner: _Manner) -> AddPerson:
    today = manner.today
    level, kept = _level(row, manner)
    name, email = clean_line(_name(row, manner), "the name"), row.get("email", "")
    if not manner.ours and FIGURES.fullmatch(name):
        raise Refused(f"'{name}' is no name; take the row out, or put the name in its column")
    added = AddPerson(
        name=name,
        on=_day(row, "added", manner) or today,
        relation=_chosen(row, "relation", Relation) or Relation.REPORT,
        role=", ".join(filter(None, (row.get("role", ""), kept))),
        card=row.get("card", ""),
        touches=_chosen(row, "touches", Touches) or Touches.NOTED,
        reports_to=_name({"name": row.get("reports_to", "")}, manner),
        # from another program's table only what is one
        email=email if manner.ours or _EMAIL.fullmatch(email) else "",
        level=level,
        started=_day(row, "started", manner),
        archived=_day(row, "archived", manner),
        cadences=CadenceChoice(
            **{
                field.name: typed(words, today)
                for field in PERSON_FIELDS
                if field.cadence and (words := row.get(field.column, ""))
            }
        ),
    )
    added.apply(None)  # raises Refused for what no person can have
    return added


def _name(row: Row, manner: _Manner) -> str:
    whole, first, last, preferred = (row.get(name, "") for name in ("name", *NAMES[:3]))
    if whole and first and not last and folded(first) not in folded(whole):
        whole, last = "", whole  # as in Name;Vorname
    if whole:
        parts = whole.split(",")[::-1] if manner.last_first else [whole]
        return " ".join(part.strip() for part in parts)
    if preferred and folded(last) in folded(preferred):
        return preferred
    return f"{preferred or first} {last}".strip()


def _is_last_first(name: str) -> bool:
    last, comma, first = (part.strip() for part in name.partition(","))
    bare = first.casefold().replace(".", "")
    return bool(last and comma and first) and "," not in first and bare not in _BEHIND


def _level(row: Row, manner: _Manner) -> tuple[Level | None, str]:
    """Our level, and the cell's text if it is none of ours."""
    words = row.get("level", "")
    known = {level.value: level for level in Level} | dict(manner.levels)
    level = known.get(folded(words))
    return level, "" if level else words


def _day(row: Row, column: str, manner: _Manner) -> date | None:
    words = row.get(column, "")
    if not words:
        return None
    # the forms accepted elsewhere for typed days
    if words.isalpha() or _ISO.fullmatch(words):
        return near(parse(words, manner.today, past=True), manner.today)
    return near(day_of(words, order=manner.order), manner.today)


def _chosen(row: Row, column: str, kind: type[Kind]) -> Kind | None:
    word = row.get(column, "").casefold()
    if not word:
        return None
    for value in kind:
        if value.value == word:
            return value
    raise Refused(f"'{word}' is none of {', '.join(kind)}")


def _asides(table: Rows, rows: list[tuple[int, Row]], manner: _Manner) -> Iterator[str]:
    """Remarks about how a table was read, one a line."""
    if table.above:
        yield f"left out, above the titles: {'; '.join(table.above)[:200]}"
    if unknown := list(_unknown(table)):
        yield f"columns not imported: {', '.join(unknown)}"
    if manner.last_first:
        name = next(row["name"] for _, row in rows if row.get("name"))
        yield f"names are read as last, first: {name} is {_name({'name': name}, manner)}"
    instead = [row for _, row in rows if row.get(PREFERRED) and row.get(FIRST)]
    instead = [row for row in instead if not row.get("name") and row[PREFERRED] != row[FIRST]]
    if instead:
        name = _name(instead[0], manner)
        yield f"preferred names are taken, {len(instead)} in all: {instead[0][FIRST]} is {name}"
    yield from _of_levels([row for _, row in rows], manner)


def _unknown(table: Rows) -> Iterator[str]:
    """The titles not understood; untitled columns count only if they hold something."""
    for at, title in enumerate(table.titles):
        if at in table.columns.values():
            continue
        if title:
            yield "_".join(title.replace("-", " ").casefold().split())
        elif any(cells[at].strip() for _, cells in table.rows):
            yield f"column {at + 1}, which has no title"


def _of_levels(rows: list[Row], manner: _Manner) -> Iterator[str]:
    """Unknown levels with their counts, and answers for levels that do not occur."""
    there = {folded(row.get("level", "")) for row in rows}
    if other := [name for name in manner.levels if name not in there]:
        yield f"no level in it is called {', '.join(other)}"
    if counts := _other_levels(rows, manner):
        said = ", ".join(f"{name} ({count})" for name, count in counts.items())
        yield f"{OTHER_LEVELS}: {said}"


def _other_levels(rows: list[Row], manner: _Manner) -> dict[str, int]:
    """The number of people for each unknown level, most frequent first."""
    counts = Counter(kept for row in rows if (kept := _level(row, manner)[1]))
    return dict(counts.most_common())


def _left_out(row: tuple[int, list[str]]) -> str:
    words = " ".join(filter(None, map(str.strip, row[1])))
    return f"left out, as nobody: line {row[0]}, {words[:60]}"
