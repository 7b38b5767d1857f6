"""A line in a review packet: a paragraph about it, its entries, and all that happened to it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from operator import itemgetter
from typing import TYPE_CHECKING

from aligntui.domain.details import Focus
from aligntui.domain.events import ENTERED, Event, Kind, events
from aligntui.domain.item import Entry, Item, Outcome, Revision
from aligntui.domain.miss import came_to
from aligntui.domain.stance import Party, View
from aligntui.text.events import (
    apart,
    became_words,
    came_words,
    differs,
    entry_words,
    event_words,
    facts,
    proposed,
)
from aligntui.text.fields import field_lines, progress, unsaid
from aligntui.text.markdown import escaped
from aligntui.text.sides import Side, written
from aligntui.text.words import long_day

if TYPE_CHECKING:
    from aligntui.domain.person import Person
    from aligntui.domain.review import Packet, Reviewed

_APART = (*ENTERED, Kind.TOLD, Kind.ADDED, Kind.PRIVACY, Kind.REVIEW)
"""Events left out of the changes: told elsewhere in the packet, or not for others."""
_STANCES = (Kind.AGREED, Kind.DISPUTED, Kind.HELD)
"""Events that only the full record tells: the document says how it stands at its ends."""
_WRONG = "the expectation was wrong"
"""The outcome in words: "wrong" alone would read as if they had been."""

_FACTS = {
    "share": "its share was",
    "success": "success looks like this:",
    "miss looks like": "a miss looks like this:",
    "threatens": "it threatened",
}
"""How a sentence says a field whose line is too short to be one."""
_STATES = {
    "open again": "opened again",
    "idea": "an idea",
    "pursuing": "being pursued",
    "mitigating": "being mitigated",
}


def voice(packet: Packet) -> Side:
    """The words of the packet's author, who names the other."""
    return written(packet.person.relation, packet.person.name)


def told_words(day: date | None) -> str:
    """When feedback was told."""
    return f"told on {long_day(day)}" if day else "**never told**"


def item_heading(item: Item) -> str:
    """The heading above what is said of an item."""
    return f"### {item.handle} {escaped(item.text)}{' (private)' if item.now.private else ''}"


def paragraph(packet: Packet, reviewed: Reviewed) -> Iterator[str]:
    """A paragraph about an item, in the order of its days: its start, its changes, its end."""
    start, item = reviewed.start, reviewed.item
    first = start or item.as_of(item.added_on)
    assert first is not None
    begun = packet.since if start else item.added_on
    then = packet.person.as_of(begun).agreed_on(first)
    yield _sentence(_beginning(packet, reviewed, first, then))
    yield from (_sentence(escaped(words)) for words in _facts(packet, first.now))
    told: dict[date, list[str]] = {}
    for event in _changes(packet, item):
        # of the day on which it was added, why it had its words at the end of that day
        why = event.kind is Kind.REASON and event.after.wording == first.now.wording
        if (event.on > begun or why) and event.kind not in _STANCES:
            told.setdefault(event.on, []).extend(_change(packet, event))
    yield from (_sentence(f"On {long_day(day)}, {'; '.join(words)}") for day, words in told.items())
    if end := _end(packet, reviewed, then):
        yield _sentence(end)


def _beginning(packet: Packet, reviewed: Reviewed, first: Item, agreed: date | None) -> str:
    if reviewed.start is None:
        by = escaped(proposed(first.proposed_by, voice(packet)))
        was = f", was {first.origin}" if first.origin else ""
        return f"{'Agreed' if agreed else 'Added'} on {long_day(first.added_on)}{by}{was}"
    if agreed:
        return f"Agreed at the start, most recently on {long_day(agreed)}"
    return f"Not agreed by both at the start{_differing(packet, first.now)}"


def _facts(packet: Packet, revision: Revision) -> Iterator[str]:
    details = revision.details
    for line in field_lines(details, voice(packet)):
        yield _fact(line)
    # how everything begins is no word worth, and a miss that stays private must neither show
    # nor be denied by the state
    if not (
        isinstance(details, Focus) or unsaid(details) or details.state == type(details)().state
    ):
        yield _was(progress(details).lower())


def _fact(line: str) -> str:
    """The line of a field in a sentence."""
    name, _, value = line.partition(": ")
    return f"{_FACTS[name]} {value}" if name in _FACTS else line


def _was(state: str) -> str:
    return f"it was {_STATES.get(state, state)}"


def _end(packet: Packet, reviewed: Reviewed, then: date | None) -> str:
    """How it stands at the end; "" where both last agreed when they did at the start."""
    start, item = reviewed.start, reviewed.item
    if item.now.outcome:
        return _outcome(packet, item)
    if agreed := packet.person.agreed_on(item):
        said = f"last agreed on {long_day(agreed)}" if then else _agreed(packet.person, item)
        return f"Both {said}" if agreed != then else ""
    once = any(revision.agreed for revision in item.revisions)
    still = start and not then and all(e.kind is not Kind.AGREED for e in _changes(packet, item))
    why = _differing(packet, item.now) or (" as it reads now" if once else "")
    return f"{'Still not' if still else 'Not'} agreed by both{why}"


def _differing(packet: Packet, revision: Revision) -> str:
    said = [
        escaped(differs(who, revision, voice(packet)))
        for who in (Party.THEM, Party.ME)
        if revision.stance(who).view is View.DIFFER
    ]
    return f", as {' and '.join(said)}" if said else ""


