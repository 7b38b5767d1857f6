"""A short touch, by keyboard alone."""

from __future__ import annotations

from aligntui.domain.check_in import CheckInKind
from tests.tui.driving import TODAY, driving


async def test_a_short_touch_is_noted_with_or_without_words_and_counts_where_the_form_says() -> (
    None
):
    async with driving() as d:
        await d.press("H")
        await d.write("how the move went")
        await d.press("enter", "H", "enter")
        assert "Priya Raman: a short touch" in d.message
        found = [(c.on, c.because) for c in d.person("Priya").check_ins if c.kind == TOUCH]
        assert found == [(TODAY, "how the move went"), (TODAY, "")]
        assert "Priya Raman        19d late" in d.text
        await d.press("e", *["j"] * 3)
        assert "touches" in d.text


TOUCH = CheckInKind.TOUCH
