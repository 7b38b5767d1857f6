"""Draw a few numbers as one line of characters."""

from collections.abc import Sequence

from aligntui.text.table import style

BLOCKS = "▁▂▃▄▅▆▇"
"""Without the full block, so that plots below each other stay apart."""
ASCII = "_.:-=*#"
"""The same for terminals that can't show blocks."""


def plot(values: Sequence[float | None], *, top: float | None = None, ascii_only: bool) -> str:
    """One character for each value, from 0 to `top` or the largest; a blank for None.

    Empty in plain style.
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
