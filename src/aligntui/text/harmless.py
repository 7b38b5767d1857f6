"""Stored text made harmless for a terminal: whatever steers one shows as U+FFFD."""

from __future__ import annotations

import re

from aligntui.domain.plain import SHOWN_INSTEAD, STEERING

_ENDINGS = "\r\n?|[\x85\u2028\u2029]"


def harmless(text: str) -> str:
    """One line that no terminal obeys; line ends and tabs become blanks."""
    if text.isprintable():
        return text  # as most are
    text = re.sub(_ENDINGS, "\n", text)
    return re.sub(STEERING, SHOWN_INSTEAD, text).replace("\n", " ").replace("\t", " ")
