"""A round as rows: my own answers line by line, or both sides, the differences first."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from itertools import zip_longest
from typing import TYPE_CHECKING, Final

from aligntui.domain.rounds import Kind, Settled, open_rows
from aligntui.domain.rounds import Row as Compared
from aligntui.domain.section import Section
from aligntui.text.round_file import asked_as
from aligntui.text.round_words import GROUPS, answer_words, going_words, settled_words, stood_words
from aligntui.tui.widgets.plain import fit, line, plain
from aligntui.tui.widgets.row import Row, heading

if TYPE_CHECKING:
    from textual.content import Content

    from aligntui.domain.identity import Handle
    from aligntui.domain.person import Person
    from aligntui.domain.round import Answer, Asked, Round

OF_ME: Final = "of_me"
"""The key of the heading above what one expects of the other."""
ROUND_LEGEND: Final = {
    "=": "holds, or agreed",
    "x": "seen differently",
    "+": "a line of your own, or one that was taken in",
    "-": "closed or private meanwhile, or settled otherwise",
}
_INDENT: Final = 6
_WHO: Final = 6
_SIDE_BY_SIDE: Final = 96
"""Cells from which both sides stand beside each other."""
_HELD: Final = {True: ("=", "$good"), False: ("x", "$late"), None: (" ", "")}
_SETTLED: Final = {
    Settled.OPEN: " ",
    Settled.AGREED: "=",
    Settled.DIFFERS: "x",
    Settled.CLOSED: "-",
    Settled.PRIVATE: "-",
    Settled.TAKEN: "+",
    Settled.OTHERWISE: "-",
}


def new_key(at: int) -> str:
    """The key of a line of one's own, by its place among them."""
    return f"new{at}"


def answering_rows(found: Round, now: Mapping[Handle, str]) -> Iterator[Row]:
    """The lines that went out with my answers; `now` are the words of those reworded since.

    Theirs stand below only where they were looked at.
    """
    mine = {each.handle: each for each in found.mine if each.handle}
    new = [each for each in found.mine if each.handle is None]
    looked = found.theirs if found.theirs in found.backs else None
    theirs = {each.handle: each for each in looked.answers if each.handle} if looked else {}
    for section in Section:
        asked = [each for each in found.lines if each.section is section]
        done = sum(mine[e.handle].holds is not None for e in asked if e.handle in mine)
        right = f"{done} of {len(asked)}" if asked else ""
        yield heading(section.title, right, key=section.value)
        for each in asked:
            yield from _answered(each, mine.get(each.handle), now.get(each.handle))
            if looked:
                yield from _words("they", theirs.get(each.handle))
        yield from _own(new, section)
    yield heading("What you expect of them", key=OF_ME)
    yield from _own(new, None)
    if looked and (beside := [each for each in looked.answers if each.handle is None]):
        yield heading("Their new lines")
        yield from (Row(None, plain(f" {each.text}"), wrap=3) for each in beside)


def _answered(asked: Asked, answer: Answer | None, now: str | None) -> Iterator[Row]:
    holds = answer.holds if answer else None
    text = line(_HELD[holds], " ", (f"{asked.handle:<3} ", "$mark"), plain(asked.shown))
    right = plain(answer.track if answer else "", "$quiet")
    yield Row(asked.handle, text, right=right, wrap=_INDENT)
    if now is not None:
        yield Row(None, plain(f"{' ' * _INDENT}reworded since: {now}", "$soon"), wrap=_INDENT)
    if answer and (answer.how or answer.text or answer.terms or answer.said):
        yield from _words("you", answer)


def _words(who: str, answer: Answer | None) -> Iterator[Row]:
    indent = " " * _INDENT
    for at, words in enumerate(answer_words(answer)):
        named = f"{who if not at else '':<{_WHO}}"
        yield Row(None, plain(f"{indent}{named}{words}"), style="$quiet", wrap=_INDENT + _WHO)


