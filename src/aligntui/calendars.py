"""The user's calendars, which are only read: one file, a folder of them, or a vdir.

What is booked is remembered by the stamps of the files, so that a prompt reads no calendar. Only
people and times are remembered: no title, place or other guest.
"""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from datetime import UTC, date, datetime
from threading import Timer
from typing import TYPE_CHECKING, Any
from zlib import crc32

from aligntui.domain.overview import Appointment, Overview, Somebody
from aligntui.store.summary import recall, remember

if TYPE_CHECKING:
    from aligntui.domain.appointments import Read

LARGEST = 50_000_000
"""The most bytes of one calendar file."""
_FEW = 200
"""Up to this many files are looked at one by one; of more, only their folders."""
_READ_AS = 1
"""Version of the reading; what another version remembered is not used."""
_WEEK = 7
_LONG = 0.5
"""Seconds after which reading is said to be under way."""
Booked = dict[str, tuple[Appointment, ...]]


class Calendars:
    """What is booked with whom, read again when the files, the people or the week change."""

    def __init__(
        self,
        path: str,
        now: Callable[[], datetime],
        *,
        wait: bool = True,
        said: Callable[[str], object] = lambda words: None,
    ) -> None:
        self.path = path
        self._now = now
        self._said = said
        """Told when reading takes long."""
        self.troubles: tuple[str, ...] = ()
        """A line for each calendar that could not be read, or not in full."""
        self._wait = wait
        """False where reading may only happen in `refresh`, so that no screen waits for it."""
        self._people: dict[str, Somebody] = {}
        self._booked: Booked | None = None
        self._seen: tuple[object, list[list[Any]]] | None = None
        """The stamps and the people that `_booked` is for."""
        self._until: datetime | None = None
        """When the next meeting of anybody begins, from which on something else comes next."""

    def booked(self, everybody: Iterable[Overview], *, some: bool = False) -> tuple[Overview, ...]:
        """The overviews with what is booked; with None where that is not known.

        Whoever is not among them is forgotten, unless they are only `some` of all.
        """
        everybody = tuple(everybody)
        if not some:
            self._people.clear()
        self._know(everybody)
        found = self.look() if self._wait else self._booked
        if found is None:
            return everybody
        now = self._now()
        self._until = min((t.start for times in found.values() for t in times if t.start > now),
                          default=None)  # fmt: skip
        return tuple(_with(each, found.get(each.id, ()), now) for each in everybody)

    @property
    def awaited(self) -> bool:
        """False once reading has shown that nothing can be known to be booked."""
        return self._seen is None or self._booked is not None

    def refresh(self) -> bool:
        """Read what has changed; True when it did."""
        before = self._booked, self.troubles
        self.look()
        begun = self._until is not None and self._until <= self._now()
        return begun or before != (self._booked, self.troubles)

    def read(self, everybody: Iterable[Overview] = ()) -> Read:
        """Read everything anew: the events of everybody known, and what is wrong with the files."""
        self._know(everybody)
        from aligntui.domain.appointments import Read, around

        try:
            files = [*_files(self.path)]
        except OSError as error:
            return Read((), (f"{self.path}: {error.strerror}; nothing is known to be booked",))
        troubles: list[str] = []
        found = around(_texts(files, troubles), tuple(self._people.values()), self._today)
        return found._replace(troubles=(*troubles, *found.troubles))

    @property
    def _today(self) -> date:
        return self._now().astimezone().date()

    def _know(self, everybody: Iterable[Overview]) -> None:
        for each in everybody:
            if each.archived is None:
                self._people[each.id] = Somebody(each.id, each.name, each.emails, each.events)
            else:
                self._people.pop(each.id, None)

    def look(self) -> Booked | None:
        """What is booked with whom, by their ids; None where that is not known."""
        week = self._today.toordinal() // _WEEK
        people = crc32(repr(sorted(self._people.values())).encode())
        key = [_READ_AS, people, week, *time.tzname, time.timezone]
        if self._seen and self._seen[0] == key and self._is_as(self._seen[1]):
            return self._booked
        kept = recall(_memory_of(self.path))
        with suppress(ValueError, LookupError, TypeError):
            if kept and kept["key"] == key and kept["stamps"] and self._is_as(kept["stamps"]):
                self._booked = _of(kept["booked"])
                self.troubles = tuple(map(str, kept["troubles"]))
                self._seen = key, kept["stamps"]
                return self._booked
        stamps = _stamps(self.path)
        slow = Timer(_LONG, self._said, ["reading the calendar ..."])
        slow.daemon = True
        slow.start()
        try:
            found = self.read()
        finally:
            slow.cancel()
        self.troubles = found.troubles
        self._booked = found.appointments if stamps else None
        self._seen = key, stamps
        if stamps and self._today == datetime.now(tz=UTC).astimezone().date():
            rows = {who: [[t.start.timestamp(), t.private] for t in times]
                    for who, times in found.appointments.items()}  # fmt: skip
            value = {"key": key, "stamps": stamps, "booked": rows, "troubles": found.troubles}
            remember(_memory_of(self.path), value)
        return self._booked

    def _is_as(self, stamps: list[list[Any]]) -> bool:
        """True when everything is as it was; a new file changes its folder."""
        if not stamps:
            return not os.path.exists(self.path)
        return all(_stamp(stamp[0]) == stamp for stamp in stamps)


