"""A text that came back by mail or chat: decoded, out of HTML, unquoted, and unwrapped.

A line end that somebody typed is kept; one that a program put in is undone where the text that
went out, which is known, shows that there was none.
"""

from __future__ import annotations

import codecs
import re
from html.parser import HTMLParser
from typing import TYPE_CHECKING, NamedTuple

from aligntui.domain.plain import typewritten, uncontrolled

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

_HTML = re.compile(r"\s*<(?:!doctype html|html|head|body|meta|div|p|table|span)\b", re.IGNORECASE)
# a fold that counts bytes may break inside a character
_BROKEN = re.compile(rb"([\xc2-\xf4][\x80-\xbf]{0,2})(\r?\n(?:> ?)*)([\x80-\xbf]+)")
_QUOTE = re.compile(r"[ \t]{0,3}> ?")
LOOKS_NEW, OURS = 1, 2
_LOOKED_AT = 200_000
"""The most characters in which the way of wrapping is looked for."""


def decoded(data: bytes) -> str:
    """Text of any encoding that mail and editors write, without control characters."""
    return uncontrolled(_decoded(data))


def _decoded(data: bytes) -> str:
    for mark, name in (
        (codecs.BOM_UTF8, "utf-8-sig"),
        (codecs.BOM_UTF16_LE, "utf-16"),
        (codecs.BOM_UTF16_BE, "utf-16"),
    ):
        if data.startswith(mark):
            return data.decode(name, "replace")
    if b"\0" in data[:200]:
        return data.decode("utf-16-be" if data[:1] == b"\0" else "utf-16-le", "replace")
    for attempt in (data, _BROKEN.sub(rb"\1\3\2", data)):
        try:
            return attempt.decode("utf-8")
        except UnicodeDecodeError:
            continue
    try:
        return data.decode("cp1252")
    except UnicodeDecodeError:
        return data.decode("latin-1")


class _Plain(HTMLParser):
    """Collects the words of HTML, with the marks that Markdown has for its tags."""

    _BREAKS = frozenset((
        "address", "blockquote", "br", "div", "dl", "dt", "hr", "ol", "p", "pre", "section",
        "table", "tr", "ul",
    ))  # fmt: skip

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.words: list[str] = []
        self._silent = 0
        self._kept = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in ("style", "script"):
            self._silent += 1
        elif tag == "pre":
            self._kept += 1
        if tag in self._BREAKS:
            self.words.append("\n")
        elif tag == "li":
            self.words.append("\n- ")
        elif re.fullmatch("h[1-6]", tag):
            self.words.append("\n## ")
        elif tag in ("s", "del", "strike"):
            self.words.append("~~")
        elif tag == "input" and ("type", "checkbox") in attrs:
            self.words.append("[x] " if any(name == "checked" for name, _ in attrs) else "[ ] ")

    def handle_endtag(self, tag: str) -> None:
        if tag in ("style", "script"):
            self._silent = max(0, self._silent - 1)
        elif tag == "pre":
            self._kept = max(0, self._kept - 1)
        if tag in self._BREAKS or re.fullmatch("h[1-6]|li", tag):
            self.words.append("\n")
        elif tag in ("s", "del", "strike"):
            self.words.append("~~")

    def handle_data(self, data: str) -> None:
        if not self._silent:
            self.words.append(data if self._kept else re.sub(r"\s+", " ", data))

    def handle_comment(self, data: str) -> None:
        self.words.append(f"\n<!--{data}-->\n")


def without_html(text: str) -> str:
    """The words of a text that is HTML; any other text as it is."""
    if not _HTML.match(text):
        return text
    parser = _Plain()
    parser.feed(text)
    parser.close()
    return "\n".join(line.strip(" \t") for line in "".join(parser.words).split("\n"))


def squeezed(text: str) -> tuple[str, list[int]]:
    """The text without blanks and backslashes, typewritten, and where each character stood."""
    plain = typewritten(text)
    at = [n for n, sign in enumerate(plain) if not (sign.isspace() or sign == "\\")]
    return "".join([plain[n] for n in at]), at


def cut(text: str, piece: str) -> int | None:
    """Where a text goes on after a piece of ours, however wrapped; None without it."""
    wanted = squeezed(piece)[0]
    there, at = squeezed(text[: 4 * len(piece) + 200])
    if not wanted or not there.startswith(wanted):
        return None
    return at[len(wanted) - 1] + 1


class Piece(NamedTuple):
    """One line as it was typed, whatever it was wrapped into."""

    text: str
    indent: int
    apart: bool
    """True after an empty line."""


def pieces(
    text: str, known: Iterable[str], begins: Callable[[str], int], taken: list[str]
) -> Iterator[Piece]:
    """The lines as they were typed.

    `begins` is 2 for the beginning of a line of ours, 1 for what only looks like a new line, else
    0. Marks of quoting go into `taken`.
    """
    known = tuple(known)
    lines = text.split("\n")
    deep = _depth(lines, begins)
    lines = [_unquoted(line, deep, taken) for line in lines]
    full = _full(lines, known)
    words, indent, apart, blank, whole = "", 0, True, True, False
    for line in lines:
        if not line.strip():
            if words:
                yield Piece(words, indent, apart)
            words, blank, whole = "", True, False
            continue
        new = begins(line)
        if words and whole and new < OURS:
            words += line
        elif words and not new:
            words += f"\n{line}"
        else:
            if words:
                yield Piece(words, indent, apart)
            stripped = line.lstrip()
            words, indent, apart = (
                line,
                len(line.expandtabs(4)) - len(stripped.expandtabs(4)),
                blank,
            )
        blank, whole = False, full(line)
    if words:
        yield Piece(words, indent, apart)


def _depth(lines: list[str], begins: Callable[[str], int]) -> int:
    """How often our own lines were quoted."""
    deepest = 0
    for line in lines:
        rest, deep = line, 0
        while found := _QUOTE.match(rest):
            rest, deep = rest[found.end() :], deep + 1
        if deep > deepest and begins(rest) == OURS:
            deepest = deep
    return deepest


def _unquoted(line: str, deep: int, taken: list[str]) -> str:
    for _ in range(deep):
        found = _QUOTE.match(line)
        if not found:
            break
        taken.append(found[0])
        line = line[found.end() :]
    return line


def _full(lines: list[str], known: tuple[str, ...]) -> Callable[[str], bool]:
    """Says of a line whether a program broke it off in the middle of a word.

    The lines of ours show whether that happened, and at which width.
    """
    text = "\n".join(lines)[:_LOOKED_AT]
    there, at = squeezed(text)
    broken: list[str] = []
    for piece in known:
        wanted, places = squeezed(piece)
        start = there.find(wanted) if len(wanted) > 20 else -1  # one word is no evidence
        if start < 0:
            continue
        for n in range(len(wanted) - 1):
            a, b = at[start + n], at[start + n + 1]
            if "\n" in text[a:b] and places[n + 1] == places[n] + 1:
                broken.append(text[text.rfind("\n", 0, a) + 1 : text.index("\n", a)])
    if not broken:
        return lambda line: False
    width, size = max(map(len, broken)), min(len(each.encode()) for each in broken)
    return lambda line: len(line) == width or size <= len(line.encode()) <= size + 3
