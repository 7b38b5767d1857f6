from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from textual.binding import Binding
from textual.command import CommandList

from aligntui.tui.keys import check_keys, key_name, keymap_faults
from aligntui.tui.palette import MOST
from aligntui.tui.widgets.palette_box import Palette
from aligntui.tui.widgets.rows import Rows
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
    from collections.abc import Callable, Sequence

    from textual.pilot import Pilot


class Crowd(SampleApp):
    def people_names(self) -> Sequence[tuple[str, Callable[[], object]]]:
        return [(f"Person {at} {HOSTILE[at % 8][:60]}", self.bell) for at in range(200)]


def options(pilot: Pilot[None]) -> int:
    return pilot.app.screen.query_one(CommandList).option_count


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
        offered = [f"{option.prompt}" for option in app.screen.query_one(CommandList).options]
        assert any("Erase somebody." in words for words in offered)
        assert not any("Postpone" in words for words in offered)


async def test_hits_are_capped_and_names_literal() -> None:
    app = Crowd()
    async with app.run_test(size=(80, 40)) as pilot:
        await pilot.press("ctrl+p", *"person")
        await until(pilot, lambda: "[@click=app.quit]" in screen_text(app))
        await settle(pilot)
        assert options(pilot) <= MOST + 5
        assert "\x1b" not in screen_text(app)


async def test_esc_closes_it_and_nothing_blinks() -> None:
    app = SampleApp()
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("ctrl+p")
        await settle(pilot)
        assert not app.screen.query_one("CommandInput").cursor_blink  # type: ignore[attr-defined]
        await pilot.press("escape")
        await settle(pilot)
        assert isinstance(app.focused, Rows)


async def test_the_bindings_keep_to_the_rules() -> None:
    app = SampleApp()
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("enter", "question_mark")
        await settle(pilot)
        assert check_keys(app) == []


async def test_bindings_that_break_the_rules_are_found() -> None:
    class Bad(SampleApp):
        BINDINGS = [  # noqa: RUF012 - as Textual declares it
            Binding("y", "bell", "a", id="bad.one", tooltip="One."),
            Binding("y", "help", "b", id="bad.two", tooltip="Two."),
            Binding("w", "help", "c", tooltip="No id."),
            Binding("ctrl+b", "help", "d", id="bad.tmux", tooltip="Taken."),
            Binding("ctrl+o,v", "help", "d", id="bad.fine", tooltip="Not the only way."),
            Binding("e", "help", "e", id="bad.mute"),
        ]

    app = Bad()
    async with app.run_test():
        faults = check_keys(app)
    assert faults == [
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
        "no action is called team.nobody",
        "team.note: no key is called ctrl+nokey",
        "D would do team.add and team.erase",
        "j would do rows.down and rows.up",
    ]


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


async def test_a_subclass_may_give_a_key_another_meaning() -> None:
    class Other(TeamScreen):
        BINDINGS = [  # noqa: RUF012 - as Textual declares it
            Binding("n", "erase", "erase", id="other.erase", tooltip="Erase somebody."),
        ]

    app = SampleApp()
    app.first = Other()
    async with app.run_test():
        assert check_keys(app) == []


def test_keys_have_the_names_on_the_keyboard() -> None:
    names = {"question_mark": "?", "ctrl+s": "ctrl+s", "upper_g": "G", "pagedown": "pgdn"}
    assert {key: key_name(key) for key in names} == names
