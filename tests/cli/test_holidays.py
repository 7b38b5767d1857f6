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
    config.with_name("free.ics").write_text("not a calendar\n")
    ended = priya.run("due", "--json")
    assert ended.json[0]["due_on"] == "2026-07-03"
    assert ended.err.startswith("aligntui: ")
    assert "free.ics: it is not a calendar; no holidays are used" in ended.err
    assert ended.err.count("\n") == 1


def test_the_brief_and_the_page_say_the_same_day_as_due(config: Path, priya: Shell) -> None:
    friday = ("--on", "2026-07-03")
    config.write_text("")
    for command in (("prep", "priya"), ("show", "priya")):
        assert "due today" in "".join(priya.say(*command, *friday).splitlines()[:3])
    config.write_text("holidays = [2026-07-03]\n")
    assert priya.json("due", "--all", *friday)[0]["state"] == "paused"
    said = "nobody is due today; 'aligntui due' shows who is next\n"
    assert priya.run("prep", "--today", *friday).err == said
    for command in (("prep", "priya"), ("show", "priya")):
        assert "paused" in "".join(priya.say(*command, *friday).splitlines()[:3])


def test_a_due_day_that_is_not_worked_is_the_next_workday_everywhere(
    config: Path, priya: Shell
) -> None:
    config.write_text("")
    priya.say("checkin", "priya", "--resync", "all", "--on", "2026-06-20")
    assert priya.json("due", "--all")[0]["due_on"] == "2026-07-04"
    config.write_text('workdays = "mon-fri"\n')
    row = priya.json("due", "--all")[0]
    assert row["due_on"] == "2026-07-06"
    assert row["sections"]["opportunities"]["due_on"] == "2026-12-21"
    for command in (("prep", "priya"), ("show", "priya")):
        assert "in 7d" in "".join(priya.say(*command).splitlines()[:3])
    assert "next by 6 Jul" in priya.say("checkin", "priya", "--on", "2026-06-20")
    assert "Next check-in by 6 July 2026." in priya.say("minutes", "priya")
    assert "20260706" in priya.say("export", "--format", "ics")
    assert priya.json("due", "--by", "5 jul") == []


def test_the_days_of_a_skip_are_counted_by_the_same_calendar(config: Path, priya: Shell) -> None:
    days = ", ".join(f"2026-07-{number:02}" for number in range(3, 17))
    config.write_text(f'holidays = [{days}]\nworkdays = "mon-fri"\n')
    assert "next by 31 Jul" in priya.say("skip", "priya", "--because", "a launch")


@pytest.mark.parametrize("value", ['"mo-fr"', '""', "5", '["mon"]'])
def test_workdays_that_name_none_cost_one_line(config: Path, priya: Shell, value: str) -> None:
    config.write_text(f"workdays = {value}\n")
    ended = priya.run("due", "--all")
    assert ended.code == 0
    assert ended.err.count("\n") == 1
    assert 'must be days of the week, such as "mon-fri" or "mon,tue,thu"' in ended.err


def test_what_was_booked_was_not_in_time_for_it(priya: Shell) -> None:
    priya.say("checkin", "priya", "--on", "2026-04-20")
    priya.say("postpone", "priya", "2026-06-20", "--because", "booked", "--on", "2026-05-04")
    priya.say("checkin", "priya", "--on", "2026-06-20")
    for hide in ((), ("--hide",)):
        found = priya.json("show", "priya", "--numbers", *hide)
        assert (found["check_ins_in_time"], found["check_ins"]) == (0, 1)


def test_what_was_postponed_for_a_reason_was_in_time(priya: Shell) -> None:
    priya.say("checkin", "priya", "--on", "2026-04-20")
    priya.say("postpone", "priya", "2026-06-20", "--because", "on leave", "--on", "2026-05-04")
    priya.say("checkin", "priya", "--on", "2026-06-20")
    found = priya.json("show", "priya", "--numbers")
    assert (found["check_ins_in_time"], found["check_ins"]) == (1, 1)
