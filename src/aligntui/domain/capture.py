"""The capture grammar: read items, actions and feedback out of typed lines.

A line that begins with a handle's letter, a colon and a space becomes that thing; every other
line stays a note, word for word. A malformed mark stays a note, too, with the reason. Marks
mean the same wherever a line is typed (`domain/marks.py`). Where the kind is known from the box
or the command, a dot before the first letter makes the line private.
"""

import re
from collections.abc import Collection, Iterator
from dataclasses import fields, replace
from datetime import date
from typing import Any, Final, NamedTuple

from aligntui.domain.details import EMPTY, Details, Expectation
from aligntui.domain.errors import Refused, complaint
from aligntui.domain.identity import Handle
from aligntui.domain.line_kinds import (
    A_KIND,
    NOBODY,
    NOTHING,
    SECTIONS,
    USUALLY_PRIVATE,
    Given,
    Kind,
    Known,
    usual_owner,
)
from aligntui.domain.marks import Words
from aligntui.domain.plain import clean_line, typewritten
from aligntui.domain.section import Section
from aligntui.domain.stance import Party, Reason, reason_alone, reason_of, reasoned


class Captured(NamedTuple):
    """One line and the thing it becomes; `start` and `end` are its place in the text without LF."""

    start: int
    end: int
    kind: Kind = Kind.NOTE
    text: str = ""
    private: bool | None = None
    """True or False when the line says so; None for the default of its kind."""
    details: Details | None = None
    owner: Party = Party.ME
    owned: bool = False
    """True when the line names its owner, or from whom it is."""
    by: date | None = None
    about: Handle | None = None
    source: str = ""
    """Who gave feedback that was received, where it was not the person."""
    ladder: str = ""
    """The line of the ladder that a win is held against."""
    because: Reason | None = None
    """The reason typed behind the words of a section's line."""
    problem: str = ""
    """The reason why a line with a mark stays a note, or why a word of it is invalid."""
    unread: tuple[str, ...] = ()
    """Words that look like marks but stay text, each with the reason."""


_MARK = re.compile(
    r"[ \t]*(?P<privacy>[./])?"
    r"(?:(?P<letter>[FORATW]|B[+<-]|E(?: (?P<scope>not|mine))?):(?P<blank>[ \t])?"
    r"|(?P<box>(?:(?:[-*+•]|\d{1,3}[.)]) )?(?:\[ \]|☐)[ \t]))"
)
_NEARLY = re.compile(
    r"(?i)\s*[./]?(?P<mark>[FORATW]|B[+<-]|E(?: (?:not|mine))?)[:\uff1a]"
    r"|\s*(?:(?:[-*+•]|\d{1,3}[.)]) )?(?:\[x\]|[☑☒])\s"
)
"""A mark in either case, with or without a blank behind it, or a ticked box."""
_SIGN = r"[ \t]*(?:(?P<sign>\.[ \t]*|/)(?=[^\W\d_])|\.(?=\.[^\W\d_]))"
"""The sign before the first letter of a line without a mark; of two dots one stays text."""
_BEHIND: Final = r"(?P<marks>(?:[@%~]\S+[ \t]+)*)"
"""Marks in front of the words that stayed text themselves."""
_PRIVACY: Final = {".": True, "/": False}


FOR_BOTH: Final = "a line of a round is for the other one; write what is private on the page"

_WIDE_COLONS = "\uff1a\ufe55\ufe13"
"""Full-width and small colons, whose glyphs contain the blank."""


def capture(text: str, today: date, whom: Known = NOBODY) -> tuple[Captured, ...]:
    """Parse each line of a text; every character except the LFs is in exactly one result.

    `whom` has the handles that `~` may name; `by` is read on `today`. When the last numbers are
    known, a line may name an item that another line of the text becomes.
    """
    lines = _lines(text, today, whom)
    while whom.handles is not None and "~" in typewritten(text):
        new = _made(lines, whom)
        if new <= set(whom.handles):
            break
        whom = whom._replace(handles={*whom.handles, *new})
        lines = _lines(text, today, whom)
    return lines


def section_line(
    typed: str, section: Section, today: date, whom: Known = NOBODY, given: Given = NOTHING
) -> Captured:
    """Parse a line typed into a section, with the marks of its kind.

    Its own mark may come first or not; for `E not: ` the `not: ` alone is enough, and a dot before
    the first letter makes it private. Invalid marks stay text, and the fields `given` beside the
    line take precedence.
    """
    return asked_line(typed, (Kind(section.letter),), today, whom, given)


def reworded_line(
    before: str, typed: str, section: Section, today: date, whom: Known = NOBODY
) -> Captured:
    """Parse the new wording of a line; words that it already had stay text, marks or not.

    A reason alone is the one of the words as they are.
    """
    if lost := words_lost(before, typed, today):
        return Captured(start=0, end=len(typed), text=before, problem=lost)
    if reason_alone(typed):
        typed = f"{before} {typed}"
    return section_line(typed, section, today, whom, Given(words=tuple(before.split())))


