"""Calendars as programs write them: whose their events are, and when."""

import os
import shutil
import time
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from random import Random

import icalendar
import pytest
import recurring_ical_events

from aligntui.calendars import Calendars
from aligntui.domain.appointments import AHEAD, BEFORE, around
from aligntui.domain.commands.people import AddPerson
from aligntui.domain.glance import overview
from aligntui.domain.overview import Overview, Somebody
from aligntui.domain.whose import SHORT, hash_of

FILES = Path(__file__).with_name("calendars")
TODAY = date(2026, 6, 29)
PRIYA, GRACE, HILL, BAKER, ZOE = (
    ("Priya Raman", "priya@work.invalid, p.raman@home.invalid"),
    ("Grace Wu", "grace@work.invalid"),
    ("Tom Hill", ""),
    ("Tom Baker", ""),
    ("Zoë Ångström", ""),
)

WHOLE_DAY = "it takes whole days"
MORE = "it has no other attendee, and its title says more than a name"
READ = {
    "google_single": ["Priya 2026-07-02 14:00"],
    "google_series_moved_and_cancelled": [
        "Priya 2026-06-30 14:00, 2026-07-08 16:00, 2026-07-28 14:00"
    ],
    "google_utc_series_over_summer_time": [
        "Priya 2026-10-19 10:00, 2026-10-26 10:00, 2026-11-02 10:00"
    ],
    "google_room_and_shared_calendar": ["Priya 2026-07-03 09:00"],
    "google_declined": [
        "Priya 2026-07-03 09:00: they declined",
        "Grace 2026-07-03 11:00: you declined",
    ],
    "google_team_meeting": [
        "Grace+Priya 2026-07-03 09:00: it is for 3 people",
        "Priya 2026-07-03 12:00: it is for a group",
    ],
    "exchange_weekly": ["Priya 2026-10-21 09:30, 2026-10-28 09:30, 2026-11-04 09:30"],
    "exchange_zone_with_a_colon": ["Priya 2026-07-02 09:30"],
    "exchange_zone_without_definition": ["Priya 2026-07-02 15:30"],
    "exchange_customized_zone": ["Priya 2026-07-02 11:00"],
    "outlook_other_customized_zone": ["Priya 2026-07-03 08:30"],
    "outlook_they_organize": ["Priya 2026-07-06 11:00"],
    "outlook_in_utf_16": ["Zoë 2026-07-06 12:00"],
    "outlook_whole_day": [f"Priya 2026-07-06 00:00: {WHOLE_DAY}"],
    "apple_principals": ["Priya 2026-07-01 10:30"],
    "apple_whole_days_and_birthdays": [f"Grace 2026-07-06 00:00: {WHOLE_DAY}"],
    "apple_midnight": ["Grace 2026-07-01 23:59", "Priya 2026-07-02 00:00"],
    "apple_floating": ["Priya 2026-07-02 10:00"],
    "nextcloud_new_york": ["Grace 2026-10-27 14:00, 2026-11-03 15:00"],
    "nextcloud_override_with_another_title": ["Grace 2026-07-01 15:00, 2026-07-15 15:00"],
    "thunderbird_ambiguous_names": [
        "Tom+Tom 2026-07-01 09:00: it may be with Tom Baker and Tom Hill",
        "Tom 2026-07-01 10:00",
        "Priya+Tom+Tom 2026-07-01 11:00: it may be with Priya Raman and Tom Baker and Tom Hill",
    ],
    "thunderbird_accents_and_more": [
        "Zoë 2026-07-01 09:00",
        f"Grace 2026-07-01 10:00: {MORE}",
        "Priya 2026-07-01 11:00",
    ],
    "thunderbird_private": ["Priya 2026-07-02 09:00 private", "Grace 2026-07-03 09:00 private"],
    "thunderbird_monthly_last_friday": [
        "Priya 2026-06-26 14:00, 2026-07-31 14:00, 2026-08-28 14:00, 2026-09-25 14:00"
    ],
    "khal_one_of_a_vdir": ["Grace 2026-06-30 11:30"],
    "khal_without_uid": ["Grace 2026-06-30 11:30", "Priya 2026-06-30 12:00"],
    "khal_ended_and_20_years": ["Priya 2026-06-08 12:00, 2027-06-07 12:00"],
    "with_a_bom": ["Priya 2026-07-02 09:00"],
    "empty": [],
    "cut": ["Priya 2026-07-02 09:00"],
    "broken": ["Grace 2026-07-03 09:00"],
    "hostile_rules": ["Priya 2026-07-02 09:00"],
    "hostile_text": [f"Priya 2026-07-02 09:00: {MORE}", "Grace 2026-07-03 09:00"],
}
"""Each file of the folder, and its events as they are in Berlin."""
MANY = "are left out: they can't be read or repeat too often; the first begins"
LEFT_OUT = {
    "cut": [
        "ends in the middle; what stands before that is used",
        "1 event is left out: it can't be read or repeats too often; it begins in line 33",
    ],
    "broken": [f"4 events {MANY} in line 22"],
    "hostile_rules": [f"5 events {MANY} in line 22"],
}
EVENT = """BEGIN:VCALENDAR
BEGIN:VEVENT
UID:one
DTSTART:20260702T090000
{}
END:VEVENT
END:VCALENDAR
"""

