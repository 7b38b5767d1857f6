from __future__ import annotations

import asyncio
import random
import time
from collections import defaultdict
from functools import partial
from importlib import import_module
from pkgutil import walk_packages
from typing import TYPE_CHECKING

import pytest
from textual import events
from textual.app import App
from textual.binding import Binding
from textual.widgets import Input

import aligntui.tui
from aligntui.text.manual import key_name
from aligntui.tui.keys import (
    keymap_faults,
    kinds_with_keys,
    own_bindings,
    set_keys,
)
from aligntui.tui.offers import Offer
from aligntui.tui.screens.palette import MOST, Palette, in_order
from aligntui.tui.widgets.rows import Rows
from tests.tui.driving import driving
from tests.tui.harness import (
    HOSTILE,
    AboutScreen,
    SampleApp,
    TeamScreen,
    screen_text,
    settle,
    until,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from textual.pilot import Pilot


class Crowd(SampleApp):
    def people_names(self) -> Sequence[tuple[str, Callable[[], object]]]:
        return [(f"Person {at} {HOSTILE[at % 8][:60]}", self.bell) for at in range(200)]


def options(pilot: Pilot[None]) -> int:
    return len(pilot.app.screen.query_one(Rows).rows)


@pytest.mark.parametrize("key", ["ctrl+p", "colon"])
async def test_a_person_is_found_by_two_letters(key: str) -> None:
    app = SampleApp()
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press(key)
        await settle(pilot)
        assert isinstance(app.screen, Palette)
        await pilot.press("g", "r")
        await until(pilot, lambda: "Grace Wu" in screen_text(app) and options(pilot) < 4)
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(app.screen, AboutScreen))
        assert isinstance(app.screen, AboutScreen)
        assert app.screen.who == "Grace Wu"


@pytest.mark.parametrize(
    ("typed", "name"),
    [("tomas oli", "Tomás Oliveira"), ("KOVAC", "Ana Kovač"), ("lukasz", "Łukasz Wit")],
)
async def test_a_name_is_found_without_its_accents(typed: str, name: str) -> None:
    class Accents(SampleApp):
        def people_names(self) -> Sequence[tuple[str, Callable[[], object]]]:
            return [(each, self.bell) for each in ("Tomás Oliveira", "Ana Kovač", "Łukasz Wit")]

    app = Accents()
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("ctrl+p", *(key.replace(" ", "space") for key in typed))
        await until(pilot, lambda: name in screen_text(app))
        assert options(pilot) == 1


async def test_every_action_is_found_with_its_key() -> None:
    app = SampleApp()
    async with app.run_test(size=(80, 40)) as pilot:
        await pilot.press("ctrl+p", *"erase")
        await until(pilot, lambda: "Erase somebody." in screen_text(app))
        assert "erase                   D             Erase somebody." in screen_text(app)
        await pilot.press("enter")
        await until(pilot, lambda: "Erase Priya Raman? y/N" in screen_text(app))


async def test_what_cannot_act_is_not_offered() -> None:
    app = SampleApp()
    async with app.run_test(size=(80, 40)) as pilot:
        await pilot.press("ctrl+p")
        await until(pilot, lambda: "Open the row" in screen_text(app))
        offered = [row.text.plain for row in app.screen.query_one(Rows).rows]
        assert any("Erase somebody." in words for words in offered)
        assert not any("Postpone" in words for words in offered)


async def test_hits_are_capped_and_names_literal() -> None:
    app = Crowd()
    async with app.run_test(size=(80, 40)) as pilot:
        await pilot.press("ctrl+p", *"person")
        await until(pilot, lambda: "[@click=app.quit]" in screen_text(app))
        await settle(pilot)
        assert options(pilot) <= MOST
        assert "\x1b" not in screen_text(app)


async def test_esc_closes_it_and_nothing_blinks() -> None:
    app = SampleApp()
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("ctrl+p")
        await settle(pilot)
        assert not app.screen.query_one(Input).cursor_blink
        await pilot.press("escape")
        await settle(pilot)
        assert isinstance(app.focused, Rows)


FORBIDDEN = frozenset(
    {"ctrl+a", "ctrl+b", "ctrl+h", "ctrl+i", "ctrl+j", "ctrl+m", "ctrl+o", "ctrl+at"}
    | {"ctrl+space", "ctrl+backslash", "ctrl+enter", "alt+enter", "ctrl+@"}
    | {f"alt+{digit}" for digit in range(10)}
)
"""Keys that multiplexers or terminals take: never the only way to anything."""


