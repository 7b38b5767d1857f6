"""Split a text into tokens, one letter each, so that patterns can find dates in it.

N is a number of one or two digits, O one with an ending (9th), Y a year, q a short one ('26), C a
date in one piece (20260309), 6 one of six digits, w an ISO week, M a month, m one that is also an
ordinary word, D and d weekdays likewise, t a time, k a word for week; g and a are small words (of,
at), r a word for a range; x and # are other words and numbers. Other signs represent themselves.
"""

from __future__ import annotations

import html
import re
import unicodedata
from typing import TYPE_CHECKING, NamedTuple

from aligntui.text.month_names import ORDINARY, month, weekday

if TYPE_CHECKING:
    from collections.abc import Iterator

FAR = 2_000
"""The number of characters of a line that are searched for dates."""


class Token(NamedTuple):
    """A piece of a text, represented by one letter."""

    kind: str
    start: int
    end: int
    value: int = 0

    @property
    def width(self) -> int:
        """The number of characters."""
        return self.end - self.start


_HIDDEN = re.compile("[\u00ad\u200b-\u200f\u2060\ufe0e\ufe0f\ufeff]")
_DASHES = re.compile("[\u2010-\u2015\u2212]")
_TAG = re.compile(r"</?[a-zA-Z][^<>\d]{0,99}>")
_ESCAPED = re.compile(r"\\([!-/:-@\[-`{-~])")
_CLOCK = (
    r"\d{1,2}:\d\d(?::\d\d(?:[.,]\d+)?)?(?!\d)(?: ?(?i:[ap]\.?m)\b\.?)?"
    r"|\d{1,2}(?:\.\d\d)? ?(?i:[ap]\.?m)\b\.?|\d{1,2}h(?:\d\d)?\b"
)
_ZONE = r"(?: ?(?:Z|[A-Z]{2,5})\b)?(?: ?[+-]\d\d:?\d\d\b)?(?: \([A-Z][A-Za-z ]{1,40}\))?"
_TOKEN = re.compile(rf"(?P<t>(?:{_CLOCK}){_ZONE})|(?P<q>'\d\d(?![^\W_]))|(?P<run>[^\W_]+)|.")
_DATE_T = re.compile(r"(?<=\d)[Tt](?=\d\d:)|(?<=-\d\d)[Tt](?=\d\d)")
_PIECE = re.compile(r"\d+|[^\W\d_]+")
_WHOLE = re.compile(r"(?:19|20)\d\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])(?:T?\d{4}(?:\d\d)?Z?)?")
_ISO_WEEK = re.compile(r"[Ww][0-5]\d")
_ENDINGS = frozenset(["st", "nd", "rd", "th", "er", "re", "ste", "e", "o", "a"])
_WORDS = {
    "g": "of de del the den le d di der",
    "a": "at on um à kl om",
    "r": "to bis and und",
    "k": "week weeks wk kw cw woche semaine semana settimana uke vecka uge",
    "年": "年 년",
    "月": "月 월",
    "日": "日 일",
}
_KINDS = {word: kind for kind, words in _WORDS.items() for word in words.split()}


def plain(line: str) -> str:
    """The visible text of a line: no escapes, tags, emphasis or odd blanks; one kind of dash."""
    text = line[:FAR]
    if not text.isascii():
        text = _DASHES.sub("-", unicodedata.normalize("NFKC", _HIDDEN.sub("", text)))
        text = text.replace("\u2019", "'").replace("\u2018", "'")
    if "&" in text:
        text = unicodedata.normalize("NFKC", html.unescape(text))
    if "<" in text:
        text = _TAG.sub("", text)
    text = _ESCAPED.sub(r"\1", text)
    for mark in ("*", "`", "~~", "==", "__"):
        text = text.replace(mark, "")
    return " ".join(text.split())


class Looked:
    """A text that went through `plain`, its tokens, and their letters for patterns to match."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.tokens = tokens(text)
        self.letters = "".join(token.kind for token in self.tokens)

    def numbers(self, start: int, end: int) -> list[Token]:
        """The tokens of a stretch that are numbers or months."""
        return [token for token in self.tokens[start:end] if token.kind in "NOYqMCw"]


def tokens(text: str) -> list[Token]:
    """Split a text that went through `plain` into tokens."""
    found: list[Token] = []
    text = _DATE_T.sub(" ", text)
    for match in _TOKEN.finditer(text):
        if match["run"]:
            found.extend(_of_run(match["run"], match.start()))
        elif match["q"]:
            found.append(Token("q", *match.span(), int(match["q"][1:])))
        else:
            kind = "t" if match["t"] else match[0]
            found.append(Token(kind if kind not in "NOYCMDxkgarqmwd" else "t", *match.span()))
    return found


def _of_run(run: str, at: int) -> Iterator[Token]:
    """The tokens of adjoining letters and digits: 9, 9th, March, Mar09, 1on1."""
    pieces = [(piece[0], at + piece.start(), at + piece.end()) for piece in _PIECE.finditer(run)]
    if len(pieces) == 1:
        yield _of_piece(*pieces[0])
        return
    if _WHOLE.fullmatch(run):
        yield Token("C", at, at + len(run), int(run[:8]))
        return
    if _ISO_WEEK.fullmatch(run):
        yield Token("w", at, at + len(run), int(run[1:]))
        return
    kinds = [_of_piece(*piece) for piece in pieces]
    if len(kinds) == 2 and kinds[0].kind == "N" and pieces[1][0].casefold() in _ENDINGS:
        yield Token("O", at, at + len(run), kinds[0].value)
    elif all(token.kind in "NYMm年月日" for token in kinds):
        yield from kinds
    else:
        yield Token("x", at, at + len(run))


def _of_piece(piece: str, start: int, end: int) -> Token:
    if piece.isdecimal():
        return _of_digits(piece, start, end)
    number, day, word = month(piece), weekday(piece), piece.casefold()
    if number is not None:
        ordinary = word in ORDINARY and word == piece
        return Token("m" if ordinary else "M", start, end, number)
    if day is not None:
        return Token("d" if word in ORDINARY else "D", start, end, day)
    return Token(_KINDS.get(word, "x"), start, end)


def _of_digits(piece: str, start: int, end: int) -> Token:
    value = int(piece)
    if len(piece) <= 2:
        return Token("N", start, end, value)
    if len(piece) == 4 and 1900 <= value < 2100:
        return Token("Y", start, end, value)
    if _WHOLE.fullmatch(piece):
        return Token("C", start, end, int(piece[:8]))
    return Token("6" if len(piece) == 6 else "#", start, end, value)
