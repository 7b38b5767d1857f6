"""What the user's calendar says, beside who is due: team, preview, overdue review, help."""

from __future__ import annotations

import threading
import time
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING

import pytest

from aligntui.calendars import Calendars
from tests.tui.driving import Driver, driving
from tests.tui.test_two_windows import look, until

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

NOW = datetime(2026, 6, 29, 12, 2, tzinfo=UTC)
THURSDAY, FRIDAY, LAST_FRIDAY = "20260702T120000Z", "20260703T120000Z", "20260626T080000Z"
TONIGHT = "20260629T143000Z"


@pytest.fixture(autouse=True)
def in_berlin(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setenv("TZ", "Europe/Berlin")
    time.tzset()
    yield
    monkeypatch.undo()
    time.tzset()


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "work.ics"


def put(file: Path, *events: str) -> Path:
    """A calendar with meetings like `1:1 Priya 20260702T120000Z`, and lines for the last one."""
    blocks = []
    for at, event in enumerate(events):
        title, start, *more = event.rsplit(" ", 1)[0], *event.rsplit(" ", 1)[1].split("|")
        lines = ("BEGIN:VEVENT", f"UID:{at}", f"SUMMARY:{title}", f"DTSTART:{start}", *more)
        blocks.append("\n".join((*lines, "LOCATION:Basement", "END:VEVENT")))
    file.write_text("\n".join(("BEGIN:VCALENDAR", *blocks, "END:VCALENDAR", "")))
    return file


def gone(file: Path) -> None:
    file.unlink()


def watched(file: Path) -> Calendars:
    return Calendars(str(file), lambda: NOW, wait=False)


def row(d: Driver, name: str) -> str:
    panes = (line.split("││")[0] for line in d.text.splitlines())
    return next(line for line in panes if f" {name} " in line)


@pytest.mark.parametrize("size", [(80, 24), (120, 40)])
async def test_the_team_says_what_is_booked(file: Path, size: tuple[int, int]) -> None:
    put(file, f"1:1 Priya {THURSDAY}", f"1:1 Dana {LAST_FRIDAY}", f"1:1 Chidi {TONIGHT}",
        "1:1 Grace 20260715T080000Z")  # fmt: skip
    async with driving(calendars=watched(file), size=size) as d:
        assert "BOOKED" in d.text
        assert "19d late            33d" in row(d, "Priya Raman")
        await look(d)
        assert "19d late  Thu 14:00" in row(d, "Priya Raman")
        assert "8d late   none" in row(d, "Tomás Oliveira")
        assert "by 10 Jul 15 Jul" in row(d, "Grace Wu")
        assert "due Thu   16:30" in row(d, "Chidi Okafor")
        assert "held?" in row(d, "Dana Lindqvist")
        assert "none" not in row(d, "Eli Brandt")
        assert "booked: Thu 14:00" in d.text or size == (80, 24)
        assert "Basement" not in d.text
        assert "1:1" not in d.text


async def test_without_a_calendar_everything_stays_as_it_was() -> None:
    async with driving() as d:
        await look(d)
        assert "LAST" in d.text
        assert "BOOKED" not in d.text


async def test_a_calendar_that_changes_is_noticed_while_the_app_is_open(file: Path) -> None:
    put(file, f"1:1 Priya {THURSDAY}")
    async with driving(calendars=watched(file)) as d:
        await look(d)
        assert "Thu 14:00" in row(d, "Priya Raman")
        put(file, f"1:1 Priya {FRIDAY}", f"1:1 Tomás {FRIDAY}")
        await look(d)
        assert "Fri 14:00" in row(d, "Priya Raman")
        assert "Fri 14:00" in row(d, "Tomás Oliveira")
        gone(file)
        await look(d)
        assert "BOOKED" not in d.text
        assert "nothing is known to be booked" in d.message


async def test_reading_holds_up_no_key(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    put(file, f"1:1 Priya {THURSDAY}")
    calendars, go, on = watched(file), threading.Event(), []
    read = calendars.read

    def slow() -> object:
        on.append(threading.current_thread())
        assert go.wait(20)
        return read()

    monkeypatch.setattr(calendars, "read", slow)
    async with driving(calendars=calendars) as d:
        d.app.session.follower.look()
        await until(d, lambda: bool(on))
        before = d.text
        d.app.simulate_key("down")
        await until(d, lambda: d.text != before)
        assert d.app.session.follower.busy
        go.set()
        await until(d, lambda: "Thu 14:00" in d.text)
    assert on[0] is not threading.main_thread()


async def test_in_the_overdue_review_those_with_nothing_booked_stand_first(file: Path) -> None:
    put(file, f"1:1 Priya {THURSDAY}", f"1:1 Tomás {TONIGHT}")
    async with driving(calendars=watched(file)) as d:
        await look(d)
        await d.press("o")
        assert "0 of 2 decided" in d.text
        assert d.text.index("Ana Kovač") < d.text.index("Priya Raman")
        assert "none" in row(d, "Ana Kovač")
        assert "Thu 14:00" in row(d, "Priya Raman")
        assert "Tomás" not in d.text  # they meet tonight


async def test_hidden_is_what_the_calendar_calls_private(file: Path) -> None:
    put(file, f"1:1 Priya {THURSDAY}|CLASS:PRIVATE")
    async with driving(calendars=watched(file), hide=True) as d:
        await look(d)
        assert "Thu 14:00" not in d.text
        assert "none" not in row(d, "Priya Raman")
        await d.press("o")
        assert "none" not in row(d, "Priya Raman")


async def test_a_meeting_that_is_over_is_recorded_or_said_not_to_have_been_held(file: Path) -> None:
    put(file, f"1:1 Dana {LAST_FRIDAY}", f"1:1 Eli {LAST_FRIDAY}")
    async with driving(calendars=watched(file)) as d:
        await look(d)
        for name, keys in (("Dana", ("c", "ctrl+s", "enter")), ("Eli", ("s", "enter"))):
            await d.press("/", *name.lower(), "enter")
            assert "held?" in row(d, name + (" Lindqvist" if name == "Dana" else " Brandt"))
            await d.press(keys[0])
            if name == "Dana":
                said = "Recorded for 26 Jun, when your calendar had it; d picks another day"
                assert said in d.message
                assert "on 26 Jun" in d.text
            if name == "Eli":
                await d.write("ill")
            await d.press(*keys[1:])
            await d.settle()
            await d.press("escape")
        assert "held?" not in d.text
        held = d.person("Dana").last_check_in
        assert held
        assert held.on == date(2026, 6, 26)


async def test_the_overdue_review_asks_whether_a_meeting_was_held(file: Path) -> None:
    put(file, f"1:1 Priya {LAST_FRIDAY}", f"1:1 Priya {THURSDAY}")
    async with driving(calendars=watched(file)) as d:
        await look(d)
        assert "held?" in row(d, "Priya Raman")
        await d.press("o")
        assert "held?" in row(d, "Priya Raman")
        await d.press("c", "tab", "escape")
        assert "parked" not in d.text


async def test_the_help_explains_the_words(file: Path) -> None:
    put(file, f"1:1 Priya {THURSDAY}")
    async with driving(calendars=watched(file), size=(120, 90)) as d:
        await look(d)
        await d.press("?")
        said = " ".join(d.text.split())
        assert "held? a meeting of your calendar is over" in said
        assert "none late, and nothing is booked" in said


async def test_the_name_of_a_broken_file_is_only_text(tmp_path: Path) -> None:
    folder = tmp_path / "calendars"
    put(nested(folder), "1:1 Priya 20269999T120000Z")
    async with driving(calendars=watched(folder), size=(200, 24)) as d:
        await look(d)
        assert "[red]" in d.message
        assert "it begins in line 2" in d.message
        assert "\x1b" not in d.text
        await look(d)
        await d.press("f9")
        assert d.text.count("it begins in line 2") == 1


def nested(folder: Path) -> Path:
    folder.mkdir()
    return folder / "[red]\x1b[31m.ics"
