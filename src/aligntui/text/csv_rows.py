"""Read a table written by another program: its titles, its rows and the lines around them."""

from __future__ import annotations

import csv
import io
import re
from itertools import islice
from typing import TYPE_CHECKING, NamedTuple

from aligntui.domain.errors import Refused

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

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
_SUM = re.compile(
    rf"((grand|sub|report|overall) ?)?(totals?|sums?)\b[ :=]*({_NUMBER})?.*"
    rf"|(the )?(total |record |row |head ?)?(count|records?|rows?|number of [\w ]+)[ :=]+{_NUMBER}"
    rf"|showing\b.*\d.*|\(?{_NUMBER}( of {_NUMBER})? (records?|rows?|employees?|people|persons?"
    r"|users?|results?|entries|items|workers?|members?)\b.*",
    re.IGNORECASE,
)
_TOTAL = re.compile(
    rf"((grand|sub|report|overall) ?)?(totals?|sums?)[ :=]*({_NUMBER})?", re.IGNORECASE
)
"""A total and no other word: in a later cell "Sum Wong" may be a person's name."""
_FOOT = re.compile(
    r"(report|generated|exported|printed|created|downloaded|source|filters?|as of|run)\b.*\d.*"
    r"|page \d+.*|end of (report|file|list|data)\b.*|confidential\b.*|copyright\b.*|©.*|\*.*",
    re.IGNORECASE,
)


class Rows(NamedTuple):
    """A table; each row has its line number and exactly as many cells as there are titles."""

    titles: list[str]
    rows: list[tuple[int, list[str]]]
    above: list[str]
    """The lines above the titles."""


def rows_in(text: str, known: Callable[[list[str]], int]) -> Rows:
    """Read the titles and rows of a table; `known` counts the titles in a line that are understood.

    The titles are the first line with any known title or, below other lines, with at least two.
    Raises `Refused` for text that is no table, and for cells without a title.
    """
    separator, line = titles_in(text, known)
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
    return Rows(titles, rows, [words for each in above if (words := _above(each, separator))])


def titles_in(text: str, known: Callable[[list[str]], int]) -> tuple[str, int]:
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
            understood = known(cells)
            # any line at the head of a report may contain one known word
            if understood > max(best, 0 if first else 1):
                best, found = understood, (separator, line)
            first = False
    return found


def is_sum(cells: list[str], names: list[str]) -> bool:
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
