"""Read people from a table: our own export, or one that another program wrote."""

from __future__ import annotations

import csv
import re
from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple, TypeVar

from aligntui.domain.cadences import Level
from aligntui.domain.commands.people import AddPerson, CadenceChoice
from aligntui.domain.dates import parse
from aligntui.domain.days import day_words
from aligntui.domain.errors import Refused
from aligntui.domain.guard import typed
from aligntui.domain.naming import folded
from aligntui.domain.person import Relation, Touches
from aligntui.domain.person_fields import PERSON_FIELDS
from aligntui.domain.plain import clean_line
from aligntui.text.csv_rows import FIGURES, is_sum, rows_in, titles_in
from aligntui.text.exports import COLUMNS, as_meant
from aligntui.text.written_dates import Unclear, day_of, order_in

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from datetime import date
    from enum import StrEnum

    from aligntui.domain.person import Person
    from aligntui.text.csv_rows import Rows
    from aligntui.text.date_phrases import Order

    Row = dict[str, str]
    Kind = TypeVar("Kind", bound=StrEnum)

OTHER_LEVELS = "levels that are not ours, kept in the role"
_FIRST, _LAST, _PREFERRED = "first name", "last name", "preferred name"
_CALLED = {
    "name": "name fullname displayname employeename workername personname membername teammember "
    "directreport employee worker person preferredfullname legalname fulllegalname",
    _FIRST: "firstname givenname forename firstnames givennames legalfirstname first",
    _LAST: "lastname surname familyname lastnames legallastname sn last",
    _PREFERRED: "preferredname preferredfirstname knownas nickname",
    "role": "role jobtitle positiontitle businesstitle jobrole jobname position title job "
    "designation occupation",
    "level": "level joblevel careerlevel grade jobgrade seniority band",
    "started": "started startdate hiredate dateofhire datehired hired joindate joiningdate "
    "dateofjoining datejoined joined originalhiredate employmentstartdate startedon hiredon start",
    "cadence": "cadence checkincadence 11cadence oneononecadence",
    "reports_to": "reportsto manager managername linemanager supervisor",
    "email": "email workemail emailaddress mail businessemail",
}
"""Other programs' names for our columns, letters and digits only, the most reliable first."""
_AT_FIRST = 12
"""The columns of the first exports."""
_NAMES = (_FIRST, _LAST, _PREFERRED, "name")
_NOTHING = re.compile(
    r"#?n\.?/?a\.?|[-–—.?*_]+|none|null|nil|tb[acd]|unknown|not set|\(blank\)|#ref!", re.IGNORECASE
)
"""Cell contents that mean "empty"."""
_EMAIL = re.compile(r"[^@\s,;]+@[^@\s,;]+")
_ISO = re.compile(r"\d{4}-\d\d-\d\d")
_NOBODY = re.compile(
    r"vacan(t|cy)( position)?|open (position|req\w*|role)|to be hired", re.IGNORECASE
)
"""Cell contents that stand for a vacant position instead of a name."""
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
    table = rows_in(text, _known)
    columns = _checked(table.titles)
    titles = [*map(_plain, table.titles)]
    # an older export lacks the columns that came later, which stand last
    ours = titles == [*map(_plain, COLUMNS["people"])][: max(len(titles), _AT_FIRST)]
    rows, nobody = [], []
    for number, cells in table.rows:
        row = {name: _meant(cells[at], ours=ours) for name, at in columns.items()}
        if not ours and _names_nobody(cells, row, columns):
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
    asides = (*_asides(table, columns, rows, manner), *map(_left_out, nobody))
    return Table(people, asides, tuple(_other_levels([row for _, row in rows], manner)))


def names_people(text: str) -> bool:
    """True when a text contains the title row of a table that names people."""
    separator, line = titles_in(text, _known)
    titles = text.split("\n", line)[-1].splitlines()[:1]
    return any(map(_known, csv.reader(titles, delimiter=separator)))


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
    return [_line(person.apply(None), today) for person in people]


def _known(titles: list[str]) -> int:
    """The number of titles understood; 0 when none of them holds names."""
    columns = _columns(titles)
    return len(columns) if columns.keys() & {*_NAMES} else 0


def _columns(titles: list[str]) -> dict[str, int]:
    """The place of each of our columns; of several matching titles the most reliable wins."""
    plain = [*map(_plain, titles)]
    columns = {}
    for name in dict.fromkeys((*COLUMNS["people"], *_NAMES)):
        called = _CALLED.get(name, _plain(name)).split()
        found = next((each for each in called if each in plain), None)
        if found is not None:
            columns[name] = plain.index(found)
    return columns


