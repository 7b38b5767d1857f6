"""Keys that come faster than anybody types: typed ahead they act, pasted they do nothing."""

from __future__ import annotations

import asyncio
import time
from importlib import import_module
from pkgutil import walk_packages
from typing import TYPE_CHECKING

import pytest
from textual import events
from textual.widgets import Input, TextArea

from aligntui import tui
from aligntui.notebook import Notebook
from aligntui.tui import keyboard
from aligntui.tui.bindings import RISKY
from aligntui.tui.keyboard import MOST_TYPED, Burst, looks_pasted
from aligntui.tui.keys import ours, own_bindings
from aligntui.tui.screens.check_in import CheckInScreen
from aligntui.tui.terminal.driver import Reader, bursts
from tests.tui.driving import Driver, driving
from tests.tui.test_rounds import TODAY as SENT_ON
from tests.tui.test_rounds import sent

if TYPE_CHECKING:
    from textual.binding import Binding

    from aligntui.domain.commands.command import Command
    from aligntui.domain.person import Change, Person

CASE = "Daily talk about Xenia: Does the rota hold? Done: ask again. "


async def paste(driver: Driver, text: str) -> None:
    """Let a text come from the terminal at once, without the marks of a paste."""
    for message in bursts(Reader().feed(text)):
        driver.app.post_message(message)
    await driver.settle()


def everybody(driver: Driver) -> list[Person]:
    """All that is kept."""
    notebook = driver.app.session.notebook
    return [notebook.person(each.id) for each in notebook.people()]


def test_keys_that_come_at_once_are_one_burst_and_others_are_not() -> None:
    def come(typed: str) -> list[str]:
        found = bursts(Reader().feed(typed))
        return [each.text if isinstance(each, Burst) else each.key for each in found]  # type: ignore[attr-defined]

    assert come("jD") == ["j", "D"]
    assert come("jjD") == ["jjD"]
    assert come("Ana\r") == ["Ana\n"]
    assert come("c  \x13one\ttwo\n") == ["c  ", "ctrl+s", "one\ttwo\n"]
    assert come("\x1b[A\x1b[A\x1b[A") == ["up", "up", "up"]
    assert come("日本語") == ["日本語"]


@pytest.mark.parametrize(
    ("text", "pasted"),
    [
        ("c     ", False),
        ("nPriya Raman\r\r", False),
        ("1aFrom the first one of them\r", False),
        ("nAna\rnBo\r", False),
        ("1aTyped meanwhile\r4", False),
        ("x" * MOST_TYPED, False),
        ("x" * (MOST_TYPED + 1), True),
        ("Call Ana today\nand Bo", True),
        (CASE, True),
    ],
)
def test_a_paste_is_known_by_its_length_and_its_lines(text: str, pasted: bool) -> None:
    assert looks_pasted(text.replace("\r", "\n")) == pasted


PASTED = (
    CASE,
    "one\rtwo\rDelete the draft\r",
    "Please archive, close, erase, restore and drop what Dora sent: D D D y\r" * 3,
)
TYPED_AT_ONCE = ("DeDuplicate", "Xenia: D", "uuuDu q")
"""Too short to be known for a paste."""
PLACES: dict[str, tuple[str, ...]] = {
    "the team": (),
    "a person": ("enter", "2"),
    "a person's promises": ("enter", "5"),
    "the brief": ("p",),
    "a check-in": ("c", "2"),
    "the timeline": ("t",),
    "all promises": ("A",),
    "what is not told": ("B",),
    "the review": ("o",),
    "a question": ("enter", "2", "D"),
}


@pytest.mark.parametrize("keys", PLACES.values(), ids=PLACES)
async def test_a_paste_without_marks_takes_nothing_away(keys: tuple[str, ...]) -> None:
    for text in TYPED_AT_ONCE:
        async with driving() as driver:
            await driver.press(*keys)
            before = everybody(driver)
            await paste(driver, text)
            assert driver.app.is_running
            for was, now in zip(before, everybody(driver), strict=True):
                assert was.archived == now.archived
                assert (was.items, was.actions) == (now.items, now.actions)
    async with driving() as driver:
        await driver.press(*keys)
        before, screen = everybody(driver), driver.app.screen
        for text in PASTED:
            await paste(driver, text)
            assert driver.app.screen is screen
            assert everybody(driver) == before
            assert "Pasted text is not used here" in driver.text


