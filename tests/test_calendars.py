"""What is booked is read from the user's calendars when they change, and only then."""

import os
import time
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from aligntui import calendars as module
from aligntui.calendars import Calendars
from aligntui.domain.commands.people import AddPerson
from aligntui.domain.glance import overview
from aligntui.domain.overview import Overview

NOW = datetime(2026, 6, 29, 10, tzinfo=UTC)
SECRETS = ("Layoffs", "Basement", "hr@work.invalid", "Agenda")


class Clock:
    """A clock that stands still, and the files of calendars that were opened or listed."""

    def __init__(self) -> None:
        self.now = NOW
        self.opened: list[str] = []
        self.listed: list[str] = []


@pytest.fixture
def clock(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Clock]:
    """A clock, and a state folder of its own; in Berlin."""
    clock = Clock()
    listdir, real_open = os.listdir, os.open

    class Frozen(datetime):
        @classmethod
        def now(cls, tz: object = None) -> datetime:  # type: ignore[override]
            return clock.now

    def listing(path: str) -> list[str]:
        clock.listed.append(str(path))
        return listdir(path)

    def opening(path: str, *rest: int, **more: int) -> int:
        if str(path).endswith(".ics"):
            clock.opened.append(os.path.basename(path))
        return real_open(path, *rest, **more)

    monkeypatch.setattr(module, "datetime", Frozen)
    monkeypatch.setattr(os, "listdir", listing)
    monkeypatch.setattr(os, "open", opening)
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    monkeypatch.setenv("TZ", "Europe/Berlin")
    time.tzset()
    yield clock
    monkeypatch.undo()
    time.tzset()


def person(name: str, email: str = "", *, events: tuple[str, ...] = ()) -> Overview:
    made = overview(AddPerson(name=name, email=email, on=date(2026, 6, 1)).apply(None))
    return made._replace(events=events)


@pytest.fixture
def priya() -> Overview:
    return person("Priya Raman", "priya@work.invalid")


def event(uid: str, start: str, title: str = "Layoffs", *more: str) -> str:
    guests = [f"ATTENDEE:mailto:{who}@work.invalid" for who in ("priya", "me")]
    lines = ("BEGIN:VEVENT", f"UID:{uid}", f"DTSTART:{start}", f"SUMMARY:{title}")
    rest = ("LOCATION:Basement", "DESCRIPTION:Agenda: hr@work.invalid", *more, "END:VEVENT")
    return "\n".join((*lines, *guests, *rest))


def put(file: Path, *events: str) -> Path:
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text("\n".join(("BEGIN:VCALENDAR", *events, "END:VCALENDAR", "")))
    return file


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """A calendar with one meeting, on Thursday at 14:00."""
    return put(tmp_path / "work.ics", event("one", "20260702T120000Z"))


@pytest.fixture
def ask(clock: Clock) -> Callable[..., list[str]]:
    """What is booked with somebody, as a new process asks for it."""

    def booked(path: Path, *people: Overview) -> list[str]:
        found = Calendars(str(path), lambda: clock.now).booked(people)[0].booked
        assert found is not None
        return [f"{each.start.astimezone():%a %H:%M}" for each in found]

    return booked


Ask = Callable[..., list[str]]


def test_a_second_process_opens_no_calendar(
    clock: Clock, ask: Ask, file: Path, priya: Overview
) -> None:
    assert ask(file, priya) == ask(file, priya) == ["Thu 14:00"]
    assert clock.opened == ["work.ics"]


def change_file(clock: Clock, file: Path, people: list[Overview]) -> None:
    put(file, event("one", "20260702T130000Z"))


def change_name(clock: Clock, file: Path, people: list[Overview]) -> None:
    people[0] = people[0]._replace(name="Pria Raman")


def change_email(clock: Clock, file: Path, people: list[Overview]) -> None:
    people[0] = people[0]._replace(emails=("p@work.invalid",))


def change_decision(clock: Clock, file: Path, people: list[Overview]) -> None:
    people[0] = people[0]._replace(events=("-12345678",))


def add_somebody(clock: Clock, file: Path, people: list[Overview]) -> None:
    people.append(person("Grace Wu"))


def change_week(clock: Clock, file: Path, people: list[Overview]) -> None:
    clock.now += timedelta(days=7)


def change_zone(clock: Clock, file: Path, people: list[Overview]) -> None:
    os.environ["TZ"] = "Asia/Kolkata"
    time.tzset()


CHANGES = (
    change_file, change_name, change_email, change_decision, add_somebody, change_week, change_zone,
)  # fmt: skip


@pytest.mark.parametrize("change", CHANGES)
def test_what_changes_the_answer_is_noticed(
    clock: Clock,
    ask: Ask,
    file: Path,
    priya: Overview,
    change: Callable[[Clock, Path, list[Overview]], None],
) -> None:
    people = [priya]
    ask(file, *people)
    change(clock, file, people)
    ask(file, *people)
    assert clock.opened == ["work.ics", "work.ics"]


@pytest.mark.parametrize(
    "harm", [lambda data: b"", lambda data: data[:-1], lambda data: data.replace(b"1", b"2")]
)
def test_a_damaged_memory_is_not_used(
    clock: Clock,
    ask: Ask,
    file: Path,
    priya: Overview,
    tmp_path: Path,
    harm: Callable[[bytes], bytes],
) -> None:
    ask(file, priya)
    (memory,) = (tmp_path / "state" / "aligntui").glob("booked-*")
    memory.write_bytes(harm(memory.read_bytes()))
    assert ask(file, priya) == ["Thu 14:00"]
    assert clock.opened == ["work.ics", "work.ics"]


