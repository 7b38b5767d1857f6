"""A locked screen shows nobody and does nothing but open; then all is as it was."""

from __future__ import annotations

from contextlib import asynccontextmanager
from threading import Event
from typing import TYPE_CHECKING

import pyrage
import pytest

from aligntui import paths
from aligntui.domain.commands.items import RewordItem
from aligntui.domain.commands.notes import AddNote
from aligntui.domain.commands.people import ArchivePerson
from aligntui.domain.identity import Handle
from aligntui.notebook import Notebook
from aligntui.store import crypt
from aligntui.store.drafts import FileDrafts
from aligntui.store.durable import DurableStore
from aligntui.tui.app import AlignApp, IdleLock
from aligntui.tui.screens.dashboard import DashboardScreen
from aligntui.tui.screens.unread import LockedScreen
from tests.people import MONDAY
from tests.store.sealed import (
    MARKS,
    PASSPHRASE,
    YAN,
    ZOE,
    carry_out,
    fresh_hands,
    grow,
    leaks,
    quick,
)
from tests.tui.driving import NOW, TODAY, Driver
from tests.tui.harness import until

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from pathlib import Path

__all__ = ["fresh_hands", "quick"]
pytestmark = pytest.mark.usefixtures("quick")


@pytest.fixture
def path(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An encrypted store whose key is held."""
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    plain = tmp_path / "data" / "store.json"
    plain.parent.mkdir(mode=0o700)
    grow(plain)
    carry_out(plain, "encrypt")
    return plain.with_name("store.json.age")


@asynccontextmanager
async def running(path: Path, *, minutes: int = 10) -> AsyncIterator[Driver]:
    """The app on an encrypted store, as it is started."""
    crypt.unlock(str(path), PASSPHRASE)
    notebook = Notebook(DurableStore(path))
    drafts = FileDrafts(path.parent.parent / "drafts", store=str(path))
    app = AlignApp(
        notebook, today=lambda: TODAY, now=lambda: NOW, people=notebook.people(), drafts=drafts,
        colors="dark", ascii=False, store_path=path,
    )  # fmt: skip
    app.lock_after(str(path), minutes)
    async with app.run_test(size=(80, 24)) as pilot:
        driver = Driver(app, pilot)
        await driver.settle()
        yield driver
    app.session.close(hurry=False)
    drafts.close()


def shows_nobody(driver: Driver) -> None:
    assert isinstance(driver.app.screen, LockedScreen)
    assert not any(mark in driver.text for mark in (*MARKS, "Ames", "Bo"))
    assert "Locked" in driver.text


async def unlock(driver: Driver, passphrase: str = PASSPHRASE) -> None:
    await driver.write(passphrase)
    await driver.press("enter")


async def opened(driver: Driver) -> None:
    await unlock(driver)
    await until(driver.pilot, lambda: not isinstance(driver.app.screen, LockedScreen))
    await driver.settle()


async def test_f8_covers_everything_and_the_passphrase_brings_it_back(path: Path) -> None:
    async with running(path) as driver:
        await driver.press("j")
        before, screen = driver.text, driver.app.screen
        assert MARKS[0] in before
        await driver.press("f8")
        shows_nobody(driver)
        assert crypt.locked(str(path))
        await opened(driver)
        assert driver.app.screen is screen
        assert driver.text == before


async def test_every_key_on_a_locked_screen_is_only_typed(path: Path) -> None:
    async with running(path) as driver:
        await driver.press("enter", "f8")
        stack = list(driver.app.screen_stack)
        for key in (
            "escape", "full_stop", "question_mark", "colon", "ctrl+p", "q", "1", "4", "f1", "f8",
            "f9", "tab", "shift+tab", "u", "c", "t", "down", "ctrl+e", "ctrl+c",
        ):  # fmt: skip
            await driver.press(key)
            shows_nobody(driver)
            assert list(driver.app.screen_stack) == stack, key
        assert driver.app.screen.query_one("Prompt").value == ".?:q14uct"  # type: ignore[attr-defined]
        assert ".?:q14" not in driver.text


async def test_a_passphrase_is_not_handed_to_the_clipboard(path: Path) -> None:
    async with running(path) as driver:
        await driver.press("f8")
        await driver.write(PASSPHRASE)
        await driver.press("shift+home", "ctrl+c", "ctrl+x", "super+c")
        assert driver.app.clipboard == ""


async def test_a_wrong_passphrase_stays_and_the_right_one_opens(path: Path) -> None:
    async with running(path) as driver:
        await driver.press("f8")
        for wrong in ("wrong", f"{PASSPHRASE} ", ""):
            await unlock(driver, wrong)
            await until(driver.pilot, lambda: not driver.app.screen._trying)  # type: ignore[attr-defined]
            shows_nobody(driver)
            assert crypt.locked(str(path))
        await unlock(driver, "wrong")
        await until(driver.pilot, lambda: "wrong passphrase" in driver.text)
        await opened(driver)
        assert MARKS[0] in driver.text


async def test_enter_again_while_it_is_being_opened_does_no_harm(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with running(path) as driver:
        await driver.press("f8")
        may = Event()
        decrypt = pyrage.passphrase.decrypt
        monkeypatch.setattr(pyrage.passphrase, "decrypt", lambda *a: may.wait(9) and decrypt(*a))
        await unlock(driver)
        await driver.press("enter", "x", "enter")
        shows_nobody(driver)
        may.set()
        await until(driver.pilot, lambda: isinstance(driver.app.screen, DashboardScreen))
        assert not driver.app.is_locked


async def test_minutes_without_a_key_lock_it(path: Path) -> None:
    async with running(path, minutes=3) as driver:
        lock = driver.app.idle_lock
        assert lock is not None
        time = lock.clock()
        lock.clock = lambda: time
        lock.typed()
        time += 179
        lock.look()
        assert not driver.app.is_locked
        await driver.press("j")
        time += 179
        lock.look()
        assert not driver.app.is_locked
        time += 1
        lock.look()
        await driver.settle()
        shows_nobody(driver)
        lock.look()
        covers = [s for s in driver.app.screen_stack if isinstance(s, LockedScreen)]
        assert len(covers) == 1
        await opened(driver)
        assert MARKS[0] in driver.text


def test_no_minutes_never_lock(path: Path) -> None:
    blanked: list[str] = []
    lock = IdleLock(str(path), 0, lambda: blanked.append("blank"))
    lock.clock = lambda: 1e9
    lock.look()
    assert not blanked
    lock.lock()
    assert blanked == ["blank"]


async def test_an_open_draft_and_the_cursor_are_where_they_were(path: Path) -> None:
    async with running(path) as driver:
        await driver.press("enter", "4", "a")
        await driver.write("half a ")
        await driver.press("left", "left")
        before = driver.text.splitlines()[1:]
        await driver.press("f8")
        shows_nobody(driver)
        assert "half a" not in driver.text
        assert leaks(path.parent.parent, marks=["half a"]) == []
        await opened(driver)
        assert driver.text.splitlines()[1:] == before
        await driver.write("X")
        assert "half X" in driver.text


async def test_what_others_save_meanwhile_is_not_said_and_shows_after(path: Path) -> None:
    async with running(path) as driver:
        other = Notebook(DurableStore(path))
        other.refresh()
        await driver.press("f8")
        other.do(RewordItem(person=ZOE, handle=Handle("F1"), text="seen after", on=MONDAY))
        other.do(ArchivePerson(person=YAN, on=MONDAY))
        driver.app.session.follower.look()
        driver.app.session.speak("warning", f"{MARKS[1]} was archived")
        await driver.settle()
        shows_nobody(driver)
        await opened(driver)
        await until(driver.pilot, lambda: "seen after" in driver.text)
        session = driver.app.session
        await until(driver.pilot, lambda: not any(MARKS[1] in p.name for p in session.people
                                                  if p.archived is None))  # fmt: skip
        other.close()


async def test_a_look_under_way_while_it_is_locked_misses_nothing(path: Path) -> None:
    async with running(path) as driver:
        other = Notebook(DurableStore(path))
        other.refresh()
        other.do(AddNote(person=ZOE, text="unread yet", on=MONDAY))
        other.do(RewordItem(person=ZOE, handle=Handle("F1"), text="seen after", on=MONDAY))
        crypt.lock(str(path))
        driver.app.session.notebook.refresh()  # as it ends when the key went in the middle of it
        driver.app.cover()
        await driver.settle()
        await opened(driver)
        assert driver.message == ""
        await driver.press("j")
        await until(driver.pilot, lambda: "seen after" in driver.text)
        other.close()


async def test_a_screen_that_ends_while_locked_ends_under_the_cover(path: Path) -> None:
    async with running(path) as driver:
        await driver.press("c", "f8")
        driver.app.pop_screen()  # as a check-in does that took a while to be saved
        await driver.settle()
        shows_nobody(driver)
        await opened(driver)
        assert isinstance(driver.app.screen, DashboardScreen)


async def test_a_question_is_not_asked_on_a_locked_screen(path: Path) -> None:
    async with running(path) as driver:
        await driver.press("f8")
        assert await driver.app.screen.choose(f"{MARKS[0]}: mine or theirs?", "mt") is None  # type: ignore[attr-defined]
        await driver.settle()
        shows_nobody(driver)


async def test_what_is_saved_while_locked_is_kept(path: Path) -> None:
    async with running(path) as driver:
        await driver.press("f8")
        change = await driver.app.session.do(
            AddNote(person=ZOE, text="just in time", on=MONDAY), "kept"
        )
        assert change is not None
        await driver.settle()
        shows_nobody(driver)
        assert "kept" not in driver.message
    crypt.unlock(str(path), PASSPHRASE)
    assert Notebook(DurableStore(path)).person(ZOE).notes[-1].text == "just in time"


async def test_quitting_while_locked_keeps_the_draft(path: Path) -> None:
    async with running(path) as driver:
        await driver.press("enter", "4", "a")
        await driver.write("half a thought")
        await driver.press("f8", "ctrl+q")
        assert driver.app.return_code == 0
    assert leaks(path.parent.parent, marks=["half a thought"]) == []
    crypt.unlock(str(path), PASSPHRASE)
    later = FileDrafts(path.parent.parent / "drafts", store=str(path))
    assert "half a thought" in later.texts.values()
    later.close()


async def test_a_plain_store_says_why_it_cannot_be_locked() -> None:
    from tests.tui.driving import driving

    async with driving() as driver:
        await driver.press("f8")
        assert "The store is not encrypted; 'aligntui encrypt' does it" in driver.message


async def test_a_text_of_an_encrypted_store_never_lies_on_a_disk_in_plain(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("EDITOR", "true")
    monkeypatch.delenv("VISUAL", raising=False)
    monkeypatch.delenv("XDG_RUNTIME_DIR", raising=False)
    monkeypatch.setattr(paths, "MEMORY", str(path.parent / "no memory"))
    async with running(path) as d:
        state = path.parent.parent / "state"
        d.app.state = state
        await d.press("enter", "M", "f4")
        await until(d.pilot, lambda: "not opened" in d.message)
        assert "no folder in memory" in d.message
        assert not state.exists() or not leaks(state)
