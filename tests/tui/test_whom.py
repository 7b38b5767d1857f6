"""Whom a key acts on: the cursor stands on what was made or found, and a prompt names them."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from aligntui.domain.identity import Handle
from aligntui.tui.screens.dashboard import DashboardScreen
from aligntui.tui.widgets.actions_panel import ActionsPanel
from aligntui.tui.widgets.rows import Rows
from aligntui.tui.widgets.section_panel import SectionPanel
from tests.tui.crowd import crowd, overdue
from tests.tui.driving import Driver, driving, sample

if TYPE_CHECKING:
    from pathlib import Path


def whom(d: Driver) -> str:
    """The name of whoever is under the cursor of the team."""
    assert isinstance(d.app.screen, DashboardScreen)
    found = d.app.screen.whom
    return found.name if found else ""


def thing(d: Driver) -> str:
    """The handle of the line or the promise under the cursor."""
    rows = d.app.screen.focused
    assert isinstance(rows, Rows)
    return (rows.cursor_key or "").partition(":")[0]


STANDS = {
    "the one who was added": (("n", *"Zoe Ash", "enter", "enter"), "Zoe Ash"),
    "the one who was added, though a filter hid them": (
        ("slash", *"peer", "enter", "n", *"Zoe Ash", "enter", "enter"), "Zoe Ash",
    ),
    "the first who matches a filter": (("G", "slash", *"tom", "enter"), "Tomás Oliveira"),
    "the first of several who match": (("G", "slash", *"overdue", "enter"), "Priya Raman"),
    "the first who matches a changed filter": (
        ("slash", *"chidi", "enter", "slash", *["backspace"] * 5, *"overdue", "enter"),
        "Priya Raman",
    ),
    "somebody who matches in another order": (("slash", *"tom", "enter", "O"), "Tomás Oliveira"),
    "the one before, where a filter was left": (
        ("j", "slash", *"chi", "escape"), "Tomás Oliveira",
    ),
    "whoever was changed last, after undo": (
        ("j", "s", *"ill", "enter", "G", "u"), "Tomás Oliveira",
    ),
    "whoever was changed last, after redo": (
        ("j", "s", *"ill", "enter", "G", "u", "G", "ctrl+r"), "Tomás Oliveira",
    ),
    "whoever comes back from the archive": (("j", "D", "G", "u"), "Tomás Oliveira"),
    "whoever comes back, though a filter hid them": (
        ("j", "D", "slash", *"priya", "enter", "u"), "Tomás Oliveira",
    ),
    "whoever was opened from the palette": (("colon", *"chidi", "enter", "q"), "Chidi Okafor"),
}  # fmt: skip
"""On whom the cursor of the team stands after some keys."""


@pytest.mark.parametrize("what", STANDS)
async def test_the_cursor_of_the_team_stands_on(what: str) -> None:
    keys, name = STANDS[what]
    async with driving() as d:
        await d.press(*[{" ": "space", ":": "colon"}.get(key, key) for key in keys])
        await d.settle()
        assert whom(d) == name
        assert sum(f">{mark}" in d.text for mark in ("!!", " !", " ?", " *", " -")) <= 1


async def test_while_a_filter_is_typed_the_cursor_is_on_somebody_who_matches() -> None:
    async with driving(crowd(31)) as d:
        await d.press("G", "slash")
        for letter in "focus:stale":
            await d.press({":": "colon"}.get(letter, letter))
            rows = d.app.screen.query_one("#people", Rows)
            keys = [row.key for row in rows.rows if row.key]
            assert (rows.cursor_key in keys) if keys else (rows.cursor_key is None)
        await d.press("enter")
        assert rows.cursor_key == keys[0]


async def test_after_an_import_the_cursor_is_on_the_first_who_came(tmp_path: Path) -> None:
    file = tmp_path / "people.csv"
    file.write_text("name,role\nZoe Ash,engineer\nYan Bo,engineer\n")
    async with driving() as d:
        await d.press("i")
        await d.write(str(file))
        await d.press("enter", "y")
        await d.settle()
        assert whom(d) in {"Zoe Ash", "Yan Bo"}


LINES = {
    "a line that was added": (("2", "a", *"Writes it down", "enter", "escape"), "E6"),
    "a promise that was made": (("5", "g", "a", *"send the ladder", "enter", "escape"), "A5"),
    "a line that was moved": (("1", "greater_than_sign", "4"), "R3"),
    "a line that came back by undo": (("2", "D", "1", "4", "u"), "E1"),
    "a promise that came back by undo": (("5", "g", "f", "5", "u"), "A2"),
    "what was done again by redo": (("2", "j", "j", "equals_sign", "1", "u", "1", "ctrl+r"), "E4"),
}
"""What the cursor stands on after some keys, on a person's page and in a check-in."""


