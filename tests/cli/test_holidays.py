"""Days on which everybody is away; the day is Monday 29 June 2026."""

from pathlib import Path

import pytest

from tests.cli.conftest import Shell

CALENDAR = """BEGIN:VCALENDAR
VERSION:2.0
PRODID:-//somebody//holidays//EN
BEGIN:VEVENT
UID:1
SUMMARY:A long weekend
DTSTART;VALUE=DATE:20260703
DTEND;VALUE=DATE:20260706
END:VEVENT
END:VCALENDAR
"""


@pytest.fixture
def config(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, priya: Shell) -> Path:
    """Settings with a calendar beside them; Priya is due on Friday 3 July."""
    priya.say("checkin", "priya", "--on", "2026-06-19")
    file = tmp_path / "config.toml"
    file.with_name("free.ics").write_text(CALENDAR)
    file.write_text('holidays = "free.ics"\n')
    monkeypatch.setenv("ALIGNTUI_CONFIG", str(file))
    return file


def test_a_due_day_on_holidays_is_the_first_day_after_them(config: Path, priya: Shell) -> None:
    assert priya.json("due")[0]["due_on"] == "2026-07-06"
    config.write_text("holidays = [2026-07-03]\n")
    assert priya.json("due")[0]["due_on"] == "2026-07-04"
    config.write_text("")
    assert priya.json("due")[0]["due_on"] == "2026-07-03"


def test_on_holidays_nobody_is_due(config: Path, priya: Shell) -> None:
    (row,) = priya.json("due", "--all", "--on", "2026-07-04")
    assert (row["state"], row["days_late"], row["back_on"]) == ("paused", None, "2026-07-06")
    assert "paused" in priya.say("show", "priya", "--on", "2026-07-04")
    assert priya.json("away", "priya") == []


def test_the_brief_asks_for_no_section_that_came_due_on_holidays(
    config: Path, priya: Shell
) -> None:
    priya.say("edit", "priya", "--focus-cadence", "every 2 weeks")
    priya.say("agree", "priya", "--all", "--on", "2026-06-19")
    day = ("--on", "2026-07-04")
    assert [p["section"] for p in priya.json("prep", "priya", *day)] == []
    config.write_text("")
    assert [p["section"] for p in priya.json("prep", "priya", *day)] == ["focus"]


def test_a_day_that_is_over_knows_of_holidays_too(config: Path, priya: Shell) -> None:
    config.write_text("holidays = [2026-06-22]\n")
    priya.say("edit", "priya", "--cadence", "every 3 days until fri because x")
    (row,) = priya.json("due", "--all", "--on", "2026-06-21")
    assert row["due_on"] == "2026-06-23"


def test_holidays_and_a_leave_that_follows_are_one_absence(config: Path, priya: Shell) -> None:
    priya.say("away", "priya", "2026-07-06", "2026-07-10")
    assert priya.json("due", "--by", "in 20 days")[0]["due_on"] == "2026-07-11"


def test_a_wrong_file_is_said_in_one_line_and_everything_else_goes_on(
    config: Path, priya: Shell
) -> None:
    config.with_name("free.ics").write_text("no calendar\n")
    ended = priya.run("due", "--json")
    assert ended.json[0]["due_on"] == "2026-07-03"
    assert ended.err.startswith("aligntui: ")
    assert "free.ics: it is no calendar; no holidays are known" in ended.err
    assert ended.err.count("\n") == 1
