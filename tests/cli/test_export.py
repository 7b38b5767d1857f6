"""Due days in a calendar; the day is Monday 29 June 2026."""

import os
import shutil
import stat
import subprocess
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from icalendar import Calendar

from aligntui.domain.glance import overview
from aligntui.domain.holidays import around
from aligntui.text.exports import calendar
from tests.cli.conftest import TODAY, Shell, once
from tests.people import somebody

KHAL = shutil.which("khal")
LONGEST = 75
"""Bytes of a line, without its end, as RFC 5545 has it."""
ODD = 'Ana, "the [bold]one[/bold]"; Kovač \\back 李小龍 👩‍🚀 ' + "Łukasz " * 20


@pytest.fixture
@once
def team(shell: Shell) -> Shell:
    """Priya is overdue, Dana is due on 8 July, and somebody with an odd name on 13 July."""
    shell.say("add", "Priya Raman", "--on", "2026-04-01")
    shell.say("add", "Dana Lindqvist", "--on", "2026-04-01")
    shell.say("checkin", "priya", "--on", "2026-05-27", "--notes", "A secret")
    shell.say("checkin", "dana", "--on", "2026-06-24")
    shell.say("add", ODD)
    return shell


def unfolded(text: str) -> list[str]:
    return text.replace("\r\n ", "").split("\r\n")


def events(text: str) -> list[dict[str, str]]:
    """Each event as its fields; those of its reminder are left out."""
    found = []
    for event in text.replace("\r\n ", "").split("BEGIN:VEVENT\r\n")[1:]:
        lines = event.partition("BEGIN:VALARM")[0].split("\r\n")
        found.append(dict(line.split(":", 1) for line in lines if line))
    return found


def test_each_person_has_one_event_of_a_whole_day(team: Shell) -> None:
    days = [
        (e["SUMMARY"], e["DTSTART;VALUE=DATE"], e["DTEND;VALUE=DATE"])
        for e in events(team.say("export", "--format", "ics"))
    ]
    assert days[0] == ("Check-in with Priya Raman", "20260629", "20260630")
    assert days[2] == ("Check-in with Dana Lindqvist", "20260708", "20260709")
    assert len(days) == 3


def test_an_event_keeps_its_identity_when_its_day_moves(team: Shell) -> None:
    (before,) = events(team.say("export", "dana", "--format", "ics"))
    team.say("postpone", "dana", "2026-07-20", "--because", "a secret")
    (after,) = events(team.say("export", "dana", "--format", "ics", "--on", "2026-06-30"))
    assert before["UID"] == after["UID"]
    assert int(after["SEQUENCE"]) > int(before["SEQUENCE"])
    assert after["DTSTART;VALUE=DATE"] == "20260720"


def test_nothing_but_names_and_days_leaves(team: Shell) -> None:
    team.say("edit", "dana", "--cadence", "daily until fri because a secret")
    team.say("focus", "dana", "A secret")
    assert "secret" not in team.say("export", "--format", "ics")


def test_a_name_of_any_kind_is_escaped_folded_and_whole(team: Shell) -> None:
    text = team.say("export", "--format", "ics")
    assert all(len(line.encode()) <= LONGEST for line in text.split("\r\n"))
    assert text.endswith("END:VCALENDAR\r\n")
    assert "\n" not in text.replace("\r\n", "")
    (summary,) = (e["SUMMARY"] for e in events(text) if "Kova" in e["SUMMARY"])
    plain = summary.replace("\\,", ",").replace("\\;", ";").replace("\\\\", "\\")
    assert plain == f"Check-in with {ODD.strip()}"


def test_icalendar_reads_back_what_was_meant(team: Shell) -> None:
    found = Calendar.from_ical(team.say("export", "--format", "ics"))
    assert [
        (str(e["SUMMARY"]), e.decoded("DTSTART"), e.decoded("DTEND")) for e in found.events
    ] == [
        ("Check-in with Priya Raman", TODAY, date(2026, 6, 30)),
        (f"Check-in with {ODD.strip()}", date(2026, 7, 13), date(2026, 7, 14)),
        ("Check-in with Dana Lindqvist", date(2026, 7, 8), date(2026, 7, 9)),
    ]
    for event in found.events:
        assert event.errors == []
        assert sorted(event) == [
            "DTEND", "DTSTAMP", "DTSTART", "SEQUENCE", "SUMMARY", "TRANSP", "UID",
        ]  # fmt: skip
        (reminder,) = event.walk("VALARM")
        assert reminder.decoded("TRIGGER") == timedelta(hours=9)


