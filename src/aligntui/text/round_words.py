"""A round in words: where it stands, both sides line by line, and what was settled."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING

from aligntui.domain.round import TRACK, Answer, Round
from aligntui.domain.rounds import (
    Kind,
    Row,
    Settled,
    compared,
    open_rows,
    unanswered,
    views,
)
from aligntui.domain.stance import Party
from aligntui.text.events import end_words
from aligntui.text.json_shapes import Shape, picked
from aligntui.text.round_file import asked_as
from aligntui.text.words import day_words, listed

if TYPE_CHECKING:
    from aligntui.domain.person import Change, Person
    from aligntui.domain.timeline import Span

GROUPS = {
    Kind.DIFFERS: "Differences",
    Kind.UNANSWERED: "Not answered by both",
    Kind.NEW: "New lines",
    Kind.HOLDS: "Both hold",
}


def stands(person: Person, found: Round, today: date) -> tuple[str, ...]:
    """Where a round stands, one line for each fact, without a word of the answers."""
    until = f", answer by {day_words(found.answer_by, today)}" if found.answer_by else ""
    answered = len(found.lines) - len(found.unanswered)
    open_ = ", ".join(unanswered(person, found))
    left = f" ({open_} open)" if answered and open_ else ""
    yours = f"yours: {answered} of {len(found.lines)} lines answered{left}"
    begun, asked = day_words(found.on, today), found.by is Party.THEM
    lines = [
        f"{'they asked' if asked else 'sent'} {begun}{until}",
        f"yours filled {day_words(found.filled_on, today)}" if found.filled_on else yours,
    ]
    if not asked:
        on = found.theirs and day_words(found.theirs.on, today)
        lines.append(f"theirs back {on}" if on else "theirs not back")
    if found.looked_on:
        lines.append(f"you looked at theirs before yours, {day_words(found.looked_on, today)}")
    if found.ended_on:
        lines.append(f"ended {day_words(found.ended_on, today)}")
    if found.ready_on:
        rows = list(open_rows(compared(person, found)))
        new = sum(row.handle is None for row in rows)
        handles = [str(row.handle) for row in rows if row.handle]
        words = [*handles, *([f"{new} new"] if new else [])]
        if found.ended_on:
            return (*lines, *([f"left open: {', '.join(words)}"] if words else []))
        lines.append(f"to settle: {', '.join(words) or 'nothing; --settle ends it'}")
        if stood := listed(row.handle for row in rows if row.stood and row.handle):
            lines.append(f"of the day of the answers: {stood}; say once more what holds of it")
    return tuple(lines)


def still_open(change: Change) -> str:
    """What undo says of a round where I saw theirs, which it can't take back; or nothing."""
    before, after = (each.rounds if each else () for each in (change.before, change.after))
    known = {each.uid: each.seen_on for each in before}
    seen = any(each.seen_on and not known.get(each.uid) for each in after)
    return "you saw what came back; the round keeps that" if seen else ""


def answer_words(answer: Answer | None) -> tuple[str, ...]:
    """An answer in lines: the verdict and their view, then other words."""
    if answer is None or answer.empty:
        return ("no answer",)
    parts = (
        answer.verdict,
        answer.how and f'"{answer.how}"',
        answer.handle and answer.text and f'reads it as "{answer.text}"',
        answer.terms and f"with {answer.terms}",
    )
    first = ": ".join(filter(None, parts))
    said = [f"beside it: {line}" for line in answer.said.split("\n") if line.strip()]
    return tuple(filter(None, (first, *said))) or ("no answer",)


def view_lines(row: Row) -> tuple[str, ...]:
    """Who of the two sees a line differently, as it stands below the line in its section."""
    who = {Party.ME: "you see it differently", Party.THEM: "they see it differently"}
    said = ((who[each], f': "{how}"' if how else "") for each, how in views(row).items())
    return tuple(f"round: {words}{how}" for words, how in said)


def row_lines(row: Row, person: Person, today: date) -> list[str]:
    """One line with both answers, one above the other."""
    if row.asked is None:
        whose, answer = ("you", row.mine) if row.mine else ("they", row.theirs)
        assert answer is not None
        of = "them" if row.mine else "you"
        where = answer.section.title if answer.section else f"expect of {of}"
        became = f" ({settled_words(row, today)})" if row.item or row.settled else ""
        beside = [f"       {line}" for line in answer.said.split("\n") if line.strip()]
        return [f"  {whose:<5}{where}: {answer.text}{became}", *beside]
    became = settled_words(row, today)
    lines = [f"  {row.handle} {row.asked.whole}{f' ({became})' if became else ''}"]
    if row.reworded and row.item:
        lines.append(f"     now reads: {asked_as(person, row.item).whole}")
    if now := going_words(row):
        lines.append(f"     {now}")
    if stood := stood_words(row, today):
        lines.append(f"     {stood}: {_ONCE_MORE}")
    if row.kind is not Kind.HOLDS:
        for whose, answer in (("you", row.mine), ("they", row.theirs)):
            first, *more = answer_words(answer)
            lines += [f"     {whose:<5}{first}", *(f"          {line}" for line in more)]
    return lines