_MARKED: Final = (Kind.ACTION, Kind.WIN, Kind.FOCUS, Kind.OPPORTUNITY, Kind.RISK)
"""Kinds that have all the marks between them."""


def words_lost(before: str, typed: str, today: date) -> str:
    """Why a line typed over another is none: it has only marks, such as `by fri`, and no words."""
    text = typed.strip()
    if not text or text == before or not before or reason_alone(text):
        return ""
    whom, given = Known(handles=None), Given(again=True)
    if all(asked_line(text, (kind,), today, whom, given).text for kind in _MARKED):
        return ""
    return f"'{text[:40]}' alone would take the place of the words; type it behind them"


def told_line(typed: str, before: str = "") -> str:
    """The clean words of an answer, which is told, and in which marks stay text.

    Refuses what would be private on a page: a first dot, or one behind `why:`. A first word that
    stood there `before` is none.
    """
    began = _began_so(typed, Given(words=before.split()))
    mark = None if began else _marked(typed)
    sign = None if began or mark else _signed(typed, Kind.FOCUS)
    because = reasoned(typed, before.split()).because
    if (mark and mark["privacy"] == ".") or (sign and sign["sign"]):
        raise Refused(FOR_BOTH)
    if because and because.private:
        raise Refused(f"the reason is private, and {FOR_BOTH}")
    return clean_line(typed)


def said_fields(line: Captured) -> tuple[tuple[str, object], ...]:
    """The fields set by the marks of a section's line, as (name, value) pairs."""
    details, usual = line.details, EMPTY[SECTIONS[line.kind]]
    values = ((each.name, getattr(details, each.name)) for each in fields(usual))
    return tuple((name, value) for name, value in values if value != getattr(usual, name))


def note_of(text: str, lines: Collection[Captured]) -> str:
    """The text of the note: all lines that became nothing else, word for word."""
    return "\n".join(text[each.start : each.end] for each in lines if each.kind is Kind.NOTE)


def _lines(text: str, today: date, whom: Known) -> tuple[Captured, ...]:
    found, start = [], 0
    for line in text.split("\n"):
        there = Captured(start, start + len(line))
        if mark := _marked(line):
            read = _read(line, mark, today, whom)
            kept = there if read.problem else read
            there = kept._replace(start=start, end=there.end, problem=read.problem)
        elif near := _NEARLY.match(line):
            there = there._replace(problem=_nearly(line, near, today, whom))
        found.append(there)
        start = there.end + 1
    return tuple(found)


def _nearly(line: str, near: re.Match[str], today: date, whom: Known) -> str:
    """Why a line that nearly has a mark stays a note; "" for words such as `a: b`."""
    if not near["mark"]:
        return "a ticked box becomes nothing; '[ ]' or 'A: ' begins an action"
    written, rest = near["mark"], line[near.end() :]
    mark = written[0].upper() + written[1:].lower()
    if mark == written and not rest.strip():
        return "there is no text after the mark"
    if mark == written and rest[0].isalpha():
        return f"there is no blank after '{mark}:'"
    meant = f"{mark}: {rest.strip()}"
    read = _read(meant, _marked(meant), today, whom)
    fields = read.details and read.details != EMPTY[SECTIONS[read.kind]]
    if fields or read.by or read.owned or read.about or read.because or read.ladder:
        return f"'{written}:' is no mark; {A_KIND[read.kind]} begins with '{mark}: '"
    return ""


def _made(lines: tuple[Captured, ...], whom: Known) -> set[str]:
    """The handles that the lines of sections will get."""
    last, new = dict(whom.last), set()
    for line in lines if last or whom.name else ():
        if line.kind in SECTIONS:
            last[line.kind] = last.get(line.kind, 0) + 1
            new.add(f"{line.kind}{last[line.kind]}")
    return new


def asked_line(
    typed: str, kinds: tuple[Kind, ...], today: date, whom: Known = NOBODY, given: Given = NOTHING
) -> Captured:
    """Parse a line of one of some kinds, the first by default; invalid marks stay text."""
    mark = None if _began_so(typed, given) else _marked(typed)
    foreign = mark if mark and _kind(mark) not in kinds else None
    mark = None if foreign else mark
    if mark is None and len(kinds) > 1 and not given.again:
        return Captured(start=0, end=len(typed), problem="say whether it is praise or corrective")
    sign = None if mark or _began_so(typed, given) else _signed(typed, kinds[0])
    taken = sign.end() if sign else 0
    read = _read(typed[taken:], mark, today, whom, kinds[0], given, signed=sign is not None)
    if sign and sign["sign"]:
        read = read._replace(private=_PRIVACY[sign["sign"][0]])
    if not read.text and not given.again:  # only marks: keep them as the text
        read = read._replace(
            text="" if read.because else typed.strip(),
            details=given.details or (read.details and EMPTY[SECTIONS[read.kind]]),
            owner=given.owner or usual_owner(read.kind),
            owned=False,
            by=given.by,
            about=given.about,
            source=given.source,
            ladder="",
            unread=(),
        )
    unread = read.unread
    if foreign:
        words = typed[taken : foreign.end()].strip()
        unread = (f"'{words}' stays text; the line becomes {A_KIND[kinds[0]]}", *unread)
    return read._replace(end=len(typed), unread=unread)