def _change(packet: Packet, event: Event) -> Iterator[str]:
    """A change in the words of the packet's author; whose it was is said where it was proposed."""
    said, after = voice(packet), event.after
    private = " (private)" if event.private and not event.item.now.private else ""
    wording = event.kind in (Kind.REWORDED, Kind.FIELDS)
    by = escaped(proposed(after.by, said)) if wording else ""
    words = _words(packet, event)
    if event.kind is Kind.REWORDED and event.before:
        # the heading says what it reads at the end
        to = f' to "{after.text}"' if after.text != event.item.text else ""
        words = (f'it was reworded from "{event.before.text}"{to}',)
    elif event.kind in (Kind.STATE, Kind.CLOSED, Kind.REOPENED):
        words = tuple(each if each.startswith("moved") else _was(each) for each in words)
    elif event.kind is Kind.FIELDS:
        words = tuple(map(_fact, words))
    yield from (f"{escaped(each)}{by}{private}" for each in words)


def _sentence(words: str) -> str:
    return f"{words[:1].upper()}{words[1:]}{'' if words.endswith(('.', '!', '?')) else '.'}"


def entry_line(packet: Packet, reviewed: Reviewed, entry: Entry) -> str:
    """An entry with its day, and when its feedback was told."""
    private = " (private)" if apart(reviewed.item, entry) else ""
    told = f" ({told_words(packet.told[entry.uid])})" if entry.uid in packet.told else ""
    words = entry_words(reviewed.item, entry, private).removesuffix(entry.text)
    return f"{long_day(entry.on)}, {words}{escaped(entry.text)}{told}"


def happened_lines(packet: Packet, reviewed: Reviewed) -> Iterator[str]:
    """All that happened to an item, day by day, between how it stood at both ends."""
    item = reviewed.item
    happened = [(e.on, entry_line(packet, reviewed, e)) for e in packet.entries(item)]
    happened += [
        (event.on, f"{_day(packet, event.on)}: {words}")
        for event in _changes(packet, item)
        for words in _event(packet, event)
    ]
    yield f"- {_at_start(packet, reviewed)}"
    for _, words in sorted(happened, key=itemgetter(0)):
        yield f"- {words}"
    yield f"- {_at_end(packet, item)}"


def _at_start(packet: Packet, reviewed: Reviewed) -> str:
    start, item = reviewed.start, reviewed.item
    if start is None:
        was = f", was {item.origin}" if item.origin else ""
        text = item.revisions[0].text
        words = "" if text == item.text else f': "{escaped(text)}"'
        by = escaped(proposed(item.revisions[0].by, voice(packet)))
        return f"Added {_day(packet, item.added_on)}{by}{was}{words}"
    said = _said(packet, start)
    words = "" if start.text == item.text else f', "{escaped(start.text)}"'
    standing = _agreed(packet.person.as_of(packet.since), start) or "not agreed"
    return f"At the start: {standing}{words}{f' ({said})' if said else ''}"


def _at_end(packet: Packet, item: Item) -> str:
    if item.now.outcome:
        return _outcome(packet, item)
    standing = _agreed(packet.person, item) or "not agreed as it reads now"
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
    yield from (f"{both}{escaped(words)}{by}{private}" for words in _words(packet, event))


def _said(packet: Packet, item: Item) -> str:
    # a miss that stays private must neither show nor be denied by the state
    said = facts(item.now, voice(packet))
    return ", ".join(escaped(words) for words in said if words not in ("agreed", "on track"))


def _day(packet: Packet, day: date) -> str:
    held = next((c for c in packet.person.check_ins if c.on == day and c.held), None)
    return f"{long_day(day)}{f' ({held.handle})' if held else ''}"


def _agreed(person: Person, item: Item) -> str:
    """When both agreed on a line: since when, and when they last said so; "" where they do not."""
    since, last = item.agreed_since, person.agreed_on(item)
    again = f", last on {long_day(last)}" if last and last != since else ""
    return f"agreed on {long_day(since)}{again}" if since else ""


def _outcome(packet: Packet, item: Item) -> str:
    """The end of an item that was closed, and what became of it."""
    ended = packet.person.as_ended(item)
    if ended.goes_on_as:
        return f"Moved on {long_day(item.now.on)}, it is {ended.goes_on_as} now"
    came = came_to(packet.person, item, item.now)
    words = became_words(ended, item.now, None)
    became = f": {came_words(came)}" if came else f", {words}" if words else ""
    end = _WRONG if item.now.outcome is Outcome.WRONG else item.now.outcome
    return f"Outcome: **{end}** on {long_day(item.now.on)}{became}"


def _changes(packet: Packet, item: Item) -> Iterator[Event]:
    """The events of an item in the period that are not told elsewhere, as its outcome is."""
    found = list(events(packet.person, item))
    last = max((at for at, each in enumerate(found) if each.kind is Kind.CLOSED), default=None)
    for at, event in enumerate(found):
        ends = at == last and not item.open
        if packet.since < event.on <= packet.until and event.kind not in _APART and not ends:
            yield event


def _words(packet: Packet, event: Event) -> tuple[str, ...]:
    """What happened to an item, in the words of the packet's author."""
    if event.kind is Kind.CLOSED and event.after.outcome is Outcome.WRONG:
        return (f"closed: {_WRONG}",)
    return event_words(event, voice(packet))
