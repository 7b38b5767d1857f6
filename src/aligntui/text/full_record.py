"""The appendix of a review packet: all that happened to its lines and promises, day by day."""

from __future__ import annotations

from operator import itemgetter
from typing import TYPE_CHECKING

from aligntui.domain.events import Kind
from aligntui.text.events import differs, facts, proposed
from aligntui.text.markdown import escaped
from aligntui.text.packet import (
    agreed_on,
    changes,
    entry_line,
    item_heading,
    outcome,
    words_of,
)
from aligntui.text.packet_records import promise_days, voice
from aligntui.text.words import long_day

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from aligntui.domain.events import Event
    from aligntui.domain.item import Item
    from aligntui.domain.review import Packet, Reviewed


def full_record(packet: Packet) -> list[str]:
    """The appendix, with a heading of its own."""
    lines = ["", "## Appendix: the full record"]
    for each in packet.items:
        lines += ["", item_heading(each.item), "", *_record(packet, each)]
    for promise in (*packet.promises, *packet.dropped, *packet.promised):
        private = " (private)" if promise.private else ""
        days = [f"- {each}" for each in promise_days(packet, promise)]
        lines += ["", f"### {promise.handle} {escaped(promise.text)}{private}", "", *days]
    return lines


def _record(packet: Packet, reviewed: Reviewed) -> Iterator[str]:
    item = reviewed.item
    happened = [(e.on, entry_line(packet, reviewed, e)) for e in packet.entries(item)]
    happened += [
        (event.on, f"{_day(packet, event.on)}: {words}")
        for event in changes(packet, item)
        for words in _event(packet, event)
    ]
    yield f"- {_start(packet, reviewed)}"
    for _, words in sorted(happened, key=itemgetter(0)):
        yield f"- {words}"
    yield f"- {_end(packet, item)}"


def _start(packet: Packet, reviewed: Reviewed) -> str:
    start, item = reviewed.start, reviewed.item
    if start is None:
        was = f", was {item.origin}" if item.origin else ""
        text = item.revisions[0].text
        words = "" if text == item.text else f': "{escaped(text)}"'
        by = escaped(proposed(item.revisions[0].by, voice(packet)))
        return f"Added {_day(packet, item.added_on)}{by}{was}{words}"
    said = _said(packet, start)
    words = "" if start.text == item.text else f', "{escaped(start.text)}"'
    standing = agreed_on(packet.person.as_of(packet.since), start) or "not agreed"
    return f"At the start: {standing}{words}{f' ({said})' if said else ''}"


def _end(packet: Packet, item: Item) -> str:
    if item.now.outcome:
        return outcome(packet, item)
    standing = agreed_on(packet.person, item) or "not agreed as it reads now"
    said = _said(packet, item)
    return f"At the end: {f'{said}; ' if said else ''}{standing}"


def _event(packet: Packet, event: Event) -> Iterator[str]:
    """A change and who made it, in the words of the packet's author."""
    said = voice(packet)
    if event.kind is Kind.DISPUTED and event.who:
        yield escaped(differs(event.who, event.after, said))
        return
    both = "both " if event.kind is Kind.AGREED else ""
    by = f", by {escaped(said.called[event.who])}" if event.who else ""
    private = " (private)" if event.private and not event.item.now.private else ""
    yield from (f"{both}{escaped(words)}{by}{private}" for words in words_of(packet, event))


def _said(packet: Packet, item: Item) -> str:
    # a miss that stays private must neither show nor be denied by the state
    said = facts(item.now, voice(packet))
    return ", ".join(escaped(words) for words in said if words not in ("agreed", "on track"))


def _day(packet: Packet, day: date) -> str:
    held = next((c for c in packet.person.check_ins if c.on == day and c.held), None)
    return f"{long_day(day)}{f' ({held.handle})' if held else ''}"