def _faults(kind: type) -> Iterator[str]:
    scope = kind.__name__
    by_key: defaultdict[str, set[str]] = defaultdict(set)
    by_id: defaultdict[str, list[Binding]] = defaultdict(list)
    for binding in own_bindings(kind):
        by_key[binding.key].add(binding.action)
        by_id[binding.id or ""].append(binding)
        if not binding.id:
            yield f"{scope}: {binding.key} ({binding.action}) has no id"
        if not binding.tooltip:
            yield f"{scope}: {binding.id or binding.key} has no sentence (tooltip)"
    for key, actions in by_key.items():
        if len(actions) > 1:
            yield f"{scope}: {key} does {' and '.join(sorted(actions))}"
    for name, several in by_id.items():
        if name and len({each.action for each in several}) > 1:
            yield f"{scope}: {name} names more than one action"
        if all(each.key in FORBIDDEN for each in several):
            yield f"{scope}: {name} can only be reached by {several[0].key}"


def test_the_bindings_keep_to_the_rules() -> None:
    kinds = kinds_with_keys()
    assert len([kind for kind in kinds if own_bindings(kind)]) > 30
    assert [fault for kind in kinds for fault in _faults(kind)] == []


def test_bindings_that_break_the_rules_are_found() -> None:
    class Bad(SampleApp):
        BINDINGS = [  # noqa: RUF012 - as Textual declares it
            Binding("y", "bell", "a", id="bad.one", tooltip="One."),
            Binding("y", "help", "b", id="bad.two", tooltip="Two."),
            Binding("w", "help", "c", tooltip="No id."),
            Binding("ctrl+b", "help", "d", id="bad.tmux", tooltip="Taken."),
            Binding("ctrl+o,v", "help", "d", id="bad.fine", tooltip="Not the only way."),
            Binding("e", "help", "e", id="bad.mute"),
        ]

    assert list(_faults(Bad)) == [
        "Bad: w (help) has no id",
        "Bad: bad.mute has no sentence (tooltip)",
        "Bad: y does bell and help",
        "Bad: bad.tmux can only be reached by ctrl+b",
    ]


def test_keys_somebody_sets_are_checked_for_what_textual_passes_over() -> None:
    kinds = (SampleApp, TeamScreen, Rows)
    assert keymap_faults({"team.add": "i,ctrl+y", "app.help": "f1,?"}, kinds) == []
    assert keymap_faults(
        {"team.nobody": "i", "team.add": "D", "team.note": "ctrl+nokey", "rows.up": "up,j"}, kinds
    ) == [
        "unknown action team.nobody",
        "team.note: unknown key ctrl+nokey",
        "D would do team.add and team.erase",
        "j would do rows.down and rows.up",
    ]


def _declared() -> set[str]:
    """The ids of all bindings that stand anywhere in the app."""
    found: list[Binding] = []
    for module in walk_packages(aligntui.tui.__path__, "aligntui.tui."):
        for each in vars(import_module(module.name)).values():
            several = each if isinstance(each, list | tuple) else (each,)
            found += [one for one in several if isinstance(one, Binding)]
            if isinstance(each, type) and each.__module__.startswith("aligntui."):
                found += own_bindings(each)
    return {binding.id for binding in found if binding.id}


def test_every_key_of_the_app_can_be_set() -> None:
    names = _declared()
    assert len(names) > 100
    for name in sorted(names):
        assert set_keys(NoKeys(), {name: "f12"}) == (), name


class NoKeys(App[None]):
    """An app with no keys of its own: what is known is not because it was opened."""


async def test_a_key_that_was_set_acts_and_is_shown() -> None:
    app = SampleApp()
    app.set_keymap({"team.add": "i"})
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("n")
        await settle(pilot)
        assert "i add" in screen_text(app)
        assert isinstance(app.focused, Rows)
        await pilot.press("i")
        await settle(pilot)
        assert not isinstance(app.focused, Rows)


def test_keys_have_the_names_on_the_keyboard() -> None:
    names = {"question_mark": "?", "ctrl+s": "ctrl+s", "upper_g": "G", "pagedown": "pgdn"}
    assert {key: key_name(key) for key in names} == names


PEOPLE = ("Zoe Prior", "Priya Raman", "Adam Prior", "Spring Field", "Pia Rui", "Éric Nolte",
          "Tomas Zand", "Ina Tom")  # fmt: skip