def _own(new: Sequence[Answer], section: Section | None) -> Iterator[Row]:
    for at, each in enumerate(new):
        if each.section is section:
            text = line(("+", "$good"), " ", ("new ", "$mark"), plain(each.text))
            yield Row(new_key(at), text, wrap=_INDENT)


def keyed(rows: Iterable[Compared]) -> dict[str, Compared]:
    """The lines of a comparison by their keys: the handle, or the place of a new line."""
    return {row.handle or new_key(at): row for at, row in enumerate(rows)}


def comparing_rows(
    person: Person, found: Round, rows: Mapping[str, Compared], today: date, width: int
) -> Iterator[Row]:
    """Both sides, the differences first, then new lines and what both hold."""
    for kind, title in GROUPS.items():
        some = [(key, row) for key, row in rows.items() if row.kind is kind]
        if not some:
            continue
        left = sum(1 for _ in open_rows(row for _, row in some))
        open_ = "left open" if found.ended_on else "to settle"
        yield heading(title, f"{left} {open_}" if left else "settled")
        for key, row in some:
            yield from _both(key, row, person, today, width)
    if found.theirs and (words := "\n".join(found.theirs.words).strip()):
        yield heading("Their words beside it")
        yield from (Row(None, plain(f" {each}"), wrap=3) for each in words.split("\n"))


def _both(key: str, row: Compared, person: Person, today: date, width: int) -> Iterator[Row]:
    became = settled_words(row, today)
    mark = _SETTLED[row.settled]
    tone = "$late" if row.settled is Settled.DIFFERS else "$good"
    name, words = (row.handle or "new"), _said(row)
    text = line((mark, tone), " ", (f"{name:<3} ", "$mark"), plain(words))
    yield Row(key, text, right=plain(became, "$quiet"), wrap=_INDENT)
    if row.reworded and row.item:
        now = f"{' ' * _INDENT}reads now: {asked_as(person, row.item).whole}"
        yield Row(None, plain(now, "$soon"), wrap=_INDENT)
    if stood := stood_words(row, today):
        key = "m keeps that" if row.item and row.item.now.disputed else "= says so once more"
        yield Row(None, plain(f"{' ' * _INDENT}{stood}: {key}", "$soon"), wrap=_INDENT)
    if now := going_words(row):
        yield Row(None, plain(f"{' ' * _INDENT}{now}", "$soon"), wrap=_INDENT)
    if row.asked is None:
        said = "".join(each.said for each in (row.theirs, row.mine) if each)
        beside = (each for each in said.split("\n") if each.strip())
        yield from (Row(None, plain(f"{' ' * _INDENT}{e}", "$quiet"), wrap=_INDENT) for e in beside)
    elif row.kind is not Kind.HOLDS and width >= _SIDE_BY_SIDE:
        yield from _beside(row.mine, row.theirs, (width - _INDENT - 4) // 2)
    elif row.kind is not Kind.HOLDS:
        yield from _words("you", row.mine)
        yield from _words("they", row.theirs)


def _said(row: Compared) -> str:
    if row.asked:
        return row.asked.whole
    answer = row.theirs or row.mine
    assert answer is not None
    who = "they" if row.theirs else "you"
    expects = "they expect of you" if row.theirs else "you expect of them"
    where = f"{who}, {answer.section.title}" if answer.section else expects
    return f"{where}: {answer.text}"


def _beside(mine: Answer | None, theirs: Answer | None, half: int) -> Iterator[Row]:
    """Both answers side by side, each wrapped in its half."""
    columns = (_column("you", mine, half), _column("they", theirs, half))
    for left, right in zip_longest(*columns, fillvalue=plain("")):
        yield Row(None, line(" " * _INDENT, fit(left, half), "  ", right), style="$quiet")


def _column(who: str, answer: Answer | None, half: int) -> list[Content]:
    lines: list[Content] = []
    for words in answer_words(answer):
        lines += plain(words).wrap(max(8, half - _WHO))
    return [line(f"{who if not at else '':<{_WHO}}", each) for at, each in enumerate(lines)]
