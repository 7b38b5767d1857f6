"""A review packet as Markdown that reads well unrendered."""

from __future__ import annotations

from dataclasses import replace
from operator import itemgetter
from typing import TYPE_CHECKING

from aligntui.domain.events import ENTERED, Kind, events
from aligntui.domain.review import LATELY
from aligntui.domain.section import Section
from aligntui.domain.stance import Party
from aligntui.text.events import (
    apart,
    differs,
    entry_words,
    event_words,
    facts,
    proposed,
)
from aligntui.text.json_shapes import action_shape, evidence_shape, feedback_shape, item_shape
from aligntui.text.life import history_shapes
from aligntui.text.markdown import escaped
from aligntui.text.sides import side, written
from aligntui.text.words import MONTHS

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from aligntui.domain.events import Event
    from aligntui.domain.item import Entry, Item
    from aligntui.domain.notes import Feedback
    from aligntui.domain.review import Packet, Reviewed
    from aligntui.text.json_shapes import Shape
    from aligntui.text.sides import Side

NEVER = "**never told**"
_APART = (
    *ENTERED, Kind.TOLD, Kind.ADDED, Kind.CLOSED, Kind.PRIVACY, Kind.REVIEW,
)  # fmt: skip
"""Events left out of the changes: told elsewhere in the packet, or not for others."""


def packet_lines(packet: Packet) -> list[str]:
    """The whole packet."""
    person = packet.person
    since, until = _day(packet.since), _day(packet.until)
    role = f", {escaped(person.role)}" if person.role else ""
    lines = [f"# Review packet: {escaped(person.name)}{role}", "", f"{since} to {until}.", ""]
    for words in _warnings(packet):
        lines += [f"> {words}", ""]
    lines += ["## Coverage", "", *_coverage(packet)]
    for section in Section:
        found = packet.section(section)
        lines += ["", f"## {side(person.relation).titles[section]}"]
        lines += [] if found else ["", "Nothing in this period."]
        for each in found:
            lines += ["", *_item_lines(packet, each)]
    if packet.feedback:
        lines += ["", "## Feedback", "", *_feedback_lines(packet)]
    if packet.received:
        lines += ["", "## Feedback received", "", *_received_lines(packet)]
    if packet.promises:
        lines += ["", "## Promises kept", "", *_promise_lines(packet)]
    if count := packet.left_out.not_for_review:
        lines += ["", f"Left out: {count} not for review."]
    return lines


def staying_lines(packet: Packet, then: str) -> list[str]:
    """The omissions of a packet: untold feedback, by handle only, then a count of private lines.

    `then` is the command that marks feedback as told; `HANDLE` in it stands for the handle.
    """
    lines = [
        f"{_untold(each)}: tell it before the review, then {then.replace('HANDLE', each.handle)}"
        for each in packet.untold
    ]
    private = packet.left_out.private
    return [*lines, f"{private} private"] if private else lines


def _untold(feedback: Feedback) -> str:
    about = f" about {feedback.about}" if feedback.about else ""
    return f"{feedback.handle} ({feedback.kind}{about}) is not told yet"


def _warnings(packet: Packet) -> Iterator[str]:
    weeks, total = LATELY.days // 7, len(packet.evidence)
    if packet.rests_on_last_weeks:
        entries = f"{packet.lately} of {total} dated entries"
        yield f"**Recent weeks only:** the last {weeks} weeks hold {entries}."
    if not total:
        yield "**No evidence:** no miss, evidence or feedback that may be told in this period."
    if packet.private and (count := len(packet.untold)):
        yield f"**Never told:** {count} to tell before the review."


def _coverage(packet: Packet) -> list[str]:
    rows = [
        ("Month", "Check-ins", "Changes", "Evidence"),
        ("-" * 8, "-" * 8 + ":", "-" * 6 + ":", "-" * 7 + ":"),
    ]
    for month in packet.months:
        counts = (month.check_ins, month.changes, month.evidence)
        check_ins, changes, evidence = (str(count or "") for count in counts)
        name = f"{MONTHS[month.first.month - 1]} {month.first.year}"
        rows.append((name, check_ins, changes, evidence))
    return [
        f"| {month:<8} | {check_ins:>9} | {changes:>7} | {evidence:>8} |"
        for month, check_ins, changes, evidence in rows
    ]


def _item_lines(packet: Packet, reviewed: Reviewed) -> Iterator[str]:
    item = reviewed.item
    private = " (private)" if item.now.private else ""
    yield f"### {item.handle} {escaped(item.text)}{private}"
    yield ""
    yield f"- {_start(packet, reviewed)}"
    happened = [
        (e.on, f"{_day(e.on)}: {_entry(packet, reviewed, e)}") for e in packet.entries(item)
    ]
    happened += [
        (event.on, f"{_day(event.on)}{_check_in(packet, event.on)}: {words}")
        for event in events(packet.person, item)
        if packet.since < event.on <= packet.until and event.kind not in _APART
        for words in _changes(packet, event)
    ]
    for _, words in sorted(happened, key=itemgetter(0)):
        yield f"- {words}"
    yield f"- {_end(packet, reviewed)}"