def moment(today: date) -> datetime:
    """This moment; or the beginning of the day that counts as today, where that is another."""
    now = datetime.now(tz=UTC)
    if today == now.astimezone().date():
        return now
    return datetime.combine(today, datetime.min.time()).astimezone(UTC)


def _with(person: Overview, times: tuple[Appointment, ...], now: datetime) -> Overview:
    coming = tuple(each for each in times if each.start > now)
    begun = tuple(reversed([each for each in times if each.start <= now]))
    return person._replace(booked=coming, begun=begun)


def _of(rows: dict[str, list[Any]]) -> Booked:
    return {
        who: tuple(Appointment(datetime.fromtimestamp(at, UTC), bool(p)) for at, p in times)
        for who, times in rows.items()
    }


def _memory_of(path: str) -> str:
    return f"booked-{crc32(os.fsencode(os.path.abspath(path))):08x}"


def _folders(path: str) -> list[str]:
    """The folder itself and those in it; none where the path is a file."""
    if not os.path.isdir(path):
        return []
    with os.scandir(path) as entries:
        below = sorted(e.path for e in entries if not e.name.startswith("."))
    return [path, *filter(os.path.isdir, below)]


def _files(path: str) -> Iterator[str]:
    """The calendar files at a path; raises `OSError` where there is nothing."""
    folders = _folders(path)
    if not folders:
        os.stat(path)
        yield path
    for folder in folders:
        try:
            names = sorted(os.listdir(folder))
        except OSError:
            if folder == path:
                raise
            yield folder  # what is wrong with it is said once it is opened
            continue
        yield from (os.path.join(folder, n) for n in names if n.lower().endswith(".ics"))


def _stamps(path: str) -> list[list[object]]:
    """The stamps of the folders, and of the files where they are few; none without calendars."""
    try:
        files = [*_files(path)]
        return [_stamp(each) for each in (*_folders(path), *(files if len(files) <= _FEW else ()))]
    except OSError:
        return []


def _stamp(file: str) -> list[object]:
    try:
        found = os.stat(file)
    except OSError:
        return [file]
    return [file, found.st_ino, found.st_size, found.st_mtime_ns, found.st_ctime_ns]


def _texts(files: Iterable[str], troubles: list[str]) -> Iterator[tuple[str, str]]:
    """The name and text of each file; adds a line to `troubles` for each that can't be read."""
    for file in files:
        try:
            with open(os.open(file, os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC), "rb") as opened:
                data = opened.read(LARGEST + 1)
        except OSError as error:
            troubles.append(f"{file}: {error.strerror}; it is not used")
            continue
        if len(data) > LARGEST:
            troubles.append(f"{file} is larger than {LARGEST // 1_000_000} MB; it is not used")
            continue
        wide = data.startswith((b"\xff\xfe", b"\xfe\xff"))
        yield file, data.decode("utf-16" if wide else "utf-8-sig", "replace")
