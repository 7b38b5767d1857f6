"""Make stored text safe for a terminal: control characters show as U+FFFD."""

from __future__ import annotations

import re

from aligntui.domain.plain import SHOWN_INSTEAD, STEERING

_ENDINGS = "\r\n?|[\x85\u2028\u2029]"


def harmless(text: str) -> str:
    """The text as one line without control characters; line ends and tabs become blanks."""
    if text.isprintable():
        return text  # as for most texts
    text = re.sub(_ENDINGS, "\n", text)
    return re.sub(STEERING, SHOWN_INSTEAD, text).replace("\n", " ").replace("\t", " ")
