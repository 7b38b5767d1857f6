"""Read a table of people that any program wrote: its titles, its columns, its rows."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator, Mapping
from itertools import islice
from typing import TYPE_CHECKING, NamedTuple

from aligntui.domain.errors import Refused
from aligntui.text.exports import COLUMNS

if TYPE_CHECKING:
    Row = dict[str, str]

MOST = 1_000
"""Maximum number of rows of a table."""
_DEEPEST = 40
"""Maximum number of rows searched for the titles."""
_SHORT = 100
"""Characters of each cell that are read to recognize a row of totals."""
_SEPARATORS = ",;\t|"
_SAYS = re.compile(r'[\ufeff\s]*"?sep=(.)"?\s*', re.IGNORECASE)
"""The line that tells Excel the separator."""
_NUMBER = r"\d[\d.,]*"
FIGURES = re.compile(r"[\d.,%$€£ ]+")
"""A cell that holds nothing but a number."""
_KIND_OF_SUM = r"((grand|sub|report|overall) ?)?"
_SUMS = rf"{_KIND_OF_SUM}(totals?|sums?|averages?|gesamt|summe|somme|totale|totaal)[ :=]*"
_SUM = re.compile(
    rf"{_SUMS}({_NUMBER}.*)?|{_KIND_OF_SUM}totals?\b.*"
    rf"|(the )?(total |record |row |head ?)?(count|records?|rows?|number of [\w ]+)[ :=]+{_NUMBER}"
    rf"|showing\b.*\d.*|\(?{_NUMBER}( of {_NUMBER})? (records?|rows?|employees?|people|persons?"
    r"|users?|results?|entries|items|workers?|members?)\b.*",
    re.IGNORECASE,
)
_TOTAL = re.compile(rf"{_SUMS}({_NUMBER})?", re.IGNORECASE)
"""A total and no other word: in a later cell "Sum Wong" may be a person's name."""
_FOOT = re.compile(
    r"(report|generated|exported|printed|created|downloaded|source|filters?|as of|run)\b.*\d.*"
    r"|page \d+.*|end of (report|file|list|data)\b.*|confidential\b.*|copyright\b.*|©.*|\*.*",
    re.IGNORECASE,
)
_AT_FIRST = 12
"""The columns of the first exports."""
FIRST, _LAST, PREFERRED = "first name", "last name", "preferred name"
_CALLED = {
    "name": "name fullname displayname employeename workername personname membername teammember "
    "directreport employee worker person preferredfullname legalname fulllegalname "
    "lastnamefirstname firstnamelastname nom naam nomcomplet nombrecompleto mitarbeiter",
    FIRST: "firstname givenname forename firstnames givennames legalfirstname first vorname "
    "prénom nombre nome voornaam",
    _LAST: "lastname surname familyname lastnames legallastname sn last nachname familienname "
    "apellidos apellido cognome achternaam",
    PREFERRED: "preferredname preferredfirstname knownas nickname",
    "role": "role jobtitle positiontitle businesstitle jobrole jobname position title job "
    "designation occupation titel stelle funktion poste puesto cargo functie",
    "level": "level joblevel careerlevel grade jobgrade seniority band",
    "started": "started startdate hiredate dateofhire datehired hired joindate joiningdate "
    "dateofjoining datejoined joined originalhiredate employmentstartdate startedon hiredon start "
    "eintrittsdatum eintritt datedembauche fechadealta fechadeingreso datumindienst",
    "cadence": "cadence checkincadence 11cadence oneononecadence",
    "reports_to": "reportsto manager managername linemanager supervisor vorgesetzter "
    "vorgesetzte responsable",
    "email": "email workemail emailaddress mail businessemail",
}
"""Other programs' names for our columns, letters, digits and # only, the most reliable first."""
NAMES = (FIRST, _LAST, PREFERRED, "name")
_NOBODY = re.compile(
    r"vacan(t|cy)( position)?|open (position|req\w*|role)|to be hired", re.IGNORECASE
)
"""Cell contents that stand for a vacant position instead of a name."""


class Rows(NamedTuple):
    """A table; each row has its line number and exactly as many cells as there are titles."""

    titles: list[str]
    rows: list[tuple[int, list[str]]]
    above: list[str]
    """The lines above the titles."""
    columns: dict[str, int]
    """The places of our columns."""
    ours: bool
    """True for our own export, which is read literally."""


def rows_in(text: str) -> Rows:
    """Read the titles and rows of a table.

    The titles are the first line with any known title or, below other lines, with at least two.
    Raises `Refused` for text that is no table, and for cells without a title.
    """
    separator, line = _titles_in(text)
    lines = io.StringIO(text, newline="")
    above = [lines.readline() for _ in range(line)]
    reader = csv.reader(lines, delimiter=separator, strict=True)
    titles: list[str] = []
    rows: list[tuple[int, list[str]]] = []
    try:
        for cells in reader:
            if not any(cell.strip() for cell in cells):
                continue
            if not titles:
                titles = [cell.strip() for cell in cells]
                continue
            at = line + reader.line_num
            if any(cell.strip() for cell in cells[len(titles) :]):
                raise Refused(f"line {at} has more cells than there are columns")
            if len(rows) >= MOST:
                raise Refused(f"it has more than {MOST:,} rows; split it")
            short = len(titles) - len(cells)
            rows.append((at, [*cells[: len(titles)], *[""] * short]))
    except csv.Error as error:
        raise Refused(f"it is no table: {error}") from None
    plain = [*map(_plain, titles)]
    # an older export lacks the columns that came later, which stand last
    ours = plain == [*map(_plain, COLUMNS["people"])][: max(len(titles), _AT_FIRST)]
    said = [words for each in above if (words := _above(each, separator))]
    return Rows(titles, rows, said, _checked(titles, plain), ours)


