"""Classify each line of a note: heading, list item, table row, code, plain text and so on.

Markdown comes first; equivalents in other markups are understood as well: underlined titles, org
stars, AsciiDoc and wiki signs, HTML tags.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from enum import Enum
from typing import NamedTuple

from aligntui.text.date_phrases import phrases
from aligntui.text.date_tokens import FAR, plain

Kind = Enum("Kind", "BLANK TEXT HEADING ITEM TASK ROW QUOTE PROPERTY FRONT CODE RULE")
"""What a line is."""
NO_HEADING = 7
"""The level of lines that only look like headings; real ones have 1 to 6."""


class Line(NamedTuple):
    """A line: its number from 0, its kind, and its words without marks."""

    at: int
    kind: Kind
    words: str = ""
    level: int = 0
    """The rank of a heading; the indent of any other line."""
    cells: tuple[str, ...] = ()
    linked: bool = False
    """True when its words link to another place in the text, as in a list of contents."""
    bold: str = ""
    """The bold or italic words that begin it."""


_ENDS = {"---": ("---", "..."), "+++": ("+++",)}
_FIELD = re.compile(r"[\w\"][\w \"-]*[:=]")
_FENCE = re.compile(r" {0,3}(`{3,}|~{3,})(.*)")
_ATX = re.compile(r"(#{1,6})(?:[ \t]+|(?=\d{4}\b)|$)(.*?)[ \t]*#*[ \t]*")
_ADOC = re.compile(r"(={1,6})[ \t]+(.*?)[ \t]*=*[ \t]*")
_TEXTILE = re.compile(r"h([1-6])\.[ \t]+(.*)")
_HTML = re.compile(r"<(?:h([1-6])|summary)\b[^<>]*>(.*)", re.IGNORECASE)
_BOLD = re.compile(r"[ \t]*(\*{1,3}|_{1,3})(?=\S)(.{1,60}?)\1(?!\w)")
_STARS = re.compile(
    r"(\*+)[ \t]+(?:(TODO|NEXT|WAITING|HOLD|CANCELLED|SOMEDAY)[ \t]+|[A-Z]{4,}[ \t]+)?(.*)"
)
_ORG_TAGS = re.compile(r"[ \t]+:[\w@:]+:[ \t]*$")
_ORG = re.compile(r"\*{2,}[ \t]|:PROPERTIES:|#\+\w+:|\*+[ \t]+(?:TODO|DONE)\b", re.IGNORECASE)
_MARKDOWN = re.compile(r"#{1,6}[ \t]|```")
_PLAN = re.compile(r"[ \t]*(?:SCHEDULED|DEADLINE|CLOSED|CLOCK):")
_DRAWER = re.compile(r"[ \t]*(?::([A-Za-z][\w-]*):|#\+(\w+):)[ \t]*(.*)")
_MARK = re.compile(r"([ \t]*)(?:[-*+•–‣◦·][ \t]+|(\d{1,3}[.)])[ \t]+)(?:\[([ xX~/>-])\][ \t]+)?")
_BARE_BOX = re.compile(r"[ \t]*\[[ xX]?\][ \t]")
_QUOTED = re.compile(r" {0,3}>+[ \t]?(?:\[![\w-]+\][+-]?[ \t]*)?")
_UNDER = re.compile(r"([=\-~^\"'`:.*+#_<>])\1+[ \t]*")
_STROKES = re.compile(r"([-*_=~] ?){3,}")
_RULED = re.compile(r"[ \t]*\|?[ \t:|+-]*-[ \t:|+-]*\|?[ \t]*")
_LINKED = re.compile(r"\]\(#|\[\[#")
_TARGET = re.compile(r"(?<=\])\((?!#)[^()\s]*\)|(?<=\])\(#[^()]*\)")
_RANKS = '=-~^"'


def looked_at(lines: Sequence[str], *, org: bool = False) -> list[Line]:
    """Classify each line; `org` when the file's name says so."""
    front = _front(lines)
    code = _code(lines, front)
    drawn = _drawn(lines)
    org = org or (any(map(_ORG.match, lines)) and not any(map(_MARKDOWN.match, lines)))
    found: list[Line] = []
    for at, raw in enumerate(lines):
        if not raw.strip():
            found.append(Line(at, Kind.BLANK))
        elif at < front:
            found.append(Line(at, Kind.FRONT, plain(raw)))
        elif at in code:
            found.append(Line(at, Kind.CODE, plain(raw)))
        elif rank := _rank(found, lines, at):
            below = found[-1]
            title = plain(lines[below.at])
            found[-1] = Line(below.at, Kind.HEADING, title, rank, linked=below.linked)
            found.append(Line(at, Kind.BLANK))
        else:
            found.append(_line(at, raw, table=at in drawn, org=org))
    return found


def visible(words: str) -> str:
    """The words without link targets."""
    return _TARGET.sub("", words)


def _front(lines: Sequence[str]) -> int:
    """The number of lines of front matter."""
    ends = _ENDS.get(lines[0].lstrip("\ufeff").rstrip()) if lines else None
    found = (at for at, line in enumerate(lines[1:], start=1) if line.rstrip() in (ends or ()))
    front = next(found, -1) + 1
    return front if any(map(_FIELD.match, lines[1:front])) else 0