def _start(packet: Packet, reviewed: Reviewed) -> str:
    start, item = reviewed.start, reviewed.item
    if start is None:
        was = f", was {item.origin}" if item.origin else ""
        text = item.revisions[0].text
        words = "" if text == item.text else f': "{escaped(text)}"'
        by = escaped(proposed(item.revisions[0].by, _voice(packet)))
        return f"Added {_day(item.added_on)}{_check_in(packet, item.added_on)}{by}{was}{words}"
    agreed = packet.person.as_of(packet.since).agreed_on(start)
    standing = f"agreed on {_day(agreed)}" if agreed else "not agreed"
    said = _said(packet, start)
    words = "" if start.text == item.text else f', "{escaped(start.text)}"'
    return f"At the start: {standing}{words}{f' ({said})' if said else ''}"


def _end(packet: Packet, reviewed: Reviewed) -> str:
    item = reviewed.item
    if item.now.outcome:
        became = f", became {item.became}" if item.became else ""
        return f"Outcome: **{item.now.outcome}** on {_day(item.now.on)}{became}"
    agreed = packet.person.agreed_on(item)
    standing = f"agreed on {_day(agreed)}" if agreed else "not agreed as it reads now"
    said = _said(packet, item)
    return f"At the end: {f'{said}; ' if said else ''}{standing}"


def _entry(packet: Packet, reviewed: Reviewed, entry: Entry) -> str:
    private = " (private)" if apart(reviewed.item, entry) else ""
    told = ""
    if entry.uid in packet.told:
        day = packet.told[entry.uid]
        told = f" ({_told(day)})"
    entry = replace(entry, text=escaped(entry.text))
    return f"{entry_words(reviewed.item, entry, private)}{told}"


def _feedback_lines(packet: Packet) -> Iterator[str]:
    for each in packet.feedback:
        about = f" on {each.about}" if each.about else ""
        private = ", private" if each.private and packet.private else ""
        told = _told(each.told_on)
        yield f"- {_day(each.noted_on)}, {each.kind}{about}{private}: {escaped(each.text)} ({told})"


def _received_lines(packet: Packet) -> Iterator[str]:
    for each in packet.received:
        about = f" on {each.about}" if each.about else ""
        source = escaped(each.source or _voice(packet).called[Party.THEM])
        private = ", private" if each.private else ""
        yield f"- {_day(each.noted_on)}, from {source}{about}{private}: {escaped(each.text)}"


def _promise_lines(packet: Packet) -> Iterator[str]:
    for each in packet.promises:
        assert each.done_on is not None
        who = escaped(_voice(packet).called[each.owner])
        private = ", private" if each.private else ""
        yield f"- {_day(each.done_on)}, {each.handle}, {who}{private}: {escaped(each.text)}"


def _told(day: date | None) -> str:
    return f"told {_day(day)}" if day else NEVER


def _changes(packet: Packet, event: Event) -> Iterator[str]:
    """A change and who made it, in the words of the packet's author."""
    said = _voice(packet)
    if event.kind is Kind.DISPUTED and event.who:
        stance = event.after.mine if event.who is Party.ME else event.after.theirs
        yield escaped(differs(event.who, stance, said))
        return
    both = "both " if event.kind is Kind.AGREED else ""
    by = f", by {escaped(said.called[event.who])}" if event.who else ""
    private = " (private)" if event.private and not event.item.now.private else ""
    yield from (f"{both}{escaped(words)}{by}{private}" for words in event_words(event, said))


def _said(packet: Packet, item: Item) -> str:
    # a miss that stays private must neither show nor be denied by the state
    said = facts(item.now, _voice(packet))
    return ", ".join(escaped(words) for words in said if words not in ("agreed", "on track"))


def _voice(packet: Packet) -> Side:
    return written(packet.person.relation, packet.person.name)


def _check_in(packet: Packet, day: date) -> str:
    held = next((c for c in packet.person.check_ins if c.on == day and c.held), None)
    return f" ({held.handle})" if held else ""


def _day(day: date) -> str:
    return f"{day.day} {MONTHS[day.month - 1]} {day.year}"


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
                "check_ins": month.check_ins,
                "changes": month.changes,
                "evidence": month.evidence,
            }
            for month in packet.months
        ],
        "sections": {
            section.value: [_item(packet, each) for each in packet.section(section)]
            for section in Section
        },
        "feedback": [feedback_shape(packet.person, each) for each in packet.feedback],
        "received": [feedback_shape(packet.person, each) for each in packet.received],
        "promises": [action_shape(packet.person, each) for each in packet.promises],
    }


def _item(packet: Packet, reviewed: Reviewed) -> Shape:
    person, start = packet.person, reviewed.start
    return {
        **item_shape(person, reviewed.item),
        "start": item_shape(person.as_of(packet.since), start) if start else None,
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
