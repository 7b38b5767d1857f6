"""What somebody new tries on a page and in the team: no key is silent, no cursor runs away."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from aligntui.domain.commands.people import EditPerson
from aligntui.tui.drafts import MemoryDrafts
from aligntui.tui.screens.pages import LifeScreen
from aligntui.tui.screens.palette import Palette
from aligntui.tui.waiting import waiting
from aligntui.tui.widgets.points import Waiting
from aligntui.tui.widgets.rows import Rows
from tests.tui.driving import driving

if TYPE_CHECKING:
    from pathlib import Path


async def test_one_note_after_another_is_written_for_the_next_time_until_one_is_empty() -> None:
    async with driving() as d:
        before = len(d.person("Priya").notes)
        await d.press("enter", "6", "a")
        await d.write("first")
        await d.press("enter")
        await d.write("second")
        await d.press("enter", "enter")
        assert [each.text for each in d.person("Priya").notes[before:]] == ["first", "second"]
        assert isinstance(d.app.focused, Waiting)


@pytest.mark.parametrize("keys", [("escape",), ("!", "enter")])
@pytest.mark.parametrize(
    "place",
    [("enter", "5", "j"), ("enter", "6", "j"), ("enter", "Z", "j"), ("A", "j"), ("c", *"jjj")],
)
async def test_the_cursor_stays_on_its_row_after_an_edit_and_after_esc(
    place: tuple[str, ...], keys: tuple[str, ...]
) -> None:
    async with driving() as d:
        await d.press(*place)
        rows = d.app.focused
        assert isinstance(rows, Rows)
        here = rows.cursor_key
        assert here is not None
        await d.press("i", *keys)
        assert (d.app.focused, rows.cursor_key) == (rows, here)


@pytest.mark.parametrize(
    ("keys", "said"),
    [("5h", "conference budget"), ("6h", "noted"), ("ZGh", "Life of B1")],
)
async def test_what_is_no_line_has_a_life_too(keys: str, said: str) -> None:
    async with driving() as d:
        await d.press("enter", *keys)
        assert isinstance(d.app.screen, LifeScreen)
        assert said in d.text


async def test_a_private_promise_has_no_life_while_private_things_are_hidden() -> None:
    async with driving() as d:
        await d.press("enter", "5", "a")
        await d.write(".zqx")
        await d.press("enter", "enter", "h")
        assert "zqx" in d.text
        await d.press("full_stop")
        assert "zqx" not in d.text


async def test_a_filter_that_was_left_is_not_doubled_by_the_next() -> None:
    async with driving() as d:
        await d.press("slash", *"tom", "escape", "slash", *"tom", "enter")
        assert "Team: tom " in d.text
        assert "Tomás" in d.text


async def test_the_team_of_somebody_is_shown_whatever_was_filtered() -> None:
    async with driving() as d:
        lead = d.person("Ben")
        edit = EditPerson(person=d.person("Tomás").id, reports_to=lead.id)
        await d.app.session.do(edit)
        await d.press("slash", *"ben", "enter", "right_square_bracket")
        assert "Team of Ben Asante " in d.text
        assert "Tomás" in d.text


def test_days_to_count_between_are_no_draft_about_somebody() -> None:
    assert waiting("numbers:since:None", ()) is None
    assert waiting("numbers:until:1", ()) is None


async def test_days_of_numbers_left_behind_are_mentioned_nowhere() -> None:
    async with driving(drafts=MemoryDrafts()) as d:
        await d.press("number_sign", "d", "x", "escape", "q", "f3")
        assert "Nothing you typed waits" in d.text


@pytest.mark.parametrize("at", [("enter",), ("c", "1")])
async def test_a_slash_on_a_page_searches_within_everything(at: tuple[str, ...]) -> None:
    async with driving() as d:
        await d.press(*at, "slash", *"billing")
        assert isinstance(d.app.screen, Palette)
        await d.settle()
        assert "Ship billing" in d.text


@pytest.mark.parametrize("typed", ["where", "data"])
async def test_the_palette_says_where_the_data_is(typed: str, tmp_path: Path) -> None:
    async with driving(size=(120, 40)) as d:
        d.app.store_path = tmp_path / "store.json"
        await d.press("colon", *typed, "enter")
        assert "store.json" in d.text.replace("\n", "")


@pytest.mark.parametrize(
    ("at", "typed", "label"),
    [("c", "calendar", "book"), ("c1", "energy", "share it had"), ("c", "promise", "done")],
)
async def test_an_action_is_found_by_a_word_of_its_explanation(
    at: str, typed: str, label: str
) -> None:
    async with driving(size=(120, 40)) as d:
        await d.press(*at, "colon", *typed)
        assert label in d.text
