"""Which day it is, by the clock on the wall of whoever asks; days themselves belong to no zone."""

import json
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest

PROBE = """
import sys, time
now = float(sys.argv.pop(1))
time.time = lambda: now
time.tzset()
from aligntui.__main__ import main
sys.exit(main(sys.argv[1:]))
"""
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


def seconds(moment: str) -> str:
    return str(datetime.fromisoformat(moment).replace(tzinfo=UTC).timestamp())


def run(store: Path, zone: str, moment: str, *words: str) -> str:
    """What a command prints in a zone at a moment."""
    done = subprocess.run(
        [sys.executable, "-c", PROBE, seconds(moment), "--store", str(store), *words],
        env={"TZ": zone, "HOME": str(store.parent), "PYTHONPATH": ":".join(sys.path)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.fixture
def store(tmp_path: Path) -> Path:
    """Two people who were met on a Sunday."""
    path = tmp_path / "store.json"
    for name, cadence, met in TEAM:
        run(path, "UTC", f"{met}T12:00:00", "add", name, "--cadence", cadence)
        run(path, "UTC", f"{met}T12:00:00", "checkin", name)
    return path


@pytest.mark.parametrize(("zone", "moment", "day"), MOMENTS)
def test_who_is_added_is_added_on_the_local_day(
    tmp_path: Path, zone: str, moment: str, day: str
) -> None:
    made = json.loads(run(tmp_path / "store.json", zone, moment, "add", "Ana", "--json"))
    assert made["on"] == day


def lateness(store: Path, zone: str, moment: str, name: str) -> tuple[str, int, str]:
    rows = json.loads(run(store, zone, moment, "due", "--all", "--json"))
    row = next(row for row in rows if row["name"] == name)
    return row["due_on"], row["days_late"], row["state"]


def test_a_due_day_begins_and_ends_at_local_midnight_also_on_a_short_and_a_long_day(
    store: Path,
) -> None:
    zone = "Europe/Berlin"
    assert lateness(store, zone, "2026-03-28T22:59:59", "Ana") == ("2026-03-29", -1, "soon")
    assert lateness(store, zone, "2026-03-28T23:00:00", "Ana") == ("2026-03-29", 0, "due")
    assert lateness(store, zone, "2026-03-29T21:59:59", "Ana") == ("2026-03-29", 0, "due")
    assert lateness(store, zone, "2026-03-29T22:00:00", "Ana") == ("2026-03-29", 1, "overdue")
    assert lateness(store, zone, "2026-10-24T22:00:00", "Ben") == ("2026-10-25", 0, "due")
    assert lateness(store, zone, "2026-10-25T22:59:59", "Ben") == ("2026-10-25", 0, "due")
    assert lateness(store, zone, "2026-10-25T23:00:00", "Ben") == ("2026-10-25", 1, "overdue")


def test_who_travels_keeps_the_due_days_and_only_today_is_another(store: Path) -> None:
    moment = "2026-03-29T10:30:00"
    seen = {
        zone: lateness(store, zone, moment, "Ana")[:2]
        for zone in ("Pacific/Kiritimati", "UTC", "Pacific/Pago_Pago")
    }
    assert seen == {
        "Pacific/Kiritimati": ("2026-03-29", 1),
        "UTC": ("2026-03-29", 0),
        "Pacific/Pago_Pago": ("2026-03-29", -1),
    }


def test_a_check_in_after_a_flight_back_over_the_date_line_is_still_the_last(store: Path) -> None:
    run(store, "Pacific/Auckland", "2026-04-01T12:30:00", "checkin", "ana")
    run(store, "Pacific/Honolulu", "2026-04-01T22:30:00", "postpone", "ana", "2026-04-20",
        "--because", "a flight")  # fmt: skip
    assert lateness(store, "Pacific/Honolulu", "2026-04-01T22:31:00", "Ana")[0] == "2026-04-20"


def test_a_clock_that_goes_back_hides_nobody_and_moves_no_due_day(store: Path) -> None:
    for moment in ("2026-03-01T12:00:00", "1970-01-02T12:00:00"):
        due_on, late, state = lateness(store, "UTC", moment, "Ana")
        assert (due_on, state) == ("2026-03-29", "on_track")
        assert late < 0
