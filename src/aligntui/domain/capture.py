"""The one small grammar: things read out of typed lines.

A line that begins with a handle's letter, a colon and a space becomes that thing; every other
line stays a note, word for word. What looks like a mark but can't be read stays a note, too, and
says why. Only known words after `@`, `%`, `~`, `::` and `by` mean anything.
"""

import re
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from aligntui.domain.details import (
    Cause,
    Details,
    Expectation,
    Focus,
    Helps,
    Opportunity,
    Risk,
)
from aligntui.domain.errors import Refused
from aligntui.domain.identity import Handle
from aligntui.domain.plain import clean_line
from aligntui.domain.section import Section
from aligntui.domain.stance import Party


class Kind(StrEnum):
    """What a line becomes; the value is its mark."""

    FOCUS = "F"
    EXPECTATION = "E"
    OPPORTUNITY = "O"
    RISK = "R"
    ACTION = "A"
    TALKING_POINT = "T"
    PRAISE = "B+"
    CORRECTIVE = "B-"
    NOTE = ""


SECTIONS = {
    Kind.FOCUS: Section.FOCUS,
    Kind.EXPECTATION: Section.EXPECTATIONS,
    Kind.OPPORTUNITY: Section.OPPORTUNITIES,
    Kind.RISK: Section.RISKS,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Captured:
    """One line and what it becomes; `start` and `end` are its place in the text, without LF."""

    start: int
    end: int
    kind: Kind = Kind.NOTE
    text: str = ""
    private: bool | None = None
    """True or False where the line says so; None is as usual for its kind."""
    details: Details | None = None
    owner: Party = Party.ME
    by: date | None = None
    about: Handle | None = None
    problem: str = ""
    """Why a line that looks like a mark stays a note."""


_MARK = re.compile(
    r"[ \t]*(?P<privacy>[./])?"
    r"(?:(?P<letter>[FORAT]|B[+-]|E(?: (?P<excluded>not))?):[ \t]|(?P<box>(?:[-*+] )?\[ \][ \t]))"
)
# compiled where they are needed: most lines have no mark
_WORD = r"(?<!\S)([@%~])(\S+)(?!\S)"
_BY = r"(?i)(?<!\S)by[ \t]+(\S.*)$"
_HANDLE = r"[A-Z]\d+\Z"
_CAUSES = {cause.value: cause for cause in Cause}
_HELPS = {helps.value: helps for helps in Helps}


def capture(text: str, today: date, handles: Collection[str] = ()) -> tuple[Captured, ...]:
    """What each line of a text becomes; every character but the LFs is in exactly one of them.

    `handles` are those that `~` may name; `by` is read on `today`.
    """
    found, start = [], 0
    for line in text.split("\n"):
        found.append(_line(line, start, today, handles))
        start += len(line) + 1
    return tuple(found)


def action_line(typed: str, today: date) -> Captured:
    """An action that was asked for, so that nothing of it can stay a note."""
    (line,) = capture(f"A: {typed}", today)
    if line.kind is Kind.ACTION:
        return line
    return Captured(start=line.start, end=line.end, kind=Kind.ACTION, text=typed)


def section_line(
    typed: str, section: Section, today: date, handles: Collection[str] = ()
) -> Captured:
    """A line that was asked for in a section, with the words that its mark knows.

    The mark itself may stand before it or not; of `E not: ` the `not: ` alone is enough.
    """
    (whole,) = capture(typed, today, handles)
    if SECTIONS.get(whole.kind) is section:
        return whole
    excluded = section is Section.EXPECTATIONS and typed.lstrip().startswith("not: ")
    between = " " if excluded else ": "
    (line,) = capture(f"{section.letter}{between}{typed.lstrip()}", today, handles)
    return line


def note_of(text: str, lines: Collection[Captured]) -> str:
    """What is left for the note: the lines that became nothing else, word for word."""
    return "\n".join(text[each.start : each.end] for each in lines if each.kind is Kind.NOTE)


class _Unreadable(Exception):  # noqa: N818  # it ends as words on the line
    pass


def _line(line: str, start: int, today: date, handles: Collection[str]) -> Captured:
    end = start + len(line)
    mark = _MARK.match(line)
    if mark is None:
        return Captured(start=start, end=end)
    kind = Kind.ACTION if mark["box"] else Kind(mark["letter"].removesuffix(" not"))
    private = {".": True, "/": False, None: None}[mark["privacy"]]
    try:
        return _Reader(kind, line[mark.end() :], today, handles).read(
            start, end, private, theirs=not mark["excluded"]
        )
    except _Unreadable as problem:
        return Captured(start=start, end=end, problem=str(problem))


def _check_length(text: str, what: str) -> None:
    """A line that its kind would refuse stays a note: the others are kept all the same."""
    if text.strip():
        try:
            clean_line(text, what)
        except Refused as refused:
            raise _Unreadable(str(refused)) from None


class _Reader:
    """Takes the known words out of what stands after a mark."""

    def __init__(self, kind: Kind, rest: str, today: date, handles: Collection[str]) -> None:
        self._kind = kind
        self._rest = rest
        self._today = today
        self._handles = handles
        self._owner = Party.ME
        self._weight: int | None = None
        self._helps: set[Helps] = set()
        self._cause: Cause | None = None
        self._about: Handle | None = None

    def read(self, start: int, end: int, private: bool | None, *, theirs: bool) -> Captured:
        """The line as the thing it becomes; raises `_Unreadable`."""
        success, by = "", None
        if self._kind is Kind.EXPECTATION:
            self._rest, _, success = self._rest.partition(" :: ")
        if self._kind is Kind.ACTION:
            by = self._take_day()
        text = " ".join(re.sub(_WORD, self._take_word, self._rest).split())
        if not text:
            raise _Unreadable("nothing stands after the mark")
        _check_length(text, "the text")
        _check_length(success, "what success looks like")
        return Captured(
            start=start,
            end=end,
            kind=self._kind,
            text=text,
            private=private,
            details=self._details(theirs=theirs, success=" ".join(success.split())),
            owner=self._owner,
            by=by,
            about=self._about,
        )

    def _details(self, *, theirs: bool, success: str) -> Details | None:
        match self._kind:
            case Kind.FOCUS:
                return Focus(weight=self._weight)
            case Kind.EXPECTATION:
                return Expectation(theirs=theirs, success=success)
            case Kind.OPPORTUNITY:
                return Opportunity(helps=frozenset(self._helps))
            case Kind.RISK:
                return Risk(cause=self._cause, threatens=self._about)
            case _:
                return None

    def _take_word(self, found: re.Match[str]) -> str:
        sign, word = found.groups()
        taken = {"@": self._take_at, "%": self._take_share, "~": self._take_handle}[sign](word)
        return " " if taken else found[0]

    def _take_at(self, word: str) -> bool:
        if self._kind is Kind.ACTION and word in set(Party):
            self._owner = Party(word)
        elif self._kind is Kind.OPPORTUNITY and word in _HELPS:
            self._helps.add(_HELPS[word])
        elif self._kind is Kind.RISK and word in _CAUSES:
            self._cause = _CAUSES[word]
        else:
            return False
        return True

    def _take_share(self, word: str) -> bool:
        if self._kind is not Kind.FOCUS or not word.isascii() or not word.isdigit():
            return False
        if len(word) > 3 or int(word) > 100:
            raise _Unreadable(f"a share of {word[:9]} % can't be; 0 to 100 can")
        self._weight = int(word)
        return True

    def _take_handle(self, word: str) -> bool:
        takes = self._kind in (Kind.RISK, Kind.PRAISE, Kind.CORRECTIVE)
        if not takes or not re.match(_HANDLE, word):
            return False
        if self._kind is Kind.RISK and word[0] != Section.EXPECTATIONS.letter:
            raise _Unreadable(f"a risk threatens an expectation; {word} is none")
        if word not in self._handles:
            raise _Unreadable(f"there is no {word}")
        self._about = Handle(word)
        return True

    def _take_day(self) -> date | None:
        found = re.search(_BY, self._rest)
        if found is None:
            return None
        from aligntui.domain import dates

        try:
            day = dates.parse(re.sub(_WORD, " ", found[1]), self._today)
        except dates.Impossible as impossible:
            raise _Unreadable(str(impossible)) from None
        except Refused:
            return None
        kept = " ".join(each[0] for each in re.finditer(_WORD, found[1]))
        self._rest = f"{self._rest[: found.start()]} {kept}"
        return day
