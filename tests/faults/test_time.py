"""Clocks and calendars that do what they want: days never shift, and no order depends on them."""

import json
import os
import random
import re
import subprocess
import time
from dataclasses import dataclass
from datetime import date, timedelta
from functools import partial
from pathlib import Path

import pytest

from aligntui.__main__ import _open_app
from aligntui.cli.run import main
from aligntui.domain.cadence import parse
from aligntui.domain.commands.meetings import RecordCheckIn
from aligntui.domain.commands.notes import AddNote
from aligntui.domain.due import due
from aligntui.notebook import Notebook
from aligntui.store import files, opening, recovery, sealing
from aligntui.store.codec import changed_rows
from aligntui.store.durable import DurableStore
from tests.faults.script import Model, carry_out, state_of, stored
from tests.people import INES, MONDAY, full, somebody
from tests.tui.conftest import quick_waits  # noqa: F401 - a fixture
from tests.tui.driving import driving

TODAY = date(2026, 6, 29)


@dataclass
class Shell:
    """Commands in a home of its own, each in a time zone."""

    home: Path
    monkeypatch: pytest.MonkeyPatch
    capture: pytest.CaptureFixture[str]

    def run(self, *words: str, zone: str = "UTC") -> tuple[int, str, str]:
        """The exit code of a command, and what it said."""
        self.capture.readouterr()
        with self.monkeypatch.context() as there:
            there.setenv("HOME", str(self.home))
            for name in ("XDG_DATA_HOME", "XDG_STATE_HOME", "XDG_CONFIG_HOME"):
                there.delenv(name, raising=False)
            there.setenv("TZ", zone)
            time.tzset()
            code = main(list(words), _open_app)
        time.tzset()
        return code, *self.capture.readouterr()