ACTIONS = ("note", "no", "erase", "hide private", "interrupt")


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("pri", ["Priya Raman", "Adam Prior", "Zoe Prior", "hide private", "Spring Field"]),
        ("PRIOR", ["Adam Prior", "Zoe Prior"]),
        ("prior ad", ["Adam Prior"]),
        ("er", ["Éric Nolte", "erase", "interrupt"]),
        ("no", ["Éric Nolte", "no", "note"]),
        ("hide", ["hide private"]),
        ("tom", ["Ina Tom", "Tomas Zand"]),
        ("zz", []),
    ],
)
def test_the_same_letters_list_the_same_in_the_same_order(typed: str, expected: list[str]) -> None:
    offers = [*(Offer(each, str, "k", "Do.") for each in ACTIONS), *(Offer(p, str) for p in PEOPLE)]
    for seed in range(50):
        random.Random(seed).shuffle(offers)
        assert [each.label for each in in_order(typed, offers)][: len(expected)] == expected
        assert bool(in_order(typed, offers)) == bool(expected)


def test_a_long_name_of_few_letters_costs_no_time() -> None:
    started = time.process_time()
    assert in_order("aaaaaaaaaaaab", [Offer("a " * 20_000, str)]) == []
    assert time.process_time() - started < 2


class Named(SampleApp):
    """An app whose people fit the letters of actions, and that finds words when it is let."""

    def __init__(self) -> None:
        super().__init__()
        self.opened: list[str] = []
        self.let = asyncio.Event()

    def people_names(self) -> Sequence[tuple[str, Callable[[], object]]]:
        return [(name, partial(self.opened.append, name)) for name in PEOPLE]

    async def found(self, typed: str, most: int) -> Sequence[tuple[str, Callable[[], object]]]:
        await self.let.wait()
        return [(f"{typed} there", partial(self.opened.append, typed))]


@pytest.mark.parametrize("seed", range(4))
async def test_enter_opens_what_the_letters_typed_so_far_mean_however_fast(seed: int) -> None:
    app, chance = Named(), random.Random(seed)
    async with app.run_test(size=(80, 24)) as pilot:
        for _ in range(6):
            for key in ("colon", "p", "r", "i", "enter"):
                app.post_message(events.Key(key, key if len(key) == 1 else None))
                for _ in range(chance.choice((0, 0, 1, 3, 20))):
                    await asyncio.sleep(0)
            await settle(pilot)
            assert not isinstance(app.screen, Palette)
        assert app.opened == ["Priya Raman"] * 6


async def test_enter_waits_for_words_that_are_still_looked_for() -> None:
    app = Named()
    async with app.run_test(size=(80, 24)) as pilot:
        for key in ("ctrl+p", "slash", *"old"):
            await pilot.press(key)
        for key in (*"er", "enter"):
            app.post_message(events.Key(key, key if len(key) == 1 else None))
        app.let.set()
        await until(pilot, lambda: bool(app.opened))
        assert app.opened == ["older"]
        assert not isinstance(app.screen, Palette)


async def test_what_finds_nothing_says_so_and_enter_does_nothing() -> None:
    app = Named()
    app.let.set()
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("ctrl+p", *"zzqq", "enter")
        assert "Nothing is called that." in screen_text(app)
        assert isinstance(app.screen, Palette)


MOVES = ("pagedown", "pageup", "down", "up", "ctrl+home", "ctrl+end", "home", "end", "enter", "tab")


@pytest.mark.parametrize("typed", ["", "zzqq", "/zz"])
@pytest.mark.parametrize("opens", ["ctrl+p", "colon"])
async def test_no_key_that_comes_at_once_ends_the_app(opens: str, typed: str) -> None:
    app = Named()
    async with app.run_test(size=(80, 24)) as pilot:
        for key in MOVES:
            for each in (opens, *typed, key, key):
                app.post_message(events.Key(each, each if len(each) == 1 else None))
            await settle(pilot)
            assert app.is_running, key
            while isinstance(app.screen, Palette):
                await pilot.press("escape")
    assert not app.crashed


async def test_the_cursor_moves_in_what_is_found() -> None:
    app = Named()
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("ctrl+p", *"prior", "down", "enter")
        assert app.opened == ["Zoe Prior"]
        await pilot.press("ctrl+p", "pagedown", "pagedown", "ctrl+end")
        assert app.screen.query_one(Rows).cursor_key == str(options(pilot) - 1)
        await pilot.press("pageup", "up", "ctrl+home")
        assert app.screen.query_one(Rows).cursor_key == "0"


async def test_what_is_said_while_the_palette_is_open_is_read_afterwards() -> None:
    async with driving() as driver:
        await driver.press("ctrl+p")
        driver.app.session.speak("error", "NOT SAVED: the disk is full")
        await driver.settle()
        assert "NOT SAVED: the disk is full" in driver.text
        assert [each.words for each in driver.app.notices] == ["NOT SAVED: the disk is full"]
