"""Which day it is, by the clock on the wall of whoever asks; days themselves belong to no zone."""

import json
import time
from collections.abc import Callable
from datetime import UTC, datetime

import pytest

from aligntui.cli import asked
from aligntui.cli.asked import local_day
from tests.cli.conftest import Shell

Run = Callable[..., str]
TEAM = (("Ana", "every 2 weeks", "2026-03-15"), ("Ben", "weekly on sun", "2026-10-18"))

# a zone, a moment in universal time, and the day it is there
MOMENTS = (
    # Berlin: 02:00 to 03:00 are left out on 29 March, and come twice on 25 October
    ("Europe/Berlin", "2026-03-28T22:59:59", "2026-03-28"),
    ("Europe/Berlin", "2026-03-28T23:00:00", "2026-03-29"),
    ("Europe/Berlin", "2026-03-29T00:59:59", "2026-03-29"),
    ("Europe/Berlin", "2026-03-29T01:00:00", "2026-03-29"),
    ("Europe/Berlin", "2026-03-29T21:59:59", "2026-03-29"),
    ("Europe/Berlin", "2026-03-29T22:00:00", "2026-03-30"),
    ("Europe/Berlin", "2026-10-24T21:59:59", "2026-10-24"),
    ("Europe/Berlin", "2026-10-25T00:30:00", "2026-10-25"),
    ("Europe/Berlin", "2026-10-25T01:30:00", "2026-10-25"),
    ("Europe/Berlin", "2026-10-25T22:59:59", "2026-10-25"),
    ("Europe/Berlin", "2026-10-25T23:00:00", "2026-10-26"),
    # New York: 8 March has 23 hours, 1 November 25
    ("America/New_York", "2026-03-08T04:59:59", "2026-03-07"),
    ("America/New_York", "2026-03-08T05:00:00", "2026-03-08"),
    ("America/New_York", "2026-03-08T07:00:00", "2026-03-08"),
    ("America/New_York", "2026-03-09T03:59:59", "2026-03-08"),
    ("America/New_York", "2026-03-09T04:00:00", "2026-03-09"),
    ("America/New_York", "2026-11-01T04:00:00", "2026-11-01"),
    ("America/New_York", "2026-11-01T05:30:00", "2026-11-01"),
    ("America/New_York", "2026-11-01T06:30:00", "2026-11-01"),
    ("America/New_York", "2026-11-02T04:59:59", "2026-11-01"),
    ("America/New_York", "2026-11-02T05:00:00", "2026-11-02"),
    # Lord Howe: half an hour, on 5 April and 4 October
    ("Australia/Lord_Howe", "2026-04-04T12:59:59", "2026-04-04"),
    ("Australia/Lord_Howe", "2026-04-04T13:00:00", "2026-04-05"),
    ("Australia/Lord_Howe", "2026-04-05T13:29:59", "2026-04-05"),
    ("Australia/Lord_Howe", "2026-04-05T13:30:00", "2026-04-06"),
    ("Australia/Lord_Howe", "2026-10-03T13:29:59", "2026-10-03"),
    ("Australia/Lord_Howe", "2026-10-03T13:30:00", "2026-10-04"),
    ("Australia/Lord_Howe", "2026-10-04T12:59:59", "2026-10-04"),
    ("Australia/Lord_Howe", "2026-10-04T13:00:00", "2026-10-05"),
    # Havana has no midnight on 8 March; Apia had no 30 December 2011
    ("America/Havana", "2026-03-08T04:59:59", "2026-03-07"),
    ("America/Havana", "2026-03-08T05:00:00", "2026-03-08"),
    ("Pacific/Apia", "2011-12-30T09:59:59", "2011-12-29"),
    ("Pacific/Apia", "2011-12-30T10:00:00", "2011-12-31"),
)


@pytest.fixture
def run(shell: Shell) -> Run:
    """A way to give a command in a zone at a moment; gives what it prints."""

    def run(zone: str, moment: str, *words: str) -> str:
        now = datetime.fromisoformat(moment).replace(tzinfo=UTC).timestamp()
        with shell.monkeypatch.context() as there:
            there.setenv("TZ", zone)
            there.setattr(time, "time", lambda: now)
            there.setattr(asked, "local_day", local_day)
            time.tzset()
            ended = shell.run(*words)
        time.tzset()
        assert ended.code == 0, ended
        return ended.out

    return run


@pytest.fixture
def team(run: Run) -> Run:
    """The same, where two people are in the store who were met on a Sunday."""
    for name, cadence, met in TEAM:
        run("UTC", f"{met}T12:00:00", "add", name, "--cadence", cadence)
        run("UTC", f"{met}T12:00:00", "checkin", name)
    return run


@pytest.mark.parametrize(("zone", "moment", "day"), MOMENTS)
def test_who_is_added_is_added_on_the_local_day(run: Run, zone: str, moment: str, day: str) -> None:
    made = json.loads(run(zone, moment, "add", "Ana", "--json"))
    assert made["on"] == day


def lateness(run: Run, zone: str, moment: str, name: str) -> tuple[str, int, str]:
    rows = json.loads(run(zone, moment, "due", "--all", "--json"))
    row = next(row for row in rows if row["name"] == name)
    return row["due_on"], row["days_late"], row["state"]


def test_a_due_day_begins_and_ends_at_local_midnight_also_on_a_short_and_a_long_day(
    team: Run,
) -> None:
    zone = "Europe/Berlin"
    assert lateness(team, zone, "2026-03-28T22:59:59", "Ana") == ("2026-03-29", -1, "soon")
    assert lateness(team, zone, "2026-03-28T23:00:00", "Ana") == ("2026-03-29", 0, "due")
    assert lateness(team, zone, "2026-03-29T21:59:59", "Ana") == ("2026-03-29", 0, "due")
    assert lateness(team, zone, "2026-03-29T22:00:00", "Ana") == ("2026-03-29", 1, "overdue")
    assert lateness(team, zone, "2026-10-24T22:00:00", "Ben") == ("2026-10-25", 0, "due")
    assert lateness(team, zone, "2026-10-25T22:59:59", "Ben") == ("2026-10-25", 0, "due")
    assert lateness(team, zone, "2026-10-25T23:00:00", "Ben") == ("2026-10-25", 1, "overdue")


def test_who_travels_keeps_the_due_days_and_only_today_is_another(team: Run) -> None:
    moment = "2026-03-29T10:30:00"
    seen = {
        zone: lateness(team, zone, moment, "Ana")[:2]
        for zone in ("Pacific/Kiritimati", "UTC", "Pacific/Pago_Pago")
    }
    assert seen == {
        "Pacific/Kiritimati": ("2026-03-29", 1),
        "UTC": ("2026-03-29", 0),
        "Pacific/Pago_Pago": ("2026-03-29", -1),
    }


def test_a_check_in_after_a_flight_back_over_the_date_line_is_still_the_last(team: Run) -> None:
    team("Pacific/Auckland", "2026-04-01T12:30:00", "checkin", "ana")
    team("Pacific/Honolulu", "2026-04-01T22:30:00", "postpone", "ana", "2026-04-20",
        "--because", "a flight")  # fmt: skip
    assert lateness(team, "Pacific/Honolulu", "2026-04-01T22:31:00", "Ana")[0] == "2026-04-20"


def test_a_clock_that_goes_back_hides_nobody_and_moves_no_due_day(team: Run) -> None:
    for moment in ("2026-03-01T12:00:00", "1970-01-02T12:00:00"):
        due_on, late, state = lateness(team, "UTC", moment, "Ana")
        assert (due_on, state) == ("2026-03-29", "on_track")
        assert late < 0
