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
