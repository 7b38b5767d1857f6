"""Find dates that head something in a note: in a heading, after a label, in a line or table.

`dated_notes` chooses among the places found here.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

from aligntui.text import note_labels as labels
from aligntui.text.date_phrases import phrases
from aligntui.text.date_tokens import ALONE, PLACED, SURE, Order, Parts, Phrase
from aligntui.text.note_labels import AROUND, OTHER, STRONG
from aligntui.text.note_lines import NO_HEADING, Kind, Line, visible

HEAD, LINE, LIST, TABLE = HABITS = ("heading", "line", "list", "table")
"""Ways to begin a meeting, the strongest first."""
_SIGNS = tuple(":|,(-/;")
_APART = (Kind.BLANK, Kind.RULE, Kind.HEADING, Kind.FRONT)
"""Lines that end a paragraph."""
_SHORT = 60
"""The most characters of a line that may be a title without any mark."""
_HEAD = re.compile(r"\W{0,3}([^:|]{1,20}?)(?: ?[:|]| - |$)")


class Place(NamedTuple):
    """A date that heads what follows."""

    at: int
    """The line that holds the date."""
    start: int
    """The line where its meeting begins."""
    habit: str
    level: int
    phrase: Phrase
    before: str = ""
    """The words before the date, without its label."""
    alone: bool = False
    """True when the line holds nothing but the date, or a label of it."""
    marked: bool = False
    """True when a sign or a time ends the date, or nothing follows."""
    bold: bool = False
    """True when exactly the date is bold or italic, at the beginning of its line."""
    spaced: bool = True
    """True when it begins a paragraph."""
    label: str = ""
    strength: int = STRONG
    elsewhere: bool = False
    """True when it is a due date or heads tasks: not the day of a meeting."""
    year: int | None = None
    """The year given by a heading above."""


class _Period(NamedTuple):
    level: int
    year: int | None
    month: int | None


class Dates:
    """The dates of a text, and those that head something, found in one walk through its lines.

    Its title, the name of a file with its folders, may say the year or the month.
    """

    def __init__(self, lines: Sequence[Line], title: str = "") -> None:
        self.years: list[int] = []
        """Years in headings and lists of contents, in order."""
        self.doubtful: list[tuple[int, tuple[int, int]]] = []
        """Headings that name two years, such as 2025/2026."""
        self._lines = lines
        named = (labels.period(each) or (labels.year_in(each), None) for each in title.split("/"))
        self._periods = [_Period(0, year, month) for year, month in named if year]
        self._headings: list[Line] = []
        self._open: Line | None = None
        """A heading without a date, as long as only labels follow it."""
        self._block: int | None = None
        """The line where a block of labels without a heading begins."""
        self._asks: Line | None = None
        """A heading that is the label of the date below."""
        self._in_line = [phrases(visible(line.words)) or phrases(line.words) for line in lines]
        self.seen = [(line.at, phrase) for line in lines for phrase in self._in_line[line.at]]
        """Every date, with its line."""
        found = [place for line in lines for place in self._places(line)]
        self.places = [place for place in found if lines[place.at].kind != Kind.FRONT]
        self.front = [place for place in found if lines[place.at].kind == Kind.FRONT]
        """Dates in the front matter."""

    def _places(self, line: Line) -> Iterator[Place]:
        """The dates in a line that head something."""
        if line.kind == Kind.BLANK:
            self._block = None
        elif line.kind == Kind.HEADING:
            yield from self._heading(line)
        elif line.kind == Kind.ROW:
            yield from self._row(line)
        elif line.kind in (Kind.TEXT, Kind.ITEM, Kind.QUOTE, Kind.PROPERTY, Kind.FRONT):
            yield from self._plain(line)
        elif line.kind != Kind.RULE:
            self._open = self._asks = self._block = None

    def _place(self, line: Line, phrase: Phrase, habit: str, **more: Any) -> Place:
        """A date of a line as the head of what follows, below the headings above."""
        more = {"level": line.level, "elsewhere": self._among_tasks(), **more}
        return Place(line.at, line.at, habit, phrase=phrase, year=self._year(), **more)

    # headings

    def _heading(self, line: Line) -> Iterator[Place]:
        while self._headings and self._headings[-1].level >= line.level:
            self._headings.pop()
        self._headings.append(line)
        self._periods = [each for each in self._periods if each.level <= line.level]
        above, self._open = self._open, None
        self._asks = self._block = None
        if place := self._of_heading(line):
            yield place
        elif self._isperiod(line, line.level):
            return
        elif labels.names_day(line.words):
            self._asks = above or line
        else:
            self._open = line

    def _of_heading(self, line: Line) -> Place | None:
        words = visible(line.words)
        if phrase := self._of_month(words):
            return self._place(line, phrase, HEAD, alone=True, elsewhere=False)
        for phrase in sorted(self._in_line[line.at], key=lambda each: each.weak):
            before, after = words[: phrase.start], words[phrase.end :]
            alone = not after.strip(AROUND) and (not before.strip(AROUND) or _labels(before))
            edge = not before.strip(AROUND) or not after.strip(AROUND)
            if phrase.unread or phrase.weak > (ALONE if alone else PLACED if edge else SURE):
                continue
            title = "" if alone else before.strip(AROUND).casefold()
            elsewhere = self._is_elsewhere(before, alone=alone)
            return self._place(line, phrase, HEAD, before=title, alone=alone, elsewhere=elsewhere)
        return None

    def _is_elsewhere(self, before: str, *, alone: bool) -> bool:
        above = self._headings[:-1]
        ahead = any(
            (labels.looks_ahead if alone else labels.names_tasks)(each.words) for each in above
        )
        return ahead or labels.closes(before)

    def _of_month(self, words: str) -> Phrase | None:
        """A date whose month stands in a heading above."""
        above = next((each for each in reversed(self._periods) if each.month), None)
        head = _HEAD.match(words) if above else None
        day = labels.day_alone(head[1]) if head else None
        if not above or not above.month or not day:
            return None
        parts = Parts(above.year or self._year(), above.month, day[0])
        readings = dict.fromkeys(Order, parts)
        return Phrase(0, len(words), words, readings, weekday=day[1]) if parts.possible else None

    def _isperiod(self, line: Line, level: int) -> bool:
        """Record a year or month that a line names; True when it names nothing else."""
        words = visible(line.words)
        found = labels.period(words)
        year = found[0] if found else (labels.year_in(words) if line.kind == Kind.HEADING else None)
        if found is None and year is None:
            if line.kind == Kind.HEADING and (both := labels.two_years(words)):
                self.doubtful.append((line.at, both))
            return False
        if year:
            self.years.append(year)
        if not self._is_contents(line.at):
            self._periods = [each for each in self._periods if each.level < level]
            self._periods.append(_Period(level, year, found[1] if found else None))
        return found is not None

    def _is_contents(self, at: int) -> bool:
        """True when only links within the text follow, up to the next heading."""
        below = []
        for line in self._lines[at + 1 :]:
            if line.kind == Kind.HEADING:
                break
            if line.kind != Kind.BLANK:
                below.append(line)
            if not line.linked and line.kind != Kind.BLANK:
                break
        return bool(below) and all(line.linked for line in below)

    def _year(self) -> int | None:
        return next((each.year for each in reversed(self._periods) if each.year), None)

    def _among_tasks(self) -> bool:
        return any(labels.names_tasks(each.words) for each in self._headings)

    # lines

    def _plain(self, line: Line) -> Iterator[Place]:
        at = line.at
        spaced = at == 0 or self._lines[at - 1].kind in _APART
        if (label := labels.label_of(line.words)) and (place := self._of_label(line, label.rest)):
            named = place._replace(label=label.name, strength=label.strength, spaced=spaced)
            yield _under(self._open, named) or named._replace(start=self._begin(line.at))
            return
        if labels.is_label(line.words) or line.kind == Kind.PROPERTY:
            self._begin(line.at)
            return
        asks, over = self._asks, self._open
        self._open = self._asks = self._block = None
        if line.kind not in (Kind.TEXT, Kind.ITEM) or (spaced and self._isperiod(line, NO_HEADING)):
            return
        if place := self._of_line(line, spaced=spaced):
            yield (_under(asks or over, place) if place.alone else None) or place

    def _begin(self, at: int) -> int:
        if self._block is None:
            self._block = at
        return self._block

    def _of_label(self, line: Line, rest: str) -> Place | None:
        """The date after a label."""
        for phrase in phrases(visible(rest)):
            bare = not rest[: phrase.start].strip(AROUND)
            if not bare or phrase.unread:
                return None
            return self._place(line, phrase, LINE, level=NO_HEADING, alone=True, marked=True)
        return None

    def _of_line(self, line: Line, *, spaced: bool) -> Place | None:
        words = visible(line.words)
        habit = LIST if line.kind == Kind.ITEM else LINE
        if phrase := self._of_month(words):
            return self._place(line, phrase, habit, alone=True, marked=True, spaced=spaced)
        if not (found := self._in_line[line.at]) or found[0].unread:
            return None
        phrase = found[0]
        before = words[: phrase.start].strip(AROUND)
        after = words[phrase.end :].lstrip("]>) ")
        ends = not after.strip(AROUND) and not words.endswith(".")
        if before and not (habit == LINE and spaced and ends and len(words) <= _SHORT):
            return None  # it is no title of what follows
        alone = not before and not after.strip(AROUND)
        bold = not before and line.bold.strip(AROUND) == words[: phrase.end].strip(AROUND)
        marked = alone or bold or phrase.timed or after.startswith(_SIGNS)
        if labels.is_sentence(after, bold=bold) or phrase.weak > (
            ALONE if alone or bold else PLACED if marked else SURE
        ):
            return None
        return self._place(
            line, phrase, habit, before=before.casefold(), alone=alone, marked=marked, bold=bold,
            spaced=spaced,
        )  # fmt: skip

    # tables

    def _row(self, line: Line) -> Iterator[Place]:
        if line.at and self._lines[line.at - 1].kind in (Kind.ROW, Kind.RULE):
            return
        rows = []
        for each in self._lines[line.at :]:
            if each.kind not in (Kind.ROW, Kind.RULE):
                break
            rows.append(each)
        named = [each for each in rows if len(each.cells) == 2 and _labels(each.cells[0])]
        if named and (place := self._of_label(named[0], named[0].cells[1])):
            place = place._replace(label="date")
            yield _under(self._open, place) or place._replace(start=line.at)
        else:
            yield from self._of_table(rows)
        self._open = self._asks = self._block = None

    def _of_table(self, rows: Sequence[Line]) -> Iterator[Place]:
        """One place for each row, from the column with the most dates."""
        titles = rows[0].cells if len(rows) > 1 and rows[1].kind == Kind.RULE else ()
        columns: dict[int, list[Place]] = {}
        for row in rows:
            for column, cell in enumerate(row.cells):
                phrase = next(iter(phrases(cell)), None)
                if phrase and not phrase.unread and not cell[: phrase.start].strip(AROUND):
                    title = titles[column] if column < len(titles) else ""
                    elsewhere = labels.closes(title) or self._among_tasks()
                    place = self._place(
                        row, phrase, TABLE, level=0, label=title.casefold(), elsewhere=elsewhere
                    )
                    columns.setdefault(column, []).append(place)
        usable = {at: found for at, found in columns.items() if not found[0].elsewhere}
        if usable:
            yield from max(usable.values(), key=len)


def begins(place: Place, after: int, lines: Sequence[Line]) -> int:
    """The line where a meeting begins, with headings right above it that head nothing else."""
    start = at = place.start
    level = place.level if place.habit == HEAD else NO_HEADING
    while at > after and lines[at - 1].kind in (Kind.BLANK, Kind.HEADING):
        at -= 1
        if lines[at].kind == Kind.HEADING:
            if lines[at].level >= level:
                break
            start, level = at, lines[at].level
    return start


def _under(heading: Line | None, place: Place) -> Place | None:
    """The date as the one of the heading above it, where there is one."""
    return heading and place._replace(start=heading.at, habit=HEAD, level=heading.level)


def _labels(words: str) -> bool:
    """True when words are nothing but a label for the day of a meeting."""
    label = labels.label_of(f"{words.strip(AROUND)}: ")
    return label is not None and label.strength > OTHER
