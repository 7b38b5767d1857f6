"""A store that can't be read, in the app: what is left is shown, and comes back on Enter."""

from __future__ import annotations

import json
import os
import shutil
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

import pytest

from aligntui.demo.team import sample_team
from aligntui.domain.commands.people import AddPerson
from aligntui.domain.person import Change
from aligntui.notebook import Notebook
from aligntui.store.durable import DurableStore
from aligntui.store.errors import StoreDamaged
from aligntui.store.records import MemoryStore
from aligntui.store.recovery import Candidate
from aligntui.tui.app import AlignApp
from aligntui.tui.screens.dashboard import DashboardScreen
from aligntui.tui.screens.unread import RecoveryScreen
from aligntui.tui.widgets.message_row import MessageRow
from tests.tui.driving import NOW, TODAY, Driver
from tests.tui.harness import screen_text, until
from tests.tui.pictures import SIZES, Picture, golden
from tests.tui.test_two_windows import window

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from pathlib import Path


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A store of nine people, kept in three sessions, of which the file is then cut short."""
    path = tmp_path / "home" / "store.json"
    people = sample_team(TODAY)
    for three in (people[:3], people[3:6], people[6:]):
        store = DurableStore(path)
        for person in three:
            store.commit(Change(label="add", before=None, after=person))
        store.close()
    os.truncate(path, 300)
    return path


@asynccontextmanager
async def opened(path: Path, size: tuple[int, int] = (80, 24)) -> AsyncIterator[Driver]:
    """The app as it starts on a store that can't be read."""
    store = DurableStore(path)
    with pytest.raises(StoreDamaged) as damage:
        store.overviews()
    app = AlignApp(
        Notebook(store), today=lambda: TODAY, now=lambda: NOW, store_path=path, colors="dark",
        ascii=False,
    )  # fmt: skip
    app.damage = str(damage.value)
    async with app.run_test(size=size) as pilot:
        driver = Driver(app, pilot)
        screen = app.screen
        assert isinstance(screen, RecoveryScreen)
        await until(pilot, lambda: screen.looked)
        await driver.settle()
        yield driver


def files(path: Path) -> dict[str, bytes]:
    return {
        str(file.relative_to(path.parent)): file.read_bytes()
        for file in path.parent.rglob("*")
        if file.is_file() and file.suffix != ".lock"
    }


async def test_what_is_wrong_and_what_is_left_is_shown_and_nothing_written(path: Path) -> None:
    before = files(path)
    async with opened(path) as driver:
        text = driver.text
        assert "can't be read. Nothing was changed" in text
        assert "is not JSON" in text
        listed = [line for line in text.splitlines() if "store-" in line]
        assert [line.lstrip(" >").split()[2] for line in listed] == ["8", "1"]
        assert listed[0].startswith(">")
        await driver.press("q")
    assert files(path) == before


async def test_enter_brings_everybody_back_and_keeps_what_was_there(path: Path) -> None:
    damaged = files(path)["store.json"]
    async with opened(path) as driver:
        await driver.pilot.press("enter")
        await until(driver.pilot, lambda: isinstance(driver.app.screen, DashboardScreen))
        await driver.settle()
        assert "8 people" in driver.text
        assert "Restored: 8 people" in driver.message
        # and it is a store like any other again
        await driver.press("a")
        await driver.write("goes on")
        await driver.press("enter")
        await until(driver.pilot, lambda: "Noted" in driver.message)
        driver.app.session.close(hurry=False)
    kept = [file.read_bytes() for file in (path.parent / "recovered").iterdir()]
    assert damaged in kept


async def test_an_older_state_can_be_chosen(path: Path) -> None:
    async with opened(path) as driver:
        await driver.press("j")
        await driver.pilot.press("enter")
        await until(driver.pilot, lambda: isinstance(driver.app.screen, DashboardScreen))
        await driver.settle()
        assert len(driver.app.session.people) < 9
        assert "Restored:" in driver.message


async def test_where_a_restore_fails_the_reason_is_said_and_the_list_stays(path: Path) -> None:
    async with opened(path) as driver:
        for backup in (path.parent / "backups").iterdir():
            backup.write_bytes(b"{")
        before = files(path)
        await driver.pilot.press("enter")
        row = driver.app.screen_stack[-1].query_one(MessageRow)
        await until(driver.pilot, lambda: bool(row.notice and "is not JSON" in row.notice.words))
        assert isinstance(driver.app.screen, RecoveryScreen)
        assert files(path) == before


async def test_without_any_good_state_it_says_what_takes_one(path: Path) -> None:
    for backup in (path.parent / "backups").iterdir():
        backup.unlink()
    async with opened(path) as driver:
        assert "aligntui restore FILE" in driver.message
        await driver.press("enter", "j", "question_mark", "q")
        assert isinstance(driver.app.screen, RecoveryScreen)


@pytest.mark.parametrize("size", [(40, 10), (60, 20), (200, 50)])
async def test_it_fits_any_window(path: Path, size: tuple[int, int]) -> None:
    async with opened(path, size) as driver:
        assert all(len(line) <= size[0] for line in driver.text.splitlines())


