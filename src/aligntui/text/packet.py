"""A review packet as a document in Markdown: what was agreed, what changed, how it went."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING

from aligntui.domain.review import LATELY, Packet, Reviewed
from aligntui.domain.section import Section
from aligntui.domain.stance import Party
from aligntui.domain.timeline import became
from aligntui.text.json_shapes import Shape, evidence_shape, picked, shape_of, shapes_of
from aligntui.text.markdown import escaped
from aligntui.text.packet_items import (
    entry_line,
    happened_lines,
    item_heading,
    paragraph,
    told_words,
    voice,
)
from aligntui.text.past import history_shapes
from aligntui.text.sides import author
from aligntui.text.summaries import after_moves, moved_from
from aligntui.text.words import LONG_MONTHS, long_day

if TYPE_CHECKING:
    from aligntui.domain.notes import Action, Feedback, Kept


def packet_lines(packet: Packet) -> list[str]:
    """The whole document."""
    person = packet.person
    role = f", {escaped(person.role)}" if person.role else ""
    lines = [f"# Review packet: {escaped(person.name)}{role}", ""]
    lines += [f"From {long_day(packet.since)} to {long_day(packet.until)}.", ""]
    lines += [f'In it, "I" and "me" are {escaped(author(person.relation, person.name))}.', ""]
    for words in _warnings(packet):
        lines += [f"> {words}", ""]
    for section in Section:
        found = packet.section(section)
        lines += [f"## {voice(packet).titles[section]}", ""]
        lines += [] if found else ["Nothing in this period.", ""]
        for each in found:
            lines += [item_heading(each.item), "", " ".join(paragraph(packet, each)), ""]
            entries = [f"- {entry_line(packet, each, e)}" for e in packet.entries(each.item)]
            lines += [*entries, ""] if entries else []
    for title, told in _records(packet).items():
        lines += [f"## {title}", "", *told, ""] if told else []
    lines += ["## Coverage", "", *_coverage(packet)]
    if count := packet.left_out.not_for_review:
        lines += ["", f"Left out: {count} not for review."]
    return lines


def staying_lines(packet: Packet, then: str) -> Iterator[str]:
    """What only its writer is told: untold feedback and misses, by handle, what is private.

    `then` is the command that marks feedback as told; `HANDLE` in it stands for the handle.
    """
    for each in packet.untold:
        about = f" about {each.about}" if each.about else ""
        do = f"tell it before the review, then {then.replace('HANDLE', each.handle)}"
        yield f"{each.handle} ({each.kind}{about}) is not told yet: {do}"
    for handle, day in packet.unspoken:
        yield f"{handle} was missed on {long_day(day)}, and no feedback says so"
    if packet.rests_on_last_weeks:
        yield f"a word on how recent it is: {_lately(packet)}"
    if private := packet.left_out.private:
        yield f"{private} private"


def _warnings(packet: Packet) -> Iterator[str]:
    """What stands above all else; whatever is for its writer alone only in a private one."""
    if packet.private and packet.rests_on_last_weeks:
        yield f"**Recent weeks only:** {_lately(packet)}."
    if not packet.evidence:
        added = packet.person.added
        kept = f", kept here since {long_day(added)}" if added > packet.since else ""
        told = "no miss, evidence or feedback that may be told in this period"
        yield f"**No evidence:** {told}{kept}."
    if packet.private and (count := len(packet.untold)):
        yield f"**Never told:** {count} to tell before the review."


def _lately(packet: Packet) -> str:
    entries = f"{packet.lately} of {len(packet.evidence)} dated entries"
    return f"the last {LATELY.days // 7} weeks hold {entries}"


def _coverage(packet: Packet) -> list[str]:
    rows: list[tuple[str, ...]] = [
        ("Month", "Check-ins", "Changes", "Evidence"),
        ("-" * 14, "-" * 8 + ":", "-" * 6 + ":", "-" * 7 + ":"),
    ]
    for each in packet.months:
        name = f"{LONG_MONTHS[each.first.month - 1]} {each.first.year}"
        counts = (each.check_ins, each.changes, each.evidence)
        rows.append((name, *(str(count or "") for count in counts)))
    return ["| {:<14} | {:>9} | {:>7} | {:>8} |".format(*row) for row in rows]


def _records(packet: Packet) -> dict[str, list[str]]:
    """What is told of no line, by its heading."""
    them, by = voice(packet).called[Party.THEM], voice(packet).by
    there = {item.handle for item in packet.person.items}

    def line(on: date | None, what: str, each: Kept) -> str:
        assert on is not None
        private = ", private" if each.private and packet.private else ""
        about = getattr(each, "about", None)
        on_line = f" on {about}" if about in there else ""
        return f"- {long_day(on)}, {what}{on_line}{private}: {escaped(each.text)}"

    def told(each: Feedback) -> str:
        other = ", in other words" if each.uid in packet.reworded else ""
        return f" ({told_words(each.told_on)}{other})"

    def dropped(each: Action) -> str:
        because = f", {escaped(each.because)}" if each.because else ""
        return f"{line(each.dropped_on, _promised(packet, each), each)}{because}"

    return {
        "Feedback": [line(f.noted_on, f.kind, f) + told(f) for f in packet.feedback],
        "Feedback received": [
            line(f.noted_on, f"from {escaped(f.source or them)}", f) for f in packet.received
        ],
        "Wins": [line(w.on, f"by {escaped(by[w.owner])}", w) for w in packet.wins],
        "Promises kept": [line(a.done_on, _promised(packet, a), a) for a in packet.promises],
        "Promises dropped": [dropped(a) for a in packet.dropped],
        "Promises open": [line(a.made_on, _promised(packet, a), a) for a in packet.promised],
    }


def _promised(packet: Packet, action: Action) -> str:
    """Whose a promise is, of an open one its day, and how often that was moved."""
    given, due = ("given by", _due(action.by)) if action.open else ("by", "")
    who = f"{given} {escaped(voice(packet).by[action.owner])}"
    return ", ".join(filter(None, (who, due, after_moves(action))))


def _due(day: date | None) -> str:
    return f"due {long_day(day)}" if day else "without a day"


def full_record(packet: Packet) -> list[str]:
    """The appendix, with a heading of its own."""
    lines = ["", "## Appendix: the full record"]
    for each in packet.items:
        lines += ["", item_heading(each.item), "", *happened_lines(packet, each)]
    for promise in (*packet.promises, *packet.dropped, *packet.promised):
        private = " (private)" if promise.private else ""
        days = [f"- {each}" for each in _promise_days(packet, promise)]
        lines += ["", f"### {promise.handle} {escaped(promise.text)}{private}", "", *days]
    return lines


def _promise_days(packet: Packet, action: Action) -> Iterator[str]:
    """All that happened to a promise, day by day."""
    first, *more = became(action)
    moves = {each.on: each for each in action.moves}
    due = action.moves[0].was if action.moves else action.by
    who = escaped(voice(packet).by[action.owner])
    yield f"{long_day(first.on)}: given by {who}, {_due(due)}"
    for each in more:
        if each.kind == "moved":
            yield f"{long_day(each.on)}: {moved_from((moves[each.on],))}"
        elif each.words in ("done", "dropped", "open again"):
            because = f", {escaped(each.because)}" if each.because else ""
            yield f"{long_day(each.on)}: {each.words}{because}"


def packet_shape(packet: Packet) -> Shape:
    """JSON of `review`: by section, each item at start and end, its changes and its evidence."""
    return {
        "name": packet.person.name,
        "role": packet.person.role,
        "since": packet.since.isoformat(),
        "until": packet.until.isoformat(),
        "rests_on_last_weeks": packet.rests_on_last_weeks,
        "never_told": len(packet.untold) if packet.private else None,
        "left_out": {
            "not_for_review": packet.left_out.not_for_review,
            "private": 0 if packet.private else None,
        },
        "coverage": [
            {
                "month": month.first.isoformat()[:7],
                **picked(month, "check_ins changes evidence"),
            }
            for month in packet.months
        ],
        "sections": {
            section.value: [_item(packet, each) for each in packet.section(section)]
            for section in Section
        },
        "feedback": shapes_of(packet.person, packet.feedback),
        "received": shapes_of(packet.person, packet.received),
        "wins": shapes_of(packet.person, packet.wins),
        "promises": shapes_of(packet.person, packet.promises),
        "promises_dropped": shapes_of(packet.person, packet.dropped),
        "promises_open": shapes_of(packet.person, packet.promised),
    }


def _item(packet: Packet, reviewed: Reviewed) -> Shape:
    person, start = packet.person, reviewed.start
    return {
        **shape_of(person, reviewed.item),
        "start": shape_of(person.as_of(packet.since), start) if start else None,
        "changes": [
            line
            for line in history_shapes(person, reviewed.item.handle)
            if packet.since < line["on"] <= packet.until
        ],
        "entries": [
            {
                **evidence_shape(entry),
                "led_to_feedback": entry.uid in packet.told,
                "told_on": day.isoformat() if (day := packet.told.get(entry.uid)) else None,
            }
            for entry in packet.entries(reviewed.item)
        ],
    }
