"""Find the 1:1s in calendars: which events are with whom, and when.

Source: RFC 5545, read by icalendar and expanded by recurring-ical-events. Both are slow (20,000
events take them 10 s), so that only events go to them that may be with somebody we know, and may
happen in the days asked for.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, date, datetime, timedelta
from hashlib import sha256
from typing import Any, NamedTuple

from aligntui.domain.naming import folded
from aligntui.domain.overview import Appointment, Somebody

BEFORE, AHEAD = timedelta(days=31), timedelta(days=366)
"""How far around today events are looked for."""
_TWO = 2
_MOST = 5_000
"""The most events near today that are looked at in full; a year has some 250 working days."""
_EARLIEST = 1970
_LINES = re.IGNORECASE | re.MULTILINE
_EVENT = re.compile(
    r"^BEGIN:VEVENT[ \t\r]*$(?P<whole>.*?^END:VEVENT[ \t\r]*$)?", _LINES | re.DOTALL
)
_ZONE = re.compile(r"^BEGIN:VTIMEZONE[ \t\r]*$.*?^END:VTIMEZONE[ \t\r]*$", _LINES | re.DOTALL)
_FOLD = re.compile(r"\r?\n[ \t]")
_UID = re.compile(r"^UID(?:;[^:\n]*)?:(.*)$", _LINES)
_TITLE = re.compile(r"^SUMMARY(?:;[^:\n]*)?:(.*)$", _LINES)
_START = re.compile(r"^DTSTART(?:;[^:\n]*)?:\s*(\d{4})-?(\d\d)-?(\d\d)", _LINES)
_AGAIN = re.compile(r"^(?:RRULE|RDATE|RECURRENCE-ID)[;:]", _LINES)
_OFTEN = re.compile(r"^RRULE[^\n]*FREQ=(?:SECONDLY|MINUTELY|HOURLY)", _LINES)
_WORD = re.compile(r"[^\W_]+")
_PLAIN = frozenset({
    "1", "1on1", "one", "on", "with", "and", "x", "me", "sync", "up", "catch", "catchup", "check",
    "in", "checkin", "weekly", "biweekly", "fortnightly", "monthly", "meeting", "talk", "call",
})  # fmt: skip
"""Words beside a name in the title of an event without attendees that is clearly for two."""
_ROOMS = frozenset({"ROOM", "RESOURCE"})
_SECRET = frozenset({"PRIVATE", "CONFIDENTIAL"})


class Event(NamedTuple):
    """An event, or a series of them, that has to do with people we know."""

    id: str
    people: tuple[str, ...]
    """The ids of those it is with, or may be with."""
    times: tuple[datetime, ...]
    reason: str = ""
    """The reason why it is not taken as a 1:1; "" when it is one."""
    private: bool = False

    def next_from(self, now: datetime) -> datetime | None:
        """The first time from `now` on, in local time."""
        return next((time.astimezone() for time in self.times if time >= now), None)


class Read(NamedTuple):
    """What was found in calendars, and a line on each of them that could not be read in full."""

    events: tuple[Event, ...] = ()
    troubles: tuple[str, ...] = ()

    @property
    def appointments(self) -> dict[str, tuple[Appointment, ...]]:
        """The meetings with each person, by id, in order; those in two calendars once."""
        found: dict[str, dict[datetime, bool]] = defaultdict(dict)
        for event in self.events:
            if not event.reason:
                times = found[event.people[0]]
                for time in event.times:
                    times[time] = times.get(time, True) and event.private
        return {
            who: tuple(Appointment(*each) for each in sorted(times.items()))
            for who, times in found.items()
        }


class _Part(NamedTuple):
    """The text of one event: where it begins, and whose time zones it uses."""

    text: str
    file: str
    line: int
    zones: str


def event_id(uid: str) -> str:
    """The id of a series of events: short, the same on every machine, and without its words."""
    return sha256(uid.strip().encode()).hexdigest()[:8]


def around(calendars: Iterable[tuple[str, str]], people: Sequence[Somebody], today: date) -> Read:
    """The events around `today` that have to do with `people`, in calendars by name and text."""
    known = _Known(people)
    series: dict[str, list[_Part]] = defaultdict(list)
    unread: dict[str, list[int]] = defaultdict(list)
    troubles = []
    for file, text in calendars:
        if "BEGIN:VCALENDAR" in text[:4096].upper():
            _gather(file, text, known, today, series, unread)
        elif text.strip():
            troubles.append(f"{file} is not a calendar")
    batches: dict[str, list[list[_Part]]] = defaultdict(list)
    for parts in series.values():
        batches["\n".join(dict.fromkeys(part.zones for part in parts))].append(parts)
    found: dict[str, list[Any]] = {}
    for batch in batches.values():
        some, bad = _expanded(batch, today)
        found |= some
        for part in bad:
            unread[part.file].append(part.line)
    for file, lines in unread.items():
        left = "1 event" if len(lines) == 1 else f"{len(lines):,} events"
        words = "can't be read or would take too long"
        troubles.append(f"{file}: {left} {words}; the first begins in line {min(lines)}")
    events = (known.event(uid, parts) for uid, parts in found.items())
    return Read(tuple(event for event in events if event), tuple(troubles))


def _gather(
    file: str,
    text: str,
    known: "_Known",
    today: date,
    series: dict[str, list[_Part]],
    unread: dict[str, list[int]],
) -> None:
    """Add the events of one calendar that may matter, by UID, and the lines of bad ones."""
    zones = _FOLD.sub("", "\n".join(match[0] for match in _ZONE.finditer(text)))
    first, last = today - BEFORE - timedelta(days=1), today + AHEAD
    here: dict[str, list[_Part]] = defaultdict(list)
    wanted: set[str] = set()
    for match in _EVENT.finditer(text):
        block = _FOLD.sub("", match[0]).replace("\r", "")
        start, uid = _START.search(block), _UID.search(block)
        day = _day(*start.groups()) if start else None
        if day and not first <= day <= last and not _AGAIN.search(block):
            continue
        name = uid[1].strip() if uid else f"{file} {match.start()}"
        matters = known.concerns(block) or known.decided(event_id(name))
        line = text.count("\n", 0, match.start()) + 1 if matters else 0
        if day and day.year >= _EARLIEST and match["whole"] and not _OFTEN.search(block):
            here[name].append(_Part(block, file, line, zones))
        elif matters:
            unread[file].append(line)
            continue
        if matters:
            wanted.add(name)
    for name in wanted:
        if name in here and len(series) < _MOST:
            series[name] += here[name]
        elif name in here:
            unread[file].append(here[name][0].line)


def _day(year: str, month: str, day: str) -> date | None:
    try:
        return date(int(year), int(month), int(day))
    except ValueError:
        return None


def _expanded(batch: list[list[_Part]], today: date) -> tuple[dict[str, list[Any]], list[_Part]]:
    """The occurrences of each series by UID; all at once, or one by one where any is bad."""
    try:
        return _occurrences([part for parts in batch for part in parts], today), []
    except Exception:  # noqa: BLE001 - whatever a library makes of a bad event
        if len(batch) == 1:
            return {}, batch[0][:1]
    found: dict[str, list[Any]] = {}
    bad: list[_Part] = []
    for parts in batch:
        some, worse = _expanded([parts], today)
        found |= some
        bad += worse
    return found, bad


def _occurrences(parts: list[_Part], today: date) -> dict[str, list[Any]]:
    import icalendar
    import recurring_ical_events

    zones = dict.fromkeys(part.zones for part in parts)
    lines = "\n".join(filter(None, (*zones, *(part.text for part in parts))))
    text = f"BEGIN:VCALENDAR\nVERSION:2.0\nPRODID:x\n{lines}\nEND:VCALENDAR\n"
    calendar = icalendar.Calendar.from_ical(text)
    found: dict[str, list[Any]] = defaultdict(list)
    for each in recurring_ical_events.of(calendar).between(today - BEFORE, today + AHEAD):
        found[str(each.get("UID", ""))].append(each)
    return found


class _Known:
    """The people, by what a calendar calls them."""

    def __init__(self, people: Sequence[Somebody]) -> None:
        self.by_email = {e.casefold(): each.id for each in people for e in each.emails}
        self.names = {each.id: each.name for each in people}
        self._by_words = _beginnings(people)
        self._longest = max(map(len, self._by_words), default=0)
        self._yes = {e[1:]: each.id for each in people for e in each.events if e[0] == "+"}
        self._no = {(e[1:], each.id) for each in people for e in each.events if e[0] == "-"}
        self._firsts = {words[0] for words in self._by_words}

    def concerns(self, block: str) -> bool:
        """True when the text of an event names anybody, quickly."""
        low = block.casefold()
        if any(email in low for email in self.by_email):
            return True
        title = _TITLE.search(block)
        words = _WORD.findall(folded(title[1])) if title else ()
        return not self._firsts.isdisjoint(words)

    def decided(self, event: str) -> bool:
        """True when somebody decided about this event."""
        return event in self._yes or any(event == each for each, _ in self._no)

    def event(self, uid: str, parts: list[Any]) -> Event | None:
        """What a series is, from those of its occurrences that take place; None for nobody's."""
        name = event_id(uid)
        found: dict[tuple[tuple[str, ...], str], list[Any]] = defaultdict(list)
        for part in parts:
            if str(part.get("STATUS", "")).upper() != "CANCELLED":
                found[self._with(name, part)].append(part)
        best = min(found, key=lambda each: (not each[0], each[1] != ""), default=((), ""))
        who, reason = best
        if not who:
            return None
        times = sorted({_moment(part) for part in found[best]})
        private = any(str(part.get("CLASS", "")).upper() in _SECRET for part in found[best])
        return Event(name, who, tuple(times), reason, private)

    def _with(self, event: str, part: Any) -> tuple[tuple[str, ...], str]:
        """Who an occurrence is with, and the reason if that is not certain."""
        guests = _guests(part)
        if (who := self._yes.get(event)) is not None:
            return (who,), _declined(who, self.by_email, guests)
        there = {self.by_email[email] for email in guests if email in self.by_email}
        sure, maybe, plain = self._named(str(part.get("SUMMARY", "")))
        people = {p for p in there or sure or maybe if (event, p) not in self._no}
        if not people:
            return (), ""
        names = tuple(sorted(people, key=lambda each: self.names[each]))
        return names, self._doubt(part, guests, there, sure, people, plain=plain)

    def _doubt(
        self,
        part: Any,
        guests: Mapping[str, str],
        there: set[str],
        sure: set[str],
        people: set[str],
        *,
        plain: bool,
    ) -> str:
        """The reason why an event may not be a 1:1; "" when it is one."""
        if not isinstance(part["DTSTART"].dt, datetime):
            return "it takes whole days"
        if len(guests) > _TWO:
            return f"it is for {len(guests)} people"
        names = " and ".join(sorted(self.names[each] for each in people))
        if len(people) > 1:
            return f"it may be with {names}" if not there and not sure else f"it is for {names}"
        (who,) = people
        if there:
            other = sure - people
            if other and who not in sure:
                return f"its title names {self.names[min(other)]}"
            return _declined(who, self.by_email, guests)
        if not sure:
            return f"its title may name {names}"
        if len(guests) < _TWO and not plain:
            return "it has no other attendee, and its title says more than a name"
        return ""

    def _named(self, title: str) -> tuple[set[str], set[str], bool]:
        """Those a title names, those it may name, and whether it holds nothing else."""
        words = _WORD.findall(folded(title))
        sure: set[str] = set()
        maybe: set[str] = set()
        rest, at = [], 0
        while at < len(words):
            for length in range(min(self._longest, len(words) - at), 0, -1):
                people = self._by_words.get(tuple(words[at : at + length]))
                if people:
                    (sure if len(people) == 1 else maybe).update(people)
                    at += length
                    break
            else:
                rest.append(words[at])
                at += 1
        return sure, maybe - sure, _PLAIN.issuperset(rest)


