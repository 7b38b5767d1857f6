"""Whose an event of a calendar is: by addresses first, then by the names in its title.

What is not certain gets a reason and is never guessed.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime
from hashlib import sha256
from typing import Any, NamedTuple

from aligntui.domain.naming import folded
from aligntui.domain.overview import Somebody

SHORT = 8
"""The length of an id that is typed."""
_TWO = 2
_TITLE = re.compile(r"^SUMMARY(?:;[^:\n]*)?:(.*)$", re.IGNORECASE | re.MULTILINE)
_WORD = re.compile(r"[^\W_]+")
_PLAIN = frozenset({
    "1", "1on1", "one", "on", "with", "and", "x", "me", "sync", "up", "catch", "catchup", "check",
    "in", "checkin", "weekly", "biweekly", "fortnightly", "monthly", "meeting", "talk", "call",
})  # fmt: skip
"""Words beside a name in the title of an event without attendees that is clearly for two."""
_ROOMS = frozenset({"ROOM", "RESOURCE"})
_GROUP = "GROUP"
_SHARED = "@group.calendar.google.com"
"""The end of the addresses of calendars, which Google names as the organizer."""
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


def hash_of(uid: str) -> str:
    """The id of a series of events: the same on every machine, and without its words."""
    return sha256(uid.strip().encode(errors="replace")).hexdigest()


class Whose:
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
        words = _WORD.findall(folded(title[1].replace("\\n", " "))) if title else ()
        return not self._firsts.isdisjoint(words)

    def decided(self, event: str) -> bool:
        """True when somebody decided about this event."""
        return event in self._yes or any(event == each for each, _ in self._no)

    def event(self, name: str, parts: list[Any]) -> Event | None:
        """What a series is, from those of its occurrences that take place; None for nobody's."""
        found: dict[tuple[tuple[str, ...], str], list[Any]] = defaultdict(list)
        alike: dict[tuple[int, ...], tuple[tuple[str, ...], str]] = {}
        for part in parts:
            if str(part.get("STATUS", "")).upper() == "CANCELLED":
                continue
            # most of a series are copies that share these values
            values = tuple(id(part.get(field)) for field in ("SUMMARY", "ATTENDEE", "ORGANIZER"))
            if values not in alike:
                alike[values] = self._with(name, part)
            found[alike[values]].append(part)
        best = min(found, key=lambda each: (not each[0], each[1] != ""), default=((), ""))
        who, reason = best
        if not who:
            return None
        times = sorted({moment(part) for part in found[best]})
        private = any(str(part.get("CLASS", "")).upper() in _SECRET for part in found[best])
        return Event(name, who, tuple(times), reason, private)

    def _with(self, event: str, part: Any) -> tuple[tuple[str, ...], str]:
        """Who an occurrence is with, and the reason if that is not certain."""
        guests = self._guests(part)
        if (who := self._yes.get(event)) is not None:
            return (who,), _declined(who, guests)
        there = self.names.keys() & guests.keys()
        sure, maybe, plain = self._named(str(part.get("SUMMARY", "")))
        people = {p for p in there or sure | maybe if (event, p) not in self._no}
        if not people:
            return (), ""
        names = tuple(sorted(people, key=lambda each: self.names[each]))
        return names, self._doubt(part, guests, there, sure, people, plain=plain)

    def _doubt(
        self,
        part: Any,
        guests: Mapping[str, set[str]],
        there: set[str],
        sure: set[str],
        people: set[str],
        *,
        plain: bool,
    ) -> str:
        """The reason why an event may not be a 1:1; "" when it is one."""
        if not isinstance(part["DTSTART"].dt, datetime):
            return "it takes whole days"
        if _GROUP in guests:
            return "it is for a group"
        if len(guests) > _TWO:
            return f"it is for {len(guests)} people"
        names = " and ".join(sorted(self.names[each] for each in people))
        if len(people) > 1:
            return f"it is for {names}" if there or people <= sure else f"it may be with {names}"
        (who,) = people
        if there:
            other = sure - people
            if other and who not in sure:
                return f"its title names {self.names[min(other)]}"
            return _declined(who, guests)
        if not sure:
            return f"its title may name {names}"
        if len(guests) == _TWO and who in self.by_email.values():
            return f"no attendee has an address of {names}"
        if len(guests) < _TWO and not plain:
            return "it has no other attendee, and its title says more than a name"
        return _declined(who, guests)

    def _guests(self, part: Any) -> dict[str, set[str]]:
        """The people of an event, by id where they are known, with their answers."""
        found: dict[str, set[str]] = defaultdict(set)
        for field in ("ATTENDEE", "ORGANIZER"):
            value = part.get(field, [])
            for guest in value if isinstance(value, list) else [value]:
                kind = str(guest.params.get("CUTYPE", "")).upper()
                # Apple writes a path on its server, and the address beside it
                email = str(guest.params.get("EMAIL") or guest).casefold()
                email = email.removeprefix("mailto:").strip()
                if kind in _ROOMS or email.endswith(_SHARED):
                    continue
                who = _GROUP if kind == _GROUP else self.by_email.get(email, email)
                answer = str(guest.params.get("PARTSTAT", "")).upper()
                found[who] |= {answer} if answer else set()
        return found

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


def _declined(who: str, guests: Mapping[str, set[str]]) -> str:
    no = [guest for guest, answers in guests.items() if answers == {"DECLINED"}]
    if who in no:
        return "they declined"
    return "you declined" if no and len(guests) <= _TWO else ""


def moment(part: Any) -> datetime:
    """When an occurrence starts, in UTC; a time without a zone is local."""
    start = part["DTSTART"].dt
    if not isinstance(start, datetime):
        start = datetime(start.year, start.month, start.day)  # noqa: DTZ001 - local
    return start.astimezone(UTC)
