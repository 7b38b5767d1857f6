"""Numbers as one line of characters."""

import pytest

from aligntui.text.numbers import plot


@pytest.mark.parametrize(
    ("values", "top", "blocks", "plain"),
    [
        ([0, 0.5, 1], 1, "▁▄▇", "_-#"),
        ([0, 7, 14], None, "▁▄▇", "_-#"),
        ([0, 0, 0], None, "▁▁▁", "___"),
        ([None, None, 2, None], None, "  ▇", "  #"),
        ([1, 9], 1, "▇▇", "##"),
        ([], None, "", ""),
        ([None], 1, "", ""),
    ],
)
def test_numbers_are_drawn(
    values: list[float | None], top: float | None, blocks: str, plain: str
) -> None:
    assert plot(values, top=top, ascii_only=False) == blocks
    assert plot(values, top=top, ascii_only=True) == plain
