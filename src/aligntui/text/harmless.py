"""Stored text made harmless for a terminal: whatever steers one shows as U+FFFD."""

from __future__ import annotations

SHOWN_INSTEAD = "\ufffd"

_STEERING = (
    (0x00, 0x08), (0x0B, 0x1F), (0x7F, 0x9F),  # C0 but TAB and LF, DEL, C1
    (0x061C, 0x061C), (0x200E, 0x200F), (0x202A, 0x202E), (0x2066, 0x2069),  # direction
    (0x2028, 0x2029), (0xFEFF, 0xFEFF), (0xD800, 0xDFFF),  # separators, mark, surrogates
)  # fmt: skip
_ENDINGS = ("\r\n", "\r", "\x85", "\u2028", "\u2029")


def harmless(text: str) -> str:
    """One line that no terminal obeys; line ends and tabs become blanks."""
    if text.isprintable():
        return text
    return _steerless(text).replace("\n", " ").replace("\t", " ")


def _steerless(text: str) -> str:
    for ending in _ENDINGS:
        text = text.replace(ending, "\n")
    if text.isprintable():
        return text
    return "".join(SHOWN_INSTEAD if _steers(ord(c)) else c for c in text)


def _steers(code: int) -> bool:
    return any(first <= code <= last for first, last in _STEERING)