def names_people(text: str) -> bool:
    """True when a text contains the title row of a table that names people."""
    separator, line = _titles_in(text)
    titles = text.split("\n", line)[-1].splitlines()[:1]
    return any(map(_known, csv.reader(titles, delimiter=separator)))


def _titles_in(text: str) -> tuple[str, int]:
    """Find the separator of a text, and the number of lines above its titles.

    Where no line has known titles, the first one counts as the titles.
    """
    says = _SAYS.fullmatch(text[:80].split("\n", 1)[0].removesuffix("\r"))
    best, found = 0, (says[1] if says else max(_SEPARATORS, key=text[:4000].count), int(bool(says)))
    for separator in says[1] if says else _SEPARATORS:
        first = True
        for line, cells in _begin(text, separator):
            if not any(cell.strip() for cell in cells) or _is_mark(cells):
                continue
            if separator == "|" and not cells[0].strip():
                continue  # a table within notes in Markdown
            understood = _known(cells)
            # any line at the head of a report may contain one known word
            if understood > max(best, 0 if first else 1):
                best, found = understood, (separator, line)
            first = False
    return found


def _is_sum(cells: list[str], names: list[str]) -> bool:
    """True when a row is a total or closes the table; `names` are its cells in name columns."""
    filled = [cell.strip()[:_SHORT] for cell in cells if cell.strip()]
    words = [cell for cell in filled if not FIGURES.fullmatch(cell)]
    if len(words) == 1 and (_TOTAL if words[0] != filled[0] else _SUM).fullmatch(words[0]):
        return True  # a number beside the total is nobody's name
    if _SUM.fullmatch(filled[0]):
        return filled[0] in names or not any(names)
    foot = len(filled) == 1 and _FOOT.fullmatch(filled[0])
    return bool(foot or (len(filled) == 2 and _SUM.fullmatch(" ".join(filled))))


def _begin(text: str, separator: str) -> Iterator[tuple[int, list[str]]]:
    """The first rows, each with the number of lines above it."""
    reader = csv.reader(io.StringIO(text[:200_000], newline=""), delimiter=separator)
    line = 0
    try:
        for cells in islice(reader, _DEEPEST):
            yield line, cells
            line = reader.line_num
    except csv.Error:
        return


def _is_mark(cells: list[str]) -> bool:
    """True for a line meant for a program: the separator, or the type of the rows."""
    first = cells[0].strip('\ufeff" ').casefold()
    return first.startswith(("sep=", "#type"))


def _above(line: str, separator: str) -> str:
    cells = line.strip("\ufeff \r\n").split(separator)
    return "" if _is_mark(cells) else " ".join(filter(None, (c.strip(' "') for c in cells)))


def _known(titles: list[str]) -> int:
    """The number of titles understood; 0 when none of them holds names."""
    columns = _columns(titles)
    return len(columns) if columns.keys() & {*NAMES} else 0


def _columns(titles: list[str]) -> dict[str, int]:
    """The place of each of our columns; of several matching titles the most reliable wins."""
    plain = [*map(_plain, titles)]
    columns = {}
    for name in dict.fromkeys((*COLUMNS["people"], *NAMES)):
        called = _CALLED.get(name, _plain(name)).split()
        found = next((each for each in called if each in plain), None)
        if found is not None:
            columns[name] = plain.index(found)
    return columns


def _checked(titles: list[str], plain: list[str]) -> dict[str, int]:
    columns = _columns(titles)
    if not columns.keys() & {*NAMES}:
        known = ", ".join(COLUMNS["people"])
        raise Refused(f"no column is called name, or first name; the columns are {known}")
    for name, at in columns.items():
        if plain.count(plain[at]) > 1:
            raise Refused(f"two columns are called {name}; take one out")
    return columns


def _plain(title: str) -> str:
    """A title reduced to lower-case letters, digits and #, without remarks in brackets."""
    bare = re.sub(r"\([^()]*\)|\[[^][]*\]", "", title)
    return "".join(c for c in bare.casefold() if c.isalnum() or c == "#")


def names_nobody(cells: list[str], row: Row, columns: Mapping[str, int]) -> bool:
    """True when a row is a total, a repeated title or a vacant position."""
    written = [cells[columns[name]].strip() for name in NAMES if name in columns]
    if _is_sum(cells, written) or _is_head(cells, columns):
        return True
    if any(row.get(name) for name in NAMES):
        return any(map(_NOBODY.fullmatch, written))
    # a row with other contents but no name is a mistake, and refused
    return any(written) or all(map(FIGURES.fullmatch, filter(None, map(str.strip, cells))))


def _is_head(cells: list[str], columns: Mapping[str, int]) -> bool:
    """True when a row repeats the titles, as at the top of each page of a report."""
    names = [at for name, at in columns.items() if name in NAMES]
    said = _columns(cells)
    return bool(names) and all(at in said.values() for at in names) and len(said) > 1
