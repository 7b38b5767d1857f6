"""Text of people inside Markdown: it stays text."""

import re

_MARKS = re.compile(r"([\\`*_<>\[\]|&~]|#(?=#*$))")
"""Also what a heading would end with."""


def escaped(text: str) -> str:
    """One line in which nothing is a mark."""
    return _MARKS.sub(r"\\\1", " ".join(text.split()))