def _checked(titles: list[str]) -> dict[str, int]:
    columns, plain = _columns(titles), [*map(_plain, titles)]
    if not columns.keys() & {*_NAMES}:
        known = ", ".join(COLUMNS["people"])
        raise Refused(f"no column is called name, or first name; the columns are {known}")
    for name, at in columns.items():
        if plain.count(plain[at]) > 1:
            raise Refused(f"two columns are called {name}; take one out")
    return columns


def _plain(title: str) -> str:
    """A title reduced to lower-case letters and digits, without remarks in brackets."""
    bare = re.sub(r"\([^()]*\)|\[[^][]*\]", "", title)
    return "".join(c for c in bare.casefold() if c.isalnum())


def _meant(cell: str, *, ours: bool) -> str:
    """The cell with its escape undone; empty when it stands for nothing."""
    return "" if not ours and _NOTHING.fullmatch(cell.strip()) else as_meant(cell).strip()


def _names_nobody(cells: list[str], row: Row, columns: Mapping[str, int]) -> bool:
    """True when a row is a total, a repeated title or a vacant position."""
    written = [cells[columns[name]].strip() for name in _NAMES if name in columns]
    if is_sum(cells, written) or _is_head(cells, columns):
        return True
    if any(row.get(name) for name in _NAMES):
        return any(map(_NOBODY.fullmatch, written))
    # a row with other contents but no name is a mistake, and refused
    return any(written) or all(map(FIGURES.fullmatch, filter(None, map(str.strip, cells))))


def _is_head(cells: list[str], columns: Mapping[str, int]) -> bool:
    """True when a row repeats the titles, as at the top of each page of a report."""
    names = [at for name, at in columns.items() if name in _NAMES]
    said = _columns(cells)
    return bool(names) and all(at in said.values() for at in names) and len(said) > 1


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
        more = f" ({len(bad) - 1} more rows can't be read)" if bad[1:] else ""
        raise Refused(f"{bad[0]}; nothing was imported{more}")
    return tuple(people)


def _email(row: Row, manner: _Manner) -> str:
    """Their addresses; from another program's table only what is one."""
    found = row.get("email", "")
    return found if manner.ours or _EMAIL.fullmatch(found) else ""


def _person(row: Row, manner: _Manner) -> AddPerson:
    today = manner.today
    level, kept = _level(row, manner)
    name = clean_line(_name(row, manner), "the name")
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
        email=_email(row, manner),
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
    whole, first, last, preferred = (row.get(name, "") for name in ("name", *_NAMES[:3]))
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
        return parse(words, manner.today, past=True)
    return day_of(words, order=manner.order)


def _chosen(row: Row, column: str, kind: type[Kind]) -> Kind | None:
    word = row.get(column, "").casefold()
    if not word:
        return None
    for value in kind:
        if value.value == word:
            return value
    raise Refused(f"'{word}' is none of {', '.join(kind)}")


def _asides(
    table: Rows, columns: Mapping[str, int], rows: list[tuple[int, Row]], manner: _Manner
) -> Iterator[str]:
    """Remarks about how a table was read, one a line."""
    if table.above:
        yield f"left out, above the titles: {'; '.join(table.above)[:200]}"
    if unknown := list(_unknown(table, columns)):
        yield f"columns not imported: {', '.join(unknown)}"
    if manner.last_first:
        name = next(row["name"] for _, row in rows if row.get("name"))
        yield f"names are read as last, first: {name} is {_name({'name': name}, manner)}"
    instead = [row for _, row in rows if row.get(_PREFERRED) and row.get(_FIRST)]
    instead = [row for row in instead if not row.get("name") and row[_PREFERRED] != row[_FIRST]]
    if instead:
        name = _name(instead[0], manner)
        yield f"preferred names are taken, {len(instead)} in all: {instead[0][_FIRST]} is {name}"
    yield from _of_levels([row for _, row in rows], manner)


def _unknown(table: Rows, columns: Mapping[str, int]) -> Iterator[str]:
    """The titles not understood; untitled columns count only if they hold something."""
    for at, title in enumerate(table.titles):
        if at in columns.values():
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


def _line(person: Person, today: date) -> str:
    often = str(person.cadences.check_in.without_reason())
    since = f"started {day_words(person.started, today)}" if person.started else ""
    gone = f"archived {day_words(person.archived, today)}" if person.archived else ""
    known = (f"New: {person.name}", person.relation, person.role, person.level, since, often, gone)
    return ", ".join(words for words in known if words)
