"""What changed from check-in to check-in."""

from __future__ import annotations

from tests.tui.driving import driving


async def test_the_newest_stands_first_and_shows_what_changed_since_the_one_before() -> None:
    async with driving(size=(120, 40)) as d:
        await d.press("t", "j")
        assert "27 May against 13 May" in d.text
        assert "+ E5" not in d.text
        assert "+ F2  Hand the pager over to the platform team" in d.text
        assert "- F2  Hand the pager over" in d.text
        assert "O1  evidence:" in d.text
        assert "Tired after the migration" in d.text


async def test_hidden_notes_and_private_lines_are_not_in_it() -> None:
    async with driving(size=(120, 40), hide=True) as d:
        await d.press("t", "j")
        assert "27 May against" in d.text
        assert "Tired after" not in d.text


async def test_somebody_without_check_ins_is_shown_all_the_same() -> None:
    async with driving() as d:
        await d.press("j", "j", "j", "t")
        assert "No check-in yet" in d.text


async def test_n_goes_back_and_shift_n_forward_in_time() -> None:
    async with driving() as d:
        await d.press("t", "n", "n")
        assert "13 May against" in d.text
        await d.press("N")
        assert "27 May against" in d.text


async def test_d_goes_to_a_day_and_shows_the_sections_of_then() -> None:
    async with driving(size=(80, 40)) as d:
        await d.press("t", "n", "n", "d", "enter")
        assert "As of 13 May 2026" in d.text
        assert "the past, read only" in d.text
        assert "Hand the pager over " in d.text
        assert "to the platform team" not in d.text
        await d.press("d", *"today", "enter")
        assert "As of 29 Jun 2026" in d.text
        assert "Hand the pager over to the platform team" in d.text


async def test_a_day_that_can_not_be_is_asked_again_and_nothing_can_be_changed_there() -> None:
    async with driving() as d:
        before = d.person("Priya")
        await d.press("t", "d", *"tomorrow", "enter")
        assert "is still to come" in d.text
        await d.press(*["backspace"] * 8, *"15 may", "enter", "a", "e", "equals_sign")
        assert "As of 15 May 2026" in d.text
        assert d.person("Priya") == before


async def test_private_lines_stay_away_from_the_past_where_they_are_hidden() -> None:
    async with driving(size=(120, 50)) as d:
        await d.press("enter", "4", "P", "escape", "t", "j", "d", "enter")
        assert "Two late nights" in d.text
        await d.press("full_stop")
        assert "Two late nights" not in d.text