async def test_what_was_held_back_is_said_until_a_key_and_not_covered(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(keyboard, "GOES_ON", 0)  # the key below is typed, not part of the burst
    async with driving() as driver:
        await driver.press("z")
        await driver.write("sat because on a plane")
        driver.app.post_message(events.Key("enter", "\r"))
        for message in bursts(Reader().feed("jjD and more")):
            driver.app.post_message(message)
        await driver.settle()
        said = "Ignored D: it looked like pasted text"
        assert driver.message == said
        driver.app.session.speak("news", "Saved by somebody")
        await driver.settle()
        assert driver.message == said
        assert [each.words for each in driver.app.notices][-1] == "Saved by somebody"
        await driver.press("k")
        assert driver.message != said


async def test_ctrl_v_puts_into_a_box_what_was_held_back(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(keyboard, "GOES_ON", 0)
    async with driving() as driver:
        await paste(driver, CASE)
        await driver.press("a", "ctrl+v")
        box = driver.app.focused
        assert isinstance(box, Input)
        assert box.value.strip() == CASE.strip()
        await driver.press("ctrl+v")
        assert box.value.strip() == CASE.strip()


async def test_the_rest_of_a_paste_that_comes_later_is_held_back_too() -> None:
    async with driving() as driver:
        screen = driver.app.screen
        first, rest = CASE[:50], CASE[50:]
        for text in (first, rest, "D"):
            for message in bursts(Reader().feed(text)):
                driver.app.post_message(message)
        await driver.settle()
        assert driver.app.screen is screen
        assert driver.app._keyboard.held == f"{CASE}D"


async def test_keys_typed_ahead_act_in_their_order() -> None:
    async with driving() as driver:
        await paste(driver, "jjk")
        await paste(driver, "aT: The ladder, again\r")
        assert driver.person("Tomás").talking_points[-1].text == "The ladder, again"
        await paste(driver, "gc     ")
        assert isinstance(driver.app.screen, CheckInScreen)
        assert "= 4 Risks" in driver.text


OPENERS = (
    ((), "n"), ((), "a"), ((), "z"), ((), "w"), ((), "s"), ((), "b"), ((), "slash"),
    (("enter", "2"), "a"), (("enter", "2"), "enter"), (("enter", "2"), "x"), (("enter", "2"), "m"),
    (("enter", "4"), "m"), (("enter", "3"), "m"), (("enter", "5"), "a"), (("enter", "5"), "plus"),
    (("enter", "5"), "enter"), (("enter", "5"), "D"), (("enter", "6"), "a"), (("enter",), "s"),
    (("c", "2"), "a"), (("c", "2"), "enter"), (("c", "2"), "x"), (("c", "2"), "m"),
    (("c", "5"), "tab", "plus"), (("c",), "z"), (("t", "j"), "a"), (("t",), "d"), (("A",), "D"),
)  # fmt: skip
"""Where somebody is, and the keys that open a box there."""


@pytest.mark.parametrize(("place", "openers"), [(each[0], each[1:]) for each in OPENERS], ids=str)
async def test_what_is_typed_right_behind_a_key_that_opens_a_box_is_in_it(
    place: tuple[str, ...], openers: tuple[str, ...]
) -> None:
    async with driving() as driver:
        await driver.press(*place)
        for key in openers:
            character = {"plus": "+", "slash": "/", "enter": "\r", "tab": "\t"}.get(key, key)
            driver.app.post_message(events.Key(key, character))
        for letter in "send":
            driver.app.post_message(events.Key(letter, letter))
        await driver.settle()
        box = driver.app.focused
        assert isinstance(box, Input | TextArea)
        assert (box.value if isinstance(box, Input) else box.text) == "send"


async def test_many_lines_into_a_line_are_one_paste() -> None:
    async with driving() as driver:
        before = everybody(driver)
        await driver.press("z")
        await paste(driver, "First line of a note\rSecond line of a note\rThird\r")
        assert isinstance(driver.app.focused, Input)
        assert driver.app.focused.value == "First line of a note Second line of a note Third"
        assert everybody(driver) == before


async def test_a_long_line_into_a_box_is_one_paste_and_its_end_hands_it_over() -> None:
    async with driving() as driver:
        await driver.press("a")
        line = "She said that the migration is done and that she is proud of it"
        await paste(driver, f"{line}\r")
        assert driver.person("Priya").notes[-1].text == line


@pytest.mark.parametrize("pause", [0.0, 0.03])
async def test_keys_in_haste_answer_line_by_line_and_pass_none_over(
    pause: float, monkeypatch: pytest.MonkeyPatch
) -> None:
    def slowly(notebook: Notebook, command: Command) -> Change:
        time.sleep(0.1)
        return do(notebook, command)

    do = Notebook.do
    monkeypatch.setattr(Notebook, "do", slowly)
    async with driving([sent()], today=SENT_ON) as driver:
        await driver.press("r")
        for key in "===":
            await asyncio.sleep(pause)
            driver.app.post_message(events.Key("equals_sign", key))
        for key in "kk=x":
            driver.app.post_message(events.Key({"=": "equals_sign"}.get(key, key), key))
        await driver.settle()
        await driver.press("enter", "n", "=")
        (found,) = driver.person("Priya").rounds
        answers = {each.handle: each.holds for each in found.mine}
        assert answers == {"F1": True, "F2": True, "F3": True, "E1": False, "E3": True}


def every_binding() -> list[Binding]:
    """The bindings of every screen and widget there is."""
    modules = [import_module(each.name) for each in walk_packages(tui.__path__, "aligntui.tui.")]
    kinds = {kind for module in modules for kind in vars(module).values() if isinstance(kind, type)}
    return [each for kind in ours(kinds) for each in own_bindings(kind)]


def test_what_d_does_is_risky_everywhere_and_every_risky_action_is_there() -> None:
    every = every_binding()
    assert {each.id for each in every if each.key == "D"} <= RISKY
    assert {each.id for each in every} >= RISKY