@pytest.mark.parametrize("way", [("enter",), ("c",)])
@pytest.mark.parametrize("what", LINES)
async def test_the_cursor_of_a_person_stands_on(what: str, way: tuple[str, ...]) -> None:
    keys, handle = LINES[what]
    if way == ("c",):
        keys = tuple("6" if key == "5" else key for key in keys)
    async with driving() as d:
        await d.press(*way, *[{" ": "space"}.get(key, key) for key in keys])
        await d.settle()
        assert thing(d) == handle
        kind = ActionsPanel if handle.startswith("A") else SectionPanel
        assert isinstance(d.app.screen.focused, kind)


async def test_the_cursor_stays_in_its_section_where_what_undo_brings_back_is_in_sight() -> None:
    async with driving() as d:
        await d.press("enter", "5", "g", "f", "2", "j")
        await d.settle()
        await d.press("u")
        await d.settle()
        assert "conference budget" in d.text
        assert thing(d) == "E2"


async def test_a_line_that_undo_takes_away_leaves_its_section_open() -> None:
    async with driving() as d:
        await d.press("enter", "2", "a", *"Writes", "enter", "escape", "4", "u")
        assert d.person("Priya").items[-1].handle != Handle("E6")
        panel = d.app.screen.focused
        assert isinstance(panel, SectionPanel)
        assert panel.id == "expectations"


PROMPTS = {
    "s": "Skip Priya's check-in because:",
    "z": "Postpone Priya's check-in to (fri because ill)",
    "b": "Priya's check-in is booked for:",
    "w": "When is Priya away? e.g. fri to 12 jul because leave",
}


@pytest.mark.parametrize("way", ["", "o", "enter"])
@pytest.mark.parametrize("key", PROMPTS)
async def test_a_prompt_that_acts_on_somebody_names_them(key: str, way: str) -> None:
    async with driving() as d:
        await d.press(*([way] if way else []), key)
        assert d.message.startswith(PROMPTS[key])


@pytest.mark.parametrize(
    ("keys", "said"),
    [
        (("a",), "Note for Priya Raman:"),
        (("o", "e"), "How often do you meet Priya?"),
        (("c", "d"), "On which day did you meet Priya (today)?"),
        (("c", "s"), "Skip Priya's check-in because:"),
        (("p", "s"), "Skip Priya's check-in because:"),
        (("A", "D"), "Why is Priya's A2 dropped?"),
        (("i",), "Import from (notes are about Priya):"),
    ],
)
async def test_a_question_about_somebody_names_them(keys: tuple[str, ...], said: str) -> None:
    async with driving() as d:
        await d.press(*keys)
        assert d.message.startswith(said)


async def test_two_with_the_same_first_name_are_named_in_full() -> None:
    priya, tomas, *others = sample()
    async with driving((priya, replace(tomas, name="priya Oliveira"), *others)) as d:
        await d.press("s")
        assert d.message.startswith("Skip Priya Raman's check-in because:")


async def test_in_the_review_the_prompt_names_the_one_under_the_cursor() -> None:
    async with driving(overdue(3)) as d:
        await d.press("o", "j")
        under = next(line for line in d.text.splitlines() if line.startswith(">"))
        await d.press("s")
        name = d.message.removeprefix("Skip ").partition("'s check-in because:")[0]
        assert name
        assert name in under
