"""The numbers of alignment on the screen: of the team, and of one person."""

from __future__ import annotations

import pytest

from aligntui.domain.identity import Handle
from tests.tui.driving import driving

SIZES = [(80, 24), (120, 40), (40, 10)]


def line_with(text: str, words: str) -> str:
    """The line of the screen that holds some words."""
    return next(line for line in text.splitlines() if words in line)


@pytest.mark.parametrize("size", SIZES)
async def test_of_the_team_and_from_there_of_one_person(size: tuple[int, int]) -> None:
    async with driving(size=size) as d:
        await d.press("number_sign")
        assert "Team › Numbers" in d.text
        await d.press("G", "enter")
        assert "Tomás Oliveira › Numbers" in d.text
        await d.press("q", "q")
        assert "aligntui › Team" in d.text


async def test_a_line_a_person_says_what_the_command_says() -> None:
    async with driving() as d:
        await d.press("number_sign")
        assert line_with(d.text, "Together").rstrip("─ ").endswith("since Jul 2025")
        assert "9 of 15" in line_with(d.text, "agreed and up to date")
        words = " ".join(line_with(d.text, "Priya Raman").split())
        assert words == "Priya Raman 0 of 5 33d 2 of 2 1d 5 3 of 5 ▇▇▆▁"


async def test_of_one_person_with_what_each_number_means() -> None:
    async with driving() as d:
        await d.press("enter", "number_sign")
        assert "Team › Priya Raman › Numbers" in d.text
        assert line_with(d.text, "oldest difference").split()[2:] == ["33d", "▁▁▁▁▁▁▁▂▇"]
        assert "since one of the two differs" in d.text


async def test_what_is_private_does_not_count_while_it_is_hidden() -> None:
    async with driving() as d:
        await d.press("enter", "4", "P", "number_sign")
        assert d.person("Priya").item(Handle("R1")).now.private
        assert "2 of 2" in line_with(d.text, "risks open")
        await d.press("full_stop")
        assert "1 of 1" in line_with(d.text, "risks open")
        await d.press("q", "q", "number_sign")
        assert "1 of 1" in line_with(d.text, "Priya Raman")
        await d.press("full_stop")
        assert "2 of 2" in line_with(d.text, "Priya Raman")


async def test_a_change_counts_at_once() -> None:
    async with driving() as d:
        await d.press("enter", "2", "j", "j", "equals_sign", "number_sign")
        assert "1 of 5" in line_with(d.text, "agreed and up to date")
        await d.press("u")
        assert "0 of 5" in line_with(d.text, "agreed and up to date")


async def test_without_anybody_it_says_the_next_key() -> None:
    async with driving([]) as d:
        await d.press("number_sign")
        assert "n adds one" in d.text


async def test_numbers_count_what_happened_between_two_days() -> None:
    async with driving() as d:
        await d.press("number_sign", "d")
        await d.press(*["backspace"] * 20)
        await d.write("1 may")
        await d.press("enter", *["backspace"] * 20)
        await d.write("31 may")
        await d.press("enter")
        assert "from 1 May to 31 May" in d.text
        await d.press("enter")
        assert "from 1 May to 31 May" in d.text
        assert "all that were held from 1 May to 31 May" in d.text


@pytest.mark.parametrize("keys", [("number_sign", "d"), ("enter", "number_sign", "d")])
async def test_both_days_can_be_typed_at_once(keys: tuple[str, ...]) -> None:
    async with driving() as d:
        await d.press(*keys, "ctrl+u")
        await d.write("1 apr to 31 may")
        await d.press("enter")
        assert "from 1 Apr to 31 May" in d.text
        await d.press("d", "ctrl+u")
        await d.write("31 may to 1 apr")
        await d.press("enter")
        assert "give the earlier day" in d.text
