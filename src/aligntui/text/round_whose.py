"""What a file is that came: its text, the round it says it is of, and the lines in it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from aligntui.domain.identity import Handle
from aligntui.domain.plain import one_line, typewritten
from aligntui.domain.round import Asked
from aligntui.domain.section import Section
from aligntui.text.arrived import LOOKS_NEW, OURS, decoded, pieces, squeezed, without_html
from aligntui.text.round_file import HEADINGS, shown
from aligntui.text.round_line import HANDLE, LEAD, MARKER, OPTION

if TYPE_CHECKING:
    from aligntui.domain.round import Round

LARGEST = 5_000_000
"""The most bytes of an answer, with all that hangs below it."""
_ESCAPES = re.compile(r"\\(?=[!-/:-@\[-`{-~])")


class Mark(NamedTuple):
    """The line that says which round a file belongs to."""

    number: int
    key: str


def text_of(data: bytes) -> str:
    """What came back as text, out of HTML where it is some."""
    return without_html(decoded(data))


def marks(text: str) -> tuple[Mark, ...]:
    """The rounds that a text says it belongs to, the first one first."""
    found = (Mark(int(each[1]), each[2].lower()) for each in MARKER.finditer(typewritten(text)))
    return tuple(dict.fromkeys(found))


def heads(text: str, found: Round) -> tuple[Handle, ...]:
    """The lines of a round that stand in a text as they went out."""
    there = squeezed(text)[0]
    return tuple(
        line.handle for line in found.lines if squeezed(f"{line.handle} {shown(line)}")[0] in there
    )


def asked_in(text: str) -> tuple[Asked, ...]:
    """The lines of a round that somebody else's app sent, as they stand in its file."""
    found: dict[Handle, Asked] = {}
    letters = {section.letter: section for section in Section}
    for piece in pieces(text, HEADINGS.values(), _begins, []):
        lead = LEAD.match(piece.text)
        line = HANDLE.match(piece.text[lead.end() :]) if lead and lead["bullet"] else None
        if lead and line and line[1][0] in letters:
            rest = piece.text[lead.end() + line.end() :]
            option = OPTION.search(rest)
            words = one_line(_ESCAPES.sub("", rest[: option.start()] if option else rest))
            if words:
                handle = Handle(line[1])
                asked = Asked(handle=handle, section=letters[handle[0]], text=words)
                found.setdefault(handle, asked)
    return tuple(found.values())


def _begins(line: str) -> int:
    lead = LEAD.match(line)
    rest = line[lead.end() :] if lead else line.lstrip()
    ours = OPTION.match(rest) or (lead and HANDLE.match(rest))
    return OURS if ours else LOOKS_NEW if lead else 0