def _signed(typed: str, kind: Kind) -> re.Match[str] | None:
    """The sign that says who may see a line of this kind, or that a dot stays text."""
    sign = re.match(_SIGN, typewritten(typed))
    return sign if sign and (sign["sign"] != "/" or kind in USUALLY_PRIVATE) else None


def _dot_behind(text: str, given: Given) -> str | None:
    """The words without a dot that stood behind marks, in front of the first letter."""
    found = re.match(rf"{_BEHIND}\.[ \t]*(?=[^\W\d_])", typewritten(text))
    if not found or _began_so(text[found.end("marks") :], given):
        return None
    return text[: found.end("marks")] + text[found.end() :]


def _dot_left(text: str, kind: Kind, given: Given, how: str) -> Iterator[str]:
    """The report on a first dot that stays text, where it could be meant to make private."""
    marks = re.match(_BEHIND, typewritten(text))
    (word,) = text[marks.end() if marks else 0 :].split()[:1] or ("",)
    if (
        kind not in USUALLY_PRIVATE
        and word not in given.words
        and re.match(r"\.(?!\.)", typewritten(word))
        and text.strip() != "."
    ):
        yield f"'{word[:40]}' stays text; a private line begins with {how}"


def _began_so(typed: str, given: Given) -> bool:
    """True when the first word was already text before the edit."""
    return bool(given.words) and any(word in given.words for word in typed.split()[:1])


def _marked(line: str) -> re.Match[str] | None:
    mark = _MARK.match(typewritten(line))
    if mark and mark["letter"] and not mark["blank"] and line[mark.end() - 1] not in _WIDE_COLONS:
        return None
    return mark


def _kind(mark: re.Match[str]) -> Kind:
    return Kind.ACTION if mark["box"] else Kind(mark["letter"].partition(" ")[0])


def _read(
    line: str,
    mark: re.Match[str] | None,
    today: date,
    whom: Known,
    kind: Kind = Kind.NOTE,
    given: Given = NOTHING,
    *,
    signed: bool = False,
) -> Captured:
    """Read the line as the kind its mark names, else as `kind`, with the problems found.

    Without a mark, and where it was not `signed`, a dot behind other marks makes it private.
    """
    kind = _kind(mark) if mark else kind
    rest = line[mark.end() :] if mark else line
    scope = mark["scope"] if mark else None
    if mark is None and kind is Kind.EXPECTATION and not _began_so(line, given):
        # `not: ` alone, for `E not: `; the same for `mine: `
        line_alone = line.lstrip()
        if bare := _marked(f"E {line_alone}"):
            scope, rest = bare["scope"], line_alone[bare.end() - 2 :]
    private = _PRIVACY[mark["privacy"]] if mark and mark["privacy"] else None
    found, because, problems, left = reasoned(rest, given.words), None, [], []
    if found.because and not found.because.text:
        left.append(f"'{found.mark}' stays text; no reason is behind it")
    elif found.because and kind not in SECTIONS:
        left.append(f"'{found.mark}' stays text; only a line of the four sections has a reason")
        private = True if found.because.private else private
    elif found.because:
        rest, because = found.words, found.because
        if why := complaint(reason_of, found.because.text):
            problems.append(why)
    words = Words(kind, rest, today, whom, given)
    details = words.details
    if scope and isinstance(details, Expectation):
        said: dict[str, Any] = {"of_me" if scope == "mine" else "excluded": True}
        details = replace(details, **said)
    text = words.text
    if private is None and mark is None and not signed:
        undotted = _dot_behind(text, given)
        text, private = (text, None) if undotted is None else (undotted, True)
    if private is None:
        how = f"'.{kind}: '" if mark else "'.' and a letter"
        left = [*_dot_left(text, kind, given, how), *left]
    return Captured(
        start=0,
        end=len(line),
        kind=kind,
        text=text,
        private=private,
        details=details,
        owner=words.owner,
        owned=words.owned,
        by=words.by,
        about=words.about,
        source=words.source,
        ladder=words.ladder,
        because=because,
        problem=next(iter((*words.problems, *problems)), ""),
        unread=(*left, *words.unread),
    )