def test_only_people_and_times_are_remembered(
    ask: Ask, file: Path, priya: Overview, tmp_path: Path
) -> None:
    ask(file, priya)
    (memory,) = (tmp_path / "state" / "aligntui").iterdir()
    kept = memory.read_text()
    assert memory.stat().st_mode & 0o777 == 0o600
    assert not [word for word in (*SECRETS, "priya@", "Priya", "one") if word in kept]


def test_a_vdir_of_20_000_files_is_listed_once(
    clock: Clock, ask: Ask, priya: Overview, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "vdir" / "work"
    put(folder / "one.ics", event("one", "20260702T120000Z"))
    names = ["one.ics"] * 20_000
    monkeypatch.setattr(
        module, "_texts", lambda files, troubles: [("x", (folder / "one.ics").read_text())]
    )
    listdir = os.listdir
    monkeypatch.setattr(os, "listdir", lambda path: listdir(path) and names)
    assert ask(folder.parent, priya) == ["Thu 14:00"]

    def nothing(path: str) -> list[str]:
        raise AssertionError("listed again")

    monkeypatch.setattr(os, "listdir", nothing)
    assert ask(folder.parent, priya) == ["Thu 14:00"]
    watched = Calendars(str(folder.parent), lambda: clock.now)
    watched.booked([priya])
    assert not watched.refresh()


def test_a_new_a_changed_and_a_removed_file_of_a_folder_are_noticed(
    ask: Ask, priya: Overview, tmp_path: Path
) -> None:
    folder = tmp_path / "vdir"
    put(folder / "work" / "one.ics", event("one", "20260702T120000Z"))
    assert ask(folder, priya) == ["Thu 14:00"]
    put(folder / "home" / "two.ics", event("two", "20260703T120000Z"))
    assert ask(folder, priya) == ["Thu 14:00", "Fri 14:00"]
    put(folder / "home" / "two.ics", event("two", "20260703T130000Z"))
    assert ask(folder, priya) == ["Thu 14:00", "Fri 15:00"]
    (folder / "work" / "one.ics").unlink()
    assert ask(folder, priya) == ["Fri 15:00"]


def test_a_link_that_leads_nowhere_leaves_the_rest(
    ask: Ask, priya: Overview, tmp_path: Path
) -> None:
    folder = tmp_path / "vdir"
    put(folder / "one.ics", event("one", "20260702T120000Z"))
    (folder / "two.ics").symlink_to(tmp_path / "nowhere.ics")
    assert ask(folder, priya) == ["Thu 14:00"]


def test_a_folder_that_is_gone_and_comes_back(clock: Clock, file: Path, priya: Overview) -> None:
    watched = Calendars(str(file), lambda: clock.now)
    data = file.read_bytes()
    file.unlink()
    assert watched.booked([priya])[0].booked is None
    assert watched.troubles == (
        f"{file}: No such file or directory; nothing is known to be booked",
    )
    assert not watched.refresh()
    file.write_bytes(data)
    assert watched.refresh()
    assert watched.booked([priya])[0].booked
    assert not [*watched.troubles]
    file.unlink()
    assert watched.refresh()
    assert watched.booked([priya])[0].booked is None


def test_where_no_screen_may_wait_only_a_refresh_reads(
    clock: Clock, file: Path, priya: Overview
) -> None:
    watched = Calendars(str(file), lambda: clock.now, wait=False)
    assert watched.booked([priya])[0].booked is None
    assert clock.opened == []
    assert watched.refresh()
    assert watched.booked([priya])[0].booked
    assert not watched.refresh()


def test_a_meeting_that_begins_is_no_longer_to_come(
    clock: Clock, file: Path, priya: Overview
) -> None:
    watched = Calendars(str(file), lambda: clock.now, wait=False)
    watched.booked([priya])
    watched.refresh()
    watched.booked([priya])
    clock.now = datetime(2026, 7, 2, 12, tzinfo=UTC)
    assert watched.refresh()
    (seen,) = watched.booked([priya])
    assert seen.booked == ()
    assert [each.start for each in seen.begun] == [clock.now]
    assert not watched.refresh()
    assert seen.unrecorded(date(2026, 7, 2)) is None
    assert seen.unrecorded(date(2026, 7, 3)) == date(2026, 7, 2)


def test_who_was_erased_is_forgotten(
    clock: Clock, file: Path, priya: Overview, tmp_path: Path
) -> None:
    watched = Calendars(str(file), lambda: clock.now)
    watched.booked([priya, person("Grace Wu")])
    watched.booked([person("Grace Wu")])
    watched.refresh()
    (memory,) = (tmp_path / "state" / "aligntui").glob("booked-*")
    assert priya.id not in memory.read_text()


def test_reading_says_so_only_when_it_takes_long(
    clock: Clock, file: Path, priya: Overview, monkeypatch: pytest.MonkeyPatch
) -> None:
    said: list[str] = []
    Calendars(str(file), lambda: clock.now, said=said.append).booked([priya])
    assert said == []
    monkeypatch.setattr(module, "_LONG", 0)
    real = module._texts

    def slow(files: object, troubles: list[str]) -> object:
        while not said:
            time.sleep(0.001)
        return real(files, troubles)  # type: ignore[arg-type]

    monkeypatch.setattr(module, "_texts", slow)
    put(file, event("two", "20260702T120000Z"))
    Calendars(str(file), lambda: clock.now, said=said.append).booked([priya])
    assert said == ["reading the calendar ..."]