@given(st.text(max_size=200))
def test_whatever_the_name_every_line_fits_and_nothing_is_broken(name: str) -> None:
    text = calendar([overview(somebody())._replace(name=name)], TODAY)
    lines = text.split("\r\n")
    assert all(len(line.encode()) <= LONGEST for line in lines)
    assert [line for line in unfolded(text) if line.startswith("END:")] == [
        "END:VALARM", "END:VEVENT", "END:VCALENDAR",
    ]  # fmt: skip
    assert len(around(TODAY.year, text).spans) == 1


def test_a_file_is_written_whole_for_its_owner_and_written_over(
    team: Shell, tmp_path: Path
) -> None:
    file = tmp_path / "out" / "due.ics"
    file.parent.mkdir()
    for _ in range(2):
        ended = team.run("export", "--format", "ics", "-o", str(file))
        assert (ended.code, ended.out) == (0, "")
    assert file.read_bytes().decode() == team.say("export", "--format", "ics")
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert os.listdir(file.parent) == ["due.ics"]


def test_what_can_not_be_exported_is_refused_in_one_line(team: Shell, tmp_path: Path) -> None:
    said = team.refusal("export", "--format", "xml")
    assert all(word in said for word in ("'xml'", "json", "markdown", "csv", "ics"))
    assert "--format" in team.refusal("export")
    assert "no person matches 'zed'" in team.refusal("export", "zed", "--format", "ics")
    gone = str(tmp_path / "gone" / "due.ics")
    assert "No such file" in team.refusal("export", "--format", "ics", "-o", gone)
    assert "is a folder" in team.refusal("export", "--format", "ics", "-o", str(tmp_path))
    assert [file for file in os.listdir(tmp_path) if file.endswith(".tmp")] == []


def test_nobody_is_an_empty_calendar(shell: Shell) -> None:
    assert events(shell.say("export", "--format", "ics")) == []


@pytest.mark.skipif(KHAL is None, reason="khal, a calendar program, is not installed")
def test_a_real_calendar_takes_it_in_and_moves_what_moved(team: Shell, tmp_path: Path) -> None:
    config, kept = tmp_path / "khal.conf", tmp_path / "calendar"
    kept.mkdir()
    config.write_text(
        f"[calendars]\n[[check-ins]]\npath = {kept}\n"
        "[locale]\ntimeformat = %H:%M\ndateformat = %Y-%m-%d\nlongdateformat = %Y-%m-%d\n"
        "datetimeformat = %Y-%m-%d %H:%M\nlongdatetimeformat = %Y-%m-%d %H:%M\n"
        f"[sqlite]\npath = {tmp_path / 'khal.db'}\n"
    )
    environ = {"HOME": str(tmp_path), "PATH": os.environ["PATH"], "LC_ALL": "C.UTF-8"}

    def khal(*words: str) -> list[str]:
        done = subprocess.run(
            [KHAL or "", "-c", str(config), *words],
            env=environ, capture_output=True, text=True, check=False, timeout=60,
        )  # fmt: skip
        assert done.returncode == 0, done.stdout + done.stderr
        assert "rror" not in done.stderr
        return done.stdout.splitlines()

    def shown() -> list[str]:
        form = ("--format", "{start-date} {title} {alarm-symbol}", "--day-format", "")
        lines = khal("list", *form, "2026-06-29", "60d")
        return [line.strip() for line in lines if line.strip()]

    def take_in() -> None:
        team.run("export", "--format", "ics", "-o", str(tmp_path / "due.ics"))
        khal("import", "--batch", str(tmp_path / "due.ics"))

    take_in()
    lines = shown()
    assert len(lines) == 3
    assert lines[0].startswith("2026-06-29 Check-in with Priya Raman")
    assert lines[1].startswith("2026-07-08 Check-in with Dana Lindqvist")
    assert ODD.strip() in lines[2]
    team.say("postpone", "dana", "2026-07-20", "--because", "x")
    take_in()
    assert [line[:10] for line in shown()] == ["2026-06-29", "2026-07-13", "2026-07-20"]
