"""What the team differs on, and the life of one line, by keyboard alone."""

from __future__ import annotations

import pytest

from aligntui.domain.commands.agreement import Agree
from aligntui.domain.identity import Handle
from tests.tui.driving import TODAY, driving


@pytest.mark.parametrize("size", [(80, 24), (120, 40), (40, 10)])
async def test_both_sides_stand_below_each_other_the_oldest_first(size: tuple[int, int]) -> None:
    async with driving(size=size) as d:
        await d.press("x")
        assert d.text.index("Priya Raman") < d.text.index("E5")
        await d.press("j")
        assert "Ana Kovač" in d.text
        if size[0] >= 80:
            assert 'they: "no time for it beside the migration"' in d.text
            assert "you: agree" in d.text
            assert "2 open, the oldest for 33d" in d.text


async def test_enter_goes_to_the_line_on_the_page_of_the_person() -> None:
    async with driving() as d:
        await d.press("x", "j", "enter")
        assert "Ana Kovač" in d.text
        assert ">x E2" in d.text
        await d.press("equals_sign", "q")
        assert "Ana" not in d.text
        assert "1 open" in d.text


async def test_what_another_window_settled_leaves_the_list() -> None:
    async with driving() as d:
        await d.press("x")
        priya = d.person("Priya")
        await d.app.session.do(Agree(person=priya.id, handles=(Handle("E5"),), on=TODAY))
        await d.settle()
        assert "Priya" not in d.text


async def test_nobody_differing_is_said_and_teaches_the_key() -> None:
    async with driving([]) as d:
        await d.press("x")
        assert "No differences" in d.text


async def test_hidden_lines_are_not_in_the_list() -> None:
    async with driving() as d:
        await d.press("enter", "2", "j", "j", "j", "P", "q", "x", "full_stop")
        assert "Mentors" not in d.text
        await d.press("full_stop")
        assert "x." in d.text


async def test_the_life_of_a_line_is_told_by_day() -> None:
    async with driving() as d:
        await d.press("enter", "2", "j", "j", "j", "h")
        assert "Life of E5" in d.text
        assert '27 May  they  differ: "no time for it beside the migration"' in d.text
        await d.press("escape")
        assert ">x E5" in d.text


async def test_the_life_of_a_private_line_is_hidden_with_it() -> None:
    async with driving() as d:
        await d.press("enter", "P", "h", "full_stop")
        assert "Ship billing" not in d.text
        assert "private, and hidden now" in d.text


async def test_text_in_a_life_is_data() -> None:
    async with driving() as d:
        await d.press("enter", "a")
        await d.write("[/] [b]x[/b] $late")
        await d.press("enter", "enter", "h")
        assert 'written: "[/] [b]x[/b] $late"' in d.text