Live = Callable[[str], None]


@pytest.fixture(autouse=True)
def live_in(monkeypatch: pytest.MonkeyPatch) -> Iterator[Live]:
    """A way to travel; at first we are in Berlin."""

    def live(zone: str) -> None:
        monkeypatch.setenv("TZ", zone)
        time.tzset()

    live("Europe/Berlin")
    yield live
    monkeypatch.undo()
    time.tzset()


@pytest.fixture
def team() -> tuple[Overview, ...]:
    """Five people, two of them with the same first name, two with addresses."""
    return tuple(
        overview(AddPerson(name=name, email=email, on=date(2026, 6, 1)).apply(None))
        for name, email in (PRIYA, GRACE, HILL, BAKER, ZOE)
    )


def calendars(path: Path, today: date = TODAY) -> Calendars:
    noon = datetime(today.year, today.month, today.day, 10, tzinfo=UTC)
    return Calendars(str(path), lambda: noon)


def told(path: Path, team: tuple[Overview, ...]) -> list[str]:
    """What is read from a file or folder, a line an event."""
    names: dict[str, str] = {person.id: person.name.split()[0] for person in team}
    events = sorted(calendars(path).read(team).events, key=lambda each: each.times)
    return [
        "+".join(names[who] for who in event.people)
        + " "
        + ", ".join(f"{time.astimezone():%Y-%m-%d %H:%M}" for time in event.times)
        + (f": {event.reason}" if event.reason else "")
        + (" private" if event.private else "")
        for event in events
    ]


def written(folder: Path, *lines: str) -> Path:
    """A calendar with one event on 2026-07-02 at 9:00, of which these are the lines."""
    file = folder / "one.ics"
    file.write_text(EVENT.format("\n".join(lines)))
    return file


def guest(email: str, *more: str) -> str:
    return ";".join(("ATTENDEE", *more)) + f":mailto:{email}"


def test_no_file_is_left_out() -> None:
    assert {file.stem for file in FILES.iterdir()} == set(READ)
    assert len(READ) >= 25


@pytest.mark.parametrize("name", READ)
def test_a_calendar_is_read(name: str, team: tuple[Overview, ...]) -> None:
    file = FILES / f"{name}.ics"
    assert told(file, team) == READ[name]
    troubles = calendars(file).read(team).troubles
    assert [words.removeprefix(str(file)).lstrip(": ") for words in troubles] == LEFT_OUT.get(
        name, []
    )


@pytest.mark.parametrize("name", sorted(set(READ) - set(LEFT_OUT) - {"empty", "hostile_text"}))
def test_the_times_are_those_that_the_library_finds_in_the_whole_file(
    name: str, team: tuple[Overview, ...]
) -> None:
    data = (FILES / f"{name}.ics").read_bytes()
    wide = data.startswith((b"\xff\xfe", b"\xfe\xff"))
    icalendar.timezone.tzp.use_default()
    whole = icalendar.Calendar.from_ical(data.decode("utf-16" if wide else "utf-8-sig"))
    of = recurring_ical_events.of(whole)
    starts = [each["DTSTART"].dt for each in of.between(TODAY - BEFORE, TODAY + AHEAD)]
    timed = {start.astimezone(UTC) for start in starts if isinstance(start, datetime)}
    found = calendars(FILES / f"{name}.ics").read(team)
    ours = {at for event in found.events if event.reason != WHOLE_DAY for at in event.times}
    assert ours <= timed
    if name not in ("nextcloud_override_with_another_title", "thunderbird_ambiguous_names"):
        assert len(timed) - len(ours) == (
            1 if name == "google_series_moved_and_cancelled" else 0  # a cancelled one is listed
        )


def test_a_folder_is_read_as_a_whole_and_each_zone_of_one_name_as_it_is_there(
    tmp_path: Path, team: tuple[Overview, ...]
) -> None:
    for name in ("exchange_customized_zone", "outlook_other_customized_zone", "broken"):
        shutil.copy(FILES / f"{name}.ics", tmp_path)
    assert told(tmp_path, team) == [
        "Priya 2026-07-02 11:00", "Priya 2026-07-03 08:30", "Grace 2026-07-03 09:00",
    ]  # fmt: skip
    (trouble,) = calendars(tmp_path).read(team).troubles
    assert trouble.startswith(f"{tmp_path}/broken.ics: 4 events")


