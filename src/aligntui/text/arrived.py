"""A text that came back by mail or chat: decoded, out of HTML, unquoted, and unwrapped.

A line end that somebody typed is kept; one that a program put in is undone where the text that
went out, which is known, shows that there was none.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Callable, Iterable
from contextlib import suppress
from html.parser import HTMLParser

from aligntui.domain.plain import typewritten, uncontrolled

_HTML = re.compile(r"\s*<(?:!doctype html|html|head|body|meta|div|p|table|span)\b", re.IGNORECASE)
# a fold that counts bytes may break inside a character
_BROKEN = re.compile(rb"([\xc2-\xf4][\x80-\xbf]{0,2})(\r?\n(?:> ?)*)([\x80-\xbf]+)")
_QUOTE = r"[ \t]{0,3}> ?"
_LOOKED_AT = 200_000
"""The most characters in which the way of wrapping is looked for."""


def text_of(data: bytes) -> str:
    """Text of any encoding that mail and editors write, out of HTML where it is some."""
    text = uncontrolled(_decoded(data))
    if not _HTML.match(text):
        return text
    parser = _Plain()
    parser.feed(text)
    parser.close()
    return "\n".join(line.strip(" \t") for line in "".join(parser.words).split("\n"))


def _decoded(data: bytes) -> str:
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return data.decode("utf-16", "replace")
    if b"\0" in data[:200]:
        return data.decode("utf-16-be" if data[:1] == b"\0" else "utf-16-le", "replace")
    whole = _BROKEN.sub(rb"\1\3\2", data)
    for attempt, name in ((data, "utf-8-sig"), (whole, "utf-8-sig"), (data, "cp1252")):
        with suppress(UnicodeDecodeError):
            return attempt.decode(name)
    return data.decode("latin-1")


_STRIKES = dict.fromkeys(("s", "del", "strike"), "~~")
_LINES = "address blockquote br div dl dt hr ol p pre section table tr ul"
_BREAKS = dict.fromkeys(_LINES.split(), "\n")
_HEADINGS = [f"h{level}" for level in range(1, 7)]
_OPENS = {**_STRIKES, **_BREAKS, **dict.fromkeys(_HEADINGS, "\n## "), "li": "\n- "}
_CLOSES = {**_STRIKES, **_BREAKS, **dict.fromkeys([*_HEADINGS, "li"], "\n")}


class _Plain(HTMLParser):
    """Collects the words of HTML, with the marks that Markdown has for its tags."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.words: list[str] = []
        self._within = {"style": 0, "script": 0, "pre": 0}

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in self._within:
            self._within[tag] += 1
        if tag == "input" and ("type", "checkbox") in attrs:
            self.words.append("[x] " if "checked" in dict(attrs) else "[ ] ")
        self.words.append(_OPENS.get(tag, ""))

    def handle_endtag(self, tag: str) -> None:
        if tag in self._within:
            self._within[tag] = max(0, self._within[tag] - 1)
        self.words.append(_CLOSES.get(tag, ""))

    def handle_data(self, data: str) -> None:
        if not (self._within["style"] or self._within["script"]):
            self.words.append(data if self._within["pre"] else re.sub(r"\s+", " ", data))

    def handle_comment(self, data: str) -> None:
        self.words.append(f"\n<!--{data}-->\n")


def squeezed(text: str) -> tuple[str, list[int]]:
    """The text without blanks and backslashes, typewritten, and where each character stood."""
    plain = typewritten(text)
    at = [n for n, sign in enumerate(plain) if not (sign.isspace() or sign == "\\")]
    return "".join([plain[n] for n in at]), at


def cut(text: str, start: int, piece: str) -> int | None:
    """Where a text goes on after a piece of ours that starts there, however wrapped."""
    wanted = squeezed(piece)[0]
    there, at = squeezed(text[start : start + 4 * len(piece) + 200])
    return start + at[len(wanted) - 1] + 1 if there.startswith(wanted) else None


def straight(
    text: str, known: Iterable[str], begins: Callable[[str], bool], taken: list[str]
) -> str:
    """The lines as they were typed: neither quoted nor broken off inside a word.

    `begins` says whether a line begins one of ours, `known` are those that are long enough to show
    how they were wrapped. Marks of quoting go into `taken`; quotes in a quote stay.
    """
    lines, quotes = text.split("\n"), re.compile(f"(?:{_QUOTE})*")
    marks = [found[0] if (found := quotes.match(line)) else "" for line in lines]
    ours = (m.count(">") for m, line in zip(marks, lines, strict=True) if begins(line[len(m) :]))
    quoted = re.compile(f"(?:{_QUOTE}){{0,{max(ours, default=0)}}}")
    marks = [found[0] if (found := quoted.match(line)) else "" for line in lines]
    taken += marks
    lines = [line[len(mark) :] for mark, line in zip(marks, lines, strict=True)]
    broken, made, whole = _broken(lines, known), [""], False
    for line in lines:
        made += ["" if whole and line.strip() and not begins(line) else "\n", line]
        whole = bool(line.strip()) and broken(line)
    return "".join(made[2:])


def _broken(lines: list[str], known: Iterable[str]) -> Callable[[str], bool]:
    """Says of a line whether a program broke it off in the middle of a word.

    The lines of ours show whether that happened, and at which width.
    """
    text = "\n".join(lines)[:_LOOKED_AT]
    there, at = squeezed(text)
    broken: list[str] = []
    between: list[str] = []
    for piece in known:
        wanted, places = squeezed(piece)
        start = there.find(wanted) if len(wanted) > 20 else -1  # one word is no evidence
        for n in range(len(wanted) - 1 if start >= 0 else 0):
            a, b = at[start + n], at[start + n + 1]
            if "\n" in text[a:b]:
                line = text[text.rfind("\n", 0, a) + 1 : text.index("\n", a)]
                if places[n + 1] == places[n] + 1:
                    broken.append(line)
                elif line.endswith(" "):  # which who wraps between words leaves there, too
                    between.append(line)
    if not broken and len(set(map(len, between))) == 1:
        broken = between
    if not broken:
        return lambda line: False
    width, size = max(map(len, broken)), min(len(each.encode()) for each in broken)
    return lambda line: len(line) == width or size <= len(line.encode()) <= size + 3