def going_words(row: Row) -> str:
    """How a line tells both that it is going, where one of the two answered otherwise; or ""."""
    said = {answer.on_track for answer in (row.mine, row.theirs) if answer} - {None}
    return f"says now: {TRACK[row.going]}" if row.going is not None and said - {row.going} else ""


def stood_words(row: Row, today: date) -> str:
    """What an open line says since the day on which both had answered; "" for any other."""
    if not row.stood or row.item is None or row.since is None:
        return ""
    what = "seen differently since" if row.item.now.disputed else "agreed"
    return f"{what} {day_words(row.since, today)}, the day both had answered"


def settled_words(row: Row, today: date) -> str:
    """What became of a line after both had answered; "" while it is open."""
    item = row.item
    if row.settled is Settled.TAKEN:
        return f"{item.handle} now" if item else "a promise now"
    if row.settled is Settled.OTHERWISE:
        return "settled otherwise"
    if row.settled is Settled.CLOSED:
        return end_words(item, item.now) if item and item.now.outcome else "not there now"
    if row.settled is Settled.PRIVATE:
        return "private now"
    if row.settled is Settled.AGREED and row.since:
        return f"agreed {day_words(row.since, today)}"
    return "differs" if row.settled is Settled.DIFFERS else ""


def theirs_lines(found: Round) -> Iterator[str]:
    """What came back, where it may be seen, below the lines that went out."""
    for back in found.backs[-1:]:
        answers = {each.handle: each for each in back.answers if each.handle}
        for line in found.lines:
            yield f"  {line.handle} {line.shown}"
            yield from (f"     {words}" for words in answer_words(answers.get(line.handle)))
        yield from (f"  new: {each.text}" for each in back.answers if each.handle is None)
        yield from (f"  {words}" for piece in back.words for words in piece.split("\n"))


def compared_lines(person: Person, found: Round, today: date) -> list[str]:
    """Both sides, the differences first."""
    assert found.ready_on is not None
    lines = [
        f"Round {found.number} with {person.name}, both answered {day_words(found.ready_on, today)}"
    ]
    if found.looked_on:
        lines.append(f"You looked at theirs before yours, {day_words(found.looked_on, today)}")
    lines += _groups(person, found, today)
    if found.theirs and found.theirs.words:
        words = "\n".join(found.theirs.words).split("\n")
        lines += ["", "Their words beside it", *(f"  {line}" for line in words if line.strip())]
    return lines


def _groups(person: Person, found: Round, today: date) -> Iterator[str]:
    rows = compared(person, found)
    for kind, title in GROUPS.items():
        if some := [row for row in rows if row.kind is kind]:
            yield from ("", title)
            yield from (line for row in some for line in row_lines(row, person, today))


_ONCE_MORE = "'agree' or 'differ' says so once more"
_ANSWER = "holds on_track how text terms said"


def row_shape(person: Person, found: Round, row: Row) -> Shape:
    """JSON of one line with both answers."""
    either = row.theirs or row.mine
    section = row.asked.section if row.asked else either.section if either else None
    return {
        "name": person.name,
        "handle": row.handle,
        "text": row.asked.text if row.asked else either.text if either else "",
        "on": found.on,
        "round": found.number,
        "kind": row.kind.value,
        "section": section,
        "mine": picked(row.mine, _ANSWER) if row.mine else None,
        "theirs": picked(row.theirs, _ANSWER) if row.theirs else None,
        "settled": row.settled.value or None,
        "became": row.item.handle if row.item else None,
        "reworded": row.reworded,
    }


def round_shape(person: Person, found: Round) -> Shape:
    """JSON of where a round stands, without a word of the answers."""
    return {
        "name": person.name,
        **picked(found, "number on answer_by filled_on looked_on ended_on"),
        "received_on": found.theirs.on if found.theirs else None,
        "state": found.state,
        "unanswered": list(unanswered(person, found)),
        "lines": [{"handle": e.handle, "section": e.section, "text": e.shown} for e in found.lines],
    }


def whole(found: Round) -> Iterator[str]:
    """All of a round in lines: what went out, then the answers that may be seen."""
    yield from (f"{line.handle} {line.shown}" for line in found.lines)
    sides: list[tuple[str, date | None, tuple[Answer, ...], tuple[str, ...]]]
    sides = [("I", found.filled_on, found.mine, ())]
    sides += [("they", back.on, back.answers, back.words) for back in found.backs]
    for who, on, answers, words in sides:
        for each in answers:
            about = each.handle or (each.section.title if each.section else "expected")
            parts = "; ".join(answer_words(each) if each.handle else (each.text, each.said))
            yield f"{who}{f', {on}' if on else ''}: {about}: {parts.rstrip('; ')}"
        yield from words


def record(person: Person, found: Round, span: Span, today: date) -> list[str]:
    """What happened in a round in a span, and what each said once both had answered; or nothing."""
    back = found.theirs.on if found.theirs else None
    happened = (
        ("they asked" if found.by is Party.THEM else "sent", found.on),
        ("yours filled", found.filled_on),
        ("theirs back", back),
        ("you looked before yours", found.looked_on),
        ("ended", found.ended_on),
    )
    words = [f"{what} {day_words(on, today)}" for what, on in happened if on and span.has(on)]
    if not words:
        return []
    lines = [f"round {found.number} {', '.join(words)}"]
    if span.has(found.ready_on):
        lines += filter(None, _groups(person, found, today))
    return lines