@pytest.fixture
def shell(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Shell:
    shell = Shell(tmp_path / "home", monkeypatch, capsys)
    shell.home.mkdir()
    assert shell.run("add", "Ines Okafor", "--on", "2026-03-16")[0] == 0
    return shell


def test_a_clock_that_jumps_while_the_store_is_open_changes_no_order(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    chance = random.Random(69)
    years = ("1970", "2026", "2036", "9999")

    def any_time() -> str:
        return f"{chance.choice(years)}-01-01T00:00:00Z"

    def any_stamp() -> str:
        return f"{chance.choice(years)}0101-000000"

    for module in (files, opening, sealing, recovery):
        monkeypatch.setattr(module, "now", any_time, raising=False)
        monkeypatch.setattr(module, "timestamp", any_stamp, raising=False)
    path, model = tmp_path / "home" / "store.json", Model(4)
    notebook = Notebook(DurableStore(path))
    for number in range(30):
        carry_out(notebook, 4, number)
        assert state_of(notebook) == model.after(number + 1)
        if number % 7 == 6:
            notebook.close()
    notebook.close()
    assert stored(path) == model.after(30)


def test_what_is_written_on_an_earlier_day_comes_after_what_was_there() -> None:
    person = somebody()
    for number, on in enumerate((MONDAY, date(1970, 1, 1), date(2036, 1, 1), MONDAY), start=1):
        person = AddNote(person=INES, text=f"note {number}", on=on).apply(person)
        person = RecordCheckIn(person=INES, on=on).apply(person)
    assert [note.handle for note in person.notes] == ["N1", "N2", "N3", "N4"]
    assert [check_in.handle for check_in in person.check_ins] == ["C1", "C2", "C3", "C4"]


def test_of_people_days_are_kept_and_never_times_of_day() -> None:
    """So hours that the clocks skip or repeat can't shift anything."""
    kept = json.dumps(list(changed_rows(None, full()).values()))
    days = re.findall(r'"(\d{4}-\d\d-\d\d[^"]*)"', kept)
    assert len(days) > 10
    assert {len(each) for each in days} == {len("2026-06-29")}
    assert not re.search(r"\d\d:\d\d", kept)


@pytest.mark.parametrize(
    "zone",
    ["UTC", "Pacific/Kiritimati", "Pacific/Pago_Pago", "Nowhere/At_All", ":", "EST5EDT,rubbish"],
)
def test_days_never_shift_with_the_zone(shell: Shell, zone: str) -> None:
    code, _, said = shell.run("list", "--json", zone=zone)
    assert (code, said) == (0, "")
    _, shown, _ = shell.run("due", "--all", "--json", "--on", "2026-04-01", zone=zone)
    _, here, _ = shell.run("due", "--all", "--json", "--on", "2026-04-01")
    assert json.loads(shown) == json.loads(here)


def test_at_the_two_ends_of_the_world_today_is_the_local_day(shell: Shell) -> None:
    # 26 hours apart: it is never the same day in both
    days = []
    for zone in ("Pacific/Kiritimati", "Etc/GMT+12"):
        assert shell.run("note", "ines", f"in {zone}", zone=zone)[0] == 0
        with_zone = subprocess.run(
            ["date", "+%F"], env={"TZ": zone, "PATH": os.environ["PATH"]},
            capture_output=True, text=True, check=True,
        )  # fmt: skip
        days.append(date.fromisoformat(with_zone.stdout.strip()))
    store = DurableStore(shell.home / ".local" / "share" / "aligntui" / "store.json")
    (person,) = state_of(Notebook(store)).values()
    store.close(hurry=True)
    assert [note.on for note in person.notes] == days
    assert days[0] > days[1]


@pytest.mark.parametrize(
    ("cadence", "start", "then"),
    [
        ("monthly", date(2024, 1, 31), date(2024, 2, 29)),
        ("monthly", date(2023, 1, 31), date(2023, 2, 28)),
        ("monthly", date(2026, 8, 31), date(2026, 9, 30)),
        ("quarterly", date(2026, 11, 30), date(2027, 2, 28)),
        ("every 12 months", date(2024, 2, 29), date(2025, 2, 28)),
        ("every 2 weeks", date(2026, 12, 24), date(2027, 1, 7)),
        ("weekly", date(2026, 12, 31), date(2027, 1, 7)),
        ("daily", date(9999, 12, 31), date(9999, 12, 31)),
    ],
)
def test_ends_of_months_and_years_have_a_next_day(cadence: str, start: date, then: date) -> None:
    assert parse(cadence).after(start) == then
    assert due(parse(cadence), start, start, then).due_on == then


@pytest.mark.parametrize(
    "day", ["0000-01-01", "10000-01-01", "2026-02-30", "2025-02-29", "9999-99-99"]
)
def test_days_that_do_not_exist_are_refused_in_words(shell: Shell, day: str) -> None:
    code, _, said = shell.run("note", "ines", "words", "--on", day)
    assert code == 2
    assert said.startswith("aligntui: ")
    assert said.count("\n") == 1


@pytest.mark.parametrize("day", ["0001-01-01", "9999-12-31"])
def test_the_first_and_the_last_day_there_is_harm_nothing(shell: Shell, day: str) -> None:
    asked = (
        ("due", "--all"), ("list",), ("show", "ines"), ("timeline", "ines"), ("prep", "ines"),
        ("prep", "--today"),
    )  # fmt: skip
    for words in asked:
        code, _, said = shell.run(*words, "--on", day)
        assert code in {0, 2}, said
        assert "defect" not in said


async def test_midnight_passes_in_the_open_app_and_a_laptop_that_slept_is_up_to_date() -> None:
    async with driving() as driver:
        follower = driver.app.session.follower

        async def look() -> None:
            follower.look()
            while follower.busy:
                await driver.settle()
            await driver.settle()

        await look()
        before = driver.text
        await look()
        assert driver.text == before
        for days in (1, 4, -2):
            day = TODAY + timedelta(days=days)
            driver.app.session.today = follower.today = partial(date.fromordinal, day.toordinal())
            await look()
            assert driver.text != before
            before = driver.text
        assert "OVERDUE" in before