def test_an_event_in_two_calendars_is_one(tmp_path: Path, team: tuple[Overview, ...]) -> None:
    name = "google_series_moved_and_cancelled.ics"
    text = (FILES / name).read_text()
    (tmp_path / "a.ics").write_text(text)
    (tmp_path / "b.ics").write_text(
        text.replace("X-WR-TIMEZONE:Europe/Berlin", "X-WR-TIMEZONE:UTC")
    )
    assert told(tmp_path, team) == READ["google_series_moved_and_cancelled"]
    (tmp_path / "c.ics").write_text(text.replace("77series", "another"))
    read = calendars(tmp_path).read(team)
    assert len(read.events) == 2
    assert [len(times) for times in read.appointments.values()] == [3]


@pytest.mark.parametrize(
    ("zone", "single", "floating", "new_york"),
    [
        ("Europe/Berlin", "14:00", "10:00", "14:00"),
        ("America/Los_Angeles", "05:00", "10:00", "06:00"),
        ("Asia/Kolkata", "17:30", "10:00", "18:30"),
        ("Pacific/Kiritimati", "02:00", "10:00", "03:00"),
    ],
)
def test_who_travels_sees_the_time_of_the_place(
    live_in: Live, team: tuple[Overview, ...], zone: str, single: str, floating: str, new_york: str
) -> None:
    live_in(zone)
    files = ("google_single", "apple_floating", "nextcloud_new_york")
    first = [told(FILES / f"{name}.ics", team)[0].split(",")[0] for name in files]
    assert [line.split()[-1] for line in first] == [single, floating, new_york]


@pytest.mark.parametrize(
    ("lines", "reason"),
    [
        (["SUMMARY:1:1 Priya"], ""),
        (["SUMMARY:Priya weekly"], ""),
        (["SUMMARY:PRIYA RAMAN / me"], ""),
        (["SUMMARY:Priya's goals"], MORE),
        (["SUMMARY:Talk", guest("PRIYA@work.invalid")], ""),
        (["SUMMARY:Talk", guest("me@work.invalid"), guest("p.raman@home.invalid")], ""),
        (["SUMMARY:Talk", guest("priya@work.invalid"), guest("p.raman@home.invalid"),
          guest("me@work.invalid")], ""),
        (["SUMMARY:Grace 1:1", guest("priya@work.invalid")], "its title names Grace Wu"),
        (["SUMMARY:About Priya", guest("me@work.invalid"), guest("hr@work.invalid")],
         "no attendee has an address of Priya Raman"),
        (["SUMMARY:1:1 Priya Tom"], "it may be with Priya Raman and Tom Baker and Tom Hill"),
        (["SUMMARY:Priya Grace"], "it is for Grace Wu and Priya Raman"),
        (["SUMMARY:Talk", guest("priya@work.invalid", "PARTSTAT=DECLINED")], "they declined"),
        (["SUMMARY:Talk", guest("priya@work.invalid", "PARTSTAT=TENTATIVE")], ""),
        (["SUMMARY:Talk", guest("priya@work.invalid"), guest("room@work.invalid", "CUTYPE=ROOM"),
          guest("me@work.invalid")], ""),
        (["SUMMARY:Talk", guest("priya@work.invalid"), guest("all@work.invalid", "CUTYPE=GROUP")],
         "it is for a group"),
        (["SUMMARY:Talk", "ORGANIZER:MAILTO:priya@work.invalid"], ""),
        (["SUMMARY:1:1 Priya", "STATUS:CANCELLED"], None),
        (["SUMMARY:1:1 Priyanka"], None),
        (["DESCRIPTION:with priya"], None),
        (["SUMMARY:1:1 Tom"], "it may be with Tom Baker and Tom Hill"),
    ],
)  # fmt: skip
def test_what_is_not_certain_has_a_reason(
    tmp_path: Path, team: tuple[Overview, ...], lines: list[str], reason: str | None
) -> None:
    found = calendars(written(tmp_path, *lines)).read(team).events
    assert [each.reason for each in found] == ([] if reason is None else [reason])


