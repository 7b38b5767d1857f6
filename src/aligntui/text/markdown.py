"""Escape users' text for Markdown."""

import re
from collections.abc import Iterable, Iterator

_MARKS = re.compile(r"([\\`*_<>\[\]|&~]|#(?=#*$))")
"""Also matches # where it would end a heading."""
_OBEYED = re.compile(
    r"[\\`\[\]]|<(?=[A-Za-z/!?])|\*(?!\s)|(?<=\S)\*|~~|(?<![^\W_])_|_(?![^\W_])|&(?=#?\w+;)"
)
"""HTML, links, images and emphasis; not marks that only count at the start of a line."""


def escaped(text: str) -> str:
    """The text as one line with every mark escaped."""
    return _MARKS.sub(r"\\\1", " ".join(text.split()))


# compiled on use: most commands speak no Markdown
_BEGINNING = r"^(?:#{1,6}|>|[-*]) +"
_AROUND = r"(?<!\\)(\*\*?)(?=\S)(.+?)(?<![\s\\])\1"
_ESCAPED = r"\\([!-/:-@\[-`{-~])"
_RULE = r"\|[\s:|-]+\|"


def spoken(lines: Iterable[str]) -> Iterator[str]:
    """Our own Markdown without its marks, to be read aloud; table cells follow their titles."""
    titles: list[str] = []
    for line in map(str.strip, lines):
        if not line.startswith("|"):
            titles = []
            bare = re.sub(_AROUND, r"\2", re.sub(_BEGINNING, "", line, count=1))
            yield unescaped(bare)
        elif not titles:
            titles = _cells(line)
        elif not re.fullmatch(_RULE, line):
            first, *rest = zip(titles, _cells(line), strict=False)
            yield "; ".join((first[1], *(f"{name.lower()} {cell or 0}" for name, cell in rest)))


def unescaped(text: str) -> str:
    """The text as it was typed, without the marks that `escaped` and `literal` put into it."""
    return re.sub(_ESCAPED, r"\1", text)


def _cells(line: str) -> list[str]:
    return [cell.strip() for cell in line.strip("|").split("|")]


def literal(text: str) -> str:
    """Keep blanks and line breaks; escape HTML, links, images and emphasis."""
    return _OBEYED.sub(lambda found: "".join(f"\\{sign}" for sign in found[0]), text)