def _code(lines: Sequence[str], front: int) -> set[int]:
    """Line numbers of code blocks; a fence that is never closed begins none."""
    found: set[int] = set()
    unclosed = {"`": FAR, "~": FAR}
    marks = [(at, mark) for at in range(front, len(lines)) if (mark := _FENCE.match(lines[at]))]
    for place, (at, mark) in enumerate(marks):
        fence = mark[1]
        if at in found or len(fence) >= unclosed[fence[0]] or _underlines(lines, at, fence):
            continue
        rest = (marks[n] for n in range(place + 1, len(marks)))
        ends = (n for n, m in rest if m[1].startswith(fence) and not m[2].strip())
        if (end := next(ends, None)) is None:
            unclosed[fence[0]] = len(fence)
        else:
            found.update(range(at, end + 1))
    return found


def _underlines(lines: Sequence[str], at: int, fence: str) -> bool:
    """True when tildes or backticks underline a title of about the same length."""
    title = lines[at - 1].strip() if at else ""
    return (
        len(fence) > 3
        and bool(title)
        and len(fence) * 2 >= len(title)
        and not lines[at].strip(f"{fence[0]} \t")
    )


def _rank(found: Sequence[Line], lines: Sequence[str], at: int) -> int:
    """The rank of the heading that the line above is if this line underlines it, else 0."""
    mark = _UNDER.fullmatch(lines[at])
    if not mark or not found or found[-1].kind != Kind.TEXT or found[-1].level > 3:
        return 0
    title = lines[at - 1].strip()
    length = len(lines[at].strip())
    known = mark[1] in _RANKS
    short = (mark[1] != "=" or len(title) > 80) and length * 2 < len(title)
    if short and not _dated(title, only=True):
        return 0
    if not known and length < 3:
        return 0
    return _RANKS.index(mark[1]) + 1 if known else 6


def _line(at: int, raw: str, *, table: bool, org: bool) -> Line:
    linked = bool(_LINKED.search(raw))
    text = raw.expandtabs(4).rstrip()
    indent = len(text) - len(text.lstrip())
    if org and (line := _of_org(at, raw)):
        return line
    if heading := _heading(text.strip() if indent < 4 else ""):
        return Line(at, Kind.HEADING, plain(heading[1]), heading[0], linked=linked)
    if _STROKES.fullmatch(text.strip()) or (table and _RULED.fullmatch(text)):
        return Line(at, Kind.RULE)
    if table or text.lstrip().startswith("|"):
        return Line(at, Kind.ROW, plain(raw), indent, _cells(text.strip()))
    if _BARE_BOX.match(text):
        return Line(at, Kind.TASK, plain(text), indent)
    if quoted := _QUOTED.match(text):
        return Line(at, Kind.QUOTE, plain(text[quoted.end() :]), indent)
    if (mark := _MARK.match(text)) and not (mark[2] and _dated(text)):
        return _of_list(at, text, mark, linked=linked)
    if drawer := _DRAWER.fullmatch(text):
        name = drawer[1] or drawer[2]
        return Line(at, Kind.PROPERTY, plain(f"{name}: {drawer[3]}") if drawer[3] else "", indent)
    bold = _BOLD.match(text)
    words, bold_words = plain(text.lstrip("# ")), plain(bold[2]) if bold else ""
    return Line(at, Kind.TEXT, words, indent, linked=linked, bold=bold_words)


def _of_org(at: int, raw: str) -> Line | None:
    if _PLAN.match(raw):
        return Line(at, Kind.TASK, plain(raw))
    if not (stars := _STARS.fullmatch(raw.rstrip())):
        return None
    kind = Kind.TASK if stars[2] else Kind.HEADING
    return Line(at, kind, plain(_ORG_TAGS.sub("", stars[3])), min(len(stars[1]), 6))


def _heading(text: str) -> tuple[int, str] | None:
    if found := _ATX.fullmatch(text) or _ADOC.fullmatch(text):
        return len(found[1]), found[2]
    if found := _TEXTILE.fullmatch(text):
        return int(found[1]), found[2]
    if found := _HTML.match(text):
        return int(found[1] or 6), found[2]
    return None


def _of_list(at: int, text: str, mark: re.Match[str], *, linked: bool) -> Line:
    indent, rest = len(mark[1]), text[mark.end() :]
    if mark[3]:
        return Line(at, Kind.TASK, plain(rest), indent)
    if heading := _heading(rest):
        return Line(at, Kind.HEADING, plain(heading[1]), heading[0], linked=linked)
    return Line(at, Kind.ITEM, plain(rest), indent, linked=linked)


def _dated(text: str, *, only: bool = False) -> bool:
    """True when a text begins with a date, or is `only` one."""
    words = plain(text)
    first = next(iter(phrases(words)), None)
    return first is not None and first.start == 0 and (not only or first.end == len(words))


def _cells(text: str) -> tuple[str, ...]:
    inner = text.removeprefix("|").removesuffix("|").replace("\\|", "/")
    return tuple(plain(cell) for cell in inner.split("|"))


def _drawn(lines: Sequence[str]) -> set[int]:
    """Line numbers of tables: adjoining lines with strokes between cells, one of them a rule."""
    found: set[int] = set()
    stretch: list[int] = []
    for at, line in enumerate([*lines, ""]):
        if "|" in line:
            stretch.append(at)
            continue
        if any(_RULED.fullmatch(lines[each]) for each in stretch):
            found.update(stretch)
        stretch = []
    return found
