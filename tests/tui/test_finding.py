"""Words after a / in the palette are looked for in everything that is kept."""

from __future__ import annotations

from aligntui.tui.screens.life import LifeScreen
from aligntui.tui.screens.person import PersonScreen
from tests.tui.driving import driving
from tests.tui.harness import until


async def test_words_are_found_with_whose_they_are_and_open_the_life_of_a_line() -> None:
    async with driving(size=(100, 40)) as d:
        await d.press("ctrl+p")
        await d.write("/ledger prop")
        await until(d.pilot, lambda: "Wrote the ledger proposal alone" in d.text)
        assert "Priya Raman, 29 Apr  O1 Wrote the ledger proposal alone" in d.text
        await d.press("down", "enter")
        await until(d.pilot, lambda: isinstance(d.app.screen, LifeScreen))
        assert "Life of O1" in d.text


async def test_what_is_no_line_opens_its_person() -> None:
    async with driving(size=(100, 40)) as d:
        await d.press("ctrl+p")
        await d.write("/dashboard saved")
        await until(d.pilot, lambda: "Chidi Okafor, 20 Jun  B1" in d.text)
        await d.press("down", "enter")
        await until(d.pilot, lambda: isinstance(d.app.screen, PersonScreen))
        assert "Chidi Okafor" in d.text


async def test_nothing_private_is_found_where_it_is_hidden() -> None:
    async with driving(size=(100, 40), hide=True) as d:
        await d.press("ctrl+p")
        await d.write("/dashboard saved")
        await d.settle()
        assert "Chidi Okafor, 20 Jun" not in d.text
