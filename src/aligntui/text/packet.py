"""A review packet as a document in Markdown: what was agreed, what changed, how it went."""

from __future__ import annotations

from typing import TYPE_CHECKING

from aligntui.domain.details import Focus
from aligntui.domain.events import ENTERED, Kind, events
from aligntui.domain.item import Outcome
from aligntui.domain.miss import came_to
from aligntui.domain.review import LATELY
from aligntui.domain.section import Section
from aligntui.domain.stance import Party, View
from aligntui.text.events import (
    apart,
    became_words,
    came_words,
    differs,
    entry_words,
    event_words,
    proposed,
)
from aligntui.text.fields import field_lines, progress, unsaid
from aligntui.text.json_shapes import evidence_shape, picked, shape_of, shapes_of
from aligntui.text.life import history_shapes
from aligntui.text.markdown import escaped
from aligntui.text.packet_records import records, told_words, voice
from aligntui.text.sides import author
from aligntui.text.words import LONG_MONTHS, long_day

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from aligntui.domain.events import Event
    from aligntui.domain.item import Entry, Item, Revision
    from aligntui.domain.person import Person
    from aligntui.domain.review import Packet, Reviewed
    from aligntui.text.json_shapes import Shape

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
            lines += [item_heading(each.item), "", " ".join(_sentences(packet, each)), ""]
            entries = [f"- {entry_line(packet, each, e)}" for e in packet.entries(each.item)]
            lines += [*entries, ""] if entries else []
    for title, told in records(packet).items():
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


def item_heading(item: Item) -> str:
    """The heading above what is said of an item."""
    return f"### {item.handle} {escaped(item.text)}{' (private)' if item.now.private else ''}"


def _sentences(packet: Packet, reviewed: Reviewed) -> Iterator[str]:
    """A paragraph about an item, in the order of its days: its start, its changes, its end."""
    start, item = reviewed.start, reviewed.item
    first = start or item.as_of(item.added_on)
    assert first is not None
    begun = packet.since if start else item.added_on
    then = packet.person.as_of(begun).agreed_on(first)
    yield _sentence(_beginning(packet, reviewed, first, then))
    yield from (_sentence(escaped(words)) for words in _facts(packet, first.now))
    told: dict[date, list[str]] = {}
    for event in changes(packet, item):
        # of the day on which it was added, why it had its words at the end of that day
        why = event.kind is Kind.REASON and event.after.wording == first.now.wording
        if (event.on > begun or why) and event.kind not in _STANCES:
            told.setdefault(event.on, []).extend(_change(packet, event))
    yield from (_sentence(f"On {long_day(day)}, {'; '.join(words)}") for day, words in told.items())
    if end := _end(packet, reviewed, then):
        yield _sentence(end)


def agreed_on(person: Person, item: Item) -> str:
    """When both agreed on a line: since when, and when they last said so; "" where they do not."""
    since, last = item.agreed_since, person.agreed_on(item)
    again = f", last on {long_day(last)}" if last and last != since else ""
    return f"agreed on {long_day(since)}{again}" if since else ""


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
        return outcome(packet, item)
    if agreed := packet.person.agreed_on(item):
        said = f"last agreed on {long_day(agreed)}" if then else agreed_on(packet.person, item)
        return f"Both {said}" if agreed != then else ""
    once = any(revision.agreed for revision in item.revisions)
    still = start and not then and all(e.kind is not Kind.AGREED for e in changes(packet, item))
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
    words = words_of(packet, event)
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


def outcome(packet: Packet, item: Item) -> str:
    """The end of an item that was closed, and what became of it."""
    ended = packet.person.as_ended(item)
    if ended.goes_on_as:
        return f"Moved on {long_day(item.now.on)}, it is {ended.goes_on_as} now"
    came = came_to(packet.person, item, item.now)
    words = became_words(ended, item.now, None)
    became = f": {came_words(came)}" if came else f", {words}" if words else ""
    end = _WRONG if item.now.outcome is Outcome.WRONG else item.now.outcome
    return f"Outcome: **{end}** on {long_day(item.now.on)}{became}"


def changes(packet: Packet, item: Item) -> Iterator[Event]:
    """The events of an item in the period that are not told elsewhere, as its outcome is."""
    found = list(events(packet.person, item))
    last = max((at for at, each in enumerate(found) if each.kind is Kind.CLOSED), default=None)
    for at, event in enumerate(found):
        ends = at == last and not item.open
        if packet.since < event.on <= packet.until and event.kind not in _APART and not ends:
            yield event


def words_of(packet: Packet, event: Event) -> tuple[str, ...]:
    """What happened to an item, in the words of the packet's author."""
    if event.kind is Kind.CLOSED and event.after.outcome is Outcome.WRONG:
        return (f"closed: {_WRONG}",)
    return event_words(event, voice(packet))


def entry_line(packet: Packet, reviewed: Reviewed, entry: Entry) -> str:
    """An entry with its day, and when its feedback was told."""
    private = " (private)" if apart(reviewed.item, entry) else ""
    told = f" ({told_words(packet.told[entry.uid])})" if entry.uid in packet.told else ""
    words = entry_words(reviewed.item, entry, private).removesuffix(entry.text)
    return f"{long_day(entry.on)}, {words}{escaped(entry.text)}{told}"


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