def _beginnings(people: Iterable[Somebody]) -> dict[tuple[str, ...], set[str]]:
    """Who has a name that begins with these words."""
    found: dict[tuple[str, ...], set[str]] = defaultdict(set)
    for each in people:
        words = _WORD.findall(folded(each.name))
        for length in range(1, len(words) + 1):
            found[tuple(words[:length])].add(each.id)
    return found


def _guests(part: Any) -> dict[str, str]:
    """The addresses of the people of an event, with the answer of each."""
    found: dict[str, str] = {}
    for field in ("ORGANIZER", "ATTENDEE"):
        value = part.get(field, [])
        for guest in value if isinstance(value, list) else [value]:
            if str(guest.params.get("CUTYPE", "")).upper() not in _ROOMS:
                email = str(guest).casefold().removeprefix("mailto:").strip()
                found[email] = str(guest.params.get("PARTSTAT", found.get(email, ""))).upper()
    return found


def _declined(who: str, by_email: Mapping[str, str], guests: Mapping[str, str]) -> str:
    answers = {answer for email, answer in guests.items() if by_email.get(email) == who}
    return "they declined" if answers == {"DECLINED"} else ""


def _moment(part: Any) -> datetime:
    """When an occurrence starts, in UTC; a time without a zone is local."""
    start = part["DTSTART"].dt
    if not isinstance(start, datetime):
        start = datetime(start.year, start.month, start.day)  # noqa: DTZ001 - local
    return start.astimezone(UTC)
