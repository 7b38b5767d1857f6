"""A few numbers as one line of characters."""

from collections.abc import Sequence

from aligntui.text.table import style

BLOCKS = "▁▂▃▄▅▆▇"
"""No whole block, so that plots below each other stay apart."""
ASCII = "_.:-=*#"
"""The same where a terminal can't show blocks."""


def plot(values: Sequence[float | None], *, top: float | None = None, ascii_only: bool) -> str:
    """A character a value, from 0 up to `top` or the largest; a blank where there is none.

    Nothing where nothing is drawn.
    """
    if style.plain:
        return ""
    steps = ASCII if ascii_only else BLOCKS
    highest = (
        max((value for value in values if value is not None), default=0) if top is None else top
    )
    return "".join(_step(value, highest, steps) for value in values).rstrip()


def _step(value: float | None, highest: float, steps: str) -> str:
    if value is None:
        return " "
    share = value / highest if highest else 0
    return steps[min(round(share * (len(steps) - 1)), len(steps) - 1)]
