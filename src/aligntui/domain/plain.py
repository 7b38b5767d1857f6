"""The one door through which text enters: no control characters, nothing else is changed."""

import re

from aligntui.domain.errors import Refused

LONGEST_LINE = 2_000
"""Characters of one line: an item, a name, an action."""

LONGEST_TEXT = 1_000_000
"""Characters of a note."""

_CONTROL = "[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\ufeff\ud800-\udfff]"
_BREAKS = r"[\t\n ]+"


def clean_text(text: str) -> str:
    """Text of any number of lines: line ends become LF, control characters U+FFFD."""
    if len(text) > LONGEST_TEXT:
        raise Refused(f"the text has {len(text):,} characters; {LONGEST_TEXT:,} are the most")
    if text.isprintable():
        return text  # as most are
    return re.sub(_CONTROL, "\ufffd", text.replace("\r\n", "\n").replace("\r", "\n"))


def clean_line(text: str, what: str = "the text") -> str:
    """One line that isn't empty: breaks and runs of blanks become one blank."""
    line = re.sub(_BREAKS, " ", clean_text(text)).strip()
    if not line:
        raise Refused(f"{what} is empty; type some words")
    if len(line) > LONGEST_LINE:
        raise Refused(f"{what} has {len(line):,} characters; {LONGEST_LINE:,} are the most")
    return line