FOUND = [
    Candidate(
        file=f"/home/ann/.local/share/aligntui/backups/store-202606{day}-g{gen}.json", gen=gen,
        at=f"2026-06-{day}T16:4{gen % 10}:00Z", people=people, check_ins=check_ins,
    )
    for day, gen, people, check_ins in (
        (29, 412, 9, 118), (29, 409, 9, 117), (28, 401, 9, 117), (26, 388, 9, 114),
        (25, 371, 8, 113), (24, 362, 8, 111), (22, 340, 8, 108), (15, 281, 8, 97), (11, 207, 7, 88),
    )
]  # fmt: skip


class Pictured(AlignApp):
    """An app whose store is damaged on any machine in the same way."""

    damage = (
        "/home/ann/.local/share/aligntui/store.json is not JSON: Unterminated string starting at "
        "in line 212; nothing was changed: 'aligntui doctor' lists the good states"
    )

    def find_good(self) -> list[Candidate]:
        return FOUND


@pytest.mark.parametrize("size", SIZES)
async def test_it_looks_as_its_golden(size: tuple[int, int]) -> None:
    app = Pictured(
        Notebook(MemoryStore()), today=lambda: TODAY, now=lambda: NOW, colors="dark", ascii=False
    )
    async with app.run_test(size=size) as pilot:
        screen = app.screen
        assert isinstance(screen, RecoveryScreen)
        await until(pilot, lambda: screen.looked)
        await Driver(app, pilot).settle()
        text = screen_text(app)
    file = golden(Picture("recovery"), size)
    if os.environ.get("ALIGNTUI_GOLDENS"):
        file.write_text(text, encoding="utf-8")
    assert text == file.read_text(encoding="utf-8")


# -- reading only


@pytest.fixture
def newer(tmp_path: Path) -> Path:
    """A store that a later version wrote."""
    path = tmp_path / "home" / "store.json"
    store = DurableStore(path)
    store.commit(Change(label="add", before=None, after=sample_team(TODAY)[0]))
    store.close()
    data = json.loads(path.read_bytes())
    data["_meta"]["1"] |= {"schema": 99, "version": "9.0"}
    path.write_text(json.dumps(data), encoding="utf-8")
    return path


async def test_a_store_that_can_only_be_read_says_so_and_keeps_what_is_typed(newer: Path) -> None:
    before = files(newer)
    notebook = Notebook(DurableStore(newer))
    app = AlignApp(
        notebook, today=lambda: TODAY, now=lambda: NOW, people=notebook.people(),
        store_path=newer, colors="dark", ascii=False,
    )  # fmt: skip
    async with app.run_test(size=(80, 24)) as pilot:
        driver = Driver(app, pilot)
        app.session.follower.look()
        await until(pilot, lambda: "aligntui 9.0" in driver.message)
        assert "read only" in driver.text.splitlines()[0]
        await driver.press("a")
        await driver.write("kept")
        await driver.press("enter")
        await until(pilot, lambda: "NOT SAVED" in driver.message)
        assert "aligntui 9.0" in driver.message
        await until(pilot, lambda: "kept" in app.drafts.get(f"note:{app.session.people[0].id}"))
        assert "read only" in driver.text.splitlines()[0]
    assert files(newer) == before


@pytest.fixture
def whole(tmp_path: Path) -> Path:
    """A store with somebody in it and one change to take back."""
    path = tmp_path / "home" / "store.json"
    notebook = Notebook(DurableStore(path))
    notebook.do(AddPerson(name="Asha Bell", on=TODAY))
    notebook.close()
    return path


def spoil_log(path: Path) -> None:
    data = json.loads(path.read_bytes())
    data["_changes"]["1"]["rows"] = [False]
    path.write_text(json.dumps(data), encoding="utf-8")


def put_a_file_in_the_place_of_backups(path: Path) -> Path:
    backups = path.parent / "backups"
    if backups.is_dir():
        shutil.rmtree(backups)
    backups.write_text("a file")
    return backups


async def test_a_change_that_cant_be_read_in_the_log_is_said_where_undo_meets_it(
    whole: Path,
) -> None:
    spoil_log(whole)
    async with window(whole) as driver:
        await driver.press("u")
        assert "the latest change can't be read in the log" in driver.message
        await driver.press("g", "a")
        await driver.write("goes on")
        await driver.press("enter")
        await until(driver.pilot, lambda: "Noted" in driver.message)


async def test_what_is_found_odd_while_the_store_is_left_is_given_to_whoever_ends_the_app(
    whole: Path,
) -> None:
    async with window(whole) as driver:
        driver.app.session.follower.paused = True
        await driver.press("g", "a")
        await driver.write("hello")
        backups = put_a_file_in_the_place_of_backups(whole)
        await driver.press("enter")
        await until(driver.pilot, lambda: "Noted" in driver.message)
        (said,) = driver.app.session.close(hurry=False)
        assert said == f"no backup was made in {backups}: it is no folder; move it away"