def test_what_was_decided_holds_for_the_whole_series(
    tmp_path: Path, team: tuple[Overview, ...]
) -> None:
    def decided(person: Overview, sign: str) -> Overview:
        return person._replace(events=(f"{sign}{hash_of('one')[:SHORT]}",))

    file = written(tmp_path, "SUMMARY:Something", "RRULE:FREQ=WEEKLY;COUNT=2")
    priya, *rest = team
    assert told(file, (decided(priya, "+"), *rest)) == ["Priya 2026-07-02 09:00, 2026-07-09 09:00"]
    written(tmp_path, "SUMMARY:1:1 Priya")
    assert told(file, (decided(priya, "-"), *rest)) == []
    written(tmp_path, "SUMMARY:1:1 Tom")
    *others, zoe = team
    assert told(file, (*others[:-1], decided(others[-1], "-"), zoe)) == [
        "Tom 2026-07-02 09:00: its title may name Tom Hill"
    ]


def test_an_id_is_the_same_wherever_the_file_lies(
    tmp_path: Path, team: tuple[Overview, ...]
) -> None:
    here = calendars(FILES / "khal_without_uid.ics").read(team).events
    shutil.copy(FILES / "khal_without_uid.ics", tmp_path / "copy.ics")
    there = calendars(tmp_path).read(team).events
    assert {each.id for each in here} == {each.id for each in there}
    assert len({each.id for each in here}) == 2


def test_nobody_archived_is_met(tmp_path: Path, team: tuple[Overview, ...]) -> None:
    gone = tuple(person._replace(archived=TODAY) for person in team)
    assert told(FILES / "google_single.ics", gone) == []


@pytest.mark.parametrize(
    ("name", "text", "words"),
    [
        ("gone", None, "No such file or directory; nothing is known to be booked"),
        ("a.ics", "name,mail\n", "is not a calendar"),
    ],
)
def test_what_is_no_calendar_is_said_once(
    tmp_path: Path, team: tuple[Overview, ...], name: str, text: str | None, words: str
) -> None:
    if text is not None:
        (tmp_path / name).write_text(text)
    read = calendars(tmp_path / name).read(team)
    assert (read.events, len(read.troubles)) == ((), 1)
    assert words in read.troubles[0]
    assert str(tmp_path / name) in read.troubles[0]


def test_a_file_that_may_not_be_read_leaves_the_others(
    tmp_path: Path, team: tuple[Overview, ...]
) -> None:
    shutil.copy(FILES / "google_single.ics", tmp_path)
    (tmp_path / "sub.ics").mkdir()
    os.mkfifo(tmp_path / "pipe.ics")
    (tmp_path / "loop.ics").symlink_to(tmp_path / "loop.ics")
    assert told(tmp_path, team) == READ["google_single"]
    assert len(calendars(tmp_path).read(team).troubles) == 2


def test_one_bad_event_among_many_costs_only_itself(
    tmp_path: Path, team: tuple[Overview, ...]
) -> None:
    one = EVENT.format("SUMMARY:1:1 Priya").splitlines()[1:-1]
    many = [line.replace("one", f"many-{at}") for at in range(64) for line in one]
    many[3 * len(one) + 2] = "DTSTART:20260702T999999"
    file = tmp_path / "many.ics"
    file.write_text("\n".join(["BEGIN:VCALENDAR", *many, "END:VCALENDAR", ""]))
    read = calendars(file).read(team)
    assert len(read.events) == 63
    assert read.troubles == (
        f"{file}: 1 event is left out: it can't be read or repeats too often; it begins in line 17",
    )


BITS = (
    ":", ";", "\n", "\r\n ", "=", ",", '"', "\\", "\0", "BEGIN:VEVENT\n", "END:VEVENT\n", "\ud800",
    "DTSTART:20260702T090000\n", "RRULE:FREQ=DAILY\n", "RDATE:20260702T09\n", "EXDATE:x\n",
    "ATTENDEE:\n", "ORGANIZER;EMAIL=,:x\n", "DURATION:-P1D\n", "RECURRENCE-ID:20260702T090000\n",
    "TZID=", "INTERVAL=99999999999;", "COUNT=0;", "BYDAY=99MO;", "UNTIL=1;", "BYMONTH=13;",
)  # fmt: skip


def test_no_calendar_ends_in_a_defect(team: tuple[Overview, ...]) -> None:
    texts = [file.read_text("utf-8", "replace") for file in sorted(FILES.iterdir())]
    people = [Somebody(each.id, each.name, each.emails) for each in team]
    known, chance = {each.id for each in people}, Random(17)
    for number in range(400):
        text = texts[number % len(texts)]
        for _ in range(chance.randint(1, 6)):
            at = chance.randrange(len(text) + 1)
            rest = text[at + chance.choice((0, 0, 1, 3, 40)) :]
            text = f"{text[:at]}{chance.choice(BITS)}{rest}"
        read = around([("x", text)], people, TODAY)
        assert {who for event in read.events for who in event.people} <= known
